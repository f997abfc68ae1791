/** Files, apart from their content. @see https://developer.box.com/reference/resources/file/ */
import * as Operation from "../Operation.ts"
import { type File, FileFull } from "./schemas/Item.ts"

export interface GetFileByIdInput {
  readonly file_id: string
}

/**
 * What Box knows of a file. `GET /files/{file_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-files-id/
 */
export const getFileById: Operation.FieldsOperation<GetFileByIdInput, FileFull, File> =
  /*#__PURE__*/ Operation.makeWithFields({
    name: "Files.getFileById",
    method: "GET",
    path: "/files/{file_id}",
    query: ["fields"],
    output: () => FileFull
  })

export interface UpdateFileByIdInput {
  readonly file_id: string
  /** Only if this is still the file's etag; otherwise `BoxPreconditionFailed`. Not honoured for moves. */
  readonly if_match?: string
  readonly name?: string
  /** Up to 256 characters. */
  readonly description?: string
  /** Another parent moves the file. */
  readonly parent?: { readonly id: string }
  readonly tags?: ReadonlyArray<string>
}

/**
 * Renames, moves or describes a file. `PUT /files/{file_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/put-files-id/
 */
export const updateFileById: Operation.FieldsOperation<UpdateFileByIdInput, FileFull, File> =
  /*#__PURE__*/ Operation.makeWithFields({
    name: "Files.updateFileById",
    method: "PUT",
    path: "/files/{file_id}",
    query: ["fields"],
    headers: { if_match: "if-match" },
    body: "json",
    output: () => FileFull
  })

export interface CopyFileInput {
  readonly file_id: string
  readonly parent: { readonly id: string }
  /** Default: the name of the original. */
  readonly name?: string
  /** The id of an older version to copy. */
  readonly version?: string
}

/**
 * Copies a file. `POST /files/{file_id}/copy`. A name that is taken fails with `BoxItemNameInUse`. Not sent again when the
 * outcome of an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-files-id-copy/
 */
export const copyFile: Operation.FieldsOperation<CopyFileInput, FileFull, File> =
  /*#__PURE__*/ Operation.makeWithFields({
    name: "Files.copyFile",
    method: "POST",
    path: "/files/{file_id}/copy",
    query: ["fields"],
    body: "json",
    output: () => FileFull
  })

export interface DeleteFileByIdInput {
  readonly file_id: string
  readonly if_match?: string
}

/**
 * Moves a file to the trash. `DELETE /files/{file_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-files-id/
 */
export const deleteFileById: Operation.Operation<DeleteFileByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "Files.deleteFileById",
  method: "DELETE",
  path: "/files/{file_id}",
  headers: { if_match: "if-match" }
})
