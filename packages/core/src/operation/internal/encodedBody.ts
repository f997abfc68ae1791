/**
 * Bodies that are not JSON. A spec refers to them as values, so that a program without uploads does not bundle them.
 */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import type { BoxInvalidInput } from "../../BoxError.ts"
import type { BodyEncoder, Spec } from "./spec.ts"
import { secretText } from "../../internal/argument.ts"
import { formData, isContent, type FormPart } from "./formData.ts"
import { type Arguments, invalidBody, jsonText, type Made } from "./body.ts"

/** The text of a form value; `undefined` if a form cannot represent it. */
const formValue = (value: unknown): string | undefined =>
  typeof value === "string"
    ? value
    : typeof value === "boolean" || Number.isFinite(value)
      ? String(value)
      : secretText(value)

const form = (spec: Spec, properties: Arguments): Made =>
  Effect.gen(function* () {
    const values = new URLSearchParams()
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined || value === null) continue
      const text = formValue(value)
      if (text === undefined) return yield* invalidBody(spec, `${name} cannot be sent in a form`)
      values.append(name, text)
    }
    const bytes = new TextEncoder().encode(values.toString())
    return { _tag: "Bytes", bytes, contentType: "application/x-www-form-urlencoded" }
  })

/** The default file name. */
const filenameOf = (properties: Arguments): string => {
  const attributes = properties["attributes"]
  return Predicate.hasProperty(attributes, "name") && typeof attributes.name === "string" ? attributes.name : "file"
}

const filePart = (
  spec: Spec,
  name: string,
  value: unknown,
  filename: string
): Effect.Effect<FormPart, BoxInvalidInput> => {
  const contentType = "application/octet-stream"
  if (isContent(value)) return Effect.succeed({ _tag: "Bytes", name, content: value, filename, contentType })
  if (Predicate.hasProperty(value, "content") && isContent(value.content)) {
    const given = Predicate.hasProperty(value, "filename") ? value.filename : undefined
    const type = Predicate.hasProperty(value, "contentType") ? value.contentType : undefined
    if (typeof type === "string" && !/^[\x20-\x7e]+$/.test(type)) {
      return Effect.fail(invalidBody(spec, `${name}.contentType must be one line of ASCII`))
    }
    return Effect.succeed({
      _tag: "Bytes",
      name,
      content: value.content,
      filename: typeof given === "string" ? given : filename,
      contentType: typeof type === "string" ? type : contentType
    })
  }
  return Effect.fail(invalidBody(spec, `${name} must be bytes, a stream of bytes, or { content } with one of them`))
}

const multipart = (files: ReadonlyArray<string>, spec: Spec, properties: Arguments): Made =>
  Effect.gen(function* () {
    const parts: Array<FormPart> = []
    for (const [name, value] of Object.entries(properties)) {
      if (files.includes(name) || value === undefined) continue
      parts.push({ _tag: "Json", name, text: yield* jsonText(spec, value) })
    }
    for (const name of files) parts.push(yield* filePart(spec, name, properties[name], filenameOf(properties)))
    return yield* formData(parts)
  })

const bytes = (spec: Spec, value: unknown): Made => {
  const contentType = "application/octet-stream"
  if (!isContent(value)) return Effect.fail(invalidBody(spec, "body must be bytes or a stream of bytes"))
  return value instanceof Uint8Array
    ? Effect.succeed({ _tag: "Bytes", bytes: value, contentType })
    : Effect.succeed({ _tag: "Stream", stream: value, contentType, replayable: false })
}

/**
 * A body in `application/x-www-form-urlencoded`.
 *
 * @category constants
 * @since 0.1.0
 */
export const formBody: BodyEncoder = { kind: "form", encode: form }

/**
 * A body in `multipart/form-data`: JSON parts first, then `files`.
 *
 * @example
 * ```ts
 * import { Operation } from "@effect-box/core"
 *
 * const setAvatar = Operation.make<{ readonly user_id: string; readonly pic: Operation.Content }, void>({
 *   name: "Avatars.setAvatar",
 *   method: "POST",
 *   path: "/users/{user_id}/avatar",
 *   body: Operation.multipartBody(["pic"])
 * })
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const multipartBody = (files: ReadonlyArray<string>): BodyEncoder => ({
  kind: "multipart",
  encode: (spec, properties) => multipart(files, spec, properties)
})

/**
 * The argument `body`, sent unchanged.
 *
 * @category constants
 * @since 0.1.0
 */
export const bytesBody: BodyEncoder = { kind: "bytes", encode: (spec, properties) => bytes(spec, properties["body"]) }
