import { assert, describe, it } from "@effect/vitest"
import { Cause, Data, Duration, Effect, Exit, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import * as BoxRequest from "../../src/http/BoxRequest.ts"
import * as FileUpload from "../../src/files/FileUpload.ts"
import type { Progress } from "../../src/files/Progress.ts"
import type { Fault } from "../../src/testing/BoxEmulator.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { fixedToken, scripted } from "../http/scriptedHttp.ts"
import {
  bytesOf,
  fails,
  fault,
  interruptedAfter,
  inTime,
  routes,
  sha1Of,
  smallParts,
  stats,
  succeeds
} from "./transfers.ts"

const bytes = bytesOf(95)
const source = UploadSource.fromBytes(bytes)
const target = { folder_id: "0", name: "a.bin" }
const upload = FileUpload.uploadChunked(source, target)

const session = "/files/upload_sessions"
const create = { method: "POST", path: session }
const part = { method: "PUT", path: `${session}/*` }
const commit = { method: "POST", path: `${session}/*/commit` }
const abort = { method: "DELETE", path: `${session}/*` }
const putRoute = `PUT ${session}/{upload_session_id}`
const deleteRoute = `DELETE ${session}/{upload_session_id}`

class Mine extends Data.TaggedError("Mine") {}

const pieces = (length: number, end: Stream.Stream<Uint8Array, Mine> = Stream.empty) =>
  UploadSource.fromStream({
    size: 95,
    stream: () => Stream.concat(Stream.rechunk(Stream.fromArray([bytesOf(length, 3)]), 1), end)
  })

/** The answer to a part, with the digest of other bytes. */
const ofAnother = Effect.fnUntraced(function* (response: HttpClientResponse.HttpClientResponse) {
  const text = (yield* response.text).replace(/"sha1":"[0-9a-f]{4}/, '"sha1":"0000')
  return HttpClientResponse.fromWeb(response.request, new Response(text, { status: response.status }))
})

describe("a failure releases the session", () => {
  const released = Effect.gen(function* () {
    const { openSessions, abortedSessions, committedSessions } = yield* stats
    assert.deepStrictEqual(
      { openSessions, abortedSessions, committedSessions },
      { openSessions: 0, abortedSessions: 1, committedSessions: 0 }
    )
  })

  const faults: ReadonlyArray<readonly [string, Fault, string]> = [
    [
      "a part that never gets through",
      { kind: "status", match: { ...part, times: 99 }, status: 500 },
      "BoxUnavailable"
    ],
    ["a part that Box forbids", { kind: "status", match: part, status: 403, code: "forbidden" }, "BoxForbidden"],
    ["a part with a wrong digest", { kind: "status", match: part, status: 412 }, "BoxPreconditionFailed"],
    ["a part refused for its range", { kind: "status", match: part, status: 416 }, "BoxBadRequest"],
    ["a session that Box has dropped", { kind: "status", match: part, status: 410 }, "BoxUploadSessionError"],
    [
      "a commit that Box refuses",
      { kind: "status", match: commit, status: 403, code: "storage_limit_exceeded" },
      "BoxForbidden"
    ],
    [
      "a commit that is never ready",
      { kind: "notReady", match: { ...commit, times: 999 }, retryAfter: 60 },
      "BoxUnavailable"
    ],
    [
      "parts that never match",
      { kind: "status", match: { ...commit, times: 999 }, status: 400, code: "parts_mismatch" },
      "BoxUploadSessionError"
    ]
  ]
  for (const [name, given, tag] of faults) {
    it.effect(name, () =>
      Effect.gen(function* () {
        yield* fault(given)
        const impatient = BoxRequest.withRetry(upload, { notReadyDeadline: Duration.minutes(2) })
        const error = yield* fails(impatient)
        assert.strictEqual(error._tag, tag)
        yield* released
      }).pipe(Effect.provide(smallParts))
    )
  }

  it.effect("and the error counts the attempts", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "status", match: { ...part, times: 99 }, status: 500 })
      const error = yield* fails(FileUpload.uploadChunked(source, { ...target, concurrency: 1 }))
      assert.strictEqual(error.attempts, 5)
      assert.strictEqual((yield* stats).byRoute[putRoute], 5)
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("a dropped session is not tried again", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "status", match: { ...part, times: 99 }, status: 410, code: "session_expired" })
      yield* fails(FileUpload.uploadChunked(source, { ...target, concurrency: 1 }))
      assert.strictEqual((yield* stats).byRoute[putRoute], 1)
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("the caller's own error, which stays what it is", () =>
    Effect.gen(function* () {
      const error = yield* fails(FileUpload.uploadChunked(pieces(35, Stream.fail(new Mine())), target))
      assert.instanceOf(error, Mine)
      yield* released
    }).pipe(Effect.provide(smallParts))
  )

  for (const [name, length, actual] of [
    ["a source that ends early", 94, "94"],
    ["a source that goes on", 96, "96"]
  ] as const) {
    it.effect(name, () =>
      Effect.gen(function* () {
        const error = yield* fails(FileUpload.uploadChunked(pieces(length), target))
        assert.strictEqual(error._tag, "BoxIntegrityError")
        if (error._tag !== "BoxIntegrityError") return
        assert.deepStrictEqual([error.property, error.expected, error.actual], ["size", "95", actual])
        yield* released
      }).pipe(Effect.provide(smallParts))
    )
  }

  it.effect("a name that is taken meanwhile", () =>
    Effect.gen(function* () {
      const other = UploadSource.fromBytes(bytesOf(5))
      const onProgress = ({ transferred }: Progress) =>
        transferred === 10 ? Effect.ignore(FileUpload.upload(other, target)).pipe(Effect.provide(context)) : Effect.void
      const context = yield* Effect.context<Effect.Services<typeof upload>>()
      const error = yield* fails(FileUpload.uploadChunked(source, { ...target, onProgress }))
      assert.strictEqual(error._tag, "BoxItemNameInUse")
      yield* released
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("also when ending the session fails, and within seconds", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "status", match: part, status: 403 })
      yield* fault({ kind: "status", match: { ...abort, times: 99 }, status: 500 })
      const { value: exit, took } = yield* succeeds(Effect.exit(upload))
      assert.isTrue(Exit.isFailure(exit))
      // Nothing else: why the session could not be ended is not why the upload failed.
      const failures = Exit.isFailure(exit) ? exit.cause.reasons : []
      assert.deepStrictEqual(
        failures.map((reason) => (Cause.isFailReason(reason) ? reason.error._tag : reason._tag)),
        ["BoxForbidden"]
      )
      assert.isAtMost(took, 5000)
    }).pipe(Effect.provide(smallParts))
  )

  it.effect("not after a commit, whose answer may be damaged", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "corrupt", match: commit })
      const { result } = yield* inTime(upload)
      if (result._tag === "Failure") assert.strictEqual(result.failure._tag, "BoxIntegrityError")
      assert.notInclude(yield* routes, deleteRoute)
      assert.strictEqual((yield* stats).committedSessions, 1)
    }).pipe(Effect.provide(smallParts))
  )

  for (const [property, wrong] of [
    ["size", { size: 94, sha1: sha1Of(bytes) }],
    ["sha1", { size: 95, sha1: "0".repeat(40) }]
  ] as const) {
    it.effect(`not after a commit that stored another ${property}`, () =>
      Effect.gen(function* () {
        const url = "https://upload.box.com/api/2.0/S"
        const endpoints = { upload_part: url, commit: `${url}/commit`, abort: url, list_parts: url }
        const opened = { id: "S", part_size: 95, total_parts: 1, session_endpoints: endpoints }
        const stored = { part_id: "P", offset: 0, size: 95, sha1: sha1Of(bytes) }
        const { seen, layer } = scripted(({ method, url }) => {
          if (method === "PUT") return { json: { part: stored } }
          if (url.endsWith("/commit")) return { status: 201, json: { entries: [{ type: "file", id: "1", ...wrong }] } }
          return { status: 201, json: opened }
        })
        const error = yield* fails(upload.pipe(Effect.provide([layer, fixedToken])))
        assert.strictEqual(error._tag, "BoxIntegrityError")
        if (error._tag === "BoxIntegrityError") assert.strictEqual(error.property, property)
        assert.deepStrictEqual(
          seen.map(({ method }) => method),
          ["POST", "PUT", "POST"]
        )
      })
    )
  }

  it.effect("when Box says that it stored another part than was sent", () =>
    Effect.gen(function* () {
      const client = HttpClient.transform(yield* HttpClient.HttpClient, (response, request) =>
        request.method === "PUT" ? Effect.flatMap(response, ofAnother) : response
      )
      const error = yield* fails(Effect.provideService(upload, HttpClient.HttpClient, client))
      assert.strictEqual(error._tag, "BoxIntegrityError")
      yield* released
    }).pipe(Effect.provide(smallParts))
  )
})

describe("an interruption", () => {
  const phases: ReadonlyArray<readonly [string, Fault, number]> = [
    ["while parts are on their way", { kind: "delay", match: { ...part, times: 99 }, delay: 10_000 }, 1],
    ["after some parts", { kind: "delay", match: { ...part, nth: 5, times: 99 }, delay: 10_000 }, 1],
    [
      "in the pause before another attempt",
      { kind: "status", match: { ...part, nth: 2, times: 99 }, status: 429, retryAfter: 60 },
      1
    ],
    ["while a part's answer stalls", { kind: "stall", match: { ...part, nth: 2, times: 99 }, afterBytes: 1 }, 1],
    ["while the commit is not ready", { kind: "notReady", match: { ...commit, times: 99 }, retryAfter: 60 }, 1],
    ["while the answer to the creation is on its way", { kind: "delay", match: create, delay: 1100 }, 1]
  ]
  for (const [name, given, aborted] of phases) {
    it.effect(`${name} ends the session at once, and no part follows`, () =>
      Effect.gen(function* () {
        yield* fault(given)
        const { ended, after } = yield* interruptedAfter("1 second", upload)
        assert.isTrue(ended)
        assert.deepStrictEqual(after, [deleteRoute])
        const { openSessions, abortedSessions } = yield* stats
        assert.deepStrictEqual({ openSessions, abortedSessions }, { openSessions: 0, abortedSessions: aborted })
      }).pipe(Effect.provide(smallParts))
    )
  }

  it.effect("during a creation that takes long leaves no session", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "delay", match: create, delay: 10_000 })
      const { ended, after } = yield* interruptedAfter("1 second", upload)
      assert.isTrue(ended)
      assert.deepStrictEqual(after, [])
      assert.strictEqual((yield* stats).openSessions, 0)
    }).pipe(Effect.provide(smallParts))
  )
})
