import { assert, describe, it } from "@effect/vitest"
import { makeNameIndex, type Occupant } from "../../src/directory/internal/nameIndex.ts"

const item = (i: number, name: string): Occupant => ({
  type: i % 3 === 0 ? "folder" : "file",
  id: String(1_900_000_000_000 + i),
  name,
  size: i % 3 === 0 ? undefined : i * 1_000_000_000,
  sha1: i % 3 === 0 ? undefined : i.toString(16).padStart(40, "0")
})

describe("the names of a folder", () => {
  it("are found in any case, each with what is known of it, however many there are", () => {
    const index = makeNameIndex()
    const names = Array.from({ length: 5000 }, (_, i) => `Größe ${i} of 5.TXT`)
    for (const [i, name] of names.entries()) {
      assert.isUndefined(index.find(name))
      index.add(item(i, name))
    }
    for (const [i, name] of names.entries()) {
      for (const asked of [name, name.toLowerCase(), name.toUpperCase().replace("SS", "ß")]) {
        assert.deepStrictEqual(index.find(asked), item(i, name))
      }
    }
    for (const absent of ["", "Größe", "größe 5000 of 5.txt", "Größe 1 of 5.TXT "])
      assert.isUndefined(index.find(absent))
  })

  it("may be of any kind: empty, of spaces, with a line break, longer than all room so far", () => {
    const index = makeNameIndex()
    const names = ["", " ", "a b  c ", "line\nbreak", "x".repeat(200_000), "\u{1f600}"]
    for (const [i, name] of names.entries()) index.add(item(i, name))
    assert.deepStrictEqual(
      names.map((name) => index.find(name)),
      names.map((name, i) => item(i, name))
    )
  })
})
