// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Avatars: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { UserAvatar } from "./schemas/Avatars.ts"

export interface GetUserAvatarInput {
  readonly user_id: string
}

/**
 * Gets the avatar of a user. `GET /users/{user_id}/avatar`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-users-id-avatar/
 * @category operations
 * @since 0.1.0
 */
export const getUserAvatar: Operation.BytesOperation<GetUserAvatarInput> = /*#__PURE__*/ Operation.makeBytes({
  name: "Avatars.getUserAvatar",
  method: "GET",
  path: "/users/{user_id}/avatar"
})

export interface CreateUserAvatarInput {
  readonly user_id: string
  readonly pic: Operation.Content | Operation.FilePart
}

/**
 * Sets the avatar of a user: JPEG or PNG, up to 1 MB. `POST /users/{user_id}/avatar`. Not retried if the outcome
 * of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among
 * others.
 *
 * @see https://developer.box.com/reference/post-users-id-avatar/
 * @category operations
 * @since 0.1.0
 */
export const createUserAvatar: Operation.Operation<CreateUserAvatarInput, UserAvatar> = /*#__PURE__*/ Operation.make({
  name: "Avatars.createUserAvatar",
  method: "POST",
  path: "/users/{user_id}/avatar",
  body: /*#__PURE__*/ Operation.multipartBody(["pic"]),
  output: () => UserAvatar
})

export interface DeleteUserAvatarInput {
  readonly user_id: string
}

/**
 * Deletes a user avatar. `DELETE /users/{user_id}/avatar`, safe to repeat. Fails with `BoxForbidden` (403),
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-users-id-avatar/
 * @category operations
 * @since 0.1.0
 */
export const deleteUserAvatar: Operation.Operation<DeleteUserAvatarInput, void> = /*#__PURE__*/ Operation.make({
  name: "Avatars.deleteUserAvatar",
  method: "DELETE",
  path: "/users/{user_id}/avatar"
})
