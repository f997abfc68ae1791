import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Stream } from "effect"
import { HttpBody } from "effect/http"
import { TestClock } from "effect/testing"
import { BoxEmulator } from "../../src/testing/BoxEmulator.ts"
import {
  download,
  file,
  fileBody,
  fresh,
  get,
  type Json,
  multipart,
  type Piece,
  post,
  send,
  sha1Hex,
  text,
  upload,
  uploads,
  uploadVersion
} from "./wire.ts"

const sendMultipart = (pieces: ReadonlyArray<Piece>) =>
  send("POST", `${uploads}/files/content`, { body: multipart(pieces) })

const attributes = { name: "attributes", content: JSON.stringify({ name: "a", parent: { id: "0" } }) }
const content = { name: "file", filename: "file", content: "bytes" }

describe("direct uploads", () => {
  it.effect("answer with a list of one file", () =>
    Effect.gen(function* () {
      const reply = yield* upload("a.bin", "bytes")
      assert.strictEqual(reply.status, 201)
      assert.strictEqual(reply.json.total_count, 1)
      const [entry] = reply.json.entries
      assert.deepInclude(entry, { type: "file", name: "a.bin", size: 5, sha1: sha1Hex(text("bytes")) })
      assert.strictEqual(entry.file_version.sha1, entry.sha1)
      assert.strictEqual(new TextDecoder().decode((yield* download(entry.id)).bytes), "bytes")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("may be empty", () =>
    Effect.gen(function* () {
      const empty = yield* file("empty", "")
      assert.deepInclude(empty, { size: 0, sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709" })
      const { bytes, headers, status } = yield* download(empty.id)
      assert.deepStrictEqual([status, bytes.length, headers["content-length"]], [200, 0, "0"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    ["the file first", [content, attributes], "metadata_after_file_contents"],
    ["no attributes", [content], "metadata_after_file_contents"],
    ["no file", [attributes], "bad_request"],
    ["neither", [{ name: "note", content: "x" }], "bad_request"],
    ["two files", [attributes, content, content], "bad_request"],
    ["attributes that are no JSON", [{ ...attributes, content: "name=a" }, content], "bad_request"],
    ["attributes without a parent", [{ ...attributes, content: '{"name":"a"}' }, content], "bad_request"],
    [
      "a bad time",
      [{ ...attributes, content: '{"name":"a","parent":{"id":"0"},"content_created_at":"soon"}' }, content],
      "bad_request"
    ]
  ] as const)("with %s are refused", ([, pieces, code]) =>
    Effect.gen(function* () {
      const reply = yield* sendMultipart(pieces)
      assert.strictEqual(reply.status, 400)
      assert.strictEqual(reply.json.code, code)
      assert.strictEqual((yield* get("/folders/0/items")).json.total_count, 0)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("any part with a file name is the file", () =>
    Effect.gen(function* () {
      const reply = yield* sendMultipart([attributes, { ...content, name: "contents" }])
      assert.strictEqual(reply.status, 201)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("must be multipart", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* send("POST", `${uploads}/files/content`, { json: {} })).status, 400)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("content-md5 is the SHA-1 in hexadecimal digits, and is checked", () =>
    Effect.gen(function* () {
      const wrong = yield* upload("a", "bytes", "0", { headers: { "content-md5": sha1Hex(text("other")) } })
      assert.strictEqual(wrong.status, 400)
      assert.strictEqual(wrong.json.code, "bad_digest")
      assert.strictEqual((yield* get("/folders/0/items")).json.total_count, 0)
      const right = yield* upload("a", "bytes", "0", { headers: { "content-md5": sha1Hex(text("bytes")) } })
      assert.strictEqual(right.status, 201)
      const { stats } = yield* BoxEmulator
      assert.strictEqual((yield* stats).rejectedDigests, 1)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("keep the times and the description that the client gives", () =>
    Effect.gen(function* () {
      const given = {
        name: "a",
        parent: { id: "0" },
        description: "d",
        content_created_at: "2001-02-03T04:05:06Z",
        content_modified_at: "2002-02-03T04:05:06+01:00"
      }
      const reply = yield* send("POST", `${uploads}/files/content`, { body: fileBody(given, "x") })
      assert.deepInclude(reply.json.entries[0], {
        description: "d",
        content_created_at: "2001-02-02T20:05:06-08:00",
        content_modified_at: "2002-02-02T19:05:06-08:00",
        created_at: "1969-12-31T16:00:00-08:00"
      })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("must be as long as they said: a body that was used up before is not an empty file", () =>
    Effect.gen(function* () {
      const whole = fileBody({ name: "a", parent: { id: "0" } }, "x".repeat(1000))
      if (whole._tag !== "Uint8Array") throw new Error("the body is in memory")
      const short = HttpBody.stream(Stream.succeed(whole.body.slice(0, 500)), whole.contentType, whole.contentLength)
      const reply = yield* send("POST", `${uploads}/files/content`, { body: short })
      assert.strictEqual(reply.status, 400)
      const none = HttpBody.stream(Stream.empty, whole.contentType, whole.contentLength)
      const emptied = yield* send("POST", `${uploads}/files/content`, { body: none })
      assert.strictEqual(emptied.json.code, "request_size_mismatch")
      const unknown = HttpBody.stream(Stream.succeed(whole.body), whole.contentType)
      assert.strictEqual((yield* send("POST", `${uploads}/files/content`, { body: unknown })).status, 201)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("take a form of the platform", () =>
    Effect.gen(function* () {
      const form = new FormData()
      form.append("attributes", JSON.stringify({ name: "a", parent: { id: "0" } }))
      form.append("file", new Blob(["bytes"]), "file")
      const reply = yield* send("POST", `${uploads}/files/content`, { body: HttpBody.formData(form) })
      assert.strictEqual(reply.status, 201)
      assert.strictEqual(reply.json.entries[0].size, 5)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("new versions", () => {
  it.effect("keep the id and the name, and count", () =>
    Effect.gen(function* () {
      const { file_version, id } = yield* file("a", "old")
      yield* TestClock.adjust("5 minutes")
      const reply = yield* uploadVersion(id, "newer")
      assert.strictEqual(reply.status, 200)
      const [entry] = reply.json.entries
      assert.deepInclude(entry, { id, name: "a", etag: "1", size: 5, modified_at: "1969-12-31T16:05:00-08:00" })
      assert.notStrictEqual(entry.file_version.id, file_version.id)
      const past = (yield* get(`/files/${id}/versions`)).json
      assert.deepStrictEqual(
        past.entries.map((version: Json) => version.id),
        [file_version.id]
      )
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("may rename, but not onto another item", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      yield* file("b")
      assert.strictEqual((yield* uploadVersion(id, "x", {}, { name: "B" })).status, 409)
      assert.strictEqual((yield* uploadVersion(id, "x", {}, { name: "c" })).json.entries[0].name, "c")
      assert.strictEqual((yield* uploadVersion("99", "x")).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("the check before an upload", () => {
  const check = (json: unknown, path = "/files/content") => send("OPTIONS", path, { json })

  it.effect("gives the address to upload to", () =>
    Effect.gen(function* () {
      const reply = yield* check({ name: "a", parent: { id: "0" }, size: 10 })
      assert.strictEqual(reply.status, 200)
      assert.match(reply.json.upload_url, /^https:\/\/upload\.box\.com\/api\/2\.0\/files\/content\?upload_session_id=/)
      const body = fileBody({ name: "a", parent: { id: "0" } }, "x")
      assert.strictEqual((yield* send("POST", reply.json.upload_url, { body })).status, 201)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("works for new versions, and without a size", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const reply = yield* check({ name: "a" }, `/files/${id}/content`)
      assert.strictEqual(reply.status, 200)
      assert.include(reply.json.upload_url, `/files/${id}/content?`)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    [{ name: "a/b", parent: { id: "0" } }, 400, "item_name_invalid"],
    [{ name: "a", parent: { id: "99" } }, 404, "not_found"],
    [{ name: "a", parent: { id: "0" }, size: "big" }, 400, "bad_request"],
    [{ name: "a", parent: { id: "0" }, size: 1e13 }, 403, "file_size_limit_exceeded"]
  ] as const)("%j is %d %s", ([json, status, code]) =>
    Effect.gen(function* () {
      const reply = yield* check(json)
      assert.strictEqual(reply.status, status)
      assert.strictEqual(reply.json.code, code)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("interruption", () => {
  it.effect("in the middle of a body leaves nothing behind", () =>
    Effect.gen(function* () {
      const whole = fileBody({ name: "a", parent: { id: "0" } }, "x".repeat(1000))
      if (whole._tag !== "Uint8Array") throw new Error("the body is in memory")
      const half = Stream.concat(Stream.succeed(whole.body.slice(0, 500)), Stream.never)
      const body = HttpBody.stream(half, whole.contentType, whole.contentLength)
      const sending = yield* Effect.forkChild(send("POST", `${uploads}/files/content`, { body }))
      yield* TestClock.adjust("1 minute")
      yield* Fiber.interrupt(sending)
      assert.strictEqual((yield* get("/folders/0/items")).json.total_count, 0)
      assert.strictEqual((yield* post("/folders", { name: "a", parent: { id: "0" } })).status, 201)
    }).pipe(Effect.provide(fresh()))
  )
})
