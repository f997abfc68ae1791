/**
 * What Box sends to the address of a webhook. Check its signature before reading it.
 *
 * @see https://developer.box.com/guides/webhooks/v2/
 */
import * as Schema from "effect/Schema"
import { Collaboration } from "../api/schemas/UserCollaborations.ts"
import { CommentFull } from "../api/schemas/Comments.ts"
import { File, Folder, WebLink } from "../api/schemas/Item.ts"
import { UserMini } from "../api/schemas/User.ts"
import { WebhookMini } from "../api/schemas/Webhooks.ts"
import { type Lazy, lazy, maybe, otherThan, resolve } from "../internal/schema.ts"

/** What a webhook can be about. Box also sends types that are not listed here: they come as they are. */
export type WebhookSource = File | Folder | WebLink | CommentFull | Collaboration

export interface WebhookPayload {
  readonly type: "webhook_event"
  /** The same for every attempt to deliver the event: use it to recognise one that came twice. */
  readonly id: string
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** What happened, such as `FILE.UPLOADED`. */
  readonly trigger: string
  readonly webhook?: WebhookMini | null
  readonly created_by?: UserMini | null
  /** What it happened to. */
  readonly source?: WebhookSource | null
  /** Differs by trigger; an empty array where there is nothing to say. */
  readonly additional_info?: Schema.Json | null
}

/** Checks a payload; unknown keys, triggers and types of source pass. */
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
        otherThan("type", "file", "folder", "web_link")
      ])
    ),
    additional_info: maybe(Schema.Json)
  })
)
