/** What tests in other processes steer the emulator with, under `/__emulator/`. It needs no token. */
import type * as Http from "node:http"
import type { BoxEmulator } from "@effect-box/core/testing/BoxEmulator"
import * as Emulator from "@effect-box/core/testing/BoxEmulator"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { servePage } from "./page/servePage.ts"
import { answerJson, forNoOtherPage, resetConnection, respond } from "./exchange.ts"

const decodeFaults = Schema.decodeUnknownEffect(
  Schema.fromJsonString(Schema.Union([Emulator.Fault, Schema.Array(Emulator.Fault)])),
  { onExcessProperty: "error" }
)

const decodeObject = Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown)))

const controlPrefix = "/__emulator/"

export const isControl = (url: URL): boolean => url.pathname.startsWith(controlPrefix)

const decodeClock = Schema.decodeUnknownEffect(
  Schema.fromJsonString(Schema.Struct({ advance: Schema.Union([Schema.String, Schema.Number]) })),
  { onExcessProperty: "error" }
)

const advance = (emulator: BoxEmulator["Service"], text: string) =>
  Effect.flatMap(decodeClock(text), (given) =>
    // A string that is no duration is refused by the emulator.
    emulator.adjustClock(given.advance as Duration.Input)
  )

/** What only Box's own pages make, by the path after the prefix. A body that is not there is an empty object. */
const prepare = (
  emulator: BoxEmulator["Service"],
  path: string,
  { body }: Emulator.WireRequest,
  response: Http.ServerResponse
): Effect.Effect<void> =>
  Stream.mkString(Stream.decodeText(body)).pipe(
    Effect.flatMap((text) => decodeObject(text === "" ? "{}" : text)),
    Effect.flatMap((json) => emulator.prepare(path, json)),
    Effect.matchEffect({
      onFailure: ({ message }) => answerJson(response, 400, { message }),
      onSuccess: (made) => answerJson(response, 200, made)
    })
  )

/** Secrets of the client are no part of what the page shows. */
const masked = new Set(["authorization", "boxapi", "cookie", "proxy-authorization"])

const maskedHeaders = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, masked.has(name) ? "..." : value]))

const maskedPath = (path: string): string => path.replace(/([?&](?:access_token|code)=)[^&]*/g, "$1...")

const shown = (request: Emulator.RecordedRequest): Emulator.RecordedRequest => ({
  ...request,
  path: maskedPath(request.path),
  headers: maskedHeaders(request.headers)
})

/** The most that one answer has. */
const requestLimit = 500

/** The log from one request on, without headers. */
const requestsAfter = (emulator: BoxEmulator["Service"], after: number, response: Http.ServerResponse) =>
  Effect.flatMap(emulator.requests, (all) => {
    const entries = all.slice(-requestLimit).filter(({ id }) => id > after)
    return answerJson(response, 200, { entries: entries.map((entry) => ({ ...shown(entry), headers: undefined })) })
  })

const requestDetails = (emulator: BoxEmulator["Service"], id: number, response: Http.ServerResponse) =>
  Effect.gen(function* () {
    const found = (yield* emulator.requests).find((entry) => entry.id === id)
    if (found === undefined)
      return yield* answerJson(response, 404, { message: "The log has no such request any more" })
    return yield* answerJson(response, 200, { ...shown(found), bodies: yield* emulator.bodiesOf(id) })
  })

/** Box's API in the name of a user: `as/USER/2.0/...`. What it answers is no page, whatever it says of itself. */
const asUser = (
  emulator: BoxEmulator["Service"],
  userId: string,
  path: string,
  request: Emulator.WireRequest,
  response: Http.ServerResponse
): Effect.Effect<void> => {
  // As if it had not come from the page: credentials and conditions of the browser are not Box's business.
  const { authorization: _, cookie: __, origin: ___, ...headers } = request.headers
  const url = new URL(path + request.url.search, emulator.urls.apiUrl)
  const answering = emulator.executeAs(userId, { ...request, url, headers })
  return Effect.matchEffect(answering, {
    onFailure: () => resetConnection(response),
    onSuccess: (answer) => {
      const safe = { "content-security-policy": "default-src 'none'; sandbox", "cache-control": "no-store" }
      return respond(response, { ...answer, headers: { ...answer.headers, ...safe, ...forNoOtherPage } })
    }
  })
}

/** What has a name or a number in its path. */
const named = (
  emulator: BoxEmulator["Service"],
  path: string,
  request: Emulator.WireRequest,
  response: Http.ServerResponse
): Effect.Effect<void> | undefined => {
  const { method, url } = request
  const [, userId, rest] = /^as\/([^/%]+)(\/.*)$/.exec(path) ?? []
  if (userId !== undefined && rest !== undefined) {
    return asUser(emulator, userId, rest, request, response)
  }
  const [, kind, number] = /^(faults|requests)\/(\d+)$/.exec(path) ?? []
  if (method === "GET" && kind === "requests") return requestDetails(emulator, Number(number), response)
  if (method === "DELETE" && kind === "faults") {
    return Effect.flatMap(emulator.removeFault(Number(number)), (removed) =>
      answerJson(response, removed ? 200 : 404, removed ? {} : { message: "This fault is not armed" })
    )
  }
  if (method === "GET" && path === "requests") {
    return requestsAfter(emulator, Number(url.searchParams.get("after") ?? 0), response)
  }
  return method === "GET" ? servePage(path, response) : undefined
}

export const control = (
  emulator: BoxEmulator["Service"],
  request: Emulator.WireRequest,
  response: Http.ServerResponse
): Effect.Effect<void> => {
  const { body, method, url } = request
  const done = answerJson(response, 200, {})
  const answered = <E extends { readonly message: string }>(work: (text: string) => Effect.Effect<void, E>) =>
    Stream.mkString(Stream.decodeText(body)).pipe(
      Effect.flatMap(work),
      Effect.matchEffect({
        onFailure: (error) => answerJson(response, 400, { message: error.message }),
        onSuccess: () => done
      })
    )
  const path = url.pathname.slice(controlPrefix.length)
  const found = named(emulator, path, request, response)
  if (found !== undefined) return found
  switch (`${method} ${path}`) {
    case "GET state":
      return Effect.flatMap(emulator.inspection, (state) => answerJson(response, 200, state))
    case "POST faults":
      return answered((text) =>
        Effect.flatMap(decodeFaults(text), (decoded) =>
          Effect.forEach("kind" in decoded ? [decoded] : decoded, emulator.addFault, { discard: true })
        )
      )
    case "POST clock":
      return answered((text) => advance(emulator, text))
    case "DELETE faults":
      return Effect.andThen(emulator.clearFaults, done)
    case "GET stats":
      return Effect.flatMap(emulator.stats, (stats) => answerJson(response, 200, stats))
    case "GET ids":
      return answerJson(response, 200, emulator.ids)
    case "GET world":
      return Effect.matchEffect(emulator.world, {
        onFailure: ({ message }) => answerJson(response, 409, { message }),
        onSuccess: (seed) => answerJson(response, 200, seed)
      })
    case "GET jwt-config":
      return Effect.flatMap(emulator.jwtConfig, (config) => answerJson(response, 200, JSON.parse(config)))
    case "POST expire-tokens":
      return Effect.andThen(emulator.expireAccessTokens, done)
    case "GET webhooks":
      return Effect.flatMap(emulator.webhookDeliveries, (entries) => answerJson(response, 200, { entries }))
    default:
      if (method === "POST") return prepare(emulator, path, request, response)
      return answerJson(response, 404, { message: "The emulator has no such control" })
  }
}
