/**
 * A process that does one transfer, and is killed at some point of it. What it reports comes over a pipe of its own: logs and
 * warnings of Node go to the standard streams.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { Data, Effect } from "effect"
import { reportDescriptor } from "./report.ts"

export class ProcessFailed extends Data.TaggedError("ProcessFailed")<{
  readonly code: number | null
  readonly output: string
}> {
  override get message(): string {
    return `The process ended with ${this.code}: ${this.output}`
  }
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly report: string
  /** For a failure: what it logged. */
  readonly output: string
}

/** Starts a program, which ends with the scope. */
export const start = (program: string, task: object) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const child = spawn(process.execPath, [program, JSON.stringify(task)], {
        stdio: ["ignore", "pipe", "pipe", "pipe"]
      })
      const read = { report: "", output: "" }
      const streams = [child.stdio[1], child.stdio[2], child.stdio[reportDescriptor]]
      for (const [index, stream] of streams.entries()) {
        stream?.on("data", (chunk: Buffer) => {
          read[index === 2 ? "report" : "output"] += chunk.toString()
        })
      }
      const ended = new Promise<Ended>((resolve) => {
        child.once("close", (code, signal) => resolve({ code, signal, ...read }))
      })
      return { child, ended, read }
    }),
    ({ child }) => Effect.sync(() => child.kill("SIGKILL"))
  )

const kill = (child: ChildProcess) => Effect.sync(() => void child.kill("SIGKILL"))

/** Runs a program; kills it when `point` is reached. Gives what it reported, or nothing when it was killed. */
export const runUntil = <R>(
  program: string,
  task: object,
  point: Effect.Effect<void, never, R>
): Effect.Effect<string | undefined, ProcessFailed, R> =>
  Effect.scoped(
    Effect.gen(function* () {
      const { child, ended } = yield* start(program, task)
      const waiting = Effect.promise(() => ended)
      const killed = Effect.andThen(Effect.andThen(point, kill(child)), waiting)
      const { code, signal, report, output } = yield* Effect.race(waiting, killed)
      if (signal === "SIGKILL") return undefined
      if (code !== 0) return yield* new ProcessFailed({ code, output })
      return report
    })
  )
