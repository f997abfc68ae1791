/** Processes one request: log, fault, token, version header, handler, common headers. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Stream from "effect/Stream"
import { type Answer, type ConnectionBroken, fromRefusal } from "./wire/Answer.ts"
import type { Call, Route } from "./model/Call.ts"
import { parseJsonObject } from "./wire/Json.ts"
import { type Fault, type FaultPlan, takeFault } from "./faults/Fault.ts"
import { withFault } from "./faults/Faulty.ts"
import { hex } from "./wire/Identifiers.ts"
import {
  badRequest,
  methodNotAllowed,
  noPermission,
  notFound,
  notImplemented,
  type Refusal,
  transaction,
  unauthorized
} from "./wire/Refusal.ts"
import { type Located, match, type Matched, routeKey, type Unmatched, versionOf } from "./Router.ts"
import { expireSignRequests } from "./documents/Signing.ts"
import { disposeExpired } from "./model/Disposition.ts"
import { requireScope, requireScopeForChanges } from "./model/Scopes.ts"
import { httpDate } from "./wire/Timestamps.ts"
import { type TokenPair, useAccessToken } from "./model/Tokens.ts"
import { emptyOldTrash } from "./model/Tree.ts"
import { administers, type World } from "./model/World.ts"
import type { User } from "./model/Item.ts"

/**
 * A request on the wire, independent of the transport.
 *
 * @category testing
 * @since 0.1.0
 */
export interface WireRequest {
  readonly method: string
  readonly url: URL
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Stream.Stream<Uint8Array, ConnectionBroken>
}

/**
 * An entry of the request log.
 *
 * @category testing
 * @since 0.1.0
 */
export interface RecordedRequest {
  readonly method: string
  /** Scheme, host and port. */
  readonly origin: string
  /** Path and query. */
  readonly path: string
  /** The route in the statistics, or `undefined` if Box has none like it. */
  readonly route: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /**
   * `undefined` while the request is running, and permanently if the connection broke or the caller was interrupted.
   */
  readonly status: number | undefined
  readonly fault: Fault["kind"] | undefined
  /** When the request arrived, in milliseconds since 1970. */
  readonly at: number
}

export interface Journal {
  readonly entries: Array<{ -readonly [K in keyof RecordedRequest]: RecordedRequest[K] }>
  readonly byRoute: Map<string, number>
  /** By the name of an operation without a handler. */
  readonly notImplemented: Map<string, number>
  total: number
}

const journalLimit = 10_000

const countOne = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

const record = (journal: Journal, request: WireRequest, at: number, route: string | undefined) => {
  const { method, url, headers } = request
  const entry: Journal["entries"][number] = {
    method,
    origin: url.origin,
    path: url.pathname + url.search,
    route,
    headers,
    status: undefined,
    fault: undefined,
    at
  }
  journal.total++
  journal.entries.push(entry)
  // Trimmed rarely, by a tenth at once, so that logging stays cheap.
  if (journal.entries.length > journalLimit * 1.1) journal.entries.splice(0, journal.entries.length - journalLimit)
  if (route !== undefined) countOne(journal.byRoute, route)
  return entry
}

/** The last requests, oldest first. */
export const journalled = (journal: Journal): ReadonlyArray<RecordedRequest> =>
  journal.entries.slice(-journalLimit).map((entry) => ({ ...entry }))

const bearer = (request: WireRequest): string | undefined => {
  const header = request.headers["authorization"]
  if (header !== undefined) return /^Bearer (.+)$/i.exec(header)?.[1]
  // Only downloads accept the token in the query.
  return /\/content$/.test(request.url.pathname)
    ? (request.url.searchParams.get("access_token") ?? undefined)
    : undefined
}

interface Authenticated {
  /** The user of the token, or the one that `As-User` names. */
  readonly user: User
  readonly token: Pick<TokenPair, "scopes" | "reach">
}

const authenticate = (world: World, request: WireRequest, route: Route, now: number): Authenticated => {
  const token = bearer(request)
  if (token === undefined) throw unauthorized(false)
  const pair = useAccessToken(world.tokens, token, now)
  if (pair === undefined || pair.user.status === "inactive") throw unauthorized(true)
  requireScope(pair.scopes, route)
  const actAs = request.headers["as-user"]
  if (actAs === undefined || actAs === pair.user.id) return { user: pair.user, token: pair }
  const other = world.users.get(actAs)
  if (other === undefined || other.external || other.status === "inactive" || !administers(world, pair.user)) {
    throw noPermission()
  }
  return { user: other, token: pair }
}

/** A request without the header is of the oldest version of the API. */
const checkVersion = (request: WireRequest, route: Route): void => {
  const version = request.headers["box-version"] ?? "2024.0"
  if (version !== versionOf(route)) {
    throw badRequest(`The API version '${version}' is not supported here`, "invalid_api_version")
  }
}

const readJson = (request: WireRequest): Effect.Effect<Call["json"], Refusal | ConnectionBroken> =>
  Effect.flatMap(Stream.mkString(Stream.decodeText(request.body)), (text) =>
    transaction(() => (text === "" ? {} : parseJsonObject(text)))
  )

/** How a request that has a route is handled. */
export type Handling = (
  request: WireRequest,
  located: Located,
  matched: Matched
) => Effect.Effect<Answer, Refusal | ConnectionBroken>

export const handle = (
  world: World,
  request: WireRequest,
  { host }: Located,
  { route, params }: Matched
): Effect.Effect<Answer, Refusal | ConnectionBroken> =>
  Effect.gen(function* () {
    const random = yield* Random.Random
    const arrival = yield* Clock.currentTimeMillis
    // Checked before the body: an unauthorised upload is not read.
    const authenticated = yield* transaction(() => {
      disposeExpired(world, arrival)
      emptyOldTrash(world, arrival)
      if (route.kind === "open") return undefined
      const found = authenticate(world, request, route, arrival)
      checkVersion(request, route)
      return found
    })
    const json = route.kind === "json" ? yield* readJson(request) : {}
    if (authenticated !== undefined) {
      yield* transaction(() => requireScopeForChanges(authenticated.token.scopes, route, json))
    }
    const now = yield* Clock.currentTimeMillis
    const { headers, body, url } = request
    const user = authenticated?.user ?? world.admin
    const reach = authenticated?.token.reach
    const call: Call = { world, host, now, random, url, params, headers, user, reach, json, body }
    // Afterwards, so that it takes no random numbers from a request that is repeated without it.
    const expire = Effect.sync(() => expireSignRequests({ ...call, headers: {}, reach: undefined }))
    return yield* Effect.ensuring(route.handle(call), expire)
  })

/** Removes unreferenced bytes after the request that released them. */
export const collectGarbage = (world: World): Effect.Effect<void> =>
  Effect.suspend(() => Effect.forEach(world.garbage.splice(0), world.contents.remove, { discard: true }))

const withCommonHeaders = (answer: Answer, random: Random.Random, now: number): Answer => ({
  ...answer,
  headers: { date: httpDate(now), "box-request-id": hex(random, 24).toLowerCase(), ...answer.headers }
})

const refuse = (
  journal: Journal,
  { method }: WireRequest,
  { path }: Located,
  why: Unmatched
): Effect.Effect<never, Refusal> => {
  switch (why.kind) {
    case "unknown":
      return Effect.fail(notFound("path", path))
    case "methodNotAllowed":
      return Effect.fail(methodNotAllowed(method, why.methods))
    case "notImplemented": {
      const { name, path: template } = why.operation
      countOne(journal.notImplemented, name)
      const warning = Effect.logWarning(`${name} is not in the emulator (${method} ${template})`)
      return Effect.andThen(warning, Effect.fail(notImplemented(name)))
    }
  }
}

/** The method and path of the documents, with names for parameters. */
const routeOf = (matched: Matched | Unmatched): Pick<Route, "method" | "host" | "path"> | undefined =>
  "route" in matched ? matched.route : matched.kind === "notImplemented" ? matched.operation : undefined

/** Answers one request. Interruption stops the work immediately. */
export const serve = (
  world: World,
  journal: Journal,
  faults: FaultPlan,
  request: WireRequest,
  located: Located,
  handling: Handling
): Effect.Effect<Answer, ConnectionBroken> =>
  Effect.gen(function* () {
    const random = yield* Random.Random
    const matched = match(request.method, located)
    const route = routeOf(matched)
    const key = route === undefined ? undefined : routeKey(route)
    const entry = record(journal, request, yield* Clock.currentTimeMillis, key)
    const sent = located.host === "download" ? "/download" : located.path
    const fault = takeFault(faults, request.method, route === undefined ? [located.path] : [route.path, sent])
    entry.fault = fault?.kind
    const work = "route" in matched ? handling(request, located, matched) : refuse(journal, request, located, matched)
    const answering = work.pipe(
      Effect.catchTag("Refusal", (refusal) => Effect.succeed(fromRefusal(refusal, located.host, random))),
      Effect.ensuring(collectGarbage(world))
    )
    const answer = yield* withFault(fault, answering, located.host, random)
    entry.status = answer.status
    return withCommonHeaders(answer, random, yield* Clock.currentTimeMillis)
  })
