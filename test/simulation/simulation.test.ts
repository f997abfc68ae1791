/** Some seeds of the simulation, and what makes it worth believing. */
import { describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { assert } from "vitest"
import { Choices } from "./Choices.ts"
import { thorough } from "../support/thorough.ts"
import { defects } from "./defectTable.ts"
import { type Report, simulate } from "./Simulation.ts"
import { kinds } from "./Workload.ts"

const seeds = thorough ? 300 : 36
const slices = 6
/** The same on every day: as many as it takes for everything to happen, and no more than these. */
const fixed = thorough ? 200 : 100

/** Other seeds each day of the year, so that they add up; whoever wants those of a day names it. */
const today = process.env["EFFECT_BOX_SIMULATION_DAY"] ?? new Date().toISOString().slice(5, 10)
const [month = 1, day = 1] = today.split("-").map(Number)
const first = 1_000_000 * month + 10_000 * day
process.stdout.write(`simulation: the seeds of ${today}, ${first} to ${first + seeds - 1}\n`)

const explain = ({ seed, violations, trace }: Report) =>
  [
    `seed ${seed} (npm run simulate -- --seed ${seed} shows all of it):`,
    ...violations.map(({ invariant, detail }) => `  ${invariant}: ${detail}`),
    ...trace.slice(-40)
  ].join("\n")

const before = ["Refused", "reset", "status \\d+", "notReady"]
const during = ["delay", "stall", "truncate", "corrupt", "BrokenBody", "DamagedBody"]
const after = ["lostAnswer", "status after the work", "empty answer", "accepted answer", "odd answer", "encoded answer"]
const rest = [
  "login: every access token ends",
  "login: a person logs in elsewhere",
  "persistence: get fails",
  "persistence: set fails",
  "persistence: commit fails",
  "process: killed",
  "process: dies in the exclusive section",
  "work: interrupted"
]

/** Of everything that must happen: what has not, or not often enough. */
const missingIn = (counts: ReadonlyMap<string, number>): ReadonlyArray<string> => {
  const missing: Array<string> = []
  const sum = (pattern: RegExp) =>
    [...counts].reduce((total, [what, times]) => total + (pattern.test(what) ? times : 0), 0)
  const more = (happened: number, than: number, what: string) => {
    if (happened <= than) missing.push(`${what}: ${happened}`)
  }
  for (const name of ["follow events", "run a job", ...kinds.map(({ name }) => name)])
    more(sum(new RegExp(`^work: ${name}: Success$`)), 5, name)
  for (const what of ["FILE.COPIED", "COLLABORATION.CREATED", "METADATA_INSTANCE.CREATED"]) {
    more(sum(new RegExp(`^webhook: ${what}: delivered$`)), 5, what)
  }
  more(sum(/^webhook: answered 403$/), 0, "a webhook that is answered with 403")
  more(sum(/^work: .*: Success$/), sum(/^work: .*: (Failure|Stopped)$/), "work that succeeds")
  const struck = (names: ReadonlyArray<string>, kind: string) =>
    sum(new RegExp(`^trouble: (${names.join("|")}) \\(${kind}\\)$`))
  for (const name of [...before, ...during, ...after]) more(struck([name], ".*"), 1, name)
  for (const kind of ["token", "content", "part", "upload", "call"]) {
    for (const names of [before, during, after]) more(struck(names, kind), 0, `${names} (${kind})`)
  }
  for (const what of rest) more(counts.get(what) ?? 0, 0, what)
  return missing
}

describe("simulation", () => {
  for (let slice = 0; slice < slices; slice++) {
    const from = first + (slice * seeds) / slices
    const to = from + seeds / slices
    it(`every invariant holds with the seeds ${from} to ${to - 1}`, { timeout: 60_000 }, async () => {
      for (let seed = from; seed < to; seed++) {
        const report = await simulate(seed)
        if (report.violations.length > 0) assert.fail(explain(report))
      }
    })
  }

  it("the same seed gives the same trace, whatever ran before", async () => {
    const once: Array<Report> = []
    const again: Array<Report> = []
    for (const seed of [7, 11, 23]) once.push(await simulate(seed))
    for (const seed of [23, 7, 11]) again.push(await simulate(seed))
    for (const report of once) {
      assert.isAbove(report.trace.length, 20)
      assert.deepStrictEqual(
        again.find(({ seed }) => seed === report.seed),
        report
      )
    }
  })

  it("different seeds give different traces; every kind of work succeeds, fails and is stopped, and all that can go wrong does", {
    timeout: 600_000
  }, async () => {
    const counts = new Map<string, number>()
    const traces = new Set<string>()
    let seed = 0
    while (seed < fixed && (thorough || seed % 5 > 0 || missingIn(counts).length > 0)) {
      const report = await simulate(++seed)
      if (report.violations.length > 0) assert.fail(explain(report))
      traces.add(report.trace.join("\n"))
      for (const [what, times] of report.counts) counts.set(what, (counts.get(what) ?? 0) + times)
    }
    assert.strictEqual(traces.size, seed)
    assert.deepStrictEqual(missingIn(counts), [])
  })

  it("each deliberate defect still finds what it is to break", () => {
    for (const { edits, name } of defects) {
      for (const { file, search } of edits) {
        const text = readFileSync(new URL(`../../packages/core/src/${file}`, import.meta.url), "utf8")
        assert.strictEqual(text.split(search).length, 2, `${name}: ${file}`)
      }
    }
  })

  it("choices are spread evenly", () => {
    const choices = new Choices("even")
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 10_000; i++) counts[choices.int(0, 9)]!++
    for (const count of counts) assert.closeTo(count, 1000, 150)
  })
})
