/** `jobs`. */
import * as BoxJobs from "@effect-box/core/jobs/BoxJobs"
import type * as JobRun from "@effect-box/core/jobs/JobRun"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/follow.ts"
import type { Given } from "../command/Command.ts"
import { put } from "../operations/readInput.ts"
import { done, list, one } from "../terminal/output.ts"
import { NotDone, note, WrongUse } from "../terminal/Shell.ts"
import { carriedOut, client, kindOf, kinds } from "./jobWork.ts"

const paramsOf = Effect.fnUntraced(function* (words: ReadonlyArray<string>) {
  const params: Record<string, unknown> = {}
  for (const word of words) {
    const [, label, mark, text = ""] = /^([A-Za-z_][\w.]*?)(:?=)(.*)$/s.exec(word) ?? []
    if (label === undefined || label.includes("__proto__")) {
      return yield* new WrongUse({ message: `${JSON.stringify(word)} is not key=value.` })
    }
    const value = yield* mark === "="
      ? Effect.succeed<unknown>(text)
      : Effect.try({
          try: (): unknown => JSON.parse(text),
          catch: () => new WrongUse({ message: `${label} takes JSON, not ${text}.` })
        })
    put(params, label.split("."), value)
  }
  return params
})

const shown = ["run", "state", "note", "planned", "total", "done", "failed", "unread", "failuresByTag"]

/** Says how a run has ended. */
const ended = Effect.fnUntraced(function* (now: JobRun.Progress) {
  yield* one(now, shown)
  if (now.state === "paused") return yield* new NotDone({ message: now.note ?? "The run is paused." })
  if (now.state === "cancelled") {
    return yield* new NotDone({ message: "The run is cancelled; what is done stays done.", partly: now.done > 0 })
  }
  if (now.failed + now.unread > 0) {
    yield* note(`effect-box jobs report ${now.run} --failures shows what failed`)
    return yield* new NotDone({
      message: `${now.failed + now.unread} of ${now.total + now.unread} failed.`,
      partly: now.done > 0
    })
  }
})

export const jobsKinds = (_: Given<typeof catalog.jobsKinds>) =>
  list(Stream.fromIterable(kinds.map(({ name }) => ({ kind: name }))), ["kind"])

export const jobsRun = Effect.fnUntraced(function* (given: Given<typeof catalog.jobsRun>) {
  const kind = yield* kindOf(given.kind)
  const params = yield* paramsOf(given.params)
  const last = yield* carriedOut(given.database, given.run, (login) =>
    // What the params are is checked by the schema of the kind.
    kind.start({ name: given.run, params: params as never, dryRun: given["dry-run"], login })
  )
  yield* ended(last)
})

export const jobsResume = Effect.fnUntraced(function* (given: Given<typeof catalog.jobsResume>) {
  const found = yield* Effect.provide(BoxJobs.find(given.run), client(given.database))
  yield* kindOf(found.kind)
  const last = yield* carriedOut(given.database, given.run, () =>
    given["retry-failed"]
      ? BoxJobs.retryFailed(given.run)
      : found.state === "paused" || found.state === "pausing"
        ? BoxJobs.resume(given.run)
        : Effect.void
  )
  yield* ended(last)
})

const runColumns = ["name", "kind", "state", "dryRun", "login", "startedAt", "finishedAt"]

/** Times as Box writes them. */
const timed = <A extends { readonly startedAt: number; readonly finishedAt: number | undefined }>(run: A) => ({
  ...run,
  startedAt: new Date(run.startedAt).toISOString(),
  finishedAt: run.finishedAt === undefined ? null : new Date(run.finishedAt).toISOString()
})

export const jobsList = Effect.fnUntraced(function* (given: Given<typeof catalog.jobsList>) {
  const runs = yield* Effect.provide(BoxJobs.list(), client(given.database))
  yield* list(Stream.fromIterable(runs.map(timed)), runColumns)
})

export const jobsShow = Effect.fnUntraced(function* (given: Given<typeof catalog.jobsShow>) {
  const now = yield* Effect.provide(Stream.runHead(BoxJobs.progress(given.run)), client(given.database))
  if (now._tag === "Some") yield* one(now.value, shown)
})

/** Whoever works on the run notices within a second, and lets items end for another one. */
const settled = Effect.fnUntraced(function* (asked: JobRun.Run) {
  const run = yield* BoxJobs.find(asked.name).pipe(
    Effect.repeat({
      schedule: Schedule.max([Schedule.spaced("100 millis"), Schedule.during("5 seconds")]),
      while: ({ state }) => state === "pausing" || state === "cancelling"
    })
  )
  yield* done(`${run.name} is ${run.state}`, timed(run))
})

export const jobsPause = (given: Given<typeof catalog.jobsPause>) =>
  Effect.provide(Effect.flatMap(BoxJobs.pause(given.run), settled), client(given.database))

export const jobsCancel = (given: Given<typeof catalog.jobsCancel>) =>
  Effect.provide(Effect.flatMap(BoxJobs.cancel(given.run), settled), client(given.database))

export const jobsReport = Effect.fnUntraced(function* (given: Given<typeof catalog.jobsReport>) {
  const rows = given.failures
    ? list(BoxJobs.failures(given.run), ["phase", "key", "attempts", "tag", "message"])
    : list(reported(given.run))
  yield* Effect.provide(rows, client(given.database))
})

/** The report is JSON lines already. */
const reported = (run: string) =>
  BoxJobs.report(run, { format: "jsonLines" }).pipe(Stream.map((line): object => Object(JSON.parse(line))))
