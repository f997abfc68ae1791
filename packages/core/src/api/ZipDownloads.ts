// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Zips of files and folders, made while they are read. */
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
 * Prepares a zip of files and folders; its addresses go to the two other operations. `POST /zip_downloads`. Not
 * sent again when the outcome of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403)
 * among others.
 *
 * @see https://developer.box.com/reference/post-zip-downloads/
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
  /** The absolute URL that an earlier answer gave for this. */
  readonly url: string
}

/**
 * The bytes of a zip. Box makes it while it is read, once. `GET /zip_downloads/{zip_download_id}/content`, safe to
 * repeat. Fails with `BoxNotFound` (404) among others. `url` is the address that an earlier answer gave for this.
 * Sends no access token.
 *
 * @see https://developer.box.com/reference/get-zip-downloads-id-content/
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
  /** The absolute URL that an earlier answer gave for this. */
  readonly url: string
}

/**
 * How far the download of a zip is, once it has begun. `GET /zip_downloads/{zip_download_id}/status`, safe to
 * repeat. Fails with `BoxForbidden` (403), `BoxNotFound` (404) among others. `url` is the address that an earlier
 * answer gave for this.
 *
 * @see https://developer.box.com/reference/get-zip-downloads-id-status/
 */
export const getZipDownloadStatus: Operation.Operation<GetZipDownloadStatusInput, ZipDownloadStatus> =
  /*#__PURE__*/ Operation.make({
    name: "ZipDownloads.getZipDownloadStatus",
    method: "GET",
    path: "/zip_downloads/{zip_download_id}/status",
    host: "url",
    output: () => ZipDownloadStatus
  })
