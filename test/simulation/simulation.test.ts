/** A few hundred seeds of the simulation, and what makes it worth believing. */
import { describe, it } from "@effect/vitest"
import { assert } from "vitest"
import { Choices } from "./Choices.ts"
import { simulate } from "./Simulation.ts"

const seeds = 300
const slices = 6

const explain = ({ seed, violations, trace }: ReturnType<typeof simulate>) =>
  [
    `seed ${seed} (npm run simulate -- --seed ${seed} shows all of it):`,
    ...violations.map(({ invariant, detail }) => `  ${invariant}: ${detail}`),
    ...trace.slice(-40)
  ].join("\n")

describe("simulation", () => {
  for (let slice = 0; slice < slices; slice++) {
    const from = 1 + (slice * seeds) / slices
    const to = from + seeds / slices
    it(`every invariant holds with the seeds ${from} to ${to - 1}`, { timeout: 60_000 }, () => {
      for (let seed = from; seed < to; seed++) {
        const report = simulate(seed)
        if (report.violations.length > 0) assert.fail(explain(report))
      }
    })
  }

  it("the same seed gives the same trace, whatever ran before", () => {
    const first = [7, 11, 23].map((seed) => simulate(seed))
    const again = [23, 7, 11].map((seed) => simulate(seed))
    for (const report of first) {
      assert.isAbove(report.trace.length, 20)
      assert.deepStrictEqual(
        again.find(({ seed }) => seed === report.seed),
        report
      )
    }
  })

  it("different seeds give different traces", () => {
    const traces = Array.from({ length: 20 }, (_, index) => simulate(index + 1).trace.join("\n"))
    assert.strictEqual(new Set(traces).size, traces.length)
  })

  it("most operations succeed, some fail and some are stopped", () => {
    const total = { done: 0, failed: 0, stopped: 0 }
    for (let seed = 1; seed <= 60; seed++) {
      const { outcomes } = simulate(seed)
      total.done += outcomes.done
      total.failed += outcomes.failed
      total.stopped += outcomes.stopped
    }
    assert.isAbove(total.done, total.failed + total.stopped)
    assert.isAbove(total.failed, 10)
    assert.isAbove(total.stopped, 10)
  })

  it("choices are spread evenly", () => {
    const choices = new Choices("even")
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 10_000; i++) counts[choices.int(0, 9)]!++
    for (const count of counts) assert.closeTo(count, 1000, 150)
  })
})
