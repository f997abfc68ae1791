/**
 * Where an event stream has got to, and which events and deliveries have been handled.
 *
 * A checkpoint has a name. It is saved after a page of events was handled, so that a crash repeats at most that page. The
 * ids of what was handled last are kept with it, so that what Box sends twice is handled once. One consumer at a time
 * holds a checkpoint; another one is refused.
 *
 * {@link layerMemory} is for tests, {@link layerKeyValueStore} for one process, `FileEventCheckpoints` of
 * `@effect-box/node` for one machine, and `SqlEventCheckpoints` for any number of machines and for effects that happen
 * exactly once.
 *
 * @example
 * ```ts
 * import { EventCheckpoints } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const found = EventCheckpoints.EventCheckpoints.use(({ load }) => load("index")).pipe(
 *   Effect.map((checkpoint) => checkpoint === undefined),
 *   Effect.provide(EventCheckpoints.layerMemory)
 * )
 *
 * console.log(await Effect.runPromise(found)) // true
 * ```
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as KeyValueStore from "effect/persistence/KeyValueStore"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { BoxInvalidInput } from "../BoxError.ts"
import { countFault, invalidInput, readArgument } from "../internal/argument.ts"

/**
 * A checkpoint could not be taken, read or saved.
 *
 * @category errors
 * @since 0.2.0
 */
export class BoxCheckpointError extends Schema.TaggedError<BoxCheckpointError>()("BoxCheckpointError", {
  /**
   * `in_use`: another consumer holds the checkpoint. `lost`: another consumer took it over, because this one gave no sign
   * of life; nothing was saved. `store`: the store failed. `content`: what is stored is no checkpoint.
   */
  reason: Schema.Literals(["in_use", "lost", "store", "content"]),
  /** The name of the checkpoint. */
  checkpoint: Schema.String,
  message: Schema.String
}) {}

/**
 * The place from which a stream continues.
 *
 * @category models
 * @since 0.2.0
 */
export interface Checkpoint {
  /** Box's `next_stream_position`. Text, because it can exceed the range in which numbers are exact. */
  readonly position: string
  /** When Box named this position, in milliseconds since 1970. Box forgets events after some weeks. */
  readonly readAt: number
  /** Set while a gap is filled from `admin_logs`: the time at which it begins. Then `position` belongs to that stream. */
  readonly filling?: string | undefined
}

/**
 * A checkpoint that only this consumer advances.
 *
 * @category models
 * @since 0.2.0
 */
export interface Held {
  readonly load: Effect.Effect<Checkpoint | undefined, BoxCheckpointError>
  /** Which of these ids are not among those that were handled last. */
  readonly unseen: (ids: ReadonlyArray<string>) => Effect.Effect<ReadonlySet<string>, BoxCheckpointError>
  /** Saves the place and what was handled, both or nothing. */
  readonly save: (checkpoint: Checkpoint, ids: ReadonlyArray<string>) => Effect.Effect<void, BoxCheckpointError>
}

/**
 * The store of checkpoints.
 *
 * @category services
 * @since 0.2.0
 */
export class EventCheckpoints extends Context.Service<
  EventCheckpoints,
  {
    /** Reads a checkpoint without holding it, such as for a report. */
    readonly load: (name: string) => Effect.Effect<Checkpoint | undefined, BoxCheckpointError>
    /** Takes a checkpoint until the scope closes. Fails with `in_use` at once if another consumer holds it. */
    readonly hold: (name: string) => Effect.Effect<Held, BoxCheckpointError, Scope.Scope>
    /**
     * Runs an effect unless this id was handled under this name, and then remembers the id. Two calls with the same id
     * run one after the other.
     */
    readonly once: <A, E, R>(
      name: string,
      id: string,
      effect: Effect.Effect<A, E, R>
    ) => Effect.Effect<Option.Option<A>, E | BoxCheckpointError, R>
    /** Runs an effect in one transaction with what it saves here, if the store has transactions. */
    readonly together: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | BoxCheckpointError, R>
    /** Whether `together` is a transaction. */
    readonly transactional: boolean
  }
>()("effect-box/EventCheckpoints") {}

/** What a store without transactions keeps under a name. */
interface Stored {
  readonly checkpoint: Checkpoint | undefined
  /** The oldest first. */
  readonly ids: Set<string>
}

/** A store without transactions. `lock` is held by the one consumer, beyond the exclusion in this process. */
interface Storage {
  readonly read: (name: string) => Effect.Effect<Stored, BoxCheckpointError>
  readonly write: (name: string, stored: Stored) => Effect.Effect<void, BoxCheckpointError>
  readonly lock?: ((name: string) => Effect.Effect<Lock, BoxCheckpointError, Scope.Scope>) | undefined
  readonly remember: number
}

/**
 * A lock on a checkpoint.
 *
 * @category models
 * @since 0.2.0
 */
export interface Lock {
  /** Fails with `lost` if the lock was taken over. It runs before each save. */
  readonly check: Effect.Effect<void, BoxCheckpointError>
}

const remembering = (stored: Set<string>, ids: ReadonlyArray<string>, most: number): Set<string> => {
  for (const id of ids) {
    // Seen again, it is the newest again.
    stored.delete(id)
    stored.add(id)
  }
  for (const id of stored) {
    if (stored.size <= most) break
    stored.delete(id)
  }
  return stored
}

const inUse = (checkpoint: string): BoxCheckpointError =>
  new BoxCheckpointError({
    reason: "in_use",
    checkpoint,
    message: `Another consumer holds the checkpoint ${JSON.stringify(checkpoint)}: each consumer needs its own name`
  })

const makeStore = ({ lock, read, remember, write }: Storage): EventCheckpoints["Service"] => {
  const holders = new Set<string>()
  /** By name: a store that reads and then writes must not do so twice at a time. */
  const turns = new Map<string, Semaphore.Semaphore>()
  const turnOf = (name: string): Semaphore.Semaphore => {
    const turn = turns.get(name) ?? Semaphore.makeUnsafe(1)
    turns.set(name, turn)
    return turn
  }
  const add = (name: string, ids: ReadonlyArray<string>, checkpoint?: Checkpoint) =>
    read(name).pipe(
      Effect.flatMap((stored) =>
        write(name, {
          checkpoint: checkpoint ?? stored.checkpoint,
          ids: remembering(stored.ids, ids, remember)
        })
      ),
      turnOf(name).withPermits(1),
      // A write that has begun is not cut off.
      Effect.uninterruptible
    )
  const unseen = (name: string, ids: ReadonlyArray<string>) =>
    Effect.map(read(name), (stored) => new Set(ids.filter((id) => !stored.ids.has(id))))
  const working = new Map<string, { readonly turn: Semaphore.Semaphore; users: number }>()

  return {
    transactional: false,
    together: (effect) => effect,
    load: (name) => Effect.map(read(name), ({ checkpoint }) => checkpoint),
    hold: (name) =>
      Effect.acquireRelease(
        Effect.suspend(() => {
          if (holders.has(name)) return Effect.fail(inUse(name))
          holders.add(name)
          return Effect.void
        }),
        () => Effect.sync(() => holders.delete(name))
      ).pipe(
        Effect.andThen(lock === undefined ? Effect.succeed<Lock>({ check: Effect.void }) : lock(name)),
        Effect.map(({ check }) => ({
          load: Effect.map(read(name), ({ checkpoint }) => checkpoint),
          unseen: (ids) => unseen(name, ids),
          save: (checkpoint, ids) => Effect.andThen(check, add(name, ids, checkpoint))
        }))
      ),
    once: (name, id, effect) => {
      const key = `${name}\0${id}`
      return Effect.acquireUseRelease(
        Effect.sync(() => {
          const work = working.get(key) ?? { turn: Semaphore.makeUnsafe(1), users: 0 }
          work.users++
          working.set(key, work)
          return work
        }),
        ({ turn }) =>
          Effect.flatMap(unseen(name, [id]), (fresh) =>
            fresh.size === 0
              ? Effect.succeedNone
              : Effect.flatMap(effect, (result) => Effect.as(add(name, [id]), Option.some(result)))
          ).pipe(turn.withPermits(1)),
        (work) =>
          Effect.sync(() => {
            if (--work.users === 0) working.delete(key)
          })
      )
    }
  }
}

/** About as many events as 20 full pages have. */
const rememberedInMemory = 10_000

const makeMemory = (): EventCheckpoints["Service"] => {
  const kept = new Map<string, Stored>()
  return makeStore({
    remember: rememberedInMemory,
    read: (name) => Effect.sync(() => kept.get(name) ?? { checkpoint: undefined, ids: new Set() }),
    write: (name, stored) => Effect.sync(() => void kept.set(name, stored))
  })
}

/**
 * Keeps checkpoints in memory, with the last 10,000 ids of each. For tests, and for consumers that may start anew.
 *
 * @category layers
 * @since 0.2.0
 */
export const layerMemory: Layer.Layer<EventCheckpoints> = /*#__PURE__*/ Layer.sync(EventCheckpoints, makeMemory)

const Encoded = /*#__PURE__*/ Schema.fromJsonString(
  Schema.Struct({
    version: Schema.Literal(1),
    checkpoint: Schema.optionalKey(
      Schema.Struct({
        position: Schema.String,
        read_at: Schema.Number,
        filling: Schema.optionalKey(Schema.String)
      })
    ),
    ids: Schema.Array(Schema.String)
  })
)
const decodeStored = /*#__PURE__*/ Schema.decodeUnknownEffect(Encoded)

const encode = ({ checkpoint, ids }: Stored): string =>
  JSON.stringify({
    version: 1,
    ...(checkpoint === undefined ? {} : { checkpoint: encodeCheckpoint(checkpoint) }),
    ids: [...ids]
  })

const encodeCheckpoint = ({ filling, position, readAt }: Checkpoint): object => ({
  position,
  read_at: readAt,
  ...(filling === undefined ? {} : { filling })
})

const decode = (name: string, text: string | undefined): Effect.Effect<Stored, BoxCheckpointError> =>
  text === undefined
    ? Effect.sync(() => ({ checkpoint: undefined, ids: new Set() }))
    : decodeStored(text).pipe(
        Effect.mapBoth({
          onSuccess: ({ checkpoint, ids }) => ({ checkpoint: checkpointOf(checkpoint), ids: new Set(ids) }),
          onFailure: () =>
            new BoxCheckpointError({
              reason: "content",
              checkpoint: name,
              message: "The stored value is not a checkpoint of this version"
            })
        })
      )

const checkpointOf = (stored: (typeof Encoded.Type)["checkpoint"]): Checkpoint | undefined => {
  if (stored === undefined) return undefined
  const { filling, position, read_at } = stored
  return {
    position,
    readAt: read_at,
    ...(filling === undefined ? {} : { filling })
  }
}

/**
 * The options of {@link layerKeyValueStore} and {@link makeKeyValueStore}.
 *
 * @category models
 * @since 0.2.0
 */
export interface KeyValueStoreOptions {
  /** Precedes the names of checkpoints. Default `box-events/`. */
  readonly prefix?: string | undefined
  /** How many ids are remembered with each checkpoint. Each save writes all of them, about 36 bytes each. Default 1,000. */
  readonly remember?: number | undefined
  /** A lock on each checkpoint that reaches beyond this process. Default: none. */
  readonly lock?: ((name: string) => Effect.Effect<Lock, BoxCheckpointError, Scope.Scope>) | undefined
}

/**
 * Creates the store of {@link layerKeyValueStore}, for layers of your own.
 *
 * @category constructors
 * @since 0.2.0
 */
export const makeKeyValueStore = /*#__PURE__*/ Effect.fnUntraced(function* (
  given: KeyValueStoreOptions = {}
): Effect.fn.Return<EventCheckpoints["Service"], BoxInvalidInput, KeyValueStore.KeyValueStore> {
  const operation = "EventCheckpoints.makeKeyValueStore"
  const {
    lock,
    prefix = "box-events/",
    remember = 1000
  } = yield* readArgument(operation, given, "options must be an object such as { prefix }")
  const fault = countFault("remember", remember)
  if (fault !== undefined) return yield* invalidInput(operation, fault)
  if (typeof prefix !== "string") return yield* invalidInput(operation, "prefix must be a string")
  const store = yield* KeyValueStore.KeyValueStore
  const refuse = (checkpoint: string) =>
    Effect.mapError(
      (error: KeyValueStore.KeyValueStoreError) =>
        new BoxCheckpointError({
          reason: "store",
          checkpoint,
          message: `The key-value store failed (${error.method})`
        })
    )
  return makeStore({
    lock,
    remember,
    read: (name) =>
      store.get(prefix + name).pipe(
        refuse(name),
        Effect.flatMap((text) => decode(name, text))
      ),
    write: (name, stored) => Effect.asVoid(refuse(name)(store.set(prefix + name, encode(stored))))
  })
})

/**
 * Keeps checkpoints in a `KeyValueStore`, for one process: nothing but this process knows who holds a checkpoint. The
 * store must replace a value atomically even if the process is killed, which `KeyValueStore.layerFileSystem` does not:
 * for files use `FileEventCheckpoints` of `@effect-box/node`.
 *
 * @example
 * ```ts
 * import { EventCheckpoints } from "@effect-box/core"
 * import { Layer } from "effect"
 * import { KeyValueStore } from "effect/persistence"
 *
 * const Checkpoints = EventCheckpoints.layerKeyValueStore().pipe(Layer.provide(KeyValueStore.layerMemory))
 * ```
 *
 * @category layers
 * @since 0.2.0
 */
export const layerKeyValueStore = (
  options: KeyValueStoreOptions = {}
): Layer.Layer<EventCheckpoints, BoxInvalidInput, KeyValueStore.KeyValueStore> =>
  Layer.effect(EventCheckpoints, makeKeyValueStore(options))
