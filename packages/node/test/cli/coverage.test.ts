/** The table of operations on the command line and on the page are one. */
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { coverage } from "@effect-box/core/testing/BoxEmulator"
import { assert, beforeAll, describe, it } from "@effect/vitest"
import { bundled } from "../../../../test/support/program.ts"

const page = fileURLToPath(new URL("../../../../docs/emulator.md", import.meta.url))
const bin = bundled(new URL("../../src/cli/bin.ts", import.meta.url))
const start = "| operation | request |"

describe("the coverage of the emulator", () => {
  let printed = ""
  beforeAll(() => {
    printed = execFileSync(process.execPath, [bin(), "emulator", "--coverage"], { encoding: "utf8" })
  })

  it("is printed with every operation, its request, and whether it is there", () => {
    const lines = printed.split("\n")
    assert.strictEqual(lines.filter((line) => / \| (yes|no) \|$/.test(line)).length, coverage().length)
    assert.include(lines, "| Folders.getFolderById | GET /folders/{folder_id} | yes |")
    const there = coverage().filter(({ implemented }) => implemented).length
    assert.include(printed, `${there} of 336 operations are in the emulator.`)
  })

  it("is what docs/emulator.md says", () => {
    const text = readFileSync(page, "utf8")
    const before = text.includes(start) ? text.slice(0, text.indexOf(start)) : text
    if (process.env["EFFECT_BOX_WRITE_COVERAGE"] === "1") writeFileSync(page, before + printed)
    assert.strictEqual(readFileSync(page, "utf8"), before + printed)
  })
})
