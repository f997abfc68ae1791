/** Mutual exclusion by key. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"

export type KeyedLock = <A, E, R>(key: string, self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

const takeKey = Effect.fnUntraced(function* (taken: Map<string, Deferred.Deferred<void>>, key: string) {
  for (;;) {
    const other = taken.get(key)
    if (other === undefined) break
    yield* Effect.interruptible(Deferred.await(other))
  }
  const mine = Deferred.makeUnsafe<void>()
  taken.set(key, mine)
  return mine
})

/** Runs one effect at a time for each key. Memory is needed only for keys in use. */
export const makeKeyedLock = (): KeyedLock => {
  const taken = new Map<string, Deferred.Deferred<void>>()
  return (key, self) =>
    Effect.acquireUseRelease(
      takeKey(taken, key),
      () => self,
      (mine) =>
        Effect.suspend(() => {
          taken.delete(key)
          return Deferred.succeed(mine, undefined)
        })
    )
}
