import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, file, fresh, get, type Json, jsonPatch, patch, post } from "./wire.ts"

const namespace = "enterprise_3001"
const geography = `/metadata_taxonomies/${namespace}/geography`

/** A continent with a country with two cities, by their names. */
const made = Effect.gen(function* () {
  yield* created(post("/metadata_taxonomies", { displayName: "Geography", namespace }))
  yield* post(`${geography}/levels`, [{ displayName: "Continent" }, { displayName: "Country", description: "land" }])
  yield* post(`${geography}/levels:append`, { displayName: "City" })
  const node = (displayName: string, level: number, parentId?: string) =>
    Effect.map(created(post(`${geography}/nodes`, { displayName, level, parentId })), (json) => String(json.id))
  const europe = yield* node("Europe", 1)
  const france = yield* node("France", 2, europe)
  return { europe, france, paris: yield* node("Paris", 3, france), lyon: yield* node("Lyon", 3, france) }
})

describe("taxonomies", () => {
  it.effect("are created with keys from their names, found, listed, renamed and deleted", () =>
    Effect.gen(function* () {
      const first = yield* created(post("/metadata_taxonomies", { displayName: "My Things!", namespace }))
      assert.deepInclude(first, { key: "my_things_", displayName: "My Things!", namespace, levels: [] })
      yield* created(post("/metadata_taxonomies", { displayName: "Other", key: "o", namespace }))
      assert.deepStrictEqual((yield* get(`/metadata_taxonomies/${namespace}/my_things_`)).json, first)
      const page = (yield* get(`/metadata_taxonomies/${namespace}?limit=1`)).json
      assert.strictEqual(page.entries[0].id, first.id)
      const rest = (yield* get(`/metadata_taxonomies/${namespace}?limit=1&marker=${page.next_marker}`)).json
      assert.deepStrictEqual([rest.entries[0].key, rest.next_marker], ["o", null])
      const renamed = yield* patch(`/metadata_taxonomies/${namespace}/o`, { displayName: "New" })
      assert.deepInclude(renamed.json, { key: "o", displayName: "New" })
      assert.strictEqual((yield* del(`/metadata_taxonomies/${namespace}/o`)).status, 204)
      assert.strictEqual((yield* get(`/metadata_taxonomies/${namespace}/o`)).status, 404)
      assert.strictEqual((yield* get("/metadata_taxonomies/enterprise_1")).json.entries.length, 0)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("have levels that are added at the end, renamed, and trimmed", () =>
    Effect.gen(function* () {
      yield* made
      assert.deepStrictEqual((yield* get(geography)).json.levels, [
        { displayName: "Continent", description: "", level: 1 },
        { displayName: "Country", description: "land", level: 2 },
        { displayName: "City", description: "", level: 3 }
      ])
      const renamed = yield* patch(`${geography}/levels/3`, { displayName: "Town", description: "x" })
      assert.deepStrictEqual(renamed.json, { displayName: "Town", description: "x", level: 3 })
      assert.strictEqual((yield* patch(`${geography}/levels/4`, { displayName: "x" })).status, 404)
      assert.strictEqual((yield* post(`${geography}/levels:trim`)).status, 400)
      yield* post(`${geography}/levels:append`, { displayName: "Street" })
      const trimmed = yield* post(`${geography}/levels:trim`)
      assert.deepStrictEqual([trimmed.status, trimmed.json.entries.length], [200, 3])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("have nodes with ancestors, which are filtered, paged, renamed and deleted from below", () =>
    Effect.gen(function* () {
      const { europe, france, lyon, paris } = yield* made
      assert.deepStrictEqual((yield* get(`${geography}/nodes/${europe}`)).json, {
        id: europe,
        displayName: "Europe",
        level: 1
      })
      assert.deepStrictEqual((yield* get(`${geography}/nodes/${paris}`)).json, {
        id: paris,
        displayName: "Paris",
        level: 3,
        parentId: france,
        nodePath: [europe, france],
        ancestors: [
          { id: europe, displayName: "Europe", level: 1 },
          { id: france, displayName: "France", level: 2 }
        ]
      })
      const names = (query: string) =>
        Effect.map(get(`${geography}/nodes?${query}`), ({ json }) => json.entries.map((node: Json) => node.displayName))
      assert.deepStrictEqual(yield* names(""), ["Europe", "France", "Lyon", "Paris"])
      assert.deepStrictEqual(yield* names("level=1&level=2"), ["Europe", "France"])
      assert.deepStrictEqual(yield* names(`parent=${france}`), ["Lyon", "Paris"])
      assert.deepStrictEqual(yield* names(`ancestor=${europe}`), ["France", "Lyon", "Paris"])
      assert.deepStrictEqual(yield* names("query=r"), ["Europe", "France", "Paris"])
      assert.deepStrictEqual(yield* names("query=p"), ["Paris", "Europe"])
      const page = (yield* get(`${geography}/nodes?limit=3&include-total-result-count=true`)).json
      assert.strictEqual(page.totalCount, 4)
      assert.deepStrictEqual(yield* names(`limit=3&marker=${page.next_marker}`), ["Paris"])
      assert.strictEqual((yield* patch(`${geography}/nodes/${lyon}`, { displayName: "Paris" })).status, 409)
      assert.strictEqual((yield* patch(`${geography}/nodes/${lyon}`, { displayName: "Nice" })).json.displayName, "Nice")
      assert.strictEqual((yield* del(`${geography}/nodes/${france}`)).status, 400)
      assert.strictEqual((yield* del(`${geography}/nodes/${lyon}`)).status, 204)
      assert.strictEqual((yield* get(`${geography}/nodes/${lyon}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are what fields of templates choose from", () =>
    Effect.gen(function* () {
      const { france, lyon, paris } = yield* made
      const field = (displayName: string, more: object) => ({
        type: "taxonomy",
        displayName,
        taxonomyKey: "geography",
        namespace,
        optionsRules: { multiSelect: false, selectableLevels: [3], ...more }
      })
      const fields = [field("one", {}), field("many", { multiSelect: true, selectableLevels: [2, 3] })]
      const base = { scope: "enterprise", displayName: "places" }
      const { fields: shown } = yield* created(post("/metadata_templates/schema", { ...base, fields }))
      assert.deepInclude(shown[1], {
        taxonomyKey: "geography",
        namespace,
        optionsRules: { multiSelect: true, selectableLevels: [2, 3] }
      })
      for (const wrong of [{ ...field("x", {}), taxonomyKey: "none" }, field("x", { selectableLevels: [4] })]) {
        const { status } = yield* post("/metadata_templates/schema", { ...base, fields: [wrong] })
        assert.include([400, 404], status)
      }
      const options = (query: string) =>
        Effect.map(get(`/metadata_templates/${namespace}/places/fields/one/options?${query}`), ({ json }) =>
          json.entries.map((node: Json) => node.displayName)
        )
      assert.deepStrictEqual(yield* options("only-selectable-options=true"), ["Lyon", "Paris"])
      assert.deepStrictEqual(yield* options("level=1"), ["Europe"])
      const { id } = yield* file("a")
      const address = `/files/${id}/metadata/enterprise/places`
      for (const values of [
        { one: [france] },
        { one: [paris, lyon] },
        { one: paris },
        { many: ["none"] },
        { one: [] }
      ]) {
        assert.strictEqual((yield* post(address, values)).json.code, "schema_validation_failed")
      }
      yield* created(post(address, { one: [paris], many: [france, lyon] }))
      assert.deepStrictEqual((yield* get(address)).json.many, [france, lyon])
      const hydrated = (yield* get(`${address}?view=hydrated`)).json
      assert.deepInclude(hydrated.one[0], { id: paris, displayName: "Paris", parentId: france })
      assert.strictEqual((yield* del(geography)).status, 400)
      // A node that is gone stays a value until it is replaced.
      yield* del(`${geography}/nodes/${lyon}`)
      const other = [{ op: "replace", path: "/many", value: [paris] }]
      assert.strictEqual((yield* jsonPatch(address, [{ op: "test", path: "/one", value: [paris] }])).status, 200)
      const wrong = [{ op: "replace", path: "/many", value: [lyon] }]
      assert.strictEqual((yield* jsonPatch(address, wrong)).json.code, "schema_validation_failed")
      assert.deepStrictEqual((yield* jsonPatch(address, other)).json.many, [paris])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("refuse what is taken, missing or wrong, and those who are no administrators", () =>
    Effect.gen(function* () {
      const { europe, france } = yield* made
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const message = { headers: { "as-user": credentials.managedUserId } }
      const node = (body: object) =>
        post(`${geography}/nodes`, { displayName: "x", level: 2, parentId: europe, ...body })
      const refused = [
        [yield* post("/metadata_taxonomies", { displayName: "Geography", namespace }), 409],
        [yield* post("/metadata_taxonomies", { displayName: "x" }), 400],
        [yield* post("/metadata_taxonomies", { displayName: "x", namespace: "global" }), 403],
        [yield* post("/metadata_taxonomies", { displayName: "x", namespace }, message), 403],
        [yield* patch(geography, { displayName: "x" }, message), 403],
        [yield* patch(geography, {}), 400],
        [yield* post(`${geography}/levels`, []), 400],
        [yield* post(`${geography}/levels`, {}), 400],
        [yield* node({ level: 9 }), 400],
        [yield* node({ level: 3 }), 400],
        [yield* node({ parentId: france }), 400],
        [yield* node({ parentId: undefined }), 400],
        [yield* node({ displayName: "France" }), 409],
        [yield* node({ displayName: undefined }), 400],
        [yield* del("/metadata_taxonomies/enterprise_3001/none"), 404]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) {
        assert.deepStrictEqual([index, reply.status], [index, status])
      }
      assert.strictEqual((yield* get(geography, message)).status, 200)
    }).pipe(Effect.provide(fresh()))
  )
})
