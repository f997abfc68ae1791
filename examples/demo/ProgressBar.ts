/** Shows the progress of a transfer: a bar in a terminal, otherwise a few plain lines. */
import { Effect } from "effect"

const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`

/** Creates an `onProgress` for one transfer. */
export const make = (label: string) => {
  let shown = -1
  return (progress: { readonly transferred: number; readonly total?: number | undefined }): Effect.Effect<void> =>
    Effect.sync(() => {
      const total = progress.total ?? progress.transferred
      const percent = total === 0 ? 100 : Math.floor((progress.transferred / total) * 100)
      const terminal = process.stdout.isTTY === true
      if (percent === shown || (!terminal && percent < shown + 25 && percent !== 100)) return
      shown = percent
      const text = `${String(percent).padStart(3)} %  ${mebibytes(progress.transferred)} of ${mebibytes(total)}`
      if (terminal) {
        const filled = Math.round(percent / 4)
        process.stdout.write(
          `\r     ${label} [${"#".repeat(filled)}${".".repeat(25 - filled)}] ${text}${percent === 100 ? "\n" : ""}`
        )
      } else {
        process.stdout.write(`     ${label} ${text}\n`)
      }
    })
}
