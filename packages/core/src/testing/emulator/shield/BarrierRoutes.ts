/**
 * Information barriers of the enterprise. A new one is a draft. Box enables it some time after it was asked to, which
 * is a minute here.
 *
 * @see https://developer.box.com/reference/resources/shield-information-barrier/
 */
import { json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import { makeTable, type Table } from "../model/Table.ts"
import type { User } from "../model/Item.ts"
import { forAdministrators, createRoute, findRow, getRoute, listRoute, type Resource } from "../resource/Resource.ts"
import { freshStamps, restamp, type Stamps, stampsJson } from "../resource/Stamps.ts"
import { miniUser } from "../views/ItemJson.ts"
import { type JsonObject, requiredId, requiredObject, requiredOneOf } from "../wire/Json.ts"
import { badRequest, conflict, notFound } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

export interface Barrier extends Stamps {
  readonly id: string
  status: "draft" | "pending" | "disabled"
  /** Who asked for it to be enabled, and when. */
  asked: { readonly by: User; readonly at: number } | undefined
}

export const barriers: Table<Barrier> = makeTable("shield_information_barrier", 700_001)

/** How long it takes to enable a barrier. */
const enabling = 60_000

const enabledAt = ({ asked, status }: Barrier): number | undefined =>
  status === "pending" && asked !== undefined ? asked.at + enabling : undefined

const isEnabled = (call: Call, row: Barrier): boolean => (enabledAt(row) ?? Number.POSITIVE_INFINITY) <= call.now

const show = (call: Call, row: Barrier): JsonObject => ({
  type: "shield_information_barrier",
  id: row.id,
  enterprise: { type: "enterprise", id: call.world.enterpriseId },
  status: isEnabled(call, row) ? "enabled" : row.status,
  ...stampsJson(row),
  ...(row.asked !== undefined && isEnabled(call, row)
    ? { enabled_at: timestamp(row.asked.at + enabling), enabled_by: miniUser(row.asked.by) }
    : {})
})

export const barrier: Resource<Barrier> = {
  table: barriers,
  name: "shield_information_barrier",
  path: "/shield_information_barriers/{shield_information_barrier_id}",
  show
}

/** The short form of a barrier in what belongs to it. */
export const barrierMini = ({ id }: Barrier): JsonObject => ({ type: "shield_information_barrier", id })

/** The barrier that `{ shield_information_barrier: { id } }` names. */
export const barrierIn = (call: Call, body: JsonObject): Barrier =>
  findRow(barrier, call, requiredId(requiredObject(body, "shield_information_barrier"), "id"))

const make = (call: Call): Barrier => {
  const id = requiredId(requiredObject(call.json, "enterprise"), "id")
  if (id !== call.world.enterpriseId) throw notFound("enterprise", id)
  return { id: barriers.freshId(call.world), ...freshStamps(call), status: "draft", asked: undefined }
}

const changeStatus = (call: Call) => {
  const row = findRow(barrier, call, requiredId(call.json, "id"))
  const wanted = requiredOneOf(call.json, "status", ["pending", "disabled"])
  if (wanted === "disabled" && row.status === "draft") throw badRequest("A draft cannot be disabled")
  const others = [...barriers.rows(call.world).values()].filter((other) => other !== row)
  if (wanted === "pending" && others.some(({ status }) => status === "pending")) {
    throw conflict("conflict", "Another information barrier is in force")
  }
  if (wanted !== row.status) {
    row.asked = wanted === "pending" ? { by: call.user, at: call.now } : undefined
    row.status = wanted
    restamp(call, row)
  }
  return json(200, show(call, row))
}

export const barrierRoutes: ReadonlyArray<Route> = forAdministrators([
  stepRoute("api", "POST", "/shield_information_barriers/change_status", changeStatus),
  createRoute(barrier, "/shield_information_barriers", make),
  getRoute(barrier),
  listRoute(barrier, "/shield_information_barriers", { paging: "marker" })
])
