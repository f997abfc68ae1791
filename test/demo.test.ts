/** The demo, as it is started by hand. */
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { bundled } from "./support/program.ts"

const source = new URL("../examples/demo/main.ts", import.meta.url)
const main = bundled(source)

const start = (script: string, ...args: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [script, ...args], { encoding: "utf8" })
const demo = (...args: ReadonlyArray<string>) => start(main(), ...args)

describe("the demo", () => {
  it("does the main job, every step of it", () => {
    const { status, stdout, stderr } = demo()
    assert.strictEqual(status, 0, stdout + stderr)
    assert.strictEqual(stdout.match(/ {2}ok {2}/g)?.length, 16)
    assert.notInclude(stdout, "FAILED")
    assert.include(stdout, "50 answers, 1 token request")
  }, 60_000)

  it("names what failed and exits with 1", () => {
    const { status, stderr } = demo("there/is/no/such/file")
    assert.strictEqual(status, 1)
    assert.include(stderr, "there is no file")
  })

  it("says how it is used, and refuses what is not a file", () => {
    assert.include(demo("--help").stdout, "Transfers a file to and from an emulated Box")
    const { status, stderr } = demo("/")
    assert.strictEqual(status, 1)
    assert.include(stderr, "The demo failed: / is not a file")
  })

  it("transfers an empty file", () => {
    const directory = mkdtempSync(join(tmpdir(), "effect-box-empty-"))
    writeFileSync(join(directory, "empty"), "")
    // From the sources, and so is the emulator that it starts.
    const { status, stderr } = start(fileURLToPath(source), join(directory, "empty"))
    rmSync(directory, { recursive: true })
    assert.strictEqual(status, 0, stderr)
  }, 60_000)

  it.each(["SIGINT", "SIGTERM", "closed output"] as const)(
    "leaves nothing behind after: %s",
    async (how) => {
      // A temporary directory of its own, so that what is left can be seen.
      const directory = mkdtempSync(join(tmpdir(), "effect-box-ended-"))
      const child = spawn(process.execPath, [main()], {
        env: { ...process.env, TMPDIR: directory },
        stdio: ["ignore", "pipe", "inherit"]
      })
      const lines = createInterface({ input: child.stdout })
      const [first] = await once(lines, "line")
      const url = /http:\/\/[\d.:]+/.exec(String(first))?.[0] ?? ""
      const ended = once(child, "exit")
      if (how === "closed output") child.stdout.destroy()
      else child.kill(how)
      await ended
      const left = readdirSync(directory).filter((name) => name !== "node-compile-cache") // Node keeps that itself
      assert.deepStrictEqual(left, [])
      assert.strictEqual(await fetch(url).catch(() => "gone"), "gone")
      rmSync(directory, { recursive: true })
    },
    60_000
  )
})
