/**
 * Each command once: its status, stdout and stderr. In CI through the real program; elsewhere in this process, but for the rows that
 * say otherwise.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { text } from "node:stream/consumers"
import { assert, describe, it, layer } from "@effect/vitest"
import { Context, Deferred, Effect, Layer } from "effect"
import * as BoxJobs from "@effect-box/core/jobs/BoxJobs"
import * as ItemJobs from "@effect-box/core/jobs/ItemJobs"
import { bundled } from "../../../../test/support/program.ts"
import { isCI } from "../../../../test/support/thorough.ts"
import { commands } from "../../src/cli/catalog/index.ts"
import type { Command } from "../../src/cli/command/Command.ts"
import { layer as layerSqlite } from "../../src/jobs/internal/sqliteClient.ts"
import { planted, type Row, seed, stories } from "./commandRows.ts"
import { layerServed, runCommand, Served, wordsOf } from "./commandRun.ts"

const bin = bundled(new URL("../../src/cli/bin.ts", import.meta.url))

/** The command of the catalog that a line is for. */
const commandOf = (line: string): Command | undefined =>
  commands
    .filter(({ name }) => line === name || line.startsWith(`${name} `))
    .toSorted((a, b) => b.name.length - a.name.length)[0]

interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

interface Played extends Ended {
  readonly row: Row
  readonly line: string
}

/** Runs a line through the program. */
const runProgram = (
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string>>,
  cwd: string,
  { stdin }: { readonly stdin: string }
): Effect.Effect<Ended> =>
  Effect.promise(async () => {
    const compiled = { PATH: process.env["PATH"], NODE_COMPILE_CACHE: join(dirname(bin()), "compiled") }
    const child = spawn(process.execPath, [bin(), ...args], { cwd, env: { ...compiled, ...env } })
    child.stdin.on("error", () => undefined).end(stdin)
    const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
    return { status, out, err }
  })

/** Plays a story with profiles and journals of its own. */
const play = Effect.fnUntraced(function* (name: string, story: ReadonlyArray<Row>, known: Map<string, string>) {
  const { directory, hosts, server } = yield* Served
  const ground = {
    ...hosts,
    XDG_CONFIG_HOME: join(directory, name, "config"),
    XDG_STATE_HOME: join(directory, name, "state")
  }
  const filled = (words: string) => words.replace(/\{(\w+)\}/g, (all, name: string) => known.get(name) ?? all)
  const expected = (wanted: string | RegExp): string | RegExp =>
    typeof wanted === "string" ? filled(wanted) : new RegExp(filled(wanted.source), wanted.flags)
  return yield* Effect.forEach(story, (row) => {
    const line = filled(row.line)
    const login = row.bare === true ? {} : { BOX_DEVELOPER_TOKEN: server.credentials.accessToken }
    const run = isCI || row.program === true ? runProgram : runCommand
    return Effect.map(
      run(wordsOf(line), { ...ground, ...login }, directory, { stdin: filled(row.stdin ?? "") }),
      ({ err, out, status }): Played => {
        const [, kept] = row.keep?.[1].exec(out) ?? []
        if (row.keep !== undefined && kept !== undefined) known.set(row.keep[0], kept)
        const { err: wantedErr = "", out: wantedOut } = row
        return { row: { ...row, out: expected(wantedOut), err: expected(wantedErr) }, line, status, out, err }
      }
    )
  })
})

/** A run that nobody works on yet. */
const waitingRun = Effect.gen(function* () {
  const { directory, server } = yield* Served
  const file = join(directory, "waiting.db")
  const params = { items: { folder_id: server.ids.items["admin/Jobs"] ?? "" } }
  yield* ItemJobs.deleteItems
    .start({ name: "waiting", params })
    .pipe(Effect.provide(Layer.provide(BoxJobs.layerClient, layerSqlite({ file, synchronous: "normal" }))))
})

/** All stories, played at the same time from the first test on. */
class Stage extends Context.Service<Stage, Readonly<Record<string, Deferred.Deferred<ReadonlyArray<Played>>>>>()(
  "test/Stage"
) {}

const layerStage = Layer.effect(
  Stage,
  Effect.gen(function* () {
    const { directory, server } = yield* Served
    for (const [path, content] of Object.entries(planted)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true })
      writeFileSync(join(directory, path), content)
    }
    yield* waitingRun
    const { accessToken, enterpriseId } = server.credentials
    const known = { token: accessToken, enterprise: enterpriseId, Jobs: server.ids.items["admin/Jobs"] ?? "" }
    const played = yield* Effect.forEach(Object.entries(stories), ([name, story]) =>
      Effect.map(Deferred.make<ReadonlyArray<Played>>(), (ended) => ({ name, story, ended }))
    )
    yield* Effect.forEach(
      played,
      ({ ended, name, story }) => Deferred.into(play(name, story, new Map(Object.entries(known))), ended),
      { concurrency: 3, discard: true }
    ).pipe(Effect.forkScoped)
    return Object.fromEntries(played.map(({ ended, name }) => [name, ended]))
  })
)

/** Only against hanging: each waits for what is played before it. */
const patience = 240_000

const fits = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === "string" ? text === wanted : wanted.test(text)

layer(Layer.provideMerge(layerStage, layerServed({ seed })), { excludeTestServices: true })(
  "each command as a process",
  (it) => {
    for (const [name, story] of Object.entries(stories)) {
      it.effect(
        `${name}: ${story.length} lines`,
        () =>
          Effect.gen(function* () {
            const ended = (yield* Stage)[name]
            const faults = (ended === undefined ? [] : yield* Deferred.await(ended)).filter(
              ({ err, out, row, status }) => status !== row.status || !fits(out, row.out) || !fits(err, row.err ?? "")
            )
            assert.deepStrictEqual(
              faults.map(({ err, line, out, status }) => ({ line, status, out, err })),
              faults.map(({ line, row }) => ({ line, status: row.status, out: String(row.out), err: String(row.err) }))
            )
          }),
        patience
      )
    }
  }
)

const rows = Object.values(stories).flat()

describe("the table of lines", () => {
  it.each(commands.map(({ name }) => name))("has %s, and it succeeds", (name) => {
    assert.isTrue(rows.some(({ line, status }) => commandOf(line)?.name === name && status === 0))
  })

  /** No command of these groups can end so. */
  const never: Readonly<Record<string, ReadonlyArray<number>>> = { Tools: [4] }

  it.each([...new Set(commands.map(({ group }) => group))])("%s: a failure, wrong usage, and no login", (group) => {
    const ends = rows.filter(({ line }) => commandOf(line)?.group === group).map(({ status }) => status)
    assert.includeMembers(
      ends,
      [0, 1, 2, 4].filter((status) => never[group]?.includes(status) !== true)
    )
  })
})
