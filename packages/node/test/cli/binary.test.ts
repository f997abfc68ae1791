/** The command as a process: statuses, streams and signals. */
import { assert, layer } from "@effect/vitest"
import { version } from "@effect-box/core/unstable/Version"
import { Effect } from "effect"
import { bundled } from "../../../../test/support/program.ts"
import { big, control, runBesideOf, runOf, silentParts, startOf, stats, until } from "./commandProcess.ts"
import { layerServed } from "./commandRun.ts"

const bin = bundled(new URL("../../src/cli/bin.ts", import.meta.url))

const start = startOf(bin)
const run = runOf(bin)
const runBeside = runBesideOf(bin)

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
      const unknown = yield* run(["lss"])
      assert.strictEqual(unknown.status, 2)
      assert.include(unknown.err, "Did you mean ls?")
      assert.include((yield* runBeside(["ls", "--logn"])).err, "Did you mean --long?")
      assert.strictEqual((yield* run(["stat", "/none"])).status, 1)
      assert.strictEqual((yield* runBeside(["whoami"], { BOX_DEVELOPER_TOKEN: "" })).status, 4)
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
      yield* silentParts(1)
      const started = yield* start(["up", "big.bin", "/interrupted.bin"])
      yield* until(Effect.map(stats, ({ openSessions }) => openSessions === 1))
      started.child.kill("SIGINT")
      assert.strictEqual(yield* started.ended, 130)
      assert.include(started.err(), "effect-box: interrupted; the same command")
      assert.strictEqual((yield* stats).openSessions, 0)
      yield* control("DELETE", "faults")
    })
  )

  it.effect("the same command goes on where it was killed", () =>
    Effect.gen(function* () {
      yield* big
      const line = ["up", "big.bin", "/killed.bin"]
      const before = (yield* stats).storedParts
      yield* silentParts(2)
      const started = yield* start(line)
      yield* until(Effect.map(stats, ({ storedParts }) => storedParts > before))
      started.child.kill("SIGKILL")
      yield* started.ended
      yield* control("DELETE", "faults")
      assert.strictEqual((yield* stats).openSessions, 1)
      const again = yield* runBeside([...line, "--json"])
      assert.strictEqual(again.status, 0, again.err)
      assert.strictEqual((yield* stats).openSessions, 0)
      const stat = yield* runBeside(["stat", "/killed.bin", "--json", "--fields", "size"])
      assert.deepStrictEqual(JSON.parse(stat.out), { size: 24_000_000 })
    })
  )
})
