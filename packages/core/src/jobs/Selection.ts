/** Which items of a tree a job is for, as params that outlive a process. */
import * as Schema from "effect/Schema"
import type { Requirements } from "../operation/Operation.ts"
import { millisOf, Time } from "./internal/time.ts"
import { type JobSource, type TreeItem, tree } from "./JobSource.ts"

/**
 * The schema of {@link Selection}.
 *
 * @category schemas
 * @since 0.2.0
 */
export const Selection = /*#__PURE__*/ Schema.Struct({
  folder_id: Schema.String,
  /** Default `file`. */
  type: Schema.optionalKey(Schema.Literals(["file", "folder", "web_link"])),
  /** How many levels below the folder are read: 1 is what lies directly in it. Default: all. */
  depth: Schema.optionalKey(Schema.Int),
  /** Endings of names, such as `.pdf`, in capital or small letters. */
  name_endings: Schema.optionalKey(Schema.Array(Schema.String)),
  /** RFC 3339. Items that Box has no such time of are left out. */
  modified_before: Schema.optionalKey(Time),
  /** RFC 3339. Items that Box has no such time of are left out. */
  modified_after: Schema.optionalKey(Time),
  /** Bytes. */
  minimum_size: Schema.optionalKey(Schema.Number)
})

/**
 * Items of a tree.
 *
 * @category models
 * @since 0.2.0
 */
export type Selection = typeof Selection.Type

const isWithin = (time: string | null | undefined, { modified_after, modified_before }: Selection): boolean =>
  (modified_before === undefined || millisOf(time) < millisOf(modified_before)) &&
  (modified_after === undefined || millisOf(time) > millisOf(modified_after))

/**
 * The items of a selection, as the source of a job.
 *
 * @example
 * ```ts
 * import { Files } from "@effect-box/core"
 * import { BoxJob, Selection } from "@effect-box/core/jobs"
 * import { Schema } from "effect"
 *
 * const describe = BoxJob.make("describe", {
 *   params: Schema.Struct({ items: Selection.Selection, description: Schema.String }),
 *   items: ({ items }) => Selection.source(items),
 *   run: ({ id }, { description }) => Files.updateFileById({ file_id: id, description })
 * })
 * ```
 *
 * @category constructors
 * @since 0.2.0
 */
export const source = (selection: Selection): JobSource<TreeItem, Requirements> => {
  const { depth, folder_id, minimum_size = 0, type = "file" } = selection
  const endings = selection.name_endings?.map((ending) => ending.toLowerCase())
  return tree({
    folder_id,
    type,
    ...(depth === undefined ? {} : { depth }),
    where: ({ modified_at, name, size = 0 }) =>
      size >= minimum_size &&
      (endings === undefined || endings.some((ending) => name.toLowerCase().endsWith(ending))) &&
      isWithin(modified_at, selection)
  })
}
