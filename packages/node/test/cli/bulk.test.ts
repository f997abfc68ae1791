/** `--from`: a command for each row, with a journal and a row of results for each. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { rowsOf } from "../../src/cli/terminal/rowReader.ts"
import { layerServed, Served } from "./commandRun.ts"

const read = (...chunks: ReadonlyArray<string>) =>
  rowsOf(Stream.fromIterable(chunks.map((text) => new TextEncoder().encode(text)))).pipe(Stream.runCollect)

describe("rows", () => {
  it.effect.each([
    [["a,b\n1,2\n3,4"]],
    [["\ufeffa,", "b\r\n1,2\r\n", "\r\n3,4\r\n"]],
    [['"a","b"\n"1",2\n', '"3","4"']],
    [['{"a":1,"b":"2"}\n{"a":', '"3","b":4}\n']]
  ] as const)("%j", ([chunks]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* read(...chunks), [
        { a: "1", b: "2" },
        { a: "3", b: "4" }
      ])
    })
  )

  it.effect("quotes, commas and lines in a cell, and cells that are missing", () =>
    Effect.gen(function* () {
      const rows = yield* read('a,b\n"x, ""y""', '\nz",\nlast\n')
      assert.deepStrictEqual(rows, [
        { a: 'x, "y"\nz', b: "" },
        { a: "last", b: "" }
      ])
      assert.strictEqual((yield* Effect.flip(read("a\n1,2\n"))).message, "Row 1 has more cells than there are columns.")
      assert.strictEqual(
        (yield* Effect.flip(read('{"a":1}\nnone\n'))).message,
        "Line 2 of the rows is not a JSON object."
      )
    })
  )
})

layer(layerServed(), { excludeTestServices: true })("--from", (it) => {
  it.effect("Ctrl-C says whether the same command goes on", () =>
    Effect.gen(function* () {
      const { directory, run } = yield* Served
      writeFileSync(join(directory, "stopped.csv"), "items\n/A\n/B\n")
      const signal = AbortSignal.abort()
      const without = yield* run("stat --from stopped.csv", { signal })
      assert.strictEqual(without.status, 130)
      assert.include(
        without.err,
        "effect-box: interrupted; without --journal, the same command begins with the first row"
      )
      const noted = yield* run("stat --from stopped.csv --journal stopped.log", { signal })
      assert.include(noted.err, "interrupted; the same command goes on behind the rows that are done")
      assert.strictEqual((yield* run("stat /A", { signal })).err, "effect-box: interrupted\n")
    })
  )

  it.effect("runs a command for each row, with a result for each, and ends with 3 if some failed", () =>
    Effect.gen(function* () {
      const { directory, run } = yield* Served
      writeFileSync(join(directory, "rows.csv"), "paths,note\n/One,first\n/One,twice\n/Two,\n/missing/Three,\n")
      const ended = yield* run("mkdir --from rows.csv --results out.csv --concurrency 1")
      assert.deepStrictEqual([ended.status, ended.out], [3, ""])
      assert.include(ended.err, "2 done, 2 failed")
      const lines = readFileSync(join(directory, "out.csv"), "utf8").trim().split("\n")
      assert.strictEqual(lines[0], "paths,note,result,id,error,message,request_id")
      assert.match(lines[1] ?? "", /^\/One,first,done,\d+,,,$/)
      assert.match(lines[2] ?? "", /^\/One,twice,failed,,BoxItemNameInUse,.+,\w+$/)
      assert.match(lines[3] ?? "", /^\/Two,,done,\d+,,,$/)
      assert.match(lines[4] ?? "", /^\/missing\/Three,,failed,,BoxNotFound,/)
    })
  )

  it.effect("a journal leaves out what is done, and goes on with what failed", () =>
    Effect.gen(function* () {
      const { directory, run, server } = yield* Served
      writeFileSync(join(directory, "more.csv"), "paths\n/A\n/B\n/later/C\n")
      const line = "mkdir --from more.csv --journal done.log --results more.out"
      assert.strictEqual((yield* run(line)).status, 3)
      // A kill in the middle of a line.
      writeFileSync(join(directory, "done.log"), "0123456789abcdef0123456789abcdef 12", { flag: "a" })
      yield* run("mkdir /later")
      const before = (yield* Effect.promise(() =>
        fetch(`${server.baseUrl}/__emulator/stats`).then((r) => r.json())
      )) as {
        requests: number
      }
      const again = yield* run(line)
      assert.strictEqual(again.status, 0, again.err)
      assert.include(again.err, "1 done, 0 failed, 2 done before")
      const after = (yield* Effect.promise(() =>
        fetch(`${server.baseUrl}/__emulator/stats`).then((r) => r.json())
      )) as {
        requests: number
      }
      assert.isBelow(after.requests - before.requests, 6)
      assert.lengthOf(readFileSync(join(directory, "more.out"), "utf8").trim().split("\n"), 4)
      assert.include((yield* run(line)).err, "0 done, 0 failed, 3 done before")
      rmSync(join(directory, "done.log"))
      assert.isFalse(existsSync(join(directory, "done.log")))
    })
  )

  it.effect("rows of another command name items; JSON lines come from stdin, and go to stdout", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      const listed = yield* run("find --type folder --name ? --jsonl")
      const gone = yield* run("rm --from - --jsonl --fields result,name", { stdin: listed.out })
      assert.strictEqual(
        gone.out,
        '{"result":"done","name":"A"}\n{"result":"done","name":"B"}\n{"result":"done","name":"C"}\n'
      )
      const trash = yield* run("trash list --newer 1h --jsonl")
      const back = yield* run("restore --from -", { stdin: trash.out })
      assert.deepStrictEqual([back.status, back.err], [0, "3 done, 0 failed\n"])
    })
  )

  it.effect("what is wrong with the rows is wrong usage, and a question needs --yes", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      const unknown = yield* run("mkdir --from -", { stdin: "name\nx\n" })
      assert.strictEqual(unknown.status, 2)
      assert.include(unknown.err, "No column of the rows is called paths")
      assert.strictEqual((yield* run("mkdir --from none.csv")).status, 1)
      const asking = yield* run("rm --permanently --from -", { stdin: "items\n/One\n", typed: "items\n/One\n" })
      assert.strictEqual(asking.status, 1)
      assert.include(asking.err, "--yes")
    })
  )
})
