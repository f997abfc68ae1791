/**
 * Collaborations: an item is shared with a user, a group or an address. Users of the enterprise and groups are in at
 * once; others have to accept.
 *
 * @see https://developer.box.com/reference/resources/collaboration/
 */
import { isManager } from "../model/Access.ts"
import { type Call, param, type Route, stepRoute } from "../model/Call.ts"
import {
  addCollaboration,
  collaborations,
  fileRoles,
  groups,
  isGroup,
  isOver,
  removeCollaboration,
  roles
} from "../model/Collaborators.ts"
import type { Collaboration, File, Folder, Item, Role } from "../model/Item.ts"
import { attach, detach, findFile, findFolder, requireFreeName, requireRight, touch } from "../model/Tree.ts"
import { deleteRoute, findRow, getRoute, listRoute, shown } from "../resource/Resource.ts"
import { type Answer, empty, json } from "../wire/Answer.ts"
import {
  optionalBoolean,
  optionalId,
  optionalOneOf,
  optionalTime,
  requiredId,
  requiredObject,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, badRequest, forbidden, missingParameter, noPermission, notFound } from "../wire/Refusal.ts"
import { isAddress, userWithAddress } from "./Addresses.ts"
import { allowlistPermits } from "./AllowlistRoutes.ts"
import {
  endCollaboration,
  recordCollaboration,
  recordForEnterprise,
  triggerCollaboration
} from "./CollaborationEvents.ts"
import { collaboration, isForbiddenBy, seesCollaborators, showCollaboration } from "./CollaborationJson.ts"
import { canInvite, group } from "./GroupRoutes.ts"
import { findUser } from "./UserJson.ts"

const itemOf = (call: Call): File | Folder => {
  const given = requiredObject(call.json, "item")
  const type = requiredString(given, "type")
  const id = requiredId(given, "id")
  if (type === "file") return findFile(call, id)
  if (type !== "folder") {
    throw badParameter("type", "Only files and folders can be shared", "invalid_collaboration_item")
  }
  if (id === "0") {
    throw badRequest("The root folder cannot be shared", "collaborations_not_available_on_root_folder")
  }
  return findFolder(call, id)
}

type Invited = Pick<Collaboration, "grantee" | "inviteEmail">

const invitedBy = (call: Call): Invited => {
  const given = requiredObject(call.json, "accessible_by")
  const id = optionalId(given, "id")
  if (requiredOneOf(given, "type", ["user", "group"]) === "group") {
    const found = groups.rows(call.world).get(id ?? "")
    if (id === undefined) throw missingParameter("id")
    if (found === undefined) throw notFound("group", id)
    if (!canInvite(call, found)) throw noPermission()
    return { grantee: found, inviteEmail: undefined }
  }
  if (id !== undefined) return { grantee: findUser(call, id), inviteEmail: undefined }
  const login = requiredString(given, "login")
  if (!isAddress(login)) throw badParameter("login", "'login' must be an email address")
  const known = userWithAddress(call.world, login)
  return { grantee: known, inviteEmail: known === undefined || known.external ? login : undefined }
}

const isFromOutside = ({ grantee }: Invited): boolean =>
  grantee === undefined || (!isGroup(grantee) && grantee.external)

const byPolicy = (message: string) => forbidden("forbidden_by_policy", message)

const requireOpenToOutside = (call: Call, item: Item, { grantee, inviteEmail }: Invited): void => {
  const address = inviteEmail ?? (grantee !== undefined && !isGroup(grantee) ? grantee.login : "")
  if (isForbiddenBy(item, "is_collaboration_restricted_to_enterprise", true)) {
    throw byPolicy("The folder is shared within the enterprise only")
  }
  if (call.user.profile["is_external_collab_restricted"] === true) {
    throw byPolicy("The user collaborates within the enterprise only")
  }
  if (!allowlistPermits(call, address)) throw byPolicy("The allowlist does not have this domain")
}

/** Only who manages an item has to do with other managers, and may stop editors from inviting at all. */
const requireInviting = (call: Call, item: Item, role: Role | undefined): void => {
  requireRight(call, item, "invite")
  if (isManager(call, item)) return
  if (role === "co-owner" || isForbiddenBy(item, "can_non_owners_invite", false)) throw noPermission()
}

const checkRole = (item: File | Folder, role: Role): Role => {
  if (item.type === "file" && !fileRoles.includes(role)) {
    throw badParameter("role", `A file is shared with ${fileRoles.join(" or ")} only`)
  }
  return role
}

const expiryOf = (call: Call): number | undefined => {
  const at = optionalTime(call.json, "expires_at")
  if (at !== undefined && at <= call.now) throw badParameter("expires_at", "'expires_at' must be in the future")
  return at
}

const requireNew = (call: Call, item: Item, { grantee, inviteEmail }: Invited): void => {
  const email = inviteEmail?.toLowerCase()
  const isThere = item.collaborations.some(
    (row) =>
      !isOver(row, call.now) &&
      (grantee === undefined ? row.inviteEmail?.toLowerCase() === email : row.grantee === grantee)
  )
  if (isThere || grantee === item.owner) {
    throw badRequest("User is already a collaborator", "user_already_collaborator")
  }
}

const pathSetting = (call: Call, item: File | Folder): boolean | undefined => {
  const value = optionalBoolean(call.json, "can_view_path")
  if (value && item.type === "file") throw badParameter("can_view_path", "'can_view_path' is for folders only")
  return value
}

const create = (call: Call): Answer => {
  const { json: body, now, user, world } = call
  const item = itemOf(call)
  const role = checkRole(item, requiredOneOf(body, "role", roles))
  requireInviting(call, item, role)
  const invited = invitedBy(call)
  if (isFromOutside(invited)) requireOpenToOutside(call, item, invited)
  requireNew(call, item, invited)
  const canViewPath = pathSetting(call, item) ?? false
  if (canViewPath && !isManager(call, item)) throw noPermission()
  const accepted = !isFromOutside(invited)
  const row: Collaboration = {
    id: collaborations.freshId(world),
    item,
    createdBy: user,
    createdAt: now,
    ...invited,
    role,
    status: accepted ? "accepted" : "pending",
    acknowledgedAt: accepted ? now : undefined,
    modifiedAt: now,
    expiresAt: expiryOf(call),
    accessOnly: optionalBoolean(body, "is_access_only") ?? false,
    canViewPath
  }
  addCollaboration(world, row)
  recordCollaboration(
    call,
    accepted ? "COLLAB_ADD_COLLABORATOR" : "COLLAB_INVITE_COLLABORATOR",
    "COLLABORATION_INVITE",
    row
  )
  triggerCollaboration(call, "CREATED", row)
  return json(201, shown(call, showCollaboration(call, row)))
}

/** The item moves to the new owner's root folder, and the old owner stays as a co-owner. */
const transfer = (call: Call, row: Collaboration): Answer => {
  const { item, grantee } = row
  const { now, world } = call
  if (item.owner !== call.user) throw noPermission()
  if (grantee === undefined || isGroup(grantee) || row.status !== "accepted") {
    throw badParameter("role", "Only a user who has accepted can become the owner")
  }
  const { owner } = item
  requireFreeName(grantee.root, item.name)
  detach(item)
  attach(item, grantee.root)
  touch(call, item)
  removeCollaboration(world, row)
  const kept: Collaboration = {
    ...row,
    id: collaborations.freshId(world),
    createdBy: owner,
    createdAt: now,
    modifiedAt: now,
    acknowledgedAt: now,
    grantee: owner,
    inviteEmail: undefined,
    role: "co-owner",
    expiresAt: undefined
  }
  addCollaboration(world, kept)
  recordCollaboration(call, "COLLAB_ROLE_CHANGE", "COLLABORATION_ROLE_CHANGE", kept)
  triggerCollaboration(call, "UPDATED", kept)
  return empty(204)
}

/** Only the invited user answers an invitation, and only once. */
const answerOf = (call: Call, row: Collaboration): Collaboration["status"] | undefined => {
  const status = optionalOneOf(call.json, "status", ["pending", "accepted", "rejected"])
  if (status === undefined) return undefined
  if (row.grantee !== call.user) throw noPermission()
  if (row.status !== "pending" || status === "pending") {
    throw badRequest("Only a pending invitation can be accepted or rejected", "invalid_status")
  }
  return status
}

const change = (call: Call): Answer => {
  const row = findRow(collaboration, call)
  const { item } = row
  const { json: body, now } = call
  const role = optionalOneOf(body, "role", [...roles, "owner"])
  if (role === "owner") return transfer(call, row)
  const status = answerOf(call, row)
  const canViewPath = pathSetting(call, item)
  if (canViewPath !== undefined && item.owner !== call.user) throw noPermission()
  if (role !== undefined || "expires_at" in body) {
    for (const one of [role, row.role]) requireInviting(call, item, one)
  }
  const expiresAt = body["expires_at"] === null ? undefined : (expiryOf(call) ?? row.expiresAt)
  const newRole = role === undefined || role === row.role ? undefined : checkRole(item, role)
  Object.assign(row, {
    role: newRole ?? row.role,
    status: status ?? row.status,
    acknowledgedAt: status === undefined ? row.acknowledgedAt : now,
    expiresAt,
    canViewPath: canViewPath ?? row.canViewPath,
    modifiedAt: now
  })
  if (status === "accepted") recordCollaboration(call, "COLLAB_ADD_COLLABORATOR", "COLLABORATION_ACCEPT", row)
  if (newRole !== undefined) recordCollaboration(call, "COLLAB_ROLE_CHANGE", "COLLABORATION_ROLE_CHANGE", row)
  if ("expires_at" in body) recordForEnterprise(call, "UPDATE_COLLABORATION_EXPIRATION", row)
  if (status === "accepted") triggerCollaboration(call, "ACCEPTED", row)
  else triggerCollaboration(call, status === "rejected" ? "REJECTED" : "UPDATED", row)
  return json(200, shown(call, showCollaboration(call, row)))
}

/** Collaborators may leave; others need the right to invite. */
const remove = (call: Call, row: Collaboration): void => {
  if (row.grantee !== call.user) requireInviting(call, row.item, row.role)
  endCollaboration(call, row)
}

const ofItem = (path: string, find: (call: Call) => File | Folder): Route =>
  listRoute(collaboration, path, {
    paging: "marker",
    select: (call) => {
      const item = find(call)
      if (!seesCollaborators(call, item)) throw noPermission()
      return (row) => row.item === item
    }
  })

const requirePending = (call: Call): void => {
  const status = call.url.searchParams.get("status")
  if (status === null) throw missingParameter("status")
  if (status !== "pending") throw badParameter("status", "'status' must be pending", "invalid_status")
}

export const collaborationRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/collaborations", create),
  listRoute(collaboration, "/collaborations", {
    paging: "offset",
    select: (call) => {
      requirePending(call)
      return (row) => row.status === "pending" && row.grantee === call.user
    }
  }),
  getRoute(collaboration),
  stepRoute("api", "PUT", "/collaborations/{collaboration_id}", change),
  deleteRoute(collaboration, remove),
  ofItem("/files/{file_id}/collaborations", (call) => findFile(call, param(call, "file_id"))),
  ofItem("/folders/{folder_id}/collaborations", (call) => findFolder(call, param(call, "folder_id"))),
  listRoute(collaboration, "/groups/{group_id}/collaborations", {
    paging: "offset",
    select: (call) => {
      const wanted = findRow(group, call, param(call, "group_id"))
      return (row) => row.grantee === wanted
    }
  })
]
