/**
 * Where the items of a job come from, in a form that planning can continue after a crash: a source is a set of
 * positions, and reading a position gives items and further positions. Each page is written together with the positions
 * behind it, so a tree of millions is walked once, whatever happens to the process.
 *
 * @example
 * ```ts
 * import { JobSource } from "@effect-box/core/jobs"
 *
 * const reports = JobSource.tree({ folder_id: "0", type: "file", where: (file) => file.name.endsWith(".pdf") })
 * ```
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { getFolderItems } from "../api/Folders.ts"
import {
  type SearchByMetadataQueryInput,
  type SearchForContentInput,
  searchByMetadataQuery,
  searchForContent
} from "../api/Search.ts"
import { invalidInput } from "../internal/argument.ts"
import type { Requirements } from "../operation/Operation.ts"
import { entriesOf } from "../operation/internal/pages.ts"

/**
 * What reading a position found: items, positions behind it, and whether the position is now read to its end.
 *
 * @category models
 * @since 0.2.0
 */
export interface Page<out Item> {
  readonly items: ReadonlyArray<Item>
  /** Positions that are to be read as well. One that is known already is not read twice. */
  readonly next: ReadonlyArray<string>
  /** The last page of this position. Without one, the end of the stream is the end of the position. */
  readonly last: boolean
}

/**
 * Items that can be planned durably.
 *
 * @category models
 * @since 0.2.0
 */
export interface JobSource<Item, out R = never> {
  /** How an item is kept in the ledger. */
  readonly schema: Schema.Codec<Item, unknown>
  /** Identifies an item within a run: a key that comes again is not planned again. Must not be empty. */
  readonly key: (item: Item) => string
  /** The positions to begin with. */
  readonly positions: ReadonlyArray<string>
  /** Reads a position. After a crash it is read again from its beginning. */
  readonly read: (position: string) => Stream.Stream<Page<Item>, unknown, R>
}

/**
 * Makes a source out of its parts, for anything that is read by pages.
 *
 * @example
 * ```ts
 * import { JobSource } from "@effect-box/core/jobs"
 * import { Schema, Stream } from "effect"
 *
 * const hundreds = JobSource.make({
 *   schema: Schema.Int,
 *   key: String,
 *   positions: ["0"],
 *   read: (from) => {
 *     const items = Array.from({ length: 100 }, (_, index) => Number(from) + index)
 *     const next = Number(from) < 900 ? [String(Number(from) + 100)] : []
 *     return Stream.succeed({ items, next, last: true })
 *   }
 * })
 * ```
 *
 * @category constructors
 * @since 0.2.0
 */
export const make = <Item, R = never>(source: JobSource<Item, R>): JobSource<Item, R> => source

/**
 * Items of a stream, such as the rows of a CSV file. After a crash during planning, the stream runs again from its
 * beginning, and items whose keys are known are skipped: its keys must be the same again. Takes pages of 500.
 *
 * @example
 * ```ts
 * import { JobSource } from "@effect-box/core/jobs"
 * import { Schema, Stream } from "effect"
 *
 * const source = JobSource.fromStream(Stream.make({ id: "17", owner: "ann" }, { id: "18", owner: "bob" }), {
 *   schema: Schema.Struct({ id: Schema.String, owner: Schema.String }),
 *   key: (row) => row.id
 * })
 * ```
 *
 * @category constructors
 * @since 0.2.0
 */
export const fromStream = <Item, E, R>(
  stream: Stream.Stream<Item, E, R>,
  options: { readonly schema: Schema.Codec<Item, unknown>; readonly key: (item: Item) => string }
): JobSource<Item, R> => ({
  ...options,
  positions: [""],
  read: () => Stream.map(Stream.grouped(stream, 500), (items): Page<Item> => ({ items, next: [], last: false }))
})

/**
 * The schema of {@link TreeItem}.
 *
 * @category schemas
 * @since 0.2.0
 */
export const TreeItem = /*#__PURE__*/ Schema.Struct({
  type: Schema.Literals(["file", "folder", "web_link"]),
  id: Schema.String,
  name: Schema.String,
  /** The folder that it is in. */
  parent_id: Schema.String,
  /** The names of the folders between the root of the tree and the item, joined by slashes. */
  folder_path: Schema.String,
  etag: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** Bytes. */
  size: Schema.optionalKey(Schema.Number),
  sha1: Schema.optionalKey(Schema.String),
  created_at: Schema.optionalKey(Schema.NullOr(Schema.String)),
  modified_at: Schema.optionalKey(Schema.NullOr(Schema.String)),
  content_modified_at: Schema.optionalKey(Schema.NullOr(Schema.String))
})

/**
 * An item below a folder.
 *
 * @category models
 * @since 0.2.0
 */
export type TreeItem = typeof TreeItem.Type

/**
 * An item below a folder, of a type.
 *
 * @category models
 * @since 0.2.0
 */
export type TreeItemOf<Type extends TreeItem["type"]> = TreeItem & { readonly type: Type }

const treeFields = ["name", "size", "sha1", "created_at", "modified_at", "content_modified_at"] as const

/**
 * What can be known of an item of a tree beside its id, type, name, etag and place.
 *
 * @category models
 * @since 0.2.0
 */
export type TreeField = Exclude<(typeof treeFields)[number], "name">

/**
 * The argument of {@link tree}.
 *
 * @category models
 * @since 0.2.0
 */
export interface TreeInput<Type extends TreeItem["type"]> {
  readonly folder_id: string
  /** Only items of this type. Default: all. */
  readonly type?: Type | undefined
  /** How many levels below the folder are read: 1 is what lies directly in it. Default: all. */
  readonly depth?: number | undefined
  /** Only items for which this is true. It sees all of {@link TreeField}. */
  readonly where?: ((item: TreeItemOf<Type>) => boolean) | undefined
  /**
   * What is kept of each item in the ledger, and given to `run`. Less makes a smaller ledger. Default `size` and
   * `modified_at`.
   */
  readonly keep?: ReadonlyArray<TreeField> | undefined
}

/** A page of a folder. `m` is the marker, `p` the path of the folder below the root of the tree. */
const TreePosition = /*#__PURE__*/ Schema.fromJsonString(
  /*#__PURE__*/ Schema.Struct({
    f: Schema.String,
    p: Schema.String,
    m: Schema.optionalKey(Schema.String)
  })
)
const decodeTreePosition = /*#__PURE__*/ Schema.decodeEffect(TreePosition)
/** A folder that is no text is refused by the decoding of the position. */
const treePosition = (f: string, p: string, m?: string): string =>
  JSON.stringify(m === undefined ? { f, p } : { f, p, m })

const readTree = /*#__PURE__*/ Effect.fnUntraced(function* (input: TreeInput<TreeItem["type"]>, position: string) {
  const { f, p, m } = yield* decodeTreePosition(position)
  const { depth = Number.POSITIVE_INFINITY, type, where, keep = ["size", "modified_at"] } = input
  const level = p === "" ? 1 : p.split("/").length + 1
  const page = yield* getFolderItems({
    folder_id: f,
    usemarker: true,
    limit: 1000,
    fields: [...treeFields],
    ...(m === undefined ? {} : { marker: m })
  })
  const items: Array<TreeItem> = []
  const next: Array<string> = []
  for (const entry of yield* entriesOf(getFolderItems, page)) {
    const name = entry.name ?? entry.id
    if (entry.type === "folder" && level < depth) next.push(treePosition(entry.id, p === "" ? name : `${p}/${name}`))
    if (type !== undefined && entry.type !== type) continue
    const known: Readonly<Partial<Record<TreeField, unknown>>> = entry
    const place = { type: entry.type, id: entry.id, name, parent_id: f, folder_path: p }
    const pick = (fields: ReadonlyArray<TreeField>) =>
      Object.fromEntries(fields.flatMap((field) => (known[field] === undefined ? [] : [[field, known[field]]])))
    // `pick` copies properties of an answer whose types were checked; TypeScript cannot follow the names.
    const etag = entry.etag === undefined ? {} : { etag: entry.etag }
    if (where !== undefined && !where({ ...place, ...etag, ...pick(treeFields.slice(1) as ReadonlyArray<TreeField>) }))
      continue
    items.push({ ...place, ...etag, ...pick(keep) })
  }
  const marker = page.next_marker
  if (typeof marker === "string" && marker !== "") next.push(treePosition(f, p, marker))
  return { items, next, last: true }
})

/**
 * Everything below a folder, or what of it has a `type` and satisfies `where`. Reads pages of 1,000 entries. A folder
 * that cannot be read is a failure of the run, listed and retried like an item's. Items that are moved, added or removed
 * while the tree is walked may be missed, as with every list of Box.
 *
 * @example
 * ```ts
 * import { JobSource } from "@effect-box/core/jobs"
 *
 * const large = JobSource.tree({ folder_id: "0", type: "file", where: ({ size = 0 }) => size > 1_000_000_000 })
 * ```
 *
 * @see https://developer.box.com/reference/get-folders-id-items/
 * @category constructors
 * @since 0.2.0
 */
export const tree = <const Type extends TreeItem["type"] = TreeItem["type"]>(
  input: TreeInput<Type>
): JobSource<TreeItemOf<Type>, Requirements> => {
  const source: JobSource<TreeItem, Requirements> = {
    schema: TreeItem,
    key: (item) => `${item.type}/${item.id}`,
    positions: [treePosition(input.folder_id, "")],
    // `where` sees items of the type alone; TypeScript cannot follow that.
    read: (position) => Stream.fromEffect(readTree(input as unknown as TreeInput<TreeItem["type"]>, position))
  }
  // Items of other types are left out.
  return source as unknown as JobSource<TreeItemOf<Type>, Requirements>
}

/**
 * The schema of {@link FoundItem}.
 *
 * @category schemas
 * @since 0.2.0
 */
export const FoundItem = /*#__PURE__*/ Schema.Struct({
  type: Schema.Literals(["file", "folder", "web_link"]),
  id: Schema.String,
  name: Schema.String,
  etag: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** Bytes. */
  size: Schema.optionalKey(Schema.Number),
  modified_at: Schema.optionalKey(Schema.NullOr(Schema.String))
})

/**
 * An item that a search or a metadata query found.
 *
 * @category models
 * @since 0.2.0
 */
export type FoundItem = typeof FoundItem.Type

interface Entry {
  readonly type: string
  readonly id: string
  readonly name?: string | null | undefined
  readonly etag?: string | null | undefined
  readonly size?: number | null | undefined
  readonly modified_at?: string | null | undefined
}

const isItemType = (type: string): type is FoundItem["type"] =>
  type === "file" || type === "folder" || type === "web_link"

const found = (entry: Entry): ReadonlyArray<FoundItem> =>
  isItemType(entry.type)
    ? [
        {
          type: entry.type,
          id: entry.id,
          name: entry.name ?? entry.id,
          ...(entry.etag === undefined ? {} : { etag: entry.etag }),
          ...(typeof entry.size === "number" ? { size: entry.size } : {}),
          ...(entry.modified_at === undefined ? {} : { modified_at: entry.modified_at })
        }
      ]
    : []

const searchLimit = 200
/** Box serves no results beyond this offset. */
const lastOffset = 10_000

const tooMany = invalidInput("JobSource.search", "Box lists at most 10,000 results of a search: make it narrower")

type SearchInput = Omit<SearchForContentInput, "offset" | "limit" | "include_recent_shared_links">

const readSearch = /*#__PURE__*/ Effect.fnUntraced(function* (input: SearchInput, position: string) {
  const offset = Number(position)
  const page = yield* searchForContent({
    ...input,
    offset,
    limit: searchLimit,
    fields: ["name", "size", "modified_at"]
  })
  const entries: ReadonlyArray<Entry> = yield* entriesOf(searchForContent, page)
  const after = offset + searchLimit
  const total = page.total_count
  const more = entries.length > 0 && (typeof total === "number" ? after < total : entries.length === searchLimit)
  const here = { items: entries.flatMap(found), next: more && after < lastOffset ? [String(after)] : [] }
  return more && after >= lastOffset
    ? Stream.concat(Stream.succeed({ ...here, last: false }), Stream.fail(tooMany))
    : Stream.succeed({ ...here, last: true })
})

/**
 * The results of a search. Reads pages of 200 by offset. Box serves at most 10,000 results: a search with more is a
 * failure of planning, after the first 10,000 were planned.
 *
 * @example
 * ```ts
 * import { JobSource } from "@effect-box/core/jobs"
 *
 * const invoices = JobSource.search({ query: "invoice", type: "file", file_extensions: ["pdf"] })
 * ```
 *
 * @see https://developer.box.com/reference/get-search/
 * @category constructors
 * @since 0.2.0
 */
export const search = (
  input: Omit<SearchForContentInput, "offset" | "limit" | "include_recent_shared_links">
): JobSource<FoundItem, Requirements> => ({
  schema: FoundItem,
  key: (item) => `${item.type}/${item.id}`,
  positions: ["0"],
  read: (position) => Stream.unwrap(readSearch(input, position))
})

const readMetadataQuery = /*#__PURE__*/ Effect.fnUntraced(function* (
  input: Omit<SearchByMetadataQueryInput, "marker" | "limit" | "fields">,
  position: string
) {
  const page = yield* searchByMetadataQuery({
    ...input,
    fields: ["name", "size", "modified_at"],
    limit: 100,
    ...(position === "" ? {} : { marker: position })
  })
  const entries: ReadonlyArray<Entry> = yield* entriesOf(searchByMetadataQuery, page)
  const marker = page.next_marker ?? ""
  return { items: entries.flatMap(found), next: marker === "" ? [] : [marker], last: true }
})

/**
 * The files and folders that a metadata query finds. Reads pages of 100 by marker.
 *
 * @example
 * ```ts
 * import { JobSource } from "@effect-box/core/jobs"
 *
 * const overdue = JobSource.metadataQuery({
 *   from: "enterprise_123.contract",
 *   query: "status = :status",
 *   query_params: { status: "overdue" },
 *   ancestor_folder_id: "0"
 * })
 * ```
 *
 * @see https://developer.box.com/reference/post-metadata-queries-execute-read/
 * @category constructors
 * @since 0.2.0
 */
export const metadataQuery = (
  input: Omit<SearchByMetadataQueryInput, "marker" | "limit" | "fields">
): JobSource<FoundItem, Requirements> => ({
  schema: FoundItem,
  key: (item) => `${item.type}/${item.id}`,
  positions: [""],
  read: (position) => Stream.fromEffect(readMetadataQuery(input, position))
})
