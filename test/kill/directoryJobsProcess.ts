/** The process that the kill test of directory jobs kills: it starts or continues one run, and tells how it ended. */
import { BoxConfig, DeveloperToken, Pacing } from "@effect-box/core"
import { DirectoryJobs, NodeBox, NodeJobs } from "@effect-box/node"
import { Effect, Layer, Redacted, Stream } from "effect"
import { report } from "./report.ts"

/** What it is told, as JSON in its first argument. */
export interface Task {
  readonly direction: "up" | "down"
  readonly baseUrl: string
  readonly uploadUrl: string
  readonly accessToken: string
  readonly path: string
  readonly folder_id: string
  /** The database of the jobs. */
  readonly file: string
}

const run = ({ accessToken, baseUrl, direction, file, folder_id, path, uploadUrl }: Task) =>
  Effect.gen(function* () {
    const job = direction === "up" ? DirectoryJobs.uploadDirectory : DirectoryJobs.downloadDirectory
    const started = yield* job.start({ name: direction, params: { path, folder_id, onConflict: "fail" } })
    const { done, failed, state, unread } = yield* job.wait(started)
    const failures = yield* Stream.runCollect(job.failures(started))
    return { done, failed, state, unread, failures: failures.map(({ key, message }) => `${key}: ${message}`) }
  }).pipe(
    Effect.provide(
      Layer.merge(DirectoryJobs.uploadDirectory.worker, DirectoryJobs.downloadDirectory.worker).pipe(
        Layer.provideMerge(NodeJobs.layerEmbedded({ file })),
        Layer.provide(
          Layer.mergeAll(
            // So that a large file takes long enough to be killed in the middle of it.
            Pacing.layer({ downloadRate: 10_000_000 }),
            DeveloperToken.layer(Redacted.make(accessToken)),
            BoxConfig.layer({ apiUrl: baseUrl, uploadUrl })
          ).pipe(Layer.provideMerge(NodeBox.layerPlatform()))
        )
      )
    )
  )

const argument = process.argv[2]
// The test imports what is above.
if (argument?.startsWith("{") === true) report(JSON.stringify(await Effect.runPromise(run(JSON.parse(argument)))))
