/**
 * External users: people of other enterprises. They are made by a preparation, and can be deleted only.
 *
 * @see https://developer.box.com/reference/v2025.0/post-external-users-submit-delete-job/
 */
import { json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { administers } from "../model/World.ts"
import { type Preparation, stepPreparation } from "../resource/Preparation.ts"
import { type JsonObject, requiredArray, requiredId, requiredObject, requiredString } from "../wire/Json.ts"
import { badParameter, notFound } from "../wire/Refusal.ts"

interface ExternalUser {
  readonly id: string
  readonly login: string
}

const externalUsers: Table<ExternalUser> = makeTable("external_user", 830_001)

/** What becomes of one of them. Box does the work later. */
const outcomeOf = (call: Call, id: string): JsonObject => {
  const user = externalUsers.rows(call.world).get(id)
  if (user !== undefined) {
    externalUsers.remove(call.world, user)
    return { user_id: id, status: 202 }
  }
  return call.world.users.has(id)
    ? { user_id: id, status: 400, detail: "The user is no external user" }
    : { user_id: id, status: 404, detail: "The user was not found" }
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
  const login = requiredString(call.json, "login")
  const { id } = externalUsers.insert(call.world, { id: externalUsers.freshId(call.world), login })
  return { type: "user", id, login }
}

export const externalUserPreparations: ReadonlyArray<Preparation> = [stepPreparation("external_users", add)]

export const externalUserRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/external_users/submit_delete_job", submit)
]
