// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Memberships: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { GroupMini } from "./Group.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/group-membership/ */
export interface GroupMembership {
  readonly id: string
  readonly type?: Open<"group_membership"> | null
  readonly user?: UserMini | null
  readonly group?: GroupMini | null
  readonly role?: Open<"member" | "admin"> | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
}

/** @see https://developer.box.com/reference/resources/group-memberships/ */
export interface GroupMemberships {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  /** The limit that was applied. */
  readonly limit?: number | null
  readonly offset?: number | null
  readonly order?: ReadonlyArray<{
    readonly by?: string | null
    readonly direction?: Open<"ASC" | "DESC"> | null
  }> | null
  readonly entries?: ReadonlyArray<GroupMembership> | null
}

export const GroupMembership: Lazy<GroupMembership> = /*#__PURE__*/ lazy<GroupMembership>(() =>
  Schema.Struct({
    id: Schema.String,
    type: maybe(Schema.String),
    user: maybe(resolve(UserMini)),
    group: maybe(resolve(GroupMini)),
    role: maybe(Schema.String),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String)
  })
)

export const GroupMemberships: Lazy<GroupMemberships> = /*#__PURE__*/ lazy<GroupMemberships>(() =>
  Schema.Struct({
    total_count: maybe(Schema.Number),
    limit: maybe(Schema.Number),
    offset: maybe(Schema.Number),
    order: maybe(Schema.Array(Schema.Struct({ by: maybe(Schema.String), direction: maybe(Schema.String) }))),
    entries: maybe(Schema.Array(resolve(GroupMembership)))
  })
)
