import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { HttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { BoxEmulator } from "../../src/testing/BoxEmulator.ts"
import { bytes, commit, open, putAll, putPart, small } from "./chunks.ts"
import { del, download, file, fresh, get, type Json, post, put, sha1Header, sha1Hex, text, uploads } from "./wire.ts"

describe("committing", () => {
  it.effect("makes the file, once", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const parts = yield* putAll(session)
      const attributes = { content_modified_at: "2001-01-01T00:00:00Z", description: "d" }
      const reply = yield* commit(session, parts, {}, { attributes })
      assert.strictEqual(reply.status, 201)
      assert.strictEqual(reply.json.total_count, 1)
      const [entry] = reply.json.entries
      assert.deepInclude(entry, {
        name: "big.bin",
        size: bytes.length,
        sha1: sha1Hex(bytes),
        description: "d",
        content_modified_at: "2000-12-31T16:00:00-08:00"
      })
      assert.deepStrictEqual((yield* download(entry.id)).bytes, bytes)
      assert.strictEqual((yield* commit(session, parts)).status, 404)
      const { stats } = yield* BoxEmulator
      assert.deepInclude(yield* stats, { openSessions: 0, committedSessions: 1, abortedSessions: 0, storedParts: 3 })
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("neither the uploader's buffer nor the downloader's is the emulator's own", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const parts: Array<Json> = []
      for (const offset of [0, 10, 20]) {
        const content = bytes.slice(offset, offset + 10)
        parts.push((yield* putPart(session, offset, { content })).json.part)
        content.fill(0)
      }
      const { json } = yield* commit(session, parts)
      const location = (yield* get(`/files/${json.entries[0].id}/content`)).headers["location"] ?? ""
      const client = yield* HttpClient.HttpClient
      const response = yield* client.get(location)
      yield* Stream.runForEach(response.stream, (chunk) => Effect.sync(() => chunk.fill(0)))
      assert.deepStrictEqual((yield* get(location)).bytes, bytes)
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("a range of the file may lie across its parts", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const { json } = yield* commit(session, yield* putAll(session))
      const part = yield* download(json.entries[0].id, { range: "bytes=8-21" })
      assert.strictEqual(new TextDecoder().decode(part.bytes), "89abcdefghijXY")
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("the parts must be all of them, in order, and the same", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const parts = yield* putAll(session)
      const [one, two, three] = parts
      const wrong = [
        [],
        [one, two],
        [two, one, three],
        [one, two, { ...three, part_id: "00000000" }],
        [one, two, { ...three, size: 4 }],
        [one, two, { ...three, sha1: one.sha1 }],
        [one, two, three, three],
        [null, two, three]
      ]
      for (const list of wrong) {
        const reply = yield* commit(session, list)
        assert.strictEqual(reply.status, 400, JSON.stringify(list))
        assert.strictEqual(reply.json.code, "parts_mismatch")
      }
      assert.strictEqual(
        (yield* post(session.session_endpoints.commit, {}, { headers: { digest: sha1Header(bytes) } })).status,
        400
      )
      const withoutDigests = parts.map(({ offset, part_id, size }: Json) => ({ offset, part_id, size }))
      assert.strictEqual((yield* commit(session, withoutDigests)).status, 201)
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("a missing part is a mismatch until it is there", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const first = (yield* putPart(session, 0)).json.part
      const last = (yield* putPart(session, 20)).json.part
      assert.strictEqual((yield* commit(session, [first, last])).json.code, "parts_mismatch")
      const middle = (yield* putPart(session, 10)).json.part
      assert.strictEqual((yield* commit(session, [first, middle, last])).status, 201)
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("checks the digest of the whole file, and can be repeated with the right one", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const parts = yield* putAll(session)
      const wrong = yield* commit(session, parts, { headers: { digest: sha1Header(text("other")) } })
      assert.strictEqual(wrong.status, 412)
      assert.strictEqual(wrong.json.code, "precondition_failed")
      assert.strictEqual((yield* post(session.session_endpoints.commit, { parts })).status, 400)
      assert.strictEqual((yield* commit(session, parts)).status, 201)
      const { stats } = yield* BoxEmulator
      assert.strictEqual((yield* stats).rejectedDigests, 1)
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("fails when the name was taken meanwhile", () =>
    Effect.gen(function* () {
      const session = yield* open()
      const parts = yield* putAll(session)
      const taken = yield* file("BIG.bin")
      const reply = yield* commit(session, parts)
      assert.strictEqual(reply.status, 409)
      assert.strictEqual(reply.json.context_info.conflicts.id, taken.id)
      yield* put(`/files/${taken.id}`, { name: "small.bin" })
      assert.strictEqual((yield* commit(session, parts)).status, 201)
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("makes a new version of a file, guarded by If-Match", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a", "old")
      const url = `${uploads}/files/${id}/upload_sessions`
      const session = (yield* post(url, { file_size: bytes.length })).json
      assert.strictEqual((yield* post(url, { file_size: bytes.length })).json.code, "session_conflict")
      const parts = yield* putAll(session)
      assert.strictEqual((yield* commit(session, parts, { headers: { "if-match": "4" } })).status, 412)
      const reply = yield* commit(session, parts, { headers: { "if-match": "0" } })
      assert.strictEqual(reply.status, 201)
      assert.deepInclude(reply.json.entries[0], { id, name: "a", etag: "1", size: bytes.length })
      assert.strictEqual((yield* get(`/files/${id}/versions`)).json.total_count, 1)
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("a new version may bring a new name", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a", "old")
      const json = { file_size: bytes.length, file_name: "b" }
      const session = (yield* post(`${uploads}/files/${id}/upload_sessions`, json)).json
      const reply = yield* commit(session, yield* putAll(session))
      assert.strictEqual(reply.json.entries[0].name, "b")
    }).pipe(Effect.provide(fresh(small)))
  )
})

describe("the end of a session", () => {
  it.effect("aborting drops it", () =>
    Effect.gen(function* () {
      const session = yield* open()
      yield* putPart(session, 0)
      assert.strictEqual((yield* del(session.session_endpoints.abort)).status, 204)
      assert.strictEqual((yield* get(session.session_endpoints.status)).status, 404)
      const { stats } = yield* BoxEmulator
      assert.deepInclude(yield* stats, { openSessions: 0, abortedSessions: 1, committedSessions: 0 })
      yield* open()
    }).pipe(Effect.provide(fresh(small)))
  )

  it.effect("after seven days it is gone", () =>
    Effect.gen(function* () {
      const session = yield* open()
      yield* TestClock.adjust("604799 seconds")
      assert.strictEqual((yield* putPart(session, 0)).status, 200)
      yield* TestClock.adjust("1 second")
      const replies = [
        yield* putPart(session, 10),
        yield* commit(session, []),
        yield* get(session.session_endpoints.list_parts)
      ]
      for (const reply of replies) {
        assert.strictEqual(reply.status, 410)
        assert.strictEqual(reply.json.code, "session_expired")
      }
      const { stats } = yield* BoxEmulator
      assert.strictEqual((yield* stats).openSessions, 0)
      yield* open()
    }).pipe(Effect.provide(fresh(small)))
  )
})
