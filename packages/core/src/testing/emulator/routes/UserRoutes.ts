/**
 * Users: the current user and, for the administrator, all users of the enterprise.
 *
 * @see https://developer.box.com/reference/resources/user/
 */
import { json } from "../wire/Answer.ts"
import { type Call, fieldsOf, param, type Route, stepRoute } from "../model/Call.ts"
import { offsetPage } from "../views/Pagination.ts"
import { noPermission, notFound } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"
import { sizeOf } from "../model/Tree.ts"
import { maxUploadSize } from "./UploadRoutes.ts"
import type { User } from "../model/Item.ts"
import { administers } from "../model/World.ts"

const standard: Readonly<Record<string, (user: User) => unknown>> = {
  type: () => "user",
  id: (user) => user.id,
  name: (user) => user.name,
  login: (user) => user.login,
  created_at: (user) => timestamp(user.createdAt),
  modified_at: (user) => timestamp(user.createdAt),
  language: () => "en",
  timezone: () => "America/Los_Angeles",
  space_amount: () => 1e15,
  space_used: (user) => sizeOf(user.root),
  max_upload_size: () => maxUploadSize,
  status: () => "active",
  job_title: () => "",
  phone: () => "",
  address: () => "",
  avatar_url: (user) => `https://app.box.com/api/avatar/large/${user.id}`,
  notification_email: () => null
}

const userJson = (call: Call, user: User): Readonly<Record<string, unknown>> => {
  const { enterpriseId } = call.world
  const known: typeof standard = {
    ...standard,
    role: () => user.role,
    enterprise: () => ({ type: "enterprise", id: enterpriseId, name: "Example Enterprise" })
  }
  const fields = fieldsOf(call)
  const names = fields === undefined ? Object.keys(standard) : ["type", "id", ...fields]
  return Object.fromEntries(
    names.flatMap((name) => {
      const property = Object.hasOwn(known, name) ? known[name] : undefined
      return property === undefined ? [] : [[name, property(user)]]
    })
  )
}

const listUsers = (call: Call) => {
  if (!administers(call.world, call.user)) throw noPermission()
  const term = call.url.searchParams.get("filter_term")?.toLowerCase() ?? ""
  const found = [...call.world.users.values()].filter(
    (user) =>
      // The service account is no user whom an administrator manages.
      user !== call.world.serviceAccount && (user.name.toLowerCase().startsWith(term) || user.login.startsWith(term))
  )
  return json(
    200,
    offsetPage(call.url.searchParams, found, (user) => userJson(call, user))
  )
}

const getUser = (call: Call) => {
  const id = param(call, "user_id")
  const user = call.world.users.get(id)
  if (user === undefined) throw notFound("user", id)
  if (user !== call.user && !administers(call.world, call.user)) throw noPermission()
  return json(200, userJson(call, user))
}

export const userRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/users/me", (call) => json(200, userJson(call, call.user))),
  stepRoute("api", "GET", "/users", listUsers),
  stepRoute("api", "GET", "/users/{user_id}", getUser)
]
