/**
 * External users: people of other enterprises. They are made by a preparation, or by letting a user go, and an
 * administrator can delete them.
 *
 * @see https://developer.box.com/reference/v2025.0/post-external-users-submit-delete-job/
 */
import { json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import { makeUser } from "../model/Item.ts"
import { administers, freshId } from "../model/World.ts"
import { type Preparation, stepPreparation } from "../resource/Preparation.ts"
import {
  type JsonObject,
  optionalString,
  requiredArray,
  requiredId,
  requiredObject,
  requiredString
} from "../wire/Json.ts"
import { badParameter, conflict, notFound } from "../wire/Refusal.ts"
import { isAddress, userWithAddress } from "./Addresses.ts"
import { claimInvitations } from "./Invitations.ts"
import { removeUser } from "./UserRemoval.ts"

/** What becomes of one of them. Box does the work later. */
const outcomeOf = (call: Call, id: string): JsonObject => {
  const user = call.world.users.get(id)
  if (user === undefined) return { user_id: id, status: 404, detail: "The user was not found" }
  if (!user.external) return { user_id: id, status: 400, detail: "The user is no external user" }
  removeUser(call, user)
  return { user_id: id, status: 202 }
}

const submit = (call: Call) => {
  // Box hides from others that there is such a job.
  if (!administers(call.world, call.user)) throw notFound("user", call.user.id)
  const ids = requiredArray(call.json, "external_users").map((value) =>
    requiredId(requiredObject({ value }, "value"), "id")
  )
  if (ids.length === 0) throw badParameter("external_users", "'external_users' must not be empty")
  return json(207, { entries: ids.map((id) => outcomeOf(call, id)) })
}

const add = (call: Call): JsonObject => {
  const { now, world } = call
  const login = requiredString(call.json, "login")
  const name = optionalString(call.json, "name") ?? login
  if (!isAddress(login)) throw badParameter("login", "'login' must be an email address")
  if (userWithAddress(world, login) !== undefined) throw conflict("user_login_already_used", `'${login}' is taken`)
  const user = makeUser({ id: freshId(world, "user"), name, login, role: "user", createdAt: now })
  user.external = true
  world.users.set(user.id, user)
  claimInvitations(call, user)
  return { type: "user", id: user.id, name, login }
}

export const externalUserPreparations: ReadonlyArray<Preparation> = [stepPreparation("external_users", add)]

export const externalUserRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/external_users/submit_delete_job", submit)
]
