// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Tasks: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { Task, Tasks } from "./schemas/Tasks.ts"

export interface GetFileTasksInput {
  readonly file_id: string
}

/**
 * Lists file tasks. `GET /files/{file_id}/tasks`, safe to repeat. Fails with `BoxNotFound` (404), `BoxBadRequest`
 * (405) among others.
 *
 * @see https://developer.box.com/reference/get-files-id-tasks/
 * @category operations
 * @since 0.1.0
 */
export const getFileTasks: Operation.Operation<GetFileTasksInput, Tasks> = /*#__PURE__*/ Operation.make({
  name: "Tasks.getFileTasks",
  method: "GET",
  path: "/files/{file_id}/tasks",
  output: () => Tasks
})

export interface CreateTaskInput {
  readonly item: {
    readonly id?: string | undefined
    readonly type?: "file" | undefined
  }
  /** Default `"review"`. */
  readonly action?: "review" | "complete" | undefined
  /** Default `""`. */
  readonly message?: string | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly due_at?: Operation.Time | undefined
  /** Default `"all_assignees"`. */
  readonly completion_rule?: "all_assignees" | "any_assignee" | undefined
}

/**
 * Creates a task. `POST /tasks`. Not retried if the outcome of an attempt is unknown. Fails with `BoxBadRequest`
 * (400), `BoxForbidden` (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-tasks/
 * @category operations
 * @since 0.1.0
 */
export const createTask: Operation.Operation<CreateTaskInput, Task> = /*#__PURE__*/ Operation.make({
  name: "Tasks.createTask",
  method: "POST",
  path: "/tasks",
  times: ["due_at"],
  body: "json",
  output: () => Task
})

export interface GetTaskByIdInput {
  readonly task_id: string
}

/**
 * Gets a task by id. `GET /tasks/{task_id}`, safe to repeat. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-tasks-id/
 * @category operations
 * @since 0.1.0
 */
export const getTaskById: Operation.Operation<GetTaskByIdInput, Task> = /*#__PURE__*/ Operation.make({
  name: "Tasks.getTaskById",
  method: "GET",
  path: "/tasks/{task_id}",
  output: () => Task
})

export interface UpdateTaskByIdInput {
  readonly task_id: string
  readonly action?: "review" | "complete" | undefined
  readonly message?: string | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly due_at?: Operation.Time | undefined
  readonly completion_rule?: "all_assignees" | "any_assignee" | undefined
}

/**
 * Updates a task by id. `PUT /tasks/{task_id}`, safe to repeat. Fails with `BoxBadRequest` (400), `BoxForbidden`
 * (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/put-tasks-id/
 * @category operations
 * @since 0.1.0
 */
export const updateTaskById: Operation.Operation<UpdateTaskByIdInput, Task> = /*#__PURE__*/ Operation.make({
  name: "Tasks.updateTaskById",
  method: "PUT",
  path: "/tasks/{task_id}",
  times: ["due_at"],
  body: "json",
  output: () => Task
})

export interface DeleteTaskByIdInput {
  readonly task_id: string
}

/**
 * Deletes a task by id. `DELETE /tasks/{task_id}`, safe to repeat. Fails with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-tasks-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteTaskById: Operation.Operation<DeleteTaskByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "Tasks.deleteTaskById",
  method: "DELETE",
  path: "/tasks/{task_id}"
})
