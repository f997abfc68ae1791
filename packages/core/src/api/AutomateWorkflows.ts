// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Automate Workflows: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { type AutomateWorkflowAction, AutomateWorkflows } from "./schemas/AutomateWorkflows.ts"

export interface GetAutomateWorkflowsV2026R0Input {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
}

/**
 * Lists the automated workflows that can be started manually. `GET /automate_workflows`, safe to repeat. Pages by
 * marker. API version 2026.0. Beta: Box may change it.
 *
 * @see https://developer.box.com/reference/v2026.0/get-automate-workflows/
 * @category operations
 * @since 0.1.0
 */
export const getAutomateWorkflowsV2026R0: Operation.PagedOperation<
  GetAutomateWorkflowsV2026R0Input,
  AutomateWorkflowAction,
  AutomateWorkflows
> = /*#__PURE__*/ Operation.makePaged({
  name: "AutomateWorkflows.getAutomateWorkflowsV2026R0",
  method: "GET",
  path: "/automate_workflows",
  query: ["folder_id", "limit", "marker"],
  version: "2026.0",
  paging: "marker",
  output: () => AutomateWorkflows
})

export interface CreateAutomateWorkflowStartV2026R0Input {
  readonly workflow_id: string
  readonly workflow_action_id: string
  /** Not empty. */
  readonly file_ids: ReadonlyArray<string>
}

/**
 * Starts an automated workflow. `POST /automate_workflows/{workflow_id}/start`. Not retried if the outcome of an
 * attempt is unknown. API version 2026.0. Beta: Box may change it.
 *
 * @see https://developer.box.com/reference/v2026.0/post-automate-workflows-id-start/
 * @category operations
 * @since 0.1.0
 */
export const createAutomateWorkflowStartV2026R0: Operation.Operation<CreateAutomateWorkflowStartV2026R0Input, void> =
  /*#__PURE__*/ Operation.make({
    name: "AutomateWorkflows.createAutomateWorkflowStartV2026R0",
    method: "POST",
    path: "/automate_workflows/{workflow_id}/start",
    body: "json",
    version: "2026.0"
  })
