/**
 * Questions to Box AI. No model answers here: the answer says so, unless a preparation has given one for such a prompt.
 *
 * @see https://developer.box.com/reference/resources/ai-response/
 */
import { json } from "../wire/Answer.ts"
import { type Call, requiredQuery, type Route, stepRoute } from "../model/Call.ts"
import type { File } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { findFile } from "../model/Tree.ts"
import { type Preparation, stepPreparation } from "../resource/Preparation.ts"
import {
  type JsonObject,
  optionalArray,
  optionalBoolean,
  optionalObject,
  optionalOneOf,
  optionalString,
  requiredArray,
  requiredId,
  requiredObject,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, missingParameter } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"
import { findHub } from "./HubRoutes.ts"

const modes = ["ask", "text_gen", "extract", "extract_structured"] as const

type Mode = (typeof modes)[number]

/** An answer of a test's own. */
interface AiAnswer {
  readonly id: string
  /** For all modes, if `undefined`. */
  readonly mode: Mode | undefined
  /** For prompts that contain it. */
  readonly prompt: string
  readonly answer: unknown
}

const answers: Table<AiAnswer> = makeTable("ai_answer", 870_001)

export const noModel = "This answer comes from the emulator of Box. No model has read anything."

/** The answer of the last preparation that fits. */
const preparedFor = (call: Call, mode: Mode, prompt: string): AiAnswer | undefined =>
  [...answers.rows(call.world).values()]
    .reverse()
    .find((one) => (one.mode === undefined || one.mode === mode) && prompt.includes(one.prompt))

const agentInfo = {
  processor: "emulator",
  models: [{ name: "emulator__none", provider: "emulator", supported_purpose: "text" }]
}

const respond = (call: Call, answer: unknown, more: JsonObject = {}) =>
  json(200, {
    answer,
    created_at: timestamp(call.now),
    completion_reason: "done",
    ai_agent_info: agentInfo,
    ...more
  })

const promptOf = (call: Call): string => {
  const prompt = requiredString(call.json, "prompt")
  if (prompt === "" || prompt.length > 10_000) throw badParameter("prompt", "'prompt' must have 1 to 10,000 characters")
  return prompt
}

/** The files in question. A hub stands alone, and has no files that are looked at. */
const filesOf = (call: Call, most: number, types: ReadonlyArray<"file" | "hubs">): ReadonlyArray<File> => {
  const given = requiredArray(call.json, "items").map((item) => requiredObject({ item }, "item"))
  if (given.length === 0 || given.length > most) throw badParameter("items", `'items' must have 1 to ${most} elements`)
  return given.flatMap((item) => {
    const id = requiredId(item, "id")
    if (requiredOneOf(item, "type", types) === "file") return [findFile(call, id)]
    if (given.length > 1) throw badParameter("items", "A hub must be the only item")
    findHub(call, id)
    return []
  })
}

const textAnswer = (call: Call, mode: Mode, prompt: string): string => {
  const prepared = preparedFor(call, mode, prompt)?.answer
  return prepared === undefined ? noModel : typeof prepared === "string" ? prepared : JSON.stringify(prepared)
}

const ask = (call: Call) => {
  const mode = requiredOneOf(call.json, "mode", ["single_item_qa", "multiple_item_qa"])
  const prompt = promptOf(call)
  const files = filesOf(call, mode === "single_item_qa" ? 1 : 25, ["file", "hubs"])
  const isCited = optionalBoolean(call.json, "include_citations") === true
  const citations = files.map(({ id, name }) => ({ type: "file", id, name, content: noModel }))
  return respond(call, textAnswer(call, "ask", prompt), isCited ? { citations } : {})
}

const generate = (mode: "text_gen" | "extract", most: number) => (call: Call) => {
  const prompt = promptOf(call)
  filesOf(call, most, ["file"])
  return respond(call, textAnswer(call, mode, prompt))
}

/** A value that fits the type of a field. */
const valueOf = (field: JsonObject): unknown => {
  const key = (optionalArray(field, "options") ?? []).map((option) =>
    requiredString(requiredObject({ option }, "option"), "key")
  )[0]
  switch (optionalString(field, "type")) {
    case "float":
    case "integer":
      return 0
    case "date":
      return "1970-01-01T00:00:00Z"
    case "enum":
      return key ?? null
    case "multiSelect":
      return key === undefined ? [] : [key]
    default:
      return noModel
  }
}

const extractStructured = (call: Call) => {
  filesOf(call, 25, ["file"])
  const fields = optionalArray(call.json, "fields")?.map((field) => requiredObject({ field }, "field"))
  const template = optionalObject(call.json, "metadata_template")
  if ((fields === undefined) === (template === undefined)) {
    throw badParameter("fields", "Either 'fields' or 'metadata_template' is required")
  }
  const names = fields?.map((field) => requiredString(field, "key")) ?? [requiredString(template ?? {}, "template_key")]
  const prepared = preparedFor(call, "extract_structured", names.join(" "))
  const invented = Object.fromEntries((fields ?? []).map((field) => [requiredString(field, "key"), valueOf(field)]))
  return respond(call, prepared?.answer ?? invented)
}

const llm = { model: "emulator__none", system_message: noModel }

/** What an agent of Box has for each mode. */
const agentParts: Readonly<Record<Mode, JsonObject>> = {
  ask: { basic_text: llm, long_text: llm, basic_text_multi: llm, long_text_multi: llm },
  text_gen: { basic_gen: llm },
  extract: { basic_text: llm, long_text: llm },
  extract_structured: { basic_text: llm, long_text: llm }
}

const defaultAgent = (call: Call) => {
  const mode = requiredOneOf({ mode: requiredQuery(call, "mode") }, "mode", modes)
  return json(200, { type: `ai_agent_${mode}`, ...agentParts[mode] })
}

const prepareAnswer = (call: Call): JsonObject => {
  const { answer } = call.json
  if (answer === undefined || answer === null) throw missingParameter("answer")
  const mode = optionalOneOf(call.json, "mode", modes)
  const prompt = optionalString(call.json, "prompt") ?? ""
  return { ...answers.insert(call.world, { id: answers.freshId(call.world), mode, prompt, answer }) }
}

export const aiPreparations: ReadonlyArray<Preparation> = [stepPreparation("ai_answers", prepareAnswer)]

export const aiRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/ai/ask", ask),
  stepRoute("api", "POST", "/ai/text_gen", generate("text_gen", 1)),
  stepRoute("api", "POST", "/ai/extract", generate("extract", 25)),
  stepRoute("api", "POST", "/ai/extract_structured", extractStructured),
  stepRoute("api", "GET", "/ai_agent_default", defaultAgent)
]
