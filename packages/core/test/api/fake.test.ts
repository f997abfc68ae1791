import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Stream } from "effect"
import { Downloads, FileDownload, FileUpload, Files, Folders, Users } from "../../src/index.ts"
import * as BoxError from "../../src/BoxError.ts"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import * as Fake from "../../src/testing/Fake.ts"

const box = Fake.layer(
  Fake.on(Folders.getFolderById, ({ folder_id }) =>
    folder_id === "404"
      ? Effect.fail(new BoxError.BoxNotFound({ operation: "x", message: "not here", attempts: 1 }))
      : Effect.succeed({ type: "folder", id: folder_id, name: `folder ${folder_id}` })
  ),
  Fake.on(Folders.getFolderItems, ({ marker }) =>
    Effect.succeed(
      marker === undefined
        ? { entries: [{ type: "file", id: "1" }], next_marker: "second" }
        : { entries: [{ type: "folder", id: "2" }] }
    )
  ),
  Fake.on(Downloads.downloadFile, () => Effect.succeed(new TextEncoder().encode("content")))
)

describe("Fake", () => {
  it.effect("answers what was faked, and tells what was asked", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* Folders.getFolderById({ folder_id: "7" })).name, "folder 7")
      assert.strictEqual((yield* Folders.getFolderById({ folder_id: "8", fields: ["name"] })).name, "folder 8")
      assert.deepStrictEqual(yield* Fake.inputsOf(Folders.getFolderById), [
        { folder_id: "7" },
        { folder_id: "8", fields: ["name"] }
      ])
      assert.deepStrictEqual(
        (yield* Fake.calls).map((call) => call.operation),
        ["Folders.getFolderById", "Folders.getFolderById"]
      )
    }).pipe(Effect.provide(box))
  )

  it.effect("fails as the handler fails", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Folders.getFolderById({ folder_id: "404" }))
      assert.strictEqual(error._tag, "BoxNotFound")
    }).pipe(Effect.provide(box))
  )

  it.effect("answers a list page by page and bytes at once", () =>
    Effect.gen(function* () {
      const items = yield* Stream.runCollect(Folders.getFolderItems.items({ folder_id: "0" }))
      assert.deepStrictEqual(
        items.map(({ id }) => id),
        ["1", "2"]
      )
      const content = yield* Stream.mkString(Stream.decodeText(Downloads.downloadFile({ file_id: "1" })))
      assert.strictEqual(content, "content")
    }).pipe(Effect.provide(box))
  )

  it.effect("dies with the way out for what was not faked", () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(Users.getUserMe())
      assert.isTrue(Exit.hasDies(exit))
      assert.include(Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "", "Fake.on(Users.getUserMe, ...)")
    }).pipe(Effect.provide(box))
  )

  it.effect("starts empty each time it is provided", () =>
    Effect.gen(function* () {
      const once = Folders.getFolderById({ folder_id: "1" }).pipe(Effect.andThen(Fake.calls), Effect.provide(box))
      assert.strictEqual((yield* once).length, 1)
      assert.strictEqual((yield* once).length, 1)
    })
  )

  it.effect("says of a request that is no operation what to fake, and who has an answer to it", () =>
    Effect.gen(function* () {
      const content = new TextEncoder().encode("text")
      const messageOf = <A, E, R>(sent: Effect.Effect<A, E, R>) =>
        Effect.map(Effect.exit(sent), (exit) => (Exit.isFailure(exit) ? Cause.pretty(exit.cause) : ""))
      const uploaded = yield* messageOf(FileUpload.upload(content, { folder_id: "0", name: "a.txt" }))
      assert.include(uploaded, "POST /api/2.0/files/content was sent")
      assert.include(uploaded, "FileUpload.upload is none")
      assert.include(uploaded, "Fake.over(BoxEmulator.layer, ...)")
      // A download asks for the file first, which is an operation.
      const sha1 = "372ea08cab33e71c02c651dbc83a474d32c676ea"
      const known = { type: "file", id: "1", size: 4, sha1, file_version: { type: "file_version", id: "2" } } as const
      const withFile = Fake.layer(Fake.on(Files.getFileById, () => Effect.succeed(known)))
      const download = Stream.runDrain(FileDownload.stream({ file_id: "1" }))
      const downloaded = yield* messageOf(Effect.provide(download, withFile))
      assert.include(downloaded, "FileDownload.stream is none")
    }).pipe(Effect.provide(box))
  )
})

describe("Fake.over", () => {
  const nobody = new BoxError.BoxForbidden({ operation: "x", message: "not you", status: 403, attempts: 1 })
  const over = Fake.over(
    BoxEmulator.layer,
    Fake.on(Users.getUserMe, () => Effect.fail(nobody)),
    Fake.on(Downloads.downloadFile, () => Effect.succeed(new TextEncoder().encode("by hand")))
  )

  it.effect("answers by hand what it is given, and everything else by the emulator", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* Effect.flip(Users.getUserMe()))._tag, "BoxForbidden")
      const made = yield* Folders.createFolder({ name: "reports", parent: { id: "0" } })
      const content = new TextEncoder().encode("text")
      const { id } = yield* FileUpload.upload(content, { folder_id: made.id, name: "a.txt" })
      const names = yield* Stream.runCollect(Folders.getFolderItems.items({ folder_id: made.id }))
      assert.deepStrictEqual(
        names.map((item) => item.id),
        [id]
      )
      const read = Stream.mkString(Stream.decodeText(Downloads.downloadFile({ file_id: id })))
      assert.strictEqual(yield* read, "by hand")
      const whole = yield* Stream.mkString(Stream.decodeText(FileDownload.stream({ file_id: id })))
      assert.strictEqual(whole, "text")
      const { requests } = yield* (yield* BoxEmulator.BoxEmulator).stats
      assert.isAbove(requests, 0)
    }).pipe(Effect.provide(over))
  )

  it.effect("tells of all operations, whoever answered them", () =>
    Effect.gen(function* () {
      yield* Effect.flip(Users.getUserMe())
      yield* Folders.getFolderById({ folder_id: "0" })
      assert.deepStrictEqual(
        (yield* Fake.calls).map((call) => call.operation),
        ["Users.getUserMe", "Folders.getFolderById"]
      )
      assert.deepStrictEqual(yield* Fake.inputsOf(Folders.getFolderById), [{ folder_id: "0" }])
      const { requests } = yield* (yield* BoxEmulator.BoxEmulator).stats
      assert.strictEqual(requests, 1)
    }).pipe(Effect.provide(over))
  )
})
