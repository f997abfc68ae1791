import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, file, fresh, get, post, put } from "./wire.ts"

const comment = (message: string, item: object) => created(post("/comments", { message, item }))

describe("comments", () => {
  it.effect("are written on a file, found, listed in pages, changed by their author and deleted", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const item = { type: "file", id }
      const first = yield* comment("one", item)
      assert.deepInclude(first, { type: "comment", message: "one", tagged_message: "", is_reply_comment: false, item })
      yield* comment("two", item)
      yield* comment("elsewhere", { type: "file", id: (yield* file("b")).id })
      const { json } = yield* get(`/files/${id}/comments?limit=1&offset=1`)
      assert.deepInclude(json, { total_count: 2, limit: 1, offset: 1 })
      assert.deepStrictEqual([json.entries.length, json.entries[0].message], [1, "two"])
      yield* TestClock.adjust("10 minutes")
      const changed = yield* put(`/comments/${first.id}`, { message: "other" })
      assert.strictEqual(changed.status, 200)
      assert.notStrictEqual(changed.json.modified_at, changed.json.created_at)
      assert.strictEqual((yield* get(`/comments/${first.id}`)).json.message, "other")
      assert.strictEqual((yield* del(`/comments/${first.id}`)).status, 204)
      assert.strictEqual((yield* get(`/comments/${first.id}`)).status, 404)
      assert.strictEqual((yield* get(`/files/${id}/comments`)).json.total_count, 1)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("answer comments, and mention users", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const tagged = `look, @[${credentials.managedUserId}:Grace]`
      const item = { type: "file", id }
      const first = yield* created(post("/comments", { tagged_message: tagged, item }))
      assert.deepInclude(first, { message: "look, @Grace", tagged_message: tagged })
      const reply = yield* comment("why", { type: "comment", id: first.id })
      assert.deepInclude(reply, { is_reply_comment: true, item: { type: "comment", id: first.id } })
      assert.strictEqual((yield* get(`/files/${id}/comments`)).json.total_count, 2)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("show what `fields` names, with type and id", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const { id: made } = yield* comment("one", { type: "file", id })
      const { json } = yield* get(`/comments/${made}?fields=message`)
      assert.deepStrictEqual(json, { type: "comment", id: made, message: "one" })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("refuse what is missing, wrong, or the same again", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const item = { type: "file", id }
      const refused = [
        [yield* post("/comments", { message: "x" }), 400],
        [yield* post("/comments", { message: "x", item: { type: "folder", id: "0" } }), 400],
        [yield* post("/comments", { item }), 400],
        [yield* post("/comments", { message: "x", item: { type: "file", id: "1" } }), 404],
        [yield* get("/comments/1"), 404]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
      yield* comment("x", item)
      const again = yield* post("/comments", { message: "x", item })
      assert.deepStrictEqual([again.status, again.json.code], [409, "recent_similar_comment"])
      yield* TestClock.adjust("2 minutes")
      yield* comment("x", item)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are events of the file's owner, and vanish with the file", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const { id: made } = yield* comment("one", { type: "file", id })
      const { json } = yield* get("/events")
      assert.deepInclude(json.entries.at(-1), { event_type: "COMMENT_CREATE" })
      assert.deepInclude(json.entries.at(-1).source, { type: "comment", id: made })
      yield* del(`/files/${id}`)
      assert.strictEqual((yield* get(`/comments/${made}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})
