/** A stream that is being read: its place, what the consumer has not committed yet, and its next page. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Event } from "../../api/schemas/Events.ts"
import type { BoxError } from "../../BoxError.ts"
import type { TokenStore } from "../../http/TokenStore.ts"
import { type BoxCheckpointError, type Checkpoint, EventCheckpoints, type Held } from "../EventCheckpoints.ts"
import { begin, type Feed, openFeed, read, resumed } from "./feed.ts"
import { type Given, readOptions } from "./plan.ts"

/**
 * Some events in the order in which Box sent them, without those that were handled before.
 *
 * @category models
 * @since 0.2.0
 */
export interface Page {
  readonly events: ReadonlyArray<Event>
  /** The position after this page. */
  readonly position: string
  /** Saves the checkpoint after this page: it and all pages before it have been handled. */
  readonly commit: Effect.Effect<void, BoxCheckpointError>
}

/** A stream that is being read. */
interface Reading {
  readonly feed: Feed
  readonly held: Held
  /** The place of the next page. */
  from: Checkpoint
  /** When the checkpoint was saved last. */
  savedAt: number
  /** The events of pages that were emitted and not committed, by the number of their page. */
  readonly pending: Map<string, number>
  emitted: number
  committed: number
}

/** A checkpoint must not look old only because nothing has happened. */
const resaveAfter = Duration.toMillis(Duration.hours(1))

const save = (reading: Reading, checkpoint: Checkpoint, ids: ReadonlyArray<string>) =>
  Effect.map(reading.held.save(checkpoint, ids), () => {
    reading.savedAt = checkpoint.readAt
  })

const commit = (reading: Reading, page: number, checkpoint: Checkpoint): Effect.Effect<void, BoxCheckpointError> =>
  Effect.suspend(() => {
    // A page before it was committed with it.
    if (page <= reading.committed) return Effect.void
    const ids = [...reading.pending].flatMap(([id, of]) => (of <= page ? [id] : []))
    return Effect.map(save(reading, checkpoint, ids), () => {
      reading.committed = page
      for (const id of ids) reading.pending.delete(id)
    })
  })

/** The events that are neither handled nor with the consumer, each once. */
const freshOf = (reading: Reading, events: ReadonlyArray<Event>) => {
  if (events.length === 0) return Effect.succeed(events)
  return Effect.map(reading.held.unseen(events.map(({ event_id }) => event_id)), (unseen) => {
    const taken = new Set<string>()
    return events.filter(({ event_id }) => {
      if (!unseen.has(event_id) || reading.pending.has(event_id) || taken.has(event_id)) return false
      taken.add(event_id)
      return true
    })
  })
}

/** Reads on until there are events, and saves the place of what brought none. */
const nextPage = /*#__PURE__*/ Effect.fnUntraced(function* (
  reading: Reading
): Effect.fn.Return<
  readonly [ReadonlyArray<Page>, Option.Option<Reading>],
  BoxError | BoxCheckpointError,
  HttpClient | TokenStore
> {
  for (;;) {
    const { checkpoint, ended, events } = yield* read(reading.feed, reading.from)
    const fresh = yield* freshOf(reading, events)
    const moved = checkpoint.position !== reading.from.position || checkpoint.filling !== reading.from.filling
    reading.from = checkpoint
    reading.feed.fruitless = fresh.length > 0 ? 0 : reading.feed.fruitless + 1
    if (fresh.length > 0) {
      const number = ++reading.emitted
      for (const { event_id } of fresh) reading.pending.set(event_id, number)
      const page: Page = {
        events: fresh,
        position: checkpoint.position,
        commit: commit(reading, number, checkpoint)
      }
      return [[page], Option.some(reading)]
    }
    const old = checkpoint.readAt - reading.savedAt > resaveAfter
    if (reading.committed === reading.emitted && (moved || old)) yield* save(reading, checkpoint, [])
    if (ended) return [[], Option.none()]
  }
})

/** Takes the checkpoint, and reads from there. */
export const start = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string, options: Given) {
  const { checkpoint: name, from, plan } = yield* readOptions(operation, options)
  const held = yield* (yield* EventCheckpoints).hold(name)
  const feed = openFeed(plan)
  const now = yield* Clock.currentTimeMillis
  const found = yield* held.load
  const place = yield* found === undefined ? begin(feed, from, now) : resumed(feed, found, now)
  // From here on, nothing is missed if the process ends before the first event.
  if (found === undefined) yield* held.save(place, [])
  const reading: Reading = {
    feed,
    held,
    from: place,
    savedAt: found?.readAt ?? place.readAt,
    pending: new Map(),
    emitted: 0,
    committed: 0
  }
  return Stream.paginate(reading, nextPage)
})
