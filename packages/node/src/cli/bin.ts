#!/usr/bin/env node
/** What `npx @effect-box/node` starts. Imported by something else it does nothing. */
import { existsSync, realpathSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { versionFault } from "../internal/versionFault.ts"

const started = process.argv[1] ?? ""

/** Runs the command. The first Ctrl-C ends it in order, the second at once. */
const start = async (): Promise<void> => {
  // The second start does not compile everything again. An old Node does not have it.
  const { enableCompileCache } = await import("node:module")
  enableCompileCache()
  const [{ main }, { processIo }] = await Promise.all([import("./main.ts"), import("./processIo.ts")])
  const args = process.argv.slice(2)
  const interrupted = new AbortController()
  let first = Number.POSITIVE_INFINITY
  const stop = (): void => {
    // npm and the terminal both tell of one Ctrl-C.
    if (performance.now() - first > 300) process.exit(130)
    if (interrupted.signal.aborted) return
    first = performance.now()
    interrupted.abort()
  }
  // The emulator stops by itself.
  if (args[0] !== "emulator") process.on("SIGINT", stop).on("SIGTERM", stop)
  // Whoever reads the output, such as `head`, may have enough of it.
  process.stdout.on("error", () => process.exit(0))
  const status = await main(args, processIo(interrupted.signal))
  process.exitCode = status
  // What is read of stdin must not keep the process.
  process.stdin.unref?.()
  if (args[0] !== "emulator") process.off("SIGINT", stop).off("SIGTERM", stop)
}

// npm starts it through a symbolic link.
if (existsSync(started) && realpathSync(started) === realpathSync(fileURLToPath(import.meta.url))) {
  if (versionFault === undefined) await start()
  else {
    process.stderr.write(`${versionFault}\n`)
    process.exitCode = 1
  }
}
