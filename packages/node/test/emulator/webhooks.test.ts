/** Webhooks over real HTTP: the emulator calls a server of the test. */
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import { WebhookSignature } from "@effect-box/core/server"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { EmulatorServer } from "../../src/index.ts"
import { ask } from "./ask.ts"

interface Received {
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** A receiver on a port of this machine, which answers with what `answer` says for a path. */
const receiver = (answer: (path: string) => readonly [status: number, location?: string]) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly url: string; readonly received: Array<Received>; readonly server: Http.Server }>(
      (resume) => {
        const received: Array<Received> = []
        const server = Http.createServer((request, response) => {
          const chunks: Array<Buffer> = []
          request.on("data", (chunk: Buffer) => chunks.push(chunk))
          request.on("end", () => {
            const path = request.url ?? ""
            const headers = Object.fromEntries(
              Object.entries(request.headers).map(([name, value]) => [name, String(value)])
            )
            received.push({ path, headers, body: Buffer.concat(chunks) })
            const [status, location] = answer(path)
            response.writeHead(status, location === undefined ? {} : { location }).end()
          })
        })
        server.listen(0, "127.0.0.1", () => {
          // A server that listens on a port has such an address.
          const { port } = server.address() as AddressInfo
          resume(Effect.succeed({ url: `http://127.0.0.1:${port}`, received, server }))
        })
      }
    ),
    ({ server }) =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      })
  )

const request = (method: string, path: string, json?: object) =>
  Effect.gen(function* () {
    const { baseUrl, credentials } = yield* EmulatorServer.EmulatorServer
    const headers = { authorization: `Bearer ${credentials.accessToken}` }
    const body = json === undefined ? {} : { body: JSON.stringify(json) }
    const reply = yield* ask(baseUrl + path, { method, headers, ...body })
    return { status: reply.status, json: reply.text === "" ? undefined : JSON.parse(reply.text) }
  })

const folder = (name: string, parent = "0") => request("POST", "/2.0/folders", { name, parent: { id: parent } })

const hook = (id: string, address: string) =>
  request("POST", "/2.0/webhooks", { target: { type: "folder", id }, address, triggers: ["FOLDER.CREATED"] })

/** Asks until the first delivery has been tried. */
const tried = Effect.gen(function* () {
  for (let count = 0; count < 200; count++) {
    const { entries } = (yield* request("GET", "/__emulator/webhooks")).json
    if (entries[0]?.attempts.length > 0) return entries[0]
    yield* Effect.sleep(20)
  }
  return assert.fail("nothing was delivered")
})

describe("webhooks of the emulator's server", () => {
  it.live("arrive, signed with the keys that it was given", () =>
    Effect.gen(function* () {
      const { received, url } = yield* receiver(() => [204])
      const { json: top } = yield* folder("top")
      assert.strictEqual((yield* hook(top.id, `${url}/hook`)).status, 201)
      yield* folder("below", top.id)
      const delivery = yield* tried
      assert.deepStrictEqual([delivery.state, delivery.attempts[0].status], ["delivered", 204])
      const [only] = received
      if (only === undefined) return assert.fail("nothing was received")
      assert.deepStrictEqual([received.length, only.path], [1, "/hook"])
      const { payload } = yield* WebhookSignature.verify({
        headers: only.headers,
        body: only.body,
        primaryKey: Redacted.make("one"),
        secondaryKey: Redacted.make("other")
      })
      assert.deepInclude(payload.source, { type: "folder", name: "below" })
      assert.strictEqual(only.headers["user-agent"], "Box-WH-Client/0.1")
    }).pipe(Effect.provide(EmulatorServer.layer({ webhookKeys: { primary: "one", secondary: "other" } })))
  )

  it.live("follow no redirect", () =>
    Effect.gen(function* () {
      const elsewhere = yield* receiver(() => [204])
      const { received, url } = yield* receiver(() => [307, elsewhere.url])
      const { json: top } = yield* folder("top")
      yield* hook(top.id, url)
      yield* folder("below", top.id)
      const delivery = yield* tried
      assert.deepStrictEqual([delivery.state, delivery.attempts[0].status], ["waiting", 307])
      assert.deepStrictEqual([received.length, elsewhere.received.length], [1, 0])
    }).pipe(Effect.provide(EmulatorServer.layer()))
  )

  it.live("what only Box's pages make is made by a control, which says what is wrong", () =>
    Effect.gen(function* () {
      const { json: top } = yield* folder("top")
      const made = yield* request("POST", "/__emulator/workflows", { folder: { id: top.id }, name: "Approve" })
      assert.strictEqual(made.status, 200)
      const { json } = yield* request("GET", `/2.0/workflows?folder_id=${top.id}`)
      assert.strictEqual(json.entries[0].id, made.json.id)
      const wrong = yield* request("POST", "/__emulator/workflows", { name: "Approve" })
      assert.deepStrictEqual([wrong.status, wrong.json.message.includes("folder")], [400, true])
      assert.strictEqual((yield* request("POST", "/__emulator/planets")).status, 400)
      assert.strictEqual((yield* request("GET", "/__emulator/planets")).status, 404)
    }).pipe(Effect.provide(EmulatorServer.layer()))
  )
})
