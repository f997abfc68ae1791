// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Task Assignments: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FileMini } from "./Item.ts"
import { UserMini } from "./User.ts"

/** @see https://developer.box.com/reference/resources/task-assignment/ */
export interface TaskAssignment {
  readonly id: string
  readonly type?: Open<"task_assignment"> | null
  readonly item?: FileMini | null
  readonly assigned_to?: UserMini | null
  readonly message?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly completed_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly assigned_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly reminded_at?: string | null
  readonly resolution_state?: Open<"completed" | "incomplete" | "approved" | "rejected"> | null
  readonly assigned_by?: UserMini | null
}

/** @see https://developer.box.com/reference/resources/task-assignments/ */
export interface TaskAssignments {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  readonly entries?: ReadonlyArray<TaskAssignment> | null
}

export const TaskAssignment: Lazy<TaskAssignment> = /*#__PURE__*/ lazy<TaskAssignment>(() =>
  Schema.Struct({
    id: Schema.String,
    type: maybe(Schema.String),
    item: maybe(resolve(FileMini)),
    assigned_to: maybe(resolve(UserMini)),
    message: maybe(Schema.String),
    completed_at: maybe(Schema.String),
    assigned_at: maybe(Schema.String),
    reminded_at: maybe(Schema.String),
    resolution_state: maybe(Schema.String),
    assigned_by: maybe(resolve(UserMini))
  })
)

export const TaskAssignments: Lazy<TaskAssignments> = /*#__PURE__*/ lazy<TaskAssignments>(() =>
  Schema.Struct({ total_count: maybe(Schema.Number), entries: maybe(Schema.Array(resolve(TaskAssignment))) })
)
