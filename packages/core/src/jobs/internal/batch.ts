/**
 * The work on one batch. What is done but not recorded never exceeds `flush` items plus those in work, which bounds the
 * repeats after a crash.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Semaphore from "effect/Semaphore"
import { itemsEnded } from "../../telemetry/internal/recorder.ts"
import { type Failed as SqlError, patiently, type SqlClient } from "./database.ts"
import { halt, type ItemRow, type Lease, look, type Outcome, record, type Verdict } from "./ledger.ts"
import { needsLogin, ofCause, toOutcome } from "./outcome.ts"

/** Outcomes are recorded when there are this many, or twice a second. */
export const flush = 100
const beat = Duration.millis(500)

/** So many items are read at once: rows of whole batches, of all lanes, live long enough to become V8's old garbage. */
const pageSize = 100

/** How long items in work may go on after their run was paused or cancelled. */
const graceOfPause = Duration.seconds(1)
/** How long they may go on when the process ends, or the lane moves to another one. */
const graceOfEnd = Duration.seconds(10)

/** One item, already decoded and bound to the params of its run. Never fails with anything but what the item gives. */
export type RunItem<R> = (item: ItemRow) => Effect.Effect<unknown, unknown, R>

export interface Batch<R> {
  readonly sql: SqlClient
  readonly kind: string
  readonly run: number
  readonly lease: Lease
  readonly owner: string
  readonly concurrency: number
  /** Ends when the lane has to leave this process. */
  readonly leaving: Effect.Effect<void>
  /** How many items have no outcome. */
  readonly open: number
  /** The next of them. */
  readonly read: (from: number, limit: number) => Effect.Effect<ReadonlyArray<ItemRow>, SqlError>
  readonly runItem: RunItem<R>
}

/** What has happened to a batch in this process. */
interface Progress {
  verdict: Verdict
  /** Whether the process ends: nothing new is begun. */
  ending: boolean
  readonly pending: Array<Outcome>
  /** Outcomes that are being recorded right now. */
  recording: number
  left: number
  finished: boolean
  done: number
  failed: number
  readonly turn: Semaphore.Semaphore
  /** Items that were read and not begun, the next one last. */
  rows: Array<ItemRow>
  /** Where the next page begins. */
  from: number
  /** Whether the last page was read. */
  all: boolean
  /** Closed while a page is being read. */
  reading: Latch.Latch | undefined
}

const mayGoOn = (progress: Progress): boolean => progress.verdict === "go" && !progress.ending

/**
 * The work waits for a database that is away. Once the process ends it does not: then what was not recorded is done
 * again.
 */
const insist = (progress: Progress, write: Effect.Effect<Verdict, SqlError>): Effect.Effect<Verdict> =>
  patiently(write, () => !progress.ending).pipe(
    Effect.catch(() => Effect.succeed<Verdict>("lost")),
    // What waits for the end of this only waits.
    Effect.tapDefect((defect) => Effect.logError("Outcomes of a job could not be recorded", defect))
  )

/** Records what is pending. `always` asks for the run's state even if nothing is. */
const save = /*#__PURE__*/ Effect.fnUntraced(function* <R>(batch: Batch<R>, progress: Progress, always: boolean) {
  if (progress.finished) return
  const outcomes = progress.pending.splice(0)
  if (outcomes.length === 0 && !always) return
  const { kind, lease, owner, run, sql } = batch
  progress.recording = outcomes.length
  const finish = progress.left === outcomes.length
  const write =
    outcomes.length === 0 && !finish ? look(sql, run, lease, owner) : record(sql, run, lease, owner, outcomes, finish)
  const verdict = yield* Effect.ensuring(
    insist(progress, write),
    Effect.sync(() => {
      progress.recording = 0
    })
  )
  // A run that stops does not go on by itself.
  if (progress.verdict === "go" || verdict === "lost") progress.verdict = verdict
  if (verdict === "lost") return
  // Only now: a batch must not end without what could not be recorded.
  progress.left -= outcomes.length
  progress.finished = finish
  const failures = outcomes.filter((outcome) => outcome.tag !== undefined).length
  progress.done += outcomes.length - failures
  progress.failed += failures
  yield* itemsEnded(kind, "done", outcomes.length - failures)
  yield* itemsEnded(kind, "failed", failures)
})

/** One at a time. What was taken out of `pending` must reach the database or stay unrecorded as a whole. */
const saveInTurn = <R>(batch: Batch<R>, progress: Progress, always: boolean, ifAtLeast: number): Effect.Effect<void> =>
  progress.turn.withPermits(1)(
    Effect.suspend(() =>
      progress.pending.length >= ifAtLeast ? Effect.uninterruptible(save(batch, progress, always)) : Effect.void
    )
  )

const note = <R>(batch: Batch<R>, progress: Progress, item: ItemRow, exit: Exit.Exit<unknown, unknown>) => {
  if (Exit.isFailure(exit) && needsLogin(exit.cause)) {
    progress.verdict = "stop"
    const { message, tag } = ofCause(exit.cause)
    return Effect.ignore(patiently(halt(batch.sql, batch.run, `${tag}: ${message}`), () => !progress.ending))
  }
  progress.pending.push(toOutcome(item.seq, exit))
  return progress.pending.length + progress.recording >= flush ? saveInTurn(batch, progress, false, 1) : Effect.void
}

/** The next page. Waits for a database that is away as long as items may begin. */
const readPage = <R>(batch: Batch<R>, progress: Progress): Effect.Effect<void> =>
  Effect.matchEffect(
    patiently(batch.read(progress.from, pageSize), () => mayGoOn(progress)),
    {
      onFailure: () => Effect.void,
      onSuccess: (rows) => {
        progress.rows = rows.toReversed()
        progress.from = (progress.rows[0]?.seq ?? progress.from) + 1
        progress.all = rows.length < pageSize
        return Effect.void
      }
    }
  )

/** One reads, the others wait for it. A latch of its own for each page: one that lives on would keep what waited for it. */
const readOn = <R>(batch: Batch<R>, progress: Progress): Effect.Effect<void> =>
  Effect.suspend(() => {
    if (progress.reading !== undefined) return progress.reading.await
    const reading = Latch.makeUnsafe()
    progress.reading = reading
    return Effect.ensuring(
      readPage(batch, progress),
      Effect.suspend(() => {
        progress.reading = undefined
        return reading.open
      })
    )
  })

/** In a fiber of its own, so that what an item has forked ends with it. */
const exitOf = <R>(effect: Effect.Effect<unknown, unknown, R>) =>
  Effect.uninterruptibleMask((restore) =>
    // No child of this fiber: a `Set` of children to which each item adds itself would keep what is long gone.
    Effect.flatMap(Effect.forkDetach(effect, { startImmediately: true }), (fiber) =>
      Effect.onInterrupt(restore(Fiber.await(fiber)), () => Fiber.interrupt(fiber))
    )
  )

const workOn = <R>(batch: Batch<R>, progress: Progress, item: ItemRow): Effect.Effect<void, never, R> =>
  Effect.flatMap(exitOf(batch.runItem(item)), (exit) => note(batch, progress, item, exit))

/** Takes one item after the other until none is left to begin. */
const workOnAll = <R>(batch: Batch<R>, progress: Progress): Effect.Effect<void, never, R> =>
  Effect.whileLoop({
    while: () => mayGoOn(progress) && (progress.rows.length > 0 || !progress.all),
    body: () => {
      const item = progress.rows.pop()
      return item === undefined ? readOn(batch, progress) : workOn(batch, progress, item)
    },
    step: () => undefined
  })

const watch = /*#__PURE__*/ Effect.fnUntraced(function* <R>(batch: Batch<R>, progress: Progress) {
  while (mayGoOn(progress)) {
    yield* Effect.sleep(beat)
    yield* saveInTurn(batch, progress, true, 0)
  }
})

/** Lets the items in work go on for a while, then interrupts them. They stay open. */
const settle = (working: Fiber.Fiber<void>, grace: Duration.Duration) =>
  Effect.andThen(Effect.timeoutOption(Fiber.await(working), grace), Fiber.interrupt(working))

type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/**
 * Waits for what must not be interrupted, but may take long where the database is away. Once the process ends, it is told
 * so, and does not wait for the database any more.
 */
const attend = (progress: Progress, restore: Restore, effect: Effect.Effect<void>): Effect.Effect<void> =>
  Effect.flatMap(Effect.forkChild(effect), (fiber) =>
    restore(Fiber.await(fiber)).pipe(
      Effect.onInterrupt(() => {
        progress.ending = true
        return Fiber.await(fiber)
      }),
      Effect.asVoid
    )
  )

const workAll = /*#__PURE__*/ Effect.fnUntraced(function* <R>(batch: Batch<R>, progress: Progress, restore: Restore) {
  const { concurrency, open } = batch
  const working = yield* Effect.forkChild(
    restore(
      Effect.forEach(Array(Math.min(concurrency, open)), () => workOnAll(batch, progress), {
        concurrency: "unbounded",
        discard: true
      })
    )
  )
  const watching = yield* Effect.forkChild(restore(watch(batch, progress)))
  const leaving = Effect.map(batch.leaving, () => {
    progress.ending = true
  })
  const exit = yield* restore(
    Effect.raceFirst(Fiber.join(working), Fiber.await(watching)).pipe(Effect.raceFirst(leaving))
  ).pipe(
    Effect.andThen(
      Effect.suspend(() =>
        mayGoOn(progress) ? Effect.void : restore(settle(working, progress.ending ? graceOfEnd : graceOfPause))
      )
    ),
    Effect.onInterrupt(() => {
      progress.ending = true
      return settle(working, graceOfEnd)
    }),
    Effect.exit
  )
  yield* attend(progress, restore, Effect.andThen(Fiber.interrupt(watching), Fiber.interrupt(working)))
  yield* attend(progress, restore, saveInTurn(batch, progress, open === 0, open === 0 ? 0 : 1))
  return yield* exit
})

/** Works on the open items of a batch until all have an outcome, or the run stops, or the process ends. */
export const work = /*#__PURE__*/ Effect.fnUntraced(function* <R>(batch: Batch<R>) {
  const progress: Progress = {
    verdict: "go",
    ending: false,
    pending: [],
    recording: 0,
    left: batch.open,
    finished: false,
    done: 0,
    failed: 0,
    turn: yield* Semaphore.make(1),
    rows: [],
    from: 0,
    all: batch.open === 0,
    reading: undefined
  }
  yield* Effect.uninterruptibleMask((restore) => workAll(batch, progress, restore))
  const { done, failed, finished, verdict } = progress
  return { verdict, finished, done, failed }
})
