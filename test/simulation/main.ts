/**
 * `npm run simulate -- --seeds 20000 [--from 1]` runs many seeds and prints those that fail,
 * with `--count` also how often what happened;
 * `npm run simulate -- --seed 42` runs one and prints everything that happened.
 */
import { parseArgs } from "node:util"
import { simulate } from "./Simulation.ts"

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    count: { type: "boolean" },
    "stop-after": { type: "string", default: "50" }
  }
})

const number = (name: string, text: string): number => {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  process.stderr.write(`--${name} must be a whole number, got ${JSON.stringify(text)}\n`)
  process.exit(2)
}

const write = (line: string) => process.stdout.write(`${line}\n`)

const one = async (seed: number): Promise<boolean> => {
  const { trace, violations } = await simulate(seed)
  for (const line of trace) write(line)
  write(
    violations.length === 0 ? `seed ${seed}: every invariant holds` : `seed ${seed}: ${violations.length} violations`
  )
  return violations.length === 0
}

const many = async (from: number, count: number, stopAfter: number): Promise<boolean> => {
  const started = performance.now()
  const total = { done: 0, failed: 0, stopped: 0, requests: 0, loginsLost: 0, hours: 0 }
  const counts = new Map<string, number>()
  const byInvariant = new Map<string, Array<number>>()
  let failing = 0
  let seed = from
  for (; seed < from + count && failing < stopAfter; seed++) {
    const { violations, outcomes, requests, took, loginLost, counts: counted } = await simulate(seed)
    for (const [what, times] of counted) counts.set(what, (counts.get(what) ?? 0) + times)
    total.done += outcomes.done
    total.failed += outcomes.failed
    total.stopped += outcomes.stopped
    total.requests += requests
    total.hours += took / 3_600_000
    if (loginLost) total.loginsLost++
    if (violations.length > 0) {
      failing++
      for (const { invariant, detail } of violations) write(`seed ${seed}: ${invariant}: ${detail}`)
      for (const invariant of new Set(violations.map((violation) => violation.invariant))) {
        byInvariant.set(invariant, [...(byInvariant.get(invariant) ?? []), seed])
      }
    }
    if ((seed - from + 1) % 1000 === 0) write(`${seed - from + 1} seeds, ${failing} failing`)
  }
  const seconds = (performance.now() - started) / 1000
  const ran = seed - from
  write(
    `${ran} seeds from ${from} in ${seconds.toFixed(0)} s (${(ran / seconds).toFixed(0)}/s): ${failing} failing; ` +
      `${total.done} operations done, ${total.failed} failed, ${total.stopped} stopped; ${total.requests} requests in ` +
      `${total.hours.toFixed(0)} hours of virtual time; ${total.loginsLost} logins lost in the documented ways`
  )
  if (values.count === true) for (const what of [...counts.keys()].sort()) write(`  ${counts.get(what)} x ${what}`)
  for (const [invariant, seeds] of byInvariant) {
    write(`  ${invariant}: ${seeds.length} seeds, such as ${seeds.slice(0, 5).join(", ")}`)
  }
  return failing === 0
}

const fine =
  values.seed === undefined
    ? await many(number("from", values.from), number("seeds", values.seeds), number("stop-after", values["stop-after"]))
    : await one(number("seed", values.seed))
process.exitCode = fine ? 0 : 1
