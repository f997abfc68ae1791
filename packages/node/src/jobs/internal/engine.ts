/** Effect's cluster as the engine of jobs: one runner in this process, or one of many. */
import * as NodeCrypto from "@effect/platform-node/NodeCrypto"
import * as ClusterWorkflowEngine from "effect/cluster/ClusterWorkflowEngine"
import type { MessageStorage } from "effect/cluster/MessageStorage"
import type { Sharding } from "effect/cluster/Sharding"
import * as SingleRunner from "effect/cluster/SingleRunner"
import type { ConfigError } from "effect/Config"
import * as Layer from "effect/Layer"
import type { SqlClient } from "effect/sql/SqlClient"
import { layerMemory, type WorkflowEngine } from "effect/workflow/WorkflowEngine"

/** An engine that forgets. The ledger has all that a restart needs. */
export { layerMemory }

export type Engine = WorkflowEngine | Sharding | MessageStorage

/** The engine within one process. Its messages are in the database, so lanes go on after a restart. */
export const layerSingle: Layer.Layer<Engine, ConfigError, SqlClient> = /*#__PURE__*/ ClusterWorkflowEngine.layer.pipe(
  Layer.provideMerge(
    SingleRunner.layer({
      runnerStorage: "memory",
      shardingConfig: {
        entityMessagePollInterval: "1 second",
        simulateRemoteSerialization: false
      }
    })
  ),
  Layer.provide(NodeCrypto.layerDigest)
)
