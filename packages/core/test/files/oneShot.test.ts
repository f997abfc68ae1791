/** Uploads of a stream that can be read only once and whose size is known, such as the body of a request. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { FileUpload, Files, UploadSource } from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"
import { nativeSha1 } from "./transfers.ts"

const chunk = 64 * 1024

/** `size` bytes, no two blocks alike, and how many of them were read. */
const body = (size: number) => {
  const read = { bytes: 0, opened: 0 }
  const stream = Stream.suspend(() => {
    read.opened++
    return Stream.unfold(0, (offset) =>
      Effect.sync(() => {
        if (offset >= size) return undefined
        const bytes = new Uint8Array(Math.min(chunk, size - offset)).fill(offset / chunk)
        read.bytes += bytes.length
        return [bytes, offset + bytes.length] as const
      })
    )
  })
  return { read, stream }
}

const world = Layer.provideMerge(BoxEmulator.layer, nativeSha1)

const target = { folder_id: "0", name: "body.bin" }

/** Lets the time of retries pass. */
const patiently = <A, E, R>(self: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(self)
    while (fiber.pollUnsafe() === undefined) {
      yield* TestClock.adjust("1 second")
      yield* TestClock.withLive(Effect.sleep(1))
    }
    return yield* Fiber.join(fiber)
  })

describe("a one-shot source with a size", () => {
  const large = FileUpload.chunkThreshold + 12_345

  it.effect("is read once, a few parts ahead of what Box has, and failed parts are sent again", () =>
    Effect.gen(function* () {
      const { addFault, requests } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "status", match: { method: "PUT", nth: 3, times: 2 }, status: 503 })
      const { read, stream } = body(large)
      const concurrency = 2
      let ahead = 0
      const file = yield* patiently(
        FileUpload.upload(UploadSource.fromOneShot(stream, { size: large }), {
          ...target,
          concurrency,
          onProgress: ({ transferred }) =>
            Effect.sync(() => {
              ahead = Math.max(ahead, read.bytes - transferred)
            })
        })
      )
      assert.strictEqual(file.size, large)
      assert.deepStrictEqual(read, { bytes: large, opened: 1 })
      const partSize = 1024 * 1024
      assert.isAbove(ahead, 0)
      assert.isAtMost(ahead, concurrency * partSize + chunk)
      const parts = (yield* requests).filter(({ method }) => method === "PUT")
      assert.strictEqual(parts.length, Math.ceil(large / partSize) + 2)
    }).pipe(Effect.provide(Layer.provideMerge(BoxEmulator.layerWith({ partSize: 1024 * 1024 }), nativeSha1)))
  )

  it.effect("is sent again from memory if it is small", () =>
    Effect.gen(function* () {
      const { addFault } = yield* BoxEmulator.BoxEmulator
      yield* addFault({ kind: "status", match: { path: "/files/content" }, status: 503 })
      const { read, stream } = body(300_000)
      const file = yield* patiently(FileUpload.upload(UploadSource.fromOneShot(stream, { size: 300_000 }), target))
      assert.strictEqual(file.size, 300_000)
      assert.deepStrictEqual(read, { bytes: 300_000, opened: 1 })
    }).pipe(Effect.provide(world))
  )

  for (const [what, size, actual] of [
    ["fewer bytes, small", 1000, 999],
    ["more bytes, small", 1000, 1001],
    ["fewer bytes, large", large, large - 1],
    ["more bytes, large", large, large + 1]
  ] as const) {
    it.effect(`with ${what}, stores nothing`, () =>
      Effect.gen(function* () {
        const source = UploadSource.fromOneShot(body(actual).stream, { size })
        const error = yield* Effect.flip(FileUpload.upload(source, target))
        assert.strictEqual(error._tag, "BoxIntegrityError")
        assert.strictEqual((yield* Effect.flip(Files.getFileById({ file_id: "1" })))._tag, "BoxNotFound")
      }).pipe(Effect.provide(world))
    )
  }

  it.effect("is not uploaded twice", () =>
    Effect.gen(function* () {
      const source = UploadSource.fromOneShot(body(10).stream, { size: 10 })
      yield* FileUpload.upload(source, target)
      const error = yield* Effect.flip(FileUpload.upload(source, { ...target, name: "again" }))
      assert.strictEqual(error._tag, "BoxBodyConsumed")
      assert.strictEqual(error.attempts, 0)
    }).pipe(Effect.provide(world))
  )

  for (const size of [-1, 1.5, Number.NaN, "10"]) {
    it.effect(`of ${size} is refused`, () =>
      Effect.gen(function* () {
        // A caller without types.
        const source = UploadSource.fromOneShot(body(10).stream, { size: size as number })
        assert.strictEqual((yield* Effect.flip(FileUpload.upload(source, target)))._tag, "BoxInvalidInput")
      }).pipe(Effect.provide(world))
    )
  }
})
