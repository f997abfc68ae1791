/**
 * Integration mappings: a channel of Slack, or a channel or team of Teams, and the folder of Box that it uses.
 *
 * @see https://developer.box.com/reference/resources/integration-mapping/
 */
import { json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import type { Folder } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { findFolder } from "../model/Tree.ts"
import {
  forAdministrators,
  createRoute,
  deleteRoute,
  listRoute,
  type Resource,
  updateRoute
} from "../resource/Resource.ts"
import { freshStamps, restamp, type Stamps } from "../resource/Stamps.ts"
import { listEntry, miniUser } from "../views/ItemJson.ts"
import {
  type JsonObject,
  optionalBoolean,
  optionalId,
  optionalObject,
  requiredId,
  requiredObject,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, badRequest } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

interface Mapping extends Stamps {
  readonly id: string
  readonly partner: { readonly type: string; readonly id: string } & JsonObject
  folder: Folder
  options: JsonObject
}

const slackMappings: Table<Mapping> = makeTable("slack_integration_mapping", 780_001)
const teamsMappings: Table<Mapping> = makeTable("teams_integration_mapping", 790_001)

const timesOf = ({ createdAt, updatedAt }: Mapping): JsonObject => ({
  created_at: timestamp(createdAt),
  modified_at: timestamp(updatedAt)
})

const slack: Resource<Mapping> = {
  table: slackMappings,
  name: "integration_mapping",
  path: "/integration_mappings/slack/{integration_mapping_id}",
  show: (call, row) => ({
    type: "integration_mapping",
    id: row.id,
    integration_type: "slack",
    is_manually_created: true,
    options: row.options,
    created_by: miniUser(row.createdBy),
    modified_by: miniUser(row.updatedBy),
    partner_item: row.partner,
    box_item: listEntry(call, row.folder),
    ...timesOf(row)
  })
}

const teams: Resource<Mapping> = {
  table: teamsMappings,
  name: "integration_mapping",
  path: "/integration_mappings/teams/{integration_mapping_id}",
  show: (_, row) => ({
    type: "integration_mapping",
    id: row.id,
    integration_type: "teams",
    is_overridden_by_manual_mapping: false,
    partner_item: row.partner,
    box_item: { type: "folder", id: row.folder.id },
    ...timesOf(row)
  })
}

const folderIn = (call: Call, given: JsonObject): Folder => {
  requiredOneOf(given, "type", ["folder"])
  return findFolder(call, requiredId(given, "id"))
}

const optionsOf = (json: JsonObject, known: JsonObject): JsonObject => {
  const given = optionalObject(json, "options")
  const disabled = given === undefined ? undefined : optionalBoolean(given, "is_access_management_disabled")
  return disabled === undefined ? known : { is_access_management_disabled: disabled }
}

const slackPartner = (given: JsonObject): Mapping["partner"] => {
  const type = requiredOneOf(given, "type", ["channel"])
  const workspace = optionalId(given, "slack_workspace_id") ?? null
  const organization = optionalId(given, "slack_org_id") ?? null
  if ((workspace === null) === (organization === null)) {
    throw badParameter("partner_item", "Either 'slack_workspace_id' or 'slack_org_id' is required")
  }
  return { type, id: requiredId(given, "id"), slack_workspace_id: workspace, slack_org_id: organization }
}

const teamsPartner = (given: JsonObject): Mapping["partner"] => {
  const type = requiredOneOf(given, "type", ["channel", "team"])
  requiredString(given, "team_id")
  return { type, id: requiredId(given, "id"), tenant_id: requiredString(given, "tenant_id") }
}

const requireUnmapped = (call: Call, table: Table<Mapping>, { id, type }: Mapping["partner"]): void => {
  for (const { partner } of table.rows(call.world).values()) {
    if (partner.type === type && partner.id === id) {
      throw badRequest(`The ${type} is mapped to another folder`, `${type.toUpperCase()}_ALREADY_MAPPED`)
    }
  }
}

/** A folder has one mapping to Teams, and any number of mappings to Slack. */
const requireFreeFolder = (call: Call, folder: Folder, except?: Mapping): void => {
  for (const other of teamsMappings.rows(call.world).values()) {
    if (other !== except && other.folder === folder) {
      throw badRequest("The folder is mapped to something else", "FOLDER_ALREADY_MAPPED")
    }
  }
}

const make =
  (table: Table<Mapping>, partnerIn: (given: JsonObject) => Mapping["partner"]) =>
  (call: Call): Mapping => {
    const partner = partnerIn(requiredObject(call.json, "partner_item"))
    const folder = folderIn(call, requiredObject(call.json, "box_item"))
    requireUnmapped(call, table, partner)
    if (table === teamsMappings) requireFreeFolder(call, folder)
    const options = optionsOf(call.json, { is_access_management_disabled: false })
    return { id: table.freshId(call.world), partner, folder, options, ...freshStamps(call) }
  }

const change = (call: Call, row: Mapping): void => {
  const given = optionalObject(call.json, "box_item")
  const folder = given === undefined ? row.folder : folderIn(call, given)
  if (teamsMappings.rows(call.world).get(row.id) === row) requireFreeFolder(call, folder, row)
  Object.assign(row, { folder, options: optionsOf(call.json, row.options) })
  restamp(call, row)
}

/** Which mappings the parameters of the query leave. */
const wanted = ({ url }: Call): ((row: Mapping) => boolean) => {
  const query = url.searchParams
  const isEqual = (name: string, value: string): boolean => !query.has(name) || query.get(name) === value
  return ({ folder, partner }) =>
    isEqual("partner_item_type", partner.type) &&
    isEqual("partner_item_id", partner.id) &&
    isEqual("box_item_type", "folder") &&
    isEqual("box_item_id", folder.id) &&
    isEqual("is_manually_created", "true")
}

/** Box has no pages for these. */
const listTeams = (call: Call) => {
  const rows = [...teamsMappings.rows(call.world).values()].filter(wanted(call))
  return json(200, { entries: rows.map((row) => teams.show(call, row)) })
}

export const integrationMappingRoutes: ReadonlyArray<Route> = forAdministrators([
  createRoute(slack, "/integration_mappings/slack", make(slackMappings, slackPartner)),
  updateRoute(slack, change),
  deleteRoute(slack),
  listRoute(slack, "/integration_mappings/slack", { paging: "marker", select: wanted }),
  createRoute(teams, "/integration_mappings/teams", make(teamsMappings, teamsPartner)),
  updateRoute(teams, change),
  deleteRoute(teams),
  stepRoute("api", "GET", "/integration_mappings/teams", listTeams)
])
