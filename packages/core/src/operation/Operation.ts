/**
 * Operations as values: what Box's documentation says about a call, in a form that can be called, paged and faked.
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

/** An argument object that may be left out when all of it is optional. */
export type Argument<Input> = {} extends Input ? [input?: Input] : [input: Input]

/** What a fake has to know of an operation: its input, and what it answers. */
export interface Signature<in Input, out Output> {
  readonly spec: Spec
  /** Never there at run time. */
  readonly "~signature"?: { readonly input: (input: Input) => void; readonly output: Output }
}

export interface Operation<Input, out Output, out R = HttpClient | TokenStore> extends Signature<Input, Output> {
  (...input: Argument<Input>): Effect.Effect<Output, BoxError.BoxError, R>
}

/** An operation that answers with bytes. The stream starts the request; running it again asks again. */
export interface BytesOperation<Input, out R = HttpClient | TokenStore> extends Signature<Input, Uint8Array> {
  (...input: Argument<Input>): Stream.Stream<Uint8Array, BoxError.BoxError, R>
}

type Fixed = "type" | "id" | "etag"

/** The names that `fields` may hold for a type, and `metadata.<scope>.<template>`. */
export type FieldName<Full> =
  | (Full extends unknown ? Extract<keyof Full, string> : never)
  | `metadata.${string}.${string}`

type Key<F> = F extends `metadata.${string}` ? "metadata" : F

type Flat<T> = { readonly [K in keyof T]: T[K] }

type Missing<Full, F> = Exclude<Key<F>, keyof Full | "metadata">

/** What is there when `fields` asks for `F`: these, and `type`, `id` and `etag`. */
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

/** The answer for `fields`, or the standard one without them. */
type Chosen<Full, Standard, F> = F extends ReadonlyArray<infer Name extends string> ? Narrowed<Full, Name> : Standard

/** An operation whose answer is narrowed by `fields`. */
export interface FieldsOperation<Input, Full, out Standard>
  extends Signature<Input & { readonly fields?: Fields<Full> | undefined }, Full> {
  <const F extends Fields<Full> | undefined = undefined>(
    ...input: FieldsArgument<Input, F>
  ): Effect.Effect<Chosen<Full, Standard, F>, BoxError.BoxError, HttpClient | TokenStore>
}

/** As {@link FieldsArgument}, with an etag: if it is still the current one, the answer is `undefined`. */
type ConditionalArgument<Input, F, E> = {} extends Input
  ? [input?: Input & { readonly fields?: F; readonly if_none_match?: E }]
  : [input: Input & { readonly fields?: F; readonly if_none_match?: E }]

/** {@link FieldsOperation} that answers `undefined` when the item is still what `if_none_match` says. */
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

/** An answer with `entries` of which only `fields` were asked for. */
export type NarrowedEntries<Result, Full, F extends string> = {
  readonly [K in keyof Result]: K extends "entries"
    ? ReadonlyArray<Narrowed<Full, F>> | Extract<Result[K], null>
    : Result[K]
}

/** As {@link Chosen}, of an answer with `entries`. */
type ChosenEntries<Result, Full, F> =
  F extends ReadonlyArray<infer Name extends string> ? NarrowedEntries<Result, Full, Name> : Result

/** An operation whose answer has `entries`, narrowed by `fields`. */
export interface EntriesFieldsOperation<Input, Full, out Result>
  extends Signature<
    Input & { readonly fields?: Fields<Full> | undefined },
    Omit<Result, "entries"> & { readonly entries?: ReadonlyArray<Full> | null }
  > {
  <const F extends Fields<Full> | undefined = undefined>(
    ...input: FieldsArgument<Input, F>
  ): Effect.Effect<ChosenEntries<Result, Full, F>, BoxError.BoxError, HttpClient | TokenStore>
}

/** A list: one page by calling it, all pages and all items as Streams that fetch only what is consumed. */
export interface PagedOperation<Input, Item, out Result extends Page<Item>> extends Operation<Input, Result> {
  readonly pages: (...input: Argument<Input>) => Stream.Stream<Result, BoxError.BoxError, HttpClient | TokenStore>
  readonly items: (...input: Argument<Input>) => Stream.Stream<Item, BoxError.BoxError, HttpClient | TokenStore>
}

/** A list whose items are narrowed by `fields`. */
export interface PagedFieldsOperation<Input, Full, Standard, out Result extends Page<Standard>>
  extends EntriesFieldsOperation<Input, Full, Result> {
  readonly pages: <const F extends Fields<Full> | undefined = undefined>(
    ...input: FieldsArgument<Input, F>
  ) => Stream.Stream<ChosenEntries<Result, Full, F>, BoxError.BoxError, HttpClient | TokenStore>
  readonly items: <const F extends Fields<Full> | undefined = undefined>(
    ...input: FieldsArgument<Input, F>
  ) => Stream.Stream<Chosen<Full, Standard, F>, BoxError.BoxError, HttpClient | TokenStore>
}

/** What a spec says of the answer: the schema has to fit the type, and without an answer there is none. */
// biome-ignore lint/suspicious/noConfusingVoidType: `void` is what an operation without an answer is declared with.
type Answering<Output> = [Output] extends [void]
  ? { readonly output?: undefined }
  : { readonly output: () => Schema.Codec<Exclude<Output, undefined>> }

/** An operation that answers one value. `Input` is what `spec` says; the answer is checked by `output`. */
export const make = <Input, Output, R = HttpClient | TokenStore>(
  spec: Spec & Answering<Output>
): Operation<Input, Output, R> =>
  // `build` makes exactly this from a spec without paging; the type parameters describe what goes over the wire.
  build(spec) as Operation<Input, Output, R>

/** An operation that answers with bytes, here or at the address that a 302 names. */
export const makeBytes = <Input, R = HttpClient | TokenStore>(spec: Spec): BytesOperation<Input, R> =>
  // As `make`.
  buildBytes(spec) as unknown as BytesOperation<Input, R>

/** A list. `spec.paging` says how it goes on. */
export const makePaged = <Input, Item, Result extends Page<Item>>(
  spec: Spec & { readonly paging: Paging }
): PagedOperation<Input, Item, Result> =>
  // `buildPaged` adds `pages` and `items` to a spec with paging.
  buildPaged(spec) as PagedOperation<Input, Item, Result>
