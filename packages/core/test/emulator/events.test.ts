import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { del, download, file, folder, fresh, get, type Json, post, put, send, uploadVersion } from "./wire.ts"

const types = (json: Json): ReadonlyArray<string> => json.entries.map((entry: Json) => entry.event_type)

describe("the user event stream", () => {
  it.effect("notes every change, from the oldest", () =>
    Effect.gen(function* () {
      const target = yield* folder("target")
      const { id } = yield* file("a")
      yield* uploadVersion(id, "b")
      yield* put(`/files/${id}`, { name: "b" })
      yield* put(`/files/${id}`, { parent: { id: target.id } })
      yield* put(`/files/${id}`, { shared_link: {} })
      yield* put(`/files/${id}`, { tags: ["t"], lock: { access: "lock" } })
      yield* put(`/files/${id}`, { shared_link: null, lock: null })
      yield* post(`/files/${id}/copy`, { parent: { id: "0" } })
      yield* download(id)
      yield* del(`/files/${id}`)
      yield* post(`/files/${id}`)
      const { json } = yield* get("/events")
      assert.deepStrictEqual(types(json), [
        "ITEM_CREATE",
        "ITEM_UPLOAD",
        "ITEM_UPLOAD",
        "ITEM_RENAME",
        "ITEM_MOVE",
        "ITEM_SHARED_CREATE",
        "TAG_ITEM_CREATE",
        "LOCK_CREATE",
        "ITEM_SHARED_UNSHARE",
        "LOCK_DESTROY",
        "ITEM_COPY",
        "ITEM_DOWNLOAD",
        "ITEM_TRASH",
        "ITEM_UNDELETE_VIA_TRASH"
      ])
      assert.strictEqual(json.chunk_size, json.entries.length)
      assert.strictEqual(new Set(json.entries.map((entry: Json) => entry.event_id)).size, json.entries.length)
      assert.deepInclude(json.entries[1].source, { type: "file", id, etag: "0", name: "a" })
      const changes = types((yield* get("/events?stream_type=changes")).json)
      assert.notInclude(changes, "ITEM_DOWNLOAD")
      assert.include(changes, "ITEM_MOVE")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("goes on where the last page ended, with integer positions", () =>
    Effect.gen(function* () {
      for (const name of ["a", "b", "c"]) yield* folder(name)
      const now = (yield* get("/events?stream_position=now")).json
      assert.deepStrictEqual(now.entries, [])
      const first = (yield* get("/events?limit=2&stream_position=0")).json
      assert.isTrue(Number.isSafeInteger(first.next_stream_position))
      const second = (yield* get(`/events?limit=2&stream_position=${first.next_stream_position}`)).json
      assert.deepStrictEqual(
        [...first.entries, ...second.entries].map((entry: Json) => entry.source.name),
        ["a", "b", "c"]
      )
      assert.strictEqual(second.next_stream_position, now.next_stream_position)
      const end = (yield* get(`/events?stream_position=${now.next_stream_position}`)).json
      assert.deepStrictEqual(end, { chunk_size: 0, next_stream_position: now.next_stream_position, entries: [] })
      yield* folder("d")
      const news = (yield* get(`/events?stream_position=${now.next_stream_position}`)).json
      assert.deepStrictEqual(types(news), ["ITEM_CREATE"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each(["stream_type=logs", "stream_position=soon"] as const)("%s is refused", (query) =>
    Effect.gen(function* () {
      assert.strictEqual((yield* get(`/events?${query}`)).status, 400)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("can be waited for", () =>
    Effect.gen(function* () {
      const [server] = (yield* send("OPTIONS", "/events")).json.entries
      assert.deepInclude(server, { type: "realtime_server", ttl: "10", max_retries: "10", retry_timeout: 610 })
      const position = (yield* get("/events?stream_position=now")).json.next_stream_position
      const url = `${server.url}&stream_position=${position}`
      const waiting = yield* Effect.forkChild(get(url, { token: null }))
      yield* TestClock.adjust("1 minute")
      assert.isUndefined(waiting.pollUnsafe())
      yield* folder("a")
      assert.deepStrictEqual((yield* Fiber.join(waiting)).json, { message: "new_change" })
      assert.deepStrictEqual((yield* get(url)).json, { message: "new_change" })

      const newest = (yield* get("/events?stream_position=now")).json.next_stream_position
      const idle = yield* Effect.forkChild(get(`${server.url}&stream_position=${newest}`))
      yield* TestClock.adjust("610 seconds")
      assert.deepStrictEqual((yield* Fiber.join(idle)).json, { version: 1, message: "reconnect" })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("wakes a client that asks again as soon as it was woken, once for each event", () =>
    Effect.gen(function* () {
      const [server] = (yield* send("OPTIONS", "/events")).json.entries
      const seen: Array<string> = []
      const follow = Effect.gen(function* () {
        let position = (yield* get("/events?stream_position=now")).json.next_stream_position
        for (;;) {
          yield* get(`${server.url}&stream_position=${position}`, { token: null })
          const { json } = yield* get(`/events?stream_position=${position}`)
          seen.push(...json.entries.map((entry: Json) => entry.source.name))
          position = json.next_stream_position
        }
      })
      yield* Effect.forkChild(follow)
      yield* Effect.forkChild(follow)
      yield* TestClock.adjust("1 minute")
      for (const name of ["a", "b", "c"]) {
        yield* folder(name)
        yield* TestClock.adjust("1 second")
      }
      assert.deepStrictEqual(seen, ["a", "a", "b", "b", "c", "c"])
    }).pipe(Effect.provide(fresh()))
  )
})
