/** What the emulator says where nobody has chosen a logger: one line each, on stderr, because stdout is for scripts. */
import * as Cause from "effect/Cause"
import type * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"

const logger = Logger.make<unknown, void>(({ cause, message }) => {
  const words = Array.isArray(message) ? message : [message]
  const reason = cause.reasons.length === 0 ? "" : ` ${Cause.pretty(cause)}`
  process.stderr.write(`${words.map(String).join(" ")}${reason}\n`)
})

export const layerStderr: Layer.Layer<never> = Logger.layer([logger])
