/** The example of events, as it is started by hand. */
import { spawnSync } from "node:child_process"
import { assert, describe, it } from "vitest"
import { bundled } from "./support/program.ts"

const main = bundled(new URL("../examples/follow-events/main.ts", import.meta.url))

describe("the example of events", () => {
  it("follows, is stopped, goes on, reports, and takes a webhook", () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [main()], { encoding: "utf8", timeout: 50_000 })
    assert.strictEqual(status, 0, stdout + stderr)
    const lines = stdout.trim().split("\n")
    assert.strictEqual(lines[0], "stopped at the third event")
    assert.match(lines[1] ?? "", /^index: a b c d e f g; \d+ events were taken$/)
    assert.deepStrictEqual(lines.slice(2), ["history: 7 items were made", "index: a b c d e f g in-watched watched"])
  }, 60_000)
})
