import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { HttpBody } from "effect/http"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import {
  created,
  del,
  file,
  fresh,
  get,
  multipart,
  post,
  put,
  send,
  tokenUrl,
  upload,
  uploads,
  uploadVersion
} from "./wire.ts"

const user = (name: string, more: object = {}) =>
  created(post("/users", { name, login: `${name}@example.test`, ...more }))

const as = (id: string) => ({ headers: { "as-user": id } })

/** A token of the user's own, by the client credentials of the application. */
const tokenOf = (id: string) =>
  Effect.gen(function* () {
    const { credentials } = yield* BoxEmulator.BoxEmulator
    return yield* post(tokenUrl, undefined, {
      token: null,
      form: {
        grant_type: "client_credentials",
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
        box_subject_type: "user",
        box_subject_id: id
      }
    })
  })

describe("users", () => {
  it.effect("are created, found, listed, changed, and act for themselves", () =>
    Effect.gen(function* () {
      const made = yield* user("lin", { job_title: "Chemist", role: "coadmin", external_app_user_id: "l1" })
      assert.deepInclude(made, { type: "user", name: "lin", job_title: "Chemist", status: "active" })
      const fields = "role,enterprise,tracking_codes,external_app_user_id"
      const full = yield* get(`/users/${made.id}?fields=${fields}`)
      assert.deepInclude(full.json, { role: "coadmin", tracking_codes: [], external_app_user_id: "l1" })
      assert.strictEqual((yield* get("/users?filter_term=LIN")).json.entries[0].id, made.id)
      assert.strictEqual((yield* get("/users?external_app_user_id=l1")).json.total_count, 1)
      const code = { type: "tracking_code", name: "dept", value: "7" }
      const changed = yield* put(`/users/${made.id}?fields=name,role,tracking_codes`, {
        name: "Lin",
        role: "user",
        tracking_codes: [code]
      })
      assert.deepInclude(changed.json, { name: "Lin", role: "user", tracking_codes: [code] })
      assert.strictEqual((yield* get("/users/me", as(made.id))).json.name, "Lin")
      const token = (yield* tokenOf(made.id)).json.access_token
      assert.strictEqual((yield* get("/users/me", { token })).json.id, made.id)
      assert.strictEqual((yield* get("/folders/0/items", { token })).json.total_count, 0)
      assert.strictEqual((yield* get("/users", { token })).status, 403)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are listed in pages of both kinds", () =>
    Effect.gen(function* () {
      yield* user("lin")
      const all = (yield* get("/users")).json
      assert.strictEqual(all.total_count, 3)
      const first = (yield* get("/users?usemarker=true&limit=2")).json
      const second = (yield* get(`/users?usemarker=true&limit=2&marker=${first.next_marker}`)).json
      assert.deepStrictEqual([...first.entries, ...second.entries], all.entries)
      assert.strictEqual((yield* get("/users?usemarker=true&marker=x")).status, 400)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("of the application have a login that it makes up", () =>
    Effect.gen(function* () {
      const { json } = yield* post("/users?fields=login,is_platform_access_only", {
        name: "app",
        is_platform_access_only: true
      })
      assert.match(json.login, /^AppUser_\w+@boxdevedition\.com$/)
      assert.isTrue(json.is_platform_access_only)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("have names and addresses that nobody else has", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const { id } = yield* user("lin")
      const refused = [
        [yield* post("/users", { name: "x" }), 400],
        [yield* post("/users", { login: "x@example.test" }), 400],
        [yield* post("/users", { name: "x", login: "x" }), 400],
        [yield* post("/users", { name: "x", login: "x@example.test", role: "admin" }), 400],
        [yield* post("/users", { name: "x", login: "x@example.test", space_amount: "1" }), 400],
        [yield* post("/users", { name: "x", login: "LIN@example.test" }), 409],
        [yield* post("/users", { name: "x", login: "x@example.test" }, as(id)), 403],
        [yield* put(`/users/${id}`, { login: "ada@example.test" }), 409],
        [yield* put(`/users/${id}`, { status: "asleep" }), 400],
        [yield* put("/users/1", { name: "x" }), 404],
        [yield* put(`/users/${id}`, { name: "x" }, as(id)), 403],
        [yield* put("/users/7001", { status: "inactive" }), 403],
        [yield* del("/users/7001"), 403],
        [yield* del("/users/1"), 404],
        [yield* del(`/users/${credentials.managedUserId}`, as(id)), 403]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) assert.strictEqual(reply.status, status, String(index))
      assert.strictEqual(refused[5][0].json.code, "user_login_already_used")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are deleted with what they own only by force", () =>
    Effect.gen(function* () {
      const { id } = yield* user("lin")
      const { access_token: token } = (yield* tokenOf(id)).json
      const folder = yield* created(post("/folders", { name: "a", parent: { id: "0" } }, { token }))
      assert.strictEqual((yield* del(`/users/${id}`)).status, 409)
      assert.strictEqual((yield* get("/users/me", { token })).status, 200)
      assert.strictEqual((yield* del(`/users/${id}?force=true`)).status, 204)
      assert.strictEqual((yield* get("/users/me", { token })).status, 401)
      assert.strictEqual((yield* get(`/users/${id}`)).status, 404)
      assert.strictEqual((yield* get(`/folders/${folder.id}`)).status, 404)
      assert.strictEqual((yield* tokenOf(id)).json.error, "invalid_grant")
      yield* user("lin")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("do nothing while they are inactive", () =>
    Effect.gen(function* () {
      const { id } = yield* user("lin")
      const { access_token: token } = (yield* tokenOf(id)).json
      assert.strictEqual((yield* put(`/users/${id}`, { status: "inactive" })).json.status, "inactive")
      assert.strictEqual((yield* get("/users/me", { token })).status, 401)
      assert.strictEqual((yield* get("/users/me", as(id))).status, 403)
      assert.strictEqual((yield* tokenOf(id)).status, 400)
      yield* put(`/users/${id}`, { status: "active" })
      assert.strictEqual((yield* get("/users/me", { token })).status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("store no more than they may", () =>
    Effect.gen(function* () {
      const { id } = yield* user("lin", { space_amount: 10 })
      const mine = as(id)
      const made = yield* created(upload("a", "12345678", "0", mine))
      const refused = [
        yield* upload("b", "123", "0", mine),
        yield* uploadVersion(made.id, "12345678901", mine),
        yield* send("OPTIONS", "/files/content", { json: { name: "b", parent: { id: "0" }, size: 3 }, ...mine }),
        yield* post(`${uploads}/files/upload_sessions`, { folder_id: "0", file_name: "b", file_size: 20_000_000 }, mine)
      ]
      for (const { json, status } of refused)
        assert.deepStrictEqual([status, json.code], [403, "storage_limit_exceeded"])
      assert.strictEqual((yield* uploadVersion(made.id, "1234567890", mine)).status, 200)
      assert.strictEqual((yield* get("/folders/0/items", mine)).json.total_count, 1)
      assert.strictEqual((yield* get("/users/me", mine)).json.space_used, 10)
      yield* put(`/users/${id}`, { space_amount: -1 })
      yield* created(upload("b", "123", "0", mine))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("and groups are managed by tokens with the scopes for it", () =>
    Effect.gen(function* () {
      const { authorize, credentials, urls } = yield* BoxEmulator.BoxEmulator
      const login = (scope: string) =>
        Effect.gen(function* () {
          const redirect_uri = "https://app.example.test/callback"
          const query = new URLSearchParams({
            response_type: "code",
            client_id: credentials.clientId,
            redirect_uri,
            scope
          })
          const code = new URL(yield* authorize(`${urls.authorizeUrl}?${query}`)).searchParams.get("code") ?? ""
          const { clientId: client_id, clientSecret: client_secret } = credentials
          const form = { grant_type: "authorization_code", code, client_id, client_secret }
          return (yield* post(tokenUrl, undefined, { token: null, form })).json.access_token
        })
      const content = yield* login("root_readwrite")
      const all = yield* login("root_readwrite manage_managed_users manage_groups")
      for (const path of ["/users", "/users/7002", "/groups"]) {
        assert.strictEqual((yield* get(path, { token: content })).status, 403)
        assert.strictEqual((yield* get(path, { token: all })).status, 200)
      }
      assert.strictEqual((yield* get("/users/me", { token: content })).status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("leave the enterprise, and are invited to it", () =>
    Effect.gen(function* () {
      const { id, login } = yield* user("lin")
      const invite = { enterprise: { id: "3001" }, actionable_by: { login } }
      assert.strictEqual((yield* post("/invites", invite)).status, 409)
      assert.isNull((yield* put(`/users/${id}?fields=enterprise`, { enterprise: null })).json.enterprise)
      assert.strictEqual((yield* get("/users?filter_term=lin")).json.total_count, 0)
      assert.strictEqual((yield* get(`/users?user_type=external&filter_term=${login}`)).json.total_count, 1)
      assert.strictEqual((yield* get("/users/me", as(id))).status, 403)
      const { json: made, status } = yield* post("/invites", invite)
      assert.strictEqual(status, 200)
      assert.deepInclude(made, { type: "invite", status: "pending" })
      assert.deepStrictEqual((yield* get(`/invites/${made.id}`)).json, made)
      const unknown = { enterprise: { id: "3001" }, actionable_by: { login: "nobody@example.test" } }
      assert.strictEqual((yield* post("/invites", unknown)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("have further addresses", () =>
    Effect.gen(function* () {
      const { id } = yield* user("lin")
      const aliases = `/users/${id}/email_aliases`
      const made = yield* created(post(aliases, { email: "lin2@example.test" }))
      assert.deepInclude(made, { type: "email_alias", email: "lin2@example.test", is_confirmed: true })
      assert.deepStrictEqual((yield* get(aliases, as(id))).json, { total_count: 1, entries: [made] })
      const shared = { type: "file", id: (yield* file("shared")).id }
      const accessible_by = { type: "user", login: "lin2@example.test" }
      const invited = yield* created(post("/collaborations", { item: shared, accessible_by, role: "viewer" }))
      assert.deepStrictEqual([invited.accessible_by.id, invited.status], [id, "accepted"])
      assert.strictEqual((yield* post(aliases, { email: "LIN@example.test" })).status, 409)
      assert.strictEqual((yield* post(aliases, { email: "x" })).status, 400)
      assert.strictEqual((yield* post("/users", { name: "x", login: "lin2@example.test" })).status, 409)
      assert.strictEqual((yield* get(aliases, as("7002"))).status, 403)
      assert.strictEqual((yield* del(`/users/7002/email_aliases/${made.id}`)).status, 404)
      assert.strictEqual((yield* del(`${aliases}/${made.id}`)).status, 204)
      assert.strictEqual((yield* get(aliases)).json.total_count, 0)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("have pictures", () =>
    Effect.gen(function* () {
      const png = (width: number) => {
        const bytes = new Uint8Array(33)
        const view = new DataView(bytes.buffer)
        for (const [at, value] of [0x89504e47, 0x0d0a1a0a, 13, 0x49484452, width, 10].entries()) {
          view.setUint32(4 * at, value)
        }
        return bytes
      }
      const path = "/users/7002/avatar"
      const set = (content: string | Uint8Array, name = "pic") =>
        send("POST", path, { body: multipart([{ name, filename: "a.png", content }]) })
      assert.strictEqual((yield* get(path)).status, 404)
      for (const bad of ["", "text", png(1025), new Uint8Array(1024 * 1024 + 1)]) {
        assert.strictEqual((yield* set(bad)).status, 400)
      }
      assert.strictEqual((yield* set(png(10), "other")).status, 400)
      const first = yield* set(png(10))
      assert.deepStrictEqual([first.status, Object.keys(first.json.pic_urls)], [201, ["small", "large", "preview"]])
      assert.strictEqual((yield* set(png(20))).status, 200)
      const picture = yield* get(path)
      assert.deepStrictEqual([picture.headers["content-type"], picture.bytes], ["image/png", png(20)])
      assert.strictEqual((yield* del(path, as("7002"))).status, 204)
      assert.strictEqual((yield* del(path)).status, 404)
      assert.strictEqual(
        (yield* send("POST", "/users/7001/avatar", { body: HttpBody.text("x"), ...as("7002") })).status,
        403
      )
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are logged out everywhere, alone or by their groups", () =>
    Effect.gen(function* () {
      const { id, login } = yield* user("lin")
      const token = () => Effect.map(tokenOf(id), ({ json }) => json.access_token)
      const group = yield* created(post("/groups", { name: "g" }))
      yield* created(post("/group_memberships", { user: { id }, group: { id: group.id } }))
      for (const [path, body] of [
        ["/users/terminate_sessions", { user_ids: [id], user_logins: [] }],
        ["/users/terminate_sessions", { user_ids: [], user_logins: [login] }],
        ["/groups/terminate_sessions", { group_ids: [group.id] }]
      ] as const) {
        const mine = yield* token()
        assert.strictEqual((yield* get("/users/me", { token: mine })).status, 200)
        assert.strictEqual((yield* post(path, body, { token: mine })).status, 403)
        assert.strictEqual((yield* post(path, body)).status, 202)
        assert.strictEqual((yield* get("/users/me", { token: mine })).status, 401)
        assert.strictEqual((yield* get("/users/me")).status, 200)
      }
      assert.strictEqual((yield* post("/users/terminate_sessions", { user_ids: [], user_logins: [] })).status, 400)
      assert.strictEqual((yield* post("/users/terminate_sessions", { user_ids: [1], user_logins: [] })).status, 400)
      assert.strictEqual((yield* post("/groups/terminate_sessions", { group_ids: ["1"] })).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("change in the enterprise's stream of events", () =>
    Effect.gen(function* () {
      const { id } = yield* user("lin")
      yield* put(`/users/${id}`, { name: "Lin" })
      yield* del(`/users/${id}`)
      const { json } = yield* get("/events?stream_type=admin_logs_streaming&event_type=NEW_USER,EDIT_USER,DELETE_USER")
      const types = json.entries.map((event: { readonly event_type: string }) => event.event_type)
      assert.deepStrictEqual(types, ["NEW_USER", "EDIT_USER", "DELETE_USER"])
      assert.strictEqual(json.entries[0].source.id, id)
      yield* file("unrelated")
    }).pipe(Effect.provide(fresh()))
  )
})
