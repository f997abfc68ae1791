/** Encodes the body of a request, as JSON or with another encoder. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as BoxError from "../../BoxError.ts"
import type { Spec } from "./spec.ts"
import { tryRead } from "../../internal/argument.ts"
import type { Body } from "../../http/internal/send.ts"

export type Arguments = Readonly<Record<string, unknown>>

/** A body, ready to be sent. */
export type Made = Effect.Effect<Body<BoxError.BoxError>, BoxError.BoxInvalidInput>

/** Fails with `BoxInvalidInput`: nothing has been sent. */
export const invalidBody = (spec: Pick<Spec, "name">, message: string): BoxError.BoxInvalidInput =>
  new BoxError.BoxInvalidInput({ operation: spec.name, message, attempts: 0 })

/** Rejects values that JSON would silently change: `NaN` becomes `null`, a secret becomes `"<redacted>"`. */
function refuseSilentChange(this: Arguments, key: string, value: unknown): unknown {
  const given = this[key]
  const becomesNull = (value === null && given !== null) || (typeof value === "number" && !Number.isFinite(value))
  if (becomesNull || Redacted.isRedacted(given)) throw new TypeError("It cannot be written as JSON")
  return value
}

/** A value as JSON, or `undefined` if it cannot be written as JSON. */
export const jsonOf = (value: unknown): string | undefined => tryRead(() => JSON.stringify(value, refuseSilentChange))

export const jsonText = (spec: Pick<Spec, "name">, value: unknown): Effect.Effect<string, BoxError.BoxInvalidInput> => {
  if (value === undefined) return Effect.fail(invalidBody(spec, "body is missing"))
  const text = jsonOf(value)
  const unwritable = "The arguments cannot be written as JSON (a cycle, a bigint, a number like NaN, a Redacted)"
  return text === undefined ? Effect.fail(invalidBody(spec, unwritable)) : Effect.succeed(text)
}

const json = (spec: Spec, value: unknown, contentType: string): Made =>
  Effect.map(jsonText(spec, value), (text) => ({ _tag: "Bytes", bytes: new TextEncoder().encode(text), contentType }))

/** The body of an operation. `properties` are the arguments that are not sent elsewhere. */
export const bodyOf = (spec: Spec, properties: Arguments): Made => {
  switch (spec.body) {
    case undefined:
      return Effect.succeed({ _tag: "Empty" })
    case "json":
      return json(spec, properties, "application/json")
    case "value":
      return json(spec, properties["body"], "application/json")
    case "patch":
      return json(spec, properties["body"], "application/json-patch+json")
    default:
      return spec.body.encode(spec, properties)
  }
}
