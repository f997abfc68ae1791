/**
 * Effect's workflow engine, as the jobs use it. A run is worked off by lanes: each is a workflow that takes one batch
 * after the other. Lane 0 plans. No workflow waits for another one.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Schema from "effect/Schema"
import * as Activity from "effect/workflow/Activity"
import * as Workflow from "effect/workflow/Workflow"
import { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import type { LaneOfRun } from "./ledger.ts"

export { WorkflowEngine }
export type Engine = WorkflowEngine["Service"]

const LanePayload = /*#__PURE__*/ Schema.Struct({ run: Schema.Int, epoch: Schema.Int, lane: Schema.Int })

/** What one step of a lane did. `batch` is `null` if there was nothing left for it, and -1 if the lane had to go. */
export const Step = /*#__PURE__*/ Schema.Struct({
  batch: Schema.NullOr(Schema.Int),
  done: Schema.Int,
  failed: Schema.Int
})
export type Step = typeof Step.Type

/**
 * The workflow of a kind's lanes. The number in its name is the version of what is stored: a change of payload or steps
 * needs another one, because messages of older releases are still read.
 */
const laneOf = (kind: string) =>
  Workflow.make(`box/Lane@1/${kind}`, {
    payload: LanePayload,
    success: Schema.Struct({ steps: Schema.Int, done: Schema.Int, failed: Schema.Int }),
    idempotencyKey: ({ run, epoch, lane }) => `${run}/${epoch}/${lane}`
  })

/** The time of a lane in this process: until it is at its end, or the process ends, or the lane moves to another one. */
export interface Stay {
  /** Open once the lane has to go: its step begins nothing new. */
  readonly leaving: Latch.Latch
  /** Open while no step is at work. */
  readonly idle: Latch.Latch
}

/** How long a step may take to end once its lane has to go. Longer than what it gives its items. */
const patience = Duration.seconds(15)

/** The engine does not interrupt activities of a lane that has to go, but it waits for the end of this. */
const makeStay = /*#__PURE__*/ Effect.gen(function* () {
  const stay: Stay = { leaving: Latch.makeUnsafe(), idle: Latch.makeUnsafe(true) }
  yield* Workflow.provideScope(
    Effect.addFinalizer(() =>
      Effect.andThen(stay.leaving.open, Effect.ignore(Effect.timeoutOption(stay.idle.await, patience)))
    )
  )
  return stay
})

/** What the lanes of a kind do. */
export interface LaneWork<R> {
  /** Takes a batch and works on it. */
  readonly step: (lane: LaneOfRun, stay: Stay) => Effect.Effect<Step, never, R>
  readonly plan: (lane: LaneOfRun) => Effect.Effect<void, never, R>
  /** What a lane does at its end. `false` if it is not at its end. */
  readonly close: (lane: LaneOfRun) => Effect.Effect<boolean>
}

const nothing: Step = { batch: null, done: 0, failed: 0 }

/**
 * Whether the lane is at its end. What a step says of that may come from a process that was frozen, and replaced
 * meanwhile, so it is looked at once more.
 */
const close = <R>(work: LaneWork<R>, lane: LaneOfRun, steps: number) =>
  Effect.map(
    Activity.make({
      name: `close-${steps}`,
      success: Step,
      execute: Effect.map(work.close(lane), (ended): Step => (ended ? nothing : { ...nothing, batch: -1 }))
    }),
    ({ batch }) => batch === null
  )

const runLane = /*#__PURE__*/ Effect.fnUntraced(function* <R>(work: LaneWork<R>, lane: LaneOfRun) {
  let steps = 0
  let done = 0
  let failed = 0
  const stay = yield* makeStay
  if (lane.lane === 0) {
    yield* Activity.make({ name: "plan", success: Step, execute: Effect.as(work.plan(lane), nothing) })
    yield* close(work, lane, steps)
  } else {
    while (true) {
      const step: Step = yield* Activity.make({
        name: `step-${steps++}`,
        success: Step,
        execute: work.step(lane, stay)
      })
      done += step.done
      failed += step.failed
      if (step.batch === null && (yield* close(work, lane, steps))) break
    }
  }
  return { steps, done, failed }
})

/** Makes this process work on the lanes of a kind, until the scope ends. */
export const register = <R>(engine: Engine, kind: string, work: LaneWork<R>) =>
  engine.register(laneOf(kind), (payload) => runLane(work, payload)).pipe(Effect.provideService(WorkflowEngine, engine))

/** Starts the lanes of an epoch. Repeating it changes nothing. */
export const launch = (engine: Engine, kind: string, run: number, epoch: number, lanes: number) => {
  const lane = laneOf(kind)
  return Effect.forEach(
    // The planner comes last: it is the one with much to do.
    Array.from({ length: lanes + 1 }, (_, index) => lanes - index),
    (index) =>
      lane.execute({ run, epoch, lane: index }, { discard: true }).pipe(Effect.provideService(WorkflowEngine, engine)),
    { discard: true }
  )
}

/** The names of a kind's workflow and the ids of its executions, which is how the engine's rows are found. */
export const executionsOf = /*#__PURE__*/ Effect.fnUntraced(function* (
  kind: string,
  run: number,
  epochs: number,
  lanes: number
) {
  const lane = laneOf(kind)
  const ids: Array<string> = []
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (let index = 0; index <= lanes; index++) ids.push(yield* lane.executionId({ run, epoch, lane: index }))
  }
  return { workflow: `Workflow/${lane._tag}`, ids }
})
