/** Positions and pages, which the streams of a user's events and of the enterprise's events share. */
import { type Answer, json, text } from "../wire/Answer.ts"
import type { Call } from "../model/Call.ts"
import { limitOf } from "../views/Pagination.ts"
import { badParameter, badRequest } from "../wire/Refusal.ts"

const limits = { defaultLimit: 100, maxLimit: 500, minLimit: 0, maxOffset: undefined }

/** What large positions have more than small ones. The sum has no exact form as a number of JavaScript. */
const largeBase = 1_152_922_976_252_290_000n

const isLarge = ({ world: { eventRules } }: Call): boolean => eventRules.positions !== "number"

/** The position that a client sent. */
export const positionOf = (call: Call, newest = Number.POSITIVE_INFINITY): number => {
  const given = call.url.searchParams.get("stream_position")
  if (given === "now") return newest
  if (given === null || given === "" || given === "null") return 0
  if (!/^\d{1,30}$/.test(given)) throw badParameter("stream_position", `Invalid value '${given}'`)
  const base = isLarge(call) ? largeBase : 0n
  const position = BigInt(given)
  return position <= base ? 0 : Number(position - base)
}

/** A position in the form that this world has, as JSON. */
const positionJson = (call: Call, position: number): string => {
  if (!isLarge(call)) return String(position)
  const large = String(largeBase + BigInt(position))
  return call.world.eventRules.positions === "largeText" ? `"${large}"` : large
}

interface Entry {
  readonly position: number
  readonly body: unknown
}

/** The first index whose element is behind a bound. What is measured never falls. */
export const firstBehind = <A>(sorted: ReadonlyArray<A>, bound: number, measure: (element: A) => number): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const element = sorted[middle]
    if (element !== undefined && measure(element) > bound) high = middle
    else low = middle + 1
  }
  return low
}

/** A stream as it is now. */
export interface EventsNow {
  /** The events behind a position that the caller gets, as far as they are asked for: a log can be long. */
  readonly behind: (position: number) => Iterable<Entry>
  /** The position of the newest event of the stream, whether it was asked for or not. */
  readonly newest: number
  /** The position of the newest event that was forgotten. */
  readonly forgotten?: number
}

/** The first of the events after the position. */
export const eventPage = (call: Call, { behind, forgotten = 0, newest }: EventsNow): Answer => {
  const { eventRules } = call.world
  const limit = limitOf(call.url.searchParams, limits)
  const position = positionOf(call)
  if (eventRules.expiredPositions === "refused" && position > 0 && position < forgotten) {
    throw badRequest("The stream position has expired", "invalid_stream_position")
  }
  const most = eventRules.shortPages ? Math.ceil(limit / 3) : limit
  const page: Array<Entry> = []
  let caughtUp = true
  for (const event of behind(position)) {
    caughtUp = page.length < most
    if (!caughtUp) break
    page.push(event)
  }
  const next = caughtUp ? newest : (page.at(-1)?.position ?? position)
  const answer = JSON.stringify({
    chunk_size: page.length,
    next_stream_position: null,
    entries: page.map((event) => event.body)
  })
  // Written by hand: as a number of JavaScript, a large position would lose digits. The key comes before the entries.
  const exact = answer.replace('"next_stream_position":null', `"next_stream_position":${positionJson(call, next)}`)
  return text(200, "application/json", exact)
}

/** An answer of the realtime host. */
export const realtimeMessage = (message: string): Answer =>
  json(200, message === "reconnect" ? { version: 1, message } : { message })
