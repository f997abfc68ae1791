import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, file, folder, fresh, get, type Json, jsonPatch, post, put, uploadVersion } from "./wire.ts"

const fields = [
  { type: "string", key: "customer", displayName: "Customer" },
  { type: "float", key: "amount", displayName: "Amount" },
  { type: "date", key: "due", displayName: "Due" },
  { type: "enum", key: "state", displayName: "State", options: [{ key: "open" }, { key: "paid" }] },
  { type: "multiSelect", key: "tags", displayName: "Tags", options: [{ key: "a" }, { key: "b" }, { key: "c" }] }
]

const template = (templateKey: string, more = {}) =>
  created(
    post("/metadata_templates/schema", { scope: "enterprise", templateKey, displayName: templateKey, fields, ...more })
  )

const free = (id: string) => `/files/${id}/metadata/global/properties`

describe("an instance of metadata", () => {
  const kinds = [
    ["file", file],
    ["folder", folder]
  ] as const
  it.effect.each(kinds)("on a %s is created, read, listed, changed and deleted", ([type, make]) =>
    Effect.gen(function* () {
      yield* template("bill")
      const { etag, id } = yield* make("a")
      const address = `/${type}s/${id}/metadata/enterprise/bill`
      const values = { customer: "Ada", amount: 1.5, due: "2026-01-02T03:04:05Z", state: "open", tags: ["b", "a"] }
      const made = yield* created(post(address, values))
      assert.deepInclude(made, { ...values, due: "2026-01-02T03:04:05.000Z" })
      assert.deepInclude(made, {
        $parent: `${type}_${id}`,
        $template: "bill",
        $scope: "enterprise_3001",
        $version: 0,
        $typeVersion: 0,
        $canEdit: true
      })
      assert.match(made.$id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      assert.match(made.$type, /^bill-[0-9a-f-]{36}$/)
      assert.deepStrictEqual((yield* get(`/${type}s/${id}/metadata/enterprise_3001/bill`)).json, made)
      yield* created(post(`/${type}s/${id}/metadata/global/properties`, { any: "thing" }))
      const { json } = yield* get(`/${type}s/${id}/metadata`)
      assert.strictEqual(json.limit, 100)
      assert.deepStrictEqual(
        json.entries.map((entry: Json) => entry.$template),
        ["bill", "properties"]
      )
      const changed = yield* jsonPatch(address, [{ op: "replace", path: "/amount", value: 2 }])
      assert.deepStrictEqual(changed.json, { ...made, amount: 2, $version: 1 })
      assert.strictEqual((yield* get(`/${type}s/${id}`)).json.etag, String(Number(etag) + 3))
      assert.strictEqual((yield* del(address)).status, 204)
      for (const gone of [yield* get(address), yield* del(address), yield* jsonPatch(address, [])]) {
        assert.deepStrictEqual([gone.status, gone.json.code], [404, "instance_not_found"])
      }
      const types = (yield* get("/events?stream_type=admin_logs")).json.entries.map((event: Json) => event.event_type)
      assert.includeMembers(types, ["METADATA_INSTANCE_CREATE", "METADATA_INSTANCE_UPDATE", "METADATA_INSTANCE_DELETE"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("takes only what its template allows, and only once", () =>
    Effect.gen(function* () {
      yield* template("bill")
      const { id } = yield* file("a")
      const address = `/files/${id}/metadata/enterprise/bill`
      const bad = [
        { none: "x" },
        { customer: 1 },
        { customer: null },
        { amount: "1" },
        { due: "tomorrow" },
        { state: "late" },
        { state: ["open"] },
        { tags: "a" },
        { tags: ["z"] },
        { tags: ["a", "a"] },
        { $id: "x" }
      ]
      for (const values of bad) {
        const { json, status } = yield* post(address, values)
        assert.deepStrictEqual([values, status, json.code], [values, 400, "schema_validation_failed"])
      }
      const refused = [
        [yield* post(free(id), { x: 1 }), 400, "schema_validation_failed"],
        [yield* post(`/files/${id}/metadata/enterprise/none`, {}), 404, "instance_tuple_not_found"],
        [yield* post(`/files/${id}/metadata/enterprise_1/bill`, {}), 404, "instance_tuple_not_found"],
        [yield* post(`/files/${id}/metadata/other/bill`, {}), 400, "bad_request"],
        [yield* post("/files/1/metadata/enterprise/bill", {}), 404, "not_found"],
        [yield* get("/folders/1/metadata"), 404, "not_found"],
        [yield* post("/folders/0/metadata/enterprise/bill", {}), 403, "access_denied_insufficient_permissions"],
        [yield* get(`/files/${id}/metadata?view=other`), 400, "bad_request"]
      ] as const
      for (const [index, [reply, status, code]] of refused.entries()) {
        assert.deepStrictEqual([index, reply.status, reply.json.code], [index, status, code])
      }
      yield* created(post(address, {}))
      const again = yield* post(address, {})
      assert.deepStrictEqual([again.status, again.json.code], [409, "tuple_already_exists"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is hidden from those who do not see the item", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const message = { headers: { "as-user": credentials.managedUserId } }
      yield* created(post(free(id), { x: "1" }))
      assert.strictEqual((yield* get(free(id), message)).status, 404)
      yield* del(`/files/${id}`)
      assert.strictEqual((yield* get(free(id))).json.code, "trashed")
      yield* post(`/files/${id}`, {})
      assert.strictEqual((yield* get(free(id))).json.x, "1")
      yield* uploadVersion(id, "other")
      assert.strictEqual((yield* get(free(id))).json.x, "1")
      yield* del(`/files/${id}`)
      yield* del(`/files/${id}/trash`)
      assert.strictEqual((yield* get(free(id))).json.code, "not_found")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is named in `fields` of items and lists, in whole or in part", () =>
    Effect.gen(function* () {
      yield* template("bill")
      const { id } = yield* file("a")
      yield* file("without")
      yield* created(post(`/files/${id}/metadata/enterprise/bill`, { customer: "Ada", amount: 1 }))
      yield* created(post(free(id), { x: "1" }))
      const whole = "fields=name,metadata.enterprise_3001.bill,metadata.global.properties"
      const { json } = yield* get(`/files/${id}?${whole}`)
      assert.deepInclude(json.metadata.enterprise_3001.bill, { customer: "Ada", amount: 1, $template: "bill" })
      assert.deepInclude(json.metadata.global.properties, { x: "1" })
      const part = (yield* get(`/files/${id}?fields=metadata.enterprise.bill.amount`)).json.metadata.enterprise_3001
        .bill
      assert.deepInclude(part, { amount: 1, $version: 0 })
      assert.notProperty(part, "customer")
      const { entries } = (yield* get(`/folders/0/items?${whole}`)).json
      assert.deepStrictEqual(
        entries.map((entry: Json) => [entry.name, entry.metadata?.global.properties.x]),
        [
          ["a", "1"],
          ["without", undefined]
        ]
      )
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is copied with the item if its template says so", () =>
    Effect.gen(function* () {
      yield* template("kept", { copyInstanceOnItemCopy: true })
      yield* template("left")
      const above = yield* folder("d")
      const { id } = yield* created(post("/folders", { name: "e", parent: { id: above.id } }))
      for (const key of ["kept", "left"]) {
        yield* created(post(`/folders/${id}/metadata/enterprise/${key}`, { customer: "Ada" }))
      }
      yield* created(post(`/folders/${above.id}/copy`, { name: "f", parent: { id: "0" } }))
      const copies = (yield* get("/folders/0/items")).json.entries.find((entry: Json) => entry.name === "f")
      const inner = (yield* get(`/folders/${copies.id}/items`)).json.entries[0]
      const { entries } = (yield* get(`/folders/${inner.id}/metadata`)).json
      assert.deepStrictEqual([entries.length, entries[0].$template, entries[0].customer], [1, "kept", "Ada"])
      assert.strictEqual(entries[0].$parent, `folder_${inner.id}`)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("a patch of metadata", () => {
  const start = { a: "1", "b/c": "2", "~d": "3" }
  const good: ReadonlyArray<readonly [ReadonlyArray<object>, object]> = [
    [[{ op: "add", path: "/x", value: "9" }], { ...start, x: "9" }],
    [[{ op: "add", path: "/a", value: "9" }], { ...start, a: "9" }],
    [[{ op: "replace", path: "/b~1c", value: "9" }], { ...start, "b/c": "9" }],
    [[{ op: "remove", path: "/~0d" }], { a: "1", "b/c": "2" }],
    [[{ op: "move", from: "/a", path: "/z" }], { "b/c": "2", "~d": "3", z: "1" }],
    [[{ op: "copy", from: "/a", path: "/z" }], { ...start, z: "1" }],
    [
      [
        { op: "test", path: "/a", value: "1" },
        { op: "replace", path: "/a", value: "2" }
      ],
      { ...start, a: "2" }
    ]
  ]
  it.effect.each(good)("changes values: %j", ([operations, expected]) =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      yield* post(free(id), start)
      const { json, status } = yield* jsonPatch(free(id), operations)
      assert.strictEqual(status, 200)
      const values = Object.fromEntries(Object.entries(json).filter(([key]) => !key.startsWith("$")))
      assert.deepStrictEqual(values, expected)
      assert.strictEqual(json.$version, 1)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("works on the members of lists", () =>
    Effect.gen(function* () {
      yield* template("bill")
      const { id } = yield* file("a")
      const address = `/files/${id}/metadata/enterprise/bill`
      yield* post(address, { tags: ["a", "b"] })
      const tags = (operations: ReadonlyArray<object>) =>
        Effect.map(jsonPatch(address, operations), ({ json }) => json.tags ?? json.code)
      assert.deepStrictEqual(yield* tags([{ op: "add", path: "/tags/0", value: "c" }]), ["c", "a", "b"])
      assert.deepStrictEqual(yield* tags([{ op: "remove", path: "/tags/1" }]), ["c", "b"])
      assert.deepStrictEqual(yield* tags([{ op: "add", path: "/tags/-", value: "a" }]), ["c", "b", "a"])
      assert.deepStrictEqual(yield* tags([{ op: "move", from: "/tags/2", path: "/tags/0" }]), ["a", "c", "b"])
      const test = { op: "test", path: "/tags", value: ["a", "c", "b"] }
      const swap = [test, { op: "remove", path: "/tags/2" }, { op: "replace", path: "/tags/1", value: "b" }]
      assert.deepStrictEqual(yield* tags(swap), ["a", "b"])
      assert.strictEqual(yield* tags([{ op: "add", path: "/tags/0", value: "z" }]), "schema_validation_failed")
      assert.strictEqual(yield* tags([{ op: "remove", path: "/tags/7" }]), "failed_json_patch_application")
      assert.strictEqual(yield* tags([{ op: "add", path: "/tags/7", value: "c" }]), "failed_json_patch_application")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is refused as a whole, with Box's status", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      yield* post(free(id), start)
      const change = { op: "replace", path: "/a", value: "9" }
      const bad = [
        [{ op: "test", path: "/a", value: "2" }, 409],
        [{ op: "test", path: "/none", value: "2" }, 409],
        [{ op: "replace", path: "/none", value: "2" }, 409],
        [{ op: "remove", path: "/none" }, 409],
        [{ op: "move", from: "/none", path: "/a" }, 409],
        [{ op: "add", path: "/none/x", value: "2" }, 409],
        [{ op: "add", path: "/a/x", value: "2" }, 409],
        [{ op: "explode", path: "/a" }, 400],
        [{ op: "add", path: "a", value: "2" }, 400],
        [{ op: "add", path: "/", value: "2" }, 400],
        [{ op: "add", value: "2" }, 400],
        [{ op: "add", path: "/x" }, 400],
        [{ op: "add", path: "/x", value: 1 }, 400],
        [{ op: "copy", path: "/x" }, 400],
        [{ op: "replace", path: "/$version", value: "7" }, 400]
      ] as const
      for (const [operation, status] of bad) {
        const reply = yield* jsonPatch(free(id), [change, operation])
        assert.deepStrictEqual([operation, reply.status], [operation, status])
        if (status === 409) assert.strictEqual(reply.json.code, "failed_json_patch_application")
      }
      assert.strictEqual((yield* put(free(id), [change])).status, 415)
      assert.strictEqual((yield* jsonPatch(free(id), change)).status, 400)
      assert.strictEqual((yield* jsonPatch(free(id), [1])).status, 400)
      assert.deepInclude((yield* get(free(id))).json, { a: "1", $version: 0 })
    }).pipe(Effect.provide(fresh()))
  )
})

describe("classifications and skill cards", () => {
  const key = "securityClassification-6VMVochwUWo"
  const schema = `/metadata_templates/enterprise/${key}/schema`
  const fieldKey = "Box__Security__Classification__Key"
  const about = (definition: string) => ({ classification: { classificationDefinition: definition, colorID: 3 } })
  const make = (more = {}) =>
    post("/metadata_templates/schema", {
      scope: "enterprise",
      templateKey: key,
      displayName: "Classification",
      fields: [
        {
          type: "enum",
          key: fieldKey,
          displayName: "Classification",
          options: [{ key: "Secret", staticConfig: about("not for all") }]
        }
      ],
      ...more
    })

  it.effect("are a template that is made once, added to and edited", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* get(schema)).status, 404)
      assert.strictEqual((yield* make({ displayName: "Other" })).status, 400)
      assert.strictEqual((yield* make({ fields: [] })).status, 400)
      yield* created(make())
      assert.strictEqual((yield* make()).status, 409)
      const data = { key: "Public", staticConfig: about("for all") }
      assert.strictEqual((yield* put(schema, [{ op: "addEnumOption", fieldKey, data }])).status, 200)
      const edit = { op: "editEnumOption", fieldKey, enumOptionKey: "Public", data: { key: "Open" } }
      const { options } = (yield* jsonPatch(schema, [edit])).json.fields[0]
      assert.deepStrictEqual(
        options.map((option: Json) => [option.key, option.staticConfig.classification.classificationDefinition]),
        [
          ["Secret", "not for all"],
          ["Open", "for all"]
        ]
      )
      assert.strictEqual((yield* jsonPatch(schema, [{ op: "removeField", fieldKey }])).status, 400)
      assert.deepStrictEqual((yield* get(schema)).json.fields[0].options, options)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are put on files and folders, and shown with them", () =>
    Effect.gen(function* () {
      yield* created(make())
      const items = [
        ["files", yield* file("a")],
        ["folders", yield* folder("d")]
      ] as const
      for (const [type, { id }] of items) {
        const address = `/${type}/${id}/metadata/enterprise/${key}`
        assert.strictEqual((yield* get(address)).json.code, "instance_not_found")
        assert.strictEqual((yield* get(`/${type}/${id}?fields=classification`)).json.classification, null)
        assert.strictEqual((yield* post(address, { [fieldKey]: "None" })).json.code, "schema_validation_failed")
        assert.deepInclude(yield* created(post(address, { [fieldKey]: "Secret" })), { [fieldKey]: "Secret" })
        const { json } = yield* get(`/${type}/${id}?fields=classification`)
        assert.deepInclude(json.classification, { name: "Secret", definition: "not for all" })
        yield* put(schema, [{ op: "addEnumOption", fieldKey, data: { key: `More ${type}` } }])
        const operations = [{ op: "replace", path: `/${fieldKey}`, value: `More ${type}` }]
        assert.strictEqual((yield* jsonPatch(address, operations)).json[fieldKey], `More ${type}`)
        assert.strictEqual((yield* del(address)).status, 204)
        assert.strictEqual((yield* get(address)).status, 404)
      }
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("skill cards are a list on a file", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const address = `/files/${id}/metadata/global/boxSkillsCards`
      const card = (text: string) => ({
        type: "skill_card",
        skill_card_type: "keyword",
        skill: { type: "service", id: "s" },
        invocation: { type: "skill_invocation", id: "i" },
        entries: [{ text }]
      })
      assert.strictEqual((yield* post(address, { other: [] })).status, 400)
      yield* created(post(address, { cards: [card("a"), card("b")] }))
      yield* jsonPatch(address, [{ op: "replace", path: "/cards/1", value: card("c") }])
      const { cards } = (yield* get(address)).json
      assert.deepStrictEqual(cards, [card("a"), card("c")])
      assert.strictEqual((yield* del(address)).status, 204)
    }).pipe(Effect.provide(fresh()))
  )
})
