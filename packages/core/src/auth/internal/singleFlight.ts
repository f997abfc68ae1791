/**
 * Work that runs in the scope of a login: no caller can interrupt it, and waiting callers are told if the scope closes.
 */
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type * as Scope from "effect/Scope"
import { type BoxError, BoxInvalidInput } from "../../BoxError.ts"

export interface SingleFlight {
  /** Starts work in the background. */
  readonly aside: (work: Effect.Effect<void>) => Effect.Effect<void>
  /** Joins the running work, or starts `work` unless `isDone`: it may have finished since the caller checked. */
  readonly join: (work: Effect.Effect<void, BoxError>, isDone: () => boolean) => Effect.Effect<void, BoxError>
  /** Runs work that continues if the caller is interrupted. Closing the scope waits for its uninterruptible parts. */
  readonly toItsEnd: <A>(work: Effect.Effect<A, BoxError>) => Effect.Effect<A, BoxError>
}

export const make = (name: string, scope: Scope.Scope): SingleFlight => {
  const closed = new BoxInvalidInput({
    operation: `${name}.accessToken`,
    message: "The scope of this login is closed: use the login only while its layer exists, or build another layer",
    attempts: 0
  })

  /** A fiber that is forked in a closed scope never starts, so callers would wait forever. */
  const requireOpen: Effect.Effect<void, BoxError> = Effect.suspend(() =>
    scope.state._tag === "Closed" ? Effect.fail(closed) : Effect.void
  )

  /** If closing the scope interrupts the work, those who wait for it get an error. */
  const cutOff = <A>(exit: Exit.Exit<A, BoxError>): Exit.Exit<A, BoxError> =>
    Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) ? Exit.fail(closed) : exit

  let inFlight: Deferred.Deferred<void, BoxError> | undefined

  const start = (work: Effect.Effect<void, BoxError>, flight: Deferred.Deferred<void, BoxError>) => {
    inFlight = flight
    return work.pipe(
      Effect.onExit((exit) => {
        inFlight = undefined
        return Deferred.done(flight, cutOff(exit))
      }),
      // It starts before anything can close the scope.
      (running) => Effect.forkIn(running, scope, { startImmediately: true }),
      Effect.andThen(Effect.catch(requireOpen, (error) => Deferred.fail(flight, error)))
    )
  }

  const join: SingleFlight["join"] = (work, isDone) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.suspend(() => {
        if (inFlight !== undefined) return restore(Deferred.await(inFlight))
        if (isDone()) return Effect.void
        const flight = Deferred.makeUnsafe<void, BoxError>()
        return Effect.andThen(start(work, flight), restore(Deferred.await(flight)))
      })
    )

  return {
    aside: (work) => Effect.asVoid(Effect.forkIn(work, scope)),
    join: (work, isDone) => Effect.andThen(requireOpen, join(work, isDone)),
    toItsEnd: (work) =>
      Effect.andThen(
        requireOpen,
        Effect.flatMap(Effect.forkIn(work, scope, { startImmediately: true }), (fiber) =>
          Effect.flatMap(Fiber.await(fiber), cutOff)
        )
      )
  }
}
