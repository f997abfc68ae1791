import { assert, describe, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { backEdges } from "../../codegen/checks.ts"
import { componentOf } from "../../codegen/components.ts"
import { emitAll, readLibrary, readSpecs } from "../../codegen/emit.ts"
import { differences, format } from "../../codegen/output.ts"
import { applyOverlays, parseOverlays } from "../../codegen/overlay.ts"
import { referencesOf } from "../../codegen/shape.ts"
import { present, unlessPresent } from "./openapiSpecs.ts"

const root = fileURLToPath(new URL("../../../..", import.meta.url))
const specs = process.env["BOX_OPENAPI"] ?? `${root}/../shared/openapi`

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

describe("the generator", () => {
  it("says so and succeeds where the documents are not", () => {
    const main = `${root}/packages/core/codegen/main.ts`
    const said = execFileSync(process.execPath, [main, "--check", "--specs", "/nowhere"], { encoding: "utf8" })
    assert.include(said, "not here")
  })
})

describe.skipIf(!present)(`the generated modules${unlessPresent}`, () => {
  it("are what the generator makes of the documents, every time", () => {
    const made = emitAll(specs)
    assert.deepStrictEqual(differences(`${root}/packages/core/src/api`, format(root, made)), [])
    assert.deepStrictEqual([...emitAll(specs)], [...made])
  })

  it("build every schema from wherever one begins", () => {
    const library = readLibrary(specs)
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

  it("say in their own words what they say", () => {
    const length = 7
    const wordsOf = (text: string): ReadonlyArray<string> => text.toLowerCase().match(/[a-z0-9]+/g) ?? []
    const phrases = (text: string): ReadonlyArray<string> => {
      const words = wordsOf(text)
      return words
        .slice(0, Math.max(0, words.length - length + 1))
        .map((_, at) => words.slice(at, at + length).join(" "))
    }
    const theirs = new Set<string>()
    const collect = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return
      for (const [key, inner] of Object.entries(value)) {
        if ((key === "description" || key === "summary") && typeof inner === "string")
          for (const phrase of phrases(inner)) theirs.add(phrase)
        else collect(inner)
      }
    }
    for (const { document } of readSpecs(specs)) collect(document)
    assert.isAbove(theirs.size, 10_000)
    const copied = [...emitAll(specs)].flatMap(([path, text]) =>
      [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].flatMap(([, comment = ""]) =>
        // Addresses and names of operations are facts.
        phrases(comment.replace(/@see.*|`[^`]*`/g, "|").replace(/\n\s*\*/g, " "))
          .filter((phrase) => theirs.has(phrase))
          .map((phrase) => `${path}: ${phrase}`)
      )
    )
    assert.deepStrictEqual(
      copied.filter((found) => !/shield information barrier segment/.test(found)),
      []
    )
  })
})
