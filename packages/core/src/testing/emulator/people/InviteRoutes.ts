/**
 * Invitations of users from elsewhere to the enterprise. They are accepted on Box's web page, so here they stay
 * pending.
 *
 * @see https://developer.box.com/reference/resources/invite/
 */
import type { Call, Route } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { enterpriseOf, requireAdministrator } from "../model/World.ts"
import { createRoute, getRoute, type Resource } from "../resource/Resource.ts"
import { miniUser } from "../views/ItemJson.ts"
import { requiredId, requiredObject, requiredString } from "../wire/Json.ts"
import { conflict, notFound } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"
import { userWithAddress } from "./Addresses.ts"

export interface Invite {
  readonly id: string
  readonly user: User
  readonly invitedBy: User
  readonly createdAt: number
}

const invites: Table<Invite> = makeTable("invite", 160_001)

const invite: Resource<Invite> = {
  table: invites,
  name: "invite",
  path: "/invites/{invite_id}",
  show: ({ world }, row) => ({
    type: "invite",
    id: row.id,
    invited_to: enterpriseOf(world),
    actionable_by: miniUser(row.user),
    invited_by: miniUser(row.invitedBy),
    status: "pending",
    created_at: timestamp(row.createdAt),
    modified_at: timestamp(row.createdAt)
  })
}

const make = (call: Call): Invite => {
  requireAdministrator(call)
  const { json, now, user: invitedBy, world } = call
  const enterprise = requiredId(requiredObject(json, "enterprise"), "id")
  const login = requiredString(requiredObject(json, "actionable_by"), "login")
  if (enterprise !== world.enterpriseId) throw notFound("enterprise", enterprise)
  const user = userWithAddress(world, login)
  if (user === undefined) throw notFound("user", login)
  if (!user.external) throw conflict("conflict", "The user belongs to the enterprise already")
  return { id: invites.freshId(world), user, invitedBy, createdAt: now }
}

export const inviteRoutes: ReadonlyArray<Route> = [
  createRoute(invite, "/invites", make, undefined, 200),
  getRoute(invite)
]
