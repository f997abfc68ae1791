// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Automate Workflows: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { UserMini } from "./User.ts"

export interface AutomateWorkflowAction {
  readonly id: string
  readonly type: "workflow_action"
  readonly action_type?: Open<"run_workflow"> | null
  readonly description?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly updated_at?: string | null
  readonly created_by?: UserMini | null
  readonly updated_by?: UserMini | null
  readonly workflow?: AutomateWorkflowReference | null
}

export interface AutomateWorkflowReference {
  readonly id: string
  readonly type: "workflow"
  readonly name?: string | null
}

/** @see https://developer.box.com/reference/resources/automate-workflows-v2026.0/ */
export interface AutomateWorkflows {
  readonly entries?: ReadonlyArray<AutomateWorkflowAction> | null
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
}

export const AutomateWorkflowAction: Lazy<AutomateWorkflowAction> = /*#__PURE__*/ lazy<AutomateWorkflowAction>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("workflow_action"),
    action_type: maybe(Schema.String),
    description: maybe(Schema.String),
    created_at: maybe(Schema.String),
    updated_at: maybe(Schema.String),
    created_by: maybe(resolve(UserMini)),
    updated_by: maybe(resolve(UserMini)),
    workflow: maybe(resolve(AutomateWorkflowReference))
  })
)

export const AutomateWorkflowReference: Lazy<AutomateWorkflowReference> = /*#__PURE__*/ lazy<AutomateWorkflowReference>(
  () => Schema.Struct({ id: Schema.String, type: Schema.Literal("workflow"), name: maybe(Schema.String) })
)

export const AutomateWorkflows: Lazy<AutomateWorkflows> = /*#__PURE__*/ lazy<AutomateWorkflows>(() =>
  Schema.Struct({
    entries: maybe(Schema.Array(resolve(AutomateWorkflowAction))),
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String)
  })
)
