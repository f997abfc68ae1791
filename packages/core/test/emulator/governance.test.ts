import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, fresh, get, type Json, post, put } from "./wire.ts"

const managed = Effect.map(BoxEmulator.BoxEmulator, ({ credentials }) => ({
  headers: { "as-user": credentials.managedUserId }
}))

const terms = (body: object = {}) => post("/terms_of_services", { status: "enabled", text: "Be kind", ...body })

describe("terms of service", () => {
  it.effect("are one for each type of user, found, listed and changed", () =>
    Effect.gen(function* () {
      const { json: made, status } = yield* terms()
      assert.strictEqual(status, 200)
      assert.deepInclude(made, { type: "terms_of_service", status: "enabled", tos_type: "managed", text: "Be kind" })
      assert.strictEqual(made.enterprise.id, "3001")
      yield* terms({ tos_type: "external", status: "disabled", text: "" })
      assert.deepStrictEqual((yield* get(`/terms_of_services/${made.id}`)).json, made)
      const types = (query: string) =>
        Effect.map(get(`/terms_of_services?${query}`), ({ json }) => json.entries.map((entry: Json) => entry.tos_type))
      assert.deepStrictEqual(yield* types(""), ["managed", "external"])
      assert.deepStrictEqual(yield* types("tos_type=external"), ["external"])
      yield* TestClock.adjust("10 minutes")
      const { json } = yield* put(`/terms_of_services/${made.id}`, { status: "disabled", text: "x" })
      assert.deepInclude(json, { status: "disabled", text: "x", created_at: made.created_at })
      assert.notStrictEqual(json.modified_at, made.modified_at)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are accepted or rejected by users, and by administrators for them", () =>
    Effect.gen(function* () {
      const { id } = (yield* terms()).json
      const message = yield* managed
      const answer = (user: string, is_accepted: unknown, how = {}) => {
        const body = { tos: { type: "terms_of_service", id }, user: { type: "user", id: user }, is_accepted }
        return post("/terms_of_service_user_statuses", body, how)
      }
      const own = yield* created(answer("7002", false, message))
      assert.deepInclude(own, {
        type: "terms_of_service_user_status",
        tos: { type: "terms_of_service", id },
        is_accepted: false
      })
      assert.strictEqual(own.user.id, "7002")
      yield* created(answer("7001", true))
      const list = (query: string, how = {}) =>
        Effect.map(get(`/terms_of_service_user_statuses?tos_id=${id}${query}`, how), ({ json }) =>
          json.entries.map((entry: Json) => entry.user.id)
        )
      assert.deepStrictEqual(yield* list(""), ["7002", "7001"])
      assert.deepStrictEqual(yield* list("&user_id=7001"), ["7001"])
      assert.deepStrictEqual(yield* list("", message), ["7002"])
      const changed = yield* put(`/terms_of_service_user_statuses/${own.id}`, { is_accepted: true }, message)
      assert.strictEqual(changed.json.is_accepted, true)
      const refused = [
        [yield* answer("7001", true), 409],
        [yield* answer("7001", true, message), 403],
        [yield* answer("1", true), 404],
        [yield* answer("7003", "yes"), 400],
        [yield* answer("7003", undefined), 400],
        [yield* put("/terms_of_service_user_statuses/1", { is_accepted: true }), 404],
        [yield* put(`/terms_of_service_user_statuses/${own.id}`, {}), 400],
        [yield* get("/terms_of_service_user_statuses"), 400],
        [yield* get("/terms_of_service_user_statuses?tos_id=1"), 404],
        [yield* terms(), 409],
        [yield* terms({ tos_type: "external", text: "" }), 400],
        [yield* terms({ tos_type: "other" }), 400],
        [yield* post("/terms_of_services", { status: "enabled", text: "x", tos_type: "external" }, message), 403],
        [yield* get("/terms_of_services?tos_type=other"), 400],
        [yield* get("/terms_of_services/1"), 404]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) {
        assert.deepStrictEqual([index, reply.status], [index, status])
      }
      const types = (yield* get("/events?stream_type=admin_logs")).json.entries.map((event: Json) => event.event_type)
      assert.includeMembers(types, ["TERMS_OF_SERVICE_ACCEPT", "TERMS_OF_SERVICE_REJECT"])
    }).pipe(Effect.provide(fresh()))
  )
})

const versioned = { headers: { "box-version": "2025.0" } }

describe("archives", () => {
  it.effect("are created, listed, renamed and deleted, in the version 2025.0 of the API", () =>
    Effect.gen(function* () {
      const made = yield* created(post("/archives", { name: "Old", description: "d" }, versioned))
      assert.deepInclude(made, { type: "archive", name: "Old", description: "d", size: 0 })
      assert.deepInclude(made.owned_by, { type: "user", id: "7001" })
      yield* created(post("/archives", { name: "Older" }, versioned))
      const page = (yield* get("/archives?limit=1", versioned)).json
      assert.strictEqual(page.entries[0].id, made.id)
      const rest = (yield* get(`/archives?limit=1&marker=${page.next_marker}`, versioned)).json
      assert.deepStrictEqual([rest.entries[0].name, rest.next_marker], ["Older", null])
      const changed = yield* put(`/archives/${made.id}`, { name: "New" }, versioned)
      assert.deepInclude(changed.json, { name: "New", description: "d" })
      assert.strictEqual((yield* del(`/archives/${made.id}`, versioned)).status, 204)
      const refused = [
        [yield* del(`/archives/${made.id}`, versioned), 404],
        [yield* put("/archives/1", {}, versioned), 404],
        [yield* post("/archives", { name: "Older" }, versioned), 409],
        [yield* post("/archives", {}, versioned), 400],
        [yield* post("/archives", { name: "a/b" }, versioned), 400],
        [yield* get("/archives", { headers: { ...versioned.headers, ...(yield* managed).headers } }), 403]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) {
        assert.deepStrictEqual([index, reply.status], [index, status])
      }
      for (const headers of [{}, { "box-version": "2024.0" }, { "box-version": "1999.0" }]) {
        const reply = yield* get("/archives", { headers })
        assert.deepStrictEqual([reply.status, reply.json.code], [400, "invalid_api_version"])
      }
      assert.strictEqual((yield* get("/folders/0", versioned)).json.code, "invalid_api_version")
    }).pipe(Effect.provide(fresh()))
  )
})

describe("the configuration of the enterprise", () => {
  it.effect("is shown by category, to administrators", () =>
    Effect.gen(function* () {
      const ask = (query: string, how = versioned) => get(`/enterprise_configurations/3001${query}`, how)
      const { json } = yield* ask("?categories=security,shield")
      assert.deepInclude(json, { type: "enterprise_configuration", id: "3001" })
      assert.deepStrictEqual(Object.keys(json).toSorted(), ["id", "security", "shield", "type"])
      assert.deepStrictEqual(json.security.password_min_length, { is_used: true, value: 8 })
      const all = (yield* ask("?categories=security,content_and_sharing,user_settings,shield")).json
      assert.strictEqual(all.content_and_sharing.trash_auto_clear_time.value, 30)
      const refused = [
        [yield* ask(""), 400],
        [yield* ask("?categories=none"), 400],
        [yield* get("/enterprise_configurations/1?categories=shield", versioned), 404],
        [yield* ask("?categories=shield", { headers: { ...versioned.headers, ...(yield* managed).headers } }), 403]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) {
        assert.deepStrictEqual([index, reply.status], [index, status])
      }
    }).pipe(Effect.provide(fresh()))
  )
})
