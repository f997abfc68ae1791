/** `--from`: a command for each row of a file, with a journal and a row of results for each. */
import { createHash } from "node:crypto"
import { resolve } from "node:path"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import type { Command } from "./command/Command.ts"
import { Misuse, type Values, withRow } from "./command/parse.ts"
import type { Handler } from "./handlers.ts"
import { explain } from "./session/explain.ts"
import { asChosenUser } from "./session/Session.ts"
import { csvLine, type Row } from "./terminal/format.ts"
import { forPeople, list } from "./terminal/output.ts"
import { rowsOf, type TextRow } from "./terminal/rowReader.ts"
import { NotDone, note, Shell, type StreamError, stdin, WrongUse } from "./terminal/Shell.ts"

/** What became of a row. */
interface Outcome {
  readonly result: "done" | "failed"
  readonly id: string
  readonly error: string
  readonly message: string
  readonly request_id: string
}

const outcomeColumns = ["result", "id", "error", "message", "request_id"] as const

/** The same row twice is two rows. */
const keyOf = (command: Command, seen: Map<string, number>, row: TextRow): string => {
  const content = JSON.stringify([command.name, row])
  const count = (seen.get(content) ?? 0) + 1
  seen.set(content, count)
  return createHash("sha256").update(`${count} ${content}`).digest("hex").slice(0, 32)
}

const idOf = (rows: ReadonlyArray<Row>): string => {
  const id = rows.map((row) => row["id"]).find((found) => typeof found === "string" || typeof found === "number")
  return id === undefined ? "" : String(id)
}

const failed = (error: unknown): Outcome => {
  const { message, requestId = "", tag } = explain(error)
  return { result: "failed", id: "", error: tag, message, request_id: requestId }
}

/** Runs the command for one row. Only an interruption ends more than the row. */
const runRow = Effect.fnUntraced(function* (command: Command, handler: Handler, values: Values, row: TextRow) {
  const shell = yield* Shell
  const given = withRow(command, values, row)
  if (given instanceof Misuse) return failed(new WrongUse({ message: given.message }))
  const captured: Array<Row> = []
  const asUser = row["as-user"] === undefined || row["as-user"] === "" ? {} : { "as-user": row["as-user"] }
  const own = { ...shell, flags: { ...shell.flags, ...asUser }, capture: (one: Row) => captured.push(one) }
  return yield* asChosenUser(Effect.suspend(() => handler(given))).pipe(
    Effect.scoped,
    Effect.provideService(Shell, own),
    Effect.map((): Outcome => ({ result: "done", id: idOf(captured), error: "", message: "", request_id: "" })),
    Effect.catchCause((cause) => {
      if (Cause.hasInterruptsOnly(cause)) return Effect.failCause(cause as Cause.Cause<never>) // no failure is in it
      const failure = Cause.findErrorOption(cause)
      return Effect.succeed(failed(failure._tag === "Some" ? failure.value : Cause.squash(cause)))
    })
  )
})

/** What earlier runs have done, by key. A line that a kill cut short does not count. */
const readJournal = Effect.fnUntraced(function* (path: string | undefined) {
  const done = new Map<string, string>()
  const fs = yield* FileSystem.FileSystem
  if (path === undefined || !(yield* fs.exists(path))) return done
  for (const line of (yield* fs.readFileString(path)).split("\n")) {
    const [, key, id] = /^([0-9a-f]{32}) (.*)\.$/.exec(line) ?? []
    if (key !== undefined && id !== undefined) done.set(key, id)
  }
  return done
})

/** Appends lines to a file. Without a path nothing is written. */
const appender = Effect.fnUntraced(function* (path: string | undefined, flag: "a" | "w") {
  if (path === undefined) return () => Effect.void
  const fs = yield* FileSystem.FileSystem
  const file = yield* fs.open(path, { flag, mode: 0o600 })
  const encoder = new TextEncoder()
  return (line: string) => file.writeAll(encoder.encode(`${line}\n`))
})

const checkColumns = (command: Command, row: TextRow): Effect.Effect<void, WrongUse> => {
  const known = [...command.arguments.map(({ name }) => name), ...command.flags.map(({ name }) => name), "as-user"]
  const isItem = command.arguments[0]?.kind === "remote" && "id" in row && "type" in row
  return isItem || Object.keys(row).some((name) => known.includes(name))
    ? Effect.void
    : Effect.fail(new WrongUse({ message: `No column of the rows is called ${known.join(", ")}.` }))
}

/** Runs a command for each row of `--from`. */
export const bulk = Effect.fnUntraced(function* (command: Command, handler: Handler, values: Values) {
  const { flags, io } = yield* Shell
  const fs = yield* FileSystem.FileSystem
  const file = (path: string | undefined) => (path === undefined ? undefined : resolve(io.cwd, path))
  const from = flags.from ?? "-"
  const bytes: Stream.Stream<Uint8Array, StreamError | PlatformError, Shell> =
    from === "-" ? stdin : fs.stream(resolve(io.cwd, from))
  const earlier = yield* readJournal(file(flags.journal))
  const journal = yield* appender(file(flags.journal), "a")
  // What a kill cut short must not swallow the next line.
  if (flags.journal !== undefined) yield* journal("")
  const results = yield* appender(file(flags.results), "w")
  const counts = { done: 0, failed: 0, skipped: 0 }
  const seen = new Map<string, number>()
  const forRow = Effect.fnUntraced(function* ({ key, row }: { readonly key: string; readonly row: TextRow }) {
    const before = earlier.get(key)
    if (before !== undefined) {
      counts.skipped++
      return { row, outcome: { result: "done", id: before, error: "", message: "", request_id: "" } satisfies Outcome }
    }
    const outcome = yield* runRow(command, handler, values, row)
    counts[outcome.result]++
    if (outcome.result === "done") yield* journal(`${key} ${outcome.id}.`)
    else yield* note(`failed: ${Object.values(row).join(", ")}: ${outcome.error}: ${outcome.message}`)
    return { row, outcome }
  })
  let header: ReadonlyArray<string> | undefined
  const all = rowsOf(bytes).pipe(
    Stream.tap((row) => (seen.size === 0 ? checkColumns(command, row) : Effect.void)),
    Stream.map((row) => ({ row, key: keyOf(command, seen, row) })),
    Stream.mapEffect(forRow, { concurrency: Math.max(1, flags.concurrency) }),
    Stream.tap(({ outcome, row }) =>
      Effect.gen(function* () {
        if (header === undefined) {
          header = Object.keys(row)
          yield* results(csvLine([...header, ...outcomeColumns]))
        }
        yield* results(csvLine([...header.map((name) => row[name]), ...outcomeColumns.map((name) => outcome[name])]))
      })
    ),
    Stream.map(({ outcome, row }) => ({ ...row, ...outcome }))
  )
  if (yield* forPeople) yield* Stream.runDrain(all)
  else yield* list(all)
  const skipped = counts.skipped === 0 ? "" : `, ${counts.skipped} done before`
  yield* note(`${counts.done} done, ${counts.failed} failed${skipped}`)
  if (counts.failed > 0) {
    return yield* new NotDone({
      message: `${counts.failed} of ${counts.done + counts.failed + counts.skipped} rows failed.`,
      partly: counts.done + counts.skipped > 0
    })
  }
})
