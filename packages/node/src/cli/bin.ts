#!/usr/bin/env node
/** What `npx @effect-box/node` starts. Imported by something else it does nothing. */
import { existsSync, realpathSync } from "node:fs"
import { enableCompileCache } from "node:module"
import { fileURLToPath } from "node:url"

const started = process.argv[1] ?? ""

// npm starts it through a symbolic link.
if (existsSync(started) && realpathSync(started) === realpathSync(fileURLToPath(import.meta.url))) {
  // The second start does not compile everything again.
  enableCompileCache()
  const { main } = await import("./main.ts")
  await main(process.argv.slice(2))
}
