/** A process that works on a job, and others that steer it. */
import { assert, layer } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { bundled } from "../../../../test/support/program.ts"
import { isCI } from "../../../../test/support/thorough.ts"
import { control, runBesideOf, startOf, until } from "./commandProcess.ts"
import { layerServed, Served } from "./commandRun.ts"

const bin = bundled(new URL("../../src/cli/bin.ts", import.meta.url))

const start = startOf(bin)
const run = runBesideOf(bin)

/** Eight of them are deleted at a time, each in a second for as long as Box is {@link slow}. */
const files = isCI ? 120 : 48
const children = Object.fromEntries(Array.from({ length: files }, (_, i) => [`${i}.txt`, { text: String(i) }]))
const folders = ["Paused", "Cancelled", "Killed", "First", "Second", "Theirs"] as const
const seed = { items: { admin: Object.fromEntries(folders.map((name) => [name, { children }])) } }

const slow = control("POST", "faults", {
  kind: "delay",
  match: { method: "DELETE", path: "/files/*", times: 100_000 },
  delay: 1000
})

const fast = control("DELETE", "faults")

const requests = Effect.map(control("GET", "stats"), ({ requests: count }) => Number(count))

/** The words of a job that deletes what is in a folder. */
const deleting = (folder: (typeof folders)[number]) =>
  Effect.map(Served, ({ server }) => [
    ...["jobs", "run", "box.delete", folder, `items.folder_id=${server.ids.items[`admin/${folder}`]}`],
    ...["--database", `${folder}.db`]
  ])

const show = (name: string, database = name) =>
  Effect.map(
    run(["jobs", "show", name, "--database", `${database}.db`, "--json"]),
    ({ out, status }): { readonly state: string; readonly done: number; readonly total: number } =>
      status === 0 ? JSON.parse(out) : { state: "none", done: 0, total: 0 }
  )

/** Starts the job of a folder, and waits until something is deleted. */
const started = Effect.fnUntraced(function* (folder: (typeof folders)[number]) {
  yield* slow
  const working = yield* start(yield* deleting(folder))
  yield* until(Effect.map(show(folder), ({ done }) => done > 0))
  return working
})

layer(layerServed({ seed }), { excludeTestServices: true })("jobs in several processes", (it) => {
  it.effect("pause stops the process that works, which waits; resume from another one lets it go on to the end", () =>
    Effect.gen(function* () {
      const working = yield* started("Paused")
      const paused = yield* run(["jobs", "pause", "Paused", "--database", "Paused.db"])
      assert.deepInclude(paused, { status: 0, out: "Paused is paused\n", err: "" })
      const before = yield* requests
      yield* Effect.sleep("700 millis")
      assert.strictEqual(yield* requests, before)
      yield* until(Effect.sync(() => working.err().includes("Paused is paused; effect-box jobs resume Paused")))
      assert.isNull(working.child.exitCode)
      yield* fast
      const resumed = yield* run(["jobs", "resume", "Paused", "--database", "Paused.db", "--json"])
      assert.strictEqual(resumed.status, 0, resumed.err)
      assert.include(resumed.err, `process ${working.child.pid} works on it already: it takes this run as well`)
      assert.deepInclude(JSON.parse(resumed.out), { state: "done", done: files, failed: 0 })
      assert.strictEqual(yield* working.ended, 0, working.err())
      assert.match(working.out(), /^state +done$/m)
    })
  )

  it.effect("cancel ends the process that works, which says so", () =>
    Effect.gen(function* () {
      const working = yield* started("Cancelled")
      const cancelled = yield* run(["jobs", "cancel", "Cancelled", "--database", "Cancelled.db"])
      assert.deepInclude(cancelled, { status: 0, out: "Cancelled is cancelled\n", err: "" })
      yield* fast
      assert.strictEqual(yield* working.ended, 3, working.err())
      assert.include(working.err(), "The run is cancelled; what is done stays done.")
      const { done, state } = yield* show("Cancelled")
      assert.strictEqual(state, "cancelled")
      assert.isBelow(done, files)
    })
  )

  it.effect("who watches takes over when the process that works is killed", () =>
    Effect.gen(function* () {
      const working = yield* started("Killed")
      const watching = yield* start(["jobs", "resume", "Killed", "--database", "Killed.db", "--json"])
      yield* until(Effect.sync(() => watching.err().includes("it takes this run as well")))
      working.child.kill("SIGKILL")
      yield* fast
      yield* working.ended
      assert.strictEqual(yield* watching.ended, 0, watching.err())
      assert.deepInclude(JSON.parse(watching.out()), { state: "done", done: files })
    })
  )

  it.effect("a second run in the same database is worked on as well, and neither is refused", () =>
    Effect.gen(function* () {
      const first = yield* started("First")
      const words = yield* deleting("Second")
      const joining = yield* Effect.forkChild(run([...words.slice(0, -1), "First.db"]))
      yield* until(Effect.map(show("Second", "First"), ({ state }) => state !== "none"))
      yield* fast
      const second = yield* Fiber.join(joining)
      assert.strictEqual(second.status, 0, second.err)
      assert.strictEqual(yield* first.ended, 0, first.err())
      assert.deepInclude(yield* show("Second", "First"), { state: "done", done: files })
    })
  )

  it.effect("an unfinished run of another login is not worked on with this one", () =>
    Effect.gen(function* () {
      const { server } = yield* Served
      const working = yield* started("Theirs")
      working.child.kill("SIGKILL")
      yield* fast
      yield* working.ended
      const other = ["--as-user", server.credentials.managedUserId, "--database", "Theirs.db"]
      const begun = yield* run(["jobs", "run", "box.report", "mine", "items.folder_id=0", ...other])
      assert.deepStrictEqual([begun.status, begun.out], [1, ""])
      assert.match(
        begun.err,
        /^effect-box: Theirs is a run of \S+ ada@example\.test, and this login is .*: it is not over yet\. /
      )
      const resumed = yield* run(["jobs", "resume", "Theirs", ...other])
      assert.strictEqual(resumed.status, 1, resumed.err)
      assert.strictEqual((yield* show("mine", "Theirs")).state, "none")
    })
  )
})
