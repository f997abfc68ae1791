/** The state of a login's token pair and its transitions. Pure; `renewal.ts` performs the effects. */
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { TokenPair } from "../TokenPersistence.ts"

/**
 * An access token is renewed this long before it expires, so that no upload starts with one that is about to expire.
 */
const margin = /*#__PURE__*/ Duration.toMillis(Duration.minutes(3))
/** With less than this left, a call waits for the renewal; with more, it uses the current token. */
const tooShort = /*#__PURE__*/ Duration.toMillis(Duration.seconds(30))

/** The pair that calls use. */
export interface InUse {
  readonly pair: TokenPair
  /** When it should be renewed, in milliseconds since 1970. */
  readonly renewAt: number
}

/**
 * What the persistence was last known to contain, and the pairs that were exchanged since. Any other pair in it means
 * that another process renewed or that someone logged in. `None`: it was empty. An empty list: it has not been read
 * yet.
 */
export type Seen = ReadonlyArray<Option.Option<TokenPair>>

/** The pair in use is stored, or there is none. */
export interface Kept {
  readonly _tag: "Kept"
  readonly inUse: Option.Option<InUse>
  readonly seen: Seen
}

/** A pair could not be saved yet. It is used nevertheless. */
export interface Unsaved {
  readonly _tag: "Unsaved"
  readonly inUse: Option.Option<InUse>
  /** What the unsaved pair replaces. */
  readonly seen: Seen
  readonly pair: TokenPair
  /** It comes from a login, so it replaces every pair issued before, by any process. */
  readonly byLogin: boolean
  readonly failedSaves: number
}

export type LoginState = Kept | Unsaved

/** A pair that Box has just issued. */
export interface Issued {
  readonly _tag: "Issued"
  readonly pair: TokenPair
  /** Milliseconds since 1970. */
  readonly issuedAt: number
  /** What it replaces. */
  readonly over: Seen
}

/** Why a pair is new. */
export type Reason = "Renewed" | "LoggedIn"

export const same = (a: Redacted.Redacted<string> | undefined, b: Redacted.Redacted<string> | undefined): boolean =>
  a === undefined || b === undefined ? a === b : Redacted.value(a) === Redacted.value(b)

export const samePair = (a: TokenPair, b: TokenPair): boolean =>
  same(a.accessToken, b.accessToken) && same(a.refreshToken, b.refreshToken)

const sameStored = Option.makeEquivalence(samePair)

/** Whether `stored` is exactly `pair`. */
export const holds = (stored: Option.Option<TokenPair>, pair: TokenPair): boolean =>
  Option.isSome(stored) && samePair(stored.value, pair)

/** The persistence has not been read yet. */
export const initial: LoginState = { _tag: "Kept", inUse: Option.none(), seen: [] }

export const inUse = ({ inUse }: LoginState): TokenPair | undefined =>
  Option.isSome(inUse) ? inUse.value.pair : undefined

/** The pair that is still to be saved. */
export const unsaved = (state: LoginState): TokenPair | undefined => (state._tag === "Unsaved" ? state.pair : undefined)

/** Whether the pair in use is still good enough. */
export const judge = (state: LoginState, now: number): "Good" | "RenewSoon" | "RenewFirst" | "None" => {
  if (Option.isNone(state.inUse)) return "None"
  const { pair, renewAt } = state.inUse.value
  if (now < renewAt) return "Good"
  return now < pair.expiresAt - tooShort ? "RenewSoon" : now < pair.expiresAt ? "RenewFirst" : "None"
}

/**
 * Whether an existing pair can be used. Without a `stale` token it is the first pair of a run, which may expire soon:
 * it is renewed in time. Otherwise it must be fresh.
 */
export const isGood = (pair: TokenPair, stale: Redacted.Redacted<string> | undefined, now: number): boolean =>
  stale === undefined
    ? pair.expiresAt - tooShort > now
    : pair.expiresAt - margin > now && !same(pair.accessToken, stale)

/**
 * Whether the unsaved pair replaces the stored one. If the persistence has not been read yet, or for a login, which
 * supersedes every earlier pair, the pair that expires earlier is the older one.
 */
export const isOlder = (stored: Option.Option<TokenPair>, { byLogin, pair, seen }: Unsaved): boolean => {
  const endsEarlier = Option.isSome(stored) && stored.value.expiresAt <= pair.expiresAt && !samePair(stored.value, pair)
  if (seen.length === 0) return Option.isNone(stored) || endsEarlier
  return seen.some((known) => sameStored(known, stored)) || (byLogin && endsEarlier)
}

/**
 * `pair` is used from now on. A new pair is renewed shortly before it expires, a short-lived one after half its
 * lifetime.
 */
export const use = (state: LoginState, pair: TokenPair, issuedAt: Option.Option<number>): LoginState => {
  const half = Option.isSome(issuedAt) ? (issuedAt.value + pair.expiresAt) / 2 : 0
  return { ...state, inUse: Option.some({ pair, renewAt: Math.max(pair.expiresAt - margin, half) }) }
}

/** `pair` was found in the persistence and is used from now on. */
export const adopt = (state: LoginState, pair: TokenPair): LoginState => ({
  ...use(state, pair, Option.none()),
  seen: [Option.some(pair)]
})

/** The persistence contains `stored`, which is authoritative. */
export const keep = ({ inUse }: LoginState, stored: Option.Option<TokenPair>): Kept => ({
  _tag: "Kept",
  inUse,
  seen: [stored]
})

/** An issued pair could not be saved. */
export const failToSave = (state: LoginState, { over, pair }: Issued, reason: Reason): Unsaved => ({
  _tag: "Unsaved",
  inUse: state.inUse,
  seen: over,
  pair,
  byLogin: reason === "LoggedIn" || (state._tag === "Unsaved" && state.byLogin),
  failedSaves: state._tag === "Unsaved" ? state.failedSaves + 1 : 1
})

/** Another attempt to save has failed. */
export const failAgain = (state: LoginState): LoginState =>
  state._tag === "Unsaved" ? { ...state, failedSaves: state.failedSaves + 1 } : state

/** The persistence was read. An unsaved pair takes precedence, unless another process has stored a pair since. */
export const read = (state: LoginState, stored: Option.Option<TokenPair>): LoginState =>
  state._tag === "Unsaved" && isOlder(stored, state) ? state : keep(state, stored)

/** The pair that a renewal starts with, after {@link read}. */
export const known = (
  state: LoginState,
  stored: Option.Option<TokenPair>,
  given: TokenPair | undefined
): TokenPair | undefined => unsaved(state) ?? Option.getOrUndefined(stored) ?? inUse(state) ?? given

/**
 * Saving `tried` has finished, and the persistence contains `stored`: `tried`, or a newer pair of another process. A
 * pair that was issued in the meantime is still to be saved.
 */
export const settle = (state: LoginState, tried: TokenPair, stored: Option.Option<TokenPair>): LoginState => {
  const isSaved = holds(stored, tried)
  if (state._tag === "Kept" || !samePair(state.pair, tried)) return isSaved ? { ...state, seen: [stored] } : state
  const next = keep(state, stored)
  const used = inUse(state)
  return isSaved || used === undefined || !samePair(used, tried) ? next : { ...next, inUse: Option.none() }
}

/** Whether {@link settle} discarded the pair for a newer one. */
export const isSuperseded = (state: LoginState, tried: TokenPair, stored: Option.Option<TokenPair>): boolean =>
  state._tag === "Unsaved" && samePair(state.pair, tried) && !holds(stored, tried)

/** The login has ended. */
export const loggedOut: LoginState = { _tag: "Kept", inUse: Option.none(), seen: [Option.none()] }
