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
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { BoxConfig } from "../http/BoxConfig.ts"
import type * as BoxError from "../BoxError.ts"
import { FakeAnswers } from "./internal/fakeAnswers.ts"
import { type BoxAnswer, type BoxCall, execute, executeBare, open, openBare } from "../http/internal/send.ts"
import { bytesOf, jsonReader, textReader, thumbnailReader } from "./internal/answer.ts"
import { buildCallWithBody } from "./internal/call.ts"
import { walk } from "./internal/pages.ts"
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

export interface Operation<Input, out Output, out R = Requirements> extends Signature<Input, Output> {
  (...input: Argument<Input>): Effect.Effect<Output, BoxError.BoxError, R>
}

/** An operation that answers with bytes. The stream starts the request; running it again asks again. */
export interface BytesOperation<Input, out R = Requirements> extends Signature<Input, Uint8Array> {
  (...input: Argument<Input>): Stream.Stream<Uint8Array, BoxError.BoxError, R>
}

type Fixed = "type" | "id" | "etag"

/** The names that `fields` may hold for a type, and `metadata.<scope>.<template>`. */
export type FieldName<Full> =
  | (Full extends unknown ? Extract<keyof Full, string> : never)
  | `metadata.${string}.${string}`

type Key<F> = F extends `metadata.${string}` ? "metadata" : F

/** What is there when `fields` asks for `F`: these, and `type`, `id` and `etag`. */
export type Narrowed<Full, F extends string> = Full extends unknown
  ? { readonly [K in keyof Full as K extends Fixed | Key<F> ? K : never]: Full[K] } & {
      readonly [K in Exclude<Key<F>, keyof Full | "metadata">]?: undefined
    }
  : never

type Fields<Full> = ReadonlyArray<FieldName<Full>>

interface NoFields {
  readonly fields?: undefined
}

/** An operation whose answer is narrowed by `fields`. */
export interface FieldsOperation<Input, Full, out Standard>
  extends Signature<Input & { readonly fields?: Fields<Full> | undefined }, Full> {
  <const F extends Fields<Full>>(
    input: Input & { readonly fields: F }
  ): Effect.Effect<Narrowed<Full, F[number]>, BoxError.BoxError, Requirements>
  (...input: Argument<Input & NoFields>): Effect.Effect<Standard, BoxError.BoxError, Requirements>
}

interface IfChanged {
  /** An etag: if it is still the current one, the answer is `undefined`. */
  readonly if_none_match: string | undefined
}

interface Always {
  readonly if_none_match?: undefined
}

/** {@link FieldsOperation} that answers `undefined` when the item is still what `if_none_match` says. */
export interface ConditionalFieldsOperation<Input, Full, out Standard>
  extends Signature<
    Input & { readonly fields?: Fields<Full> | undefined; readonly if_none_match?: string | undefined },
    Full | undefined
  > {
  <const F extends Fields<Full>>(
    input: Input & { readonly fields: F } & IfChanged
  ): Effect.Effect<Narrowed<Full, F[number]> | undefined, BoxError.BoxError, Requirements>
  <const F extends Fields<Full>>(
    input: Input & { readonly fields: F } & Always
  ): Effect.Effect<Narrowed<Full, F[number]>, BoxError.BoxError, Requirements>
  (input: Input & NoFields & IfChanged): Effect.Effect<Standard | undefined, BoxError.BoxError, Requirements>
  (...input: Argument<Input & NoFields & Always>): Effect.Effect<Standard, BoxError.BoxError, Requirements>
}

/** An answer with `entries` of which only `fields` were asked for. */
export type NarrowedEntries<Result, Full, F extends string> = {
  readonly [K in keyof Result]: K extends "entries"
    ? ReadonlyArray<Narrowed<Full, F>> | Extract<Result[K], null>
    : Result[K]
}

/** An operation whose answer has `entries`, narrowed by `fields`. */
export interface EntriesFieldsOperation<Input, Full, out Result>
  extends Signature<
    Input & { readonly fields?: Fields<Full> | undefined },
    Omit<Result, "entries"> & { readonly entries?: ReadonlyArray<Full> | null }
  > {
  <const F extends Fields<Full>>(
    input: Input & { readonly fields: F }
  ): Effect.Effect<NarrowedEntries<Result, Full, F[number]>, BoxError.BoxError, Requirements>
  (...input: Argument<Input & NoFields>): Effect.Effect<Result, BoxError.BoxError, Requirements>
}

/** A list: one page by calling it, all pages and all items as Streams that fetch only what is consumed. */
export interface PagedOperation<Input, Item, out Result extends Page<Item>> extends Operation<Input, Result> {
  readonly pages: (...input: Argument<Input>) => Stream.Stream<Result, BoxError.BoxError, Requirements>
  readonly items: (...input: Argument<Input>) => Stream.Stream<Item, BoxError.BoxError, Requirements>
}

/** A list whose items are narrowed by `fields`. */
export interface PagedFieldsOperation<Input, Full, Standard, out Result extends Page<Standard>>
  extends EntriesFieldsOperation<Input, Full, Result> {
  readonly pages: {
    <const F extends Fields<Full>>(
      input: Input & { readonly fields: F }
    ): Stream.Stream<NarrowedEntries<Result, Full, F[number]>, BoxError.BoxError, Requirements>
    (...input: Argument<Input & NoFields>): Stream.Stream<Result, BoxError.BoxError, Requirements>
  }
  readonly items: {
    <const F extends Fields<Full>>(
      input: Input & { readonly fields: F }
    ): Stream.Stream<Narrowed<Full, F[number]>, BoxError.BoxError, Requirements>
    (...input: Argument<Input & NoFields>): Stream.Stream<Standard, BoxError.BoxError, Requirements>
  }
}

type Caller = (input?: object) => Effect.Effect<unknown, BoxError.BoxError, Requirements>

type Reader<A> = (call: BoxCall<BoxError.BoxError>) => (answer: BoxAnswer) => Effect.Effect<A, BoxError.BoxError>

const caller = <A>(spec: Spec, reader: Reader<A>): Caller => {
  const send = spec.authorization === "none" ? executeBare : execute
  const answered = (input: object) =>
    Effect.flatMap(FakeAnswers, (fake) =>
      fake !== undefined
        ? fake(spec, input)
        : Effect.flatMap(BoxConfig, (config) =>
            Effect.flatMap(buildCallWithBody(spec, input, config), (call) => send(call, reader(call)))
          )
    )
  // Where the span was opened would be this line, whoever calls.
  return (input = {}) => Effect.withSpan(answered(input), spec.name, { kind: "client", captureStackTrace: false })
}

const build = (spec: Spec): object => Object.assign(caller(spec, jsonReader(spec)), { spec })

const buildPaged = (spec: Spec): object => {
  const call = caller(spec, jsonReader(spec))
  const pages = walk(spec, call, (page) => [page])
  const items = walk(spec, call, (page) => page.entries ?? [])
  return Object.assign(call, { spec, pages, items })
}

/** An operation that answers one value. `Input` and `Output` are what `spec` says; only `Output` is checked at run time. */
export const make = <Input, Output, R = Requirements>(spec: Spec): Operation<Input, Output, R> =>
  // `build` makes exactly this from a spec without paging; the type parameters describe what goes over the wire.
  build(spec) as Operation<Input, Output, R>

/** An operation with `fields`: its answer is typed by what was asked for. */
export const makeWithFields = <Input, Full, Standard>(spec: Spec): FieldsOperation<Input, Full, Standard> =>
  // As `make`: the overloads narrow the type of the same answer.
  build(spec) as FieldsOperation<Input, Full, Standard>

/** An operation with `fields` and `if_none_match`; `spec.accepts` holds 304. */
export const makeConditional = <Input, Full, Standard>(
  spec: Spec & { readonly accepts: ReadonlyArray<304> }
): ConditionalFieldsOperation<Input, Full, Standard> =>
  // As `makeWithFields`; a status outside 2xx makes the answer `undefined`.
  build(spec) as ConditionalFieldsOperation<Input, Full, Standard>

/** An operation with `fields` for the `entries` of its answer, which has no further pages. */
export const makeWithEntries = <Input, Full, Result>(spec: Spec): EntriesFieldsOperation<Input, Full, Result> =>
  // As `makeWithFields`.
  build(spec) as EntriesFieldsOperation<Input, Full, Result>

/** An operation that answers with a page of text, such as HTML. */
export const makeText = <Input, R = Requirements>(spec: Spec): Operation<Input, string, R> =>
  // As `make`; the reader says what the output is.
  Object.assign(caller(spec, textReader), { spec }) as unknown as Operation<Input, string, R>

/** An operation that answers with a {@link Thumbnail}; `spec.accepts` holds 202 and 302. */
export const makeThumbnail = <Input>(
  spec: Spec & { readonly accepts: ReadonlyArray<202 | 302> }
): Operation<Input, Thumbnail> =>
  // As `make`; the reader says what the output is.
  Object.assign(caller(spec, thumbnailReader), { spec }) as Operation<Input, Thumbnail>

/** An operation that answers with bytes, here or at the address that a 302 names. */
export const makeBytes = <Input, R = Requirements>(spec: Spec): BytesOperation<Input, R> => {
  const start = Effect.fnUntraced(function* (input: object) {
    const fake = yield* FakeAnswers
    // A fake of such an operation answers with the bytes: `Signature` says so.
    if (fake !== undefined) return Stream.succeed((yield* fake(spec, input)) as Uint8Array)
    const made = yield* buildCallWithBody(spec, input, yield* BoxConfig)
    const call = { ...made, headers: { ...made.headers, "accept-encoding": "identity" } }
    const answer = yield* spec.authorization === "none" ? openBare(call) : open(call)
    return yield* bytesOf(call, answer)
  })
  const run = (input: object = {}) => Stream.withSpan(Stream.unwrap(start(input)), spec.name, { kind: "client" })
  // As `make`.
  return Object.assign(run, { spec }) as unknown as BytesOperation<Input, R>
}

/** A list. `spec.paging` says how it goes on. */
export const makePaged = <Input, Item, Result extends Page<Item>>(
  spec: Spec & { readonly paging: Paging }
): PagedOperation<Input, Item, Result> =>
  // `buildPaged` adds `pages` and `items` to a spec with paging.
  buildPaged(spec) as PagedOperation<Input, Item, Result>

/** A list with `fields`. */
export const makePagedWithFields = <Input, Full, Standard, Result extends Page<Standard>>(
  spec: Spec & { readonly paging: Paging }
): PagedFieldsOperation<Input, Full, Standard, Result> =>
  // As `makePaged`: the overloads narrow the type of the same items.
  buildPaged(spec) as PagedFieldsOperation<Input, Full, Standard, Result>

/**
 * A list whose entries take another form when an argument asks for it: a {@link PagedFieldsOperation} and a
 * {@link PagedOperation} in one.
 */
export const makePagedInTwoForms = <Both extends { readonly spec: Spec }>(
  spec: Spec & { readonly paging: Paging }
): Both =>
  // As `makePaged`: the overloads tell by the argument which form comes.
  buildPaged(spec) as unknown as Both
