/** The directories that the items of a batch are in. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

/** A directory by the names from the top down to it. */
export type DirectoryAt<A, E, R> = (names: ReadonlyArray<string>) => Effect.Effect<A, E, R>

/** Does something once. What has failed may succeed for the next item. */
export const cachedIfGood = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<Effect.Effect<A, E, R>> =>
  Effect.cachedWithTTL(effect, (exit: Exit.Exit<A, E>) => (Exit.isSuccess(exit) ? Duration.infinity : Duration.zero))

/** Opens each directory once: the top, and others by their parents. */
export const makeDirectories = <A, E, R>(
  openTop: Effect.Effect<A, E, R>,
  openBelow: (parent: A, name: string) => Effect.Effect<A, E, R>
): DirectoryAt<A, E, R> => {
  const opened = new Map<string, Effect.Effect<A, E, R>>()
  const at: DirectoryAt<A, E, R> = (names) =>
    Effect.suspend(() => {
      const key = names.join("/")
      const there = opened.get(key)
      if (there !== undefined) return there
      const name = names.at(-1)
      const opening =
        name === undefined ? openTop : Effect.flatMap(at(names.slice(0, -1)), (parent) => openBelow(parent, name))
      return Effect.flatMap(cachedIfGood(opening), (cached) => {
        const first = opened.get(key) ?? cached
        opened.set(key, first)
        return first
      })
    })
  return at
}
