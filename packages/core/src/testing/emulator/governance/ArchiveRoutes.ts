/**
 * Archives. Nothing can be put into one here, so each is empty.
 *
 * @see https://developer.box.com/reference/v2025.0/resources/archive/
 */
import type { Call, Route } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { checkName } from "../model/Tree.ts"
import {
  createRoute,
  deleteRoute,
  forAdministrators,
  listRoute,
  type Resource,
  updateRoute
} from "../resource/Resource.ts"
import { type JsonObject, optionalString, requiredString } from "../wire/Json.ts"
import { conflict } from "../wire/Refusal.ts"

interface Archive {
  readonly id: string
  readonly owner: User
  name: string
  description: string | null
}

const archives: Table<Archive> = makeTable("archive", 580_001)

const show = (_: Call, { description, id, name, owner }: Archive): JsonObject => ({
  type: "archive",
  id,
  name,
  size: 0,
  description,
  owned_by: { type: "user", id: owner.id }
})

const archive: Resource<Archive> = { table: archives, name: "archive", path: "/archives/{archive_id}", show }

const freeName = ({ world }: Call, name: string, except?: Archive): string => {
  for (const row of archives.rows(world).values()) {
    if (row !== except && row.name === name) throw conflict("conflict", `There is an archive '${name}' already`)
  }
  return checkName(name)
}

const make = (call: Call): Archive => ({
  id: archives.freshId(call.world),
  owner: call.user,
  name: freeName(call, requiredString(call.json, "name")),
  description: optionalString(call.json, "description") ?? null
})

const change = (call: Call, row: Archive): void => {
  const description = optionalString(call.json, "description") ?? row.description
  row.name = freeName(call, optionalString(call.json, "name") ?? row.name, row)
  row.description = description
}

export const archiveRoutes: ReadonlyArray<Route> = forAdministrators([
  createRoute(archive, "/archives", make),
  listRoute(archive, "/archives", { paging: "marker" }),
  updateRoute(archive, change),
  deleteRoute(archive)
])
