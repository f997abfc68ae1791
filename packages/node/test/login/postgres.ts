/** A PostgreSQL of the test's own: a cluster in a temporary folder, on loopback, as a user that is not root. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as PgClient from "@effect/sql-pg/PgClient"
import { Context, Effect, Layer, Redacted, Schedule } from "effect"
import { SqlClient } from "effect/sql"
import { freePort } from "../emulator/freePort.ts"

const clusters = fileURLToPath(new URL("../../../../.tmp/postgres", import.meta.url))

const debian = "/usr/lib/postgresql"

const findPrograms = (): string | undefined => {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env["PATH"] ?? "").split(":")
  ]
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")))
}

const programs = findPrograms()

/** What to say in a skipped test; `undefined` when there is a PostgreSQL, or when there must be one. */
export const missing: string | undefined =
  programs === undefined && process.env["EFFECT_BOX_REQUIRE_POSTGRES"] === undefined
    ? "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    : undefined

/** PostgreSQL refuses to run as root. */
const user = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }))
      return { uid: id("-u"), gid: id("-g") }
    } catch {
      // The next one, then.
    }
  }
  throw new Error("There is no user but root to run PostgreSQL as")
}

const copyAll = (from: string, to: string): void => {
  // Owners are kept as well, which Node's own copy does not do.
  execFileSync("cp", ["-a", from, to], { stdio: "pipe" })
}

const wasThere = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOTEMPTY" || error.code === "EEXIST")

/** A new cluster takes `initdb` more than a second: the first one of a checkout is kept, and copied from then on. */
const makeCluster = (
  programs: string,
  data: string,
  options: { readonly uid?: number; readonly cwd: string; readonly stdio: "pipe" }
): void => {
  const version = execFileSync(join(programs, "initdb"), ["--version"], { encoding: "utf8" }).replaceAll(
    /[^\d.]+/g,
    "-"
  )
  const kept = join(clusters, `small-cluster${version}${options.uid ?? "own"}`)
  if (existsSync(kept)) {
    copyAll(kept, data)
    return
  }
  // Of the log it has one segment from the beginning, which is copied as well.
  const settings = ["-U", "box", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--wal-segsize=1"]
  execFileSync(join(programs, "initdb"), ["-D", data, ...settings], options)
  mkdirSync(clusters, { recursive: true })
  // Complete before it has its name, because others may want it at the same time.
  const copy = mkdtempSync(join(clusters, "copy-"))
  try {
    copyAll(data, join(copy, "data"))
    renameSync(join(copy, "data"), kept)
  } catch (error) {
    if (!wasThere(error)) throw error
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** How a server ends: `fast` ends connections and writes everything down, `immediate` is a crash. */
type Shutdown = "fast" | "immediate"

export class Postgres extends Context.Service<
  Postgres,
  { readonly url: string; readonly restart: (shutdown: Shutdown) => Effect.Effect<void> }
>()("test/Postgres") {
  /** `fsync=on` is what users have; tests do not wait for the disk. */
  static readonly layerWith = (fsync: "on" | "off"): Layer.Layer<Postgres> =>
    Layer.effect(
      Postgres,
      Effect.gen(function* () {
        if (programs === undefined) return yield* Effect.die("PostgreSQL is required and not installed")
        const owner = user()
        const root = yield* Effect.acquireRelease(
          Effect.sync(() => mkdtempSync(join(tmpdir(), "effect-box-pg-"))),
          (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
        )
        if (owner !== undefined) chownSync(root, owner.uid, owner.gid)
        const data = join(root, "data")
        makeCluster(programs, data, { ...owner, cwd: root, stdio: "pipe" })
        const port = yield* freePort
        const url = `postgres://box@127.0.0.1:${port}/postgres`
        const start = () =>
          spawn(
            join(programs, "postgres"),
            ["-D", data, "-p", String(port), "-k", root, "-c", "listen_addresses=127.0.0.1", "-c", `fsync=${fsync}`],
            { ...owner, cwd: root, stdio: "ignore" }
          )
        const stop = (server: ChildProcess, shutdown: Shutdown) =>
          Effect.callback<void>((resume) => {
            if (server.exitCode !== null || server.signalCode !== null) return resume(Effect.void)
            server.once("exit", () => resume(Effect.void))
            server.kill(shutdown === "fast" ? "SIGINT" : "SIGQUIT")
          })
        const ready = SqlClient.SqlClient.use((sql) => sql`SELECT 1`).pipe(
          Effect.provide(PgClient.layer({ url: Redacted.make(url) })),
          Effect.retry(Schedule.upTo(Schedule.spaced("100 millis"), { duration: "15 seconds" })),
          Effect.scoped,
          Effect.orDie
        )
        let server = start()
        yield* Effect.addFinalizer(() => stop(server, "fast"))
        yield* ready
        const restart = (shutdown: Shutdown) =>
          stop(server, shutdown).pipe(
            Effect.andThen(
              Effect.sync(() => {
                server = start()
              })
            ),
            Effect.andThen(ready),
            Effect.asVoid
          )
        return Postgres.of({ url, restart })
      })
    )

  static readonly layer = Postgres.layerWith("off")
}
