/** The demo, as it is started by hand. */
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"

const demo = (...args: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [fileURLToPath(new URL("../examples/demo/main.ts", import.meta.url)), ...args], {
    encoding: "utf8"
  })

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
})
