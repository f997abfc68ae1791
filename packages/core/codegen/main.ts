/**
 * Generates from the facts: `packages/core/src/api`, the emulator's table of operations, what `effect-box call` knows of them,
 * `MIGRATING.md` and the page of operations. Usage:
 * `node packages/core/codegen/main.ts [--check | --update DIR]`.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { emitAll, factsFolder, readFacts, readLibrary } from "./emit.ts"
import { emitMigration } from "./migration.ts"
import { emitOperationArguments, emitOperationModules } from "./operationArguments.ts"
import { emitOperationPage } from "./operationPage.ts"
import { emitOperationTable } from "./operationTable.ts"
import { differences, format, write } from "./output.ts"
import { copied } from "./ownWords.ts"
import { readTexts } from "./texts.ts"
import { update } from "./update.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const target = join(root, "packages/core/src/api")

/** Generated files outside of `src/api`, by their path below the root. */
const others = (): ReadonlyMap<string, string> => {
  const library = readLibrary()
  const source = format(
    root,
    new Map([
      ["packages/core/src/testing/emulator/operationTable.ts", emitOperationTable(library)],
      ["packages/node/src/cli/operations/operationArguments.ts", emitOperationArguments(library, readTexts())],
      ["packages/node/src/cli/operations/operationModules.ts", emitOperationModules(library)]
    ])
  )
  return new Map([
    ...source,
    ["MIGRATING.md", emitMigration(library)],
    ["docs/operations-table.md", emitOperationPage(library)]
  ])
}

const isCurrent = (path: string, text: string): boolean =>
  existsSync(join(root, path)) && readFileSync(join(root, path), "utf8") === text

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const fail = (lines: ReadonlyArray<string>): void => {
  for (const line of lines) say(line)
  process.exitCode = 1
}

const check = (): void => {
  const made = format(root, emitAll())
  const beside = others()
  const stale = [...beside].filter(([path, text]) => !isCurrent(path, text)).map(([path]) => path)
  const different = [...differences(target, made), ...stale]
  if (different.length === 0) say(`${made.size + beside.size} generated files are up to date`)
  else fail([...different.map((path) => `differs: ${path}`), `${different.length} generated files differ`])
}

const generate = (phrases: ReadonlySet<string>): void => {
  const made = format(root, emitAll())
  const found = copied(made, phrases)
  if (found.length > 0) {
    fail(["Comments repeat Box's documents; say it in your own words in docs.json:", ...found])
    return
  }
  const changed = [...write(target, made)]
  const beside = others()
  for (const [path, text] of beside) {
    if (isCurrent(path, text)) continue
    writeFileSync(join(root, path), text)
    changed.push(path)
  }
  say(`${made.size + beside.size} generated files, ${changed.length} of them changed`)
}

const { values } = parseArgs({ options: { update: { type: "string" }, check: { type: "boolean" } } })
try {
  if (values.check === true) check()
  else if (values.update === undefined) generate(new Set())
  else {
    const directory = resolve(process.env["EFFECT_BOX_CWD"] ?? ".", values.update)
    const { report, phrases } = update(directory, factsFolder, readFacts())
    for (const line of report) say(line)
    generate(phrases)
  }
} catch (error) {
  // Messages for the user are plain Errors; everything else is a defect of the generator.
  if (!(error instanceof Error) || error.constructor !== Error) throw error
  fail([error.message])
}
