/**
 * Webhooks, and what they have to deliver. A change of an item triggers the webhooks on it and on the folders above it.
 * The deliveries are rows, which wait here to be sent.
 *
 * @see https://developer.box.com/guides/webhooks/v2/
 */
import type { Call } from "../model/Call.ts"
import type { File, Folder, Item, User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { ancestors } from "../model/Tree.ts"
import type { World } from "../model/World.ts"
import { miniUser } from "../views/ItemJson.ts"
import { uuid } from "../wire/Identifiers.ts"
import type { JsonObject } from "../wire/Json.ts"
import { timestamp } from "../wire/Timestamps.ts"

export interface Webhook {
  readonly id: string
  readonly createdBy: User
  readonly createdAt: number
  target: File | Folder
  address: string
  triggers: ReadonlyArray<string>
}

/** A webhook ends with its target. */
export const webhooks: Table<Webhook> = makeTable("webhook", 760_001, { itemOf: ({ target }) => target })

/**
 * One attempt to deliver an event.
 *
 * @category testing
 * @since 0.2.0
 */
export interface WebhookAttempt {
  /** The header `box-delivery-id`: another one for each attempt. */
  readonly deliveryId: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** The status of the answer, if there was one. */
  readonly status?: number
  /** Why there was no answer. */
  readonly error?: string
}

/**
 * What a webhook has to deliver.
 *
 * @category testing
 * @since 0.2.0
 */
export interface WebhookDelivery {
  /** The id in the body: the same for all attempts. */
  readonly id: string
  readonly webhookId: string
  /** Such as `FILE.UPLOADED`. */
  readonly trigger: string
  readonly address: string
  /** The JSON that is sent. */
  readonly body: string
  readonly attempts: ReadonlyArray<WebhookAttempt>
  /**
   * `waiting`: to be sent, or to be sent again; `failed`: sent in vain, for the last time; `kept`: not sent, because the
   * address is not one of this machine, because nobody gave a client, or because an earlier run of the world had it.
   */
  readonly state: "waiting" | "delivered" | "failed" | "kept"
}

export interface Delivery extends WebhookDelivery {
  attempts: ReadonlyArray<WebhookAttempt>
  state: WebhookDelivery["state"]
}

export const deliveries: Table<Delivery> = makeTable("webhook_delivery", 770_001)

const enqueue = (
  call: Call,
  webhook: Webhook,
  trigger: string,
  source: unknown,
  additionalInfo: JsonObject | ReadonlyArray<never> = []
): void => {
  const id = uuid(call.random)
  const body: JsonObject = {
    type: "webhook_event",
    id,
    created_at: timestamp(call.now),
    trigger,
    webhook: { type: "webhook", id: webhook.id },
    created_by: miniUser(call.user),
    source,
    additional_info: additionalInfo
  }
  deliveries.insert(call.world, {
    id,
    webhookId: webhook.id,
    trigger,
    address: webhook.address,
    body: JSON.stringify(body),
    attempts: [],
    state: "waiting"
  })
}

/** Everything that webhooks had to deliver, oldest first. */
export const webhookDeliveries = (world: World): ReadonlyArray<WebhookDelivery> =>
  [...deliveries.rows(world).values()].map((delivery) => ({ ...delivery }))

/** Box removes the webhooks of a user who has lost all tokens, and tells each of them. */
export const endWebhooks = (call: Call, user: User): void => {
  for (const webhook of webhooks.rows(call.world).values()) {
    if (webhook.createdBy !== user) continue
    const source = { type: "webhook", id: webhook.id }
    enqueue({ ...call, user }, webhook, "WEBHOOK.DELETED", source, { reason: "auto_cleanup" })
    webhooks.remove(call.world, webhook)
  }
}

/** The item and the folders above it. */
export const placesOf = (item: Item): ReadonlySet<Item> => new Set([item, ...ancestors(item)])

/** Tells the webhooks at these places what has happened. `source` shows what it happened to. */
export const triggerAt = (
  call: Call,
  trigger: string,
  places: () => ReadonlySet<Item>,
  source: () => unknown
): void => {
  const asked = [...webhooks.rows(call.world).values()].filter((webhook) => webhook.triggers.includes(trigger))
  // Without webhooks, a change of an item costs nothing more.
  if (asked.length === 0) return
  const there = places()
  for (const webhook of asked) if (there.has(webhook.target)) enqueue(call, webhook, trigger, source())
}

/** Tells the webhooks on the item and above it what has happened: `COMMENT.CREATED` to a comment on the item. */
export const triggerWebhooks = (call: Call, trigger: string, item: Item, source: () => unknown): void =>
  triggerAt(call, trigger, () => placesOf(item), source)
