import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { del, file, folder, fresh, get, type Json, post, put } from "./wire.ts"

const names = (json: Json): ReadonlyArray<string> => json.entries.map((entry: Json) => entry.name)

/** A folder of each kind of item, made in an order that no sort gives. */
const mixed = Effect.gen(function* () {
  yield* file("b.txt", "22")
  yield* TestClock.adjust("1 second")
  yield* file("A.txt", "333")
  yield* TestClock.adjust("1 second")
  yield* folder("z")
  yield* post("/web_links", { name: "m", url: "https://example.test", parent: { id: "0" } })
  yield* TestClock.adjust("1 second")
  yield* file("c.txt", "1")
  yield* folder("Y")
})

describe("offset pages", () => {
  it.effect("hold the effective limit, the offset and the order", () =>
    Effect.gen(function* () {
      yield* mixed
      const { json } = yield* get("/folders/0/items")
      assert.deepStrictEqual(names(json), ["Y", "z", "A.txt", "b.txt", "c.txt", "m"])
      assert.deepInclude(json, { total_count: 6, offset: 0, limit: 100 })
      assert.deepStrictEqual(json.order, [
        { by: "type", direction: "ASC" },
        { by: "name", direction: "ASC" }
      ])
      assert.notProperty(json, "next_marker")
      const second = (yield* get("/folders/0/items?offset=4&limit=4")).json
      assert.deepStrictEqual(names(second), ["c.txt", "m"])
      assert.deepInclude(second, { total_count: 6, offset: 4, limit: 4 })
      assert.deepStrictEqual(names((yield* get("/folders/0/items?offset=100000")).json), [])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    ["sort=name&direction=DESC", ["z", "Y", "c.txt", "b.txt", "A.txt", "m"]],
    ["sort=id", ["z", "Y", "b.txt", "A.txt", "c.txt", "m"]],
    ["sort=date&direction=DESC", ["Y", "z", "c.txt", "A.txt", "b.txt", "m"]],
    ["sort=size", ["z", "Y", "c.txt", "b.txt", "A.txt", "m"]]
  ] as const)("%s orders inside each type", ([query, expected]) =>
    Effect.gen(function* () {
      yield* mixed
      assert.deepStrictEqual(names((yield* get(`/folders/0/items?${query}`)).json), expected)
      assert.deepStrictEqual(names((yield* get(`/folders/0?${query}`)).json.item_collection), expected)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    ["/folders/0/items?limit=0", "invalid_limit"],
    ["/folders/0/items?limit=ten", "invalid_limit"],
    ["/folders/0/items?limit=-1", "invalid_limit"],
    ["/folders/0/items?offset=-1", "invalid_offset"],
    ["/folders/0/items?offset=x", "invalid_offset"],
    ["/folders/0/items?sort=colour", "bad_request"],
    ["/folders/0/items?direction=up", "bad_request"],
    ["/folders/trash/items?offset=10001", "bad_request"],
    ["/search?query=a&offset=10001", "bad_request"],
    ["/folders/trash/items?usemarker=true&offset=1", "invalid_parameter"],
    ["/folders/trash/items?usemarker=true&sort=name", "invalid_parameter"],
    ["/folders/0/items?usemarker=true&marker=nonsense", "invalid_parameter"]
  ] as const)("%s is 400 %s", ([path, code]) =>
    Effect.gen(function* () {
      const reply = yield* get(path)
      assert.strictEqual(reply.status, 400)
      assert.strictEqual(reply.json.code, code)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    ["/folders/0/items?limit=5000", 1000],
    ["/search?query=a&limit=5000", 200],
    ["/search?query=a", 30]
  ] as const)("%s has the limit %d", ([path, limit]) =>
    Effect.gen(function* () {
      assert.strictEqual((yield* get(path)).json.limit, limit)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("marker pages", () => {
  it.effect("walk through everything once and end with null", () =>
    Effect.gen(function* () {
      yield* mixed
      const seen: Array<string> = []
      let marker: string | null = "0"
      let pages = 0
      while (marker !== null) {
        const { json }: { json: Json } = yield* get(`/folders/0/items?usemarker=true&limit=2&marker=${marker}`)
        assert.deepStrictEqual(Object.keys(json).toSorted(), ["entries", "limit", "next_marker"])
        seen.push(...names(json))
        marker = json.next_marker
        pages++
      }
      assert.deepStrictEqual(seen, ["Y", "z", "A.txt", "b.txt", "c.txt", "m"])
      assert.strictEqual(pages, 3)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("neither repeat nor skip what stays while items come and go", () =>
    Effect.gen(function* () {
      yield* mixed
      const first = (yield* get("/folders/0/items?usemarker=true&limit=3")).json
      yield* file("0.txt")
      yield* file("bb.txt")
      const gone = first.entries[2].id
      yield* del(`/files/${gone}`)
      const rest = (yield* get(`/folders/0/items?usemarker=true&limit=9&marker=${first.next_marker}`)).json
      assert.deepStrictEqual(names(rest), ["b.txt", "bb.txt", "c.txt", "m"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("exist for the trash too", () =>
    Effect.gen(function* () {
      for (const name of ["a", "b", "c"]) yield* del(`/files/${(yield* file(name)).id}`)
      const first = (yield* get("/folders/trash/items?usemarker=true&limit=2")).json
      const second = (yield* get(`/folders/trash/items?usemarker=true&limit=2&marker=${first.next_marker}`)).json
      assert.deepStrictEqual([...names(first), ...names(second)], ["a", "b", "c"])
      assert.isNull(second.next_marker)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("fields", () => {
  it.effect("give the base and exactly what they name", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a", "12345")
      const { json } = yield* get(`/files/${id}?fields=size,tags,nonsense,toString,version_number`)
      assert.deepStrictEqual(json, { type: "file", id, etag: "0", size: 5, tags: [], version_number: "1" })
      const listed = (yield* get("/folders/0/items?fields=name")).json.entries
      assert.deepStrictEqual(listed, [{ type: "file", id, etag: "0", name: "a" }])
      const changed = yield* put(`/files/${id}?fields=description`, { description: "d" })
      assert.deepStrictEqual(changed.json, { type: "file", id, etag: "1", description: "d" })
      const folderReply = yield* get("/folders/0?fields=name")
      assert.deepStrictEqual(folderReply.json, { type: "folder", id: "0", etag: null, name: "All Files" })
      assert.property((yield* get("/folders/0?fields=item_collection")).json, "item_collection")
      assert.deepStrictEqual((yield* get("/users/me?fields=role,valueOf")).json, {
        type: "user",
        id: "7001",
        role: "admin"
      })
    }).pipe(Effect.provide(fresh()))
  )
})
