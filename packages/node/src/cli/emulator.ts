/** `node packages/node/src/cli/emulator.ts --port 8080` runs an emulated Box until the process is terminated. */
import { version } from "@effect-box/core/unstable/Version"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Cause from "effect/Cause"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Layer from "effect/Layer"
import * as EmulatorServer from "../emulator/EmulatorServer.ts"

const port = Flag.Int("port").pipe(
  Flag.withDescription("Port to listen on; 0 selects a free port"),
  Flag.withDefault(8080)
)

const contents = Flag.Literals("contents", ["memory", "digest", "disk"]).pipe(
  Flag.withDescription(
    "Where contents are kept: in memory, nowhere (only sizes and digests), or in a temporary directory"
  ),
  Flag.withDefault("disk" as const)
)

const refreshTokens = Flag.Literals("refresh-tokens", ["grace", "strict"]).pipe(
  Flag.withDescription("Whether a refresh can be repeated until the new pair is used (grace) or not (strict)"),
  Flag.withDefault("grace" as const)
)

/** Prints the URLs and the credentials as one line of JSON, for scripts. */
const announce = Effect.gen(function* () {
  const { authorizeUrl, baseUrl, credentials, uploadUrl } = yield* EmulatorServer.EmulatorServer
  yield* Console.log(JSON.stringify({ baseUrl, uploadUrl, authorizeUrl, ...credentials }))
})

const command = Command.make("box-emulator", { port, contents, refreshTokens }, (options) =>
  Effect.provide(Effect.andThen(announce, Effect.never), EmulatorServer.layer(options))
).pipe(Command.withDescription("An emulated Box over loopback HTTP"))

command.pipe(
  Command.run({ version }),
  Effect.provide(Layer.fresh(NodeServices.layer)),
  // Termination by a signal is the normal end, so it is a success.
  NodeRuntime.runMain({
    teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause) ? 0 : 1)
  })
)
