/**
 * Who has to do a task, and what came of it.
 *
 * @see https://developer.box.com/reference/resources/task-assignment/
 */
import { may } from "../model/Access.ts"
import { type Call, param, type Route } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { isVisible } from "../model/Tree.ts"
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
import {
  type JsonObject,
  optionalId,
  optionalOneOf,
  optionalString,
  requiredId,
  requiredObject,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, badRequest, conflict, noPermission, notFound } from "../wire/Refusal.ts"
import { isCompleted, showAssignment, type Task, task, type TaskAssignment, taskAssignments } from "./TaskRoutes.ts"

const assignment: Resource<TaskAssignment> = {
  table: taskAssignments,
  name: "task_assignment",
  path: "/task_assignments/{task_assignment_id}",
  show: showAssignment,
  sees: (call, row) => isVisible(call, row.task.file)
}

const assigneeOf = (call: Call, given: JsonObject): User => {
  const id = optionalId(given, "id")
  const { users } = call.world
  const wanted = id ?? requiredString(given, "login").toLowerCase()
  const user =
    id === undefined ? [...users.values()].find(({ login }) => login.toLowerCase() === wanted) : users.get(id)
  if (user === undefined) throw notFound("user", wanted)
  return user
}

const make = (call: Call): TaskAssignment => {
  const { json, now, user, world } = call
  const given = requiredObject(json, "task")
  requiredOneOf(given, "type", ["task"])
  const wanted = findRow(task, call, requiredId(given, "id"))
  const assignedTo = assigneeOf(call, requiredObject(json, "assign_to"))
  if (wanted.createdBy !== user && !may(call, wanted.file, "comment")) throw noPermission()
  if (isCompleted(call, wanted)) throw noPermission()
  if (!isVisible({ ...call, user: assignedTo, headers: {} }, wanted.file)) {
    throw badRequest("The user has no access to the file", "task_assignee_not_allowed")
  }
  for (const row of taskAssignments.rows(world).values()) {
    if (row.task === wanted && row.assignedTo === assignedTo) {
      throw conflict("conflict", "The task is assigned to this user already")
    }
  }
  return {
    id: taskAssignments.freshId(world),
    task: wanted,
    assignedTo,
    assignedBy: user,
    assignedAt: now,
    message: wanted.message,
    resolution: "incomplete",
    completedAt: undefined
  }
}

const record = (call: Call, what: "CREATE" | "UPDATE", row: TaskAssignment): void => {
  appendEnterpriseEvent(call, `TASK_ASSIGNMENT_${what}`, row.task.file)
  triggerWebhooks(call, `TASK_ASSIGNMENT.${what}D`, row.task.file, () => showAssignment(call, row))
}

const recordCreation = (call: Call, row: TaskAssignment): void => {
  appendUserEvent(call, "TASK_ASSIGNMENT_CREATE", new Set([row.assignedTo, call.user]), showAssignment(call, row))
  record(call, "CREATE", row)
}

const resolutions: Readonly<Record<Task["action"], ReadonlyArray<TaskAssignment["resolution"]>>> = {
  review: ["incomplete", "approved", "rejected"],
  complete: ["incomplete", "completed"]
}

const requireConcerned = (call: Call, { assignedBy, assignedTo, task: { createdBy, file } }: TaskAssignment): void => {
  if (![assignedBy, assignedTo, createdBy, file.owner].includes(call.user)) throw noPermission()
}

const change = (call: Call, row: TaskAssignment): void => {
  requireConcerned(call, row)
  const message = optionalString(call.json, "message") ?? row.message
  const asked = optionalOneOf(call.json, "resolution_state", ["completed", "incomplete", "approved", "rejected"])
  if (asked !== undefined && !resolutions[row.task.action].includes(asked)) {
    throw badParameter("resolution_state", `'${asked}' does not fit the action '${row.task.action}'`)
  }
  const resolution = asked ?? row.resolution
  const completedAt = resolution === "incomplete" ? undefined : asked === undefined ? row.completedAt : call.now
  Object.assign(row, { message, resolution, completedAt })
  record(call, "UPDATE", row)
}

export const taskAssignmentRoutes: ReadonlyArray<Route> = [
  createRoute(assignment, "/task_assignments", make, recordCreation),
  getRoute(assignment),
  updateRoute(assignment, change),
  deleteRoute(assignment, (call, row) => {
    requireConcerned(call, row)
    appendEnterpriseEvent(call, "TASK_ASSIGNMENT_DELETE", row.task.file)
  }),
  listRoute(assignment, "/tasks/{task_id}/assignments", {
    paging: "all",
    select: (call) => {
      const wanted = findRow(task, call, param(call, "task_id"))
      return (row) => row.task === wanted
    }
  })
]
