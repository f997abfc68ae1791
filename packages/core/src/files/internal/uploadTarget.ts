/** The target of an upload, checked before anything is sent, and how to find out whether the upload has arrived. */
import * as Effect from "effect/Effect"
import * as BoxError from "../../BoxError.ts"
import { integrityError } from "../../internal/integrity.ts"
import { getFileById } from "../../api/Files.ts"
import type { File } from "../../api/schemas/Item.ts"
import * as ItemName from "../ItemName.ts"
import * as Operation from "../../operation/Operation.ts"
import { invalidInput } from "../../internal/argument.ts"
import { type Time, timeExpected, writeTime } from "../../internal/timestamp.ts"

/** The attributes of the content, under Box's names. */
export interface Attributes {
  readonly content_created_at?: string
  readonly content_modified_at?: string
  readonly description?: string
}

export interface NewFile {
  readonly _tag: "NewFile"
  readonly folder_id: string
  readonly name: string
  readonly attributes: Attributes
}

export interface NewVersion {
  readonly _tag: "NewVersion"
  readonly file_id: string
  /** Also renames the file. */
  readonly name: string | undefined
  readonly if_match: string | undefined
  readonly attributes: Attributes
}

export type Target = NewFile | NewVersion

/** Size and SHA-1 (hex), which identify the content. */
export interface Digest {
  readonly size: number
  readonly sha1: string
}

/** The attributes as callers pass them. */
export interface AttributesInput {
  readonly content_created_at?: Time | undefined
  readonly content_modified_at?: Time | undefined
  readonly description?: string | undefined
}

/** The attributes in Box's format: times in whole seconds, without `undefined`. */
export const readAttributes = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  { content_created_at, content_modified_at, description }: AttributesInput
): Effect.fn.Return<Attributes, BoxError.BoxInvalidInput> {
  const attributes: { -readonly [K in keyof Attributes]: Attributes[K] } = {}
  for (const [name, given] of Object.entries({ content_created_at, content_modified_at })) {
    if (given === undefined) continue
    const time = writeTime(given)
    if (time === undefined) return yield* invalidInput(operation, `${name} must be ${timeExpected}`)
    attributes[name === "content_created_at" ? name : "content_modified_at"] = time
  }
  if (description !== undefined) {
    if (typeof description !== "string") return yield* invalidInput(operation, "description must be a string")
    attributes.description = description
  }
  return attributes
})

const checkId = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string, name: string, id: string) {
  if (typeof id !== "string" || id === "" || !id.isWellFormed()) {
    return yield* invalidInput(operation, `${name} must be a non-empty string (Box's ids are strings)`)
  }
})

const checkName = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string, name: string) {
  const fault = ItemName.fault(name)
  if (fault !== undefined) return yield* invalidInput(operation, `name ${fault}`)
})

export interface NewFileInput extends AttributesInput {
  readonly folder_id: string
  readonly name: string
}

export const newFile = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  { folder_id, name, ...rest }: NewFileInput
): Effect.fn.Return<NewFile, BoxError.BoxInvalidInput> {
  yield* checkId(operation, "folder_id", folder_id)
  yield* checkName(operation, name)
  return { _tag: "NewFile", folder_id, name, attributes: yield* readAttributes(operation, rest) }
})

export interface NewVersionInput {
  readonly file_id: string
  readonly name?: string | undefined
  readonly if_match?: string | undefined
  readonly content_modified_at?: Time | undefined
}

export const newVersion = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  { file_id, name, if_match, content_modified_at }: NewVersionInput
): Effect.fn.Return<NewVersion, BoxError.BoxInvalidInput> {
  yield* checkId(operation, "file_id", file_id)
  if (name !== undefined) yield* checkName(operation, name)
  if (if_match !== undefined && !(typeof if_match === "string" && /^[\x21-\x7e]+$/.test(if_match))) {
    return yield* invalidInput(operation, "if_match must be the etag of a file, on one line")
  }
  const attributes = yield* readAttributes(operation, { content_modified_at })
  return { _tag: "NewVersion", file_id, name, if_match, attributes }
})

const holds = (file: File, content: Digest): boolean =>
  file.size === content.size && file.sha1?.toLowerCase() === content.sha1

/** The file that already has our name, if it has the content that we uploaded. */
export const ownConflict = /*#__PURE__*/ Effect.fnUntraced(function* (
  conflict: BoxError.BoxItemNameInUse,
  content: Digest
): Effect.fn.Return<File | undefined, BoxError.BoxError, Operation.Requirements> {
  const same = conflict.conflicts.find(({ type, sha1 }) => type === "file" && sha1?.toLowerCase() === content.sha1)
  if (same === undefined) return undefined
  const file = yield* getFileById({ file_id: same.id })
  return holds(file, content) ? file : undefined
})

/** Box's check before an upload: one request finds the item that has the name. */
const preflight: Operation.Operation<
  { readonly name: string; readonly parent: { readonly id: string }; readonly size: number },
  void
> = /*#__PURE__*/ Operation.make({
  name: "FileUpload.lookUp",
  method: "OPTIONS",
  path: "/files/content",
  body: "json",
  replay: "safe"
})

/** The file at the target, if it has exactly this content. Then an upload whose answer was lost has succeeded. */
export const findStored = (
  target: Target,
  content: Digest
): Effect.Effect<File | undefined, BoxError.BoxError, Operation.Requirements> =>
  target._tag === "NewVersion"
    ? Effect.map(getFileById({ file_id: target.file_id }), (file) => (holds(file, content) ? file : undefined))
    : preflight({ name: target.name, parent: { id: target.folder_id }, size: content.size }).pipe(
        Effect.as(undefined),
        Effect.catchTag("BoxItemNameInUse", (conflict) => ownConflict(conflict, content))
      )

/** The stored file according to Box. */
export interface StoredAnswer {
  readonly entries: ReadonlyArray<File>
  readonly attempts: number
  readonly status?: number
}

/** Checks that Box has stored what was sent. A wrong file is not deleted, because it may help to find the cause. */
export const checkStored = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  { entries, attempts, status }: StoredAnswer,
  content: Digest
): Effect.fn.Return<File, BoxError.BoxError> {
  const file = entries[0]
  if (file === undefined) {
    return yield* new BoxError.BoxDecodeError({
      operation,
      attempts,
      ...(status === undefined ? {} : { status }),
      message: "The answer to the upload does not name a file"
    })
  }
  const differs = (property: "size" | "sha1", expected: string, actual: string) =>
    integrityError({
      operation,
      attempts,
      property,
      expected,
      actual,
      message: `Box stored file ${file.id} with ${property} ${actual}, but ${expected} was sent`
    })
  if (file.size !== content.size) return yield* differs("size", String(content.size), String(file.size))
  const sha1 = file.sha1?.toLowerCase() ?? "(none)"
  if (sha1 !== content.sha1) return yield* differs("sha1", content.sha1, sha1)
  return file
})
