/** An emulated Box until the process is told to stop. */
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
  yield* Console.log(JSON.stringify({ ...where, ...credentials }))
})

const report = (cause: Cause.Cause<{ readonly message: string }>): Effect.Effect<void> => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.void
  const failure = Cause.findErrorOption(cause)
  return failure._tag === "Some"
    ? Effect.logError(`effect-box emulator: ${failure.value.message}`)
    : Effect.logError("effect-box emulator: a defect", cause)
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
    // Being told to stop is how it ends, so that is a success.
    teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause) ? 0 : 1)
  })
}
