/**
 * The payload of a webhook delivery. Verify its signature before you read it.
 *
 * @example
 * ```ts
 * import type { WebhookPayload } from "@effect-box/core/server"
 *
 * const isUpload = (payload: WebhookPayload.WebhookPayload) => payload.trigger === "FILE.UPLOADED"
 * ```
 *
 * @see https://developer.box.com/guides/webhooks/v2/
 */
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { Collaboration } from "../api/schemas/UserCollaborations.ts"
import { CommentFull } from "../api/schemas/Comments.ts"
import { File, Folder, WebLink } from "../api/schemas/Item.ts"
import { UserMini } from "../api/schemas/User.ts"
import { WebhookMini } from "../api/schemas/Webhooks.ts"
import { type Lazy, lazy, maybe, otherThan, resolve } from "../internal/schema.ts"

/** An instance of metadata has `$type` and `$id` instead. */
const withoutType: Schema.Codec<never> = /*#__PURE__*/ Schema.declare(
  (value: unknown): value is never => Predicate.isObject(value) && !("type" in value),
  { expected: "an object without type" }
)

/**
 * The item that a webhook is about. Box also sends what is not listed here, such as the instance of a
 * `METADATA_INSTANCE` trigger, which has no `type`. It is passed through unchanged.
 *
 * @category models
 * @since 0.1.0
 */
export type WebhookSource = File | Folder | WebLink | CommentFull | Collaboration

/**
 * The payload of a delivery.
 *
 * @category models
 * @since 0.1.0
 */
export interface WebhookPayload {
  readonly type: "webhook_event"
  /** The same for every delivery attempt of the event: use it to detect duplicates. */
  readonly id: string
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** What happened, such as `FILE.UPLOADED`. */
  readonly trigger: string
  readonly webhook?: WebhookMini | null
  readonly created_by?: UserMini | null
  /** The item that it happened to. */
  readonly source?: WebhookSource | null
  /** Depends on the trigger. An empty array if there is no further information. */
  readonly additional_info?: Schema.Json | null
}

/**
 * The schema of a payload. Unknown keys, triggers and types of source are accepted.
 *
 * @category schemas
 * @since 0.1.0
 */
export const WebhookPayload: Lazy<WebhookPayload> = /*#__PURE__*/ lazy<WebhookPayload>(() =>
  Schema.Struct({
    type: Schema.Literal("webhook_event"),
    id: Schema.String,
    created_at: maybe(Schema.String),
    trigger: Schema.String,
    webhook: maybe(resolve(WebhookMini)),
    created_by: maybe(resolve(UserMini)),
    source: maybe(
      Schema.Union([
        resolve(File),
        resolve(Folder),
        resolve(WebLink),
        resolve(CommentFull),
        resolve(Collaboration),
        otherThan("type", "file", "folder", "web_link"),
        withoutType
      ])
    ),
    additional_info: maybe(Schema.Json)
  })
)
