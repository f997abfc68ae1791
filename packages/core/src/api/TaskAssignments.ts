// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Task Assignments: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { TaskAssignment, TaskAssignments } from "./schemas/TaskAssignments.ts"

export interface GetTaskAssignmentsInput {
  readonly task_id: string
}

/**
 * Lists task assignments. `GET /tasks/{task_id}/assignments`, safe to repeat. Fails with `BoxNotFound` (404) among
 * others.
 *
 * @see https://developer.box.com/reference/get-tasks-id-assignments/
 * @category operations
 * @since 0.1.0
 */
export const getTaskAssignments: Operation.Operation<GetTaskAssignmentsInput, TaskAssignments> =
  /*#__PURE__*/ Operation.make({
    name: "TaskAssignments.getTaskAssignments",
    method: "GET",
    path: "/tasks/{task_id}/assignments",
    output: () => TaskAssignments
  })

export interface CreateTaskAssignmentInput {
  readonly task: {
    readonly id: string
    readonly type: "task"
  }
  readonly assign_to: {
    readonly id?: string | undefined
    readonly login?: string | undefined
  }
}

/**
 * Creates a task assignment. `POST /task_assignments`. Not retried if the outcome of an attempt is unknown. Fails
 * with `BoxForbidden` (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-task-assignments/
 * @category operations
 * @since 0.1.0
 */
export const createTaskAssignment: Operation.Operation<CreateTaskAssignmentInput, TaskAssignment> =
  /*#__PURE__*/ Operation.make({
    name: "TaskAssignments.createTaskAssignment",
    method: "POST",
    path: "/task_assignments",
    body: "json",
    output: () => TaskAssignment
  })

export interface GetTaskAssignmentByIdInput {
  readonly task_assignment_id: string
}

/**
 * Gets a task assignment by id. `GET /task_assignments/{task_assignment_id}`, safe to repeat. Fails with
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-task-assignments-id/
 * @category operations
 * @since 0.1.0
 */
export const getTaskAssignmentById: Operation.Operation<GetTaskAssignmentByIdInput, TaskAssignment> =
  /*#__PURE__*/ Operation.make({
    name: "TaskAssignments.getTaskAssignmentById",
    method: "GET",
    path: "/task_assignments/{task_assignment_id}",
    output: () => TaskAssignment
  })

export interface UpdateTaskAssignmentByIdInput {
  readonly task_assignment_id: string
  readonly message?: string | undefined
  readonly resolution_state?: "completed" | "incomplete" | "approved" | "rejected" | undefined
}

/**
 * Updates a task assignment by id. `PUT /task_assignments/{task_assignment_id}`, safe to repeat. Fails with
 * `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/put-task-assignments-id/
 * @category operations
 * @since 0.1.0
 */
export const updateTaskAssignmentById: Operation.Operation<UpdateTaskAssignmentByIdInput, TaskAssignment> =
  /*#__PURE__*/ Operation.make({
    name: "TaskAssignments.updateTaskAssignmentById",
    method: "PUT",
    path: "/task_assignments/{task_assignment_id}",
    body: "json",
    output: () => TaskAssignment
  })

export interface DeleteTaskAssignmentByIdInput {
  readonly task_assignment_id: string
}

/**
 * Deletes a task assignment by id. `DELETE /task_assignments/{task_assignment_id}`, safe to repeat. Fails with
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-task-assignments-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteTaskAssignmentById: Operation.Operation<DeleteTaskAssignmentByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "TaskAssignments.deleteTaskAssignmentById",
    method: "DELETE",
    path: "/task_assignments/{task_assignment_id}"
  })
