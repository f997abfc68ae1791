/** An `HttpClient` whose answers a test scripts, one request at a time, and that remembers what was asked. */
import { Effect, Layer, Redacted, Stream } from "effect"
import { HttpClient, HttpClientError, type HttpClientRequest, HttpClientResponse } from "effect/http"
import { TokenStore } from "../../src/http/TokenStore.ts"

export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Script {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly json?: unknown
  readonly text?: string
  /** The connection ends with this code instead of an answer. */
  readonly reset?: string
  /** No answer ever comes. */
  readonly hang?: boolean
  /** The answer comes after this long. */
  readonly delay?: string
}

type Answerer = (seen: Seen, index: number) => Script | Effect.Effect<Script>

const bodyText = (request: HttpClientRequest.HttpClientRequest): Effect.Effect<string, unknown> => {
  switch (request.body._tag) {
    case "Uint8Array":
      return Effect.succeed(new TextDecoder().decode(request.body.body))
    case "Stream":
      return Stream.mkString(Stream.decodeText(request.body.stream))
    default:
      return Effect.succeed("")
  }
}

/** The client, and the requests that it has seen so far. */
export const scripted = (answer: Answerer) => {
  const seen: Array<Seen> = []
  const client = HttpClient.make((request, url) =>
    Effect.gen(function* () {
      const transport = (code: string) =>
        new HttpClientError.HttpClientError({
          reason: new HttpClientError.TransportError({ request, cause: Object.assign(new Error(code), { code }) })
        })
      const body = yield* Effect.mapError(bodyText(request), () => transport("BODY_FAILED"))
      const entry = { method: request.method, url: url.href, headers: { ...request.headers }, body }
      seen.push(entry)
      const given = answer(entry, seen.length - 1)
      const script = Effect.isEffect(given) ? yield* given : given
      if (script.delay !== undefined) yield* Effect.sleep(script.delay as "1 second")
      if (script.hang) return yield* Effect.never
      if (script.reset !== undefined) return yield* Effect.fail(transport(script.reset))
      const status = script.status ?? 200
      const text = script.text ?? (script.json === undefined ? null : JSON.stringify(script.json))
      const empty = [204, 304].includes(status)
      return HttpClientResponse.fromWeb(
        request,
        new Response(empty ? null : text, {
          status,
          headers: { ...(script.json === undefined ? {} : { "content-type": "application/json" }), ...script.headers }
        })
      )
    })
  )
  return { seen, layer: Layer.succeed(HttpClient.HttpClient, client) }
}

/** One scripted answer after the other; the last one repeats. */
export const inOrder = (...scripts: ReadonlyArray<Script>) =>
  scripted((_, index) => scripts[Math.min(index, scripts.length - 1)] ?? {})

/** A token store with a fixed token that cannot be renewed. */
export const fixedToken = Layer.succeed(
  TokenStore,
  TokenStore.of({
    accessToken: Effect.succeed(Redacted.make("fixed-token")),
    refused: () => Effect.void,
    health: Effect.succeed({ unsaved: false, failedSaves: 0 }),
    changes: Stream.empty
  })
)
