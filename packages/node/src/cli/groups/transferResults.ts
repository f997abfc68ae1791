/** What became of each file of a transfer: rows for scripts, a summary for people. */
import type { BoxError } from "@effect-box/core/BoxError"
import * as Effect from "effect/Effect"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import type { DownloadResult, UploadDryRunResult, UploadResult } from "../../directory/LocalDirectory.ts"
import { explain } from "../session/explain.ts"
import { sizeText } from "../terminal/format.ts"
import { forPeople, list } from "../terminal/output.ts"
import { NotDone, note, Shell, write } from "../terminal/Shell.ts"

/** One file, or a directory that could not be read. */
export interface Outcome {
  readonly result: string
  readonly path: string
  readonly id?: string | undefined
  readonly size?: number | undefined
  readonly sha1?: string | undefined
  readonly error?: string | undefined
  readonly message?: string | undefined
  readonly request_id?: string | undefined
  /** What to do about it. */
  readonly next?: string | undefined
}

const failed = ["failed", "refused"]

/** A failure of one file. */
export const failureOf = (path: string, error: BoxError | PlatformError): Outcome => {
  const { message, next, requestId, tag } = explain(error)
  return { result: "failed", path, error: tag, message, request_id: requestId, next }
}

/** A result of a directory. */
export const outcomeOf = (prefix: string, result: UploadResult | UploadDryRunResult | DownloadResult): Outcome => {
  const path = [...(prefix === "" ? [] : [prefix]), ...result.path].join("/")
  const facts = {
    id: "file_id" in result ? result.file_id : undefined,
    size: "size" in result ? result.size : undefined,
    sha1: "sha1" in result ? result.sha1 : undefined
  }
  switch (result._tag) {
    case "Failed":
      return failureOf(path, result.error)
    case "Refused":
      return { result: "refused", path, error: result.reason, message: result.message }
    case "Uploaded":
      return { result: result.newVersion ? "new version" : "uploaded", path, ...facts }
    case "Downloaded":
      return { result: result.replaced ? "overwritten" : "downloaded", path, ...facts }
    case "Renamed":
      return { result: "renamed", path, ...facts, message: `stored as ${result.name}` }
    default:
      return { result: result._tag.toLowerCase(), path, ...facts }
  }
}

const columns = ["result", "path", "id", "size", "message"]

const summaryOf = (counts: ReadonlyMap<string, number>, bytes: number): string =>
  counts.size === 0
    ? "nothing to do"
    : `${[...counts].map(([result, count]) => `${count} ${result}`).join(", ")}${bytes > 0 ? `, ${sizeText(bytes)}` : ""}`

/** Gives the outcomes as they come. Some failures end with status 3, nothing but failures with 1. */
export const give = Effect.fnUntraced(function* <E, R>(outcomes: Stream.Stream<Outcome, E, R>, eachForPeople: boolean) {
  const { flags } = yield* Shell
  const people = yield* forPeople
  const counts = new Map<string, number>()
  const steps = new Set<string>()
  let bytes = 0
  const counted = Stream.tap(outcomes, (outcome) =>
    Effect.gen(function* () {
      counts.set(outcome.result, (counts.get(outcome.result) ?? 0) + 1)
      if (failed.includes(outcome.result)) {
        yield* note(`${outcome.result}: ${outcome.path}: ${outcome.error}: ${outcome.message}`)
        if (outcome.next !== undefined) steps.add(outcome.next)
      } else if (outcome.result !== "unchanged" && outcome.result !== "skipped") bytes += outcome.size ?? 0
    })
  )
  const shown = eachForPeople || flags.verbose || flags.fields !== undefined
  if (people && !shown) yield* Stream.runDrain(counted)
  else if (people)
    yield* list(
      Stream.filter(counted, ({ result }) => result !== "unchanged"),
      columns
    )
  else yield* list(counted, columns)
  if (people && !flags.quiet) yield* write(`${summaryOf(counts, bytes)}\n`)
  for (const step of steps) yield* note(`  next: ${step}`)
  const bad = failed.reduce((sum, result) => sum + (counts.get(result) ?? 0), 0)
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (bad > 0) {
    return yield* new NotDone({
      message: `${bad} of ${all} failed; the same command goes on with what is missing.`,
      partly: bad < all
    })
  }
})

/** The globs of a command line; none is no limit. */
export const globsOf = (given: {
  readonly include: ReadonlyArray<string>
  readonly exclude: ReadonlyArray<string>
}) => ({
  ...(given.include.length === 0 ? {} : { include: given.include }),
  ...(given.exclude.length === 0 ? {} : { exclude: given.exclude })
})
