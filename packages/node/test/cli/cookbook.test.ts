/** Each line of docs/cookbook-cli.md, in one world, from top to bottom. */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, layer } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { layerServed, Served, wordsOf } from "./commandRun.ts"

const page = readFileSync(fileURLToPath(new URL("../../../../docs/cookbook-cli.md", import.meta.url)), "utf8")

interface Recipe {
  readonly task: string
  readonly line: string
}

const recipes: ReadonlyArray<Recipe> = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) =>
  [...block.matchAll(/^# (.*)\n(.*)$/gm)].map(([, task = "", line = ""]) => ({ task, line }))
)

const seed = {
  users: {
    grace: { name: "Grace Again", login: "again@example.test" },
    leaving: { name: "Leaving", login: "leaving@example.test" },
    staying: { name: "Staying", login: "staying@example.test" }
  },
  groups: { Sales: {} },
  templates: {
    contract: { displayName: "Contract", fields: [{ type: "string", key: "state", displayName: "State" }] }
  },
  items: {
    admin: {
      Reports: { children: { "year-2026.pdf": { text: `budget ${"x".repeat(2000)}` }, "other.txt": { text: "o" } } },
      Temp: { children: { "a.tmp": { text: "a" }, "b.tmp": { text: "b" } } },
      Shared: { children: {} }
    },
    leaving: { Theirs: { children: { "left.txt": { text: "l" } } } }
  }
} as const

/** What the lines find in their directory. */
const plant = (directory: string, token: string): void => {
  mkdirSync(join(directory, "photos"))
  mkdirSync(join(directory, "site"))
  writeFileSync(join(directory, "token.txt"), `${token}\n`)
  writeFileSync(join(directory, "photos/1.jpg"), "jpg")
  writeFileSync(join(directory, "site/index.html"), "<p>")
  writeFileSync(
    join(directory, "folders.csv"),
    "item,who,role\n/Reports,stranger@elsewhere.test,viewer\n/Shared,again@example.test,editor\n"
  )
  writeFileSync(join(directory, "people.csv"), "name,login\nNew One,new1@example.test\nNew Two,new2@example.test\n")
}

/** Runs a line as a shell would: pipes, and one redirection. */
const shell = Effect.fnUntraced(function* (line: string) {
  const { directory, runBare } = yield* Served
  let stdin: string | Uint8Array | undefined
  let last = { status: 0, err: "", out: "" }
  for (const part of line.split(" | ")) {
    const [, command = "", mark, file = ""] = /^(.*?)(?: (<|>>?) (\S+))?$/.exec(part) ?? []
    if (mark === "<") stdin = readFileSync(join(directory, file), "utf8")
    const ended = yield* runBare(wordsOf(command).slice(1), stdin === undefined ? {} : { stdin })
    if (mark === ">") writeFileSync(join(directory, file), ended.bytes)
    if (mark === ">>") appendFileSync(join(directory, file), ended.bytes)
    stdin = ended.bytes
    last = ended
    if (ended.status !== 0) break
  }
  return last
})

const text = (name: string) => Effect.map(Served, ({ directory }) => readFileSync(join(directory, name), "utf8"))

/** What has to be true after a line, where its status does not say it. */
const proofs: Readonly<Record<string, Effect.Effect<void, never, Served>>> = {
  "Report all external collaborators": Effect.map(text("external.csv"), (csv) => {
    assert.include(csv, "stranger@elsewhere.test")
    assert.notInclude(csv, "again@example.test")
  }),
  "Export all users as CSV": Effect.map(text("users.csv"), (csv) => assert.include(csv, "leaving@example.test")),
  "Create users from CSV": Effect.map(text("made.csv"), (csv) =>
    assert.match(csv, /New One,new1@example\.test,done,\d+/)
  ),
  "Restore what was deleted since yesterday": Effect.flatMap(Served, ({ runBare }) =>
    Effect.map(runBare("ls /Temp --json --fields name"), ({ out }) => assert.lengthOf(JSON.parse(out), 2))
  ),
  "Prove that both sides are equal": Effect.flatMap(Served, ({ runBare }) =>
    Effect.map(runBare("cat /Site/index.html"), ({ out }) => assert.strictEqual(out, "<p>"))
  )
}

layer(layerServed({ seed }), { excludeTestServices: true })("docs/cookbook-cli.md", (it) => {
  it.effect("every line does what it says", () =>
    Effect.gen(function* () {
      const { directory, runBare, server } = yield* Served
      assert.isAtLeast(recipes.length, 25)
      plant(directory, server.credentials.accessToken)
      for (const { line, task } of recipes) {
        if (line.includes("--follow")) {
          const stop = new AbortController()
          const following = yield* Effect.forkChild(
            runBare(wordsOf(line.split(" >")[0] ?? "").slice(1), { signal: stop.signal })
          )
          yield* Effect.sleep("500 millis")
          stop.abort()
          assert.strictEqual((yield* Fiber.join(following)).status, 130, line)
          continue
        }
        const { err, status } = yield* shell(line)
        assert.strictEqual(status, 0, `${task}: ${line}: ${err}`)
        yield* proofs[task] ?? Effect.void
      }
    })
  )
})
