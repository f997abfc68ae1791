/** The emulator for those who do not use Effect. */
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect } from "effect"
import * as Node from "../../src/index.ts"
import { ask } from "./ask.ts"

const start = (options?: Node.EmulatorServer.Options) =>
  Effect.acquireRelease(
    Effect.promise(() => Node.EmulatorServer.startEmulator(options)),
    ({ stop }) => Effect.promise(stop)
  )

describe("startEmulator", () => {
  it.live("gives an address, credentials that work there, and a way to end it", () =>
    Effect.gen(function* () {
      const box = yield* start({ downloadPort: 0 })
      assert.notStrictEqual(box.downloadUrl, box.url)
      const headers = { authorization: `Bearer ${box.credentials.accessToken}` }
      const me = yield* ask(`${box.url}/2.0/users/me`, { headers })
      assert.strictEqual(JSON.parse(me.text).id, box.credentials.userId)
      yield* Effect.promise(box.stop)
      assert.strictEqual(Object(yield* Effect.flip(ask(`${box.url}/2.0/users/me`, { headers }))).code, "ECONNREFUSED")
      yield* Effect.promise(box.stop)
    })
  )

  it.live("gives each caller a Box of its own", () =>
    Effect.gen(function* () {
      const [one, other] = yield* Effect.all([start(), start()], { concurrency: 2 })
      assert.notStrictEqual(one.url, other.url)
      const headers = { authorization: `Bearer ${one.credentials.accessToken}` }
      assert.strictEqual((yield* ask(`${other.url}/2.0/users/me`, { headers })).status, 401)
    })
  )

  it.live("rejects with an error that says what is wrong", () =>
    Effect.gen(function* () {
      const { url } = yield* start()
      const port = Number(new URL(url).port)
      const failure = (options: Node.EmulatorServer.Options) =>
        Effect.flip(Effect.tryPromise(() => Node.startEmulator(options))).pipe(
          Effect.map((error) => (Cause.isUnknownError(error) ? error.cause : error)),
          Effect.map(String)
        )
      assert.include(yield* failure({ port }), `cannot listen on port ${port} of 127.0.0.1: the port is taken`)
      assert.include(yield* failure({ url: "nowhere" }), "url must be an origin such as http://box:8080")
    })
  )
})
