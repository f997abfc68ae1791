/** What is attached to items. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { created, del, download, file, folder, fresh, get, type Json, post, put, type Reply } from "./wire.ts"

const grace = "7002"
const asGrace = { headers: { "as-user": grace } }

const share = (type: string, id: string, role: string) =>
  created(post("/collaborations", { item: { type, id }, accessible_by: { type: "user", id: grace }, role }))

const idsIn = ({ json }: Reply): ReadonlyArray<string> => json.entries.map((one: Json) => one.id)

describe("favorites", () => {
  it.effect("are each user's own, and take and lose items by the items' collections", () =>
    Effect.gen(function* () {
      const one = yield* file("one")
      const two = yield* folder("two")
      const list = (yield* get("/collections")).json
      assert.strictEqual(list.total_count, 1)
      const [favorites] = list.entries
      assert.deepInclude(favorites, { type: "collection", name: "Favorites", collection_type: "favorites" })
      assert.deepStrictEqual((yield* get(`/collections/${favorites.id}`)).json, favorites)
      const collections = [{ id: favorites.id }]
      assert.deepStrictEqual((yield* put(`/files/${one.id}?fields=collections`, { collections })).json.collections, [
        favorites
      ])
      yield* put(`/folders/${two.id}`, { collections })
      const items = `/collections/${favorites.id}/items`
      assert.deepStrictEqual(idsIn(yield* get(items)), [one.id, two.id])
      assert.deepStrictEqual(idsIn(yield* get(`${items}?limit=1&offset=1`)), [two.id])
      yield* put(`/files/${one.id}`, { collections: [] })
      assert.deepStrictEqual(idsIn(yield* get(items)), [two.id])
      yield* del(`/folders/${two.id}`)
      assert.deepStrictEqual(idsIn(yield* get(items)), [])
      const hers = (yield* get("/collections", asGrace)).json.entries[0]
      assert.notStrictEqual(hers.id, favorites.id)
      assert.strictEqual((yield* get(items, asGrace)).status, 404)
      assert.strictEqual((yield* put(`/files/${one.id}`, { collections: [{ id: hers.id }] })).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("take what one may only read, and show it to nobody else", () =>
    Effect.gen(function* () {
      const { id } = yield* file("one")
      yield* share("file", id, "viewer")
      const [hers] = (yield* get("/collections", asGrace)).json.entries
      assert.strictEqual((yield* put(`/files/${id}`, { collections: [{ id: hers.id }] }, asGrace)).status, 200)
      assert.deepStrictEqual((yield* get(`/files/${id}?fields=collections`, asGrace)).json.collections, [hers])
      assert.deepStrictEqual((yield* get(`/files/${id}?fields=collections`)).json.collections, [])
    }).pipe(Effect.provide(fresh()))
  )
})

describe("recent items", () => {
  it.effect("are the user's own, the newest first, each once", () =>
    Effect.gen(function* () {
      const one = yield* file("one")
      yield* TestClock.adjust("1 minute")
      const two = yield* file("two")
      const recent = (query = "", message?: object) =>
        Effect.map(get(`/recent_items${query}`, message), ({ json }) =>
          json.entries.map((entry: Json) => [entry.item.id, entry.interaction_type])
        )
      assert.deepStrictEqual(yield* recent(), [
        [two.id, "item_upload"],
        [one.id, "item_upload"]
      ])
      yield* TestClock.adjust("1 minute")
      yield* download(one.id)
      assert.deepStrictEqual((yield* recent())[0], [one.id, "item_open"])
      yield* post("/comments", { message: "m", item: { type: "file", id: two.id } })
      assert.deepStrictEqual((yield* recent())[0], [two.id, "item_comment"])
      yield* put(`/files/${one.id}`, { name: "1" })
      assert.deepStrictEqual((yield* recent())[0], [one.id, "item_modify"])
      assert.deepStrictEqual(yield* recent("", asGrace), [])
      const { json } = yield* get("/recent_items?limit=1&fields=name")
      assert.deepStrictEqual(json.entries[0].item, { type: "file", id: one.id, etag: "1", name: "1" })
      assert.deepStrictEqual(yield* recent(`?limit=1&marker=${json.next_marker}`), [[two.id, "item_comment"]])
      yield* del(`/files/${one.id}`)
      assert.strictEqual((yield* recent()).length, 1)
    }).pipe(Effect.provide(fresh({ accessTokenLifetime: "365 days" })))
  )

  it.effect("are forgotten after 90 days", () =>
    Effect.gen(function* () {
      yield* file("one")
      yield* TestClock.adjust("91 days")
      assert.deepStrictEqual((yield* get("/recent_items")).json.entries, [])
    }).pipe(Effect.provide(fresh({ accessTokenLifetime: "365 days" })))
  )

  it.effect("say through which shared link", () =>
    Effect.gen(function* () {
      const { id } = yield* file("one")
      const { url } = (yield* put(`/files/${id}?fields=shared_link`, { shared_link: {} })).json.shared_link
      yield* share("file", id, "viewer")
      yield* get(`/files/${id}/content`, { headers: { ...asGrace.headers, boxapi: `shared_link=${url}` } })
      const [entry] = (yield* get("/recent_items?fields=name", asGrace)).json.entries
      assert.deepInclude(entry, { interaction_type: "item_open", interaction_shared_link: url })
    }).pipe(Effect.provide(fresh()))
  )
})

describe("a watermark", () => {
  for (const type of ["file", "folder"] as const) {
    it.effect(`on a ${type} is set, found, set again and removed`, () =>
      Effect.gen(function* () {
        const { id } = yield* type === "file" ? file("one") : folder("one")
        const path = `/${type}s/${id}/watermark`
        assert.strictEqual((yield* get(path)).status, 404)
        assert.strictEqual((yield* del(path)).status, 404)
        assert.strictEqual((yield* put(path, {})).status, 400)
        assert.strictEqual((yield* put(path, { watermark: { imprint: "mine" } })).status, 400)
        const set = put(path, { watermark: { imprint: "default" } })
        const first = yield* set
        assert.strictEqual(first.status, 201)
        assert.deepStrictEqual((yield* get(path)).json, first.json)
        yield* TestClock.adjust("1 minute")
        const second = yield* set
        assert.strictEqual(second.status, 200)
        assert.strictEqual(second.json.watermark.created_at, first.json.watermark.created_at)
        assert.notStrictEqual(second.json.watermark.modified_at, first.json.watermark.modified_at)
        yield* share(type, id, "editor")
        assert.strictEqual((yield* get(path, asGrace)).status, 200)
        assert.strictEqual((yield* del(path, asGrace)).status, 403)
        assert.strictEqual((yield* del(path)).status, 204)
        assert.strictEqual((yield* get(path)).status, 404)
      }).pipe(Effect.provide(fresh()))
    )
  }

  it.effect("is shown on items, also on what lies below", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const paper = yield* file("paper", "paper", top.id)
      const info = (path: string) => Effect.map(get(`${path}?fields=watermark_info`), ({ json }) => json.watermark_info)
      assert.isFalse((yield* info(`/files/${paper.id}`)).is_watermarked)
      yield* put(`/folders/${top.id}/watermark`, { watermark: { imprint: "default" } })
      const of = (is_watermark_inherited: boolean) => ({
        is_watermarked: true,
        is_watermark_inherited,
        is_watermarked_by_access_policy: false
      })
      assert.deepStrictEqual(yield* info(`/folders/${top.id}`), of(false))
      assert.deepStrictEqual(yield* info(`/files/${paper.id}`), of(true))
    }).pipe(Effect.provide(fresh()))
  )
})

describe("a folder lock", () => {
  const lock = (id: string, message?: object) =>
    post("/folder_locks", { folder: { type: "folder", id }, locked_operations: { move: true, delete: true } }, message)

  it.effect("keeps the folder where it is, also from its owner, until it is deleted", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const inner = yield* folder("inner", top.id)
      const other = yield* folder("other")
      const made = yield* lock(inner.id)
      assert.strictEqual(made.status, 200)
      assert.deepInclude(made.json, {
        type: "folder_lock",
        lock_type: "freeze",
        locked_operations: { move: true, delete: true }
      })
      assert.deepStrictEqual((yield* get(`/folder_locks?folder_id=${inner.id}`)).json.entries, [made.json])
      assert.deepStrictEqual((yield* get(`/folder_locks?folder_id=${top.id}`)).json.entries, [])
      const move = put(`/folders/${inner.id}`, { parent: { id: other.id } })
      const refused = [yield* move, yield* del(`/folders/${inner.id}`), yield* del(`/folders/${top.id}?recursive=true`)]
      for (const { json, status } of refused) {
        assert.deepStrictEqual([status, json.code], [403, "access_denied_insufficient_permissions"])
      }
      assert.strictEqual((yield* put(`/folders/${inner.id}`, { name: "renamed" })).status, 200)
      assert.strictEqual((yield* del(`/folder_locks/${made.json.id}`)).status, 204)
      assert.strictEqual((yield* del(`/folder_locks/${made.json.id}`)).status, 404)
      assert.strictEqual((yield* move).status, 200)
      assert.strictEqual((yield* del(`/folders/${inner.id}`)).status, 204)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is set by owners and co-owners, on both operations", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const item = { type: "folder", id: top.id }
      const { id } = yield* share("folder", top.id, "editor")
      const refused = [
        [yield* lock(top.id, asGrace), 404],
        [yield* lock("0"), 403],
        [yield* lock("1"), 404],
        [yield* post("/folder_locks", {}), 400],
        [yield* post("/folder_locks", { folder: { type: "file", id: top.id } }), 400],
        [yield* post("/folder_locks", { folder: item, locked_operations: { move: true, delete: false } }), 400],
        [yield* get("/folder_locks"), 400],
        [yield* get("/folder_locks?folder_id=1"), 404]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) assert.strictEqual(reply.status, status, String(index))
      yield* put(`/collaborations/${id}`, { role: "co-owner" })
      const made = yield* lock(top.id, asGrace)
      assert.strictEqual(made.json.created_by.id, grace)
      assert.strictEqual((yield* lock(top.id)).status, 409)
      yield* put(`/collaborations/${id}`, { role: "editor" })
      assert.strictEqual((yield* del(`/folder_locks/${made.json.id}`, asGrace)).status, 403)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("a file request", () => {
  it.effect("is there for every folder, and is copied, changed and deleted", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const other = yield* folder("other")
      const first = (yield* get(`/file_requests/${top.id}`)).json
      assert.deepInclude(first, { type: "file_request", id: top.id, status: "active", etag: "0" })
      assert.strictEqual(first.folder.id, top.id)
      assert.deepStrictEqual((yield* get(`/file_requests/${top.id}`)).json, first)
      const copied = yield* post(`/file_requests/${top.id}/copy`, {
        folder: { type: "folder", id: other.id },
        title: "Papers, please"
      })
      assert.strictEqual(copied.status, 200)
      assert.deepInclude(copied.json, { title: "Papers, please", description: first.description })
      assert.strictEqual(copied.json.folder.id, other.id)
      assert.notStrictEqual(copied.json.url, first.url)
      const path = `/file_requests/${copied.json.id}`
      const changed = yield* put(path, { is_email_required: true, expires_at: "1970-01-01T00:30:00Z" })
      assert.deepInclude(changed.json, {
        is_email_required: true,
        title: "Papers, please",
        etag: "1",
        status: "active"
      })
      const stale = yield* put(path, { status: "inactive" }, { headers: { "if-match": "0" } })
      assert.strictEqual(stale.status, 412)
      yield* TestClock.adjust("30 minutes")
      assert.strictEqual((yield* get(path)).json.status, "inactive")
      for (const one of [path, `/file_requests/${top.id}`]) {
        assert.strictEqual((yield* del(one)).status, 204)
        assert.strictEqual((yield* get(one)).status, 404)
      }
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("belongs to whom the folder is open to", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const path = `/file_requests/${top.id}`
      const copy = { folder: { type: "folder", id: top.id } }
      assert.strictEqual((yield* get(path, asGrace)).status, 404)
      yield* share("folder", top.id, "viewer")
      const refused = [
        [yield* put(path, { title: "x" }, asGrace), 403],
        [yield* post(`${path}/copy`, copy, asGrace), 403],
        [yield* del(path, asGrace), 403],
        [yield* put(path, { status: "asleep" }), 400],
        [yield* post(`${path}/copy`, {}), 400],
        [yield* post(`${path}/copy`, { folder: { id: "1" } }), 404],
        [yield* get("/file_requests/x"), 405]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) assert.strictEqual(reply.status, status, String(index))
      assert.strictEqual((yield* get(path, asGrace)).status, 200)
    }).pipe(Effect.provide(fresh()))
  )
})
