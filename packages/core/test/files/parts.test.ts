import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema, Stream } from "effect"
import * as Hex from "effect/encoding/Hex"
import { type HashedPart, readParts } from "../../src/files/internal/parts.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { bytesOf, joinBytes, sha1Of } from "./transfers.ts"

const readAll = <E>(source: UploadSource.Sized<E>, partSize: number) =>
  Effect.scoped(
    Effect.gen(function* () {
      const reader = yield* readParts("test", source, partSize, false)
      const parts: Array<HashedPart> = []
      for (;;) {
        const hashed = yield* reader.next(reader.makeRoom())
        if (hashed === undefined) break
        parts.push(yield* hashed)
      }
      return { parts, sha1: Hex.encode(yield* reader.digest) }
    })
  )

/** Cuts bytes into chunks of the given lengths, over and over; some may be empty. */
const cut = (bytes: Uint8Array, lengths: ReadonlyArray<number>): ReadonlyArray<Uint8Array> => {
  const chunks: Array<Uint8Array> = []
  for (let offset = 0, i = 0; offset < bytes.length; i++) {
    const length = lengths.length === 0 || i > 500 ? bytes.length : (lengths[i % lengths.length] ?? 1)
    chunks.push(bytes.slice(offset, offset + length))
    offset += length
  }
  return chunks
}

const upTo = (maximum: number, minimum = 0) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

describe("parts", () => {
  it.effect.prop(
    "have the right size, digest and place, however the stream is cut",
    [upTo(2000), upTo(300, 1), Schema.Array(upTo(400)), upTo(20, 1)],
    ([size, partSize, lengths, group]) =>
      Effect.gen(function* () {
        const bytes = bytesOf(size, partSize)
        const stream = () => Stream.rechunk(Stream.fromArray(cut(bytes, lengths)), group)
        const { parts, sha1 } = yield* readAll(UploadSource.fromStream({ size, stream }), partSize)
        assert.strictEqual(sha1, sha1Of(bytes))
        assert.deepStrictEqual(joinBytes(parts.map((part) => part.bytes)), bytes)
        parts.forEach((part, index) => {
          const last = index === parts.length - 1
          assert.strictEqual(part.index, index)
          assert.strictEqual(part.offset, index * partSize)
          assert.strictEqual(part.bytes.length, last ? size - index * partSize : partSize)
          assert.strictEqual(Hex.encode(part.sha1), sha1Of(part.bytes))
        })
      })
  )

  const bytes = bytesOf(2_500_000)
  const sources = {
    bytes: UploadSource.fromBytes(bytes),
    positions: UploadSource.fromPositions({
      size: bytes.length,
      read: (offset, length) => Effect.succeed(bytes.subarray(offset, offset + length))
    }),
    stream: UploadSource.fromStream({ size: bytes.length, stream: () => Stream.make(bytes) })
  }
  for (const [name, source] of Object.entries(sources)) {
    it.effect(`of ${name} share the memory of what they were cut from`, () =>
      Effect.gen(function* () {
        const { parts, sha1 } = yield* readAll(source, 1_100_000)
        assert.deepStrictEqual(
          parts.map((part) => part.bytes.length),
          [1_100_000, 1_100_000, 300_000]
        )
        assert.isTrue(parts.every((part) => part.bytes.buffer === bytes.buffer))
        assert.strictEqual(sha1, sha1Of(bytes))
      })
    )
  }

  it.effect("are read only as they are asked for", () =>
    Effect.gen(function* () {
      let read = 0
      const chunks = cut(bytesOf(100), [7]).map((chunk) =>
        Effect.sync(() => {
          read += chunk.length
          return chunk
        })
      )
      const stream = () => Stream.flatMap(Stream.fromIterable(chunks), Stream.fromEffect)
      const reader = yield* readParts("test", UploadSource.fromStream({ size: 100, stream }), 20, false)
      yield* reader.next(reader.makeRoom())
      assert.strictEqual(read, 21)
    })
  )
})
