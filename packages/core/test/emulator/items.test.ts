import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
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
  post,
  put,
  upload,
  uploadVersion
} from "./wire.ts"

const root = { type: "folder", id: "0", sequence_id: null, etag: null, name: "All Files" }

const names = (reply: { json: Json }): ReadonlyArray<string> => reply.json.entries.map((entry: Json) => entry.name)

describe("names", () => {
  it.effect.each([
    ["-dash", 201, ""],
    [" leading", 201, ""],
    ["a<b>c:d|e?f*g", 201, ""],
    ["trailing.", 201, ""],
    ["ünïcödé", 201, ""],
    ["a".repeat(255), 201, ""],
    ["ü".repeat(255), 201, ""],
    ["a".repeat(256), 400, "item_name_too_long"],
    ["", 400, "item_name_invalid"],
    [".", 400, "item_name_invalid"],
    ["..", 400, "item_name_invalid"],
    ["trailing ", 400, "item_name_invalid"],
    ["a/b", 400, "item_name_invalid"],
    ["a\\b", 400, "item_name_invalid"],
    ["a\u0007b", 400, "item_name_invalid"],
    ["a\u007fb", 400, "item_name_invalid"]
  ] as const)("%j is %d %s", ([name, status, code]) =>
    Effect.gen(function* () {
      const there = yield* folder("there")
      const replies = [
        yield* post("/folders", { name, parent: { id: there.id } }),
        yield* upload(name, "x"),
        yield* put(`/folders/${there.id}`, { name })
      ]
      for (const reply of replies) {
        if (status === 400) assert.strictEqual(reply.json.code, code)
        else assert.isBelow(reply.status, 300 + (reply === replies[2] ? 200 : 0))
      }
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("changing only the case of a name is a rename", () =>
    Effect.gen(function* () {
      const { id } = yield* file("readme.md")
      const renamed = yield* put(`/files/${id}`, { name: "README.md" })
      assert.strictEqual(renamed.json.name, "README.md")
      assert.strictEqual((yield* upload("Readme.md", "x")).status, 409)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("the root folder", () => {
  it.effect("has no etag, no times and no parent", () =>
    Effect.gen(function* () {
      const { json } = yield* get("/folders/0")
      const nulls = ["etag", "sequence_id", "created_at", "modified_at", "content_created_at", "content_modified_at"]
      for (const name of [...nulls, "parent", "shared_link", "folder_upload_email"]) assert.isNull(json[name], name)
      assert.deepStrictEqual(json.path_collection, { total_count: 0, entries: [] })
      assert.deepStrictEqual(json.created_by, { type: "user", id: "", name: "", login: "" })
      assert.strictEqual(json.name, "All Files")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is neither changed nor deleted nor copied", () =>
    Effect.gen(function* () {
      const { id } = yield* folder("f")
      assert.strictEqual((yield* put("/folders/0", { name: "mine" })).status, 403)
      assert.strictEqual((yield* put("/folders/0", { parent: { id } })).status, 403)
      assert.strictEqual((yield* put("/folders/0", { shared_link: {} })).status, 403)
      assert.strictEqual((yield* del("/folders/0?recursive=true")).status, 403)
      const copied = yield* post("/folders/0/copy", { parent: { id } })
      assert.strictEqual(copied.status, 500)
      assert.strictEqual(copied.json.code, "internal_server_error")
    }).pipe(Effect.provide(fresh()))
  )
})

describe("etags, times and paths", () => {
  it.effect("every change counts the etag and the sequence id", () =>
    Effect.gen(function* () {
      const { etag, id, sequence_id } = yield* file("a")
      assert.deepStrictEqual([etag, sequence_id], ["0", "0"])
      yield* TestClock.adjust("30 minutes")
      const described = yield* put(`/files/${id}`, { description: "x" })
      assert.deepInclude(described.json, { etag: "1", sequence_id: "1", modified_at: "1969-12-31T16:30:00-08:00" })
      assert.strictEqual((yield* uploadVersion(id, "more")).json.entries[0].etag, "2")
      assert.strictEqual((yield* put(`/files/${id}`, { name: "b" })).json.etag, "3")
      assert.strictEqual((yield* get(`/files/${id}`)).json.created_at, "1969-12-31T16:00:00-08:00")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a path goes from the root to the parent", () =>
    Effect.gen(function* () {
      const outer = yield* folder("outer")
      const inner = yield* folder("inner", outer.id)
      const deep = yield* file("deep", "12345", inner.id)
      assert.deepStrictEqual(
        deep.path_collection.entries.map((entry: Json) => entry.name),
        ["All Files", "outer", "inner"]
      )
      assert.deepStrictEqual(deep.path_collection.entries[0], root)
      assert.strictEqual(deep.parent.id, inner.id)
      assert.strictEqual((yield* get(`/folders/${outer.id}`)).json.size, 5)
      assert.strictEqual((yield* get("/users/me")).json.space_used, 5)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("moving", () => {
  it.effect("takes an item elsewhere, with a new name if wanted", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const target = yield* folder("target")
      const moved = yield* put(`/files/${id}`, { parent: { id: target.id }, name: "b" })
      assert.strictEqual(moved.json.parent.id, target.id)
      assert.deepStrictEqual(names(yield* get("/folders/0/items")), ["target"])
      assert.deepStrictEqual(names(yield* get(`/folders/${target.id}/items`)), ["b"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is refused where the name is taken, and leaves everything as it was", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const target = yield* folder("target")
      yield* file("A", "x", target.id)
      const refused = yield* put(`/files/${id}`, { parent: { id: target.id }, description: "new" })
      assert.strictEqual(refused.status, 409)
      assert.strictEqual(refused.json.context_info.conflicts.type, "file")
      assert.deepInclude((yield* get(`/files/${id}`)).json, { etag: "0", description: "" })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a folder does not go into itself or below itself", () =>
    Effect.gen(function* () {
      const outer = yield* folder("outer")
      const inner = yield* folder("inner", outer.id)
      for (const target of [outer.id, inner.id]) {
        const refused = yield* put(`/folders/${outer.id}`, { parent: { id: target } })
        assert.strictEqual(refused.status, 400)
        assert.strictEqual(refused.json.code, "cyclical_folder_structure")
      }
      const { status } = yield* put(`/folders/${inner.id}`, { parent: { id: "0" } })
      assert.strictEqual(status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("needs a target that exists", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      assert.strictEqual((yield* put(`/files/${id}`, { parent: { id: "99" } })).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("copying", () => {
  it.effect("a folder takes along everything below it", () =>
    Effect.gen(function* () {
      const outer = yield* folder("outer")
      const inner = yield* folder("inner", outer.id)
      const deep = yield* file("deep", "bytes", inner.id)
      yield* uploadVersion(deep.id, "newer")
      const copy = yield* created(post(`/folders/${outer.id}/copy`, { parent: { id: "0" }, name: "copy" }))
      const innerCopy = (yield* get(`/folders/${copy.id}/items`)).json.entries[0]
      const deepCopy = (yield* get(`/folders/${innerCopy.id}/items`)).json.entries[0]
      assert.strictEqual(deepCopy.name, "deep")
      assert.notStrictEqual(deepCopy.id, deep.id)
      assert.strictEqual((yield* get(`/files/${deepCopy.id}/versions`)).json.total_count, 0)
      assert.strictEqual(new TextDecoder().decode((yield* download(deepCopy.id)).bytes), "newer")
      assert.strictEqual((yield* post(`/folders/${outer.id}/copy`, { parent: { id: "0" } })).status, 409)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a file can be copied as it was", () =>
    Effect.gen(function* () {
      const { file_version, id } = yield* file("a", "old")
      yield* uploadVersion(id, "new")
      const copy = yield* created(
        post(`/files/${id}/copy`, { parent: { id: "0" }, name: "b", version: file_version.id })
      )
      assert.strictEqual(new TextDecoder().decode((yield* download(copy.id)).bytes), "old")
      const clash = yield* post(`/files/${id}/copy`, { parent: { id: "0" } })
      assert.strictEqual(clash.status, 409)
      assert.strictEqual(clash.json.context_info.conflicts.id, id)
      // The bytes are shared, but not the fate.
      yield* del(`/files/${id}`)
      yield* del(`/files/${id}/trash`)
      assert.strictEqual(new TextDecoder().decode((yield* download(copy.id)).bytes), "old")
    }).pipe(Effect.provide(fresh()))
  )
})

describe("versions", () => {
  it.effect("the past ones are listed newest first, promoted, deleted and brought back", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a", "one")
      yield* uploadVersion(id, "two")
      yield* uploadVersion(id, "three")
      const listed = (yield* get(`/files/${id}/versions`)).json
      assert.deepStrictEqual(
        listed.entries.map((entry: Json) => entry.size),
        [3, 3]
      )
      const [two, one] = listed.entries
      assert.strictEqual((yield* get(`/files/${id}/versions/${one.id}`)).json.sha1, one.sha1)

      const promoted = yield* post(`/files/${id}/versions/current`, { type: "file_version", id: one.id })
      assert.strictEqual(promoted.status, 201)
      assert.strictEqual(promoted.json.sha1, one.sha1)
      assert.notStrictEqual(promoted.json.id, one.id)
      assert.strictEqual(new TextDecoder().decode((yield* download(id)).bytes), "one")

      assert.strictEqual((yield* del(`/files/${id}/versions/${two.id}`, { headers: { "if-match": "9" } })).status, 412)
      assert.strictEqual((yield* del(`/files/${id}/versions/${two.id}`)).status, 204)
      assert.strictEqual((yield* get(`/files/${id}/content?version=${two.id}`)).json.code, "trashed")
      const back = yield* put(`/files/${id}/versions/${two.id}`, { trashed_at: null })
      assert.strictEqual(back.status, 200)
      assert.isString(back.json.restored_at)
      assert.strictEqual((yield* get(`/files/${id}/content?version=${two.id}`)).status, 302)
      assert.strictEqual((yield* del(`/files/${id}/versions/${promoted.json.id}`)).status, 400)
      assert.strictEqual((yield* get(`/files/${id}/versions/1`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("locks", () => {
  it.effect("are set and removed with PUT", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const locked = yield* put(`/files/${id}?fields=lock`, { lock: { access: "lock" } })
      assert.deepInclude(locked.json.lock, { type: "lock", expired_at: null, is_download_prevented: false })
      const { json } = yield* put(`/files/${id}?fields=lock`, { lock: null })
      assert.isNull(json.lock)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("keep others from the content if they say so", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const asOther = { headers: { "as-user": credentials.managedUserId } }
      const { id } = yield* file("a")
      const accessible_by = { type: "user", id: credentials.managedUserId }
      yield* created(post("/collaborations", { item: { type: "file", id }, accessible_by, role: "editor" }))
      const statusWith = (is_download_prevented: boolean) =>
        Effect.gen(function* () {
          const locked = yield* put(`/files/${id}?fields=lock`, { lock: { access: "lock", is_download_prevented } })
          assert.strictEqual(locked.json.lock.is_download_prevented, is_download_prevented)
          assert.strictEqual((yield* get(`/files/${id}/content`)).status, 302)
          return (yield* get(`/files/${id}/content`, asOther)).status
        })
      assert.strictEqual(yield* statusWith(true), 403)
      assert.strictEqual(yield* statusWith(false), 302)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("web links", () => {
  it.effect("are created, changed and deleted", () =>
    Effect.gen(function* () {
      const link = yield* created(post("/web_links", { url: "https://example.test/a", parent: { id: "0" }, name: "l" }))
      assert.deepInclude(link, { type: "web_link", name: "l", url: "https://example.test/a", etag: "0" })
      assert.strictEqual((yield* put(`/web_links/${link.id}`, { url: "http://b.test" })).json.url, "http://b.test")
      assert.strictEqual((yield* put(`/web_links/${link.id}`, { url: "ftp://b.test" })).status, 400)
      assert.strictEqual((yield* del(`/web_links/${link.id}`)).status, 204)
      assert.strictEqual((yield* get(`/web_links/${link.id}`)).json.item_status, "trashed")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("need an address of the web", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* post("/web_links", { url: "mailto:a@b.test", parent: { id: "0" } })).status, 400)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("shared links", () => {
  it.effect("are made, kept and removed", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const made = (yield* put(`/files/${id}?fields=shared_link`, { shared_link: {} })).json.shared_link
      assert.match(made.url, /^https:\/\/app\.box\.com\/s\/\w+$/)
      assert.deepInclude(made, { access: "open", is_password_enabled: false, effective_permission: "can_download" })
      assert.isString(made.download_url)
      const again = (yield* put(`/files/${id}?fields=shared_link`, { shared_link: { password: "Passw0rd" } })).json
      assert.strictEqual(again.shared_link.url, made.url)
      assert.deepInclude(again.shared_link, { is_password_enabled: true, download_url: null })
      assert.isNull((yield* put(`/files/${id}?fields=shared_link`, { shared_link: null })).json.shared_link)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    [{ access: "secret" }],
    [{ access: "company", password: "Passw0rd" }],
    [{ password: "short1" }],
    [{ password: "onlyletters" }],
    [{ access: "collaborators", permissions: { can_download: true } }]
  ] as const)("%j is refused", ([shared_link]) =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      assert.strictEqual((yield* put(`/files/${id}`, { shared_link })).status, 400)
      assert.isNull((yield* get(`/files/${id}`)).json.shared_link)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("open the item and everything below it to others, but for reading only", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const other = (yield* get("/users")).json.entries.find((user: Json) => user.id !== credentials.userId).id
      const shared = yield* folder("shared")
      const inside = yield* file("inside", "x", shared.id)
      const outside = yield* file("outside")
      const password = "Pass&w0rd"
      const { url } = (yield* put(`/folders/${shared.id}`, { shared_link: { password } })).json.shared_link
      const with_ = (text: string) => ({ headers: { "As-User": other, BoxApi: text } })
      const right = with_(`shared_link=${encodeURIComponent(url)}&shared_link_password=${encodeURIComponent(password)}`)

      assert.strictEqual((yield* get("/shared_items", right)).json.id, shared.id)
      assert.strictEqual((yield* get(`/files/${inside.id}`, right)).status, 200)
      assert.strictEqual((yield* get(`/files/${outside.id}`, right)).status, 404)
      assert.strictEqual((yield* get(`/files/${inside.id}`, { headers: { "As-User": other } })).status, 404)
      const wrong = yield* get("/shared_items", with_(`shared_link=${encodeURIComponent(url)}`))
      assert.strictEqual(wrong.status, 403)
      assert.strictEqual(wrong.json.code, "incorrect_shared_item_password")
      assert.strictEqual((yield* get("/shared_items", with_("shared_link=https://app.box.com/s/x"))).status, 404)
      assert.strictEqual((yield* put(`/files/${inside.id}`, { name: "b" }, right)).status, 403)
      assert.strictEqual((yield* del(`/files/${inside.id}`, right)).status, 403)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("end when they say so", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const shared_link = { unshared_at: "1970-01-01T01:00:00Z" }
      const { url } = (yield* put(`/files/${id}`, { shared_link })).json.shared_link
      const message = { headers: { boxapi: `shared_link=${url}` } }
      assert.strictEqual((yield* get("/shared_items", message)).status, 200)
      yield* TestClock.adjust("61 minutes")
      assert.strictEqual((yield* get("/shared_items", message)).status, 404)
    }).pipe(Effect.provide(fresh({ accessTokenLifetime: "2 hours" })))
  )
})
