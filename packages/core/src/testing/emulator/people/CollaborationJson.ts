/** How collaborations are shown, and to whom. */
import { isManager, may } from "../model/Access.ts"
import type { Call } from "../model/Call.ts"
import { collaborations, concerns, isGroup, isOver } from "../model/Collaborators.ts"
import type { Collaboration, Item } from "../model/Item.ts"
import { isVisible } from "../model/Tree.ts"
import type { Resource } from "../resource/Resource.ts"
import { listEntry, miniUser } from "../views/ItemJson.ts"
import type { JsonObject } from "../wire/Json.ts"
import { timestamp } from "../wire/Timestamps.ts"
import { miniGroup } from "./GroupJson.ts"

/** Whether a setting of the item's folder, or of one above it, says no. */
export const isForbiddenBy = (item: Item, setting: string, forbidding: boolean): boolean => {
  for (let at: Item | null = item; at !== null; at = at.parent) {
    if (at.type === "folder" && at.settings[setting] === forbidding) return true
  }
  return false
}

/** Whether the user may know with whom the item is shared. */
export const seesCollaborators = (call: Call, item: Item): boolean =>
  isVisible(call, item) && (isManager(call, item) || !isForbiddenBy(item, "can_non_owners_view_collaborators", false))

const grantee = ({ grantee: who, status }: Collaboration): unknown => {
  if (who === undefined) return null
  if (isGroup(who)) return miniGroup(who)
  // Until the invitation is accepted, Box tells nobody the name that belongs to an address.
  return {
    type: "user",
    id: who.id,
    name: status === "accepted" ? who.name : "",
    login: who.login,
    is_active: who.status === "active"
  }
}

const at = (time: number | undefined): string | null => (time === undefined ? null : timestamp(time))

export const showCollaboration = (call: Call, row: Collaboration): JsonObject => ({
  type: "collaboration",
  id: row.id,
  created_by: miniUser(row.createdBy),
  created_at: timestamp(row.createdAt),
  modified_at: timestamp(row.modifiedAt),
  expires_at: at(row.expiresAt),
  status: row.status,
  accessible_by: grantee(row),
  invite_email: row.inviteEmail ?? null,
  role: row.role,
  acknowledged_at: at(row.acknowledgedAt),
  // An invitation that is not accepted opens nothing, not even the name.
  item: may(call, row.item, "see") ? listEntry(call, row.item) : null,
  app_item: null,
  is_access_only: row.accessOnly,
  can_view_path: row.canViewPath
})

export const collaboration: Resource<Collaboration> = {
  table: collaborations,
  name: "collaboration",
  path: "/collaborations/{collaboration_id}",
  show: showCollaboration,
  sees: (call, row) =>
    !isOver(row, call.now) && (concerns(call.world, row, call.user) || seesCollaborators(call, row.item))
}
