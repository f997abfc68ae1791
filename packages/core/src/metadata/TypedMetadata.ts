/**
 * Metadata of files and folders with a schema of your own. The template is named once, and values are typed when they
 * are read and when they are written.
 *
 * @example
 * ```ts
 * import { TypedMetadata } from "@effect-box/core"
 * import { Effect, Schema } from "effect"
 *
 * const Invoice = TypedMetadata.make({
 *   scope: "enterprise",
 *   template_key: "invoice",
 *   schema: Schema.Struct({ number: Schema.String, total: Schema.Number })
 * })
 *
 * const raise = Effect.gen(function* () {
 *   const invoice = yield* Invoice.get({ file_id: "12345" })
 *   yield* Invoice.set({ file_id: "12345" }, { ...invoice, total: invoice.total + 1 })
 * })
 * ```
 *
 * @see https://developer.box.com/guides/metadata/
 */
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as FileMetadata from "../api/FileMetadata.ts"
import * as FolderMetadata from "../api/FolderMetadata.ts"
import type { MetadataFull } from "../api/schemas/Metadata.ts"
import { type BoxError, BoxDecodeError } from "../BoxError.ts"
import type { TokenStore } from "../http/TokenStore.ts"
import { invalidInput, readArgument } from "../internal/argument.ts"

/**
 * The file or folder that has the metadata.
 *
 * @category models
 * @since 0.2.0
 */
export type Item = { readonly file_id: string } | { readonly folder_id: string }

/**
 * The template, and the schema of its values.
 *
 * @category models
 * @since 0.2.0
 */
export interface Options<A, I> {
  /** `enterprise` is the enterprise of the logged-in user. */
  readonly scope: "global" | "enterprise" | `enterprise_${string}`
  readonly template_key: string
  /** The fields of the template. The fields that Box adds, whose names begin with `$`, can be omitted. */
  readonly schema: Schema.Codec<A, I>
}

/**
 * The metadata of one template.
 *
 * @category models
 * @since 0.2.0
 */
export interface TypedMetadata<A> {
  /**
   * Fails with `BoxNotFound` if the item has none, and with `BoxDecodeError` if it does not match the schema. Safe to
   * repeat.
   */
  readonly get: (item: Item) => Effect.Effect<A, BoxError, HttpClient | TokenStore>
  /** Fails with `BoxConflict` if the item already has metadata of this template. */
  readonly create: (item: Item, values: A) => Effect.Effect<A, BoxError, HttpClient | TokenStore>
  /** Creates the metadata, or changes what differs. One request reads, one writes. */
  readonly set: (item: Item, values: A) => Effect.Effect<A, BoxError, HttpClient | TokenStore>
  /** Fails with `BoxNotFound` if there is none. */
  readonly remove: (item: Item) => Effect.Effect<void, BoxError, HttpClient | TokenStore>
}

type Values = Readonly<Record<string, Schema.Json>>

type Change = FileMetadata.UpdateFileMetadataByIdInput["body"][number]

/** The path at which the values do not match, without the values. */
const placeOf = ({ issue }: Schema.SchemaError): string => {
  const [first] = SchemaIssue.makeFormatterStandardSchemaV1()(issue).issues
  return (first?.path ?? []).map((step) => String(typeof step === "object" ? step.key : step)).join(".") || "as a whole"
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The name of a field in a JSON Pointer. */
const pointer = (name: string): string => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`

/** The changes that turn `current` into `values`. Names that begin with `$` belong to Box. */
const changesFrom = (current: MetadataFull, values: Values): ReadonlyArray<Change> => {
  const names = new Set([...Object.keys(current).filter((name) => !name.startsWith("$")), ...Object.keys(values)])
  const changes: Array<Change> = []
  for (const name of names) {
    const path = pointer(name)
    const value = values[name]
    const before = current[name]
    if (value === undefined || value === null) {
      if (before !== undefined && before !== null) changes.push({ op: "remove", path })
    } else if (!isSame(before, value)) {
      // Box's documentation lists the types that a template can have. The schema comes from the caller.
      changes.push({ op: before === undefined ? "add" : "replace", path, value: value as NonNullable<Change["value"]> })
    }
  }
  return changes
}

type Needs = HttpClient | TokenStore

/** Looks at what callers without types may pass, at each call. */
const read = /*#__PURE__*/ Effect.fnUntraced(function* <A, I>(
  operation: string,
  given: Options<A, I>,
  item: Item
): Effect.fn.Return<Options<A, I> & { readonly item: Item }, BoxError> {
  const options = yield* readArgument(operation, given)
  if (!Schema.isSchema(options.schema)) return yield* invalidInput(operation, "schema must be one of effect/Schema")
  return { ...options, item: yield* readArgument(operation, item, 'item must be an object such as { file_id: "1" }') }
})

const labelOf = ({ scope, template_key }: Pick<Options<unknown, unknown>, "scope" | "template_key">): string =>
  `${String(scope)}.${String(template_key)}`

const decode = <A, I>(operation: string, options: Options<A, I>, instance: MetadataFull) =>
  Effect.mapError(Schema.decodeUnknownEffect(options.schema)(instance), (error) => {
    const message = `The metadata of ${labelOf(options)} does not fit its schema: ${placeOf(error)}`
    return new BoxDecodeError({ operation, attempts: 1, message })
  })

const encode = <A, I>(operation: string, options: Options<A, I>, values: A) =>
  Effect.mapBoth(Schema.encodeEffect(options.schema)(values), {
    onFailure: (error) =>
      invalidInput(operation, `The values do not fit the schema of ${labelOf(options)}: ${placeOf(error)}`),
    // A template has named fields, so whatever the schema, its encoded form is an object of JSON values.
    onSuccess: (encoded) =>
      Object.fromEntries(
        Object.entries(encoded as object).filter(([name, value]) => !name.startsWith("$") && value !== undefined)
      ) as Values
  })

type Place = Pick<Options<unknown, unknown>, "scope" | "template_key"> & { readonly item: Item }

const find = ({ item, scope, template_key }: Place): Effect.Effect<MetadataFull, BoxError, Needs> =>
  "file_id" in item
    ? FileMetadata.getFileMetadataById({ scope, template_key, file_id: item.file_id })
    : FolderMetadata.getFolderMetadataById({ scope, template_key, folder_id: item.folder_id })

const add = ({ item, scope, template_key }: Place, body: Values): Effect.Effect<MetadataFull, BoxError, Needs> =>
  "file_id" in item
    ? FileMetadata.createFileMetadataById({ scope, template_key, file_id: item.file_id, body })
    : FolderMetadata.createFolderMetadataById({ scope, template_key, folder_id: item.folder_id, body })

const change = (
  { item, scope, template_key }: Place,
  body: ReadonlyArray<Change>
): Effect.Effect<MetadataFull, BoxError, Needs> =>
  "file_id" in item
    ? FileMetadata.updateFileMetadataById({ scope, template_key, file_id: item.file_id, body })
    : FolderMetadata.updateFolderMetadataById({ scope, template_key, folder_id: item.folder_id, body })

const remove = ({ item, scope, template_key }: Place): Effect.Effect<void, BoxError, Needs> =>
  "file_id" in item
    ? FileMetadata.deleteFileMetadataById({ scope, template_key, file_id: item.file_id })
    : FolderMetadata.deleteFolderMetadataById({ scope, template_key, folder_id: item.folder_id })

/**
 * Makes typed access to the metadata of one template.
 *
 * @example
 * ```ts
 * import { TypedMetadata } from "@effect-box/core"
 * import { Schema } from "effect"
 *
 * const Invoice = TypedMetadata.make({
 *   scope: "enterprise",
 *   template_key: "invoice",
 *   schema: Schema.Struct({ number: Schema.String })
 * })
 *
 * const add = Invoice.create({ folder_id: "67890" }, { number: "2026-001" })
 * ```
 *
 * @category constructors
 * @since 0.2.0
 */
export const make = <A, I>(given: Options<A, I>): TypedMetadata<A> => ({
  get: Effect.fnUntraced(function* (item: Item) {
    const operation = "TypedMetadata.get"
    const options = yield* read(operation, given, item)
    return yield* decode(operation, options, yield* find(options))
  }),
  create: Effect.fnUntraced(function* (item: Item, values: A) {
    const operation = "TypedMetadata.create"
    const options = yield* read(operation, given, item)
    return yield* decode(operation, options, yield* add(options, yield* encode(operation, options, values)))
  }),
  set: Effect.fnUntraced(function* (item: Item, values: A) {
    const operation = "TypedMetadata.set"
    const options = yield* read(operation, given, item)
    const encoded = yield* encode(operation, options, values)
    const current = yield* Effect.catchTag(find(options), "BoxNotFound", () => Effect.succeed(undefined))
    if (current === undefined) return yield* decode(operation, options, yield* add(options, encoded))
    const changes = changesFrom(current, encoded)
    return yield* decode(operation, options, changes.length === 0 ? current : yield* change(options, changes))
  }),
  remove: (item) => Effect.flatMap(read("TypedMetadata.remove", given, item), remove)
})
