import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { created, del, file, folder, fresh, get, type Json, post, put } from "./wire.ts"

const grace = "7002"
const as = (id: string) => ({ headers: { "as-user": id } })
const asGrace = as(grace)

const invite = (item: object, accessible_by: object, role = "viewer", more: object = {}) =>
  post("/collaborations", { item, accessible_by, role, ...more })

const folderItem = (id: string) => ({ type: "folder", id })
const userById = (id: string) => ({ type: "user", id })
const userByLogin = (login: string) => ({ type: "user", login })

/** A user of elsewhere, whom no administrator acts for: a user of the enterprise who is let go. */
const outsider = (name: string) =>
  Effect.gen(function* () {
    const { id, login } = yield* created(post("/users", { name, login: `${name}@elsewhere.test` }))
    yield* put(`/users/${id}`, { enterprise: null })
    return { id, login }
  })

describe("collaborations", () => {
  it.effect("are created, found, listed, changed and deleted", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const made = yield* created(invite(folderItem(top.id), userById(grace), "viewer"))
      assert.deepInclude(made, { type: "collaboration", status: "accepted", role: "viewer", invite_email: null })
      assert.deepInclude(made.accessible_by, { type: "user", id: grace, name: "Grace Example" })
      assert.strictEqual(made.item.id, top.id)
      const group = yield* created(post("/groups", { name: "g" }))
      const second = yield* created(invite(folderItem(top.id), { type: "group", id: group.id }, "editor"))
      const list = `/folders/${top.id}/collaborations`
      const page = (yield* get(`${list}?limit=1`)).json
      assert.deepStrictEqual(page.entries, [made])
      assert.deepStrictEqual((yield* get(`${list}?limit=1&marker=${page.next_marker}`)).json.entries, [second])
      assert.deepStrictEqual((yield* get(`/groups/${group.id}/collaborations`)).json.entries, [second])
      assert.deepStrictEqual((yield* get(`/collaborations/${made.id}`, asGrace)).json.item.id, top.id)
      const changed = yield* put(`/collaborations/${made.id}`, { role: "editor", expires_at: "2100-01-01T00:00:00Z" })
      assert.deepInclude(changed.json, { role: "editor" })
      assert.isNotNull(changed.json.expires_at)
      const { json } = yield* get(`/collaborations/${made.id}?fields=role`)
      assert.deepStrictEqual(json, { type: "collaboration", id: made.id, role: "editor" })
      assert.strictEqual((yield* del(`/collaborations/${made.id}`)).status, 204)
      assert.strictEqual((yield* get(`/collaborations/${made.id}`)).status, 404)
      assert.deepStrictEqual((yield* get(list)).json.entries, [second])
      const paper = yield* file("paper")
      const third = yield* created(invite({ type: "file", id: paper.id }, userById(grace)))
      assert.deepStrictEqual((yield* get(`/files/${paper.id}/collaborations`)).json.entries, [third])
      yield* del(`/groups/${group.id}`)
      assert.strictEqual((yield* get(`/collaborations/${second.id}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are refused where they make no sense", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const item = folderItem(top.id)
      const link = yield* created(post("/web_links", { url: "https://example.test", parent: { id: "0" } }))
      yield* invite(item, userById(grace))
      yield* invite(item, userByLogin("new@elsewhere.test"))
      const refused = [
        [yield* invite(item, userById(grace), "editor"), 400, "user_already_collaborator"],
        [yield* invite(item, userByLogin("NEW@elsewhere.test")), 400, "user_already_collaborator"],
        [yield* invite(item, userById("7001")), 400, "user_already_collaborator"],
        [yield* invite(folderItem("0"), userById(grace)), 400, "collaborations_not_available_on_root_folder"],
        [yield* invite({ type: "web_link", id: link.id }, userById(grace)), 400, "invalid_collaboration_item"],
        [yield* invite(item, userById(grace), "owner"), 400, "bad_request"],
        [yield* invite(item, { type: "user" }), 400, "bad_request"],
        [yield* invite(item, userByLogin("nobody")), 400, "bad_request"],
        [yield* invite(item, { type: "company", id: "1" }), 400, "bad_request"],
        [yield* invite(item, userById("1")), 404, "not_found"],
        [yield* invite(item, { type: "group", id: "1" }), 404, "not_found"],
        [yield* invite(folderItem("1"), userById(grace)), 404, "not_found"],
        [
          yield* invite(item, userByLogin("a@b.test"), "viewer", { expires_at: "1960-01-01T00:00:00Z" }),
          400,
          "bad_request"
        ],
        [yield* get("/collaborations"), 400, "bad_request"],
        [yield* get("/collaborations?status=accepted"), 400, "invalid_status"],
        [yield* get("/collaborations/1"), 404, "not_found"]
      ] as const
      for (const [index, [reply, status, code]] of refused.entries()) {
        assert.deepStrictEqual([reply.status, reply.json.code], [status, code], String(index))
      }
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("with an address that nobody has stay invitations, which the user finds who gets the address", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const made = yield* created(invite(folderItem(top.id), userByLogin("lin@elsewhere.test"), "editor"))
      assert.deepInclude(made, { status: "pending", invite_email: "lin@elsewhere.test", accessible_by: null })
      const { id } = yield* created(post("/users", { name: "Lin", login: "lin@elsewhere.test" }))
      const pending = (yield* get("/collaborations?status=pending", as(id))).json
      assert.strictEqual(pending.total_count, 1)
      assert.deepInclude(pending.entries[0], { id: made.id, status: "pending", item: null })
      assert.deepInclude(pending.entries[0].accessible_by, { id, name: "" })
      assert.strictEqual((yield* get(`/folders/${top.id}`, as(id))).status, 404)
      assert.strictEqual((yield* get("/folders/0/items", as(id))).json.total_count, 0)
      const path = `/collaborations/${made.id}`
      assert.strictEqual((yield* put(path, { status: "accepted" })).status, 403)
      assert.strictEqual((yield* put(path, { status: "pending" }, as(id))).json.code, "invalid_status")
      const accepted = (yield* put(path, { status: "accepted" }, as(id))).json
      assert.deepInclude(accepted, { status: "accepted", role: "editor" })
      assert.deepStrictEqual([accepted.item.id, accepted.accessible_by.name], [top.id, "Lin"])
      assert.strictEqual((yield* get(`/folders/${top.id}`, as(id))).status, 200)
      assert.strictEqual((yield* put(path, { status: "rejected" }, as(id))).json.code, "invalid_status")
      assert.strictEqual((yield* get("/collaborations?status=pending", as(id))).json.total_count, 0)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("that are rejected are gone, and can be offered again", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const made = yield* created(invite(folderItem(top.id), userByLogin("lin@elsewhere.test")))
      const { id } = yield* created(post("/users", { name: "Lin", login: "lin@elsewhere.test" }))
      const path = `/collaborations/${made.id}`
      assert.strictEqual((yield* put(path, { status: "rejected" }, as(id))).json.status, "rejected")
      assert.strictEqual((yield* get(path)).status, 404)
      assert.strictEqual((yield* get(`/folders/${top.id}`, as(id))).status, 404)
      yield* created(invite(folderItem(top.id), userById(id)))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("transfer ownership, and the old owner stays as a co-owner", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const paper = yield* file("paper", "paper", top.id)
      const made = yield* created(invite(folderItem(top.id), userById(grace), "editor"))
      const path = `/collaborations/${made.id}`
      assert.strictEqual((yield* put(path, { role: "owner" }, asGrace)).status, 403)
      const reply = yield* put(path, { role: "owner" })
      assert.deepStrictEqual([reply.status, reply.bytes.length], [204, 0])
      assert.strictEqual((yield* get(path)).status, 404)
      for (const item of [`/folders/${top.id}`, `/files/${paper.id}`]) {
        assert.strictEqual((yield* get(item)).json.owned_by.id, grace)
      }
      const [left, ...others] = (yield* get(`/folders/${top.id}/collaborations`)).json.entries
      assert.deepInclude(left, { role: "co-owner", status: "accepted" })
      assert.deepStrictEqual([left.accessible_by.id, others], ["7001", []])
      assert.strictEqual((yield* get("/folders/0/items", asGrace)).json.entries[0].id, top.id)
      assert.strictEqual((yield* put(`/folders/${top.id}`, { name: "renamed" })).status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are managed by whom the owner lets manage them", () =>
    Effect.gen(function* () {
      const lin = yield* created(post("/users", { name: "Lin", login: "lin@example.test" }))
      const top = yield* folder("top")
      const item = folderItem(top.id)
      const mine = yield* created(invite(item, userById(grace), "editor"))
      const byGrace = (role: string) =>
        post("/collaborations", { item, accessible_by: userById(lin.id), role }, asGrace)
      assert.strictEqual((yield* byGrace("co-owner")).status, 403)
      const hers = yield* created(byGrace("viewer"))
      assert.strictEqual((yield* del(`/collaborations/${mine.id}`, as(lin.id))).status, 403)
      assert.strictEqual((yield* put(`/collaborations/${hers.id}`, { role: "editor" }, as(lin.id))).status, 403)
      assert.strictEqual((yield* put(`/collaborations/${hers.id}`, { can_view_path: true }, asGrace)).status, 403)
      assert.strictEqual((yield* put(`/collaborations/${hers.id}`, { can_view_path: true })).json.can_view_path, true)
      yield* put(`/collaborations/${hers.id}`, { role: "co-owner" })
      assert.strictEqual((yield* put(`/collaborations/${hers.id}`, { role: "viewer" }, asGrace)).status, 403)
      assert.strictEqual((yield* del(`/collaborations/${hers.id}`, asGrace)).status, 403)
      yield* put(`/collaborations/${hers.id}`, { role: "viewer" }, as(lin.id))
      yield* put(`/folders/${top.id}`, { can_non_owners_invite: false, can_non_owners_view_collaborators: false })
      assert.strictEqual((yield* put(`/collaborations/${hers.id}`, { role: "previewer" }, asGrace)).status, 404)
      assert.strictEqual((yield* get(`/folders/${top.id}/collaborations`, asGrace)).status, 403)
      assert.strictEqual((yield* get(`/collaborations/${mine.id}`, asGrace)).status, 200)
      yield* del(`/collaborations/${hers.id}`)
      assert.strictEqual((yield* byGrace("viewer")).status, 403)
      yield* put(`/collaborations/${mine.id}`, { role: "co-owner" })
      yield* created(byGrace("co-owner"))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("with people from elsewhere are subject to the allowlist and to the folder's settings", () =>
    Effect.gen(function* () {
      const out = yield* outsider("ola")
      const top = yield* folder("top")
      const item = folderItem(top.id)
      yield* post("/collaboration_whitelist_entries", { domain: "partner.test", direction: "inbound" })
      const refused = yield* invite(item, userById(out.id))
      assert.deepStrictEqual([refused.status, refused.json.code], [403, "forbidden_by_policy"])
      yield* created(invite(item, userById(grace)))
      yield* created(invite(item, userByLogin("a@partner.test")))
      yield* post("/collaboration_whitelist_exempt_targets", { user: { id: "7001" } })
      assert.deepInclude(yield* created(invite(item, userById(out.id))), { status: "pending" })
      yield* put(`/folders/${top.id}`, { is_collaboration_restricted_to_enterprise: true })
      assert.strictEqual((yield* invite(item, userByLogin("b@partner.test"))).json.code, "forbidden_by_policy")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are events of all who see the item, and of who no longer does", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const { id } = yield* created(invite(folderItem(top.id), userById(grace)))
      yield* put(`/collaborations/${id}`, { role: "editor" })
      yield* del(`/collaborations/${id}`)
      yield* invite(folderItem(top.id), userByLogin("a@partner.test"))
      const types = (message?: object) =>
        Effect.map(get("/events", message), ({ json }) =>
          json.entries.map((one: Json) => one.event_type).filter((type: string) => type.startsWith("COLLAB"))
        )
      const changes = ["COLLAB_ADD_COLLABORATOR", "COLLAB_ROLE_CHANGE", "COLLAB_REMOVE_COLLABORATOR"]
      assert.deepStrictEqual(yield* types(), [...changes, "COLLAB_INVITE_COLLABORATOR"])
      assert.deepStrictEqual(yield* types(asGrace), changes)
      const { json } = yield* get("/events?stream_type=admin_logs_streaming")
      assert.includeMembers(
        json.entries.map((one: Json) => one.event_type),
        ["COLLABORATION_INVITE", "COLLABORATION_ROLE_CHANGE", "COLLABORATION_REMOVE"]
      )
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("end with their item and with their user", () =>
    Effect.gen(function* () {
      const lin = yield* created(post("/users", { name: "Lin", login: "lin@example.test" }))
      const top = yield* folder("top")
      const first = yield* created(invite(folderItem(top.id), userById(lin.id)))
      const second = yield* created(invite(folderItem(top.id), userById(grace)))
      yield* del(`/users/${lin.id}`)
      assert.strictEqual((yield* get(`/collaborations/${first.id}`)).status, 404)
      yield* del(`/folders/${top.id}`)
      assert.strictEqual((yield* get(`/collaborations/${second.id}`)).status, 404)
      yield* post(`/folders/${top.id}`, {})
      assert.strictEqual((yield* get(`/collaborations/${second.id}`)).status, 200)
      yield* del(`/folders/${top.id}`)
      yield* del(`/folders/${top.id}/trash`)
      assert.strictEqual((yield* get(`/collaborations/${second.id}`, asGrace)).status, 404)
      assert.strictEqual((yield* get("/folders/0/items", asGrace)).json.total_count, 0)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("the transfer of a user's content", () => {
  it.effect("puts it into a new folder of the other user, with its links and collaborations", () =>
    Effect.gen(function* () {
      const lin = yield* created(post("/users", { name: "Lin", login: "lin@example.test" }))
      const top = yield* folder("top")
      const paper = yield* file("paper", "paper", top.id)
      yield* put(`/files/${paper.id}`, { shared_link: {} })
      yield* created(invite(folderItem(top.id), userById(lin.id)))
      yield* created(invite(folderItem(top.id), userById(grace)))
      const moved = yield* put("/users/7001/folders/0", { owned_by: { id: grace } })
      assert.strictEqual(moved.status, 200)
      assert.strictEqual(moved.json.name, "ada@example.test - Ada Example's Files and Folders")
      assert.strictEqual(moved.json.owned_by.id, grace)
      assert.strictEqual((yield* get("/folders/0/items")).json.total_count, 0)
      const { json } = yield* get(`/files/${paper.id}`, asGrace)
      assert.deepStrictEqual([json.owned_by.id, json.path_collection.total_count], [grace, 3])
      assert.isNotNull(json.shared_link)
      const rows = (yield* get(`/folders/${top.id}/collaborations`, asGrace)).json.entries
      assert.deepStrictEqual(
        rows.map((one: Json) => one.accessible_by.id),
        [lin.id]
      )
      assert.strictEqual((yield* get(`/files/${paper.id}`, as(lin.id))).status, 200)
      assert.strictEqual((yield* get(`/files/${paper.id}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is for administrators, and not from or to higher ones", () =>
    Effect.gen(function* () {
      const coadmin = yield* created(post("/users", { name: "Co", login: "co@example.test", role: "coadmin" }))
      const refused = [
        [yield* put(`/users/${grace}/folders/0`, { owned_by: { id: "7001" } }, asGrace), 403],
        [yield* put("/users/7001/folders/0", { owned_by: { id: grace } }, as(coadmin.id)), 403],
        [yield* put(`/users/${grace}/folders/0`, { owned_by: { id: grace } }), 400],
        [yield* put(`/users/${grace}/folders/0`, {}), 400],
        [yield* put("/users/1/folders/0", { owned_by: { id: grace } }), 404]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) assert.strictEqual(reply.status, status, String(index))
      assert.strictEqual(
        (yield* put(`/users/${grace}/folders/0`, { owned_by: { id: coadmin.id } }, as(coadmin.id))).status,
        200
      )
      assert.strictEqual((yield* del(`/users/${grace}`)).status, 204)
    }).pipe(Effect.provide(fresh()))
  )
})
