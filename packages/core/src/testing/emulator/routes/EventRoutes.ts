/**
 * The event streams of users: they read the log that every change appends to.
 *
 * @see https://developer.box.com/reference/get-events/
 */
import * as Effect from "effect/Effect"
import { type Answer, json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import { hex } from "../wire/Identifiers.ts"
import { enterpriseEvents, isEnterpriseStream } from "./EnterpriseEvents.ts"
import { appendAdminEvent, appendUserEvent, firstPosition } from "../resource/EventLog.ts"
import { type Preparation, stepPreparation } from "../resource/Preparation.ts"
import { type JsonObject, optionalObject, requiredId, requiredString } from "../wire/Json.ts"
import { eventPage, firstBehind, positionOf, realtimeMessage } from "./EventStream.ts"
import { badParameter, notFound, type Refusal, transaction, unauthorized } from "../wire/Refusal.ts"
import type { World } from "../model/World.ts"

/** Event types that the `changes` and `sync` streams omit. */
const onlyInAll = new Set([
  "COMMENT_CREATE",
  "COMMENT_DELETE",
  "ITEM_DOWNLOAD",
  "ITEM_SHARED_CREATE",
  "ITEM_SHARED_UNSHARE",
  "TAG_ITEM_CREATE",
  "TASK_ASSIGNMENT_CREATE",
  "TASK_CREATE"
])

const newestPosition = (world: World): number => world.events.at(-1)?.position ?? firstPosition

const day = 24 * 3_600_000
/** How long events are kept. */
const lifetimes: Readonly<Record<string, number>> = { all: 21 * day, changes: 21 * day, sync: 31 * day }

const getEvents = (call: Call) => {
  const { world, url, user } = call
  const streamType = url.searchParams.get("stream_type") ?? "all"
  if (isEnterpriseStream(streamType)) return enterpriseEvents(call, streamType)
  if (!Object.hasOwn(lifetimes, streamType)) throw badParameter("stream_type", `Invalid value '${streamType}'`)
  const oldest = call.now - (lifetimes[streamType] ?? 0)
  const kept = firstBehind(world.events, oldest - 1, ({ at }) => at)
  const forgotten = world.events.slice(0, kept).findLast((event) => event.user === user)?.position ?? 0
  function* behind(position: number) {
    const start = Math.max(
      kept,
      firstBehind(world.events, position, (event) => event.position)
    )
    for (let index = start; index < world.events.length; index++) {
      const event = world.events[index]
      if (event?.user === user && (streamType === "all" || !onlyInAll.has(event.type))) yield event
    }
  }
  return eventPage(call, { behind, newest: newestPosition(world), forgotten })
}

const retryTimeoutSeconds = 610
/** What clients wait at, on a host of its own. */
const realtimePath = "/realtime/subscribe"

const realtimeServer = (call: Call) => {
  const channel = hex(call.random, 20).toLowerCase()
  const server = {
    type: "realtime_server",
    url: `${call.world.urls.realtimeUrl}/subscribe?channel=${channel}&stream_type=all`,
    ttl: "10",
    max_retries: "10",
    retry_timeout: retryTimeoutSeconds
  }
  return json(200, { chunk_size: 1, entries: [server] })
}

/** Waits until an event is appended after the position, or tells the client to reconnect. */
const longPoll = (call: Call): Effect.Effect<Answer, Refusal> =>
  Effect.flatMap(
    transaction(() => {
      if (call.world.eventRules.refuseRealtimeTokens && call.headers["authorization"] !== undefined) {
        throw unauthorized(true)
      }
      return call.url.searchParams.has("stream_position") ? positionOf(call) : Number.POSITIVE_INFINITY
    }),
    (position) => waitBehind(call.world, position)
  )

const waitBehind = (world: World, position: number): Effect.Effect<Answer> => {
  const news = Effect.callback<"new_change">((resume) => {
    if (newestPosition(world) > position) return resume(Effect.succeed("new_change"))
    const wake = () => resume(Effect.succeed("new_change"))
    world.eventWaiters.add(wake)
    return Effect.sync(() => world.eventWaiters.delete(wake))
  })
  return news.pipe(
    Effect.timeoutOrElse({
      duration: `${retryTimeoutSeconds} seconds`,
      orElse: () => Effect.succeed("reconnect" as const)
    }),
    Effect.map(realtimeMessage)
  )
}

/** Records an event of any type, which may have no source, for one user and for the enterprise. */
const addEvent = (call: Call): JsonObject => {
  const { json, world } = call
  const type = requiredString(json, "event_type")
  const user = optionalObject(json, "user")
  const who = user === undefined ? world.admin : world.users.get(requiredId(user, "id"))
  if (who === undefined) throw notFound("user", "user.id")
  const source = json["source"] ?? null
  appendUserEvent(call, type, [who], source)
  appendAdminEvent(call, type, source)
  return world.events.at(-1)?.body ?? {}
}

export const eventPreparations: ReadonlyArray<Preparation> = [stepPreparation("events", addEvent)]

export const eventRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/events", getEvents),
  stepRoute("api", "OPTIONS", "/events", realtimeServer),
  { host: "realtime", method: "GET", path: realtimePath, kind: "open", handle: longPoll }
]
