/** `effect-box emulator`. What it does not need for an answer, such as the server for `--help`, is not loaded. */
import { help, readOptions } from "./options.ts"

/** Runs the command with the words that follow its name. */
export const emulator = async (args: ReadonlyArray<string>): Promise<void> => {
  const asked = readOptions(args)
  switch (asked.kind) {
    case "help":
      process.stdout.write(help)
      return
    case "version":
      process.stdout.write(`${(await import("@effect-box/core/unstable/Version")).version}\n`)
      return
    case "coverage":
      process.stdout.write(`${(await import("./coverage.ts")).coverageTable()}\n`)
      return
    case "wrong":
      process.stderr.write(`effect-box emulator: ${asked.message}\n`)
      process.exitCode = 2
      return
    case "serve":
      ;(await import("./serveEmulator.ts")).serveEmulator(asked.options)
  }
}
