/** The rows that Effect's cluster keeps of a run: it never deletes them itself. */
import * as EntityAddress from "effect/cluster/EntityAddress"
import * as EntityId from "effect/cluster/EntityId"
import * as EntityType from "effect/cluster/EntityType"
import { MessageStorage } from "effect/cluster/MessageStorage"
import { Sharding } from "effect/cluster/Sharding"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/** Deletes messages and replies of executions. */
export type ClearRows = (workflow: string, ids: ReadonlyArray<string>) => Effect.Effect<void, { readonly _tag: string }>

/** How rows are deleted, if this process has a cluster. An engine in memory keeps none. */
export const clearing: Effect.Effect<ClearRows | undefined> = /*#__PURE__*/ Effect.gen(function* () {
  const sharding = yield* Effect.serviceOption(Sharding)
  const storage = yield* Effect.serviceOption(MessageStorage)
  if (Option.isNone(sharding) || Option.isNone(storage)) return undefined
  const entityType = (workflow: string) => EntityType.make(workflow)
  return (workflow, ids) =>
    Effect.forEach(
      ids,
      (id) => {
        const entityId = EntityId.make(id)
        return storage.value.clearAddress(
          EntityAddress.make({
            entityType: entityType(workflow),
            entityId,
            shardId: sharding.value.getShardId(entityId, "default")
          })
        )
      },
      { discard: true }
    )
})
