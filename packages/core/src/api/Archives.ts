// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Archives: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { Archive, Archives } from "./schemas/Archives.ts"

export interface GetArchivesV2025R0Input {
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
}

/**
 * Lists archives. `GET /archives`, safe to repeat. Pages by marker. Fails with `BoxBadRequest` (400),
 * `BoxForbidden` (403) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-archives/
 * @category operations
 * @since 0.1.0
 */
export const getArchivesV2025R0: Operation.PagedOperation<GetArchivesV2025R0Input, Archive, Archives> =
  /*#__PURE__*/ Operation.makePaged({
    name: "Archives.getArchivesV2025R0",
    method: "GET",
    path: "/archives",
    query: ["limit", "marker"],
    version: "2025.0",
    paging: "marker",
    output: () => Archives
  })

export interface CreateArchiveV2025R0Input {
  readonly name: string
  readonly description?: string | undefined
  readonly storage_policy_id?: string | undefined
}

/**
 * Creates an archive. `POST /archives`. Not retried if the outcome of an attempt is unknown. Fails with
 * `BoxBadRequest` (400), `BoxForbidden` (403), `BoxConflict` (409) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/post-archives/
 * @category operations
 * @since 0.1.0
 */
export const createArchiveV2025R0: Operation.Operation<CreateArchiveV2025R0Input, Archive> =
  /*#__PURE__*/ Operation.make({
    name: "Archives.createArchiveV2025R0",
    method: "POST",
    path: "/archives",
    body: "json",
    version: "2025.0",
    output: () => Archive
  })

export interface DeleteArchiveByIdV2025R0Input {
  readonly archive_id: string
}

/**
 * Deletes an archive by id. `DELETE /archives/{archive_id}`, safe to repeat. Fails with `BoxBadRequest` (400),
 * `BoxForbidden` (403), `BoxNotFound` (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/delete-archives-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteArchiveByIdV2025R0: Operation.Operation<DeleteArchiveByIdV2025R0Input, void> =
  /*#__PURE__*/ Operation.make({
    name: "Archives.deleteArchiveByIdV2025R0",
    method: "DELETE",
    path: "/archives/{archive_id}",
    version: "2025.0"
  })

export interface UpdateArchiveByIdV2025R0Input {
  readonly archive_id: string
  readonly name?: string | undefined
  readonly description?: string | undefined
}

/**
 * Updates an archive by id. `PUT /archives/{archive_id}`, safe to repeat. Fails with `BoxBadRequest` (400),
 * `BoxForbidden` (403), `BoxNotFound` (404), `BoxConflict` (409) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/put-archives-id/
 * @category operations
 * @since 0.1.0
 */
export const updateArchiveByIdV2025R0: Operation.Operation<UpdateArchiveByIdV2025R0Input, Archive> =
  /*#__PURE__*/ Operation.make({
    name: "Archives.updateArchiveByIdV2025R0",
    method: "PUT",
    path: "/archives/{archive_id}",
    body: "json",
    version: "2025.0",
    output: () => Archive
  })
