/** `completions` in a real shell, `doctor`, help, and what is wrong with a command line. */
import { spawn, spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { once } from "node:events"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { bundled } from "../../../../test/support/program.ts"
import { layerServed, Served } from "./commandRun.ts"

const bin = bundled(new URL("../../src/cli/bin.ts", import.meta.url))

const has = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0

const seed = {
  items: { admin: { Reports: { children: { "year end.pdf": { text: "y" } } }, "notes.txt": { text: "n" } } }
} as const

/** Runs a script in a shell that finds `effect-box`. */
const inShell = (shell: string, script: string) =>
  Effect.gen(function* () {
    const { directory, hosts, server } = yield* Served
    const tools = join(directory, "bin")
    mkdirSync(tools, { recursive: true })
    writeFileSync(join(tools, "effect-box"), `#!/bin/sh\nexec '${process.execPath}' '${bin()}' "$@"\n`)
    chmodSync(join(tools, "effect-box"), 0o755)
    const env = {
      ...process.env,
      ...hosts,
      BOX_DEVELOPER_TOKEN: server.credentials.accessToken,
      PATH: `${tools}:${process.env["PATH"]}`
    }
    return yield* Effect.promise(async () => {
      const child = spawn(shell, ["-c", script], { cwd: directory, env, stdio: ["ignore", "pipe", "inherit"] })
      let out = ""
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        out += chunk
      })
      await once(child, "close")
      return out
    })
  })

const bash = `
eval "$(effect-box completions bash)"
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _effect_box 2>/dev/null; echo "$(IFS='|'; echo "\${COMPREPLY[*]}")"; }
try effect-box whoa
try effect-box versions pro
try effect-box ls --lo
try effect-box up x /y --on-conflict ver
try effect-box call Folders.getFolderB
try effect-box call Folders.getFolderById folder
try effect-box ls /Rep
try effect-box stat /Reports/
try effect-box up no
`

// What would be offered is printed instead.
const zsh = `
autoload -U compinit; compinit -u; eval "$(effect-box completions zsh)"
compadd() { while [[ $1 != -- ]]; do shift; done; shift; print -rl -- "$@" }
_files() { print "local files" }
try() { words=("$@"); CURRENT=$#; _effect_box }
try effect-box whoa
try effect-box versions pro
try effect-box ls --lo
try effect-box call Folders.getFolderB
try effect-box call Folders.getFolderById folder
try effect-box ls /Rep
try effect-box stat /Reports/
try effect-box up no
`

/** What these lines are completed to. */
const completed = [
  "whoami",
  "promote",
  "--long",
  "Folders.getFolderById",
  "folder_id=",
  "/Reports/",
  "/Reports/year end.pdf"
]

const fish = `
effect-box completions fish | source
complete -C "effect-box whoa"
complete -C "effect-box versions pro"
complete -C "effect-box ls --lo"
complete -C "effect-box call Folders.getFolderB"
complete -C "effect-box call Folders.getFolderById folder"
complete -C "effect-box ls /Rep"
complete -C "effect-box stat /Reports/"
`

layer(layerServed({ seed }), { excludeTestServices: true })("the tools", (it) => {
  it.effect.skipIf(!has("bash"))(
    "completions load in bash, and complete commands, options, operations and remote paths",
    () =>
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* inShell("bash", bash)).trimEnd().split("\n"), [
          "whoami",
          "promote",
          "--long",
          "version",
          "Folders.getFolderById",
          "folder_id=",
          "/Reports/",
          "/Reports/year\\ end.pdf"
        ])
      })
  )

  it.effect.skipIf(!has("zsh"))("completions load in zsh, and complete the same", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* inShell("zsh", zsh)).trimEnd().split("\n"), [...completed, "local files"])
    })
  )

  it.effect.skipIf(!has("fish"))("completions load in fish, and complete the same", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* inShell("fish", fish)).trimEnd().split("\n"), completed)
    })
  )

  it.effect("completions need no login but for remote paths", () =>
    Effect.gen(function* () {
      const { run, runBare } = yield* Served
      const words = (line: string, bare = false) =>
        Effect.map((bare ? runBare : run)(["__complete", ...line.split(" ")]), ({ out }) =>
          out.split("\n").slice(0, -1)
        )
      assert.includeMembers([...(yield* words("s", true))], ["share", "stat", "search", "sync"])
      assert.deepStrictEqual(yield* words("sync ", true), ["up", "down"])
      assert.deepStrictEqual(yield* words("completions z", true), ["zsh"])
      assert.deepStrictEqual(yield* words("ls /", true), [])
      assert.deepStrictEqual(yield* words("ls "), ["Reports/", "notes.txt"])
      assert.deepStrictEqual(yield* words("cp /notes.txt /Re"), ["/Reports/"])
      assert.deepStrictEqual(yield* words("up ./x"), ["\u0001local"])
      for (const shell of ["bash", "zsh", "fish"])
        assert.strictEqual((yield* runBare(`completions ${shell}`)).status, 0)
      assert.strictEqual((yield* runBare("completions csh")).status, 2)
    })
  )

  it.effect("doctor says what is well, and what to do about the rest", () =>
    Effect.gen(function* () {
      const { run, runBare } = yield* Served
      const well = yield* run("doctor --json")
      assert.strictEqual(well.status, 0, well.out)
      const rows: ReadonlyArray<Record<string, string>> = JSON.parse(well.out)
      assert.includeMembers(
        rows.map(({ check }) => check),
        ["node", "proxy", "api", "uploads", "login"]
      )
      const out = yield* runBare("doctor")
      assert.strictEqual(out.status, 1)
      assert.match(out.out, /^login +failed +NotLoggedIn/m)
      const lost = yield* run("doctor --json", {
        env: { BOX_API_URL: "http://127.0.0.1:9", HTTPS_PROXY: "http://me:secret@proxy.test:3128" }
      })
      assert.strictEqual(lost.status, 1)
      assert.include(lost.out, "check the network")
      assert.notInclude(lost.out, "secret")
    })
  )

  it.effect("help of everything, and what was meant", () =>
    Effect.gen(function* () {
      const { runBare } = yield* Served
      const all = yield* runBare("--help")
      assert.strictEqual(all.status, 0)
      assert.include(all.out, "  versions list")
      assert.strictEqual((yield* runBare("help ls")).out, (yield* runBare("ls --help")).out)
      for (const [line, message] of [
        ["serach x", "Did you mean search"],
        ["versions", "versions needs one of: list, get, promote, delete."],
        ["versions lst", "Did you mean list?"],
        ["ls --jsn", "Did you mean --json"],
        ["ls a b", '"b" is one word too many'],
        ["ls --sort", "--sort needs a value: --sort BY"],
        ["ls --long=yes", "--long takes no value"],
        ["cp a", "TO is missing"],
        ["zip", "ITEMS is missing"]
      ] as const) {
        const { err, out, status } = yield* runBare(line)
        assert.deepStrictEqual([status, out], [2, ""], line)
        assert.include(err, message)
      }
    })
  )
})
