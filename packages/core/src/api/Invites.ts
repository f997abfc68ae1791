// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Invites: operations of Box's API. */
import type * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { Invite } from "./schemas/Invites.ts"

export interface CreateInviteInput {
  readonly enterprise: {
    readonly id: string
  }
  readonly actionable_by: {
    readonly login?: string | undefined
  }
}

/**
 * Creates an invite. `POST /invites`. Not retried if the outcome of an attempt is unknown. Fails with
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-invites/
 * @category operations
 * @since 0.1.0
 */
export const createInvite: Operation.FieldsOperation<CreateInviteInput, Invite, Invite> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Invites.createInvite",
    method: "POST",
    path: "/invites",
    query: ["fields"],
    body: "json",
    output: () => Invite
  })

export interface GetInviteByIdInput {
  readonly invite_id: string
}

/**
 * Gets an invite by id. `GET /invites/{invite_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-invites-id/
 * @category operations
 * @since 0.1.0
 */
export const getInviteById: Operation.FieldsOperation<GetInviteByIdInput, Invite, Invite> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Invites.getInviteById",
    method: "GET",
    path: "/invites/{invite_id}",
    query: ["fields"],
    output: () => Invite
  })
