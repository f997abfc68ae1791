import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { table } from "./operationTable.ts"

const pinned: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL("../../codegen/names.json", import.meta.url), "utf8")
).names

describe("the operations of Box", () => {
  it("are all there under the names of Box's own SDK", () => {
    const missing = Object.values(pinned).filter((name) => table.get(name)?.spec.name !== name)
    assert.deepStrictEqual(missing, [])
    assert.strictEqual(Object.keys(pinned).length, 336)
  })

  it("are nothing but these", () => {
    const names = new Set(Object.values(pinned))
    assert.deepStrictEqual(
      [...table.keys()].filter((name) => !names.has(name)),
      []
    )
    assert.strictEqual(new Set([...table.keys()].map((name) => name.split(".")[0])).size, 85)
  })
})
