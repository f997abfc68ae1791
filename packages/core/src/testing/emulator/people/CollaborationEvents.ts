/** Whom Box tells of what becomes of a collaboration: its users, the enterprise, and the webhooks on its item. */
import { audience } from "../model/Access.ts"
import type { Call } from "../model/Call.ts"
import { collaborators, removeCollaboration } from "../model/Collaborators.ts"
import type { Collaboration, User } from "../model/Item.ts"
import { appendAdminEvent, appendUserEvent } from "../resource/EventLog.ts"
import { triggerWebhooks } from "../resource/Webhooks.ts"
import { single } from "../views/ItemJson.ts"
import { showCollaboration } from "./CollaborationJson.ts"

/** Records it for the enterprise, with its own name for it. The event is about the item. */
export const recordForEnterprise = (call: Call, type: string, { item }: Collaboration): void =>
  appendAdminEvent(call, type, { item_type: item.type, item_id: item.id, item_name: item.name })

/** Records it for the users. `more` are users who do not see the item yet, or no longer. */
export const recordCollaboration = (
  call: Call,
  type: string,
  enterpriseType: string,
  row: Collaboration,
  more: ReadonlyArray<User> = []
): void => {
  for (const user of new Set([...audience(call, row.item), ...more])) {
    appendUserEvent(call, type, [user], single({ ...call, user }, row.item))
  }
  recordForEnterprise(call, enterpriseType, row)
}

export const triggerCollaboration = (
  call: Call,
  what: "ACCEPTED" | "CREATED" | "REJECTED" | "REMOVED" | "UPDATED",
  row: Collaboration
): void =>
  triggerWebhooks(call, `COLLABORATION.${what}`, row.item, () =>
    showCollaboration({ ...call, user: row.item.owner }, row)
  )

/** Ends a collaboration that is removed, or that goes with its user or its group. */
export const endCollaboration = (call: Call, row: Collaboration): void => {
  const leaving = collaborators(call, row)
  triggerCollaboration(call, "REMOVED", row)
  removeCollaboration(call.world, row)
  recordCollaboration(call, "COLLAB_REMOVE_COLLABORATOR", "COLLABORATION_REMOVE", row, leaving)
}
