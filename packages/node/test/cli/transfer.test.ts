/** `up`, `down`, `sync` and `check`. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { layerServed, Served } from "./commandRun.ts"

/** Writes files below a directory. */
const plant = (directory: string, files: Readonly<Record<string, string | Uint8Array>>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(directory, path, ".."), { recursive: true })
    writeFileSync(join(directory, path), content)
  }
}

const filesIn = (directory: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => [path.slice(directory.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")])
  )

const rows = (out: string): ReadonlyArray<Record<string, string>> => JSON.parse(out)
const results = (out: string) => rows(out).map(({ path, result }) => `${result} ${path}`)

layer(layerServed(), { excludeTestServices: true })("the commands that move bytes", (it) => {
  it.effect("up sends files, and leaves what is there with the same content", () =>
    Effect.gen(function* () {
      const { directory, run } = yield* Served
      plant(directory, { "one/a.txt": "a", "one/b.txt": "bb" })
      const first = yield* run("up one/a.txt one/b.txt /Files -p")
      assert.deepStrictEqual([first.status, first.out, first.err], [0, "2 uploaded, 3 B\n", ""])
      const again = yield* run("up one/a.txt one/b.txt /Files --json --fields result")
      assert.deepStrictEqual(rows(again.out), [{ result: "unchanged" }, { result: "unchanged" }])
      plant(directory, { "one/a.txt": "changed" })
      const taken = yield* run("up one/a.txt one/b.txt /Files")
      assert.strictEqual(taken.status, 3)
      assert.include(taken.err, "BoxItemNameInUse")
      assert.strictEqual((yield* run("up one/a.txt /Files")).status, 1)
      assert.strictEqual((yield* run("up one/a.txt /Files --on-conflict skip")).out, "1 skipped\n")
      assert.strictEqual((yield* run("up one/a.txt /Files --on-conflict rename")).out, "1 renamed, 7 B\n")
      assert.strictEqual((yield* run("up one/a.txt /Files --on-conflict version")).out, "1 new version, 7 B\n")
      assert.strictEqual((yield* run("cat /Files/a.txt")).out, "changed")
      assert.strictEqual((yield* run("up one/a.txt /Files/named.txt")).status, 0)
      const names = rows((yield* run("ls /Files --json")).out).map(({ name }) => name)
      assert.sameMembers(names, ["a.txt", "a (1).txt", "b.txt", "named.txt"])
      assert.strictEqual((yield* run("up one/none.txt /Files")).status, 1)
      assert.strictEqual((yield* run("up one/a.txt")).status, 2)
    })
  )

  it.effect("up sends directories, and stdin under a name", () =>
    Effect.gen(function* () {
      const { directory, run } = yield* Served
      plant(directory, { "tree/x.txt": "x", "tree/sub/y.txt": "y", "tree/sub/skip.log": "no" })
      const sent = yield* run("up tree /Trees -p --exclude *.log --jsonl --fields result,path")
      assert.strictEqual(sent.status, 0, sent.err)
      assert.sameMembers(sent.out.trim().split("\n"), [
        '{"result":"uploaded","path":"tree/x.txt"}',
        '{"result":"uploaded","path":"tree/sub/y.txt"}'
      ])
      assert.strictEqual((yield* run("up tree /Trees --exclude *.log")).out, "2 unchanged\n")
      const piped = yield* run("up - /Trees/piped.txt", { stdin: "from a pipe" })
      assert.strictEqual(piped.status, 0, piped.err)
      assert.strictEqual((yield* run("cat /Trees/piped.txt")).out, "from a pipe")
      assert.strictEqual((yield* run("up - /Trees", { stdin: "x" })).status, 2)
    })
  )

  it.effect("down brings a file, a folder, what a glob names, and stdout", () =>
    Effect.gen(function* () {
      const { directory, run } = yield* Served
      plant(directory, { "src/a.txt": "a", "src/b.pdf": "b", "src/deep/c.pdf": "c" })
      yield* run("up src /Down -p")
      mkdirSync(join(directory, "got"))
      assert.strictEqual((yield* run("down /Down/src/a.txt got")).out, "1 downloaded, 1 B\n")
      assert.strictEqual((yield* run("down /Down/src/a.txt got")).out, "1 unchanged\n")
      plant(directory, { "got/a.txt": "mine" })
      const taken = yield* run("down /Down/src/a.txt got")
      assert.strictEqual(taken.status, 1)
      assert.include(taken.err, "--on-conflict")
      assert.strictEqual((yield* run("down /Down/src/a.txt got --on-conflict rename")).status, 0)
      assert.strictEqual((yield* run("down /Down/src/a.txt got --on-conflict overwrite")).status, 0)
      assert.deepStrictEqual(filesIn(join(directory, "got")), { "a (1).txt": "a", "a.txt": "a" })
      assert.strictEqual((yield* run("down /Down/src got")).out, "3 downloaded, 3 B\n")
      assert.deepStrictEqual(filesIn(join(directory, "got/src")), { "a.txt": "a", "b.pdf": "b", "deep/c.pdf": "c" })
      yield* run("down /Down/src/*.pdf some")
      assert.deepStrictEqual(filesIn(join(directory, "some")), { "b.pdf": "b" })
      yield* run("down /Down/src/**/*.pdf all")
      assert.deepStrictEqual(filesIn(join(directory, "all")), { "b.pdf": "b", "deep/c.pdf": "c" })
      assert.strictEqual((yield* run("down /Down/src/*.none all")).status, 1)
      assert.strictEqual((yield* run("down /Down/src/a.txt -")).out, "a")
    })
  )

  it.effect("sync up: a dry run says exactly what the run then does; --delete goes to the trash up to a bound", () =>
    Effect.gen(function* () {
      const { directory, run } = yield* Served
      plant(directory, { "site/a.html": "a", "site/b.html": "b", "site/img/c.png": "c" })
      const nowhere = yield* run("sync up site /Site --delete --dry-run --json")
      assert.strictEqual((yield* run("stat /Site")).status, 1)
      const made = yield* run("sync up site /Site --json")
      assert.deepStrictEqual([...results(nowhere.out)].toSorted(), [...results(made.out)].toSorted())
      assert.lengthOf(results(made.out), 3)
      plant(directory, { "site/a.html": "changed", "site/d.html": "d" })
      rmSync(join(directory, "site/b.html"))
      const planned = yield* run("sync up site /Site --delete --dry-run --json")
      const done = yield* run("sync up site /Site --delete --json")
      assert.strictEqual(planned.status, 0, planned.err)
      assert.sameMembers([...results(planned.out)], [...results(done.out)])
      assert.includeMembers([...results(done.out)], ["new version a.html", "uploaded d.html", "deleted b.html"])
      assert.include((yield* run("trash list")).out, "b.html")
      assert.strictEqual(
        (yield* run("check site /Site")).out,
        "RESULT  PATH  SIZE\n3 the same, 0 different\n".slice(19)
      )
      rmSync(join(directory, "site/img"), { recursive: true })
      rmSync(join(directory, "site/d.html"))
      const bound = yield* run("sync up site /Site --delete --max-delete 1")
      assert.notStrictEqual(bound.status, 0)
      assert.include((yield* run("ls /Site")).out, "d.html")
    })
  )

  it.effect("sync down, and check in all its ways", () =>
    Effect.gen(function* () {
      const { directory, run } = yield* Served
      plant(directory, { "from/a.txt": "a", "from/b/c.txt": "c" })
      yield* run("sync up from /Mirror")
      const planned = yield* run("sync down /Mirror to --dry-run --json")
      assert.isFalse(existsSync(join(directory, "to")))
      const done = yield* run("sync down /Mirror to --json")
      assert.sameMembers([...results(planned.out)], [...results(done.out)])
      assert.deepStrictEqual(filesIn(join(directory, "to")), { "a.txt": "a", "b/c.txt": "c" })
      assert.strictEqual((yield* run("check to /Mirror")).status, 0)
      plant(directory, { "to/a.txt": "b", "to/new.txt": "n" })
      rmSync(join(directory, "to/b/c.txt"))
      const differ = yield* run("check to /Mirror --json --fields result,path")
      assert.strictEqual(differ.status, 1)
      assert.sameMembers([...results(differ.out)], ["differs a.txt", "only here new.txt", "only on Box b/c.txt"])
      yield* run("rm /Mirror/b/c.txt")
      yield* run("sync down /Mirror to --checksum")
      assert.strictEqual(readFileSync(join(directory, "to/a.txt"), "utf8"), "a")
    })
  )
})
