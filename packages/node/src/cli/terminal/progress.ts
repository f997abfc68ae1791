/**
 * The progress of transfers on stderr: one line with a bar on a terminal, plain lines elsewhere, nothing with `--quiet`.
 * Drawn here, because the libraries for it draw by timers of their own, which an interruption of Effect does not end.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { durationText, sizeText } from "./format.ts"
import { fitted } from "./safeText.ts"
import { Shell, writeError } from "./Shell.ts"

/** What is known of the transfers. */
export interface Amount {
  readonly transferred: number
  /** Bytes in all, as soon as they are known. */
  readonly total?: number | undefined
  readonly files?: number | undefined
  readonly totalFiles?: number | undefined
}

const first = 500
const onTerminal = 100
const elsewhere = 10_000

const bar = (part: number, width: number): string => {
  const full = Math.round(Math.min(1, Math.max(0, part)) * width)
  return `[${"=".repeat(full)}${" ".repeat(width - full)}]`
}

/** How much is done, from 0 to 1: by bytes, or by files where no bytes are known. */
const partOf = ({ files, total, totalFiles, transferred }: Amount): number | undefined =>
  total !== undefined && total > 0
    ? transferred / total
    : files !== undefined && totalFiles !== undefined && totalFiles > 0
      ? files / totalFiles
      : undefined

const bytesText = ({ total, transferred }: Amount, rate: number): ReadonlyArray<string> => {
  // A job moves none.
  if (transferred === 0 && total === undefined) return []
  const left = total === undefined || rate <= 0 ? undefined : Math.max(0, total - transferred) / rate
  return [
    total === undefined ? sizeText(transferred) : `${sizeText(transferred)} of ${sizeText(total)}`,
    `${sizeText(rate)}/s`,
    ...(left === undefined ? [] : [`${durationText(left)} left`])
  ]
}

/** The line for an amount; `rate` is in bytes per second. */
export const progressText = (label: string, amount: Amount, rate: number): string => {
  const { files, totalFiles } = amount
  const part = partOf(amount)
  return [
    label,
    ...(part === undefined ? [] : [`${bar(part, 20)} ${String(Math.min(100, Math.floor(part * 100))).padStart(3)} %`]),
    ...bytesText(amount, rate),
    ...(files === undefined ? [] : [`${files}${totalFiles === undefined ? "" : ` of ${totalFiles}`} files`])
  ].join("  ")
}

/** Shows what `report` is told, until the scope ends; then the line is wiped. */
export const showProgress = Effect.fnUntraced(function* (label: string) {
  const { capture, flags, io } = yield* Shell
  let amount: Amount = { transferred: 0 }
  const report = (now: Amount) =>
    Effect.sync(() => {
      amount = now
    })
  if (flags.quiet || capture !== undefined) return report
  const { isTerminal } = io.stderr
  const started = yield* Clock.currentTimeMillis
  let drawn = false
  const draw = Effect.gen(function* () {
    const seconds = ((yield* Clock.currentTimeMillis) - started) / 1000
    const text = progressText(label, amount, seconds > 0 ? amount.transferred / seconds : 0)
    drawn = true
    yield* writeError(isTerminal ? `\r${fitted(text, Math.max(10, io.stderr.columns - 1))}\u001b[K` : `${text}\n`)
  })
  if (isTerminal) yield* Effect.addFinalizer(() => (drawn ? writeError("\r\u001b[K") : Effect.void))
  yield* Effect.sleep(isTerminal ? first : elsewhere).pipe(
    Effect.andThen(Effect.forever(Effect.andThen(draw, Effect.sleep(isTerminal ? onTerminal : elsewhere)))),
    Effect.forkScoped
  )
  return report
})

/** Shows the sum of several transfers. `sizes` are those of all files, if they are known. */
export const showTransfers = Effect.fnUntraced(function* (label: string, sizes: ReadonlyArray<number> | undefined) {
  const show = yield* showProgress(label)
  const total = sizes?.reduce((sum, size) => sum + size, 0)
  let transferred = 0
  let files = 0
  return {
    /** For one transfer, which tells how many of its bytes are over. */
    meter: () => {
      let before = 0
      return (bytes: number) =>
        Effect.suspend(() => {
          transferred += bytes - before
          before = bytes
          return show({ transferred, total, files, totalFiles: sizes?.length })
        })
    },
    ended: Effect.sync(() => {
      files++
    })
  }
})
