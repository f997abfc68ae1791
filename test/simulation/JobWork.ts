/** Durable jobs: a run that outlives the process that works on it, and what it must have done to Box in the end. */
import { DatabaseSync } from "node:sqlite"
import { Files, FileMetadata, FileUpload, Folders, ListCollaborations, UploadSource } from "@effect-box/core"
import { BoxJob, BoxJobs, MetadataJobs, SharingJobs } from "@effect-box/core/jobs"
import { Clock, Effect, Layer, Schema, Stream } from "effect"
import { WorkflowEngine } from "effect/workflow"
import { layerOpen } from "../../packages/node/src/jobs/internal/sqliteClient.ts"
import { sha1Of } from "./BoxModel.ts"
import type { Choices } from "./Choices.ts"
import type { Watch } from "./Watch.ts"
import type { Planned, Requirements, Workbench } from "./Workload.ts"

const minute = 60_000

/** After this time a run is left to itself: only a login that is lost keeps it so long. */
const patience = 90 * minute

/** What jobs work on: folders that nothing else in the run touches. */
export interface JobGround {
  readonly source: string
  readonly target: string
  readonly folders: ReadonlyArray<string>
  readonly files: ReadonlyArray<{ readonly id: string; readonly sha1: string }>
  /** A user of the same enterprise, who is in none of the folders. */
  readonly colleague: string
}

export interface JobRecord {
  readonly id: string
  readonly doing: "copy" | "metadata" | "collaborators"
  readonly database: DatabaseSync
  /** How often the work on an item was begun, by id. */
  readonly begun: Map<string, number>
  /** How often a process began to work on the run, and how often what had failed was tried again. */
  lives: number
  finished: boolean
}

export const jobSource = "job-source"
export const jobTarget = "job-target"

/** Two folders, and files in both and above them. */
export const furnishJobs = Effect.fnUntraced(function* (choices: Choices, colleague: string) {
  const source = yield* Folders.createFolder({ name: jobSource, parent: { id: "0" } })
  const target = yield* Folders.createFolder({ name: jobTarget, parent: { id: "0" } })
  const folders: Array<string> = []
  for (const name of ["a", "b"]) folders.push((yield* Folders.createFolder({ name, parent: source })).id)
  const files: Array<{ readonly id: string; readonly sha1: string }> = []
  for (let i = 0; i < choices.int(3, 6); i++) {
    const bytes = choices.bytes(4)
    const file = { folder_id: choices.pick([source.id, ...folders]), name: `file-${i}` }
    const { id } = yield* FileUpload.upload(UploadSource.fromBytes(bytes), file)
    files.push({ id, sha1: sha1Of(bytes) })
  }
  const ground: JobGround = { source: source.id, target: target.id, folders, files, colleague }
  return ground
})

const counted = (record: JobRecord, id: string) =>
  Effect.sync(() => void record.begun.set(id, (record.begun.get(id) ?? 0) + 1))

const copying = (record: JobRecord) =>
  BoxJob.make("copy", {
    params: Schema.Struct({ from: Schema.String, to: Schema.String }),
    items: ({ from }) => BoxJob.tree({ folder_id: from, type: "file" }),
    run: (file, { to }) =>
      Effect.andThen(
        counted(record, file.id),
        Files.copyFile({ file_id: file.id, parent: { id: to }, name: file.id }).pipe(BoxJob.alreadyThere())
      ),
    lanes: 2,
    batchSize: 2,
    concurrency: 2
  })

type Followed<A, E> = Effect.Effect<A, E, Requirements | BoxJobs.BoxJobs>

/** Until the run is done: it is resumed when the login was refused, and what failed is tried again. */
const seeThrough = (name: string, interrupting: Choices, again: () => void): Followed<boolean, BoxJobs.RunError> =>
  Effect.gen(function* () {
    const until = (yield* Clock.currentTimeMillis) + patience
    let pauses = interrupting.int(0, 2)
    while ((yield* Clock.currentTimeMillis) < until) {
      const [progress] = yield* Stream.runCollect(Stream.take(BoxJobs.progress(name), 1))
      if (progress?.state === "running" && pauses > 0) {
        pauses--
        yield* Effect.sleep(interrupting.int(0, 5_000))
        yield* Effect.ignore(BoxJobs.pause(name))
      } else if (progress?.state === "paused") {
        yield* Effect.sleep(progress.note === undefined ? interrupting.int(0, 20_000) : 10 * minute)
        again()
        yield* Effect.ignore(BoxJobs.resume(name))
      } else if (progress?.state === "done" && progress.failed + progress.unread === 0) return true
      else if (progress?.state === "done") {
        yield* Effect.sleep(5 * minute)
        again()
        yield* Effect.ignore(BoxJobs.retryFailed(name))
      } else yield* Effect.sleep(1_000)
    }
    return false
  })

export const runJob = ({ choices, conduct, id, model }: Workbench): Planned | undefined => {
  const { ground } = model
  if (ground === undefined) return undefined
  const record: JobRecord = {
    id,
    doing: choices.pick(["copy", "metadata", "collaborators"]),
    database: new DatabaseSync(":memory:"),
    begun: new Map(),
    lives: 0,
    finished: false
  }
  model.jobs.push(record)
  const interrupting = choices.fork("pauses")
  const again = () => {
    record.lives++
    // Who was interrupted while it waited tells nobody how long it was to wait.
    conduct.begins(id)
  }
  const copy = copying(record)
  const { colleague, source, target } = ground
  const items = { folder_id: source }
  const start = () => {
    switch (record.doing) {
      case "copy":
        return Effect.provide(
          Effect.andThen(
            copy.start({ name: id, params: { from: source, to: target } }),
            seeThrough(id, interrupting, again)
          ),
          copy.worker
        )
      case "metadata": {
        const params = { items: { ...items, type: "file" }, scope: "global", template_key: "properties" } as const
        return Effect.provide(
          Effect.andThen(
            MetadataJobs.setMetadata.start({ name: id, params: { ...params, values: { run: id } } }),
            seeThrough(id, interrupting, again)
          ),
          MetadataJobs.setMetadata.worker
        )
      }
      case "collaborators": {
        const who = { accessible_by: { type: "user", id: colleague }, role: "viewer" } as const
        return Effect.provide(
          Effect.andThen(
            SharingJobs.addCollaborators.start({ name: id, params: { items: { ...items, type: "folder" }, ...who } }),
            seeThrough(id, interrupting, again)
          ),
          SharingJobs.addCollaborators.worker
        )
      }
    }
  }
  const jobs = BoxJobs.layer.pipe(Layer.provide(WorkflowEngine.layerMemory), Layer.provide(layerOpen(record.database)))
  return {
    effect: Effect.suspend(() => {
      again()
      // What a process that was killed had not committed is gone.
      if (record.database.isTransaction) record.database.exec("ROLLBACK")
      return start().pipe(
        Effect.provide(jobs),
        // The database of the simulation does not fail, and nothing else uses it.
        Effect.catchTag(["BoxJobStoreError", "BoxJobNameInUse", "BoxJobRunNotFound"], Effect.die)
      )
    }),
    // Each item, at most 12 times in each life; the listing of three folders.
    budget: 4 * 18 * 30,
    farewell: 12_000,
    resumes: true,
    keepsCheckpoint: true,
    settle: (outcome) => {
      if (outcome._tag === "Success") record.finished = outcome.value === true
    }
  }
}

interface Counted {
  readonly done: number
  readonly open: number
}

const recount = ({ database }: JobRecord): Counted => {
  // The count of an aggregate without groups is one row.
  const row = database.prepare("SELECT sum(state = 1) AS done, sum(state <> 1) AS open FROM effect_box_job_items").get()
  return { done: Number(row?.["done"] ?? 0), open: Number(row?.["open"] ?? 0) }
}

const found = Effect.fnUntraced(function* ({ doing, id }: JobRecord, { colleague, files, folders, target }: JobGround) {
  switch (doing) {
    case "copy": {
      const copies = yield* Stream.runCollect(
        Folders.getFolderItems.items({ folder_id: target, fields: ["name", "sha1"] })
      )
      return {
        expected: files.length,
        right: files.filter(
          (file) => copies.filter(({ name, sha1 }) => name === file.id && sha1 === file.sha1).length === 1
        ).length,
        strange: copies.filter(({ name }) => !files.some((file) => file.id === name)).length
      }
    }
    case "metadata": {
      const values = yield* Effect.forEach(files, (file) =>
        FileMetadata.getFileMetadataById({ file_id: file.id, scope: "global", template_key: "properties" }).pipe(
          Effect.map((instance) => ("run" in instance ? instance["run"] : undefined)),
          Effect.catchTag("BoxNotFound", () => Effect.succeed(undefined))
        )
      )
      return { expected: files.length, right: values.filter((value) => value === id).length, strange: 0 }
    }
    case "collaborators": {
      const roles = yield* Effect.forEach(folders, (folder_id) =>
        Effect.map(Stream.runCollect(ListCollaborations.getFolderCollaborations.items({ folder_id })), (all) =>
          all.filter(({ accessible_by }) => accessible_by?.id === colleague).map(({ role }) => role)
        )
      )
      return {
        expected: folders.length,
        right: roles.filter((each) => each.length === 1 && each[0] === "viewer").length,
        strange: roles.filter((each) => each.length > 1).length
      }
    }
  }
})

/** `alone`: no other run has done the same to the same items. `excused`: the login may be lost. */
export const auditJob = Effect.fnUntraced(function* (
  record: JobRecord,
  ground: JobGround,
  watch: Watch,
  excused: boolean
) {
  const { begun, database, doing, finished, id, lives } = record
  const started = database.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'effect_box_job_items'").get()
  const { done, open } = Number(started?.["n"]) === 0 ? { done: 0, open: 0 } : recount(record)
  const { expected, right, strange } = yield* found(record, ground)
  if (strange > 0) watch.violated("nothing unasked for", `${id} (${doing}) left ${strange} that nobody wanted`)
  if (right < done) watch.violated("done means done", `${id} (${doing}) says ${done}, and Box has ${right}`)
  const most = Math.max(0, ...begun.values())
  if (most > lives) watch.violated("once in each life", `${id} worked ${most} times on an item in ${lives} lives`)
  if (!finished && !excused) watch.violated("a job ends", `${id} (${doing}) has ${done} done and ${open} open`)
  if (finished && (done !== expected || open > 0)) {
    watch.violated("every item is planned", `${id} (${doing}) ended with ${done} of ${expected}, ${open} open`)
  }
  database.close()
})
