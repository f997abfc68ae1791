/** The command as a process: statuses, streams, signals, and a terminal. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { version } from "@effect-box/core/unstable/Version"
import { Effect, Schedule } from "effect"
import { bundled } from "../../../../test/support/program.ts"
import { layerServed, Served } from "./commandRun.ts"

const bin = bundled(new URL("../../src/cli/bin.ts", import.meta.url))

/** A pseudo-terminal, if this machine has `script` of util-linux. */
const hasTerminal = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0

interface Started {
  readonly child: ChildProcess
  readonly out: () => string
  readonly err: () => string
  readonly ended: Effect.Effect<number | null>
}

const start = (
  args: ReadonlyArray<string>,
  { env: own = {}, terminal = false }: { env?: Readonly<Record<string, string>>; terminal?: boolean } = {}
) =>
  Effect.gen(function* () {
    const { directory, hosts, server } = yield* Served
    const env = { ...process.env, ...hosts, BOX_DEVELOPER_TOKEN: server.credentials.accessToken, ...own }
    const words = [process.execPath, bin(), ...args]
    const [command = "", ...rest] = terminal
      ? ["script", "-qec", words.map((word) => `'${word}'`).join(" "), "/dev/null"]
      : words
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

const run = Effect.fnUntraced(function* (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) {
  const started = yield* start(args, { env })
  started.child.stdin?.end()
  const status = yield* started.ended
  return { status, out: started.out(), err: started.err() }
})

const stats = Effect.gen(function* () {
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
const until = <E, R>(holds: Effect.Effect<boolean, E, R>) =>
  holds.pipe(
    Effect.flatMap((so) => (so ? Effect.void : Effect.fail(new NotYet()))),
    Effect.retry({ schedule: Schedule.spaced("20 millis"), times: 1000 })
  )

/** 24 MB: an upload in parts that takes seconds. */
const big = Effect.gen(function* () {
  const { directory } = yield* Served
  writeFileSync(join(directory, "big.bin"), new Uint8Array(24_000_000).fill(7))
})

layer(layerServed(), { excludeTestServices: true })("the command as a process", (it) => {
  it.effect("data on stdout, everything else on stderr, and a status for each end", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* run(["--version"]), { status: 0, out: `${version}\n`, err: "" })
      const bare = yield* run([])
      assert.deepStrictEqual([bare.status, bare.out], [2, ""])
      assert.match(bare.err, /^Usage: effect-box <command>/)
      const me = yield* run(["whoami", "--json"])
      assert.deepStrictEqual([me.status, me.err], [0, ""])
      assert.strictEqual(JSON.parse(me.out).login, "ada@example.test")
      assert.strictEqual((yield* run(["lss"])).status, 2)
      assert.include((yield* run(["lss"])).err, "Did you mean ls?")
      assert.include((yield* run(["ls", "--logn"])).err, "Did you mean --long?")
      assert.strictEqual((yield* run(["stat", "/none"])).status, 1)
      assert.strictEqual((yield* run(["whoami"], { BOX_DEVELOPER_TOKEN: "" })).status, 4)
      const help = yield* run(["share", "--help"])
      assert.deepStrictEqual([help.status, help.err], [0, ""])
    })
  )

  it.effect("a reader that has enough is no failure", () =>
    Effect.gen(function* () {
      const started = yield* start(["call", "--list", "--csv"])
      started.child.stdout?.once("data", () => started.child.stdout?.destroy())
      assert.strictEqual(yield* started.ended, 0)
      assert.strictEqual(started.err(), "")
    })
  )

  it.effect("Ctrl-C in an upload ends with 130, says so, and leaves no open session", () =>
    Effect.gen(function* () {
      yield* big
      const started = yield* start(["up", "big.bin", "/interrupted.bin", "--limit-rate", "5MB"])
      yield* until(Effect.map(stats, ({ openSessions }) => openSessions === 1))
      started.child.kill("SIGINT")
      assert.strictEqual(yield* started.ended, 130)
      assert.include(started.err(), "interrupted")
      assert.strictEqual((yield* stats).openSessions, 0)
    })
  )

  it.effect("the same command goes on where it was killed", () =>
    Effect.gen(function* () {
      yield* big
      const line = ["up", "big.bin", "/killed.bin"]
      const before = (yield* stats).storedParts
      const started = yield* start([...line, "--limit-rate", "8MB"])
      yield* until(Effect.map(stats, ({ storedParts }) => storedParts > before))
      started.child.kill("SIGKILL")
      yield* started.ended
      assert.strictEqual((yield* stats).openSessions, 1)
      const again = yield* run([...line, "--json"])
      assert.strictEqual(again.status, 0, again.err)
      assert.strictEqual((yield* stats).openSessions, 0)
      const stat = yield* run(["stat", "/killed.bin", "--json", "--fields", "size"])
      assert.deepStrictEqual(JSON.parse(stat.out), { size: 24_000_000 })
    })
  )

  it.effect.skipIf(!hasTerminal)(
    "a terminal sees a bar that is wiped; --quiet sees none (needs util-linux's script)",
    () =>
      Effect.gen(function* () {
        yield* big
        const shown = yield* start(["up", "big.bin", "/shown.bin", "--limit-rate", "20MB"], { terminal: true })
        assert.strictEqual(yield* shown.ended, 0, shown.out())
        assert.match(shown.out(), /\rup {2}\[=* *\] +\d+ % .* MB of 24\.0 MB .*left/)
        assert.match(shown.out(), /\r\u001b\[K1 uploaded, 24\.0 MB\r\n$|1 uploaded, 24\.0 MB\r\n\r\u001b\[K$/)
        const quiet = yield* start(["up", "big.bin", "/quiet.bin", "--quiet"], {
          terminal: true
        })
        assert.strictEqual(yield* quiet.ended, 0, quiet.out())
        assert.strictEqual(quiet.out(), "")
      })
  )

  it.effect.skipIf(!hasTerminal)("a terminal is asked before something is deleted for good", () =>
    Effect.gen(function* () {
      yield* run(["mkdir", "/Doomed"])
      const asking = yield* start(["rm", "/Doomed", "--permanently"], { terminal: true })
      yield* until(Effect.sync(() => asking.out().includes("[y/N]")))
      asking.child.stdin?.write("y\n")
      assert.strictEqual(yield* asking.ended, 0, asking.out())
      assert.notInclude((yield* run(["ls"])).out, "Doomed")
    })
  )
})
