/** The folder on Box for a local directory, and which local names Box accepts. */
import { join } from "node:path"
import * as ItemName from "@effect-box/core/ItemName"
import * as Items from "@effect-box/core/Items"
import * as Effect from "effect/Effect"
import type { PlatformError } from "effect/PlatformError"
import { look } from "../../file/internal/localEntry.ts"
import { type BoxFolder, conflictWith, makeBoxFolder } from "./boxFolder.ts"
import { type EntryFailure, RefusedEntry } from "./directoryRun.ts"
import { operation, type SourceDirectory, type UploadRequirements, type UploadRun } from "./uploadRun.ts"

export const checkName = (name: string): Effect.Effect<void, RefusedEntry> => {
  const fault = ItemName.fault(name)
  return fault === undefined
    ? Effect.void
    : Effect.fail(new RefusedEntry("name", `Box does not accept it: the name ${fault}`))
}

/** Two local entries whose names differ only in case would be one item on Box. */
export const checkOnlyOne = Effect.fnUntraced(function* (
  directory: string,
  name: string,
  onBox: string
): Effect.fn.Return<void, RefusedEntry | PlatformError> {
  if (onBox === name || !ItemName.same(onBox, name)) return
  const other = yield* look(join(directory, onBox))
  if (other === undefined || other.identity === (yield* look(join(directory, name)))?.identity) return
  return yield* Effect.fail(
    new RefusedEntry("same-name", `${JSON.stringify(onBox)} is beside it, and Box treats the two names as one`)
  )
})

/** The folder that the run would find or make. The id of one that would be new is empty. */
const planFolder = Effect.fnUntraced(function* (above: BoxFolder, name: string) {
  const occupant = above.planned?.find(name) ?? (yield* above.find(name, 0))
  if (occupant === undefined) {
    above.planned?.add({ type: "folder", id: "", name, size: undefined, sha1: undefined })
    return { created: true, folder: { id: "", name } }
  }
  if (occupant.type !== "folder") return yield* conflictWith(operation, occupant)
  return { created: false, folder: occupant }
})

export const makeFolder = Effect.fnUntraced(function* (
  run: UploadRun,
  parent: SourceDirectory,
  name: string
): Effect.fn.Return<BoxFolder, EntryFailure, UploadRequirements> {
  yield* checkName(name)
  const above = yield* parent.folder
  const { created, folder } = yield* run.dry
    ? planFolder(above, name)
    : Items.ensureChild({ name, parent: { id: above.id } })
  if (!created) yield* checkOnlyOne(parent.path, name, folder.name ?? name)
  return yield* makeBoxFolder(folder.id, created, run)
})
