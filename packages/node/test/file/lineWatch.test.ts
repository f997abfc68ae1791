/** When a line counts as slow, for files that are too large for a test. */
import { assert, describe, it } from "@effect/vitest"
import { makeLineWatch } from "../../src/file/internal/lineWatch.ts"

const kibibyte = 1024
const terabyte = 1e12

/** What the watch says of each piece: so many bytes, after so many milliseconds. */
const told = (pieces: ReadonlyArray<readonly [bytes: number, waited: number]>, left = terabyte) => {
  const watch = makeLineWatch()
  return pieces.map(([bytes, waited]) => watch.came(bytes, waited, left))
}

const seconds = (count: number, rate: number): ReadonlyArray<readonly [number, number]> =>
  Array.from({ length: count * 10 }, () => [rate * 100, 100] as const)
const silence = [1000, 50_000] as const
const isNever = (answers: ReadonlyArray<number | undefined>) => answers.every((answer) => answer === undefined)

describe("a line", () => {
  it("of 16 KiB per millisecond is fast, and one of less is slow after three seconds", () => {
    assert.isTrue(isNever(told(seconds(60, 16 * kibibyte))))
    const slow = told(seconds(4, 16 * kibibyte - 1))
    assert.strictEqual(
      slow.findIndex((answer) => answer !== undefined),
      29
    )
  })

  it("that is silent now and then is fast", () => {
    const between = seconds(1, 20 * kibibyte)
    const twice = [silence, silence, ...between]
    assert.isTrue(isNever(told([...twice, ...twice, ...twice])))
    assert.isFalse(isNever(told([silence, silence, silence])))
  })

  it("that needs no waiting is fast, however little comes", () => {
    assert.isTrue(isNever(told(Array.from({ length: 1000 }, () => [1, 0] as const))))
  })

  it("gets ranges of four seconds, of 256 KiB at least, and no more than 8192", () => {
    const ranges = (rate: number, left: number) => told(seconds(3, rate), left).at(-1)
    assert.strictEqual(ranges(1000, 1e9), 4_000_000)
    assert.strictEqual(ranges(10, 1e9), 256 * kibibyte)
    assert.strictEqual(ranges(1000, terabyte), Math.ceil(terabyte / 8192))
  })

  it("is not slow for what takes less than four ranges", () => {
    assert.isTrue(isNever(told(seconds(10, 1000), 15_999_999)))
    assert.strictEqual(told(seconds(3, 1000), 16_000_000).at(-1), 4_000_000)
  })
})
