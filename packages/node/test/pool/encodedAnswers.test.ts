/** Answers that something on the way has compressed although nobody asked for it, through every transport. */
import { createHash } from "node:crypto"
import * as Http from "node:http"
import type { AddressInfo } from "node:net"
import { gzipSync } from "node:zlib"
import { BoxConfig, DeveloperToken, Downloads, FileDownload, Folders, Users } from "@effect-box/core"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Stream } from "effect"
import { FetchHttpClient } from "effect/http"
import { ConnectionPool } from "../../src/index.ts"
import { bytesOf } from "../directory/disk.ts"

const transports = {
  "the pool": ConnectionPool.layer(),
  "Effect's fetch": FetchHttpClient.layer,
  "Effect's undici": NodeHttpClient.layerUndici,
  "Effect's node:http": NodeHttpClient.layerNodeHttp
}

/** How the host of the bytes answers; `index` counts its requests. */
type Host = (request: Http.IncomingMessage, response: Http.ServerResponse, index: number) => void

const encoded = { "content-encoding": "gzip" }

/** A Box with one file, behind a proxy that compresses everything. */
const serve = Effect.fnUntraced(function* (content: Uint8Array, host: Host) {
  const seen: Array<Http.IncomingHttpHeaders> = []
  const sha1 = createHash("sha1").update(content).digest("hex")
  const json = (response: Http.ServerResponse, status: number, value: unknown) =>
    response.writeHead(status, { ...encoded, "content-type": "application/json" }).end(gzipSync(JSON.stringify(value)))
  const server = Http.createServer((request, response) => {
    const path = request.url?.replace(/\?.*/, "")
    if (path === "/2.0/users/me") json(response, 200, { type: "user", id: "7", name: "é".repeat(1000) })
    else if (path === "/2.0/files/1") {
      json(response, 200, { type: "file", id: "1", name: "a", size: content.length, sha1 })
    } else if (path === "/2.0/files/1/content") {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/bytes` }).end()
    } else if (path === "/bytes") {
      seen.push(request.headers)
      host(request, response, seen.length - 1)
    } else if (path === "/2.0/folders/1/items") {
      // 65 MiB of blanks in 300 KB; 64 MiB are read at most.
      response.writeHead(200, encoded).end(bomb)
    } else json(response, 404, { type: "error", code: "not_found", message: "Not found" })
  })
  yield* Effect.acquireRelease(
    Effect.callback<void>((resume) => {
      server.listen(0, "127.0.0.1", () => resume(Effect.void))
    }),
    () =>
      Effect.callback<void>((resume) => {
        server.closeAllConnections()
        server.close(() => resume(Effect.void))
      })
  )
  // A server on a port has an address of this kind.
  const { port } = server.address() as AddressInfo
  const retry = { baseDelay: "1 millis", maxAttempts: 3 } as const
  const box = Layer.merge(
    DeveloperToken.layer(Redacted.make("token")),
    BoxConfig.layer({ apiUrl: `http://127.0.0.1:${port}`, retry })
  )
  return { seen, box }
})

const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024, " "), { level: 1 })

const collect = <E, R>(stream: Stream.Stream<Uint8Array, E, R>) =>
  Effect.map(Stream.runCollect(stream), (chunks) => Buffer.concat(chunks))

const content = bytesOf(700_003)
const small = bytesOf(1003)

const whole: (bytes: Uint8Array) => Host = (bytes) => (_, response) => {
  response.writeHead(200, encoded).end(gzipSync(bytes))
}

describe.each(Object.entries(transports))("through %s", (_, transport) => {
  it.live("an answer in JSON is read, an error's as well", () =>
    Effect.gen(function* () {
      const { box } = yield* serve(small, whole(small))
      const me = yield* Effect.provide(Users.getUserMe(), [transport, box])
      assert.strictEqual(me.name, "é".repeat(1000))
      const error = yield* Effect.flip(Effect.provide(Folders.getFolderById({ folder_id: "2" }), [transport, box]))
      assert.strictEqual(error._tag, "BoxNotFound")
      assert.strictEqual(error.code, "not_found")
    })
  )

  it.live("one that unpacks to far more than Box ever sends fails", () =>
    Effect.gen(function* () {
      const { box } = yield* serve(small, whole(small))
      const items = Folders.getFolderItems({ folder_id: "1" })
      const error = yield* Effect.flip(Effect.provide(items, [transport, box]))
      assert.strictEqual(error._tag, "BoxDecodeError")
      assert.include(error.message, "when decompressed")
    })
  )

  it.live.each([{ bytes: small }, { bytes: content }])(
    "a download is read and verified: $bytes.length bytes",
    ({ bytes }) =>
      Effect.gen(function* () {
        const { box, seen } = yield* serve(bytes, whole(bytes))
        const got = yield* Effect.provide(collect(FileDownload.stream({ file_id: "1" })), [transport, box])
        assert.isTrue(Buffer.from(bytes).equals(got))
        const raw = yield* Effect.provide(collect(Downloads.downloadFile({ file_id: "1" })), [transport, box])
        assert.isTrue(Buffer.from(bytes).equals(raw))
        assert.deepStrictEqual(
          seen.map((headers) => headers["accept-encoding"]),
          ["identity", "identity"]
        )
      })
  )

  it.live.each(["x-gzip", "GZIP"])("%s is gzip, also when its first byte comes alone", (encoding) =>
    Effect.gen(function* () {
      const { box } = yield* serve(small, (_, response) => {
        const packed = gzipSync(small)
        response.writeHead(200, { "content-encoding": encoding })
        response.write(packed.subarray(0, 1), () => setImmediate(() => response.end(packed.subarray(1))))
      })
      const got = yield* Effect.provide(collect(FileDownload.stream({ file_id: "1" })), [transport, box])
      assert.isTrue(Buffer.from(small).equals(got))
    })
  )

  it.live("a download that breaks off is begun anew, and gives each byte once", () =>
    Effect.gen(function* () {
      const { box, seen } = yield* serve(content, (request, response, index) => {
        const packed = gzipSync(content)
        if (index > 0) {
          whole(content)(request, response, index)
          return
        }
        response.writeHead(200, { ...encoded, "content-length": packed.length })
        response.write(packed.subarray(0, 400_000), () => response.destroy())
      })
      const got = yield* Effect.provide(collect(FileDownload.stream({ file_id: "1" })), [transport, box])
      assert.isTrue(Buffer.from(content).equals(got))
      assert.deepStrictEqual(
        seen.map(({ range }) => range),
        [undefined, undefined]
      )
    })
  )

  it.live("a range of compressed bytes is not used", () =>
    Effect.gen(function* () {
      const { box } = yield* serve(content, (request, response, index) => {
        if (request.headers.range === undefined) {
          whole(content)(request, response, index)
          return
        }
        const range = { "content-range": `bytes 10-19/${content.length}` }
        response.writeHead(206, { ...encoded, ...range }).end(gzipSync(content).subarray(10, 20))
      })
      const range = { offset: 10, length: 10 }
      const got = yield* Effect.provide(collect(FileDownload.stream({ file_id: "1", range })), [transport, box])
      assert.deepStrictEqual([...got], [...content.subarray(10, 20)])
    })
  )

  it.live("a file that unpacks to more than its size fails", () =>
    Effect.gen(function* () {
      const { box } = yield* serve(small, (_, response) => {
        response.writeHead(200, encoded).end(bomb)
      })
      const error = yield* Effect.flip(
        Effect.provide(Stream.runDrain(FileDownload.stream({ file_id: "1" })), [transport, box])
      )
      assert.strictEqual(error._tag, "BoxIntegrityError")
    })
  )

  it.live("a compressed file that is stored as it is comes as it is", () =>
    Effect.gen(function* () {
      const stored = gzipSync(content)
      const { box } = yield* serve(stored, (_, response) => {
        response.writeHead(200, { "content-type": "application/gzip" }).end(stored)
      })
      const got = yield* Effect.provide(collect(FileDownload.stream({ file_id: "1" })), [transport, box])
      assert.isTrue(stored.equals(got))
    })
  )
})
