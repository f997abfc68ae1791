/** A folder on Box while files go into it: what is in it already, found with as few requests and as little memory as may be. */
import * as Folders from "@effect-box/core/api/Folders"
import * as Uploads from "@effect-box/core/api/Uploads"
import { type BoxError, BoxItemNameInUse } from "@effect-box/core/BoxError"
import type { Requirements } from "@effect-box/core/Operation"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { makeNameIndex, type NameIndex, type Occupant } from "./nameIndex.ts"

/** Names that may still be kept, over all folders. */
export interface Budget {
  left: number
}

export interface BoxFolder {
  readonly id: string
  /** Who has this name, in any case, as far as it could be known before this run changed the folder. */
  readonly find: (name: string, size: number) => Effect.Effect<Occupant | undefined, BoxError, Requirements>
  /** No more names will be asked for by the walk: what is kept for them is not counted any more. */
  readonly left: Effect.Effect<void>
  /** In a dry run, what the run would have put into the folder by now. */
  readonly planned: NameIndex | undefined
}

/** The item that a conflict names. */
export const occupantOf = ({ conflicts }: BoxItemNameInUse, name: string): Occupant | undefined => {
  const conflict = conflicts[0]
  return (
    conflict && {
      type: conflict.type,
      id: conflict.id,
      name: conflict.name ?? name,
      size: undefined,
      sha1: conflict.sha1?.toLowerCase()
    }
  )
}

/** What Box says when the name is taken, where it was known without asking. */
export const conflictWith = (operation: string, { id, name, sha1, type }: Occupant): BoxItemNameInUse =>
  new BoxItemNameInUse({
    operation,
    attempts: 0,
    code: "item_name_in_use",
    message: `The folder already has an item named ${JSON.stringify(name)}`,
    conflicts: [{ type, id, name, ...(sha1 === undefined ? {} : { sha1 }) }]
  })

const ask = (folder_id: string, name: string, size: number) =>
  Uploads.preflightFileUploadCheck({ name, parent: { id: folder_id }, size }).pipe(
    Effect.as(undefined),
    Effect.catchTag("BoxItemNameInUse", (taken) => {
      const occupant = occupantOf(taken, name)
      return occupant === undefined ? Effect.fail(taken) : Effect.succeed(occupant)
    })
  )

/** A folder that was just made holds nothing, so nothing is asked. Of any other the list is read when it is first needed. */
export const makeBoxFolder = Effect.fnUntraced(function* (
  id: string,
  isNew: boolean,
  { budget, dry }: { readonly budget: Budget; readonly dry: boolean }
): Effect.fn.Return<BoxFolder> {
  const planned = dry ? makeNameIndex() : undefined
  if (isNew) return { id, find: () => Effect.succeed(undefined), left: Effect.void, planned }
  let kept = 0
  let over = false
  const index = yield* Effect.cached(
    Effect.gen(function* () {
      const names = makeNameIndex()
      let complete = true
      const items = Folders.getFolderItems.items({ folder_id: id, limit: 1000, fields: ["name", "size", "sha1"] })
      yield* Stream.runForEachWhile(items, (item) =>
        Effect.sync(() => {
          if (budget.left <= 0) {
            complete = false
            return false
          }
          const name = item.name ?? ""
          const { size, sha1 } = { size: undefined, sha1: undefined, ...item }
          names.add({ type: item.type, id: item.id, name, size: size ?? undefined, sha1: sha1?.toLowerCase() })
          kept++
          budget.left--
          return true
        })
      )
      if (over) budget.left += kept
      return { names, complete }
    })
  )
  return {
    id,
    find: (name, size) =>
      Effect.flatMap(index, ({ names, complete }) => {
        const known = names.find(name)
        return known !== undefined || complete ? Effect.succeed(known) : ask(id, name, size)
      }),
    left: Effect.sync(() => {
      over = true
      budget.left += kept
      kept = 0
    }),
    planned
  }
})
