/** Positions and pages, which the streams of a user's events and of the enterprise's events share. */
import { type Answer, json } from "../wire/Answer.ts"
import type { Call } from "../model/Call.ts"
import { limitOf } from "../views/Pagination.ts"
import { badParameter } from "../wire/Refusal.ts"

const limits = { defaultLimit: 100, maxLimit: 500, minLimit: 0, maxOffset: undefined }

export const positionOf = (call: Call): number => {
  const text = call.url.searchParams.get("stream_position")
  if (text === "now") return Number.POSITIVE_INFINITY
  if (text === null || text === "" || text === "null") return 0
  if (!/^\d+$/.test(text)) throw badParameter("stream_position", `Invalid value '${text}'`)
  return Number(text)
}

interface Entry {
  readonly position: number
  readonly body: unknown
}

/** The first of the events after the position. `newest` is the position of the newest event of the stream. */
export const eventPage = (call: Call, events: ReadonlyArray<Entry>, newest: number): Answer => {
  const limit = limitOf(call.url.searchParams, limits)
  const position = positionOf(call)
  const visible = events.filter((event) => event.position > position)
  const page = visible.slice(0, limit)
  const caughtUp = page.length === visible.length
  return json(200, {
    chunk_size: page.length,
    next_stream_position: caughtUp ? newest : (page.at(-1)?.position ?? position),
    entries: page.map((event) => event.body)
  })
}
