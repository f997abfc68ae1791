import { crc32 } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { TestClock } from "effect/testing"
import { ZipDownloads } from "../../src/index.ts"
import { BoxEmulator, layer } from "../../src/testing/BoxEmulator.ts"
import { created, del, file, folder, fresh, get, type Json, post } from "./wire.ts"

interface Unzipped {
  readonly path: string
  readonly content: string
}

/** Reads the archive from its end, as unzipping programs do, and compares both headers of each entry. */
const unzip = (bytes: Uint8Array): ReadonlyArray<Unzipped> => {
  const zip = Buffer.from(bytes)
  const end = zip.length - 22
  assert.strictEqual(zip.readUInt32LE(end), 0x06054b50)
  let at = zip.readUInt32LE(end + 16)
  assert.strictEqual(at + zip.readUInt32LE(end + 12), end)
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    assert.strictEqual(zip.readUInt32LE(at), 0x02014b50)
    const [local, nameLength, size] = [zip.readUInt32LE(at + 42), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 24)]
    const path = zip.subarray(at + 46, at + 46 + nameLength).toString()
    assert.strictEqual(zip.readUInt32LE(local), 0x04034b50)
    assert.isTrue(zip.subarray(local + 4, local + 30).equals(zip.subarray(at + 6, at + 32)), path)
    const start = local + 30 + nameLength
    const content = zip.subarray(start, start + size)
    assert.strictEqual(zip.subarray(local + 30, start).toString(), path)
    assert.strictEqual(zip.readUInt32LE(local + 14), crc32(content))
    assert.strictEqual(zip.readUInt16LE(local + 8), 0)
    at += 46 + nameLength
    return { path, content: content.toString() }
  })
}

const items = (...sources: ReadonlyArray<Json>) => sources.map(({ id, type }) => ({ id, type }))

const make = (sources: ReadonlyArray<Json>, more: object = {}) =>
  post("/zip_downloads", { items: items(...sources), ...more })

const open = (zip: Json) => get(zip.download_url, { token: null })

describe("zip downloads", () => {
  it.effect("are real archives of real contents, with a status", () =>
    Effect.gen(function* () {
      const docs = yield* folder("docs")
      const inner = yield* folder("ünner", docs.id)
      yield* file("deep.txt", "deep", inner.id)
      yield* file("empty", "", docs.id)
      yield* created(post("/web_links", { url: "https://a.test", name: "l", parent: { id: docs.id } }))
      const lone = yield* file("lone.txt", "lone")
      const reply = yield* make([docs, lone], { download_file_name: "all" })
      assert.strictEqual(reply.status, 202)
      assert.deepStrictEqual(reply.json.name_conflicts, [])
      const counts = { total_file_count: 3, skipped_file_count: 0, skipped_folder_count: 0 }
      const before = (yield* get(reply.json.status_url)).json
      assert.deepStrictEqual(before, { ...counts, downloaded_file_count: 0, state: "in_progress" })
      const opened = yield* open(reply.json)
      assert.strictEqual(opened.status, 200)
      assert.include(opened.headers["content-disposition"], 'filename="all.zip"')
      assert.strictEqual(opened.headers["content-length"], String(opened.bytes.length))
      assert.deepStrictEqual(unzip(opened.bytes), [
        { path: "docs/", content: "" },
        { path: "docs/ünner/", content: "" },
        { path: "docs/ünner/deep.txt", content: "deep" },
        { path: "docs/empty", content: "" },
        { path: "lone.txt", content: "lone" }
      ])
      const after = (yield* get(reply.json.status_url)).json
      assert.deepStrictEqual(after, { ...counts, downloaded_file_count: 3, state: "succeeded" })
      const events = (yield* get("/events")).json.entries.filter((event: Json) => event.event_type === "ITEM_DOWNLOAD")
      assert.strictEqual(events.length, 3)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are read once, soon, and known to their user only", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator
      const lone = yield* file("lone.txt")
      const first = (yield* make([lone])).json
      const other = { headers: { "as-user": credentials.managedUserId } }
      assert.strictEqual((yield* get(first.status_url, other)).status, 404)
      assert.strictEqual((yield* open(first)).status, 200)
      assert.strictEqual((yield* open(first)).status, 404)
      const second = (yield* make([lone])).json
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* open(second)).status, 404)
      yield* TestClock.adjust("1 hour")
      assert.strictEqual((yield* get(second.status_url)).status, 404)
    }).pipe(Effect.provide(fresh({ accessTokenLifetime: "1 day" })))
  )

  it.effect("give items of one name different names, and say which", () =>
    Effect.gen(function* () {
      const there = yield* folder("there")
      const [one, two] = [yield* file("a.txt", "one"), yield* file("A.txt", "two", there.id)]
      const { json } = yield* make([one, two])
      assert.deepStrictEqual(json.name_conflicts, [
        [
          { id: one.id, type: "file", original_name: "a.txt", download_name: "a.txt" },
          { id: two.id, type: "file", original_name: "A.txt", download_name: "A (1).txt" }
        ]
      ])
      assert.deepStrictEqual(unzip((yield* open(json)).bytes), [
        { path: "a.txt", content: "one" },
        { path: "A (1).txt", content: "two" }
      ])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("leave out what was deleted meanwhile, and count it", () =>
    Effect.gen(function* () {
      const [one, two, docs] = [yield* file("one"), yield* file("two"), yield* folder("docs")]
      const { json } = yield* make([one, two, docs])
      yield* del(`/files/${two.id}`)
      yield* del(`/folders/${docs.id}`)
      assert.deepStrictEqual(unzip((yield* open(json)).bytes), [{ path: "one", content: "one" }])
      assert.deepInclude((yield* get(json.status_url)).json, {
        downloaded_file_count: 1,
        skipped_file_count: 1,
        skipped_folder_count: 1,
        state: "succeeded"
      })
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are refused for nothing, for what is not there and for what is no file or folder", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* make([])).status, 400)
      assert.strictEqual((yield* post("/zip_downloads", {})).status, 400)
      assert.strictEqual((yield* make([{ type: "web_link", id: "1" }])).status, 400)
      assert.strictEqual((yield* make([{ type: "file", id: "404" }])).status, 404)
      assert.strictEqual(
        (yield* get("https://dl.boxcloud.com/2.0/zip_downloads/x/content", { token: null })).status,
        404
      )
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("work with the client", () =>
    Effect.gen(function* () {
      const lone = yield* file("lone.txt", "lone")
      const zip = yield* ZipDownloads.createZipDownload({ items: [{ type: "file", id: lone.id }] })
      const chunks = yield* Stream.runCollect(ZipDownloads.getZipDownloadContent({ url: zip.download_url ?? "" }))
      assert.deepStrictEqual(unzip(Buffer.concat(chunks)), [{ path: "lone.txt", content: "lone" }])
      const { state } = yield* ZipDownloads.getZipDownloadStatus({ url: zip.status_url ?? "" })
      assert.strictEqual(state, "succeeded")
    }).pipe(Effect.provide(layer))
  )
})
