/**
 * The progress of transfers on stderr: on a terminal a bar for each file on its way and one for all of them, elsewhere a line
 * now and then, nothing with `--quiet`.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { durationText, sizeText } from "./format.ts"
import { columnsOf, fitted, safeText } from "./safeText.ts"
import { Shell, writeError } from "./Shell.ts"

/** One file on its way. */
export interface Running {
  readonly name: string
  readonly transferred: number
  /** Bytes in all, if they are known. */
  readonly size: number | undefined
}

/** What is known of the transfers. */
export interface Amount {
  readonly transferred: number
  /** Bytes in all, as soon as they are known. */
  readonly total?: number | undefined
  readonly files?: number | undefined
  readonly totalFiles?: number | undefined
  readonly running?: ReadonlyArray<Running> | undefined
}

const first = 500
const onTerminal = 100
const elsewhere = 10_000

const bar = (part: number, width: number): string => {
  const full = Math.round(Math.min(1, Math.max(0, part)) * width)
  return `[${"=".repeat(full)}${" ".repeat(width - full)}]`
}

const barText = (part: number): string =>
  `${bar(part, 20)} ${String(Math.min(100, Math.floor(part * 100))).padStart(3)} %`

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
    ...(part === undefined ? [] : [barText(part)]),
    ...bytesText(amount, rate),
    // Of one file alone the bytes say it all.
    ...(files === undefined || totalFiles === 1
      ? []
      : [`${files}${totalFiles === undefined ? "" : ` of ${totalFiles}`} files`])
  ].join("  ")
}

const runningText = ({ name, size, transferred }: Running, width: number): string => {
  const shown = fitted(safeText(name), width)
  const bytes =
    size === undefined || size === 0
      ? sizeText(transferred)
      : `${barText(transferred / size)}  ${sizeText(transferred)} of ${sizeText(size)}`
  return `  ${shown}${" ".repeat(width - columnsOf(shown))}  ${bytes}`
}

/** More files than these are not shown one by one. */
const mostLines = 12
const longestName = 40

/** What a terminal of this size shows: the files on their way, then all together. */
export const progressLines = (
  label: string,
  amount: Amount,
  rate: number,
  columns: number,
  rows: number
): ReadonlyArray<string> => {
  // A line stays free for the cursor.
  const files = (amount.running ?? []).slice(0, Math.max(0, Math.min(mostLines, rows - 2)))
  const width = Math.min(longestName, Math.max(0, ...files.map(({ name }) => columnsOf(safeText(name)))))
  return [...files.map((file) => runningText(file, width)), progressText(label, amount, rate)].map((line) =>
    fitted(line, Math.max(10, columns - 1))
  )
}

/** Shows what `read` tells, until the scope ends; then it is wiped. Gives whether anything is shown at all. */
export const showProgress = Effect.fnUntraced(function* (label: string, read: () => Amount) {
  const { capture, draw, flags, io } = yield* Shell
  if (flags.quiet || capture !== undefined) return false
  const { stderr } = io
  const started = yield* Clock.currentTimeMillis
  const show = Effect.gen(function* () {
    const amount = read()
    const seconds = ((yield* Clock.currentTimeMillis) - started) / 1000
    const rate = seconds > 0 ? amount.transferred / seconds : 0
    yield* stderr.isTerminal
      ? draw(progressLines(label, amount, rate, stderr.columns, stderr.rows))
      : writeError(`${progressText(label, amount, rate)}\n`)
  })
  yield* Effect.addFinalizer(() => draw([]))
  yield* Effect.sleep(stderr.isTerminal ? first : elsewhere).pipe(
    Effect.andThen(Effect.forever(Effect.andThen(show, Effect.sleep(stderr.isTerminal ? onTerminal : elsewhere)))),
    Effect.forkScoped
  )
  return true
})
