/** Generates `packages/core/src/api`. Usage: `node packages/core/codegen/main.ts [--specs DIR] [--check]`. */
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { emitAll } from "./emit.ts"
import { present } from "./openapi.ts"
import { differences, format, write } from "./output.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const target = join(root, "packages/core/src/api")

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const { values } = parseArgs({ options: { specs: { type: "string" }, check: { type: "boolean" } } })
const specs = values.specs ?? join(root, "../shared/openapi")

if (!present(specs)) {
  say("Box's OpenAPI documents are not here, so nothing was generated or checked. Name their directory with --specs.")
} else {
  const made = format(root, emitAll(specs))
  if (values.check === true) {
    const different = differences(target, made)
    for (const path of different) say(`differs: ${path}`)
    say(
      different.length === 0
        ? `${made.size} generated files are up to date`
        : `${different.length} generated files differ`
    )
    process.exitCode = different.length === 0 ? 0 : 1
  } else {
    const changed = write(target, made)
    say(`${made.size} files, ${changed.length} of them changed`)
  }
}
