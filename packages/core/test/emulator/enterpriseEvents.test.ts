import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { Events } from "../../src/index.ts"
import * as Emulator from "../../src/testing/BoxEmulator.ts"
import { created, del, download, file, folder, fresh, get, type Json, post, put, send, uploadVersion } from "./wire.ts"

const { BoxEmulator } = Emulator

const types = (json: Json): ReadonlyArray<string> => json.entries.map((entry: Json) => entry.event_type)

const history = (query = "") => Effect.map(get(`/events?stream_type=admin_logs${query}`), ({ json }) => json)

const asManaged = Effect.map(BoxEmulator, ({ credentials }) => ({
  headers: { "as-user": credentials.managedUserId }
}))

describe("the enterprise's events", () => {
  it.effect("note every change of items, by whomever", () =>
    Effect.gen(function* () {
      const target = yield* folder("target")
      const { file_version, id } = yield* file("a")
      yield* uploadVersion(id, "b")
      yield* post(`/files/${id}/versions/current`, { id: file_version.id })
      yield* del(`/files/${id}/versions/${file_version.id}`)
      yield* put(`/files/${id}/versions/${file_version.id}`, { trashed_at: null })
      yield* put(`/files/${id}`, { name: "b" })
      yield* put(`/files/${id}`, { parent: { id: target.id } })
      yield* put(`/files/${id}`, { shared_link: {} })
      yield* put(`/files/${id}`, { shared_link: { access: "company" } })
      yield* put(`/files/${id}`, { shared_link: null, lock: { access: "lock" } })
      yield* put(`/files/${id}`, { lock: null })
      yield* put(`/files/${id}`, { description: "d" })
      yield* put(`/files/${id}`, { tags: ["t"] })
      yield* post(`/files/${id}/copy`, { parent: { id: "0" } })
      yield* download(id)
      yield* del(`/files/${id}`)
      yield* post(`/files/${id}`)
      yield* created(post("/web_links", { url: "https://a.test", name: "l", parent: { id: "0" } }, yield* asManaged))
      const expected = [
        "UPLOAD",
        "UPLOAD",
        "UPLOAD",
        "FILE_VERSION_RESTORE",
        "EDIT",
        "FILE_VERSION_RESTORE",
        "RENAME",
        "MOVE",
        "SHARE",
        "ITEM_SHARED_UPDATE",
        "UNSHARE",
        "LOCK",
        "UNLOCK",
        "EDIT",
        "EDIT",
        "COPY",
        "DOWNLOAD",
        "DELETE",
        "UNDELETE",
        "UPLOAD"
      ]
      for (const stream of ["admin_logs", "admin_logs_streaming"]) {
        const { json } = yield* get(`/events?stream_type=${stream}`)
        assert.deepStrictEqual(types(json), expected)
        assert.strictEqual(json.chunk_size, expected.length)
        assert.strictEqual(new Set(json.entries.map((entry: Json) => entry.event_id)).size, expected.length)
      }
      const entries = (yield* history()).entries
      const { credentials } = yield* BoxEmulator
      assert.strictEqual(entries.at(-1).created_by.id, credentials.managedUserId)
      assert.deepInclude(entries[7].source, { item_type: "file", item_id: id, item_name: "b" })
      assert.deepInclude(entries[7].source.parent, { type: "folder", id: target.id, name: "target" })
      assert.strictEqual(entries[7].source.owned_by.id, credentials.userId)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are for the administrator and the service account; a user gets 403", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const managed = yield* asManaged
      yield* post("/folders", { name: "theirs", parent: { id: "0" } }, managed)
      for (const stream of ["admin_logs", "admin_logs_streaming"]) {
        const refused = yield* get(`/events?stream_type=${stream}`, managed)
        assert.strictEqual(refused.status, 403)
        assert.strictEqual(refused.json.code, "access_denied_insufficient_permissions")
      }
      const login = yield* send("POST", "https://api.box.com/oauth2/token", {
        token: null,
        form: {
          grant_type: "client_credentials",
          client_id: credentials.clientId,
          client_secret: credentials.clientSecret,
          box_subject_type: "enterprise",
          box_subject_id: credentials.enterpriseId
        }
      })
      const seen = yield* get("/events?stream_type=admin_logs", { token: login.json.access_token })
      assert.deepStrictEqual(types(seen.json), ["UPLOAD"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("go on where the last page ended, 100 at a time and 500 at most", () =>
    Effect.gen(function* () {
      for (let index = 0; index < 501; index++) yield* folder(`f${index}`)
      const names = (json: Json) => json.entries.map((entry: Json) => entry.source.item_name)
      const first = yield* history()
      assert.strictEqual(first.chunk_size, 100)
      const second = yield* history(`&limit=1000&stream_position=${first.next_stream_position}`)
      assert.deepStrictEqual(
        [...names(first), ...names(second)],
        Array.from({ length: 501 }, (_, index) => `f${index}`)
      )
      assert.strictEqual((yield* history("&limit=1000")).chunk_size, 500)
      const end = yield* history(`&stream_position=${second.next_stream_position}`)
      assert.deepStrictEqual(end, { chunk_size: 0, next_stream_position: second.next_stream_position, entries: [] })
      const now = yield* history("&stream_position=now&limit=0")
      assert.deepStrictEqual(now, end)
      yield* folder("new")
      assert.deepStrictEqual(names(yield* history(`&stream_position=${now.next_stream_position}`)), ["new"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are chosen by type and, in the history, by time", () =>
    Effect.gen(function* () {
      const a = yield* folder("a")
      yield* TestClock.adjust("10 minutes")
      yield* put(`/folders/${a.id}`, { name: "b" })
      yield* TestClock.adjust("10 minutes")
      yield* del(`/folders/${a.id}`)
      assert.deepStrictEqual(types(yield* history("&event_type=DELETE,UPLOAD")), ["UPLOAD", "DELETE"])
      assert.deepStrictEqual(types(yield* history("&event_type=COPY")), [])
      const at = (minute: number) => encodeURIComponent(`1970-01-01T00:${minute}:00Z`)
      assert.deepStrictEqual(types(yield* history(`&created_after=${at(10)}`)), ["RENAME", "DELETE"])
      assert.deepStrictEqual(types(yield* history(`&created_before=${at(10)}`)), ["UPLOAD", "RENAME"])
      assert.deepStrictEqual(types(yield* history(`&created_after=${at(11)}&created_before=${at(19)}`)), [])
      for (const name of ["created_after", "created_before"]) {
        const refused = yield* get(`/events?stream_type=admin_logs&${name}=1970-01-01T00:00:00.5Z`)
        assert.strictEqual(refused.status, 400)
      }
      const live = yield* get(`/events?stream_type=admin_logs_streaming&created_after=${at(10)}&event_type=UPLOAD`)
      assert.deepStrictEqual(types(live.json), ["UPLOAD"])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are kept for a year, and live ones for two weeks", () =>
    Effect.gen(function* () {
      const live = Effect.map(get("/events?stream_type=admin_logs_streaming"), ({ json }) => json)
      yield* folder("old")
      yield* TestClock.adjust("15 days")
      yield* folder("new")
      assert.strictEqual((yield* live).chunk_size, 1)
      assert.strictEqual((yield* history()).chunk_size, 2)
      yield* TestClock.adjust("355 days")
      assert.strictEqual((yield* history()).chunk_size, 1)
    }).pipe(Effect.provide(fresh({ accessTokenLifetime: "400 days" })))
  )

  it.effect("fit the types of the client", () =>
    Effect.gen(function* () {
      yield* folder("a")
      const page = yield* Events.getEvents({ stream_type: "admin_logs", event_type: ["UPLOAD"] })
      assert.deepStrictEqual(
        page.entries?.map((event) => event.event_type),
        ["UPLOAD"]
      )
    }).pipe(Effect.provide(Emulator.layer))
  )
})
