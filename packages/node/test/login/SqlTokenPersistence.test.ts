import { EncryptedTokenPersistence, Folders, OAuth, TokenPersistence, TokenStore } from "@effect-box/core"
import { SqlTokenPersistence } from "@effect-box/core/server"
import { BoxEmulator, layerHttpClient } from "@effect-box/core/testing/BoxEmulator"
import * as PgClient from "@effect/sql-pg/PgClient"
import { assert, describe, it, layer } from "@effect/vitest"
import { Clock, Deferred, Duration, Effect, Fiber, Layer, Logger, Option, Redacted, Tracer } from "effect"
import { SqlClient } from "effect/sql"
import { missing, Postgres } from "./postgres.ts"

const pair = (n: number): TokenPersistence.TokenPair => ({
  accessToken: Redacted.make(`CANARY-a${n}`),
  refreshToken: Redacted.make(`CANARY-r${n}`),
  expiresAt: n
})

const refreshToken = (stored: Option.Option<TokenPersistence.TokenPair>) =>
  Option.map(stored, (found) => found.refreshToken && Redacted.value(found.refreshToken))

const client = (maxConnections = 4) =>
  Effect.flatMap(Postgres, ({ url }) =>
    Effect.map(Layer.build(PgClient.layer({ url: Redacted.make(url), maxConnections })), (services) => services)
  )

/** A persistence as another process would have it: with connections of its own. */
const persistence = (key: string, maxConnections?: number) =>
  Effect.flatMap(client(maxConnections), (services) =>
    Effect.provide(
      Effect.flatMap(Layer.build(SqlTokenPersistence.layer({ key })), (built) =>
        Effect.provide(TokenPersistence.TokenPersistence, built)
      ),
      services
    )
  )

/** A clock on which half a minute passes in a moment. */
const fastClock = Effect.map(
  Clock.Clock,
  (clock): Clock.Clock =>
    Object.assign(Object.create(clock), {
      sleep: (duration: Duration.Duration) => clock.sleep(Duration.times(duration, 0.01))
    })
)

const row = (key: string) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const [found] = yield* sql<{ pair: string | null }>`SELECT pair FROM effect_box_tokens WHERE key = ${key}`
    return found?.pair ?? undefined
  })

if (missing !== undefined) {
  describe.skip(`SqlTokenPersistence: ${missing}`, () => {
    it("needs a PostgreSQL", () => {})
  })
} else {
  layer(Postgres.layer, { excludeTestServices: true })("SqlTokenPersistence", (it) => {
    it.effect("many that start at once create one table", () =>
      Effect.gen(function* () {
        const sql = yield* Effect.provide(SqlClient.SqlClient, yield* client())
        yield* sql`DROP TABLE IF EXISTS effect_box_tokens`
        yield* Effect.forEach(Array.from({ length: 8 }), (_, n) => persistence(`k${n}`, 1), {
          concurrency: "unbounded"
        })
        assert.deepStrictEqual(yield* sql`SELECT count(*)::int AS n FROM effect_box_tokens`, [{ n: 0 }])
      })
    )

    it.effect("keeps several logins apart, over a restart", () =>
      Effect.gen(function* () {
        const first = yield* persistence("one")
        const other = yield* persistence("two")
        assert.isTrue(Option.isNone(yield* first.get))
        yield* first.set(pair(1))
        yield* first.exclusively(first.set(pair(2)))
        yield* other.set(pair(3))
        const again = yield* persistence("one")
        assert.deepStrictEqual(refreshToken(yield* again.get), Option.some("CANARY-r2"))
        yield* again.clear
        assert.isTrue(Option.isNone(yield* first.get))
        assert.deepStrictEqual(refreshToken(yield* other.get), Option.some("CANARY-r3"))
      })
    )

    it.effect("an encrypted row that is copied over another login's is refused", () =>
      Effect.gen(function* () {
        const services = yield* client()
        const open = (key: string) =>
          EncryptedTokenPersistence.layer({ key: Redacted.make(Buffer.alloc(32, 1).toString("base64")) }).pipe(
            Layer.provide(SqlTokenPersistence.layer({ key })),
            Layer.build,
            Effect.flatMap((built) => Effect.provide(TokenPersistence.TokenPersistence, built)),
            Effect.provide(services)
          )
        const alice = yield* open("alice")
        const bob = yield* open("bob")
        yield* alice.set(pair(1))
        yield* bob.set(pair(2))
        const sql = yield* Effect.provide(SqlClient.SqlClient, services)
        yield* sql`UPDATE effect_box_tokens SET pair = (SELECT pair FROM effect_box_tokens WHERE key = 'alice')
          WHERE key = 'bob'`
        assert.include((yield* Effect.flip(bob.get)).message, "for another login")
        assert.deepStrictEqual(refreshToken(yield* alice.get), Option.some("CANARY-r1"))
      })
    )

    it.effect("one at a time, and what waits can be interrupted at once", () =>
      Effect.gen(function* () {
        const a = yield* persistence("exclusive")
        const b = yield* persistence("exclusive")
        let inside = 0
        const turn = (each: typeof a) =>
          each.exclusively(
            Effect.gen(function* () {
              assert.strictEqual(++inside, 1)
              yield* Effect.sleep("5 millis")
              inside--
            })
          )
        yield* Effect.forEach([a, b, a, b, a, b], turn, { concurrency: "unbounded" })
        const entered = yield* Deferred.make<void>()
        const holder = yield* Effect.forkChild(
          a.exclusively(Effect.andThen(Deferred.succeed(entered, undefined), Effect.never))
        )
        yield* Deferred.await(entered)
        const waiting = yield* Effect.forkChild(b.exclusively(Effect.void), { startImmediately: true })
        // Until the database sees that it waits; then its interruption may not wait for the holder, who never ends.
        const sql = yield* Effect.provide(SqlClient.SqlClient, yield* client(1))
        yield* Effect.repeat(
          sql<{ n: number }>`SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock'`,
          { until: ([found]) => found?.n === 1 }
        )
        const before = yield* Clock.currentTimeMillis
        yield* Fiber.interrupt(waiting)
        // Without interruption it would give up after half a minute.
        assert.isBelow((yield* Clock.currentTimeMillis) - before, 20_000)
        yield* Fiber.interrupt(holder)
        yield* b.exclusively(Effect.void)
      })
    )

    it.effect("whoever waits on a connection that is cut is told so", () =>
      Effect.gen(function* () {
        const admin = yield* Effect.provide(SqlClient.SqlClient, yield* client(1))
        const [a, b] = yield* Effect.all([persistence("waiting"), persistence("waiting")])
        const entered = yield* Deferred.make<void>()
        const over = yield* Deferred.make<void>()
        const holding = yield* Effect.forkChild(
          a.exclusively(Effect.andThen(Deferred.succeed(entered, undefined), Deferred.await(over)))
        )
        yield* Deferred.await(entered)
        const waiting = yield* Effect.forkChild(Effect.exit(b.exclusively(Effect.void)))
        yield* admin`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'`.pipe(
          Effect.delay("10 millis"),
          Effect.repeat({ until: (ended) => ended.length > 0 })
        )
        const outcome = yield* Fiber.join(waiting)
        yield* Deferred.succeed(over, undefined)
        yield* Fiber.join(holding)
        assert.deepInclude(yield* Effect.flip(outcome), { _tag: "BoxTokenPersistenceError" })
      })
    )

    it.effect("what was set stays, whatever comes after it", () =>
      Effect.gen(function* () {
        const service = yield* persistence("failing")
        const outcome = yield* Effect.result(
          service.exclusively(Effect.andThen(service.set(pair(1)), Effect.fail("later")))
        )
        assert.strictEqual(outcome._tag === "Failure" && outcome.failure, "later")
        assert.deepStrictEqual(refreshToken(yield* service.get), Option.some("CANARY-r1"))
      })
    )

    it.effect("another dialect is refused", () =>
      Effect.gen(function* () {
        // Nothing but the dialect is asked for before the refusal.
        const sqlite = { onDialectOrElse: (of: { orElse: () => unknown }) => of.orElse() } as never
        const error = yield* Effect.flip(
          Layer.build(SqlTokenPersistence.layer()).pipe(Effect.provideService(SqlClient.SqlClient, sqlite))
        )
        assert.strictEqual(error._tag, "BoxInvalidInput")
      })
    )

    it.effect("a caller that holds the only connection is told so instead of waiting for ever", () =>
      Effect.gen(function* () {
        const services = yield* client(1)
        const sql = yield* Effect.provide(SqlClient.SqlClient, services)
        const built = yield* Effect.provide(Layer.build(SqlTokenPersistence.layer({ key: "starved" })), services)
        const service = yield* Effect.provide(TokenPersistence.TokenPersistence, built)
        // Time is fast only once the real connection stands.
        const starved = Effect.provideServiceEffect(service.exclusively(Effect.void), Clock.Clock, fastClock)
        const error = yield* Effect.flip(sql.withTransaction(starved))
        assert.strictEqual(error._tag === "BoxTokenPersistenceError" && error.code, "lock_timeout")
      })
    )

    describe("under a login", () => {
      const login = (key: string, store: TokenPersistence.TokenPersistence["Service"]) =>
        Effect.gen(function* () {
          const { credentials } = yield* BoxEmulator
          yield* store.set({ ...pair(0), refreshToken: Redacted.make(credentials.refreshToken) })
          return OAuth.layer({
            clientId: credentials.clientId,
            clientSecret: Redacted.make(credentials.clientSecret)
          }).pipe(Layer.provide(Layer.succeed(TokenPersistence.TokenPersistence, store)))
        }).pipe(Effect.annotateLogs({ key }))

      it.effect("the caller's transaction may be rolled back: the new pair is kept", () =>
        Effect.gen(function* () {
          const services = yield* client()
          const sql = yield* Effect.provide(SqlClient.SqlClient, services)
          const built = yield* Effect.provide(Layer.build(SqlTokenPersistence.layer({ key: "rollback" })), services)
          const store = yield* Effect.provide(TokenPersistence.TokenPersistence, built)
          const app = yield* Layer.build(yield* login("rollback", store))
          const before = yield* Effect.provide(row("rollback"), services)
          const outcome = yield* Effect.result(
            sql.withTransaction(
              Effect.andThen(Folders.getFolderById({ folder_id: "0" }), Effect.fail("rolled back")).pipe(
                Effect.provide(app)
              )
            )
          )
          assert.strictEqual(outcome._tag === "Failure" && outcome.failure, "rolled back")
          const after = yield* Effect.provide(row("rollback"), services)
          assert.isDefined(after)
          assert.notStrictEqual(after, before)
        }).pipe(Effect.provide(layerHttpClient({ refreshTokens: "strict" })))
      )

      it.effect("a connection that dies during the exchange loses nothing: the pair is saved afterwards", () =>
        Effect.gen(function* () {
          const services = yield* client()
          const admin = yield* Effect.provide(SqlClient.SqlClient, yield* client(1))
          const built = yield* Effect.provide(Layer.build(SqlTokenPersistence.layer({ key: "cut" })), services)
          const inner = yield* Effect.provide(TokenPersistence.TokenPersistence, built)
          let saves = 0
          const seen = yield* Deferred.make<void>()
          const store = TokenPersistence.TokenPersistence.of({
            ...inner,
            set: (each) =>
              Effect.gen(function* () {
                const save = ++saves
                if (save === 2) {
                  yield* Effect.orDie(
                    admin`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'`
                  )
                }
                if (save > 2) yield* Deferred.await(seen)
                yield* inner.set(each)
              })
          })
          const emulator = yield* BoxEmulator
          const app = yield* Layer.build(yield* login("cut", store))
          const before = yield* Effect.provide(row("cut"), services)
          yield* Effect.gen(function* () {
            yield* Folders.getFolderById({ folder_id: "0" })
            const tokens = yield* TokenStore.TokenStore
            assert.isTrue((yield* tokens.health).unsaved)
            yield* Deferred.succeed(seen, undefined)
            const health = yield* Effect.repeat(Effect.andThen(Effect.sleep("10 millis"), tokens.health), {
              until: ({ unsaved }) => !unsaved
            })
            assert.deepStrictEqual(health, { unsaved: false, failedSaves: 0 })
          }).pipe(Effect.provide(app))
          const after = yield* Effect.provide(row("cut"), services)
          assert.notStrictEqual(after, before)
          assert.strictEqual((yield* emulator.stats).tokenRequests, 1)
        }).pipe(Effect.provide(Logger.layer([])), Effect.provide(layerHttpClient({ refreshTokens: "strict" })))
      )

      it.effect("no token shows in a span", () =>
        Effect.gen(function* () {
          const spans: Array<Tracer.Span> = []
          const tracer = Tracer.make({
            span: (options) => {
              const span = new Tracer.NativeSpan(options)
              spans.push(span)
              return span
            }
          })
          const store = yield* persistence("traced")
          yield* store.exclusively(Effect.andThen(store.set(pair(1)), store.get)).pipe(Effect.withTracer(tracer))
          assert.isAbove(spans.length, 3)
          for (const span of spans) {
            const shown =
              span.name + JSON.stringify([...span.attributes], (_, v) => (typeof v === "bigint" ? `${v}` : v))
            assert.notInclude(shown, "CANARY")
          }
        })
      )
    })
  })
}
