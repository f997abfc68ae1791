/**
 * Somebody who can write to a tree puts a link in the place of a directory for the very moment in which it is used, and puts
 * the directory back before it is looked at again.
 */
import * as NodeFs from "node:fs"
import { basename, join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { LocalView } from "../../src/file/internal/localEntry.ts"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import { box, collect, directory, folder, onBox, read, write } from "./trees.ts"

const linux = process.platform === "linux"

const setting = Effect.gen(function* () {
  const base = yield* directory
  const [path, outside, away] = [join(base, "tree"), join(base, "outside"), join(base, "away")]
  const sub = join(path, "sub")
  NodeFs.mkdirSync(outside)
  let swaps = 0
  const swapped = () => NodeFs.existsSync(away)
  const swap = () => {
    if (swapped() || !NodeFs.existsSync(sub)) return
    swaps++
    NodeFs.renameSync(sub, away)
    NodeFs.symlinkSync(outside, sub)
  }
  const restore = () => {
    if (!swapped()) return
    NodeFs.unlinkSync(sub)
    NodeFs.renameSync(away, sub)
  }
  return { path, outside, sub, swap, restore, swaps: () => swaps }
})

/** Whether a look is one at this file or directory, by whatever path. */
const at = (where: string, name: string): boolean => basename(where) === name

describe.runIf(linux)("on the way up", () => {
  for (const moment of ["before a file is looked at", "before its directory is listed"]) {
    it.live(`nothing from behind a link that is there for a moment is sent: ${moment}`, () =>
      Effect.gen(function* () {
        const { outside, path, restore, sub, swap, swaps } = yield* setting
        write(path, { "sub/b.txt": "mine", "sub/deeper/c.txt": "mine" })
        write(outside, { "b.txt": "hers", "secret.txt": "hers", "deeper/c.txt": "hers", "secrets/d.txt": "hers" })
        const folder_id = yield* folder()
        const view = yield* LocalView
        let listed = false
        const swapping: typeof view = {
          ...view,
          look: (where) =>
            Effect.suspend(() => {
              // The check of the directory finds everything as it was.
              if (where === sub) restore()
              else if (moment.includes("file") && /b\.txt$|deeper$/.test(where)) swap()
              else if (listed && /secret|b\.txt$|deeper$/.test(where)) swap()
              return view.look(where)
            }).pipe(
              Effect.tap(() =>
                Effect.sync(() => {
                  if (where === sub && moment.includes("listed") && !listed) {
                    listed = true
                    swap()
                  }
                })
              )
            )
        }
        const results = yield* Effect.provideService(
          Effect.result(collect(LocalDirectory.upload(path, { folder_id, onConflict: "fail", concurrency: 1 }))),
          LocalView,
          swapping
        )
        assert.strictEqual(results._tag, "Success")
        assert.isAbove(swaps(), 0)
        const stored = JSON.stringify(yield* onBox(folder_id))
        assert.notInclude(stored, "hers")
        assert.notInclude(stored, "secret")
      }).pipe(Effect.scoped, Effect.provide(box()))
    )
  }
})

describe.runIf(linux)("on the way down", () => {
  const seeded = Effect.gen(function* () {
    const from = yield* directory
    write(from, { "sub/a.txt": "theirs", "sub/deeper/c.txt": "theirs" })
    const folder_id = yield* folder()
    yield* Stream.runDrain(LocalDirectory.upload(from, { folder_id, onConflict: "fail" }))
    return folder_id
  })

  for (const name of ["a.txt", "deeper"]) {
    it.live(`nothing is written behind a link that is there for a moment: ${name}`, () =>
      Effect.gen(function* () {
        const folder_id = yield* seeded
        const { outside, path, restore, sub, swap, swaps } = yield* setting
        const view = yield* LocalView
        let looks = 0
        const swapping: typeof view = {
          ...view,
          look: (where) =>
            Effect.suspend(() => {
              if (where === sub) restore()
              // The last look before the name is given, which is the first one at a directory.
              if (at(where, name) && looks++ === (name === "a.txt" ? 1 : 0)) swap()
              return view.look(where)
            })
        }
        yield* Effect.provideService(
          collect(LocalDirectory.download(path, { folder_id, onConflict: "fail", concurrency: 1 })),
          LocalView,
          swapping
        )
        assert.isAbove(swaps(), 0)
        assert.deepStrictEqual(read(outside), {})
        restore()
        assert.strictEqual(read(path)["sub/a.txt"], "theirs")
      }).pipe(Effect.scoped, Effect.provide(box()))
    )
  }
})
