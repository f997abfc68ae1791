// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Shield Lists: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { ShieldList, type ShieldListContentRequest, ShieldLists } from "./schemas/ShieldLists.ts"

/** Has no arguments of its own. */
export type GetShieldListsV2025R0Input = {}

/**
 * Lists shield lists. `GET /shield_lists`, safe to repeat. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-shield-lists/
 * @category operations
 * @since 0.1.0
 */
export const getShieldListsV2025R0: Operation.Operation<GetShieldListsV2025R0Input, ShieldLists> =
  /*#__PURE__*/ Operation.make({
    name: "ShieldLists.getShieldListsV2025R0",
    method: "GET",
    path: "/shield_lists",
    version: "2025.0",
    output: () => ShieldLists
  })

export interface CreateShieldListV2025R0Input {
  readonly name: string
  readonly description?: string | undefined
  readonly content: ShieldListContentRequest
}

/**
 * Creates a shield list. `POST /shield_lists`. Not retried if the outcome of an attempt is unknown. Fails with
 * `BoxConflict` (409) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/post-shield-lists/
 * @category operations
 * @since 0.1.0
 */
export const createShieldListV2025R0: Operation.Operation<CreateShieldListV2025R0Input, ShieldList> =
  /*#__PURE__*/ Operation.make({
    name: "ShieldLists.createShieldListV2025R0",
    method: "POST",
    path: "/shield_lists",
    body: "json",
    version: "2025.0",
    output: () => ShieldList
  })

export interface GetShieldListByIdV2025R0Input {
  readonly shield_list_id: string
}

/**
 * Gets a shield list by id. `GET /shield_lists/{shield_list_id}`, safe to repeat. Fails with `BoxNotFound` (404)
 * among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-shield-lists-id/
 * @category operations
 * @since 0.1.0
 */
export const getShieldListByIdV2025R0: Operation.Operation<GetShieldListByIdV2025R0Input, ShieldList> =
  /*#__PURE__*/ Operation.make({
    name: "ShieldLists.getShieldListByIdV2025R0",
    method: "GET",
    path: "/shield_lists/{shield_list_id}",
    version: "2025.0",
    output: () => ShieldList
  })

export interface DeleteShieldListByIdV2025R0Input {
  readonly shield_list_id: string
}

/**
 * Deletes a shield list by id. `DELETE /shield_lists/{shield_list_id}`, safe to repeat. Fails with `BoxBadRequest`
 * (400), `BoxNotFound` (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/delete-shield-lists-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteShieldListByIdV2025R0: Operation.Operation<DeleteShieldListByIdV2025R0Input, void> =
  /*#__PURE__*/ Operation.make({
    name: "ShieldLists.deleteShieldListByIdV2025R0",
    method: "DELETE",
    path: "/shield_lists/{shield_list_id}",
    version: "2025.0"
  })

export interface UpdateShieldListByIdV2025R0Input {
  readonly shield_list_id: string
  readonly name: string
  readonly description?: string | undefined
  readonly content: ShieldListContentRequest
}

/**
 * Updates a shield list by id. `PUT /shield_lists/{shield_list_id}`, safe to repeat. Fails with `BoxNotFound`
 * (404), `BoxConflict` (409) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/put-shield-lists-id/
 * @category operations
 * @since 0.1.0
 */
export const updateShieldListByIdV2025R0: Operation.Operation<UpdateShieldListByIdV2025R0Input, ShieldList> =
  /*#__PURE__*/ Operation.make({
    name: "ShieldLists.updateShieldListByIdV2025R0",
    method: "PUT",
    path: "/shield_lists/{shield_list_id}",
    body: "json",
    version: "2025.0",
    output: () => ShieldList
  })
