/**
 * Jobs that copy, move, delete and restore items. Each of them is repeatable, and each can be run dry. Provide the
 * workers of those that you use; see docs/jobs.md.
 *
 * @example
 * ```ts
 * import { ItemJobs } from "@effect-box/core/jobs"
 *
 * const start = ItemJobs.moveItems.start({
 *   name: "archive-2026",
 *   params: { items: { folder_id: "11", modified_before: "2026-01-01T00:00:00Z" }, to: "12" }
 * })
 * ```
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Files from "../api/Files.ts"
import * as Folders from "../api/Folders.ts"
import { restoreFileFromTrash } from "../api/TrashedFiles.ts"
import { restoreFolderFromTrash } from "../api/TrashedFolders.ts"
import { getTrashedItems } from "../api/TrashedItems.ts"
import { restoreWeblinkFromTrash } from "../api/TrashedWebLinks.ts"
import * as WebLinks from "../api/WebLinks.ts"
import type { BoxError } from "../BoxError.ts"
import { ensureFolder } from "../files/Items.ts"
import type { Requirements } from "../operation/Operation.ts"
import { entriesOf } from "../operation/internal/pages.ts"
import { millisOf, Time } from "./internal/time.ts"
import { alreadyThere, type BoxJob, gone, make } from "./BoxJob.ts"
import { FoundItem, type JobSource, make as makeSource, type TreeItem } from "./JobSource.ts"
import { Selection, source } from "./Selection.ts"

type Done = Effect.Effect<unknown, BoxError, Requirements>

/** The folder below `to` that stands for the folder of the item, made if it is missing. */
const folderBelow = (to: string, { folder_path }: TreeItem): Effect.Effect<string, BoxError, Requirements> =>
  folder_path === ""
    ? Effect.succeed(to)
    : Effect.map(ensureFolder({ path: folder_path.split("/"), parent: { id: to } }), ({ id }) => id)

const copyInto = (item: TreeItem, id: string): Done => {
  const parent = { id }
  switch (item.type) {
    case "file":
      return Files.copyFile({ file_id: item.id, parent, fields: ["id"] })
    case "folder":
      return Folders.copyFolder({ folder_id: item.id, parent, fields: ["id"] })
    case "web_link":
      return Effect.flatMap(WebLinks.getWebLinkById({ web_link_id: item.id }), ({ description, name, url }) =>
        WebLinks.createWebLink({
          parent,
          url: url ?? "",
          ...(typeof name === "string" ? { name } : {}),
          ...(typeof description === "string" ? { description } : {})
        })
      )
  }
}

/**
 * Copies items into a folder, below folders of the same names as those that they are in. A name that is taken there
 * counts as copied. Folders are copied with everything in them: select them with `depth: 1`.
 *
 * @category jobs
 * @since 0.2.0
 */
export const copyItems: BoxJob<{ readonly items: Selection; readonly to: string }, Requirements> = /*#__PURE__*/ make(
  "box.copy",
  {
    params: Schema.Struct({ items: Selection, to: Schema.String }),
    items: ({ items }) => source(items),
    run: (item, { to }) =>
      Effect.asVoid(alreadyThere()(Effect.flatMap(folderBelow(to, item), (folder) => copyInto(item, folder))))
  }
)

const moveInto = ({ id, type }: TreeItem, to: string): Done => {
  const parent = { id: to }
  switch (type) {
    case "file":
      return Files.updateFileById({ file_id: id, parent, fields: ["id"] })
    case "folder":
      return Folders.updateFolderById({ folder_id: id, parent, fields: ["id"] })
    case "web_link":
      return WebLinks.updateWebLinkById({ web_link_id: id, parent })
  }
}

/**
 * Moves items into a folder, below folders of the same names as those that they are in. A name that is taken there is a
 * failure: an item that was moved already keeps its name. Move folders with `depth: 1`.
 *
 * @category jobs
 * @since 0.2.0
 */
export const moveItems: BoxJob<{ readonly items: Selection; readonly to: string }, Requirements> = /*#__PURE__*/ make(
  "box.move",
  {
    params: Schema.Struct({ items: Selection, to: Schema.String }),
    items: ({ items }) => source(items),
    run: (item, { to }) => Effect.asVoid(Effect.flatMap(folderBelow(to, item), (folder) => moveInto(item, folder)))
  }
)

const remove = ({ id, type }: TreeItem): Done => {
  switch (type) {
    case "file":
      return Files.deleteFileById({ file_id: id })
    case "folder":
      return Folders.deleteFolderById({ folder_id: id, recursive: true })
    case "web_link":
      return WebLinks.deleteWebLinkById({ web_link_id: id })
  }
}

/**
 * Moves items to the trash. Folders go with everything in them: select them with `depth: 1`.
 *
 * @category jobs
 * @since 0.2.0
 */
export const deleteItems: BoxJob<{ readonly items: Selection }, Requirements> = /*#__PURE__*/ make("box.delete", {
  params: Schema.Struct({ items: Selection }),
  items: ({ items }) => source(items),
  run: (item) => gone(remove(item))
})

const Restore = /*#__PURE__*/ Schema.Struct({
  /** RFC 3339: what was put into the trash at this time or later. Default: everything. */
  trashed_after: Schema.optionalKey(Time),
  /** RFC 3339: what was put into the trash before this time. */
  trashed_before: Schema.optionalKey(Time),
  /** Where to put what no longer has a folder. Default: such items fail. */
  to: Schema.optionalKey(Schema.String)
})

/** The trash, page by page. */
const trash = ({ trashed_after, trashed_before }: typeof Restore.Type): JobSource<FoundItem, Requirements> =>
  makeSource<FoundItem, Requirements>({
    schema: FoundItem,
    key: ({ id, type }) => `${type}/${id}`,
    positions: [""],
    read: (marker) =>
      Stream.fromEffect(
        Effect.gen(function* () {
          const page = yield* getTrashedItems({
            usemarker: true,
            limit: 1000,
            fields: ["name", "trashed_at"],
            ...(marker === "" ? {} : { marker })
          })
          const entries = yield* entriesOf(getTrashedItems, page)
          return {
            items: entries.flatMap(({ id, name, trashed_at, type }): ReadonlyArray<FoundItem> => {
              const at = millisOf(trashed_at)
              const early = trashed_after !== undefined && !(at >= millisOf(trashed_after))
              const late = trashed_before !== undefined && !(at < millisOf(trashed_before))
              return early || late ? [] : [{ type, id, name: name ?? id }]
            }),
            next: typeof page.next_marker === "string" && page.next_marker !== "" ? [page.next_marker] : [],
            last: true
          }
        })
      )
  })

const restore = ({ id, type }: FoundItem, to: string | undefined): Done => {
  const parent = to === undefined ? {} : { parent: { id: to } }
  switch (type) {
    case "file":
      return restoreFileFromTrash({ file_id: id, ...parent, fields: ["id"] })
    case "folder":
      return restoreFolderFromTrash({ folder_id: id, ...parent, fields: ["id"] })
    case "web_link":
      return restoreWeblinkFromTrash({ web_link_id: id, ...parent })
  }
}

/**
 * Restores what is in the trash. What is no longer there counts as restored: an earlier attempt has done it, or somebody
 * else.
 *
 * @category jobs
 * @since 0.2.0
 */
export const restoreItems: BoxJob<typeof Restore.Type, Requirements> = /*#__PURE__*/ make("box.restore", {
  params: Restore,
  items: trash,
  run: (item, { to }) => Effect.asVoid(gone(restore(item, to)))
})
