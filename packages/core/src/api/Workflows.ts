// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Workflows: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { type Outcome, type Workflow, Workflows } from "./schemas/Workflows.ts"

export interface GetWorkflowsInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly trigger_type?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
}

/**
 * Lists workflows. `GET /workflows`, safe to repeat. Pages by marker. Fails with `BoxBadRequest` (400),
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-workflows/
 * @category operations
 * @since 0.1.0
 */
export const getWorkflows: Operation.PagedOperation<GetWorkflowsInput, Workflow, Workflows> =
  /*#__PURE__*/ Operation.makePaged({
    name: "Workflows.getWorkflows",
    method: "GET",
    path: "/workflows",
    query: ["folder_id", "trigger_type", "limit", "marker"],
    paging: "marker",
    output: () => Workflows
  })

export interface StartWorkflowInput {
  readonly workflow_id: string
  readonly type?: "workflow_parameters" | undefined
  readonly flow: {
    readonly type?: string | undefined
    readonly id?: string | undefined
  }
  readonly files: ReadonlyArray<{
    readonly type?: "file" | undefined
    readonly id?: string | undefined
  }>
  readonly folder: {
    readonly type?: "folder" | undefined
    readonly id?: string | undefined
  }
  readonly outcomes?: ReadonlyArray<Outcome> | undefined
}

/**
 * Starts a workflow. `POST /workflows/{workflow_id}/start`. Not retried if the outcome of an attempt is unknown.
 * Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-workflows-id-start/
 * @category operations
 * @since 0.1.0
 */
export const startWorkflow: Operation.Operation<StartWorkflowInput, void> = /*#__PURE__*/ Operation.make({
  name: "Workflows.startWorkflow",
  method: "POST",
  path: "/workflows/{workflow_id}/start",
  body: "json"
})
