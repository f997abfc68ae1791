/**
 * Says the present world as a seed, by what each user gets from Box's operations. What a seed cannot say is counted in
 * `omitted`.
 */
import * as Effect from "effect/Effect"
import type { User } from "../emulator/model/Item.ts"
import type { World } from "../emulator/model/World.ts"
import type { JsonObject } from "../emulator/wire/Json.ts"
import { decode, type Ids, type Seed, SeedError } from "../Seed.ts"
import { sayItems } from "./itemExport.ts"
import { presentUsers } from "./seedNames.ts"
import { objectsOf, read, readAll, type Unreadable } from "./worldReads.ts"

/** What the seed form cannot say, with counts. */
interface Omissions {
  readonly counts: Map<string, number>
  readonly add: (what: string, count?: number) => void
}

const makeOmissions = (): Omissions => {
  const counts = new Map<string, number>()
  return {
    counts,
    add: (what, count = 1) => {
      if (count > 0) counts.set(what, (counts.get(what) ?? 0) + count)
    }
  }
}

/** The name of each user of the enterprise: that of the seed or, for others, what is before the @ of the login. */
const nameUsers = (world: World, ids: Ids): ReadonlyMap<User, string> => {
  const seeded = new Map(Object.entries(ids.users).map(([name, id]) => [id, name]))
  const taken = new Set([...presentUsers, ...Object.keys(ids.users)])
  const names = new Map<User, string>()
  for (const user of world.users.values()) {
    if (user.external) continue
    const base = (user.login.split("@")[0] ?? "").replaceAll(/[/:\]]/g, "_") || "user"
    let name = seeded.get(user.id) ?? base
    for (let count = 2; !seeded.has(user.id) && taken.has(name); count++) name = `${base}-${count}`
    taken.add(name)
    names.set(user, name)
  }
  return names
}

/** What a user has without being told. */
const userDefaults: Readonly<Record<string, unknown>> = {
  role: "user",
  status: "active",
  language: "en",
  timezone: "America/Los_Angeles",
  space_amount: 1e15,
  job_title: "",
  phone: "",
  address: "",
  external_app_user_id: undefined,
  can_see_managed_users: true,
  is_sync_enabled: true,
  is_external_collab_restricted: false,
  is_exempt_from_device_limits: false,
  is_exempt_from_login_verification: false,
  is_platform_access_only: false
}

/** The properties that differ from what they are by themselves. */
const different = (json: JsonObject, defaults: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(
    Object.entries(defaults).flatMap(([name, otherwise]) =>
      json[name] === otherwise || json[name] === undefined ? [] : [[name, json[name]]]
    )
  )

const sayUser = (world: World, user: User, omissions: Omissions): Effect.Effect<JsonObject, Unreadable> =>
  Effect.gen(function* () {
    const fields = ["name", "login", "tracking_codes", "notification_email", ...Object.keys(userDefaults)].join(",")
    const json = yield* read(world, world.admin, `/users/${user.id}?fields=${fields}`)
    if (json["notification_email"] !== null) omissions.add("notification_emails")
    const codes = objectsOf(json["tracking_codes"]).map(({ name, value }) => ({ name, value }))
    const { role, ...settings } = different(json, userDefaults)
    return {
      name: json["name"],
      // Box makes the logins of users of an application.
      ...(json["is_platform_access_only"] === true ? {} : { login: json["login"] }),
      ...(role === undefined || user === world.admin ? {} : { role }),
      ...settings,
      ...(codes.length === 0 ? {} : { tracking_codes: codes })
    }
  })

const groupDefaults: Readonly<Record<string, unknown>> = {
  description: undefined,
  provenance: undefined,
  external_sync_identifier: undefined,
  invitability_level: "admins_and_members",
  member_viewability_level: "admins_and_members"
}

const sayGroups = (world: World, names: ReadonlyMap<string, string>, omissions: Omissions) =>
  Effect.gen(function* () {
    const fields = ["name", ...Object.keys(groupDefaults)].join(",")
    const groups = new Map<string, JsonObject>()
    for (const group of yield* readAll(world, world.admin, `/groups?fields=${fields}`, "offset")) {
      const members: Record<string, unknown> = {}
      for (const { role, user } of yield* readAll(world, world.admin, `/groups/${group["id"]}/memberships`, "offset")) {
        const name = names.get(String(Object(user).id))
        if (name === undefined) omissions.add("group_memberships")
        else members[name] = role
      }
      const some = Object.keys(members).length > 0 ? { members } : {}
      groups.set(String(group["name"]), { ...different(group, groupDefaults), ...some })
    }
    return Object.fromEntries(groups)
  })

const sayField = ({ description, displayName, hidden, key, options, type }: JsonObject): JsonObject => ({
  type,
  key,
  displayName,
  ...(description === undefined ? {} : { description }),
  ...(hidden === true ? { hidden } : {}),
  ...(options === undefined
    ? {}
    : {
        options: objectsOf(options).map((option) => ({
          key: option["key"],
          ...(option["staticConfig"] === undefined ? {} : { staticConfig: option["staticConfig"] })
        }))
      })
})

/** By their keys. Those with fields of a taxonomy are left out. */
const sayTemplates = (world: World, omissions: Omissions) =>
  Effect.gen(function* () {
    const templates: Record<string, JsonObject> = {}
    for (const template of yield* readAll(world, world.admin, "/metadata_templates/enterprise", "marker")) {
      const fields = objectsOf(template["fields"])
      if (fields.some(({ type }) => type === "taxonomy")) {
        omissions.add("metadata_templates")
        continue
      }
      templates[String(template["templateKey"])] = {
        displayName: template["displayName"],
        ...different(template, { hidden: false, copyInstanceOnItemCopy: false }),
        fields: fields.map(sayField)
      }
    }
    return templates
  })

const sayWebhooks = (
  world: World,
  names: ReadonlyMap<User, string>,
  paths: ReadonlyMap<string, string>,
  omissions: Omissions
) =>
  Effect.gen(function* () {
    const webhooks: Array<{ readonly item: string; readonly user: string } & JsonObject> = []
    for (const [user, name] of names) {
      for (const { id } of yield* readAll(world, user, "/webhooks", "marker")) {
        const { address, target, triggers } = yield* read(world, user, `/webhooks/${id}`)
        const { id: targetId, type } = Object(target)
        const item = paths.get(`${type}_${targetId}`)
        const visible = yield* Effect.isSuccess(read(world, user, `/${type}s/${targetId}`))
        if (item === undefined || !visible) omissions.add("webhooks")
        else webhooks.push({ item, user: name, address, triggers })
      }
    }
    const place = (webhook: (typeof webhooks)[number]) => `${webhook.item}\n${webhook.user}`
    return webhooks.toSorted((one, other) => (place(one) < place(other) ? -1 : 1))
  })

/** Tables that the seed says, or that have rows by themselves. */
const said = new Set([
  "collaboration",
  "collection",
  "comment",
  "device_pinner",
  "group",
  "group_membership",
  "metadata_template",
  "storage_policy",
  "webhook",
  "webhook_delivery"
])

const countOthers = (world: World, omissions: Omissions): void => {
  omissions.add("external_users", [...world.users.values()].filter(({ external }) => external).length)
  if (!world.users.has(world.managed.id)) omissions.add("deleted_users")
  omissions.add("trashed_items", world.trash.size)
  omissions.add("upload_sessions", world.sessions.size)
  for (const [name, { rows }] of world.tables) if (!said.has(name)) omissions.add(name, rows.size)
}

/** The record, if there is something in it. */
const unlessEmpty = (name: string, value: object): JsonObject =>
  Object.keys(value).length === 0 ? {} : { [name]: value }

const say = (world: World, ids: Ids): Effect.Effect<JsonObject, Unreadable> =>
  Effect.gen(function* () {
    const omissions = makeOmissions()
    const names = nameUsers(world, ids)
    const nameOfId = new Map([...names].map(([user, name]) => [user.id, name]))
    const users: Record<string, JsonObject> = {}
    for (const [user, name] of names) {
      if (user !== world.serviceAccount) users[name] = yield* sayUser(world, user, omissions)
    }
    const groups = yield* sayGroups(world, nameOfId, omissions)
    const templates = yield* sayTemplates(world, omissions)
    // By name, so that the order does not depend on when a user came.
    const owners = [...names].toSorted(([, one], [, other]) => (one < other ? -1 : 1))
    const { collaborations, items, paths } = yield* sayItems(world, owners, nameOfId, templates, omissions)
    const webhooks = yield* sayWebhooks(world, names, paths, omissions)
    countOthers(world, omissions)
    return {
      users,
      ...unlessEmpty("groups", groups),
      ...unlessEmpty("templates", templates),
      ...unlessEmpty("items", items),
      ...unlessEmpty("collaborations", collaborations),
      ...unlessEmpty("webhooks", webhooks),
      ...unlessEmpty("omitted", Object.fromEntries(omissions.counts))
    }
  })

/** The present world as a seed. It fails if the world changes too much meanwhile. */
export const sayWorld = (world: World, ids: Ids): Effect.Effect<Seed, SeedError> =>
  say(world, ids).pipe(
    Effect.mapError((failure) => {
      const why = failure._tag === "Refusal" ? failure.message : failure.code
      return new SeedError({ path: "", reason: `the world has changed while it was read: ${why}` })
    }),
    Effect.flatMap(decode)
  )
