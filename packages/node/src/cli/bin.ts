#!/usr/bin/env node
/** What `npx @effect-box/node` starts. Imported by something else it does nothing. */
import { existsSync, realpathSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { versionFault } from "../internal/versionFault.ts"

const started = process.argv[1] ?? ""

// npm starts it through a symbolic link.
if (existsSync(started) && realpathSync(started) === realpathSync(fileURLToPath(import.meta.url))) {
  if (versionFault === undefined) {
    // The second start does not compile everything again. An old Node does not have it.
    const { enableCompileCache } = await import("node:module")
    enableCompileCache()
    const { main } = await import("./main.ts")
    await main(process.argv.slice(2))
  } else {
    process.stderr.write(`${versionFault}\n`)
    process.exitCode = 1
  }
}
