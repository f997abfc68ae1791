/** Points in time as callers pass them and as servers write them. */
// biome-ignore-all lint/style/noRestrictedGlobals: nothing here reads a clock, and `DateTime` would be a large part of a small bundle
import type * as DateTime from "effect/DateTime"
import * as Predicate from "effect/Predicate"
import { tryRead } from "./argument.ts"

/**
 * A point in time: text in RFC 3339 with an offset, a `Date`, or a `DateTime` of Effect. Box receives whole seconds.
 *
 * @category models
 * @since 0.2.0
 */
export type Time = string | Date | DateTime.DateTime

/** The milliseconds since 1970 of a text that is a date; otherwise `undefined`. */
export const parseTimestamp = (text: string): number | undefined => {
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)$/i

const milliseconds = (value: unknown): number | undefined => {
  if (value instanceof Date) return value.getTime()
  // Every DateTime has this property. `DateTime.isDateTime` would load the whole module.
  return Predicate.hasProperty(value, "epochMilliseconds") && typeof value.epochMilliseconds === "number"
    ? value.epochMilliseconds
    : undefined
}

/**
 * Whole seconds in RFC 3339, because Box rejects fractions of a second. A text keeps its offset; everything else is
 * written in UTC. `undefined` if the value is not a point in time.
 */
export const writeTime = (value: unknown): string | undefined => {
  if (typeof value === "string") {
    const [, seconds, offset] = rfc3339.exec(value) ?? []
    return seconds === undefined || parseTimestamp(value) === undefined ? undefined : `${seconds}${offset}`
  }
  const time = tryRead(() => milliseconds(value))
  // The years 0000 to 9999, the range of RFC 3339.
  return time === undefined || !(time >= -62_167_219_200_000 && time < 253_402_300_800_000) ? undefined : timeAt(time)
}

/** Milliseconds since 1970 in RFC 3339, in whole seconds and UTC, for the years 0000 to 9999. */
export const timeAt = (millis: number): string => `${new Date(millis).toISOString().slice(0, 19)}Z`

/** What {@link writeTime} accepts, for error messages. */
export const timeExpected = 'a time such as "2030-01-31T12:00:00Z", a Date, or a DateTime'
