/** How users are shown, and found. */
import { type Call, fieldsOf, param } from "../model/Call.ts"
import { maxUploadSize } from "../model/Contents.ts"
import type { User } from "../model/Item.ts"
import { sizeOf } from "../model/Tree.ts"
import { enterpriseOf } from "../model/World.ts"
import type { JsonObject } from "../wire/Json.ts"
import { notFound } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

export const avatarUrl = ({ id }: User, size: string): string => `https://app.box.com/api/avatar/${size}/${id}`

type Properties = Readonly<Record<string, (user: User) => unknown>>

const kept =
  (name: string, otherwise: unknown) =>
  (user: User): unknown =>
    user.profile[name] ?? otherwise

const standard: Properties = {
  type: () => "user",
  id: (user) => user.id,
  name: (user) => user.name,
  login: (user) => user.login,
  created_at: (user) => timestamp(user.createdAt),
  modified_at: (user) => timestamp(user.modifiedAt),
  language: kept("language", "en"),
  timezone: kept("timezone", "America/Los_Angeles"),
  space_amount: kept("space_amount", 1e15),
  space_used: (user) => sizeOf(user.root),
  max_upload_size: () => maxUploadSize,
  status: (user) => user.status,
  job_title: kept("job_title", ""),
  phone: kept("phone", ""),
  address: kept("address", ""),
  avatar_url: (user) => avatarUrl(user, "large"),
  notification_email: kept("notification_email", null)
}

/** Only with `fields`. */
const more: Properties = {
  role: (user) => user.role,
  tracking_codes: kept("tracking_codes", []),
  can_see_managed_users: kept("can_see_managed_users", true),
  is_sync_enabled: kept("is_sync_enabled", true),
  is_external_collab_restricted: kept("is_external_collab_restricted", false),
  is_exempt_from_device_limits: kept("is_exempt_from_device_limits", false),
  is_exempt_from_login_verification: kept("is_exempt_from_login_verification", false),
  is_platform_access_only: kept("is_platform_access_only", false),
  external_app_user_id: kept("external_app_user_id", undefined),
  my_tags: () => [],
  hostname: () => "https://app.box.com/"
}

export const userJson = (call: Call, user: User): JsonObject => {
  const known: Properties = {
    ...standard,
    ...more,
    enterprise: () => (user.external ? null : enterpriseOf(call.world))
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

/** The user with this id, or 404. Default: the id in the path. */
export const findUser = (call: Call, id: string = param(call, "user_id")): User => {
  const user = call.world.users.get(id)
  if (user === undefined) throw notFound("user", id)
  return user
}
