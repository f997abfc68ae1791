/** The body of a request as JSON, and the way to the other forms. */
import * as Effect from "effect/Effect"
import * as BoxError from "../BoxError.ts"
import type { Spec } from "../Operation.ts"
import type { Body } from "./http.ts"

export type Arguments = Readonly<Record<string, unknown>>

/** A body, ready to be sent. */
export type Made = Effect.Effect<Body<BoxError.BoxError>, BoxError.BoxInvalidInput>

/** Fails with `BoxInvalidInput`: nothing has been sent. */
export const invalidBody = (spec: Spec, message: string): BoxError.BoxInvalidInput =>
  new BoxError.BoxInvalidInput({ operation: spec.name, message, attempts: 0 })

export const jsonText = (spec: Spec, value: unknown): Effect.Effect<string, BoxError.BoxInvalidInput> =>
  Effect.flatMap(
    Effect.try({
      // `undefined` has no JSON, whatever the type of `stringify` says.
      try: (): string | undefined => JSON.stringify(value),
      catch: () => invalidBody(spec, "The arguments cannot be written as JSON (a cycle, or a bigint)")
    }),
    (text) => (text === undefined ? Effect.fail(invalidBody(spec, "body is missing")) : Effect.succeed(text))
  )

const json = (spec: Spec, value: unknown, contentType: string): Made =>
  Effect.map(jsonText(spec, value), (text) => ({ _tag: "Bytes", bytes: new TextEncoder().encode(text), contentType }))

/** The body of an operation. `properties` are the arguments that are sent nowhere else. */
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
