import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, fresh, get, type Json, post, put } from "./wire.ts"

const as = (id: string) => ({ headers: { "as-user": id } })
const group = (name: string, more: object = {}) => created(post("/groups", { name, ...more }))
const join = (user: string, id: string, role = "member") =>
  created(post("/group_memberships", { user: { id: user }, group: { id }, role }))

const managed = Effect.map(BoxEmulator.BoxEmulator, ({ credentials }) => credentials.managedUserId)

describe("groups", () => {
  it.effect("are created, found, listed, changed and deleted", () =>
    Effect.gen(function* () {
      const made = yield* group("Chemists", { description: "d", provenance: "p" })
      assert.deepInclude(made, { type: "group", name: "Chemists", group_type: "managed_group" })
      const { json } = yield* get(`/groups/${made.id}?fields=description,invitability_level,permissions`)
      assert.deepStrictEqual(json, {
        type: "group",
        id: made.id,
        description: "d",
        invitability_level: "admins_and_members",
        permissions: { can_invite_as_collaborator: true }
      })
      yield* group("Doctors")
      const names = (query: string) =>
        Effect.map(get(`/groups${query}`), (reply) => reply.json.entries.map((one: Json) => one.name))
      assert.deepStrictEqual(yield* names("?limit=1&offset=1"), ["Doctors"])
      assert.deepStrictEqual(yield* names("?filter_term=chem"), ["Chemists"])
      assert.strictEqual((yield* put(`/groups/${made.id}`, { name: "Chem" })).json.name, "Chem")
      assert.strictEqual((yield* del(`/groups/${made.id}`)).status, 204)
      assert.strictEqual((yield* get(`/groups/${made.id}`)).status, 404)
      assert.deepStrictEqual(yield* names(""), ["Doctors"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("have a name of their own, and belong to administrators", () =>
    Effect.gen(function* () {
      const user = yield* managed
      const { id } = yield* group("a")
      yield* group("b")
      const refused = [
        [yield* post("/groups", {}), 400],
        [yield* post("/groups", { name: "" }), 400],
        [yield* post("/groups", { name: "c", invitability_level: "nobody" }), 400],
        [yield* post("/groups", { name: "A" }), 409],
        [yield* put(`/groups/${id}`, { name: "b" }), 409],
        [yield* post("/groups", { name: "c" }, as(user)), 403],
        [yield* get("/groups", as(user)), 403],
        [yield* get(`/groups/${id}`, as(user)), 404]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) assert.strictEqual(reply.status, status, String(index))
      assert.strictEqual((yield* put(`/groups/${id}`, { name: "A" })).status, 200)
      yield* join(user, id)
      assert.strictEqual((yield* get(`/groups/${id}`, as(user))).status, 200)
      assert.strictEqual((yield* del(`/groups/${id}`, as(user))).status, 403)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("memberships", () => {
  it.effect("are created, found, listed from both sides, changed and deleted", () =>
    Effect.gen(function* () {
      const user = yield* managed
      const { id } = yield* group("a")
      const made = yield* join(user, id)
      assert.deepInclude(made, { type: "group_membership", role: "member" })
      assert.deepStrictEqual([made.user.id, made.group.id], [user, id])
      yield* join("7001", id)
      assert.strictEqual((yield* get(`/groups/${id}/memberships`)).json.total_count, 2)
      assert.deepStrictEqual((yield* get(`/users/${user}/memberships`, as(user))).json.entries, [made])
      assert.strictEqual((yield* get("/users/7001/memberships", as(user))).status, 403)
      const seen = Effect.map(get(`/groups/${id}/memberships`, as(user)), ({ json }) => json.total_count)
      assert.strictEqual(yield* seen, 2)
      yield* put(`/groups/${id}`, { member_viewability_level: "admins_only" })
      assert.strictEqual(yield* seen, 1)
      assert.strictEqual((yield* put(`/group_memberships/${made.id}`, { role: "admin" })).json.role, "admin")
      assert.strictEqual((yield* del(`/group_memberships/${made.id}`)).status, 204)
      assert.strictEqual((yield* get(`/group_memberships/${made.id}`)).status, 404)
      assert.strictEqual((yield* get(`/groups/${id}/memberships`)).json.total_count, 1)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are managed by administrators, of the enterprise or of the group", () =>
    Effect.gen(function* () {
      const user = yield* managed
      const { id } = yield* group("a")
      const body = { user: { id: "7001" }, group: { id } }
      const mine = yield* join(user, id)
      assert.strictEqual((yield* post("/group_memberships", body, as(user))).status, 403)
      yield* put(`/group_memberships/${mine.id}`, {
        role: "admin",
        configurable_permissions: { can_run_reports: false }
      })
      yield* created(post("/group_memberships", body, as(user)))
      const refused = [
        [yield* post("/group_memberships", body), 409],
        [yield* post("/group_memberships", { user: { id: user } }), 400],
        [yield* post("/group_memberships", { user: { id: "1" }, group: { id } }), 404],
        [yield* post("/group_memberships", { user: { id: user }, group: { id: "1" } }), 404],
        [yield* put(`/group_memberships/${mine.id}`, { role: "owner" }), 400],
        [yield* put(`/group_memberships/${mine.id}`, { role: "member", configurable_permissions: {} }), 400]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) assert.strictEqual(reply.status, status, String(index))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are events of the user, and end with the group", () =>
    Effect.gen(function* () {
      const user = yield* managed
      const { id } = yield* group("a")
      const made = yield* join(user, id)
      const { json } = yield* get("/events", as(user))
      assert.deepInclude(json.entries.at(-1), { event_type: "GROUP_ADD_USER" })
      assert.strictEqual(json.entries.at(-1).source.id, id)
      yield* del(`/groups/${id}`)
      assert.strictEqual((yield* get(`/group_memberships/${made.id}`)).status, 404)
      assert.strictEqual((yield* get(`/users/${user}/memberships`)).json.total_count, 0)
    }).pipe(Effect.provide(fresh()))
  )
})
