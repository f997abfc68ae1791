/**
 * Jobs that upload and download directories: one item for each file and each folder. They do what `LocalDirectory` does,
 * for trees that take longer than a process lives, and record how each file ended. Both are repeatable: what has the same
 * size and SHA-1 on both sides is not transferred. A dry run looks at names and kinds, and transfers nothing.
 *
 * The directory has to be there for every process that works on the run.
 *
 * @example
 * ```ts
 * import { DirectoryJobs, NodeBox, NodeJobs } from "@effect-box/node"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const run = yield* DirectoryJobs.uploadDirectory.start({
 *     name: "photos-2026-11",
 *     params: { path: "/srv/photos", folder_id: "12345", onConflict: "version", exclude: ["*.tmp"] }
 *   })
 *   return yield* DirectoryJobs.uploadDirectory.wait(run)
 * }).pipe(
 *   Effect.provide(DirectoryJobs.uploadDirectory.worker),
 *   Effect.provide(NodeJobs.layerEmbedded({ file: "jobs.db" })),
 *   Effect.provide(NodeBox.layerConfig)
 * )
 * ```
 */
import "../internal/nodeVersion.ts"
import { isAbsolute } from "node:path"
import { type BoxJob, make } from "@effect-box/core/jobs/BoxJob"
import * as Schema from "effect/Schema"
import { globFault } from "../directory/internal/globs.ts"
import type { UploadRequirements } from "../directory/internal/uploadRun.ts"
import type { Requirements } from "../file/LocalFile.ts"
import { checkItem, type DownloadParams, downloadItem, itemsBelow } from "./internal/directoryDownload.ts"
import { checkEntry, entriesBelow, uploadEntry, type UploadParams } from "./internal/directoryUpload.ts"
import { recorded } from "./internal/entryRefused.ts"

export type { DownloadParams, UploadParams }
export type { DownloadedItem } from "./internal/directoryDownload.ts"
export type { UploadedEntry } from "./internal/directoryUpload.ts"
export { EntryRefused } from "./internal/entryRefused.ts"

/** A run may be continued by a process that was started elsewhere. */
const AbsolutePath = /*#__PURE__*/ Schema.String.check(
  /*#__PURE__*/ Schema.makeFilter((path: string) =>
    isAbsolute(path) && !path.includes("\0") ? undefined : "must be an absolute path without NUL"
  )
)

const FolderId = /*#__PURE__*/ Schema.String.check(/*#__PURE__*/ Schema.isNonEmpty())

const Globs = /*#__PURE__*/ Schema.Array(Schema.String).check(
  /*#__PURE__*/ Schema.makeFilter((include: ReadonlyArray<string>) => globFault({ include }))
)

const shared = {
  path: AbsolutePath,
  folder_id: FolderId,
  include: /*#__PURE__*/ Schema.optionalKey(Globs),
  exclude: /*#__PURE__*/ Schema.optionalKey(Globs),
  keepModificationTime: /*#__PURE__*/ Schema.optionalKey(Schema.Boolean)
}

/**
 * Uploads everything in a local directory to a folder on Box, as `LocalDirectory.upload` does, and with the meaning that
 * its options have there. `path` must be absolute. Links are not followed, and fail with {@link EntryRefused}. The result
 * of an item is an {@link UploadedEntry}.
 *
 * The folders on Box are made when the first item in them is uploaded. An item that ends with its process is uploaded
 * again from its beginning.
 *
 * @see https://developer.box.com/guides/uploads/
 * @category jobs
 * @since 0.2.0
 */
export const uploadDirectory: BoxJob<UploadParams, UploadRequirements> = /*#__PURE__*/ make("box.upload", {
  params: Schema.Struct({ ...shared, onConflict: Schema.Literals(["fail", "skip", "version", "rename"]) }),
  items: (params) => entriesBelow(params),
  run: (entry, params) => recorded(uploadEntry(params, entry)),
  dryRun: (entry, params) => recorded(checkEntry(params, entry)),
  lanes: 4,
  concurrency: 4
})

/**
 * Downloads everything in a folder on Box to a local directory, as `LocalDirectory.download` does, and with the meaning
 * that its options have there; `rename` is not possible. `path` must be absolute. Web links have no content, and fail with
 * {@link EntryRefused}. The result of an item is a {@link DownloadedItem}.
 *
 * Files appear under their names when they are complete and verified. A file of more than 1 MiB that was not complete when
 * its process was killed is continued. A file that changes on Box while the run goes on is downloaded as it was when the
 * tree was walked, or as it is later.
 *
 * @see https://developer.box.com/guides/downloads/
 * @category jobs
 * @since 0.2.0
 */
export const downloadDirectory: BoxJob<DownloadParams, Requirements> = /*#__PURE__*/ make("box.download", {
  params: Schema.Struct({
    ...shared,
    onConflict: Schema.Literals(["fail", "skip", "overwrite"]),
    windowsNames: Schema.optionalKey(Schema.Boolean)
  }),
  items: (params) => itemsBelow(params),
  run: (item, params) => recorded(downloadItem(params, item)),
  dryRun: (item, params) => recorded(checkItem(params, item)),
  lanes: 4,
  concurrency: 4
})
