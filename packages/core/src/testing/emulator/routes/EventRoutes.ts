/**
 * The event streams of users: they read the log that every change appends to.
 *
 * @see https://developer.box.com/reference/get-events/
 */
import * as Effect from "effect/Effect"
import { json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import { hex } from "../wire/Identifiers.ts"
import { enterpriseEvents, isEnterpriseStream } from "./EnterpriseEvents.ts"
import { firstPosition } from "../resource/EventLog.ts"
import { eventPage } from "./EventStream.ts"
import { badParameter } from "../wire/Refusal.ts"
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

const streamTypes = ["all", "changes", "sync"]

const getEvents = (call: Call) => {
  const { world, url, user } = call
  const streamType = url.searchParams.get("stream_type") ?? "all"
  if (isEnterpriseStream(streamType)) return enterpriseEvents(call, streamType)
  if (!streamTypes.includes(streamType)) throw badParameter("stream_type", `Invalid value '${streamType}'`)
  const own = world.events.filter(
    (event) => event.user === user && (streamType === "all" || !onlyInAll.has(event.type))
  )
  return eventPage(call, own, newestPosition(world))
}

const retryTimeoutSeconds = 610
const realtimePath = "/realtime/subscribe"

const realtimeServer = (call: Call) => {
  const channel = hex(call.random, 20).toLowerCase()
  const server = {
    type: "realtime_server",
    url: `${call.world.urls.apiUrl}/2.0${realtimePath}?channel=${channel}&stream_type=all`,
    ttl: "10",
    max_retries: "10",
    retry_timeout: retryTimeoutSeconds
  }
  return json(200, { chunk_size: 1, entries: [server] })
}

/** Waits until an event is appended after the position, or tells the client to reconnect. */
const longPoll = (call: Call) => {
  const { world } = call
  const position = Number(call.url.searchParams.get("stream_position") ?? Number.NaN)
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
    Effect.map((message) => json(200, message === "reconnect" ? { version: 1, message } : { message }))
  )
}

export const eventRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/events", getEvents),
  stepRoute("api", "OPTIONS", "/events", realtimeServer),
  { host: "api", method: "GET", path: realtimePath, kind: "open", handle: longPoll }
]
