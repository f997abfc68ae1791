/**
 * Shield lists: countries, domains, addresses of mail or addresses of machines, by a name.
 *
 * @see https://developer.box.com/reference/v2025.0/resources/shield-list/
 */
import { json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { forAdministrators, deleteRoute, getRoute, type Resource, shown, updateRoute } from "../resource/Resource.ts"
import {
  type JsonObject,
  optionalString,
  requiredArray,
  requiredObject,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, conflict } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

interface ShieldList {
  readonly id: string
  readonly createdAt: number
  updatedAt: number
  name: string
  description: string
  content: JsonObject
}

const lists: Table<ShieldList> = makeTable("shield_list", 750_001)

const show = (call: Call, row: ShieldList): JsonObject => ({
  type: "shield_list",
  id: row.id,
  name: row.name,
  enterprise: { type: "enterprise", id: call.world.enterpriseId },
  description: row.description,
  created_at: timestamp(row.createdAt),
  updated_at: timestamp(row.updatedAt),
  content: row.content
})

const list: Resource<ShieldList> = {
  table: lists,
  name: "shield_list",
  path: "/shield_lists/{shield_list_id}",
  show
}

/** The property with the values of each kind of list. */
const values = { country: "country_codes", domain: "domains", email: "email_addresses", ip: "ip_addresses" } as const

const contentOf = (body: JsonObject): JsonObject => {
  const given = requiredObject(body, "content")
  const type = requiredOneOf(given, "type", ["country", "domain", "email", "ip"])
  const entries = requiredArray(given, values[type])
  if (!entries.every((entry) => typeof entry === "string")) {
    throw badParameter(values[type], `'${values[type]}' must be an array of strings`)
  }
  return { type, [values[type]]: entries }
}

/** What a request says of a list, all of it checked. */
const read = (call: Call, except?: ShieldList): Pick<ShieldList, "name" | "description" | "content"> => {
  const name = requiredString(call.json, "name")
  const content = contentOf(call.json)
  for (const other of lists.rows(call.world).values()) {
    if (other !== except && other.name === name) throw conflict("conflict", `A shield list named '${name}' exists`)
  }
  return { name, description: optionalString(call.json, "description") ?? except?.description ?? "", content }
}

/** Box answers 200 here, not 201. */
const create = (call: Call) => {
  const made = read(call)
  const row = lists.insert(call.world, {
    id: lists.freshId(call.world),
    ...made,
    createdAt: call.now,
    updatedAt: call.now
  })
  return json(200, shown(call, show(call, row)))
}

const listAll = (call: Call) => {
  const rows = [...lists.rows(call.world).values()]
  const entries = rows.map(({ content, id, name }) => ({
    type: "shield_list",
    id,
    name,
    content: { type: content["type"] }
  }))
  return json(200, { entries })
}

export const shieldListRoutes: ReadonlyArray<Route> = forAdministrators([
  stepRoute("api", "POST", "/shield_lists", create),
  stepRoute("api", "GET", "/shield_lists", listAll),
  getRoute(list),
  updateRoute(list, (call, row) => Object.assign(row, read(call, row), { updatedAt: call.now })),
  deleteRoute(list)
])
