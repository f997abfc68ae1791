// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** List Collaborations: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, otherThan, resolve } from "../../internal/schema.ts"
import { GroupMini } from "./Group.ts"
import { File, Folder, WebLink } from "./Item.ts"
import { UserCollaborator } from "./User.ts"

export type CollaborationAccessGrantee = UserCollaborator | GroupMini

export type CollaborationItem = File | Folder | WebLink

export const CollaborationAccessGrantee: Lazy<CollaborationAccessGrantee> =
  /*#__PURE__*/ lazy<CollaborationAccessGrantee>(() =>
    Schema.Union([resolve(UserCollaborator), resolve(GroupMini), otherThan("type", "user", "group")])
  )

export const CollaborationItem: Lazy<CollaborationItem> = /*#__PURE__*/ lazy<CollaborationItem>(() =>
  Schema.Union([resolve(File), resolve(Folder), resolve(WebLink), otherThan("type", "file", "folder", "web_link")])
)
