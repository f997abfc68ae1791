/**
 * What the token endpoint issues for each kind of grant.
 *
 * @see https://developer.box.com/reference/post-oauth2-token/
 */
import * as Effect from "effect/Effect"
import { verifyAssertion } from "./Assertion.ts"
import type { Call } from "./Call.ts"
import { oauthError, type Refusal, transaction } from "../wire/Refusal.ts"
import { downscopes } from "./Scopes.ts"
import {
  applicationScopes,
  exchangeCode,
  issueAccessToken,
  refreshPair,
  type TokenPair,
  useAccessToken
} from "./Tokens.ts"
import { may } from "./Access.ts"
import { sharedLinkUrl } from "./SharedLink.ts"
import { ancestors, isTrashed } from "./Tree.ts"
import type { Item, User } from "./Item.ts"

/** A token, and the additional fields of a token exchange. */
export interface Granted {
  readonly pair: TokenPair
  readonly exchanged?: { readonly restrictedTo: ReadonlyArray<unknown> }
}

/** Credentials are only accepted in the body; HTTP Basic is ignored. */
export const requireClient = (call: Call, form: URLSearchParams): void => {
  const { clientId, clientSecret } = call.world.tokens
  if (form.get("client_id") !== clientId || form.get("client_secret") !== clientSecret) {
    throw oauthError("invalid_client", "The client credentials are invalid")
  }
}

export const requireField = (form: URLSearchParams, name: string): string => {
  const value = form.get(name)
  if (value === null || value === "") throw oauthError("invalid_request", `${name} parameter is missing`)
  return value
}

/** The enterprise means its service account. `undefined` if there is no active user of the enterprise with that id. */
const subjectOf = (call: Call, type: unknown, id: unknown): User | undefined => {
  const { enterpriseId, serviceAccount, users } = call.world
  const user = type === "enterprise" ? (id === enterpriseId ? serviceAccount : undefined) : users.get(String(id))
  return user?.status === "inactive" || user?.external === true ? undefined : user
}

const serverToken = (call: Call, user: User): Granted => ({
  pair: issueAccessToken(
    call.world.tokens,
    { user, scopes: applicationScopes, reach: undefined },
    call.now,
    call.random
  )
})

const clientCredentials = (call: Call, form: URLSearchParams): Granted => {
  const type = requireField(form, "box_subject_type")
  const id = requireField(form, "box_subject_id")
  if (type !== "enterprise" && type !== "user") {
    throw oauthError("unauthorized_client", 'The "box_subject_type" value is unauthorized for this client_id')
  }
  const user = subjectOf(call, type, id)
  if (user === undefined) throw oauthError("invalid_grant", "Grant credentials are invalid")
  return serverToken(call, user)
}

const jwtBearer = Effect.fnUntraced(function* (call: Call, form: URLSearchParams) {
  const assertion = yield* transaction(() => requireField(form, "assertion"))
  const claims = yield* verifyAssertion(call, assertion)
  return yield* transaction(() => {
    const type = claims["box_sub_type"]
    if (type !== "enterprise" && type !== "user") {
      throw oauthError("invalid_grant", "Please check the 'box_sub_type' claim. It must be enterprise or user.")
    }
    const user = subjectOf(call, type, claims["sub"])
    if (user === undefined) {
      throw oauthError("invalid_grant", "Please check the 'sub' claim. The 'sub' specified is invalid.")
    }
    return serverToken(call, user)
  })
})

const invalidResource = () => oauthError("invalid_resource", "The target resource is invalid.")

/** The item that a resource URL names, regardless of its host. */
const resourceItem = (call: Call, owner: User, resource: string): Item => {
  const [, type, id] = /^https?:\/\/[^/?#]+\/2\.0\/(files|folders)\/(\d+)$/.exec(resource) ?? []
  const { files, folders } = call.world
  const item =
    id === undefined ? undefined : type === "files" ? files.get(id) : id === "0" ? owner.root : folders.get(id)
  if (item === undefined || !may({ ...call, user: owner }, item, "see") || isTrashed(item)) throw invalidResource()
  return item
}

/** The item of an open shared link. A link with a password, or to a web link, cannot restrict a token. */
const linkedItem = (call: Call, url: string): Item => {
  const { files, folders } = call.world
  for (const item of [...files.values(), ...folders.values()]) {
    const link = item.sharedLink
    if (link === null || sharedLinkUrl(link.token) !== url || isTrashed(item)) continue
    if (link.password !== null || (link.unsharedAt !== null && link.unsharedAt <= call.now)) throw invalidResource()
    return item
  }
  throw invalidResource()
}

const restrictionOf = (call: Call, subject: TokenPair, form: URLSearchParams): Item | undefined => {
  const resource = form.get("resource")
  const link = form.get("box_shared_link")
  if (resource !== null && link !== null) {
    throw oauthError("invalid_request", "resource and box_shared_link cannot be used together")
  }
  const item =
    resource !== null ? resourceItem(call, subject.user, resource) : link !== null ? linkedItem(call, link) : undefined
  if (item === undefined) return subject.reach
  if (subject.reach !== undefined && ![item, ...ancestors(item)].includes(subject.reach)) throw invalidResource()
  return item
}

const tokenExchange = (call: Call, form: URLSearchParams): Granted => {
  const { now, random, world } = call
  if (requireField(form, "subject_token_type") !== "urn:ietf:params:oauth:token-type:access_token") {
    throw oauthError("invalid_request", "The subject_token_type is not supported")
  }
  const subject = useAccessToken(world.tokens, requireField(form, "subject_token"), now)
  if (subject === undefined) throw oauthError("invalid_grant", "The subject_token is invalid or has expired")
  const asked = requireField(form, "scope")
    .split(" ")
    .filter((scope) => scope !== "")
  const allows = (scope: string) =>
    subject.scopes.has(scope) || (downscopes.has(scope) && subject.scopes.has("root_readwrite"))
  const refused = asked.find((scope) => !allows(scope))
  if (refused !== undefined || asked.length === 0) {
    throw oauthError("invalid_scope", "The requested scope is invalid, unknown, or malformed.")
  }
  const reach = restrictionOf(call, subject, form)
  const scopes = new Set(asked)
  const pair = issueAccessToken(world.tokens, { user: subject.user, scopes, reach }, now, random, subject.accessExpires)
  const restrictedTo =
    reach === undefined
      ? []
      : [...scopes].map((scope) => ({
          scope,
          object: {
            type: reach.type,
            id: reach.id,
            sequence_id: String(reach.etag),
            etag: String(reach.etag),
            name: reach.name
          }
        }))
  return { pair, exchanged: { restrictedTo } }
}

type Grant = (call: Call, form: URLSearchParams) => Effect.Effect<Granted, Refusal>

const atOnce =
  (step: (call: Call, form: URLSearchParams) => Granted): Grant =>
  (call, form) =>
    transaction(() => step(call, form))

const asClient =
  (grant: Grant): Grant =>
  (call, form) =>
    Effect.andThen(
      transaction(() => requireClient(call, form)),
      grant(call, form)
    )

/** One entry for each kind of grant. Only an exchange works without the client's credentials. */
export const grants: ReadonlyMap<string, Grant> = new Map<string, Grant>([
  [
    "authorization_code",
    asClient(
      atOnce((call, form) => ({
        pair: exchangeCode(call.world.tokens, requireField(form, "code"), call.now, call.random)
      }))
    )
  ],
  [
    "refresh_token",
    asClient(
      atOnce((call, form) => ({
        pair: refreshPair(call.world.tokens, requireField(form, "refresh_token"), call.now, call.random)
      }))
    )
  ],
  ["client_credentials", asClient(atOnce(clientCredentials))],
  ["urn:ietf:params:oauth:grant-type:jwt-bearer", asClient(jwtBearer)],
  ["urn:ietf:params:oauth:grant-type:token-exchange", atOnce(tokenExchange)]
])
