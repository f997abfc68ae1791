/** Every operation of Box's documents has a handler, and every path knows its methods. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { operations, type SpecOperation } from "../api/openapiSpecs.ts"
import { del, fresh, get, put, send, uploads } from "./wire.ts"

const names: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL("../../codegen/names.json", import.meta.url), "utf8")
).names

const nameOf = ({ described }: SpecOperation): string => names[described.operationId] ?? described.operationId

/** The address with `1` for every parameter, on the host that the documents name. */
const addressOf = ({ described, document, path }: SpecOperation): string => {
  const given = (described.servers ?? document.servers)[0]?.url ?? ""
  const session = path.startsWith("/files/upload_sessions/")
  const server = session ? uploads : given
  return server + path.replace(/#.*$/, "").replaceAll(/\{[^}]+\}/g, "1")
}

const ask = (operation: SpecOperation) =>
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    // The documents have no other methods than these.
    const method = operation.method as "GET" | "POST" | "PUT" | "DELETE" | "OPTIONS"
    const response = yield* client.execute(HttpClientRequest.make(method)(addressOf(operation)))
    return { status: response.status, text: yield* response.text }
  })

describe("an operation of Box's documents", () => {
  it.effect("is served; none is taken for a missing file or a wrong method", () =>
    Effect.gen(function* () {
      const told = new Map(BoxEmulator.coverage().map((one) => [one.operation, one]))
      for (const operation of operations) {
        const { status, text } = yield* ask(operation)
        assert.isTrue(told.get(nameOf(operation))?.implemented, nameOf(operation))
        // Without a token, what is served is refused. An archive needs none: its address is the secret.
        if (nameOf(operation) === "ZipDownloads.getZipDownloadContent") {
          assert.strictEqual(status, 404)
          continue
        }
        const open = operation.described.security?.length === 0 || operation.path === "/authorize"
        assert.include(open ? [400] : [401], status, `${nameOf(operation)}: ${text}`)
      }
      assert.strictEqual(operations.length, 336)
      assert.strictEqual(told.size, 336)
      const { stats } = yield* BoxEmulator.BoxEmulator
      assert.deepStrictEqual((yield* stats).notImplemented, {})
    }).pipe(Effect.provide(fresh()))
  )
})

describe("a wrong method on a known path", () => {
  const rows = [
    ["PUT", "/users/me", "GET"],
    ["DELETE", "/folders", "POST"],
    ["GET", "/files/content", "OPTIONS"],
    ["DELETE", "/folders/trash/items", "GET"],
    ["POST", "/users/1", "DELETE, GET, PUT"],
    ["DELETE", "/groups", "GET, POST"],
    ["DELETE", "https://api.box.com/oauth2/token", "POST"]
  ] as const
  it.effect.each(rows)("%s %s is 405 and says %s", ([method, path, methods]) =>
    Effect.gen(function* () {
      const reply = yield* send(method, path)
      assert.strictEqual(reply.status, 405)
      assert.strictEqual(reply.json.code, "method_not_allowed")
      assert.strictEqual(reply.headers["allow"], methods)
      assert.include(reply.json.message, methods)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is told from a malformed id", () =>
    Effect.gen(function* () {
      for (const reply of [yield* get("/folders/abc"), yield* del("/files/x/watermark")]) {
        assert.strictEqual(reply.status, 405)
        assert.include(reply.json.message, "an id in the path is malformed")
      }
      assert.strictEqual((yield* put("/folders/abc/sub", {})).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})
