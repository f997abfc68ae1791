/**
 * The JSON of items: the mini form in lists, the standard form for a single item, and exactly the requested `fields`.
 */
import { hasCollaborations, isManager, may, type Right, visiblePath } from "../model/Access.ts"
import type { Call } from "../model/Call.ts"
import { fileRoles, roles } from "../model/Collaborators.ts"
import { countComments } from "../model/Comments.ts"
import { type Collection, collectionsWith, watermarking } from "../model/Marks.ts"
import { sharedLinkUrl } from "../model/SharedLink.ts"
import { currentVersion, isTrashed, sizeOf, trashLifetime } from "../model/Tree.ts"
import { timestamp } from "../wire/Timestamps.ts"
import type { File, FileVersion, Folder, Item, Role, SharedLink, User, WebLink } from "../model/Item.ts"
import { optionalObject } from "../wire/Json.ts"
import { classificationField, classificationKey } from "../model/Metadata.ts"
import { namedInstances } from "./MetadataJson.ts"

type Properties<I> = Readonly<Record<string, (item: I, call: Call) => unknown>>

export const miniUser = (user: User): unknown => ({
  type: "user",
  id: user.id,
  name: user.name,
  login: user.login
})

const miniRoot = { type: "folder", id: "0", sequence_id: null, etag: null, name: "All Files" }
const trashFolder = { type: "folder", id: "1", sequence_id: null, etag: null, name: "Trash" }

const isRoot = (item: Item): boolean => item.type === "folder" && item.id === "0"

const counter = (item: Item): string | null => (isRoot(item) ? null : String(item.etag))

const miniFolder = (folder: Folder): unknown =>
  isRoot(folder)
    ? miniRoot
    : { type: "folder", id: folder.id, sequence_id: counter(folder), etag: counter(folder), name: folder.name }

const pathCollection = (item: Item, call: Call): unknown => {
  const entries = isTrashed(item) ? [trashFolder] : visiblePath(call, item).toReversed().map(miniFolder)
  return { total_count: entries.length, entries }
}

const timeUnlessRoot = (item: Item, at: number): string | null => (isRoot(item) ? null : timestamp(at))

const blankUser = { type: "user", id: "", name: "", login: "" }

const sharedLink = (item: Item, link: SharedLink): unknown => {
  const url = sharedLinkUrl(link.token)
  const direct = item.type === "file" && link.access === "open" && link.password === null && link.canDownload
  const permission = link.canEdit ? "can_edit" : link.canDownload ? "can_download" : "can_preview"
  return {
    url,
    download_url: direct ? `https://app.box.com/shared/static/${link.token}` : null,
    vanity_url: link.vanityName === null ? null : `https://app.box.com/v/${link.vanityName}`,
    vanity_name: link.vanityName,
    effective_access: link.access,
    effective_permission: permission,
    is_password_enabled: link.password !== null,
    unshared_at: link.unsharedAt === null ? null : timestamp(link.unsharedAt),
    download_count: link.downloads,
    preview_count: 0,
    access: link.access,
    permissions: { can_preview: true, can_download: link.canDownload, can_edit: link.canEdit }
  }
}

const permissions =
  (names: Readonly<Record<string, Right>>) =>
  (item: Item, call: Call): unknown =>
    Object.fromEntries(Object.entries(names).map(([name, right]) => [name, may(call, item, right)]))

const folderPermissions: Readonly<Record<string, Right>> = {
  can_delete: "delete",
  can_download: "download",
  can_invite_collaborator: "invite",
  can_rename: "edit",
  can_set_share_access: "setShareAccess",
  can_share: "share",
  can_upload: "upload"
}

const filePermissions: Readonly<Record<string, Right>> = {
  ...folderPermissions,
  can_upload: "revise",
  can_annotate: "comment",
  can_comment: "comment",
  can_preview: "preview",
  can_view_annotations_all: "preview",
  can_view_annotations_self: "preview"
}

/** The roles that the user may give to others. A single file has only two. */
const inviteeRoles = (item: File | Folder, call: Call): ReadonlyArray<Role> => {
  if (!may(call, item, "invite")) return []
  if (item.type === "file") return fileRoles
  return isManager(call, item) ? roles : roles.filter((role) => role !== "co-owner")
}

/** The parent of an item whose folder the user does not see is the user's root, where it is found. */
const parentOf = (item: Item, call: Call): unknown => {
  if (item.parent === null) return null
  if (item.owner === call.user) return miniFolder(item.parent)
  const [parent] = visiblePath(call, item)
  return parent === undefined ? miniRoot : miniFolder(parent)
}

export const collectionJson = ({ id }: Collection): Readonly<Record<string, string>> => ({
  type: "collection",
  id,
  name: "Favorites",
  collection_type: "favorites"
})

const watermarkInfo = (item: File | Folder, { world }: Call): unknown => {
  const { above, own } = watermarking(world, item)
  return { is_watermarked: own || above, is_watermark_inherited: above, is_watermarked_by_access_policy: false }
}

/** An item carries its classification as metadata. Which colours there are only Box knows. */
const classification = (item: Item): unknown => {
  for (const { template, values } of item.metadata.values()) {
    if (template.key !== classificationKey) continue
    const name = values[classificationField]
    const option = template.fields[0]?.options.find(({ key }) => key === name)
    const about = optionalObject(option?.staticConfig ?? {}, "classification") ?? {}
    return name === undefined ? null : { name, definition: about["classificationDefinition"] ?? "", color: "#4E4E4E" }
  }
  return null
}

const common: Properties<Item> = {
  type: (item) => item.type,
  id: (item) => item.id,
  sequence_id: counter,
  etag: counter,
  name: (item) => item.name,
  description: (item) => item.description,
  path_collection: pathCollection,
  created_at: (item) => timeUnlessRoot(item, item.createdAt),
  modified_at: (item) => timeUnlessRoot(item, item.modifiedAt),
  trashed_at: (item) => (item.trashedAt === null ? null : timestamp(item.trashedAt)),
  purged_at: (item) => (item.trashedAt === null ? null : timestamp(item.trashedAt + trashLifetime)),
  created_by: (item) => (isRoot(item) ? blankUser : miniUser(item.createdBy)),
  modified_by: (item) => miniUser(item.modifiedBy),
  owned_by: (item) => miniUser(item.owner),
  // In the trash, a link is inactive and not included; it is restored with the item.
  shared_link: (item) => (item.sharedLink === null || isTrashed(item) ? null : sharedLink(item, item.sharedLink)),
  parent: parentOf,
  item_status: (item) => (isTrashed(item) ? "trashed" : "active"),
  tags: (item) => item.tags,
  classification,
  collections: (item, call) => collectionsWith(call, item).map(collectionJson)
}

const contentTimes: Properties<Item> = {
  content_created_at: (item) => timeUnlessRoot(item, item.contentCreatedAt),
  content_modified_at: (item) => timeUnlessRoot(item, item.contentModifiedAt)
}

const miniVersion = (version: FileVersion): unknown => ({
  type: "file_version",
  id: version.id,
  sha1: version.sha1
})

const fileProperties: Properties<File> = {
  ...common,
  ...contentTimes,
  sha1: (file) => currentVersion(file).sha1,
  file_version: (file) => miniVersion(currentVersion(file)),
  size: sizeOf,
  version_number: (file) => String(file.versions.length),
  comment_count: (file, { world }) => countComments(world, file),
  permissions: permissions(filePermissions),
  lock: (file) =>
    file.lock === null
      ? null
      : {
          type: "lock",
          id: file.lock.id,
          created_by: miniUser(file.lock.by),
          created_at: timestamp(file.lock.at),
          expired_at: file.lock.expiresAt === null ? null : timestamp(file.lock.expiresAt),
          is_download_prevented: file.lock.downloadPrevented,
          app_type: null
        },
  extension: (file) => /\.([^.]+)$/.exec(file.name)?.[1] ?? "",
  is_package: () => false,
  is_externally_owned: (item) => item.owner.external,
  has_collaborations: (item, call) => hasCollaborations(call, item),
  allowed_invitee_roles: inviteeRoles,
  watermark_info: watermarkInfo,
  is_accessible_via_shared_link: (file) => file.sharedLink !== null,
  uploader_display_name: (file) => currentVersion(file).modifiedBy.name,
  disposition_at: (file) => file.settings["disposition_at"] ?? null
}

const folderProperties: Properties<Folder> = {
  ...common,
  ...contentTimes,
  size: sizeOf,
  folder_upload_email: (folder) => folder.settings["folder_upload_email"] ?? null,
  sync_state: (folder) => folder.settings["sync_state"] ?? "not_synced",
  permissions: permissions(folderPermissions),
  can_non_owners_invite: (folder) => folder.settings["can_non_owners_invite"] ?? true,
  can_non_owners_view_collaborators: (folder) => folder.settings["can_non_owners_view_collaborators"] ?? true,
  is_collaboration_restricted_to_enterprise: (folder) =>
    folder.settings["is_collaboration_restricted_to_enterprise"] ?? false,
  is_externally_owned: (item) => item.owner.external,
  has_collaborations: (item, call) => hasCollaborations(call, item),
  allowed_invitee_roles: inviteeRoles,
  watermark_info: watermarkInfo,
  is_accessible_via_shared_link: (folder) => folder.sharedLink !== null,
  allowed_shared_link_access_levels: () => ["collaborators", "open", "company"]
}

const webLinkProperties: Properties<WebLink> = { ...common, url: (link) => link.url }

const base = ["type", "id", "etag"]

const mini = {
  file: ["type", "id", "file_version", "sequence_id", "etag", "sha1", "name"],
  folder: ["type", "id", "sequence_id", "etag", "name"],
  web_link: ["type", "id", "sequence_id", "etag", "name", "url"]
} as const

const standardCommon = [
  "description",
  "path_collection",
  "created_at",
  "modified_at",
  "trashed_at",
  "purged_at",
  "created_by",
  "modified_by",
  "owned_by",
  "shared_link",
  "parent",
  "item_status"
]

const standardContent = ["size", "content_created_at", "content_modified_at"]

const standard = {
  file: [...mini.file, ...standardCommon, ...standardContent],
  folder: [...mini.folder, ...standardCommon, ...standardContent, "folder_upload_email"],
  web_link: [...mini.web_link, ...standardCommon]
} as const

const pick = <I>(
  call: Call,
  item: I,
  properties: Properties<I>,
  names: ReadonlyArray<string>
): Record<string, unknown> => {
  const out: Record<string, unknown> = {}
  for (const name of names) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (property !== undefined) out[name] = property(item, call)
  }
  return out
}

const propertiesIn = (call: Call, item: Item, names: ReadonlyArray<string>): Record<string, unknown> => {
  switch (item.type) {
    case "file":
      return pick(call, item, fileProperties, names)
    case "folder":
      return pick(call, item, folderProperties, names)
    case "web_link":
      return pick(call, item, webLinkProperties, names)
  }
}

const render = (call: Call, item: Item, names: ReadonlyArray<string>): Record<string, unknown> => {
  const metadata = namedInstances(call, item, names)
  return metadata === undefined ? propertiesIn(call, item, names) : { ...propertiesIn(call, item, names), metadata }
}

/** An entry of a list. With `fields`, the base properties and the requested ones; unknown names are ignored. */
export const listEntry = (call: Call, item: Item, fields?: ReadonlyArray<string>): Record<string, unknown> =>
  render(call, item, fields === undefined ? mini[item.type] : [...base, ...fields])

/** A single item, as the user of the call sees it. */
export const single = (call: Call, item: Item, fields?: ReadonlyArray<string>): Record<string, unknown> =>
  render(call, item, fields === undefined ? standard[item.type] : [...base, ...fields])

const standardVersion: Properties<FileVersion> = {
  type: () => "file_version",
  id: (version) => version.id,
  sha1: (version) => version.sha1,
  name: (version) => version.name,
  size: (version) => version.size,
  created_at: (version) => timestamp(version.createdAt),
  modified_at: (version) => timestamp(version.createdAt),
  modified_by: (version) => miniUser(version.modifiedBy),
  trashed_at: (version) => (version.trashedAt === null ? null : timestamp(version.trashedAt)),
  restored_at: (version) => (version.restoredAt === null ? null : timestamp(version.restoredAt)),
  purged_at: (version) => (version.trashedAt === null ? null : timestamp(version.trashedAt + trashLifetime))
}

const versionProperties: Properties<FileVersion> = {
  ...standardVersion,
  // Absent rather than null, as the documents have it.
  trashed_by: (version) => (version.trashedBy === null ? undefined : miniUser(version.trashedBy)),
  restored_by: (version) => (version.restoredBy === null ? undefined : miniUser(version.restoredBy)),
  uploader_display_name: (version) => version.modifiedBy.name
}

/** A version of a file, in the list of versions or by itself. */
export const fileVersion = (
  call: Call,
  version: FileVersion,
  fields?: ReadonlyArray<string>
): Record<string, unknown> =>
  pick(
    call,
    version,
    versionProperties,
    fields === undefined ? Object.keys(standardVersion) : ["type", "id", ...fields]
  )
