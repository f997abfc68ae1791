/** One run of a command, from its words to its exit status. */
import * as NodePath from "@effect/platform-node/NodePath"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import { layer as localFileSystem } from "../internal/fileSystem.ts"
import { bulk } from "./bulk.ts"
import type { Command, Common } from "./command/Command.ts"
import type { Values } from "./command/parse.ts"
import type { Handler } from "./handlers.ts"
import { explain, failureJson, failureText, status } from "./session/explain.ts"
import * as Session from "./session/Session.ts"
import * as Verbose from "./session/verbose.ts"
import { coloured } from "./terminal/colour.ts"
import type { Io } from "./terminal/Io.ts"
import { screenOf } from "./terminal/screen.ts"
import { Shell } from "./terminal/Shell.ts"

/** What is to be known of the rows of `--from`. */
const afterRows = ({ journal }: Common): string =>
  journal === undefined
    ? "without --journal, the same command begins with the first row again"
    : "the same command goes on behind the rows that are done"

/** Says what went wrong. Scripts get it as JSON. */
const report = async (command: Command, io: Io, flags: Common, cause: Cause.Cause<unknown>): Promise<number> => {
  if (Cause.hasInterruptsOnly(cause)) {
    const next = flags.from === undefined ? command.interrupted : afterRows(flags)
    if (!flags.quiet) await io.stderr.write(`effect-box: interrupted${next === undefined ? "" : `; ${next}`}\n`)
    return status.interrupted
  }
  const failure = Cause.findErrorOption(cause)
  const explained = explain(failure._tag === "Some" ? failure.value : Cause.squash(cause))
  const red = (text: string) => coloured(io.stderr, io.env, "red", text)
  await io.stderr.write(flags.json || flags.jsonl ? failureJson(explained) : failureText(explained, red))
  return explained.status
}

/** The flags of every command, which `parse` has read. */
const commonOf = (values: Values): Common =>
  // `parse` gives each flag of `common` the value of its type.
  values as Common

/** Runs a command with its values, and gives the exit status. */
export const run = async (command: Command, handler: Handler, values: Values, streams: Io): Promise<number> => {
  const { draw, io } = screenOf(streams)
  const flags = commonOf(values)
  const program = flags.from === undefined ? Effect.suspend(() => handler(values)) : bulk(command, handler, values)
  const shell = Layer.succeed(Shell, {
    io,
    flags,
    // A terminal that is gone is no reason to end.
    draw: (lines) => Effect.ignore(Effect.tryPromise(() => draw(lines)))
  })
  const ground = Layer.mergeAll(
    shell,
    localFileSystem,
    NodePath.layer,
    ConfigProvider.layer(Session.provider(io.env)),
    Verbose.layer(io.stderr, flags.verbose)
  )
  const isOffline = command.withoutLogin === true || command.offlineWith?.some((name) => values[name] === true) === true
  const session = isOffline ? Session.layerNone : Session.layer
  const exit = await Effect.runPromiseExit(
    Session.asChosenUser(program).pipe(Effect.scoped, Effect.provide(session), Effect.provide(ground)),
    io.signal === undefined ? {} : { signal: io.signal }
  )
  return Exit.isSuccess(exit) ? status.done : report(command, io, flags, exit.cause)
}
