import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, file, fresh, get, type Json, jsonPatch, post, put } from "./wire.ts"

const scope = "enterprise_3001"

const template = (displayName: string, fields: ReadonlyArray<object> = [], more = {}) =>
  created(post("/metadata_templates/schema", { scope: "enterprise", displayName, fields, ...more }))

const invoice = template("Invoice Data", [
  { type: "string", key: "customer", displayName: "Customer" },
  { type: "float", key: "amount", displayName: "Amount" },
  { type: "date", key: "due", displayName: "Due" },
  { type: "enum", key: "state", displayName: "State", options: [{ key: "open" }, { key: "paid" }] },
  { type: "multiSelect", key: "tags", displayName: "Tags", options: [{ key: "a" }, { key: "b" }, { key: "c" }] }
])

const schema = `/metadata_templates/${scope}/invoiceData/schema`

describe("metadata templates", () => {
  it.effect("are created with keys from their names, found in four ways, listed in pages, and deleted", () =>
    Effect.gen(function* () {
      const made = yield* invoice
      assert.deepInclude(made, { templateKey: "invoiceData", scope, displayName: "Invoice Data", hidden: false })
      assert.deepStrictEqual(
        made.fields.map((field: Json) => [field.key, field.type]),
        [
          ["customer", "string"],
          ["amount", "float"],
          ["due", "date"],
          ["state", "enum"],
          ["tags", "multiSelect"]
        ]
      )
      assert.strictEqual((yield* template("invoice-data!", [], { hidden: true })).templateKey, "invoiceData1")
      const derived = yield* template("2 parts", [{ type: "string", displayName: "Due Date" }])
      assert.deepStrictEqual([derived.templateKey, derived.fields[0].key], ["_2Parts", "dueDate"])
      for (const path of ["enterprise", scope]) {
        assert.deepStrictEqual((yield* get(`/metadata_templates/${path}/invoiceData/schema`)).json, made)
      }
      assert.deepStrictEqual((yield* get(`/metadata_templates/${made.id}`)).json, made)
      const first = (yield* get("/metadata_templates/enterprise?limit=2")).json
      assert.deepStrictEqual([first.entries.length, first.limit], [2, 2])
      const rest = (yield* get(`/metadata_templates/enterprise?limit=2&marker=${first.next_marker}`)).json
      assert.deepStrictEqual([rest.entries.length, rest.next_marker], [1, null])
      const added = { op: "addField", fieldKey: "newfield", data: { type: "string", displayName: "newField" } }
      assert.strictEqual((yield* jsonPatch(schema, [added])).json.fields.at(-1).key, "newfield")
      assert.strictEqual((yield* del(schema)).status, 204)
      assert.strictEqual((yield* get(schema)).status, 404)
      assert.strictEqual((yield* get("/metadata_templates/enterprise")).json.entries.length, 2)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are found by an instance, and global ones are there from the start", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const instance = yield* created(post(`/files/${id}/metadata/global/properties`, { x: "1" }))
      const { json } = yield* get(`/metadata_templates?metadata_instance_id=${instance.$id}`)
      assert.deepStrictEqual([json.entries.length, json.entries[0].templateKey], [1, "properties"])
      assert.strictEqual((yield* get("/metadata_templates?metadata_instance_id=none")).json.entries.length, 0)
      assert.strictEqual((yield* get("/metadata_templates")).status, 400)
      const globals = (yield* get("/metadata_templates/global?limit=1")).json
      assert.strictEqual(globals.entries[0].templateKey, "properties")
      assert.strictEqual((yield* get(`/metadata_templates/${globals.entries[0].id}`)).json.scope, "global")
      assert.strictEqual(
        (yield* get(`/metadata_templates/global?marker=${globals.next_marker}`)).json.entries.length,
        1
      )
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("refuse what is taken, missing or wrong", () =>
    Effect.gen(function* () {
      yield* invoice
      const make = (more: object) => post("/metadata_templates/schema", { scope, displayName: "X", ...more })
      const field = { type: "string", key: "a", displayName: "A" }
      const refused = [
        [yield* make({ templateKey: "invoiceData" }), 409, "tuple_already_exists"],
        [yield* make({ displayName: undefined }), 400, "bad_request"],
        [yield* make({ displayName: " " }), 400, "bad_request"],
        [yield* make({ scope: undefined }), 400, "bad_request"],
        [yield* make({ scope: "mine" }), 400, "bad_request"],
        [yield* make({ scope: "global" }), 403, "forbidden"],
        [yield* make({ scope: "enterprise_1" }), 403, "forbidden"],
        [yield* make({ templateKey: "a b" }), 400, "bad_request"],
        [yield* make({ fields: [{ ...field, type: "integer" }] }), 400, "bad_request"],
        [yield* make({ fields: [field, field] }), 400, "bad_request"],
        [yield* make({ fields: [{ ...field, type: "enum" }] }), 400, "bad_request"],
        [
          yield* make({ fields: [{ ...field, type: "enum", options: [{ key: "x" }, { key: "x" }] }] }),
          400,
          "bad_request"
        ],
        [yield* get("/metadata_templates/1"), 400, "bad_request"],
        [yield* get("/metadata_templates/12345678-1234-4234-8234-123456789012"), 404, "not_found"],
        [yield* get("/metadata_templates/other/x/schema"), 400, "bad_request"],
        [yield* del("/metadata_templates/global/properties/schema"), 403, "forbidden"]
      ] as const
      for (const [index, [reply, status, code]] of refused.entries()) {
        assert.deepStrictEqual([index, reply.status, reply.json.code], [index, status, code])
      }
      assert.strictEqual((yield* get("/metadata_templates/enterprise")).json.entries.length, 1)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are changed by administrators only, and seen by all", () =>
    Effect.gen(function* () {
      yield* invoice
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const message = { headers: { "as-user": credentials.managedUserId } }
      assert.strictEqual((yield* post("/metadata_templates/schema", { scope, displayName: "Y" }, message)).status, 403)
      assert.strictEqual((yield* put(schema, [], message)).status, 403)
      assert.strictEqual((yield* del(schema, message)).status, 403)
      assert.strictEqual((yield* get(schema, message)).status, 200)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("the operations on a template", () => {
  it.effect("change it and its fields, and the instances follow", () =>
    Effect.gen(function* () {
      yield* invoice
      const { id } = yield* file("a")
      const address = `/files/${id}/metadata/enterprise/invoiceData`
      yield* created(post(address, { customer: "Ada", amount: 1, state: "open", tags: ["a", "b", "c"] }))
      const { json, status } = yield* jsonPatch(schema, [
        { op: "editTemplate", data: { displayName: "Bill", hidden: true } },
        { op: "editField", fieldKey: "customer", data: { key: "client", displayName: "Client", description: "who" } },
        { op: "addField", data: { type: "string", displayName: "Purchase Order", key: "order" } },
        { op: "removeField", fieldKey: "amount" },
        { op: "reorderFields", fieldKeys: ["order", "tags", "state", "due", "client"] },
        { op: "addEnumOption", fieldKey: "state", data: { key: "late" } },
        { op: "editEnumOption", fieldKey: "state", enumOptionKey: "open", data: { key: "unpaid" } },
        { op: "removeEnumOption", fieldKey: "state", enumOptionKey: "paid" },
        { op: "reorderEnumOptions", fieldKey: "state", enumOptionKeys: ["late", "unpaid"] },
        { op: "addMultiSelectOption", fieldKey: "tags", data: { key: "d" } },
        { op: "editMultiSelectOption", fieldKey: "tags", multiSelectOptionKey: "a", data: { key: "A" } },
        { op: "removeMultiSelectOption", fieldKey: "tags", multiSelectOptionKey: "b" },
        { op: "reorderMultiSelectOptions", fieldKey: "tags", multiSelectOptionKeys: ["d", "c", "A"] }
      ])
      assert.strictEqual(status, 200)
      assert.deepInclude(json, { displayName: "Bill", hidden: true, templateKey: "invoiceData" })
      const shape = json.fields.map((field: Json) => [field.key, field.options?.map((option: Json) => option.key)])
      assert.deepStrictEqual(shape, [
        ["order", undefined],
        ["tags", ["d", "c", "A"]],
        ["state", ["late", "unpaid"]],
        ["due", undefined],
        ["client", undefined]
      ])
      assert.deepInclude(json.fields[4], { displayName: "Client", description: "who" })
      const instance = (yield* get(address)).json
      assert.deepInclude(instance, { client: "Ada", state: "unpaid", tags: ["A", "c"], $typeVersion: 1 })
      for (const gone of ["amount", "customer"]) assert.notProperty(instance, gone)
      yield* jsonPatch(schema, [
        { op: "removeEnumOption", fieldKey: "state", enumOptionKey: "unpaid" },
        { op: "removeMultiSelectOption", fieldKey: "tags", multiSelectOptionKey: "A" },
        { op: "removeMultiSelectOption", fieldKey: "tags", multiSelectOptionKey: "c" }
      ])
      const left = (yield* get(address)).json
      for (const gone of ["state", "tags"]) assert.notProperty(left, gone)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("fail together, and change nothing then", () =>
    Effect.gen(function* () {
      const before = yield* invoice
      const good = { op: "editTemplate", data: { displayName: "Other" } }
      const bad = [
        { op: "explode" },
        { op: "addField", data: { type: "string", key: "due", displayName: "Due" } },
        { op: "addField" },
        { op: "editField", fieldKey: "none", data: {} },
        { op: "editField", fieldKey: "due", data: { key: "amount" } },
        { op: "editField", fieldKey: "due", data: { type: "string" } },
        { op: "removeField" },
        { op: "reorderFields", fieldKeys: ["due"] },
        { op: "reorderFields", fieldKeys: ["due", "due", "amount", "state", "tags"] },
        { op: "addEnumOption", fieldKey: "tags", data: { key: "x" } },
        { op: "addEnumOption", fieldKey: "state", data: { key: "open" } },
        { op: "editEnumOption", fieldKey: "state", enumOptionKey: "open", data: { key: "paid" } },
        { op: "removeEnumOption", fieldKey: "state", enumOptionKey: "none" },
        { op: "reorderMultiSelectOptions", fieldKey: "tags", multiSelectOptionKeys: ["a"] }
      ]
      for (const operation of bad) {
        const reply = yield* jsonPatch(schema, [good, operation])
        assert.deepStrictEqual([operation, reply.status], [operation, 400])
      }
      assert.strictEqual((yield* put(schema, good)).status, 400)
      assert.deepStrictEqual((yield* get(schema)).json, before)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("end with its deletion, which takes the instances with it", () =>
    Effect.gen(function* () {
      yield* invoice
      const { id } = yield* file("a")
      yield* created(post(`/files/${id}/metadata/enterprise/invoiceData`, {}))
      yield* del(schema)
      assert.strictEqual((yield* get(`/files/${id}/metadata`)).json.entries.length, 0)
      const again = yield* post(`/files/${id}/metadata/enterprise/invoiceData`, {})
      assert.deepStrictEqual([again.status, again.json.code], [404, "instance_tuple_not_found"])
      const types = (yield* get("/events?stream_type=admin_logs")).json.entries.map((event: Json) => event.event_type)
      for (const type of ["METADATA_TEMPLATE_CREATE", "METADATA_TEMPLATE_DELETE"]) assert.include(types, type)
    }).pipe(Effect.provide(fresh()))
  )
})
