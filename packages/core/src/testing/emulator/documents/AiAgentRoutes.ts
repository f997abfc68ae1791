/**
 * Agents of AI Studio. What an agent is told is kept as it is; no model reads it.
 *
 * @see https://developer.box.com/reference/resources/ai-single-agent-response/
 */
import { json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { deleteRoute, findRow, type Resource, shown, updateRoute } from "../resource/Resource.ts"
import { freshStamps, restamp, type Stamps, stampsJson } from "../resource/Stamps.ts"
import { markerList } from "../views/Pagination.ts"
import {
  type JsonObject,
  optionalArray,
  optionalObject,
  optionalString,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter } from "../wire/Refusal.ts"

const parts = ["ask", "text_gen", "extract"] as const

const states = ["enabled", "disabled", "enabled_for_selected_users"] as const

interface Agent extends Stamps {
  readonly id: string
  readonly origin: "CUSTOM" | "BOX"
  name: string
  accessState: (typeof states)[number]
  iconReference: string
  allowedEntities: ReadonlyArray<unknown>
  /** `ask`, `text_gen` and `extract`, those that the agent has. */
  modes: JsonObject
}

const agents: Table<Agent> = makeTable("ai_agent", 880_001)

const show = (_: Call, row: Agent): JsonObject => {
  const { updated_at, updated_by, ...created } = stampsJson(row)
  return {
    type: "ai_agent",
    id: row.id,
    origin: row.origin,
    name: row.name,
    access_state: row.accessState,
    ...created,
    modified_at: updated_at,
    modified_by: updated_by,
    icon_reference: row.iconReference,
    allowed_entities: row.allowedEntities,
    ...row.modes
  }
}

/** Box's description requires these of every agent, and so they are there with `fields` too. */
const answer = (call: Call, row: Agent): JsonObject => {
  const all = show(call, row)
  const { name, origin, access_state } = all
  return { ...shown(call, all), name, origin, access_state }
}

const agent: Resource<Agent> = { table: agents, name: "ai_agent", path: "/ai_agents/{agent_id}", show }

const modesOf = (body: JsonObject): JsonObject =>
  Object.fromEntries(
    parts.flatMap((part) => {
      const given = optionalObject(body, part)
      if (given === undefined) return []
      requiredOneOf(given, "type", [`ai_agent_${part}`])
      requiredOneOf(given, "access_state", states)
      requiredString(given, "description")
      return [[part, given]]
    })
  )

type Described = Pick<Agent, "name" | "accessState" | "iconReference" | "allowedEntities" | "modes">

const icon = "https://cdn01.boxcdn.net/app-assets/aistudio/avatars/logo_boxAi.png"

const read = ({ json: body }: Call): Described => {
  requiredOneOf(body, "type", ["ai_agent"])
  const iconReference = optionalString(body, "icon_reference") ?? icon
  if (iconReference === "") throw badParameter("icon_reference", "'icon_reference' must not be empty")
  return {
    name: requiredString(body, "name"),
    accessState: requiredOneOf(body, "access_state", states),
    iconReference,
    allowedEntities: optionalArray(body, "allowed_entities") ?? [],
    modes: modesOf(body)
  }
}

/** Box answers 200 here, not 201. */
const create = (call: Call) => {
  const made = read(call)
  const row = agents.insert(call.world, {
    id: agents.freshId(call.world),
    origin: "CUSTOM",
    ...made,
    ...freshStamps(call)
  })
  return json(200, answer(call, row))
}

/** The agent that everybody has. */
const boxDefault = (call: Call): Agent => ({
  id: "1",
  origin: "BOX",
  name: "Agent of the emulator",
  accessState: "enabled",
  iconReference: icon,
  allowedEntities: [],
  modes: {},
  ...freshStamps({ ...call, user: call.world.admin })
})

/** The values of a parameter that may be repeated, or separated by commas. */
const valuesOf = ({ url }: Call, name: string): ReadonlyArray<string> =>
  url.searchParams.getAll(name).flatMap((value) => value.split(","))

const list = (call: Call) => {
  const modes = valuesOf(call, "mode")
  const wanted = valuesOf(call, "agent_state")
  for (const mode of modes) requiredOneOf({ mode }, "mode", parts)
  for (const state of wanted) requiredOneOf({ agent_state: state }, "agent_state", states)
  const own = [...agents.rows(call.world).values()]
  const all = call.url.searchParams.get("include_box_default") === "true" ? [boxDefault(call), ...own] : own
  const rows = all.filter(
    (row) =>
      (modes.length === 0 || modes.some((mode) => mode in row.modes)) &&
      (wanted.length === 0 || wanted.includes(row.accessState))
  )
  return json(
    200,
    markerList(call.url.searchParams, rows, (row) => answer(call, row))
  )
}

export const aiAgentRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/ai_agents", create),
  stepRoute("api", "GET", "/ai_agents", list),
  stepRoute("api", "GET", agent.path, (call) => json(200, answer(call, findRow(agent, call)))),
  updateRoute(agent, (call, row) => {
    Object.assign(row, read(call))
    restamp(call, row)
  }),
  deleteRoute(agent)
]
