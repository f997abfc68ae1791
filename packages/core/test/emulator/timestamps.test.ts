/** The times that the emulator shows, against the calendar of the engine. */
import { assert, describe, it } from "@effect/vitest"
import { timestamp, utcTimestamp } from "../../src/testing/emulator/wire/Timestamps.ts"

const day = 86_400_000

describe("a time of the emulator", () => {
  it("is that of the calendar, at both ends of every day around four centuries, and far away", () => {
    const ends = [1900, 2000, 2100, 2400].flatMap((century) =>
      Array.from({ length: 10 * 365 }, (_, index) => Date.UTC(century - 5, 0, 1) + index * day)
    )
    const far = [0, 1, 999, 1000, 1582, 1900, 9999, 10_000, 20_000].map((year) =>
      new Date(0).setUTCFullYear(year, 1, 28)
    )
    for (const at of [...ends, ...ends.map((start) => start - 1), ...far, ...far.map((start) => start + day)]) {
      const expected = new Date(at).toISOString().slice(0, 19)
      if (utcTimestamp(at) !== `${expected}Z`) assert.strictEqual(utcTimestamp(at), `${expected}Z`)
    }
  })

  it("is eight hours behind in items", () => {
    assert.strictEqual(timestamp(Date.UTC(2024, 2, 1, 7, 59, 59, 999)), "2024-02-29T23:59:59-08:00")
  })
})
