import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { HttpBody } from "effect/http"
import { TestClock } from "effect/testing"
import { BoxEmulator } from "../../src/testing/BoxEmulator.ts"
import { bytes, commit, open, putPart, small } from "./chunks.ts"
import { del, folder, fresh, get, type Json, post, send, sha1Header, sha1Hex, text, uploads } from "./wire.ts"

describe("creating a session", () => {
  it.effect("says where everything is and how large parts are", () =>
    Effect.gen(function* () {
      const { session_endpoints, ...session } = yield* open()
      assert.match(session.id, /^[0-9A-F]{32}$/)
      const url = `https://upload.box.com/api/2.0/files/upload_sessions/${session.id}`
      assert.deepStrictEqual(session_endpoints, {
        upload_part: url,
        commit: `${url}/commit`,
        abort: url,
        list_parts: `${url}/parts`,
        status: url,
        log_event: `${url}/log_event`
      })
      assert.deepStrictEqual(session, {
        type: "upload_session",
        id: session.id,
        session_expires_at: "1970-01-08T00:00:00Z",
        part_size: 10,
        total_parts: 3,
        num_parts_processed: 0
      })
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect.each([
    [20_000_000, 8 * 1024 ** 2],
    [1_000_000_000, 32 * 1024 ** 2],
    [5_000_000_000, 64 * 1024 ** 2]
  ] as const)("a file of %d bytes has parts of %d", ([size, partSize]) =>
    Effect.gen(function* () {
      const session = yield* open("a", size)
      assert.strictEqual(session.part_size, partSize)
      assert.isAtLeast(session.part_size * session.total_parts, size)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    [{ file_name: "a", file_size: 20 }, 400, "missing_destination"],
    [{ folder_id: "0", file_name: "a" }, 400, "missing_file_size"],
    [{ folder_id: "0", file_name: "a", file_size: "20" }, 400, "invalid_file_size"],
    [{ folder_id: "0", file_name: "a", file_size: -1 }, 400, "invalid_file_size"],
    [{ folder_id: "0", file_name: "a", file_size: 19 }, 400, "file_size_too_small"],
    [{ folder_id: "0", file_name: "a", file_size: 1e12 }, 403, "file_size_limit_exceeded"],
    [{ folder_id: "0", file_size: 20 }, 400, "missing_file_name"],
    [{ folder_id: "0", file_name: "a/b", file_size: 20 }, 400, "item_name_invalid"],
    [{ folder_id: 0.5, file_name: "a", file_size: 20 }, 400, "invalid_folder_id"],
    [{ folder_id: "x", file_name: "a", file_size: 20 }, 400, "invalid_folder_id"],
    [{ folder_id: "99", file_name: "a", file_size: 20 }, 404, "invalid_parameter"],
    [{ folder_id: "0", file_name: "TAKEN", file_size: 20 }, 409, "item_name_in_use"]
  ] as const)("from %j is %d %s", ([json, status, code]) =>
    Effect.gen(function* () {
      yield* folder("taken")
      const reply = yield* post(`${uploads}/files/upload_sessions`, json)
      assert.strictEqual(reply.status, status)
      assert.strictEqual(reply.json.code, code)
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("the default minimum is 20,000,000 bytes, as the refusal says", () =>
    Effect.gen(function* () {
      const json = { folder_id: "0", file_name: "a", file_size: 19_999_999 }
      const reply = yield* post(`${uploads}/files/upload_sessions`, json)
      assert.strictEqual(reply.json.code, "file_size_too_small")
      assert.include(reply.json.message, "20000000")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a second one for the same target is a conflict that hands out the first", () =>
    Effect.gen(function* () {
      const first = yield* open("Big.bin")
      const json = { folder_id: "0", file_name: "big.BIN", file_size: 25 }
      const reply = yield* post(`${uploads}/files/upload_sessions`, json)
      assert.strictEqual(reply.status, 409)
      assert.strictEqual(reply.json.code, "session_conflict")
      assert.deepStrictEqual(reply.json.context_info.session, first)
      yield* open("other.bin")
    }).pipe(Effect.provide(fresh(small)))
  )
})

describe("parts", () => {
  it.effect("arrive in any order and are listed by offset", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const reply = yield* putPart(session, 20)
      assert.strictEqual(reply.status, 200)
      assert.deepStrictEqual(Object.keys(reply.json), ["part"])
      const { part } = reply.json
      assert.match(part.part_id, /^[0-9A-F]{8}$/)
      assert.deepInclude(part, { offset: 20, size: 3, sha1: sha1Hex(text("XYZ")) })
      yield* putPart(session, 0)
      const listed = (yield* get(session.session_endpoints.list_parts)).json
      assert.deepInclude(listed, { total_count: 2, offset: 0, limit: 100 })
      assert.deepStrictEqual(
        listed.entries.map((entry: Json) => entry.offset),
        [0, 20]
      )
      const second = (yield* get(`${session.session_endpoints.list_parts}?offset=1&limit=1`)).json
      assert.deepStrictEqual(second.entries, [part])
      assert.strictEqual((yield* get(session.session_endpoints.status)).json.num_parts_processed, 2)
      assert.strictEqual((yield* post(session.session_endpoints.log_event, { event_type: "x" })).status, 200)
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect.each([
    ["not on the grid", { range: "bytes 5-14/23" }, 416, "requested_range_not_satisfiable"],
    ["for another size", { range: "bytes 0-9/24" }, 416, "requested_range_not_satisfiable"],
    ["too short", { range: "bytes 0-8/23", content: bytes.slice(0, 9) }, 416, "requested_range_not_satisfiable"],
    ["too long", { range: "bytes 0-10/23", content: bytes.slice(0, 11) }, 416, "requested_range_not_satisfiable"],
    ["beyond the end", { range: "bytes 30-39/23" }, 416, "requested_range_not_satisfiable"],
    ["without a readable range", { range: "0-9" }, 416, "requested_range_not_satisfiable"],
    ["of another digest", { digest: sha1Header(text("other")) }, 412, "precondition_failed"],
    ["with a digest that is none", { digest: "sha=abc" }, 400, "invalid_parameter"],
    ["with MD5", { digest: "md5=AAAA" }, 400, "invalid_parameter"],
    ["shorter than the range", { content: bytes.slice(0, 9), range: "bytes 0-9/23" }, 400, "request_size_mismatch"],
    ["longer than the range", { content: bytes.slice(0, 11), range: "bytes 0-9/23" }, 400, "request_size_mismatch"],
    ["of text", { message: { body: HttpBody.text("0123456789", "text/plain") } }, 415, "unsupported_media_type"]
  ] as const)("%s are refused", ([, options, status, code]) =>
    Effect.gen(function* () {
      const session = yield* open()
      const reply = yield* putPart(session, 0, options)
      assert.strictEqual(reply.status, status)
      assert.strictEqual(reply.json.code, code)
      assert.strictEqual((yield* get(session.session_endpoints.status)).json.num_parts_processed, 0)
      assert.strictEqual((yield* putPart(session, 0)).status, 200)
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("need both headers", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const body = HttpBody.uint8Array(bytes.slice(0, 10), "application/octet-stream")
      const url = session.session_endpoints.upload_part
      const noRange = yield* send("PUT", url, { body, headers: { digest: sha1Header(bytes.slice(0, 10)) } })
      assert.strictEqual(noRange.json.context_info.errors[0].name, "content-range")
      const noDigest = yield* send("PUT", url, { body, headers: { "content-range": "bytes 0-9/23" } })
      assert.strictEqual(noDigest.json.context_info.errors[0].name, "digest")
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("never change: the same part again overlaps, even with the same bytes", () =>
    Effect.gen(function* () {
      const session = yield* open()
      yield* putPart(session, 0)
      const again = yield* putPart(session, 0)
      assert.strictEqual(again.status, 409)
      assert.strictEqual(again.json.code, "range_overlaps_existing_part")
      const { stats } = yield* BoxEmulator
      assert.deepInclude(yield* stats, { storedParts: 1, rejectedParts: 1 })
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("two that race for the same range: one wins", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const slow = Stream.fromEffect(Effect.delay(Effect.succeed(bytes.slice(0, 10)), "1 second"))
      const message = { body: HttpBody.stream(slow, "application/octet-stream", 10) }
      const racing = yield* Effect.forkChild(
        Effect.all([putPart(session, 0, { message }), putPart(session, 0, { message })], { concurrency: 2 })
      )
      yield* TestClock.adjust("1 second")
      const replies = yield* Fiber.join(racing)
      assert.deepStrictEqual(replies.map(({ status }) => status).toSorted(), [200, 409])
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("the name of the algorithm may be in capitals", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const digest = sha1Header(bytes.slice(0, 10)).replace("sha=", "SHA=")
      assert.strictEqual((yield* putPart(session, 0, { digest })).status, 200)
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("of an interrupted request are not stored", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const half = Stream.concat(Stream.succeed(bytes.slice(0, 5)), Stream.never)
      const body = HttpBody.stream(half, "application/octet-stream", 10)
      const sending = yield* Effect.forkChild(putPart(session, 0, { message: { body } }))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(sending)
      assert.strictEqual((yield* get(session.session_endpoints.status)).json.num_parts_processed, 0)
    }).pipe(Effect.provide(fresh(small)))
  )
})

describe("whose session it is", () => {
  it.effect("every call needs a token, and the creator's", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const other = (yield* get("/users")).json.entries[1].id
      const asOther = { headers: { "As-User": other } }
      for (const message of [asOther, { token: null }]) {
        const status = "token" in message ? 401 : 403
        const replies = [
          yield* putPart(session, 0, { message }),
          yield* get(session.session_endpoints.status, message),
          yield* get(session.session_endpoints.list_parts, message),
          yield* commit(session, [], message),
          yield* del(session.session_endpoints.abort, message)
        ]
        assert.deepStrictEqual(
          replies.map((reply) => reply.status),
          [status, status, status, status, status]
        )
        if (status === 403) assert.strictEqual(replies[1]?.json.code, "forbidden")
      }
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect.each([
    ["0".repeat(32), 404, "not_found"],
    ["nonsense", 400, "invalid_upload_session_id"]
  ] as const)("session %s is %d %s", ([id, status, code]) =>
    Effect.gen(function* () {
      const reply = yield* get(`${uploads}/files/upload_sessions/${id}`)
      assert.strictEqual(reply.status, status)
      assert.strictEqual(reply.json.code, code)
    }).pipe(Effect.provide(fresh(small)))
  )
})
