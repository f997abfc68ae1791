/** An emulated Box until the process is told to stop. */
import { SeedError } from "@effect-box/core/testing/Seed"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as EmulatorServer from "../emulator/EmulatorServer.ts"
import { layerStderr } from "../emulator/internal/stderr.ts"

/** Prints the URLs and the credentials as one line of JSON, for scripts. */
const announce = Effect.gen(function* () {
  const { credentials, ...where } = yield* EmulatorServer.EmulatorServer
  // The ids can be many, and are asked for at `/__emulator/ids`.
  yield* Console.log(JSON.stringify({ ...where, ids: undefined, ...credentials }))
})

const report = (cause: Cause.Cause<{ readonly message: string }>): Effect.Effect<void> => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.void
  const failure = Cause.findErrorOption(cause)
  return failure._tag === "Some"
    ? Effect.logError(`effect-box emulator: ${failure.value.message}`)
    : Effect.logError("effect-box emulator: a defect", cause)
}

/** Being told to stop is how it ends, so that is a success. A wrong seed is a wrong use of the command. */
const statusOf = (exit: Exit.Exit<unknown, unknown>): number => {
  if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) return 0
  const failure = Cause.findErrorOption(exit.cause)
  return failure._tag === "Some" && failure.value instanceof SeedError ? 2 : 1
}

/** Starts it. It ends with the process. */
export const serveEmulator = (options: EmulatorServer.Options): void => {
  const program = Effect.andThen(announce, Effect.never).pipe(
    Effect.provide(EmulatorServer.layer(options)),
    Effect.tapCause(report),
    Effect.provide(layerStderr)
  )
  NodeRuntime.runMain(program, {
    disableErrorReporting: true,
    teardown: (exit, onExit) => onExit(statusOf(exit))
  })
}
