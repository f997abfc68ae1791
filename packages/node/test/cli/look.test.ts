/** The commands that look: what people see, and what scripts get. */
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { layerServed, Served } from "./commandRun.ts"

const seed = {
  items: {
    admin: {
      Reports: {
        children: {
          "2026": { children: { "year.pdf": { text: "a".repeat(2_000) }, "draft.txt": { text: "words" } } },
          "2025.pdf": { text: "old" },
          "evil\u202efdp.txt": { text: "x" }
        }
      },
      "notes.txt": { text: "remember" }
    }
  }
} as const

const names = (out: string, field = "name"): ReadonlyArray<string> =>
  JSON.parse(out).map((row: Record<string, string>) => row[field])

layer(layerServed({ seed }), { excludeTestServices: true })("the commands that look", (it) => {
  it.effect("ls shows a table to people, and JSON, JSON lines or CSV to scripts", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      const table = yield* run("ls /")
      assert.deepStrictEqual([table.status, table.err], [0, ""])
      assert.match(table.out.split("\n")[0] ?? "", /^TYPE +ID +NAME +SIZE +MODIFIED_AT$/)
      assert.match(table.out, /^folder +\d+ +Reports +2\.0 kB +\d{4}-\d\d-\d\d \d\d:\d\d$/m)
      assert.deepStrictEqual(names((yield* run("ls --json")).out), ["Reports", "notes.txt"])
      const lines = (yield* run("ls --jsonl --fields name")).out
      assert.strictEqual(lines, '{"name":"Reports"}\n{"name":"notes.txt"}\n')
      assert.strictEqual((yield* run("ls --csv --fields name,size")).out, "name,size\nReports,2009\nnotes.txt,8\n")
      assert.deepStrictEqual(names((yield* run("ls --sort size --json")).out), ["Reports", "notes.txt"])
      const long = yield* run("ls -l")
      assert.include(long.out, "OWNED_BY.LOGIN")
      assert.include(long.out, "ada@example.test")
    })
  )

  it.effect("paths and ids both work, and -R goes down", () =>
    Effect.gen(function* () {
      const { run, server } = yield* Served
      const id = server.ids.items["admin/Reports"]
      for (const reference of ["/Reports", "Reports/", `id:${id}`, `folder:${id}`, "reports"]) {
        assert.lengthOf(names((yield* run(["ls", reference, "--json"])).out), 3, reference)
      }
      const all = names((yield* run("ls -R /Reports --json")).out, "path")
      assert.includeMembers([...all], ["2026", "2026/year.pdf", "2026/draft.txt", "2025.pdf"])
      assert.strictEqual(JSON.parse((yield* run("ls notes.txt --json")).out).name, "notes.txt")
    })
  )

  it.effect("control characters in names never reach people raw, and scripts get them escaped", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      for (const line of ["ls /Reports", "tree", "find", "ls /Reports --json", "du /Reports"]) {
        const { err, out } = yield* run(line)
        assert.notInclude(out + err, "\u202e", line)
      }
      assert.include((yield* run("ls /Reports")).out, "evil\\u202efdp.txt")
      assert.include(names((yield* run("ls /Reports --json")).out), "evil\u202efdp.txt")
      const missing = yield* run(["ls", "/no\u202efdp"])
      assert.strictEqual(missing.status, 1)
      assert.notInclude(missing.err, "\u202e")
    })
  )

  it.effect("tree, stat and du", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      assert.match((yield* run("tree --depth 2")).out, /^All Files\n {2}Reports\/\n {4}2026\/\n {4}2025\.pdf\n/)
      assert.strictEqual((yield* run("tree --folders --json --fields path")).out.match(/path/g)?.length, 2)
      const stat = yield* run("stat /Reports/2026/year.pdf")
      assert.match(stat.out, /^path +\/Reports\/2026\/year\.pdf$/m)
      assert.match(stat.out, /^sha1 +[0-9a-f]{40}$/m)
      const two = JSON.parse((yield* run("stat notes.txt /Reports --json")).out)
      assert.deepStrictEqual(
        two.map(({ type }: Record<string, string>) => type),
        ["file", "folder"]
      )
      const rows = (yield* run("du /Reports --csv")).out
      assert.strictEqual(rows, "folder,files,folders,size\n2026,2,0,2005\ntotal,4,1,2009\n")
    })
  )

  it.effect("find by name, type, size and time", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      const found = (line: string) =>
        Effect.map(run(`find ${line} --json --fields path`), ({ out }) => names(out, "path"))
      assert.deepStrictEqual(yield* found("--name *.pdf"), ["Reports/2026/year.pdf", "Reports/2025.pdf"])
      assert.deepStrictEqual(yield* found("--name 2026/*"), [])
      assert.deepStrictEqual(yield* found("--name Reports/2026/*.txt"), ["Reports/2026/draft.txt"])
      assert.deepStrictEqual(yield* found("--type folder"), ["Reports", "Reports/2026"])
      assert.deepStrictEqual(yield* found("--larger 1k"), ["Reports/2026/year.pdf"])
      assert.lengthOf(yield* found("--type file --smaller 1kB --newer 1h"), 4)
      assert.lengthOf(yield* found("--older 2020-01-01"), 0)
      assert.lengthOf(yield* found("--owner ada@example.test"), 7)
      assert.strictEqual((yield* run("find --newer soon")).status, 2)
    })
  )

  it.effect("cat writes bytes; a missing file is a failure with the next step", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      assert.strictEqual((yield* run("cat notes.txt /Reports/2025.pdf")).out, "rememberold")
      const missing = yield* run("cat /Reports/none.txt")
      assert.deepStrictEqual([missing.status, missing.out], [1, ""])
      assert.include(missing.err, 'There is no "none.txt" in /Reports')
      assert.strictEqual((yield* run("cat /Reports")).status, 2)
      const id = JSON.parse((yield* run("stat notes.txt --json --fields id")).out).id
      assert.strictEqual((yield* run(`open id:${id} --print`)).out.trim(), `url  https://app.box.com/file/${id}`)
    })
  )

  it.effect("search asks Box with all that it is given", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      const found = yield* run("search year --type file --extension pdf --in /Reports --size 1k, --json")
      assert.deepStrictEqual(names(found.out), ["year.pdf"], found.err)
      assert.strictEqual((yield* run("search")).status, 2)
      assert.strictEqual((yield* run("search x --created yesterday,")).status, 2)
      assert.strictEqual((yield* run("search x --filter a=b")).status, 2)
    })
  )
})
