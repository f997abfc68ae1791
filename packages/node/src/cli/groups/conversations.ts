/** `collab`, `comment`, `task`. */
import * as Comments from "@effect-box/core/api/Comments"
import * as ListCollaborations from "@effect-box/core/api/ListCollaborations"
import * as TaskAssignments from "@effect-box/core/api/TaskAssignments"
import * as Tasks from "@effect-box/core/api/Tasks"
import * as UserCollaborations from "@effect-box/core/api/UserCollaborations"
import * as Users from "@effect-box/core/api/Users"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/people.ts"
import type { Given } from "../command/Command.ts"
import { type Found, resolve, resolveFile } from "../items/reference.ts"
import { requestFields, walk } from "../items/walk.ts"
import { untilOf } from "../items/when.ts"
import { done, list } from "../terminal/output.ts"
import { WrongUse } from "../terminal/Shell.ts"

const collaborationsOf = ({ id, type }: Pick<Found, "id" | "type">) =>
  type === "file"
    ? ListCollaborations.getFileCollaborations.items({ file_id: id, limit: 1000 })
    : ListCollaborations.getFolderCollaborations.items({ folder_id: id, limit: 1000 })

/** The item itself and, if asked for, the folders below. Nobody can be added to the root folder. */
const targets = (found: Found, recursive: boolean) => {
  const itself = found.id === "0" ? Stream.empty : Stream.succeed<Pick<Found, "id" | "type">>(found)
  if (!recursive || found.type !== "folder") return itself
  const all = walk(found.id, { fields: requestFields(["name"], undefined), depth: Number.POSITIVE_INFINITY })
  return Stream.concat(
    itself,
    Stream.filter(all, ({ type }) => type === "folder")
  )
}

export const collabList = Effect.fnUntraced(function* (given: Given<typeof catalog.collabList>) {
  const found = yield* resolve(given.item)
  if (found.type === "web_link") return yield* new WrongUse({ message: "Web links have no collaborators." })
  const seen = new Set<string>()
  const all = targets(found, given.recursive).pipe(
    Stream.flatMap(collaborationsOf),
    // A folder also names those of the folders above it.
    Stream.filter(({ id }) => !seen.has(id) && seen.add(id).size > 0),
    // Who has no account yet is known by the address of the invitation only.
    Stream.map(({ accessible_by: who, ...one }) => ({
      ...one,
      accessible_by: who,
      login: (Predicate.hasProperty(who, "login") ? who.login : one.invite_email) ?? null
    }))
  )
  const columns = ["id", "item.name", "login", "accessible_by.name", "role", "status", "expires_at"]
  if (!given.external) return yield* list(all, columns)
  const own = new Set(
    yield* Users.getUsers.items({ user_type: "managed", fields: ["login"], limit: 1000 }).pipe(
      Stream.map(({ id }) => id),
      Stream.runCollect
    )
  )
  const others = Stream.filter(
    all,
    ({ accessible_by }) => accessible_by?.type !== "group" && !own.has(accessible_by?.id ?? "")
  )
  yield* list(others, columns)
})

const checkWho = (who: string) =>
  /^(id|user|group):\d+$|@/.test(who)
    ? Effect.void
    : Effect.fail(new WrongUse({ message: `WHO is an e-mail address, id:NUMBER, or group:NUMBER, not ${who}.` }))

const whoOf = (who: string) => {
  const [, kind, id] = /^(id|user|group):(\d+)$/.exec(who) ?? []
  return id === undefined
    ? ({ type: "user", login: who } as const)
    : ({ type: kind === "group" ? "group" : "user", id } as const)
}

export const collabAdd = Effect.fnUntraced(function* (given: Given<typeof catalog.collabAdd>) {
  yield* checkWho(given.who)
  const found = yield* resolve(given.item)
  if (found.type === "web_link") return yield* new WrongUse({ message: "Web links have no collaborators." })
  const until = yield* untilOf("expires", given.expires)
  const added = yield* UserCollaborations.createCollaboration({
    item: { type: found.type, id: found.id },
    accessible_by: whoOf(given.who),
    role: given.role,
    notify: given.notify,
    ...(until === undefined ? {} : { expires_at: until })
  })
  yield* done(`${given.who} is ${given.role} of ${found.name} (collaboration ${added.id})`, added)
})

export const collabChange = Effect.fnUntraced(function* ({ expires, id, role }: Given<typeof catalog.collabChange>) {
  const until = yield* untilOf("expires", expires)
  if (role === undefined && until === undefined) return yield* new WrongUse({ message: "Give --role or --expires." })
  const after = yield* UserCollaborations.updateCollaborationById({
    collaboration_id: id,
    ...(role === undefined ? {} : { role }),
    ...(until === undefined ? {} : { expires_at: until })
  })
  yield* done(`Collaboration ${id} is changed`, after ?? { type: "collaboration", id })
})

export const collabRemove = Effect.fnUntraced(function* ({ id }: Given<typeof catalog.collabRemove>) {
  yield* UserCollaborations.deleteCollaborationById({ collaboration_id: id })
  yield* done(`Collaboration ${id} is removed`, { type: "collaboration", id })
})

export const commentList = Effect.fnUntraced(function* ({ file }: Given<typeof catalog.commentList>) {
  const found = yield* resolveFile(file)
  const comments = Comments.getFileComments.items({ file_id: found.id, limit: 1000 })
  yield* list(comments, ["id", "created_at", "created_by", "message"])
})

export const commentAdd = Effect.fnUntraced(function* ({ file, message }: Given<typeof catalog.commentAdd>) {
  const found = yield* resolveFile(file)
  const comment = yield* Comments.createComment({ message, item: { type: "file", id: found.id } })
  yield* done(`Comment ${comment.id} on ${found.name}`, comment)
})

export const commentDelete = Effect.fnUntraced(function* ({ id }: Given<typeof catalog.commentDelete>) {
  yield* Comments.deleteCommentById({ comment_id: id })
  yield* done(`Comment ${id} is deleted`, { type: "comment", id })
})

export const taskList = Effect.fnUntraced(function* ({ file }: Given<typeof catalog.taskList>) {
  const found = yield* resolveFile(file)
  const { entries } = yield* Tasks.getFileTasks({ file_id: found.id })
  yield* list(Stream.fromIterable(entries ?? []), ["id", "action", "message", "due_at", "is_completed"])
})

export const taskAdd = Effect.fnUntraced(function* (given: Given<typeof catalog.taskAdd>) {
  const found = yield* resolveFile(given.file)
  const due = yield* untilOf("due", given.due)
  const task = yield* Tasks.createTask({
    item: { type: "file", id: found.id },
    action: given.action,
    message: given.message,
    ...(due === undefined ? {} : { due_at: due })
  })
  const id = task.id ?? ""
  for (const user of given.assign) {
    const assign_to = user.startsWith("id:") ? { id: user.slice(3) } : { login: user }
    yield* TaskAssignments.createTaskAssignment({ task: { type: "task", id }, assign_to })
  }
  yield* done(`Task ${id} on ${found.name}`, task)
})

export const taskDelete = Effect.fnUntraced(function* ({ id }: Given<typeof catalog.taskDelete>) {
  yield* Tasks.deleteTaskById({ task_id: id })
  yield* done(`Task ${id} is deleted`, { type: "task", id })
})
