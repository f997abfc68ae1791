/** What is kept of Box's documents: shapes in full, and not a sentence. */
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { documentFactsOf, schemaFactsOf } from "../../codegen/documents.ts"
import { factsFolder, readFacts } from "../../codegen/emit.ts"
import { parse, print, readFiles } from "../../codegen/factFiles.ts"
import { outline, parseSchema, render, schemaLine } from "../../codegen/notation.ts"
import type { Json, SchemaObject } from "../../codegen/openapi.ts"
import { copied, phrasesIn, textsIn } from "../../codegen/ownWords.ts"
import { update } from "../../codegen/update.ts"

const sentence = "A sentence of theirs that nobody may find here"
const texts = { title: sentence, description: sentence, example: sentence }

const scheme = { flows: { authorizationCode: { scopes: { root_readonly: sentence, manage_groups: sentence } } } }

const boat = {
  ...texts,
  "x-box-tag": "boats",
  "x-box-resource-id": "boat",
  allOf: [
    { $ref: "#/components/schemas/Boat--Base" },
    { description: sentence },
    {
      properties: {
        name: { ...texts, type: "string", maxLength: 255 },
        harbour: { allOf: [{ $ref: "#/components/schemas/Harbour" }, { description: sentence, nullable: true }] },
        kind: { ...texts, type: "string", enum: ["sail", "motor boat"], default: "sail" }
      }
    }
  ],
  required: ["name"]
}

const operation = {
  operationId: "get_boats_id",
  summary: sentence,
  description: sentence,
  tags: ["Boats"],
  "x-box-tag": "boats",
  parameters: [
    {
      description: sentence,
      example: sentence,
      name: "boat_id",
      in: "path",
      required: true,
      schema: { type: "string" }
    },
    {
      description: sentence,
      name: "fields",
      in: "query",
      explode: false,
      schema: { type: "array", items: { type: "string" } }
    },
    { $ref: "#/components/parameters/Version" }
  ],
  responses: {
    "200": {
      description: sentence,
      headers: { Location: { description: sentence, schema: { type: "string", format: "url" } } },
      content: {
        "application/json": { examples: { one: { value: sentence } }, schema: { $ref: "#/components/schemas/Boat" } }
      }
    },
    "304": { description: sentence },
    "404": { content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } } },
    default: { content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } } }
  }
}

const documentOf = (version: string, schemas: Json = {}, paths: Json = {}): Json => ({
  openapi: "3.0.2",
  info: { ...texts, version, "x-box-commit-hash": "0123abc" },
  servers: [{ description: sentence, url: "https://api.test/2.0" }],
  security: [{ OAuth2Security: [] }],
  tags: [{ name: "Boats", description: sentence }],
  paths,
  components: {
    securitySchemes: { OAuth2Security: scheme },
    parameters: {
      Version: {
        description: sentence,
        name: "box-version",
        in: "header",
        required: true,
        schema: { type: "string", enum: [version] }
      }
    },
    schemas
  }
})

const schemas = {
  Boat: boat,
  "Boat--Base": {
    ...texts,
    type: "object",
    "x-box-tag": "boats",
    properties: { id: { type: "string" } },
    required: ["id"]
  },
  Problem: { type: "object", additionalProperties: {} }
}

const boats = documentOf("2024.0", schemas, { "/boats/{boat_id}": { get: operation }, "/empty": {} })

describe("the facts of a document", () => {
  it("are all that it says of shapes, and none of its texts", () => {
    const document = documentFactsOf("boats.json", boats)
    const made = print(document)
    assert.deepStrictEqual(Object.fromEntries(made), {
      "2024.0/document.txt": `version 2024.0
commit 0123abc
server https://api.test/2.0
scope root_readonly
scope manage_groups
`,
      "2024.0/boats.txt": `GET /boats/{boat_id} get_boats_id
  path boat_id!: string
  query fields commas: string[]
  header box-version!: string "2024.0"
  200 header Location: string/url
  200 application/json: Boat
  304
  404 default application/json: Problem
schema Boat: Boat--Base & object resource="boat"
  name!: string maxLength=255
  harbour: Harbour null
  kind: string "sail" "motor boat" default="sail"
schema Boat--Base: object
  id!: string
`,
      "2024.0/schemas.txt": `schema Problem: object
  *: any
`
    })
    assert.deepStrictEqual(parse(made), document)
    assert.deepStrictEqual(textsIn(document), [])
  })

  it("need a decision about a key that nobody has seen yet", () => {
    assert.throws(() => schemaFactsOf("Boat", { type: "string", "x-new": 1 }), /Boat: unknown key x-new/)
    const odd = documentOf("2024.0", {}, { "/boats": { get: { ...operation, callbacks: {} } } })
    assert.throws(() => documentFactsOf("boats.json", odd), /\/boats get: unknown key callbacks/)
  })

  it("are refused when a text is among them", () => {
    const kind = (schema: object): ReadonlyArray<string> =>
      textsIn(documentFactsOf("x", documentOf("2024.0", { Kind: { type: "string", ...schema } })))
    assert.deepStrictEqual(kind({ enum: ["viewer uploader", "enterprise_{enterprise_id}", "a/b"] }), [])
    assert.strictEqual(kind({ enum: ["this is a sentence"] }).length, 1)
    assert.strictEqual(kind({ default: "The default, of course." }).length, 1)
    assert.strictEqual(kind({ format: "as you like" }).length, 1)
    assert.strictEqual(kind({ "x-box-resource-id": "a resource" }).length, 1)
  })
})

describe("the notation", () => {
  const reference = (name: string): SchemaObject => ({ $ref: `#/components/schemas/${name}` })
  const cases: Readonly<Record<string, SchemaObject>> = {
    "it: any": {},
    "it: any null": { nullable: true },
    "it: integer/int64 null minimum=0 maximum=100": {
      type: "integer",
      format: "int64",
      nullable: true,
      minimum: 0,
      maximum: 100
    },
    'it: string pattern="^a \\"b\\" = c$"': { type: "string", pattern: '^a "b" = c$' },
    'it: string "" "two words" readOnly': { type: "string", enum: ["", "two words"], readOnly: true },
    "it: File--Mini null": { ...reference("File--Mini"), nullable: true },
    "it: File--Mini[] uniqueItems minItems=1": {
      type: "array",
      items: reference("File--Mini"),
      minItems: 1,
      uniqueItems: true
    },
    "it: array": { type: "array" },
    "it: array\n  []: string null": { type: "array", items: { type: "string", nullable: true } },
    "it: object closed": { type: "object", additionalProperties: false },
    "it: object\n  *: string": { type: "object", additionalProperties: { type: "string" } },
    'it: object required=["elsewhere"]\n  $id!: string\n  other: any': {
      type: "object",
      properties: { $id: { type: "string" }, other: {} },
      required: ["$id", "elsewhere"]
    },
    "it: A & B & object null closed\n  name: string": {
      allOf: [
        reference("A"),
        reference("B"),
        { type: "object", properties: { name: { type: "string" } }, additionalProperties: false }
      ],
      nullable: true
    },
    "it: allOf\n  -: A\n  -: object\n    a: string\n  -: object\n    b: string": {
      allOf: [
        reference("A"),
        { type: "object", properties: { a: { type: "string" } } },
        { type: "object", properties: { b: { type: "string" } } }
      ]
    },
    "it: oneOf\n  -: A\n  -: object null": { oneOf: [reference("A"), { type: "object", nullable: true }] },
    [`it: string default="0"${Array.from({ length: 12 }, (_, index) => `\n  "a longer value ${index}"`).join("")}`]: {
      type: "string",
      enum: Array.from({ length: 12 }, (_, index) => `a longer value ${index}`),
      default: "0"
    }
  }

  for (const [text, schema] of Object.entries(cases)) {
    it(`says and reads ${text.split("\n")[0]}`, () => {
      assert.strictEqual(render([schemaLine("it", schema)]), `${text}\n`)
      const [line] = outline(text)
      assert.deepStrictEqual(parseSchema(line?.text.slice("it: ".length) ?? "", line?.children ?? []), schema)
    })
  }

  it("takes nothing else", () => {
    assert.throws(() => parseSchema("strings", []), /unknown type strings/)
    assert.throws(() => parseSchema("string A remark of theirs", []), /unknown word A/)
    assert.throws(() => parse(new Map([["2024.0/x.txt", "schema X: object\n  a remark: string\n"]])), /a remark/)
    assert.throws(() => parse(new Map([["2024.0/x.txt", "# a remark\n"]])), /x\.txt: # a remark/)
  })
})

describe("the facts in this project", () => {
  for (const { version, document } of readFacts()) {
    it(`of ${version} hold no text`, () => {
      assert.isAbove(Object.keys(document.components.schemas).length, 9)
      assert.deepStrictEqual(textsIn(document), [])
    })

    it(`of ${version} are exactly what the notation makes of them, so that nothing else is in the files`, () => {
      assert.deepStrictEqual([...readFiles(factsFolder, version)].sort(), [...print(document)].sort())
    })
  }

  it("are nothing but these files, each small enough to be read", () => {
    const versions = readFacts().map(({ version }) => version)
    assert.deepStrictEqual(readdirSync(factsFolder).sort(), versions)
    const lengths = versions.flatMap((version) =>
      [...readFiles(factsFolder, version).values()].map((text) => text.length)
    )
    assert.isAtMost(Math.max(...lengths), 20_000)
  })
})

describe("a comment", () => {
  it("that repeats seven words of a document is found", () => {
    const phrases = phrasesIn({
      paths: { x: { get: { description: "The file that\nis to be moved away, or copied." } } }
    })
    const made = new Map([
      ["A.ts", "/** Moves the file.\n * The file that is to be moved away. */"],
      ["B.ts", "/** The file that is moved away. */ const text = 'the file that is to be moved'"]
    ])
    assert.deepStrictEqual(copied(made, phrases), [
      "A.ts: the file that is to be moved",
      "A.ts: file that is to be moved away"
    ])
  })
})

describe("an update", () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "effect-box-facts-"))
    put("openapi-v2025.0.json", documentOf("2025.0"))
    put("openapi-v2026.0.json", documentOf("2026.0"))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  const put = (file: string, document: Json): void => writeFileSync(join(directory, file), JSON.stringify(document))
  const facts = (): string => join(directory, "facts")
  const read = () =>
    readFacts().map(({ version, file }) => ({ version, file, document: parse(readFiles(facts(), version)) }))

  it("says what changed, one line for each thing", () => {
    put("openapi.json", boats)
    assert.deepStrictEqual(update(directory, facts(), read()).report.at(-1), "5 files of facts, 5 of them changed")
    const first = read()
    assert.deepStrictEqual(update(directory, facts(), first).report, ["5 files of facts, 0 of them changed"])
    const [id, fields] = operation.parameters
    const changed = {
      ...operation,
      parameters: [id, { ...fields, explode: true }, { name: "limit", in: "query", schema: { type: "integer" } }],
      responses: { ...operation.responses, "409": operation.responses[404] }
    }
    const [base, remark, own] = boat.allOf
    const crew = { type: "object", properties: { captain: { type: "string" } } }
    const { name: _, ...properties } = { ...own?.properties }
    const newer = {
      ...schemas,
      Boat: {
        ...boat,
        allOf: [base, remark, { properties: { ...properties, crew, kind: { type: "string", enum: ["sail", "oar"] } } }],
        required: ["kind"]
      },
      Harbour: { type: "object", "x-box-tag": "harbours" }
    }
    const paths = {
      "/boats/{boat_id}": { get: changed },
      "/boats": { post: { operationId: "post_boats", "x-box-tag": "boats", responses: {} } }
    }
    // JSON has no undefined: what is written is what is meant.
    put("openapi.json", documentOf("2024.0", newer as unknown as Json, paths as unknown as Json))
    put("openapi-v2027.0.json", {})
    assert.deepStrictEqual(update(directory, facts(), first).report, [
      "2024.0:",
      "  + post_boats (POST /boats)",
      "  get_boats_id (GET /boats/{boat_id})",
      "    + query limit: integer",
      "    + 409 application/json: Problem",
      "    - header box-version: string required",
      "    query fields list: commas -> repeated",
      "  + schema Harbour",
      "  schema Boat",
      '    + kind = "oar"',
      "    + crew: object",
      "    - name: string maxLength=255 required",
      '    - kind = "motor boat"',
      '    kind: string default="sail" -> string required',
      "openapi-v2027.0.json was not read: add it to openapi.ts",
      "6 files of facts, 2 of them changed"
    ])
    assert.include(readdirSync(join(facts(), "2024.0")), "harbours.txt")
  })

  it("refuses what the notation cannot say, and writes nothing", () => {
    put("openapi.json", documentOf("2024.0", { Odd: { type: "string", enum: [7] } }))
    assert.throws(() => update(directory, facts(), read()), /unknown word 7|cannot say all of Odd/)
    put("openapi.json", documentOf("2024.0", { Odd: { type: "integer", items: { type: "string" } } }))
    assert.throws(() => update(directory, facts(), read()), /cannot say all of Odd/)
    put("openapi.json", documentOf("2024.0", { Odd: { type: "string", enum: [sentence] } }))
    assert.throws(() => update(directory, facts(), read()), /no facts: .*A sentence of theirs/)
    assert.notInclude(readdirSync(directory), "facts")
  })

  it("removes the file of a tag that is gone", () => {
    put("openapi.json", boats)
    update(directory, facts(), read())
    put("openapi.json", documentOf("2024.0"))
    const { report } = update(directory, facts(), read())
    assert.deepStrictEqual(report.slice(0, 2), ["2024.0:", "  - get_boats_id (GET /boats/{boat_id})"])
    assert.deepStrictEqual(readdirSync(join(facts(), "2024.0")), ["document.txt"])
  })

  it("without the documents says what is missing, and changes nothing", () => {
    const main = fileURLToPath(new URL("../../codegen/main.ts", import.meta.url))
    const before = readFacts().map(({ version }) => [...readFiles(factsFolder, version)])
    let said = ""
    try {
      execFileSync(process.execPath, [main, "--update", directory], { encoding: "utf8", stdio: "pipe" })
    } catch (error) {
      said = String(Object(error).stdout)
    }
    assert.match(said, /openapi\.json is missing: the directory must hold openapi\.json, openapi-v2025/)
    assert.deepStrictEqual(
      readFacts().map(({ version }) => [...readFiles(factsFolder, version)]),
      before
    )
  })
})
