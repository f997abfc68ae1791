import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, fresh, get, type Json, post, put } from "./wire.ts"

const v25 = { headers: { "box-version": "2025.0" } }

const makeBarrier = Effect.gen(function* () {
  const { enterpriseId } = (yield* BoxEmulator.BoxEmulator).credentials
  return yield* created(post("/shield_information_barriers", { enterprise: { type: "enterprise", id: enterpriseId } }))
})

const reference = (type: string, { id }: Json) => ({ type: `shield_information_barrier${type}`, id })

const makeSegment = (name: string, barrier: Json) =>
  created(post("/shield_information_barrier_segments", { name, shield_information_barrier: reference("", barrier) }))

const change = (barrier: Json, status: string) =>
  post("/shield_information_barriers/change_status", { id: barrier.id, status })

describe("information barriers", () => {
  it.effect("are drafts, are enabled a while after they were asked to be, and are disabled", () =>
    Effect.gen(function* () {
      const made = yield* makeBarrier
      const path = `/shield_information_barriers/${made.id}`
      assert.strictEqual(made.status, "draft")
      assert.strictEqual((yield* change(made, "disabled")).status, 400)
      assert.strictEqual((yield* change(made, "pending")).json.status, "pending")
      assert.strictEqual((yield* get(path)).json.status, "pending")
      yield* TestClock.adjust("1 minute")
      const { json } = yield* get(path)
      assert.deepInclude(json, { status: "enabled" })
      assert.property(json, "enabled_by")
      assert.strictEqual((yield* change(made, "disabled")).json.status, "disabled")
      assert.strictEqual((yield* get("/shield_information_barriers")).json.entries[0].status, "disabled")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are in force one at a time, and belong to the enterprise and its administrators", () =>
    Effect.gen(function* () {
      const { managedUserId } = (yield* BoxEmulator.BoxEmulator).credentials
      const first = yield* makeBarrier
      const second = yield* makeBarrier
      yield* change(first, "pending")
      const refused = [
        [yield* change(second, "pending"), 409],
        [yield* change({ id: "1" }, "pending"), 404],
        [yield* change(first, "enabled"), 400],
        [yield* post("/shield_information_barriers", {}), 400],
        [yield* post("/shield_information_barriers", { enterprise: { id: "1" } }), 404],
        [yield* get("/shield_information_barriers/1"), 404],
        [yield* get("/shield_information_barriers", { headers: { "as-user": managedUserId } }), 403]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("have segments with unique names, which are listed in pages, changed and deleted", () =>
    Effect.gen(function* () {
      const barrier = yield* makeBarrier
      const sales = yield* makeSegment("Sales", barrier)
      const research = yield* makeSegment("Research", barrier)
      yield* makeSegment("Sales", yield* makeBarrier)
      const path = `/shield_information_barrier_segments/${sales.id}`
      const list = `/shield_information_barrier_segments?shield_information_barrier_id=${barrier.id}`
      const page = (yield* get(`${list}&limit=1`)).json
      assert.deepStrictEqual([page.entries.length, page.entries[0].name], [1, "Sales"])
      const rest = (yield* get(`${list}&limit=1&marker=${page.next_marker}`)).json
      assert.deepStrictEqual([rest.entries[0].id, rest.next_marker], [research.id, null])
      const changed = yield* put(path, { name: "Sellers", description: "They sell" })
      assert.deepInclude(changed.json, { name: "Sellers", description: "They sell" })
      assert.strictEqual((yield* put(path, { description: null })).json.description, "")
      assert.strictEqual((yield* get(path)).json.name, "Sellers")
      const again = { name: "Research", shield_information_barrier: reference("", barrier) }
      const refused = [
        [yield* put(path, { name: "Research" }), 409],
        [yield* post("/shield_information_barrier_segments", again), 409],
        [yield* post("/shield_information_barrier_segments", { ...again, name: " " }), 400],
        [yield* post("/shield_information_barrier_segments", { name: "x" }), 400],
        [yield* get("/shield_information_barrier_segments"), 400],
        [yield* get("/shield_information_barrier_segments?shield_information_barrier_id=1"), 404]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
      assert.strictEqual((yield* del(path)).status, 204)
      assert.strictEqual((yield* get(path)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("have members and restrictions, which go with their segment", () =>
    Effect.gen(function* () {
      const { managedUserId, userId } = (yield* BoxEmulator.BoxEmulator).credentials
      const barrier = yield* makeBarrier
      const one = yield* makeSegment("one", barrier)
      const other = yield* makeSegment("other", barrier)
      const segment = reference("_segment", one)
      const memberOf = (to: Json, id: string) =>
        post("/shield_information_barrier_segment_members", {
          shield_information_barrier_segment: reference("_segment", to),
          user: { type: "user", id }
        })
      const member = yield* created(memberOf(one, managedUserId))
      assert.deepInclude(member.shield_information_barrier, { id: barrier.id })
      const restrict = (restricted: Json) =>
        post("/shield_information_barrier_segment_restrictions", {
          type: "shield_information_barrier_segment_restriction",
          shield_information_barrier_segment: segment,
          restricted_segment: reference("_segment", restricted)
        })
      const restriction = yield* created(restrict(other))
      const refused = [
        [yield* memberOf(other, managedUserId), 409],
        [yield* memberOf(one, "1"), 404],
        [yield* memberOf({ id: "1" }, userId), 404],
        [yield* restrict(other), 409],
        [yield* restrict(one), 400],
        [yield* restrict(yield* makeSegment("far", yield* makeBarrier)), 400]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
      for (const [kind, row] of [
        ["members", member],
        ["restrictions", restriction]
      ] as const) {
        const path = `/shield_information_barrier_segment_${kind}`
        const query = `?shield_information_barrier_segment_id=${one.id}`
        assert.strictEqual((yield* get(`${path}/${row.id}`)).json.id, row.id)
        assert.strictEqual((yield* get(path + query)).json.entries[0].id, row.id)
        const elsewhere = yield* get(`${path}?shield_information_barrier_segment_id=${other.id}`)
        assert.deepStrictEqual(elsewhere.json.entries, [])
      }
      const second = yield* created(memberOf(other, userId))
      assert.strictEqual((yield* del(`/shield_information_barrier_segment_members/${second.id}`)).status, 204)
      assert.strictEqual((yield* del(`/shield_information_barrier_segments/${one.id}`)).status, 204)
      assert.strictEqual((yield* get(`/shield_information_barrier_segment_members/${member.id}`)).status, 404)
      const gone = `/shield_information_barrier_segment_restrictions/${restriction.id}`
      assert.strictEqual((yield* get(gone)).status, 404)
      assert.strictEqual((yield* del(gone)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("have reports, one at a time, each with a folder when it is done", () =>
    Effect.gen(function* () {
      const barrier = yield* makeBarrier
      const ask = post("/shield_information_barrier_reports", {
        shield_information_barrier: reference("", barrier)
      })
      const report = yield* created(ask)
      assert.strictEqual(report.status, "pending")
      assert.strictEqual((yield* ask).status, 409)
      const other = yield* makeBarrier
      yield* created(post("/shield_information_barrier_reports", { shield_information_barrier: reference("", other) }))
      yield* TestClock.adjust("1 minute")
      const done = (yield* get(`/shield_information_barrier_reports/${report.id}`)).json
      assert.strictEqual(done.status, "done")
      assert.include((yield* get(`/folders/${done.details.details.folder_id}`)).json.name, "of the emulator")
      yield* created(ask)
      const list = `/shield_information_barrier_reports?shield_information_barrier_id=${barrier.id}`
      assert.strictEqual((yield* get(list)).json.entries.length, 2)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("shield lists", () => {
  const domains = { type: "domain", domains: ["a.example"] }

  it.effect("are made, found, listed, replaced and deleted, under a unique name", () =>
    Effect.gen(function* () {
      const made = (yield* post("/shield_lists", { name: "known", content: domains }, v25)).json
      assert.deepInclude(made, { name: "known", description: "", content: domains })
      const second = (yield* post("/shield_lists", { name: "other", content: { type: "ip", ip_addresses: [] } }, v25))
        .json
      const { entries } = (yield* get("/shield_lists", v25)).json
      assert.deepStrictEqual(
        entries.map(({ content, name }: Json) => [name, content]),
        [
          ["known", { type: "domain" }],
          ["other", { type: "ip" }]
        ]
      )
      const path = `/shield_lists/${made.id}`
      const changed = { name: "known", description: "trusted", content: { type: "country", country_codes: ["CH"] } }
      assert.deepInclude((yield* put(path, changed, v25)).json, changed)
      assert.deepInclude((yield* get(path, v25)).json, changed)
      assert.strictEqual((yield* put(path, { ...changed, name: "other" }, v25)).status, 409)
      assert.strictEqual((yield* del(`/shield_lists/${second.id}`, v25)).status, 204)
      assert.strictEqual((yield* get(`/shield_lists/${second.id}`, v25)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("refuse what is wrong, an older version of the API, and who is no administrator", () =>
    Effect.gen(function* () {
      const { managedUserId } = (yield* BoxEmulator.BoxEmulator).credentials
      yield* post("/shield_lists", { name: "known", content: domains }, v25)
      const refused = [
        [yield* post("/shield_lists", { name: "known", content: domains }, v25), 409],
        [yield* post("/shield_lists", { content: domains }, v25), 400],
        [yield* post("/shield_lists", { name: "x", content: { type: "domain" } }, v25), 400],
        [yield* post("/shield_lists", { name: "x", content: { type: "domain", domains: [1] } }, v25), 400],
        [yield* post("/shield_lists", { name: "x", content: { type: "planet", planets: [] } }, v25), 400],
        [yield* get("/shield_lists", { headers: { ...v25.headers, "as-user": managedUserId } }), 403],
        [yield* get("/shield_lists"), 400]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
      assert.strictEqual((yield* get("/shield_lists")).json.code, "invalid_api_version")
    }).pipe(Effect.provide(fresh()))
  )
})
