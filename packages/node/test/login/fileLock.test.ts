import { spawnSync } from "node:child_process"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, type Duration, Effect, Exit, Fiber, Layer, Logger, Scope } from "effect"
import { TestClock } from "effect/testing"
import { vi } from "vitest"
import * as FileLock from "../../src/internal/fileLock.ts"

const directory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "effect-box-lock-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

/** The number of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ["-e", ""]).pid

const ownedBy = (lock: string, owner: { readonly pid: number; readonly host: string }) => {
  mkdirSync(lock)
  const file = join(lock, "other")
  writeFileSync(file, JSON.stringify(owner))
  return file
}

/** The lock of an owner that nobody can ask whether it is alive: its number means nothing here. */
const ownedElsewhere = (lock: string) => ownedBy(lock, { pid: deadPid(), host: "another machine" })

const acquired = (lock: string) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const held = yield* Scope.provide(FileLock.acquire(lock), scope)
    return { held, release: Scope.close(scope, Exit.void) }
  })

const turn = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

/** How many sleep now of those who run on {@link Watched}'s clock. */
class Watched extends Context.Service<Watched, { asleep: number }>()("test/Watched") {
  static readonly layer = Layer.effectContext(
    Effect.map(Clock.Clock, (clock) => {
      const watched = { asleep: 0 }
      const sleep = (duration: Duration.Duration) =>
        Effect.suspend(() => {
          watched.asleep++
          return Effect.ensuring(
            clock.sleep(duration),
            Effect.sync(() => watched.asleep--)
          )
        })
      return Context.make(Watched, watched).pipe(
        Context.add(Clock.Clock, Object.assign(Object.create(clock), { sleep }))
      )
    })
  )
}

/** Waits, in real time, until all of these have done what they had to do on the disk and sleep again. */
const settle = (sleepers: number) =>
  Effect.gen(function* () {
    const watched = yield* Watched
    yield* Effect.repeat(turn, { times: 3 })
    while (watched.asleep < sleepers) yield* turn
  })

/** Joins a fiber while virtual time goes on; so many others sleep beside it. */
const finish = <A, E>(fiber: Fiber.Fiber<A, E>, others = 0, step: "10 millis" | "500 millis" = "500 millis") =>
  Effect.gen(function* () {
    const watched = yield* Watched
    for (let i = 0; i < 1_000; i++) {
      yield* Effect.repeat(turn, { times: 3 })
      while (fiber.pollUnsafe() === undefined && watched.asleep <= others) yield* turn
      if (fiber.pollUnsafe() !== undefined) return yield* Fiber.join(fiber)
      yield* TestClock.adjust(step)
    }
    return yield* Effect.die("still running")
  })

const timed = Effect.provide(Watched.layer)

const quiet = Effect.provide(Logger.layer([]))

describe("a lock between processes", () => {
  it.effect("is taken by one at a time, and nothing is left of it", () =>
    Effect.gen(function* () {
      const lock = join(yield* directory, "lock")
      let inside = 0
      let turns = 0
      const turn = Effect.scoped(
        Effect.gen(function* () {
          yield* FileLock.acquire(lock)
          assert.strictEqual(++inside, 1)
          yield* Effect.sleep("3 millis")
          inside--
          turns++
        })
      )
      const fiber = yield* Effect.forkChild(
        Effect.forEach(Array.from({ length: 20 }), () => turn, { concurrency: "unbounded" })
      )
      yield* finish(fiber, 0, "10 millis")
      assert.strictEqual(turns, 20)
      assert.isFalse(existsSync(lock))
    }).pipe(timed)
  )

  it.effect("is taken over at once from a process that is gone, by one of many", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const lock = join(root, "lock")
      const script = `
        const { acquire } = await import(${JSON.stringify(new URL("../../src/internal/fileLock.ts", import.meta.url).href)})
        const { Effect } = await import("effect")
        await Effect.runPromise(Effect.scoped(Effect.andThen(acquire(${JSON.stringify(lock)}), Effect.sync(() => process.kill(process.pid, "SIGKILL")))))`
      const died = spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: import.meta.dirname })
      assert.strictEqual(died.signal, "SIGKILL", String(died.stderr))
      assert.strictEqual(readdirSync(lock).length, 1)
      let inside = 0
      let most = 0
      const turn = Effect.scoped(
        Effect.gen(function* () {
          yield* FileLock.acquire(lock)
          most = Math.max(most, ++inside)
          yield* Effect.sleep("1 millis")
          inside--
        })
      )
      const before = yield* Clock.currentTimeMillis
      const fiber = yield* Effect.forkChild(
        Effect.forEach(Array.from({ length: 10 }), () => turn, { concurrency: "unbounded" })
      )
      yield* finish(fiber, 0, "10 millis")
      assert.strictEqual(most, 1)
      assert.isBelow((yield* Clock.currentTimeMillis) - before, 10_000)
      assert.deepStrictEqual(readdirSync(root), [])
    }).pipe(quiet, timed)
  )

  it.effect("is taken over from an owner that gives no sign of life for 15 seconds", () =>
    Effect.gen(function* () {
      const lock = join(yield* directory, "lock")
      const file = ownedElsewhere(lock)
      const waiting = yield* Effect.forkChild(acquired(lock), { startImmediately: true })
      for (let beat = 1; beat <= 2; beat++) {
        yield* settle(1)
        yield* TestClock.adjust("3 seconds")
        utimesSync(file, beat, beat)
      }
      yield* settle(1)
      assert.isUndefined(waiting.pollUnsafe())
      const before = yield* Clock.currentTimeMillis
      const { held, release } = yield* finish(waiting)
      const waited = (yield* Clock.currentTimeMillis) - before
      // The last sign may be seen one turn late, which is 3 seconds here.
      assert.isAtLeast(waited, 15_000)
      assert.isAtMost(waited, 18_500)
      assert.isTrue(yield* held.isMine)
      yield* release
    }).pipe(quiet, timed)
  )

  it.effect("stays with a process that is alive, also with one that may not be asked", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const first = yield* acquired(join(root, "first"))
      const [own = ""] = readdirSync(join(root, "first"))
      const { host } = JSON.parse(readFileSync(join(root, "first", own), "utf8"))
      yield* first.release
      const foreign = process.pid + 1
      const forbidden = vi.spyOn(process, "kill").mockImplementation((pid) => {
        if (pid === foreign) throw Object.assign(new Error("not yours"), { code: "EPERM" })
        return true
      })
      yield* Effect.addFinalizer(() => Effect.sync(() => forbidden.mockRestore()))
      for (const pid of [process.pid, foreign]) {
        const lock = join(root, String(pid))
        const file = ownedBy(lock, { pid, host })
        const waiting = yield* Effect.forkChild(acquired(lock), { startImmediately: true })
        for (let second = 0; second < 10; second++) {
          yield* settle(1)
          yield* TestClock.adjust("1 second")
        }
        assert.isUndefined(waiting.pollUnsafe())
        assert.isTrue(existsSync(file))
        yield* Fiber.interrupt(waiting)
      }
    }).pipe(quiet, timed)
  )

  it.effect("gives a sign of life, and notices when it was taken over all the same", () =>
    Effect.gen(function* () {
      const lock = join(yield* directory, "lock")
      const { held, release } = yield* acquired(lock)
      const waiting = yield* Effect.forkChild(acquired(lock), { startImmediately: true })
      for (let second = 0; second < 20; second++) {
        yield* settle(2)
        yield* TestClock.adjust("1 second")
      }
      assert.isUndefined(waiting.pollUnsafe())
      assert.isTrue(yield* held.isMine)
      rmSync(join(lock, readdirSync(lock)[0] ?? ""))
      const next = yield* finish(waiting, 1)
      assert.isFalse(yield* held.isMine)
      yield* release
      assert.isTrue(yield* next.held.isMine)
      yield* next.release
    }).pipe(timed)
  )

  it.effect("makes nobody wait for more than 30 seconds", () =>
    Effect.gen(function* () {
      const lock = join(yield* directory, "lock")
      const { release } = yield* acquired(lock)
      const before = yield* Clock.currentTimeMillis
      const error = yield* finish(yield* Effect.forkChild(Effect.flip(acquired(lock))), 1)
      assert.strictEqual(error.code, "lock_timeout")
      assert.isAtMost((yield* Clock.currentTimeMillis) - before, 31_000)
      yield* release
    }).pipe(timed)
  )

  it.effect("waiting for it ends at once when it is interrupted", () =>
    Effect.gen(function* () {
      const root = yield* directory
      const lock = join(root, "lock")
      const { held, release } = yield* acquired(lock)
      const waiting = yield* Effect.forkChild(acquired(lock), { startImmediately: true })
      yield* settle(2)
      const before = yield* Clock.currentTimeMillis
      yield* Fiber.interrupt(waiting)
      assert.strictEqual(yield* Clock.currentTimeMillis, before)
      assert.isTrue(yield* held.isMine)
      yield* release
      assert.deepStrictEqual(readdirSync(root), [])
    }).pipe(timed)
  )

  it.effect("says what is wrong with the folder", () =>
    Effect.gen(function* () {
      const root = yield* directory
      writeFileSync(join(root, "file"), "")
      const error = yield* Effect.flip(acquired(join(root, "file", "lock")))
      assert.include(["ENOTDIR", "EEXIST"], error.code)
    }).pipe(timed)
  )
})

it.live.each([86_400_000, -86_400_000])(
  "an owner is not dead, and patience not over, when the clock jumps by %i ms",
  (jump) =>
    Effect.gen(function* () {
      const lock = join(yield* directory, "lock")
      const file = ownedElsewhere(lock)
      const clock = yield* Clock.Clock
      let ahead = 0
      let sleeps = 0
      const millis = () => clock.currentTimeMillisUnsafe() + ahead
      const jumping: Clock.Clock = Object.assign(Object.create(clock), {
        currentTimeMillisUnsafe: millis,
        currentTimeMillis: Effect.sync(millis),
        sleep: (duration: Duration.Duration) =>
          Effect.suspend(() => {
            sleeps++
            if (sleeps === 2) ahead = jump
            // The owner leaves after some looks at it.
            if (sleeps === 5) rmSync(lock, { recursive: true })
            return clock.sleep(duration)
          })
      })
      yield* Effect.scoped(FileLock.acquire(lock)).pipe(Effect.provideService(Clock.Clock, jumping))
      assert.isAtLeast(sleeps, 5)
      assert.isFalse(existsSync(file))
    }).pipe(Effect.scoped)
)
