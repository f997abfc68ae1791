/** Times on a command line. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { WrongUse } from "../terminal/Shell.ts"

/** Seconds. */
const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** A date, or a time before now, in milliseconds since 1970. */
export const whenOf = Effect.fnUntraced(function* (flag: string, text: string | undefined) {
  if (text === undefined) return undefined
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(text) ?? []
  if (count !== undefined) return (yield* Clock.currentTimeMillis) - Number(count) * 1000 * (units[unit ?? ""] ?? 0)
  const time = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time)
    ? yield* new WrongUse({ message: `--${flag} takes a date such as 2026-01-31 or a time such as 7d, not ${text}.` })
    : time
})

/** A time to come: a date, or a time from now on, as Box takes it. */
export const untilOf = Effect.fnUntraced(function* (flag: string, text: string | undefined) {
  if (text === undefined) return undefined
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(text) ?? []
  const seconds = count === undefined ? undefined : Number(count) * (units[unit ?? ""] ?? 0)
  const time =
    seconds !== undefined
      ? (yield* Clock.currentTimeMillis) + seconds * 1000
      : /^\d{4}-/.test(text)
        ? Date.parse(text)
        : Number.NaN
  return Number.isNaN(time)
    ? yield* new WrongUse({ message: `--${flag} takes a date such as 2030-01-31 or a time such as 7d, not ${text}.` })
    : new Date(time).toISOString()
})
