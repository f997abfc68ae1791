// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Users of an enterprise, and the current user. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type TrackingCodeInput, type User, UserFull, Users } from "./schemas/User.ts"

export interface GetUsersInput {
  readonly filter_term?: string | undefined
  readonly user_type?: "all" | "managed" | "external" | undefined
  readonly external_app_user_id?: string | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /**
   * Uses markers for paging, which have no upper limit. `.pages` and `.items` use them unless `offset`, `sort` or
   * `direction` is given.
   */
  readonly usemarker?: boolean | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
}

/**
 * Lists users. `GET /users`, safe to repeat. Pages by marker, or by offset if an offset or an order is given.
 *
 * @see https://developer.box.com/reference/get-users/
 * @category operations
 * @since 0.1.0
 */
export const getUsers: Operation.PagedFieldsOperation<GetUsersInput, UserFull, User, Users> =
  /*#__PURE__*/ Makers.makePagedWithFields({
    name: "Users.getUsers",
    method: "GET",
    path: "/users",
    query: ["fields", "filter_term", "user_type", "external_app_user_id", "offset", "limit", "usemarker", "marker"],
    paging: "markerOrOffset",
    output: () => Users
  })

export interface CreateUserInput {
  /** Up to 50 characters. */
  readonly name: string
  readonly login?: string | undefined
  readonly is_platform_access_only?: boolean | undefined
  readonly role?: "coadmin" | "user" | undefined
  readonly language?: string | undefined
  readonly is_sync_enabled?: boolean | undefined
  /** Up to 100 characters. */
  readonly job_title?: string | undefined
  /** Up to 100 characters. */
  readonly phone?: string | undefined
  /** Up to 255 characters. */
  readonly address?: string | undefined
  readonly space_amount?: number | undefined
  readonly tracking_codes?: ReadonlyArray<TrackingCodeInput> | undefined
  readonly can_see_managed_users?: boolean | undefined
  readonly timezone?: string | undefined
  readonly is_external_collab_restricted?: boolean | undefined
  readonly is_exempt_from_device_limits?: boolean | undefined
  readonly is_exempt_from_login_verification?: boolean | undefined
  readonly status?: "active" | "inactive" | "cannot_delete_edit" | "cannot_delete_edit_upload" | undefined
  readonly external_app_user_id?: string | undefined
}

/**
 * Creates a user. `POST /users`. Not retried if the outcome of an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-users/
 * @category operations
 * @since 0.1.0
 */
export const createUser: Operation.FieldsOperation<CreateUserInput, UserFull, User> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Users.createUser",
    method: "POST",
    path: "/users",
    query: ["fields"],
    body: "json",
    output: () => UserFull
  })

/** Has no arguments of its own. */
export type GetUserMeInput = {}

/**
 * Gets the current user. `GET /users/me`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-users-me/
 * @category operations
 * @since 0.1.0
 */
export const getUserMe: Operation.FieldsOperation<GetUserMeInput, UserFull, User> = /*#__PURE__*/ Makers.makeWithFields(
  { name: "Users.getUserMe", method: "GET", path: "/users/me", query: ["fields"], output: () => UserFull }
)

export interface GetUserByIdInput {
  readonly user_id: string
}

/**
 * Gets a user by id. `GET /users/{user_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-users-id/
 * @category operations
 * @since 0.1.0
 */
export const getUserById: Operation.FieldsOperation<GetUserByIdInput, UserFull, User> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Users.getUserById",
    method: "GET",
    path: "/users/{user_id}",
    query: ["fields"],
    output: () => UserFull
  })

export interface UpdateUserByIdInput {
  readonly user_id: string
  readonly enterprise?: string | null | undefined
  readonly notify?: boolean | undefined
  /** Up to 50 characters. */
  readonly name?: string | undefined
  readonly login?: string | undefined
  readonly role?: "coadmin" | "user" | undefined
  readonly language?: string | undefined
  readonly is_sync_enabled?: boolean | undefined
  /** Up to 100 characters. */
  readonly job_title?: string | undefined
  /** Up to 100 characters. */
  readonly phone?: string | undefined
  /** Up to 255 characters. */
  readonly address?: string | undefined
  readonly tracking_codes?: ReadonlyArray<TrackingCodeInput> | undefined
  readonly can_see_managed_users?: boolean | undefined
  readonly timezone?: string | undefined
  readonly is_external_collab_restricted?: boolean | undefined
  readonly is_exempt_from_device_limits?: boolean | undefined
  readonly is_exempt_from_login_verification?: boolean | undefined
  readonly is_password_reset_required?: boolean | undefined
  readonly status?: "active" | "inactive" | "cannot_delete_edit" | "cannot_delete_edit_upload" | undefined
  readonly space_amount?: number | undefined
  readonly notification_email?:
    | {
        readonly email?: string | undefined
      }
    | null
    | undefined
  readonly external_app_user_id?: string | undefined
}

/**
 * Updates a user by id. `PUT /users/{user_id}`, safe to repeat. Fails with `BoxBadRequest` (400), `BoxForbidden`
 * (403) among others.
 *
 * @see https://developer.box.com/reference/put-users-id/
 * @category operations
 * @since 0.1.0
 */
export const updateUserById: Operation.FieldsOperation<UpdateUserByIdInput, UserFull, User> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Users.updateUserById",
    method: "PUT",
    path: "/users/{user_id}",
    query: ["fields"],
    body: "json",
    output: () => UserFull
  })

export interface DeleteUserByIdInput {
  readonly user_id: string
  readonly notify?: boolean | undefined
  readonly force?: boolean | undefined
}

/**
 * Deletes a user by id. `DELETE /users/{user_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-users-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteUserById: Operation.Operation<DeleteUserByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "Users.deleteUserById",
  method: "DELETE",
  path: "/users/{user_id}",
  query: ["notify", "force"]
})
