/** Says what users have: their items, and with whom these are shared. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { readPieces } from "../emulator/model/Contents.ts"
import type { User } from "../emulator/model/Item.ts"
import { currentVersion } from "../emulator/model/Tree.ts"
import type { World } from "../emulator/model/World.ts"
import { concat } from "../emulator/wire/Bytes.ts"
import { isObject, type JsonObject } from "../emulator/wire/Json.ts"
import { sayBytes } from "./seedContent.ts"
import { sayComments } from "./commentExport.ts"
import { objectsOf, readAll, read, type Unreadable } from "./worldReads.ts"

interface Omissions {
  readonly add: (what: string, count?: number) => void
}

interface Saying {
  readonly world: World
  /** Names of users, by id. */
  readonly names: ReadonlyMap<string, string>
  /** Templates that the seed has, by key. */
  readonly templates: Readonly<Record<string, unknown>>
  readonly omissions: Omissions
  readonly collaborations: Array<JsonObject>
  /** By type and id of the item. */
  readonly paths: Map<string, string>
}

const settings = {
  can_non_owners_invite: true,
  can_non_owners_view_collaborators: true,
  is_collaboration_restricted_to_enterprise: false
} as const

const fields = [
  ...["type", "name", "owned_by", "description", "tags", "shared_link", "url", "version_number", "lock", "collections"],
  ...["sync_state", "folder_upload_email", ...Object.keys(settings)]
].join(",")

const plural = { folder: "folders", file: "files", web_link: "web_links" } as const

const typeOf = ({ type }: JsonObject): keyof typeof plural => (type === "folder" || type === "file" ? type : "web_link")

const sayLink = (link: JsonObject, omissions: Omissions): JsonObject => {
  const { access, is_password_enabled, permissions, unshared_at, vanity_name } = link
  if (is_password_enabled === true) omissions.add("shared_link_passwords")
  const { can_download, can_edit } = Object(permissions)
  const given = {
    ...(can_download === false && access !== "collaborators" ? { can_download } : {}),
    ...(can_edit === true ? { can_edit } : {})
  }
  return {
    access,
    ...(unshared_at ? { unshared_at } : {}),
    ...(vanity_name ? { vanity_name } : {}),
    ...(Object.keys(given).length === 0 ? {} : { permissions: given })
  }
}

/** What files, folders and web links have in common. */
const sayCommon = (json: JsonObject, omissions: Omissions): JsonObject => {
  const { collections, description, folder_upload_email, lock, shared_link, sync_state, tags, version_number } = json
  if (lock) omissions.add("locks")
  if (folder_upload_email) omissions.add("folder_upload_emails")
  if (sync_state !== undefined && sync_state !== "not_synced") omissions.add("sync_states")
  omissions.add("favorites", objectsOf(collections).length)
  omissions.add("file_versions", Number(version_number ?? 1) - 1)
  const changed = Object.entries(settings).filter(([name, value]) => json[name] !== undefined && json[name] !== value)
  return {
    ...(description ? { description } : {}),
    ...(Array.isArray(tags) && tags.length > 0 ? { tags } : {}),
    ...(isObject(shared_link) ? { shared_link: sayLink(shared_link, omissions) } : {}),
    ...Object.fromEntries(changed.map(([name]) => [name, json[name]]))
  }
}

const sayMetadata = ({ omissions, templates, world }: Saying, user: User, address: string) =>
  Effect.gen(function* () {
    const found: Record<string, JsonObject> = {}
    const { entries } = yield* read(world, user, `${address}/metadata`)
    for (const entry of objectsOf(entries)) {
      const template = String(entry["$template"])
      const key = entry["$scope"] === "global" ? `global.${template}` : template
      if (key === template && !Object.hasOwn(templates, key)) omissions.add("metadata_instances")
      else found[key] = Object.fromEntries(Object.entries(entry).filter(([name]) => !name.startsWith("$")))
    }
    return Object.keys(found).length === 0 ? {} : { metadata: found }
  })

/** Nobody is told that the bytes were read, so they do not come from a download. */
const sayContent = ({ omissions, world }: Saying, id: string): Effect.Effect<JsonObject, Unreadable> =>
  Effect.gen(function* () {
    const file = world.files.get(id)
    if (file === undefined) return { text: "" }
    const { pieces, size } = currentVersion(file)
    if (!world.contents.readable) {
      omissions.add("contents")
      return { size }
    }
    return { ...sayBytes(concat(yield* Stream.runCollect(readPieces(world.contents, pieces, 0, size)))) }
  })

/** Who has access to an item, or `undefined` for somebody whom a seed cannot name. */
const sayGrantee = ({ names }: Saying, { accessible_by, invite_email, status }: JsonObject): JsonObject | undefined => {
  const { id, name, type } = Object(accessible_by)
  if (type === "group") return { group: name }
  if (status === "pending" && typeof invite_email === "string") return { login: invite_email }
  const user = status === "accepted" ? names.get(String(id)) : undefined
  return user === undefined ? undefined : { user }
}

const sayCollaborations = (saying: Saying, user: User, address: string, item: string) =>
  Effect.gen(function* () {
    for (const row of yield* readAll(saying.world, user, `${address}/collaborations`, "marker")) {
      const who = sayGrantee(saying, row)
      const { can_view_path, expires_at, is_access_only, role } = row
      if (who === undefined) saying.omissions.add("collaborations")
      else {
        saying.collaborations.push({
          item,
          ...who,
          role,
          ...(can_view_path === true ? { can_view_path } : {}),
          ...(is_access_only === true ? { is_access_only } : {}),
          ...(expires_at ? { expires_at } : {})
        })
      }
    }
  })

const sayItem = (saying: Saying, user: User, json: JsonObject, path: string): Effect.Effect<JsonObject, Unreadable> =>
  Effect.gen(function* () {
    const { names, omissions, paths, world } = saying
    const type = typeOf(json)
    const id = String(json["id"])
    const address = `/${plural[type]}/${id}`
    paths.set(`${type}_${id}`, path)
    const common = sayCommon(json, omissions)
    if (type === "web_link") return { url: json["url"], ...common }
    const metadata = yield* sayMetadata(saying, user, address)
    yield* sayCollaborations(saying, user, address, path)
    if (type === "folder") return { children: yield* sayFolder(saying, user, id, path), ...common, ...metadata }
    const comments = yield* sayComments(world, user, id, names, omissions)
    return { ...(yield* sayContent(saying, id)), ...common, ...metadata, ...comments }
  })

/** What the user owns in a folder. What others share with the user is in their root folder too. */
const sayFolder = (
  saying: Saying,
  user: User,
  id: string,
  path: string
): Effect.Effect<Readonly<Record<string, JsonObject>>, Unreadable> =>
  Effect.gen(function* () {
    const children: Array<readonly [string, JsonObject]> = []
    const list = `/folders/${id}/items?usemarker=true&fields=${fields}`
    for (const json of yield* readAll(saying.world, user, list, "marker")) {
      if (Object(json["owned_by"]).id !== user.id) continue
      const name = String(json["name"])
      children.push([name, yield* sayItem(saying, user, json, `${path}/${name}`)])
    }
    return Object.fromEntries(children)
  })

/** The items of each of these users, and the collaborations on them. */
export const sayItems = (
  world: World,
  owners: ReadonlyArray<readonly [User, string]>,
  names: ReadonlyMap<string, string>,
  templates: Readonly<Record<string, unknown>>,
  omissions: Omissions
) =>
  Effect.gen(function* () {
    const saying: Saying = { world, names, templates, omissions, collaborations: [], paths: new Map() }
    const items: Record<string, JsonObject> = {}
    for (const [owner, name] of owners) {
      const found = yield* sayFolder(saying, owner, "0", name)
      if (Object.keys(found).length > 0) items[name] = found
    }
    return { items, collaborations: saying.collaborations, paths: saying.paths }
  })
