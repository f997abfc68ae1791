/** Which files belong to a run, in both directions. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as LocalDirectory from "../../src/directory/LocalDirectory.ts"
import { makeSelection } from "../../src/directory/internal/globs.ts"
import { box, collect, directory, folder, onBox, read, write } from "./trees.ts"

describe("globs", () => {
  it.each([
    ["*.pdf", "a.pdf", true],
    ["*.pdf", "x/y/a.pdf", true],
    ["*.pdf", "a.pdfx", false],
    ["x/*.pdf", "x/a.pdf", true],
    ["x/*.pdf", "x/y/a.pdf", false],
    ["x/*.pdf", "z/x/a.pdf", false],
    ["x/**", "x/y/a.pdf", true],
    ["**/a.pdf", "a.pdf", true],
    ["**/a.pdf", "x/y/a.pdf", true],
    ["a?.txt", "a1.txt", true],
    ["a?.txt", "a/.txt", false],
    ["*.{jpg,png}", "x/a.png", true],
    ["*.{jpg,png}", "x/a.gif", false],
    ["a+(b).[c]", "a+(b).[c]", true],
    ["a.c", "abc", false]
  ])("%s and %s: %s", (glob, path, expected) => {
    assert.strictEqual(makeSelection({ include: [glob] }).hasFile(path.split("/")), expected)
    assert.strictEqual(makeSelection({ exclude: [glob] }).hasFile(path.split("/")), !expected)
  })
})

describe("a run with globs", () => {
  it.live("leaves out what is excluded or not included, up and down", () =>
    Effect.gen(function* () {
      const [from, to] = [yield* directory, yield* directory]
      write(from, {
        "a.pdf": "1",
        "b.txt": "2",
        "deep/c.pdf": "3",
        "node_modules/d.pdf": "4",
        "deep/drafts/e.pdf": "5"
      })
      const folder_id = yield* folder()
      const up = { folder_id, onConflict: "fail", include: ["*.pdf"], exclude: ["node_modules"] } as const
      const results = yield* collect(LocalDirectory.upload(from, up))
      assert.deepStrictEqual(Object.keys(results).toSorted(), ["a.pdf", "deep/c.pdf", "deep/drafts/e.pdf"])
      assert.deepStrictEqual(yield* onBox(folder_id), { "a.pdf": "1", "deep/c.pdf": "3", "deep/drafts/e.pdf": "5" })
      const down = { folder_id, onConflict: "fail", include: ["deep/**"], exclude: ["**/drafts"] } as const
      yield* collect(LocalDirectory.download(to, down))
      assert.deepStrictEqual(read(to), { "deep/c.pdf": "3" })
    }).pipe(Effect.scoped, Effect.provide(box()))
  )

  it.live("refuses what is no list of globs", () =>
    Effect.gen(function* () {
      for (const include of ["*.pdf", [""], [1]]) {
        // On purpose what the type does not allow.
        const options = { folder_id: "0", onConflict: "fail", include } as unknown as LocalDirectory.UploadOptions
        const error = yield* Effect.flip(collect(LocalDirectory.upload("x", options)))
        assert.include(String(Object(error).message), "include and exclude must be arrays of globs")
      }
    }).pipe(Effect.provide(box()))
  )
})
