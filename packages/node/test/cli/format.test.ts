/** Values as people read them. */
import { assert, describe, it } from "@effect/vitest"
import { cellText } from "../../src/cli/terminal/format.ts"

describe("a cell of a table", () => {
  it("shows a time in the zone of the terminal", () => {
    const before = process.env["TZ"]
    process.env["TZ"] = "Asia/Tokyo"
    try {
      assert.strictEqual(cellText("modified_at", "2026-11-29T14:06:43-08:00"), "2026-11-30 07:06")
      assert.strictEqual(cellText("modified_at", "2026-11-29T22:06:43.5Z"), "2026-11-30 07:06")
    } finally {
      if (before === undefined) delete process.env["TZ"]
      else process.env["TZ"] = before
    }
  })

  it("shows a name that begins like a time as it is", () => {
    assert.strictEqual(cellText("name", "2026-11-29T14:06 minutes.txt"), "2026-11-29T14:06 minutes.txt")
  })
})
