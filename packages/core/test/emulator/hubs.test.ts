import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, file, folder, fresh, get, type Json, post, put } from "./wire.ts"

const v25 = { headers: { "box-version": "2025.0" } }

const hub = (title: string, description?: string) => created(post("/hubs", { title, description }, v25))

/** The managed user, and the headers with which it acts. */
const other = Effect.map(BoxEmulator.BoxEmulator, ({ credentials }) => ({
  id: credentials.managedUserId,
  as: { headers: { ...v25.headers, "as-user": credentials.managedUserId } }
}))

const share = (to: string, { id }: Json, role = "viewer") =>
  post("/hub_collaborations", { hub: { type: "hubs", id }, accessible_by: { type: "user", id: to }, role }, v25)

const titles = ({ json }: Json) => json.entries.map(({ title }: Json) => title)

describe("hubs", () => {
  it.effect("are made, found, changed, copied and deleted", () =>
    Effect.gen(function* () {
      const made = yield* hub("Plans", "What we plan")
      assert.deepInclude(made, { title: "Plans", description: "What we plan", is_ai_enabled: true })
      const path = `/hubs/${made.id}`
      const changes = { title: "Old plans", is_ai_enabled: false, copy_hub_access: "none" }
      assert.deepInclude((yield* put(path, changes, v25)).json, { ...changes, description: "What we plan" })
      assert.deepInclude((yield* get(path, v25)).json, changes)
      const copy = yield* created(post(`${path}/copy`, { title: "New plans" }, v25))
      assert.deepInclude(copy, { title: "New plans", is_ai_enabled: false })
      assert.strictEqual((yield* del(path, v25)).status, 204)
      const refused = [
        [yield* get(path, v25), 404],
        [yield* post("/hubs", {}, v25), 400],
        [yield* post("/hubs", { title: "x".repeat(51) }, v25), 400],
        [yield* put(`/hubs/${copy.id}`, { copy_hub_access: "some" }, v25), 400],
        [yield* get(`/hubs/${copy.id}`), 400]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are listed in an order, by words, and in pages", () =>
    Effect.gen(function* () {
      yield* hub("b")
      yield* hub("a", "apple")
      yield* TestClock.adjust("1 minute")
      yield* hub("c")
      const list = (query: string) => Effect.map(get(`/hubs?${query}`, v25), titles)
      assert.deepStrictEqual(yield* list(""), ["b", "a", "c"])
      assert.deepStrictEqual(yield* list("sort=name"), ["a", "b", "c"])
      assert.deepStrictEqual(yield* list("sort=updated_at&direction=DESC").pipe(Effect.map((all) => all[0])), "c")
      assert.deepStrictEqual(yield* list("query=APPLE"), ["a"])
      const page = (yield* get("/hubs?sort=name&limit=2", v25)).json
      assert.deepStrictEqual(yield* list(`sort=name&limit=2&marker=${page.next_marker}`), ["c"])
      assert.strictEqual((yield* get("/hubs?sort=weight", v25)).status, 400)
      assert.strictEqual((yield* get("/hubs?scope=mine", v25)).status, 400)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are seen by collaborators, who may do what their role says", () =>
    Effect.gen(function* () {
      const { as, id } = yield* other
      const made = yield* hub("Plans")
      const path = `/hubs/${made.id}`
      assert.strictEqual((yield* get(path, as)).status, 404)
      const collaboration = yield* created(share(id, made))
      assert.deepInclude(collaboration, { role: "viewer", status: "accepted" })
      assert.strictEqual((yield* get(path, as)).status, 200)
      assert.strictEqual((yield* put(path, { title: "x" }, as)).status, 403)
      assert.deepStrictEqual(titles(yield* get("/hubs?scope=view_only", as)), ["Plans"])
      assert.deepStrictEqual(titles(yield* get("/hubs?scope=editable", as)), [])
      assert.strictEqual((yield* get("/enterprise_hubs", as)).status, 403)
      assert.deepStrictEqual(titles(yield* get("/enterprise_hubs", v25)), ["Plans"])
      const own = `/hub_collaborations/${collaboration.id}`
      assert.strictEqual((yield* put(own, { role: "editor" }, as)).status, 403)
      assert.strictEqual((yield* put(own, { role: "editor" }, v25)).json.role, "editor")
      assert.strictEqual((yield* get(own, as)).json.role, "editor")
      assert.strictEqual((yield* put(path, { title: "Better plans" }, as)).status, 200)
      assert.strictEqual((yield* del(path, as)).status, 403)
      const list = yield* get(`/hub_collaborations?hub_id=${made.id}`, v25)
      assert.deepStrictEqual(
        list.json.entries.map(({ accessible_by }: Json) => accessible_by.id),
        [id]
      )
      const refused = [
        [yield* share(id, made), 409],
        [yield* share("1", made), 404],
        [yield* share(id, { id: "1" }), 404],
        [yield* share(id, made, "owner"), 400],
        [yield* get("/hub_collaborations", v25), 400]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
      assert.strictEqual((yield* del(own, as)).status, 204)
      assert.strictEqual((yield* get(path, as)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are open to the members of groups, with the best of their roles", () =>
    Effect.gen(function* () {
      const made = yield* hub("Plans")
      const group = yield* created(post("/groups", { name: "planners" }))
      const managed = (yield* BoxEmulator.BoxEmulator).credentials.managedUserId
      const as = { headers: { ...v25.headers, "as-user": managed } }
      const path = `/hubs/${made.id}`
      const grant = (accessible_by: Json, role: string) =>
        post("/hub_collaborations", { hub: { type: "hubs", id: made.id }, accessible_by, role }, v25)
      const row = yield* created(grant({ type: "group", id: group.id }, "editor"))
      assert.deepInclude(row.accessible_by, { type: "group", id: group.id, name: "planners" })
      assert.strictEqual((yield* grant({ type: "group", id: group.id }, "viewer")).status, 409)
      assert.strictEqual((yield* grant({ type: "group", id: "1" }, "viewer")).status, 404)
      assert.strictEqual((yield* grant({ type: "group" }, "viewer")).status, 400)
      assert.strictEqual((yield* get(path, as)).status, 404)
      yield* created(post("/group_memberships", { user: { id: managed }, group: { id: group.id } }))
      yield* created(grant({ type: "user", id: managed }, "viewer"))
      assert.strictEqual((yield* put(path, { title: "Better plans" }, as)).status, 200)
      yield* del(`/groups/${group.id}`)
      assert.strictEqual((yield* get(`/hub_collaborations/${row.id}`, v25)).status, 404)
      assert.strictEqual((yield* put(path, { title: "Worse plans" }, as)).status, 403)
      assert.strictEqual((yield* get(path, as)).status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("have items, on the list of their only page", () =>
    Effect.gen(function* () {
      const made = yield* hub("Plans")
      const leaf = yield* file("f")
      const branch = yield* folder("d")
      const manage = (...operations: ReadonlyArray<Json>) =>
        Effect.map(post(`/hubs/${made.id}/manage_items`, { operations }, v25), ({ json, status }) => {
          assert.strictEqual(status, 207)
          return json.operations.map((outcome: Json) => outcome.status)
        })
      const operation = (action: string, type: string, id: string, parent?: string) => ({
        action,
        item: { type, id },
        parent_id: parent
      })
      assert.deepStrictEqual(
        yield* manage(
          operation("add", "file", leaf.id),
          operation("add", "folder", branch.id),
          operation("add", "file", leaf.id),
          operation("add", "file", "1"),
          operation("remove", "web_link", "1"),
          operation("add", "folder", branch.id, "elsewhere")
        ),
        [200, 200, 409, 404, 404, 404]
      )
      const items = (query = "") =>
        Effect.map(get(`/hub_items?hub_id=${made.id}${query}`, v25), ({ json }) => json.entries)
      assert.deepStrictEqual(yield* items(), [
        { type: "file", id: leaf.id, name: "f" },
        { type: "folder", id: branch.id, name: "d" }
      ])
      const pages = (yield* get(`/hub_document_pages?hub_id=${made.id}`, v25)).json
      assert.deepInclude(pages.entries[0], { type: "page", title_fragment: "Plans" })
      const blocks = `/hub_document_blocks?hub_id=${made.id}&page_id=`
      const [block] = (yield* get(blocks + pages.entries[0].id, v25)).json.entries
      assert.strictEqual(block.type, "item_list")
      assert.strictEqual((yield* items(`&parent_id=${block.id}`)).length, 2)
      assert.deepStrictEqual(yield* items("&parent_id=elsewhere"), [])
      assert.strictEqual((yield* get(`${blocks}1`, v25)).status, 404)
      const copy = yield* created(post(`/hubs/${made.id}/copy`, { include_items: true }, v25))
      assert.deepStrictEqual(yield* manage(operation("remove", "file", leaf.id)), [200])
      assert.strictEqual((yield* items()).length, 1)
      assert.strictEqual((yield* get(`/hub_items?hub_id=${copy.id}`, v25)).json.entries.length, 2)
      yield* del(`/folders/${branch.id}`)
      assert.deepStrictEqual(yield* items(), [])
      const malformed = post(`/hubs/${made.id}/manage_items`, { operations: [{ action: "eat" }] }, v25)
      assert.strictEqual((yield* malformed).status, 400)
    }).pipe(Effect.provide(fresh()))
  )
})
