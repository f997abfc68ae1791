// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Workflows: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { UserBase } from "./User.ts"

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/workflow--mini/
 */
export interface WorkflowMini {
  readonly id: string
  readonly type?: Open<"workflow"> | null
  readonly name?: string | null
  readonly description?: string | null
  readonly is_enabled?: boolean | null
}

/** @see https://developer.box.com/reference/resources/workflow/ */
export interface Workflow extends WorkflowMini {
  readonly flows?: ReadonlyArray<{
    readonly id?: string | null
    readonly type?: Open<"flow"> | null
    readonly trigger?: {
      readonly type?: Open<"trigger"> | null
      readonly trigger_type?: Open<"WORKFLOW_MANUAL_START"> | null
      readonly scope?: ReadonlyArray<{
        readonly type?: Open<"trigger_scope"> | null
        readonly ref?: string | null
        readonly object?: {
          readonly type?: Open<"folder"> | null
          readonly id?: string | null
        } | null
      }> | null
    } | null
    readonly outcomes?: ReadonlyArray<{
      readonly id?: string | null
      readonly type?: Open<"outcome"> | null
      readonly name?: string | null
      readonly action_type?: Open<
        | "add_metadata"
        | "assign_task"
        | "copy_file"
        | "copy_folder"
        | "create_folder"
        | "delete_file"
        | "delete_folder"
        | "lock_file"
        | "move_file"
        | "move_folder"
        | "remove_watermark_file"
        | "rename_folder"
        | "restore_folder"
        | "share_file"
        | "share_folder"
        | "unlock_file"
        | "upload_file"
        | "wait_for_task"
        | "watermark_file"
        | "go_back_to_step"
        | "apply_file_classification"
        | "apply_folder_classification"
        | "send_notification"
      > | null
      readonly if_rejected?: ReadonlyArray<{
        readonly id?: string | null
        readonly type?: Open<"outcome"> | null
        readonly name?: string | null
        readonly action_type?: Open<
          | "add_metadata"
          | "assign_task"
          | "copy_file"
          | "copy_folder"
          | "create_folder"
          | "delete_file"
          | "delete_folder"
          | "lock_file"
          | "move_file"
          | "move_folder"
          | "remove_watermark_file"
          | "rename_folder"
          | "restore_folder"
          | "share_file"
          | "share_folder"
          | "unlock_file"
          | "upload_file"
          | "wait_for_task"
          | "watermark_file"
          | "go_back_to_step"
          | "apply_file_classification"
          | "apply_folder_classification"
          | "send_notification"
        > | null
      }> | null
    }> | null
    /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
    readonly created_at?: string | null
    readonly created_by?: UserBase | null
  }> | null
}

/** @see https://developer.box.com/reference/resources/workflows/ */
export interface Workflows {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<Workflow> | null
}

export interface CollaboratorVariable {
  readonly type: "variable"
  readonly variable_type: "user_list"
  readonly variable_value: ReadonlyArray<{
    readonly type: "user"
    readonly id: string
  }>
}

export interface CompletionRuleVariable {
  readonly type: "variable"
  readonly variable_type: "task_completion_rule"
  readonly variable_value: "all_assignees" | "any_assignees"
}

export interface Outcome {
  readonly id: string
  readonly collaborators?: CollaboratorVariable | undefined
  readonly completion_rule?: CompletionRuleVariable | undefined
  readonly file_collaborator_role?: RoleVariable | undefined
  readonly task_collaborators?: CollaboratorVariable | undefined
  readonly role?: RoleVariable | undefined
}

export interface RoleVariable {
  readonly type: "variable"
  readonly variable_type: "collaborator_role"
  readonly variable_value:
    | "editor"
    | "viewer"
    | "previewer"
    | "uploader"
    | "previewer uploader"
    | "viewer uploader"
    | "co-owner"
}

const workflowMiniProperties = () => ({
  id: Schema.String,
  type: maybe(Schema.String),
  name: maybe(Schema.String),
  description: maybe(Schema.String),
  is_enabled: maybe(Schema.Boolean)
})

export const WorkflowMini: Lazy<WorkflowMini> = /*#__PURE__*/ lazy<WorkflowMini>(() =>
  Schema.Struct(workflowMiniProperties())
)

export const Workflow: Lazy<Workflow> = /*#__PURE__*/ lazy<Workflow>(() =>
  Schema.Struct({
    ...workflowMiniProperties(),
    flows: maybe(
      Schema.Array(
        Schema.Struct({
          id: maybe(Schema.String),
          type: maybe(Schema.String),
          trigger: maybe(
            Schema.Struct({
              type: maybe(Schema.String),
              trigger_type: maybe(Schema.String),
              scope: maybe(
                Schema.Array(
                  Schema.Struct({
                    type: maybe(Schema.String),
                    ref: maybe(Schema.String),
                    object: maybe(Schema.Struct({ type: maybe(Schema.String), id: maybe(Schema.String) }))
                  })
                )
              )
            })
          ),
          outcomes: maybe(
            Schema.Array(
              Schema.Struct({
                id: maybe(Schema.String),
                type: maybe(Schema.String),
                name: maybe(Schema.String),
                action_type: maybe(Schema.String),
                if_rejected: maybe(
                  Schema.Array(
                    Schema.Struct({
                      id: maybe(Schema.String),
                      type: maybe(Schema.String),
                      name: maybe(Schema.String),
                      action_type: maybe(Schema.String)
                    })
                  )
                )
              })
            )
          ),
          created_at: maybe(Schema.String),
          created_by: maybe(resolve(UserBase))
        })
      )
    )
  })
)

export const Workflows: Lazy<Workflows> = /*#__PURE__*/ lazy<Workflows>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(Workflow)))
  })
)
