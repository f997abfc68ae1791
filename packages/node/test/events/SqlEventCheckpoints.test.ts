import { EventCheckpoints, EventStream } from "@effect-box/core"
import { SqlEventCheckpoints } from "@effect-box/core/server"
import { BoxEmulator } from "@effect-box/core/testing"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it, layer } from "@effect/vitest"
import { Context, Deferred, Effect, Exit, Fiber, Layer, Option, Redacted, Scope, String } from "effect"
import { SqlClient } from "effect/sql"
import { missing, Postgres } from "../login/postgres.ts"

const { EventCheckpoints: Store } = EventCheckpoints

/** A store as another process would have it: with connections of its own, and the names that its program likes. */
const another = Effect.gen(function* () {
  const { url } = yield* Postgres
  const client = PgClient.layer({
    url: Redacted.make(url),
    maxConnections: 3,
    transformResultNames: String.snakeToCamel,
    transformQueryNames: String.camelToSnake
  })
  const built = yield* Layer.build(Layer.fresh(Layer.provideMerge(SqlEventCheckpoints.layer(), client)))
  return { built, sql: Context.get(built, SqlClient.SqlClient), store: Context.get(built, Store) }
})

if (missing !== undefined) {
  describe.skip(`SqlEventCheckpoints: ${missing}`, () => {
    it("needs a PostgreSQL", () => {})
  })
} else {
  layer(Postgres.layer, { excludeTestServices: true })("SqlEventCheckpoints on PostgreSQL", (it) => {
    it.effect("creates its tables once, whoever comes first", () =>
      Effect.gen(function* () {
        const stores = yield* Effect.all(
          Array.from({ length: 4 }, () => another),
          { concurrency: "unbounded" }
        )
        assert.lengthOf(stores, 4)
      }).pipe(Effect.scoped)
    )

    it.effect("keeps the place and the ids, and admits one consumer", () =>
      Effect.gen(function* () {
        const [first, second] = [yield* another, yield* another]
        const scope = yield* Scope.make()
        const held = yield* Scope.provide(first.store.hold("a"), scope)
        const checkpoint = {
          position: "1152922976252290886",
          readAt: 1_893_456_000_123,
          filling: "2030-01-01T00:00:00Z"
        }
        yield* held.save(
          checkpoint,
          Array.from({ length: 600 }, (_, index) => `id-${index}`)
        )
        assert.deepStrictEqual(yield* second.store.load("a"), checkpoint)
        assert.strictEqual((yield* Effect.flip(second.store.hold("a"))).reason, "in_use")
        yield* second.sql`UPDATE effect_box_event_checkpoints SET held_until = 0 WHERE name = 'a'`
        const taken = yield* second.store.hold("a")
        assert.deepStrictEqual([...(yield* taken.unseen(["id-0", "id-599", "new"]))], ["new"])
        assert.strictEqual((yield* Effect.flip(held.save(checkpoint, ["new"]))).reason, "lost")
        yield* Scope.close(scope, Exit.void)
        yield* taken.save({ position: "2", readAt: 0 }, [])
        assert.deepStrictEqual([...(yield* taken.unseen(["new"]))], ["new"])
      }).pipe(Effect.scoped)
    )

    it.effect("handles an id once in all processes, also when the first one fails", () =>
      Effect.gen(function* () {
        const [first, second] = [yield* another, yield* another]
        yield* first.sql`CREATE TABLE hooks (id text)`
        const inside = yield* Deferred.make<void>()
        const failing = yield* first.store
          .once(
            "hooks",
            "1",
            Effect.andThen(
              first.sql`INSERT INTO hooks VALUES ('first')`,
              Effect.andThen(
                Deferred.succeed(inside, undefined),
                Effect.andThen(Effect.sleep("300 millis"), Effect.fail("no" as const))
              )
            )
          )
          .pipe(Effect.flip, Effect.forkChild)
        yield* Deferred.await(inside)
        // It waits at the row of the first one, and does the work when that is undone.
        const work = second.store.once("hooks", "1", second.sql`INSERT INTO hooks VALUES ('second')`)
        assert.isTrue(Option.isSome(yield* work))
        assert.strictEqual(yield* Fiber.join(failing), "no")
        assert.isTrue(Option.isNone(yield* first.store.once("hooks", "1", Effect.die("again"))))
        assert.deepStrictEqual(yield* first.sql`SELECT id FROM hooks`, [{ id: "second" }])
      }).pipe(Effect.scoped)
    )

    it.effect("has each effect exactly once through many ends of the consumer", () =>
      Effect.gen(function* () {
        const sql = yield* SqlClient.SqlClient
        const { prepare } = yield* BoxEmulator.BoxEmulator
        yield* sql`CREATE TABLE handled (id text)`
        for (let id = 0; id < 300; id++) {
          yield* prepare("events", { event_type: "ITEM_RENAME", source: { type: "file", id: `${id}` } })
        }
        const count = Effect.map(
          sql<{ readonly n: number }>`SELECT count(*)::int AS n FROM handled`,
          ([row]) => row?.n ?? 0
        )
        const run = EventStream.run(
          { checkpoint: "exactly", from: "oldest", limit: 20 },
          (event) => sql`INSERT INTO handled VALUES (${EventStream.itemOf(event)?.id ?? ""})`
        )
        for (let life = 0; (yield* count) < 300; life++) {
          const fiber = yield* Effect.forkChild(run)
          yield* Effect.sleep(20 + (life % 10) * 15)
          yield* Fiber.interrupt(fiber)
        }
        const rows = yield* sql<{ readonly id: string }>`SELECT id FROM handled`
        assert.lengthOf(rows, 300)
        assert.strictEqual(new Set(rows.map(({ id }) => id)).size, 300)
      }).pipe(
        (self) => Effect.flatMap(another, ({ built }) => Effect.provide(self, built)),
        Effect.provide(BoxEmulator.layer),
        Effect.scoped
      )
    )
  })
}
