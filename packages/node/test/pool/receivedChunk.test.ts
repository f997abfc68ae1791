import { createHash } from "node:crypto"
import { createServer } from "node:http"
import { readFileSync } from "node:fs"
import { BoxConfig, DeveloperToken, FileDownload } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Stream } from "effect"
import * as LocalFile from "../../src/file/LocalFile.ts"
import * as NodeBox from "../../src/NodeBox.ts"
import { markReceived, release } from "../../src/internal/receivedChunk.ts"
import { bytesOf, directory, sha1Of } from "../directory/disk.ts"

/** More than is hashed without a thread. */
const bytes = bytesOf(17 * 1024 * 1024 + 123)

/** A Box with one file, whose bytes go out in pieces of this length: with a length in front of each, unless `plain`. */
const serve = (piece: number, plain: boolean) =>
  Effect.acquireRelease(
    Effect.promise(
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer((request, response) => {
            if (request.url?.includes("/content")) {
              return response.writeHead(302, { location: `http://${request.headers.host}/bytes` }).end()
            }
            if (request.url !== "/bytes") {
              const file = { type: "file", id: "1", name: "a.bin", size: bytes.length, sha1: sha1Of(bytes) }
              return response.end(JSON.stringify({ ...file, file_version: { type: "file_version", id: "2" } }))
            }
            if (plain) response.writeHead(200, { "content-length": bytes.length })
            let offset = 0
            const more = (): void => {
              while (offset < bytes.length) {
                const went = response.write(bytes.subarray(offset, offset + piece))
                offset += piece
                if (!went) return void response.once("drain", more)
              }
              response.end()
            }
            return more()
          }).listen(0, "127.0.0.1", () => resolve(server))
        })
    ),
    (server) => Effect.sync(() => server.close())
  )

const boxOn = (piece: number, plain: boolean) =>
  Layer.unwrap(
    Effect.map(serve(piece, plain), (server) => {
      const address = server.address()
      const apiUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`
      return Layer.mergeAll(
        NodeBox.layerPlatform(),
        BoxConfig.layer({ apiUrl }),
        DeveloperToken.layer(Redacted.make("t"))
      )
    })
  )

describe("received memory", () => {
  it("is given back only by a chunk that is all of it, and only when marked", () => {
    const whole = new Uint8Array(10)
    const view = new Uint8Array(10).subarray(2, 5)
    const shared = new Uint8Array(new SharedArrayBuffer(10))
    const empty = new Uint8Array(0)
    const others = [view, shared, empty]
    release(whole)
    assert.strictEqual(whole.length, 10)
    for (const chunk of [whole, ...others]) {
      markReceived(chunk)
      release(chunk)
    }
    assert.deepStrictEqual([whole.length, whole.buffer.byteLength], [0, 0])
    assert.deepStrictEqual(
      others.map(({ length }) => length),
      [3, 10, 0]
    )
    assert.isFalse(empty.buffer.detached)
  })

  for (const [piece, plain] of [
    [1024 * 1024, true],
    [70_001, true],
    [300, false],
    [65_000, false]
  ] as const) {
    const how = `${piece} bytes at once, ${plain ? "with a length" : "chunked"}`
    it.live(`a download to disk loses none of it: ${how}`, () =>
      Effect.gen(function* () {
        const path = `${yield* directory}/a.bin`
        yield* LocalFile.download(path, { file_id: "1" })
        assert.isTrue(readFileSync(path).equals(bytes))
      }).pipe(Effect.scoped, Effect.provide(boxOn(piece, plain)))
    )
  }

  it.live("whoever reads a stream keeps what came", () =>
    Effect.gen(function* () {
      const chunks = yield* Stream.runCollect(FileDownload.stream({ file_id: "1" }))
      const hash = createHash("sha1")
      for (const chunk of chunks) hash.update(chunk)
      assert.strictEqual(hash.digest("hex"), sha1Of(bytes))
    }).pipe(Effect.provide(boxOn(1024 * 1024, true)))
  )
})
