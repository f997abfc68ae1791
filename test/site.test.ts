import { fileURLToPath } from "node:url"
import * as Core from "@effect-box/core"
import * as Jobs from "@effect-box/core/jobs"
import * as Testing from "@effect-box/core/testing"
import * as Node from "@effect-box/node"
import { assert, describe, it } from "vitest"
import { referenceOf } from "../scripts/site/reference.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const pages = [...referenceOf(root, "core"), ...referenceOf(root, "node")]
const textOf = new Map(pages.map(({ title, text }) => [title, text]))

describe("the site", () => {
  it("has every export with a comment and its declaration", () => {
    // The schemas of answers have no comments; they are in the types of the operations.
    const elsewhere = ["Schemas"]
    const missing = [Core, Jobs, Testing, Node].flatMap((barrel) =>
      Object.entries(barrel).flatMap(([module, members]) =>
        typeof members !== "object" || members === null || elsewhere.includes(module)
          ? []
          : Object.keys(members)
              .filter((name) => !textOf.get(module)?.includes(`\n## ${name}\n`))
              .map((name) => `${module}.${name}`)
      )
    )
    assert.deepStrictEqual(missing, [])
  })

  it("shows the argument and the type of an operation, and examples", () => {
    const folders = textOf.get("Folders") ?? ""
    assert.include(folders, "export interface CreateFolderInput {")
    assert.include(folders, "export const createFolder: Operation.")
    assert.notInclude(folders, "/*#__PURE__*/")
    assert.include(
      textOf.get("FileDownload") ?? "",
      'import { FileDownload } from "@effect-box/core"\nimport { Effect }'
    )
  })
})
