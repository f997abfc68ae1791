/**
 * Tasks on files.
 *
 * @see https://developer.box.com/reference/resources/task/
 */
import { audience, may } from "../model/Access.ts"
import { type Call, param, type Route } from "../model/Call.ts"
import type { File, User } from "../model/Item.ts"
import { makeTable, removeRows, type Table } from "../model/Table.ts"
import { findFile, isVisible, requireRight } from "../model/Tree.ts"
import { appendEnterpriseEvent, appendUserEvent } from "../resource/EventLog.ts"
import { createRoute, deleteRoute, getRoute, listRoute, type Resource, updateRoute } from "../resource/Resource.ts"
import { listEntry, miniUser } from "../views/ItemJson.ts"
import {
  type JsonObject,
  optionalOneOf,
  optionalString,
  optionalTime,
  requiredId,
  requiredObject,
  requiredOneOf
} from "../wire/Json.ts"
import { noPermission } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

export interface Task {
  readonly id: string
  readonly file: File
  readonly createdBy: User
  readonly createdAt: number
  action: "review" | "complete"
  message: string
  dueAt: number | undefined
  completionRule: "all_assignees" | "any_assignee"
}

export interface TaskAssignment {
  readonly id: string
  readonly task: Task
  readonly assignedTo: User
  readonly assignedBy: User
  readonly assignedAt: number
  message: string
  resolution: "completed" | "incomplete" | "approved" | "rejected"
  completedAt: number | undefined
}

export const tasks: Table<Task> = makeTable("task", 260_001, { itemOf: ({ file }) => file })
export const taskAssignments: Table<TaskAssignment> = makeTable("task_assignment", 270_001, {
  itemOf: ({ task }) => task.file
})

const time = (at: number | undefined): string | null => (at === undefined ? null : timestamp(at))

export const showAssignment = (call: Call, row: TaskAssignment): JsonObject => ({
  type: "task_assignment",
  id: row.id,
  item: listEntry(call, row.task.file),
  assigned_to: miniUser(row.assignedTo),
  message: row.message,
  completed_at: time(row.completedAt),
  assigned_at: timestamp(row.assignedAt),
  reminded_at: null,
  resolution_state: row.resolution,
  assigned_by: miniUser(row.assignedBy)
})

export const assignmentsOf = ({ world }: Call, task: Task): ReadonlyArray<TaskAssignment> =>
  [...taskAssignments.rows(world).values()].filter((row) => row.task === task)

/** A task that is assigned to nobody is not completed. */
export const isCompleted = (call: Call, task: Task): boolean => {
  const rows = assignmentsOf(call, task)
  const isDone = ({ resolution }: TaskAssignment) => resolution !== "incomplete"
  return rows.length > 0 && (task.completionRule === "any_assignee" ? rows.some(isDone) : rows.every(isDone))
}

const show = (call: Call, row: Task): JsonObject => {
  const entries = assignmentsOf(call, row).map((assignment) => showAssignment(call, assignment))
  return {
    type: "task",
    id: row.id,
    item: listEntry(call, row.file),
    due_at: time(row.dueAt),
    action: row.action,
    message: row.message,
    task_assignment_collection: { total_count: entries.length, entries },
    is_completed: isCompleted(call, row),
    created_by: miniUser(row.createdBy),
    created_at: timestamp(row.createdAt),
    completion_rule: row.completionRule
  }
}

export const task: Resource<Task> = {
  table: tasks,
  name: "task",
  path: "/tasks/{task_id}",
  show,
  sees: (call, { file }) => isVisible(call, file)
}

const actions = ["review", "complete"] as const
const rules = ["all_assignees", "any_assignee"] as const

const make = (call: Call): Task => {
  const { json, now, user, world } = call
  const item = requiredObject(json, "item")
  requiredOneOf(item, "type", ["file"])
  const file = findFile(call, requiredId(item, "id"))
  requireRight(call, file, "comment")
  return {
    id: tasks.freshId(world),
    file,
    createdBy: user,
    createdAt: now,
    action: optionalOneOf(json, "action", actions) ?? "review",
    message: optionalString(json, "message") ?? "",
    dueAt: optionalTime(json, "due_at"),
    completionRule: optionalOneOf(json, "completion_rule", rules) ?? "all_assignees"
  }
}

const requireOwn = (call: Call, { createdBy, file }: Task): void => {
  if (createdBy !== call.user && !may(call, file, "edit")) throw noPermission()
}

const change = (call: Call, row: Task): void => {
  requireOwn(call, row)
  const { json } = call
  Object.assign(row, {
    action: optionalOneOf(json, "action", actions) ?? row.action,
    message: optionalString(json, "message") ?? row.message,
    dueAt: json["due_at"] === null ? undefined : (optionalTime(json, "due_at") ?? row.dueAt),
    completionRule: optionalOneOf(json, "completion_rule", rules) ?? row.completionRule
  })
  appendEnterpriseEvent(call, "TASK_UPDATE", row.file)
}

export const taskRoutes: ReadonlyArray<Route> = [
  createRoute(task, "/tasks", make, (call, row) => {
    appendUserEvent(call, "TASK_CREATE", audience(call, row.file), show(call, row))
    appendEnterpriseEvent(call, "TASK_CREATE", row.file)
  }),
  getRoute(task),
  updateRoute(task, change),
  deleteRoute(task, (call, row) => {
    requireOwn(call, row)
    removeRows(call.world, taskAssignments, (assignment) => assignment.task === row)
  }),
  listRoute(task, "/files/{file_id}/tasks", {
    paging: "all",
    select: (call) => {
      const file = findFile(call, param(call, "file_id"))
      return (row) => row.file === file
    }
  })
]
