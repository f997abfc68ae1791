/** The address of a content, and several items as one zip. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Stream } from "effect"
import { BoxRequest, FileDownload, FileUpload, Folders } from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"
import { fixedToken, inOrder } from "../http/scriptedHttp.ts"

const uploaded = FileUpload.upload(new TextEncoder().encode("hello"), { folder_id: "0", name: "a.txt" })

describe("FileDownload.url", () => {
  it.effect("is the address that Box redirects to, and is not printed", () =>
    Effect.gen(function* () {
      const file = yield* uploaded
      const url = yield* FileDownload.url({ file_id: file.id })
      assert.match(Redacted.value(url), /\/d\/1\/[^/]+\/download$/)
      assert.notInclude(String(url), "/d/1/")
      const missing = yield* Effect.flip(FileDownload.url({ file_id: "404" }))
      assert.strictEqual(missing._tag, "BoxNotFound")
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect.each([
    [{ text: "hello" }, "Box answered with the content instead of its address"],
    [{ status: 302 }, "The address of the content is not an absolute https URL"],
    [{ status: 302, headers: { location: "http://evil.example/" } }, "The address of the content is not"]
  ] as const)("fails for %j", ([script, message]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(FileDownload.url({ file_id: "1" }))
      assert.strictEqual(error._tag, "BoxDecodeError")
      assert.include(error.message, message)
    }).pipe(Effect.provide([inOrder(script).layer, fixedToken]))
  )
})

describe("FileDownload.zip", () => {
  it.effect("streams a zip of the items", () =>
    Effect.gen(function* () {
      const file = yield* uploaded
      const bytes = yield* Stream.mkUint8Array(FileDownload.zip({ items: [{ type: "file", id: file.id }] }))
      assert.strictEqual(new TextDecoder().decode(bytes.subarray(0, 2)), "PK")
      assert.include(new TextDecoder().decode(bytes), "a.txt")
    }).pipe(Effect.provide(BoxEmulator.layer))
  )
})

describe("BoxRequest.withoutNotifications", () => {
  it.effect("adds Box's header to each request", () => {
    const { layer, seen } = inOrder({ json: { type: "folder", id: "0" } })
    return Folders.getFolderById({ folder_id: "0" }).pipe(
      BoxRequest.withoutNotifications,
      Effect.provide([layer, fixedToken]),
      Effect.map(() => assert.strictEqual(seen[0]?.headers["box-notifications"], "off"))
    )
  })
})
