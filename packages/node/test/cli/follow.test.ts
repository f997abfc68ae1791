/** `events`, `watch` and `jobs`. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { Effect, Fiber, Schedule } from "effect"
import { layerServed, Served } from "./commandRun.ts"

const seed = {
  items: {
    admin: {
      Old: { children: { "a.log": { text: "a" }, "b.log": { text: "b" }, "c.txt": { text: "c" } } }
    }
  }
} as const

const jsonLines = (out: string): ReadonlyArray<Record<string, unknown>> =>
  out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))

class NotYet {
  readonly _tag = "NotYet"
}

layer(layerServed({ seed }), { excludeTestServices: true })("the commands that follow", (it) => {
  it.effect("events so far are JSON lines, and --follow goes on behind its checkpoint", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      yield* run("mkdir /Events")
      const past = yield* run("events --since oldest")
      assert.strictEqual(past.status, 0, past.err)
      assert.isTrue(jsonLines(past.out).some(({ event_type }) => event_type === "ITEM_CREATE"))
      const first = yield* run("events --follow --checkpoint mine --since oldest --count 2 --fields event_id")
      assert.lengthOf(jsonLines(first.out), 2)
      const waiting = yield* Effect.forkChild(run("events --follow --count 1 --fields event_type,source.name"))
      yield* Effect.sleep("500 millis")
      yield* run("mkdir /Later")
      const { out } = yield* Fiber.join(waiting)
      assert.deepStrictEqual(jsonLines(out), [{ event_type: "ITEM_CREATE", "source.name": "Later" }])
    })
  )

  it.effect("a follower is stopped by Ctrl-C with 130; what cannot be is wrong usage", () =>
    Effect.gen(function* () {
      const { run } = yield* Served
      const stop = new AbortController()
      const following = yield* Effect.forkChild(run("events --follow", { signal: stop.signal }))
      yield* Effect.sleep("300 millis")
      stop.abort()
      assert.strictEqual((yield* Fiber.join(following)).status, 130)
      assert.strictEqual((yield* run("events --type UPLOAD")).status, 2)
      assert.strictEqual((yield* run("events --checkpoint x")).status, 2)
    })
  )

  it.effect("watch uploads what is there, and what changes", () =>
    Effect.gen(function* () {
      const { directory, run } = yield* Served
      mkdirSync(join(directory, "scans"))
      writeFileSync(join(directory, "scans/1.txt"), "one")
      const once = yield* run("watch scans /Inbox --once")
      assert.deepStrictEqual([once.status, once.err], [0, "uploaded: 1.txt\n"])
      const stop = new AbortController()
      let told = ""
      const watching = yield* Effect.forkChild(
        run("watch scans /Inbox", { signal: stop.signal, onError: (text) => (told += text) })
      )
      const until = (text: string) =>
        Effect.suspend(() => (told.includes(text) ? Effect.void : Effect.fail(new NotYet()))).pipe(
          Effect.retry({ schedule: Schedule.spaced("50 millis"), times: 400 })
        )
      yield* until("watching")
      writeFileSync(join(directory, "scans/2.txt"), "two")
      yield* until("uploaded: 2.txt")
      stop.abort()
      assert.strictEqual((yield* Fiber.join(watching)).status, 130)
      assert.strictEqual((yield* run("cat /Inbox/2.txt")).out, "two")
    })
  )

  it.effect("jobs are run, shown, reported and steered", () =>
    Effect.gen(function* () {
      const { run, server } = yield* Served
      const folder = server.ids.items["admin/Old"]
      const ended = yield* run([
        ...["jobs", "run", "box.delete", "cleanup", `items.folder_id=${folder}`],
        ...['items.name_endings:=[".log"]', "--json"]
      ])
      assert.strictEqual(ended.status, 0, ended.err)
      const { done, state } = JSON.parse(ended.out)
      assert.deepStrictEqual([done, state], [2, "done"])
      assert.deepStrictEqual(JSON.parse((yield* run("ls /Old --json --fields name")).out), [{ name: "c.txt" }])
      const [listed] = JSON.parse((yield* run("jobs list --json")).out)
      assert.deepStrictEqual([listed.name, listed.kind], ["cleanup", "box.delete"])
      assert.strictEqual(JSON.parse((yield* run("jobs show cleanup --json")).out).total, 2)
      assert.lengthOf(jsonLines((yield* run("jobs report cleanup --jsonl")).out), 2)
      assert.strictEqual((yield* run("jobs cancel cleanup")).status, 1)
      const missing = yield* run("jobs show nothing")
      assert.strictEqual(missing.status, 1)
      assert.include(missing.err, "effect-box jobs list")
      assert.include((yield* run("jobs run box.delte x")).err, "Did you mean box.delete?")
      assert.strictEqual((yield* run("jobs run box.delete y items=1")).status, 2)
      assert.include((yield* run("jobs kinds")).out, "box.report")
    })
  )
})
