/** What must compile and what must not; the compiler is the judge, so nothing here runs. */
import { Effect, type Redacted, Stream } from "effect"
import type { HttpClient } from "effect/http"
import {
  Authorization,
  Comments,
  Files,
  Folders,
  Search,
  type Schemas,
  type TokenStore,
  Uploads,
  Users
} from "../../src/index.ts"
import type { BoxError } from "../../src/BoxError.ts"
import type { Requirements } from "../../src/operation/Operation.ts"
import * as Fake from "../../src/testing/Fake.ts"

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const sure = <T extends true>(): T => true as T

type SuccessOf<E> = E extends Effect.Effect<infer A, infer _E, infer _R> ? A : never
type ErrorOf<E> = E extends Effect.Effect<infer _A, infer E2, infer _R> ? E2 : never
type ServicesOf<E> = E extends Effect.Effect<infer _A, infer _E, infer R> ? R : never

// An operation needs two services and fails with one union.
const folder = Folders.getFolderById({ folder_id: "0" })
sure<Equal<SuccessOf<typeof folder>, Schemas.Folder>>()
sure<Equal<ErrorOf<typeof folder>, BoxError>>()
sure<Equal<ServicesOf<typeof folder>, Requirements>>()
sure<Equal<Requirements, HttpClient.HttpClient | TokenStore.TokenStore>>()

// Arguments that are all optional may be left out; others may not.
Users.getUserMe()
Folders.getFolderItems({ folder_id: "0" })
Folders.getFolderItems({ folder_id: "0", limit: undefined as number | undefined })
// @ts-expect-error folder_id is missing
Folders.getFolderItems({})
// @ts-expect-error an argument is needed
Folders.getFolderById()
// @ts-expect-error ids are strings
Folders.getFolderById({ folder_id: 0 })
// @ts-expect-error there is no such argument
Folders.getFolderById({ folder_id: "0", folderId: "0" })
// @ts-expect-error there is no such value
Folders.getFolderItems({ folder_id: "0", sort: "colour" })
// @ts-expect-error the parent is missing
Folders.createFolder({ name: "x" })

// `fields` narrows the answer to what was asked for, and `type`, `id` and `etag`.
const narrowed = Folders.getFolderById({ folder_id: "0", fields: ["name", "tags"] })
type Narrowed = SuccessOf<typeof narrowed>
sure<Equal<keyof Narrowed, "type" | "id" | "etag" | "name" | "tags">>()
sure<Equal<Narrowed["tags"], Schemas.FolderFull["tags"]>>()
// @ts-expect-error there is no such field
Folders.getFolderById({ folder_id: "0", fields: ["nam"] })
Folders.getFolderById({ folder_id: "0", fields: ["metadata.enterprise.contract"] })
// @ts-expect-error what was not asked for is not there
Effect.map(narrowed, (one) => one.size)
// @ts-expect-error only `fields` brings it
Effect.map(folder, (one) => one.tags)

// 304 is a possible answer exactly when if_none_match is given.
const maybe = Folders.getFolderById({ folder_id: "0", if_none_match: "1" })
sure<Equal<SuccessOf<typeof maybe>, Schemas.Folder | undefined>>()
const etag: string | undefined = undefined as string | undefined
const perhaps = Files.getFileById({ file_id: "0", fields: ["name"], if_none_match: etag })
sure<Equal<undefined extends SuccessOf<typeof perhaps> ? true : false, true>>()

// Lists: minis without `fields`, narrowed with it; entries are told apart by `type`.
const items = Folders.getFolderItems.items({ folder_id: "0" })
sure<Equal<Stream.Success<typeof items>, Schemas.ItemMini>>()
const sizes = Folders.getFolderItems.items({ folder_id: "0", fields: ["size", "sha1"] })
Stream.map(sizes, (item) => (item.type === "file" ? item.sha1 : item.type === "folder" ? item.size : undefined))
const comments = Comments.getFileComments({ file_id: "1" })
sure<Equal<SuccessOf<typeof comments>, Schemas.Comments>>()
Effect.map(
  Uploads.uploadFile({ file: new Uint8Array(), attributes: { name: "x", parent: { id: "0" } }, fields: ["name"] }),
  (files) => {
    const [first] = files.entries
    // @ts-expect-error what was not asked for is not there
    return first?.size
  }
)

// Two forms of one answer.
const found = Search.searchForContent.items({ query: "x" })
sure<Equal<Stream.Success<typeof found>, Schemas.Item>>()
const shared = Search.searchForContent.items({ query: "x", include_recent_shared_links: true })
sure<Equal<Stream.Success<typeof shared>, Schemas.SearchResultWithSharedLink>>()

// The token endpoint needs no token, and takes no secret as plain text.
declare const secret: Redacted.Redacted<string>
const revoked = Authorization.revokeAccessToken({ client_id: "x", client_secret: secret, token: secret })
sure<Equal<ServicesOf<typeof revoked>, HttpClient.HttpClient>>()
// @ts-expect-error a secret is Redacted
Authorization.revokeAccessToken({ token: "plain" })

// Documented values complete, others are taken.
const status = (user: Schemas.User) => user.status === "active" || user.status === "something new"
void status

// Answers may be null or absent, and what is there may not be written.
const write = (file: Schemas.File) => {
  // @ts-expect-error read-only
  file.name = "x"
}
void write
// @ts-expect-error may be null or absent
const lengthOf = (file: Schemas.File) => file.name.length
void lengthOf

// A fake takes and gives what the operation takes and gives.
Fake.on(Folders.getFolderById, ({ folder_id }) => Effect.succeed({ type: "folder", id: folder_id, tags: [] }))
// @ts-expect-error a folder has an id
Fake.on(Folders.getFolderById, () => Effect.succeed({ type: "folder" }))
// @ts-expect-error a folder is no file
Fake.on(Folders.getFolderById, () => Effect.succeed({ type: "file", id: "1" }))
// @ts-expect-error the input has no such property
Fake.on(Folders.getFolderById, ({ file_id }) => Effect.succeed({ type: "folder", id: file_id }))
// @ts-expect-error it fails with a BoxError
Fake.on(Folders.getFolderById, () => Effect.fail("no"))
Fake.on(Folders.deleteFolderById, () => Effect.void)
