/** Who works together: groups and their members, and the collaborations that open items to users and groups. */
import type { Call } from "./Call.ts"
import type { Collaboration, Group, Membership, Role, User } from "./Item.ts"
import { makeTable, type Table } from "./Table.ts"
import type { World } from "./World.ts"

export const roles: ReadonlyArray<Role> = [
  "editor",
  "viewer",
  "previewer",
  "uploader",
  "previewer uploader",
  "viewer uploader",
  "co-owner"
]

/** Only these can be given for a single file. */
export const fileRoles: ReadonlyArray<Role> = ["editor", "viewer"]

export const groups: Table<Group> = makeTable("group", 110_001)
export const memberships: Table<Membership> = makeTable("group_membership", 120_001)
export const collaborations: Table<Collaboration> = makeTable("collaboration", 130_001)

export const isGroup = (grantee: User | Group): grantee is Group => !("login" in grantee)

export const isMember = (world: World, user: User, group: Group): boolean => {
  for (const membership of memberships.rows(world).values()) {
    if (membership.group === group && membership.user === user) return true
  }
  return false
}

/** Whether the collaboration is with this user, directly or through a group. */
export const concerns = (world: World, { grantee }: Collaboration, user: User): boolean =>
  grantee !== undefined && (grantee === user || (isGroup(grantee) && isMember(world, user, grantee)))

/** What has expired is there no longer, and neither is what was rejected. */
export const isOver = ({ expiresAt, status }: Collaboration, now: number): boolean =>
  status === "rejected" || (expiresAt !== undefined && expiresAt <= now)

/** Whether the collaboration opens its item now. */
export const isInForce = (row: Collaboration, now: number): boolean => row.status === "accepted" && !isOver(row, now)

export const addCollaboration = (world: World, row: Collaboration): Collaboration => {
  row.item.collaborations = [...row.item.collaborations, row]
  return collaborations.insert(world, row)
}

export const removeCollaboration = (world: World, row: Collaboration): void => {
  row.item.collaborations = row.item.collaborations.filter((other) => other !== row)
  collaborations.remove(world, row)
}

/** All users of a collaboration, if it is in force. */
export const collaborators = (call: Call, row: Collaboration): ReadonlyArray<User> => {
  const { grantee } = row
  if (grantee === undefined || !isInForce(row, call.now)) return []
  if (!isGroup(grantee)) return [grantee]
  return [...memberships.rows(call.world).values()].flatMap(({ group, user }) => (group === grantee ? [user] : []))
}
