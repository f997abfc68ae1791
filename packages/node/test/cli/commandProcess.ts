/** The command as a process, in a pseudo-terminal where that is asked for, and what such a terminal shows. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Schedule } from "effect"
import { isCI } from "../../../../test/support/thorough.ts"
import { Served } from "./commandRun.ts"

/** A pseudo-terminal, if this machine has `script` of util-linux. */
export const hasTerminal = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0

interface Started {
  readonly child: ChildProcess
  readonly out: () => string
  readonly err: () => string
  readonly ended: Effect.Effect<number | null>
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  /** In a terminal of this size. Both streams are `out` then. */
  readonly terminal?: { readonly columns: number; readonly rows: number }
}

/** Starts a bundled command, which ends with the scope. */
export const startOf =
  (bin: () => string) =>
  (args: ReadonlyArray<string>, { env: own = {}, terminal }: StartOptions = {}) =>
    Effect.gen(function* () {
      const { directory, hosts, server } = yield* Served
      const env = { ...process.env, ...hosts, BOX_DEVELOPER_TOKEN: server.credentials.accessToken, ...own }
      const words = [process.execPath, bin(), ...args]
      const line = words.map((word) => `'${word}'`).join(" ")
      const [command = "", ...rest] =
        terminal === undefined
          ? words
          : ["script", "-qec", `stty rows ${terminal.rows} cols ${terminal.columns}; exec ${line}`, "/dev/null"]
      return yield* Effect.acquireRelease(
        Effect.sync((): Started => {
          const child = spawn(command, rest, { cwd: directory, env, stdio: ["pipe", "pipe", "pipe"] })
          let [out, err] = ["", ""]
          child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
            out += chunk
          })
          child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
            err += chunk
          })
          const closed = once(child, "close").then(([code]): number | null => code)
          return { child, out: () => out, err: () => err, ended: Effect.promise(() => closed) }
        }),
        ({ child }) => Effect.sync(() => child.kill("SIGKILL"))
      )
    })

/** Runs a bundled command to its end. */
export const runOf = (bin: () => string) => {
  const start = startOf(bin)
  return Effect.fnUntraced(function* (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) {
    const started = yield* start(args, { env })
    started.child.stdin?.end()
    const status = yield* started.ended
    return { status, out: started.out(), err: started.err() }
  })
}

/** Runs a command to its end where no process is what is tested: outside of CI in this one. */
export const runBesideOf = (bin: () => string) => {
  const inProcess = runOf(bin)
  return (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) =>
    isCI ? inProcess(args, env) : Effect.flatMap(Served, ({ run }) => run(args, { env }))
}

/** Asks the emulator for something. */
export const control = (method: string, path: string, body?: object) =>
  Effect.flatMap(Served, ({ server }) =>
    Effect.promise(async (): Promise<Record<string, unknown>> => {
      const answer = await fetch(`${server.baseUrl}/__emulator/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) })
      })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`)
      return Object(await answer.json())
    })
  )

/** What the emulator counts. */
export const stats = Effect.gen(function* () {
  const { server } = yield* Served
  return yield* Effect.promise(async () => {
    const answer = await fetch(`${server.baseUrl}/__emulator/stats`)
    return Object(await answer.json()) as { readonly openSessions: number; readonly storedParts: number }
  })
})

class NotYet {
  readonly _tag = "NotYet"
}

/** Asks again and again until it is so. */
export const until = <E, R>(holds: Effect.Effect<boolean, E, R>) =>
  holds.pipe(
    Effect.flatMap((so) => (so ? Effect.void : Effect.fail(new NotYet()))),
    Effect.retry({ schedule: Schedule.spaced("20 millis"), times: 1000 })
  )

/** Box answers to no part of an upload any more, from this one on. */
export const silentParts = (nth: number) =>
  control("POST", "faults", {
    kind: "silence",
    match: { method: "PUT", path: "/files/upload_sessions/{upload_session_id}", nth, times: 100_000 }
  })

/** 24 MB: an upload in parts. */
export const big = Effect.gen(function* () {
  const { directory } = yield* Served
  writeFileSync(join(directory, "big.bin"), new Uint8Array(24_000_000).fill(7))
})

/** What a terminal shows after each piece of what was written to it: the lines, without those that are empty at the end. */
export const screens = (written: string): ReadonlyArray<ReadonlyArray<string>> => {
  const lines = [""]
  let [row, column] = [0, 0]
  const seen: Array<ReadonlyArray<string>> = []
  for (const [piece] of written.matchAll(/\u001b\[(\d*)([AJK])|\r|\n|[^\u001b\r\n]+/g)) {
    const [, count = "", end] = /^\u001b\[(\d*)([AJK])$/.exec(piece) ?? []
    const line = lines[row] ?? ""
    if (piece === "\r") column = 0
    else if (piece === "\n") {
      row++
      lines[row] ??= ""
    } else if (end === "A") row = Math.max(0, row - Number(count || 1))
    else if (end === "K") lines[row] = line.slice(0, column)
    else if (end === "J") {
      lines[row] = line.slice(0, column)
      lines.length = row + 1
    } else {
      lines[row] = line.slice(0, column).padEnd(column) + piece + line.slice(column + piece.length)
      column += piece.length
    }
    seen.push(lines.slice(0, lines.findLastIndex((one) => one !== "") + 1))
  }
  return seen
}
