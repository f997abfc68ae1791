// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Hubs: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { UserMini } from "./User.ts"

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/hub-v2025.0--base/
 */
export interface HubBase {
  readonly id: string
  readonly type: "hubs"
}

/** @see https://developer.box.com/reference/resources/hub-v2025.0/ */
export interface Hub extends HubBase {
  readonly title?: string | null
  readonly description?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly updated_at?: string | null
  readonly created_by?: UserMini | null
  readonly updated_by?: UserMini | null
  readonly view_count?: number | null
  readonly is_ai_enabled?: boolean | null
  readonly is_collaboration_restricted_to_enterprise?: boolean | null
  readonly can_non_owners_invite?: boolean | null
  readonly can_shared_link_be_created?: boolean | null
  readonly can_public_shared_link_be_created?: boolean | null
  readonly copy_hub_access?: Open<"all" | "company" | "none"> | null
}

/** @see https://developer.box.com/reference/resources/hubs-v2025.0/ */
export interface Hubs {
  readonly entries?: ReadonlyArray<Hub> | null
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
}

const hubBaseProperties = () => ({ id: Schema.String, type: Schema.Literal("hubs") })

export const HubBase: Lazy<HubBase> = /*#__PURE__*/ lazy<HubBase>(() => Schema.Struct(hubBaseProperties()))

export const Hub: Lazy<Hub> = /*#__PURE__*/ lazy<Hub>(() =>
  Schema.Struct({
    ...hubBaseProperties(),
    title: maybe(Schema.String),
    description: maybe(Schema.String),
    created_at: maybe(Schema.String),
    updated_at: maybe(Schema.String),
    created_by: maybe(resolve(UserMini)),
    updated_by: maybe(resolve(UserMini)),
    view_count: maybe(Schema.Number),
    is_ai_enabled: maybe(Schema.Boolean),
    is_collaboration_restricted_to_enterprise: maybe(Schema.Boolean),
    can_non_owners_invite: maybe(Schema.Boolean),
    can_shared_link_be_created: maybe(Schema.Boolean),
    can_public_shared_link_be_created: maybe(Schema.Boolean),
    copy_hub_access: maybe(Schema.String)
  })
)

export const Hubs: Lazy<Hubs> = /*#__PURE__*/ lazy<Hubs>(() =>
  Schema.Struct({
    entries: maybe(Schema.Array(resolve(Hub))),
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String)
  })
)
