/** What other clients of Box send and expect, beyond the documents: see docs/box-protocol.md. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { BoxEmulator } from "../../src/testing/BoxEmulator.ts"
import {
  created,
  del,
  download,
  file,
  folder,
  fresh,
  get,
  type Json,
  multipart,
  post,
  put,
  send,
  uploads,
  uploadVersion
} from "./wire.ts"
import { commit, open, putAll, small } from "./chunks.ts"

const namesOf = (json: Json): ReadonlyArray<string> => json.entries.map((entry: Json) => entry.name)

const asOther = Effect.map(BoxEmulator, ({ credentials }) => ({ "As-User": credentials.managedUserId }))

describe("values in requests", () => {
  it.effect.each(["true", "True", "TRUE"])("?usemarker=%s goes on after the marker", (yes) =>
    Effect.gen(function* () {
      for (const name of ["a", "b", "c"]) yield* folder(name)
      const first = (yield* get(`/folders/0/items?usemarker=${yes}&limit=2`)).json
      const second = (yield* get(`/folders/0/items?usemarker=${yes}&limit=2&marker=${first.next_marker}`)).json
      assert.deepStrictEqual([...namesOf(first), ...namesOf(second)], ["a", "b", "c"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("True is true for recursive, the trash and the search too; False is false", () =>
    Effect.gen(function* () {
      const full = yield* folder("full")
      yield* folder("inner", full.id)
      assert.strictEqual((yield* del(`/folders/${full.id}?recursive=False`)).json.code, "folder_not_empty")
      const found = yield* get("/search?query=full&include_recent_shared_links=True")
      assert.strictEqual(found.json.type, "search_results_with_shared_links")
      assert.strictEqual((yield* del(`/folders/${full.id}?recursive=True`)).status, 204)
      assert.property((yield* get("/folders/trash/items?usemarker=True")).json, "next_marker")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a number is taken for an id, wherever an id is sent", () =>
    Effect.gen(function* () {
      const parent = { id: Number((yield* folder("parent")).id) }
      const attributes = JSON.stringify({ name: "a", parent })
      const pieces = [
        { name: "attributes", content: attributes },
        { name: "file", filename: "file", content: "bytes" }
      ]
      const uploaded = yield* created(send("POST", `${uploads}/files/content`, { body: multipart(pieces) }))
      assert.strictEqual(uploaded.parent.id, String(parent.id))
      assert.strictEqual((yield* post("/folders", { name: "b", parent })).status, 201)
      assert.strictEqual((yield* post("/web_links", { url: "https://a.test", name: "l", parent })).status, 201)
      const other = yield* file("c")
      assert.strictEqual((yield* put(`/files/${other.id}`, { parent })).json.parent.id, String(parent.id))
      const [favorites] = (yield* get("/collections")).json.entries
      assert.strictEqual(
        (yield* put(`/files/${other.id}`, { collections: [{ id: Number(favorites.id) }] })).status,
        200
      )
      const version = Number(uploaded.file_version.id)
      const copy = yield* post(`/files/${uploaded.id}/copy`, { parent, name: "copy", version })
      assert.strictEqual(copy.status, 201)
      assert.strictEqual((yield* post(`/files/${uploaded.id}/versions/current`, { id: version })).status, 201)
      const session = { folder_id: parent.id, file_name: "large", file_size: 20_000_000 }
      assert.strictEqual((yield* post(`${uploads}/files/upload_sessions`, session)).status, 201)
      assert.strictEqual((yield* post("/folders", { name: "d", parent: { id: 0.5 } })).status, 400)
    }).pipe(Effect.provide(fresh()))
  )

  const fraction = "2026-01-01T12:00:00.5Z"
  const times: ReadonlyArray<readonly [string, (id: string, time: string) => readonly [string, unknown]]> = [
    ["unshared_at", (id, time) => [`/files/${id}`, { shared_link: { unshared_at: time } }]],
    ["content_modified_at", (id, time) => [`/files/${id}`, { content_modified_at: time }]],
    ["content_created_at", (id, time) => [`/files/${id}`, { content_created_at: time }]],
    ["disposition_at", (id, time) => [`/files/${id}`, { disposition_at: time }]],
    ["the end of a lock", (id, time) => [`/files/${id}`, { lock: { access: "lock", expires_at: time } }]]
  ]
  it.effect.each(times.map(([name, request]) => ({ name, request })))(
    "a fraction of a second in $name is 400",
    ({ request }) =>
      Effect.gen(function* () {
        const { id } = yield* file("a")
        assert.strictEqual((yield* put(...request(id, fraction))).status, 400)
        assert.strictEqual((yield* put(...request(id, fraction.replace(".5", "")))).status, 200)
      }).pipe(Effect.provide(fresh()))
  )

  it.effect("a fraction of a second in an upload or a search is 400", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      assert.strictEqual((yield* uploadVersion(id, "b", {}, { content_modified_at: fraction })).status, 400)
      assert.strictEqual((yield* get(`/search?query=a&created_at_range=${fraction},`)).status, 400)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("GET /events takes limit=0", () =>
    Effect.gen(function* () {
      yield* folder("a")
      const now = (yield* get("/events?stream_position=now&limit=0")).json
      assert.deepInclude(now, { chunk_size: 0, entries: [] })
      yield* folder("b")
      const news = (yield* get(`/events?stream_position=${now.next_stream_position}`)).json
      assert.deepStrictEqual(
        news.entries.map((entry: Json) => entry.source.name),
        ["b"]
      )
      const none = (yield* get(`/events?stream_position=${now.next_stream_position}&limit=0`)).json
      assert.deepStrictEqual(none, { chunk_size: 0, next_stream_position: now.next_stream_position, entries: [] })
      assert.strictEqual((yield* get("/events?limit=-1")).status, 400)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("versions", () => {
  const sendVersion = (id: string, pieces: Parameters<typeof multipart>[0]) =>
    send("POST", `${uploads}/files/${id}/content`, { body: multipart(pieces) })
  const content = { name: "file", filename: "file", content: "newer" }

  it.effect("one is uploaded without attributes, but not with attributes after the file", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a", "old")
      const reply = yield* sendVersion(id, [content])
      assert.deepInclude(reply.json.entries[0], { id, name: "a", size: 5 })
      assert.strictEqual(new TextDecoder().decode((yield* download(id)).bytes), "newer")
      const late = yield* sendVersion(id, [content, { name: "attributes", content: '{"name":"b"}' }])
      assert.strictEqual(late.json.code, "metadata_after_file_contents")
      assert.strictEqual((yield* get(`/files/${id}`)).json.name, "a")
      assert.strictEqual((yield* sendVersion("404", [content])).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("promoting an old one brings its name back, if that is free", () =>
    Effect.gen(function* () {
      const { file_version, id } = yield* file("old name", "old")
      yield* uploadVersion(id, "new", {}, { name: "new name" })
      assert.strictEqual((yield* get(`/files/${id}`)).json.name, "new name")
      const other = yield* file("old name")
      const promote = post(`/files/${id}/versions/current`, { id: file_version.id })
      assert.strictEqual((yield* promote).json.code, "item_name_in_use")
      yield* del(`/files/${other.id}`)
      const promoted = yield* promote
      assert.strictEqual(promoted.status, 201)
      assert.strictEqual(promoted.json.name, "old name")
      assert.strictEqual((yield* get(`/files/${id}`)).json.name, "old name")
      assert.deepStrictEqual(namesOf((yield* get("/folders/0/items")).json), ["old name"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("fields are honoured; trashed_by and restored_by say who it was", () =>
    Effect.gen(function* () {
      const user = (yield* get("/users/me?fields=name,login")).json
      const { file_version, id } = yield* file("a", "old")
      yield* uploadVersion(id, "new")
      const path = `/files/${id}/versions/${file_version.id}?fields=trashed_by,restored_by`
      const base = { type: "file_version", id: file_version.id }
      assert.deepStrictEqual((yield* get(path)).json, base)
      yield* del(`/files/${id}/versions/${file_version.id}`)
      assert.deepStrictEqual((yield* get(path)).json, { ...base, trashed_by: user })
      yield* put(`/files/${id}/versions/${file_version.id}`, { trashed_at: null })
      assert.deepStrictEqual((yield* get(path)).json, { ...base, restored_by: user })
      const listed = (yield* get(`/files/${id}/versions?fields=restored_by`)).json
      assert.deepStrictEqual(listed.entries, [{ ...base, restored_by: user }])
    }).pipe(Effect.provide(fresh()))
  )
})

describe("the trash", () => {
  it.effect("a trashed file or web link is given at its ordinary address, to its owner, for reading", () =>
    Effect.gen(function* () {
      const link = yield* created(post("/web_links", { url: "https://a.test", parent: { id: "0" }, name: "l" }))
      const { id } = yield* file("a")
      for (const path of [`/web_links/${link.id}`, `/files/${id}`]) {
        yield* del(path)
        const shown = yield* get(path)
        assert.strictEqual(shown.status, 200)
        assert.strictEqual(shown.json.item_status, "trashed")
        assert.isString(shown.json.trashed_at)
        assert.strictEqual((yield* put(path, { name: "b" })).json.code, "trashed")
        assert.strictEqual((yield* get(path, { headers: yield* asOther })).json.code, "not_found")
      }
    }).pipe(Effect.provide(fresh()))
  )
})

describe("upload sessions", () => {
  it.effect("ending one after its commit is 204 for its creator, and changes nothing", () =>
    Effect.gen(function* () {
      const session = yield* open("a")
      const reply = yield* commit(session, yield* putAll(session))
      assert.strictEqual(reply.status, 201)
      const end = session.session_endpoints.abort
      assert.strictEqual((yield* del(end)).status, 204)
      assert.strictEqual((yield* del(end)).status, 204)
      assert.strictEqual((yield* del(end, { headers: yield* asOther })).status, 404)
      assert.strictEqual((yield* get(end)).status, 404)
      assert.strictEqual((yield* get(`/files/${reply.json.entries[0].id}`)).status, 200)
      const { stats } = yield* BoxEmulator
      assert.deepInclude(yield* stats, { committedSessions: 1, abortedSessions: 0 })
    }).pipe(Effect.provide(fresh(small)))
  )
})

describe("shared links", () => {
  const password = "Passw0rd"

  it.effect.each(["collaborators", "company"])("%s as the new access drops the password", (access) =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const change = (shared_link: unknown) =>
        Effect.map(put(`/files/${id}?fields=shared_link`, { shared_link }), ({ json }) => json.shared_link)
      const open = yield* change({ access: "open", password })
      assert.isTrue(open.is_password_enabled)
      const closed = yield* change({ access })
      assert.deepInclude(closed, { access, url: open.url, is_password_enabled: false })
      assert.isFalse((yield* change({ access: "open" })).is_password_enabled)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each(["", "&shared_link_password=wrong"])(
    "a password is asked of others: '%s' is 403 incorrect_shared_item_password",
    (given) =>
      Effect.gen(function* () {
        const { id } = yield* file("a")
        const { url } = (yield* put(`/files/${id}`, { shared_link: { password } })).json.shared_link
        const as = yield* asOther
        const ask = (path: string, text: string) =>
          get(path, { headers: { ...as, boxapi: `shared_link=${encodeURIComponent(url)}${text}` } })
        for (const path of ["/shared_items", `/files/${id}`, `/files/${id}/content`]) {
          const refused = yield* ask(path, given)
          assert.strictEqual(refused.status, 403)
          assert.strictEqual(refused.json.code, "incorrect_shared_item_password")
          assert.isBelow((yield* ask(path, `&shared_link_password=${password}`)).status, 400)
        }
      }).pipe(Effect.provide(fresh()))
  )
})
