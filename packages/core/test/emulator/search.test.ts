import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { del, file, folder, fresh, get, type Json, post, put } from "./wire.ts"

const names = (json: Json): ReadonlyArray<string> => json.entries.map((entry: Json) => entry.name).toSorted()

const library = Effect.gen(function* () {
  const books = yield* folder("books")
  yield* file("Annual Report.pdf", "12345", books.id)
  yield* TestClock.adjust("10 minutes")
  const notes = yield* file("notes.txt", "1")
  yield* put(`/files/${notes.id}`, { description: "the annual meeting", tags: ["minutes"] })
  yield* folder("annual")
  yield* post("/web_links", { name: "report link", url: "https://example.test", parent: { id: "0" } })
  const old = yield* file("old report.txt", "123")
  yield* del(`/files/${old.id}`)
  return { books: books.id }
})

describe("search", () => {
  it.effect.each([
    ["query=annual", ["Annual Report.pdf", "annual", "notes.txt"]],
    ["query=ann", ["Annual Report.pdf", "annual", "notes.txt"]],
    ["query=nnual", []],
    ["query=annual report", ["Annual Report.pdf"]],
    ["query=annual AND report", ["Annual Report.pdf"]],
    ["query=notes OR link", ["notes.txt", "report link"]],
    ["query=annual NOT report", ["annual", "notes.txt"]],
    ['query="annual meeting"', ["notes.txt"]],
    ["query=minutes", ["notes.txt"]],
    ["query=annual&content_types=name", ["Annual Report.pdf", "annual"]],
    ["query=annual&type=folder", ["annual"]],
    ["query=report&type=web_link", ["report link"]],
    ["query=annual&file_extensions=txt,docx", ["notes.txt"]],
    ["query=annual&size_range=2,5", ["Annual Report.pdf"]],
    ["query=annual&size_range=,4&type=file", ["notes.txt"]],
    ["query=annual&created_at_range=,1970-01-01T00:05:00Z", ["Annual Report.pdf"]],
    ["query=annual&updated_at_range=1970-01-01T00:10:00Z,", ["annual", "notes.txt"]],
    ["query=report&trash_content=trashed_only", ["old report.txt"]],
    ["query=report&trash_content=all_items", ["Annual Report.pdf", "old report.txt", "report link"]],
    ["query=annual&owner_user_ids=7002", []]
  ] as const)("%s finds %j", ([query, expected]) =>
    Effect.gen(function* () {
      yield* library
      const { json } = yield* get(`/search?${encodeURI(query)}`)
      assert.deepStrictEqual(names(json), expected.toSorted())
      assert.strictEqual(json.type, "search_results_items")
      assert.strictEqual(json.total_count, expected.length)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("finds only what belongs to whoever asks", () =>
    Effect.gen(function* () {
      yield* library
      const headers = { "As-User": "7002" }
      assert.deepStrictEqual(names((yield* get("/search?query=annual", { headers })).json), [])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("looks below a folder, and pages, sorts and picks fields", () =>
    Effect.gen(function* () {
      const { books } = yield* library
      const below = yield* get(`/search?query=annual&ancestor_folder_ids=${books}`)
      assert.deepStrictEqual(names(below.json), ["Annual Report.pdf"])
      const sorted = yield* get("/search?query=annual&sort=modified_at&direction=ASC&limit=1&offset=0&fields=name")
      assert.deepInclude(sorted.json, { total_count: 3, limit: 1, offset: 0 })
      assert.deepStrictEqual(Object.keys(sorted.json.entries[0]), ["type", "id", "etag", "name"])
      assert.strictEqual(sorted.json.entries[0].name, "Annual Report.pdf")
      const linked = yield* get("/search?query=annual&include_recent_shared_links=true")
      assert.strictEqual(linked.json.type, "search_results_with_shared_links")
      assert.strictEqual(linked.json.entries[0].type, "search_result")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    ["", 400, "missing_parameter"],
    ["query=", 400, "missing_parameter"],
    ["query=a&type=drawing", 400, "invalid_parameter"],
    ["query=a&content_types=smell", 400, "invalid_parameter"],
    ["query=a&size_range=5", 400, "invalid_parameter"],
    ["query=a&created_at_range=soon,", 400, "invalid_parameter"],
    ["query=a&deleted_at_range=,", 400, "invalid_parameter"],
    ["query=a&sort=name", 400, "invalid_parameter"],
    ["query=a&ancestor_folder_ids=99", 404, "not_found"],
    ["query=a&scope=enterprise_content", 403, "forbidden"]
  ] as const)("%s is %d %s", ([query, status, code]) =>
    Effect.gen(function* () {
      const reply = yield* get(`/search?${query}`)
      assert.strictEqual(reply.status, status)
      assert.strictEqual(reply.json.code, code)
    }).pipe(Effect.provide(fresh()))
  )
})
