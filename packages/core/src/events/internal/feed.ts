/** The three ways in which Box gives events: a user's stream, the enterprise's live stream, and its history. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Event } from "../../api/schemas/Events.ts"
import type { GetEventsInput } from "../../api/Events.ts"
import type { BoxError } from "../../BoxError.ts"
import { elapsed } from "../../internal/elapsed.ts"
import { timeAt } from "../../internal/timestamp.ts"
import type { Checkpoint } from "../EventCheckpoints.ts"
import { endsStream, pauseAfter, reportFailure } from "./backoff.ts"
import { type EventPage, readPage, type Requirements } from "./eventPage.ts"
import { findServer, poll, type PollServer } from "./longPoll.ts"

const hour = 3_600_000
const day = 24 * hour

/** How long Box keeps events. */
const lifetimes = {
  all: 21 * day,
  changes: 21 * day,
  sync: 31 * day,
  admin_logs: 365 * day,
  admin_logs_streaming: 14 * day
}

/** A feed that was not read for so long has a gap, or may have one. */
const safeAge = (stream: Plan["stream_type"]): number => lifetimes[stream] - day

/** A part of the history. */
export interface Span {
  readonly createdAfter: string
  readonly createdBefore: string
}

/** What a stream reads. */
export interface Plan {
  readonly stream_type: keyof typeof lifetimes
  readonly event_type: GetEventsInput["event_type"]
  readonly limit: number
  /** The times between which the history lies; only for `admin_logs`. */
  readonly between: Span | undefined
  /** How long to wait for the enterprise's next events at first, and at most, in milliseconds. */
  readonly interval: { readonly first: number; readonly most: number }
}

/** A feed that is being read. */
export interface Feed {
  readonly plan: Plan
  /** How many reads in succession have brought nothing that was not handled yet. */
  fruitless: number
  /** Whether Box had no more at the last read. */
  caughtUp: boolean
  server: PollServer | undefined
  /** How many polls in succession have failed. */
  failures: number
}

export const openFeed = (plan: Plan): Feed => ({
  plan,
  fruitless: 0,
  caughtUp: false,
  server: undefined,
  failures: 0
})

/** What one read has brought, and the place after it. `ended`: there will be no more. */
export interface Read {
  readonly events: ReadonlyArray<Event>
  readonly checkpoint: Checkpoint
  readonly ended: boolean
}

const shortestPause = 1000
const longestPause = 10_000

/**
 * One read without news follows all news. More of them are the work of a server that tells of news that nobody finds, that
 * sends everything twice, or that sends its clients away: it is asked ever more rarely.
 */
const pauseOf = (fruitless: number): number =>
  fruitless < 2 ? 0 : Math.min(shortestPause * 2 ** Math.min(fruitless - 2, 10), longestPause)

/** Waits at the server of the long poll, or as long as a failure demands. */
const waitForNews = /*#__PURE__*/ Effect.fnUntraced(function* (
  feed: Feed,
  position: string
): Effect.fn.Return<void, BoxError, Requirements> {
  if (feed.server === undefined) {
    const found = yield* Effect.result(findServer)
    if (Result.isFailure(found)) {
      if (endsStream(found.failure)) return yield* found.failure
      yield* reportFailure(found.failure)
      return yield* pauseAfter(found.failure, ++feed.failures)
    }
    feed.server = found.success
  }
  const server = feed.server
  const outcome = yield* Effect.result(poll(server, position))
  if (Result.isFailure(outcome)) {
    feed.server = undefined
    yield* reportFailure(outcome.failure)
    return yield* pauseAfter(outcome.failure, ++feed.failures)
  }
  feed.failures = 0
  if (outcome.success === "silence") server.left--
  if (outcome.success === "server" || server.left <= 0) feed.server = undefined
})

/** Waits for the next events of the enterprise, which has no long poll. */
const waitForEnterprise = ({ fruitless, plan: { interval } }: Feed): Effect.Effect<void> =>
  Effect.sleep(Math.min(interval.first * 2 ** Math.min(Math.max(fruitless - 1, 0), 10), interval.most))

const wait = /*#__PURE__*/ Effect.fnUntraced(function* (
  feed: Feed,
  position: string
): Effect.fn.Return<void, BoxError, Requirements> {
  const began = yield* elapsed
  if (feed.caughtUp) {
    yield* feed.plan.stream_type === "admin_logs_streaming" ? waitForEnterprise(feed) : waitForNews(feed, position)
  }
  const rest = pauseOf(feed.fruitless) - ((yield* elapsed) - began)
  if (rest > 0) yield* Effect.sleep(rest)
})

const inputOf = ({ event_type, limit, stream_type }: Plan, position: string): GetEventsInput => ({
  stream_type,
  stream_position: position,
  limit,
  ...(event_type === undefined ? {} : { event_type })
})

/** The place of a live stream after a page. */
const after = ({ position, readAt }: EventPage): Checkpoint => ({ position, readAt })

const readLive = /*#__PURE__*/ Effect.fnUntraced(function* (
  feed: Feed,
  from: Checkpoint
): Effect.fn.Return<Read, BoxError, Requirements> {
  yield* wait(feed, from.position)
  const page = yield* readPage(inputOf(feed.plan, from.position))
  feed.caughtUp = page.events.length === 0
  return { events: page.events, checkpoint: after(page), ended: false }
})

/** The oldest event that a stream has. */
export const oldest = "0"

/** Reads the history between two times. Two empty pages are its end, and one that leads nowhere. */
const readHistory = /*#__PURE__*/ Effect.fnUntraced(function* (
  feed: Feed,
  from: Checkpoint,
  { createdAfter, createdBefore }: Span
): Effect.fn.Return<Read, BoxError, Requirements> {
  yield* Effect.sleep(pauseOf(feed.fruitless))
  const plan: Plan = { ...feed.plan, stream_type: "admin_logs" }
  const times = { created_after: createdAfter, created_before: createdBefore }
  const page = yield* readPage({ ...inputOf(plan, from.position), ...times })
  const ended = page.events.length === 0 && (feed.caughtUp || page.position === from.position)
  feed.caughtUp = page.events.length === 0
  return { events: page.events, checkpoint: after(page), ended }
})

/**
 * Reads what the live stream has forgotten, and then the live stream from its oldest event: the history is slow to show
 * events, so that its newest ones could be missing if the live stream went on from now. The two overlap by an hour.
 */
const readEnterprise = /*#__PURE__*/ Effect.fnUntraced(function* (
  feed: Feed,
  from: Checkpoint
): Effect.fn.Return<Read, BoxError, Requirements> {
  const { filling } = from
  if (filling === undefined) return yield* readLive(feed, from)
  // Found anew for each page, because it can take days to fill a gap.
  const createdBefore = timeAt((yield* Clock.currentTimeMillis) - safeAge(feed.plan.stream_type) + hour)
  const { checkpoint, ended, events } = yield* readHistory(feed, from, { createdAfter: filling, createdBefore })
  if (!ended) return { events, checkpoint: { ...checkpoint, filling }, ended }
  feed.caughtUp = false
  return { events, checkpoint: { ...checkpoint, position: oldest }, ended: false }
})

/** The next page after a checkpoint. Waits until there is one, except in the history. */
export const read = (feed: Feed, from: Checkpoint): Effect.Effect<Read, BoxError, Requirements> => {
  const { between } = feed.plan
  if (between !== undefined) return readHistory(feed, from, between)
  return feed.plan.stream_type === "admin_logs_streaming" ? readEnterprise(feed, from) : readLive(feed, from)
}

const forgotten = (stream: string) =>
  Effect.logWarning(
    `Box has forgotten events of the stream ${stream} since the checkpoint was saved: compare what you have with Box`
  )

/** The checkpoint to continue from after an interruption: a gap of the enterprise's stream is filled first. */
export const resumed = (feed: Feed, from: Checkpoint, now: number): Effect.Effect<Checkpoint> => {
  const { stream_type } = feed.plan
  if (from.filling !== undefined || stream_type === "admin_logs") return Effect.succeed(from)
  const age = now - from.readAt
  if (age <= safeAge(stream_type)) return Effect.succeed(from)
  if (stream_type !== "admin_logs_streaming") return Effect.as(forgotten(stream_type), from)
  const lost = age > lifetimes.admin_logs ? forgotten(stream_type) : Effect.void
  return Effect.as(lost, { position: oldest, readAt: from.readAt, filling: timeAt(from.readAt - hour) })
}

/** Where a stream begins that has no checkpoint. */
export const begin = (feed: Feed, from: string, now: number): Effect.Effect<Checkpoint, BoxError, Requirements> =>
  from === "now"
    ? Effect.map(readPage(inputOf(feed.plan, "now")), after)
    : Effect.succeed({ position: from === "oldest" ? oldest : from, readAt: now })
