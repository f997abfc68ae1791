import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { HttpBody, HttpClient } from "effect/http"
import { BoxEmulator } from "../../src/testing/BoxEmulator.ts"
import { download, file, fresh, get, type Json, post, send, sha1Header, sha1Hex, uploads } from "./wire.ts"

const digest = { contents: "digest", minimumSessionSize: 1, partSize: 1000 } as const

describe("without contents", () => {
  it.effect("sizes and digests are right, and a download says why it has none", () =>
    Effect.gen(function* () {
      const bytes = new Uint8Array(5000).fill(7)
      const made = yield* file("a", bytes)
      assert.deepInclude(made, { size: 5000, sha1: sha1Hex(bytes) })
      const reply = yield* download(made.id)
      assert.strictEqual(reply.status, 404)
      assert.include(reply.json.context_info.errors[0].message, "keeps no bytes")
    }).pipe(Effect.provide(fresh(digest)))
  )

  it.effect("parts in any order still give the digest of the whole", () =>
    Effect.gen(function* () {
      const bytes = Uint8Array.from({ length: 4321 }, (_, index) => index % 251)
      const json = { folder_id: "0", file_name: "a", file_size: bytes.length }
      const session = (yield* post(`${uploads}/files/upload_sessions`, json)).json
      const parts = yield* Effect.forEach(
        [4000, 2000, 0, 3000, 1000],
        (offset) => {
          const part = bytes.slice(offset, offset + 1000)
          const range = `bytes ${offset}-${offset + part.length - 1}/${bytes.length}`
          return Effect.map(
            send("PUT", session.session_endpoints.upload_part, {
              headers: { digest: sha1Header(part), "content-range": range },
              body: HttpBody.stream(
                Stream.fromIterable([part.slice(0, 300), part.slice(300)]),
                "application/octet-stream"
              )
            }),
            (reply) => reply.json.part
          )
        },
        { concurrency: 3 }
      )
      const sorted = parts.toSorted((a: Json, b: Json) => a.offset - b.offset)
      const headers = { digest: sha1Header(bytes) }
      const reply = yield* post(session.session_endpoints.commit, { parts: sorted }, { headers })
      assert.strictEqual(reply.status, 201)
      assert.strictEqual(reply.json.entries[0].sha1, sha1Hex(bytes))
      const { stats } = yield* BoxEmulator
      assert.strictEqual((yield* stats).storedParts, 5)
      assert.strictEqual((yield* get("/users/me")).json.space_used, 4321)
    }).pipe(Effect.provide(fresh(digest)))
  )
})

describe("a download", () => {
  it.effect("counts as open while its bytes flow, and no longer when it breaks", () =>
    Effect.gen(function* () {
      const { addFault, stats } = yield* BoxEmulator
      const { id } = yield* file("a", new Uint8Array(300_000))
      yield* addFault({ kind: "truncate", afterBytes: 100_000, match: { path: "/download" } })
      const client = yield* HttpClient.HttpClient
      const response = yield* client.get((yield* get(`/files/${id}/content`)).headers["location"] ?? "")
      const open = new Set<number>()
      const read = Stream.runForEach(response.stream, () =>
        Effect.map(stats, ({ openDownloads }) => open.add(openDownloads))
      )
      assert.strictEqual((yield* Effect.flip(read))._tag, "HttpClientError")
      assert.deepStrictEqual([...open], [1])
      assert.strictEqual((yield* stats).openDownloads, 0)
    }).pipe(Effect.provide(fresh()))
  )
})
