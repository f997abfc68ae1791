/** Working on the runs of a file of jobs, or watching the process that does: only one may work on it. */
import { join, resolve as resolveLocal } from "node:path"
import type { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as BoxJob from "@effect-box/core/jobs/BoxJob"
import * as BoxJobs from "@effect-box/core/jobs/BoxJobs"
import * as ItemJobs from "@effect-box/core/jobs/ItemJobs"
import type { BoxJobStoreError } from "@effect-box/core/jobs/JobError"
import type { Progress } from "@effect-box/core/jobs/JobRun"
import * as MetadataJobs from "@effect-box/core/jobs/MetadataJobs"
import * as ReportJob from "@effect-box/core/jobs/ReportJob"
import * as SharingJobs from "@effect-box/core/jobs/SharingJobs"
import type { Requirements } from "@effect-box/core/Operation"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import type { Path } from "effect/Path"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { didYouMean } from "../command/suggest.ts"
import * as DirectoryJobs from "../../jobs/DirectoryJobs.ts"
import { acquireJobsFile } from "../../jobs/internal/jobsFile.ts"
import { layer as layerSqlite } from "../../jobs/internal/sqliteClient.ts"
import * as NodeJobs from "../../jobs/NodeJobs.ts"
import { stateDirectory } from "../session/transferState.ts"
import { type Amount, showProgress } from "../terminal/progress.ts"
import { NotDone, note, Shell, WrongUse } from "../terminal/Shell.ts"

type Ground = Requirements | FileSystem.FileSystem | Path

/** A kind of job whose params are checked when it starts. */
type Kind = BoxJob.BoxJob<never, Ground | BoxJobs.BoxJobs>

export const kinds: ReadonlyArray<Kind> = [
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

export const kindOf = (name: string): Effect.Effect<Kind, WrongUse> => {
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

const clientOf = (file: string) => Layer.provide(BoxJobs.layerClient, layerSqlite({ file, synchronous: "full" }))

/** To look and to steer, beside a process that works. */
export const client = (database: string | undefined) => Layer.unwrap(Effect.map(fileOf(database), clientOf))

/** Works on runs of all kinds, because another process may have started or resumed one. */
const workerOf = (file: string) =>
  kinds
    .map((kind) => kind.worker)
    .reduce<Layer.Layer<never, BoxInvalidInput | BoxJobStoreError, Ground | BoxJobs.BoxJobs>>(
      (all, one) => Layer.merge(all, one),
      Layer.empty
    )
    .pipe(Layer.provideMerge(NodeJobs.layerEmbedded({ file })))

/** Follows a run until it is over or has paused itself. One that somebody has paused is waited for. */
const followed = Effect.fnUntraced(function* (name: string) {
  let amount: Amount = { transferred: 0 }
  let paused = false
  yield* showProgress(`job ${name}`, () => amount)
  const last = yield* BoxJobs.progress(name).pipe(
    Stream.takeUntil((now) => now.state === "paused" && now.note !== undefined),
    Stream.tap((now) => {
      amount = { transferred: 0, files: now.done + now.failed, totalFiles: now.total }
      const before = paused
      paused = now.state === "paused"
      return paused && !before ? note(`${name} is paused; effect-box jobs resume ${name} lets it go on`) : Effect.void
    }),
    Stream.runLast
  )
  return last._tag === "Some" ? last.value : yield* new NotDone({ message: `There is no report of ${name}.` })
}, Effect.scoped)

const isInUse = (error: { readonly _tag: string }): error is BoxJobStoreError =>
  error._tag === "BoxJobStoreError" && "code" in error && error.code === "file_in_use"

/** Waits until no process works on the file. */
const free = (file: string) =>
  Effect.scoped(acquireJobsFile(file)).pipe(
    Effect.retry({ schedule: Schedule.spaced("1 second"), while: isInUse }),
    Effect.as(undefined)
  )

/** Whoever works on a file works on all its runs, with one login. */
const checkLogins = Effect.fnUntraced(function* (name: string, login: string) {
  const runs = yield* BoxJobs.list({ states: ["running", "pausing", "cancelling"] })
  const other = runs.find((run) => run.login !== undefined && run.login !== login)
  if (other === undefined) return
  const whose = `${other.name} is a run of ${other.login}, and this login is ${login}`
  return yield* new NotDone({
    message:
      other.name === name
        ? `${whose}.`
        : `${whose}: it is not over yet. Resume it with its login, cancel it, or give another --database.`
  })
})

/**
 * Begins something with a run, and stays until it is over: working on it, or watching while another process does. That
 * process may end first; then this one takes over.
 */
export const carriedOut = Effect.fnUntraced(function* <E, R>(
  database: string | undefined,
  name: string,
  begin: (login: string) => Effect.Effect<unknown, E, R>
) {
  const file = yield* fileOf(database)
  const login = yield* BoxJob.currentLogin
  yield* Effect.provide(Effect.andThen(checkLogins(name, login), begin(login)), clientOf(file))
  let last: Progress | undefined
  while (last === undefined) {
    last = yield* followed(name).pipe(
      Effect.provide(workerOf(file)),
      Effect.catchIf(isInUse, ({ message }) =>
        Effect.andThen(
          note(`${message.replace(/;.*$/, "")}: it takes this run as well`),
          Effect.raceFirst(Effect.provide(followed(name), clientOf(file)), free(file))
        )
      )
    )
  }
  return last
})
