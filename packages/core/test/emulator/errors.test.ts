import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { api, del, file, folder, fresh, get, post, put, send, upload, uploads, uploadVersion } from "./wire.ts"

describe("error bodies", () => {
  it.effect("carry everything that Box documents, and a request id of their own", () =>
    Effect.gen(function* () {
      const reply = yield* get("/folders/4711")
      assert.strictEqual(reply.status, 404)
      assert.strictEqual(reply.headers["content-type"], "application/json")
      const { request_id, ...rest } = reply.json
      assert.match(request_id, /^[a-z0-9]{16}$/)
      assert.notStrictEqual(request_id, reply.headers["box-request-id"])
      assert.deepStrictEqual(rest, {
        type: "error",
        status: 404,
        code: "not_found",
        context_info: {
          errors: [
            {
              reason: "invalid_parameter",
              name: "folder",
              message: "Invalid value 'd_4711'. 'folder' with value 'd_4711' not found"
            }
          ]
        },
        help_url: "https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/",
        message: "Not Found"
      })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("of the upload host have 32 hexadecimal digits for their request id", () =>
    Effect.gen(function* () {
      const reply = yield* upload("a", "x", "4711")
      assert.strictEqual(reply.status, 404)
      assert.match(reply.json.request_id, /^[0-9a-f]{32}$/)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("every answer has a date and a trace id", () =>
    Effect.gen(function* () {
      const one = yield* get("/users/me")
      const two = yield* get("/users/me")
      assert.strictEqual(one.headers["date"], "Thu, 01 Jan 1970 00:00:00 GMT")
      assert.notStrictEqual(one.headers["box-request-id"], two.headers["box-request-id"])
    }).pipe(Effect.provide(fresh()))
  )
})

describe("requests that fit no operation", () => {
  it.effect.each([
    ["GET", "/folders/abc", 405, "method_not_allowed"],
    ["GET", "/files/", 405, "method_not_allowed"],
    ["PUT", "/users/me", 405, "method_not_allowed"],
    ["DELETE", "/folders", 405, "method_not_allowed"],
    ["GET", "/coffee", 404, "not_found"],
    ["GET", "/files/12", 404, "not_found"],
    ["GET", "/web_links/12", 404, "not_found"]
  ] as const)("%s %s is %d %s", ([method, path, status, code]) =>
    Effect.gen(function* () {
      const reply = yield* send(method, path)
      assert.strictEqual(reply.status, status)
      assert.strictEqual(reply.json.code, code)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a wrong version in the URL is unknown", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* get("https://api.box.com/3.0/folders/0")).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("files are uploaded to the upload host only", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* post("/files/content", {})).status, 405)
      assert.strictEqual((yield* send("OPTIONS", `${uploads}/files/content`, { json: {} })).status, 405)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("another host does not resolve", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(get("https://example.test/2.0/users/me"))
      assert.strictEqual(error.reason._tag, "TransportError")
      assert.deepInclude(error.cause, { code: "ENOTFOUND" })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    ["2024.0", 200],
    ["2025.0", 400],
    ["1999.9", 400],
    ["", 400],
    ["2024.0, 2024.0", 400]
  ] as const)("the header box-version: %s gives %d", ([version, status]) =>
    Effect.gen(function* () {
      const reply = yield* get("/users/me", { headers: { "box-version": version } })
      assert.strictEqual(reply.status, status)
      if (status === 400) assert.strictEqual(reply.json.code, "invalid_api_version")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    ["not json", "bad_request"],
    ["[]", "bad_request"]
  ] as const)("the body %s is %s", ([text, code]) =>
    Effect.gen(function* () {
      const { HttpBody } = yield* Effect.promise(() => import("effect/http"))
      const reply = yield* send("POST", "/folders", { body: HttpBody.text(text, "application/json") })
      assert.strictEqual(reply.status, 400)
      assert.strictEqual(reply.json.code, code)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    [{ parent: { id: "0" } }, "name"],
    [{ name: "a" }, "parent"],
    [{ name: "a", parent: {} }, "id"],
    [{ name: "a", parent: { id: 0.5 } }, "id"],
    [{ name: 7, parent: { id: "0" } }, "name"],
    [{ name: "a", parent: "0" }, "parent"]
  ] as const)("a folder from %j is refused because of %s", ([json, name]) =>
    Effect.gen(function* () {
      const reply = yield* post("/folders", json)
      assert.strictEqual(reply.status, 400)
      assert.strictEqual(reply.json.context_info.errors[0].name, name)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("409 item_name_in_use", () => {
  it.effect("creating a folder names an array of conflicts", () =>
    Effect.gen(function* () {
      const first = yield* folder("Docs")
      const reply = yield* post("/folders", { name: "dOCS", parent: { id: "0" } })
      assert.strictEqual(reply.status, 409)
      assert.strictEqual(reply.json.code, "item_name_in_use")
      assert.deepStrictEqual(reply.json.context_info.conflicts, [
        { type: "folder", id: first.id, sequence_id: "0", etag: "0", name: "Docs" }
      ])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("uploading and its check name one object", () =>
    Effect.gen(function* () {
      const first = yield* file("A.txt", "hello")
      const expected = {
        type: "file",
        id: first.id,
        sequence_id: "0",
        etag: "0",
        file_version: first.file_version,
        sha1: first.sha1,
        name: "A.txt"
      }
      const uploaded = yield* upload("a.TXT", "other")
      assert.strictEqual(uploaded.status, 409)
      assert.deepStrictEqual(uploaded.json.context_info.conflicts, expected)
      const checked = yield* send("OPTIONS", "/files/content", { json: { name: "a.txt", parent: { id: "0" } } })
      assert.strictEqual(checked.status, 409)
      assert.deepStrictEqual(checked.json.context_info.conflicts, expected)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("files, folders and web links share one namespace", () =>
    Effect.gen(function* () {
      yield* folder("one")
      yield* file("two")
      yield* post("/web_links", { name: "three", url: "https://example.test", parent: { id: "0" } })
      for (const name of ["one", "two", "three"]) {
        assert.strictEqual((yield* upload(name, "x")).status, 409, `upload ${name}`)
        assert.strictEqual((yield* post("/folders", { name, parent: { id: "0" } })).status, 409, `folder ${name}`)
        const link = { name, url: "https://example.test", parent: { id: "0" } }
        assert.strictEqual((yield* post("/web_links", link)).status, 409, `link ${name}`)
      }
      const inside = yield* folder("inside")
      assert.strictEqual((yield* upload("one", "x", inside.id)).status, 201)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("preconditions", () => {
  it.effect("If-Match guards changes and takes quoted etags", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const { id: folderId } = yield* folder("f")
      for (const path of [`/files/${id}`, `/folders/${folderId}`]) {
        const wrong = yield* put(path, { description: "x" }, { headers: { "If-Match": "7" } })
        assert.strictEqual(wrong.status, 412)
        assert.strictEqual(wrong.json.code, "precondition_failed")
        assert.strictEqual((yield* put(path, { description: "x" }, { headers: { "If-Match": '"0"' } })).status, 200)
        assert.strictEqual((yield* del(path, { headers: { "If-Match": "0" } })).status, 412)
        assert.strictEqual((yield* del(path, { headers: { "If-Match": "1" } })).status, 204)
      }
      assert.strictEqual((yield* put("/files/99", {}, { headers: { "If-Match": "0" } })).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("If-Match guards a new version, and a refused one changes nothing", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a", "old")
      assert.strictEqual((yield* uploadVersion(id, "new", { headers: { "if-match": "3" } })).status, 412)
      assert.strictEqual((yield* get(`/files/${id}`)).json.size, 3)
      assert.strictEqual((yield* uploadVersion(id, "newer", { headers: { "if-match": "0" } })).status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("If-Match does not hold back a move", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const target = yield* folder("f")
      const reply = yield* put(`/files/${id}`, { parent: { id: target.id } }, { headers: { "If-Match": "7" } })
      assert.strictEqual(reply.status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("If-None-Match answers 304 without a body", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const same = yield* get(`/files/${id}`, { headers: { "If-None-Match": "0" } })
      assert.strictEqual(same.status, 304)
      assert.strictEqual(same.bytes.length, 0)
      assert.strictEqual((yield* get(`/files/${id}`, { headers: { "If-None-Match": "1" } })).status, 200)
      assert.strictEqual((yield* get("/files/99", { headers: { "If-None-Match": "0" } })).status, 404)
      const { id: folderId } = yield* folder("f")
      assert.strictEqual((yield* get(`/folders/${folderId}`, { headers: { "If-None-Match": "0" } })).status, 304)
      assert.strictEqual((yield* get("/folders/0", { headers: { "If-None-Match": "0" } })).status, 200)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("the address", () => {
  it.effect("paths may be asked with a slash at the end", () =>
    Effect.gen(function* () {
      const json = { name: "a", parent: { id: "0" } }
      assert.strictEqual((yield* send("OPTIONS", `${api}/files/content/`, { json })).status, 200)
    }).pipe(Effect.provide(fresh()))
  )
})
