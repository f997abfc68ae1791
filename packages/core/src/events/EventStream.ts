/**
 * Follows what happens in Box, and handles each event at least once.
 *
 * {@link run} reads a stream page by page, gives each event to a handler, and saves a checkpoint after each page: a crash
 * repeats at most the events of one page. Events that Box sends twice are handled once. {@link pages} leaves the
 * checkpoint to you, {@link live} has none, and {@link history} reads the enterprise's past.
 *
 * A user's stream (`all`, `changes`, `sync`) waits with Box's long poll. The enterprise's stream (`admin_logs_streaming`)
 * is asked every 10 to 60 seconds; what it has forgotten after two weeks of standstill comes from `admin_logs`. Failures
 * that can pass are logged and waited out, from 1 second to 60. A refusal (400, 401, 403, 404, a lost login) ends the stream at
 * once.
 *
 * Nothing is read ahead: the next page is asked for when the one before has been handled.
 *
 * @example
 * ```ts
 * import { EventCheckpoints, EventStream } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const indexing = EventStream.run({ checkpoint: "index", stream_type: "changes" }, (event) =>
 *   Effect.log(event.event_type, EventStream.itemOf(event)?.id)
 * ).pipe(Effect.provide(EventCheckpoints.layerMemory))
 * ```
 *
 * @see https://developer.box.com/guides/events/
 */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import type { GetEventsInput } from "../api/Events.ts"
import type { Event } from "../api/schemas/Events.ts"
import type { BoxError, BoxInvalidInput } from "../BoxError.ts"
import type { TokenStore } from "../http/TokenStore.ts"
import { invalidInput, readArgument, tryRead } from "../internal/argument.ts"
import type { Time } from "../internal/timestamp.ts"
import type { Delivery } from "../webhook/WebhookSignature.ts"
import { type BoxCheckpointError, EventCheckpoints, layerMemory } from "./EventCheckpoints.ts"
import { nameFault, readOptions } from "./internal/plan.ts"
import { type Page, start } from "./internal/reading.ts"

/**
 * What happened. A webhook delivery has this form too, see {@link fromDelivery}.
 *
 * @see https://developer.box.com/reference/resources/event/
 * @category models
 * @since 0.2.0
 */
export type { Event }

/**
 * Handles one event. It may be called again for the same event after a crash, so what it does must be repeatable, or
 * happen in the database of `SqlEventCheckpoints`.
 *
 * @category models
 * @since 0.2.0
 */
export type Handler<E, R> = (event: Event) => Effect.Effect<unknown, E, R>

/**
 * A stream that goes on.
 *
 * @category models
 * @since 0.2.0
 */
export interface Following {
  /** The name of the checkpoint, up to 200 characters. Each consumer needs its own. */
  readonly checkpoint: string
  /**
   * `all` (default): what happens to a user's items. `changes`: only what changes the tree of items. `sync`: only of folders
   * that are synced. `admin_logs_streaming`: what happens in the enterprise, for administrators.
   */
  readonly stream_type?: "all" | "changes" | "sync" | "admin_logs_streaming" | undefined
  /** Only events of these types. For `admin_logs_streaming` only. */
  readonly event_type?: GetEventsInput["event_type"]
  /**
   * Where to begin if there is no checkpoint yet: `now` (default), `oldest` (what Box has: two or three weeks), or a
   * position that Box named.
   */
  readonly from?: "now" | "oldest" | (string & {}) | undefined
  /** How many events a page has at most, 1 to 500. Default 500. So many can be repeated after a crash. */
  readonly limit?: number | undefined
  /**
   * How soon `admin_logs_streaming` is asked again, at least 1 second. Default 10 seconds. While nothing comes it doubles, up to
   * a minute.
   */
  readonly pollInterval?: Duration.Input | undefined
}

/**
 * A part of the enterprise's past, up to a year back. It ends.
 *
 * @category models
 * @since 0.2.0
 */
export interface Past extends Pick<Following, "checkpoint" | "event_type" | "limit"> {
  readonly stream_type: "admin_logs"
  readonly created_after: Time
  readonly created_before: Time
}

export type { Page }

type Requirements = HttpClient | TokenStore | EventCheckpoints

/**
 * Reads a stream page by page. What a page holds counts as handled when its `commit` has run; after a restart the stream
 * goes on behind the last page that was committed. The next page is not asked for before the consumer wants it.
 *
 * The checkpoint is held as long as the stream runs. Fails with `BoxCheckpointError` (`in_use`) if another consumer holds
 * it, with `BoxInvalidInput` if an option is invalid, and with another `BoxError` if Box refuses the request.
 *
 * @example
 * ```ts
 * import { EventCheckpoints, EventStream } from "@effect-box/core"
 * import { Effect, Stream } from "effect"
 *
 * const counting = EventStream.pages({ checkpoint: "count", from: "oldest" }).pipe(
 *   Stream.runForEach((page) => Effect.andThen(Effect.log(page.events.length), page.commit)),
 *   Effect.provide(EventCheckpoints.layerMemory)
 * )
 * ```
 *
 * @see https://developer.box.com/reference/get-events/
 * @category operations
 * @since 0.2.0
 */
export const pages = (options: Following | Past): Stream.Stream<Page, BoxError | BoxCheckpointError, Requirements> =>
  Stream.unwrap(start("EventStream.pages", options))

/**
 * The options of {@link run}.
 *
 * @category models
 * @since 0.2.0
 */
export type RunOptions = (Following | Past) & {
  /** How many events of a page are handled at a time. Default 1. A store with transactions takes no other number. */
  readonly concurrency?: number | undefined
}

/** Untyped callers may forget to return an Effect. */
const handling =
  <E, R>(operation: string, handler: Handler<E, R>) =>
  (event: Event): Effect.Effect<unknown, E | BoxInvalidInput, R> =>
    Effect.suspend((): Effect.Effect<unknown, E | BoxInvalidInput, R> => {
      const handled: unknown = handler(event)
      // An Effect of a handler has the types of the handler.
      if (Effect.isEffect(handled)) return handled as Effect.Effect<unknown, E, R>
      return Effect.fail(invalidInput(operation, "handler must return an Effect"))
    })

/**
 * Gives each event to the handler, and saves the checkpoint after each page. Each event is handled at least once; after a
 * crash, those of the last page can be handled again. With `SqlEventCheckpoints`, the handler and the checkpoint are one
 * transaction for each page: effects in the same database happen exactly once.
 *
 * Runs until it is interrupted, or to the end of the past that was asked for. A failure of the handler ends it, and the
 * page is not saved: the next run begins with that page. It fails as {@link pages} does.
 *
 * @example
 * ```ts
 * import { EventStream } from "@effect-box/core"
 * import { Effect, Schedule } from "effect"
 *
 * const audit = EventStream.run(
 *   { checkpoint: "audit", stream_type: "admin_logs_streaming", event_type: ["SHARE", "UNSHARE"] },
 *   (event) => Effect.log(event.event_type, event.created_by?.login)
 * )
 * ```
 *
 * @see https://developer.box.com/reference/get-events/
 * @category operations
 * @since 0.2.0
 */
export const run: <E, R>(
  options: RunOptions,
  handler: Handler<E, R>
) => Effect.Effect<void, BoxError | BoxCheckpointError | E, Requirements | R> = /*#__PURE__*/ Effect.fnUntraced(
  function* <E, R>(options: RunOptions, handler: Handler<E, R>) {
    const operation = "EventStream.run"
    if (typeof handler !== "function") return yield* invalidInput(operation, "handler must be a function")
    yield* readOptions(operation, options)
    const { concurrency = 1 } = options
    const { together, transactional } = yield* EventCheckpoints
    if (transactional && concurrency > 1) {
      const why = "concurrency must be 1: the events of a page are handled in one transaction, on one connection"
      return yield* invalidInput(operation, why)
    }
    yield* Stream.runForEach(Stream.unwrap(start(operation, options)), (page) =>
      together(
        Effect.andThen(
          Effect.forEach(page.events, handling(operation, handler), { concurrency, discard: true }),
          page.commit
        )
      )
    )
  }
)

/** The events of a stream that keeps nothing: each is handled as soon as it is emitted. */
const withoutCheckpoint = (
  operation: string,
  options: Omit<Following, "checkpoint"> | Omit<Past, "checkpoint">
): Stream.Stream<Event, BoxError, HttpClient | TokenStore> =>
  Effect.map(readArgument(operation, options, "options must be an object"), (given) =>
    Stream.unwrap(start(operation, { ...given, checkpoint: operation }))
  ).pipe(
    Stream.unwrap,
    Stream.mapEffect((page) => Effect.as(page.commit, page.events)),
    Stream.flattenIterable,
    // Nobody else has this store, and memory does not fail.
    Stream.catchTag("BoxCheckpointError", (error) => Stream.die(error)),
    Stream.provide(Layer.fresh(layerMemory))
  )

/**
 * Emits what happens from now on, for a page that is being looked at: without a checkpoint, each event once at most.
 *
 * @example
 * ```ts
 * import { EventStream } from "@effect-box/core"
 * import { Effect, Stream } from "effect"
 *
 * const show = EventStream.live().pipe(Stream.runForEach((event) => Effect.log(event.event_type)))
 * ```
 *
 * @see https://developer.box.com/guides/events/user-events/polling/
 * @category operations
 * @since 0.2.0
 */
export const live = (
  options: Omit<Following, "checkpoint" | "from"> = {}
): Stream.Stream<Event, BoxError, HttpClient | TokenStore> => withoutCheckpoint("EventStream.live", options)

/**
 * Emits the enterprise's events between two times, up to a year back, in order. It ends. New events can take hours to appear
 * there. To continue after a crash, use {@link run} or {@link pages} with the same options and a checkpoint.
 *
 * @example
 * ```ts
 * import { EventStream } from "@effect-box/core"
 * import { Stream } from "effect"
 *
 * const downloads = EventStream.history({
 *   created_after: "2030-01-01T00:00:00Z",
 *   created_before: "2030-02-01T00:00:00Z",
 *   event_type: ["DOWNLOAD"]
 * }).pipe(Stream.runCount)
 * ```
 *
 * @see https://developer.box.com/guides/events/enterprise-events/for-enterprise/
 * @category operations
 * @since 0.2.0
 */
export const history = (
  options: Omit<Past, "checkpoint" | "stream_type">
): Stream.Stream<Event, BoxError, HttpClient | TokenStore> =>
  Effect.map(readArgument("EventStream.history", options, "options must be an object"), (given) =>
    withoutCheckpoint("EventStream.history", { ...given, stream_type: "admin_logs" })
  ).pipe(Stream.unwrap)

/**
 * The item that an event is about, if it is about one. A user's stream and a webhook name it by `type` and `id`, the
 * enterprise's stream by `item_type` and `item_id`.
 *
 * @example
 * ```ts
 * import { EventStream } from "@effect-box/core"
 *
 * const item = EventStream.itemOf({ event_id: "1", source: { item_type: "file", item_id: "42" } })
 *
 * console.log(item?.id) // 42
 * ```
 *
 * @category operations
 * @since 0.2.0
 */
export const itemOf = ({ source }: Event): { readonly type: string; readonly id: string } | undefined => {
  if (source === null || source === undefined) return undefined
  // The forms of a source have different names for these; each value is checked below.
  const { id, item_id, item_type, type } = source as Readonly<Record<string, unknown>>
  const [itemType, itemId] = [item_type ?? type, item_id ?? id]
  return typeof itemType === "string" && typeof itemId === "string" ? { type: itemType, id: itemId } : undefined
}

/**
 * A webhook delivery in the form of an event, so that one handler takes both. `event_type` is the trigger, such as
 * `FILE.UPLOADED`, and `event_id` the id of the payload, which all attempts to deliver it share.
 *
 * @example
 * ```ts
 * import { EventStream } from "@effect-box/core"
 * import type { WebhookSignature } from "@effect-box/core/server"
 *
 * const typeOf = (delivery: WebhookSignature.Delivery) => EventStream.fromDelivery(delivery).event_type
 * ```
 *
 * @category constructors
 * @since 0.2.0
 */
export const fromDelivery = ({ payload }: Delivery): Event => {
  const { additional_info: info, created_at, created_by, id, source, trigger } = payload
  return {
    type: "event",
    event_id: id,
    event_type: trigger,
    created_at: created_at ?? null,
    created_by: created_by ?? null,
    // A link, a comment or a collaboration is a source in the generic form: plain JSON.
    source: (source ?? null) as Exclude<Event["source"], undefined>,
    // An array says nothing.
    additional_details:
      Array.isArray(info) || !Predicate.isObject(info)
        ? null
        : (info as Exclude<Event["additional_details"], undefined>)
  }
}

/**
 * Gives a verified webhook delivery to the handler, unless it was handled before: Box repeats a delivery that was not
 * answered in time. The ids are kept under the name of a checkpoint, in the same store as those of streams. With
 * `SqlEventCheckpoints`, the handler and the id are one transaction.
 *
 * @example
 * ```ts
 * import { EventStream } from "@effect-box/core"
 * import { WebhookRoute } from "@effect-box/core/server"
 * import { Effect } from "effect"
 * import { HttpRouter, HttpServerResponse } from "effect/http"
 *
 * const index: EventStream.Handler<never, never> = (event) => Effect.log(event.event_type)
 *
 * const Hook = HttpRouter.add(
 *   "POST",
 *   "/box/webhooks",
 *   Effect.gen(function* () {
 *     yield* EventStream.handleDelivery({ checkpoint: "hooks" }, yield* WebhookRoute.Webhook, index)
 *     return HttpServerResponse.empty()
 *   })
 * )
 * ```
 *
 * @category operations
 * @since 0.2.0
 */
export const handleDelivery: <E, R>(
  options: Pick<Following, "checkpoint">,
  delivery: Delivery,
  handler: Handler<E, R>
) => Effect.Effect<void, BoxInvalidInput | BoxCheckpointError | E, EventCheckpoints | R> =
  /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
    options: Pick<Following, "checkpoint">,
    delivery: Delivery,
    handler: Handler<E, R>
  ) {
    const operation = "EventStream.handleDelivery"
    const { checkpoint } = yield* readArgument(
      operation,
      options,
      'options must be an object such as { checkpoint: "hooks" }'
    )
    const fault = nameFault(checkpoint)
    if (fault !== undefined) return yield* invalidInput(operation, fault)
    const event = tryRead(() => fromDelivery(delivery))
    if (typeof event?.event_id !== "string" || typeof handler !== "function") {
      return yield* invalidInput(operation, "A verified delivery and a handler are required")
    }
    const { once } = yield* EventCheckpoints
    yield* once(checkpoint, event.event_id, handling(operation, handler)(event))
  })
