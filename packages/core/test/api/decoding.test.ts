/**
 * Every answer that the facts about Box's API describe is taken as it is: in full, with less, with more, and with what Box may add
 * tomorrow. The facts are walked here, not by the generator.
 */
import { afterAll, assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Logger, type Schema } from "effect"
import { readFileSync } from "node:fs"
import { is } from "../../src/internal/guard.ts"
import { lenient } from "../../src/http/internal/lenientAnswer.ts"
import { check, reportUnknownTypes } from "../../src/internal/schema.ts"
import { type Json, type JsonSchema, operations, resolve, sample, type SpecOperation } from "./openapiSpecs.ts"
import { thorough } from "../../../../test/support/thorough.ts"
import { table } from "./operationTable.ts"

const names: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL("../../codegen/names.json", import.meta.url), "utf8")
).names

type Path = ReadonlyArray<string | number>

/** A changed answer and what was changed. */
interface Mutant {
  readonly what: string
  readonly value: () => Json
  /** Whether it contradicts the facts. */
  readonly odd?: boolean
}

/** What Box has been seen to send in the place of something else. */
const odd = (value: Json): ReadonlyArray<Json> =>
  [[], 7, "seven", {}, true, [null], { id: null }].filter(
    (other) => typeof other !== typeof value || Array.isArray(other) !== Array.isArray(value)
  )

/** Never left out: without them nobody can tell where a list goes on, or where the parts of a file go. */
const neverLeftOut = [
  "entries",
  "next_marker",
  "next_stream_position",
  "part",
  "part_size",
  "session_endpoints",
  "total_parts"
]

/** Promised wherever they occur: what an answer is, and what tells members of unions apart. */
const indispensable = new Set(["id", "type", "skill_card_type", "validation_type"])

/** Promised of one kind of answer, because nobody can do anything without them: the end of a reference -> names. */
const promised: Readonly<Record<string, ReadonlyArray<string>>> = {
  AccessToken: ["access_token", "expires_in"],
  Event: ["event_id"],
  EventSource: ["item_type", "item_id"],
  Files: ["entries"],
  ZipDownload: ["download_url", "status_url"]
}

/** The same for kinds that have no name among the facts: the property that holds them -> names. */
const promisedIn: Readonly<Record<string, ReadonlyArray<string>>> = {
  path_collection: ["total_count", "entries"],
  shared_link: ["url"]
}

/** Everything that is promised anywhere. */
const kept = new Set([...indispensable, ...Object.values(promised).flat(), ...Object.values(promisedIn).flat()])

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const replaced = (value: Json, path: Path, change: (found: Json) => Json | undefined): Json => {
  const [key, ...rest] = path
  if (key === undefined) return change(value) ?? null
  if (Array.isArray(value))
    return value.map((item: Json, index) => (index === key ? replaced(item, rest, change) : item))
  if (!isObject(value)) throw new Error(`no ${String(key)} here`)
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, property]): ReadonlyArray<[string, Json]> => {
      if (name !== key) return [[name, property]]
      if (rest.length > 0) return [[name, replaced(property, rest, change)]]
      const changed = change(property)
      return changed === undefined ? [] : [[name, changed]]
    })
  )
}

/** The schema of a property, wherever in `allOf` it is. */
const propertyOf = (operation: SpecOperation, given: JsonSchema, name: string): JsonSchema | undefined => {
  const schema = resolve(operation.document, given)
  const own = schema.properties?.[name]
  if (own !== undefined) return own
  const alternatives = (schema.oneOf ?? schema.anyOf ?? []).slice(0, 1)
  for (const part of [...(schema.allOf ?? []), ...alternatives].reverse()) {
    const found = propertyOf(operation, part, name)
    if (found !== undefined) return found
  }
  return undefined
}

const find = <A>(
  operation: SpecOperation,
  given: JsonSchema,
  pick: (schema: JsonSchema) => A | undefined
): A | undefined => {
  const schema = resolve(operation.document, given)
  const own = pick(schema)
  if (own !== undefined) return own
  for (const part of schema.allOf ?? []) {
    const found = find(operation, part, pick)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether the members of a union are objects that say what they are in `type`. */
const isTagged = (operation: SpecOperation, members: ReadonlyArray<JsonSchema>): boolean =>
  members.every((member) => propertyOf(operation, member, "type")?.enum !== undefined)

const mutants = function* (
  operation: SpecOperation,
  schema: JsonSchema,
  root: Json,
  path: Path,
  here: Json
): Generator<Mutant> {
  const at = `/${path.join("/")}`
  if (Array.isArray(here)) {
    const items = find(operation, schema, (found) => found.items)
    if (items !== undefined && here[0] !== undefined) yield* mutants(operation, items, root, [...path, 0], here[0])
    return
  }
  const values = find(operation, schema, (found) => found.enum)
  const last = path.at(-1)
  if (typeof here === "string" && values !== undefined && !indispensable.has(String(last))) {
    yield { what: `unknown value at ${at}`, value: () => replaced(root, path, () => "a_value_of_tomorrow") }
  }
  if (!isObject(here)) return
  // The keys of a map are data, not names that Box could add to.
  const isMap = find(operation, schema, (found) =>
    found.properties === undefined ? found.additionalProperties : undefined
  )
  if (isMap === undefined) {
    const what = `extra key at ${at}`
    yield { what, value: () => replaced(root, path, (found) => ({ ...Object(found), key_of_tomorrow: { deep: [1] } })) }
  }
  const members = find(operation, schema, (found) => found.oneOf ?? found.anyOf)
  if (members !== undefined && path.length > 0 && isTagged(operation, members)) {
    yield {
      what: `unknown member at ${at}`,
      value: () => replaced(root, path, () => ({ type: "type_of_tomorrow", anything: true }))
    }
  }
  for (const [name, property] of Object.entries(here)) {
    const inner = propertyOf(operation, schema, name)
    if (inner === undefined) continue
    if (!isKept(schema, path, name)) {
      for (const wrong of odd(property)) {
        yield {
          what: `${JSON.stringify(wrong)} at ${at}/${name}`,
          value: () => replaced(root, [...path, name], () => wrong),
          odd: true
        }
      }
      yield { what: `null at ${at}/${name}`, value: () => replaced(root, [...path, name], () => null) }
      yield { what: `nothing at ${at}/${name}`, value: () => replaced(root, [...path, name], () => undefined) }
    }
    yield* mutants(operation, inner, root, [...path, name], property)
  }
}

const isKept = (schema: JsonSchema, path: Path, name: string): boolean => {
  const kind = schema.$ref?.slice(schema.$ref.lastIndexOf("/") + 1) ?? ""
  const owner = String(path.findLast((step) => typeof step === "string"))
  return (
    indispensable.has(name) || promised[kind]?.includes(name) === true || promisedIn[owner]?.includes(name) === true
  )
}

/** The schemas of answers with JSON. */
const answersOf = ({ described }: SpecOperation): ReadonlyArray<JsonSchema> =>
  Object.entries(described.responses)
    .filter(([status]) => status.startsWith("2"))
    .flatMap(([, response]) => response.content?.["application/json"]?.schema ?? [])

/** For the log of the run: the assertion beside it keeps the number from falling. */
const report = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

interface Tally {
  decoded: number
  /** Odd answers that came up; the same shapes are in the answers of many operations. */
  odd: number
  readonly failures: Array<string>
}

/** An odd answer: read with its types intact, and nothing else of it lost. */
const takeOdd = Effect.fnUntraced(function* (
  tally: Tally,
  name: string,
  output: Schema.Codec<unknown>,
  mutant: Mutant
) {
  const fits = is(output)
  const value = mutant.value()
  if (fits(value)) return
  const read = lenient(output.ast, value, true)
  const place = /at (.*)$/.exec(mutant.what)?.[1] ?? ""
  if (read === undefined) {
    if (!neverLeftOut.some((kept) => place.endsWith(`/${kept}`))) tally.failures.push(`${name}: ${mutant.what}: fails`)
    return
  }
  const failure = fits(read.value) ? undefined : "does not fit its type"
  if (failure !== undefined) tally.failures.push(`${name}: ${mutant.what}: ${failure}`)
  else if (read.paths.length !== 1) tally.failures.push(`${name}: ${mutant.what}: ${read.paths.join(" ")}`)
  else tally.decoded++
})

/** Every odd answer in CI, otherwise each third one, which is another one wherever a shape comes up again. */
const isTurn = (tally: Tally): boolean => tally.odd++ % 3 === 0 || thorough

const take = Effect.fnUntraced(function* (
  tally: Tally,
  operation: SpecOperation,
  only: "examples" | "mutants" | "odd"
) {
  const name = names[operation.described.operationId] ?? ""
  const output = table.get(name)?.spec.output
  for (const schema of output === undefined ? [] : answersOf(operation)) {
    assert.isDefined(output)
    const verify = check(output())
    const complete = sample(operation.document, schema, "all")
    const examples = [complete, sample(operation.document, schema, kept)].map((value) => ({
      what: "as it is",
      value: () => value
    }))
    const chosen: Iterable<Mutant> = only === "examples" ? examples : mutants(operation, schema, complete, [], complete)
    for (const mutant of chosen) {
      const { what } = mutant
      if (mutant.odd === true || only === "odd") {
        if (mutant.odd === true && only === "odd" && isTurn(tally)) yield* takeOdd(tally, name, output(), mutant)
        continue
      }
      const value = mutant.value()
      const before = JSON.stringify(value)
      const exit = yield* Effect.exit(verify(value))
      if (Exit.isFailure(exit)) tally.failures.push(`${name}: ${what}: ${String(exit.cause)}`.slice(0, 300))
      else if (JSON.stringify(exit.value) !== before) tally.failures.push(`${name}: ${what}: changed`)
      else tally.decoded++
    }
  }
})

// Otherwise the next call of the thread would log them, in a test of something else.
afterAll(() => Effect.runPromise(Effect.provide(reportUnknownTypes, Logger.layer([]))))

describe("answers and the facts", () => {
  it.effect("every answer is taken as it is, in full and with no more than is required", () =>
    Effect.gen(function* () {
      const tally: Tally = { decoded: 0, odd: 0, failures: [] }
      for (const operation of operations) yield* take(tally, operation, "examples")
      assert.deepStrictEqual(tally.failures, [])
      report(`${tally.decoded} examples decode`)
      assert.isAtLeast(tally.decoded, 558)
    })
  )

  it.effect(
    "so is every answer with a key, a value or a type that Box has not documented, with null, and with less",
    () =>
      Effect.gen(function* () {
        const tally: Tally = { decoded: 0, odd: 0, failures: [] }
        for (const operation of operations) yield* take(tally, operation, "mutants")
        assert.deepStrictEqual(tally.failures, [])
        report(`${tally.decoded} changed examples decode`)
        assert.isAtLeast(tally.decoded, 21500)
      })
  )

  it.effect("an optional property of another type is left out, and nothing else", () =>
    Effect.gen(function* () {
      const tally: Tally = { decoded: 0, odd: 0, failures: [] }
      for (const operation of operations) yield* take(tally, operation, "odd")
      assert.deepStrictEqual(tally.failures.slice(0, 20), [])
      report(`${tally.decoded} odd examples are read`)
      assert.isAtLeast(tally.decoded, thorough ? 52_000 : 17_000)
    })
  )
})
