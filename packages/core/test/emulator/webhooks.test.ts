import { createHmac } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { HttpClient, type HttpClientRequest, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"
import { WebhookSignature } from "../../src/server.ts"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { hmacSha256 } from "../../src/testing/emulator/wire/HmacSha256.ts"
import {
  created,
  del,
  download,
  file,
  folder,
  fresh,
  get,
  type Json,
  post,
  put,
  upload,
  uploadVersion
} from "./wire.ts"
import { readable } from "./webhookPayload.ts"

const address = "http://127.0.0.1:4000/hook"

const hook = (target: Json, triggers: ReadonlyArray<string>, to = address) =>
  post("/webhooks", { target: { type: target.type, id: target.id }, address: to, triggers })

const deliveries = Effect.flatMap(BoxEmulator.BoxEmulator, ({ webhookDeliveries }) => webhookDeliveries)

/** What has happened since: the triggers and the names of what it happened to. */
const told = Effect.map(deliveries, (all) =>
  all.map(({ body, trigger }) => {
    const { source } = readable(JSON.parse(body))
    return [trigger, source.name ?? source.message]
  })
)

describe("webhooks", () => {
  it.effect("are made, found, listed by their maker, changed and deleted", () =>
    Effect.gen(function* () {
      const { managedUserId } = (yield* BoxEmulator.BoxEmulator).credentials
      const target = yield* folder("a")
      const made = yield* created(hook(target, ["FILE.UPLOADED"]))
      assert.deepInclude(made, { type: "webhook", address, triggers: ["FILE.UPLOADED"] })
      const second = yield* created(hook(yield* file("b"), ["FILE.TRASHED"]))
      const page = (yield* get("/webhooks?limit=1")).json
      assert.deepStrictEqual(page.entries, [
        { type: "webhook", id: made.id, target: { type: "folder", id: target.id } }
      ])
      assert.strictEqual((yield* get(`/webhooks?marker=${page.next_marker}`)).json.entries[0].id, second.id)
      const path = `/webhooks/${made.id}`
      const changed = yield* put(path, { triggers: ["FILE.COPIED"], address: "https://example.com/hook" })
      assert.deepInclude(changed.json, { triggers: ["FILE.COPIED"], address: "https://example.com/hook" })
      const as = { headers: { "as-user": managedUserId } }
      assert.strictEqual((yield* get(path, as)).status, 404)
      assert.deepStrictEqual((yield* get("/webhooks", as)).json.entries, [])
      assert.strictEqual((yield* del(path)).status, 204)
      assert.strictEqual((yield* get(path)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("refuse what is missing or wrong, and a second one of a user on an item", () =>
    Effect.gen(function* () {
      const target = yield* folder("a")
      const leaf = yield* file("b")
      const { id } = yield* created(hook(target, ["FILE.UPLOADED"]))
      const again = yield* hook(target, ["FILE.TRASHED"])
      assert.deepStrictEqual([again.status, again.json.code], [409, "conflict"])
      const refused = [
        [yield* hook({ type: "folder", id: "0" }, ["FILE.UPLOADED"]), 400],
        [yield* hook({ type: "folder", id: "1" }, ["FILE.UPLOADED"]), 404],
        [yield* hook({ type: "web_link", id: "1" }, ["FILE.UPLOADED"]), 400],
        [yield* hook(leaf, []), 400],
        [yield* hook(leaf, ["FILE.EATEN"]), 400],
        [yield* hook(leaf, ["FILE.UPLOADED"]), 400],
        [yield* hook(leaf, ["FILE.TRASHED"], "http://example.com"), 400],
        [yield* hook(leaf, ["FILE.TRASHED"], "https://example.com:8443"), 400],
        [yield* hook(leaf, ["FILE.TRASHED"], "here"), 400],
        [yield* post("/webhooks", { address, triggers: ["FILE.TRASHED"] }), 400],
        [yield* put(`/webhooks/${id}`, { triggers: [] }), 400],
        [yield* put("/webhooks/1", { address }), 404]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("on a folder hear of everything below it, of what they ask for", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const other = yield* folder("other")
      const wanted = [
        ...["UPLOADED", "DOWNLOADED", "TRASHED", "RESTORED", "DELETED", "COPIED", "RENAMED", "LOCKED", "UNLOCKED"].map(
          (what) => `FILE.${what}`
        ),
        ...["CREATED", "RENAMED", "MOVED", "TRASHED"].map((what) => `FOLDER.${what}`),
        ...["COMMENT.CREATED", "COMMENT.UPDATED", "COMMENT.DELETED"],
        ...["SHARED_LINK.CREATED", "SHARED_LINK.UPDATED", "SHARED_LINK.DELETED"]
      ]
      yield* created(hook(top, wanted))
      yield* upload("elsewhere", "x", other.id)
      const below = yield* folder("below", top.id)
      const { id } = yield* file("f", "one", below.id)
      yield* uploadVersion(id, "two")
      yield* download(id)
      yield* post(`/files/${id}/copy`, { parent: { id: other.id } })
      yield* put(`/files/${id}`, { name: "g" })
      yield* put(`/files/${id}`, { lock: { access: "lock" } })
      yield* put(`/files/${id}`, { lock: null })
      yield* put(`/files/${id}`, { shared_link: {} })
      yield* put(`/files/${id}`, { shared_link: { access: "company" } })
      yield* put(`/files/${id}`, { shared_link: null })
      const comment = yield* created(post("/comments", { message: "hi", item: { type: "file", id } }))
      yield* put(`/comments/${comment.id}`, { message: "ho" })
      yield* del(`/comments/${comment.id}`)
      yield* del(`/files/${id}`)
      yield* post(`/files/${id}`, {})
      yield* del(`/files/${id}`)
      yield* del(`/files/${id}/trash`)
      yield* put(`/folders/${below.id}`, { parent: { id: other.id } })
      yield* put(`/folders/${below.id}`, { name: "lost" })
      assert.deepStrictEqual(yield* told, [
        ["FOLDER.CREATED", "below"],
        ["FILE.UPLOADED", "f"],
        ["FILE.UPLOADED", "f"],
        ["FILE.DOWNLOADED", "f"],
        ["FILE.RENAMED", "g"],
        ["FILE.LOCKED", "g"],
        ["FILE.UNLOCKED", "g"],
        ["SHARED_LINK.CREATED", "g"],
        ["SHARED_LINK.UPDATED", "g"],
        ["SHARED_LINK.DELETED", "g"],
        ["COMMENT.CREATED", "hi"],
        ["COMMENT.UPDATED", "ho"],
        ["COMMENT.DELETED", "ho"],
        ["FILE.TRASHED", "g"],
        ["FILE.RESTORED", "g"],
        ["FILE.TRASHED", "g"],
        ["FILE.DELETED", "g"],
        ["FOLDER.MOVED", "below"]
      ])
      assert.isTrue((yield* deliveries).every(({ state }) => state === "kept"))
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a file that is moved into a folder is a new one there, and gone from the other", () =>
    Effect.gen(function* () {
      const from = yield* folder("from")
      const to = yield* folder("to")
      const { id } = yield* file("f", "one", from.id)
      yield* created(hook(from, ["FILE.MOVED", "FILE.UPLOADED"]))
      const { id: arrival } = yield* created(hook(to, ["FILE.UPLOADED"]))
      yield* put(`/files/${id}`, { parent: { id: to.id } })
      const found = yield* deliveries
      assert.deepStrictEqual(
        found.map(({ trigger, webhookId }) => [trigger, webhookId === arrival]),
        [
          ["FILE.MOVED", false],
          ["FILE.UPLOADED", true]
        ]
      )
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("on a folder above both places hear of a move once, as a move", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const from = yield* folder("from", top.id)
      const to = yield* folder("to", top.id)
      const { id } = yield* file("f", "one", from.id)
      yield* created(hook(top, ["FILE.MOVED", "FILE.UPLOADED"]))
      yield* put(`/files/${id}`, { parent: { id: to.id } })
      assert.deepStrictEqual(yield* told, [["FILE.MOVED", "f"]])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("on a folder hear that it is downloaded as an archive, with its files", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      yield* file("f", "one", top.id)
      yield* created(hook(top, ["FOLDER.DOWNLOADED", "FILE.DOWNLOADED"]))
      const { json } = yield* post("/zip_downloads", { items: [{ type: "folder", id: top.id }] })
      yield* get(json.download_url, { token: null })
      assert.deepStrictEqual(yield* told, [
        ["FILE.DOWNLOADED", "f"],
        ["FOLDER.DOWNLOADED", "top"]
      ])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("end with their target, and with their deletion", () =>
    Effect.gen(function* () {
      const { id } = yield* file("f")
      const made = yield* created(hook({ type: "file", id }, ["FILE.TRASHED", "FILE.DELETED"]))
      const top = yield* folder("top")
      const second = yield* created(hook(top, ["FILE.UPLOADED"]))
      yield* del(`/webhooks/${second.id}`)
      yield* upload("x", "x", top.id)
      yield* del(`/files/${id}`)
      yield* del(`/files/${id}/trash`)
      assert.deepStrictEqual(
        (yield* told).map(([trigger]) => trigger),
        ["FILE.TRASHED", "FILE.DELETED"]
      )
      assert.strictEqual((yield* get(`/webhooks/${made.id}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})

/** A receiver whose answers are planned. Without a plan it answers 200. */
const makeReceiver = (...plan: ReadonlyArray<number | "never">) => {
  const received: Array<{ readonly request: HttpClientRequest.HttpClientRequest; readonly body: Uint8Array }> = []
  const client = HttpClient.make((request) => {
    if (request.body._tag !== "Uint8Array") return Effect.die("the body is bytes")
    const planned = plan[received.length] ?? 200
    received.push({ request, body: request.body.body })
    if (planned === "never") return Effect.never
    return Effect.succeed(HttpClientResponse.fromWeb(request, new Response(null, { status: planned })))
  })
  return { received, client }
}

const webhookKeys = { primary: "one key", secondary: "another key" }

/** Lets the fibers that send go on. */
const settle = TestClock.adjust("1 second")

const trashOne = Effect.gen(function* () {
  const target = yield* folder("top")
  yield* created(hook(target, ["FILE.TRASHED"]))
  const { id } = yield* file("übel", "one", target.id)
  yield* del(`/files/${id}`)
  yield* settle
})

describe("the delivery of webhooks", () => {
  it.effect("is signed with both keys, as our own check has it", () => {
    const { client, received } = makeReceiver()
    return Effect.gen(function* () {
      yield* trashOne
      const [only, ...others] = received
      if (only === undefined) return assert.fail("nothing was delivered")
      assert.deepStrictEqual(others, [])
      const { body, request } = only
      assert.deepStrictEqual([request.method, request.url], ["POST", address])
      assert.strictEqual(request.headers["content-type"], "application/json")
      for (const key of [{ primaryKey: Redacted.make("one key") }, { secondaryKey: Redacted.make("another key") }]) {
        const { payload } = yield* WebhookSignature.verify({ headers: request.headers, body, ...key })
        assert.deepInclude(payload, { type: "webhook_event", trigger: "FILE.TRASHED", additional_info: [] })
        assert.deepInclude(payload.source, { type: "file", name: "übel" })
      }
      const [delivery] = yield* deliveries
      assert.strictEqual(delivery?.state, "delivered")
      assert.strictEqual(delivery?.attempts[0]?.deliveryId, request.headers["box-delivery-id"])
    }).pipe(Effect.provide(fresh({ webhookClient: client, webhookKeys })))
  })

  it.effect("is repeated after a failure and after 30 seconds of silence, with the same event and another id", () => {
    const { client, received } = makeReceiver(500, "never")
    return Effect.gen(function* () {
      yield* trashOne
      yield* TestClock.adjust("1 minute")
      const ids = received.map(({ request }) => request.headers["box-delivery-id"])
      assert.strictEqual(new Set(ids).size, 3)
      const events = received.map(({ body }) => JSON.parse(new TextDecoder().decode(body)).id)
      assert.strictEqual(new Set(events).size, 1)
      const [delivery] = yield* deliveries
      assert.deepStrictEqual(
        delivery?.attempts.map(({ error, status }) => status ?? error),
        [500, "no answer within 30 seconds", 200]
      )
      assert.strictEqual(delivery?.state, "delivered")
    }).pipe(Effect.provide(fresh({ webhookClient: client, webhookKeys })))
  })

  it.effect("ends after 12 attempts within two hours", () => {
    const { client, received } = makeReceiver(...Array<number>(20).fill(503))
    return Effect.gen(function* () {
      yield* trashOne
      yield* TestClock.adjust("1 hour")
      assert.strictEqual((yield* deliveries)[0]?.state, "waiting")
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(received.length, 12)
      assert.strictEqual((yield* deliveries)[0]?.state, "failed")
      yield* TestClock.adjust("1 day")
      assert.strictEqual(received.length, 12)
    }).pipe(Effect.provide(fresh({ webhookClient: client, webhookKeys })))
  })

  it.effect("does not leave this machine", () => {
    const { client, received } = makeReceiver()
    return Effect.gen(function* () {
      const target = yield* folder("top")
      yield* created(hook(target, ["FILE.UPLOADED"], "https://example.com/hook"))
      yield* upload("x", "x", target.id)
      yield* settle
      assert.deepStrictEqual(received, [])
      assert.strictEqual((yield* deliveries)[0]?.state, "kept")
    }).pipe(Effect.provide(fresh({ webhookClient: client })))
  })
})

describe("the signature of the emulator", () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])("is HMAC-SHA256, of %d bytes", (length) => {
    for (const key of ["", "k", "k".repeat(64), "k".repeat(65)]) {
      const message = Uint8Array.from({ length }, (_, index) => index * 7)
      const expected = createHmac("sha256", key).update(message).digest("hex")
      assert.strictEqual(Buffer.from(hmacSha256(new TextEncoder().encode(key), message)).toString("hex"), expected)
    }
  })
})
