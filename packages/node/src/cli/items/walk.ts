/** A tree on Box with the properties that a command shows. */
import * as Folders from "@effect-box/core/api/Folders"
import type { BoxError } from "@effect-box/core/BoxError"
import type { Requirements } from "@effect-box/core/Operation"
import * as Stream from "effect/Stream"

/** An item with what a command has asked for. */
export interface Entry {
  readonly type: "file" | "folder" | "web_link"
  readonly id: string
  readonly name: string
  readonly size?: number | null
  readonly modified_at?: string | null
  readonly content_modified_at?: string | null
  readonly created_at?: string | null
  readonly sha1?: string | null
  readonly owned_by?: { readonly id?: string; readonly login?: string | null } | null
  /** Below the folder where the walk began. */
  readonly path: string
  readonly depth: number
}

/** What lists ask Box for, unless `--fields` asks for more. */
export const listFields = ["type", "id", "name", "size", "modified_at"]

/** The fields for a request: those that are needed, and the first step of those that were asked for. */
export const requestFields = (needed: ReadonlyArray<string>, asked: ReadonlyArray<string> | undefined) =>
  [
    ...new Set([
      ...needed,
      ...(asked ?? []).map((name) => (name.startsWith("metadata.") ? name : String(name.split(".")[0])))
    ])
  ].filter((name) => !["path", "depth", "type", "id"].includes(name)) as ReadonlyArray<"name"> // Box knows which it has

interface Options {
  readonly fields: ReadonlyArray<"name">
  /** How many levels; 1 is the folder itself. */
  readonly depth: number
  readonly sort?: "id" | "name" | "date" | "size" | undefined
  readonly direction?: "ASC" | "DESC" | undefined
}

/** The entries of a folder, and of the folders below it: a folder comes before what is in it. */
export const walk = (
  folder: string,
  { depth, direction, fields, sort }: Options,
  above = "",
  level = 1
): Stream.Stream<Entry, BoxError, Requirements> =>
  Stream.suspend(() => {
    const order = sort === undefined ? {} : { sort, direction: direction ?? "ASC" }
    return Folders.getFolderItems.items({ folder_id: folder, limit: 1000, fields, ...order }).pipe(
      Stream.flatMap((item) => {
        const path = above === "" ? String(item.name) : `${above}/${item.name}`
        // The fields that were asked for are there, and are read by name.
        const entry = { ...item, path, depth: level } as Entry
        const here = Stream.succeed(entry)
        return item.type === "folder" && level < depth
          ? Stream.concat(here, walk(item.id, { depth, direction, fields, sort }, path, level + 1))
          : here
      })
    )
  })
