import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { created, del, file, folder, fresh, get, type Json, post, put } from "./wire.ts"

const user = { type: "user", id: "7001", name: "Ada Example", login: "ada@example.test" }
const root = { type: "folder", id: "0", sequence_id: null, etag: null, name: "All Files" }
const time = "1969-12-31T16:00:00-08:00"
const order = [
  { by: "type", direction: "ASC" },
  { by: "name", direction: "ASC" }
]

const common = {
  sequence_id: "0",
  etag: "0",
  description: "",
  path_collection: { total_count: 1, entries: [root] },
  created_at: time,
  modified_at: time,
  trashed_at: null,
  purged_at: null,
  created_by: user,
  modified_by: user,
  owned_by: user,
  shared_link: null,
  parent: root,
  item_status: "active"
}

const content = { content_created_at: time, content_modified_at: time, size: 0 }

/** The templates that Box's own SDK accepted, key by key. */
describe("the shape of", () => {
  it.effect("a file", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.txt", "")
      const { json } = yield* get(`/files/${id}`)
      const sha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
      assert.deepStrictEqual(json, {
        type: "file",
        id,
        name: "a.txt",
        sha1,
        file_version: { type: "file_version", id: json.file_version.id, sha1 },
        ...common,
        ...content
      })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a folder", () =>
    Effect.gen(function* () {
      const { id } = yield* folder("docs")
      const item_collection = { total_count: 0, entries: [], offset: 0, limit: 100, order }
      const expected = { type: "folder", id, name: "docs", ...common, ...content, folder_upload_email: null }
      assert.deepStrictEqual((yield* get(`/folders/${id}`)).json, { ...expected, item_collection })
      yield* del(`/folders/${id}`)
      const { json } = yield* get(`/folders/${id}/trash`)
      assert.deepStrictEqual(Object.keys(json).toSorted(), Object.keys(expected).toSorted())
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a web link", () =>
    Effect.gen(function* () {
      const { id } = yield* created(post("/web_links", { url: "https://a.test", parent: { id: "0" }, name: "l" }))
      const { json } = yield* get(`/web_links/${id}`)
      assert.deepStrictEqual(json, { type: "web_link", id, name: "l", url: "https://a.test", ...common })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("the entries of a list", () =>
    Effect.gen(function* () {
      const made = [
        yield* folder("docs"),
        yield* file("a.txt"),
        yield* created(post("/web_links", { url: "https://a.test", parent: { id: "0" }, name: "l" }))
      ]
      const { json } = yield* get("/folders/0/items")
      const keys = {
        folder: ["etag", "id", "name", "sequence_id", "type"],
        file: ["etag", "file_version", "id", "name", "sequence_id", "sha1", "type"],
        web_link: ["etag", "id", "name", "sequence_id", "type", "url"]
      }
      assert.deepStrictEqual(
        json.entries.map((entry: Json) => [entry.id, Object.keys(entry).toSorted()]),
        // Only these three types of items were made.
        made.map((item) => [item.id, keys[item.type as keyof typeof keys]])
      )
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("versions", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.txt", "x")
      yield* post(`/files/${id}/versions/current`, {
        type: "file_version",
        id: (yield* get(`/files/${id}`)).json.file_version.id
      })
      const { json } = yield* get(`/files/${id}/versions`)
      const [entry] = json.entries
      assert.deepStrictEqual(json, { total_count: 1, entries: [entry], offset: 0, limit: 100, order: [] })
      assert.deepStrictEqual(entry, {
        type: "file_version",
        id: entry.id,
        sha1: entry.sha1,
        name: "a.txt",
        size: 1,
        created_at: time,
        modified_at: time,
        modified_by: user,
        trashed_at: null,
        restored_at: null,
        purged_at: null
      })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a shared link", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.txt")
      const { url, ...link } = (yield* put(`/files/${id}`, { shared_link: {} })).json.shared_link
      assert.deepStrictEqual(link, {
        download_url: url.replace("/s/", "/shared/static/"),
        vanity_url: null,
        vanity_name: null,
        effective_access: "open",
        effective_permission: "can_download",
        is_password_enabled: false,
        unshared_at: null,
        download_count: 0,
        preview_count: 0,
        access: "open",
        permissions: { can_preview: true, can_download: true, can_edit: false }
      })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a user", () =>
    Effect.gen(function* () {
      const { json } = yield* get("/users/me")
      assert.deepStrictEqual(json, {
        ...user,
        created_at: time,
        modified_at: time,
        language: "en",
        timezone: "America/Los_Angeles",
        space_amount: 1e15,
        space_used: 0,
        max_upload_size: 536_870_912_000,
        status: "active",
        job_title: "",
        phone: "",
        address: "",
        avatar_url: "https://app.box.com/api/avatar/large/7001",
        notification_email: null
      })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("permissions, when asked for", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.txt")
      const count = (json: Json) => Object.values(json.permissions).filter((value) => value === true).length
      assert.strictEqual(count((yield* get(`/files/${id}?fields=permissions`)).json), 12)
      assert.strictEqual(count((yield* get("/folders/0?fields=permissions")).json), 7)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("an event", () =>
    Effect.gen(function* () {
      yield* folder("docs")
      const [event] = (yield* get("/events")).json.entries
      const { event_id, source, ...rest } = event
      assert.match(event_id, /^[0-9a-f]{32}$/)
      assert.strictEqual(source.type, "folder")
      assert.deepStrictEqual(rest, {
        type: "event",
        created_by: user,
        created_at: time,
        recorded_at: time,
        event_type: "ITEM_CREATE",
        session_id: null,
        additional_details: null
      })
    }).pipe(Effect.provide(fresh()))
  )
})
