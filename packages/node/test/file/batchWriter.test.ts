/** How much memory waits while the disk is slow. */
import type { PartHasher } from "@effect-box/core/unstable/Sha1"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, type FileSystem } from "effect"
import { makeBatchWriter } from "../../src/file/internal/batchWriter.ts"

const mebibyte = 1024 * 1024

/** A hasher that hashes nothing, and notes how much memory it was asked for. */
const counting = (allocated: Array<number>): PartHasher => ({
  allocate: (length) => {
    allocated.push(length)
    return new Uint8Array(length)
  },
  append: () => Effect.succeed(Effect.void),
  update: () => Effect.succeed(Effect.succeed(new Uint8Array(20))),
  digest: Effect.succeed(new Uint8Array(20))
})

const chunk = () => [new Uint8Array(64 * 1024)]

describe("writing in batches", () => {
  it.effect("holds two batches of 1 MiB, however long the disk takes", () =>
    Effect.gen(function* () {
      const allocated: Array<number> = []
      const disk = yield* Deferred.make<void>()
      let written = 0
      let given = 0
      // Nothing else of a file is used.
      const file = {
        writeAll: (bytes: Uint8Array) =>
          Effect.andThen(
            Deferred.await(disk),
            Effect.sync(() => {
              written += bytes.length
            })
          )
      } as unknown as FileSystem.File
      const writer = yield* makeBatchWriter(file, counting(allocated), 100 * mebibyte)
      const giving = yield* Effect.forkChild(
        Effect.gen(function* () {
          while (given < 10 * mebibyte) {
            yield* writer.write(chunk())
            given += 64 * 1024
          }
          yield* writer.flush
        })
      )
      for (let turn = 0; turn < 1000; turn++) yield* Effect.yieldNow
      assert.deepStrictEqual([given, written], [2 * mebibyte, 0])
      yield* Deferred.succeed(disk, undefined)
      yield* Fiber.join(giving)
      assert.deepStrictEqual([given, written], [10 * mebibyte, 10 * mebibyte])
      assert.deepStrictEqual(allocated, [mebibyte, mebibyte])
    }).pipe(Effect.scoped)
  )

  it.effect("takes no more memory than a small file has bytes", () =>
    Effect.gen(function* () {
      const allocated: Array<number> = []
      // Nothing is written here.
      yield* makeBatchWriter({} as FileSystem.File, counting(allocated), 10)
      assert.deepStrictEqual(allocated, [10])
    }).pipe(Effect.scoped)
  )
})
