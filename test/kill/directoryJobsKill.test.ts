/** A tree that jobs upload and download, by processes that are killed by SIGKILL again and again, at seeded random points. */
import * as NodeFs from "node:fs"
import { join } from "node:path"
import { EmulatorServer } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { isUnfinished } from "../../packages/node/src/file/internal/unfinished.ts"
import { directory, folder, onBox, read, stats, type Tree, write } from "../../packages/node/test/directory/trees.ts"
import { bundled } from "../support/program.ts"
import { servedBox } from "../support/servedBox.ts"
import type { Task } from "./directoryJobsProcess.ts"
import { runUntil } from "./killedProcess.ts"
import { numbers, requests, title, wanted } from "./points.ts"

const program = bundled(new URL("directoryJobsProcess.ts", import.meta.url))

const small: Tree = Object.fromEntries(
  Array.from({ length: 40 * wanted }, (_, i) => [`d${i % 7}/e${i % 3}/file ${i}.txt`, `content ${i} `.repeat(i % 50)])
)
const tree: Tree = { ...small, "d1/large.bin": "0123456789".repeat(600_000), "hollow/": "" }
/** The folders are the seven, three in each, and the empty one. */
const items = Object.keys(tree).length - 1 + 7 + 21 + 1

/** Kills a process again and again until the run is done. Gives how it ended. */
const finish = Effect.fnUntraced(function* (task: Task, stream: number) {
  const random = numbers(stream)
  for (let killed = 0; ; killed++) {
    const point =
      random(6) === 0 ? Effect.sleep(random(1500)) : requests(1 + random(((items * 2) / wanted) * 1.5), random(200))
    const report = yield* runUntil(program(), task, killed >= wanted ? Effect.never : point)
    if (report === undefined) continue
    assert.deepStrictEqual(JSON.parse(report), { done: items, failed: 0, state: "done", unread: 0, failures: [] })
    return killed
  }
})

/** What is below a directory but for what is unfinished; directories of unfinished files are gone by the end. */
const readFinished = (path: string): Tree => {
  const name = (entry: string) => entry.split("/").at(-1) ?? ""
  return Object.fromEntries(Object.entries(read(path)).filter(([entry]) => !isUnfinished(name(entry))))
}

describe(`jobs of directories: ${title}`, () => {
  it.live(
    "bring a tree to Box and back",
    () =>
      Effect.gen(function* () {
        const { baseUrl, credentials, uploadUrl } = yield* EmulatorServer.EmulatorServer
        const [path, work] = [yield* directory, yield* directory]
        write(path, tree)
        const folder_id = yield* folder()
        const task = { baseUrl, uploadUrl, accessToken: credentials.accessToken, folder_id }
        const up = yield* finish({ ...task, direction: "up", path, file: join(work, "up.db") }, 21)
        assert.deepStrictEqual(yield* onBox(folder_id), read(path))
        const { byRoute } = yield* stats
        assert.isUndefined(byRoute["POST /files/{file_id}/content"])
        const copy = join(work, "copy")
        const down = yield* finish({ ...task, direction: "down", path: copy, file: join(work, "down.db") }, 22)
        assert.deepStrictEqual(readFinished(copy), read(path))
        assert.isFalse(
          NodeFs.readdirSync(join(copy, "d1")).some(
            (name) => NodeFs.statSync(join(copy, "d1", name)).isDirectory() && isUnfinished(name)
          )
        )
        yield* Effect.log(`${up} and ${down} kills, ${items} items`)
      }).pipe(Effect.scoped, Effect.provide(servedBox({ contents: "memory" }))),
    60_000 + wanted * 20_000
  )
})
