/**
 * Webhooks: which user wants to be told where of what. A webhook is seen by the user who made it. The address is HTTPS,
 * as on Box; for the address of this machine, HTTP and any port will do.
 *
 * @see https://developer.box.com/reference/resources/webhook/
 */
import type { Call, Route } from "../model/Call.ts"
import type { File, Folder } from "../model/Item.ts"
import { findFile, findFolder } from "../model/Tree.ts"
import { createRoute, deleteRoute, getRoute, listRoute, type Resource, updateRoute } from "../resource/Resource.ts"
import { type Webhook, webhooks } from "../resource/Webhooks.ts"
import { miniUser } from "../views/ItemJson.ts"
import {
  type JsonObject,
  optionalArray,
  optionalObject,
  optionalString,
  requiredId,
  requiredOneOf
} from "../wire/Json.ts"
import { isLoopback } from "../wire/Loopback.ts"
import { badParameter, badRequest, conflict, missingParameter } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

const onlyOfFolders = [
  "COLLABORATION.ACCEPTED",
  "COLLABORATION.CREATED",
  "COLLABORATION.REJECTED",
  "COLLABORATION.REMOVED",
  "COLLABORATION.UPDATED",
  "FILE.UPLOADED",
  "FOLDER.COPIED",
  "FOLDER.CREATED",
  "FOLDER.DELETED",
  "FOLDER.DOWNLOADED",
  "FOLDER.MOVED",
  "FOLDER.RENAMED",
  "FOLDER.RESTORED",
  "FOLDER.TRASHED"
]

const triggers: ReadonlySet<string> = new Set([
  ...onlyOfFolders,
  "COMMENT.CREATED",
  "COMMENT.DELETED",
  "COMMENT.UPDATED",
  "DOCGEN_DOCUMENT_GENERATION_FAILED",
  "DOCGEN_DOCUMENT_GENERATION_STARTED",
  "DOCGEN_DOCUMENT_GENERATION_SUCCEEDED",
  "FILE.COPIED",
  "FILE.DELETED",
  "FILE.DOWNLOADED",
  "FILE.LOCKED",
  "FILE.MOVED",
  "FILE.PREVIEWED",
  "FILE.RENAMED",
  "FILE.RESTORED",
  "FILE.TRASHED",
  "FILE.UNLOCKED",
  "METADATA_INSTANCE.CREATED",
  "METADATA_INSTANCE.DELETED",
  "METADATA_INSTANCE.UPDATED",
  "SHARED_LINK.CREATED",
  "SHARED_LINK.DELETED",
  "SHARED_LINK.UPDATED",
  "SIGN_REQUEST.COMPLETED",
  "SIGN_REQUEST.DECLINED",
  "SIGN_REQUEST.EXPIRED",
  "SIGN_REQUEST.SIGNER_EMAIL_BOUNCED",
  "SIGN_REQUEST.SIGN_DOCUMENT_CREATED",
  "SIGN_REQUEST.SIGN_ERROR_FINALIZING",
  "SIGN_REQUEST.SIGN_SIGNER_SIGNED",
  "TASK_ASSIGNMENT.CREATED",
  "TASK_ASSIGNMENT.UPDATED",
  "WEBHOOK.DELETED"
])

const mini = ({ id, target }: Webhook): JsonObject => ({
  type: "webhook",
  id,
  target: { type: target.type, id: target.id }
})

const show = (_: Call, row: Webhook): JsonObject => ({
  ...mini(row),
  created_by: miniUser(row.createdBy),
  created_at: timestamp(row.createdAt),
  address: row.address,
  triggers: row.triggers
})

const webhook: Resource<Webhook> = {
  table: webhooks,
  name: "webhook",
  path: "/webhooks/{webhook_id}",
  show,
  sees: ({ user }, row) => row.createdBy === user
}

const targetOf = (call: Call): File | Folder | undefined => {
  const given = optionalObject(call.json, "target")
  if (given === undefined) return undefined
  const id = requiredId(given, "id")
  if (requiredOneOf(given, "type", ["file", "folder"]) === "file") return findFile(call, id)
  if (id === "0") throw badParameter("target", "A webhook cannot be on the root folder")
  return findFolder(call, id)
}

const addressOf = (json: JsonObject): string | undefined => {
  const address = optionalString(json, "address")
  if (address === undefined) return undefined
  const url = URL.canParse(address) ? new URL(address) : undefined
  const proper = url?.protocol === "https:" && url.port === ""
  const local = url !== undefined && /^https?:$/.test(url.protocol) && isLoopback(url)
  if (!proper && !local) throw badParameter("address", "'address' must be an HTTPS address with port 443")
  return address
}

const triggersOf = (json: JsonObject): ReadonlyArray<string> | undefined => {
  const given = optionalArray(json, "triggers")
  if (given?.length === 0) throw badParameter("triggers", "'triggers' must not be empty")
  return given?.map((trigger) => {
    if (typeof trigger !== "string" || !triggers.has(trigger)) {
      throw badParameter("triggers", `Invalid value '${String(trigger)}'. There is no such trigger`)
    }
    return trigger
  })
}

const present = <A>(name: string, value: A | undefined): A => {
  if (value === undefined) throw missingParameter(name)
  return value
}

/** What a webhook is after the request. What the request does not name stays. */
const read = (call: Call, known?: Webhook): Pick<Webhook, "target" | "address" | "triggers"> => {
  const target = present("target", targetOf(call) ?? known?.target)
  const address = present("address", addressOf(call.json) ?? known?.address)
  const wanted = present("triggers", triggersOf(call.json) ?? known?.triggers)
  const wrong = target.type === "file" ? wanted.find((trigger) => onlyOfFolders.includes(trigger)) : undefined
  if (wrong !== undefined) throw badParameter("triggers", `'${wrong}' is a trigger for folders only`)
  for (const other of webhooks.rows(call.world).values()) {
    if (other !== known && other.target === target && other.createdBy === call.user) {
      throw conflict("conflict", "A webhook for this item, application and user exists")
    }
  }
  return { target, address, triggers: wanted }
}

/** How many webhooks a user can have. */
const maxWebhooks = 1000

const make = (call: Call): Webhook => {
  const { now, user, world } = call
  const own = [...webhooks.rows(world).values()].filter((row) => row.createdBy === user)
  if (own.length >= maxWebhooks) throw badRequest(`A user has at most ${maxWebhooks} webhooks`)
  return { id: webhooks.freshId(world), createdBy: user, createdAt: now, ...read(call) }
}

export const webhookRoutes: ReadonlyArray<Route> = [
  createRoute(webhook, "/webhooks", make),
  getRoute(webhook),
  updateRoute(webhook, (call, row) => {
    Object.assign(row, read(call, row))
  }),
  deleteRoute(webhook),
  listRoute({ ...webhook, show: (_, row) => mini(row) }, "/webhooks", { paging: "marker" })
]
