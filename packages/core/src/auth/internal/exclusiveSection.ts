/** Enters the exclusive section of a token persistence so that an interruption loses nothing that was saved inside. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type { BoxTokenPersistenceError } from "../../BoxError.ts"
import type { TokenPersistence } from "../TokenPersistence.ts"

/** The `restore` function of `Effect.uninterruptibleMask`. */
export type Restore = typeof Effect.interruptible

/**
 * Runs `work` in the section. Must be called where interruption is masked. Waiting to enter can be interrupted; the
 * section itself and leaving it cannot. Otherwise, closing a layer could roll back what was saved, and another process
 * would renew with the old pair.
 */
export const enter = <A, E>(
  persistence: TokenPersistence["Service"],
  restore: Restore,
  work: Effect.Effect<A, E>
): Effect.Effect<A, E | BoxTokenPersistenceError> =>
  Effect.gen(function* () {
    let step: "waiting" | "inside" | "abandoned" = "waiting"
    const section = Effect.suspend(() => {
      // A fiber may pause anywhere, so an interruption may reach it on its way in.
      if (step === "abandoned") return Effect.interrupt
      step = "inside"
      return Effect.uninterruptible(work)
    })
    const fiber = yield* Effect.forkChild(Effect.interruptible(persistence.exclusively(section)), {
      startImmediately: true
    })
    const waited = yield* Effect.exit(restore(Fiber.await(fiber)))
    if (Exit.isFailure(waited) && step === "waiting") {
      step = "abandoned"
      yield* Fiber.interrupt(fiber)
    }
    return yield* Fiber.join(fiber)
  })
