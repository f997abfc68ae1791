/**
 * What is told to whoever counts: `BoxMetrics.layer` provides a recorder, and without one nothing is counted. So programs
 * without metrics neither pay for them nor contain them.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

type Services = Context.Context<never>

/** One kind of request. */
export interface Kind {
  readonly operation: string
  readonly method: string
  readonly host: string
  /** The path with `{parameters}`. */
  readonly template: string | undefined
}

export interface Place {
  readonly address: string
  readonly port: string
  readonly template: string | undefined
}

/** How a request has ended. */
export interface Ending {
  readonly status: number | undefined
  readonly errorType: string | undefined
  readonly outcome: "success" | "retry" | "failure"
}

/** Times are in seconds. Attributes that do not apply are `undefined`. */
export interface Recorder {
  /** `placeOf` is asked once for each kind and ending. `call` is how long all of the call took, where it has ended. */
  readonly requested: (
    kind: Kind,
    ending: Ending,
    placeOf: () => Place,
    took: { readonly request: number; readonly call: number },
    services: Services
  ) => void
  readonly retried: (operation: string, reason: string, services: Services) => void
  readonly waitedForTurn: (operation: string, seconds: number, services: Services) => void
  readonly transferred: (direction: "up" | "down", bytes: number, services: Services) => void
  readonly renewed: (login: string, outcome: "issued" | "adopted" | "failure", services: Services) => void
  readonly decodedLeniently: (operation: string, services: Services) => void
  readonly items: (kind: string, outcome: "done" | "failed", count: number, services: Services) => void
  readonly underWay: (what: "transfer" | "session", by: 1 | -1, services: Services) => void
}

export const CurrentRecorder: Context.Reference<Recorder | undefined> = /*#__PURE__*/ Context.Reference(
  "@effect-box/core/telemetry/Recorder",
  { defaultValue: (): Recorder | undefined => undefined }
)

const tell = (what: (recorder: Recorder, services: Services) => void): Effect.Effect<void> =>
  Effect.contextWith((services: Services) => {
    const recorder = Context.get(services, CurrentRecorder)
    return recorder === undefined ? Effect.void : Effect.sync(() => what(recorder, services))
  })

export const renewed = (login: string, outcome: "issued" | "adopted" | "failure"): Effect.Effect<void> =>
  tell((recorder, services) => recorder.renewed(login, outcome, services))

export const decodedLeniently = (operation: string): Effect.Effect<void> =>
  tell((recorder, services) => recorder.decodedLeniently(operation, services))

/** Items of jobs that have an outcome. */
export const itemsEnded = (kind: string, outcome: "done" | "failed", count: number): Effect.Effect<void> =>
  count === 0 ? Effect.void : tell((recorder, services) => recorder.items(kind, outcome, count, services))

const change = (what: "transfer" | "session", by: 1 | -1): Effect.Effect<void> =>
  tell((recorder, services) => recorder.underWay(what, by, services))

/** Counts `what` as under way for as long as the effect runs. */
export const underWay = <A, E, R>(what: "transfer" | "session", self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.contextWith((services: Services) =>
    Context.get(services, CurrentRecorder) === undefined
      ? self
      : Effect.acquireUseRelease(
          change(what, 1),
          () => self,
          () => change(what, -1)
        )
  )

/** The same until the scope closes. */
export const underWayScoped = (what: "transfer" | "session") =>
  Effect.acquireRelease(change(what, 1), () => change(what, -1))
