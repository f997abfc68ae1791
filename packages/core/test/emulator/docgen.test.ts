import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, download, file, folder, fresh, get, type Json, post, uploadVersion } from "./wire.ts"

const v25 = { headers: { "box-version": "2025.0" } }

const text = "Dear {{customer.name}}, {{if paid}}thanks for{{endif}} {{ amount }}."

const markTemplate = (id: string) => post("/docgen_templates", { file: { type: "file", id } }, v25)

const batch = (id: string, folderId: string, inputs: ReadonlyArray<Json>, changes = {}) =>
  post(
    "/docgen_batches",
    {
      file: { type: "file", id },
      destination_folder: { type: "folder", id: folderId },
      input_source: "api",
      output_type: "docx",
      document_generation_data: inputs.map((user_input, index) => ({
        generated_file_name: `letter ${index}`,
        user_input
      })),
      ...changes
    },
    v25
  )

const contentOf = (id: string) => Effect.map(download(id), ({ bytes }) => new TextDecoder().decode(bytes))

const entries = (path: string) => Effect.map(get(path, v25), ({ json }): ReadonlyArray<Json> => json.entries)

describe("templates of Doc Gen", () => {
  it.effect("are files, with the tags of their text", () =>
    Effect.gen(function* () {
      const { id } = yield* file("letter.docx", text)
      assert.deepStrictEqual((yield* created(markTemplate(id))).file, { type: "file", id })
      yield* created(markTemplate(id))
      assert.deepStrictEqual(yield* entries("/docgen_templates"), [
        { file: { type: "file", id }, file_name: "letter.docx" }
      ])
      const path = `/docgen_templates/${id}`
      assert.strictEqual((yield* get(path, v25)).json.file_name, "letter.docx")
      const tags = yield* entries(`${path}/tags`)
      assert.deepStrictEqual(
        tags.map(({ json_paths, tag_content, tag_type }) => [tag_content, tag_type, json_paths]),
        [
          ["{{customer.name}}", "text", ["customer", "customer.name"]],
          ["{{if paid}}", "conditional", ["paid"]],
          ["{{endif}}", "conditional", []],
          ["{{ amount }}", "text", ["amount"]]
        ]
      )
      const page = (yield* get(`${path}/tags?limit=3`, v25)).json
      assert.strictEqual((yield* entries(`${path}/tags?limit=3&marker=${page.next_marker}`)).length, 1)
      yield* uploadVersion(id, "{{other}}")
      assert.strictEqual((yield* entries(`${path}/tags`)).length, 1)
      const [old] = (yield* get(`/files/${id}/versions`)).json.entries
      assert.strictEqual((yield* entries(`${path}/tags?template_version_id=${old.id}`)).length, 4)
      assert.strictEqual((yield* get(`${path}/tags?template_version_id=1`, v25)).status, 404)
      assert.strictEqual((yield* del(path, v25)).status, 204)
      assert.strictEqual((yield* get(path, v25)).status, 404)
      assert.strictEqual((yield* get(`/files/${id}`)).status, 200)
      assert.strictEqual((yield* markTemplate("1")).status, 404)
      assert.strictEqual((yield* post("/docgen_templates", {}, v25)).status, 400)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("batches of Doc Gen", () => {
  it.effect("fill the template once for each set of values, in jobs", () =>
    Effect.gen(function* () {
      const template = yield* file("letter.docx", "Dear {{customer.name}}: {{amount}}")
      const target = yield* folder("out")
      yield* markTemplate(template.id)
      const made = yield* batch(template.id, target.id, [
        { customer: { name: "Ada" }, amount: 7 },
        { customer: { name: "Grace" }, amount: "8 {{customer.name}}" }
      ])
      assert.strictEqual(made.status, 202)
      const done = yield* entries(`/docgen_batch_jobs/${made.json.id}`)
      assert.deepStrictEqual(
        done.map(({ status }) => status),
        ["completed", "completed"]
      )
      assert.strictEqual(yield* contentOf(done[0].output_file.id), "Dear Ada: 7")
      assert.strictEqual(yield* contentOf(done[1].output_file.id), "Dear Grace: 8 {{customer.name}}")
      const { json } = yield* get(`/folders/${target.id}/items`)
      assert.deepStrictEqual(
        json.entries.map(({ name }: Json) => name),
        ["letter 0.docx", "letter 1.docx"]
      )
      assert.deepInclude((yield* get(`/docgen_jobs/${done[0].id}`, v25)).json, done[0])
      const other = yield* file("other.docx", "x")
      yield* markTemplate(other.id)
      yield* batch(other.id, "0", [{}])
      assert.strictEqual((yield* entries("/docgen_jobs")).length, 3)
      assert.strictEqual((yield* entries(`/docgen_batch_jobs/${made.json.id}`)).length, 2)
      assert.strictEqual((yield* entries(`/docgen_template_jobs/${template.id}`)).length, 2)
      const [listed] = yield* entries("/docgen_jobs?limit=1")
      assert.deepInclude(listed, { ...done[0], source: "api" })
      yield* batch(template.id, target.id, [{ customer: { name: "Ada" }, amount: 7 }])
      assert.strictEqual((yield* get(`/folders/${target.id}/items`)).json.entries[0].name, "letter 0 (1).docx")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("say what they could not fill", () =>
    Effect.gen(function* () {
      const template = yield* file("letter.docx", text)
      yield* markTemplate(template.id)
      const { json } = yield* batch(template.id, "0", [{ customer: {}, amount: 7 }])
      const [job] = yield* entries(`/docgen_batch_jobs/${json.id}`)
      assert.strictEqual(job.status, "completed_with_error")
      assert.strictEqual(job.failures.warnings.length, 3)
      assert.strictEqual(yield* contentOf(job.output_file.id), "Dear , {{if paid}}thanks for{{endif}} 7.")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("refuse what is no template, and what is malformed; others do not see them", () =>
    Effect.gen(function* () {
      const { managedUserId } = (yield* BoxEmulator.BoxEmulator).credentials
      const { id } = yield* file("letter.docx", text)
      const plain = yield* batch(id, "0", [{}])
      yield* markTemplate(id)
      const { json } = yield* batch(id, "0", [{}])
      const as = { headers: { ...v25.headers, "as-user": managedUserId } }
      const refused = [
        [plain, 404],
        [yield* batch(id, "1", [{}]), 404],
        [yield* batch(id, "0", []), 400],
        [yield* batch(id, "0", ["x"]), 400],
        [yield* batch(id, "0", [{}], { input_source: "mind" }), 400],
        [yield* batch(id, "0", [{}], { output_type: "gif" }), 400],
        [yield* batch(id, "0", [{}], { file_version: { type: "file_version", id: "1" } }), 404],
        [yield* get("/docgen_jobs/1", v25), 404],
        [yield* get(`/docgen_batch_jobs/${json.id}`, as), 404],
        [yield* get(`/docgen_template_jobs/${id}`, as), 404]
      ] as const
      for (const [reply, status] of refused) assert.strictEqual(reply.status, status)
      assert.deepStrictEqual((yield* get("/docgen_jobs", as)).json.entries, [])
    }).pipe(Effect.provide(fresh()))
  )
})
