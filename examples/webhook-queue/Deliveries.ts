/** What Box tells waits in a queue until it is done, however long that takes and whatever happens to the process. */
import { WebhookRoute } from "@effect-box/core/server"
import { Effect, Layer, Schema } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { PersistedQueue } from "effect/persistence"

/** The part of a delivery that the work needs. */
export class Delivery extends Schema.Class<Delivery>("Delivery")({ trigger: Schema.String, item: Schema.String }) {}

const queue = PersistedQueue.make({ name: "box-deliveries", schema: Delivery, maxAttempts: 5 })

/** Box is answered as soon as the delivery is in the queue. A delivery that Box repeats has the same id, and is in it once. */
export const Hook = HttpRouter.add(
  "POST",
  "/box/webhooks",
  Effect.gen(function* () {
    const { payload } = yield* WebhookRoute.Webhook
    const { offer } = yield* queue
    const delivery = new Delivery({ trigger: payload.trigger, item: payload.source?.id ?? "" })
    yield* offer(delivery, { id: payload.id })
    return HttpServerResponse.empty()
  })
)

/**
 * Works off one delivery after the other. One that fails comes again later, five times; one that was done when the process
 * ended, but was not yet taken out of the queue, comes again as well.
 */
export const worker = Effect.fnUntraced(function* <E, R>(work: (delivery: Delivery) => Effect.Effect<void, E, R>) {
  const { take } = yield* queue
  return yield* Effect.forever(
    Effect.catch(take(work), (error) => Effect.logWarning("A delivery comes again later", error))
  )
})

/** Here in memory. With effect/sql's `SqlClient`: `PersistedQueue.layerStoreSql()`, for any number of processes. */
export const QueueLive = PersistedQueue.layer.pipe(Layer.provide(PersistedQueue.layerStoreMemory))
