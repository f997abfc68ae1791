/** Times among the params of jobs. */
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** A time that can be read: a run must not begin with one that selects nothing, or everything. */
export const Time = /*#__PURE__*/ Schema.String.check(
  /*#__PURE__*/ Schema.makeFilter((time: string) =>
    Option.isSome(DateTime.make(time)) ? undefined : "must be a time such as 2030-01-31T12:00:00Z"
  )
)

/** Milliseconds since 1970. A time that cannot be read is not a number, and so neither before nor after another one. */
export const millisOf = (time: string | null | undefined): number =>
  Option.match(DateTime.make(time ?? ""), { onNone: () => Number.NaN, onSome: DateTime.toEpochMillis })
