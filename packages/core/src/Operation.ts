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
import type { HttpClient } from "effect/http/HttpClient"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { BoxConfig } from "./BoxConfig.ts"
import * as BoxError from "./BoxError.ts"
import { type Answer, execute } from "./internal/http.ts"
import { buildCall } from "./internal/operationCall.ts"
import { check, reportUnknownTypes } from "./internal/schema.ts"
import type { TokenStore } from "./TokenStore.ts"

/** How the answers of a list follow each other. `marker` is used wherever Box offers both. */
export type Paging = "marker" | "offset" | "markerOrOffset"

/** What an operation is on the wire. */
export interface Spec {
  /** Module and method, as in `Folders.getFolderById`: the name in errors and spans. */
  readonly name: string
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "OPTIONS" | "PATCH"
  /** Below `/2.0`, with `{parameters}`. */
  readonly path: string
  /** Which host answers. Default `api`. */
  readonly host?: "api" | "upload"
  /** Names of query parameters; arrays are joined with commas. */
  readonly query?: ReadonlyArray<string>
  /** Argument name -> header name. */
  readonly headers?: Readonly<Record<string, string>>
  /** `json`: every argument that is neither path, query nor header is a property of the body. */
  readonly body?: "json"
  /** The `box-version` header of operations outside 2024.0. */
  readonly version?: string
  /** Whether sending it twice does no harm. Default: yes for all but POST and PATCH. */
  readonly replay?: "safe" | "unsafe"
  /** Statuses outside 2xx that are answers; their body is not decoded and the result is `undefined`. */
  readonly accepts?: ReadonlyArray<number>
  /** The shape of the answer; without it the answer has no body. */
  readonly output?: () => Schema.Codec<unknown>
  readonly paging?: Paging
}

/** What every operation needs. */
export type Requirements = HttpClient | TokenStore

/** An argument object that may be left out when all of it is optional. */
export type Argument<Input> = {} extends Input ? [input?: Input] : [input: Input]

export interface Operation<Input, out Output> {
  (...input: Argument<Input>): Effect.Effect<Output, BoxError.BoxError, Requirements>
  readonly spec: Spec
}

/** One page of a list, whatever its paging. */
export interface Page<out Item> {
  readonly entries?: ReadonlyArray<Item> | null
  readonly limit?: number | null
  readonly next_marker?: string | null
  readonly offset?: number | null
  readonly total_count?: number | null
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

/** An operation whose answer is narrowed by `fields`. */
export interface FieldsOperation<Input, Full, out Standard> {
  <const F extends ReadonlyArray<FieldName<Full>>>(
    input: Input & { readonly fields: F }
  ): Effect.Effect<Narrowed<Full, F[number]>, BoxError.BoxError, Requirements>
  (
    ...input: Argument<Input & { readonly fields?: undefined }>
  ): Effect.Effect<Standard, BoxError.BoxError, Requirements>
  readonly spec: Spec
}

/** A list: one page by calling it, all pages and all items as Streams that fetch only what is consumed. */
export interface PagedOperation<Input, Item, out Result extends Page<Item>> extends Operation<Input, Result> {
  readonly pages: (...input: Argument<Input>) => Stream.Stream<Result, BoxError.BoxError, Requirements>
  readonly items: (...input: Argument<Input>) => Stream.Stream<Item, BoxError.BoxError, Requirements>
}

/** A list whose items are narrowed by `fields`. */
export interface PagedFieldsOperation<Input, Full, Standard, Result extends Page<Standard>> {
  <const F extends ReadonlyArray<FieldName<Full>>>(
    input: Input & { readonly fields: F }
  ): Effect.Effect<
    Omit<Result, "entries"> & { readonly entries?: ReadonlyArray<Narrowed<Full, F[number]>> | null },
    BoxError.BoxError,
    Requirements
  >
  (...input: Argument<Input & { readonly fields?: undefined }>): Effect.Effect<Result, BoxError.BoxError, Requirements>
  readonly pages: {
    <const F extends ReadonlyArray<FieldName<Full>>>(
      input: Input & { readonly fields: F }
    ): Stream.Stream<
      Omit<Result, "entries"> & { readonly entries?: ReadonlyArray<Narrowed<Full, F[number]>> | null },
      BoxError.BoxError,
      Requirements
    >
    (
      ...input: Argument<Input & { readonly fields?: undefined }>
    ): Stream.Stream<Result, BoxError.BoxError, Requirements>
  }
  readonly items: {
    <const F extends ReadonlyArray<FieldName<Full>>>(
      input: Input & { readonly fields: F }
    ): Stream.Stream<Narrowed<Full, F[number]>, BoxError.BoxError, Requirements>
    (
      ...input: Argument<Input & { readonly fields?: undefined }>
    ): Stream.Stream<Standard, BoxError.BoxError, Requirements>
  }
  readonly spec: Spec
}

const decodeFailure = (spec: Spec, answer: Answer, message: string): BoxError.BoxDecodeError => {
  const requestId = answer.headers["box-request-id"]
  return new BoxError.BoxDecodeError({
    operation: spec.name,
    method: spec.method,
    path: spec.path,
    status: answer.status,
    attempts: answer.attempts,
    message,
    ...(requestId === undefined ? {} : { requestId })
  })
}

/** Reads the JSON of an answer and checks it; fails with `BoxDecodeError`. */
const reader = (spec: Spec): ((answer: Answer) => Effect.Effect<unknown, BoxError.BoxError>) => {
  const { output } = spec
  if (output === undefined) return (answer) => Effect.asVoid(answer.text)
  let verify: ((value: unknown) => Effect.Effect<unknown, string>) | undefined
  return Effect.fnUntraced(function* (answer) {
    const text = yield* answer.text
    if (answer.status === 204 || answer.status >= 300 || (answer.status === 202 && text === "")) return undefined
    const json = yield* Effect.try({
      try: (): unknown => JSON.parse(text),
      catch: () => decodeFailure(spec, answer, "The answer is not JSON")
    })
    verify ??= check(output())
    const value = yield* Effect.mapError(verify(json), (message) => decodeFailure(spec, answer, message))
    yield* reportUnknownTypes
    return value
  })
}

const caller = (spec: Spec): ((input?: object) => Effect.Effect<unknown, BoxError.BoxError, Requirements>) => {
  const read = reader(spec)
  return Effect.fnUntraced(
    function* (input = {}) {
      const call = yield* buildCall(spec, input, yield* BoxConfig)
      return yield* execute(call, read)
    },
    (effect) => Effect.withSpan(effect, spec.name, { kind: "client" })
  )
}

const numberOr = (value: unknown, fallback: number): number => (typeof value === "number" ? value : fallback)

type Arguments = Readonly<Record<string, unknown>>

/** What one walk remembers of its pages. */
interface Progress {
  readonly markers: Set<string>
  emptyPages: number
}

/**
 * The arguments of the page after `page`, or nothing. An empty page with a marker goes on; a marker that was seen before
 * would go round for ever and fails. Offsets advance by the limit in force, because Box leaves out what the user may not
 * see, and end at `total_count`; as that can promise far more than there is, three empty pages in a row end it as well.
 */
const following = (
  spec: Spec,
  input: Arguments,
  page: Page<unknown>,
  progress: Progress
): Effect.Effect<Option.Option<Arguments>, BoxError.BoxError> => {
  const marker = page.next_marker
  if (typeof marker === "string" && marker !== "") {
    if (progress.markers.has(marker)) {
      const message = "Box repeated a marker: following it would never end"
      return Effect.fail(
        new BoxError.BoxDecodeError({
          operation: spec.name,
          method: spec.method,
          path: spec.path,
          attempts: 1,
          message
        })
      )
    }
    progress.markers.add(marker)
    const { offset: _, ...rest } = input
    return Effect.succeed(Option.some({ ...rest, marker }))
  }
  if (spec.paging === "marker" || input["usemarker"] === true) return Effect.succeed(Option.none())
  const count = page.entries?.length ?? 0
  progress.emptyPages = count === 0 ? progress.emptyPages + 1 : 0
  const step = Math.max(numberOr(page.limit, count), 1)
  const offset = numberOr(page.offset, numberOr(input["offset"], 0)) + step
  const ended =
    progress.emptyPages === 3 || (typeof page.total_count === "number" ? offset >= page.total_count : count < step)
  return Effect.succeed(ended ? Option.none() : Option.some({ ...input, offset }))
}

/** Walks a list page by page; `emit` takes from each page what the stream gives. */
const walk = <A>(
  spec: Spec,
  call: (input: object) => Effect.Effect<unknown, BoxError.BoxError, Requirements>,
  emit: (page: Page<unknown>) => ReadonlyArray<A>
) => {
  const next = (progress: Progress) =>
    Effect.fnUntraced(function* (input: Arguments) {
      // The output of a paged operation is a page.
      const page = (yield* call(input)) as Page<unknown>
      return [emit(page), yield* following(spec, input, page, progress)] as const
    })
  return (input: object = {}): Stream.Stream<A, BoxError.BoxError, Requirements> =>
    Stream.suspend(() => {
      const first: Record<string, unknown> = { ...input }
      if (spec.paging === "markerOrOffset" && first["usemarker"] === undefined && first["offset"] === undefined) {
        first["usemarker"] = true
      }
      return Stream.paginate<Arguments, A, BoxError.BoxError, Requirements>(
        first,
        next({ markers: new Set(), emptyPages: 0 })
      )
    })
}

const build = (spec: Spec): object => {
  const call = caller(spec)
  if (spec.paging === undefined) return Object.assign(call, { spec })
  const pages = walk(spec, call, (page) => [page])
  const items = walk(spec, call, (page) => page.entries ?? [])
  return Object.assign(call, { spec, pages, items })
}

/** An operation that answers one value. `Input` and `Output` are what `spec` says; only `Output` is checked at run time. */
export const make = <Input, Output>(spec: Spec): Operation<Input, Output> =>
  // `build` makes exactly this from a spec without paging; the type parameters describe what goes over the wire.
  build(spec) as Operation<Input, Output>

/** An operation with `fields`: its answer is typed by what was asked for. */
export const makeWithFields = <Input, Full, Standard>(spec: Spec): FieldsOperation<Input, Full, Standard> =>
  // As `make`: the overloads narrow the type of the same answer.
  build(spec) as FieldsOperation<Input, Full, Standard>

/** A list. `spec.paging` says how it goes on. */
export const makePaged = <Input, Item, Result extends Page<Item>>(
  spec: Spec & { readonly paging: Paging }
): PagedOperation<Input, Item, Result> =>
  // `build` adds `pages` and `items` to a spec with paging.
  build(spec) as PagedOperation<Input, Item, Result>

/** A list with `fields`. */
export const makePagedWithFields = <Input, Full, Standard, Result extends Page<Standard>>(
  spec: Spec & { readonly paging: Paging }
): PagedFieldsOperation<Input, Full, Standard, Result> =>
  // As `makePaged`: the overloads narrow the type of the same items.
  build(spec) as PagedFieldsOperation<Input, Full, Standard, Result>
