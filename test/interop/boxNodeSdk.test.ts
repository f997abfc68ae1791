/** Box's own SDK against the emulator: every step of the campaign, and every method of the SDK. */
import { assert, describe, it, vi } from "vitest"
import { installPeers } from "../bench/bundles.ts"
import { runCampaign } from "./boxNodeSdk.ts"

/** `undefined` without a network, unless the SDK is required. */
const installed = (): string | undefined => {
  vi.stubEnv("npm_config_fetch_retries", "0") // npm tries for a minute otherwise
  try {
    return installPeers()
  } catch (error) {
    if (process.env["EFFECT_BOX_REQUIRE_BOX_SDK"] !== undefined) throw error
    return undefined
  } finally {
    vi.unstubAllEnvs()
  }
}

describe("Box's own SDK", () => {
  it("works against the emulator", { timeout: 300_000 }, async (test) => {
    const modules = installed()
    if (modules === undefined) return test.skip("box-node-sdk cannot be installed: is there a network?")
    const { calls, failures, notCalled } = await runCampaign(modules)
    assert.deepStrictEqual(failures, [])
    assert.deepStrictEqual(notCalled, ["chunkedUploads.reducer"]) // the SDK's own helper asks Box nothing
    assert.isAtLeast(calls, 600)
  })
})
