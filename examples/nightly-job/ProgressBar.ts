/** The progress of a run: a bar on a terminal, one line for each quarter elsewhere. It goes to stderr. */
import type { JobRun } from "@effect-box/core/jobs"
import { Effect } from "effect"

const width = 30

const time = (millis: number | undefined) => (millis === undefined ? "" : `, ${Math.ceil(millis / 1000)} s left`)

export const make = () => {
  let shown = -1
  return ({ done, failed, perSecond, planned, remainingMillis, run, total }: JobRun.Progress): Effect.Effect<void> =>
    Effect.sync(() => {
      const over = done + failed
      const part = total === 0 ? 0 : over / total
      const counts = `${over} of ${total}${planned ? "" : " so far"}${failed === 0 ? "" : `, ${failed} failed`}`
      if (process.stderr.isTTY) {
        const filled = Math.round(part * width)
        const rate = perSecond === undefined ? "" : `, ${Math.round(perSecond)} per second${time(remainingMillis)}`
        process.stderr.write(`\r[${"#".repeat(filled)}${".".repeat(width - filled)}] ${counts}${rate}\x1b[K`)
        if (planned && over === total) process.stderr.write("\n")
        return
      }
      const quarter = planned ? Math.floor(part * 4) : -1
      if (quarter > shown) process.stderr.write(`${run}: ${counts}\n`)
      shown = Math.max(shown, quarter)
    })
}
