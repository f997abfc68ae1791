// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Device Pinners: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { DevicePinner, DevicePinners } from "./schemas/DevicePinners.ts"

export interface GetDevicePinnerByIdInput {
  readonly device_pinner_id: string
}

/**
 * Gets a device pinner by id. `GET /device_pinners/{device_pinner_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-device-pinners-id/
 * @category operations
 * @since 0.1.0
 */
export const getDevicePinnerById: Operation.Operation<GetDevicePinnerByIdInput, DevicePinner> =
  /*#__PURE__*/ Operation.make({
    name: "DevicePinners.getDevicePinnerById",
    method: "GET",
    path: "/device_pinners/{device_pinner_id}",
    output: () => DevicePinner
  })

export interface DeleteDevicePinnerByIdInput {
  readonly device_pinner_id: string
}

/**
 * Deletes a device pinner by id. `DELETE /device_pinners/{device_pinner_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-device-pinners-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteDevicePinnerById: Operation.Operation<DeleteDevicePinnerByIdInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "DevicePinners.deleteDevicePinnerById",
    method: "DELETE",
    path: "/device_pinners/{device_pinner_id}"
  })

export interface GetEnterpriseDevicePinnersInput {
  readonly enterprise_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  readonly direction?: "ASC" | "DESC" | undefined
}

/**
 * Lists enterprise device pinners. `GET /enterprises/{enterprise_id}/device_pinners`, safe to repeat. Pages by
 * marker.
 *
 * @see https://developer.box.com/reference/get-enterprises-id-device-pinners/
 * @category operations
 * @since 0.1.0
 */
export const getEnterpriseDevicePinners: Operation.PagedOperation<
  GetEnterpriseDevicePinnersInput,
  DevicePinner,
  DevicePinners
> = /*#__PURE__*/ Operation.makePaged({
  name: "DevicePinners.getEnterpriseDevicePinners",
  method: "GET",
  path: "/enterprises/{enterprise_id}/device_pinners",
  query: ["marker", "limit", "direction"],
  paging: "marker",
  output: () => DevicePinners
})
