// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Session Termination: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { SessionTerminationMessage } from "./schemas/SessionTermination.ts"

export interface TerminateUsersSessionsInput {
  readonly user_ids: ReadonlyArray<string>
  readonly user_logins: ReadonlyArray<string>
}

/**
 * Terminates all sessions of users. `POST /users/terminate_sessions`. Not retried if the outcome of an attempt is
 * unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-users-terminate-sessions/
 * @category operations
 * @since 0.1.0
 */
export const terminateUsersSessions: Operation.Operation<TerminateUsersSessionsInput, SessionTerminationMessage> =
  /*#__PURE__*/ Operation.make({
    name: "SessionTermination.terminateUsersSessions",
    method: "POST",
    path: "/users/terminate_sessions",
    body: "json",
    output: () => SessionTerminationMessage
  })

export interface TerminateGroupsSessionsInput {
  readonly group_ids: ReadonlyArray<string>
}

/**
 * Terminates all sessions of the members of groups. `POST /groups/terminate_sessions`. Not retried if the outcome
 * of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among
 * others.
 *
 * @see https://developer.box.com/reference/post-groups-terminate-sessions/
 * @category operations
 * @since 0.1.0
 */
export const terminateGroupsSessions: Operation.Operation<TerminateGroupsSessionsInput, SessionTerminationMessage> =
  /*#__PURE__*/ Operation.make({
    name: "SessionTermination.terminateGroupsSessions",
    method: "POST",
    path: "/groups/terminate_sessions",
    body: "json",
    output: () => SessionTerminationMessage
  })
