/** What goes with a user. */
import type { Call } from "../model/Call.ts"
import { collaborations, memberships } from "../model/Collaborators.ts"
import type { User } from "../model/Item.ts"
import { dropFavorites } from "../model/Marks.ts"
import { endTokens } from "../model/Tokens.ts"
import { purge } from "../model/Tree.ts"
import { removeRows } from "../model/Table.ts"
import type { World } from "../model/World.ts"
import { endWebhooks } from "../resource/Webhooks.ts"
import { avatars } from "./AvatarRoutes.ts"
import { emailAliases } from "./Addresses.ts"
import { exemptTargets } from "./AllowlistRoutes.ts"
import { endCollaboration } from "./CollaborationEvents.ts"
import { storageAssignments } from "./StoragePolicyRoutes.ts"

const trashOf = (world: World, user: User) => [...world.trash].filter((item) => item.owner === user)

/** What is in the trash counts for nothing. */
export const owns = (user: User): boolean => user.root.children.size > 0

/** Removes a user with everything that belongs to the user. */
export const removeUser = (call: Call, user: User): void => {
  const { world } = call
  for (const item of [...user.root.children.values(), ...trashOf(world, user)]) purge(world, item)
  user.root.children.clear()
  for (const row of collaborations.rows(world).values()) if (row.grantee === user) endCollaboration(call, row)
  removeRows(world, memberships, (row) => row.user === user)
  removeRows(world, emailAliases, (row) => row.user === user)
  removeRows(world, exemptTargets, (row) => row.user === user)
  removeRows(world, storageAssignments, (row) => row.assignedTo === user)
  removeRows(world, avatars, (row) => row.id === user.id)
  dropFavorites(world, user)
  endTokens(world.tokens, user)
  endWebhooks(call, user)
  world.users.delete(user.id)
}
