/** The commands that change items, and what people share and say. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { layerServed, Served } from "./commandRun.ts"

const seed = {
  users: { rosa: { name: "Rosa Example", login: "rosa@example.test" } },
  templates: {
    contract: {
      displayName: "Contract",
      fields: [
        { type: "string", key: "state", displayName: "State" },
        { type: "float", key: "amount", displayName: "Amount" }
      ]
    }
  },
  items: {
    admin: {
      Reports: { children: { "a.txt": { text: "one" }, "b.txt": { text: "two" } } },
      Archive: { children: {} }
    },
    rosa: { Own: { children: { "hers.txt": { text: "hers" } } } }
  }
} as const

/** Runs a line that has to succeed, and gives what it prints as JSON. */
const json = (line: string | ReadonlyArray<string>, stdin?: string) =>
  Effect.gen(function* () {
    const { run } = yield* Served
    const words = typeof line === "string" ? `${line} --json` : [...line, "--json"]
    const { err, out, status } = yield* run(words, stdin === undefined ? {} : { stdin })
    assert.strictEqual(status, 0, `${String(line)}: ${err}`)
    return JSON.parse(out)
  })

const namesIn = (folder: string) =>
  Effect.map(json(["ls", folder]), (rows): ReadonlyArray<string> => rows.map(({ name }: { name: string }) => name))

layer(layerServed({ seed }), { excludeTestServices: true })("the commands that change", (it) => {
  it.effect("mkdir, mv, cp, rm and restore", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      assert.match((yield* run("mkdir /New")).out, /^\/New: folder \d+\n$/)
      assert.strictEqual((yield* run("mkdir /New")).status, 1)
      assert.strictEqual((yield* run("mkdir -p /New /New/x/y")).status, 0)
      assert.strictEqual((yield* json("cp /Reports/a.txt /New/copy.txt")).name, "copy.txt")
      assert.strictEqual((yield* json("cp /Reports /New")).type, "folder")
      assert.strictEqual((yield* json("mv /New/copy.txt /New/x/moved.txt")).name, "moved.txt")
      assert.deepStrictEqual(yield* namesIn("/New"), ["Reports", "x"])
      assert.deepStrictEqual(yield* namesIn("/New/x"), ["y", "moved.txt"])
      const full = yield* run("rm /New/x")
      assert.deepStrictEqual([full.status, full.err.includes("--recursive")], [2, true])
      assert.strictEqual((yield* run("rm -r /New/x")).status, 0)
      assert.strictEqual((yield* run("restore x")).status, 0)
      assert.deepStrictEqual(yield* namesIn("/New/x"), ["y", "moved.txt"])
      assert.strictEqual((yield* run("rm /")).status, 2)
      assert.strictEqual((yield* run("restore nothing")).status, 1)
    })
  )

  it.effect("what is for good is asked: without a terminal it needs --yes", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      yield* run("mkdir /Gone")
      const asked = yield* run("rm /Gone --permanently")
      assert.strictEqual(asked.status, 2)
      assert.include(asked.err, "--yes")
      const no = yield* run("rm /Gone --permanently", { typed: "n\n" })
      assert.strictEqual(no.status, 1)
      assert.include(yield* namesIn("/"), "Gone")
      assert.strictEqual((yield* run("rm /Gone --permanently", { typed: "y\n" })).status, 0)
      assert.notInclude(yield* namesIn("/"), "Gone")
      assert.notInclude((yield* run("trash list")).out, "Gone")
    })
  )

  it.effect("share, lock and tag", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      const link = yield* run("share /Reports/a.txt --access open --expires 7d --password", {
        stdin: "Hunter2Hunter2\n"
      })
      assert.strictEqual(link.status, 0, link.err)
      assert.match(link.out, /^https?:\/\/\S+\n$/)
      const { shared_link } = yield* json("stat /Reports/a.txt")
      assert.strictEqual(shared_link.is_password_enabled, true)
      assert.isString(shared_link.unshared_at)
      yield* json("share /Reports/a.txt --remove")
      assert.isNull((yield* json("stat /Reports/a.txt")).shared_link)
      assert.strictEqual((yield* json("lock /Reports/a.txt --expires 8h")).lock.type, "lock")
      assert.isNull((yield* json("lock /Reports/a.txt --remove")).lock)
      assert.deepStrictEqual((yield* json("tag /Reports/a.txt --add final --add 2026")).tags, ["final", "2026"])
      assert.deepStrictEqual((yield* json("tag /Reports/a.txt --remove final")).tags, ["2026"])
      assert.deepStrictEqual((yield* json("tag /Reports/a.txt")).tags, ["2026"])
    })
  )

  it.effect("collaborations, comments and tasks", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      const added = yield* json("collab add /Reports rosa@example.test --role editor")
      assert.strictEqual((yield* json(`collab change ${added.id} --role viewer`)).role, "viewer")
      yield* json("collab add /Reports stranger@elsewhere.test")
      assert.lengthOf(yield* json("collab list /Reports"), 2)
      assert.lengthOf(yield* json("collab list /Reports --external"), 1)
      assert.strictEqual((yield* run(`collab remove ${added.id}`)).status, 0)
      assert.lengthOf(yield* json("collab list /Reports"), 1)
      const comment = yield* json('comment add /Reports/a.txt "Looks good"')
      assert.include((yield* run("comment list /Reports/a.txt")).out, "Looks good")
      yield* json(`comment delete ${comment.id}`)
      const task = yield* json('task add /Reports/a.txt --message "Please read" --due 7d --assign ada@example.test')
      const [listed] = yield* json("task list /Reports/a.txt")
      assert.strictEqual(listed.id, task.id)
      yield* json(`task delete ${task.id}`)
    })
  )

  it.effect("versions and metadata", () =>
    Effect.gen(function* () {
      const { directory, run, server } = yield* Served
      yield* json("metadata set /Reports/b.txt enterprise.contract state=open amount=12")
      yield* json("metadata set /Reports/b.txt enterprise.contract state=signed amount=")
      const values = yield* json("metadata get /Reports/b.txt enterprise.contract")
      assert.deepStrictEqual([values.state, values.amount], ["signed", undefined])
      assert.lengthOf(yield* json("metadata get /Reports/b.txt"), 1)
      const template = `enterprise_${server.credentials.enterpriseId}.contract`
      const found = yield* json(["metadata", "query", template, "state = :s", "--value", "s=signed"])
      assert.strictEqual(found[0].name, "b.txt")
      yield* json("metadata delete /Reports/b.txt enterprise.contract")
      const id = server.ids.items["admin/Reports/b.txt"]
      const form = ["call", "Uploads.uploadFileVersion", `file_id=${id}`, 'attributes={"name":"b.txt"}', "file=@-"]
      yield* json(form, "newer")
      const [version] = yield* json("versions list /Reports/b.txt")
      assert.strictEqual((yield* run(`versions get /Reports/b.txt ${version.id}`)).out, "two")
      assert.strictEqual((yield* run(`versions get /Reports/b.txt ${version.id} old.txt`)).status, 0)
      assert.strictEqual(readFileSync(join(directory, "old.txt"), "utf8"), "two")
      yield* json(`versions promote /Reports/b.txt ${version.id}`)
      assert.strictEqual((yield* run("cat /Reports/b.txt")).out, "two")
      yield* json(`versions delete /Reports/b.txt ${version.id}`)
    })
  )

  it.effect("users, groups and webhooks", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      assert.match((yield* run("users list --csv --fields login")).out, /^login\n.*rosa@example\.test\n/s)
      const user = yield* json(["users", "add", "New Person", "new@example.test"])
      assert.strictEqual(user.login, "new@example.test")
      yield* json("groups add Sales --description Sellers")
      yield* json("groups members Sales --add rosa@example.test --add new@example.test")
      assert.lengthOf(yield* json("groups members Sales"), 2)
      yield* json("groups members sales --remove new@example.test")
      assert.lengthOf(yield* json("groups members Sales"), 1)
      assert.strictEqual((yield* run("groups delete Sales")).status, 2)
      yield* json("groups delete Sales --yes")
      const moved = yield* json("users transfer rosa@example.test new@example.test")
      assert.strictEqual(moved.type, "folder")
      yield* json("users delete new@example.test --force --yes")
      const hook = yield* json("webhooks add /Reports https://example.test/box FILE.UPLOADED")
      assert.lengthOf(yield* json("webhooks list"), 1)
      yield* json(`webhooks delete ${hook.id}`)
      assert.strictEqual((yield* run("users delete nobody@example.test --yes")).status, 1)
    })
  )

  it.effect("zip writes one file, or stdout", () =>
    Effect.gen(function* () {
      const { directory, run } = yield* Served
      assert.strictEqual((yield* run("zip /Reports -o out.zip")).status, 0)
      assert.strictEqual(readFileSync(join(directory, "out.zip")).subarray(0, 2).toString(), "PK")
      assert.strictEqual(Buffer.from((yield* run("zip /Reports")).bytes.subarray(0, 2)).toString(), "PK")
    })
  )
})
