/** The command line: which command is meant, what it is given, and how it ends. */
import { commands } from "./catalog/index.ts"
import type { Command } from "./command/Command.ts"
import { helpOf, overview } from "./command/help.ts"
import { Misuse, parse } from "./command/parse.ts"
import { didYouMean } from "./command/suggest.ts"
import type { Io } from "./terminal/Io.ts"

const misuse = async (io: Io, text: string): Promise<number> => {
  await io.stderr.write(`effect-box: ${text}\n`)
  return 2
}

/** The command with the longest name that the words begin with. */
const find = (args: ReadonlyArray<string>): Command | undefined =>
  commands
    .filter(({ name }) => name.split(" ").every((word, at) => args[at] === word))
    .sort((a, b) => b.name.length - a.name.length)[0]

const unknown = (io: Io, [word = "", next]: ReadonlyArray<string>): Promise<number> => {
  const group = commands.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => name)
  if (group.length > 0) {
    const ends = group.map((name) => name.slice(word.length + 1))
    const meant = next === undefined ? "" : didYouMean(next, ends)
    return misuse(io, `${word} needs one of: ${ends.join(", ")}.${meant}`)
  }
  const meant = didYouMean(word, word.startsWith("-") ? ["--version", "--help"] : commands.map(({ name }) => name))
  return misuse(io, `there is no command ${JSON.stringify(word)}; effect-box --help lists them.${meant}`)
}

const start = async (command: Command, args: ReadonlyArray<string>, io: Io): Promise<number> => {
  if (command.ownWords === true) {
    const { emulator } = await import("./emulator.ts")
    await emulator(args)
    return Number(process.exitCode ?? 0)
  }
  const values = parse(command, args)
  if (values instanceof Misuse) {
    return misuse(io, `${command.name}: ${values.message}\n  next: effect-box ${command.name} --help`)
  }
  if (values["help"] === true) {
    await io.stdout.write(helpOf(command))
    return 0
  }
  const [{ run }, { handlerOf }] = await Promise.all([import("./run.ts"), import("./handlers.ts")])
  const handler = await handlerOf(command.name)
  if (handler === undefined) throw new Error(`nothing runs ${command.name}`)
  return run(command, handler, values, io)
}

/** Runs one command to its end, and gives the exit status. It says what is wrong on stderr. */
export const main = async (args: ReadonlyArray<string>, io: Io): Promise<number> => {
  const [first] = args
  if (first === undefined) {
    await io.stderr.write(overview(commands))
    return 2
  }
  if (first === "--version") {
    const { version } = await import("@effect-box/core/unstable/Version")
    await io.stdout.write(`${version}\n`)
    return 0
  }
  if (first === "__complete") {
    const { complete } = await import("./complete.ts")
    // Shells know local paths themselves.
    const found = (await complete(args.slice(1), io)) ?? ["\u0001local"]
    await io.stdout.write(found.map((line) => `${line}\n`).join(""))
    return 0
  }
  const words = first === "help" ? [...args.slice(1), "--help"] : args
  if (words[0] === "--help" || words[0] === "-h") {
    await io.stdout.write(overview(commands))
    return 0
  }
  const command = find(words)
  return command === undefined ? unknown(io, words) : start(command, words.slice(command.name.split(" ").length), io)
}
