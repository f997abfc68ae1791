/**
 * Users: the current user and, for administrators, all users of the enterprise.
 *
 * @see https://developer.box.com/reference/resources/user/
 */
import { type Answer, empty, json } from "../wire/Answer.ts"
import { type Call, isTrue, type Route, stepRoute } from "../model/Call.ts"
import { makeUser, type User, userStatuses } from "../model/Item.ts"
import { markerRows, offsetPage } from "../views/Pagination.ts"
import { administers, freshId, requireAdministrator } from "../model/World.ts"
import { alphanumerics } from "../wire/Identifiers.ts"
import {
  type JsonObject,
  optionalArray,
  optionalBoolean,
  optionalInteger,
  optionalObject,
  optionalOneOf,
  optionalString,
  requiredString
} from "../wire/Json.ts"
import { badParameter, conflict, forbidden, noPermission } from "../wire/Refusal.ts"
import { appendAdminEvent } from "../resource/EventLog.ts"
import { miniUser } from "../views/ItemJson.ts"
import { isAddress, userWithAddress } from "./Addresses.ts"
import { claimInvitations } from "./Invitations.ts"
import { findUser, userJson } from "./UserJson.ts"
import { owns, removeUser } from "./UserRemoval.ts"

const checkLogin = (call: Call, login: string, except?: User): string => {
  if (!isAddress(login)) throw badParameter("login", "'login' must be an email address", "invalid_parameter")
  const other = userWithAddress(call.world, login)
  if (other !== undefined && other !== except) {
    throw conflict("user_login_already_used", "User with the specified login already exists")
  }
  return login
}

const switches = [
  "is_sync_enabled",
  "can_see_managed_users",
  "is_external_collab_restricted",
  "is_exempt_from_device_limits",
  "is_exempt_from_login_verification"
]
const texts = ["language", "job_title", "phone", "address", "timezone", "external_app_user_id"]

const trackingCodes = (body: JsonObject): ReadonlyArray<unknown> | undefined =>
  optionalArray(body, "tracking_codes")?.map((value) => {
    const code = optionalObject({ value }, "value") ?? {}
    return { type: "tracking_code", name: requiredString(code, "name"), value: requiredString(code, "value") }
  })

const notificationEmail = (body: JsonObject): unknown => {
  const given = optionalObject(body, "notification_email")
  if (given === undefined) return undefined
  const email = requiredString(given, "email")
  if (!isAddress(email)) {
    throw badParameter("notification_email", "'email' must be an email address", "invalid_parameter")
  }
  return { email, is_confirmed: true }
}

/** What the request says about the properties that are only returned. */
const profileOf = (body: JsonObject): Readonly<Record<string, unknown>> => {
  const profile: Record<string, unknown> = {
    space_amount: optionalInteger(body, "space_amount"),
    tracking_codes: trackingCodes(body),
    notification_email: body["notification_email"] === null ? null : notificationEmail(body)
  }
  for (const name of switches) profile[name] = optionalBoolean(body, name)
  for (const name of texts) profile[name] = optionalString(body, name)
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined))
}

const checkName = (name: string): string => {
  if (name.trim() === "" || name.length > 50) throw badParameter("name", "'name' must have 1 to 50 characters")
  return name
}

const record = (call: Call, type: string, user: User): void => appendAdminEvent(call, type, miniUser(user))

const create = (call: Call): Answer => {
  requireAdministrator(call)
  const { json: body, now, random, world } = call
  const name = checkName(requiredString(body, "name"))
  const appUser = optionalBoolean(body, "is_platform_access_only") ?? false
  const login = appUser
    ? `AppUser_${alphanumerics(random, 7)}_${alphanumerics(random, 10)}@boxdevedition.com`
    : checkLogin(call, requiredString(body, "login"))
  const role = optionalOneOf(body, "role", ["coadmin", "user"]) ?? "user"
  const status = optionalOneOf(body, "status", userStatuses) ?? "active"
  const profile = { ...profileOf(body), ...(appUser ? { is_platform_access_only: true } : {}) }
  const user = makeUser({ id: freshId(world, "user"), name, login, role, createdAt: now })
  Object.assign(user, { status, profile })
  world.users.set(user.id, user)
  claimInvitations(call, user)
  record(call, "NEW_USER", user)
  return json(201, userJson(call, user))
}

/** The administrator whom Box calls the primary one, and the application, are not the others' to change. */
const requireManageable = (call: Call, user: User): void => {
  requireAdministrator(call)
  const { admin, serviceAccount } = call.world
  if ((user === admin && call.user !== admin) || user === serviceAccount) throw noPermission()
}

const update = (call: Call): Answer => {
  const { json: body, now, world } = call
  const user = findUser(call)
  requireManageable(call, user)
  const name = checkName(optionalString(body, "name") ?? user.name)
  const asked = optionalString(body, "login")
  const login = asked === undefined || asked === user.login ? user.login : checkLogin(call, asked, user)
  const role = optionalOneOf(body, "role", ["coadmin", "user"])
  const status = optionalOneOf(body, "status", userStatuses) ?? user.status
  const profile = profileOf(body)
  if (user === world.admin && (role !== undefined || status !== "active" || body["enterprise"] === null)) {
    throw noPermission()
  }
  // `null` lets the user go: a free user, who is no longer the enterprise's to manage.
  const external = user.external || body["enterprise"] === null
  Object.assign(user, {
    name,
    login,
    status,
    external,
    role: role ?? user.role,
    modifiedAt: now,
    profile: { ...user.profile, ...profile }
  })
  record(call, "EDIT_USER", user)
  return json(200, userJson(call, user))
}

const remove = (call: Call): Answer => {
  const user = findUser(call)
  requireManageable(call, user)
  if (user === call.user || user === call.world.admin || user.external) {
    throw forbidden("access_denied_insufficient_permissions", "This user cannot be deleted")
  }
  if (owns(user) && !isTrue(call, "force")) {
    throw conflict("conflict", "The user still owns content. Move it first, or use 'force'")
  }
  removeUser(call, user)
  record(call, "DELETE_USER", user)
  return empty(204)
}

const userTypes = ["all", "managed", "external"]

/** Managed users by the beginning of name or login; external ones by their whole login. */
const selection = (call: Call): ((user: User) => boolean) => {
  const query = call.url.searchParams
  const term = query.get("filter_term")?.toLowerCase() ?? ""
  const type = query.get("user_type") ?? "managed"
  if (!userTypes.includes(type)) throw badParameter("user_type", `Invalid value '${type}'`)
  const appUser = query.get("external_app_user_id")
  return (user) => {
    // The service account is no user whom an administrator manages.
    if (user === call.world.serviceAccount) return false
    if (appUser !== null && user.profile["external_app_user_id"] !== appUser) return false
    const login = user.login.toLowerCase()
    if (user.external) return type !== "managed" && login === term
    return type !== "external" && (user.name.toLowerCase().startsWith(term) || login.startsWith(term))
  }
}

const list = (call: Call): Answer => {
  requireAdministrator(call)
  const query = call.url.searchParams
  const found = [...call.world.users.values()].filter(selection(call))
  const render = (user: User) => userJson(call, user)
  if (!isTrue(call, "usemarker")) return json(200, offsetPage(query, found, render))
  // Users are never inserted before others, so their ids are their places.
  return json(
    200,
    markerRows(query, found, (id) => (/^\d+$/.test(id) ? Number(id) : undefined), render)
  )
}

const get = (call: Call): Answer => {
  const user = findUser(call)
  if (user !== call.user && !administers(call.world, call.user)) throw noPermission()
  return json(200, userJson(call, user))
}

export const userRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/users/me", (call) => json(200, userJson(call, call.user))),
  stepRoute("api", "GET", "/users", list),
  stepRoute("api", "POST", "/users", create),
  stepRoute("api", "GET", "/users/{user_id}", get),
  stepRoute("api", "PUT", "/users/{user_id}", update),
  stepRoute("api", "DELETE", "/users/{user_id}", remove)
]
