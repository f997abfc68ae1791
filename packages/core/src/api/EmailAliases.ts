// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Email Aliases: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { EmailAlias, EmailAliases } from "./schemas/EmailAliases.ts"

export interface GetUserEmailAliasesInput {
  readonly user_id: string
}

/**
 * Lists user email aliases. `GET /users/{user_id}/email_aliases`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-users-id-email-aliases/
 * @category operations
 * @since 0.1.0
 */
export const getUserEmailAliases: Operation.Operation<GetUserEmailAliasesInput, EmailAliases> =
  /*#__PURE__*/ Operation.make({
    name: "EmailAliases.getUserEmailAliases",
    method: "GET",
    path: "/users/{user_id}/email_aliases",
    output: () => EmailAliases
  })

export interface CreateUserEmailAliasInput {
  readonly user_id: string
  readonly email: string
}

/**
 * Creates a user email alias. `POST /users/{user_id}/email_aliases`. Not retried if the outcome of an attempt is
 * unknown.
 *
 * @see https://developer.box.com/reference/post-users-id-email-aliases/
 * @category operations
 * @since 0.1.0
 */
export const createUserEmailAlias: Operation.Operation<CreateUserEmailAliasInput, EmailAlias> =
  /*#__PURE__*/ Operation.make({
    name: "EmailAliases.createUserEmailAlias",
    method: "POST",
    path: "/users/{user_id}/email_aliases",
    body: "json",
    output: () => EmailAlias
  })

export interface DeleteUserEmailAliasByIdInput {
  readonly user_id: string
  readonly email_alias_id: string
}

/**
 * Deletes a user email alias by id. `DELETE /users/{user_id}/email_aliases/{email_alias_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-users-id-email-aliases-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteUserEmailAliasById: Operation.Operation<DeleteUserEmailAliasByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "EmailAliases.deleteUserEmailAliasById",
    method: "DELETE",
    path: "/users/{user_id}/email_aliases/{email_alias_id}"
  })
