/** `jobs`. */
import { join, resolve as resolveLocal } from "node:path"
import * as BoxJob from "@effect-box/core/jobs/BoxJob"
import * as BoxJobs from "@effect-box/core/jobs/BoxJobs"
import * as ItemJobs from "@effect-box/core/jobs/ItemJobs"
import * as MetadataJobs from "@effect-box/core/jobs/MetadataJobs"
import * as ReportJob from "@effect-box/core/jobs/ReportJob"
import * as SharingJobs from "@effect-box/core/jobs/SharingJobs"
import type { Requirements } from "@effect-box/core/Operation"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import type { Path } from "effect/Path"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/follow.ts"
import type { Given } from "../command/Command.ts"
import { didYouMean } from "../command/suggest.ts"
import * as DirectoryJobs from "../../jobs/DirectoryJobs.ts"
import * as NodeJobs from "../../jobs/NodeJobs.ts"
import { layer as layerSqlite } from "../../jobs/internal/sqliteClient.ts"
import { put } from "../operations/readInput.ts"
import { stateDirectory } from "../session/transferState.ts"
import { done, list, one } from "../terminal/output.ts"
import { type Amount, showProgress } from "../terminal/progress.ts"
import { NotDone, note, Shell, WrongUse } from "../terminal/Shell.ts"

/** A kind of job whose params are checked when it starts. */
type Kind = BoxJob.BoxJob<never, Requirements | FileSystem.FileSystem | Path | BoxJobs.BoxJobs>

const kinds: ReadonlyArray<Kind> = [
  ItemJobs.copyItems,
  ItemJobs.moveItems,
  ItemJobs.deleteItems,
  ItemJobs.restoreItems,
  MetadataJobs.setMetadata,
  MetadataJobs.setClassification,
  SharingJobs.addCollaborators,
  SharingJobs.removeCollaborators,
  SharingJobs.transferOwnership,
  SharingJobs.createSharedLinks,
  SharingJobs.removeSharedLinks,
  ReportJob.treeReport,
  DirectoryJobs.uploadDirectory,
  DirectoryJobs.downloadDirectory
]

const kindOf = (name: string): Effect.Effect<Kind, WrongUse> => {
  const found = kinds.find((kind) => kind.name === name)
  const names = kinds.map((kind) => kind.name)
  return found === undefined
    ? Effect.fail(
        new WrongUse({
          message: `There is no kind of job ${name}.${didYouMean(name, names)} There are ${names.join(", ")}.`
        })
      )
    : Effect.succeed(found)
}

const fileOf = Effect.fnUntraced(function* (database: string | undefined) {
  const { io } = yield* Shell
  if (database !== undefined) return resolveLocal(io.cwd, database)
  const directory = yield* stateDirectory
  const fs = yield* FileSystem.FileSystem
  yield* fs.makeDirectory(directory, { recursive: true, mode: 0o700 })
  return join(directory, "jobs.db")
})

/** To look and to steer, beside a process that works. */
const client = (database: string | undefined) =>
  Layer.unwrap(
    Effect.map(fileOf(database), (file) =>
      Layer.provide(BoxJobs.layerClient, layerSqlite({ file, synchronous: "full" }))
    )
  )

/** To work on runs of one kind. */
const working = (database: string | undefined, kind: Kind) =>
  Layer.unwrap(
    Effect.map(fileOf(database), (file) => Layer.provideMerge(kind.worker, NodeJobs.layerEmbedded({ file })))
  )

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

/** Works until the run has ended. */
const toTheEnd = Effect.fnUntraced(function* (name: string) {
  let amount: Amount = { transferred: 0 }
  yield* showProgress(`job ${name}`, () => amount)
  const last = yield* BoxJobs.progress(name).pipe(
    Stream.tap((now) =>
      Effect.sync(() => {
        amount = { transferred: 0, files: now.done + now.failed, totalFiles: now.total }
      })
    ),
    Stream.runLast
  )
  if (last._tag === "None") return
  const now = last.value
  yield* one(now, shown)
  if (now.state === "paused") return yield* new NotDone({ message: now.note ?? "The run is paused." })
  if (now.failed + now.unread > 0) {
    yield* note(`effect-box jobs report ${name} --failures shows what failed`)
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
  const run = Effect.gen(function* () {
    const login = yield* BoxJob.currentLogin
    // What the params are is checked by the schema of the kind.
    yield* kind.start({ name: given.run, params: params as never, dryRun: given["dry-run"], login })
    yield* toTheEnd(given.run)
  })
  yield* Effect.provide(run, working(given.database, kind))
})

export const jobsResume = Effect.fnUntraced(function* (given: Given<typeof catalog.jobsResume>) {
  const found = yield* Effect.provide(BoxJobs.find(given.run), client(given.database))
  const kind = yield* kindOf(found.kind)
  const run = Effect.gen(function* () {
    if (given["retry-failed"]) yield* BoxJobs.retryFailed(given.run)
    else if (found.state === "paused") yield* BoxJobs.resume(given.run)
    yield* toTheEnd(given.run)
  })
  yield* Effect.provide(run, working(given.database, kind))
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

export const jobsPause = Effect.fnUntraced(function* (given: Given<typeof catalog.jobsPause>) {
  const run = yield* Effect.provide(BoxJobs.pause(given.run), client(given.database))
  yield* done(`${run.name} is ${run.state}`, timed(run))
})

export const jobsCancel = Effect.fnUntraced(function* (given: Given<typeof catalog.jobsCancel>) {
  const run = yield* Effect.provide(BoxJobs.cancel(given.run), client(given.database))
  yield* done(`${run.name} is ${run.state}`, timed(run))
})

export const jobsReport = Effect.fnUntraced(function* (given: Given<typeof catalog.jobsReport>) {
  const rows = given.failures
    ? list(BoxJobs.failures(given.run), ["phase", "key", "attempts", "tag", "message"])
    : list(reported(given.run))
  yield* Effect.provide(rows, client(given.database))
})

/** The report is JSON lines already. */
const reported = (run: string) =>
  BoxJobs.report(run, { format: "jsonLines" }).pipe(Stream.map((line): object => Object(JSON.parse(line))))
