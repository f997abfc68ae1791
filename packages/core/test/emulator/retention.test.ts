import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, file, folder, fresh, get, type Json, post, put, uploadVersion } from "./wire.ts"

/** Its tokens last as long as the tests wait. */
const patient = fresh({ accessTokenLifetime: "100 days" })

const finite = {
  policy_name: "Tax",
  policy_type: "finite",
  retention_length: 10,
  disposition_action: "remove_retention"
}

const policy = (more: object = {}) => created(post("/retention_policies", { ...finite, ...more }))

const assign = (policy_id: string, assign_to: object, more: object = {}) =>
  post("/retention_policy_assignments", { policy_id, assign_to, ...more })

const idsIn = (json: Json) => json.entries.map((entry: Json) => entry.id)

describe("a retention policy", () => {
  it.effect("is created, found, listed by name, type and author, changed, retired and deleted", () =>
    Effect.gen(function* () {
      const made = yield* policy({ description: "d", are_owners_notified: true })
      assert.deepInclude(made, {
        type: "retention_policy",
        policy_name: "Tax",
        policy_type: "finite",
        retention_length: "10",
        disposition_action: "remove_retention",
        max_extension_length: "none",
        retention_type: "modifiable",
        status: "active",
        description: "d",
        are_owners_notified: true,
        can_owner_extend_retention: false,
        custom_notification_recipients: [],
        assignment_counts: { enterprise: 0, folder: 0, metadata_template: 0 }
      })
      const forever = { policy_name: "Forever", policy_type: "indefinite", retention_length: undefined }
      const other = yield* policy(forever)
      assert.deepInclude(other, { policy_type: "indefinite", retention_length: "indefinite" })
      assert.deepStrictEqual((yield* get(`/retention_policies/${made.id}`)).json, made)
      const list = (query: string) => Effect.map(get(`/retention_policies?${query}`), ({ json }) => idsIn(json))
      assert.deepStrictEqual(yield* list(""), [made.id, other.id])
      assert.deepStrictEqual(yield* list("policy_name=Ta"), [made.id])
      assert.deepStrictEqual(yield* list("policy_name=ta"), [])
      assert.deepStrictEqual(yield* list("policy_type=indefinite"), [other.id])
      assert.deepStrictEqual(yield* list("created_by_user_id=7001&limit=1"), [made.id])
      assert.deepStrictEqual(yield* list("created_by_user_id=7002"), [])
      yield* TestClock.adjust("1 hour")
      const change = { policy_name: "Tax 2", retention_length: "20", disposition_action: "permanently_delete" }
      const { json } = yield* put(`/retention_policies/${made.id}`, { ...change, max_extension_length: 5 })
      assert.deepInclude(json, { policy_name: "Tax 2", retention_length: "20", max_extension_length: "5" })
      assert.notStrictEqual(json.modified_at, json.created_at)
      assert.strictEqual((yield* put(`/retention_policies/${made.id}`, { status: "retired" })).json.status, "retired")
      assert.strictEqual((yield* put(`/retention_policies/${made.id}`, { status: "active" })).status, 400)
      assert.strictEqual((yield* del(`/retention_policies/${made.id}`)).status, 204)
      assert.strictEqual((yield* get(`/retention_policies/${made.id}`)).status, 404)
    }).pipe(Effect.provide(patient))
  )

  it.effect("refuses what is taken, missing or wrong, and users who are no administrators", () =>
    Effect.gen(function* () {
      yield* policy()
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const message = { headers: { "as-user": credentials.managedUserId } }
      const make = (more: object) => post("/retention_policies", { ...finite, policy_name: "X", ...more })
      const refused = [
        [yield* make({ policy_name: "Tax" }), 409],
        [yield* make({ policy_name: undefined }), 400],
        [yield* make({ policy_type: "short" }), 400],
        [yield* make({ disposition_action: undefined }), 400],
        [yield* make({ retention_length: undefined }), 400],
        [yield* make({ retention_length: 0 }), 400],
        [yield* make({ retention_length: "soon" }), 400],
        [yield* make({ policy_type: "indefinite" }), 400],
        [
          yield* make({ policy_type: "indefinite", retention_length: null, disposition_action: "permanently_delete" }),
          400
        ],
        [yield* make({ max_extension_length: 3 }), 400],
        [yield* make({ description: "x".repeat(501) }), 400],
        [yield* make({ custom_notification_recipients: [{ type: "user", id: "1" }] }), 404],
        [yield* get("/retention_policies?policy_type=short"), 400],
        [yield* get("/retention_policies?created_by_user_id=1"), 404],
        [yield* post("/retention_policies", finite, message), 403],
        [yield* get("/retention_policies", message), 403]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) {
        assert.deepStrictEqual([index, reply.status], [index, status])
      }
    }).pipe(Effect.provide(patient))
  )

  it.effect("that is not modifiable becomes only stricter", () =>
    Effect.gen(function* () {
      const { id } = yield* policy({ retention_type: "non_modifiable" })
      const change = (body: object) => Effect.map(put(`/retention_policies/${id}`, body), ({ status }) => status)
      assert.strictEqual(yield* change({ retention_length: 5 }), 403)
      assert.strictEqual(yield* change({ retention_type: "modifiable" }), 403)
      assert.strictEqual(yield* change({ retention_length: 15 }), 200)
      assert.strictEqual((yield* del(`/retention_policies/${id}`)).status, 403)
      const assigned = yield* created(assign(id, { type: "enterprise" }))
      assert.strictEqual((yield* del(`/retention_policy_assignments/${assigned.id}`)).status, 403)
      assert.strictEqual(yield* change({ status: "retired" }), 200)
    }).pipe(Effect.provide(patient))
  )
})

describe("an assignment of a retention policy", () => {
  it.effect("to a folder keeps what is below and what comes, until its time has passed", () =>
    Effect.gen(function* () {
      const { id: parent } = yield* folder("d")
      const old = yield* file("old", "1", parent)
      yield* uploadVersion(old.id, "2")
      const outside = yield* file("outside")
      const { id: policyId } = yield* policy()
      const made = yield* created(assign(policyId, { type: "folder", id: parent }))
      assert.deepInclude(made, {
        type: "retention_policy_assignment",
        assigned_to: { type: "folder", id: parent },
        filter_fields: null
      })
      assert.strictEqual(made.retention_policy.policy_name, "Tax")
      const late = yield* file("late", "x", parent)
      const under = (what: string) =>
        Effect.map(get(`/retention_policy_assignments/${made.id}/${what}`), ({ json }) => idsIn(json))
      assert.deepStrictEqual(yield* under("files_under_retention"), [old.id, late.id])
      assert.deepStrictEqual(yield* under("file_versions_under_retention"), [old.id])
      // Into the trash it may go, and to another place as well.
      yield* put(`/files/${late.id}`, { parent: { id: "0" } })
      for (const { id } of [old, late, outside]) yield* del(`/files/${id}`)
      const kept = yield* del(`/files/${old.id}/trash`)
      assert.deepStrictEqual([kept.status, kept.json.code], [403, "forbidden_by_policy"])
      assert.strictEqual((yield* del(`/files/${late.id}/trash`)).status, 403)
      assert.strictEqual((yield* del(`/files/${outside.id}/trash`)).status, 204)
      yield* del(`/folders/${parent}?recursive=true`)
      yield* TestClock.adjust("11 days")
      assert.deepStrictEqual(yield* under("files_under_retention"), [])
      assert.strictEqual((yield* del(`/files/${old.id}/trash`)).status, 204)
    }).pipe(Effect.provide(patient))
  )

  it.effect("keeps the trash from being emptied, and a folder from being deleted for good", () =>
    Effect.gen(function* () {
      const { id: parent } = yield* folder("d")
      yield* file("a", "x", parent)
      const { id } = yield* policy({ retention_length: 40 })
      yield* created(assign(id, { type: "enterprise" }))
      yield* del(`/folders/${parent}?recursive=true`)
      assert.strictEqual((yield* del(`/folders/${parent}/trash`)).json.code, "forbidden_by_policy")
      const empty = yield* folder("empty")
      yield* del(`/folders/${empty.id}`)
      const trashed = (id: string) => Effect.map(get(`/folders/${id}/trash`), ({ status }) => status)
      yield* TestClock.adjust("31 days")
      assert.deepStrictEqual([yield* trashed(parent), yield* trashed(empty.id)], [200, 404])
      yield* TestClock.adjust("10 days")
      assert.strictEqual(yield* trashed(parent), 404)
    }).pipe(Effect.provide(patient))
  )

  it.effect("that deletes at its end does so, also outside the trash", () =>
    Effect.gen(function* () {
      const a = yield* file("a")
      const { id } = yield* policy({ disposition_action: "permanently_delete", retention_length: 1 })
      const { id: assigned } = yield* created(assign(id, { type: "enterprise" }))
      yield* TestClock.adjust("12 hours")
      const b = yield* file("b")
      const retained = (yield* get(`/file_version_retentions?file_id=${b.id}`)).json
      assert.strictEqual(retained.entries.length, 1)
      yield* TestClock.adjust("13 hours")
      assert.strictEqual((yield* get(`/files/${a.id}`)).status, 404)
      assert.strictEqual((yield* get(`/files/${b.id}`)).status, 200)
      assert.deepStrictEqual(idsIn((yield* get("/folders/0/items")).json), [b.id])
      assert.strictEqual((yield* del(`/retention_policy_assignments/${assigned}`)).status, 204)
      yield* TestClock.adjust("1 day")
      assert.strictEqual((yield* get(`/files/${b.id}`)).status, 200)
    }).pipe(Effect.provide(patient))
  )

  it.effect("of a retired policy keeps what it keeps, and takes nothing new", () =>
    Effect.gen(function* () {
      const old = yield* file("old")
      const { id } = yield* policy()
      yield* created(assign(id, { type: "enterprise" }))
      yield* put(`/retention_policies/${id}`, { status: "retired" })
      const late = yield* file("late")
      assert.deepStrictEqual(
        (yield* get("/file_version_retentions")).json.entries.map((entry: Json) => entry.file.id),
        [old.id]
      )
      for (const one of [old, late]) yield* del(`/files/${one.id}`)
      assert.strictEqual((yield* del(`/files/${late.id}/trash`)).status, 204)
      assert.strictEqual((yield* del(`/files/${old.id}/trash`)).status, 403)
    }).pipe(Effect.provide(patient))
  )

  it.effect(
    "to a folder and to a template reaches what comes there by a move or a cascade, and what lies in the trash",
    () =>
      Effect.gen(function* () {
        const scope = "enterprise"
        const template = yield* created(post("/metadata_templates/schema", { scope, displayName: "bill" }))
        const { id: one } = yield* policy()
        const { id: two } = yield* policy({ policy_name: "Two" })
        const [kept, bills, elsewhere] = [yield* folder("kept"), yield* folder("bills"), yield* folder("elsewhere")]
        const restored = yield* file("restored", "x", kept.id)
        yield* del(`/files/${restored.id}`)
        yield* created(assign(one, { type: "folder", id: kept.id }))
        yield* created(assign(two, { type: "metadata_template", id: template.id }))
        const moved = yield* file("moved", "x", elsewhere.id)
        const cascaded = yield* file("cascaded", "x", bills.id)
        const retained = Effect.map(get("/file_version_retentions"), ({ json }) =>
          json.entries.map((entry: Json) => entry.file.name)
        )
        // In the trash it lies below the folder still.
        assert.deepStrictEqual(yield* retained, ["restored"])
        yield* put(`/folders/${elsewhere.id}`, { parent: { id: kept.id } })
        assert.deepStrictEqual(yield* retained, ["restored", "moved"])
        yield* created(post(`/folders/${bills.id}/metadata/enterprise/bill`, {}))
        yield* created(post("/metadata_cascade_policies", { folder_id: bills.id, scope, templateKey: "bill" }))
        assert.deepStrictEqual(yield* retained, ["restored", "moved", "cascaded"])
        assert.deepStrictEqual([moved.name, cascaded.name], ["moved", "cascaded"])
      }).pipe(Effect.provide(patient))
  )

  it.effect("to a metadata template follows the metadata, with a filter and a date to begin at", () =>
    Effect.gen(function* () {
      const fields = [
        { type: "enum", key: "state", displayName: "State", options: [{ key: "open" }, { key: "paid" }] },
        { type: "date", key: "due", displayName: "Due" }
      ]
      const template = yield* created(
        post("/metadata_templates/schema", { scope: "enterprise", displayName: "bill", fields })
      )
      const [state, due] = template.fields
      const { id } = yield* policy()
      const to = { type: "metadata_template", id: template.id }
      const filter_fields = [{ field: state.id, value: state.options[1].id }]
      const made = yield* created(assign(id, to, { filter_fields, start_date_field: due.id }))
      assert.deepInclude(made, { filter_fields, start_date_field: due.id, assigned_to: to })
      const [open, paid] = [yield* file("open"), yield* file("paid")]
      const put = (item: Json, values: object) => created(post(`/files/${item.id}/metadata/enterprise/bill`, values))
      yield* put(open, { state: "open" })
      yield* put(paid, { state: "paid", due: "1970-02-01T00:00:00Z" })
      const { entries } = (yield* get("/file_version_retentions")).json
      assert.strictEqual(entries.length, 1)
      assert.strictEqual(entries[0].file.id, paid.id)
      assert.strictEqual(entries[0].disposition_at, "1970-02-10T16:00:00-08:00")
      const bad = [
        [{ filter_fields: [{ field: "none", value: "x" }] }, 400],
        [{ filter_fields: [...filter_fields, ...filter_fields] }, 400],
        [{ start_date_field: state.id }, 400]
      ] as const
      for (const [more, status] of bad) assert.strictEqual((yield* assign(id, to, more)).status, status)
    }).pipe(Effect.provide(patient))
  )

  it.effect("is found, listed by its policy and its type, and ends", () =>
    Effect.gen(function* () {
      const { id: parent } = yield* folder("d")
      const { id } = yield* policy()
      const one = yield* created(assign(id, { type: "folder", id: parent }))
      const two = yield* created(assign(id, { type: "enterprise", id: null }))
      assert.deepStrictEqual((yield* get(`/retention_policy_assignments/${one.id}`)).json, one)
      const list = (query: string) =>
        Effect.map(get(`/retention_policies/${id}/assignments?${query}`), ({ json }) => idsIn(json))
      assert.deepStrictEqual(yield* list(""), [one.id, two.id])
      assert.deepStrictEqual(yield* list("type=enterprise"), [two.id])
      assert.deepInclude((yield* get(`/retention_policies/${id}`)).json.assignment_counts, { enterprise: 1, folder: 1 })
      const { id: longer } = yield* policy({ policy_name: "Long", retention_length: 99 })
      const refused = [
        [yield* get(`/retention_policies/${id}/assignments?type=other`), 400],
        [yield* assign("1", { type: "enterprise" }), 404],
        [yield* assign(id, { type: "enterprise", id: "3001" }), 400],
        [yield* assign(id, { type: "folder", id: "1" }), 404],
        [yield* assign(id, { type: "folder", id: parent }), 409],
        [yield* assign(id, { type: "metadata_template", id: "1" }), 404],
        [yield* assign(id, { type: "file", id: "1" }), 400],
        [yield* assign(longer, { type: "folder", id: parent }, { start_date_field: "upload_date" }), 400],
        [yield* assign(longer, { type: "folder", id: parent }), 201]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) {
        assert.deepStrictEqual([index, reply.status], [index, status])
      }
      assert.strictEqual((yield* del(`/retention_policy_assignments/${one.id}`)).status, 204)
      assert.strictEqual((yield* get(`/retention_policy_assignments/${one.id}`)).status, 404)
      yield* put(`/retention_policies/${id}`, { status: "retired" })
      assert.strictEqual((yield* assign(id, { type: "folder", id: parent })).status, 400)
    }).pipe(Effect.provide(patient))
  )
})

describe("the retention of a version", () => {
  it.effect("names the policy that keeps it longest, and is filtered", () =>
    Effect.gen(function* () {
      const { id: parent } = yield* folder("d")
      const { id: short } = yield* policy()
      const { id: long } = yield* policy({ policy_name: "Long", retention_length: 20 })
      yield* created(assign(short, { type: "enterprise" }))
      yield* created(assign(long, { type: "folder", id: parent }))
      const a = yield* file("a", "1", parent)
      yield* uploadVersion(a.id, "2")
      const b = yield* file("b")
      const { entries } = (yield* get("/file_version_retentions")).json
      assert.deepStrictEqual(
        entries.map((entry: Json) => [entry.file.id, entry.winning_retention_policy.policy_name, entry.disposition_at]),
        [
          [a.id, "Long", "1970-01-20T16:00:00-08:00"],
          [a.id, "Long", "1970-01-20T16:00:00-08:00"],
          [b.id, "Tax", "1970-01-10T16:00:00-08:00"]
        ]
      )
      assert.deepStrictEqual((yield* get(`/file_version_retentions/${entries[0].id}`)).json, entries[0])
      const found = (query: string) =>
        Effect.map(get(`/file_version_retentions?${query}`), ({ json }) => json.entries.length)
      assert.strictEqual(yield* found(`file_id=${a.id}`), 2)
      assert.strictEqual(yield* found(`file_version_id=${entries[1].file_version.id}`), 1)
      assert.strictEqual(yield* found(`policy_id=${short}`), 1)
      assert.strictEqual(yield* found("disposition_action=permanently_delete"), 0)
      assert.strictEqual(yield* found("disposition_before=1970-01-15T00:00:00Z"), 1)
      assert.strictEqual(yield* found("disposition_after=1970-01-15T00:00:00Z"), 2)
      assert.strictEqual((yield* get("/file_version_retentions?disposition_after=soon")).status, 400)
      assert.strictEqual((yield* get("/file_version_retentions/1")).status, 404)
    }).pipe(Effect.provide(patient))
  )

  it.effect("is shown with the file, and extended by its owner as far as the policy allows", () =>
    Effect.gen(function* () {
      const more = {
        disposition_action: "permanently_delete",
        can_owner_extend_retention: true,
        max_extension_length: 3
      }
      const { id } = yield* policy(more)
      yield* created(assign(id, { type: "enterprise" }))
      const a = yield* file("a")
      const address = `/files/${a.id}?fields=disposition_at`
      const until = Effect.map(get(address), ({ json }) => json.disposition_at)
      const extend = (disposition_at: string) => Effect.map(put(address, { disposition_at }), ({ status }) => status)
      assert.strictEqual(yield* until, "1970-01-10T16:00:00-08:00")
      assert.strictEqual(yield* extend("1970-01-05T00:00:00Z"), 400)
      assert.strictEqual(yield* extend("1970-01-12T00:00:00Z"), 200)
      assert.strictEqual(yield* until, "1970-01-11T16:00:00-08:00")
      assert.strictEqual(yield* extend("1970-01-31T00:00:00Z"), 200)
      assert.strictEqual(yield* until, "1970-01-13T16:00:00-08:00")
      yield* TestClock.adjust("12 days")
      assert.strictEqual((yield* get(address)).status, 200)
      yield* TestClock.adjust("2 days")
      assert.strictEqual((yield* get(address)).status, 404)
      const b = yield* file("b")
      yield* put(`/retention_policies/${id}`, { can_owner_extend_retention: false })
      assert.strictEqual((yield* put(`/files/${b.id}`, { disposition_at: "1971-01-01T00:00:00Z" })).status, 403)
    }).pipe(Effect.provide(patient))
  )

  it.effect("deletes old versions of a file at their end, and the file with its current one", () =>
    Effect.gen(function* () {
      const { id } = yield* policy({ disposition_action: "permanently_delete", retention_length: 2 })
      yield* created(assign(id, { type: "enterprise" }))
      const a = yield* file("a", "1")
      yield* TestClock.adjust("1 day")
      yield* uploadVersion(a.id, "2")
      assert.strictEqual((yield* get(`/files/${a.id}/versions`)).json.total_count, 1)
      yield* TestClock.adjust("1 day")
      assert.strictEqual((yield* get(`/files/${a.id}/versions`)).json.total_count, 0)
      yield* TestClock.adjust("1 day")
      assert.strictEqual((yield* get(`/files/${a.id}`)).status, 404)
      assert.strictEqual((yield* get("/file_version_retentions")).json.entries.length, 0)
    }).pipe(Effect.provide(patient))
  )
})
