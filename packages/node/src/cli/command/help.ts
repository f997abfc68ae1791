/** Help for people, and `docs/cli.md`. */
import { type Argument, type Command, common, type Flag, groups } from "./Command.ts"

const word = ({ many, name, optional }: Argument): string => {
  const shown = many === true ? `${name.toUpperCase()}...` : name.toUpperCase()
  return optional === true ? `[${shown}]` : shown
}

/** `effect-box ls [PATH]`. */
export const usageOf = (command: Command): string =>
  [
    "effect-box",
    command.name,
    ...command.arguments.map(word),
    ...(command.flags.length === 0 ? [] : ["[options]"])
  ].join(" ")

const flagName = ({ name, short, value }: Flag): string =>
  `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`

const flagText = ({ choices, initial, many, summary }: Flag): string =>
  [
    summary,
    ...(choices === undefined ? [] : [`: ${choices.join(", ")}`]),
    ...(initial === undefined ? [] : [` (default ${initial})`]),
    ...(many === true ? ["; can be repeated"] : [])
  ].join("")

const aligned = (rows: ReadonlyArray<readonly [string, string]>): string => {
  const width = Math.min(Math.max(...rows.map(([left]) => left.length)), 26)
  return rows
    .map(([left, right]) =>
      left.length > width ? `  ${left}\n  ${" ".repeat(width)}  ${right}` : `  ${left.padEnd(width)}  ${right}`
    )
    .join("\n")
}

const section = (title: string, rows: ReadonlyArray<readonly [string, string]>): ReadonlyArray<string> =>
  rows.length === 0 ? [] : ["", `${title}:`, aligned(rows)]

/** Lines of a text that break between words. */
const wrapped = (text: string, width = 96): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const next of text.split(" ")) {
    const last = lines.at(-1)
    if (last === undefined || last.length + next.length >= width) lines.push(next)
    else lines[lines.length - 1] = `${last} ${next}`
  }
  return lines
}

/** What `--help` of a command prints. */
export const helpOf = (command: Command): string =>
  [
    `${command.summary}.`,
    "",
    `Usage: ${usageOf(command)}`,
    ...(command.details === undefined ? [] : ["", ...wrapped(command.details)]),
    ...section(
      "Arguments",
      command.arguments.map((argument) => [word(argument), argument.summary])
    ),
    ...section(
      "Options",
      command.flags.map((flag) => [flagName(flag), flagText(flag)])
    ),
    ...section(
      "Options of every command",
      common
        .filter(({ name }) => !command.flags.some((own) => own.name === name))
        .map((flag) => [flagName(flag), flagText(flag)])
    ),
    "",
    "Examples:",
    ...command.examples.flatMap(([line, says]) => [`  # ${says}`, `  ${line}`]),
    ""
  ].join("\n")

/** What `effect-box --help` prints. */
export const overview = (commands: ReadonlyArray<Command>): string =>
  [
    "Usage: effect-box <command> [options]",
    ...groups.flatMap((group) => {
      const found = commands.filter((command) => command.group === group)
      return section(
        group,
        found.map(({ name, summary }) => [name, summary])
      )
    }),
    "",
    "Begin with effect-box login. effect-box doctor says what is wrong if something does not work.",
    "Paths start at the root folder (/reports/2026); id:12345, file:12345 and folder:12345 name an item by its id.",
    "effect-box <command> --help shows what a command takes, with examples.",
    "Exit status: 0 done, 1 failed, 2 wrong usage, 3 partly failed, 4 not logged in, 130 interrupted.",
    ""
  ].join("\n")

const cell = (text: string): string => text.replaceAll("|", "\\|")

const table = (rows: ReadonlyArray<readonly [string, string]>): ReadonlyArray<string> =>
  rows.length === 0
    ? []
    : ["", "| | |", "|---|---|", ...rows.map(([left, right]) => `| \`${cell(left)}\` | ${cell(right)} |`)]

const page = (command: Command): ReadonlyArray<string> => [
  "",
  `### ${command.name}`,
  "",
  `${command.summary}.${command.details === undefined ? "" : ` ${command.details}`}`,
  "",
  "```sh",
  usageOf(command),
  "```",
  ...table([
    ...command.arguments.map((argument) => [word(argument), argument.summary] as const),
    ...command.flags.map((flag) => [flagName(flag), flagText(flag)] as const)
  ]),
  "",
  "```sh",
  ...command.examples.flatMap(([line, says]) => [`# ${says}`, line]),
  "```"
]

/** `docs/cli.md` after its introduction. */
export const reference = (commands: ReadonlyArray<Command>): string =>
  [
    "## Options of every command",
    ...table(common.map((flag) => [flagName(flag), flagText(flag)])),
    ...groups.flatMap((group) => [
      "",
      `## ${group}`,
      ...commands.filter((found) => found.group === group).flatMap(page)
    ]),
    ""
  ].join("\n")
