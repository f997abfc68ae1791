/** Effect's cluster as the engine of jobs: one runner in this process, or one of many. */
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as NodeCrypto from "@effect/platform-node/NodeCrypto"
import * as ClusterWorkflowEngine from "effect/cluster/ClusterWorkflowEngine"
import type { MessageStorage } from "effect/cluster/MessageStorage"
import * as RunnerAddress from "effect/cluster/RunnerAddress"
import * as RunnerHealth from "effect/cluster/RunnerHealth"
import * as RunnerStorage from "effect/cluster/RunnerStorage"
import * as Runners from "effect/cluster/Runners"
import * as Sharding from "effect/cluster/Sharding"
import * as SqlMessageStorage from "effect/cluster/SqlMessageStorage"
import * as SqlRunnerStorage from "effect/cluster/SqlRunnerStorage"
import * as ShardingConfig from "effect/cluster/ShardingConfig"
import type { ConfigError } from "effect/Config"
import * as Duration from "effect/Duration"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { SqlClient } from "effect/sql/SqlClient"
import { layerMemory, type WorkflowEngine } from "effect/workflow/WorkflowEngine"
import { seenToTheEnd } from "./runners.ts"

/** An engine that forgets. The ledger has all that a restart needs. */
export { layerMemory }

export type Engine = WorkflowEngine | Sharding.Sharding | MessageStorage

/**
 * A lane that has to leave this process goes on for as long, and is interrupted then: it lets its items end and records
 * them. The engine's default would let it begin new ones for 15 seconds.
 */
const entityTerminationTimeout = Duration.millis(200)

/** The engine within one process. Its messages are in the database, so lanes go on after a restart. */
export const layerSingle: Layer.Layer<Engine, ConfigError, SqlClient> = /*#__PURE__*/ ClusterWorkflowEngine.layer.pipe(
  Layer.provideMerge(Sharding.layer),
  Layer.provide(Runners.layerNoop),
  Layer.provideMerge(SqlMessageStorage.layer),
  Layer.provide([/*#__PURE__*/ seenToTheEnd(RunnerStorage.layerMemory), RunnerHealth.layerNoop]),
  Layer.provide(
    ShardingConfig.layerFromEnv({
      entityMessagePollInterval: "1 second",
      entityTerminationTimeout,
      simulateRemoteSerialization: false
    })
  ),
  Layer.provide(NodeCrypto.layerDigest)
)

/** How this process takes part in the cluster. */
export interface ClusterSettings {
  readonly host: string
  readonly port: number
  readonly listenHost: string | undefined
  readonly lockExpiration: Duration.Duration
  readonly transactionPooler: boolean
  readonly kubernetes: boolean
}

/** Not those of an application that runs a cluster of its own in the same database. */
const prefix = "effect_box_cluster"

/** One of many processes, which share the lanes. They find each other through the database and talk over sockets. */
export const layerRunner = (settings: ClusterSettings) => {
  const { host, kubernetes, listenHost, lockExpiration, port, transactionPooler } = settings
  const shardingConfig = {
    runnerAddress: Option.some(RunnerAddress.make(host, port)),
    runnerListenAddress: listenHost === undefined ? Option.none() : Option.some(RunnerAddress.make(listenHost, port)),
    shardLockExpiration: lockExpiration,
    shardLockRefreshInterval: Duration.millis(Duration.toMillis(lockExpiration) / 3),
    shardLockDisableAdvisory: transactionPooler,
    // Adds to the time of a take-over, and costs a look at a few rows.
    refreshAssignmentsInterval: Duration.seconds(1),
    entityMessagePollInterval: Duration.seconds(3),
    entityTerminationTimeout,
    simulateRemoteSerialization: false
  }
  return ClusterWorkflowEngine.layer.pipe(
    Layer.provideMerge(
      NodeClusterSocket.layer({
        storage: "byo",
        shardingConfig,
        ...(kubernetes ? { runnerHealth: "k8s" as const } : {})
      })
    ),
    Layer.provideMerge(
      Layer.mergeAll(
        Layer.provide(SqlMessageStorage.layerWith({ prefix }), NodeCrypto.layerDigest),
        seenToTheEnd(SqlRunnerStorage.layerWith({ prefix }))
      )
    ),
    Layer.provide(ShardingConfig.layerFromEnv(shardingConfig))
  )
}
