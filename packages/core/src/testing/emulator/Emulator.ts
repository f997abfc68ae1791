/** Processes one request: log, fault, token, version header, handler, common headers. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Stream from "effect/Stream"
import { type Answer, type ConnectionBroken, fromRefusal } from "./wire/Answer.ts"
import type { Call, Route } from "./model/Call.ts"
import { parseJsonObject } from "./wire/Json.ts"
import { type FaultPlan, takeFault } from "./faults/Fault.ts"
import { withFault } from "./faults/Faulty.ts"
import { countOne, finish, type Journal, record } from "./Journal.ts"
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
import { type Located, match, type Matched, operationOf, routeKey, type Unmatched, versionOf } from "./Router.ts"
import { expireSignRequests } from "./documents/Signing.ts"
import { disposeExpired } from "./model/Disposition.ts"
import { requireScope, requireScopeForChanges } from "./model/Scopes.ts"
import { httpDate } from "./wire/Timestamps.ts"
import type { WireRequest } from "./wire/WireRequest.ts"
import { applicationScopes, type TokenPair, useAccessToken } from "./model/Tokens.ts"
import { emptyOldTrash } from "./model/Tree.ts"
import { administers, type World } from "./model/World.ts"
import type { User } from "./model/Item.ts"

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

/** A request from inside may be in anybody's name, also of those who cannot log in. */
const inside = (world: World, request: WireRequest): Authenticated => {
  const user = world.users.get(request.headers["as-user"] ?? "")
  if (user === undefined) throw noPermission()
  return { user, token: { scopes: applicationScopes, reach: undefined } }
}

const authenticate = (world: World, request: WireRequest, route: Route, now: number): Authenticated => {
  const token = bearer(request)
  if (token === undefined) throw unauthorized(false)
  if (token === world.tokens.inside) return inside(world, request)
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

/** In whose name a request is, before anything of it is checked. */
const claimedUser = (world: World, request: WireRequest): string | undefined => {
  const token = bearer(request)
  const pair = token === undefined ? undefined : world.tokens.byAccess.get(token)
  return pair === undefined ? undefined : (request.headers["as-user"] ?? pair.user.id)
}

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
    const at = yield* Clock.currentTimeMillis
    const { entry, recorded } = record(journal, request, at, {
      route: route === undefined ? undefined : routeKey(route),
      operation: route === undefined ? undefined : operationOf(route),
      userId: claimedUser(world, request)
    })
    const sent = located.host === "download" ? "/download" : located.path
    const fault = takeFault(faults, request.method, route === undefined ? [located.path] : [route.path, sent])
    entry.fault = fault?.kind
    const work = "route" in matched ? handling(recorded, located, matched) : refuse(journal, request, located, matched)
    const answering = work.pipe(
      Effect.catchTag("Refusal", (refusal) => Effect.succeed(fromRefusal(refusal, located.host, random))),
      Effect.ensuring(collectGarbage(world))
    )
    const answer = yield* withFault(fault, answering, located.host, random)
    const now = yield* Clock.currentTimeMillis
    return withCommonHeaders(finish(journal, entry, answer, now), random, now)
  })
