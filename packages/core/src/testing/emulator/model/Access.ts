/**
 * What a user may do with an item: everything as its owner, what the role allows as a collaborator on it or on a folder
 * above it, and what a presented shared link allows. Who has several of them has the rights of all.
 *
 * @see https://support.box.com/hc/en-us/articles/360044196413-Understanding-Collaborator-Permission-Levels
 */
import type { Call } from "./Call.ts"
import { collaborations, collaborators, concerns, isInForce } from "./Collaborators.ts"
import type { Collaboration, Folder, Item, Role, User } from "./Item.ts"
import { opens, sharedLinkOf } from "./SharedLink.ts"

/**
 * `upload` is into a folder, `revise` a new version of a file, `edit` the name, the description and the tags, `delete`
 * also to move it away, and `share` to make a link, whose properties `setShareAccess` changes.
 */
export type Right =
  | "see"
  | "preview"
  | "comment"
  | "download"
  | "share"
  | "setShareAccess"
  | "upload"
  | "revise"
  | "lock"
  | "edit"
  | "editMetadata"
  | "delete"
  | "invite"
  | "settings"

const previewer: ReadonlyArray<Right> = ["see", "preview", "comment"]
const viewer: ReadonlyArray<Right> = [...previewer, "download", "share"]
const uploader: ReadonlyArray<Right> = ["see", "upload", "editMetadata"]
const viewerUploader: ReadonlyArray<Right> = [...viewer, ...uploader, "revise", "lock"]
const editor: ReadonlyArray<Right> = [...viewerUploader, "setShareAccess", "edit", "delete", "invite"]

const rights: Readonly<Record<Role, ReadonlySet<Right>>> = {
  previewer: new Set(previewer),
  viewer: new Set(viewer),
  uploader: new Set(uploader),
  "previewer uploader": new Set([...previewer, ...uploader]),
  "viewer uploader": new Set(viewerUploader),
  editor: new Set(editor),
  "co-owner": new Set<Right>([...editor, "settings"])
}

/** What users may not do with anything, not even their own. */
const barred: Readonly<Record<User["status"], ReadonlySet<Right>>> = {
  active: new Set(),
  inactive: new Set(),
  cannot_delete_edit: new Set<Right>(["delete", "edit", "editMetadata", "revise"]),
  cannot_delete_edit_upload: new Set<Right>(["delete", "edit", "editMetadata", "revise", "upload"])
}

/** From the item itself up to its root. */
function* upwards(item: Item): Generator<Item> {
  for (let at: Item | null = item; at !== null; at = at.parent) yield at
}

/** Nobody takes away the very item that is shared with them, except co-owners. */
const allows = ({ item, role }: Collaboration, right: Right, target: Item): boolean =>
  rights[role].has(right) && (right !== "delete" || item !== target || role === "co-owner")

/** The collaborations in force that open the item to the user. */
const opening = (call: Call, item: Item): ReadonlyArray<Collaboration> => {
  const { now, user, world } = call
  // Most worlds have none, and then nobody pays for them.
  if (collaborations.rows(world).size === 0) return []
  return [...upwards(item)].flatMap((at) =>
    at.collaborations.filter((row) => isInForce(row, now) && concerns(world, row, user))
  )
}

const linkAllows = (call: Call, item: Item, right: Right): boolean => {
  const presented = sharedLinkOf(call)
  if (presented === undefined) return false
  for (const at of upwards(item)) {
    if (!opens(call, at, presented)) continue
    if (right === "see" || right === "preview") return true
    if (right === "download" && at.sharedLink?.canDownload) return true
    return right === "revise" && at.sharedLink?.canEdit === true
  }
  return false
}

export const may = (call: Call, item: Item, right: Right): boolean => {
  const { user } = call
  if (barred[user.status].has(right)) return false
  if (item.owner === user) return true
  return opening(call, item).some((row) => allows(row, right, item)) || linkAllows(call, item, right)
}

/** Whether the user manages an item: who owns it and who is a co-owner. */
export const isManager = (call: Call, item: Item): boolean =>
  item.owner === call.user || opening(call, item).some(({ role }) => role === "co-owner")

/** The folders above the item that the user sees, from its parent up to the user's root. */
export const visiblePath = (call: Call, item: Item): ReadonlyArray<Folder> => {
  const path: Array<Folder> = []
  for (let at = item.parent; at !== null; at = at.parent) path.push(at)
  if (item.owner === call.user || opening(call, item).some(({ canViewPath }) => canViewPath)) return path
  return path.filter((folder) => folder.parent === null || may(call, folder, "see"))
}

/** Who sees the item: its owner and all collaborators, through groups as well. */
export const audience = (call: Call, item: Item): ReadonlySet<User> => {
  const users = new Set([item.owner])
  if (collaborations.rows(call.world).size === 0) return users
  for (const at of upwards(item)) {
    for (const row of at.collaborations) for (const user of collaborators(call, row)) users.add(user)
  }
  return users
}

export const hasCollaborations = (call: Call, item: Item): boolean =>
  collaborations.rows(call.world).size > 0 &&
  [...upwards(item)].some((at) => at.collaborations.some((row) => isInForce(row, call.now)))

/** The items of others that stand in the user's root folder, because they are shared with the user. */
const sharedWith = (call: Call): ReadonlyArray<Item> => {
  const { now, user, world } = call
  const found = new Set<Item>()
  for (const row of collaborations.rows(world).values()) {
    const { item } = row
    if (row.accessOnly || item.owner === user || !isInForce(row, now) || !concerns(world, row, user)) continue
    const path = [...upwards(item)]
    const isTrashed = path.some(({ trashedAt }) => trashedAt !== null)
    // What lies in a folder that is shared as well is found there.
    const isNested = item.parent !== null && opening(call, item.parent).some((other) => !other.accessOnly)
    if (!isTrashed && !isNested) found.add(item)
  }
  return [...found]
}

/** What the user finds in a folder. */
export const entriesOf = (call: Call, folder: Folder): ReadonlyArray<Item> => {
  const own = [...folder.children.values()]
  return folder === call.user.root && collaborations.rows(call.world).size > 0 ? [...own, ...sharedWith(call)] : own
}
