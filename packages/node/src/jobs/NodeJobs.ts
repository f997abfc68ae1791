/**
 * Where jobs live on Node: in a file of this process, or in PostgreSQL for many machines.
 *
 * @example
 * ```ts
 * import { BoxJob, Files } from "@effect-box/core"
 * import { NodeBox, NodeJobs } from "@effect-box/node"
 * import { Layer, Schema } from "effect"
 *
 * const cleanup = BoxJob.make("cleanup", {
 *   params: Schema.Struct({ folder: Schema.String }),
 *   items: ({ folder }) => BoxJob.tree({ folder_id: folder, type: "file", where: ({ name }) => name.endsWith(".tmp") }),
 *   run: (file) => Files.deleteFileById({ file_id: file.id }).pipe(BoxJob.gone)
 * })
 *
 * const Worker = cleanup.worker.pipe(
 *   Layer.provideMerge(NodeJobs.layerEmbedded({ file: "jobs.db" })),
 *   Layer.provide(NodeBox.layerConfig)
 * )
 * ```
 */
import { type BoxInvalidInput, BoxInvalidInput as InvalidInput } from "@effect-box/core/BoxError"
import * as BoxJobs from "@effect-box/core/BoxJobs"
import { BoxJobStoreError } from "@effect-box/core/JobError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { layerMemory as layerEngineInMemory, layerSingle } from "./internal/engine.ts"
import { acquireJobsFile } from "./internal/jobsFile.ts"
import { layer as layerSqlite } from "./internal/sqliteClient.ts"

/**
 * The options of {@link layerEmbedded}.
 *
 * @category models
 * @since 0.1.0
 */
export interface EmbeddedOptions {
  /** The database, created if it is missing. SQLite keeps `-wal` and `-shm` beside it. */
  readonly file: string
  /**
   * `full`: what is recorded survives a power cut. `normal`: it survives the death of the process; after a power cut the
   * last moments may be done again. A third faster. Default `full`.
   */
  readonly synchronous?: "full" | "normal" | undefined
}

const storeError = (code: string, message: string) =>
  new BoxJobStoreError({ operation: "NodeJobs.layerEmbedded", code, message })

const embedded = /*#__PURE__*/ Effect.fnUntraced(function* (options: EmbeddedOptions) {
  const { file, synchronous = "full" } = options ?? {}
  const message =
    typeof file !== "string" || file === "" || file.includes("\0")
      ? "file must be a path"
      : synchronous !== "full" && synchronous !== "normal"
        ? "synchronous must be full or normal"
        : undefined
  if (message !== undefined) {
    return yield* new InvalidInput({ operation: "NodeJobs.layerEmbedded", message, attempts: 0 })
  }
  // A database in memory belongs to this process anyway.
  if (file !== ":memory:") yield* acquireJobsFile(file)
  return BoxJobs.layer.pipe(
    Layer.provide(layerSingle),
    Layer.provide(layerSqlite({ file, synchronous })),
    Layer.catchTag("SqlError", (error) =>
      Layer.effect(
        BoxJobs.BoxJobs,
        Effect.fail(storeError(error.reason._tag, `${file} cannot be opened as a database`))
      )
    ),
    Layer.catchTag("ConfigError", () =>
      Layer.effect(
        BoxJobs.BoxJobs,
        Effect.fail(storeError("ConfigError", "The environment configures Effect's cluster wrongly"))
      )
    )
  )
})

/**
 * Jobs in one process, in a SQLite file: nothing to install and nothing to run beside it. The process starts runs,
 * watches them and works on them; one that ended or was killed is continued when the layer is built again. A second
 * process on the same file fails with `BoxJobStoreError`, `code` `file_in_use`, which says who has it. The file must be
 * on a local disk. `:memory:` is a database that ends with the layer.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerEmbedded = (
  options: EmbeddedOptions
): Layer.Layer<BoxJobs.BoxJobs, BoxJobStoreError | BoxInvalidInput> => Layer.unwrap(embedded(options))

/**
 * Jobs in memory, for tests: runs with `TestClock`, and ends with the layer.
 *
 * @example
 * ```ts
 * import { BoxJob } from "@effect-box/core"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { NodeJobs } from "@effect-box/node"
 * import { Layer } from "effect"
 *
 * const forTests = <R>(job: BoxJob.BoxJob<unknown, R>) =>
 *   job.worker.pipe(Layer.provideMerge(NodeJobs.layerMemory), Layer.provideMerge(BoxEmulator.layer))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerMemory: Layer.Layer<BoxJobs.BoxJobs, BoxJobStoreError> = /*#__PURE__*/ BoxJobs.layer.pipe(
  Layer.provide(layerEngineInMemory),
  Layer.provide(layerSqlite({ file: ":memory:", synchronous: "normal" })),
  Layer.catchTag("SqlError", (error) =>
    Layer.effect(BoxJobs.BoxJobs, Effect.fail(storeError(error.reason._tag, "SQLite cannot be started")))
  )
)
