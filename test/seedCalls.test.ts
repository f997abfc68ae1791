/** Every call of boxpython and boxv2, by what it is here: the table of docs/from-boxpython.md, row by row. */
import {
  BoxConfig,
  FileDownload,
  Files,
  FileUpload,
  Folders,
  Items,
  OAuth,
  Search,
  TokenPersistence,
  TokenStore,
  UploadSource,
  Users
} from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Option, Redacted, Ref, Stream } from "effect"
import { TestClock } from "effect/testing"

const bytesOf = (text: string) => UploadSource.fromBytes(new TextEncoder().encode(text))
const upload = (name: string, text: string, folder_id = "0") => FileUpload.upload(bytesOf(text), { folder_id, name })
const textOf = (file_id: string) => Stream.mkString(Stream.decodeText(FileDownload.stream({ file_id })))

/** The application that the emulator knows, before anybody has logged in. */
const withOAuth = (onTokensChanged?: OAuth.Options["onTokensChanged"]) =>
  Layer.unwrap(
    BoxEmulator.BoxEmulator.use(({ credentials }) =>
      Effect.succeed(
        OAuth.layer({
          clientId: credentials.clientId,
          clientSecret: Redacted.make(credentials.clientSecret),
          onTokensChanged
        })
      )
    )
  ).pipe(
    Layer.provide(TokenPersistence.layerMemory),
    Layer.provideMerge(BoxEmulator.layerHttpClient()),
    Layer.provideMerge(BoxConfig.layer())
  )

describe("the calls of boxpython and boxv2", () => {
  it.effect("BoxAuthenticateFlow.get_authorization_url, get_access_tokens", () =>
    Effect.gen(function* () {
      const emulator = yield* BoxEmulator.BoxEmulator
      const { url, state } = yield* OAuth.authorizationUrl({ redirectUri: "http://localhost/callback" })
      const back = new URL(yield* emulator.authorize(url))
      assert.strictEqual(back.searchParams.get("state"), state)
      const pair = yield* OAuth.exchangeCode({ code: String(back.searchParams.get("code")) })
      assert.isTrue(Redacted.isRedacted(pair.accessToken) && pair.refreshToken !== undefined)
      assert.strictEqual((yield* Users.getUserMe()).id, emulator.credentials.userId)
    }).pipe(Effect.provide(withOAuth()))
  )

  it.effect("BoxSession(..., tokens_changed, timeout)", () =>
    Effect.gen(function* () {
      const changes = yield* Ref.make(0)
      const layer = withOAuth(() => Ref.update(changes, (n) => n + 1))
      yield* Effect.gen(function* () {
        const emulator = yield* BoxEmulator.BoxEmulator
        const { url, state } = yield* OAuth.authorizationUrl({ redirectUri: "http://localhost/callback" })
        yield* OAuth.exchangeRedirect({ url: yield* emulator.authorize(url), state })
        yield* emulator.expireAccessTokens
        yield* Users.getUserMe()
        assert.strictEqual(yield* Ref.get(changes), 2)
        yield* emulator.addFault({ kind: "delay", delay: 60_000, match: { path: "/users/me" } } as BoxEmulator.Fault)
        const impatient = Users.getUserMe().pipe(
          Effect.flip,
          Effect.provide(BoxConfig.layer({ timeouts: { response: "5 seconds" }, retry: { maxAttempts: 1 } }))
        )
        const fiber = yield* Effect.forkChild(impatient)
        yield* TestClock.adjust("6 seconds")
        assert.strictEqual((yield* Fiber.join(fiber))._tag, "BoxTimeout")
      }).pipe(Effect.provide(layer))
    })
  )

  it.effect("get_folder_info, create_folder, delete_folder(recursive=True)", () =>
    Effect.gen(function* () {
      const folder = yield* Folders.createFolder({ name: "new", parent: { id: "0" } })
      yield* upload("inside.txt", "x", folder.id)
      assert.strictEqual((yield* Folders.getFolderById({ folder_id: folder.id })).name, "new")
      const kept = yield* Effect.flip(Folders.deleteFolderById({ folder_id: folder.id }))
      assert.strictEqual(kept.code, "folder_not_empty")
      yield* Folders.deleteFolderById({ folder_id: folder.id, recursive: true })
      assert.strictEqual((yield* Effect.flip(Folders.getFolderById({ folder_id: folder.id })))._tag, "BoxNotFound")
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect("get_folder_items(limit, offset, fields)", () =>
    Effect.gen(function* () {
      for (const name of ["a", "b", "c"]) yield* upload(name, name)
      const page = yield* Folders.getFolderItems({ folder_id: "0", limit: 2, offset: 1, fields: ["name"] })
      assert.deepStrictEqual(
        page.entries?.map((item) => item.name),
        ["b", "c"]
      )
      assert.strictEqual(page.total_count, 3)
      const all = yield* Stream.runCollect(Folders.getFolderItems.items({ folder_id: "0", limit: 1 }))
      assert.deepStrictEqual(
        all.map((item) => item.name),
        ["a", "b", "c"]
      )
      const pages = yield* Stream.runCollect(Folders.getFolderItems.pages({ folder_id: "0", limit: 2 }))
      assert.deepStrictEqual(
        pages.map((p) => p.entries?.length),
        [2, 1]
      )
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect("upload_file, upload_new_file_version", () =>
    Effect.gen(function* () {
      const file = yield* upload("a.txt", "one")
      const version = yield* FileUpload.uploadVersion(bytesOf("two"), { file_id: file.id })
      assert.strictEqual(version.id, file.id)
      assert.notStrictEqual(version.file_version?.id, file.file_version?.id)
      assert.strictEqual(yield* textOf(file.id), "two")
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect("chunk_upload_file(progress_callback, chunk_size), cancel from the callback", () =>
    Effect.gen(function* () {
      const { stats } = yield* BoxEmulator.BoxEmulator
      const bytes = new Uint8Array(1000).map((_, i) => i & 255)
      const seen: Array<readonly [number, number | undefined]> = []
      const file = yield* FileUpload.uploadChunked(UploadSource.fromBytes(bytes), {
        folder_id: "0",
        name: "chunks",
        onProgress: ({ transferred, total }) => Effect.sync(() => void seen.push([transferred, total]))
      })
      assert.strictEqual(file.size, 1000)
      assert.deepStrictEqual(seen.at(-1), [1000, 1000])
      assert.strictEqual((yield* stats).storedParts, 10)
      yield* Effect.exit(
        FileUpload.uploadChunked(UploadSource.fromBytes(bytes), {
          folder_id: "0",
          name: "cancelled",
          concurrency: 1,
          onProgress: ({ transferred }) => (transferred >= 300 ? Effect.interrupt : Effect.void)
        })
      )
      const { openSessions, abortedSessions } = yield* stats
      assert.deepStrictEqual({ openSessions, abortedSessions }, { openSessions: 0, abortedSessions: 1 })
    }).pipe(Effect.provide(BoxEmulator.layerWith({ partSize: 100, minimumSessionSize: 1 })))
  )

  it.effect("get_file_info, copy_file, delete_file", () =>
    Effect.gen(function* () {
      const file = yield* upload("a.txt", "one")
      assert.strictEqual((yield* Files.getFileById({ file_id: file.id, fields: ["size"] })).size, 3)
      const folder = yield* Folders.createFolder({ name: "to", parent: { id: "0" } })
      const copy = yield* Files.copyFile({ file_id: file.id, parent: { id: folder.id } })
      yield* Files.deleteFileById({ file_id: file.id })
      const gone = yield* Files.getFileById({ file_id: file.id, fields: ["item_status"] })
      assert.strictEqual(gone.item_status, "trashed")
      assert.strictEqual(yield* textOf(copy.id), "one")
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect("download_file(progress_callback, chunk_size)", () =>
    Effect.gen(function* () {
      const file = yield* upload("a.txt", "contents")
      const last = yield* Ref.make<number | undefined>(undefined)
      const text = yield* FileDownload.stream({
        file_id: file.id,
        onProgress: ({ transferred }) => Ref.set(last, transferred)
      }).pipe(Stream.decodeText(), Stream.mkString)
      assert.strictEqual(text, "contents")
      assert.strictEqual(yield* Ref.get(last), 8)
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect("find_id_in_folder(name, parent)", () =>
    Effect.gen(function* () {
      const folder = yield* Items.ensureFolder({ path: "/Reports/2026" })
      const file = yield* upload("Year.PDF", "x", folder.id)
      const found = yield* Items.findByName({ name: "year.pdf", parent: folder })
      assert.strictEqual(Option.getOrThrow(found).id, file.id)
      assert.isTrue(Option.isNone(yield* Items.findByName({ name: "year.pdf", parent: folder, type: "folder" })))
      assert.strictEqual((yield* Items.resolvePath("/reports/2026/YEAR.pdf")).id, file.id)
      const missing = yield* Effect.flip(Items.resolvePath("/reports/2027/x"))
      assert.include(missing.message, "2027")
      assert.strictEqual((yield* Items.ensureFolder({ path: "/Reports/2026" })).id, folder.id)
      const walked = yield* Stream.runCollect(Items.walk())
      assert.deepStrictEqual(
        walked.map((visit) => visit.path.join("/")),
        ["Reports", "Reports/2026", "Reports/2026/Year.PDF"]
      )
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect("search(**kwargs)", () =>
    Effect.gen(function* () {
      for (const name of ["report one", "report two", "other"]) yield* upload(name, name)
      const page = yield* Search.searchForContent({ query: "report", type: "file", limit: 1 })
      assert.strictEqual(page.entries?.length, 1)
      const all = yield* Stream.runCollect(
        Search.searchForContent.items({ query: "report", limit: 1, fields: ["name"] })
      )
      assert.sameMembers(
        all.map((item) => item.name),
        ["report one", "report two"]
      )
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect("get_user_info", () =>
    Effect.gen(function* () {
      const { credentials } = yield* BoxEmulator.BoxEmulator
      const me = yield* Users.getUserMe({ fields: ["login", "max_upload_size"] })
      assert.strictEqual(me.id, credentials.userId)
      assert.isNumber(me.max_upload_size)
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect("BoxError.status == 409", () =>
    Effect.gen(function* () {
      const first = yield* upload("a.txt", "one")
      const existing = yield* upload("A.TXT", "two").pipe(
        Effect.map((file) => file.id),
        Effect.catchTag("BoxItemNameInUse", ({ conflicts, status }) => Effect.succeed(`${status} ${conflicts[0]?.id}`))
      )
      assert.strictEqual(existing, `409 ${first.id}`)
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it("the token store is what operations depend on", () => {
    assert.strictEqual(TokenStore.TokenStore.key, "effect-box/TokenStore")
  })
})
