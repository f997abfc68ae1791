/** The commands as data: each can be run, has examples that it understands, and is in docs/cli.md. */
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { commands } from "../../src/cli/catalog/index.ts"
import { helpOf, reference } from "../../src/cli/command/help.ts"
import { Misuse, parse, sizeOf } from "../../src/cli/command/parse.ts"
import { suggest } from "../../src/cli/command/suggest.ts"
import { handlerOf } from "../../src/cli/handlers.ts"
import { wordsOf } from "./commandRun.ts"

const page = fileURLToPath(new URL("../../../../docs/cli.md", import.meta.url))

describe("the commands", () => {
  it.each(commands.map((command) => [command.name, command] as const))("%s", async (name, command) => {
    if (command.ownWords !== true) assert.strictEqual(typeof (await handlerOf(name)), "function")
    const help = helpOf(command)
    for (const [line] of command.examples) {
      assert.include(help, line)
      // Of a pipe, the commands of ours.
      for (const part of line.split(" | ").filter((one) => one.startsWith("effect-box "))) {
        const words = wordsOf(part.replace(/ (<|>>?) \S+/, "")).slice(1)
        const meant = commands
          .filter((other) => other.name.split(" ").every((word, at) => words[at] === word))
          .sort((a, b) => b.name.length - a.name.length)[0]
        assert.isDefined(meant, part)
        if (meant === undefined || meant.ownWords === true) continue
        const read = parse(meant, words.slice(meant.name.split(" ").length))
        assert.isFalse(read instanceof Misuse, `${part}: ${read instanceof Misuse ? read.message : ""}`)
      }
    }
    const flags = command.flags.flatMap((flag) => [flag.name, ...("short" in flag ? [String(flag.short)] : [])])
    assert.strictEqual(new Set(flags).size, flags.length)
  })

  it("are in docs/cli.md as they are", () => {
    const text = readFileSync(page, "utf8")
    const start = text.indexOf("## Options of every command")
    const made = text.slice(0, start) + reference(commands)
    if (process.env["EFFECT_BOX_WRITE_DOCS"] === "1") writeFileSync(page, made)
    else assert.strictEqual(text, made, "run this test with EFFECT_BOX_WRITE_DOCS=1 to write it anew")
  })

  it("sizes", () => {
    assert.deepStrictEqual(["10", "500k", "10MB", "1.5G", "1KiB", "2MiB", "x", "1i", "-1"].map(sizeOf), [
      10,
      500_000,
      10_000_000,
      1_500_000_000,
      1024,
      2_097_152,
      undefined,
      undefined,
      undefined
    ])
  })

  it("what was meant", () => {
    assert.deepStrictEqual(suggest("lss", ["ls", "cat"]), ["ls"])
    assert.deepStrictEqual(suggest("serach", ["search", "stat"]), ["search"])
    assert.deepStrictEqual(suggest("nothing-like-it", ["search"]), [])
  })
})
