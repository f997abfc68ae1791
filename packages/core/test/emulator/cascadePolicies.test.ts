import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { created, del, file, folder, fresh, get, type Json, jsonPatch, post, put } from "./wire.ts"

const properties = (type: string, id: string) => `/${type}s/${id}/metadata/global/properties`

const valueOn = (type: string, id: string) => Effect.map(get(properties(type, id)), ({ json }) => json.x)

const policyOn = (folder_id: string) =>
  post("/metadata_cascade_policies", { folder_id, scope: "global", templateKey: "properties" })

describe("a cascade policy", () => {
  it.effect("gives its folder's metadata to what is below, and to what comes later", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const inner = yield* folder("inner", top.id)
      const old = yield* file("old", "x", inner.id)
      const own = yield* file("own", "x", top.id)
      const outside = yield* folder("outside")
      const far = yield* file("far", "x", outside.id)
      yield* created(post(properties("file", own.id), { x: "own" }))
      yield* created(post(properties("folder", top.id), { x: "top" }))
      const made = yield* created(policyOn(top.id))
      assert.deepStrictEqual(made, {
        type: "metadata_cascade_policy",
        id: made.id,
        owner_enterprise: { type: "enterprise", id: "3001" },
        parent: { type: "folder", id: top.id },
        scope: "global",
        templateKey: "properties"
      })
      assert.deepStrictEqual(
        [yield* valueOn("folder", inner.id), yield* valueOn("file", old.id), yield* valueOn("file", own.id)],
        ["top", "top", "own"]
      )
      const fresher = yield* file("new", "x", inner.id)
      const deeper = yield* folder("deeper", inner.id)
      assert.deepStrictEqual([yield* valueOn("file", fresher.id), yield* valueOn("folder", deeper.id)], ["top", "top"])
      yield* put(`/folders/${outside.id}`, { parent: { id: deeper.id } })
      assert.deepStrictEqual([yield* valueOn("folder", outside.id), yield* valueOn("file", far.id)], ["top", "top"])
      const copied = yield* created(post(`/files/${own.id}/copy`, { parent: { id: inner.id } }))
      assert.strictEqual(yield* valueOn("file", copied.id), "top")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is applied by force, with or without what is there", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const own = yield* file("own", "x", top.id)
      yield* created(post(properties("file", own.id), { x: "own" }))
      yield* created(post(properties("folder", top.id), { x: "1" }))
      const { id } = yield* created(policyOn(top.id))
      const other = yield* file("other", "x", top.id)
      yield* jsonPatch(properties("folder", top.id), [{ op: "replace", path: "/x", value: "2" }])
      yield* del(properties("file", other.id))
      const apply = (conflict_resolution: string) =>
        post(`/metadata_cascade_policies/${id}/apply`, { conflict_resolution })
      assert.strictEqual((yield* apply("none")).status, 202)
      assert.deepStrictEqual([yield* valueOn("file", own.id), yield* valueOn("file", other.id)], ["own", "2"])
      assert.strictEqual((yield* apply("overwrite")).status, 202)
      assert.strictEqual(yield* valueOn("file", own.id), "2")
      assert.strictEqual((yield* apply("some")).status, 400)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is found, listed by its folder, and ends without taking anything away", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      yield* created(post(properties("folder", top.id), { x: "1" }))
      const { id } = yield* created(policyOn(top.id))
      const below = yield* file("a", "x", top.id)
      assert.strictEqual((yield* get(`/metadata_cascade_policies/${id}`)).json.id, id)
      const list = (query: string) =>
        Effect.map(get(`/metadata_cascade_policies?${query}`), ({ json }) =>
          json.entries.map((entry: Json) => entry.id)
        )
      assert.deepStrictEqual(yield* list(`folder_id=${top.id}`), [id])
      assert.deepStrictEqual(yield* list(`folder_id=${top.id}&owner_enterprise_id=1`), [])
      assert.strictEqual((yield* del(`/metadata_cascade_policies/${id}`)).status, 204)
      assert.strictEqual((yield* get(`/metadata_cascade_policies/${id}`)).status, 404)
      assert.deepStrictEqual(yield* list(`folder_id=${top.id}`), [])
      assert.strictEqual(yield* valueOn("file", below.id), "1")
      const later = yield* file("b", "x", top.id)
      assert.strictEqual((yield* get(properties("file", later.id))).status, 404)
      yield* created(policyOn(top.id))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("reaches what is restored below its folder, and ends with its template", () =>
    Effect.gen(function* () {
      const template = { scope: "enterprise", displayName: "bill" }
      yield* created(post("/metadata_templates/schema", template))
      const top = yield* folder("top")
      const inner = yield* folder("inner", top.id)
      const below = yield* file("a", "x", inner.id)
      yield* del(`/folders/${inner.id}?recursive=true`)
      yield* created(post(`/folders/${top.id}/metadata/enterprise/bill`, {}))
      const body = { folder_id: top.id, scope: "enterprise", templateKey: "bill" }
      const { id } = yield* created(post("/metadata_cascade_policies", body))
      yield* created(post(`/folders/${inner.id}`, {}))
      assert.strictEqual((yield* get(`/files/${below.id}/metadata/enterprise/bill`)).status, 200)
      yield* del("/metadata_templates/enterprise/bill/schema")
      assert.strictEqual((yield* get(`/metadata_cascade_policies/${id}`)).status, 404)
      assert.deepStrictEqual((yield* get(`/metadata_cascade_policies?folder_id=${top.id}`)).json.entries, [])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("waits for the instance of its folder, and goes on with another one", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const below = yield* file("a", "x", top.id)
      const { id } = yield* created(policyOn(top.id))
      const early = yield* post(`/metadata_cascade_policies/${id}/apply`, { conflict_resolution: "none" })
      assert.deepStrictEqual([early.status, early.json.code], [404, "instance_not_found"])
      yield* created(post(properties("folder", top.id), { x: "1" }))
      assert.strictEqual(yield* valueOn("file", below.id), "1")
      yield* del(properties("folder", top.id))
      const between = yield* file("b", "x", top.id)
      assert.strictEqual((yield* get(properties("file", between.id))).status, 404)
      yield* created(post(properties("folder", top.id), { x: "2" }))
      assert.deepStrictEqual([yield* valueOn("file", between.id), yield* valueOn("file", below.id)], ["2", "1"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is refused on the root, without a template, and twice", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const wrong = { folder_id: top.id, scope: "enterprise", templateKey: "none" }
      assert.strictEqual((yield* post("/metadata_cascade_policies", wrong)).json.code, "instance_tuple_not_found")
      yield* created(post(properties("folder", top.id), { x: "1" }))
      yield* created(policyOn(top.id))
      const again = yield* policyOn(top.id)
      assert.deepStrictEqual([again.status, again.json.code], [409, "tuple_already_exists"])
      assert.strictEqual((yield* policyOn("0")).status, 403)
      assert.strictEqual((yield* policyOn("1")).status, 404)
      assert.strictEqual((yield* post("/metadata_cascade_policies", { folder_id: top.id })).status, 400)
      assert.strictEqual((yield* get("/metadata_cascade_policies")).status, 400)
      assert.strictEqual((yield* get("/metadata_cascade_policies?folder_id=0")).status, 403)
      assert.strictEqual(
        (yield* post("/metadata_cascade_policies/1/apply", { conflict_resolution: "none" })).status,
        404
      )
    }).pipe(Effect.provide(fresh()))
  )
})
