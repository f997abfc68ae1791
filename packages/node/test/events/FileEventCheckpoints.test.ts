import { fork } from "node:child_process"
import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { EventCheckpoints } from "@effect-box/core"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Exit, Fiber, FileSystem, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import { FileEventCheckpoints } from "../../src/index.ts"

const { EventCheckpoints: Store } = EventCheckpoints

const directory = FileSystem.FileSystem.use((fs) => fs.makeTempDirectoryScoped())

/** A store as another process would have it. */
const storeIn = (path: string) =>
  Effect.map(Layer.build(Layer.fresh(FileEventCheckpoints.layer(path))), (built) => Context.get(built, Store))

describe("checkpoints in files", () => {
  it.live("keep the place and the ids, and replace the file as a whole", () =>
    Effect.gen(function* () {
      const path = `${yield* directory}/events`
      const first = yield* storeIn(path)
      yield* Effect.scoped(
        Effect.gen(function* () {
          const held = yield* first.hold("Index/ä")
          assert.isUndefined(yield* held.load)
          yield* held.save({ position: "1152922976252290886", readAt: 5 }, ["x"])
          assert.deepStrictEqual(readdirSync(path).toSorted(), ["%49ndex%2f%c3%a4.json", "%49ndex%2f%c3%a4.json.lock"])
        })
      )
      assert.deepStrictEqual(readdirSync(path), ["%49ndex%2f%c3%a4.json"])
      const held = yield* (yield* storeIn(path)).hold("Index/ä")
      assert.deepStrictEqual(yield* held.load, { position: "1152922976252290886", readAt: 5 })
      assert.deepStrictEqual([...(yield* held.unseen(["x", "y"]))], ["y"])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))
  )

  it.effect("are held by one consumer of all processes", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const [first, second] = [yield* storeIn(path), yield* storeIn(path)]
      const scope = yield* Scope.make()
      yield* Scope.provide(first.hold("a"), scope)
      assert.strictEqual((yield* Effect.flip(first.hold("a"))).reason, "in_use")
      const refused = yield* Effect.forkChild(Effect.flip(Effect.scoped(second.hold("a"))))
      // The files are real and answer in their own time.
      while (refused.pollUnsafe() === undefined) {
        yield* TestClock.adjust("100 millis")
        yield* TestClock.withLive(Effect.sleep("1 millis"))
      }
      assert.deepInclude(yield* Fiber.join(refused), { reason: "in_use", checkpoint: "a" })
      yield* Scope.close(scope, Exit.void)
      yield* second.hold("a")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))
  )

  it.live("are taken over from a process that was killed", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const child = fork(fileURLToPath(new URL("./holder.ts", import.meta.url)), [path], { stdio: "inherit" })
      yield* Effect.callback<void>((resume) => {
        child.once("message", () => resume(Effect.void))
      })
      const store = yield* storeIn(path)
      yield* Effect.callback<void>((resume) => {
        child.once("exit", () => resume(Effect.void))
        child.kill("SIGKILL")
      })
      const held = yield* store.hold("a")
      assert.strictEqual((yield* held.load)?.position, "7")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))
  )

  it.live("notice that another consumer has taken them over", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const held = yield* (yield* storeIn(path)).hold("a")
      yield* held.save({ position: "1", readAt: 0 }, [])
      yield* FileSystem.FileSystem.use((fs) => fs.remove(`${path}/a.json.lock`, { recursive: true }))
      assert.strictEqual((yield* Effect.flip(held.save({ position: "2", readAt: 0 }, []))).reason, "lost")
      assert.strictEqual((yield* held.load)?.position, "1")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))
  )

  it.effect.each([
    ["", {}],
    ["a\0b", {}],
    ["a", { remember: 0 }]
  ] as const)("refuse %j", ([path, options]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Layer.build(FileEventCheckpoints.layer(path, options)))
      assert.strictEqual(error._tag, "BoxInvalidInput")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))
  )
})
