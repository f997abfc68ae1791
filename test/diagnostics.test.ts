/** What the compiler says to a user who made a mistake: the message has to name the mistake. */
import { spawnSync } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, assert, beforeAll, describe, it } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))
const directory = join(root, ".tmp", "diagnostics")

const imports = `import { BoxRequest, FileUpload, Files, Folders, Operation, TypedMetadata, Users, Webhooks } from "@effect-box/core"
import { Effect, Schema, Stream } from "effect"
`

/** A mistake, and what the message says; `undefined`: it compiles. */
const cases: ReadonlyArray<readonly [name: string, code: string, message: string | undefined]> = [
  [
    "a field that does not exist",
    `export const x = Folders.getFolderById({ folder_id: "0", fields: ["name", "sizes"] })`,
    `Did you mean '"size"'?`
  ],
  [
    "a field that does not exist, in a list",
    `export const x = Folders.getFolderItems.items({ folder_id: "0", fields: ["nam"] })`,
    `Did you mean '"name"'?`
  ],
  [
    "a field with if_none_match",
    `export const x = Files.getFileById({ file_id: "0", if_none_match: "1", fields: ["sha"] })`,
    `Did you mean '"sha1"'?`
  ],
  [
    "a schema that contradicts the type of an operation",
    `export const x = Operation.make<{}, { readonly total: number }>({
       name: "x", method: "GET", path: "/x", output: () => Schema.Struct({ total: Schema.String })
     })`,
    "Type 'string' is not assignable to type 'number'"
  ],
  [
    "an operation without the schema of its answer",
    `export const x = Operation.make<{}, { readonly total: number }>({ name: "x", method: "GET", path: "/x" })`,
    "Property 'output' is missing"
  ],
  [
    "an operation with a schema and no answer",
    `export const x = Operation.make<{}, void>({ name: "x", method: "GET", path: "/x", output: () => Schema.String })`,
    "Type '() => Schema.String' is not assignable to type 'never'"
  ],
  [
    "no layer at all",
    `export const x = Effect.runPromise(Users.getUserMe())`,
    "Type 'HttpClient | TokenStore' is not assignable to type 'never'"
  ],
  [
    "what was not asked for",
    `export const x = Effect.map(Files.getFileById({ file_id: "1", fields: ["name"] }), (file) => file.size)`,
    `Property 'size' does not exist on type '{ readonly id: string; readonly etag?: string | null; readonly type: "file"; readonly name?: string | null; }'`
  ],
  [
    "a trigger that does not exist",
    `export const x = Webhooks.createWebhook({
       target: { type: "folder", id: "1" }, address: "https://example.test/hook", triggers: ["FILE.UPLOADDED"]
     })`,
    `Did you mean '"FILE.UPLOADED"'?`
  ],
  [
    "metadata of another shape",
    `const Invoice = TypedMetadata.make({
       scope: "enterprise", template_key: "invoice", schema: Schema.Struct({ total: Schema.Number })
     })
     export const x = Invoice.set({ file_id: "1" }, { total: "12" })`,
    "Type 'string' is not assignable to type 'number'"
  ],
  [
    "bytes as they are",
    `export const x = FileUpload.upload(new Uint8Array(3), { folder_id: "0", name: "a" })`,
    undefined
  ],
  [
    "a stream as somebody else",
    `export const x: Stream.Stream<string | null | undefined, unknown, unknown> = Folders.getFolderItems
       .items({ folder_id: "0", fields: ["name"] })
       .pipe(BoxRequest.asUser("1"), BoxRequest.withRetry({ maxAttempts: 1 }), Stream.map((item) => item.name))`,
    undefined
  ]
]

let output = ""

beforeAll(() => {
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  for (const [index, [, code]] of cases.entries())
    writeFileSync(join(directory, `case${index}.ts`), `${imports}${code}\n`)
  // What is the same as in the last run, of modules that are, is not checked again.
  const known = { incremental: true, tsBuildInfoFile: "../types/diagnostics.tsbuildinfo" }
  const options = { noEmit: true, noUnusedLocals: false, noErrorTruncation: true, types: ["node"], ...known }
  const config = { extends: "../../tsconfig.base.json", compilerOptions: options, include: ["*.ts"] }
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(config))
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc")
  output = spawnSync(process.execPath, [tsc, "--pretty", "false", "-p", directory], { encoding: "utf8" }).stdout
}, 120_000)

afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe("the compiler", () => {
  it.each(cases.map(([name, , message], index) => [name, message, index] as const))("%s", (_, message, index) => {
    // A message goes on in lines that are indented.
    const found = output.match(new RegExp(`^\\S*case${index}\\.ts\\(.*(?:\\n +.*)*`, "gm")) ?? []
    if (message === undefined) assert.deepStrictEqual(found, [])
    else {
      assert.strictEqual(found.length, 1, output)
      assert.include(found[0], message)
    }
  })
})
