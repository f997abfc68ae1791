// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Zips of files and folders, created while they are read. */
import type { HttpClient } from "effect/http/HttpClient"
import * as Operation from "../operation/Operation.ts"
import { ZipDownload, ZipDownloadStatus } from "./schemas/ZipDownloads.ts"

export interface CreateZipDownloadInput {
  readonly items: ReadonlyArray<{
    readonly type: "file" | "folder"
    readonly id: string
  }>
  readonly download_file_name?: string | undefined
}

/**
 * Prepares a zip of files and folders. The other two operations take the addresses that it returns. `POST
 * /zip_downloads`. Not retried if the outcome of an attempt is unknown. Fails with `BoxBadRequest` (400),
 * `BoxForbidden` (403) among others.
 *
 * @see https://developer.box.com/reference/post-zip-downloads/
 * @category operations
 * @since 0.1.0
 */
export const createZipDownload: Operation.Operation<CreateZipDownloadInput, ZipDownload> = /*#__PURE__*/ Operation.make(
  {
    name: "ZipDownloads.createZipDownload",
    method: "POST",
    path: "/zip_downloads",
    body: "json",
    output: () => ZipDownload
  }
)

export interface GetZipDownloadContentInput {
  /** The absolute URL from an earlier answer. */
  readonly url: string
}

/**
 * Downloads the zip, which can be read only once. Box creates it while it is read. `GET
 * /zip_downloads/{zip_download_id}/content`, safe to repeat. Fails with `BoxNotFound` (404) among others. `url` is
 * the address from an earlier answer. Sends no access token.
 *
 * @see https://developer.box.com/reference/get-zip-downloads-id-content/
 * @category operations
 * @since 0.1.0
 */
export const getZipDownloadContent: Operation.BytesOperation<GetZipDownloadContentInput, HttpClient> =
  /*#__PURE__*/ Operation.makeBytes({
    name: "ZipDownloads.getZipDownloadContent",
    method: "GET",
    path: "/zip_downloads/{zip_download_id}/content",
    host: "url",
    authorization: "none"
  })

export interface GetZipDownloadStatusInput {
  /** The absolute URL from an earlier answer. */
  readonly url: string
}

/**
 * Gets the progress of a zip download that has started. `GET /zip_downloads/{zip_download_id}/status`, safe to
 * repeat. Fails with `BoxForbidden` (403), `BoxNotFound` (404) among others. `url` is the address from an earlier
 * answer.
 *
 * @see https://developer.box.com/reference/get-zip-downloads-id-status/
 * @category operations
 * @since 0.1.0
 */
export const getZipDownloadStatus: Operation.Operation<GetZipDownloadStatusInput, ZipDownloadStatus> =
  /*#__PURE__*/ Operation.make({
    name: "ZipDownloads.getZipDownloadStatus",
    method: "GET",
    path: "/zip_downloads/{zip_download_id}/status",
    host: "url",
    output: () => ZipDownloadStatus
  })
