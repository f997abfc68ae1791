import { createHash } from "node:crypto"
import type { Worker } from "node:worker_threads"
import { Sha1 } from "@effect-box/core/unstable/Sha1"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as NodeSha1 from "../../src/hashing/NodeSha1.ts"

const sha1 = (...pieces: ReadonlyArray<Uint8Array>) =>
  pieces.reduce((hash, piece) => hash.update(piece), createHash("sha1")).digest("hex")

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex")

const openParts = Effect.flatMap(Sha1, ({ openParts = Effect.succeed(undefined) }) =>
  Effect.flatMap(openParts, (hasher) =>
    hasher === undefined ? Effect.die("there is no thread") : Effect.succeed(hasher)
  )
)

describe("NodeSha1", () => {
  it.effect("hashes in pieces", () =>
    Effect.gen(function* () {
      const hasher = (yield* Sha1).create()
      hasher.update(Buffer.from("ab"))
      hasher.update(Buffer.from("c"))
      assert.strictEqual(hex(hasher.digest()), "a9993e364706816aba3e25717850c26c9cd0d89d")
    }).pipe(Effect.provide(NodeSha1.layer))
  )

  it.live("hashes the parts of a file in a thread, each and all of them, from memory of any kind and size", () =>
    Effect.gen(function* () {
      const hasher = yield* openParts
      const memory = new Uint8Array(9_000_000).map((_, index) => index * index)
      const mebibyte = 1024 * 1024
      const parts = [
        ...Array.from({ length: 20 }, (_, index) => new Uint8Array(50_000 + index).fill(index).subarray(index)),
        ...[1000, 3_000_000, 2 * mebibyte, mebibyte, mebibyte + 1, mebibyte - 1, 9_000_000].map((length) =>
          memory.subarray(memory.length - length)
        ),
        new Uint8Array(0),
        hasher.allocate(70_000).fill(3)
      ]
      const waits = yield* Effect.forEach(parts, hasher.update)
      const hashed = yield* Effect.all(waits, { concurrency: "unbounded" })
      assert.deepStrictEqual(
        hashed.map(hex),
        parts.map((part) => sha1(part))
      )
      assert.strictEqual(hex(yield* hasher.digest), sha1(...parts))
    }).pipe(Effect.scoped, Effect.provide(NodeSha1.layer))
  )

  it.live("hashes bytes that are no part in a thread, between parts and of any size", () =>
    Effect.gen(function* () {
      const hasher = yield* openParts
      const shared = hasher.allocate(100_000).fill(7)
      const memory = new Uint8Array(2_500_000).map((_, index) => index * index)
      yield* hasher.append(memory)
      const first = yield* hasher.update(shared)
      yield* hasher.append(shared)
      yield* hasher.append(new Uint8Array(0))
      const second = yield* hasher.update(memory)
      assert.deepStrictEqual([hex(yield* first), hex(yield* second)], [sha1(shared), sha1(memory)])
      assert.strictEqual(hex(yield* hasher.digest), sha1(memory, shared, shared, memory))
    }).pipe(Effect.scoped, Effect.provide(NodeSha1.layer))
  )

  it.live("the thread ends with the scope", () =>
    Effect.gen(function* () {
      const started = Promise.withResolvers<Worker>()
      process.once("worker", started.resolve)
      yield* Effect.scoped(
        Effect.gen(function* () {
          const hasher = yield* openParts
          assert.strictEqual(hex(yield* hasher.digest), sha1())
          assert.isAbove((yield* Effect.promise(() => started.promise)).threadId, 0)
        })
      )
      assert.strictEqual((yield* Effect.promise(() => started.promise)).threadId, -1)
    }).pipe(Effect.provide(NodeSha1.layer))
  )
})
