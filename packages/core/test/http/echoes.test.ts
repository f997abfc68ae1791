/** What a server or a proxy sends back, and what a program prints of its requests, repeats no secret. */
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Layer, Logger, Redacted, References, Stream, Tracer } from "effect"
import { Headers, HttpClient, UrlParams } from "effect/http"
import { inspect } from "node:util"
import * as Downloads from "../../src/api/Downloads.ts"
import * as Events from "../../src/api/Events.ts"
import * as Files from "../../src/api/Files.ts"
import * as Folders from "../../src/api/Folders.ts"
import * as OAuth from "../../src/auth/OAuth.ts"
import * as BoxRequest from "../../src/http/BoxRequest.ts"
import * as FileDownload from "../../src/files/FileDownload.ts"
import * as TokenPersistence from "../../src/auth/TokenPersistence.ts"
import { TokenStore } from "../../src/http/TokenStore.ts"
import { type Script, scripted, type Seen } from "./scriptedHttp.ts"
import { inVirtualTime } from "../../../../test/support/time.ts"

const token = "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4"
const password = "correct-horse"
const link = "https://app.box.com/s/linksecret42"
const signed = "https://dl.boxcloud.com/d/1/signed-secret/download"

const store = Layer.succeed(TokenStore, {
  accessToken: Effect.succeed(Redacted.make(token)),
  refused: () => Effect.void,
  health: Effect.succeed({ unsaved: false, failedSaves: 0 }),
  changes: Stream.empty
})

/** Runs the effect; gives its exit, and all that its spans, errors and log lines show. */
const shown = Effect.fnUntraced(function* <A, E>(effect: Effect.Effect<A, E>) {
  const seen: Array<string> = []
  const print = (value: unknown) =>
    seen.push(inspect(value, { depth: 20 }), String(JSON.stringify(value)), String(value))
  const spans: Array<Tracer.Span> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  const logger = Layer.mergeAll(
    Logger.layer([
      Logger.make(({ message }) => void print(message)),
      Logger.map(Logger.formatJson, print),
      Logger.map(Logger.formatLogFmt, print),
      Logger.map(Logger.formatSimple, print)
    ])
  )
  const exit = yield* inVirtualTime(
    Effect.exit(effect).pipe(
      Effect.withTracer(tracer),
      Effect.provide(logger),
      Effect.provideService(References.MinimumLogLevel, "Trace")
    )
  )
  if (Exit.isFailure(exit)) seen.push(Cause.pretty(exit.cause), inspect(exit.cause, { depth: 20 }))
  for (const { attributes } of spans) for (const entry of attributes) print(entry)
  return { exit, text: seen.join("\n"), ids: spans.flatMap((span) => span.attributes.get("box.request_id") ?? []) }
})

const call = Folders.getFolderById({ folder_id: "0" }).pipe(
  BoxRequest.withSharedLink(link, Redacted.make(password)),
  BoxRequest.withRetry({ maxAttempts: 1 })
)

const answers: ReadonlyArray<readonly [string, Script]> = [
  ["a success", { json: { type: "folder", id: "0" } }],
  ["a success that cannot be read", { text: "<html>" }],
  ["a refusal", { status: 404, json: { code: "not_found" } }],
  ["a refusal without a body", { status: 403 }],
  ["an unavailable host", { status: 502, text: "<html>" }],
  ["too many requests", { status: 429 }],
  ["401", { status: 401 }]
]

const echoes: ReadonlyArray<readonly [string, (seen: Seen) => string]> = [
  ["the header", ({ headers }) => String(headers["authorization"])],
  ["the token", () => token],
  ["a part of the token", () => token.slice(0, 20)],
  ["the token in something longer", () => `id-${token}-0`],
  ["the shared link's password", () => password],
  ["the header of the shared link", ({ headers }) => String(headers["boxapi"])],
  ["text", () => "no id at all: it has spaces"],
  ["something endless", () => "a".repeat(5000)]
]

describe("a request id", () => {
  for (const [what, answer] of answers) {
    for (const [echo, of] of echoes) {
      it.effect(`of ${what} is left out when it is ${echo}`, () => {
        const http = scripted((seen) => ({
          ...answer,
          headers: {
            "box-request-id": of(seen),
            "content-type": `text/${token}`,
            "www-authenticate": `Bearer error="${token}", error_description="${token}"`
          }
        }))
        return Effect.gen(function* () {
          const { ids, text } = yield* shown(Effect.provide(call, [http.layer, store]))
          assert.deepStrictEqual(ids, [])
          for (const secret of [token, token.slice(0, 20), password, "linksecret42", "a".repeat(100)]) {
            assert.notInclude(text, secret)
          }
        })
      })
    }
  }

  it.effect("in the body of a refusal is held to the same form", () => {
    const http = scripted(() => ({ status: 404, json: { code: "not_found", request_id: `Bearer ${token}` } }))
    return Effect.gen(function* () {
      const error = yield* Effect.flip(call)
      assert.isUndefined(error.requestId)
    }).pipe(Effect.provide([http.layer, store]))
  })

  for (const id of ["0b9c4a5d1e2f", "abc123xyz", "0a1b2c3d4e5f60718293a4b5c6d7e8f9"]) {
    it.effect(`such as ${id} is kept in spans and errors`, () => {
      const http = scripted((_, index) => ({
        ...(index === 0 ? { json: { type: "folder", id: "0" } } : { text: "<html>" }),
        headers: { "box-request-id": id }
      }))
      return Effect.gen(function* () {
        const { ids } = yield* shown(Effect.provide(call, [http.layer, store]))
        assert.deepStrictEqual(ids, [id, id])
        assert.strictEqual((yield* Effect.flip(Effect.provide(call, [http.layer, store]))).requestId, id)
      })
    })
  }
})

/** A program that logs every request and every answer, in each way that a program may. */
const logging = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(HttpClient.HttpClient, (client) =>
    client.pipe(
      HttpClient.tapRequest((request) => Effect.log(request)),
      HttpClient.tapRequest((request) => Effect.log("sending", { request })),
      HttpClient.tapRequest((request) => Effect.log(inspect(request, { depth: 20 }))),
      HttpClient.tapRequest((request) => Effect.log(JSON.stringify(request), String(request))),
      HttpClient.tap((response) => Effect.log(response)),
      HttpClient.tap((response) => Effect.log(inspect(response, { depth: 20 })))
    )
  )
)

describe("a program that logs its requests", () => {
  const secrets = [token, password, encodeURIComponent(password), "linksecret42", "signed-secret", "client-secret"]
  const content = "0123456789"

  const server = scripted(({ url }) => {
    if (url.includes("/oauth2/token")) {
      return { json: { access_token: token, refresh_token: "refresh-secret", expires_in: 3600 } }
    }
    if (url.startsWith(signed)) return { text: content }
    if (url.includes("/content")) return { status: 302, headers: { location: `${signed}?sig=signed-secret` } }
    return {
      json: {
        type: url.includes("/folders/") ? "folder" : "file",
        id: "1",
        size: 10,
        sha1: "0".repeat(40),
        entries: [],
        chunk_size: 1
      }
    }
  })

  const calls = {
    "a call through a shared link": call,
    "a password in a body": Files.updateFileById({ file_id: "1", shared_link: { password } }),
    "a download": FileDownload.stream({ file_id: "1" }).pipe(Stream.runDrain),
    "a token in a query": Downloads.downloadFile({ file_id: "1", access_token: Redacted.make(token) }).pipe(
      Stream.runDrain
    ),
    "an address of the event stream": Events.getEvents({ stream_position: "0" })
  } as const

  for (const [name, effect] of Object.entries(calls)) {
    it.effect(`does not show the secrets of ${name}`, () =>
      Effect.gen(function* () {
        const layer = Layer.merge(logging.pipe(Layer.provide(server.layer)), store)
        const { text } = yield* shown(Effect.provide(Effect.asVoid(effect), layer))
        assert.include(text, "HttpClientRequest")
        for (const secret of secrets) assert.notInclude(text, secret, name)
      })
    )
  }

  it.effect("does not show the secrets of a login", () =>
    Effect.gen(function* () {
      const client = logging.pipe(Layer.provide(server.layer))
      const login = OAuth.layer({
        clientId: "id",
        clientSecret: Redacted.make("client-secret"),
        tokens: {
          accessToken: Redacted.make("old-secret"),
          refreshToken: Redacted.make("old-refresh-secret"),
          expiresAt: 0
        }
      }).pipe(Layer.provide(TokenPersistence.layerMemory), Layer.provideMerge(client))
      const { exit, text } = yield* shown(Effect.provide(Effect.asVoid(call), login))
      assert.isTrue(Exit.isSuccess(exit))
      for (const secret of [...secrets, "old-secret", "old-refresh-secret", "refresh-secret"]) {
        assert.notInclude(text, secret)
      }
    })
  )

  it.effect("keeps hidden what the program itself hides", () =>
    Effect.gen(function* () {
      const layer = Layer.merge(logging.pipe(Layer.provide(server.layer)), store)
      const own = Folders.getFolderById({ folder_id: "0" }).pipe(
        BoxRequest.withHeaders({ "x-tenant": "tenant-secret" })
      )
      const { text } = yield* shown(
        Effect.provide(own, layer).pipe(
          Effect.provideService(Headers.CurrentRedactedNames, ["x-tenant"]),
          Effect.provideService(UrlParams.CurrentRedactedNames, ["x-tenant"])
        )
      )
      for (const secret of ["tenant-secret", token]) assert.notInclude(text, secret)
    })
  )
})
