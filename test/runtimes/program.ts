/** What a program does on every runtime that has files: bytes and files up and down, in parts and over connections. */
import { createHash } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { FileDownload, FileUpload, Items, UploadSource } from "@effect-box/core"
import { LocalDirectory, LocalFile, NodeBox } from "@effect-box/node"
import { Console, Effect, Stream } from "effect"
import { KeyValueStore } from "effect/persistence"

const directory = mkdtempSync(join(tmpdir(), "effect-box-runtime-"))
const path = (name: string) => join(directory, name)
const content = new Uint8Array(21_000_000)
// `Uint8Array.from` takes seconds for as many.
for (let index = 0; index < content.length; index++) content[index] = (index * 31 + (index >> 9)) & 255
writeFileSync(path("large.bin"), content)

const sha1 = (bytes: Uint8Array) => createHash("sha1").update(bytes).digest("hex")
const isSame = (name: string) => sha1(readFileSync(path(name))) === sha1(content)

const program = Effect.gen(function* () {
  const folder = yield* Items.ensureFolder({ path: "/runtime" })
  const small = UploadSource.fromBytes(new TextEncoder().encode("hello"))
  const { id } = yield* FileUpload.upload(small, { folder_id: folder.id, name: "small.txt" })
  const text = yield* Stream.mkString(Stream.decodeText(FileDownload.stream({ file_id: id })))
  yield* Console.log(`bytes: ${text}`)
  const { file } = yield* LocalFile.uploadResumable(path("large.bin"), { folder_id: folder.id })
  yield* Console.log(`upload in parts: ${file.sha1 === sha1(content)}`)
  yield* LocalFile.download(path("one.bin"), { file_id: file.id })
  yield* Console.log(`download: ${isSame("one.bin")}`)
  yield* LocalFile.download(path("three.bin"), { file_id: file.id, connections: 3 })
  yield* Console.log(`download over three connections: ${isSame("three.bin")}`)
  const results = yield* Stream.runCollect(
    LocalDirectory.download(path("tree"), { folder_id: folder.id, onConflict: "skip" })
  )
  yield* Console.log(`directory: ${results.map(({ _tag }) => _tag).join(" ")}`)
}).pipe(
  Effect.provide(KeyValueStore.layerMemory),
  Effect.provide(NodeBox.layerConfig),
  Effect.ensuring(Effect.sync(() => rmSync(directory, { recursive: true })))
)

await Effect.runPromise(program)
await Effect.runPromise(Console.log("released"))
