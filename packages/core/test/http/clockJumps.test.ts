/** Somebody sets the machine's clock a day ahead or back while the client is at work. Box's clock goes on as it did. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, Layer, Redacted, Stream } from "effect"
import { HttpClient } from "effect/http"
import { KeyValueStore } from "effect/persistence"
import { TestClock } from "effect/testing"
import * as Folders from "../../src/api/Folders.ts"
import * as BoxRequest from "../../src/http/BoxRequest.ts"
import * as FileDownload from "../../src/files/FileDownload.ts"
import * as FileUpload from "../../src/files/FileUpload.ts"
import { makeBandwidth } from "../../src/http/internal/bandwidth.ts"
import * as OAuth from "../../src/auth/OAuth.ts"
import { BoxEmulator, layerHttpClient } from "../../src/testing/BoxEmulator.ts"
import * as TokenPersistence from "../../src/auth/TokenPersistence.ts"
import { TokenStore } from "../../src/http/TokenStore.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { bytesOf, fails, fault, inTime, pass, routes, stats, succeeds } from "../files/transfers.ts"
import { commit, part } from "../files/uploadFaults.ts"

const day = Duration.toMillis("1 day")
const jumps = [
  ["ahead", day],
  ["back", -day]
] as const

/** The client's clock, which can be set. */
const machine = Effect.gen(function* () {
  const clock = yield* Clock.Clock
  let ahead = 0
  const millis = () => clock.currentTimeMillisUnsafe() + ahead
  const settable: Clock.Clock = Object.assign(Object.create(clock), {
    currentTimeMillisUnsafe: millis,
    currentTimeMillis: Effect.sync(millis)
  })
  return {
    on: Effect.provideService(Clock.Clock, settable),
    set: (by: number) => {
      ahead += by
    }
  }
})

/** Box has a clock of its own. */
const steady = Layer.effect(
  HttpClient.HttpClient,
  Effect.gen(function* () {
    const clock = yield* Clock.Clock
    return HttpClient.transform(yield* HttpClient.HttpClient, (effect) =>
      Effect.provideService(effect, Clock.Clock, clock)
    )
  })
)

const call = Folders.getFolderById({ folder_id: "0" })
const login = Layer.unwrap(
  Effect.map(BoxEmulator, ({ credentials }) =>
    OAuth.layer({
      clientId: credentials.clientId,
      clientSecret: Redacted.make(credentials.clientSecret),
      tokens: { refreshToken: Redacted.make(credentials.refreshToken) }
    })
  )
).pipe(Layer.provide(TokenPersistence.layerMemory))
const withStore = login.pipe(
  Layer.provideMerge(steady),
  Layer.provideMerge(layerHttpClient({ partSize: 10, minimumSessionSize: 1 })),
  Layer.merge(KeyValueStore.layerMemory)
)

for (const [direction, by] of jumps) {
  describe(`a clock that is set a day ${direction}`, () => {
    /** Runs `effect`; the clock is set a second later. Gives what came of it and how long it took. */
    const during = Effect.fnUntraced(function* <A, E, R>(effect: Effect.Effect<A, E, R>, step?: number) {
      const { on, set } = yield* machine
      const running = yield* Effect.forkChild(inTime(on(effect), step))
      yield* pass("1 second")
      set(by)
      return yield* Fiber.join(running)
    })

    it.effect("is no silence of a slow answer, and hides no silence", () =>
      Effect.gen(function* () {
        yield* succeeds(call)
        yield* fault({ kind: "delay", match: { path: "/folders/0" }, delay: 5000 })
        const slow = yield* during(BoxRequest.withRetry(call, { maxAttempts: 1 }))
        assert.strictEqual(slow.result._tag, "Success")
        yield* fault({ kind: "delay", match: { path: "/folders/0", times: 9 }, delay: 86_400_000 })
        const silent = yield* during(BoxRequest.withRetry(call, { maxAttempts: 1 }))
        assert.strictEqual(silent.result._tag === "Failure" && silent.result.failure._tag, "BoxTimeout")
        assert.isBelow(silent.took, 120_000)
      }).pipe(Effect.provide(withStore))
    )

    it.effect("ends no download, and no download hangs for it", () =>
      Effect.gen(function* () {
        const source = UploadSource.fromBytes(bytesOf(95))
        const { value } = yield* succeeds(FileUpload.upload(source, { folder_id: "0", name: "a" }))
        yield* fault({ kind: "stall", match: { path: "/download" }, afterBytes: 10 })
        const { result, took } = yield* during(Stream.runCollect(FileDownload.stream({ file_id: value.id })))
        assert.strictEqual(result._tag, "Success")
        assert.isBelow(took, 180_000)
      }).pipe(Effect.provide(withStore))
    )

    it.effect("takes no attempt away, and gives no more time to what is not ready", () =>
      Effect.gen(function* () {
        yield* fault({ kind: "status", match: { path: "/folders/0", times: 2 }, status: 500, retryAfter: 5 })
        assert.strictEqual((yield* during(call)).result._tag, "Success")
        const upload = FileUpload.uploadChunked(UploadSource.fromBytes(bytesOf(95)), { folder_id: "0", name: "a" })
        yield* fault({ kind: "notReady", match: { ...commit, times: 9999 }, retryAfter: 60 })
        const { result, took } = yield* during(upload, 5000)
        assert.strictEqual(result._tag, "Failure")
        assert.isAtLeast(took, 1_000_000)
        assert.isBelow(took, 2_400_000)
      }).pipe(Effect.provide(withStore))
    )

    it.effect("neither shortens nor prolongs what Box asks to wait", () =>
      Effect.gen(function* () {
        yield* succeeds(call)
        yield* fault({ kind: "status", match: { path: "/folders/0" }, status: 429, retryAfter: 20 })
        const first = yield* during(Effect.all([call, call], { concurrency: 2 }))
        assert.strictEqual(first.result._tag, "Success")
        assert.isAtLeast(first.took, 20_000)
        assert.isBelow(first.took, 60_000)
      }).pipe(Effect.provide(withStore))
    )

    it.effect("costs no more than a renewal of the token", () =>
      Effect.gen(function* () {
        const { on, set } = yield* machine
        yield* succeeds(on(call))
        // By Box's clock the token is over then.
        set(by)
        yield* TestClock.adjust(by > 0 ? "1 second" : "2 hours")
        yield* succeeds(on(call))
        set(-by)
        yield* succeeds(on(call))
        const renewals = (yield* routes).filter((route) => route === "POST /oauth2/token").length
        assert.isAtMost(renewals, 3)
        assert.strictEqual(yield* TokenStore.use(({ health }) => Effect.map(health, ({ unsaved }) => unsaved)), false)
        assert.isNotEmpty(Redacted.value(yield* TokenStore.use(({ accessToken }) => accessToken)))
      }).pipe(Effect.provide(withStore))
    )

    it.effect("leaves a checkpoint what it is", () =>
      Effect.gen(function* () {
        const { on, set } = yield* machine
        const options = { folder_id: "0", name: "a.bin", checkpoint: "a" }
        const upload = FileUpload.resumable(UploadSource.fromBytes(bytesOf(95)), options)
        yield* fault({ kind: "delay", match: { ...part, nth: 5, times: 99 }, delay: 60_000 })
        const first = yield* Effect.forkChild(on(upload))
        yield* pass("1 second")
        yield* Fiber.interrupt(first)
        yield* BoxEmulator.use((emulator) => emulator.clearFaults)
        set(by)
        const { value } = yield* succeeds(on(upload))
        assert.deepInclude(value, { kept: 40, startedOver: undefined })
        assert.strictEqual((yield* stats).openSessions, 0)
        assert.strictEqual((yield* fails(on(FileDownload.pin({ file_id: "404" }))))._tag, "BoxNotFound")
      }).pipe(Effect.provide(withStore))
    )

    it.effect("holds no bytes back, and lets no more of them through", () =>
      Effect.gen(function* () {
        const { on, set } = yield* machine
        const { pass: go } = makeBandwidth(1000)
        const begun = yield* Effect.forkChild(inTime(on(Effect.forEach(Array.from({ length: 10 }), () => go(1000)))))
        yield* pass("2 seconds")
        set(by / 288)
        const { took } = yield* Fiber.join(begun)
        assert.isAtLeast(took, 8500)
        assert.isBelow(took, 12_000)
      }).pipe(Effect.provide(withStore))
    )
  })
}
