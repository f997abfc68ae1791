// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** External Users: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { ExternalUsersSubmitDeleteJobResponse } from "./schemas/ExternalUsers.ts"
import type { UserReference } from "./schemas/Reference.ts"

export interface SubmitJobToDeleteExternalUsersV2025R0Input {
  readonly external_users: ReadonlyArray<UserReference>
}

/**
 * Submits a job to delete external users. `POST /external_users/submit_delete_job`. Not retried if the outcome of
 * an attempt is unknown. Fails with `BoxNotFound` (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/post-external-users-submit-delete-job/
 * @category operations
 * @since 0.1.0
 */
export const submitJobToDeleteExternalUsersV2025R0: Operation.Operation<
  SubmitJobToDeleteExternalUsersV2025R0Input,
  ExternalUsersSubmitDeleteJobResponse
> = /*#__PURE__*/ Operation.make({
  name: "ExternalUsers.submitJobToDeleteExternalUsersV2025R0",
  method: "POST",
  path: "/external_users/submit_delete_job",
  body: "json",
  version: "2025.0",
  output: () => ExternalUsersSubmitDeleteJobResponse
})
