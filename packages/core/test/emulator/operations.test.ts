/** Every operation of Box's documents, those that the emulator has no handler for included. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { Workflows } from "../../src/index.ts"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { operations, type SpecOperation } from "../api/openapiSpecs.ts"
import { del, fresh, get, post, put, send, uploads } from "./wire.ts"

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

const keyOf = (operation: SpecOperation): string => `${operation.method} ${addressOf(operation)}`

/** Several operations may differ only in what is sent. */
const namesAt = Map.groupBy(operations, keyOf)

const ask = (operation: SpecOperation) =>
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    // The documents have no other methods than these.
    const method = operation.method as "GET" | "POST" | "PUT" | "DELETE" | "OPTIONS"
    const response = yield* client.execute(HttpClientRequest.make(method)(addressOf(operation)))
    return { status: response.status, text: yield* response.text }
  })

const quiet = Logger.layer([])

describe("an operation of Box's documents", () => {
  it.effect("is served, or is 501 with its name; none is taken for a missing file or a wrong method", () =>
    Effect.gen(function* () {
      let missing = 0
      const told = new Map(BoxEmulator.coverage().map((one) => [one.operation, one]))
      for (const operation of operations) {
        const { status, text } = yield* ask(operation)
        assert.strictEqual(told.get(nameOf(operation))?.implemented, status !== 501, nameOf(operation))
        if (status !== 501) {
          // Without a token, what is served is refused. An archive needs none: its address is the secret.
          if (nameOf(operation) === "ZipDownloads.getZipDownloadContent") {
            assert.strictEqual(status, 404)
            continue
          }
          const open = operation.described.security?.length === 0 || operation.path === "/authorize"
          assert.include(open ? [400] : [401], status, `${nameOf(operation)}: ${text}`)
          continue
        }
        missing++
        const { code, message, type } = JSON.parse(text)
        assert.deepStrictEqual([type, code], ["error", "not_implemented"])
        const named = / is not in the emulator$/.test(message) ? message.split(" ")[0] : message
        assert.include(namesAt.get(keyOf(operation))?.map(nameOf), named)
      }
      assert.isAbove(missing, 0)
      assert.strictEqual(operations.length, 336)
      assert.strictEqual(told.size, 336)
      const { stats } = yield* BoxEmulator.BoxEmulator
      const counted = Object.values((yield* stats).notImplemented).reduce((sum, count) => sum + count, 0)
      assert.strictEqual(counted, missing)
    }).pipe(Effect.provide(fresh()), Effect.provide(quiet))
  )
})

describe("an operation that the emulator has not", () => {
  it.effect("has Box's error object, a row in the stats, and a warning in the log", () => {
    const logged: Array<unknown> = []
    return Effect.gen(function* () {
      const { requests, stats } = yield* BoxEmulator.BoxEmulator
      const reply = yield* post("/ai/ask", {})
      const { request_id, ...rest } = reply.json
      assert.match(request_id, /^[a-z0-9]{16}$/)
      assert.deepStrictEqual(rest, {
        type: "error",
        status: 501,
        code: "not_implemented",
        help_url: "https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/",
        message: "Ai.createAiAsk is not in the emulator"
      })
      assert.strictEqual((yield* get("/ai_agents")).json.message.split(" ")[0], "AiStudio.getAiAgents")
      const { byRoute, notImplemented } = yield* stats
      assert.deepStrictEqual(notImplemented, { "Ai.createAiAsk": 1, "AiStudio.getAiAgents": 1 })
      assert.strictEqual(byRoute["POST /ai/ask"], 1)
      const [first] = yield* requests
      assert.deepInclude(first, { method: "POST", route: "POST /ai/ask", status: 501 })
      assert.deepStrictEqual(logged.flat()[0], "Ai.createAiAsk is not in the emulator (POST /ai/ask)")
    }).pipe(
      Effect.provide(fresh()),
      Effect.provide(Logger.layer([Logger.make(({ message }) => void logged.push(message))]))
    )
  })

  it.effect("takes faults by its route, like any other", () =>
    Effect.gen(function* () {
      const { addFault } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "status", match: { path: "/ai_agents/{agent_id}" }, status: 429, retryAfter: 3 })
      assert.strictEqual((yield* get("/ai_agents/12")).status, 429)
      assert.strictEqual((yield* get("/ai_agents/12")).status, 501)
    }).pipe(Effect.provide(fresh()), Effect.provide(quiet))
  )

  // It would wait for the test's clock, which stands still, if it were sent again.
  it.effect("fails at once in this project's client, which does not repeat it", () =>
    Effect.gen(function* () {
      const { requests } = yield* BoxEmulator.BoxEmulator
      const error = yield* Effect.flip(Workflows.getWorkflows({ folder_id: "1" }))
      assert.deepInclude(error, { _tag: "BoxUnavailable", status: 501, code: "not_implemented", isRetryable: false })
      assert.strictEqual(error.message, "Workflows.getWorkflows is not in the emulator")
      assert.strictEqual((yield* requests).length, 1)
    }).pipe(Effect.provide(Layer.fresh(BoxEmulator.layer)), Effect.provide(quiet))
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
