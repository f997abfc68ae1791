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
import type { User } from "../model/Item.ts"
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
 * What a user decides about an application, on Box's consent page.
 *
 * @category testing
 * @since 0.2.0
 */
export interface Decision {
  /** The user who logs in. Default: the administrator. */
  readonly userId?: string
  /** Whether the application gets no access. Default: it gets what it asks for. */
  readonly deny?: boolean
}

/**
 * What the consent page asks a user.
 *
 * @category testing
 * @since 0.2.0
 */
export interface ConsentRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly scopes: ReadonlyArray<string>
  /** Who can log in. */
  readonly users: ReadonlyArray<{ readonly id: string; readonly name: string; readonly login: string }>
}

interface Asked {
  readonly redirect: string
  readonly state: string | null
  readonly scopes: ReadonlySet<string>
  /** What the application has to be told instead of asking the user. */
  readonly error?: { readonly error: string; readonly error_description: string }
}

/** Reads an authorization URL. What cannot be reported to the application by a redirect is refused. */
const readAsked = (world: World, query: URLSearchParams): Asked => {
  if (query.get("client_id") !== world.tokens.clientId) {
    throw oauthError("invalid_client", "The client id is unknown")
  }
  const redirect = query.get("redirect_uri")
  // As if the application had registered several, so that Box cannot choose one.
  if (redirect === null) throw oauthError("redirect_uri_missing", "The redirect_uri parameter is missing")
  if (!isAllowedRedirect(redirect)) throw oauthError("redirect_uri_mismatch", "The redirect_uri is not registered")
  const wanted = (query.get("scope") ?? "").split(" ").filter((scope) => scope !== "")
  const scopes = wanted.length === 0 ? applicationScopes : new Set(wanted)
  const asked = { redirect, state: query.get("state"), scopes }
  if (query.get("response_type") !== "code") {
    return { ...asked, error: { error: "unsupported_response_type", error_description: "Only code works" } }
  }
  const unknown = wanted.find((scope) => !applicationScopes.has(scope))
  if (unknown === undefined) return asked
  return { ...asked, error: { error: "invalid_scope", error_description: `Unknown scope ${unknown}` } }
}

const canLogIn = (world: World, user: User): boolean => user.status !== "inactive" && user !== world.serviceAccount

/** What to ask the user, or `undefined` if there is nothing to ask: the URL is wrong. */
export const consentRequest = (world: World, url: string): ConsentRequest | undefined => {
  const query = new URL(url, world.urls.authorizeUrl).searchParams
  try {
    const { error, redirect, scopes } = readAsked(world, query)
    if (error !== undefined) return undefined
    const users = [...world.users.values()].filter((user) => canLogIn(world, user))
    return {
      clientId: world.tokens.clientId,
      redirectUri: redirect,
      scopes: [...scopes],
      users: users.map(({ id, login, name }) => ({ id, name, login }))
    }
  } catch (refusal) {
    // What is no refusal is a defect.
    if (Object(refusal)._tag === "Refusal") return undefined
    throw refusal
  }
}

/** What follows from the user's decision: where the browser is redirected to. */
const consent = (
  world: World,
  query: URLSearchParams,
  { deny = false, userId = world.admin.id }: Decision,
  now: number,
  random: Random.Random
): string => {
  const { error, redirect, scopes, state } = readAsked(world, query)
  if (error !== undefined) return redirectTo(redirect, error, state)
  if (deny) {
    const words = "The user denied access to your application"
    return redirectTo(redirect, { error: "access_denied", error_description: words }, state)
  }
  const user = world.users.get(userId)
  if (user === undefined || !canLogIn(world, user)) throw oauthError("invalid_request", "This user cannot log in")
  return redirectTo(redirect, { code: issueCode(world.tokens, user, scopes, now, random) }, state)
}

/** Where the browser is redirected after the user's decision: to the application, or to an error page of Box. */
export const authorize = (world: World, url: string, decision: Decision): Effect.Effect<string> =>
  Effect.gen(function* () {
    const random = yield* Random.Random
    const now = yield* Clock.currentTimeMillis
    const query = new URL(url, world.urls.authorizeUrl).searchParams
    return yield* Effect.catch(
      transaction(() => consent(world, query, decision, now, random)),
      ({ code, message }) =>
        Effect.succeed(redirectTo(world.urls.authorizeUrl, { error: code, error_description: message }, null))
    )
  })

/** The form of the consent page. A request without it is a consent of the administrator. */
const decisionIn = (form: URLSearchParams): Decision => {
  const userId = form.get("user_id")
  return { deny: form.get("decision") === "deny", ...(userId === null ? {} : { userId }) }
}

const authorizeRoute = (method: string): Route => ({
  host: "authorize",
  method,
  path: "/authorize",
  kind: "open",
  handle: withForm((call, form) =>
    transaction(() => {
      const { world, url, now, random } = call
      return empty(302, { location: consent(world, url.searchParams, decisionIn(form), now, random) })
    })
  )
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
