/**
 * Comments on files, and replies to them.
 *
 * @see https://developer.box.com/reference/resources/comment/
 */
import { type Call, param, type Route } from "../model/Call.ts"
import { audience, isManager } from "../model/Access.ts"
import { type Comment, comments } from "../model/Comments.ts"
import { findFile, isVisible, requireRight } from "../model/Tree.ts"
import { appendEnterpriseEvent, appendUserEvent } from "../resource/EventLog.ts"
import {
  createRoute,
  deleteRoute,
  findRow,
  getRoute,
  listRoute,
  type Resource,
  updateRoute
} from "../resource/Resource.ts"
import { triggerWebhooks } from "../resource/Webhooks.ts"
import { miniUser } from "../views/ItemJson.ts"
import { type JsonObject, optionalString, requiredId, requiredObject, requiredOneOf } from "../wire/Json.ts"
import { badRequest, conflict, noPermission } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

const show = (_: Call, comment: Comment): JsonObject => ({
  type: "comment",
  id: comment.id,
  is_reply_comment: comment.replyTo !== undefined,
  message: comment.message,
  tagged_message: comment.taggedMessage,
  created_by: miniUser(comment.createdBy),
  created_at: timestamp(comment.createdAt),
  modified_at: timestamp(comment.modifiedAt),
  item:
    comment.replyTo === undefined ? { type: "file", id: comment.file.id } : { type: "comment", id: comment.replyTo.id }
})

const comment: Resource<Comment> = {
  table: comments,
  name: "comment",
  path: "/comments/{comment_id}",
  show,
  sees: (call, { file }) => isVisible(call, file)
}

/** Box keeps both forms: with the mentions, and with the plain names in their place. */
const textOf = (json: JsonObject): Pick<Comment, "message" | "taggedMessage"> => {
  const tagged = optionalString(json, "tagged_message")
  const message = optionalString(json, "message") ?? tagged?.replaceAll(/@\[\d+:([^\]]*)\]/g, "@$1")
  if (message === undefined || message === "") throw badRequest("'message' or 'tagged_message' is required")
  return { message, taggedMessage: tagged ?? "" }
}

const targetOf = (call: Call): Pick<Comment, "file" | "replyTo"> => {
  const item = requiredObject(call.json, "item")
  const id = requiredId(item, "id")
  const type = requiredOneOf(item, "type", ["file", "comment"])
  const replyTo = type === "comment" ? findRow(comment, call, id) : undefined
  const file = replyTo?.file ?? findFile(call, id)
  requireRight(call, file, "comment")
  return { file, replyTo }
}

/** How long the same words by the same user on the same file are taken for a repetition. */
const similar = 60_000

const make = (call: Call): Comment => {
  const target = targetOf(call)
  const text = textOf(call.json)
  for (const other of comments.rows(call.world).values()) {
    if (
      other.file === target.file &&
      other.createdBy === call.user &&
      other.message === text.message &&
      call.now - other.createdAt < similar
    ) {
      throw conflict("recent_similar_comment", "A similar comment has been created recently")
    }
  }
  return {
    id: comments.freshId(call.world),
    ...target,
    ...text,
    createdBy: call.user,
    createdAt: call.now,
    modifiedAt: call.now
  }
}

/** A comment is deleted by its author, and by those who manage the file. */
const requireOwn = (call: Call, { createdBy, file }: Comment): void => {
  if (createdBy !== call.user && !isManager(call, file)) throw noPermission()
}

const change = (call: Call, row: Comment): void => {
  if (row.createdBy !== call.user) throw noPermission()
  Object.assign(row, textOf(call.json), { modifiedAt: call.now })
  triggerWebhooks(call, "COMMENT.UPDATED", row.file, () => show(call, row))
}

const record =
  (type: "CREATE" | "DELETE") =>
  (call: Call, row: Comment): void => {
    appendUserEvent(call, `COMMENT_${type}`, audience(call, row.file), show(call, row))
    appendEnterpriseEvent(call, `COMMENT_${type}`, row.file)
    triggerWebhooks(call, `COMMENT.${type}D`, row.file, () => show(call, row))
  }

export const commentRoutes: ReadonlyArray<Route> = [
  createRoute(comment, "/comments", make, record("CREATE")),
  getRoute(comment),
  updateRoute(comment, change),
  deleteRoute(comment, (call, row) => {
    requireOwn(call, row)
    record("DELETE")(call, row)
  }),
  listRoute(comment, "/files/{file_id}/comments", {
    paging: "offset",
    select: (call) => {
      const file = findFile(call, param(call, "file_id"))
      return (row) => row.file === file
    }
  })
]
