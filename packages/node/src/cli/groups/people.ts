/** `users`, `groups`, `webhooks`. */
import * as Groups from "@effect-box/core/api/Groups"
import * as Memberships from "@effect-box/core/api/Memberships"
import * as Transfer from "@effect-box/core/api/Transfer"
import * as Users from "@effect-box/core/api/Users"
import * as Webhooks from "@effect-box/core/api/Webhooks"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/people.ts"
import type { Given } from "../command/Command.ts"
import { groupId, userId } from "../items/people.ts"
import { resolve } from "../items/reference.ts"
import { requestFields } from "../items/walk.ts"
import { asked, done, doneEach, list } from "../terminal/output.ts"
import { confirm, NotDone, WrongUse } from "../terminal/Shell.ts"

const userColumns = ["id", "name", "login", "role", "status", "space_used", "created_at"]

export const usersList = Effect.fnUntraced(function* (given: Given<typeof catalog.usersList>) {
  const fields = requestFields(userColumns, yield* asked)
  const query = { limit: 1000, fields, user_type: given.type, filter_term: given.filter }
  yield* list(Users.getUsers.items(query), userColumns)
})

export const usersAdd = Effect.fnUntraced(function* ({ login, name, role, space }: Given<typeof catalog.usersAdd>) {
  const user = yield* Users.createUser({
    name,
    ...(login === undefined ? { is_platform_access_only: true } : { login }),
    ...(role === undefined ? {} : { role }),
    ...(space === undefined ? {} : { space_amount: space })
  })
  yield* done(`${name} is user ${user.id}`, user)
})

export const usersDelete = Effect.fnUntraced(function* ({ force, notify, user }: Given<typeof catalog.usersDelete>) {
  const id = yield* userId(user)
  yield* confirm(`Delete the user ${user}${force ? " with everything that they own" : ""}?`)
  yield* Users.deleteUserById({ user_id: id, force, notify })
  yield* done(`${user} is deleted`, { type: "user", id })
})

export const usersTransfer = Effect.fnUntraced(function* ({ notify, to, user }: Given<typeof catalog.usersTransfer>) {
  const [from, owner] = [yield* userId(user), yield* userId(to)]
  const folder = yield* Transfer.transferOwnedFolder({ user_id: from, owned_by: { id: owner }, notify })
  yield* done(`What ${user} owned is now in the folder ${folder.name} (${folder.id}) of ${to}`, folder)
})

export const groupsList = Effect.fnUntraced(function* ({ filter }: Given<typeof catalog.groupsList>) {
  const fields = requestFields(["name", "description", "provenance", "created_at"], yield* asked)
  const groups = Groups.getGroups.items({ limit: 1000, fields, filter_term: filter })
  yield* list(groups, ["id", "name", "description", "created_at"])
})

export const groupsAdd = Effect.fnUntraced(function* ({ description, name }: Given<typeof catalog.groupsAdd>) {
  const group = yield* Groups.createGroup({ name, description })
  yield* done(`${name} is group ${group.id}`, group)
})

export const groupsDelete = Effect.fnUntraced(function* ({ group }: Given<typeof catalog.groupsDelete>) {
  const id = yield* groupId(group)
  yield* confirm(`Delete the group ${group}?`)
  yield* Groups.deleteGroupById({ group_id: id })
  yield* done(`${group} is deleted`, { type: "group", id })
})

const members = (id: string) => Memberships.getGroupMemberships.items({ group_id: id, limit: 1000 })

const membershipOf = Effect.fnUntraced(function* (group: string, user: string) {
  const id = yield* userId(user)
  const found = yield* members(group).pipe(
    Stream.filter((membership) => membership.user?.id === id),
    Stream.runHead
  )
  return Option.isSome(found) ? found.value.id : yield* new NotDone({ message: `${user} is not in the group.` })
})

const join = Effect.fnUntraced(function* (group: string, id: string, user: string, role: "member" | "admin") {
  const membership = { user: { id: yield* userId(user) }, group: { id }, role }
  return [`${user} is in ${group}`, yield* Memberships.createGroupMembership(membership)] as const
})

const leave = Effect.fnUntraced(function* (group: string, id: string, user: string) {
  const membership = yield* membershipOf(id, user)
  yield* Memberships.deleteGroupMembershipById({ group_membership_id: membership })
  return [`${user} is no longer in ${group}`, { type: "group_membership", id: membership }] as const
})

export const groupsMembers = Effect.fnUntraced(function* ({
  add,
  group,
  remove,
  role
}: Given<typeof catalog.groupsMembers>) {
  const id = yield* groupId(group)
  if (add.length + remove.length === 0) {
    return yield* list(members(id), ["id", "user.id", "user.name", "user.login", "role"])
  }
  yield* doneEach([...add.map((user) => join(group, id, user, role)), ...remove.map((user) => leave(group, id, user))])
})

export const webhooksList = Effect.fnUntraced(function* (_: Given<typeof catalog.webhooksList>) {
  const each = Webhooks.getWebhooks
    .items({ limit: 200 })
    .pipe(Stream.mapEffect(({ id }) => Webhooks.getWebhookById({ webhook_id: id }), { concurrency: 4 }))
  yield* list(each, ["id", "target.type", "target.id", "address", "triggers"])
})

export const webhooksAdd = Effect.fnUntraced(function* (given: Given<typeof catalog.webhooksAdd>) {
  const found = yield* resolve(given.item)
  if (found.type === "web_link") return yield* new WrongUse({ message: "Webhooks are for files and folders." })
  const webhook = yield* Webhooks.createWebhook({
    target: { id: found.id, type: found.type },
    address: given.address,
    // Box refuses a trigger that it does not know.
    triggers: given.triggers as ReadonlyArray<"FILE.UPLOADED">
  })
  yield* done(`Webhook ${webhook.id} on ${found.name}`, webhook)
})

export const webhooksDelete = Effect.fnUntraced(function* ({ id }: Given<typeof catalog.webhooksDelete>) {
  yield* Webhooks.deleteWebhookById({ webhook_id: id })
  yield* done(`Webhook ${id} is deleted`, { type: "webhook", id })
})
