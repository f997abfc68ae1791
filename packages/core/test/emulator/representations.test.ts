import { crc32, inflateSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Files } from "../../src/index.ts"
import { BoxEmulator, layer } from "../../src/testing/BoxEmulator.ts"
import { file, fresh, get, type Json, uploadVersion } from "./wire.ts"

/** Width and height of a PNG whose every checksum is right and whose pixels are all there. */
const readPng = (bytes: Uint8Array): readonly [number, number] => {
  const png = Buffer.from(bytes)
  assert.strictEqual(png.subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n")
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    assert.strictEqual(png.readUInt32BE(at + 8 + length), crc32(png.subarray(at + 4, at + 8 + length)))
    chunks.set(png.subarray(at + 4, at + 8).toString(), png.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  assert.deepStrictEqual([...chunks.keys()], ["IHDR", "PLTE", "IDAT", "IEND"])
  const header = chunks.get("IHDR") ?? Buffer.alloc(0)
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  assert.strictEqual(inflateSync(chunks.get("IDAT") ?? "").length, height * (1 + Math.ceil(width / 8)))
  return [width, height]
}

/** Width and height of a JPEG, from its segments up to the pixels. */
const readJpg = (bytes: Uint8Array): readonly [number, number] => {
  const jpg = Buffer.from(bytes)
  assert.strictEqual(jpg.readUInt16BE(0), 0xffd8)
  assert.strictEqual(jpg.readUInt16BE(jpg.length - 2), 0xffd9)
  let size: readonly [number, number] = [0, 0]
  let marker = 0
  for (let at = 2; marker !== 0xffda; at += 2 + jpg.readUInt16BE(at + 2)) {
    marker = jpg.readUInt16BE(at)
    assert.strictEqual(marker >> 8, 0xff)
    if (marker === 0xffc0) size = [jpg.readUInt16BE(at + 7), jpg.readUInt16BE(at + 5)]
  }
  return size
}

describe("thumbnails", () => {
  it.effect.each([
    ["png", "", 256, 256],
    ["jpg", "", 256, 256],
    ["png", "?min_width=50&min_height=60", 50, 60],
    ["jpg", "?min_width=50&min_height=60", 50, 60],
    ["png", "?max_height=32", 32, 32],
    ["png", "?min_width=100&max_width=320&max_height=320", 100, 320],
    ["jpg", "?max_width=320", 320, 320]
  ] as const)("%s%s is %d by %d pixels", ([extension, query, width, height]) =>
    Effect.gen(function* () {
      const { id } = yield* file("a.png")
      const reply = yield* get(`/files/${id}/thumbnail.${extension}${query}`)
      assert.strictEqual(reply.status, 200)
      assert.strictEqual(reply.headers["content-type"], `image/${extension}`)
      const read = extension === "png" ? readPng : readJpg
      assert.deepStrictEqual(read(reply.bytes), [width, height])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are refused for other sizes and kinds, and for files that are not there", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.png")
      for (const query of ["min_width=31", "max_width=321", "min_height=x", "min_width=60&max_width=50"]) {
        assert.strictEqual((yield* get(`/files/${id}/thumbnail.png?${query}`)).status, 400, query)
      }
      assert.strictEqual((yield* get(`/files/${id}/thumbnail.gif`)).status, 404)
      assert.strictEqual((yield* get("/files/404/thumbnail.png")).status, 404)
      const { credentials } = yield* BoxEmulator
      const other = { headers: { "as-user": credentials.managedUserId } }
      assert.strictEqual((yield* get(`/files/${id}/thumbnail.png`, other)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are at another address for a file of which there can be none", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.bin")
      const reply = yield* get(`/files/${id}/thumbnail.jpg`)
      assert.strictEqual(reply.status, 302)
      const substitute = yield* get(String(reply.headers["location"]), { token: null })
      assert.strictEqual(substitute.headers["content-type"], "image/jpg")
      assert.deepStrictEqual(readJpg(substitute.bytes), [256, 256])
      const { json } = yield* get(`/files/${id}?fields=representations`)
      assert.deepStrictEqual(json.representations.entries, [])
      const png = String(reply.headers["location"]).replace(".jpg", ".png")
      const answered = yield* Files.getFileThumbnailById({ file_id: id, extension: "png" })
      assert.deepStrictEqual(answered, { _tag: "Unavailable", placeholder: png })
    }).pipe(Effect.provide(layer))
  )
})

describe("representations", () => {
  const ask = (id: string, hints?: string) =>
    Effect.map(
      get(`/files/${id}?fields=representations`, hints === undefined ? {} : { headers: { "x-rep-hints": hints } }),
      ({ json }) => json.representations.entries
    )

  const contentOf = (entry: Json, path = "") => get(entry.content.url_template.replace("{+asset_path}", path))

  it.effect("are what x-rep-hints asks for, with contents", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.txt", "some text")
      const entries = yield* ask(id, "[jpg?dimensions=32x32][mp4,png?dimensions=1024x1024][pdf][extracted_text]")
      assert.deepStrictEqual(
        entries.map((entry: Json) => [entry.representation, entry.properties, entry.status]),
        [
          ["jpg", { dimensions: "32x32", paged: "false", thumb: "true" }, { state: "success" }],
          ["png", { dimensions: "1024x1024", paged: "false", thumb: "false" }, { state: "success" }],
          ["extracted_text", {}, { state: "success" }]
        ]
      )
      const [jpg, png, words] = entries
      assert.deepStrictEqual(readJpg((yield* contentOf(jpg)).bytes), [32, 32])
      assert.deepStrictEqual(readPng((yield* contentOf(png, "1.png")).bytes), [1024, 1024])
      assert.strictEqual(new TextDecoder().decode((yield* contentOf(words)).bytes), "some text")
      assert.deepStrictEqual((yield* get(png.info.url)).json, png)
      assert.strictEqual((yield* get(png.info.url, { token: null })).status, 401)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("belong to one version, and are listed without hints", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.pdf", "old")
      const [old] = yield* ask(id, "[pdf]")
      yield* uploadVersion(id, "new")
      const [current] = yield* ask(id, "[pdf]")
      assert.strictEqual(new TextDecoder().decode((yield* contentOf(old)).bytes), "old")
      assert.strictEqual(new TextDecoder().decode((yield* contentOf(current)).bytes), "new")
      const all = yield* ask(id)
      assert.includeMembers(
        all.map((entry: Json) => entry.representation),
        ["jpg", "png", "pdf"]
      )
      assert.deepStrictEqual(Object.keys(all[0]), ["representation", "properties", "info"])
      assert.deepStrictEqual(yield* ask(id, "[mp4][png?dimensions=7x7]"), [])
      assert.strictEqual((yield* get(current.info.url.replace(/pdf$/, "mp4"))).status, 404)
      assert.notProperty((yield* get(`/files/${id}`)).json, "representations")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are there in lists as well", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.txt")
      const headers = { "x-rep-hints": "[text]" }
      for (const list of ["/folders/0/items?", "/folders/0/items?usemarker=true&", "/search?query=a&"]) {
        const { json } = yield* get(`${list}fields=name,representations`, { headers })
        assert.strictEqual(json.entries[0].id, id)
        assert.strictEqual(json.entries[0].representations.entries[0].representation, "text")
      }
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("and thumbnails fit the types of the client", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a.txt")
      const found = yield* Files.getFileById({
        file_id: id,
        fields: ["representations"],
        x_rep_hints: "[jpg?dimensions=94x94]"
      })
      assert.strictEqual(found.representations?.entries?.[0]?.properties?.dimensions, "94x94")
      const thumbnail = yield* Files.getFileThumbnailById({ file_id: id, extension: "png", min_width: 40 })
      assert.strictEqual(thumbnail._tag, "Ready")
    }).pipe(Effect.provide(layer))
  )
})
