import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { del, file, folder, fresh, get, type Json, post, put, upload } from "./wire.ts"

const trashPath = { type: "folder", id: "1", sequence_id: null, etag: null, name: "Trash" }

describe("the trash", () => {
  it.effect("takes a file, frees its name and shows it with the pseudo folder as its path", () =>
    Effect.gen(function* () {
      const parent = yield* folder("parent")
      const { id } = yield* file("a", "x", parent.id)
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual((yield* del(`/files/${id}`)).status, 204)
      const shown = yield* get(`/files/${id}/trash`)
      assert.strictEqual(shown.status, 200)
      assert.deepInclude(shown.json, {
        item_status: "trashed",
        trashed_at: "1969-12-31T16:10:00-08:00",
        purged_at: "1970-01-30T16:10:00-08:00",
        path_collection: { total_count: 1, entries: [trashPath] }
      })
      assert.strictEqual(shown.json.parent.id, parent.id)
      assert.strictEqual((yield* upload("A", "y", parent.id)).status, 201)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a trashed item is 404 trashed for everything but reading; a folder is for reading too", () =>
    Effect.gen(function* () {
      const [{ id }, there] = [yield* file("a"), yield* folder("b")]
      yield* del(`/files/${id}`)
      yield* del(`/folders/${there.id}`)
      const replies = [
        yield* get(`/folders/${there.id}`),
        yield* put(`/files/${id}`, { name: "b" }),
        yield* del(`/files/${id}`),
        yield* get(`/files/${id}/content`),
        yield* post(`/files/${id}/copy`, { parent: { id: "0" } })
      ]
      for (const reply of replies) {
        assert.strictEqual(reply.status, 404)
        assert.strictEqual(reply.json.code, "trashed")
      }
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a folder with something in it needs recursive=true", () =>
    Effect.gen(function* () {
      const full = yield* folder("full")
      yield* file("a", "x", full.id)
      for (const query of ["", "?recursive=false"]) {
        const refused = yield* del(`/folders/${full.id}${query}`)
        assert.strictEqual(refused.status, 400)
        assert.strictEqual(refused.json.code, "folder_not_empty")
      }
      assert.strictEqual((yield* del(`/folders/${full.id}?recursive=true`)).status, 204)
      const empty = yield* folder("empty")
      assert.strictEqual((yield* del(`/folders/${empty.id}`)).status, 204)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("what is below a trashed folder is neither listed nor a trashed item of its own", () =>
    Effect.gen(function* () {
      const full = yield* folder("full")
      const inside = yield* file("a", "x", full.id)
      yield* del(`/folders/${full.id}?recursive=true`)
      const listed = (yield* get("/folders/trash/items")).json
      assert.deepStrictEqual(
        listed.entries.map((entry: Json) => entry.id),
        [full.id]
      )
      assert.strictEqual((yield* get(`/files/${inside.id}`)).status, 404)
      assert.strictEqual((yield* get(`/files/${inside.id}/trash`)).status, 404)
      assert.strictEqual((yield* upload("b", "x", full.id)).status, 404)
      assert.strictEqual((yield* post(`/folders/${full.id}`)).status, 201)
      assert.strictEqual((yield* get(`/files/${inside.id}`)).json.item_status, "active")
    }).pipe(Effect.provide(fresh()))
  )
})

describe("restoring", () => {
  it.effect("puts an item back under its name, or another one", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      yield* del(`/files/${id}`)
      yield* file("a")
      assert.strictEqual((yield* post(`/files/${id}`)).status, 409)
      const restored = yield* post(`/files/${id}`, { name: "b" })
      assert.strictEqual(restored.status, 201)
      assert.deepInclude(restored.json, { id, name: "b", item_status: "active", trashed_at: null, shared_link: null })
      assert.strictEqual((yield* post(`/files/${id}`)).json.code, "not_trashed")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("uses the given parent only when the original one is gone", () =>
    Effect.gen(function* () {
      const origin = yield* folder("origin")
      const other = yield* folder("other")
      const { id } = yield* file("a", "x", origin.id)
      yield* del(`/files/${id}`)
      const home = yield* post(`/files/${id}`, { parent: { id: other.id } })
      assert.strictEqual(home.json.parent.id, origin.id)

      yield* del(`/files/${id}`)
      yield* del(`/folders/${origin.id}`)
      assert.strictEqual((yield* post(`/files/${id}`)).status, 404)
      const elsewhere = yield* post(`/files/${id}`, { parent: { id: other.id } })
      assert.strictEqual(elsewhere.status, 201)
      assert.strictEqual(elsewhere.json.parent.id, other.id)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("purging", () => {
  it.effect("is final, and only for what is in the trash", () =>
    Effect.gen(function* () {
      const full = yield* folder("full")
      const inside = yield* file("a", "x", full.id)
      assert.strictEqual((yield* del(`/folders/${full.id}/trash`)).json.code, "not_trashed")
      yield* del(`/folders/${full.id}?recursive=true`)
      assert.strictEqual((yield* del(`/folders/${full.id}/trash`)).status, 204)
      for (const path of [`/folders/${full.id}`, `/folders/${full.id}/trash`, `/files/${inside.id}`]) {
        assert.strictEqual((yield* get(path)).json.code, "not_found")
      }
      assert.strictEqual((yield* get("/folders/trash/items")).json.total_count, 0)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("happens by itself after 30 days, in which the name is free and the item can come back", () =>
    Effect.gen(function* () {
      const [early, late] = [yield* file("early"), yield* file("late")]
      yield* del(`/files/${early.id}`)
      yield* TestClock.adjust("1 day")
      yield* del(`/files/${late.id}`)
      yield* TestClock.adjust("29 days")
      assert.strictEqual((yield* get(`/files/${early.id}/trash`)).json.code, "not_found")
      assert.strictEqual((yield* get(`/files/${late.id}/trash`)).status, 200)
      assert.strictEqual((yield* get("/folders/trash/items")).json.total_count, 1)
    }).pipe(Effect.provide(fresh({ accessTokenLifetime: "90 days" })))
  )
})
