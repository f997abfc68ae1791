/** `sync up`, `sync down`, `check`. */
import { resolve as resolveLocal } from "node:path"
import * as Items from "@effect-box/core/Items"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as KeyValueStore from "effect/persistence/KeyValueStore"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/transfer.ts"
import type { Given } from "../command/Command.ts"
import { uploadDirectory } from "../../directory/internal/directoryUpload.ts"
import { makeSelection } from "../../directory/internal/globs.ts"
import * as LocalDirectory from "../../directory/LocalDirectory.ts"
import { type Found, resolveFolder } from "../items/reference.ts"
import { requestFields, walk } from "../items/walk.ts"
import { layerStore, paced, transfersOf } from "../session/transferState.ts"
import { forPeople, list } from "../terminal/output.ts"
import { showProgress } from "../terminal/progress.ts"
import { amountOf } from "../terminal/transfers.ts"
import { NotDone, Shell, WrongUse, write } from "../terminal/Shell.ts"
import { give, globsOf, outcomeOf } from "./transferResults.ts"

const localPath = (path: string) => Effect.map(Shell, ({ io }) => resolveLocal(io.cwd, path))

/** A directory that is there: nothing is created on Box for one that is not. */
const localDirectory = Effect.fnUntraced(function* (given: string) {
  const path = yield* localPath(given)
  const { type } = yield* (yield* FileSystem.FileSystem).stat(path)
  return type === "Directory" ? path : yield* new WrongUse({ message: `${given} is not a directory.` })
})

/** Progress of a whole tree. */
const shownProgress = Effect.fnUntraced(function* (label: string) {
  let last: LocalDirectory.DirectoryProgress = { results: 0, transferred: 0, running: [] }
  const countTotal = yield* showProgress(label, () => amountOf("", last))
  return {
    countTotal,
    onProgress: (progress: LocalDirectory.DirectoryProgress) =>
      Effect.sync(() => {
        last = progress
      })
  }
})

const isAbsent = (error: { readonly _tag: string }): boolean => error._tag === "BoxNotFound"

/** The folder on Box. A dry run creates nothing, so it may be missing. */
const targetFolder = Effect.fnUntraced(function* (reference: string, dry: boolean) {
  if (/^(id|folder):/.test(reference)) return yield* resolveFolder(reference)
  if (!dry) return yield* Items.ensureFolder({ path: reference })
  return yield* resolveFolder(reference).pipe(
    Effect.map((found): Found | undefined => found),
    Effect.catchIf(isAbsent, () => Effect.succeed(undefined))
  )
})

type Sync = Given<typeof catalog.syncUp> | Given<typeof catalog.syncDown>

const optionsOf = Effect.fnUntraced(function* (given: Sync, label: string) {
  const journal = yield* KeyValueStore.KeyValueStore
  return {
    concurrency: transfersOf(given),
    ...globsOf(given),
    // A download that deletes asks its journal what it has brought.
    ...(given.checksum && !given.delete ? {} : { journal }),
    ...(given.delete ? { deleteExtraneous: { maxDelete: given["max-delete"] } } : {}),
    ...(yield* shownProgress(label))
  }
})

export const syncUp = Effect.fnUntraced(function* (given: Given<typeof catalog.syncUp>) {
  const path = yield* localDirectory(given.directory)
  const dry = given["dry-run"]
  const folder = yield* targetFolder(given.folder, dry)
  const run = Effect.gen(function* () {
    const options = {
      ...(yield* optionsOf(given, "sync")),
      folder_id: folder?.id ?? "",
      onConflict: "version" as const
    }
    const results =
      folder === undefined
        ? uploadDirectory(path, options, true, true)
        : dry
          ? LocalDirectory.uploadDryRun(path, options)
          : LocalDirectory.upload(path, options)
    yield* give(
      Stream.map(results, (result) => outcomeOf("", result)),
      dry
    )
  })
  yield* run.pipe(Effect.provide(layerStore), Effect.provide(paced(given)))
})

export const syncDown = Effect.fnUntraced(function* (given: Given<typeof catalog.syncDown>) {
  const path = yield* localPath(given.directory)
  const dry = given["dry-run"]
  const folder = yield* resolveFolder(given.folder)
  const run = Effect.gen(function* () {
    const options = { ...(yield* optionsOf(given, "sync")), folder_id: folder.id, onConflict: "overwrite" as const }
    const results = dry ? LocalDirectory.downloadDryRun(path, options) : LocalDirectory.download(path, options)
    yield* give(
      Stream.map(results, (result) => outcomeOf("", result)),
      dry
    )
  })
  yield* run.pipe(Effect.provide(layerStore), Effect.provide(paced(given)))
})

const differences: Readonly<Record<string, string>> = {
  uploaded: "only here",
  "new version": "differs",
  refused: "cannot be on Box",
  failed: "cannot be read"
}

export const check = Effect.fnUntraced(function* (given: Given<typeof catalog.check>) {
  const path = yield* localDirectory(given.directory)
  const folder = yield* resolveFolder(given.folder)
  const selection = makeSelection(globsOf(given))
  const here = new Set<string>()
  let same = 0
  let different = 0
  const local = LocalDirectory.uploadDryRun(path, {
    folder_id: folder.id,
    onConflict: "version",
    ...globsOf(given)
  }).pipe(
    Stream.map((result) => outcomeOf("", result)),
    Stream.tap((outcome) => Effect.sync(() => here.add(outcome.path.normalize("NFC").toLowerCase())))
  )
  const there = walk(folder.id, {
    fields: requestFields(["name", "size"], undefined),
    depth: Number.POSITIVE_INFINITY
  }).pipe(
    Stream.filter(
      (entry) =>
        entry.type === "file" &&
        selection.hasFile(entry.path.split("/")) &&
        !here.has(entry.path.normalize("NFC").toLowerCase())
    ),
    Stream.map((entry) => ({ result: "only on Box", path: entry.path, id: entry.id, size: entry.size }))
  )
  const rows = Stream.concat(
    Stream.map(local, (outcome) => ({ ...outcome, result: differences[outcome.result] ?? "same" })),
    there
  ).pipe(
    Stream.tap(({ result }) => Effect.sync(() => (result === "same" ? same++ : different++))),
    Stream.filter(({ result }) => result !== "same")
  )
  const people = yield* forPeople
  yield* list(rows, ["result", "path", "size"])
  if (people) yield* write(`${same} the same, ${different} different\n`)
  if (different > 0) {
    return yield* new NotDone({ message: `${given.directory} and ${given.folder} differ.` })
  }
})
