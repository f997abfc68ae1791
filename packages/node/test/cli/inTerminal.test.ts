/** The command in a pseudo-terminal: progress, questions, Ctrl-C. Needs `script` of util-linux. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { bundled } from "../../../../test/support/program.ts"
import {
  big,
  control,
  hasTerminal,
  runBesideOf,
  screens,
  silentParts,
  startOf,
  stats,
  until
} from "./commandProcess.ts"
import { layerServed, Served } from "./commandRun.ts"

const bin = bundled(new URL("../../src/cli/bin.ts", import.meta.url))

const start = startOf(bin)
const run = runBesideOf(bin)

const size = { columns: 110, rows: 30 }

/** Four files of 3 MB, which take two seconds at the rate of {@link slowly}. */
const planted = Effect.gen(function* () {
  const { directory } = yield* Served
  mkdirSync(join(directory, "tree/sub"), { recursive: true })
  for (const name of ["a.bin", "b.bin", "sub/c.bin", "sub/d.bin"]) {
    writeFileSync(join(directory, "tree", name), new Uint8Array(3_000_000).fill(name.charCodeAt(name.length - 5)))
  }
})

const slowly = ["--limit-rate", "6MB"]

const isFile = (line: string) => /^ {2}\S+ +\[=* *\] +\d+ % {2}\S+ k?M?B of 3\.0 MB$/.test(line)
const isTotal = (label: string, line: string) =>
  new RegExp(`^${label} {2}\\[=* *\\] +\\d+ %  \\S+ [kM]?B of 12\\.0 MB .* files$`).test(line)

/** The lines that were drawn with the most files, and the names of all files that were. */
const drawn = (written: string, label: string) => {
  const seen = screens(written).filter((lines) => isTotal(label, lines.at(-1) ?? ""))
  const files = seen.map((lines) => lines.filter(isFile))
  return {
    most: Math.max(0, ...files.map((lines) => lines.length)),
    names: new Set(files.flat().map((line) => line.trim().split(" ")[0])),
    height: Math.max(...screens(written).map((lines) => lines.length)),
    last: screens(written).at(-1) ?? []
  }
}

layer(layerServed(), { excludeTestServices: true })("the command in a terminal", (it) => {
  const inTerminal = it.effect.skipIf(!hasTerminal)

  inTerminal("one file is one bar, which is wiped; --quiet shows none", () =>
    Effect.gen(function* () {
      yield* big
      // Two parts are there, and are drawn, while the third one takes its time.
      const third = { method: "PUT", path: "/files/upload_sessions/{upload_session_id}", nth: 3 }
      yield* control("POST", "faults", { kind: "delay", match: third, delay: 1500 })
      const shown = yield* start(["up", "big.bin", "/shown.bin"], { terminal: size })
      assert.strictEqual(yield* shown.ended, 0, shown.out())
      assert.match(shown.out(), /\rup {2}\[=* *\] +\d+ % .* MB of 24\.0 MB .*left/)
      assert.isTrue(screens(shown.out()).every((lines) => lines.length < 2))
      assert.deepStrictEqual(screens(shown.out()).at(-1), ["1 uploaded, 24.0 MB"])
      const quiet = yield* start(["up", "big.bin", "/quiet.bin", "--quiet"], { terminal: size })
      assert.strictEqual(yield* quiet.ended, 0, quiet.out())
      assert.strictEqual(quiet.out(), "")
    })
  )

  inTerminal("up of files, up of a directory, down and sync draw a bar for each file and a total, and wipe them", () =>
    Effect.gen(function* () {
      yield* planted
      const files = ["tree/a.bin", "tree/b.bin", "tree/sub/c.bin", "tree/sub/d.bin"]
      yield* run(["mkdir", "/Files", "/Trees"])
      for (const [label, names, last, ...args] of [
        ["up", ["a.bin", "b.bin", "c.bin", "d.bin"], "4 uploaded, 12.0 MB", "up", ...files, "/Files"],
        ["up", files, "4 uploaded, 12.0 MB", "up", "tree", "/Trees"],
        ["down", files, "4 downloaded, 12.0 MB", "down", "/Trees/tree", "got/tree"],
        ["sync", files.map((name) => name.slice(5)), "4 uploaded, 12.0 MB", "sync", "up", "tree", "/Synced"]
      ] as const) {
        const shown = yield* start([...args, ...slowly], { terminal: size })
        assert.strictEqual(yield* shown.ended, 0, shown.out())
        const seen = drawn(shown.out(), label)
        assert.sameMembers([...seen.names], [...names], `${args.join(" ")}: ${shown.out()}`)
        assert.isAtLeast(seen.most, 2)
        assert.deepStrictEqual(seen.last, [last])
      }
    })
  )

  inTerminal("never more lines than the terminal has", () =>
    Effect.gen(function* () {
      yield* planted
      yield* run(["mkdir", "/Low"])
      const shown = yield* start(["up", "tree", "/Low", ...slowly], { terminal: { columns: 110, rows: 4 } })
      assert.strictEqual(yield* shown.ended, 0, shown.out())
      const { height, last, most } = drawn(shown.out(), "up")
      assert.deepStrictEqual([height, most, last], [3, 2, ["4 uploaded, 12.0 MB"]])
    })
  )

  inTerminal("Ctrl-C in a single file leaves no session, wipes the bar, and says how to go on", () =>
    Effect.gen(function* () {
      yield* big
      yield* silentParts(2)
      const started = yield* start(["up", "big.bin", "/interrupted.bin"], { terminal: size })
      yield* until(Effect.map(stats, ({ openSessions }) => openSessions === 1))
      yield* until(Effect.sync(() => started.out().includes("MB of 24.0 MB")))
      started.child.stdin?.write("\u0003")
      assert.strictEqual(yield* started.ended, 130, started.out())
      yield* control("DELETE", "faults")
      assert.strictEqual((yield* stats).openSessions, 0)
      assert.deepStrictEqual(screens(started.out().replaceAll("^C", "")).at(-1), [
        "effect-box: interrupted; the same command goes on with what is missing of a directory, and begins a single file anew"
      ])
    })
  )

  for (const command of ["up", "sync up"]) {
    inTerminal(
      `Ctrl-C in a directory keeps the session of a large file, and the same ${command} goes on with its parts`,
      () =>
        Effect.gen(function* () {
          const { directory } = yield* Served
          const place = command === "up" ? "/Large" : "/LargeSynced"
          mkdirSync(join(directory, "large"), { recursive: true })
          // Another content each time: Box must not have it already.
          writeFileSync(join(directory, "large/big.bin"), new Uint8Array(40_000_000).fill(place.length))
          yield* run(["mkdir", "/Large", "/LargeSynced"])
          const line = [...command.split(" "), "large", place]
          const before = (yield* stats).storedParts
          yield* silentParts(2)
          const started = yield* start(line, { terminal: size })
          yield* until(Effect.map(stats, ({ storedParts }) => storedParts > before))
          started.child.stdin?.write("\u0003")
          assert.strictEqual(yield* started.ended, 130, started.out())
          yield* control("DELETE", "faults")
          assert.match(
            screens(started.out()).at(-1)?.at(-1) ?? "",
            /interrupted; the same command goes on with what is missing/
          )
          const between = yield* stats
          assert.strictEqual(between.openSessions, 1)
          const again = yield* run([...line, "--json"])
          assert.strictEqual(again.status, 0, again.err)
          const after = yield* stats
          assert.strictEqual(after.openSessions, 0)
          // No part was sent twice: of 40 MB there are 5.
          assert.strictEqual(after.storedParts - before, 5)
          assert.strictEqual(JSON.parse(again.out)[0].result, "uploaded")
        })
    )
  }

  inTerminal("is asked before something is deleted for good", () =>
    Effect.gen(function* () {
      yield* run(["mkdir", "/Doomed"])
      const asking = yield* start(["rm", "/Doomed", "--permanently"], { terminal: size })
      yield* until(Effect.sync(() => asking.out().includes("[y/N]")))
      asking.child.stdin?.write("y\n")
      assert.strictEqual(yield* asking.ended, 0, asking.out())
      assert.notInclude((yield* run(["ls"])).out, "Doomed")
    })
  )
})
