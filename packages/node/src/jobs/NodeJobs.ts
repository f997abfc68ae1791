/**
 * Where jobs live on Node: in a file of this process, or in PostgreSQL for many machines.
 *
 * @example
 * ```ts
 * import { Files } from "@effect-box/core"
 * import { BoxJob } from "@effect-box/core/jobs"
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
import "../internal/nodeVersion.ts"
import { type BoxInvalidInput, BoxInvalidInput as InvalidInput } from "@effect-box/core/BoxError"
import * as BoxJobs from "@effect-box/core/jobs/BoxJobs"
import { BoxJobStoreError } from "@effect-box/core/jobs/JobError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { SqlClient } from "effect/sql/SqlClient"
import { readOptions } from "../internal/argument.ts"
import {
  type ClusterSettings,
  layerMemory as layerEngineInMemory,
  layerRunner,
  layerSingle
} from "./internal/engine.ts"
import { acquireJobsFile } from "./internal/jobsFile.ts"
import { layer as layerSqlite } from "./internal/sqliteClient.ts"

/**
 * The options of {@link layerEmbedded}.
 *
 * @category models
 * @since 0.2.0
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

const failure = (operation: string, code: string, message: string) => new BoxJobStoreError({ operation, code, message })

const storeError = (code: string, message: string) => failure("NodeJobs.layerEmbedded", code, message)

const embedded = /*#__PURE__*/ Effect.fnUntraced(function* (options: EmbeddedOptions) {
  const { file, synchronous = "full" } = yield* readOptions("NodeJobs.layerEmbedded", options)
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
 * @since 0.2.0
 */
export const layerEmbedded = (
  options: EmbeddedOptions
): Layer.Layer<BoxJobs.BoxJobs, BoxJobStoreError | BoxInvalidInput> => Layer.unwrap(embedded(options))

/**
 * Jobs in memory, for tests: runs with `TestClock`, and ends with the layer.
 *
 * @example
 * ```ts
 * import { BoxJob } from "@effect-box/core/jobs"
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { NodeJobs } from "@effect-box/node"
 * import { Layer } from "effect"
 *
 * const forTests = <R>(job: BoxJob.BoxJob<unknown, R>) =>
 *   job.worker.pipe(Layer.provideMerge(NodeJobs.layerMemory), Layer.provideMerge(BoxEmulator.layer))
 * ```
 *
 * @category layers
 * @since 0.2.0
 */
export const layerMemory: Layer.Layer<BoxJobs.BoxJobs, BoxJobStoreError> = /*#__PURE__*/ BoxJobs.layer.pipe(
  Layer.provide(layerEngineInMemory),
  Layer.provide(layerSqlite({ file: ":memory:", synchronous: "normal" })),
  Layer.catchTag("SqlError", (error) =>
    Layer.effect(BoxJobs.BoxJobs, Effect.fail(storeError(error.reason._tag, "SQLite cannot be started")))
  )
)

/**
 * The options of {@link layerCluster}.
 *
 * @category models
 * @since 0.2.0
 */
export interface ClusterOptions {
  /** The name or address under which the other processes reach this one. */
  readonly host: string
  /** The port for the other processes. Each process of a machine needs its own. Default 34431. */
  readonly port?: number | undefined
  /** The address to listen on, if it is not `host`, such as `0.0.0.0` in a container. */
  readonly listenHost?: string | undefined
  /**
   * How long a process that died keeps its lanes before others take them over. From 9 seconds on. Shorter than the
   * default of 15 seconds, a busy machine may count as dead.
   */
  readonly lockExpiration?: Duration.Input | undefined
  /** Whether a transaction pooler such as PgBouncer is in front of PostgreSQL. Default `false`. */
  readonly transactionPooler?: boolean | undefined
  /** Whether Kubernetes is asked which processes live. Default `false`: they ask each other. */
  readonly kubernetes?: boolean | undefined
}

const isText = (value: unknown): boolean => typeof value === "string" && value !== "" && !value.includes("\0")

/** Untyped callers may pass anything. */
const clusterFault = ({
  host,
  kubernetes,
  listenHost,
  lockExpiration,
  port,
  transactionPooler
}: Record<keyof ClusterSettings, unknown>): string | undefined => {
  if (!isText(host)) return "host must be a name or an address"
  if (listenHost !== undefined && !isText(listenHost)) return "listenHost must be an address"
  if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > 65_535) return "port must be from 1 to 65,535"
  if (typeof transactionPooler !== "boolean") return "transactionPooler must be a boolean"
  if (typeof kubernetes !== "boolean") return "kubernetes must be a boolean"
  const millis = Duration.isDuration(lockExpiration) ? Duration.toMillis(lockExpiration) : 0
  return millis >= 9000 && Number.isFinite(millis) ? undefined : "lockExpiration must be at least 9 seconds"
}

/** A duration of an untyped caller, whose properties may throw. */
const durationOf = (input: Duration.Input): Duration.Duration => {
  try {
    return Option.getOrElse(Duration.fromInput(input), () => Duration.zero)
  } catch {
    return Duration.zero
  }
}

const cluster = /*#__PURE__*/ Effect.fnUntraced(function* (options: ClusterOptions) {
  const operation = "NodeJobs.layerCluster"
  const {
    host,
    kubernetes = false,
    listenHost,
    lockExpiration = "15 seconds",
    port = 34431,
    transactionPooler = false
  } = yield* readOptions(operation, options)
  const expiration = durationOf(lockExpiration)
  const settings = { host, port, listenHost, lockExpiration: expiration, transactionPooler, kubernetes }
  const message = clusterFault(settings)
  if (message !== undefined) return yield* new InvalidInput({ operation, message, attempts: 0 })
  // A database that is away is no failure to the cluster, but a defect.
  const sql = yield* SqlClient
  yield* Effect.mapError(sql`SELECT 1`, (error) => failure(operation, error.reason._tag, "The database failed"))
  return BoxJobs.layer.pipe(
    Layer.provide(layerRunner(settings)),
    Layer.catchTag("SocketServerError", (error) =>
      Layer.effect(BoxJobs.BoxJobs, Effect.fail(failure(operation, error.reason._tag, `Cannot listen on port ${port}`)))
    ),
    Layer.catchTag("SqlError", (error) =>
      Layer.effect(BoxJobs.BoxJobs, Effect.fail(failure(operation, error.reason._tag, "The database failed")))
    ),
    Layer.catchTag("ConfigError", () =>
      Layer.effect(
        BoxJobs.BoxJobs,
        Effect.fail(failure(operation, "ConfigError", "The environment configures Effect's cluster wrongly"))
      )
    )
  )
})

/**
 * Jobs of many machines, in PostgreSQL 14 or newer: processes with this layer and the same workers share the lanes of
 * each run. They join and leave at will; a process that dies is taken over after `lockExpiration`. Takes the `SqlClient`
 * of `@effect/sql-pg`. All processes need the workers of the same kinds. A process that only starts and watches runs
 * needs `BoxJobs.layerClient` and no port.
 *
 * @example
 * ```ts
 * import { NodeJobs } from "@effect-box/node"
 *
 * // Provide it with PgClient.layer({ url, maxConnections: 10 }) of @effect/sql-pg.
 * const Jobs = NodeJobs.layerCluster({ host: "worker-1.internal" })
 * ```
 *
 * @category layers
 * @since 0.2.0
 */
export const layerCluster = (
  options: ClusterOptions
): Layer.Layer<BoxJobs.BoxJobs, BoxJobStoreError | BoxInvalidInput, SqlClient> => Layer.unwrap(cluster(options))
