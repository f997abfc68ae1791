/** A process that does one transfer, and is killed at some point of it. */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Data, Effect } from "effect"
import { build } from "esbuild"
import type { Report, Task } from "./transferProcess.ts"

export class ProcessFailed extends Data.TaggedError("ProcessFailed")<{
  readonly code: number | null
  readonly output: string
}> {
  override get message(): string {
    return `The process ended with ${this.code}: ${this.output}`
  }
}

/** Bundles the program into one file, so that some eighty of them start quickly. */
export const buildProgram = async (directory: string): Promise<string> => {
  mkdirSync(directory, { recursive: true })
  const outfile = join(directory, "transfer.mjs")
  await build({
    entryPoints: [fileURLToPath(new URL("./transferProcess.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    // Some of undici's files call `require`.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url)' }
  })
  return outfile
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
}

const start = (program: string, task: Task) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const child = spawn(process.execPath, [program, JSON.stringify(task)], { stdio: ["ignore", "pipe", "pipe"] })
      let output = ""
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => {
          output += chunk.toString()
        })
      }
      const ended = new Promise<Ended>((resolve) => {
        child.once("close", (code, signal) => resolve({ code, signal, output }))
      })
      return { child, ended }
    }),
    ({ child }) => Effect.sync(() => child.kill("SIGKILL"))
  )

const kill = (child: ChildProcess) => Effect.sync(() => void child.kill("SIGKILL"))

/** Runs the transfer; kills it when `point` is reached. Gives its report, or nothing when it was killed. */
export const runUntil = (
  program: string,
  task: Task,
  point: Effect.Effect<void>
): Effect.Effect<Report | undefined, ProcessFailed> =>
  Effect.scoped(
    Effect.gen(function* () {
      const { child, ended } = yield* start(program, task)
      const waiting = Effect.promise(() => ended)
      const killed = Effect.andThen(Effect.andThen(point, kill(child)), waiting)
      const { code, signal, output } = yield* Effect.race(waiting, killed)
      if (signal === "SIGKILL") return undefined
      if (code !== 0) return yield* new ProcessFailed({ code, output })
      // The program prints nothing else on success.
      return JSON.parse(output) as Report
    })
  )
