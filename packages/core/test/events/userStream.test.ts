import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Fiber, Ref, Stream } from "effect"
import { TestClock } from "effect/testing"
import { EventCheckpoints, EventStream, Folders } from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"

const folder = (name: string) => Folders.createFolder({ name, parent: { id: "0" } })

const nameOf = (event: EventStream.Event): string => String(event.source?.["name" as keyof typeof event.source])

/** A consumer that notes the names of what it was given. */
const noting = Effect.map(Ref.make<ReadonlyArray<string>>([]), (seen) => ({
  seen: Ref.get(seen),
  note: (event: EventStream.Event) => Ref.update(seen, (names) => [...names, nameOf(event)])
}))

const requests = (route: string) =>
  BoxEmulator.BoxEmulator.use(({ requests }) =>
    Effect.map(requests, (all) => all.filter((request) => request.route === route))
  )

const provided = Effect.provide([BoxEmulator.layer, EventCheckpoints.layerMemory])

describe("a user's stream", () => {
  it.effect("begins now, waits, and goes on after an interruption", () =>
    Effect.gen(function* () {
      const { note, seen } = yield* noting
      yield* folder("before")
      const run = EventStream.run({ checkpoint: "a" }, note)
      const first = yield* Effect.forkChild(run)
      yield* TestClock.adjust("1 second")
      yield* folder("one")
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* seen, ["one"])
      yield* Fiber.interrupt(first)
      yield* folder("two")
      const second = yield* Effect.forkChild(run)
      yield* TestClock.adjust("1 second")
      yield* folder("three")
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* seen, ["one", "two", "three"])
      yield* Fiber.interrupt(second)
    }).pipe(provided)
  )

  it.effect("waits at one poll while nothing happens", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(EventStream.run({ checkpoint: "a" }, () => Effect.void))
      yield* TestClock.adjust("10 minutes")
      const all = yield* BoxEmulator.BoxEmulator.use(({ requests }) => requests)
      assert.deepStrictEqual(
        all.map(({ method, path }) => `${method} ${path.replace(/\?.*/, "")}`),
        ["GET /2.0/events", "GET /2.0/events", "OPTIONS /2.0/events", "GET /subscribe"]
      )
      assert.isUndefined(all.at(-1)?.headers["authorization"])
      yield* Fiber.interrupt(fiber)
    }).pipe(provided)
  )

  it.effect("ends at once when Box refuses it", () =>
    Effect.gen(function* () {
      const { addFault } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "status", match: { path: "/events", times: 100 }, status: 403 })
      const exit = yield* Effect.exit(EventStream.run({ checkpoint: "a" }, () => Effect.void))
      assert.isTrue(Exit.isFailure(exit) && Cause.pretty(exit.cause).includes("BoxForbidden"))
      assert.lengthOf(yield* requests("GET /events"), 1)
    }).pipe(provided)
  )

  it.effect("is live without a checkpoint", () =>
    Effect.gen(function* () {
      yield* folder("before")
      const fiber = yield* EventStream.live().pipe(
        Stream.map(nameOf),
        Stream.take(2),
        Stream.runCollect,
        Effect.forkChild
      )
      yield* TestClock.adjust("1 second")
      yield* folder("a")
      yield* folder("b")
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* Fiber.join(fiber), ["a", "b"])
    }).pipe(provided)
  )
})
