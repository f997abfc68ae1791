/**
 * Device pins: which installations of Box's applications have logged in. None does so here; the administrator has one
 * made-up pin, so that there is something to read and to delete.
 *
 * @see https://developer.box.com/reference/resources/device-pinner/
 */
import { type Call, param, type Route, stepRoute } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { requireAdministrator } from "../model/World.ts"
import { deleteRoute, getRoute, type Resource, shown } from "../resource/Resource.ts"
import { miniUser } from "../views/ItemJson.ts"
import { markerRows } from "../views/Pagination.ts"
import { json } from "../wire/Answer.ts"
import { badParameter, notFound } from "../wire/Refusal.ts"

export interface DevicePinner {
  readonly id: string
  readonly user: User
  readonly product: string
}

export const devicePinners: Table<DevicePinner> = makeTable("device_pinner", 170_001, {
  initial: ({ admin }, freshId) => [{ id: freshId(), user: admin, product: "A device of the emulator" }]
})

const pin: Resource<DevicePinner> = {
  table: devicePinners,
  name: "device_pinner",
  path: "/device_pinners/{device_pinner_id}",
  show: (_, { id, product, user }) => ({
    type: "device_pinner",
    id,
    owned_by: miniUser(user),
    product_name: product
  }),
  sees: (call) => {
    requireAdministrator(call)
    return true
  }
}

const limits = { defaultLimit: 100, maxLimit: 10_000, maxOffset: undefined }

const list = (call: Call) => {
  requireAdministrator(call)
  const { url, world } = call
  const enterprise = param(call, "enterprise_id")
  if (enterprise !== world.enterpriseId) throw notFound("enterprise", enterprise)
  const direction = url.searchParams.get("direction")?.toUpperCase() ?? "ASC"
  if (direction !== "ASC" && direction !== "DESC") throw badParameter("direction", "'direction' must be ASC or DESC")
  const sign = direction === "ASC" ? 1 : -1
  const rows = [...devicePinners.rows(world).values()].toSorted((a, b) => sign * (Number(a.id) - Number(b.id)))
  const page = markerRows(
    url.searchParams,
    rows,
    (id) => {
      const place = devicePinners.place(world, id)
      return place === undefined ? undefined : sign * place
    },
    (row) => shown(call, pin.show(call, row)),
    limits
  )
  return json(200, { ...page, order: [{ by: "id", direction: direction.toLowerCase() }] })
}

export const devicePinnerRoutes: ReadonlyArray<Route> = [
  getRoute(pin),
  deleteRoute(pin),
  stepRoute("api", "GET", "/enterprises/{enterprise_id}/device_pinners", list)
]
