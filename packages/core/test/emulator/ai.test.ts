import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, download, file, folder, fresh, get, type Json, post, put } from "./wire.ts"

const v26 = { headers: { "box-version": "2026.0" } }

const prepare = (path: string, json: Json) =>
  Effect.flatMap(BoxEmulator.BoxEmulator, (emulator): Effect.Effect<Json, unknown> => emulator.prepare(path, json))

const question = (id: string, changes = {}) => ({
  mode: "single_item_qa",
  prompt: "What is it about?",
  items: [{ type: "file", id }],
  ...changes
})

describe("Box AI", () => {
  it.effect("says that no model has answered", () =>
    Effect.gen(function* () {
      const { id } = yield* file("f")
      const asked = yield* post("/ai/ask", question(id, { include_citations: true }))
      assert.strictEqual(asked.status, 200)
      assert.include(asked.json.answer, "emulator")
      assert.deepInclude(asked.json.citations[0], { type: "file", id, name: "f" })
      assert.strictEqual(asked.json.ai_agent_info.processor, "emulator")
      assert.include((yield* post("/ai/text_gen", question(id))).json.answer, "emulator")
      assert.include((yield* post("/ai/extract", question(id))).json.answer, "emulator")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("gives the answers of a test for its prompts, the last one first", () =>
    Effect.gen(function* () {
      const { id } = yield* file("f")
      yield* prepare("ai_answers", { answer: "anything" })
      yield* prepare("ai_answers", { prompt: "about", answer: "whales" })
      yield* prepare("ai_answers", { mode: "extract", prompt: "about", answer: { animal: "whale" } })
      assert.strictEqual((yield* post("/ai/ask", question(id))).json.answer, "whales")
      assert.strictEqual((yield* post("/ai/ask", question(id, { prompt: "Who?" }))).json.answer, "anything")
      assert.strictEqual((yield* post("/ai/extract", question(id))).json.answer, '{"animal":"whale"}')
      const { prepare: give } = yield* BoxEmulator.BoxEmulator
      assert.include((yield* Effect.flip(give("ai_answers", {}))).message, "answer")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("extracts a value for each field, plainly invented or prepared", () =>
    Effect.gen(function* () {
      const { id } = yield* file("f")
      const items = [{ type: "file", id }]
      const fields = [
        { key: "name", type: "string" },
        { key: "price", type: "float" },
        { key: "due", type: "date" },
        { key: "kind", type: "enum", options: [{ key: "one" }, { key: "two" }] },
        { key: "tags", type: "multiSelect", options: [{ key: "x" }] }
      ]
      const { answer } = (yield* post("/ai/extract_structured", { items, fields })).json
      assert.include(answer.name, "emulator")
      assert.deepInclude(answer, { price: 0, due: "1970-01-01T00:00:00Z", kind: "one", tags: ["x"] })
      yield* prepare("ai_answers", { mode: "extract_structured", prompt: "contract", answer: { name: "Ahab" } })
      const template = { template_key: "contract", scope: "enterprise", type: "metadata_template" }
      const known = yield* post("/ai/extract_structured", { items, metadata_template: template })
      assert.deepStrictEqual(known.json.answer, { name: "Ahab" })
      assert.strictEqual((yield* post("/ai/extract_structured", { items })).status, 400)
      assert.strictEqual(
        (yield* post("/ai/extract_structured", { items, fields, metadata_template: template })).status,
        400
      )
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("refuses questions that are malformed, or about what is not there", () =>
    Effect.gen(function* () {
      const { id } = yield* file("f")
      const two = [
        { type: "file", id },
        { type: "file", id }
      ]
      const refused = [
        [yield* post("/ai/ask", question("1")), 404],
        [yield* post("/ai/ask", question(id, { items: [{ type: "hubs", id: "1" }] })), 404],
        [yield* post("/ai/ask", question(id, { mode: "riddle" })), 400],
        [yield* post("/ai/ask", question(id, { prompt: "" })), 400],
        [yield* post("/ai/ask", question(id, { prompt: "x".repeat(10_001) })), 400],
        [yield* post("/ai/ask", question(id, { items: [] })), 400],
        [yield* post("/ai/ask", question(id, { items: two })), 400],
        [yield* post("/ai/text_gen", question(id, { items: two })), 400],
        [yield* post("/ai/text_gen", question(id, { items: [{ type: "folder", id: "0" }] })), 400],
        [yield* get("/ai_agent_default"), 400],
        [yield* get("/ai_agent_default?mode=riddle"), 400]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
      assert.strictEqual((yield* post("/ai/ask", question(id, { mode: "multiple_item_qa", items: two }))).status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("has a default agent for each mode", () =>
    Effect.gen(function* () {
      for (const mode of ["ask", "text_gen", "extract", "extract_structured"]) {
        assert.strictEqual((yield* get(`/ai_agent_default?mode=${mode}`)).json.type, `ai_agent_${mode}`)
      }
    }).pipe(Effect.provide(fresh()))
  )
})

describe("agents of AI Studio", () => {
  const ask = { type: "ai_agent_ask", access_state: "enabled", description: "Answers" }
  const extract = { type: "ai_agent_extract", access_state: "enabled", description: "Reads" }

  it.effect("are made, found, listed by mode and state, replaced and deleted", () =>
    Effect.gen(function* () {
      const body = { type: "ai_agent", name: "Ishmael", access_state: "enabled", ask }
      const { json: made } = yield* post("/ai_agents", body)
      assert.deepInclude(made, { name: "Ishmael", origin: "CUSTOM", ask })
      yield* post("/ai_agents", { type: "ai_agent", name: "Queequeg", access_state: "disabled", extract })
      const names = (query: string) =>
        Effect.map(get(`/ai_agents?${query}`), ({ json }) => json.entries.map(({ name }: Json) => name))
      assert.deepStrictEqual(yield* names(""), ["Ishmael", "Queequeg"])
      assert.deepStrictEqual(yield* names("mode=extract"), ["Queequeg"])
      assert.deepStrictEqual(yield* names("agent_state=enabled"), ["Ishmael"])
      assert.deepStrictEqual(yield* names("include_box_default=true&limit=1"), ["Agent of the emulator"])
      const path = `/ai_agents/${made.id}`
      const { json: asking } = yield* get(`${path}?fields=ask`)
      const always = ["access_state", "ask", "id", "name", "origin", "type"]
      assert.deepStrictEqual(Object.keys(asking).sort(), always)
      const changed = yield* put(path, { ...body, name: "Ahab", ask: undefined, extract })
      assert.deepInclude(changed.json, { name: "Ahab", extract })
      assert.notProperty(changed.json, "ask")
      assert.strictEqual((yield* get(path)).json.name, "Ahab")
      const refused = [
        [yield* post("/ai_agents", { ...body, name: undefined }), 400],
        [yield* post("/ai_agents", { ...body, access_state: "asleep" }), 400],
        [yield* post("/ai_agents", { ...body, ask: { type: "ai_agent_extract" } }), 400],
        [yield* get("/ai_agents?mode=dance"), 400],
        [yield* get("/ai_agents/1"), 404]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
      assert.strictEqual((yield* del(path)).status, 204)
      assert.strictEqual((yield* get(path)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("notes", () => {
  it.effect("are files with the Markdown that they were made from", () =>
    Effect.gen(function* () {
      const parent = yield* folder("notes")
      const body = {
        content: "# Hello",
        content_format: "markdown",
        name: "greeting",
        parent: { type: "folder", id: parent.id }
      }
      const convert = (changes = {}) => post("/notes/convert", { ...body, ...changes }, v26)
      const made = yield* created(convert())
      assert.strictEqual((yield* get(`/files/${made.id}`)).json.name, "greeting.boxnote")
      const content = JSON.parse(new TextDecoder().decode((yield* download(made.id)).bytes))
      assert.strictEqual(content.markdown, "# Hello")
      assert.include(content.made_by, "emulator")
      const refused = [
        [yield* convert(), 409],
        [yield* convert({ parent: { type: "folder", id: "1" } }), 404],
        [yield* convert({ parent: undefined }), 400],
        [yield* convert({ content_format: "html" }), 400],
        [yield* convert({ name: "" }), 400],
        [yield* convert({ content: "x".repeat(1024 ** 2 + 1) }), 413],
        [yield* post("/notes/convert", body), 400]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
    }).pipe(Effect.provide(fresh()))
  )
})
