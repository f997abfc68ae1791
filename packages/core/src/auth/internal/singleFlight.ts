/** Work that belongs to the scope of a login: no caller can cut it off, and whoever waits hears when the scope closes. */
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type * as Scope from "effect/Scope"
import { type BoxError, BoxInvalidInput } from "../../BoxError.ts"

export interface SingleFlight {
  /** Starts work that nobody waits for. */
  readonly aside: (work: Effect.Effect<void>) => Effect.Effect<void>
  /** Joins the work that is under way, or starts `work`. `isDone`: it was done between the caller's look and now. */
  readonly join: (work: Effect.Effect<void, BoxError>, isDone: () => boolean) => Effect.Effect<void, BoxError>
  /** Starts work of its own, which goes on when the caller stops waiting. Closing the scope waits for what it may not interrupt. */
  readonly toItsEnd: <A>(work: Effect.Effect<A, BoxError>) => Effect.Effect<A, BoxError>
}

export const make = (name: string, scope: Scope.Scope): SingleFlight => {
  const closed = new BoxInvalidInput({
    operation: `${name}.accessToken`,
    message: "The scope of this login was closed: use it as long as its layer lives, or build a layer of its own",
    attempts: 0
  })

  /** In a closed scope a fiber never begins, and nobody would be told. */
  const requireOpen: Effect.Effect<void, BoxError> = Effect.suspend(() =>
    scope.state._tag === "Closed" ? Effect.fail(closed) : Effect.void
  )

  /** Whoever waits for work that the end of the scope cuts off hears of it. */
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
      // It begins before anything can close the scope.
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
