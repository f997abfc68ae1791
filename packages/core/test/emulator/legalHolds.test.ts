import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, file, folder, fresh, get, type Json, post, put, upload, uploadVersion } from "./wire.ts"

/** Its tokens last as long as the tests wait. */
const patient = fresh({ accessTokenLifetime: "100 days" })

const policy = (policy_name: string, more: object = {}) =>
  created(post("/legal_hold_policies", { policy_name, is_ongoing: true, ...more }))

const assign = (policy_id: string, type: string, id: string) =>
  post("/legal_hold_policy_assignments", { policy_id, assign_to: { type, id } })

const idsIn = (json: Json) => json.entries.map((entry: Json) => entry.id)

describe("a legal hold policy", () => {
  it.effect("is created, found, listed by its name, changed and released", () =>
    Effect.gen(function* () {
      const made = yield* policy("Case 1", { description: "d" })
      assert.deepInclude(made, {
        type: "legal_hold_policy",
        policy_name: "Case 1",
        description: "d",
        status: "active",
        release_notes: "",
        assignment_counts: { user: 0, folder: 0, file: 0, file_version: 0, ownership: 0, interactions: 0 }
      })
      const span = { filter_started_at: "2026-01-01T00:00:00Z", filter_ended_at: "2026-02-01T00:00:00Z" }
      const other = yield* policy("Other", { ...span, is_ongoing: false })
      assert.strictEqual(other.filter_ended_at, "2026-01-31T16:00:00-08:00")
      assert.deepStrictEqual((yield* get(`/legal_hold_policies/${made.id}`)).json, made)
      const list = (query: string) => Effect.map(get(`/legal_hold_policies?${query}`), ({ json }) => idsIn(json))
      assert.deepStrictEqual(yield* list("limit=5"), [made.id, other.id])
      assert.deepStrictEqual(yield* list("policy_name=cAs"), [made.id])
      const change = { policy_name: "Case 2", description: "e", release_notes: "why" }
      assert.deepInclude((yield* put(`/legal_hold_policies/${made.id}`, change)).json, change)
      assert.strictEqual((yield* del(`/legal_hold_policies/${made.id}`)).status, 202)
      assert.strictEqual((yield* get(`/legal_hold_policies/${made.id}`)).status, 404)
    }).pipe(Effect.provide(patient))
  )

  it.effect("refuses what is taken, missing or wrong, and users who are no administrators", () =>
    Effect.gen(function* () {
      const { id } = yield* policy("A")
      yield* policy("B")
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const message = { headers: { "as-user": credentials.managedUserId } }
      const make = (more: object) => post("/legal_hold_policies", { policy_name: "X", is_ongoing: true, ...more })
      const from = { filter_started_at: "2026-01-01T00:00:00Z" }
      const refused = [
        [yield* make({ policy_name: "A" }), 409],
        [yield* put(`/legal_hold_policies/${id}`, { policy_name: "B" }), 409],
        [yield* make({ policy_name: undefined }), 400],
        [yield* make({ is_ongoing: undefined }), 400],
        [yield* make({ is_ongoing: false, ...from }), 400],
        [yield* make({ ...from, filter_ended_at: "2025-01-01T00:00:00Z" }), 400],
        [yield* make({ description: "x".repeat(501) }), 400],
        [yield* get("/legal_hold_policies", message), 403],
        [yield* post("/legal_hold_policies", { policy_name: "X", is_ongoing: true }, message), 403]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) {
        assert.deepStrictEqual([index, reply.status], [index, status])
      }
    }).pipe(Effect.provide(patient))
  )
})

describe("an assignment of a legal hold", () => {
  it.effect("to a folder holds its files and their versions, until it is released", () =>
    Effect.gen(function* () {
      const { id: parent } = yield* folder("d")
      const a = yield* file("a", "1", parent)
      yield* uploadVersion(a.id, "2")
      const outside = yield* file("outside")
      const { id } = yield* policy("Case")
      const made = yield* created(assign(id, "folder", parent))
      assert.deepInclude(made, {
        type: "legal_hold_policy_assignment",
        legal_hold_policy: { type: "legal_hold_policy", id },
        assigned_to: { type: "folder", id: parent }
      })
      assert.strictEqual((yield* get(`/legal_hold_policies/${id}`)).json.assignment_counts.folder, 1)
      const late = yield* file("late", "x", parent)
      const held = (what: string) =>
        Effect.map(get(`/legal_hold_policy_assignments/${made.id}/${what}`), ({ json }) => json.entries)
      assert.deepStrictEqual(
        (yield* held("files_on_hold")).map((entry: Json) => entry.id),
        [a.id, late.id]
      )
      const [old] = (yield* get(`/files/${a.id}/versions`)).json.entries
      assert.deepStrictEqual(yield* held("file_versions_on_hold"), [old])
      for (const one of [a, outside]) yield* del(`/files/${one.id}`)
      const kept = yield* del(`/files/${a.id}/trash`)
      assert.deepStrictEqual([kept.status, kept.json.code], [403, "forbidden_by_policy"])
      assert.strictEqual((yield* del(`/files/${outside.id}/trash`)).status, 204)
      yield* TestClock.adjust("40 days")
      assert.strictEqual((yield* get(`/files/${a.id}/trash`)).status, 200)
      assert.strictEqual((yield* del(`/legal_hold_policy_assignments/${made.id}`)).status, 202)
      assert.strictEqual((yield* get(`/legal_hold_policy_assignments/${made.id}`)).status, 404)
      assert.strictEqual((yield* get(`/files/${a.id}/trash`)).status, 404)
    }).pipe(Effect.provide(patient))
  )

  it.effect("holds what its type says", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const other = { headers: { "as-user": credentials.managedUserId } }
      const mine = yield* file("mine", "1")
      const first = (yield* get(`/files/${mine.id}`)).json.file_version.id
      yield* uploadVersion(mine.id, "2")
      const theirs = yield* created(upload("theirs", "x", "0", other))
      const { id } = yield* policy("Case")
      const versions = (assignment: string) =>
        Effect.gen(function* () {
          const address = `/legal_hold_policy_assignments/${assignment}`
          const files = (yield* get(`${address}/files_on_hold`)).json
          const past = (yield* get(`${address}/file_versions_on_hold`)).json
          return [idsIn(files), past.entries.length]
        })
      const cases = [
        ["file", mine.id, [mine.id], 1],
        ["file_version", first, [], 1],
        ["user", "7001", [mine.id], 1],
        ["ownership", credentials.managedUserId, [theirs.id], 0],
        ["interactions", "7001", [mine.id], 1]
      ] as const
      for (const [type, target, files, past] of cases) {
        const made = yield* created(assign(id, type, target))
        assert.deepStrictEqual([type, yield* versions(made.id)], [type, [files, past]])
      }
      const counts = { user: 1, folder: 0, file: 1, file_version: 1, ownership: 1, interactions: 1 }
      assert.deepStrictEqual((yield* get(`/legal_hold_policies/${id}`)).json.assignment_counts, counts)
    }).pipe(Effect.provide(patient))
  )

  it.effect("holds for a span of time, and without going on", () =>
    Effect.gen(function* () {
      yield* file("early")
      yield* TestClock.adjust("10 days")
      const inTime = yield* file("in time")
      yield* TestClock.adjust("10 days")
      yield* file("late")
      const span = { filter_started_at: "1970-01-06T00:00:00Z", filter_ended_at: "1970-01-16T00:00:00Z" }
      const { id } = yield* policy("Span", { ...span, is_ongoing: false })
      const made = yield* created(assign(id, "ownership", "7001"))
      const onHold = (assignment: string) =>
        Effect.map(get(`/legal_hold_policy_assignments/${assignment}/files_on_hold`), ({ json }) => idsIn(json))
      assert.deepStrictEqual(yield* onHold(made.id), [inTime.id])
      const { id: parent } = yield* folder("d")
      const a = yield* file("a", "x", parent)
      const still = yield* created(assign(id, "folder", parent))
      yield* file("b", "x", parent)
      assert.deepStrictEqual(yield* onHold(still.id), [a.id])
    }).pipe(Effect.provide(patient))
  )

  it.effect("to a folder holds what is moved there, and what leaves it later", () =>
    Effect.gen(function* () {
      const { id: parent } = yield* folder("d")
      const a = yield* file("a")
      const { id } = yield* policy("Case")
      const made = yield* created(assign(id, "folder", parent))
      const held = Effect.map(get(`/legal_hold_policy_assignments/${made.id}/files_on_hold`), ({ json }) => idsIn(json))
      assert.deepStrictEqual(yield* held, [])
      yield* put(`/files/${a.id}`, { parent: { id: parent } })
      assert.deepStrictEqual(yield* held, [a.id])
      yield* put(`/files/${a.id}`, { parent: { id: "0" } })
      assert.deepStrictEqual(yield* held, [a.id])
    }).pipe(Effect.provide(patient))
  )

  it.effect("is found, listed by policy and target, and refused when wrong", () =>
    Effect.gen(function* () {
      const a = yield* file("a")
      const { id } = yield* policy("Case")
      const one = yield* created(assign(id, "file", a.id))
      const two = yield* created(assign(id, "user", "7001"))
      assert.deepStrictEqual((yield* get(`/legal_hold_policy_assignments/${one.id}`)).json, one)
      const list = (query: string) =>
        Effect.map(get(`/legal_hold_policy_assignments?policy_id=${id}${query}`), ({ json }) => idsIn(json))
      assert.deepStrictEqual(yield* list(""), [one.id, two.id])
      assert.deepStrictEqual(yield* list("&assign_to_type=user"), [two.id])
      assert.deepStrictEqual(yield* list(`&assign_to_id=${a.id}`), [one.id])
      const refused = [
        [yield* get("/legal_hold_policy_assignments"), 400],
        [yield* get("/legal_hold_policy_assignments?policy_id=1"), 404],
        [yield* get(`/legal_hold_policy_assignments?policy_id=${id}&assign_to_type=x`), 400],
        [yield* assign("1", "file", a.id), 404],
        [yield* assign(id, "web_link", a.id), 400],
        [yield* assign(id, "file", "1"), 404],
        [yield* assign(id, "folder", "1"), 404],
        [yield* assign(id, "file_version", "1"), 404],
        [yield* assign(id, "user", "1"), 404],
        [yield* assign(id, "file", a.id), 409]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) {
        assert.deepStrictEqual([index, reply.status], [index, status])
      }
    }).pipe(Effect.provide(patient))
  )

  it.effect("stops the deletion at the end of a retention", () =>
    Effect.gen(function* () {
      const a = yield* file("a")
      const retention = { policy_type: "finite", retention_length: 1, disposition_action: "permanently_delete" }
      const { id: policy_id } = yield* created(post("/retention_policies", { ...retention, policy_name: "Short" }))
      yield* created(post("/retention_policy_assignments", { policy_id, assign_to: { type: "enterprise" } }))
      const { id } = yield* policy("Case")
      yield* created(assign(id, "file", a.id))
      yield* TestClock.adjust("5 days")
      assert.strictEqual((yield* get(`/files/${a.id}`)).status, 200)
      yield* del(`/legal_hold_policies/${id}`)
      assert.strictEqual((yield* get(`/files/${a.id}`)).status, 404)
    }).pipe(Effect.provide(patient))
  )
})

describe("a version on legal hold", () => {
  it.effect("names all that hold it", () =>
    Effect.gen(function* () {
      const a = yield* file("a")
      const [{ id: one }, { id: two }] = [yield* policy("One"), yield* policy("Two")]
      const first = yield* created(assign(one, "file", a.id))
      const second = yield* created(assign(two, "user", "7001"))
      const { entries } = (yield* get(`/file_version_legal_holds?policy_id=${one}`)).json
      assert.strictEqual(entries.length, 1)
      assert.deepInclude(entries[0].file, { type: "file", id: a.id })
      assert.deepStrictEqual(
        entries[0].legal_hold_policy_assignments.map((assignment: Json) => assignment.id),
        [first.id, second.id]
      )
      assert.deepStrictEqual((yield* get(`/file_version_legal_holds/${entries[0].id}`)).json, entries[0])
      yield* del(`/legal_hold_policies/${one}`)
      const left = (yield* get(`/file_version_legal_holds?policy_id=${two}`)).json.entries
      assert.strictEqual(left[0].legal_hold_policy_assignments.length, 1)
      yield* del(`/legal_hold_policy_assignments/${second.id}`)
      assert.strictEqual((yield* get(`/file_version_legal_holds/${entries[0].id}`)).status, 404)
      assert.strictEqual((yield* get("/file_version_legal_holds")).status, 400)
      assert.strictEqual((yield* get("/file_version_legal_holds?policy_id=1")).status, 404)
      const types = (yield* get("/events?stream_type=admin_logs")).json.entries.map((event: Json) => event.event_type)
      assert.includeMembers(types, ["LEGAL_HOLD_POLICY_CREATE", "LEGAL_HOLD_ASSIGNMENT_DELETE"])
    }).pipe(Effect.provide(patient))
  )
})
