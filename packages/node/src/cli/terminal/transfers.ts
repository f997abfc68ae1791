/** The progress of several transfers together, of which some are whole directories. */
import * as Effect from "effect/Effect"
import { type Amount, type Running, showProgress } from "./progress.ts"

/** How far a directory is; what `LocalDirectory` tells. */
export interface TreeProgress {
  readonly results: number
  readonly transferred: number
  readonly running: ReadonlyArray<{
    readonly path: ReadonlyArray<string>
    readonly transferred: number
    readonly size: number
  }>
  readonly total?: { readonly files: number } | undefined
  readonly left?: { readonly bytes: number } | undefined
}

const runningOf = (prefix: string, { running }: TreeProgress): ReadonlyArray<Running> =>
  running.map(({ path, size, transferred }) => ({
    name: [...(prefix === "" ? [] : [prefix]), ...path].join("/"),
    transferred,
    size
  }))

/** What is known of a directory. What is the same on both sides is not transferred, so what is left says more than the total. */
export const amountOf = (prefix: string, progress: TreeProgress): Amount => ({
  transferred: progress.transferred,
  total: progress.left === undefined ? undefined : progress.transferred + progress.left.bytes,
  files: progress.results,
  totalFiles: progress.total?.files,
  running: runningOf(prefix, progress)
})

interface Tree {
  readonly prefix: string
  progress: TreeProgress
}

/** One transfer of a file. */
export interface FileMeter {
  /** How many of its bytes are over. */
  readonly report: (bytes: number) => Effect.Effect<void>
  readonly over: Effect.Effect<void>
}

const sum = (numbers: ReadonlyArray<number | undefined>): number | undefined =>
  numbers.reduce((all, one) => (all === undefined || one === undefined ? undefined : all + one), 0)

/** Shows the sum of several transfers. `sizes` are those of the files; a directory has none until it tells. */
export const showTransfers = Effect.fnUntraced(function* (label: string, sizes: ReadonlyArray<number | undefined>) {
  /** Files are added up, because there may be many. Their total shrinks by what is not transferred after all. */
  const files = {
    count: sizes.filter((size) => size !== undefined).length,
    over: 0,
    transferred: 0,
    total: sizes.reduce<number>((all, size) => all + (size ?? 0), 0)
  }
  const running: Array<Running> = []
  const trees: Array<Tree> = sizes
    .filter((size) => size === undefined)
    .map(() => ({ prefix: "", progress: { results: 0, transferred: 0, running: [] } }))
  let begun = 0
  const read = (): Amount => {
    const amounts = trees.map(({ prefix, progress }) => amountOf(prefix, progress))
    return {
      transferred: files.transferred + amounts.reduce((all, { transferred }) => all + transferred, 0),
      total: sum([files.total, ...amounts.map(({ total }) => total)]),
      files: files.over + amounts.reduce((all, one) => all + (one.files ?? 0), 0),
      totalFiles: sum([files.count, ...amounts.map(({ totalFiles }) => totalFiles)]),
      // The line for all of them is the line of one file alone.
      running: sizes.length === 1 && begun === 0 ? [] : [...running, ...amounts.flatMap((one) => one.running ?? [])]
    }
  }
  const isShown = yield* showProgress(label, read)
  const file = (name: string, size: number | undefined): FileMeter => {
    let now: Running = { name, transferred: 0, size }
    running.push(now)
    return {
      report: (bytes) =>
        Effect.sync(() => {
          files.transferred += bytes - now.transferred
          const next = { ...now, transferred: bytes }
          running[running.indexOf(now)] = next
          now = next
        }),
      over: Effect.sync(() => {
        files.over++
        if (size !== undefined) files.total += now.transferred - size
        running.splice(running.indexOf(now), 1)
      })
    }
  }
  const tree = (prefix: string) => {
    const place = begun++
    return {
      // Counting takes requests, which are for those who look.
      countTotal: isShown,
      onProgress: (progress: TreeProgress) =>
        Effect.sync(() => {
          trees[place] = { prefix, progress }
        })
    }
  }
  return { file, tree }
})
