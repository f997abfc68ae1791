// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Group: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/group--base/
 */
export interface GroupBase {
  readonly id: string
  readonly type: "group"
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/group--mini/
 */
export interface GroupMini extends GroupBase {
  readonly name?: string | null
  readonly group_type?: Open<"managed_group" | "all_users_group"> | null
}

/**
 * What comes without `fields`.
 *
 * @see https://developer.box.com/reference/resources/group/
 */
export interface Group extends GroupMini {
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
}

/**
 * What `fields` can ask for.
 *
 * @see https://developer.box.com/reference/resources/group--full/
 */
export interface GroupFull extends Group {
  /** Up to 255 characters. */
  readonly provenance?: string | null
  readonly external_sync_identifier?: string | null
  /** Up to 255 characters. */
  readonly description?: string | null
  readonly invitability_level?: Open<"admins_only" | "admins_and_members" | "all_managed_users"> | null
  readonly member_viewability_level?: Open<"admins_only" | "admins_and_members" | "all_managed_users"> | null
  readonly permissions?: {
    readonly can_invite_as_collaborator?: boolean | null
  } | null
}

/** @see https://developer.box.com/reference/resources/groups/ */
export interface Groups {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  /** The limit that was applied. */
  readonly limit?: number | null
  readonly offset?: number | null
  readonly order?: ReadonlyArray<{
    readonly by?: string | null
    readonly direction?: Open<"ASC" | "DESC"> | null
  }> | null
  readonly entries?: ReadonlyArray<Group> | null
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/group--base/
 */
export interface GroupBaseInput {
  readonly id: string
  readonly type: "group"
}

const groupBaseProperties = () => ({ id: Schema.String, type: Schema.Literal("group") })

const groupMiniProperties = () => ({
  ...groupBaseProperties(),
  name: maybe(Schema.String),
  group_type: maybe(Schema.String)
})

const groupProperties = () => ({
  ...groupMiniProperties(),
  created_at: maybe(Schema.String),
  modified_at: maybe(Schema.String)
})

export const GroupBase: Lazy<GroupBase> = /*#__PURE__*/ lazy<GroupBase>(() => Schema.Struct(groupBaseProperties()))

export const GroupMini: Lazy<GroupMini> = /*#__PURE__*/ lazy<GroupMini>(() => Schema.Struct(groupMiniProperties()))

export const Group: Lazy<Group> = /*#__PURE__*/ lazy<Group>(() => Schema.Struct(groupProperties()))

export const GroupFull: Lazy<GroupFull> = /*#__PURE__*/ lazy<GroupFull>(() =>
  Schema.Struct({
    ...groupProperties(),
    provenance: maybe(Schema.String),
    external_sync_identifier: maybe(Schema.String),
    description: maybe(Schema.String),
    invitability_level: maybe(Schema.String),
    member_viewability_level: maybe(Schema.String),
    permissions: maybe(Schema.Struct({ can_invite_as_collaborator: maybe(Schema.Boolean) }))
  })
)

export const Groups: Lazy<Groups> = /*#__PURE__*/ lazy<Groups>(() =>
  Schema.Struct({
    total_count: maybe(Schema.Number),
    limit: maybe(Schema.Number),
    offset: maybe(Schema.Number),
    order: maybe(Schema.Array(Schema.Struct({ by: maybe(Schema.String), direction: maybe(Schema.String) }))),
    entries: maybe(Schema.Array(resolve(GroupFull)))
  })
)
