/**
 * Operations as values: the description of a call, in a form that can be called, paged and faked.
 *
 * @example
 * ```ts
 * import { Operation } from "@effect-box/core"
 * import { Schema } from "effect"
 *
 * const getCollections = Operation.make<{ readonly limit?: number }, { readonly total_count: number }>({
 *   name: "Collections.getCollections",
 *   method: "GET",
 *   path: "/collections",
 *   query: ["limit"],
 *   output: () => Schema.Struct({ total_count: Schema.Number })
 * })
 * ```
 */
import type * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import type * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import type * as BoxError from "../BoxError.ts"
import type { TokenStore } from "../http/TokenStore.ts"
import { build, buildBytes, buildPaged } from "./internal/build.ts"
import type { BodyEncoder, Content, FilePart, Page, Paging, Requirements, Spec, Thumbnail } from "./internal/spec.ts"
import type { Time } from "../internal/timestamp.ts"

export type { BodyEncoder, Content, FilePart, Page, Paging, Requirements, Spec, Thumbnail, Time }

export { bytesBody, formBody, multipartBody } from "./internal/encodedBody.ts"

/**
 * The argument of an operation. It can be omitted if all of its properties are optional.
 *
 * @category models
 * @since 0.1.0
 */
export type Argument<Input> = {} extends Input ? [input?: Input] : [input: Input]

/**
 * The input and the output of an operation, as `Fake` needs them.
 *
 * @category models
 * @since 0.1.0
 */
export interface Signature<in Input, out Output> {
  readonly spec: Spec
  /** Exists only in the type. */
  readonly "~signature"?: { readonly input: (input: Input) => void; readonly output: Output }
}

/**
 * An operation that returns one value.
 *
 * @category models
 * @since 0.1.0
 */
export interface Operation<Input, out Output, out R = HttpClient | TokenStore> extends Signature<Input, Output> {
  (...input: Argument<Input>): Effect.Effect<Output, BoxError.BoxError, R>
}

/**
 * An operation that returns bytes. Running the stream sends the request; running it again sends it again.
 *
 * @category models
 * @since 0.1.0
 */
export interface BytesOperation<Input, out R = HttpClient | TokenStore> extends Signature<Input, Uint8Array> {
  (...input: Argument<Input>): Stream.Stream<Uint8Array, BoxError.BoxError, R>
}

type Fixed = "type" | "id" | "etag"

/**
 * The names that `fields` may contain for a type, and `metadata.<scope>.<template>`.
 *
 * @category models
 * @since 0.1.0
 */
export type FieldName<Full> =
  | (Full extends unknown ? Extract<keyof Full, string> : never)
  | `metadata.${string}.${string}`

type Key<F> = F extends `metadata.${string}` ? "metadata" : F

type Flat<T> = { readonly [K in keyof T]: T[K] }

type Missing<Full, F> = Exclude<Key<F>, keyof Full | "metadata">

/**
 * The properties of an answer to a call with `fields`: the requested ones, and `type`, `id` and `etag`.
 *
 * @category models
 * @since 0.1.0
 */
export type Narrowed<Full, F extends string> = Full extends unknown
  ? [Missing<Full, F>] extends [never]
    ? { readonly [K in keyof Full as K extends Fixed | Key<F> ? K : never]: Full[K] }
    : Flat<
        { readonly [K in keyof Full as K extends Fixed | Key<F> ? K : never]: Full[K] } & {
          readonly [K in Missing<Full, F>]?: undefined
        }
      >
  : never

type Fields<Full> = ReadonlyArray<FieldName<Full>>

/** As {@link Argument}, with `fields`. */
type FieldsArgument<Input, F> = {} extends Input
  ? [input?: Input & { readonly fields?: F }]
  : [input: Input & { readonly fields?: F }]

/** The answer for `fields`, or the standard one without. */
type Chosen<Full, Standard, F> = F extends ReadonlyArray<infer Name extends string> ? Narrowed<Full, Name> : Standard

/**
 * An operation whose answer is narrowed by `fields`.
 *
 * @category models
 * @since 0.1.0
 */
export interface FieldsOperation<Input, Full, out Standard>
  extends Signature<Input & { readonly fields?: Fields<Full> | undefined }, Full> {
  <const F extends Fields<Full> | undefined = undefined>(
    ...input: FieldsArgument<Input, F>
  ): Effect.Effect<Chosen<Full, Standard, F>, BoxError.BoxError, HttpClient | TokenStore>
}

/** As {@link FieldsArgument}, with an etag. If it is still the current one, the answer is `undefined`. */
type ConditionalArgument<Input, F, E> = {} extends Input
  ? [input?: Input & { readonly fields?: F; readonly if_none_match?: E }]
  : [input: Input & { readonly fields?: F; readonly if_none_match?: E }]

/**
 * A {@link FieldsOperation} that returns `undefined` if the item's etag is still `if_none_match`.
 *
 * @category models
 * @since 0.1.0
 */
export interface ConditionalFieldsOperation<Input, Full, out Standard>
  extends Signature<
    Input & { readonly fields?: Fields<Full> | undefined; readonly if_none_match?: string | undefined },
    Full | undefined
  > {
  <const F extends Fields<Full> | undefined = undefined, E extends string | undefined = undefined>(
    ...input: ConditionalArgument<Input, F, E>
  ): Effect.Effect<
    Chosen<Full, Standard, F> | (E extends string ? undefined : never),
    BoxError.BoxError,
    HttpClient | TokenStore
  >
}

/**
 * An answer with `entries` that contain only the requested `fields`.
 *
 * @category models
 * @since 0.1.0
 */
export type NarrowedEntries<Result, Full, F extends string> = {
  readonly [K in keyof Result]: K extends "entries"
    ? ReadonlyArray<Narrowed<Full, F>> | Extract<Result[K], null>
    : Result[K]
}

/** As {@link Chosen}, for an answer with `entries`. */
type ChosenEntries<Result, Full, F> =
  F extends ReadonlyArray<infer Name extends string> ? NarrowedEntries<Result, Full, Name> : Result

/**
 * An operation whose answer has `entries`, narrowed by `fields`.
 *
 * @category models
 * @since 0.1.0
 */
export interface EntriesFieldsOperation<Input, Full, out Result>
  extends Signature<
    Input & { readonly fields?: Fields<Full> | undefined },
    Omit<Result, "entries"> & { readonly entries?: ReadonlyArray<Full> | null }
  > {
  <const F extends Fields<Full> | undefined = undefined>(
    ...input: FieldsArgument<Input, F>
  ): Effect.Effect<ChosenEntries<Result, Full, F>, BoxError.BoxError, HttpClient | TokenStore>
}

/**
 * A list. A call returns one page; `pages` and `items` are streams of all pages and all items that fetch only what is
 * consumed.
 *
 * @category models
 * @since 0.1.0
 */
export interface PagedOperation<Input, Item, out Result extends Page<Item>> extends Operation<Input, Result> {
  readonly pages: (...input: Argument<Input>) => Stream.Stream<Result, BoxError.BoxError, HttpClient | TokenStore>
  readonly items: (...input: Argument<Input>) => Stream.Stream<Item, BoxError.BoxError, HttpClient | TokenStore>
}

/**
 * A list whose items are narrowed by `fields`.
 *
 * @category models
 * @since 0.1.0
 */
export interface PagedFieldsOperation<Input, Full, Standard, out Result extends Page<Standard>>
  extends EntriesFieldsOperation<Input, Full, Result> {
  readonly pages: <const F extends Fields<Full> | undefined = undefined>(
    ...input: FieldsArgument<Input, F>
  ) => Stream.Stream<ChosenEntries<Result, Full, F>, BoxError.BoxError, HttpClient | TokenStore>
  readonly items: <const F extends Fields<Full> | undefined = undefined>(
    ...input: FieldsArgument<Input, F>
  ) => Stream.Stream<Chosen<Full, Standard, F>, BoxError.BoxError, HttpClient | TokenStore>
}

/**
 * The part of a spec that describes the answer. The schema must match the type; an operation without an answer has
 * none.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: operations without an answer are declared with `void`.
type Answering<Output> = [Output] extends [void]
  ? { readonly output?: undefined }
  : { readonly output: () => Schema.Codec<Exclude<Output, undefined>> }

/**
 * Makes an operation that returns one value. `Input` is what `spec` describes; the answer is checked by `output`.
 *
 * @example
 * ```ts
 * import { Operation } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect, Schema } from "effect"
 *
 * const getFolder = Operation.make<{ readonly folder_id: string }, { readonly name: string }>({
 *   name: "Folders.getFolder",
 *   method: "GET",
 *   path: "/folders/{folder_id}",
 *   output: () => Schema.Struct({ name: Schema.String })
 * })
 *
 * const name = getFolder({ folder_id: "0" }).pipe(
 *   Effect.map((folder) => folder.name),
 *   Effect.provide(BoxEmulator.layer)
 * )
 *
 * console.log(await Effect.runPromise(name)) // All Files
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <Input, Output, R = HttpClient | TokenStore>(
  spec: Spec & Answering<Output>
): Operation<Input, Output, R> =>
  // `build` returns exactly this for a spec without paging. The type parameters describe the wire format.
  build(spec) as Operation<Input, Output, R>

/**
 * Makes an operation that returns bytes, directly or from the address of a 302.
 *
 * @example
 * ```ts
 * import { Operation } from "@effect-box/core"
 *
 * const downloadFile = Operation.makeBytes<{ readonly file_id: string }>({
 *   name: "Downloads.downloadFile",
 *   method: "GET",
 *   path: "/files/{file_id}/content",
 *   accepts: [302]
 * })
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const makeBytes = <Input, R = HttpClient | TokenStore>(spec: Spec): BytesOperation<Input, R> =>
  // As `make`.
  buildBytes(spec) as unknown as BytesOperation<Input, R>

/**
 * Makes a list. `spec.paging` says how pages follow each other.
 *
 * @example
 * ```ts
 * import { Operation } from "@effect-box/core"
 * import { Schema } from "effect"
 *
 * interface Collection {
 *   readonly id: string
 * }
 *
 * const getCollections = Operation.makePaged<{ readonly limit?: number }, Collection, Operation.Page<Collection>>({
 *   name: "Collections.getCollections",
 *   method: "GET",
 *   path: "/collections",
 *   query: ["limit", "offset"],
 *   paging: "offset",
 *   output: () => Schema.Struct({ entries: Schema.Array(Schema.Struct({ id: Schema.String })) })
 * })
 *
 * const all = getCollections.items()
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const makePaged = <Input, Item, Result extends Page<Item>>(
  spec: Spec & { readonly paging: Paging }
): PagedOperation<Input, Item, Result> =>
  // `buildPaged` adds `pages` and `items` to a spec with paging.
  buildPaged(spec) as PagedOperation<Input, Item, Result>
