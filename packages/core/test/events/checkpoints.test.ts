import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Layer, Option, Ref, Scope } from "effect"
import { KeyValueStore } from "effect/persistence"
import { SqlClient, SqlError } from "effect/sql"
import { TestClock } from "effect/testing"
import { layerSqlite } from "../../../../test/support/sqlite.ts"
import { EventCheckpoints } from "../../src/index.ts"
import * as SqlEventCheckpoints from "../../src/events/SqlEventCheckpoints.ts"

const { EventCheckpoints: Store } = EventCheckpoints

const keyValue = EventCheckpoints.layerKeyValueStore().pipe(Layer.provideMerge(KeyValueStore.layerMemory))
const sqlite = SqlEventCheckpoints.layer().pipe(Layer.provideMerge(layerSqlite()))

const stores = [
  ["memory", EventCheckpoints.layerMemory],
  ["key-value store", keyValue],
  ["SQLite", sqlite]
] as const

const large = "1152922976252290886"

describe.each(stores)("checkpoints in a %s", (_, store) => {
  it.effect("keep the place and the ids together", () =>
    Effect.gen(function* () {
      const { hold, load } = yield* Store
      assert.isUndefined(yield* load("a"))
      yield* Effect.scoped(
        Effect.gen(function* () {
          const held = yield* hold("a")
          assert.isUndefined(yield* held.load)
          yield* held.save({ position: large, readAt: 1 }, ["x", "y"])
          yield* held.save({ position: large, readAt: 2, filling: "1970-01-01T00:00:00Z" }, ["z"])
        })
      )
      const expected = { position: large, readAt: 2, filling: "1970-01-01T00:00:00Z" }
      assert.deepStrictEqual(yield* load("a"), expected)
      const held = yield* hold("a")
      assert.deepStrictEqual(yield* held.load, expected)
      assert.deepStrictEqual([...(yield* held.unseen(["w", "x", "y", "z"]))], ["w"])
      assert.isUndefined(yield* load("b"))
      assert.deepStrictEqual([...(yield* (yield* hold("b")).unseen(["x"]))], ["x"])
    }).pipe(Effect.scoped, Effect.provide(Layer.fresh(store)))
  )

  it.effect("are held by one consumer", () =>
    Effect.gen(function* () {
      const { hold } = yield* Store
      const scope = yield* Scope.make()
      yield* Scope.provide(hold("a"), scope)
      const refused = yield* Effect.flip(hold("a"))
      assert.deepInclude(refused, { reason: "in_use", checkpoint: "a" })
      yield* hold("b")
      // Its holder is alive, however long it takes.
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual((yield* Effect.flip(hold("a"))).reason, "in_use")
      yield* Scope.close(scope, Exit.void)
      yield* hold("a")
    }).pipe(Effect.scoped, Effect.provide(Layer.fresh(store)))
  )

  it.effect("run an effect once for each id", () =>
    Effect.gen(function* () {
      const { once } = yield* Store
      const count = yield* Ref.make(0)
      const work = Ref.updateAndGet(count, (before) => before + 1)
      assert.deepStrictEqual(yield* Effect.flip(once("a", "1", Effect.fail("no"))), "no")
      assert.deepStrictEqual(yield* once("a", "1", work), Option.some(1))
      assert.deepStrictEqual(yield* once("a", "1", work), Option.none())
      assert.deepStrictEqual(yield* once("b", "1", work), Option.some(2))
      const results = yield* Effect.all(
        Array.from({ length: 10 }, () => once("a", "2", Effect.andThen(Effect.yieldNow, work))),
        { concurrency: "unbounded" }
      )
      assert.lengthOf(results.filter(Option.isSome), 1)
      assert.strictEqual(yield* Ref.get(count), 3)
    }).pipe(Effect.provide(Layer.fresh(store)))
  )
})

describe("checkpoints in a key-value store", () => {
  it.effect("remember only so many ids, the newest", () =>
    Effect.gen(function* () {
      const held = yield* (yield* Store).hold("a")
      yield* held.save({ position: "1", readAt: 0 }, ["1", "2", "3"])
      yield* held.save({ position: "2", readAt: 0 }, ["1", "4"])
      assert.deepStrictEqual([...(yield* held.unseen(["1", "2", "3", "4"]))], ["2"])
    }).pipe(
      Effect.scoped,
      Effect.provide(
        EventCheckpoints.layerKeyValueStore({ remember: 3 }).pipe(Layer.provide(KeyValueStore.layerMemory))
      )
    )
  )

  it.effect("say when what is stored is none", () =>
    Effect.gen(function* () {
      yield* KeyValueStore.KeyValueStore.use((store) => store.set("box-events/a", '{"version":2,"ids":[]}'))
      const error = yield* Effect.flip((yield* Store).load("a"))
      assert.deepInclude(error, { _tag: "BoxCheckpointError", reason: "content", checkpoint: "a" })
    }).pipe(Effect.provide(Layer.fresh(keyValue)))
  )
})

/** Two processes on one database: two stores, each with its own scope. */
const another = Effect.map(Layer.build(Layer.fresh(SqlEventCheckpoints.layer())), (context) =>
  // The layer provides it.
  Store.pipe(Effect.provideContext(context))
).pipe(Effect.flatten)

describe("checkpoints in a database", () => {
  it.effect("are taken over when the lease of a killed holder has run out, and the old holder saves no more", () =>
    Effect.gen(function* () {
      const first = yield* another
      const second = yield* another
      const scope = yield* Scope.make()
      const held = yield* Scope.provide(first.hold("a"), scope)
      yield* held.save({ position: "1", readAt: 0 }, ["x"])
      assert.strictEqual((yield* Effect.flip(second.hold("a"))).reason, "in_use")
      // As if it had been suspended: nothing renews the lease while the row says that it ended.
      const sql = yield* SqlClient.SqlClient
      yield* sql`UPDATE effect_box_event_checkpoints SET held_until = -1`
      const taken = yield* second.hold("a")
      assert.deepStrictEqual(yield* taken.load, { position: "1", readAt: 0 })
      assert.strictEqual((yield* Effect.flip(held.save({ position: "9", readAt: 0 }, ["y"]))).reason, "lost")
      yield* Scope.close(scope, Exit.void)
      yield* taken.save({ position: "2", readAt: 0 }, [])
      assert.deepStrictEqual([...(yield* taken.unseen(["x", "y"]))], ["y"])
    }).pipe(Effect.scoped, Effect.provide(Layer.fresh(sqlite)))
  )

  it.effect("undo the effects of a page that cannot be saved", () =>
    Effect.gen(function* () {
      const store = yield* Store
      const sql = yield* SqlClient.SqlClient
      yield* sql`CREATE TABLE effects (id text)`
      const held = yield* store.hold("a")
      const page = (id: string) =>
        store.together(
          Effect.andThen(sql`INSERT INTO effects VALUES (${id})`, held.save({ position: id, readAt: 0 }, [id]))
        )
      yield* page("1")
      yield* sql`UPDATE effect_box_event_checkpoints SET holder = 'another'`
      assert.deepInclude(yield* Effect.flip(page("2")), { _tag: "BoxCheckpointError", reason: "lost" })
      assert.deepStrictEqual(yield* sql`SELECT id FROM effects`, [{ id: "1" }])
      assert.deepStrictEqual(yield* held.load, { position: "1", readAt: 0 })
    }).pipe(Effect.scoped, Effect.provide(Layer.fresh(sqlite)))
  )

  it.effect("forget ids after their time", () =>
    Effect.gen(function* () {
      const held = yield* (yield* Store).hold("a")
      yield* held.save({ position: "1", readAt: 0 }, ["x"])
      yield* TestClock.adjust("50 minutes")
      yield* held.save({ position: "2", readAt: 0 }, ["y"])
      assert.strictEqual((yield* held.unseen(["x", "y"])).size, 0)
      yield* TestClock.adjust("20 minutes")
      yield* held.save({ position: "3", readAt: 0 }, [])
      assert.deepStrictEqual([...(yield* held.unseen(["x", "y"]))], ["x"])
    }).pipe(
      Effect.scoped,
      Effect.provide(SqlEventCheckpoints.layer({ rememberFor: "1 hour" }).pipe(Layer.provide(layerSqlite())))
    )
  )

  it.effect("find their tables again, and pass on errors of the caller as they are", () =>
    Effect.gen(function* () {
      yield* another
      const { together } = yield* another
      const sql = yield* SqlClient.SqlClient
      const error = yield* Effect.flip(together(sql`SELECT * FROM missing`))
      assert.strictEqual(error._tag, "SqlError")
      assert.lengthOf(yield* sql`SELECT * FROM effect_box_event_migrations`, 1)
    }).pipe(Effect.scoped, Effect.provide(layerSqlite()))
  )

  it.effect("say that the store failed when the connection of a transaction is gone", () => {
    const gone = new SqlError.SqlError({ reason: new SqlError.ConnectionError({ message: "gone", cause: undefined }) })
    let cut = false
    const away = Layer.effect(
      SqlClient.SqlClient,
      Effect.map(SqlClient.SqlClient, (sql) => {
        // Effect's SqlClient dies of a rollback that fails.
        const withTransaction: typeof sql.withTransaction = (effect) =>
          Effect.suspend(() => (cut ? Effect.die(gone) : sql.withTransaction(effect)))
        const call = (...args: Parameters<typeof sql>) => sql(...args)
        // All that a client has beside what it is called with.
        return Object.assign(call as unknown as SqlClient.SqlClient, sql, { withTransaction })
      })
    ).pipe(Layer.provide(layerSqlite()))
    return Effect.gen(function* () {
      const { together } = yield* another
      cut = true
      const error = yield* Effect.flip(together(Effect.void))
      assert.deepInclude(error, { _tag: "BoxCheckpointError", reason: "store" })
    }).pipe(Effect.scoped, Effect.provide(away))
  })

  it.effect("undo what an interrupted page did", () =>
    Effect.gen(function* () {
      const { together } = yield* Store
      const sql = yield* SqlClient.SqlClient
      yield* sql`CREATE TABLE effects (id text)`
      const inside = yield* Deferred.make<void>()
      const page = Effect.andThen(
        sql`INSERT INTO effects VALUES ('1')`,
        Effect.andThen(Deferred.succeed(inside, undefined), Effect.never)
      )
      const fiber = yield* Effect.forkChild(together(page))
      yield* Deferred.await(inside)
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(yield* sql`SELECT id FROM effects`, [])
    }).pipe(Effect.provide(Layer.fresh(sqlite)))
  )
})
