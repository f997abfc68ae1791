import { createHash } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { makePortable } from "../../src/unstable/Sha1.ts"
import { bytesOf } from "../files/transfers.ts"

const digestOf = (pieces: ReadonlyArray<Uint8Array>): string => {
  const hasher = makePortable()
  for (const piece of pieces) hasher.update(piece)
  return Buffer.from(hasher.digest()).toString("hex")
}

describe("the portable SHA-1", () => {
  it("is that of Node for every length around a block and its padding", () => {
    for (let length = 0; length <= 130; length++) {
      const bytes = bytesOf(length)
      assert.strictEqual(digestOf([bytes]), createHash("sha1").update(bytes).digest("hex"), `${length} bytes`)
    }
  })

  it("does not depend on the pieces in which the bytes come", () => {
    const bytes = bytesOf(1000)
    const expected = createHash("sha1").update(bytes).digest("hex")
    for (const size of [1, 7, 55, 63, 64, 65, 127, 129, 999]) {
      const pieces = Array.from({ length: Math.ceil(1000 / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size)
      )
      assert.strictEqual(digestOf(pieces), expected, `pieces of ${size} bytes`)
    }
  })
})
