/** Runs commands in this process against an emulated Box over HTTP: what they write, and how they end. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { EmulatorServer } from "@effect-box/node"
import { Context, Effect, Layer } from "effect"
import { main } from "../../src/cli/main.ts"
import type { Io, Sink } from "../../src/cli/terminal/Io.ts"

export interface Ended {
  readonly status: number
  readonly out: string
  readonly err: string
  readonly bytes: Uint8Array
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  /** Stdout and stderr are a terminal of this width. */
  readonly columns?: number
  /** What somebody at the terminal types. */
  readonly typed?: string
  readonly signal?: AbortSignal
  readonly onError?: (text: string) => void
}

const sink = (chunks: Array<Uint8Array>, columns: number | undefined, see?: (text: string) => void): Sink => ({
  isTerminal: columns !== undefined,
  columns: columns ?? 80,
  rows: 24,
  write: (data) => {
    chunks.push(typeof data === "string" ? new TextEncoder().encode(data) : data.slice())
    if (typeof data === "string") see?.(data)
    return Promise.resolve()
  }
})

async function* once(data: string | Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  if (data !== undefined) yield typeof data === "string" ? new TextEncoder().encode(data) : data
}

/** Runs a command with these variables and streams. */
export const runCommand = (
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string>>,
  cwd: string,
  options: RunOptions = {}
): Effect.Effect<Ended> =>
  Effect.promise(async () => {
    const [out, err]: [Array<Uint8Array>, Array<Uint8Array>] = [[], []]
    const io: Io = {
      env: { ...env, ...options.env },
      cwd,
      stdin: {
        isTerminal: options.typed !== undefined,
        chunks: () => once(options.typed ?? options.stdin),
        secretLine: () => Promise.resolve((options.typed ?? "").split("\n")[0] ?? "")
      },
      stdout: sink(out, options.columns),
      stderr: sink(err, options.columns, options.onError),
      signal: options.signal
    }
    const status = await main(args, io)
    const text = (chunks: Array<Uint8Array>) => Buffer.concat(chunks).toString("utf8")
    return { status, out: text(out), err: text(err), bytes: new Uint8Array(Buffer.concat(out)) }
  })

/** An emulated Box, and how to run commands against it. */
export class Served extends Context.Service<
  Served,
  {
    readonly server: EmulatorServer.EmulatorServer["Service"]
    /** A directory that ends with the tests. Settings are in its `config`. */
    readonly directory: string
    /** The hosts, without a login. */
    readonly hosts: Readonly<Record<string, string>>
    /** With a developer token in the environment. */
    readonly run: (line: string | ReadonlyArray<string>, options?: RunOptions) => Effect.Effect<Ended>
    /** Without a login in the environment. */
    readonly runBare: (line: string | ReadonlyArray<string>, options?: RunOptions) => Effect.Effect<Ended>
  }
>()("test/Served") {}

/** A word, or words in quotes. */
export const wordsOf = (line: string | ReadonlyArray<string>): ReadonlyArray<string> =>
  typeof line === "string"
    ? [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "")
    : line

export const layerServed = (options: EmulatorServer.Options = {}) =>
  Layer.effect(
    Served,
    Effect.gen(function* () {
      const server = yield* EmulatorServer.EmulatorServer
      const directory = mkdtempSync(join(tmpdir(), "effect-box-cli-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(directory, { recursive: true, force: true })))
      const hosts = {
        HOME: directory,
        XDG_CONFIG_HOME: join(directory, "config"),
        XDG_STATE_HOME: join(directory, "state"),
        BOX_API_URL: server.baseUrl,
        BOX_UPLOAD_URL: server.uploadUrl,
        BOX_AUTHORIZE_URL: server.authorizeUrl
      }
      const login = { ...hosts, BOX_DEVELOPER_TOKEN: server.credentials.accessToken }
      return Served.of({
        server,
        directory,
        hosts,
        run: (line, given) => runCommand(wordsOf(line), login, directory, given),
        runBare: (line, given) => runCommand(wordsOf(line), hosts, directory, given)
      })
    })
  ).pipe(Layer.provide(EmulatorServer.layer({ contents: "memory", ...options })))
