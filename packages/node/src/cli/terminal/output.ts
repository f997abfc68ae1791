/** What a command gives: a table for people; JSON, JSON lines or CSV for scripts. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { coloured } from "./colour.ts"
import { at, chosen, csvLine, detailText, type Row, tableText } from "./format.ts"
import { safeJson, safeText } from "./safeText.ts"
import { note, Shell, write } from "./Shell.ts"

/** The names of `--fields`. */
export const asked = Shell.use(({ flags }) =>
  Effect.succeed(
    flags.fields
      ?.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "")
  )
)

type Columns = ReadonlyArray<string> | undefined

/** Whether people read the output. */
export const forPeople = Shell.use(({ capture, flags }) =>
  Effect.succeed(capture === undefined && !flags.json && !flags.jsonl && !flags.csv)
)

/** For a column, its value; CSV that a terminal shows must not command it. */
const csvRow = (row: Row, fields: ReadonlyArray<string>, safe: boolean): string => {
  const line = csvLine(fields.map((name) => chosen(row, [name])[name]))
  return `${safe ? safeText(line) : line}\n`
}

/** A table is aligned by its first rows; a longer one goes on with the same columns. */
const tableRows = 1000

/** The columns of rows that nobody has chosen: the plain properties of the first row. */
const columnsOf = (row: Row | undefined): ReadonlyArray<string> =>
  Object.entries(row ?? {})
    .filter(([, value]) => typeof value !== "object" || value === null)
    .map(([name]) => name)

const asTable = <E, R>(
  rows: Stream.Stream<Row, E, R>,
  chosenFields: Columns,
  columns: number,
  heading: (text: string) => string
) => {
  let fields = chosenFields
  return rows.pipe(
    Stream.grouped(tableRows),
    Stream.zipWithIndex,
    Stream.runForEach(([group, index]) => {
      fields ??= columnsOf(group[0])
      const text = tableText(group, fields, columns)
      const body = text.indexOf("\n") + 1
      return write(`${index === 0 ? `${heading(text.slice(0, body - 1))}\n` : ""}${text.slice(body)}`)
    })
  )
}

const asCsv = <E, R>(rows: Stream.Stream<Row, E, R>, chosenFields: Columns, safe: boolean) =>
  Effect.suspend(() => {
    let fields = chosenFields
    const header = fields === undefined ? Effect.void : write(`${csvLine(fields)}\n`)
    const line = (row: Row) => {
      if (fields !== undefined) return write(csvRow(row, fields, safe))
      fields = columnsOf(row)
      return write(`${csvLine(fields)}\n${csvRow(row, fields, safe)}`)
    }
    return Effect.andThen(header, Stream.runForEach(rows, line))
  })

const asJson = Effect.fnUntraced(function* <E, R>(rows: Stream.Stream<Row, E, R>) {
  let first = true
  yield* write("[")
  // What was read before a failure is a document too.
  yield* Stream.runForEach(rows, (row) => {
    const text = `${first ? "\n" : ",\n"}  ${safeJson(row, 2).replaceAll("\n", "\n  ")}`
    first = false
    return write(text)
  }).pipe(Effect.onExit(() => Effect.ignore(Effect.suspend(() => write(first ? "]\n" : "\n]\n")))))
})

/** Says which names of `--fields` no row has: they may be misspelt. */
const withKnownFields = <E, R>(rows: Stream.Stream<Row, E, R>, fields: Columns) =>
  Stream.suspend(() => {
    if (fields === undefined) return rows
    let unseen = fields
    let count = 0
    return rows.pipe(
      Stream.tap((row) =>
        Effect.sync(() => {
          count++
          if (unseen.length > 0) unseen = unseen.filter((name) => at(row, name) === undefined)
        })
      ),
      Stream.onEnd(
        Effect.suspend(() =>
          count > 0 && unseen.length > 0 ? note(`No row has a field ${unseen.join(" or ")}.`) : Effect.void
        )
      )
    )
  })

/**
 * Gives a list. `columns` are what people see, otherwise what the first row has; JSON has everything unless `--fields`
 * says otherwise.
 */
export const list = Effect.fnUntraced(function* <E, R>(
  rows: Stream.Stream<object, E, R>,
  columns?: ReadonlyArray<string>
) {
  const { capture, flags, io } = yield* Shell
  const fields = yield* asked
  // Properties are only read by name, and an object has some.
  const all = withKnownFields(rows as Stream.Stream<Row, E, R>, fields)
  if (capture !== undefined) return yield* Stream.runForEach(all, (row) => Effect.sync(() => capture(row)))
  const narrowed = Stream.map(all, (row) => chosen(row, fields))
  if (flags.json) return yield* asJson(narrowed)
  if (flags.jsonl) return yield* Stream.runForEach(narrowed, (row) => write(`${safeJson(row)}\n`))
  const shown = fields ?? columns
  if (flags.csv) return yield* asCsv(all, shown, io.stdout.isTerminal)
  const width = io.stdout.isTerminal ? io.stdout.columns : Number.POSITIVE_INFINITY
  yield* asTable(all, shown, width, (text) => coloured(io.stdout, io.env, "bold", text))
})

/** Gives one thing. `columns` are what people see. */
export const one = Effect.fnUntraced(function* (thing: object, columns: ReadonlyArray<string>) {
  const { capture, flags, io } = yield* Shell
  const fields = yield* asked
  const row: Row = { ...thing }
  if (capture !== undefined) return capture(row)
  const narrowed = chosen(row, fields)
  const shown = fields ?? columns
  if (flags.json) return yield* write(`${safeJson(narrowed, 2)}\n`)
  if (flags.jsonl) return yield* write(`${safeJson(narrowed)}\n`)
  if (flags.csv) return yield* write(`${csvLine(shown)}\n${csvRow(row, shown, io.stdout.isTerminal)}`)
  yield* write(detailText(row, shown))
})

/** Says to people what was done, in a line on stdout, and gives scripts the thing itself. */
export const done = Effect.fnUntraced(function* (text: string, thing: object) {
  if ((yield* forPeople) && (yield* asked) === undefined) {
    const { flags } = yield* Shell
    return flags.quiet ? undefined : yield* write(`${safeText(text)}\n`)
  }
  yield* one(thing, ["type", "id", "name"])
})

/** Does several things and says so of each, as `done` does. More than one is a list. */
export const doneEach = Effect.fnUntraced(function* <E, R>(
  steps: ReadonlyArray<Effect.Effect<readonly [text: string, thing: object], E, R>>
) {
  const [only, second] = steps
  if ((yield* forPeople) || (only !== undefined && second === undefined)) {
    for (const step of steps) yield* done(...(yield* step))
    return
  }
  const things = Stream.mapEffect(Stream.fromIterable(steps), (step) => Effect.map(step, ([, thing]) => thing))
  yield* list(things, ["type", "id", "name"])
})
