/** What reaches a terminal: safe text, tables in its width, sizes, times and progress. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Layer, Scope } from "effect"
import { TestClock } from "effect/testing"
import type { Common } from "../../src/cli/command/Command.ts"
import { Shell } from "../../src/cli/terminal/Shell.ts"
import * as Verbose from "../../src/cli/session/verbose.ts"
import { coloured } from "../../src/cli/terminal/colour.ts"
import { cellText, csvLine, durationText, sizeText, tableText } from "../../src/cli/terminal/format.ts"
import { progressLines, progressText, showProgress } from "../../src/cli/terminal/progress.ts"
import { columnsOf, fitted, safeJson, safeText } from "../../src/cli/terminal/safeText.ts"

import { screenOf } from "../../src/cli/terminal/screen.ts"

describe("text for a terminal", () => {
  it.each([
    ["\u001b[2J", "\\u001b[2J"],
    ["a\nb\tc", "a\\u000ab\\u0009c"],
    ["\u009b31m", "\\u009b31m"],
    ["\u202egnp.exe", "\\u202egnp.exe"],
    ["a\u200bb", "a\\u200bb"],
    ["\ud800", "\\ud800"],
    ["日本 é 👍", "日本 é 👍"]
  ])("%j is shown as %j", (given, shown) => assert.strictEqual(safeText(given), shown))

  it("JSON has none of them, and means the same", () => {
    const value = { name: "a\u001b\u009b\u202e\n", list: ["\u2028"] }
    const text = safeJson(value, 2)
    assert.notMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/)
    assert.deepStrictEqual(JSON.parse(text), value)
  })

  it("wide and combined characters count as they are drawn", () => {
    assert.deepStrictEqual(["ab", "日本", "e\u0301", "👍"].map(columnsOf), [2, 4, 1, 2])
    assert.strictEqual(fitted("日本語です", 5), "日本…")
  })

  it("a table keeps to the width", () => {
    const rows = [
      { name: "x".repeat(60), size: 1500 },
      { name: "y", size: 2 }
    ]
    const lines = tableText(rows, ["name", "size"], 30).trimEnd().split("\n")
    assert.isTrue(lines.every((line) => columnsOf(line) <= 30))
    assert.match(lines[1] ?? "", /^x+… +1\.5 kB$/)
    assert.match(lines[2] ?? "", /^y +2 B$/)
  })

  it("sizes, times and CSV", () => {
    assert.deepStrictEqual([0, 999, 1000, 1_500_000, 123_456_789].map(sizeText), [
      "0 B",
      "999 B",
      "1.0 kB",
      "1.5 MB",
      "123 MB"
    ])
    assert.deepStrictEqual([5, 65, 3725].map(durationText), ["0:05", "1:05", "1:02:05"])
    assert.strictEqual(
      csvLine(["a", 'b"c', "d,e", "f\ng", null, { x: 1 }, " h"]),
      'a,"b""c","d,e","f\ng",,"{""x"":1}"," h"'
    )
  })

  it("a time is shown in the zone of the terminal, and a name that begins like one as it is", () => {
    // Swedish writes a local time as ISO 8601 does.
    const expected = new Date("2026-11-29T22:06:43Z").toLocaleString("sv-SE").slice(0, 16)
    for (const time of ["2026-11-29T14:06:43-08:00", "2026-11-29T22:06:43.5Z"]) {
      assert.strictEqual(cellText("modified_at", time), expected)
    }
    assert.strictEqual(cellText("name", "2026-11-29T14:06 minutes.txt"), "2026-11-29T14:06 minutes.txt")
  })

  it("colours are for a terminal that wants them", () => {
    const text = (isTerminal: boolean, env: Readonly<Record<string, string>>) =>
      coloured({ isTerminal }, env, "red", "no")
    assert.strictEqual(text(true, { TERM: "xterm" }), "\u001b[31mno\u001b[39m")
    assert.strictEqual(text(true, { NO_COLOR: "" }), "\u001b[31mno\u001b[39m")
    for (const plain of [text(false, {}), text(true, { NO_COLOR: "1" }), text(true, { TERM: "dumb" })]) {
      assert.strictEqual(plain, "no")
    }
  })

  it.effect.each([true, false])("warnings reach stderr, those of the engine only with --verbose (%s)", (verbose) =>
    Effect.gen(function* () {
      let told = ""
      const sink = {
        isTerminal: false,
        columns: 80,
        rows: 24,
        write: (data: string | Uint8Array) => {
          told += String(data)
          return Promise.resolve()
        }
      }
      yield* Effect.andThen(
        Effect.logWarning("of a file"),
        Effect.annotateLogs(Effect.logWarning("of the engine"), { module: "effect/cluster/Sharding" })
      ).pipe(Effect.provide(Verbose.layer(sink, verbose)))
      assert.strictEqual(told, verbose ? "of a file\nof the engine\n" : "of a file\n")
    })
  )

  it("a line for each file on its way and one for all, never more than the terminal has, nor longer", () => {
    const running = Array.from({ length: 30 }, (_, i) => ({
      name: `${i}-\u001b${"x".repeat(i)}`,
      transferred: i,
      size: 30
    }))
    const amount = { transferred: 435, total: 900, files: 0, totalFiles: 30, running }
    assert.deepStrictEqual(
      progressLines(
        "up",
        {
          ...amount,
          running: [
            { name: "a", transferred: 15e5, size: 3e6 },
            { name: "bb", transferred: 7, size: 0 }
          ]
        },
        10,
        80,
        24
      ),
      [
        "  a   [==========          ]  50 %  1.5 MB of 3.0 MB",
        "  bb  7 B",
        "up  [==========          ]  48 %  435 B of 900 B  10 B/s  0:47 left  0 of 30 files"
      ].map((line) => fitted(line, 79))
    )
    for (const [columns, rows, lines] of [
      [80, 50, 13],
      [40, 10, 9],
      [10, 2, 1],
      [1, 1, 1]
    ] as const) {
      const drawn = progressLines("up", amount, 10, columns, rows)
      assert.lengthOf(drawn, lines)
      assert.isTrue(drawn.every((line) => columnsOf(line) <= Math.max(10, columns - 1)))
      assert.notInclude(drawn.join(""), "\u001b")
    }
  })

  it.effect.each([true, false])(
    "progress is shown after half a second on a terminal, else every 10 seconds (%s)",
    (isTerminal) =>
      Effect.gen(function* () {
        const seen: Array<string> = []
        const write = async (data: string | Uint8Array) => void seen.push(String(data))
        const sink = { isTerminal, columns: 80, rows: 24, write }
        const stdin = { isTerminal, chunks: async function* () {}, secretLine: async () => "" }
        const shell = Layer.succeed(Shell, {
          io: { env: {}, cwd: "/", stdin, stdout: sink, stderr: sink },
          // Of all flags, only this one matters here.
          flags: { quiet: false } as Common,
          draw: (lines) => Effect.sync(() => void seen.push(`draws ${lines.join("|")}`))
        })
        const scope = yield* Scope.make()
        let transferred = 0
        yield* showProgress("up", () => ({ transferred, total: 2000 })).pipe(
          Effect.provide(shell),
          Effect.provideService(Scope.Scope, scope)
        )
        yield* TestClock.adjust(isTerminal ? 499 : 9_999)
        assert.deepStrictEqual(seen, [])
        transferred = 1000
        yield* TestClock.adjust(1)
        const line = `up  [==========          ]  50 %  1.0 kB of 2.0 kB  ${isTerminal ? "2.0 kB/s  0:01" : "100 B/s  0:10"} left`
        assert.deepStrictEqual(seen, [isTerminal ? `draws ${line}` : `${line}\n`])
        yield* TestClock.adjust(isTerminal ? 100 : 10_000)
        assert.lengthOf(seen, 2)
        yield* Scope.close(scope, Exit.void)
        assert.deepStrictEqual(seen.slice(2), ["draws "])
        yield* TestClock.adjust("1 minute")
        assert.lengthOf(seen, 3)
      })
  )

  it.effect("what is drawn makes way for what is written, and is wiped", () =>
    Effect.promise(async () => {
      const seen: Array<string> = []
      const sink = (isTerminal: boolean, name: string) => ({
        isTerminal,
        columns: 80,
        rows: 24,
        write: async (data: string | Uint8Array) => void seen.push(`${name}${String(data)}`)
      })
      const stdin = { isTerminal: false, chunks: async function* () {}, secretLine: async () => "" }
      const io = { env: {}, cwd: "/", stdin, stderr: sink(true, "2:"), stdout: sink(true, "1:") }
      const screen = screenOf(io)
      await screen.draw(["a", "b"])
      await screen.io.stderr.write("note\n")
      await screen.io.stderr.write("note\n")
      await screen.draw(["a", "b", "c"])
      await screen.draw(["a"])
      await screen.io.stdout.write("data\n")
      await screen.draw(["a"])
      await screen.draw([])
      await screen.draw([])
      assert.deepStrictEqual(seen, [
        "2:a\u001b[K\nb\u001b[K\u001b[J",
        "2:\r\u001b[1A\u001b[Jnote\n",
        "2:note\n",
        "2:a\u001b[K\nb\u001b[K\nc\u001b[K\u001b[J",
        "2:\r\u001b[2Aa\u001b[K\u001b[J",
        "2:\r\u001b[J",
        "1:data\n",
        "2:a\u001b[K\u001b[J",
        "2:\r\u001b[J"
      ])
      seen.length = 0
      const piped = screenOf({ ...io, stdout: sink(false, "1:") })
      await piped.draw(["a"])
      await piped.io.stdout.write("data\n")
      assert.deepStrictEqual(seen, ["2:a\u001b[K\u001b[J", "1:data\n"])
    })
  )

  it("progress by bytes, by files, and without an end", () => {
    assert.strictEqual(
      progressText("up", { transferred: 5e6, total: 10e6, files: 1, totalFiles: 3 }, 1e6),
      "up  [==========          ]  50 %  5.0 MB of 10.0 MB  1.0 MB/s  0:05 left  1 of 3 files"
    )
    assert.strictEqual(
      progressText("job", { transferred: 0, files: 3, totalFiles: 4 }, 0),
      "job  [===============     ]  75 %  3 of 4 files"
    )
    assert.strictEqual(progressText("up", { transferred: 1500 }, 500), "up  1.5 kB  500 B/s")
  })
})
