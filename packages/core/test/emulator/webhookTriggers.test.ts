import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { TestClock } from "effect/testing"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import {
  api,
  created,
  del,
  file,
  folder,
  fresh,
  get,
  type Json,
  jsonPatch,
  post,
  put,
  revokeUrl,
  send
} from "./wire.ts"
import { readable } from "./webhookPayload.ts"

const grace = "7002"
const asGrace = { headers: { "as-user": grace } }
const address = "http://127.0.0.1:4000/hook"

const hook = (target: Json, triggers: ReadonlyArray<string>, message = {}) =>
  created(post("/webhooks", { target: { type: target.type, id: target.id }, address, triggers }, message))

const bodies = Effect.flatMap(BoxEmulator.BoxEmulator, ({ webhookDeliveries }) =>
  Effect.map(webhookDeliveries, (all): ReadonlyArray<Json> => all.map(({ body }) => readable(JSON.parse(body))))
)

/** The triggers so far, and the ids of what they were about. */
const told = Effect.map(bodies, (all) => all.map(({ source, trigger }) => [trigger, source.id ?? source.$id]))

const share = (item: Json, accessible_by: object, role = "viewer") =>
  created(post("/collaborations", { item: { type: item.type, id: item.id }, accessible_by, role }))

const collaborationTriggers = ["CREATED", "ACCEPTED", "REJECTED", "REMOVED", "UPDATED"].map(
  (what) => `COLLABORATION.${what}`
)

describe("webhooks of collaborations", () => {
  it.effect("hear of collaborations on the folder and below it, from beginning to end", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const below = yield* folder("below", top.id)
      yield* hook(top, collaborationTriggers)
      const row = yield* share(below, { type: "user", id: grace })
      yield* put(`/collaborations/${row.id}`, { role: "editor" })
      yield* del(`/collaborations/${row.id}`, asGrace)
      yield* share(yield* folder("elsewhere"), { type: "user", id: grace })
      assert.deepStrictEqual(yield* told, [
        ["COLLABORATION.CREATED", row.id],
        ["COLLABORATION.UPDATED", row.id],
        ["COLLABORATION.REMOVED", row.id]
      ])
      const [made, changed] = yield* bodies
      assert.deepInclude(made.source, { type: "collaboration", role: "viewer" })
      assert.strictEqual(changed.source.role, "editor")
      assert.strictEqual(changed.source.item.id, below.id)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("hear whether an invitation was accepted or rejected", () =>
    Effect.gen(function* () {
      const one = yield* folder("one")
      const two = yield* folder("two")
      for (const target of [one, two]) yield* hook(target, collaborationTriggers)
      const rows: Array<Json> = []
      for (const target of [one, two]) rows.push(yield* share(target, { type: "user", login: "lin@elsewhere.test" }))
      const { id } = yield* created(post("/users", { name: "Lin", login: "lin@elsewhere.test" }))
      const asLin = { headers: { "as-user": id } }
      yield* put(`/collaborations/${rows[0].id}`, { status: "accepted" }, asLin)
      yield* put(`/collaborations/${rows[1].id}`, { status: "rejected" }, asLin)
      assert.deepStrictEqual((yield* told).slice(2), [
        ["COLLABORATION.ACCEPTED", rows[0].id],
        ["COLLABORATION.REJECTED", rows[1].id]
      ])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("hear that collaborations went with their group and with their user", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      yield* hook(top, ["COLLABORATION.REMOVED"])
      const { id } = yield* created(post("/groups", { name: "g" }))
      const ofGroup = yield* share(top, { type: "group", id })
      const user = yield* created(post("/users", { name: "Lin", login: "lin@example.test" }))
      const ofUser = yield* share(top, { type: "user", id: user.id })
      yield* del(`/groups/${id}`)
      yield* del(`/users/${user.id}`)
      assert.deepStrictEqual(yield* told, [
        ["COLLABORATION.REMOVED", ofGroup.id],
        ["COLLABORATION.REMOVED", ofUser.id]
      ])
    }).pipe(Effect.provide(fresh()))
  )
})

describe("webhooks of tasks, metadata and sign requests", () => {
  it.effect("hear of assignments of tasks", () =>
    Effect.gen(function* () {
      const target = yield* file("paper")
      yield* hook(target, ["TASK_ASSIGNMENT.CREATED", "TASK_ASSIGNMENT.UPDATED"])
      yield* share(target, { type: "user", id: grace })
      const { id } = yield* created(post("/tasks", { item: { type: "file", id: target.id } }))
      const row = yield* created(post("/task_assignments", { task: { type: "task", id }, assign_to: { id: grace } }))
      yield* put(`/task_assignments/${row.id}`, { resolution_state: "approved" }, asGrace)
      assert.deepStrictEqual(yield* told, [
        ["TASK_ASSIGNMENT.CREATED", row.id],
        ["TASK_ASSIGNMENT.UPDATED", row.id]
      ])
      const [, changed] = yield* bodies
      assert.deepInclude(changed.source, { type: "task_assignment", resolution_state: "approved" })
      assert.strictEqual(changed.created_by.id, grace)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("hear of instances of metadata", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const { id } = yield* file("paper", "x", top.id)
      yield* hook(
        top,
        ["CREATED", "UPDATED", "DELETED"].map((what) => `METADATA_INSTANCE.${what}`)
      )
      const path = `/files/${id}/metadata/global/properties`
      const { $id } = yield* created(post(path, { a: "1" }))
      yield* jsonPatch(path, [{ op: "replace", path: "/a", value: "2" }])
      yield* del(path)
      assert.deepStrictEqual(yield* told, [
        ["METADATA_INSTANCE.CREATED", $id],
        ["METADATA_INSTANCE.UPDATED", $id],
        ["METADATA_INSTANCE.DELETED", $id]
      ])
      assert.deepInclude((yield* bodies)[1].source, { a: "2", $version: 1, $parent: `file_${id}` })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("hear once that a sign request has expired, and so does the enterprise", () =>
    Effect.gen(function* () {
      const parent = yield* folder("contracts")
      const source = yield* file("contract.pdf", "x", parent.id)
      yield* hook(source, ["SIGN_REQUEST.EXPIRED"])
      const ask = {
        source_files: [{ type: "file", id: source.id }],
        parent_folder: { type: "folder", id: parent.id },
        signers: [{ email: "ishmael@example.test", role: "signer" }],
        days_valid: 2
      }
      const { id } = yield* created(post("/sign_requests", ask))
      yield* TestClock.adjust("1 day")
      assert.strictEqual((yield* get(`/sign_requests/${id}`)).json.status, "sent")
      assert.deepStrictEqual(yield* told, [])
      yield* TestClock.adjust("1 day")
      yield* get("/users/me")
      yield* get("/users/me")
      assert.deepStrictEqual(
        (yield* bodies).map(({ trigger }) => trigger),
        ["SIGN_REQUEST.EXPIRED"]
      )
      const { entries } = (yield* get("/events?stream_type=admin_logs&event_type=SIGN_DOCUMENT_EXPIRED")).json
      assert.deepStrictEqual(
        entries.map((event: Json) => event.created_by.id),
        ["7001"]
      )
    }).pipe(Effect.provide(fresh({ accessTokenLifetime: "30 days" })))
  )
})

describe("the end of webhooks", () => {
  it.effect("comes with the last token of their user, and each of them hears of it", () =>
    Effect.gen(function* () {
      const { accessToken, clientId, clientSecret } = (yield* BoxEmulator.BoxEmulator).credentials
      const mine = yield* hook(yield* folder("a"), ["FILE.UPLOADED"])
      const shared = yield* folder("b")
      yield* share(shared, { type: "user", id: grace }, "co-owner")
      yield* hook(shared, ["FILE.UPLOADED"], asGrace)
      const form = { client_id: clientId, client_secret: clientSecret, token: accessToken }
      yield* send("POST", revokeUrl, { token: null, form })
      const [body, ...others] = yield* bodies
      assert.deepStrictEqual(others, [])
      assert.deepInclude(body, {
        trigger: "WEBHOOK.DELETED",
        source: { type: "webhook", id: mine.id },
        additional_info: { reason: "auto_cleanup" }
      })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("comes with their user, but a webhook that is deleted by a request says nothing", () =>
    Effect.gen(function* () {
      const user = yield* created(post("/users", { name: "Lin", login: "lin@example.test" }))
      const target = yield* folder("a")
      yield* share(target, { type: "user", id: user.id }, "co-owner")
      const as = { headers: { "as-user": user.id } }
      const wanted = ["FILE.UPLOADED", "WEBHOOK.DELETED"]
      const first = yield* hook(target, wanted, as)
      yield* del(`/webhooks/${first.id}`, as)
      const second = yield* hook(target, wanted, as)
      yield* del(`/users/${user.id}`)
      assert.deepStrictEqual(yield* told, [["WEBHOOK.DELETED", second.id]])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a user has at most 1000 of them, without those whose item is gone", () =>
    Effect.gen(function* () {
      const triggers = ["FILE.UPLOADED"]
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const client = yield* HttpClient.HttpClient
      // Two thousand answers are not worth a check of each.
      const quickly = Effect.fnUntraced(function* (path: string, body: object) {
        const request = HttpClientRequest.post(`${api}${path}`).pipe(
          HttpClientRequest.bearerToken(credentials.accessToken),
          HttpClientRequest.bodyJsonUnsafe(body)
        )
        const made: Json = yield* (yield* client.execute(request)).json
        return made
      })
      const targets: Array<Json> = []
      for (let number = 0; number < 1000; number++) {
        targets.push(yield* quickly("/folders", { name: `f${number}`, parent: { id: "0" } }))
      }
      for (const { id } of targets) yield* quickly("/webhooks", { target: { type: "folder", id }, address, triggers })
      const last = yield* folder("last")
      const wanted = { target: { type: "folder", id: last.id }, address, triggers }
      assert.strictEqual((yield* post("/webhooks", wanted)).status, 400)
      yield* del(`/folders/${targets[0].id}`)
      yield* del(`/folders/${targets[0].id}/trash`)
      assert.strictEqual((yield* post("/webhooks", wanted)).status, 201)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("webhooks of a transfer", () => {
  it.effect("on an item hear that it has moved, and that the new owner's collaboration has ended", () =>
    Effect.gen(function* () {
      const target = yield* folder("a")
      yield* share(target, { type: "user", id: grace }, "editor")
      yield* hook(target, ["FOLDER.MOVED", "COLLABORATION.REMOVED"])
      yield* put("/users/7001/folders/0", { owned_by: { id: grace } })
      assert.deepStrictEqual(
        (yield* bodies).map(({ trigger }) => trigger),
        ["COLLABORATION.REMOVED", "FOLDER.MOVED"]
      )
    }).pipe(Effect.provide(fresh()))
  )
})
