/** The run of a command: its streams and the flags that every command has. */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Common } from "../command/Command.ts"
import type { Io } from "./Io.ts"
import type { Row } from "./format.ts"
import { safeText } from "./safeText.ts"

/** Reading stdin or writing stdout failed. */
export class StreamError extends Data.TaggedError("StreamError")<{ readonly message: string }> {}

/** A command cannot be run like this; status 2. */
export class WrongUse extends Data.TaggedError("WrongUse")<{ readonly message: string; readonly hint?: string }> {}

/** A command did not do what it was asked for; status 1, or 3 if it did a part of it. */
export class NotDone extends Data.TaggedError("NotDone")<{ readonly message: string; readonly partly?: boolean }> {}

/** The run of a command. */
export class Shell extends Context.Service<
  Shell,
  {
    readonly io: Io
    readonly flags: Common
    /** Draws lines at the bottom of the terminal, over those that are there. */
    readonly draw: (lines: ReadonlyArray<string>) => Effect.Effect<void>
    /** Takes the rows of output instead of stdout, for a row of `--from`. */
    readonly capture?: ((row: Row) => void) | undefined
  }
>()("effect-box/cli/Shell") {}

const written = (sink: Io["stdout"], data: string | Uint8Array): Effect.Effect<void, StreamError> =>
  Effect.tryPromise({
    try: () => sink.write(data),
    catch: (error) => new StreamError({ message: error instanceof Error ? error.message : String(error) })
  })

/** Writes to stdout: data and nothing else. */
export const write = (data: string | Uint8Array): Effect.Effect<void, StreamError, Shell> =>
  Shell.use(({ io }) => written(io.stdout, data))

/** Writes to stderr, whatever the flags. */
export const writeError = (text: string): Effect.Effect<void, never, Shell> =>
  Shell.use(({ io }) => Effect.ignore(written(io.stderr, text)))

/** A line for people on stderr, unless `--quiet`. Names in it may come from Box. */
export const note = (text: string): Effect.Effect<void, never, Shell> =>
  Shell.use(({ flags }) => (flags.quiet ? Effect.void : writeError(`${safeText(text)}\n`)))

/** The bytes of stdin. */
export const stdin: Stream.Stream<Uint8Array, StreamError, Shell> = Stream.unwrap(
  Shell.use(({ io }) =>
    Effect.succeed(
      Stream.fromAsyncIterable(
        io.stdin.chunks(),
        (error) => new StreamError({ message: `stdin: ${error instanceof Error ? error.message : String(error)}` })
      )
    )
  )
)

const firstLine = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = ""
  const decoder = new TextDecoder()
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes("\n")) break
  }
  return text.split(/\r?\n/)[0] ?? ""
}

/** Asks for a line. Without a terminal nobody can answer, so `instead` says what to give. */
export const ask = Effect.fnUntraced(function* (question: string, instead: string) {
  const { io } = yield* Shell
  if (!io.stdin.isTerminal) return yield* new WrongUse({ message: `${question} Nobody can be asked here: ${instead}.` })
  yield* writeError(`${safeText(question)} `)
  return yield* Effect.tryPromise({
    try: () => firstLine(io.stdin.chunks()),
    catch: (error) => new StreamError({ message: `stdin: ${String(error)}` })
  })
})

/** Asks for a secret: hidden on a terminal, otherwise the first line of stdin. */
export const askSecret = Effect.fnUntraced(function* (question: string) {
  const { io } = yield* Shell
  if (io.stdin.isTerminal) yield* writeError(`${question} `)
  return yield* Effect.tryPromise({
    try: () => (io.stdin.isTerminal ? io.stdin.secretLine() : firstLine(io.stdin.chunks())),
    catch: () => new StreamError({ message: "stdin could not be read" })
  })
})

/** Asks whether to go on. `--yes` answers. */
export const confirm = Effect.fnUntraced(function* (question: string) {
  const { capture, flags } = yield* Shell
  if (flags.yes) return
  // Rows are run at the same time, and may come from stdin.
  if (capture !== undefined) return yield* new WrongUse({ message: `${question} Give --yes for all rows.` })
  const answer = yield* ask(`${question} [y/N]`, "give --yes")
  if (!/^y(es)?$/i.test(answer.trim())) return yield* new NotDone({ message: "Nothing was done." })
})
