/** Reads the words of a command line by the description of a command. */
import { type Argument, type Command, common, type Flag, type Kind } from "./Command.ts"
import { didYouMean } from "./suggest.ts"

/** What is wrong with a command line, for the person who wrote it. */
export class Misuse {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

/** The values of arguments and flags by name. */
export type Values = Readonly<Record<string, unknown>>

const units: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 }

/** `10M` and `10MB` are 10,000,000 bytes, `10MiB` is 10 times 1,048,576. */
export const sizeOf = (text: string): number | undefined => {
  const [, digits, unit, binary] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?$/i.exec(text) ?? []
  if (digits === undefined || unit === undefined || (binary !== "" && unit === "")) return undefined
  const power = units[unit.toLowerCase()] ?? 1
  const step = binary === "" ? power : 1024 ** (Math.log10(power) / 3)
  return Math.round(Number(digits) * step)
}

const called = (of: Argument | Flag): string => ("value" in of || !("many" in of) ? `--${of.name}` : of.name)

/** The value of a word, or what is wrong with it. */
export const read = (label: string, kind: Kind | undefined, choices: Flag["choices"], word: string): unknown => {
  if (choices !== undefined && !choices.includes(word)) {
    return new Misuse(`${label} takes ${choices.join(", ")}, not ${JSON.stringify(word)}.${didYouMean(word, choices)}`)
  }
  if (kind === "number") {
    return /^\d{1,15}$/.test(word)
      ? Number(word)
      : new Misuse(`${label} takes a whole number, not ${JSON.stringify(word)}.`)
  }
  if (kind === "size") {
    return sizeOf(word) ?? new Misuse(`${label} takes a size such as 500k or 10MB, not ${JSON.stringify(word)}.`)
  }
  return word
}

interface Split {
  readonly words: ReadonlyArray<string>
  readonly flags: ReadonlyMap<string, ReadonlyArray<string>>
}

/** Tells flags from the other words. `--` ends the flags; a lone `-` is a word. */
const split = (flags: ReadonlyArray<Flag>, args: ReadonlyArray<string>): Split | Misuse => {
  const words: Array<string> = []
  const found = new Map<string, Array<string>>()
  const byName = new Map<string, Flag>(
    flags.flatMap((flag) => [[`--${flag.name}`, flag] as const, [`-${flag.short}`, flag] as const])
  )
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? ""
    if (word === "--") {
      words.push(...args.slice(at + 1))
      break
    }
    if (!word.startsWith("-") || word === "-") {
      words.push(word)
      continue
    }
    const equals = word.startsWith("--") ? word.indexOf("=") : -1
    const name = equals === -1 ? word : word.slice(0, equals)
    const flag = byName.get(name)
    if (flag === undefined) {
      const letters = /^-([A-Za-z]{2,})$/.exec(name)?.[1]
      if (letters !== undefined) {
        const apart = [...letters].map((letter) => `-${letter}`).join(" ")
        return new Misuse(`There is no option ${name}. Options of one letter stand alone: ${apart}.`)
      }
      return new Misuse(
        `There is no option ${name}.${didYouMean(
          name,
          flags.map((known) => `--${known.name}`)
        )}`
      )
    }
    const values = found.get(flag.name) ?? []
    found.set(flag.name, values)
    if (flag.value === undefined) {
      if (equals !== -1) return new Misuse(`--${flag.name} takes no value.`)
      values.push("")
      continue
    }
    const value = equals === -1 ? args[++at] : word.slice(equals + 1)
    if (value === undefined) return new Misuse(`--${flag.name} needs a value: --${flag.name} ${flag.value}`)
    values.push(value)
  }
  return { words, flags: found }
}

const flagValue = (flag: Flag, given: ReadonlyArray<string> | undefined): unknown => {
  if (flag.value === undefined) return given !== undefined
  const words = given ?? (flag.initial === undefined ? [] : [flag.initial])
  const values = words.map((word) => read(`--${flag.name}`, flag.kind, flag.choices, word))
  const wrong = values.find((value) => value instanceof Misuse)
  return wrong ?? (flag.many === true ? values : values.at(-1))
}

/** The values of the arguments. What `rows` name comes from each row of `--from`. */
const argumentValues = (
  command: Command,
  words: ReadonlyArray<string>,
  rows: boolean
): Record<string, unknown> | Misuse => {
  const values: Record<string, unknown> = {}
  const required = command.arguments.filter(({ optional }) => optional !== true)
  // With fewer words than there have to be, the last ones are missing.
  const missing = rows ? undefined : required[words.length]
  if (missing !== undefined) return new Misuse(`${missing.name.toUpperCase()} is missing: ${missing.summary}.`)
  let at = 0
  for (const [index, argument] of command.arguments.entries()) {
    // What must come after a list of words is not a part of it.
    const later = command.arguments.slice(index + 1).filter(({ optional }) => optional !== true).length
    const taken = argument.many === true ? words.slice(at, Math.max(at, words.length - later)) : words.slice(at, at + 1)
    at += taken.length
    const checked = taken.map((word) => read(argument.name.toUpperCase(), argument.kind, undefined, word))
    const wrong = checked.find((value) => value instanceof Misuse)
    if (wrong instanceof Misuse) return wrong
    if (argument.many === true) values[argument.name] = checked
    else if (checked.length > 0) values[argument.name] = checked[0]
  }
  const extra = words[at]
  return extra === undefined
    ? values
    : new Misuse(`${JSON.stringify(extra)} is one word too many; put a name with spaces in quotes.`)
}

/** Reads the words after the name of a command. */
export const parse = (command: Command, args: ReadonlyArray<string>): Values | Misuse => {
  const flags = [...command.flags, ...common.filter(({ name }) => !command.flags.some((own) => own.name === name))]
  const parts = split(flags, args)
  if (parts instanceof Misuse) return parts
  const values: Record<string, unknown> = {}
  for (const flag of flags) {
    const value = flagValue(flag, parts.flags.get(flag.name))
    if (value instanceof Misuse) return value
    if (value !== undefined) values[flag.name] = value
  }
  if (values["help"] === true) return values
  const formats = ["json", "jsonl", "csv"].filter((name) => values[name] === true)
  if (formats.length > 1) return new Misuse(`--${formats.join(" and --")} contradict each other.`)
  const given = argumentValues(command, parts.words, values["from"] !== undefined)
  return given instanceof Misuse ? given : { ...values, ...given }
}

/** The values of a command line with those of a row of `--from`, which has the names of arguments and flags. */
export const withRow = (command: Command, values: Values, row: Readonly<Record<string, string>>): Values | Misuse => {
  const merged: Record<string, unknown> = { ...values }
  for (const [name, text] of Object.entries(row)) {
    if (text === "") continue
    const argument = command.arguments.find((known) => known.name === name)
    const flag = command.flags.find((known) => known.name === name)
    const known = argument ?? flag
    if (known === undefined) continue
    if (flag !== undefined && flag.value === undefined) {
      merged[name] = ["true", "yes", "1"].includes(text.toLowerCase())
      continue
    }
    const value = read(called(known), known.kind, flag?.choices, text)
    if (value instanceof Misuse) return value
    merged[name] = known.many === true ? [value] : value
  }
  // The rows that other commands give name an item by its type and id.
  const { id, type } = row
  const [target] = command.arguments
  if (target?.kind === "remote" && row[target.name] === undefined && id !== undefined && type !== undefined) {
    merged[target.name] = target.many === true ? [`${type}:${id}`] : `${type}:${id}`
  }
  const missing = command.arguments.find(
    (argument) =>
      argument.optional !== true && (merged[argument.name] === undefined || emptyList(merged[argument.name]))
  )
  return missing === undefined ? merged : new Misuse(`The row has no column ${missing.name}.`)
}

const emptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0
