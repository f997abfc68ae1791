/** Instants (milliseconds since the epoch) in the forms that Box writes and reads. */
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"

const minute = 60_000
const offsetMinutes = -8 * 60

const isoSeconds = (at: number): string => DateTime.formatIso(DateTime.makeUnsafe(at)).slice(0, 19)

/** RFC 3339 without a fraction and with the offset of Box's headquarters, as items carry it. */
export const timestamp = (at: number): string => `${isoSeconds(at + offsetMinutes * minute)}-08:00`

/** RFC 3339 in UTC, as upload sessions carry it. */
export const utcTimestamp = (at: number): string => `${isoSeconds(at)}Z`

/** The form of the `Date` header. */
export const httpDate = (at: number): string => DateTime.toDateUtc(DateTime.makeUnsafe(at)).toUTCString()

/** Reads an RFC 3339 time; `undefined` when it is none. */
export const parseTimestamp = (text: string): number | undefined =>
  /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text)
    ? Option.getOrUndefined(Option.map(DateTime.make(text), DateTime.toEpochMillis))
    : undefined
