/**
 * The two scenarios of the library that this project grew from, in today's words. They run against the emulator in
 * `npm test` and against the real Box with `npm run test:box`, work in a folder of their own and remove it.
 */
import { Clock, Effect, Option, Ref, Stream } from "effect"
import { FileDownload, Files, FileUpload, Folders, Items, Search, UploadSource, Users } from "@effect-box/core"
import * as Sha1 from "@effect-box/core/unstable/Sha1"

const check = (holds: boolean, what: string) => (holds ? Effect.void : Effect.die(new Error(`expected ${what}`)))

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** A folder that only this run uses; deleted with everything in it when the scope closes. */
const ownFolder = Effect.acquireRelease(
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    Folders.createFolder({ name: `effect-box scenario ${now}`, parent: { id: "0" } })
  ),
  (folder) =>
    Effect.catch(Folders.deleteFolderById({ folder_id: folder.id, recursive: true }), (error) =>
      Effect.logWarning(`The scenario's folder ${folder.id} is left: ${error.message}`)
    )
)

const textOf = (file_id: string) => Stream.mkString(Stream.decodeText(FileDownload.stream({ file_id })))

/** Folders, files, versions, copies, names, search, trash: one small step after the other. */
export const fullScenario = Effect.scoped(
  Effect.gen(function* () {
    const me = yield* Users.getUserMe()
    yield* check(me.type === "user" && me.id !== "", "to be somebody")

    const folder = yield* ownFolder
    const inside = yield* Folders.createFolder({ name: "Inside", parent: { id: folder.id } })
    const taken = yield* Effect.flip(Folders.createFolder({ name: "inside", parent: { id: folder.id } }))
    yield* check(
      taken._tag === "BoxItemNameInUse" && taken.conflicts[0]?.id === inside.id,
      "the conflict to name the folder"
    )
    const again = yield* Items.ensureFolder({ path: ["INSIDE", "deeper"], parent: folder })
    yield* check((yield* Items.resolvePath("inside/Deeper", folder)).id === again.id, "the path to lead to the folder")

    const file = yield* FileUpload.upload(UploadSource.fromBytes(bytesOf("first")), {
      folder_id: inside.id,
      name: "A.txt"
    })
    yield* check((yield* textOf(file.id)) === "first", "the text that was sent")
    const info = yield* Files.getFileById({ file_id: file.id, fields: ["size", "sha1", "parent"] })
    yield* check(info.size === 5 && info.parent?.id === inside.id, "size and parent")

    const second = yield* FileUpload.uploadVersion(UploadSource.fromBytes(bytesOf("second")), { file_id: file.id })
    yield* check(second.id === file.id && (yield* textOf(file.id)) === "second", "the second version")

    const copy = yield* Files.copyFile({ file_id: file.id, parent: { id: folder.id } })
    const clash = yield* Effect.flip(Files.copyFile({ file_id: file.id, parent: { id: folder.id } }))
    yield* check(clash._tag === "BoxItemNameInUse", "the copy's name to be taken")

    const listed = yield* Stream.runCollect(
      Folders.getFolderItems.items({ folder_id: folder.id, limit: 1, fields: ["name"] })
    )
    yield* check(
      listed
        .map((item) => item.name)
        .sort()
        .join() === "A.txt,Inside",
      "both items"
    )
    const found = yield* Items.findByName({ name: "a.TXT", parent: folder, type: "file" })
    yield* check(Option.isSome(found) && found.value.id === copy.id, "the copy by its name")
    yield* check(Option.isNone(yield* Items.findByName({ name: "B.txt", parent: folder })), "nothing of another name")
    // Box finds new files some minutes later, so only that it answers is certain.
    yield* Search.searchForContent({ query: "A.txt", ancestor_folder_ids: [folder.id], limit: 5 })

    const notEmpty = yield* Effect.flip(Folders.deleteFolderById({ folder_id: inside.id }))
    yield* check(notEmpty.code === "folder_not_empty", "a folder with something in it to stay")
    yield* Files.deleteFileById({ file_id: copy.id })
    const gone = yield* Files.getFileById({ file_id: copy.id, fields: ["item_status"] })
    yield* check(gone.item_status === "trashed", "the copy to be in the trash")
  })
)

/** Bytes that are cheap to make and differ from part to part; the same each time the stream is opened. */
const pattern = (size: number): Stream.Stream<Uint8Array> =>
  Stream.paginate(0, (offset) =>
    Effect.sync(() => {
      const length = Math.min(1 << 20, size - offset)
      const bytes = new Uint8Array(length)
      for (let i = 0; i < length; i++) bytes[i] = ((offset + i) * 31 + ((offset + i) >> 13)) & 255
      const next = offset + length
      return [[bytes], next < size ? Option.some(next) : Option.none()]
    })
  )

const sha1Of = <E, R>(bytes: Stream.Stream<Uint8Array, E, R>) =>
  Effect.gen(function* () {
    const hasher = (yield* Sha1.Sha1).create()
    yield* Stream.runForEach(bytes, (chunk) => Effect.sync(() => hasher.update(chunk)))
    return Array.from(hasher.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("")
  })

/** A file in chunks, up and down, with progress; and one whose upload is cancelled on the way. */
export const bigFileScenario = (size = 25_000_000) =>
  Effect.scoped(
    Effect.gen(function* () {
      const folder = yield* ownFolder
      const source = UploadSource.fromStream({ size, stream: () => pattern(size) })
      const seen = yield* Ref.make<ReadonlyArray<number>>([])
      const file = yield* FileUpload.uploadChunked(source, {
        folder_id: folder.id,
        name: "big.bin",
        onProgress: ({ transferred }) => Ref.update(seen, (all) => [...all, transferred])
      })
      const progress = yield* Ref.get(seen)
      yield* check(progress.at(-1) === size, "the progress to end with the size")
      yield* check(
        progress.every((value, i) => i === 0 || value >= Number(progress[i - 1])),
        "the progress never to go back"
      )
      const expected = yield* sha1Of(pattern(size))
      yield* check(file.size === size && file.sha1 === expected, "the file as it was sent")
      yield* check((yield* sha1Of(FileDownload.stream({ file_id: file.id }))) === expected, "the same bytes back")

      const cancelled = FileUpload.uploadChunked(source, {
        folder_id: folder.id,
        name: "cancelled.bin",
        onProgress: ({ transferred }) => (transferred > size / 3 ? Effect.interrupt : Effect.void)
      })
      yield* Effect.exit(cancelled)
      yield* check(
        Option.isNone(yield* Items.findByName({ name: "cancelled.bin", parent: folder })),
        "no half of a file"
      )
    })
  )
