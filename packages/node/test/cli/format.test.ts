/** Values as people read them. */
import { assert, describe, it } from "@effect/vitest"
import { cellText } from "../../src/cli/terminal/format.ts"

describe("a cell of a table", () => {
  it("shows a time in the zone of the terminal", () => {
    // Swedish writes a local time as ISO 8601 does.
    const expected = new Date("2026-11-29T22:06:43Z").toLocaleString("sv-SE").slice(0, 16)
    for (const time of ["2026-11-29T14:06:43-08:00", "2026-11-29T22:06:43.5Z"]) {
      assert.strictEqual(cellText("modified_at", time), expected)
    }
  })

  it("shows a name that begins like a time as it is", () => {
    assert.strictEqual(cellText("name", "2026-11-29T14:06 minutes.txt"), "2026-11-29T14:06 minutes.txt")
  })
})
