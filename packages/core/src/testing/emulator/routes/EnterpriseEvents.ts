/**
 * The event streams of the whole enterprise, for those who administer it. Their types have other names than those of a
 * user's stream. Which of them folders and new versions have is not documented.
 *
 * @see https://developer.box.com/guides/events/enterprise-events/for-enterprise/
 */
import type { Answer } from "../wire/Answer.ts"
import type { Call } from "../model/Call.ts"
import { administers, type LiveEvent } from "../model/World.ts"
import { badParameter, noPermission } from "../wire/Refusal.ts"
import { parseTimestamp } from "../wire/Timestamps.ts"
import { firstPosition, showLateEvents } from "../resource/EventLog.ts"
import { eventPage, firstBehind } from "./EventStream.ts"

const day = 24 * 3_600_000
/** How long events are kept. */
const lifetimes: Readonly<Record<string, number>> = { admin_logs: 365 * day, admin_logs_streaming: 14 * day }

export const isEnterpriseStream = (streamType: string): boolean => Object.hasOwn(lifetimes, streamType)

const timeOf = (call: Call, name: string): number | undefined => {
  const text = call.url.searchParams.get(name)
  if (text === null) return undefined
  const at = parseTimestamp(text)
  if (at === undefined) throw badParameter(name, `'${name}' must be an RFC 3339 time`)
  return at
}

/** The history, which shows events late, and the live stream, which has them in its own order. */
const eventsOf = ({ now, world }: Call, history: boolean): ReadonlyArray<LiveEvent> => {
  if (history) {
    const shownUntil = now - world.eventRules.historyDelay
    return world.enterpriseEvents.flatMap((event) =>
      event.at <= shownUntil ? [{ position: event.position, event }] : []
    )
  }
  showLateEvents(world, now)
  return world.liveEvents.shown
}

export const enterpriseEvents = (call: Call, streamType: string): Answer => {
  const { now, url, user, world } = call
  if (!administers(world, user)) throw noPermission()
  const types = url.searchParams
    .get("event_type")
    ?.split(",")
    .map((type) => type.trim())
  // Only the history is searched by time; the live stream ignores these parameters.
  const history = streamType === "admin_logs"
  const after = (history ? timeOf(call, "created_after") : undefined) ?? Number.NEGATIVE_INFINITY
  const before = (history ? timeOf(call, "created_before") : undefined) ?? Number.POSITIVE_INFINITY
  const oldest = Math.max(after, now - (lifetimes[streamType] ?? 0))
  const all = eventsOf(call, history)
  function* behind(position: number) {
    for (let index = firstBehind(all, position, (shown) => shown.position); index < all.length; index++) {
      const shown = all[index]
      if (shown === undefined) continue
      const { at, body, type } = shown.event
      if (at < oldest || at > before || types?.includes(type) === false) continue
      yield { position: shown.position, body }
    }
  }
  return eventPage(call, { behind, newest: all.at(-1)?.position ?? firstPosition })
}
