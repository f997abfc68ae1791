import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit, Stream } from "effect"
import { Downloads, Folders, Users } from "../../src/index.ts"
import * as BoxError from "../../src/BoxError.ts"
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
})
