/** `call`: any operation by its name. */
import { basename, resolve } from "node:path"
import type { BoxError } from "@effect-box/core/BoxError"
import type { Requirements } from "@effect-box/core/Operation"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/call.ts"
import type { Given } from "../command/Command.ts"
import { didYouMean } from "../command/suggest.ts"
import { type Description, describe, nameOf } from "../operations/Description.ts"
import { operationArguments } from "../operations/operationArguments.ts"
import { operationModules } from "../operations/operationModules.ts"
import { Fault, FileReference, readInput } from "../operations/readInput.ts"
import { list, one } from "../terminal/output.ts"
import { NotDone, note, Shell, stdin, write, WrongUse } from "../terminal/Shell.ts"

type Call = Given<typeof catalog.call>

/** An operation whose types are known from its description only. */
interface AnyOperation {
  (input: object): unknown
  readonly items?: (input: object) => Stream.Stream<object, BoxError, Requirements>
}

const find = (name: string): Effect.Effect<Description, WrongUse> => {
  const names = operationArguments.map(nameOf)
  const exact = names.indexOf(name)
  const found = exact === -1 ? names.findIndex((known) => known.toLowerCase() === name.toLowerCase()) : exact
  const entry = operationArguments[found]
  if (entry !== undefined) return Effect.succeed(describe(entry))
  const [module = "", method = ""] = name.split(".")
  const within = names.filter((known) => known.startsWith(`${module}.`))
  const meant =
    didYouMean(name, names) ||
    (method === ""
      ? ""
      : didYouMean(
          method,
          within.map((known) => known.slice(module.length + 1))
        ))
  return Effect.fail(
    new WrongUse({
      message: `There is no operation ${JSON.stringify(name)}.${meant}`,
      hint: within.length > 0 ? `effect-box call --list ${module}` : "effect-box call --list"
    })
  )
}

const load = (name: string) =>
  Effect.gen(function* () {
    const [module = "", method = ""] = name.split(".")
    const loaded = yield* Effect.promise(async () => operationModules[module]?.())
    // The table and the modules are generated from the same facts; a test compares them.
    return loaded?.[method] as AnyOperation
  })

const describeText = ({ arguments: taken, gives, method, name, page, path, paged, summary }: Description): string =>
  [
    `${name}   ${method} ${path}`,
    summary,
    page,
    "",
    ...(taken.length === 0 ? ["It takes no arguments."] : ["Arguments:"]),
    ...taken.flatMap(({ name: own, place, required, text, typeText }) => [
      `  ${own}${required ? "" : "?"}: ${typeText}   (${place})`,
      ...(text === "" ? [] : [`      ${text}`])
    ]),
    "",
    `Gives: ${gives.replace(/^json:/, "")}${paged ? ", page by page; --all reads every page" : ""}`,
    ""
  ].join("\n")

const readWhole = Effect.fnUntraced(function* (path: string) {
  const { io } = yield* Shell
  const fs = yield* FileSystem.FileSystem
  if (path !== "-") return yield* fs.readFile(resolve(io.cwd, path))
  const chunks = yield* Stream.runCollect(stdin)
  return new Uint8Array(Buffer.concat(chunks))
})

const parsed = Effect.fnUntraced(function* (path: string) {
  const bytes = yield* readWhole(path)
  return yield* Effect.try({
    try: (): unknown => JSON.parse(new TextDecoder().decode(bytes)),
    catch: () => new WrongUse({ message: `${path} is not JSON.` })
  })
})

const resolved = Effect.fnUntraced(function* (value: unknown, whole: boolean) {
  if (!(value instanceof FileReference)) return value
  if (value.as === "json") return yield* parsed(value.path)
  const bytes = yield* readWhole(value.path)
  if (value.as === "text") return Redacted.make(new TextDecoder().decode(bytes).trim())
  // A part of a form has a name; bytes that are the whole body have none.
  return whole ? bytes : { content: bytes, filename: basename(value.path) }
})

const inputOf = Effect.fnUntraced(function* (given: Call, description: Description) {
  const body = given.body === undefined ? undefined : yield* parsed(given.body)
  const input = readInput(description, given.values, body)
  if (input instanceof Fault) {
    return yield* new WrongUse({
      message: input.message,
      hint: `effect-box call ${description.name} --describe`
    })
  }
  const complete: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(input)) complete[name] = yield* resolved(value, name === "body")
  return complete
})

const saveBytes = Effect.fnUntraced(function* <E>(bytes: Stream.Stream<Uint8Array, E, Requirements>, given: Call) {
  const { io } = yield* Shell
  if (given.output !== undefined && given.output !== "-") {
    const fs = yield* FileSystem.FileSystem
    return yield* Stream.run(bytes, fs.sink(resolve(io.cwd, given.output)))
  }
  if (io.stdout.isTerminal) {
    return yield* new WrongUse({ message: "The answer is bytes: give --output FILE, or redirect stdout." })
  }
  yield* Stream.runForEach(bytes, write)
})

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array

const give = Effect.fnUntraced(function* (answer: unknown, given: Call) {
  if (Predicate.hasProperty(answer, "bytes") && isBytes(answer.bytes)) {
    return yield* saveBytes(Stream.succeed(answer.bytes), given)
  }
  if (typeof answer === "string") return yield* saveBytes(Stream.succeed(new TextEncoder().encode(answer)), given)
  if (answer === undefined) return yield* note("Done; the answer is empty.")
  if (Array.isArray(answer)) return yield* list(Stream.fromIterable(answer as ReadonlyArray<object>)) // entries of Box
  yield* one(Object(answer), Object.keys(Object(answer)))
  if (Predicate.hasProperty(answer, "_tag") && answer._tag !== "Ready") {
    return yield* new NotDone({ message: "Box has no such image yet, or none at all." })
  }
})

const listOperations = (word: string) =>
  list(
    Stream.fromIterable(operationArguments).pipe(
      Stream.map(describe),
      Stream.filter(({ name }) => name.toLowerCase().includes(word.toLowerCase())),
      Stream.map(({ method, name, path, summary }) => ({ name, method, path, summary }))
    ),
    ["name", "method", "path", "summary"]
  )

export const call = Effect.fnUntraced(function* (given: Call) {
  if (given.list) return yield* listOperations(given.operation ?? "")
  if (given.operation === undefined) {
    return yield* new WrongUse({ message: "OPERATION is missing.", hint: "effect-box call --list" })
  }
  const description = yield* find(given.operation)
  if (given.describe) {
    const { flags } = yield* Shell
    return flags.json || flags.jsonl ? yield* one(description, []) : yield* write(describeText(description))
  }
  const shell = yield* Shell
  const asJson = shell.flags.jsonl || shell.flags.csv ? shell : { ...shell, flags: { ...shell.flags, json: true } }
  const input = yield* inputOf(given, description)
  const operation = yield* load(description.name)
  const answered = Effect.suspend(() => {
    if (given.all) {
      return operation.items === undefined
        ? Effect.fail(new WrongUse({ message: `${description.name} is no list: leave out --all.` }))
        : list(operation.items(input))
    }
    const running = operation(input)
    // Every operation is an effect, or a stream of bytes.
    return Stream.isStream(running)
      ? saveBytes(running as Stream.Stream<Uint8Array, BoxError, Requirements>, given)
      : Effect.flatMap(running as Effect.Effect<unknown, BoxError, Requirements>, (answer) => give(answer, given))
  })
  yield* Effect.provideService(answered, Shell, asJson)
})
