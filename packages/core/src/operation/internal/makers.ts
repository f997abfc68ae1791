/** Constructors for generated operations that need more than `Operation.make`, `makePaged` or `makeBytes`. */
import type { HttpClient } from "effect/http/HttpClient"
import type { TokenStore } from "../../http/TokenStore.ts"
import type {
  ConditionalFieldsOperation,
  EntriesFieldsOperation,
  FieldsOperation,
  Operation,
  PagedFieldsOperation
} from "../Operation.ts"
import { textReader, thumbnailReader } from "./answer.ts"
import { build, buildPaged, caller } from "./build.ts"
import type { Page, Paging, Spec, Thumbnail } from "./spec.ts"

/** An operation with `fields`, which narrow the type of its answer. */
export const makeWithFields = <Input, Full, Standard>(spec: Spec): FieldsOperation<Input, Full, Standard> =>
  // As `Operation.make`: the signatures narrow the type of the same answer.
  build(spec) as FieldsOperation<Input, Full, Standard>

/** An operation with `fields` and `if_none_match`; `spec.accepts` contains 304. */
export const makeConditional = <Input, Full, Standard>(
  spec: Spec & { readonly accepts: ReadonlyArray<304> }
): ConditionalFieldsOperation<Input, Full, Standard> =>
  // As `makeWithFields`; a status outside 2xx makes the answer `undefined`.
  build(spec) as ConditionalFieldsOperation<Input, Full, Standard>

/** An operation with `fields` for the `entries` of its answer, which has no further pages. */
export const makeWithEntries = <Input, Full, Result>(spec: Spec): EntriesFieldsOperation<Input, Full, Result> =>
  // As `makeWithFields`.
  build(spec) as EntriesFieldsOperation<Input, Full, Result>

/** An operation that returns text, such as HTML. */
export const makeText = <Input, R = HttpClient | TokenStore>(spec: Spec): Operation<Input, string, R> =>
  // As `Operation.make`; the reader determines the output.
  Object.assign(caller(spec, textReader), { spec }) as unknown as Operation<Input, string, R>

/** An operation that returns a {@link Thumbnail}; `spec.accepts` contains 202 and 302. */
export const makeThumbnail = <Input>(
  spec: Spec & { readonly accepts: ReadonlyArray<202 | 302> }
): Operation<Input, Thumbnail> =>
  // As `Operation.make`; the reader determines the output.
  Object.assign(caller(spec, thumbnailReader), { spec }) as Operation<Input, Thumbnail>

/** A list with `fields`. */
export const makePagedWithFields = <Input, Full, Standard, Result extends Page<Standard>>(
  spec: Spec & { readonly paging: Paging }
): PagedFieldsOperation<Input, Full, Standard, Result> =>
  // As `makePaged`: the signatures narrow the type of the same items.
  buildPaged(spec) as PagedFieldsOperation<Input, Full, Standard, Result>

/**
 * A list whose entries have another form if an argument requests it: a `PagedFieldsOperation` and a `PagedOperation` in
 * one.
 */
export const makePagedInTwoForms = <Both extends { readonly spec: Spec }>(
  spec: Spec & { readonly paging: Paging }
): Both =>
  // As `makePaged`: the overloads select the form by the argument.
  buildPaged(spec) as unknown as Both
