/** Which of two token pairs is the newer one, as far as a process can tell. */
import * as Redacted from "effect/Redacted"
import type { TokenPair } from "../TokenPersistence.ts"

/**
 * What the persistence last held, and what was exchanged since: another pair there means that another process renewed or
 * someone logged in. `undefined`: nobody has looked.
 */
export type Persisted = ReadonlyArray<TokenPair | undefined> | undefined

export const same = (a: Redacted.Redacted<string> | undefined, b: Redacted.Redacted<string> | undefined): boolean =>
  a === undefined || b === undefined ? a === b : Redacted.value(a) === Redacted.value(b)

export const samePair = (a: TokenPair | undefined, b: TokenPair | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : same(a.accessToken, b.accessToken) && same(a.refreshToken, b.refreshToken)

/**
 * Whether what is stored is what the unsaved pair takes the place of. Where nobody has looked, and for a login, which wins over
 * whatever was issued before it: whether it ends earlier.
 */
export const isOlder = (
  stored: TokenPair | undefined,
  persisted: Persisted,
  unsaved: TokenPair,
  isLogin: boolean
): boolean => {
  const endsEarlier = stored !== undefined && stored.expiresAt <= unsaved.expiresAt && !samePair(stored, unsaved)
  if (persisted === undefined) return stored === undefined || endsEarlier
  return persisted.some((pair) => samePair(stored, pair)) || (isLogin && endsEarlier)
}
