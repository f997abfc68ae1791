// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** External Users: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, resolve } from "../../internal/schema.ts"

export interface ExternalUserDeletionResult {
  readonly user_id?: string | null
  readonly status?: number | null
  readonly detail?: string | null
}

/** @see https://developer.box.com/reference/resources/external-users-submit-delete-job-response-v2025.0/ */
export interface ExternalUsersSubmitDeleteJobResponse {
  readonly entries?: ReadonlyArray<ExternalUserDeletionResult> | null
}

export const ExternalUserDeletionResult: Lazy<ExternalUserDeletionResult> =
  /*#__PURE__*/ lazy<ExternalUserDeletionResult>(() =>
    Schema.Struct({ user_id: maybe(Schema.String), status: maybe(Schema.Number), detail: maybe(Schema.String) })
  )

export const ExternalUsersSubmitDeleteJobResponse: Lazy<ExternalUsersSubmitDeleteJobResponse> =
  /*#__PURE__*/ lazy<ExternalUsersSubmitDeleteJobResponse>(() =>
    Schema.Struct({ entries: maybe(Schema.Array(resolve(ExternalUserDeletionResult))) })
  )
