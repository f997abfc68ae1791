/** Generates `packages/core/src/api` and `MIGRATING.md`. Usage: `node packages/core/codegen/main.ts [--specs DIR] [--check]`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { emitAll, readLibrary } from "./emit.ts"
import { emitMigration } from "./migration.ts"
import { present } from "./openapi.ts"
import { differences, format, write } from "./output.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const target = join(root, "packages/core/src/api")
const page = join(root, "MIGRATING.md")

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const { values } = parseArgs({ options: { specs: { type: "string" }, check: { type: "boolean" } } })
const specs = values.specs ?? join(root, "../shared/openapi")

if (!present(specs)) {
  say("Box's OpenAPI documents are not here, so nothing was generated or checked. Name their directory with --specs.")
} else {
  const made = format(root, emitAll(specs))
  const migration = emitMigration(readLibrary(specs))
  if (values.check === true) {
    const same = existsSync(page) && readFileSync(page, "utf8") === migration
    const different = [...differences(target, made), ...(same ? [] : ["MIGRATING.md"])]
    for (const path of different) say(`differs: ${path}`)
    say(
      different.length === 0
        ? `${made.size + 1} generated files are up to date`
        : `${different.length} generated files differ`
    )
    process.exitCode = different.length === 0 ? 0 : 1
  } else {
    const changed = write(target, made)
    writeFileSync(page, migration)
    say(`${made.size + 1} files, ${changed.length} of them changed`)
  }
}
