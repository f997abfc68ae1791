/**
 * Logs users out everywhere: all their tokens end. Box does it some time after its answer, here it is done at once.
 *
 * @see https://developer.box.com/reference/resources/session-termination-message/
 */
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import { memberships } from "../model/Collaborators.ts"
import type { User } from "../model/Item.ts"
import { endTokens, hasTokens } from "../model/Tokens.ts"
import { requireAdministrator } from "../model/World.ts"
import { findRow } from "../resource/Resource.ts"
import { endWebhooks } from "../resource/Webhooks.ts"
import { type Answer, json } from "../wire/Answer.ts"
import { optionalArray } from "../wire/Json.ts"
import { badRequest, notFound } from "../wire/Refusal.ts"
import { userWithAddress } from "./Addresses.ts"
import { group } from "./GroupRoutes.ts"
import { findUser } from "./UserJson.ts"

const stringsOf = (call: Call, name: string): ReadonlyArray<string> =>
  (optionalArray(call.json, name) ?? []).map((value) => {
    if (typeof value !== "string") throw badRequest(`'${name}' must be strings`)
    return value
  })

const terminate = (call: Call, users: Iterable<User>): Answer => {
  const { now, world } = call
  for (const user of users) {
    // Whoever had no tokens has lost none.
    const loses = hasTokens(world.tokens, user, now)
    endTokens(world.tokens, user)
    if (loses) endWebhooks(call, user)
  }
  return json(202, { message: "Request is successful, please check the admin events for the status of the job" })
}

const findByLogin = (call: Call, login: string): User => {
  const user = userWithAddress(call.world, login)
  if (user === undefined) throw notFound("user", login)
  return user
}

const ofUsers = (call: Call): Answer => {
  requireAdministrator(call)
  const byId = stringsOf(call, "user_ids").map((id) => findUser(call, id))
  const byLogin = stringsOf(call, "user_logins").map((login) => findByLogin(call, login))
  if (byId.length + byLogin.length === 0) throw badRequest("'user_ids' and 'user_logins' are both empty")
  return terminate(call, [...byId, ...byLogin])
}

const ofGroups = (call: Call): Answer => {
  requireAdministrator(call)
  const wanted = stringsOf(call, "group_ids").map((id) => findRow(group, call, id))
  if (wanted.length === 0) throw badRequest("'group_ids' is empty")
  const rows = [...memberships.rows(call.world).values()]
  return terminate(
    call,
    rows.filter((row) => wanted.includes(row.group)).map(({ user }) => user)
  )
}

export const sessionRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/users/terminate_sessions", ofUsers),
  stepRoute("api", "POST", "/groups/terminate_sessions", ofGroups)
]
