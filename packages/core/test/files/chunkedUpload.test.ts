import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Random } from "effect"
import * as Files from "../../src/api/Files.ts"
import * as FileUpload from "../../src/files/FileUpload.ts"
import type { Progress } from "../../src/files/Progress.ts"
import { BoxEmulator, type Fault } from "../../src/testing/BoxEmulator.ts"
import * as UploadSession from "../../src/files/UploadSession.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { Sha1 } from "../../src/unstable/Sha1.ts"
import { boxWithAccessToken } from "../../../../test/support/box.ts"
import {
  box,
  bytesOf,
  contentOf,
  fails,
  fault,
  nativeSha1,
  pass,
  sha1Of,
  smallParts,
  stats,
  succeeds
} from "./transfers.ts"
import { commit, create, part, partFaults, sessionFaults } from "./uploadFaults.ts"

const bytes = bytesOf(95)
const source = UploadSource.fromBytes(bytes)
const target = { folder_id: "0", name: "a.bin" }
const upload = FileUpload.uploadChunked(source, target)

/** The upload succeeds, Box has the right bytes, every part went in once, and no session is left. */
const arrives = Effect.gen(function* () {
  const { value: file, took } = yield* succeeds(upload)
  assert.strictEqual(file.size, 95)
  assert.strictEqual(file.sha1, sha1Of(bytes))
  const { storedParts, rejectedParts, rejectedDigests, openSessions, committedSessions } = yield* stats
  assert.deepStrictEqual(
    { storedParts, rejectedParts, rejectedDigests, openSessions, committedSessions },
    { storedParts: 10, rejectedParts: 0, rejectedDigests: 0, openSessions: 0, committedSessions: 1 }
  )
  assert.deepStrictEqual((yield* succeeds(contentOf(file.id))).value, bytes)
  return { file, took }
})

describe("an upload in parts", () => {
  it.effect("stores what the source holds", () => Effect.provide(arrives, smallParts))

  for (const nth of [1, 5, 10]) {
    for (const [name, given] of partFaults(nth)) {
      it.effect(`survives ${name} at part ${nth}`, () =>
        Effect.gen(function* () {
          yield* fault(given)
          const { took } = yield* arrives
          if (given.kind === "status" && given.retryAfter === 7) assert.isAtLeast(took, 7000)
        }).pipe(Effect.provide(smallParts))
      )
    }
  }

  for (const [name, given] of sessionFaults) {
    it.effect(`survives ${name}`, () => Effect.andThen(fault(given), arrives).pipe(Effect.provide(smallParts)))
  }

  it.effect("waits as long as Box says that the commit is not ready", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "notReady", match: { ...commit, times: 3 }, retryAfter: 30 })
      assert.isAtLeast((yield* arrives).took, 90_000)
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("ends the session whose creation was answered to nobody, and opens another", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "lostAnswer", match: create })
      yield* arrives
      assert.strictEqual((yield* stats).abortedSessions, 1)
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("gives up the half-finished session of an earlier upload", () =>
    Effect.gen(function* () {
      const left = yield* UploadSession.create({ folder_id: "0", file_name: "A.BIN", file_size: 95 })
      yield* arrives
      assert.strictEqual((yield* stats).abortedSessions, 1)
      const { _tag } = yield* fails(UploadSession.listParts(left))
      assert.strictEqual(_tag, "BoxNotFound")
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("fails with a conflict that names no session", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "status", match: create, status: 409, code: "session_conflict" })
      const error = yield* fails(upload)
      assert.strictEqual(error._tag, "BoxConflict")
      assert.strictEqual((yield* stats).openSessions, 0)
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("renews the token in the middle, once", () =>
    Effect.gen(function* () {
      const emulator = yield* BoxEmulator
      let expired = false
      const onProgress = ({ transferred }: Progress) =>
        transferred < 30 || expired
          ? Effect.void
          : Effect.andThen(
              Effect.sync(() => {
                expired = true
              }),
              emulator.expireAccessTokens
            )
      yield* succeeds(FileUpload.uploadChunked(source, { ...target, onProgress }))
      const { tokenRequests, storedParts, rejectedParts, openSessions } = yield* stats
      assert.deepStrictEqual(
        { tokenRequests, storedParts, rejectedParts, openSessions },
        {
          tokenRequests: 1,
          storedParts: 10,
          rejectedParts: 0,
          openSessions: 0
        }
      )
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("sends the content's times and description", () =>
    Effect.gen(function* () {
      const times = { content_created_at: "2020-01-02T03:04:05Z", content_modified_at: "2021-01-02T03:04:05+01:00" }
      const { value } = yield* succeeds(
        FileUpload.uploadChunked(source, { ...target, ...times, description: "numbers" })
      )
      const { value: file } = yield* succeeds(Files.getFileById({ file_id: value.id }))
      assert.strictEqual(Date.parse(file.content_created_at ?? ""), Date.parse(times.content_created_at))
      assert.strictEqual(Date.parse(file.content_modified_at ?? ""), Date.parse(times.content_modified_at))
      assert.strictEqual(file.description, "numbers")
    }).pipe(Effect.provide(smallParts))
  )

  describe("as a new version", () => {
    const second = bytesOf(33, 7)
    const version = (file_id: string, if_match?: string) =>
      FileUpload.uploadChunked(UploadSource.fromBytes(second), { file_id, name: "b.bin", if_match })

    for (const [name, given] of [
      ["", undefined],
      [" although the commit's answer is lost", { kind: "lostAnswer", match: { ...commit, nth: 2 } }]
    ] satisfies ReadonlyArray<readonly [string, Fault | undefined]>) {
      it.effect(`replaces the content and the name${name}`, () =>
        Effect.gen(function* () {
          if (given !== undefined) yield* fault(given)
          const { value: first } = yield* succeeds(upload)
          const { value: file } = yield* succeeds(version(first.id, first.etag ?? ""))
          assert.deepStrictEqual([file.id, file.name, file.size, file.sha1], [first.id, "b.bin", 33, sha1Of(second)])
          assert.deepStrictEqual((yield* succeeds(contentOf(file.id))).value, second)
          assert.strictEqual((yield* stats).openSessions, 0)
        }).pipe(Effect.provide(smallParts))
      )
    }

    it.effect("fails when the etag is another one", () =>
      Effect.gen(function* () {
        const { value: first } = yield* succeeds(upload)
        const error = yield* fails(version(first.id, "77"))
        assert.strictEqual(error._tag, "BoxPreconditionFailed")
        assert.deepStrictEqual((yield* succeeds(contentOf(first.id))).value, bytes)
        const { openSessions, abortedSessions } = yield* stats
        assert.deepStrictEqual({ openSessions, abortedSessions }, { openSessions: 0, abortedSessions: 1 })
      }).pipe(Effect.provide(smallParts))
    )
  })
})

describe("memory and parallelism", () => {
  /** Where hundreds of megabytes go up and nobody asks for their digest. */
  const onlyCounting = Layer.succeed(Sha1, {
    create: () => {
      let size = 0
      return {
        update: (bytes) => {
          size += bytes.length
        },
        digest: () => new Uint8Array(20).fill(size % 251)
      }
    }
  })

  /** Counts what has been read; every part takes a second to send. */
  const counting = Effect.fnUntraced(function* (concurrency: number | undefined) {
    let read = 0
    const positions = UploadSource.fromPositions({
      size: 95,
      read: (offset, length) =>
        Effect.sync(() => {
          read += length
          return bytes.slice(offset, offset + length)
        })
    })
    yield* fault({ kind: "delay", match: { ...part, times: 99 }, delay: 1000 })
    const fiber = yield* Effect.forkChild(FileUpload.uploadChunked(positions, { ...target, concurrency }))
    const ahead: Array<number> = []
    for (let second = 0; second < 3; second++) {
      yield* pass(second === 0 ? 500 : 1000)
      ahead.push(read - (yield* stats).storedParts * 10)
    }
    yield* pass("1 minute")
    return { ahead, running: fiber.pollUnsafe() === undefined, read }
  })

  for (const [concurrency, ahead] of [
    [1, 10],
    [3, 30]
  ] as const) {
    it.effect(`at most ${ahead} bytes are held with concurrency ${concurrency}, parts of 10`, () =>
      Effect.gen(function* () {
        const seen = yield* counting(concurrency)
        assert.deepStrictEqual(seen, { ahead: [ahead, ahead, seen.ahead[2] ?? 0], running: false, read: 95 })
        assert.isAtMost(seen.ahead[2] ?? 0, ahead)
      }).pipe(Effect.provide(smallParts))
    )
  }

  it.effect("parts go out side by side", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "delay", match: { ...part, times: 99 }, delay: 1000 })
      const { took } = yield* succeeds(FileUpload.uploadChunked(source, { ...target, concurrency: 4 }))
      assert.strictEqual(took, 3000)
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("more and more of them while they are slow, up to 16", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "delay", match: { ...part, times: 999 }, delay: 1000 })
      const many = UploadSource.fromBytes(bytesOf(1000))
      const { value, took } = yield* succeeds(FileUpload.uploadChunked(many, target))
      assert.strictEqual(value.sha1, sha1Of(bytesOf(1000)))
      // 4, 8, and then 16 at once.
      assert.strictEqual(took, (1 + 1 + Math.ceil((100 - 4 - 8) / 16)) * 1000)
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("parts that had to be sent again say nothing about the line", () =>
    Effect.gen(function* () {
      const rounds = [5, 10, 15, 20, 25, 30, 35, 40]
      for (const nth of rounds) {
        yield* fault({ kind: "status", match: { ...part, nth }, status: 503, retryAfter: 1 })
      }
      const many = UploadSource.fromBytes(bytesOf(400))
      const { took } = yield* Random.withSeed(succeeds(FileUpload.uploadChunked(many, target)), "jitter")
      yield* BoxEmulator.use((emulator) => emulator.clearFaults)
      for (const nth of rounds) {
        yield* fault({ kind: "status", match: { ...part, nth }, status: 503, retryAfter: 1 })
      }
      const fixed = FileUpload.uploadChunked(many, { folder_id: "0", name: "b.bin", concurrency: 4 })
      const four = yield* Random.withSeed(succeeds(fixed), "jitter")
      assert.strictEqual(took, four.took)
      assert.isAtLeast(took, 1000)
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("no more of them if they are so large that more take over 128 MiB", () =>
    Effect.gen(function* () {
      const partSize = 32 * 1024 * 1024
      const zero = new Uint8Array(partSize)
      yield* fault({ kind: "delay", match: { ...part, times: 999 }, delay: 60_000 })
      let [read, most] = [0, 0]
      const zeros = UploadSource.fromPositions({
        size: 10 * partSize,
        read: (_, length) =>
          Effect.gen(function* () {
            read++
            most = Math.max(most, read - (yield* stats).storedParts)
            return zero.subarray(0, length)
          })
      })
      yield* succeeds(FileUpload.uploadChunked(zeros, target))
      assert.strictEqual(most, 4)
    }).pipe(
      Effect.provide(
        Layer.provideMerge(boxWithAccessToken({ partSize: 32 * 1024 * 1024, contents: "digest" }), onlyCounting)
      )
    )
  )

  it.effect("progress grows, and ends with everything", () =>
    Effect.gen(function* () {
      const seen: Array<Progress> = []
      const onProgress = (progress: Progress) => Effect.sync(() => seen.push(progress))
      yield* fault({ kind: "lostAnswer", match: { ...part, nth: 4 } })
      yield* succeeds(FileUpload.uploadChunked(source, { ...target, onProgress: (p) => Effect.asVoid(onProgress(p)) }))
      const counts = seen.map(({ transferred }) => transferred)
      assert.deepStrictEqual(
        counts,
        [...new Set(counts)].toSorted((a, b) => a - b)
      )
      assert.deepStrictEqual(seen.at(-1), { transferred: 95, total: 95 })
      assert.isAtLeast(seen.length, 5)
    }).pipe(Effect.provide(smallParts))
  )
})

describe("the threshold", () => {
  const zeros = (size: number) =>
    UploadSource.fromPositions({ size, read: (_, length) => Effect.succeed(new Uint8Array(length)) })

  it.effect("20,000,000 bytes go in parts, one byte less goes in one request", () =>
    Effect.gen(function* () {
      yield* succeeds(FileUpload.upload(zeros(FileUpload.chunkThreshold), { folder_id: "0", name: "large" }))
      assert.strictEqual((yield* stats).committedSessions, 1)
      const { value: small } = yield* succeeds(
        FileUpload.upload(zeros(FileUpload.chunkThreshold - 1), { folder_id: "0", name: "small" })
      )
      const { value: version } = yield* succeeds(
        FileUpload.uploadVersion(zeros(FileUpload.chunkThreshold), { file_id: small.id })
      )
      assert.deepStrictEqual([small.size, version.size], [19_999_999, 20_000_000])
      const { committedSessions, byRoute } = yield* stats
      assert.deepStrictEqual([committedSessions, byRoute["POST /files/content"]], [2, 1])
    }).pipe(Effect.provide(Layer.provideMerge(box({ contents: "digest" }), nativeSha1)))
  )

  it.effect("Box refuses a session for less", () =>
    Effect.gen(function* () {
      const error = yield* fails(upload)
      assert.deepInclude(error, { _tag: "BoxBadRequest", code: "file_size_too_small" })
    }).pipe(Effect.provide(box()))
  )
})
