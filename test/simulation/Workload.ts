/**
 * What the programs of a run do: a table. A new kind of work is one entry: what it needs, what it must not exceed, and
 * what its outcome means for the model of Box.
 */
import {
  type BoxError,
  type EventCheckpoints,
  FileDownload,
  Files,
  FileUpload,
  Folders,
  Items,
  OAuth,
  type TokenStore,
  UploadSource
} from "@effect-box/core"
import * as LocalDirectory from "@effect-box/node/LocalDirectory"
import * as LocalFile from "@effect-box/node/LocalFile"
import { Effect, type FileSystem, type Path, Stream } from "effect"
import type { HttpClient } from "effect/http"
import { KeyValueStore } from "effect/persistence"
import { partFilesOf } from "../../packages/node/src/file/internal/partFile.ts"
import type { BaseFile, BoxModel, Reported } from "./BoxModel.ts"
import type { Choices } from "./Choices.ts"
import type { Conduct } from "./Conduct.ts"
import type { Disk } from "./Disk.ts"
import type { Watch } from "./Watch.ts"

export type Requirements =
  | HttpClient.HttpClient
  | TokenStore.TokenStore
  | OAuth.OAuth
  | KeyValueStore.KeyValueStore
  | EventCheckpoints.EventCheckpoints
  | FileSystem.FileSystem
  | Path.Path

/** What became of it. An interrupted or killed operation has neither a value nor an error. */
export type Outcome =
  | { readonly _tag: "Success"; readonly value: unknown }
  | { readonly _tag: "Failure"; readonly error: BoxError.BoxError }
  | { readonly _tag: "Stopped" }

export interface Planned {
  readonly effect: Effect.Effect<unknown, BoxError.BoxError, Requirements>
  /** Requests that it may send at most, waiting for what is not ready aside. */
  readonly budget: number
  readonly settle: (outcome: Outcome) => void
  /** It is begun again until it succeeds, a few times, whatever ended it; until then it may keep sessions. */
  readonly resumes?: boolean
  /** How long it may go on after it was interrupted, in milliseconds, if not for five seconds. */
  readonly farewell?: number
  /** What it resumes from stays when it has succeeded. */
  readonly keepsCheckpoint?: boolean
  /** Its value is the token pair that the process uses from then on. */
  readonly logsIn?: boolean
  /** Tags of errors that this operation must never end with. */
  readonly never?: ReadonlyArray<BoxError.BoxError["_tag"]>
}

export interface Workbench {
  readonly id: string
  readonly choices: Choices
  readonly model: BoxModel
  readonly conduct: Conduct
  readonly disk: Disk
  /** What a person who agrees in a browser sends back. */
  readonly consent: Effect.Effect<string>
  readonly watch: Watch
}

interface Kind {
  readonly name: string
  readonly weight: number
  /** `undefined` when there is nothing to do it to. */
  readonly plan: (bench: Workbench) => Planned | undefined
}

/** Attempts of one call, with one more after a 401. */
const call = 6

const reportOf = ({ _tag }: Outcome): Reported =>
  _tag === "Success" ? "done" : _tag === "Failure" ? "failed" : "unknown"

const idOf = (value: unknown): string | undefined =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "string" ? value.id : undefined

const pieces = (choices: Choices, bytes: Uint8Array): ReadonlyArray<Uint8Array> => {
  const cut = choices.int(0, bytes.length)
  return [bytes.subarray(0, cut), bytes.subarray(cut)].filter(({ length }) => length > 0)
}

const sizedSource = (choices: Choices, bytes: Uint8Array): UploadSource.Sized => {
  switch (choices.pick(["bytes", "stream", "positions"] as const)) {
    case "bytes":
      return UploadSource.fromBytes(bytes)
    case "stream": {
      const chunks = pieces(choices, bytes)
      return UploadSource.fromStream({ size: bytes.length, stream: () => Stream.fromArray(chunks) })
    }
    case "positions":
      return UploadSource.fromPositions({
        size: bytes.length,
        read: (offset, length, memory) =>
          Effect.sync(() => {
            memory.set(bytes.subarray(offset, offset + length))
            return memory.subarray(0, length)
          })
      })
  }
}

/** Bytes that are gone once they were read, as those of a socket are. */
const oneShotSource = (choices: Choices, bytes: Uint8Array): UploadSource.OneShot<never, never> => {
  const rest = [...pieces(choices, bytes)]
  return UploadSource.fromOneShot(
    Stream.unfold(undefined, () =>
      Effect.sync(() => {
        const next = rest.shift()
        return next === undefined ? undefined : ([next, undefined] as const)
      })
    )
  )
}

/** Nobody else has this name, so whoever finds it taken has met an attempt of its own. */
const ownName = ["BoxItemNameInUse"] as const

const uploadNew = (
  { id, choices, model }: Workbench,
  size: number,
  upload: (name: string, bytes: Uint8Array) => Planned["effect"],
  budget: number
): Planned => {
  const name = `${id}.bin`
  const bytes = choices.bytes(size)
  const report = model.expectFile(id, name, bytes)
  return {
    effect: upload(name, bytes),
    budget,
    never: ownName,
    settle: (outcome) => report(reportOf(outcome), outcome._tag === "Success" ? idOf(outcome.value) : undefined)
  }
}

/** One writer for each file, so that what it must hold is known. */
const uploadVersion = (
  { id, choices, model }: Workbench,
  upload: (base: BaseFile, bytes: Uint8Array) => Planned["effect"],
  budget: number
): Planned | undefined => {
  const base = model.bases.find(({ contents }) => contents.length === 1)
  if (base === undefined) return undefined
  // As long as before, so that a mixture of two versions is not found out by its length.
  const bytes = choices.bytes(base.contents[0]!.bytes.length)
  const report = model.expectVersion(id, base, bytes)
  return { effect: upload(base, bytes), budget, settle: (outcome) => report(reportOf(outcome)) }
}

const partBudget = (size: number) => Math.ceil(size / 8) * call * 3 + call * 8

const joined = (chunks: ReadonlyArray<Uint8Array>) => new Uint8Array(Buffer.concat(chunks))

const equal = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

export const kinds: ReadonlyArray<Kind> = [
  {
    name: "get",
    weight: 3,
    plan: () => ({ effect: Folders.getFolderById({ folder_id: "0" }), budget: call, settle: () => undefined })
  },
  {
    name: "log in",
    weight: 3,
    plan: ({ consent }) => ({
      effect: Effect.flatMap(consent, (code) => OAuth.exchangeCode({ code })),
      budget: call,
      logsIn: true,
      settle: () => undefined
    })
  },
  {
    name: "create folder",
    weight: 2,
    plan: ({ id, model }) => {
      model.folders.set(id, "unknown")
      return {
        effect: Folders.createFolder({ name: id, parent: { id: "0" } }),
        budget: call,
        never: ownName,
        settle: (outcome) => model.folders.set(id, reportOf(outcome))
      }
    }
  },
  {
    name: "ensure folder",
    weight: 2,
    plan: ({ choices, model }) => {
      const name = choices.pick(["shared-a", "shared-b"])
      if (!model.folders.has(name)) model.folders.set(name, "unknown")
      return {
        effect: Items.ensureFolder({ path: `/${name}` }),
        budget: call * 4,
        settle: (outcome) => {
          if (outcome._tag === "Success") model.folders.set(name, "done")
        }
      }
    }
  },
  {
    name: "list",
    weight: 3,
    plan: ({ id, choices, model, watch }) => {
      const limit = choices.int(1, 4)
      return {
        effect: Stream.runCollect(Folders.getFolderItems.items({ folder_id: model.listedFolder, limit })),
        budget: call * (Math.ceil(model.listed.length / limit) + 1),
        settle: (outcome) => {
          if (outcome._tag !== "Success") return
          // The entries of a listing are items.
          const names = (outcome.value as ReadonlyArray<{ readonly name?: string | null }>).map(
            ({ name }) => name ?? ""
          )
          if (names.toSorted().join() !== model.listed.toSorted().join()) {
            watch.violated("a listing is complete", `${id} saw ${names.join(" ")}`)
          }
        }
      }
    }
  },
  {
    name: "delete",
    weight: 2,
    plan: ({ id, model, conduct }) => {
      const free = [...model.doomed].find(([, { reported }]) => reported === undefined)
      if (free === undefined) return undefined
      const [, doomed] = free
      doomed.reported = "unknown"
      return {
        effect: Files.deleteFileById({ file_id: doomed.id }),
        budget: call,
        settle: (outcome) => {
          // After a DELETE whose answer was lost, "not found" means that it worked; a false one cannot be told from it.
          doomed.reported = conduct.denied.has(id) ? "unknown" : reportOf(outcome)
        }
      }
    }
  },
  {
    name: "upload",
    weight: 4,
    plan: (bench) => {
      const size = bench.choices.int(0, 40)
      return uploadNew(
        bench,
        size,
        (name, bytes) => FileUpload.upload(sizedSource(bench.choices, bytes), { folder_id: "0", name }),
        call * 3
      )
    }
  },
  {
    name: "upload once",
    weight: 3,
    plan: (bench) =>
      uploadNew(
        bench,
        bench.choices.int(1, 40),
        (name, bytes) => FileUpload.upload(oneShotSource(bench.choices, bytes), { folder_id: "0", name }),
        // Sent once; then the name is looked up, and the file that has it.
        1 + call * 2
      )
  },
  {
    name: "upload version",
    weight: 3,
    plan: (bench) =>
      uploadVersion(
        bench,
        ({ id: file_id }, bytes) => FileUpload.uploadVersion(sizedSource(bench.choices, bytes), { file_id }),
        call * 6
      )
  },
  {
    name: "upload in parts",
    weight: 5,
    plan: (bench) => {
      const size = bench.choices.int(1, 40)
      const concurrency = bench.choices.int(1, 3)
      return uploadNew(
        bench,
        size,
        (name, bytes) =>
          FileUpload.uploadChunked(sizedSource(bench.choices, bytes), { folder_id: "0", name, concurrency }),
        partBudget(size)
      )
    }
  },
  {
    name: "upload that resumes",
    weight: 4,
    plan: (bench) => {
      const size = bench.choices.int(1, 40)
      const concurrency = bench.choices.int(1, 3)
      const { id } = bench
      return {
        ...uploadNew(
          bench,
          size,
          (name, bytes) =>
            FileUpload.resumable(UploadSource.fromBytes(bytes), {
              folder_id: "0",
              name,
              concurrency,
              checkpoint: id
            }).pipe(
              Effect.map(({ file }) => file),
              // The store of the simulation does not fail.
              Effect.catchTag("KeyValueStoreError", Effect.die)
            ),
          partBudget(size)
        ),
        resumes: true
      }
    }
  },
  {
    name: "upload of a file that resumes",
    weight: 3,
    plan: (bench) => {
      const size = bench.choices.int(1, 40)
      const path = `/${bench.id}.bin`
      return {
        ...uploadNew(
          bench,
          size,
          (name, bytes) => {
            Effect.runSync(bench.disk.plant(path, bytes))
            return LocalFile.uploadResumable(path, { folder_id: "0", name, whenChanged: "restart" }).pipe(
              Effect.map(({ file }) => file),
              // Neither the disk nor the store of the simulation fails.
              Effect.catchTag(["PlatformError", "KeyValueStoreError"], Effect.die)
            )
          },
          partBudget(size)
        ),
        resumes: true
      }
    }
  },
  {
    name: "upload of a directory",
    weight: 4,
    plan: ({ id, choices, model, disk }) => {
      model.folders.set(`${id}-below`, "unknown")
      const names = [`${id}-a`, `${id}-b`, `${id}-below/c`, `${id}-below/d`].slice(choices.int(0, 2))
      const reports = new Map(
        names.map((name) => {
          const bytes = choices.bytes(choices.int(0, 30))
          Effect.runSync(disk.plant(`/${id}/${name}`, bytes))
          return [name, model.expectFile(id, name, bytes)]
        })
      )
      const concurrency = choices.int(1, 3)
      return {
        effect: Effect.flatMap(KeyValueStore.KeyValueStore, (journal) =>
          LocalDirectory.upload(`/${id}`, { folder_id: "0", onConflict: "version", journal, concurrency }).pipe(
            Stream.runCollect,
            // Neither the disk nor the journal of the simulation fails.
            Effect.catchTag(["PlatformError", "KeyValueStoreError"], Effect.die)
          )
        ),
        // Each run lists the folder first, and each name that is taken is looked at.
        budget: 4 * (call * 3 + names.length * call * 6),
        resumes: true,
        settle: (outcome) => {
          if (outcome._tag !== "Success") return
          // The stream gives the results of an upload.
          for (const result of outcome.value as ReadonlyArray<LocalDirectory.UploadResult>) {
            const done = result._tag === "Uploaded" || result._tag === "Unchanged"
            reports.get(result.path.join("/"))?.(done ? "done" : "failed", done ? result.file_id : undefined)
          }
        }
      }
    }
  },
  {
    name: "upload version in parts",
    weight: 2,
    plan: (bench) =>
      uploadVersion(
        bench,
        ({ id: file_id }, bytes) => FileUpload.uploadChunked(sizedSource(bench.choices, bytes), { file_id }),
        partBudget(40)
      )
  },
  {
    name: "download",
    weight: 6,
    plan: ({ id, choices, model, conduct, watch }) => {
      const base = choices.pick(model.bases)
      const size = base.contents[0]!.bytes.length
      const offset = choices.int(0, size - 1)
      const range = choices.chance(0.4) ? { offset, length: choices.int(1, size - offset) } : undefined
      const [start, end] = range === undefined ? [0, size] : [offset, offset + range.length]
      return {
        effect: Stream.runCollect(FileDownload.stream({ file_id: base.id, range })),
        budget: call * 2 * (size + 2),
        settle: (outcome) => {
          // Box tells no digest of a range, so damage to one cannot be noticed.
          if (outcome._tag !== "Success" || (range !== undefined && conduct.damaged.has(id))) return
          // The elements of a download are bytes.
          const bytes = joined(outcome.value as ReadonlyArray<Uint8Array>)
          if (!base.contents.some((content) => equal(content.bytes.subarray(start, end), bytes))) {
            watch.violated(
              "downloaded means exact",
              `${id} got bytes ${start}-${end} of ${base.name} that are no version's`
            )
          }
        }
      }
    }
  },
  {
    name: "download to a file",
    weight: 4,
    plan: ({ id, choices, model, disk, watch }) => {
      const base = choices.pick(model.bases)
      const path = `/${id}.bin`
      const size = base.contents[0]!.bytes.length
      const connections = choices.int(1, 2)
      return {
        effect: LocalFile.download(path, { file_id: base.id, connections }).pipe(
          Effect.catchTag("PlatformError", Effect.die)
        ),
        budget: 4 * call * 2 * (size + 2),
        resumes: true,
        settle: (outcome) => {
          const bytes = Effect.runSync(disk.read(path))
          if (bytes === undefined && outcome._tag === "Success") {
            watch.violated("downloaded means exact", `${id} is not there`)
          }
          if (bytes !== undefined && !base.contents.some((content) => equal(content.bytes, bytes))) {
            watch.violated("downloaded means exact", `${id} has its name, and other bytes than any version`)
          }
          const { part } = partFilesOf(path, "")
          if (outcome._tag === "Success" && Effect.runSync(disk.read(part)) !== undefined) {
            watch.violated("nothing unfinished stays", part)
          }
        }
      }
    }
  }
]
