/**
 * Authorization codes and token pairs.
 *
 * A refresh token works once. With the grace rule, repeating a refresh returns the same new pair until that pair's
 * access token is first used, which saves a client whose answer was lost. With the strict rule, it never works again.
 *
 * @see https://developer.box.com/guides/authentication/tokens/refresh/
 */
import type * as Random from "effect/Random"
import { alphanumerics } from "../wire/Identifiers.ts"
import { oauthError } from "../wire/Refusal.ts"
import type { Item, User } from "./Item.ts"

const codeLifetime = 30_000
const refreshTokenLifetime = 60 * 24 * 3_600_000

export interface TokenPair {
  readonly access: string
  accessExpires: number
  /** Logins of servers and downscoped tokens have none. */
  readonly refresh: string | undefined
  readonly refreshExpires: number
  readonly user: User
  readonly scopes: ReadonlySet<string>
  /** The only item, with everything below it, that a downscoped token can access. */
  readonly reach: Item | undefined
  /** The pair that this one replaces. It is valid until this one is used. */
  predecessor: TokenPair | undefined
  successor: TokenPair | undefined
}

interface Code {
  readonly user: User
  readonly scopes: ReadonlySet<string>
  readonly expires: number
  used: boolean
}

export interface TokenBook {
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshTokens: "grace" | "strict"
  /** Milliseconds. */
  readonly accessTokenLifetime: number
  readonly byAccess: Map<string, TokenPair>
  readonly byRefresh: Map<string, TokenPair>
  /** Refresh tokens that were valid once. Box answers differently for tokens that it never issued. */
  readonly retired: Set<string>
  readonly codes: Map<string, Code>
  /** The public keys of the JWT application by their id: SubjectPublicKeyInfo in DER. */
  readonly publicKeys: Map<string, Uint8Array<ArrayBuffer>>
  /** When each used `jti` can be forgotten, in milliseconds since 1970. */
  readonly usedAssertions: Map<string, number>
  /** The token of requests from inside, in the name of any user. No answer and no log shows it, and it never ends. */
  readonly inside: string
}

/** The default scopes of an application. */
export const applicationScopes: ReadonlySet<string> = new Set([
  "root_readwrite",
  "root_readonly",
  "manage_managed_users",
  "manage_groups",
  "manage_webhook"
])

export const issuePair = (
  book: TokenBook,
  user: User,
  scopes: ReadonlySet<string>,
  now: number,
  random: Random.Random
): TokenPair & { readonly refresh: string } => {
  const pair = {
    access: alphanumerics(random, 96),
    accessExpires: now + book.accessTokenLifetime,
    refresh: alphanumerics(random, 64),
    refreshExpires: now + refreshTokenLifetime,
    user,
    scopes,
    reach: undefined,
    predecessor: undefined,
    successor: undefined
  }
  book.byAccess.set(pair.access, pair)
  book.byRefresh.set(pair.refresh, pair)
  return pair
}

/** An access token alone. It expires no later than `latest`. */
export const issueAccessToken = (
  book: TokenBook,
  token: Pick<TokenPair, "user" | "scopes" | "reach">,
  now: number,
  random: Random.Random,
  latest = Number.POSITIVE_INFINITY
): TokenPair => {
  const issued: TokenPair = {
    ...token,
    access: alphanumerics(random, 96),
    accessExpires: Math.min(now + book.accessTokenLifetime, latest),
    refresh: undefined,
    refreshExpires: now,
    predecessor: undefined,
    successor: undefined
  }
  book.byAccess.set(issued.access, issued)
  return issued
}

const retireRefreshToken = (book: TokenBook, pair: TokenPair): void => {
  if (pair.refresh === undefined) return
  book.byRefresh.delete(pair.refresh)
  book.retired.add(pair.refresh)
}

/** Revokes both tokens of a pair, and those of the pair that it replaced. */
const kill = (book: TokenBook, pair: TokenPair): void => {
  if (pair.predecessor) kill(book, pair.predecessor)
  pair.predecessor = undefined
  retireRefreshToken(book, pair)
  book.byAccess.delete(pair.access)
}

/** Finds the pair of a valid access token and records its use, which ends the grace period of the previous pair. */
export const useAccessToken = (book: TokenBook, access: string, now: number): TokenPair | undefined => {
  const pair = book.byAccess.get(access)
  if (pair === undefined || pair.accessExpires <= now) return undefined
  if (pair.predecessor) kill(book, pair.predecessor)
  pair.predecessor = undefined
  return pair
}

export const issueCode = (
  book: TokenBook,
  user: User,
  scopes: ReadonlySet<string>,
  now: number,
  random: Random.Random
): string => {
  const code = alphanumerics(random, 32)
  book.codes.set(code, { user, scopes, expires: now + codeLifetime, used: false })
  return code
}

export const exchangeCode = (book: TokenBook, code: string, now: number, random: Random.Random): TokenPair => {
  const found = book.codes.get(code)
  if (found === undefined) {
    throw oauthError("invalid_grant", "Auth code doesn't exist or is invalid for the client")
  }
  if (found.used || found.expires <= now) throw oauthError("invalid_grant", "The authorization code has expired")
  found.used = true
  return issuePair(book, found.user, found.scopes, now, random)
}

export const refreshPair = (book: TokenBook, refresh: string, now: number, random: Random.Random): TokenPair => {
  const pair = book.byRefresh.get(refresh)
  if (pair === undefined && !book.retired.has(refresh)) throw oauthError("invalid_grant", "Invalid refresh token")
  if (pair === undefined || pair.refreshExpires <= now) {
    throw oauthError("invalid_grant", "Refresh token has expired")
  }
  if (pair.user.status === "inactive") throw oauthError("invalid_grant", "The user is not active")
  if (pair.successor) return pair.successor
  // The pair is in use, and at most two refresh tokens are valid at a time.
  if (pair.predecessor) kill(book, pair.predecessor)
  pair.predecessor = undefined
  const next = issuePair(book, pair.user, pair.scopes, now, random)
  next.predecessor = pair
  pair.successor = next
  if (book.refreshTokens === "strict") retireRefreshToken(book, pair)
  return next
}

/** Revokes the pair of an access or refresh token, and gives its user. An unknown token is not an error. */
export const revoke = (book: TokenBook, token: string): User | undefined => {
  const pair = book.byAccess.get(token) ?? book.byRefresh.get(token)
  if (pair === undefined) return undefined
  if (pair.successor) kill(book, pair.successor)
  else kill(book, pair)
  return pair.user
}

/** Whether the user has a token that is good for anything now. */
export const hasTokens = ({ byAccess, byRefresh }: TokenBook, user: User, now: number): boolean =>
  [...byAccess.values()].some((pair) => pair.user === user && pair.accessExpires > now) ||
  [...byRefresh.values()].some((pair) => pair.user === user && pair.refreshExpires > now)

export const expireAccessTokens = (book: TokenBook, now: number): void => {
  for (const pair of book.byAccess.values()) pair.accessExpires = Math.min(pair.accessExpires, now)
}

/** Ends every session of a user. */
export const endTokens = (book: TokenBook, user: User): void => {
  for (const pair of [...book.byAccess.values(), ...book.byRefresh.values()]) if (pair.user === user) kill(book, pair)
  for (const [code, { user: owner }] of book.codes) if (owner === user) book.codes.delete(code)
}
