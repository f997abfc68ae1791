/** The exclusive section of a token persistence, entered so that nothing saved inside is lost to an interruption. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type { BoxTokenPersistenceError } from "../../BoxError.ts"
import type { TokenPersistence } from "../TokenPersistence.ts"

/** What `Effect.uninterruptibleMask` gives: makes what waits interruptible. */
export type Restore = typeof Effect.interruptible

/**
 * Runs `work` in the section; to be called where interruption is masked. Waiting to enter can be interrupted. Whoever is
 * inside also leaves in peace: otherwise what was saved there could be rolled back when a layer closes, and another process
 * renew with the old pair.
 */
export const enter = <A, E>(
  persistence: TokenPersistence["Service"],
  restore: Restore,
  work: Effect.Effect<A, E>
): Effect.Effect<A, E | BoxTokenPersistenceError> =>
  Effect.gen(function* () {
    let inside = false
    const section = Effect.suspend(() => {
      inside = true
      return work
    })
    const fiber = yield* Effect.forkChild(
      Effect.interruptible(persistence.exclusively(Effect.uninterruptible(section))),
      { startImmediately: true }
    )
    const waited = yield* Effect.exit(restore(Fiber.await(fiber)))
    if (Exit.isFailure(waited) && !inside) yield* Fiber.interrupt(fiber)
    return yield* Fiber.join(fiber)
  })
