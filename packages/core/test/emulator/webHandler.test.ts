/** The emulator for code that does not run in the test's fibers: as a function of the web platform, on the machine's clock. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { Users } from "../../src/index.ts"
import * as DeveloperToken from "../../src/auth/DeveloperToken.ts"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { fresh } from "./wire.ts"

const onMachineTime = Layer.fresh(BoxEmulator.layerEmulator({ clock: "real" }))

/** The handler, and a header that logs in. */
const handlerOf = BoxEmulator.BoxEmulator.useSync((emulator) => ({
  emulator,
  handler: BoxEmulator.toWebHandler(emulator),
  headers: { authorization: `Bearer ${emulator.credentials.accessToken}` }
}))

const ask = (handler: (request: Request) => Promise<Response>, url: string, init?: RequestInit) =>
  Effect.promise(() => handler(new Request(url, init)))

describe("as a web handler", () => {
  it.effect("the emulator takes and gives what fetch does: JSON, forms, bytes, nothing, redirects", () =>
    Effect.gen(function* () {
      const { handler, headers } = yield* handlerOf
      const form = new FormData()
      form.append("attributes", JSON.stringify({ name: "a.txt", parent: { id: "0" } }))
      form.append("file", new Blob(["the content"]))
      const uploaded = yield* ask(handler, "https://upload.box.com/api/2.0/files/content", {
        method: "POST",
        headers,
        body: form
      })
      assert.strictEqual(uploaded.status, 201)
      const { id } = (yield* Effect.promise(() => uploaded.json())).entries[0]
      const signed = yield* ask(handler, `https://api.box.com/2.0/files/${id}/content`, { headers })
      assert.strictEqual(signed.status, 302)
      const content = yield* ask(handler, signed.headers.get("location") ?? "")
      assert.strictEqual(yield* Effect.promise(() => content.text()), "the content")
      const removed = yield* ask(handler, `https://api.box.com/2.0/files/${id}`, { method: "DELETE", headers })
      assert.deepStrictEqual([removed.status, removed.body], [204, null])
    }).pipe(Effect.provide(onMachineTime))
  )

  it.effect("rejects as fetch does: a connection that breaks, a host that is not Box's, a signal", () =>
    Effect.gen(function* () {
      const { emulator, handler, headers } = yield* handlerOf
      const failure = (url: string, init: RequestInit = {}) =>
        Effect.promise(() =>
          handler(new Request(url, { headers, ...init })).then(
            () => undefined,
            (error: unknown) => error
          )
        )
      yield* emulator.addFault({ kind: "reset", match: {} })
      const reset = yield* failure("https://api.box.com/2.0/folders/0")
      assert.instanceOf(reset, TypeError)
      assert.strictEqual(Object(reset.cause).code, "ECONNRESET")
      const elsewhere = yield* failure("https://example.test/")
      assert.strictEqual(Object(Object(elsewhere).cause).code, "ENOTFOUND")
      yield* emulator.addFault({ kind: "delay", match: {}, delay: 3_600_000 })
      const signal = AbortSignal.abort()
      assert.isDefined(yield* failure("https://api.box.com/2.0/folders/0", { signal }))
    }).pipe(Effect.provide(onMachineTime))
  )
})

describe("on the machine's clock", () => {
  /** A backend that a test asks from outside of Effect. */
  const me = (emulator: Layer.Layer<BoxEmulator.BoxEmulator>) =>
    Effect.gen(function* () {
      const context = yield* Layer.build(emulator)
      const Box = Layer.unwrap(
        BoxEmulator.BoxEmulator.useSync(({ credentials }) =>
          DeveloperToken.layer(Redacted.make(credentials.accessToken))
        )
      ).pipe(Layer.provideMerge(BoxEmulator.layerClient), Layer.provide(Layer.succeedContext(context)))
      const route = HttpRouter.add(
        "GET",
        "/me",
        Users.getUserMe().pipe(
          Effect.map(({ login }) => HttpServerResponse.text(String(login))),
          Effect.catch(({ _tag }) => Effect.succeed(HttpServerResponse.text(_tag, { status: 502 }))),
          Effect.provide(Box)
        )
      )
      const { dispose, handler } = HttpRouter.toWebHandler(route, { disableLogger: true })
      yield* Effect.addFinalizer(() => Effect.promise(dispose))
      const answer = yield* Effect.promise(() => handler(new Request("http://localhost/me")))
      return [answer.status, yield* Effect.promise(() => answer.text())]
    })

  it.effect("a login that is made under TestClock is good behind HttpRouter.toWebHandler", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* me(onMachineTime), [200, "ada@example.test"])
    }).pipe(Effect.scoped)
  )

  it.effect("which it is not otherwise: there it ended in 1970", () =>
    Effect.gen(function* () {
      const [status] = yield* me(Layer.fresh(BoxEmulator.layerEmulator()))
      assert.strictEqual(status, 502)
    }).pipe(Effect.scoped)
  )

  it.effect("still moves ahead", () =>
    Effect.gen(function* () {
      const { emulator, handler, headers } = yield* handlerOf
      const status = Effect.map(
        ask(handler, "https://api.box.com/2.0/users/me", { headers }),
        (answer) => answer.status
      )
      assert.strictEqual(yield* status, 200)
      yield* emulator.adjustClock("2 hours")
      assert.strictEqual(yield* status, 401)
    }).pipe(Effect.provide(fresh({ clock: "real" })))
  )
})
