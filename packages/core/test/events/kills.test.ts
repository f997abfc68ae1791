/** Consumers that are killed at any point: before and after each request, each statement and each handler. */
import { assert, describe, it } from "@effect/vitest"
import { Context, Deferred, Effect, Exit, Fiber, Layer, Random } from "effect"
import { HttpClient } from "effect/http"
import { KeyValueStore } from "effect/persistence"
import { SqlClient } from "effect/sql"
import { TestClock } from "effect/testing"
import { layerSqlite } from "../../../../test/support/sqlite.ts"
import { thorough } from "../../../../test/support/thorough.ts"
import { EventCheckpoints, EventStream } from "../../src/index.ts"
import * as SqlEventCheckpoints from "../../src/events/SqlEventCheckpoints.ts"
import { BoxEmulator } from "../../src/testing/index.ts"

/** Counts the steps of a consumer, and stops it for ever at one of them. */
interface Fate {
  steps: number
  end: number
  readonly ended: Deferred.Deferred<void>
}

class Killer extends Context.Service<Killer, { fate: Fate }>()("test/Killer") {
  static readonly layer = Layer.effect(
    Killer,
    Effect.map(Deferred.make<void>(), (ended) => ({ fate: { steps: 0, end: Number.POSITIVE_INFINITY, ended } }))
  )
}

const step = Effect.flatMap(Killer, (killer) =>
  Effect.suspend(() => {
    const { fate } = killer
    if (++fate.steps < fate.end) return Effect.void
    return Effect.andThen(Deferred.succeed(fate.ended, undefined), Effect.never)
  })
)

/** A step before and a step after. */
const between = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Killer> =>
  Effect.andThen(
    step,
    Effect.tap(self, () => step)
  )

const layerMortalClient = Layer.effect(
  HttpClient.HttpClient,
  Effect.gen(function* () {
    const killer = yield* Killer
    const client = yield* HttpClient.HttpClient
    return HttpClient.transform(client, (sending) => Effect.provideService(between(sending), Killer, killer))
  })
)

const layerMortalStore = Layer.effect(
  EventCheckpoints.EventCheckpoints,
  Effect.gen(function* () {
    const killer = yield* Killer
    const store = yield* EventCheckpoints.EventCheckpoints
    const mortal = <A, E, R>(self: Effect.Effect<A, E, R>) =>
      Effect.provideService(between(self), Killer, killer) as Effect.Effect<A, E, R>
    return EventCheckpoints.EventCheckpoints.of({
      ...store,
      together: (effect) => mortal(store.together(effect)),
      hold: (name) =>
        Effect.map(store.hold(name), (held) => ({
          load: mortal(held.load),
          unseen: (ids) => mortal(held.unseen(ids)),
          save: (checkpoint, ids) => mortal(held.save(checkpoint, ids))
        }))
    })
  })
)

const worldOf = <E>(store: Layer.Layer<EventCheckpoints.EventCheckpoints | SqlClient.SqlClient, E>) =>
  Layer.merge(layerMortalClient, layerMortalStore).pipe(
    Layer.provideMerge(Layer.mergeAll(Killer.layer, BoxEmulator.layerWith({ accessTokenLifetime: "30 days" }), store))
  )

const addEvents = Effect.fnUntraced(function* (count: number) {
  const { prepare } = yield* BoxEmulator.BoxEmulator
  const ids: Array<string> = []
  for (let index = 0; index < count; index++) {
    yield* prepare("events", { event_type: "ITEM_RENAME", source: { type: "file", id: String(index) } })
    ids.push(String(index))
  }
  return ids
})

const idOf = ({ source }: EventStream.Event): string => String(Object(source).id)

/** Runs a consumer to its end at the given step, or until it has nothing more to do. */
const life = Effect.fnUntraced(function* <E, R>(consumer: Effect.Effect<void, E, R>, end: number) {
  const killer = yield* Killer
  const ended = yield* Deferred.make<void>()
  killer.fate = { steps: 0, end, ended }
  const fiber = yield* Effect.forkChild(consumer)
  yield* Effect.raceFirst(Deferred.await(ended), Effect.exit(Fiber.await(fiber)))
  yield* Fiber.interrupt(fiber)
  const exit = yield* Fiber.await(fiber)
  return { steps: killer.fate.steps, ended: Exit.isSuccess(exit) }
})

/** The history of the enterprise has an end, so that a consumer of it can end. */
const whole = {
  checkpoint: "a",
  stream_type: "admin_logs",
  created_after: "1970-01-01T00:00:00Z",
  created_before: "1971-01-01T00:00:00Z"
} as const

const counted = (all: ReadonlyArray<string>, handled: ReadonlyArray<string>) => {
  const times = new Map<string, number>()
  for (const id of handled) times.set(id, (times.get(id) ?? 0) + 1)
  return {
    missing: all.filter((id) => !times.has(id)).length,
    repeats: handled.length - times.size
  }
}

const stores = [
  ["memory", Layer.merge(EventCheckpoints.layerMemory, layerSqlite())],
  [
    "a key-value store",
    Layer.merge(Layer.provide(EventCheckpoints.layerKeyValueStore(), KeyValueStore.layerMemory), layerSqlite())
  ]
] as const

describe.each(stores)("a consumer with its checkpoint in %s", (_, store) => {
  it.effect("that is killed at each step handles everything, and repeats a page at most", () =>
    Effect.gen(function* () {
      let steps = Number.POSITIVE_INFINITY
      for (let end = 1; end <= steps; end++) {
        yield* Effect.gen(function* () {
          const all = yield* addEvents(12)
          const handled: Array<string> = []
          const consumer = EventStream.run({ ...whole, limit: 5 }, (event) =>
            between(Effect.sync(() => handled.push(idOf(event))))
          )
          const first = yield* life(consumer, end)
          if (first.ended) steps = end
          assert.isTrue((yield* life(consumer, Number.POSITIVE_INFINITY)).ended)
          const { missing, repeats } = counted(all, handled)
          assert.deepStrictEqual({ end, missing }, { end, missing: 0 })
          assert.isAtMost(repeats, 5)
        }).pipe(Effect.provide(worldOf(Layer.fresh(store))))
      }
      assert.isAbove(steps, 40)
    })
  )
})

describe("a consumer with its checkpoint in the database of its effects", () => {
  it.effect("that is killed at each step has each effect exactly once", () =>
    Effect.gen(function* () {
      let steps = Number.POSITIVE_INFINITY
      for (let end = 1; end <= steps; end++) {
        yield* Effect.gen(function* () {
          const all = yield* addEvents(12)
          const sql = yield* SqlClient.SqlClient
          yield* sql`CREATE TABLE effects (id text)`
          const consumer = EventStream.run({ ...whole, limit: 5 }, (event) =>
            between(sql`INSERT INTO effects VALUES (${idOf(event)})`)
          )
          const first = yield* life(consumer, end)
          if (first.ended) steps = end
          assert.isTrue((yield* life(consumer, Number.POSITIVE_INFINITY)).ended)
          const rows = yield* sql<{ readonly id: string }>`SELECT id FROM effects`
          assert.deepStrictEqual(
            {
              end,
              ...counted(
                all,
                rows.map(({ id }) => id)
              )
            },
            { end, missing: 0, repeats: 0 }
          )
        }).pipe(Effect.provide(worldOf(Layer.fresh(Layer.provideMerge(SqlEventCheckpoints.layer(), layerSqlite())))))
      }
      assert.isAbove(steps, 40)
    })
  )
})

const many = thorough ? 100_000 : 20_000

describe(`${many.toLocaleString("en")} events through 200 kills`, () => {
  it.effect(
    "are each handled, and repeated a page at most for each kill",
    () =>
      Effect.gen(function* () {
        const limit = many / 500
        const all = yield* addEvents(many)
        const handled: Array<string> = []
        const consumer = EventStream.run({ checkpoint: "a", from: "oldest", limit }, (event) =>
          between(Effect.sync(() => handled.push(idOf(event))))
        )
        for (let kill = 0; kill < 200; kill++) {
          // So that the last kill comes near the end: each event has two steps, and each page nine more.
          const end = yield* Random.nextIntBetween(1, 2 * Math.floor((2 * all.length) / 200))
          const fiber = yield* Effect.forkChild(TestClock.adjust("1 minute"))
          yield* life(consumer, end)
          yield* Fiber.interrupt(fiber)
        }
        const afterKills = handled.length
        const killer = yield* Killer
        killer.fate = { ...killer.fate, end: Number.POSITIVE_INFINITY }
        const rest = yield* Effect.forkChild(consumer)
        while (new Set(handled).size < all.length) yield* TestClock.adjust("1 minute")
        yield* Fiber.interrupt(rest)
        const { missing, repeats } = counted(all, handled)
        assert.strictEqual(missing, 0)
        assert.isAtMost(repeats, 200 * limit)
        assert.isAbove(afterKills, all.length / 2)
        assert.isAbove(repeats, 0)
      }).pipe(Effect.provide(worldOf(Layer.merge(EventCheckpoints.layerMemory, layerSqlite())))),
    120_000
  )
})
