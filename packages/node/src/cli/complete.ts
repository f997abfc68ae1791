/** Completions: what can follow the words so far. Shells call it; see `completions`. */
import { commands } from "./catalog/index.ts"
import { type Argument, type Command, common, type Flag } from "./command/Command.ts"
import { parse } from "./command/parse.ts"
import type { Io } from "./terminal/Io.ts"

const unique = (words: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(words)]

const beginning = (word: string, candidates: ReadonlyArray<string>): ReadonlyArray<string> =>
  unique(candidates.filter((candidate) => candidate.startsWith(word)))

/** What a candidate is taken from: fixed words, or what only Box knows. */
type Source = { readonly words: ReadonlyArray<string> } | { readonly remote: true } | { readonly local: true }

const ofKind = async (of: Argument | Flag): Promise<Source> => {
  if ("choices" in of && of.choices !== undefined) return { words: of.choices }
  switch (of.kind) {
    case "remote":
      return { remote: true }
    case "local":
      return { local: true }
    case "operation": {
      const [{ operationArguments }, { nameOf }] = await Promise.all([
        import("./operations/operationArguments.ts"),
        import("./operations/Description.ts")
      ])
      return { words: operationArguments.map(nameOf) }
    }
    default:
      return { words: of.name === "shell" ? ["bash", "zsh", "fish"] : [] }
  }
}

/** The names of the arguments of an operation, for `call`. */
const argumentNames = async (operation: string): Promise<ReadonlyArray<string>> => {
  const [{ operationArguments }, { describe, nameOf }] = await Promise.all([
    import("./operations/operationArguments.ts"),
    import("./operations/Description.ts")
  ])
  const entry = operationArguments.find((one) => nameOf(one) === operation)
  return entry === undefined ? [] : describe(entry).arguments.map(({ name }) => `${name}=`)
}

const flagsOf = (command: Command): ReadonlyArray<Flag> => [...command.flags, ...common]

const flagBefore = (command: Command, word: string | undefined): Flag | undefined =>
  flagsOf(command).find(
    ({ name, short, value }) => value !== undefined && (word === `--${name}` || word === `-${short}`)
  )

/** The words before that are arguments. */
const argumentsBefore = (command: Command, words: ReadonlyArray<string>): ReadonlyArray<string> =>
  words.filter((word, at) => !word.startsWith("-") && flagBefore(command, words[at - 1]) === undefined)

const sourceOf = async (command: Command, before: ReadonlyArray<string>, word: string): Promise<Source> => {
  if (word.startsWith("-")) return { words: flagsOf(command).map(({ name }) => `--${name}`) }
  const flag = flagBefore(command, before.at(-1))
  if (flag !== undefined) return ofKind(flag)
  const given = argumentsBefore(command, before)
  if (command.name === "call" && given.length > 0) return { words: await argumentNames(given[0] ?? "") }
  const last = command.arguments.at(-1)
  const many = command.arguments.findIndex((argument) => argument.many === true)
  const argument =
    many !== -1 && given.length >= many ? (command.arguments[many] ?? last) : command.arguments[given.length]
  return argument === undefined ? { words: [] } : ofKind(argument)
}

/** The items of the folder that a path leads to so far. */
const remotePaths = async (word: string, profile: ReadonlyArray<string>, io: Io): Promise<ReadonlyArray<string>> => {
  if (word.includes(":")) return []
  const folder = word.slice(0, word.lastIndexOf("/") + 1)
  const listing = commands.find(({ name }) => name === "ls")
  if (listing === undefined) return []
  const values = parse(listing, [
    folder === "" ? "/" : folder,
    "--jsonl",
    "--fields",
    "type,name",
    "--quiet",
    ...profile
  ])
  let out = ""
  const quiet: Io = {
    ...io,
    stdout: {
      ...io.stdout,
      isTerminal: false,
      write: async (data) => {
        out += String(data)
      }
    },
    stderr: { ...io.stderr, write: () => Promise.resolve() }
  }
  const [{ run }, { handlerOf }] = await Promise.all([import("./run.ts"), import("./handlers.ts")])
  const handler = await handlerOf("ls")
  if (handler === undefined || !("folder" in values)) return []
  await run(listing, handler, values, quiet)
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .map(
      ({ name, type }: { readonly name: string; readonly type: string }) =>
        `${folder}${name}${type === "folder" ? "/" : ""}`
    )
}

/** The profile that the words name: its login lists the remote paths. */
const profileIn = (words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const at = words.indexOf("--profile")
  return at === -1 || words[at + 1] === undefined ? [] : ["--profile", String(words[at + 1])]
}

/** What can be the last of these words. `undefined`: a local path, which shells know better. */
export const complete = async (words: ReadonlyArray<string>, io: Io): Promise<ReadonlyArray<string> | undefined> => {
  const word = words.at(-1) ?? ""
  const before = words.slice(0, -1)
  const command = commands
    .filter(({ name }) => name.split(" ").every((part, at) => before[at] === part))
    .sort((a, b) => b.name.length - a.name.length)[0]
  const groups = commands.filter(({ name }) => before.length > 0 && name.startsWith(`${before.join(" ")} `))
  const next = groups.map(({ name }) => name.split(" ")[before.length] ?? "")
  if (command === undefined) {
    return beginning(
      word,
      before.length === 0 ? [...commands.map(({ name }) => name.split(" ")[0] ?? ""), "help"] : next
    )
  }
  const source = await sourceOf(command, before.slice(command.name.split(" ").length), word)
  if ("local" in source) return undefined
  const found = "words" in source ? source.words : await remotePaths(word, profileIn(words), io)
  return beginning(word, [...next, ...found])
}
