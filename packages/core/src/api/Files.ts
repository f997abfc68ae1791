// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Files, without their content: use `FileDownload` and `FileUpload` for that. */
import type * as Redacted from "effect/Redacted"
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type File, FileFull } from "./schemas/Item.ts"

export interface GetFileByIdInput {
  readonly file_id: string
  /** A shared link and its password; `BoxRequest.withSharedLink` sends the same. */
  readonly boxapi?: Redacted.Redacted<string> | undefined
  /** The representations to list, such as `[pdf]`; request `representations` in `fields`. */
  readonly x_rep_hints?: string | null | undefined
}

/**
 * Gets the properties of a file. `GET /files/{file_id}`, safe to repeat. Fails with `BoxNotFound` (404),
 * `BoxBadRequest` (405, 415) among others.
 *
 * @see https://developer.box.com/reference/get-files-id/
 * @category operations
 * @since 0.1.0
 */
export const getFileById: Operation.ConditionalFieldsOperation<GetFileByIdInput, FileFull, File> =
  /*#__PURE__*/ Makers.makeConditional({
    name: "Files.getFileById",
    method: "GET",
    path: "/files/{file_id}",
    query: ["fields"],
    headers: { if_none_match: "if-none-match", boxapi: "boxapi", x_rep_hints: "x-rep-hints" },
    accepts: [304],
    output: () => FileFull
  })

export interface UpdateFileByIdInput {
  readonly file_id: string
  /** Fails with `BoxPreconditionFailed` if this is no longer the file's etag. Ignored for moves. */
  readonly if_match?: string | undefined
  readonly name?: string | undefined
  /** Up to 256 characters. */
  readonly description?: string | undefined
  /** Moves the file to another parent. */
  readonly parent?:
    | {
        readonly id?: string | undefined
        readonly user_id?: string | undefined
      }
    | undefined
  readonly shared_link?:
    | {
        readonly access?: "open" | "company" | "collaborators" | undefined
        readonly password?: string | null | undefined
        readonly vanity_name?: string | undefined
        /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
        readonly unshared_at?: Operation.Time | undefined
        readonly permissions?:
          | {
              readonly can_download?: boolean | undefined
            }
          | undefined
      }
    | null
    | undefined
  readonly lock?:
    | {
        /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
        readonly expires_at?: Operation.Time | undefined
        readonly is_download_prevented?: boolean | undefined
        readonly type: "lock"
      }
    | null
    | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly disposition_at?: Operation.Time | undefined
  readonly permissions?:
    | {
        readonly can_download?: "open" | "company" | undefined
      }
    | undefined
  readonly collections?:
    | ReadonlyArray<{
        readonly id?: string | undefined
        readonly type?: string | undefined
      }>
    | null
    | undefined
  /** 1 to 100 entries. */
  readonly tags?: ReadonlyArray<string> | undefined
}

/**
 * Renames, moves or describes a file. `PUT /files/{file_id}`, safe to repeat. Fails with `BoxBadRequest` (400,
 * 405), `BoxForbidden` (403), `BoxNotFound` (404), `BoxPreconditionFailed` (412) among others.
 *
 * @see https://developer.box.com/reference/put-files-id/
 * @category operations
 * @since 0.1.0
 */
export const updateFileById: Operation.FieldsOperation<UpdateFileByIdInput, FileFull, File> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Files.updateFileById",
    method: "PUT",
    path: "/files/{file_id}",
    query: ["fields"],
    times: ["shared_link.unshared_at", "lock.expires_at", "disposition_at"],
    headers: { if_match: "if-match" },
    body: "json",
    output: () => FileFull
  })

export interface DeleteFileByIdInput {
  readonly file_id: string
  /** An etag. Fails with `BoxPreconditionFailed` if it is no longer the current one. */
  readonly if_match?: string | undefined
}

/**
 * Moves a file to the trash. `DELETE /files/{file_id}`, safe to repeat. Fails with `BoxNotFound` (404),
 * `BoxBadRequest` (405), `BoxPreconditionFailed` (412) among others.
 *
 * @see https://developer.box.com/reference/delete-files-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteFileById: Operation.Operation<DeleteFileByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "Files.deleteFileById",
  method: "DELETE",
  path: "/files/{file_id}",
  headers: { if_match: "if-match" }
})

export interface CopyFileInput {
  readonly file_id: string
  /** Default: the name of the original. Up to 255 characters. */
  readonly name?: string | undefined
  /** The id of an earlier version to copy. */
  readonly version?: string | undefined
  readonly parent: {
    readonly id: string
  }
}

/**
 * Copies a file. Fails with `BoxItemNameInUse` if the name is taken. `POST /files/{file_id}/copy`. Not retried if
 * the outcome of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound`
 * (404), `BoxConflict` (409) among others.
 *
 * @see https://developer.box.com/reference/post-files-id-copy/
 * @category operations
 * @since 0.1.0
 */
export const copyFile: Operation.FieldsOperation<CopyFileInput, FileFull, File> = /*#__PURE__*/ Makers.makeWithFields({
  name: "Files.copyFile",
  method: "POST",
  path: "/files/{file_id}/copy",
  query: ["fields"],
  body: "json",
  output: () => FileFull
})

export interface GetFileThumbnailByIdInput {
  readonly file_id: string
  readonly extension: "png" | "jpg"
  /** 32 to 320. */
  readonly min_height?: number | undefined
  /** 32 to 320. */
  readonly min_width?: number | undefined
  /** 32 to 320. */
  readonly max_height?: number | undefined
  /** 32 to 320. */
  readonly max_width?: number | undefined
}

/**
 * Gets a thumbnail of a file: `Ready` with its bytes, `Pending` while Box creates it, `Unavailable` if Box cannot
 * create one. `GET /files/{file_id}/thumbnail.{extension}`, safe to repeat. `_tag` distinguishes the statuses 200,
 * 202 and 302. Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-files-id-thumbnail-id/
 * @category operations
 * @since 0.1.0
 */
export const getFileThumbnailById: Operation.Operation<GetFileThumbnailByIdInput, Operation.Thumbnail> =
  /*#__PURE__*/ Makers.makeThumbnail({
    name: "Files.getFileThumbnailById",
    method: "GET",
    path: "/files/{file_id}/thumbnail.{extension}",
    query: ["min_height", "min_width", "max_height", "max_width"],
    accepts: [202, 302]
  })
