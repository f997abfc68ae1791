/** `sync` over random trees: a dry run says exactly what the run then does; killed at any moment, it goes on to the same end. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { bundled } from "../../../../test/support/program.ts"
import { thorough } from "../../../../test/support/thorough.ts"
import { layerServed, Served } from "./commandRun.ts"

const bin = bundled(new URL("../../src/cli/bin.ts", import.meta.url))
const kills = Number(process.env["EFFECT_BOX_KILLS"] ?? 3)

/** Numbers from a seed (mulberry32), so that a failure can be had again. */
const numbers = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** A few files and folders whose names meet again in other trees. */
const plantRandom = (directory: string, random: (below: number) => number): void => {
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory)
  for (let count = random(9); count >= 0; count--) {
    const folders = Array.from({ length: random(3) }, () => `d${random(3)}`)
    mkdirSync(join(directory, ...folders), { recursive: true })
    writeFileSync(join(directory, ...folders, `f${random(5)}.txt`), "x".repeat(random(4) + 1))
  }
}

const results = (out: string): ReadonlyArray<string> =>
  JSON.parse(out)
    .map(({ path, result }: Record<string, string>) => `${result} ${path}`)
    .toSorted()

layer(layerServed(), { excludeTestServices: true })("sync", (it) => {
  it.effect.each(Array.from({ length: thorough ? 12 : 4 }, (_, seed) => seed))(
    "a dry run is the run, up and down: seed %i",
    (seed) =>
      Effect.gen(function* () {
        const { directory, run } = yield* Served
        const random = numbers(seed)
        const [here, there] = [`here${seed}`, `there${seed}`]
        // Twice: into nothing, and over another tree.
        for (const _ of [1, 2]) {
          plantRandom(join(directory, here), random)
          const up = `sync up ${here} /Tree${seed} --delete --json`
          const planned = yield* run(`${up} --dry-run`)
          const done = yield* run(up)
          assert.strictEqual(done.status, 0, done.err)
          assert.deepStrictEqual(results(planned.out), results(done.out))
          assert.strictEqual((yield* run(`check ${here} /Tree${seed}`)).status, 0)
          const down = `sync down /Tree${seed} ${there} --delete --json`
          const plannedDown = yield* run(`${down} --dry-run`)
          const doneDown = yield* run(down)
          assert.strictEqual(doneDown.status, 0, doneDown.err)
          assert.deepStrictEqual(results(plannedDown.out), results(doneDown.out))
          const check = yield* run(`check ${there} /Tree${seed} --json`)
          assert.strictEqual(check.status, 0, check.out)
        }
      })
  )

  it.effect.each(["up", "down"] as const)(
    `sync %s is killed ${kills} times, and both sides are equal in the end`,
    (direction) =>
      Effect.gen(function* () {
        const { directory, hosts, run, server } = yield* Served
        const source = join(directory, `source-${direction}`)
        for (let at = 0; at < 120; at++) {
          mkdirSync(join(source, `d${at % 7}`), { recursive: true })
          writeFileSync(join(source, `d${at % 7}`, `f${at}.bin`), new Uint8Array(20_000).fill(at))
        }
        writeFileSync(join(source, "large.bin"), new Uint8Array(21_000_000).fill(1))
        const folder = `/Killed-${direction}`
        if (direction === "down") assert.strictEqual((yield* run(["sync", "up", source, folder])).status, 0)
        const target = join(directory, "target")
        const words = direction === "up" ? ["sync", "up", source, folder] : ["sync", "down", folder, target]
        const env = { ...process.env, ...hosts, BOX_DEVELOPER_TOKEN: server.credentials.accessToken }
        const random = numbers(kills)
        for (let killed = 0; killed < kills; killed++) {
          yield* Effect.promise(async () => {
            const child = spawn(process.execPath, [bin(), ...words, "--limit-rate", "10MB"], { env, stdio: "ignore" })
            const timer = setTimeout(() => child.kill("SIGKILL"), 600 + random(1500))
            await once(child, "close")
            clearTimeout(timer)
          })
        }
        const last = yield* run(words)
        assert.strictEqual(last.status, 0, last.err)
        const check = yield* run(["check", direction === "up" ? source : target, folder])
        assert.deepStrictEqual([check.status, check.out], [0, "121 the same, 0 different\n"])
      }),
    60_000 + kills * 10_000
  )
})
