/** A login that many processes share, and that some of them die with. */
import { type ChildProcess, fork } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { TokenPersistence } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing/BoxEmulator"
import { assert, describe, it, layer } from "@effect/vitest"
import { Clock, Effect, Fiber, Layer, Logger, Option, Redacted } from "effect"
import { EmulatorServer, NodeBox } from "../../src/index.ts"
import { bundled } from "../../../../test/support/program.ts"
import { isCI, thorough } from "../../../../test/support/thorough.ts"
import { missing, Postgres } from "./postgres.ts"
import { callAtOnce, loginOf, persistenceOf, type Point, type Report, type Work } from "./tokenWorker.ts"

const worker = bundled(new URL("tokenWorker.ts", import.meta.url))

const directory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "effect-box-processes-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

const next = <Type extends Report["type"]>(child: ChildProcess, type: Type) =>
  Effect.callback<Extract<Report, { readonly type: Type }>>((resume) => {
    const listen = (report: Report) => {
      if (report.type !== type) return
      child.off("message", listen)
      // The line above says so; TypeScript does not narrow by a type parameter.
      resume(Effect.succeed(report as Extract<Report, { readonly type: Type }>))
    }
    child.on("message", listen)
    child.once("exit", (code) => resume(Effect.die(`the worker ended with ${code}`)))
  })

const start = Effect.fnUntraced(function* (work: Work) {
  const child = yield* Effect.acquireRelease(
    Effect.sync(() => fork(worker(), [JSON.stringify(work)], { execArgv: [], stdio: "inherit" })),
    (running) => Effect.sync(() => running.kill("SIGKILL"))
  )
  yield* next(child, "ready")
  return child
})

const go = (child: ChildProcess) => Effect.sync(() => child.send("go"))

const kill = (child: ChildProcess) =>
  Effect.callback<void>((resume) => {
    child.removeAllListeners("exit")
    child.once("exit", () => resume(Effect.void))
    child.kill("SIGKILL")
  })

/** A Box, and a login there whose access token has expired. */
const expiredLogin = Effect.fnUntraced(function* (store: Work["store"], refreshTokens: "strict" | "grace") {
  const box = yield* Layer.build(EmulatorServer.layer({ refreshTokens }))
  const { baseUrl, credentials } = yield* Effect.provide(EmulatorServer.EmulatorServer, box)
  const emulator = yield* Effect.provide(BoxEmulator, box)
  yield* emulator.expireAccessTokens
  yield* TokenPersistence.TokenPersistence.use((persistence) =>
    persistence.set({
      accessToken: Redacted.make(credentials.accessToken),
      refreshToken: Redacted.make(credentials.refreshToken),
      expiresAt: 0
    })
  ).pipe(Effect.provide(Layer.provide(persistenceOf(store), NodeBox.layerPlatform())))
  const work = { apiUrl: baseUrl, clientId: credentials.clientId, clientSecret: credentials.clientSecret, store }
  return { emulator, work }
})

/** What a process does that comes after the one that died. */
const survive = (work: Omit<Work, "fibers">) =>
  callAtOnce(work.apiUrl, 1).pipe(
    Effect.provide(
      loginOf(work).pipe(Layer.provide(persistenceOf(work.store)), Layer.provideMerge(NodeBox.layerPlatform()))
    ),
    Effect.scoped
  )

const shareOneRenewal = Effect.fnUntraced(function* (store: Work["store"]) {
  const { emulator, work } = yield* expiredLogin(store, "strict")
  yield* emulator.addFault({ kind: "delay", match: { path: "/oauth2/token" }, delay: 300 })
  const children = yield* Effect.forEach(Array.from({ length: 8 }), () => start({ ...work, fibers: 50 }), {
    concurrency: 4
  })
  const reports = yield* Effect.forEach(children, (child) =>
    Effect.forkChild(next(child, "done"), { startImmediately: true })
  )
  yield* Effect.forEach(children, go)
  const done = yield* Effect.forEach(reports, Fiber.join)
  assert.deepStrictEqual(
    done.flatMap((report) => report.failures),
    []
  )
  assert.strictEqual(
    done.reduce((sum, report) => sum + report.succeeded, 0),
    400
  )
  assert.strictEqual((yield* emulator.stats).tokenRequests, 1)
})

/** A dead owner is found out at once; by its missing signs of life alone it would take 15 seconds. */
const atOnce = 12_000

/** When a process dies: at a point of its renewal, or so many milliseconds after it began. */
type Death = Point | number

/** One process dies during its renewal; how the next one fares, and how long it takes. */
const die = Effect.fnUntraced(function* (store: Work["store"], refreshTokens: "strict" | "grace", death: Death) {
  const { emulator, work } = yield* expiredLogin(store, refreshTokens)
  if (typeof death === "number") {
    yield* emulator.addFault({ kind: "delay", match: { path: "/oauth2/token" }, delay: 15 })
  }
  const child = yield* start({ ...work, fibers: 3, stopAt: typeof death === "number" ? undefined : death })
  if (typeof death === "number") {
    yield* go(child)
    yield* Effect.sleep(death)
  } else {
    const reached = yield* Effect.forkChild(next(child, "at"), { startImmediately: true })
    yield* go(child)
    yield* Fiber.join(reached)
  }
  yield* kill(child)
  const issued = (yield* emulator.stats).tokenRequests
  const stored = yield* storedRefreshToken(store)
  const begin = yield* Clock.currentTimeMillis
  const { failures } = yield* survive(work)
  const waited = (yield* Clock.currentTimeMillis) - begin
  const unsaved = issued > 0 && stored === emulator.credentials.refreshToken
  return { death, issued, unsaved, failures, waited }
}, Effect.scoped)

const storedRefreshToken = (store: Work["store"]) =>
  TokenPersistence.TokenPersistence.use((persistence) => persistence.get).pipe(
    Effect.map((stored) => {
      const token = Option.getOrUndefined(stored)?.refreshToken
      return token === undefined ? undefined : Redacted.value(token)
    }),
    Effect.provide(Layer.provide(persistenceOf(store), NodeBox.layerPlatform()))
  )

const until = <E, R>(holds: Effect.Effect<boolean, E, R>) =>
  Effect.repeat(Effect.sleep("2 millis"), { until: () => holds })

/**
 * A process is stopped while Box answers its token request. Another one, whose clock is fast, finds the lock's owner dead,
 * takes over and does what it can; `between` is what happens then, before the first one wakes up.
 */
const stopAndWake = Effect.fnUntraced(function* (
  rule: "strict" | "grace",
  between: (given: {
    readonly expire: Effect.Effect<void>
    readonly work: Omit<Work, "fibers">
  }) => Effect.Effect<void, unknown>
) {
  const store = { file: join(yield* directory, "tokens.json") }
  const { emulator, work } = yield* expiredLogin(store, rule)
  yield* emulator.addFault({ kind: "delay", match: { path: "/oauth2/token" }, delay: 500 })
  const tokenRequests = Effect.map(emulator.requests, (all) =>
    all.filter(({ route }) => route === "POST /oauth2/token")
  )
  const sleeper = yield* start({ ...work, fibers: 3 })
  const sleeperIsDone = yield* Effect.forkChild(next(sleeper, "done"), { startImmediately: true })
  yield* go(sleeper)
  yield* until(Effect.map(tokenRequests, ({ length }) => length === 1))
  sleeper.kill("SIGSTOP")
  yield* until(Effect.map(emulator.stats, (now) => now.tokenRequests === 1))

  const other = yield* start({ ...work, fibers: 3, haste: 15 })
  const otherIsDone = yield* Effect.forkChild(next(other, "done"), { startImmediately: true })
  yield* go(other)
  const { failures: othersFailures } = yield* Fiber.join(otherIsDone)
  yield* between({ expire: emulator.expireAccessTokens, work })
  const before = yield* storedRefreshToken(store)

  sleeper.kill("SIGCONT")
  const { failures } = yield* Fiber.join(sleeperIsDone)
  // What could not be saved is saved as the login closes, or a second later.
  yield* Effect.sleep("1500 millis")
  const after = yield* storedRefreshToken(store)
  const { failures: later } = yield* survive(work)
  const first = emulator.credentials.refreshToken
  return { othersFailures, failures, later, first, before, after }
}, Effect.scoped)

const points: ReadonlyArray<Point> = ["locked", "answered", "saved"]
const dieOften = (makeStore: (n: number) => Work["store"], rule: "strict" | "grace", times: number) =>
  Effect.forEach(
    Array.from({ length: times }, (_, n): readonly [number, Death] => [n, n % 4 === 3 ? n * 2 : (points[n % 4] ?? 0)]),
    ([n, death]) => die(makeStore(n), rule, death),
    { concurrency: 2 }
  ).pipe(Effect.provide(Logger.layer([])))

type Deaths = Effect.Success<ReturnType<typeof dieOften>>

const assertAllLive = (deaths: Deaths) => {
  for (const each of deaths) {
    assert.deepStrictEqual(each.failures, [], JSON.stringify(each))
    assert.isBelow(each.waited, atOnce, JSON.stringify(each))
  }
}

/** Without the grace rule an answer that was not saved is lost, and nothing else is. */
const assertWindow = (deaths: Deaths) => {
  for (const each of deaths) {
    // At a random moment the request may also have died on its way, before Box acted on it.
    const lost = typeof each.death === "number" ? each.unsaved && each.failures.length > 0 : each.death === "answered"
    assert.deepStrictEqual(each.failures, lost ? ["BoxLoginRequired"] : [], JSON.stringify(each))
    assert.isBelow(each.waited, atOnce, JSON.stringify(each))
  }
}

describe("processes that share a token file", () => {
  it.live(
    "8 of them, with 50 fibers each, renew once",
    () => Effect.flatMap(directory, (root) => shareOneRenewal({ file: join(root, "tokens.json") })),
    180_000
  )

  it.live(
    "killed at any point of a renewal: under the grace rule no login is lost, and nobody waits",
    () =>
      Effect.gen(function* () {
        const root = yield* directory
        assertAllLive(
          yield* dieOften((n) => ({ file: join(root, `${n}.json`) }), "grace", thorough ? 30 : isCI ? 8 : 4)
        )
      }),
    180_000
  )

  it.live(
    "killed at any point of a renewal: under the strict rule only an answer that was not saved is lost",
    () =>
      Effect.gen(function* () {
        const root = yield* directory
        assertWindow(
          yield* dieOften((n) => ({ file: join(root, `${n}.json`) }), "strict", thorough ? 20 : isCI ? 8 : 4)
        )
      }),
    180_000
  )
})

describe("the owner of a token file's lock is stopped in the middle of a renewal, and wakes up too late", () => {
  it.live(
    "what others have saved since then is not overwritten",
    () =>
      Effect.gen(function* () {
        const renewAgain = ({ expire, work }: { expire: Effect.Effect<void>; work: Omit<Work, "fibers"> }) =>
          Effect.andThen(expire, Effect.asVoid(survive(work)))
        const { after, before, failures, first, later, othersFailures } = yield* stopAndWake("grace", renewAgain)
        assert.deepStrictEqual([othersFailures, failures, later], [[], [], []])
        assert.notStrictEqual(before, first)
        assert.strictEqual(after, before)
      }),
    60_000
  )

  it.live(
    "what it alone was given is not lost",
    () =>
      Effect.gen(function* () {
        const { after, before, failures, first, later, othersFailures } = yield* stopAndWake(
          "strict",
          () => Effect.void
        )
        // Box takes a refresh token once, and the answer was on its way to the one that was stopped.
        assert.deepStrictEqual(new Set(othersFailures), new Set(["BoxLoginRequired"]))
        assert.strictEqual(before, first)
        assert.deepStrictEqual([failures, later], [[], []])
        assert.notStrictEqual(after, first)
      }),
    60_000
  )
})

if (missing === undefined) {
  layer(Postgres.layer, { excludeTestServices: true })("processes that share a row of PostgreSQL", (it) => {
    it.effect(
      "8 of them, with 50 fibers each, renew once",
      () => Effect.flatMap(Postgres, ({ url }) => shareOneRenewal({ url, key: "shared" })),
      180_000
    )

    it.effect(
      "killed at any point of a renewal: nothing but an answer that was not saved can be lost",
      () =>
        Effect.gen(function* () {
          const { url } = yield* Postgres
          assertAllLive(yield* dieOften((n) => ({ url, key: `grace ${n}` }), "grace", thorough ? 12 : 4))
          assertWindow(yield* dieOften((n) => ({ url, key: `strict ${n}` }), "strict", thorough ? 8 : 4))
        }),
      180_000
    )
  })
} else {
  describe.skip(`processes that share a row of PostgreSQL: ${missing}`, () => {
    it("needs a PostgreSQL", () => {})
  })
}
