/**
 * The cards that skills leave on a file: a list of JSON objects, which is checked in its outer form and kept as it is.
 *
 * @see https://developer.box.com/reference/resources/skill-cards-metadata/
 */
import { empty, json } from "../wire/Answer.ts"
import { arrayStepRoute, type Call, param, type Route, stepRoute } from "../model/Call.ts"
import { attachInstance, detachInstance } from "../model/Inheritance.ts"
import type { File } from "../model/Item.ts"
import { type Instance, skillCards, templateKey } from "../model/Metadata.ts"
import { findFile, requireRight } from "../model/Tree.ts"
import { instanceJson } from "../views/MetadataJson.ts"
import {
  type JsonObject,
  requiredArray,
  requiredObject,
  requiredOneOf,
  requiredString,
  requiredId
} from "../wire/Json.ts"
import { badRequest, conflict, instanceNotFound, Refusal } from "../wire/Refusal.ts"

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

const key = templateKey(skillCards)

/** The cards are an instance of metadata, with one value. */
const find = (call: Call): { readonly file: File; readonly instance: Instance } => {
  const file = findFile(call, param(call, "file_id"))
  const instance = file.metadata.get(key)
  if (instance === undefined) throw instanceNotFound("instance_not_found", key)
  return { file, instance }
}

const get = (call: Call) => {
  const { file, instance } = find(call)
  return json(200, instanceJson(call, file, instance))
}

const create = (call: Call) => {
  const file = findFile(call, param(call, "file_id"))
  requireRight(call, file, "editMetadata")
  const cards = checkedCards(call.json)
  if (file.metadata.has(key)) throw conflict("tuple_already_exists", "The file has skill cards already")
  return json(201, instanceJson(call, file, attachInstance(call.random, file, skillCards, { cards })))
}

const cardsIn = ({ values }: Instance): ReadonlyArray<JsonObject> => requiredArray(values, "cards").map(checked)

const replace = (instance: Instance, cards: ReadonlyArray<JsonObject>): void => {
  instance.values = { cards }
  instance.version++
}

/** The operations of Box are replacements of single cards: `/cards/0`. */
const replaced = (cards: ReadonlyArray<JsonObject>, given: JsonObject): ReadonlyArray<JsonObject> => {
  requiredOneOf(given, "op", ["replace"])
  const place = /^\/cards\/(\d+)$/.exec(requiredString(given, "path"))?.[1]
  if (place === undefined || Number(place) >= cards.length) throw invalid("'path' is not that of a card")
  return cards.with(Number(place), checked(given["value"]))
}

const update = (call: Call, operations: ReadonlyArray<JsonObject>) => {
  const { file, instance } = find(call)
  requireRight(call, file, "editMetadata")
  replace(instance, operations.reduce(replaced, cardsIn(instance)))
  return json(200, instanceJson(call, file, instance))
}

const remove = (call: Call) => {
  const { file } = find(call)
  requireRight(call, file, "editMetadata")
  detachInstance(file, key)
  return empty(204)
}

const invoke = (call: Call) => {
  requiredOneOf(call.json, "status", ["invoked", "processing", "success", "transient_failure", "permanent_failure"])
  const metadata = requiredObject(call.json, "metadata")
  const file = findFile(call, requiredId(requiredObject(call.json, "file"), "id"))
  const cards = metadata["cards"] === undefined ? [] : checkedCards(metadata)
  const known = file.metadata.get(key)
  if (known === undefined) attachInstance(call.random, file, skillCards, { cards })
  else replace(known, cards)
  return empty(200)
}

export const skillRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", path, get),
  stepRoute("api", "POST", path, create),
  arrayStepRoute("PUT", path, update),
  stepRoute("api", "DELETE", path, remove),
  stepRoute("api", "PUT", "/skill_invocations/{skill_id}", invoke)
]
