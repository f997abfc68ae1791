/** Box's own SDK against the emulator: every step of the campaign, and every method of the SDK. */
import { assert, describe, it } from "vitest"
import { installPeers } from "../bench/bundles.ts"
import { runCampaign } from "./boxNodeSdk.ts"

const installed = (): string | undefined => {
  try {
    return installPeers()
  } catch (error) {
    if (process.env["CI"] !== undefined) throw error
    return undefined
  }
}

describe("Box's own SDK", () => {
  it("works against the emulator", { timeout: 300_000 }, async (test) => {
    const modules = installed()
    if (modules === undefined) return test.skip("box-node-sdk cannot be installed: is there a network?")
    const { calls, failures, notCalled } = await runCampaign(modules)
    assert.deepStrictEqual(failures, [])
    assert.deepStrictEqual(notCalled, ["chunkedUploads.reducer"]) // the SDK's own helper asks Box nothing
    assert.isAtLeast(calls, 450)
  })
})
