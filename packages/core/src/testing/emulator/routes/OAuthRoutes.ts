/**
 * The consent page, the token endpoint and revocation.
 *
 * @see https://developer.box.com/reference/resources/access-token/
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Stream from "effect/Stream"
import { type Answer, empty, json } from "../wire/Answer.ts"
import type { Call, Route } from "../model/Call.ts"
import { grants, requireClient, requireField } from "../model/Grants.ts"
import { oauthError, type Refusal, transaction } from "../wire/Refusal.ts"
import { applicationScopes, hasTokens, issueCode, revoke } from "../model/Tokens.ts"
import type { World } from "../model/World.ts"
import { endWebhooks } from "../resource/Webhooks.ts"

const readForm = (call: Call) =>
  Effect.map(Stream.mkString(Stream.decodeText(call.body)), (text) => {
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(call.headers["content-type"] ?? "")
    return new URLSearchParams(isForm ? text : "")
  })

const issue = (call: Call, form: URLSearchParams): Effect.Effect<Answer, Refusal> => {
  const grant = grants.get(form.get("grant_type") ?? "")
  if (grant === undefined) {
    return Effect.fail(oauthError("invalid_request", "Invalid grant_type parameter or parameter missing"))
  }
  return Effect.map(grant(call, form), ({ exchanged, pair }) =>
    json(
      200,
      {
        access_token: pair.access,
        expires_in: Math.max(0, Math.floor((pair.accessExpires - call.now) / 1000)),
        restricted_to: exchanged?.restrictedTo ?? [],
        ...(pair.refresh === undefined ? {} : { refresh_token: pair.refresh }),
        token_type: "bearer",
        ...(exchanged === undefined ? {} : { issued_token_type: "urn:ietf:params:oauth:token-type:access_token" })
      },
      { "cache-control": "no-store" }
    )
  )
}

const withForm = (step: (call: Call, form: URLSearchParams) => Effect.Effect<Answer, Refusal>) => (call: Call) =>
  Effect.flatMap(readForm(call), (form) => step(call, form))

const isAllowedRedirect = (uri: string): boolean => {
  if (!URL.canParse(uri)) return false
  const { protocol, hostname } = new URL(uri)
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname)
}

const redirectTo = (uri: string, params: Readonly<Record<string, string>>, state: string | null): string => {
  const target = new URL(uri)
  for (const [name, value] of Object.entries(params)) target.searchParams.set(name, value)
  if (state !== null) target.searchParams.set("state", state)
  return target.href
}

/**
 * The user's consent, granted at once. Errors that cannot be reported to the application by a redirect are answered
 * here.
 */
const consent = (world: World, query: URLSearchParams, now: number, random: Random.Random): string => {
  if (query.get("client_id") !== world.tokens.clientId) {
    throw oauthError("invalid_client", "The client id is unknown")
  }
  const redirect = query.get("redirect_uri")
  // As if the application had registered several, so that Box cannot choose one.
  if (redirect === null) throw oauthError("redirect_uri_missing", "The redirect_uri parameter is missing")
  if (!isAllowedRedirect(redirect)) throw oauthError("redirect_uri_mismatch", "The redirect_uri is not registered")
  const state = query.get("state")
  if (query.get("response_type") !== "code") {
    return redirectTo(redirect, { error: "unsupported_response_type", error_description: "Only code works" }, state)
  }
  const asked = (query.get("scope") ?? "").split(" ").filter((scope) => scope !== "")
  const unknown = asked.find((scope) => !applicationScopes.has(scope))
  if (unknown !== undefined) {
    return redirectTo(redirect, { error: "invalid_scope", error_description: `Unknown scope ${unknown}` }, state)
  }
  const scopes = asked.length === 0 ? applicationScopes : new Set(asked)
  return redirectTo(redirect, { code: issueCode(world.tokens, world.admin, scopes, now, random) }, state)
}

/** Where the browser is redirected after the user's consent: to the application, or to an error page of Box. */
export const authorize = (world: World, url: string): Effect.Effect<string> =>
  Effect.gen(function* () {
    const random = yield* Random.Random
    const now = yield* Clock.currentTimeMillis
    const query = new URL(url, world.urls.authorizeUrl).searchParams
    return yield* Effect.catch(
      transaction(() => consent(world, query, now, random)),
      ({ code, message }) =>
        Effect.succeed(redirectTo(world.urls.authorizeUrl, { error: code, error_description: message }, null))
    )
  })

const authorizeRoute = (method: string): Route => ({
  host: "authorize",
  method,
  path: "/authorize",
  kind: "open",
  handle: (call) =>
    transaction(() => {
      const { world, url, now, random } = call
      return empty(302, { location: consent(world, url.searchParams, now, random) })
    })
})

export const oauthRoutes: ReadonlyArray<Route> = [
  authorizeRoute("GET"),
  authorizeRoute("POST"),
  { host: "oauth", method: "POST", path: "/oauth2/token", kind: "open", handle: withForm(issue) },
  {
    host: "oauth",
    method: "POST",
    path: "/oauth2/revoke",
    kind: "open",
    handle: withForm((call, form) =>
      transaction(() => {
        requireClient(call, form)
        const { tokens } = call.world
        const user = revoke(tokens, requireField(form, "token"))
        if (user !== undefined && !hasTokens(tokens, user, call.now)) endWebhooks(call, user)
        return empty(200)
      })
    )
  }
]
