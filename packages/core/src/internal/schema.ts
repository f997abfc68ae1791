/** The schemas that Box's answers are checked against: tolerant, built on first use, without copying. */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { is } from "./guard.ts"

const inner: unique symbol = Symbol.for("effect-box/schema/inner")

/** A codec that is built on first use, so that importing a module of operations costs almost nothing. */
export interface Lazy<A> extends Schema.Codec<A> {
  readonly [inner]: () => Schema.Codec<A>
}

export const lazy = <A>(make: () => Schema.Codec<A>): Lazy<A> => {
  let made: Schema.Codec<A> | undefined
  const get = (): Schema.Codec<A> => {
    made ??= make()
    return made
  }
  return Object.assign(Schema.suspend(get), { [inner]: get })
}

/** The codec inside a lazy one. Within other schemas it gives better messages and a cheaper check. */
export const resolve = <A>(schema: Lazy<A>): Schema.Codec<A> => schema[inner]()

/** A property that may be absent or `null`, like almost every property of Box. */
export const maybe = <S extends Schema.Constraint>(schema: S): Schema.optionalKey<Schema.NullOr<S>> =>
  Schema.optionalKey(Schema.NullOr(schema))

/** The values that Box documents today, and any that it adds later. */
export type Open<L extends string> = L | (string & {})

/** Only checks that it is a string. The documented values are for readers and editors. */
// The type is wider than `string` in name only: `L | (string & {})` has the same values.
export const open = <L extends string>(): Schema.Codec<Open<L>> => Schema.String as unknown as Schema.Codec<Open<L>>

const unknownTypes = new Set<string>()
let unreported: Array<string> = []

/**
 * The last member of a union of items. It passes an item of a type that Box added later through unchanged. The static
 * type does not include it, so that code that narrows on `type` stays simple. Each new type is logged once.
 */
export const unknownMember: Schema.Codec<never> = /*#__PURE__*/ Schema.declare((value: unknown): value is never => {
  if (!Predicate.hasProperty(value, "type") || typeof value.type !== "string") return false
  if (!unknownTypes.has(value.type)) {
    unknownTypes.add(value.type)
    unreported.push(value.type)
  }
  return true
})

/**
 * {@link unknownMember} for a union that is discriminated by `key`. It accepts only values that none of the members is
 * for, so that a member that contradicts its own schema still fails. A value without the key is discriminated by its
 * `type`.
 */
export const otherThan = (key: string, ...known: ReadonlyArray<string>): Schema.Codec<never> => {
  const members = new Set(known)
  const isOther = (value: unknown): value is never => {
    const telling = Predicate.hasProperty(value, key) ? key : "type"
    if (!Predicate.hasProperty(value, telling)) return false
    const found = value[telling]
    if (typeof found !== "string" || members.has(found)) return false
    if (!unknownTypes.has(found)) {
      unknownTypes.add(found)
      unreported.push(found)
    }
    return true
  }
  return Schema.declare(isOther, { expected: `an object whose ${key} is none of ${known.join(", ")}` })
}

/** Logs the types that {@link unknownMember} saw for the first time. */
export const reportUnknownTypes: Effect.Effect<void> = /*#__PURE__*/ Effect.suspend(() => {
  if (unreported.length === 0) return Effect.void
  const types = unreported
  unreported = []
  return Effect.logWarning(`Box sent items of types that this version does not know: ${types.join(", ")}`)
})

/** Checks a value and returns it unchanged, including unknown keys. The failure names the path, never the value. */
export const check = <A>(schema: Schema.Codec<A>): ((value: unknown) => Effect.Effect<A, string>) => {
  const isShape = is(schema)
  return (value) =>
    isShape(value)
      ? Effect.succeed(value)
      : Effect.matchEffect(Schema.decodeUnknownEffect(schema)(value), {
          onSuccess: Effect.succeed,
          onFailure: (error) => Effect.fail(error.message)
        })
}
