/** What an administrator sets for the whole enterprise. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { del, fresh, get, type Json, post, put } from "./wire.ts"

const asManaged = { headers: { "as-user": "7002" } }

describe("the list of domains to collaborate with", () => {
  it.effect("takes each domain once, and shows it until it is deleted", () =>
    Effect.gen(function* () {
      const path = "/collaboration_whitelist_entries"
      const made = yield* post(path, { domain: "partner.test", direction: "both" })
      assert.strictEqual(made.status, 200)
      assert.deepInclude(made.json, {
        type: "collaboration_whitelist_entry",
        domain: "partner.test",
        direction: "both"
      })
      yield* post(path, { domain: "other.test", direction: "inbound" })
      const first = (yield* get(`${path}?limit=1`)).json
      assert.deepStrictEqual(first.entries, [made.json])
      const second = (yield* get(`${path}?limit=1&marker=${first.next_marker}`)).json
      assert.deepStrictEqual([second.entries[0].domain, second.next_marker], ["other.test", null])
      const refused = [
        [yield* post(path, { domain: "PARTNER.test", direction: "inbound" }), 409],
        [yield* post(path, { domain: "partner", direction: "both" }), 400],
        [yield* post(path, { domain: "x.test", direction: "up" }), 400],
        [yield* post(path, { domain: "x.test", direction: "both" }, asManaged), 403],
        [yield* get(path, asManaged), 403]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) assert.strictEqual(reply.status, status, String(index))
      assert.deepStrictEqual((yield* get(`${path}/${made.json.id}`)).json, made.json)
      assert.strictEqual((yield* del(`${path}/${made.json.id}`)).status, 204)
      assert.strictEqual((yield* get(`${path}/${made.json.id}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("does not hold for exempt users", () =>
    Effect.gen(function* () {
      const path = "/collaboration_whitelist_exempt_targets"
      const made = yield* post(path, { user: { id: "7002" } })
      assert.deepStrictEqual([made.status, made.json.user.id], [200, "7002"])
      assert.strictEqual((yield* post(path, { user: { id: "7002" } })).status, 409)
      assert.strictEqual((yield* post(path, { user: { id: "1" } })).status, 404)
      assert.strictEqual((yield* post(path, {})).status, 400)
      assert.strictEqual((yield* get(path)).json.entries.length, 1)
      assert.deepStrictEqual((yield* get(`${path}/${made.json.id}`)).json, made.json)
      assert.strictEqual((yield* del(`${path}/${made.json.id}`, asManaged)).status, 403)
      assert.strictEqual((yield* del(`${path}/${made.json.id}`)).status, 204)
      assert.strictEqual((yield* get(path)).json.entries.length, 0)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("storage policies", () => {
  const assign = (policy: string, assigned_to: object) =>
    post("/storage_policy_assignments", { storage_policy: { type: "storage_policy", id: policy }, assigned_to })

  it.effect("are there, and are assigned to the enterprise and to users", () =>
    Effect.gen(function* () {
      const [one, two] = (yield* get("/storage_policies")).json.entries
      assert.deepStrictEqual((yield* get(`/storage_policies/${two.id}`)).json, two)
      const all = yield* assign(one.id, { type: "enterprise", id: "3001" })
      const own = yield* assign(one.id, { type: "user", id: "7002" })
      assert.deepStrictEqual([all.status, own.status], [200, 200])
      const path = `/storage_policy_assignments/${own.json.id}`
      const moved = yield* put(path, { storage_policy: { type: "storage_policy", id: two.id } })
      assert.strictEqual(moved.json.storage_policy.id, two.id)
      const resolved = (id: string) =>
        Effect.map(get(`/storage_policy_assignments?resolved_for_type=user&resolved_for_id=${id}`), ({ json }) =>
          json.entries.map((entry: Json) => entry.id)
        )
      assert.deepStrictEqual(yield* resolved("7002"), [own.json.id])
      assert.deepStrictEqual(yield* resolved("7001"), [all.json.id])
      assert.strictEqual((yield* del(path)).status, 204)
      assert.deepStrictEqual(yield* resolved("7002"), [all.json.id])
      assert.strictEqual((yield* get(path)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are refused twice for one target, and to others than administrators", () =>
    Effect.gen(function* () {
      const [{ id }] = (yield* get("/storage_policies")).json.entries
      const target = { type: "user", id: "7002" }
      yield* assign(id, target)
      const refused = [
        [yield* assign(id, target), 409],
        [yield* assign("1", { type: "user", id: "7001" }), 404],
        [yield* assign(id, { type: "group", id: "1" }), 400],
        [yield* assign(id, { type: "enterprise", id: "1" }), 404],
        [yield* get("/storage_policy_assignments?resolved_for_type=user"), 400],
        [yield* get("/storage_policies", asManaged), 403]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) assert.strictEqual(reply.status, status, String(index))
    }).pipe(Effect.provide(fresh()))
  )
})

describe("device pins", () => {
  it.effect("are one, until it is deleted", () =>
    Effect.gen(function* () {
      const list = "/enterprises/3001/device_pinners?direction=DESC"
      const [pin] = (yield* get(list)).json.entries
      assert.deepInclude(pin, { type: "device_pinner" })
      assert.deepStrictEqual((yield* get(`/device_pinners/${pin.id}`)).json, pin)
      assert.strictEqual((yield* get(list, asManaged)).status, 403)
      assert.strictEqual((yield* get("/enterprises/1/device_pinners")).status, 404)
      assert.strictEqual((yield* get("/enterprises/3001/device_pinners?direction=up")).status, 400)
      assert.strictEqual((yield* del(`/device_pinners/${pin.id}`)).status, 204)
      assert.strictEqual((yield* get(`/device_pinners/${pin.id}`)).status, 404)
      assert.strictEqual((yield* get(list)).json.entries.length, 0)
    }).pipe(Effect.provide(fresh()))
  )
})
