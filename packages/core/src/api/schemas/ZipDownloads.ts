// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Zip Downloads: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/zip-download/ */
export interface ZipDownload {
  /** For `ZipDownloads.getZipDownloadContent`. */
  readonly download_url: string
  /** For `ZipDownloads.getZipDownloadStatus`. */
  readonly status_url: string
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly expires_at?: string | null
  readonly name_conflicts?: ReadonlyArray<
    ReadonlyArray<{
      readonly id?: string | null
      readonly type?: Open<"file" | "folder"> | null
      readonly original_name?: string | null
      readonly download_name?: string | null
    }>
  > | null
}

/** @see https://developer.box.com/reference/resources/zip-download-status/ */
export interface ZipDownloadStatus {
  /** Up to 10,000. */
  readonly total_file_count?: number | null
  readonly downloaded_file_count?: number | null
  readonly skipped_file_count?: number | null
  readonly skipped_folder_count?: number | null
  /** Default `"in_progress"`. */
  readonly state?: Open<"in_progress" | "failed" | "succeeded"> | null
}

export const ZipDownload: Lazy<ZipDownload> = /*#__PURE__*/ lazy<ZipDownload>(() =>
  Schema.Struct({
    download_url: Schema.String,
    status_url: Schema.String,
    expires_at: maybe(Schema.String),
    name_conflicts: maybe(
      Schema.Array(
        Schema.Array(
          Schema.Struct({
            id: maybe(Schema.String),
            type: maybe(Schema.String),
            original_name: maybe(Schema.String),
            download_name: maybe(Schema.String)
          })
        )
      )
    )
  })
)

export const ZipDownloadStatus: Lazy<ZipDownloadStatus> = /*#__PURE__*/ lazy<ZipDownloadStatus>(() =>
  Schema.Struct({
    total_file_count: maybe(Schema.Number),
    downloaded_file_count: maybe(Schema.Number),
    skipped_file_count: maybe(Schema.Number),
    skipped_folder_count: maybe(Schema.Number),
    state: maybe(Schema.String)
  })
)
