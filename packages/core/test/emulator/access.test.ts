/** What the collaborators of a folder may do, by their roles. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import {
  created,
  del,
  file,
  folder,
  fresh,
  get,
  type Json,
  post,
  put,
  type Reply,
  tokenUrl,
  upload,
  uploadVersion
} from "./wire.ts"

const grace = "7002"
const as = (id: string) => ({ headers: { "as-user": id } })
const asGrace = as(grace)

const share = (type: "file" | "folder", id: string, role: string, more: object = {}) =>
  created(post("/collaborations", { item: { type, id }, accessible_by: { type: "user", id: grace }, role, ...more }))

const idsIn = ({ json }: Reply): ReadonlyArray<string> => json.entries.map((one: Json) => one.id)

const roles = ["editor", "viewer", "previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner"]

/** Ada's folder with a folder and a file in it, which Grace may use. */
const shared = (role: string) =>
  Effect.gen(function* () {
    const top = yield* folder("top")
    const inner = yield* folder("inner", top.id)
    const paper = yield* file("paper.txt", "text", top.id)
    const row = yield* share("folder", top.id, role)
    return { top, inner, paper, row }
  })

type Shared = Effect.Success<ReturnType<typeof shared>>

/** By what is tried: how, and who may. The others are refused with 403. */
const deeds: ReadonlyArray<
  readonly [string, (where: Shared) => ReturnType<typeof get>, allowed: ReadonlyArray<string>]
> = [
  ["list", ({ top }) => get(`/folders/${top.id}/items`, asGrace), roles],
  ["read", ({ paper }) => get(`/files/${paper.id}`, asGrace), roles],
  [
    "preview",
    ({ paper }) => get(`/files/${paper.id}/thumbnail.png`, asGrace),
    roles.filter((role) => role !== "uploader")
  ],
  [
    "comment",
    ({ paper }) => post("/comments", { message: "m", item: { type: "file", id: paper.id } }, asGrace),
    roles.filter((role) => role !== "uploader")
  ],
  [
    "download",
    ({ paper }) => get(`/files/${paper.id}/content`, asGrace),
    ["editor", "viewer", "viewer uploader", "co-owner"]
  ],
  [
    "copy",
    ({ paper }) => post(`/files/${paper.id}/copy`, { parent: { id: "0" } }, asGrace),
    ["editor", "viewer", "viewer uploader", "co-owner"]
  ],
  [
    "upload",
    ({ inner }) => upload("new", "new", inner.id, asGrace),
    ["editor", "uploader", "previewer uploader", "viewer uploader", "co-owner"]
  ],
  [
    "make a folder",
    ({ inner }) => post("/folders", { name: "f", parent: { id: inner.id } }, asGrace),
    ["editor", "uploader", "previewer uploader", "viewer uploader", "co-owner"]
  ],
  [
    "upload a version",
    ({ paper }) => uploadVersion(paper.id, "other", asGrace),
    ["editor", "viewer uploader", "co-owner"]
  ],
  ["lock", ({ paper }) => put(`/files/${paper.id}`, { lock: {} }, asGrace), ["editor", "viewer uploader", "co-owner"]],
  ["rename", ({ paper }) => put(`/files/${paper.id}`, { name: "x" }, asGrace), ["editor", "co-owner"]],
  ["delete", ({ paper }) => del(`/files/${paper.id}`, asGrace), ["editor", "co-owner"]],
  [
    "move",
    ({ inner, paper }) => put(`/files/${paper.id}`, { parent: { id: inner.id } }, asGrace),
    ["editor", "co-owner"]
  ],
  [
    "make a link",
    ({ paper }) => put(`/files/${paper.id}`, { shared_link: {} }, asGrace),
    ["editor", "viewer", "viewer uploader", "co-owner"]
  ],
  [
    "invite",
    ({ inner }) =>
      post(
        "/collaborations",
        {
          item: { type: "folder", id: inner.id },
          accessible_by: { type: "user", login: "x@other.test" },
          role: "viewer"
        },
        asGrace
      ),
    ["editor", "co-owner"]
  ],
  [
    "give metadata",
    ({ paper }) => post(`/files/${paper.id}/metadata/global/properties`, { a: "1" }, asGrace),
    ["editor", "uploader", "previewer uploader", "viewer uploader", "co-owner"]
  ],
  [
    "cascade metadata",
    ({ inner }) =>
      post("/metadata_cascade_policies", { folder_id: inner.id, scope: "global", templateKey: "properties" }, asGrace),
    ["editor", "uploader", "previewer uploader", "viewer uploader", "co-owner"]
  ],
  [
    "create a task",
    ({ paper }) => post("/tasks", { item: { type: "file", id: paper.id } }, asGrace),
    roles.filter((role) => role !== "uploader")
  ],
  [
    "watermark",
    ({ inner }) => put(`/folders/${inner.id}/watermark`, { watermark: { imprint: "default" } }, asGrace),
    ["co-owner"]
  ],
  [
    "make a webhook",
    ({ inner }) =>
      post(
        "/webhooks",
        { target: { type: "folder", id: inner.id }, address: "https://example.test/hook", triggers: ["FILE.UPLOADED"] },
        asGrace
      ),
    roles
  ],
  ["delete what is shared itself", ({ top }) => del(`/folders/${top.id}?recursive=true`, asGrace), ["co-owner"]],
  ["change settings", ({ top }) => put(`/folders/${top.id}`, { can_non_owners_invite: false }, asGrace), ["co-owner"]]
]

describe("a collaborator", () => {
  for (const role of roles) {
    it.effect(`with the role ${role} may do what Box's table says`, () =>
      Effect.gen(function* () {
        for (const [deed, attempt, allowed] of deeds) {
          yield* Effect.gen(function* () {
            const { status } = yield* attempt(yield* shared(role))
            if (allowed.includes(role)) assert.oneOf(status, [200, 201, 204, 302], deed)
            else assert.strictEqual(status, 403, deed)
          }).pipe(Effect.provide(fresh()))
        }
      })
    )
  }

  it.effect("is told by instances of metadata whether they may be edited", () =>
    Effect.gen(function* () {
      const { paper, row } = yield* shared("viewer")
      const path = `/files/${paper.id}/metadata/global/properties`
      assert.isTrue((yield* created(post(path, { a: "1" }))).$canEdit)
      const canEdit = Effect.map(get(path, asGrace), ({ json }): Json => json.$canEdit)
      assert.isFalse(yield* canEdit)
      assert.strictEqual((yield* del(path, asGrace)).status, 403)
      const listed = yield* get(`/files/${paper.id}?fields=metadata.global.properties`, asGrace)
      assert.isFalse(listed.json.metadata.global.properties.$canEdit)
      yield* put(`/collaborations/${row.id}`, { role: "viewer uploader" })
      assert.isTrue(yield* canEdit)
      assert.strictEqual((yield* del(path, asGrace)).status, 204)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("who manages a file deletes the comments of others, and nobody else does", () =>
    Effect.gen(function* () {
      const { paper, row } = yield* shared("editor")
      const { id } = yield* created(post("/comments", { message: "m", item: { type: "file", id: paper.id } }))
      assert.strictEqual((yield* del(`/comments/${id}`, asGrace)).status, 403)
      yield* put(`/collaborations/${row.id}`, { role: "co-owner" })
      assert.strictEqual((yield* del(`/comments/${id}`, asGrace)).status, 204)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is told so in the permissions of items", () =>
    Effect.gen(function* () {
      const { paper, top } = yield* shared("viewer uploader")
      const { json } = yield* get(`/files/${paper.id}?fields=permissions`, asGrace)
      assert.deepStrictEqual(json.permissions, {
        can_delete: false,
        can_download: true,
        can_invite_collaborator: false,
        can_rename: false,
        can_set_share_access: false,
        can_share: true,
        can_upload: true,
        can_annotate: true,
        can_comment: true,
        can_preview: true,
        can_view_annotations_all: true,
        can_view_annotations_self: true
      })
      const fields = "permissions,has_collaborations,allowed_invitee_roles,is_externally_owned"
      const hers = (yield* get(`/folders/${top.id}?fields=${fields}`, asGrace)).json
      assert.isFalse(hers.permissions.can_delete)
      assert.deepInclude(hers, { has_collaborations: true, allowed_invitee_roles: [], is_externally_owned: false })
      const owners = (yield* get(`/folders/${top.id}?fields=${fields}`)).json
      assert.isTrue(owners.permissions.can_delete)
      assert.sameMembers(owners.allowed_invitee_roles, roles)
      const lonely = yield* folder("lonely")
      assert.isFalse((yield* get(`/folders/${lonely.id}?fields=has_collaborations`)).json.has_collaborations)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("finds the folder in the root folder, with a path that begins there", () =>
    Effect.gen(function* () {
      const outer = yield* folder("outer")
      const top = yield* folder("top", outer.id)
      const paper = yield* file("paper.txt", "text", top.id)
      assert.strictEqual((yield* get(`/folders/${top.id}`, asGrace)).status, 404)
      yield* share("folder", top.id, "viewer")
      const own = yield* created(post("/folders", { name: "own", parent: { id: "0" } }, asGrace))
      assert.sameMembers([...idsIn(yield* get("/folders/0/items", asGrace))], [own.id, top.id])
      assert.sameMembers([...idsIn(yield* get("/folders/0/items?usemarker=true", asGrace))], [own.id, top.id])
      const seen = (yield* get(`/files/${paper.id}`, asGrace)).json
      assert.deepStrictEqual(
        seen.path_collection.entries.map((one: Json) => one.id),
        ["0", top.id]
      )
      assert.strictEqual((yield* get(`/folders/${top.id}`, asGrace)).json.parent.id, "0")
      assert.strictEqual((yield* get(`/folders/${top.id}`)).json.parent.id, outer.id)
      assert.strictEqual((yield* get(`/folders/${outer.id}`, asGrace)).status, 404)
      assert.deepStrictEqual(idsIn(yield* get("/search?query=paper", asGrace)), [paper.id])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("sees the whole path, or no entry in the root folder, if it is so agreed", () =>
    Effect.gen(function* () {
      const outer = yield* folder("outer")
      const one = yield* folder("one", outer.id)
      const two = yield* folder("two", outer.id)
      yield* share("folder", one.id, "viewer", { can_view_path: true })
      yield* share("folder", two.id, "viewer", { is_access_only: true })
      assert.deepStrictEqual(idsIn(yield* get("/folders/0/items", asGrace)), [one.id])
      const path = (id: string) =>
        Effect.map(get(`/folders/${id}`, asGrace), ({ json }) =>
          json.path_collection.entries.map((entry: Json) => entry.name)
        )
      assert.deepStrictEqual(yield* path(one.id), ["All Files", "outer"])
      assert.deepStrictEqual(yield* path(two.id), ["All Files"])
      assert.strictEqual((yield* get(`/folders/${outer.id}`, asGrace)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("gives what is created in a folder to the folder's owner", () =>
    Effect.gen(function* () {
      const { inner, top } = yield* shared("editor")
      const made = yield* created(upload("new", "new", inner.id, asGrace))
      assert.deepStrictEqual([made.owned_by.id, made.created_by.id], ["7001", grace])
      const own = yield* created(upload("own", "own", "0", asGrace))
      const moved = yield* put(`/files/${own.id}`, { parent: { id: top.id } }, asGrace)
      assert.strictEqual(moved.json.owned_by.id, "7001")
      assert.strictEqual((yield* get(`/files/${own.id}`)).status, 200)
      assert.strictEqual((yield* put(`/files/${own.id}`, { parent: { id: "0" } }, asGrace)).json.owned_by.id, grace)
      assert.strictEqual((yield* get(`/files/${own.id}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("deletes into the owner's trash, and both can restore", () =>
    Effect.gen(function* () {
      const { paper } = yield* shared("editor")
      yield* del(`/files/${paper.id}`, asGrace)
      assert.deepStrictEqual(idsIn(yield* get("/folders/trash/items")), [paper.id])
      assert.deepStrictEqual(idsIn(yield* get("/folders/trash/items", asGrace)), [paper.id])
      assert.strictEqual((yield* post(`/files/${paper.id}`, {}, asGrace)).status, 201)
      assert.strictEqual((yield* get(`/files/${paper.id}`)).json.owned_by.id, "7001")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("has the rights of all roles: on the item, on a folder above it, alone and in a group", () =>
    Effect.gen(function* () {
      const { inner, paper, top } = yield* shared("previewer")
      const rename = (id: string, name: string) => put(`/folders/${id}`, { name }, asGrace)
      assert.strictEqual((yield* rename(inner.id, "a")).status, 403)
      yield* share("folder", inner.id, "editor")
      assert.strictEqual((yield* rename(inner.id, "a")).status, 200)
      assert.strictEqual((yield* rename(top.id, "b")).status, 403)
      assert.deepStrictEqual(idsIn(yield* get("/folders/0/items", asGrace)), [top.id])
      const group = yield* created(post("/groups", { name: "g" }))
      const accessible_by = { type: "group", id: group.id }
      yield* created(post("/collaborations", { item: { type: "folder", id: top.id }, accessible_by, role: "viewer" }))
      const download = get(`/files/${paper.id}/content`, asGrace)
      assert.strictEqual((yield* download).status, 403)
      const membership = yield* created(post("/group_memberships", { user: { id: grace }, group: { id: group.id } }))
      assert.strictEqual((yield* download).status, 302)
      yield* del(`/group_memberships/${membership.id}`)
      assert.strictEqual((yield* download).status, 403)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("of a single file has that file", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const other = yield* file("b")
      yield* share("file", id, "editor")
      assert.deepStrictEqual(idsIn(yield* get("/folders/0/items", asGrace)), [id])
      assert.strictEqual((yield* uploadVersion(id, "new", asGrace)).status, 200)
      assert.strictEqual((yield* del(`/files/${id}`, asGrace)).status, 403)
      assert.strictEqual((yield* get(`/files/${other.id}`, asGrace)).status, 404)
      for (const role of roles.filter((one) => one !== "editor" && one !== "viewer")) {
        const body = { item: { type: "file", id: other.id }, accessible_by: { type: "user", id: grace }, role }
        assert.strictEqual((yield* post("/collaborations", body)).status, 400)
      }
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("loses the access when it ends, by time or by hand", () =>
    Effect.gen(function* () {
      const { paper, row, top } = yield* shared("viewer")
      const other = yield* folder("other")
      yield* share("folder", other.id, "viewer", { expires_at: "1970-01-01T00:30:00Z" })
      assert.strictEqual((yield* get("/folders/0/items", asGrace)).json.total_count, 2)
      yield* TestClock.adjust("30 minutes")
      assert.deepStrictEqual(idsIn(yield* get("/folders/0/items", asGrace)), [top.id])
      assert.strictEqual((yield* get(`/folders/${other.id}`, asGrace)).status, 404)
      assert.strictEqual((yield* get(`/folders/${other.id}/collaborations`)).json.entries.length, 0)
      assert.strictEqual((yield* get(`/files/${paper.id}`, asGrace)).status, 200)
      assert.strictEqual((yield* del(`/collaborations/${row.id}`, asGrace)).status, 204)
      assert.strictEqual((yield* get(`/files/${paper.id}`, asGrace)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("hears of what happens in the folder, with paths of its own", () =>
    Effect.gen(function* () {
      const { top } = yield* shared("viewer")
      const made = yield* file("new", "new", top.id)
      yield* file("elsewhere")
      // Only the owner hears of downloads.
      yield* get(`/files/${made.id}/content`, asGrace)
      assert.strictEqual((yield* get("/events")).json.entries.at(-1).event_type, "ITEM_DOWNLOAD")
      const { json } = yield* get("/events", asGrace)
      const events: ReadonlyArray<Json> = json.entries
      assert.deepStrictEqual(
        events.map(({ event_type }) => event_type),
        ["COLLAB_ADD_COLLABORATOR", "ITEM_UPLOAD"]
      )
      assert.strictEqual(events[1].source.id, made.id)
      assert.strictEqual(events[1].source.path_collection.total_count, 2)
      assert.strictEqual(events[1].created_by.id, "7001")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("restricts a token to the folder", () =>
    Effect.gen(function* () {
      const { paper, top } = yield* shared("viewer")
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const grant = (form: Record<string, string>) => post(tokenUrl, undefined, { token: null, form })
      const own = yield* grant({
        grant_type: "client_credentials",
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
        box_subject_type: "user",
        box_subject_id: grace
      })
      const restrict = (id: string) =>
        grant({
          grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
          subject_token: own.json.access_token,
          subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
          scope: "base_explorer",
          resource: `https://api.box.com/2.0/folders/${id}`
        })
      const token = (yield* restrict(top.id)).json.access_token
      assert.strictEqual((yield* get(`/files/${paper.id}`, { token })).status, 200)
      assert.strictEqual((yield* get("/folders/0", { token })).status, 403)
      assert.strictEqual((yield* restrict((yield* folder("hidden")).id)).json.error, "invalid_resource")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("does not delete or change anything while an administrator forbids it", () =>
    Effect.gen(function* () {
      const { id } = yield* created(upload("own", "own", "0", asGrace))
      yield* put(`/users/${grace}`, { status: "cannot_delete_edit" })
      assert.strictEqual((yield* put(`/files/${id}`, { name: "x" }, asGrace)).status, 403)
      assert.strictEqual((yield* del(`/files/${id}`, asGrace)).status, 403)
      yield* created(upload("two", "two", "0", asGrace))
      yield* put(`/users/${grace}`, { status: "cannot_delete_edit_upload" })
      assert.strictEqual((yield* upload("three", "three", "0", asGrace)).status, 403)
      assert.strictEqual((yield* get(`/files/${id}/content`, asGrace)).status, 302)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("a shared link", () => {
  it.effect("opens what it says: to read, to download, to upload versions", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const link = (permissions: object, access = "open") =>
        Effect.map(put(`/files/${id}?fields=shared_link`, { shared_link: { access, permissions } }), ({ json }) => ({
          headers: { "as-user": grace, boxapi: `shared_link=${json.shared_link.url}` }
        }))
      const preview = yield* link({ can_download: false })
      assert.strictEqual((yield* get(`/files/${id}`, preview)).status, 200)
      assert.strictEqual((yield* get(`/files/${id}/content`, preview)).status, 403)
      const download = yield* link({ can_download: true })
      assert.strictEqual((yield* get(`/files/${id}/content`, download)).status, 302)
      assert.strictEqual((yield* uploadVersion(id, "new", download)).status, 403)
      const edit = yield* link({ can_edit: true })
      assert.strictEqual((yield* uploadVersion(id, "new", edit)).status, 200)
      assert.strictEqual((yield* put(`/files/${id}`, { name: "x" }, edit)).status, 403)
      const collaborators = yield* link({}, "collaborators")
      assert.strictEqual((yield* get(`/files/${id}`, collaborators)).status, 404)
      assert.strictEqual((yield* get("/shared_items", collaborators)).status, 404)
      yield* share("file", id, "viewer")
      assert.strictEqual((yield* get(`/files/${id}`, collaborators)).status, 200)
      assert.strictEqual((yield* get("/shared_items", collaborators)).status, 200)
    }).pipe(Effect.provide(fresh()))
  )
})
