/**
 * Gives everything that a user owns to another user, in a new folder of theirs.
 *
 * @see https://developer.box.com/reference/put-users-id-folders-0/
 */
import { type Call, fieldsOf, type Route, stepRoute } from "../model/Call.ts"
import type { Folder, Item, User } from "../model/Item.ts"
import { attach, createFolder, detach } from "../model/Tree.ts"
import { requireAdministrator } from "../model/World.ts"
import { appendEvent, appendMove } from "../resource/EventLog.ts"
import { single } from "../views/ItemJson.ts"
import { type Answer, json } from "../wire/Answer.ts"
import { requiredId, requiredObject } from "../wire/Json.ts"
import { badParameter, forbidden } from "../wire/Refusal.ts"
import { endCollaboration } from "./CollaborationEvents.ts"
import { findUser } from "./UserJson.ts"

/** Co-administrators may take from and give to users, but not other administrators. */
const requireLower = (call: Call, user: User): void => {
  if (user.role === "user" || user === call.user || call.user === call.world.admin) return
  throw forbidden("forbidden", "Cannot transfer files from/to higher privileged accounts")
}

const freeName = (root: Folder, name: string): string => {
  let free = name
  for (let number = 1; root.children.has(free.toLowerCase()); number++) free = `${name} (${number})`
  return free
}

/** What the new owner had of it as a collaborator is now the owner's. */
const endOwnCollaborations = (call: Call, item: Item, owner: User): void => {
  for (const row of item.collaborations) if (row.grantee === owner) endCollaboration(call, row)
  if (item.type === "folder") for (const child of item.children.values()) endOwnCollaborations(call, child, owner)
}

const transfer = (call: Call): Answer => {
  requireAdministrator(call)
  const from = findUser(call)
  const to = findUser(call, requiredId(requiredObject(call.json, "owned_by"), "id"))
  if (from === to) throw badParameter("owned_by", "The user owns everything already")
  for (const user of [from, to]) requireLower(call, user)
  const target = createFolder(call, to.root, freeName(to.root, `${from.login} - ${from.name}'s Files and Folders`))
  appendEvent(call, "ITEM_CREATE", target)
  for (const item of [...from.root.children.values()]) {
    detach(item)
    attach(item, target)
    endOwnCollaborations(call, item, to)
    appendMove(call, item, from.root)
  }
  return json(200, single({ ...call, user: to }, target, fieldsOf(call)))
}

export const transferRoutes: ReadonlyArray<Route> = [stepRoute("api", "PUT", "/users/{user_id}/folders/0", transfer)]
