/** Parts that are hashed in a thread, out of every kind of memory and through every transport. */
import * as NodeFs from "node:fs"
import { BoxConfig, DeveloperToken, FileUpload, Pacing, UploadSource } from "@effect-box/core"
import type * as Progress from "@effect-box/core/Progress"
import { Sha1 } from "@effect-box/core/unstable/Sha1"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodePath from "@effect/platform-node/NodePath"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Layer, Redacted, Stream } from "effect"
import { FetchHttpClient, HttpClient, HttpClientRequest } from "effect/http"
import * as EmulatorServer from "../../src/emulator/EmulatorServer.ts"
import * as LocalFile from "../../src/file/LocalFile.ts"
import * as NodeBox from "../../src/NodeBox.ts"
import * as NodeSha1 from "../../src/hashing/NodeSha1.ts"
import { bytesOf, sha1Of } from "../directory/disk.ts"

/** More than is hashed without a thread or goes up in one request, and no whole number of parts. */
const local = bytesOf(20_000_099)

/** The same for parts of less, each of which is still more than one piece for the thread. */
const bytes = local.subarray(0, 6_000_099)
const size = bytes.length
const sha1 = sha1Of(bytes)

const world = (partSize: number) =>
  Layer.provideMerge(login, EmulatorServer.layer({ minimumSessionSize: 1, partSize, contents: "digest" }))

/** Node's SHA-1, with a thread from the first byte on. */
const inThread = Layer.effect(
  Sha1,
  Effect.map(Sha1, (sha1) => ({ ...sha1, openPartsFrom: 1 }))
).pipe(Layer.provide(NodeSha1.layer))

const login = Layer.unwrap(
  Effect.map(EmulatorServer.EmulatorServer, ({ baseUrl, uploadUrl, credentials }) =>
    Layer.merge(
      DeveloperToken.layer(Redacted.make(credentials.accessToken)),
      BoxConfig.layer({ apiUrl: baseUrl, uploadUrl })
    )
  )
)

const transports = {
  "NodeBox's": NodeBox.layerHttpClient(),
  "NodeBox's, with a limit of bandwidth": Layer.merge(
    NodeBox.layerHttpClient(),
    Pacing.layer({ uploadRate: 1_000_000_000 })
  ),
  "a client around NodeBox's": Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, HttpClient.mapRequest(HttpClientRequest.setHeader("x-mine", "1")))
  ).pipe(Layer.provideMerge(NodeBox.layerHttpClient())),
  "Effect's fetch": FetchHttpClient.layer,
  "Effect's undici": NodeHttpClient.layerUndici,
  "Effect's node:http": NodeHttpClient.layerNodeHttp
}

/** Kinds of memory that a source was given. */
const given = new Set<string>()
const read: UploadSource.Read<never, never> = (offset, length, memory) =>
  Effect.sync(() => {
    given.add(memory.buffer.constructor.name)
    memory.set(bytes.subarray(offset, offset + length))
    return memory
  })

const sharedBytes = new Uint8Array(new SharedArrayBuffer(size))
sharedBytes.set(bytes)

const sources = {
  "into the memory that is given": UploadSource.fromPositions({ size, read }),
  "into shared memory, where that is given": UploadSource.fromPositions({ size, read, fillsSharedMemory: true }),
  "as a stream": UploadSource.fromStream({ size, stream: () => Stream.make(bytes.slice(0, 99), bytes.slice(99)) }),
  "as memory of its own": UploadSource.fromPositions({
    size,
    read: (offset, length) => Effect.sync(() => bytes.slice(offset, offset + length))
  }),
  "as a view on what it holds": UploadSource.fromBytes(bytes),
  "as shared memory of its own": UploadSource.fromBytes(sharedBytes)
}

describe("parts that are hashed in a thread", () => {
  for (const [transport, layer] of Object.entries(transports)) {
    it.live(`go out through ${transport} client from a local file`, () =>
      Effect.gen(function* () {
        const path = yield* (yield* FileSystem.FileSystem).makeTempFileScoped({ prefix: "effect-box-" })
        NodeFs.writeFileSync(path, local)
        const seen = new Set<number>()
        const onProgress: Progress.OnProgress = ({ transferred }) => Effect.sync(() => seen.add(transferred))
        const fs = yield* FileSystem.FileSystem
        const kinds = new Set<string>()
        const noting = FileSystem.FileSystem.of({
          ...fs,
          open: (path, options) =>
            Effect.map(fs.open(path, options), (file) => ({
              ...file,
              stat: file.stat,
              read: (buffer: Uint8Array, options) => {
                kinds.add(buffer.buffer.constructor.name)
                return file.read(buffer, options)
              }
            }))
        })
        const file = yield* LocalFile.upload(path, { folder_id: "0", name: "a.bin", onProgress }).pipe(
          Effect.provideService(FileSystem.FileSystem, noting)
        )
        assert.deepStrictEqual([file.size, file.sha1], [local.length, sha1Of(local)])
        // The digest of the whole is right, and it went up in parts.
        assert.strictEqual(seen.size, 6)
        assert.strictEqual(kinds.has("SharedArrayBuffer"), transport.startsWith("NodeBox's"))
      }).pipe(
        Effect.scoped,
        Effect.provide([world(4_000_000), layer, NodeSha1.layer, NodeFileSystem.layer, NodePath.layer], {
          local: true
        })
      )
    )

    for (const [how, source] of Object.entries(sources)) {
      it.live(`go out through ${transport} client; the source gives them ${how}`, () =>
        Effect.gen(function* () {
          given.clear()
          const file = yield* FileUpload.uploadChunked(source, { folder_id: "0", name: "a.bin" })
          assert.deepStrictEqual([file.size, file.sha1], [size, sha1])
          const shares = transport.startsWith("NodeBox's") && "fillsSharedMemory" in source
          if ("read" in source && source.read === read) {
            assert.deepStrictEqual([...given], [shares ? "SharedArrayBuffer" : "ArrayBuffer"])
          }
        }).pipe(Effect.provide([world(1_200_000), layer, inThread], { local: true }))
      )
    }
  }
})
