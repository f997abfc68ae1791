// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Memberships: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { GroupMembership, GroupMemberships } from "./schemas/Memberships.ts"

export interface GetUserMembershipsInput {
  readonly user_id: string
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
}

/**
 * Lists user memberships. `GET /users/{user_id}/memberships`, safe to repeat. Pages by offset.
 *
 * @see https://developer.box.com/reference/get-users-id-memberships/
 * @category operations
 * @since 0.1.0
 */
export const getUserMemberships: Operation.PagedOperation<GetUserMembershipsInput, GroupMembership, GroupMemberships> =
  /*#__PURE__*/ Operation.makePaged({
    name: "Memberships.getUserMemberships",
    method: "GET",
    path: "/users/{user_id}/memberships",
    query: ["limit", "offset"],
    paging: "offset",
    output: () => GroupMemberships
  })

export interface GetGroupMembershipsInput {
  readonly group_id: string
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
}

/**
 * Lists group memberships. `GET /groups/{group_id}/memberships`, safe to repeat. Pages by offset.
 *
 * @see https://developer.box.com/reference/get-groups-id-memberships/
 * @category operations
 * @since 0.1.0
 */
export const getGroupMemberships: Operation.PagedOperation<
  GetGroupMembershipsInput,
  GroupMembership,
  GroupMemberships
> = /*#__PURE__*/ Operation.makePaged({
  name: "Memberships.getGroupMemberships",
  method: "GET",
  path: "/groups/{group_id}/memberships",
  query: ["limit", "offset"],
  paging: "offset",
  output: () => GroupMemberships
})

export interface CreateGroupMembershipInput {
  readonly user: {
    readonly id: string
  }
  readonly group: {
    readonly id: string
  }
  readonly role?: "member" | "admin" | undefined
  readonly configurable_permissions?: Readonly<Record<string, boolean>> | null | undefined
}

/**
 * Creates a group membership. `POST /group_memberships`. Not retried if the outcome of an attempt is unknown.
 * Fails with `BoxForbidden` (403) among others.
 *
 * @see https://developer.box.com/reference/post-group-memberships/
 * @category operations
 * @since 0.1.0
 */
export const createGroupMembership: Operation.FieldsOperation<
  CreateGroupMembershipInput,
  GroupMembership,
  GroupMembership
> = /*#__PURE__*/ Makers.makeWithFields({
  name: "Memberships.createGroupMembership",
  method: "POST",
  path: "/group_memberships",
  query: ["fields"],
  body: "json",
  output: () => GroupMembership
})

export interface GetGroupMembershipByIdInput {
  readonly group_membership_id: string
}

/**
 * Gets a group membership by id. `GET /group_memberships/{group_membership_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-group-memberships-id/
 * @category operations
 * @since 0.1.0
 */
export const getGroupMembershipById: Operation.FieldsOperation<
  GetGroupMembershipByIdInput,
  GroupMembership,
  GroupMembership
> = /*#__PURE__*/ Makers.makeWithFields({
  name: "Memberships.getGroupMembershipById",
  method: "GET",
  path: "/group_memberships/{group_membership_id}",
  query: ["fields"],
  output: () => GroupMembership
})

export interface UpdateGroupMembershipByIdInput {
  readonly group_membership_id: string
  readonly role?: "member" | "admin" | undefined
  readonly configurable_permissions?: Readonly<Record<string, boolean>> | null | undefined
}

/**
 * Updates a group membership by id. `PUT /group_memberships/{group_membership_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/put-group-memberships-id/
 * @category operations
 * @since 0.1.0
 */
export const updateGroupMembershipById: Operation.FieldsOperation<
  UpdateGroupMembershipByIdInput,
  GroupMembership,
  GroupMembership
> = /*#__PURE__*/ Makers.makeWithFields({
  name: "Memberships.updateGroupMembershipById",
  method: "PUT",
  path: "/group_memberships/{group_membership_id}",
  query: ["fields"],
  body: "json",
  output: () => GroupMembership
})

export interface DeleteGroupMembershipByIdInput {
  readonly group_membership_id: string
}

/**
 * Deletes a group membership by id. `DELETE /group_memberships/{group_membership_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-group-memberships-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteGroupMembershipById: Operation.Operation<DeleteGroupMembershipByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "Memberships.deleteGroupMembershipById",
    method: "DELETE",
    path: "/group_memberships/{group_membership_id}"
  })
