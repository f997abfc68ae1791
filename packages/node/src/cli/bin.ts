#!/usr/bin/env node
/** What `npx @effect-box/node` starts. Imported by something else it does nothing. */
import { existsSync, realpathSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { main } from "./main.ts"

const started = process.argv[1] ?? ""

// npm starts it through a symbolic link.
if (existsSync(started) && realpathSync(started) === realpathSync(fileURLToPath(import.meta.url))) {
  await main(process.argv.slice(2))
}
