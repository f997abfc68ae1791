/** Sizes that go over the wire: of a body in bytes, of a page from the first to the last. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import * as Events from "../../src/api/Events.ts"
import * as Folders from "../../src/api/Folders.ts"
import * as Uploads from "../../src/api/Uploads.ts"
import * as Users from "../../src/api/Users.ts"
import type { BoxError } from "../../src/BoxError.ts"
import type { Requirements } from "../../src/operation/Operation.ts"
import * as FileUpload from "../../src/files/FileUpload.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { fixedToken, scripted } from "../http/scriptedHttp.ts"
import { bytesOf, nativeSha1, sha1Of } from "../files/transfers.ts"

const name = "Übergrößen – ファイル 🎉.bin"
const attributes = { name, parent: { id: "0" } }

/** What was sent, as whoever reads the connection counts it. */
interface Counted {
  readonly announced: string | undefined
  readonly bytes: number
}

const counting = (content: Uint8Array) => {
  const seen: Array<Counted> = []
  const client = HttpClient.make((request) =>
    Effect.gen(function* () {
      const { body, headers } = request
      const chunks =
        body._tag === "Uint8Array"
          ? [body.body]
          : body._tag === "Stream"
            ? yield* Effect.orDie(Stream.runCollect(body.stream))
            : []
      const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
      const announced = headers["content-length"]
      seen.push({ announced, bytes })
      const file = { type: "file", id: "1", name, size: content.length, sha1: sha1Of(content) }
      return HttpClientResponse.fromWeb(request, Response.json({ total_count: 1, entries: [file] }, { status: 201 }))
    })
  )
  return { seen, layer: Layer.mergeAll(Layer.succeed(HttpClient.HttpClient, client), fixedToken, nativeSha1) }
}

describe("the length of a multipart body with a name outside ASCII", () => {
  // What fits into memory goes out as it is, what does not as a stream.
  for (const size of [0, 1000, 3 * 1024 * 1024]) {
    const content = bytesOf(size)
    const uploads: Readonly<Record<string, Effect.Effect<unknown, BoxError, Requirements>>> = {
      "a new file": FileUpload.upload(UploadSource.fromBytes(content), {
        folder_id: "0",
        name,
        description: "Größe: ½ ファイル"
      }),
      "a new version": FileUpload.uploadVersion(UploadSource.fromBytes(content), { file_id: "1", name }),
      "a stream of known size": FileUpload.upload(
        UploadSource.fromStream({ size, stream: () => Stream.succeed(content) }),
        { folder_id: "0", name }
      ),
      "Box's own operation": Uploads.uploadFile({ attributes, file: content })
    }
    for (const [what, upload] of Object.entries(uploads)) {
      it.effect(`is counted in bytes: ${what} of ${size} bytes`, () => {
        const { layer, seen } = counting(content)
        return Effect.gen(function* () {
          yield* Effect.provide(upload, layer)
          assert.strictEqual(seen.length, 1)
          assert.strictEqual(seen[0]?.announced, String(seen[0]?.bytes))
          assert.isAbove(seen[0]?.bytes ?? 0, size)
        })
      })
    }
  }
})

describe("what a list is asked for", () => {
  const entry = { type: "folder", id: "1" }

  const asked = (items: Stream.Stream<unknown, BoxError, Requirements>, page: (index: number) => object) => {
    const http = scripted((_, index) => ({ json: page(index) }))
    return Effect.map(Effect.provide(Effect.orDie(Stream.runDrain(items)), [http.layer, fixedToken]), () =>
      http.seen.map(({ url }) => new URL(url).searchParams)
    )
  }

  const ends = (index: number) => index === 3

  it.effect("stays the same on every page of a list with markers", () =>
    Effect.gen(function* () {
      const pages = yield* asked(
        Folders.getFolderItems.items({ folder_id: "0", limit: 7, usemarker: true, fields: ["name"] }),
        (index) => ({ entries: [entry], limit: 7, ...(ends(index) ? {} : { next_marker: `m${index}` }) })
      )
      assert.deepStrictEqual(
        pages.map((query) => [query.get("limit"), query.get("fields"), query.get("usemarker"), query.get("marker")]),
        [null, "m0", "m1", "m2"].map((marker) => ["7", "name", "true", marker])
      )
    })
  )

  it.effect("stays the same on every page of a list with offsets", () =>
    Effect.gen(function* () {
      const pages = yield* asked(Users.getUsers.items({ limit: 7, user_type: "managed", offset: 0 }), (index) => ({
        entries: [{ type: "user", id: "1" }],
        limit: 7,
        offset: index * 7,
        total_count: 28
      }))
      assert.deepStrictEqual(
        pages.map((query) => [query.get("limit"), query.get("user_type"), query.get("offset")]),
        ["0", "7", "14", "21"].map((offset) => ["7", "managed", offset])
      )
    })
  )

  it.effect("stays the same on every page of the events", () =>
    Effect.gen(function* () {
      const pages = yield* asked(
        Events.getEvents.items({ limit: 7, stream_type: "changes", stream_position: "0" }),
        (index) => ({ entries: ends(index) ? [] : [{ type: "event", event_id: "1" }], next_stream_position: index + 1 })
      )
      assert.deepStrictEqual(
        pages.map((query) => [query.get("limit"), query.get("stream_type"), query.get("stream_position")]),
        ["0", "1", "2", "3"].map((position) => ["7", "changes", position])
      )
    })
  )
})
