/** An upload in parts over a line that carries little per connection, through transports that tell how bytes leave, or not. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { HttpClient } from "effect/http"
import { KeyValueStore } from "effect/persistence"
import type { File } from "../../src/api/schemas/Item.ts"
import * as FileUpload from "../../src/files/FileUpload.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { RequestActivity } from "../../src/http/RequestActivity.ts"
import { box, bytesOf, fault, pass, sha1Of, stats, succeeds } from "./transfers.ts"
import { part } from "./uploadFaults.ts"

const kibibyte = 1024
const partSize = 64 * kibibyte
const bytes = bytesOf(16 * partSize)
const source = UploadSource.fromBytes(bytes)
const target = { folder_id: "0", name: "a.bin" }

/** A part takes half a minute, at a piece each second. */
const piece = 2 * kibibyte

interface Transport {
  /** Whether it tells that a piece has left. */
  readonly tells: boolean
  /** So many parts are refused before their first byte has left. Default: 0. */
  readonly refused?: number
}

/** Sends over such a line; gives the most parts that were on their way at once, and how many are. */
const over = <A, E, R>({ tells, refused = 0 }: Transport, self: Effect.Effect<A, E, R>) => {
  const seen = { open: 0, most: 0, begun: 0 }
  const leaving = (size: number) =>
    Effect.gen(function* () {
      const activity = yield* RequestActivity
      for (let left = 0; left < size; left += piece) {
        yield* Effect.sleep("1 second")
        if (tells) activity?.moved(piece)
      }
    })
  const sending = Effect.map(HttpClient.HttpClient, (client) =>
    HttpClient.transform(client, (answer, { body, method }) =>
      Effect.suspend(() => {
        if (method !== "PUT" || seen.begun++ < refused) return answer
        seen.open++
        seen.most = Math.max(seen.most, seen.open)
        return Effect.andThen(leaving(body._tag === "Uint8Array" ? body.contentLength : 0), answer).pipe(
          Effect.ensuring(Effect.sync(() => void seen.open--))
        )
      })
    )
  )
  const sent = Effect.flatMap(sending, (client) => Effect.provideService(self, HttpClient.HttpClient, client))
  return { seen, sent }
}

const testBox = Layer.merge(box({ partSize, minimumSessionSize: 1 }), KeyValueStore.layerMemory)

/** The upload succeeds; gives the seconds it took and the most parts that were on their way at once. */
const arrives = <E, R>(transport: Transport, upload: Effect.Effect<File, E, R>) =>
  Effect.gen(function* () {
    const { seen, sent } = over(transport, upload)
    const { took, value } = yield* succeeds(sent)
    assert.strictEqual(value.sha1, sha1Of(bytes))
    const { storedParts, openSessions, rejectedDigests } = yield* stats
    assert.deepStrictEqual(
      { storedParts, openSessions, rejectedDigests },
      { storedParts: 16, openSessions: 0, rejectedDigests: 0 }
    )
    return { seconds: took / 1000, most: seen.most }
  })

describe("an upload in parts over a slow line", () => {
  const uploads = {
    "an upload": FileUpload.uploadChunked(source, target),
    "a resumable one": Effect.map(FileUpload.resumable(source, { ...target, checkpoint: "a" }), ({ file }) => file)
  }
  for (const [name, upload] of Object.entries(uploads)) {
    it.effect(`${name} uses more connections before its first part is over`, () =>
      Effect.gen(function* () {
        const { most, seconds } = yield* arrives({ tells: true }, upload)
        assert.strictEqual(most, 16)
        // 128 at four at once, 32 at sixteen.
        assert.isBelow(seconds, 52)
      }).pipe(Effect.provide(testBox))
    )
  }

  it.effect("that goes on where it was interrupted learns as well", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(over({ tells: true }, uploads["a resumable one"]).sent)
      yield* pass("3 seconds")
      yield* Fiber.interrupt(fiber)
      assert.strictEqual((yield* stats).openSessions, 1)
      const { most, seconds } = yield* arrives({ tells: true }, uploads["a resumable one"])
      assert.strictEqual(most, 16)
      assert.isBelow(seconds, 52)
    }).pipe(Effect.provide(testBox))
  )

  it.effect("learns from whole parts if the transport does not tell how their bytes leave", () =>
    Effect.gen(function* () {
      // 4, 8, and the rest.
      assert.deepStrictEqual(yield* arrives({ tells: false }, uploads["an upload"]), { most: 8, seconds: 96 })
    }).pipe(Effect.provide(testBox))
  )

  it.effect("keeps to the number of the caller", () =>
    Effect.gen(function* () {
      const four = FileUpload.uploadChunked(source, { ...target, concurrency: 4 })
      assert.deepStrictEqual(yield* arrives({ tells: true }, four), { most: 4, seconds: 128 })
    }).pipe(Effect.provide(testBox))
  )

  it.effect("learns nothing from parts that are sent again", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "status", match: { ...part, times: 4 }, status: 503 })
      const { seen, sent } = over({ tells: true, refused: 4 }, uploads["an upload"])
      const fiber = yield* Effect.forkChild(sent)
      yield* pass("30 seconds")
      assert.strictEqual(seen.most, 4)
      yield* Fiber.interrupt(fiber)
    }).pipe(Effect.provide(testBox))
  )

  it.effect("that is interrupted after it has learned leaves nothing", () =>
    Effect.gen(function* () {
      const { seen, sent } = over({ tells: true }, uploads["an upload"])
      const fiber = yield* Effect.forkChild(sent)
      yield* pass("20 seconds")
      assert.strictEqual(seen.open, 16)
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(seen.open, 0)
      const { storedParts, openSessions } = yield* stats
      assert.deepStrictEqual({ storedParts, openSessions }, { storedParts: 0, openSessions: 0 })
    }).pipe(Effect.provide(testBox))
  )
})
