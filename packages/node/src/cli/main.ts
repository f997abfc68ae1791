/** The command line of `@effect-box/node`: the first word says which command. */

const usage = `Usage: effect-box <command>

Commands:
  emulator   serve an emulated Box on a port (effect-box emulator --help)
`

/** Runs one command to its end. It says what is wrong on stderr, and sets the exit status. */
export const main = async ([command, ...args]: ReadonlyArray<string>): Promise<void> => {
  switch (command) {
    case "emulator": {
      // Each command loads what it needs, and nothing before it is asked for.
      const { emulator } = await import("./emulator.ts")
      return emulator(args)
    }
    case "--help":
    case "-h":
    case "help":
      process.stdout.write(usage)
      return
    case "--version": {
      const { version } = await import("@effect-box/core/unstable/Version")
      process.stdout.write(`${version}\n`)
      return
    }
    default:
      process.stderr.write(
        command === undefined
          ? usage
          : `effect-box: there is no command ${JSON.stringify(command)}; effect-box --help lists them\n`
      )
      process.exitCode = 2
  }
}
