import { assert, describe, it } from "@effect/vitest"
import { fileURLToPath } from "node:url"
import { backEdges } from "../../codegen/checks.ts"
import { componentOf } from "../../codegen/components.ts"
import { checkNames, emitAll, readLibrary } from "../../codegen/emit.ts"
import { differences, format } from "../../codegen/output.ts"
import { applyOverlays, parseOverlays } from "../../codegen/overlay.ts"
import { referencesOf } from "../../codegen/shape.ts"

const root = fileURLToPath(new URL("../../../..", import.meta.url))

describe("an overlay", () => {
  const document = { a: { b: 1 }, list: [1, 2] }

  it("corrects the document", () => {
    const overlays = parseOverlays("x.json", [{ why: "b is 2", patch: [{ op: "replace", path: "/a/b", value: 2 }] }])
    assert.deepStrictEqual(applyOverlays("x.json", overlays, document), { a: { b: 2 }, list: [1, 2] })
  })

  it("fails when its place is gone", () => {
    const overlays = parseOverlays("x.json", [{ why: "c is gone", patch: [{ op: "remove", path: "/a/c" }] }])
    assert.throws(() => applyOverlays("x.json", overlays, document), /c is gone.*no longer applies/)
  })

  it("fails when it changes nothing", () => {
    const overlays = parseOverlays("x.json", [{ why: "b is 1", patch: [{ op: "replace", path: "/a/b", value: 1 }] }])
    assert.throws(() => applyOverlays("x.json", overlays, document), /b is 1.*no longer changes anything/)
  })

  it("needs a reason", () => {
    assert.throws(() => parseOverlays("x.json", [{ why: "", patch: [] }]), /reason/)
  })
})

describe("the names of operations", () => {
  const names = { get_a: "A.getA", get_b: "B.getB" }

  it("are one for each operation", () => {
    assert.doesNotThrow(() => checkNames(new Set(["get_a", "get_b"]), names))
  })

  it("are asked for all at once", () => {
    assert.throws(
      () => checkNames(new Set([...Object.keys(names), "get_c", "get_d"]), names),
      /missing for get_c, get_d/
    )
  })

  it("are not kept for what is gone", () => {
    assert.throws(() => checkNames(new Set(["get_a"]), names), /no such operations.*get_b/)
  })
})

describe("the generated modules", () => {
  it("are what the generator makes of the facts, every time", () => {
    const made = emitAll()
    assert.deepStrictEqual(differences(`${root}/packages/core/src/api`, format(root, made)), [])
    assert.deepStrictEqual([...emitAll()], [...made])
  })

  it("build every schema from wherever one begins", () => {
    const library = readLibrary()
    const lazily = backEdges(library.registry, library.answered)
    const done = new Set<string>()
    const visit = (name: string, open: ReadonlyArray<string>): void => {
      assert.notInclude(open, name, "builds itself")
      if (done.has(name)) return
      const { shape } = componentOf(library.registry, name)
      for (const next of referencesOf(shape)) {
        // The properties of a base are part of what extends it.
        const isBase = shape.kind === "object" && shape.bases.includes(next)
        if (isBase || !lazily.has(`${name}>${next}`)) visit(next, [...open, name])
      }
      done.add(name)
    }
    for (const name of library.answered) visit(name, [])
    assert.isAbove(done.size, 250)
    assert.isAbove(lazily.size, 0)
  })
})
