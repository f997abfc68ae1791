/**
 * The cards that skills leave on a file: a list of JSON objects, which is checked in its outer form and kept as it is.
 *
 * @see https://developer.box.com/reference/resources/skill-cards-metadata/
 */
import { empty, json } from "../wire/Answer.ts"
import { arrayStepRoute, type Call, param, type Route, stepRoute } from "../model/Call.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { findFile } from "../model/Tree.ts"
import { uuid } from "../wire/Identifiers.ts"
import {
  type JsonObject,
  requiredArray,
  requiredObject,
  requiredOneOf,
  requiredString,
  requiredId
} from "../wire/Json.ts"
import { badRequest, conflict, instanceNotFound, Refusal } from "../wire/Refusal.ts"

/** The id of the row is that of the file. */
interface Cards {
  readonly id: string
  readonly instanceId: string
  cards: ReadonlyArray<JsonObject>
  version: number
}

const cardsOf: Table<Cards> = makeTable("skill_cards", 840_001)

const path = "/files/{file_id}/metadata/global/boxSkillsCards"

const invalid = (message: string): Refusal => badRequest(message, "schema_validation_failed")

const kinds = ["keyword", "timeline", "transcript", "status"]

/** What every kind of card has, and the entries or the status that its kind has. */
const checked = (card: unknown): JsonObject => {
  try {
    const given = requiredObject({ card }, "card")
    requiredOneOf(given, "type", ["skill_card"])
    const kind = requiredOneOf(given, "skill_card_type", kinds)
    requiredObject(given, "skill")
    requiredObject(given, "invocation")
    if (kind === "status") requiredObject(given, "status")
    else requiredArray(given, "entries")
    return given
  } catch (cause) {
    throw cause instanceof Refusal ? invalid(cause.message) : cause
  }
}

const checkedCards = (json: JsonObject): ReadonlyArray<JsonObject> => requiredArray(json, "cards").map(checked)

const show = (row: Cards): JsonObject => ({
  $canEdit: true,
  $id: row.instanceId,
  $parent: `file_${row.id}`,
  $scope: "global",
  $template: "boxSkillsCards",
  $type: `boxSkillsCards-${row.instanceId}`,
  $typeVersion: 0,
  $version: row.version,
  cards: row.cards
})

const find = (call: Call): Cards => {
  const { id } = findFile(call, param(call, "file_id"))
  const row = cardsOf.rows(call.world).get(id)
  if (row === undefined) throw instanceNotFound("instance_not_found", "boxSkillsCards")
  return row
}

const create = (call: Call) => {
  const { id } = findFile(call, param(call, "file_id"))
  const cards = checkedCards(call.json)
  if (cardsOf.rows(call.world).has(id)) throw conflict("tuple_already_exists", "The file has skill cards already")
  const row = cardsOf.insert(call.world, { id, instanceId: uuid(call.random), cards, version: 0 })
  return json(201, show(row))
}

/** The operations of Box are replacements of single cards: `/cards/0`. */
const replaced = (cards: ReadonlyArray<JsonObject>, given: JsonObject): ReadonlyArray<JsonObject> => {
  requiredOneOf(given, "op", ["replace"])
  const place = /^\/cards\/(\d+)$/.exec(requiredString(given, "path"))?.[1]
  if (place === undefined || Number(place) >= cards.length) throw invalid("'path' is not that of a card")
  return cards.with(Number(place), checked(given["value"]))
}

const update = (call: Call, operations: ReadonlyArray<JsonObject>) => {
  const row = find(call)
  row.cards = operations.reduce(replaced, row.cards)
  row.version++
  return json(200, show(row))
}

const invoke = (call: Call) => {
  requiredOneOf(call.json, "status", ["invoked", "processing", "success", "transient_failure", "permanent_failure"])
  const metadata = requiredObject(call.json, "metadata")
  const { id } = findFile(call, requiredId(requiredObject(call.json, "file"), "id"))
  const cards = metadata["cards"] === undefined ? [] : checkedCards(metadata)
  const known = cardsOf.rows(call.world).get(id)
  if (known === undefined) cardsOf.insert(call.world, { id, instanceId: uuid(call.random), cards, version: 0 })
  else Object.assign(known, { cards, version: known.version + 1 })
  return empty(200)
}

export const skillRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", path, (call) => json(200, show(find(call)))),
  stepRoute("api", "POST", path, create),
  arrayStepRoute("PUT", path, update),
  stepRoute("api", "DELETE", path, (call) => {
    cardsOf.remove(call.world, find(call))
    return empty(204)
  }),
  stepRoute("api", "PUT", "/skill_invocations/{skill_id}", invoke)
]
