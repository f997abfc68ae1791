import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, file, folder, fresh, get, type Json, post, put } from "./wire.ts"

const v25 = { headers: { "box-version": "2025.0" } }
const v26 = { headers: { "box-version": "2026.0" } }

const prepare = (path: string, json: Json) =>
  Effect.flatMap(BoxEmulator.BoxEmulator, (emulator): Effect.Effect<Json, unknown> => emulator.prepare(path, json))

const managed = Effect.map(BoxEmulator.BoxEmulator, ({ credentials }) => credentials.managedUserId)

describe("preparations", () => {
  it.effect("that are unknown or wrong fail, and say why", () =>
    Effect.gen(function* () {
      const { prepare } = yield* BoxEmulator.BoxEmulator
      const unknown = yield* Effect.flip(prepare("planets", {}))
      assert.include(unknown.message, "planets")
      const wrong = yield* Effect.flip(prepare("workflows", { folder: { id: "0" } }))
      assert.include(wrong.message, "'name' is required")
    }).pipe(Effect.provide(fresh()))
  )
})

describe("workflows", () => {
  it.effect("are listed with their folder, and started for files", () =>
    Effect.gen(function* () {
      const { id } = yield* folder("a")
      const leaf = yield* file("f", "x", id)
      const made = yield* prepare("workflows", { folder: { id }, name: "Approve" })
      const off = yield* prepare("workflows", { folder: { id }, name: "Off", is_enabled: false })
      const list = yield* get(`/workflows?folder_id=${id}`)
      assert.deepStrictEqual(
        list.json.entries.map(({ name }: Json) => name),
        ["Approve", "Off"]
      )
      assert.deepStrictEqual((yield* get("/workflows?folder_id=0")).json.entries, [])
      const body = {
        type: "workflow_parameters",
        flow: { type: "flow", id: made.flows[0].id },
        files: [{ type: "file", id: leaf.id }],
        folder: { type: "folder", id }
      }
      const start = (workflow: Json, changes = {}) => post(`/workflows/${workflow.id}/start`, { ...body, ...changes })
      assert.strictEqual((yield* start(made)).status, 204)
      const refused = [
        [yield* start({ id: "1" }), 404, "workflow_not_found"],
        [yield* start(made, { flow: { id: "1" } }), 404, "flow_missing_or_inaccessible"],
        [yield* start(off, { flow: { id: off.flows[0].id } }), 400, "workflow_is_not_enabled"],
        [yield* start(made, { folder: { id: "0" } }), 400, "workflow_not_active_on_provided_folder"],
        [yield* start(made, { files: [{ id: "1" }] }), 403, "insufficient_access"],
        [yield* start(made, { files: [] }), 400, "bad_request"],
        [yield* start(made, { flow: undefined }), 400, "bad_request"],
        [yield* get("/workflows"), 400, "bad_request"],
        [yield* get(`/workflows?folder_id=${id}&trigger_type=OTHER`), 400, "bad_request"],
        [yield* get("/workflows?folder_id=1"), 404, "not_found"]
      ] as const
      for (const [{ json, status }, expected, code] of refused)
        assert.deepStrictEqual([status, json.code], [expected, code])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("of Automate are listed with their actions, and started by one", () =>
    Effect.gen(function* () {
      const { id } = yield* folder("a")
      const leaf = yield* file("f", "x", id)
      const made = yield* prepare("automate_workflows", { folder: { id }, name: "Sort", description: "Sorts" })
      const [entry, ...others] = (yield* get(`/automate_workflows?folder_id=${id}`, v26)).json.entries
      assert.deepStrictEqual([others.length, entry.id, entry.workflow.name], [0, made.id, "Sort"])
      const start = (workflowId: string, action: string, files: ReadonlyArray<string>) =>
        post(`/automate_workflows/${workflowId}/start`, { workflow_action_id: action, file_ids: files }, v26)
      assert.strictEqual((yield* start(made.workflow.id, made.id, [leaf.id])).status, 204)
      const refused = [
        [yield* start("1", made.id, [leaf.id]), 404],
        [yield* start(made.workflow.id, "1", [leaf.id]), 404],
        [yield* start(made.workflow.id, made.id, ["1"]), 404],
        [yield* start(made.workflow.id, made.id, []), 400],
        [yield* get(`/automate_workflows?folder_id=${id}`), 400]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("integration mappings", () => {
  const channel = { type: "channel", id: "C1", slack_workspace_id: "T1" }
  const team = { type: "team", id: "t1", tenant_id: "tenant", team_id: "t1" }

  it.effect("of Slack are made, listed by what they map, changed and deleted", () =>
    Effect.gen(function* () {
      const one = yield* folder("one")
      const other = yield* folder("other")
      const path = "/integration_mappings/slack"
      const map = (partner: Json, { id }: Json) =>
        post(path, { partner_item: partner, box_item: { type: "folder", id } })
      const made = yield* created(map(channel, one))
      assert.deepInclude(made, { integration_type: "slack", options: { is_access_management_disabled: false } })
      yield* created(map({ ...channel, id: "C2" }, one))
      const list = (query: string) => Effect.map(get(path + query), ({ json }) => json.entries.length)
      assert.strictEqual(yield* list(`?box_item_id=${one.id}&box_item_type=folder`), 2)
      assert.strictEqual(yield* list(`?box_item_id=${other.id}`), 0)
      assert.strictEqual(yield* list("?partner_item_id=C2&partner_item_type=channel"), 1)
      assert.strictEqual(yield* list("?is_manually_created=false"), 0)
      assert.strictEqual(yield* list("?limit=1"), 1)
      const changed = yield* put(`${path}/${made.id}`, {
        box_item: { type: "folder", id: other.id },
        options: { is_access_management_disabled: true }
      })
      assert.strictEqual(changed.json.box_item.id, other.id)
      assert.isTrue(changed.json.options.is_access_management_disabled)
      const refused = [
        [yield* map(channel, one), 400, "CHANNEL_ALREADY_MAPPED"],
        [yield* map({ type: "channel", id: "C3" }, one), 400, "bad_request"],
        [yield* map({ ...channel, id: "C3" }, { id: "1" }), 404, "not_found"],
        [yield* put(`${path}/1`, {}), 404, "not_found"],
        [yield* get(path, { headers: { "as-user": yield* managed } }), 403, "access_denied_insufficient_permissions"]
      ] as const
      for (const [{ json, status }, expected, code] of refused)
        assert.deepStrictEqual([status, json.code], [expected, code])
      assert.strictEqual((yield* del(`${path}/${made.id}`)).status, 204)
      assert.strictEqual((yield* del(`${path}/${made.id}`)).status, 404)
      yield* created(map(channel, one))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("of Teams are one for each folder and each team", () =>
    Effect.gen(function* () {
      const one = yield* folder("one")
      const other = yield* folder("other")
      const path = "/integration_mappings/teams"
      const map = (partner: Json, { id }: Json) =>
        post(path, { partner_item: partner, box_item: { type: "folder", id } })
      const made = yield* created(map(team, one))
      assert.deepStrictEqual(made.partner_item, { type: "team", id: "t1", tenant_id: "tenant" })
      const second = yield* created(map({ ...team, type: "channel", id: "c1" }, other))
      assert.deepStrictEqual((yield* get(`${path}?partner_item_type=channel`)).json.entries, [second])
      const third = { type: "folder", id: (yield* folder("third")).id }
      assert.deepInclude((yield* put(`${path}/${made.id}`, { box_item: third })).json.box_item, third)
      const refused = [
        [yield* map(team, one), 400, "TEAM_ALREADY_MAPPED"],
        [yield* map({ ...team, id: "t2" }, other), 400, "FOLDER_ALREADY_MAPPED"],
        [
          yield* put(`${path}/${made.id}`, { box_item: { type: "folder", id: other.id } }),
          400,
          "FOLDER_ALREADY_MAPPED"
        ],
        [yield* map({ type: "team", id: "t3" }, one), 400, "bad_request"],
        [yield* get(path, { headers: { "as-user": yield* managed } }), 403, "access_denied_insufficient_permissions"]
      ] as const
      for (const [{ json, status }, expected, code] of refused)
        assert.deepStrictEqual([status, json.code], [expected, code])
      assert.strictEqual((yield* del(`${path}/${made.id}`)).status, 204)
      assert.strictEqual((yield* get(path)).json.entries.length, 1)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("app item associations", () => {
  it.effect("are those of an item and of the folders above it, by their application", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const leaf = yield* file("f", "x", top.id)
      const associate = ({ id, type }: Json, application: string) =>
        prepare("app_item_associations", { item: { type, id }, application_type: application })
      const above = yield* associate(top, "hubs")
      const own = yield* associate(leaf, "docgen")
      const ids = (path: string) => Effect.map(get(path), ({ json }) => json.entries.map(({ id }: Json) => id))
      const path = `/files/${leaf.id}/app_item_associations`
      assert.deepStrictEqual(yield* ids(path), [above.id, own.id])
      assert.deepStrictEqual(yield* ids(`${path}?application_type=hubs`), [above.id])
      assert.deepStrictEqual(yield* ids(`/folders/${top.id}/app_item_associations`), [above.id])
      assert.strictEqual((yield* get("/files/1/app_item_associations")).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("external users", () => {
  it.effect("are deleted, each with a status of its own", () =>
    Effect.gen(function* () {
      const { id } = yield* prepare("external_users", { login: "eve@elsewhere.test" })
      const path = "/external_users/submit_delete_job"
      const ids = [id, yield* managed, "1"]
      const submit = post(path, { external_users: ids.map((id) => ({ type: "user", id })) }, v25)
      const statuses = ({ json }: Json) => json.entries.map(({ status }: Json) => status)
      const first = yield* submit
      assert.deepStrictEqual([first.status, statuses(first)], [207, [202, 400, 404]])
      assert.deepStrictEqual(statuses(yield* submit), [404, 400, 404])
      assert.strictEqual((yield* post(path, { external_users: [] }, v25)).status, 400)
      assert.strictEqual((yield* post(path, {}, v25)).status, 400)
      const other = { headers: { ...v25.headers, "as-user": yield* managed } }
      assert.strictEqual((yield* post(path, { external_users: [{ id }] }, other)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("an external user", () => {
  it.effect("is a user whom items are shared with, and is deleted with the collaborations", () =>
    Effect.gen(function* () {
      const login = "eve@elsewhere.test"
      const { id } = yield* prepare("external_users", { login, name: "Eve" })
      const message = yield* Effect.flip(prepare("external_users", { login }))
      assert.include(String(message), "taken")
      const listed = (yield* get(`/users?user_type=external&filter_term=${login}`)).json.entries
      assert.deepStrictEqual(
        listed.map((user: Json) => [user.id, user.name]),
        [[id, "Eve"]]
      )
      const top = yield* folder("top")
      const item = { type: "folder", id: top.id }
      const row = yield* created(
        post("/collaborations", { item, accessible_by: { type: "user", login }, role: "viewer" })
      )
      assert.deepInclude(row, { status: "pending", invite_email: login })
      yield* post("/external_users/submit_delete_job", { external_users: [{ type: "user", id }] }, v25)
      assert.strictEqual((yield* get(`/collaborations/${row.id}`)).status, 404)
      assert.strictEqual((yield* get(`/users/${id}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is also one who was let go", () =>
    Effect.gen(function* () {
      const { id } = yield* created(post("/users", { name: "Lin", login: "lin@example.test" }))
      yield* put(`/users/${id}`, { enterprise: null })
      const job = { external_users: [{ type: "user", id }] }
      const { json } = yield* post("/external_users/submit_delete_job", job, v25)
      assert.strictEqual(json.entries[0].status, 202)
      assert.strictEqual((yield* get(`/users/${id}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("skill cards", () => {
  const card = (text: string) => ({
    type: "skill_card",
    skill_card_type: "keyword",
    skill: { type: "service", id: "s" },
    invocation: { type: "skill_invocation", id: "i" },
    entries: [{ text }]
  })

  it.effect("are put on a file once, replaced one by one, and removed", () =>
    Effect.gen(function* () {
      const { id } = yield* file("f")
      const path = `/files/${id}/metadata/global/boxSkillsCards`
      assert.deepStrictEqual((yield* get(path)).json.code, "instance_not_found")
      const made = yield* created(post(path, { cards: [card("a"), card("b")] }))
      assert.deepInclude(made, { $parent: `file_${id}`, $version: 0 })
      const patch = (operations: Json) =>
        put(path, operations, { headers: { "content-type": "application/json-patch+json" } })
      const changed = yield* patch([{ op: "replace", path: "/cards/1", value: card("c") }])
      assert.deepStrictEqual([changed.json.$version, changed.json.cards[1].entries[0].text], [1, "c"])
      assert.deepStrictEqual((yield* get(path)).json.cards, [card("a"), card("c")])
      const refused = [
        [yield* post(path, { cards: [] }), 409],
        [yield* post(`/files/${(yield* file("g")).id}/metadata/global/boxSkillsCards`, { cards: [{}] }), 400],
        [yield* patch([{ op: "replace", path: "/cards/2", value: card("c") }]), 400],
        [yield* patch({ op: "replace" }), 400],
        [yield* patch([{ op: "add", path: "/cards/0", value: card("c") }]), 400]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
      assert.strictEqual((yield* del(path)).status, 204)
      assert.strictEqual((yield* del(path)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are replaced as a whole by a skill", () =>
    Effect.gen(function* () {
      const { id } = yield* file("f")
      const invoke = (changes = {}) =>
        put("/skill_invocations/s", {
          status: "success",
          metadata: { cards: [card("a")] },
          file: { type: "file", id },
          ...changes
        })
      assert.strictEqual((yield* invoke()).status, 200)
      assert.strictEqual((yield* invoke({ metadata: { cards: [card("b")] } })).status, 200)
      const { json } = yield* get(`/files/${id}/metadata/global/boxSkillsCards`)
      assert.deepStrictEqual([json.cards, json.$version], [[card("b")], 1])
      const refused = [
        [yield* invoke({ status: "done" }), 400],
        [yield* invoke({ metadata: undefined }), 400],
        [yield* invoke({ metadata: { cards: [{ type: "card" }] } }), 400],
        [yield* invoke({ file: { type: "file", id: "1" } }), 404]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
    }).pipe(Effect.provide(fresh()))
  )
})
