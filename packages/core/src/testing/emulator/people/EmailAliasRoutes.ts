/**
 * Further addresses of users. An alias counts as an address of its user in invitations.
 *
 * @see https://developer.box.com/reference/resources/email-alias/
 */
import { type Call, param, type Route, stepRoute } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { administers, requireAdministrator } from "../model/World.ts"
import { createRoute, deleteRoute, type Resource } from "../resource/Resource.ts"
import { json } from "../wire/Answer.ts"
import { requiredString } from "../wire/Json.ts"
import { badParameter, conflict, noPermission } from "../wire/Refusal.ts"
import { type EmailAlias, emailAliases, isAddress, userWithAddress } from "./Addresses.ts"
import { findUser } from "./UserJson.ts"

const alias: Resource<EmailAlias> = {
  table: emailAliases,
  name: "email_alias",
  path: "/users/{user_id}/email_aliases/{email_alias_id}",
  show: (_, { email, id }) => ({ type: "email_alias", id, email, is_confirmed: true }),
  sees: (call, { user }) => user.id === param(call, "user_id")
}

const requireOwnOrAdministrator = (call: Call, user: User): void => {
  if (user !== call.user && !administers(call.world, call.user)) throw noPermission()
}

const make = (call: Call): EmailAlias => {
  requireAdministrator(call)
  const user = findUser(call)
  const email = requiredString(call.json, "email")
  if (!isAddress(email)) throw badParameter("email", "'email' must be an email address")
  if (userWithAddress(call.world, email) !== undefined) throw conflict("conflict", "The email address is used already")
  return { id: emailAliases.freshId(call.world), user, email }
}

const list = (call: Call) => {
  const user = findUser(call)
  requireOwnOrAdministrator(call, user)
  const entries = [...emailAliases.rows(call.world).values()]
    .filter((row) => row.user === user)
    .map((row) => alias.show(call, row))
  return json(200, { total_count: entries.length, entries })
}

export const emailAliasRoutes: ReadonlyArray<Route> = [
  createRoute(alias, "/users/{user_id}/email_aliases", make),
  stepRoute("api", "GET", "/users/{user_id}/email_aliases", list),
  deleteRoute(alias, requireAdministrator)
]
