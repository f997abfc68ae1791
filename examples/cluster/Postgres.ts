/** The database of the example: the one of `DATABASE_URL`, or a PostgreSQL of its own in a temporary folder. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as PgClient from "@effect/sql-pg/PgClient"
import { Config, Data, Effect, Option, Redacted, Schedule } from "effect"
import { SqlClient } from "effect/sql"

export class PostgresMissing extends Data.TaggedError("PostgresMissing")<{ readonly message: string }> {}

const missing = new PostgresMissing({
  message: "This example needs PostgreSQL: install it (Debian: apt-get install postgresql), or set DATABASE_URL."
})

/** Where `initdb` and `postgres` are. Debian does not put them on the path. */
const findPrograms = (): string | undefined => {
  const debian = "/usr/lib/postgresql"
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env["PATH"] ?? "").split(":")
  ]
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")))
}

/** PostgreSQL refuses to run as root, as in a container. */
const owner = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }))
  return { uid: id("-u"), gid: id("-g") }
}

/** Two examples that run at once begin at different ports. */
export const firstPort = 10_000 + ((process.pid * 37) % 20_000)

const isFree = (port: number) =>
  Effect.callback<boolean>((resume) => {
    const server = createServer()
    server.once("error", () => resume(Effect.succeed(false)))
    server.listen(port, "127.0.0.1", () => server.close(() => resume(Effect.succeed(true))))
  })

/** A free port from `port` on. Not one that the kernel gives away: a connection could have it before it is used. */
export const freePort = Effect.fnUntraced(function* (port: number) {
  for (let candidate = port; ; candidate++) if (yield* isFree(candidate)) return candidate
})

const stop = (server: ChildProcess) =>
  Effect.callback<void>((resume) => {
    if (server.exitCode !== null || server.signalCode !== null) return resume(Effect.void)
    server.once("exit", () => resume(Effect.void))
    server.kill("SIGINT")
  })

const startOwn = Effect.fnUntraced(function* (programs: string) {
  const user = owner()
  const root = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "effect-box-cluster-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
  )
  if (user.uid !== undefined && user.gid !== undefined) chownSync(root, user.uid, user.gid)
  const data = join(root, "data")
  const options = { ...user, cwd: root, stdio: "pipe" } as const
  execFileSync(join(programs, "initdb"), ["-D", data, "-U", "box", "-A", "trust", "-E", "UTF8", "--no-sync"], options)
  const port = yield* freePort(firstPort + 10)
  const args = ["-D", data, "-p", String(port), "-k", root, "-c", "listen_addresses=127.0.0.1"]
  yield* Effect.acquireRelease(
    Effect.sync(() => spawn(join(programs, "postgres"), args, { ...user, cwd: root, stdio: "ignore" })),
    stop
  )
  return `postgres://box@127.0.0.1:${port}/postgres`
})

export const layerClient = (url: string) => PgClient.layer({ url: Redacted.make(url), maxConnections: 10 })

/** The address of a database that answers, as long as the scope is open. */
export const database = Effect.gen(function* () {
  const given = Option.getOrElse(yield* Config.option(Config.String("DATABASE_URL")), () => "")
  const programs = findPrograms()
  if (given === "" && programs === undefined) return yield* missing
  const url = given === "" && programs !== undefined ? yield* startOwn(programs) : given
  yield* SqlClient.SqlClient.use((sql) => sql`SELECT 1`).pipe(
    Effect.provide(layerClient(url)),
    Effect.retry({ schedule: Schedule.spaced("200 millis"), times: 100 })
  )
  return url
})
