// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Tasks: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FileMini } from "./Item.ts"
import { TaskAssignments } from "./TaskAssignments.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/task/ */
export interface Task {
  readonly id: string
  readonly type?: Open<"task"> | null
  readonly item?: FileMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly due_at?: string | null
  readonly action?: Open<"review" | "complete"> | null
  readonly message?: string | null
  readonly task_assignment_collection?: TaskAssignments | null
  readonly is_completed?: boolean | null
  readonly created_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly completion_rule?: Open<"all_assignees" | "any_assignee"> | null
}

/** @see https://developer.box.com/reference/resources/tasks/ */
export interface Tasks {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  readonly entries?: ReadonlyArray<Task> | null
}

export const Task: Lazy<Task> = /*#__PURE__*/ lazy<Task>(() =>
  Schema.Struct({
    id: Schema.String,
    type: maybe(Schema.String),
    item: maybe(resolve(FileMini)),
    due_at: maybe(Schema.String),
    action: maybe(Schema.String),
    message: maybe(Schema.String),
    task_assignment_collection: maybe(resolve(TaskAssignments)),
    is_completed: maybe(Schema.Boolean),
    created_by: maybe(resolve(UserMini)),
    created_at: maybe(Schema.String),
    completion_rule: maybe(Schema.String)
  })
)

export const Tasks: Lazy<Tasks> = /*#__PURE__*/ lazy<Tasks>(() =>
  Schema.Struct({ total_count: maybe(Schema.Number), entries: maybe(Schema.Array(resolve(Task))) })
)
