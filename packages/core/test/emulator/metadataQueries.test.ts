import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, file, folder, fresh, get, type Json, post } from "./wire.ts"

const from = "enterprise_3001.bill"

const fields = [
  { type: "string", key: "customer", displayName: "Customer" },
  { type: "float", key: "amount", displayName: "Amount" },
  { type: "date", key: "due", displayName: "Due" },
  { type: "enum", key: "state", displayName: "State", options: [{ key: "open" }, { key: "paid" }] },
  { type: "multiSelect", key: "tags", displayName: "Tags", options: [{ key: "a" }, { key: "b" }, { key: "c" }] }
]

const items = [
  ["1", { customer: "Ada", amount: 10, due: "2026-01-01T00:00:00Z", state: "open", tags: ["a", "b"] }],
  ["2", { customer: "ada B", amount: 20, due: "2026-02-01T00:00:00Z", state: "paid", tags: ["b"] }],
  ["3", { customer: "50%_x", amount: 30, state: "open" }],
  ["4", { customer: "Bob" }],
  ["5", {}]
] as const

/** The files have the names of the items. One more has no instance, and the folder has one. */
const made = Effect.gen(function* () {
  yield* created(post("/metadata_templates/schema", { scope: "enterprise", displayName: "bill", fields }))
  const { id: parent } = yield* folder("6")
  for (const [name, values] of items) {
    const { id } = yield* file(name, name, name === "1" ? "0" : parent)
    yield* created(post(`/files/${id}/metadata/enterprise/bill`, values))
  }
  yield* file("without")
  yield* created(post(`/folders/${parent}/metadata/enterprise/bill`, { customer: "Zoe", amount: 5 }))
  return parent as string
})

const ask = (body: object) =>
  post("/metadata_queries/execute_read", { from, ancestor_folder_id: "0", fields: ["name"], ...body })

const namesIn = (json: Json): string => json.entries.map((entry: Json) => entry.name).join("")

const cases: ReadonlyArray<readonly [query: string, query_params: object, names: string]> = [
  ["", {}, "123456"],
  ["customer = :c", { c: "Ada" }, "1"],
  ["customer != :c", { c: "Ada" }, "2346"],
  ["customer <> :c", { c: "Ada" }, "2346"],
  ["amount > :n", { n: 10 }, "23"],
  ["amount >= :n", { n: 10 }, "123"],
  ["amount < :n", { n: 10 }, "6"],
  ["amount <= :n", { n: 10 }, "16"],
  ["due < :d", { d: "2026-01-31T16:30:00-08:00" }, "12"],
  ["due = :d", { d: "2025-12-31T16:00:00-08:00" }, "1"],
  ["state = :s", { s: "open" }, "13"],
  ["customer LIKE :p", { p: "Ad%" }, "1"],
  ["customer ILIKE :p", { p: "aD%" }, "12"],
  ["customer NOT LIKE :p", { p: "%d%" }, "346"],
  ["customer NOT ILIKE :p", { p: "ADA%" }, "346"],
  ["customer LIKE :p", { p: "_ob" }, "4"],
  ["customer LIKE :p", { p: "50\\%\\_x" }, "3"],
  ["customer LIKE :p", { p: "B\\%" }, ""],
  ["customer IN (:a, :b)", { a: "Ada", b: "Bob" }, "14"],
  ["customer NOT IN (:a, :b)", { a: "Ada", b: "Bob" }, "236"],
  ["amount IN (:a)", { a: [10, 20] }, "12"],
  ["tags HASANY (:a, :b)", { a: "a", b: "c" }, "1"],
  ["tags HASANY :list", { list: ["a", "b"] }, "12"],
  ["tags = :list", { list: ["b", "a"] }, "1"],
  ["tags <> :list", { list: ["b", "a"] }, "2"],
  ["tags HASALL (:a, :b)", { a: "a", b: "b" }, "1"],
  ["amount IS NULL", {}, "45"],
  ["amount IS NOT NULL", {}, "1236"],
  ["NOT amount IS NULL", {}, "1236"],
  ["state = :s AND amount > :n", { s: "open", n: 10 }, "3"],
  ["state = :s OR amount > :n", { s: "open", n: 10 }, "123"],
  ["state = :s OR amount > :n AND amount < :m", { s: "paid", n: 1, m: 20 }, "126"],
  ["(state = :s OR amount > :n) AND amount < :m", { s: "paid", n: 1, m: 20 }, "16"],
  ["NOT (state = :s)", { s: "open" }, "2"],
  ["NOT state = :s AND amount = :n", { s: "open", n: 20 }, "2"],
  ["NOT (state = :s OR amount IS NULL)", { s: "paid" }, "13"],
  ["state = :s or not amount is null", { s: "paid" }, "1236"]
]

describe("a metadata query", () => {
  it.effect("finds what the expression says", () =>
    Effect.gen(function* () {
      yield* made
      for (const [query, query_params, names] of cases) {
        const { json, status } = yield* ask({ query, query_params })
        assert.deepStrictEqual([query, query_params, status], [query, query_params, 200])
        assert.deepStrictEqual([query, query_params, namesIn(json)], [query, query_params, names])
      }
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("searches below a folder, in what the user sees", () =>
    Effect.gen(function* () {
      const parent = yield* made
      assert.strictEqual(namesIn((yield* ask({ ancestor_folder_id: parent })).json), "2345")
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const message = { headers: { "as-user": credentials.managedUserId } }
      const others = yield* post("/metadata_queries/execute_read", { from, ancestor_folder_id: "0" }, message)
      assert.deepStrictEqual(others.json.entries, [])
      yield* del(`/folders/${parent}?recursive=true`)
      assert.strictEqual(namesIn((yield* ask({})).json), "1")
      assert.strictEqual((yield* ask({ ancestor_folder_id: parent })).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("orders by fields, and pages", () =>
    Effect.gen(function* () {
      yield* made
      const by = (direction: string, ...keys: ReadonlyArray<string>) =>
        Effect.map(ask({ order_by: keys.map((field_key) => ({ field_key, direction })) }), ({ json }) => namesIn(json))
      assert.strictEqual(yield* by("ASC", "amount"), "612345")
      assert.strictEqual(yield* by("desc", "amount"), "321645")
      assert.strictEqual(yield* by("ASC", "state", "customer"), "312465")
      const first = (yield* ask({ limit: 4, order_by: [{ field_key: "amount", direction: "ASC" }] })).json
      assert.deepStrictEqual([namesIn(first), first.limit], ["6123", 4])
      const marker = first.next_marker
      const rest = (yield* ask({ limit: 4, marker, order_by: [{ field_key: "amount", direction: "ASC" }] })).json
      assert.deepStrictEqual([namesIn(rest), rest.next_marker], ["45", undefined])
      assert.deepStrictEqual((yield* ask({ limit: 0 })).json, { entries: [], limit: 0 })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("shows the base of items, and what `fields` names", () =>
    Effect.gen(function* () {
      yield* made
      const search = { query: "customer = :c", query_params: { c: "Ada" } }
      const [plain] = (yield* ask({ ...search, fields: undefined })).json.entries
      assert.deepStrictEqual(Object.keys(plain).toSorted(), ["etag", "id", "type"])
      const [shown] = (yield* ask({ ...search, fields: ["created_by", `metadata.${from}.amount`] })).json.entries
      assert.strictEqual(shown.created_by.id, "7001")
      assert.deepInclude(shown.metadata.enterprise_3001.bill, { amount: 10, $parent: `file_${shown.id}` })
      assert.notProperty(shown.metadata.enterprise_3001.bill, "customer")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is refused with the place of its fault", () =>
    Effect.gen(function* () {
      yield* made
      const bad: ReadonlyArray<readonly [body: object, status: number, code: string, message?: RegExp]> = [
        [{ query: "none = :a", query_params: { a: "x" } }, 400, "invalid_query", /none/],
        [{ query: "customer = :a" }, 400, "unexpected_json_type", /'a'/],
        [{ query: "customer = :a", query_params: { b: "x" } }, 400, "unexpected_json_type", /'a'/],
        [{ query: "customer = :a", query_params: { a: 1 } }, 400, "invalid_query", /string/],
        [{ query: "amount = :a", query_params: { a: "1" } }, 400, "invalid_query", /float/],
        [{ query: "due = :a", query_params: { a: "today" } }, 400, "invalid_query", /date/],
        [{ query: "customer = 'Ada'" }, 400, "invalid_query", /query_params/],
        [{ query: "amount > 10" }, 400, "invalid_query", /query_params/],
        [{ query: "amount ;" }, 400, "invalid_query", /';'/],
        [{ query: "customer = :a AND", query_params: { a: "x" } }, 400, "invalid_query", /position 17/],
        [{ query: "customer = :a customer", query_params: { a: "x" } }, 400, "invalid_query", /position 14/],
        [{ query: "(customer = :a", query_params: { a: "x" } }, 400, "invalid_query", /'\)'/],
        [{ query: "customer NOT = :a", query_params: { a: "x" } }, 400, "invalid_query"],
        [{ query: "customer IS :a", query_params: { a: "x" } }, 400, "invalid_query", /NULL/],
        [{ query: "AND = :a", query_params: { a: "x" } }, 400, "invalid_query", /field/],
        [{ query: "customer", query_params: {} }, 400, "invalid_query", /operator/],
        [{ query: "tags IN (:a)", query_params: { a: "a" } }, 400, "invalid_query", /multiSelect/],
        [{ query: "tags = :a", query_params: { a: "a" } }, 400, "invalid_query", /multiSelect/],
        [{ query: "tags > :a", query_params: { a: ["a"] } }, 400, "invalid_query", /multiSelect/],
        [{ query: "customer HASANY :a", query_params: { a: "a" } }, 400, "invalid_query"],
        [{ query: "amount LIKE :a", query_params: { a: 1 } }, 400, "invalid_query"],
        [{ query: "customer HASANCESTOR :a", query_params: { a: "a" } }, 400, "invalid_query"],
        [{ from: "enterprise.bill" }, 400, "invalid_query"],
        [{ from: "global.properties" }, 400, "invalid_query"],
        [{ from: "enterprise_3001.securityClassification-6VMVochwUWo" }, 400, "invalid_query"],
        [{ from: "enterprise_3001.none" }, 404, "instance_not_found"],
        [{ from: undefined }, 400, "bad_request"],
        [{ ancestor_folder_id: undefined }, 400, "bad_request"],
        [{ ancestor_folder_id: "1" }, 404, "not_found"],
        [{ limit: 101 }, 400, "bad_request"],
        [{ marker: "x" }, 400, "bad_request"],
        [{ fields: [1] }, 400, "bad_request"],
        [{ order_by: [{ field_key: "none", direction: "ASC" }] }, 400, "invalid_query"],
        [{ order_by: [{ field_key: "amount", direction: "up" }] }, 400, "bad_request"],
        [
          {
            order_by: [
              { field_key: "amount", direction: "ASC" },
              { field_key: "due", direction: "DESC" }
            ]
          },
          400,
          "invalid_query"
        ]
      ]
      for (const [body, status, code, message] of bad) {
        const reply = yield* ask(body)
        assert.deepStrictEqual([body, reply.status, reply.json.code], [body, status, code])
        if (message !== undefined) assert.match(reply.json.message, message)
      }
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("finds nodes of a taxonomy by their ancestors", () =>
    Effect.gen(function* () {
      const namespace = "enterprise_3001"
      yield* created(post("/metadata_taxonomies", { displayName: "geo", namespace }))
      const levels = [{ displayName: "one" }, { displayName: "two" }]
      yield* post(`/metadata_taxonomies/${namespace}/geo/levels`, levels)
      const node = (body: object) =>
        Effect.map(created(post(`/metadata_taxonomies/${namespace}/geo/nodes`, body)), ({ id }) => String(id))
      const top = yield* node({ displayName: "top", level: 1 })
      const below = yield* node({ displayName: "below", level: 2, parentId: top })
      const other = yield* node({ displayName: "other", level: 1 })
      const place = {
        type: "taxonomy",
        key: "place",
        displayName: "Place",
        taxonomyKey: "geo",
        namespace,
        optionsRules: { multiSelect: true, selectableLevels: [1, 2] }
      }
      yield* created(post("/metadata_templates/schema", { scope: "enterprise", displayName: "bill", fields: [place] }))
      for (const [name, id] of [
        ["a", below],
        ["b", other]
      ] as const) {
        const made = yield* file(name)
        yield* created(post(`/files/${made.id}/metadata/enterprise/bill`, { place: [id] }))
      }
      const found = (query: string, id: string) =>
        Effect.map(ask({ query, query_params: { id } }), ({ json }) => namesIn(json))
      assert.strictEqual(yield* found("place HASANCESTOR :id", top), "a")
      assert.strictEqual(yield* found("place HASANCESTOR :id", other), "b")
      assert.strictEqual(yield* found("place HASANY :id", below), "a")
      assert.strictEqual((yield* get("/folders/0/items")).json.total_count, 2)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("a search with a filter by metadata", () => {
  it.effect("finds the values that are asked for, with or without words", () =>
    Effect.gen(function* () {
      yield* made
      const search = (filters: object, query = "") => {
        const mdfilters = JSON.stringify([{ scope: "enterprise", templateKey: "bill", filters }])
        return get(`/search?mdfilters=${encodeURIComponent(mdfilters)}${query}`)
      }
      const rows = [
        [{}, "123456"],
        [{ customer: "Ada" }, "1"],
        [{ state: "open" }, "13"],
        [{ tags: ["a", "c"] }, "1"],
        [{ amount: { gt: 10, lt: 20 } }, "12"],
        [{ amount: { gt: 20 } }, "23"],
        [{ due: { lt: "2026-01-15T00:00:00Z" } }, "1"],
        [{ state: "open", amount: { gt: 20 } }, "3"],
        [{ none: "x" }, ""]
      ] as const
      for (const [filters, names] of rows) {
        const found = namesIn((yield* search(filters)).json)
        assert.deepStrictEqual([filters, [...found].toSorted().join("")], [filters, names])
      }
      assert.strictEqual(namesIn((yield* search({ state: "open" }, "&query=3")).json), "3")
      for (const bad of ["x", "{}", "[]", "[1]", `[{"scope":"enterprise","templateKey":"bill"}]`]) {
        assert.strictEqual((yield* get(`/search?mdfilters=${encodeURIComponent(bad)}`)).status, 400)
      }
      assert.strictEqual((yield* get("/search")).status, 400)
    }).pipe(Effect.provide(fresh()))
  )
})
