import { assert, describe, it } from "@effect/vitest"
import { Data, Effect, Fiber, Layer } from "effect"
import { KeyValueStore } from "effect/persistence"
import { TestClock } from "effect/testing"
import * as FileUpload from "../../src/files/FileUpload.ts"
import type { Progress } from "../../src/files/Progress.ts"
import { BoxEmulator, type Fault } from "../../src/testing/BoxEmulator.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import {
  box,
  bytesOf,
  contentOf,
  fails,
  fault,
  interruptedAfter,
  pass,
  sha1Of,
  smallParts,
  stats,
  succeeds
} from "./transfers.ts"
import { commit, create, part, partFaults, sessionFaults } from "./uploadFaults.ts"

const bytes = bytesOf(95)
const options = { folder_id: "0", name: "a.bin", checkpoint: "a" }
const of = (content: Uint8Array, extra: Partial<FileUpload.ResumeOptions> = {}) =>
  FileUpload.resumable(UploadSource.fromBytes(content), { ...options, ...extra })
const upload = of(bytes)

const withStore = Layer.merge(smallParts, KeyValueStore.layerMemory)
const store = KeyValueStore.KeyValueStore
const checkpoint = store.use((kept) => kept.get("a"))

const sessions = Effect.map(stats, ({ openSessions, abortedSessions, committedSessions }) => ({
  openSessions,
  abortedSessions,
  committedSessions
}))

/** A run that is interrupted when `parts` parts are there, as a process that is killed then. */
const killedAfter = (parts: number, run: Effect.Effect<unknown, unknown, Effect.Services<typeof upload>> = upload) =>
  Effect.gen(function* () {
    yield* fault({ kind: "delay", match: { ...part, nth: parts + 1, times: 99 }, delay: 60_000 })
    const fiber = yield* Effect.forkChild(run)
    yield* pass("1 second")
    yield* Fiber.interrupt(fiber)
    assert.strictEqual((yield* stats).storedParts, parts)
    yield* BoxEmulator.use((emulator) => emulator.clearFaults)
  })

/** The upload succeeds, every part went in once, and nothing is left of it. */
const arrives = Effect.gen(function* () {
  const { value } = yield* succeeds(upload)
  assert.deepInclude(value.file, { size: 95, sha1: sha1Of(bytes) })
  const { storedParts, rejectedParts, rejectedDigests } = yield* stats
  assert.deepStrictEqual(
    { storedParts, rejectedParts, rejectedDigests },
    { storedParts: 10, rejectedParts: 0, rejectedDigests: 0 }
  )
  assert.deepInclude(yield* sessions, { openSessions: 0, committedSessions: 1 })
  assert.deepStrictEqual((yield* succeeds(contentOf(value.file.id))).value, bytes)
  assert.isUndefined(yield* checkpoint)
  return value
})

describe("a resumable upload", () => {
  it.effect("that nothing happens to", () =>
    Effect.gen(function* () {
      const { kept, startedOver } = yield* arrives
      assert.deepStrictEqual({ kept, startedOver }, { kept: 0, startedOver: undefined })
    }).pipe(Effect.provide(withStore))
  )

  for (const [name, given] of [...[1, 5, 10].flatMap(partFaults), ...sessionFaults]) {
    it.effect(`survives ${name} (${JSON.stringify(given.match)})`, () =>
      Effect.andThen(fault(given), arrives).pipe(Effect.provide(withStore))
    )
  }

  for (const parts of [0, 1, 4, 9]) {
    it.effect(`goes on after ${parts} parts`, () =>
      Effect.gen(function* () {
        yield* killedAfter(parts)
        assert.deepStrictEqual(yield* sessions, { openSessions: 1, abortedSessions: 0, committedSessions: 0 })
        assert.isString(yield* checkpoint)
        const { kept, startedOver } = yield* arrives
        assert.deepStrictEqual({ kept, startedOver }, { kept: parts * 10, startedOver: undefined })
        assert.strictEqual((yield* sessions).abortedSessions, 0)
      }).pipe(Effect.provide(withStore))
    )
  }

  const later = [...partFaults(1), ...partFaults(6), ...sessionFaults].filter(([, { match }]) => match !== create)
  for (const [name, given] of later) {
    it.effect(`goes on, and survives ${name} (${JSON.stringify(given.match)})`, () =>
      Effect.gen(function* () {
        yield* killedAfter(4)
        yield* fault(given)
        assert.strictEqual((yield* arrives).kept, 40)
      }).pipe(Effect.provide(withStore))
    )
  }

  it.effect("goes on, and takes the file that the commit of an earlier run had made", () =>
    Effect.gen(function* () {
      yield* killedAfter(4)
      yield* fault({ kind: "status", match: commit, status: 409, code: "item_name_in_use", when: "after" })
      assert.strictEqual((yield* arrives).kept, 40)
    }).pipe(Effect.provide(withStore))
  )

  it.effect("asks for all pages of the parts", () =>
    Effect.gen(function* () {
      const many = bytesOf(1100)
      const single = of(many, { checkpoint: "many" })
      yield* killedAfter(1050, single)
      const { value } = yield* succeeds(single)
      assert.deepStrictEqual([value.kept, (yield* stats).storedParts, (yield* stats).rejectedParts], [1050, 1100, 0])
    }).pipe(Effect.provide(Layer.merge(box({ partSize: 1, minimumSessionSize: 1 }), KeyValueStore.layerMemory)))
  )

  it.effect("as a new version, with progress that counts what is there", () =>
    Effect.gen(function* () {
      const { value: first } = yield* succeeds(FileUpload.upload(UploadSource.fromBytes(bytesOf(5)), options))
      const seen: Array<Progress> = []
      const version = FileUpload.resumable(UploadSource.fromBytes(bytes), {
        file_id: first.id,
        if_match: first.etag ?? "",
        checkpoint: "v",
        onProgress: (progress) => Effect.sync(() => void seen.push(progress))
      })
      yield* killedAfter(4, version)
      seen.length = 0
      const { value } = yield* succeeds(version)
      assert.deepInclude(value.file, { id: first.id, size: 95, sha1: sha1Of(bytes) })
      assert.strictEqual(value.kept, 40)
      assert.deepStrictEqual(
        seen.map(({ transferred }) => transferred),
        [10, 20, 30, 40, 50, 60, 70, 80, 90, 95]
      )
    }).pipe(Effect.provide(withStore))
  )

  it.effect("that is small goes in one request", () =>
    Effect.gen(function* () {
      const { value } = yield* succeeds(upload)
      assert.deepInclude(value.file, { size: 95, sha1: sha1Of(bytes) })
      assert.isUndefined(yield* checkpoint)
      assert.strictEqual((yield* stats).byRoute["POST /files/content"], 1)
    }).pipe(Effect.provide(Layer.merge(box(), KeyValueStore.layerMemory)))
  )

  it.effect("ends at once when it is interrupted, with no request more", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "delay", match: { ...part, nth: 5, times: 99 }, delay: 60_000 })
      const { ended, after } = yield* interruptedAfter("1 second", upload)
      assert.deepStrictEqual({ ended, after }, { ended: true, after: [] })
      assert.deepStrictEqual(yield* sessions, { openSessions: 1, abortedSessions: 0, committedSessions: 0 })
    }).pipe(Effect.provide(withStore))
  )

  it.effect("leaves no session when it is interrupted while one is created", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "delay", match: create, delay: 1100 })
      assert.isTrue((yield* interruptedAfter("1 second", upload)).ended)
      assert.deepInclude(yield* sessions, { openSessions: 0, committedSessions: 0 })
      assert.isUndefined(yield* checkpoint)
    }).pipe(Effect.provide(withStore))
  )

  it.effect("of which two runs share the session makes one file, and stores each part once", () =>
    Effect.gen(function* () {
      yield* killedAfter(2)
      yield* fault({ kind: "delay", match: { ...part, times: 99 }, delay: 1000 })
      // As in another process: nobody there knows what happens here.
      const elsewhere = store.use((kept) => Effect.provideService(upload, store, KeyValueStore.prefix(kept, "")))
      const { value } = yield* succeeds(Effect.all([upload, elsewhere], { concurrency: 2 }))
      assert.strictEqual(value[0].file.id, value[1].file.id)
      assert.strictEqual((yield* stats).storedParts, 10)
      assert.deepStrictEqual(yield* sessions, { openSessions: 0, abortedSessions: 0, committedSessions: 1 })
      assert.isUndefined(yield* checkpoint)
    }).pipe(Effect.provide(withStore))
  )
})

describe("a session that is gone", () => {
  const ends: ReadonlyArray<
    readonly [string, Effect.Effect<unknown, never, BoxEmulator | Effect.Services<typeof upload>>]
  > = [
    ["expired", TestClock.adjust("8 days")],
    ["answers 404", fault({ kind: "status", match: { method: "GET", path: "/files/upload_sessions/*" }, status: 404 })],
    ["is lost while parts are sent", fault({ kind: "status", match: { ...part, nth: 3 }, status: 410 })],
    ["is lost before the commit", fault({ kind: "status", match: commit, status: 404 })]
  ]
  for (const [name, end] of ends) {
    it.effect(`starts over and says so when it ${name}`, () =>
      Effect.gen(function* () {
        yield* killedAfter(4)
        yield* end
        const { value } = yield* succeeds(upload)
        assert.deepStrictEqual([value.kept, value.startedOver], [0, "gone"])
        assert.deepStrictEqual((yield* succeeds(contentOf(value.file.id))).value, bytes)
        assert.deepInclude(yield* sessions, { openSessions: 0, committedSessions: 1 })
        assert.isUndefined(yield* checkpoint)
      }).pipe(Effect.provide(withStore))
    )
  }

  const waits: ReadonlyArray<readonly [string, Fault]> = [
    ["202", { kind: "notReady", match: { ...part, nth: 1 }, retryAfter: 40 }],
    ["429", { kind: "status", match: { ...part, nth: 1 }, status: 429, retryAfter: 40 }],
    ["503", { kind: "status", match: { ...part, nth: 1 }, status: 503, retryAfter: 40 }]
  ]
  for (const [status, wait] of waits) {
    it.effect(`only for one answer is continued with, and a part that got ${status} still waits`, () =>
      Effect.gen(function* () {
        yield* fault(wait)
        yield* fault({ kind: "status", match: { ...part, nth: 3 }, status: 410 })
        const { value, took } = yield* succeeds(upload)
        assert.isAtLeast(took, 40_000)
        assert.deepInclude(value.file, { size: 95, sha1: sha1Of(bytes) })
        assert.deepInclude(yield* sessions, { openSessions: 0, committedSessions: 1 })
      }).pipe(Effect.provide(withStore))
    )
  }

  it.effect("because it became the file is a success", () =>
    Effect.gen(function* () {
      yield* killedAfter(4)
      const kept = (yield* checkpoint) ?? ""
      const { value: first } = yield* succeeds(upload)
      yield* store.use((values) => values.set("a", kept))
      const { value } = yield* succeeds(upload)
      assert.deepStrictEqual([value.file.id, value.kept, value.startedOver], [first.file.id, 95, undefined])
      assert.strictEqual((yield* stats).storedParts, 10)
      assert.isUndefined(yield* checkpoint)
    }).pipe(Effect.provide(withStore))
  )

  it.effect("and whose checkpoint is gone too, for the file is there, is a success", () =>
    Effect.gen(function* () {
      const { value: first } = yield* succeeds(upload)
      const { value } = yield* succeeds(upload)
      assert.deepStrictEqual([value.file.id, value.kept, value.startedOver], [first.file.id, 95, undefined])
      assert.strictEqual((yield* fails(of(bytesOf(95, 2))))._tag, "BoxItemNameInUse")
      assert.deepStrictEqual(yield* sessions, { openSessions: 0, abortedSessions: 0, committedSessions: 1 })
    }).pipe(Effect.provide(withStore))
  )

  it.effect("because somebody else's file has the name is an error", () =>
    Effect.gen(function* () {
      yield* killedAfter(4)
      yield* TestClock.adjust("8 days")
      yield* succeeds(FileUpload.upload(UploadSource.fromBytes(bytesOf(5)), options))
      assert.strictEqual((yield* fails(upload))._tag, "BoxItemNameInUse")
    }).pipe(Effect.provide(withStore))
  )
})

describe("a source that changed", () => {
  const other = Uint8Array.from(bytes)
  other[15] = (other[15] ?? 0) ^ 1
  const changes: ReadonlyArray<readonly [string, Uint8Array, Partial<FileUpload.ResumeOptions>, ...Array<string>]> = [
    ["in size", bytesOf(96), {}, "size", "95", "96"],
    ["in identity", bytes, { identity: "tomorrow" }, "modified", "", "tomorrow"],
    ["in the bytes that Box has", other, {}, "sha1", sha1Of(bytes.subarray(10, 20)), sha1Of(other.subarray(10, 20))]
  ]
  for (const [name, content, extra, ...difference] of changes) {
    it.effect(`${name} is an error, and the original can go on`, () =>
      Effect.gen(function* () {
        yield* killedAfter(4)
        for (let time = 0; time < 2; time++) {
          const error = yield* fails(of(content, extra))
          assert.strictEqual(error._tag, "BoxIntegrityError")
          if (error._tag !== "BoxIntegrityError") return
          assert.deepStrictEqual([error.property, error.expected, error.actual], difference)
          assert.deepStrictEqual(yield* sessions, { openSessions: 1, abortedSessions: 0, committedSessions: 0 })
        }
        assert.isAtLeast((yield* succeeds(upload)).value.kept, 40)
      }).pipe(Effect.provide(withStore))
    )

    it.effect(`${name} starts over where the caller wants it`, () =>
      Effect.gen(function* () {
        yield* killedAfter(4)
        const { value } = yield* succeeds(of(content, { ...extra, whenChanged: "restart" }))
        assert.deepStrictEqual([value.kept, value.startedOver], [0, "changed"])
        assert.deepStrictEqual((yield* succeeds(contentOf(value.file.id))).value, content)
        assert.deepStrictEqual(yield* sessions, { openSessions: 0, abortedSessions: 1, committedSessions: 1 })
        assert.isUndefined(yield* checkpoint)
      }).pipe(Effect.provide(withStore))
    )
  }

  it.effect("where nothing of it was sent is stored as it is now", () =>
    Effect.gen(function* () {
      yield* killedAfter(4)
      const end = Uint8Array.from(bytes)
      end[90] = (end[90] ?? 0) ^ 1
      const { value } = yield* succeeds(of(end))
      assert.strictEqual(value.kept, 40)
      assert.deepStrictEqual((yield* succeeds(contentOf(value.file.id))).value, end)
    }).pipe(Effect.provide(withStore))
  )
})

describe("a failure", () => {
  class Mine extends Data.TaggedError("Mine") {}

  const kept: ReadonlyArray<readonly [string, Fault]> = [
    ["a part that never gets through", { kind: "status", match: { ...part, nth: 5, times: 99 }, status: 500 }],
    [
      "a login without the scope",
      { kind: "status", match: { ...part, nth: 5 }, status: 403, code: "insufficient_scope" }
    ],
    ["a commit that is never ready", { kind: "notReady", match: { ...commit, times: 999 }, retryAfter: 60 }]
  ]
  for (const [name, given] of kept) {
    it.effect(`that passes keeps the session: ${name}`, () =>
      Effect.gen(function* () {
        yield* fault(given)
        yield* fails(upload, 5000)
        assert.deepStrictEqual(yield* sessions, { openSessions: 1, abortedSessions: 0, committedSessions: 0 })
        yield* BoxEmulator.use((emulator) => emulator.clearFaults)
        assert.isAtLeast((yield* arrives).kept, 40)
      }).pipe(Effect.provide(withStore))
    )
  }

  it.effect("of the source keeps the session, and stays what it is", () =>
    Effect.gen(function* () {
      const broken = UploadSource.fromPositions({
        size: 95,
        read: (offset, length) => (offset < 50 ? Effect.succeed(bytes.slice(offset, offset + length)) : new Mine())
      })
      const error = yield* fails(FileUpload.resumable(broken, { ...options, concurrency: 1 }))
      assert.instanceOf(error, Mine)
      assert.strictEqual((yield* arrives).kept, 50)
    }).pipe(Effect.provide(withStore))
  )

  const final: ReadonlyArray<readonly [string, Fault, string]> = [
    ["a part that Box forbids", { kind: "status", match: part, status: 403, code: "forbidden" }, "BoxForbidden"],
    ["a part with a wrong digest", { kind: "status", match: part, status: 412 }, "BoxPreconditionFailed"],
    ["a full account", { kind: "status", match: commit, status: 403, code: "storage_limit_exceeded" }, "BoxForbidden"]
  ]
  for (const run of ["first", "second"]) {
    for (const [name, given, tag] of final) {
      it.effect(`in the ${run} run that no other can heal ends the session: ${name}`, () =>
        Effect.gen(function* () {
          if (run === "second") yield* killedAfter(4)
          yield* fault(given)
          const error = yield* fails(upload)
          assert.strictEqual(error._tag, tag)
          assert.deepStrictEqual(yield* sessions, { openSessions: 0, abortedSessions: 1, committedSessions: 0 })
          assert.isUndefined(yield* checkpoint)
        }).pipe(Effect.provide(withStore))
      )
    }
  }

  it.effect("of the store before the first part ends the session", () =>
    Effect.gen(function* () {
      const full = new KeyValueStore.KeyValueStoreError({ method: "set", message: "full" })
      const kept = yield* store
      const error = yield* fails(
        Effect.provideService(upload, store, KeyValueStore.make({ ...kept, set: () => Effect.fail(full) }))
      )
      assert.strictEqual(error, full)
      assert.deepStrictEqual(yield* sessions, { openSessions: 0, abortedSessions: 1, committedSessions: 0 })
      assert.strictEqual((yield* stats).storedParts, 0)
    }).pipe(Effect.provide(withStore))
  )

  it.effect("of the store after the commit is no failure of the upload", () =>
    Effect.gen(function* () {
      const stuck = new KeyValueStore.KeyValueStoreError({ method: "remove", message: "stuck" })
      const kept = yield* store
      const { value } = yield* succeeds(
        Effect.provideService(upload, store, KeyValueStore.make({ ...kept, remove: () => Effect.fail(stuck) }))
      )
      assert.strictEqual((yield* succeeds(upload)).value.file.id, value.file.id)
    }).pipe(Effect.provide(withStore))
  )
})

describe("a checkpoint", () => {
  for (const [name, other] of [
    ["another name", { folder_id: "0", name: "b.bin", checkpoint: "a" }],
    ["a version", { file_id: "5001", checkpoint: "a" }]
  ] as const) {
    it.effect(`is not used for ${name}`, () =>
      Effect.gen(function* () {
        yield* killedAfter(4)
        const error = yield* fails(FileUpload.resumable(UploadSource.fromBytes(bytes), other))
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.strictEqual((yield* arrives).kept, 40)
      }).pipe(Effect.provide(withStore))
    )
  }

  it.effect("needs a key", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* fails(of(bytes, { checkpoint: "" })))._tag, "BoxInvalidInput")
      assert.strictEqual((yield* stats).requests, 0)
    }).pipe(Effect.provide(withStore))
  )

  for (const [name, damage] of [
    ["is torn", (text: string) => text.slice(0, -5)],
    ["names another host", (text: string) => text.replaceAll("https://upload.box.com", "http://example.com")]
  ] as const) {
    it.effect(`is ignored when it ${name}`, () =>
      Effect.gen(function* () {
        yield* killedAfter(4)
        const text = (yield* checkpoint) ?? ""
        yield* store.use((values) => values.set("a", damage(text)))
        const { value } = yield* succeeds(upload)
        assert.strictEqual(value.kept, 0)
        assert.deepStrictEqual(yield* sessions, { openSessions: 0, abortedSessions: 1, committedSessions: 1 })
        assert.isUndefined(yield* checkpoint)
      }).pipe(Effect.provide(withStore))
    )
  }

  it.effect("holds no secret", () =>
    Effect.gen(function* () {
      yield* killedAfter(1)
      const { credentials } = yield* BoxEmulator
      const text = (yield* checkpoint) ?? ""
      assert.deepStrictEqual(Object.keys(JSON.parse(text)).toSorted(), ["identity", "session", "size", "target"])
      for (const secret of [credentials.accessToken, credentials.refreshToken, credentials.clientSecret]) {
        assert.notInclude(text, secret)
      }
    }).pipe(Effect.provide(withStore))
  )
})

describe("forget", () => {
  it.effect("ends the session and removes the checkpoint", () =>
    Effect.gen(function* () {
      yield* killedAfter(4)
      yield* succeeds(FileUpload.forget("a"))
      assert.deepStrictEqual(yield* sessions, { openSessions: 0, abortedSessions: 1, committedSessions: 0 })
      assert.isUndefined(yield* checkpoint)
      yield* succeeds(FileUpload.forget("a"))
    }).pipe(Effect.provide(withStore))
  )

  it.effect("keeps the checkpoint when the session cannot be ended", () =>
    Effect.gen(function* () {
      yield* killedAfter(4)
      yield* fault({ kind: "status", match: { method: "DELETE", times: 99 }, status: 500 })
      assert.strictEqual((yield* fails(FileUpload.forget("a")))._tag, "BoxUnavailable")
      assert.isString(yield* checkpoint)
    }).pipe(Effect.provide(withStore))
  )
})
