/** Converts instants (milliseconds since 1970) to and from the formats of Box. */
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"

const minute = 60_000
const offsetMinutes = -8 * 60

const isoSeconds = (at: number): string => DateTime.formatIso(DateTime.makeUnsafe(at)).slice(0, 19)

/** RFC 3339 without fractions, in Box's time zone, as in items. */
export const timestamp = (at: number): string => `${isoSeconds(at + offsetMinutes * minute)}-08:00`

/** RFC 3339 in UTC, as in upload sessions. */
export const utcTimestamp = (at: number): string => `${isoSeconds(at)}Z`

/** The form of the `Date` header. */
export const httpDate = (at: number): string => DateTime.toDateUtc(DateTime.makeUnsafe(at)).toUTCString()

const instantPattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d))?$/

/** A date in metadata, where fractions of a second are taken as well; `undefined` if it is invalid. */
export const parseMetadataDate = (value: unknown): number | undefined =>
  typeof value === "string" && instantPattern.test(value)
    ? Option.getOrUndefined(Option.map(DateTime.make(value), DateTime.toEpochMillis))
    : undefined

/** Parses an RFC 3339 time; `undefined` if it is invalid. */
export const parseTimestamp = (text: string): number | undefined =>
  /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text)
    ? Option.getOrUndefined(Option.map(DateTime.make(text), DateTime.toEpochMillis))
    : undefined
