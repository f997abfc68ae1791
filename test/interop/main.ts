/** Runs the campaign: a line for each step that fails, and a summary. Names of managers select their steps. */
import { installPeers } from "../bench/bundles.ts"
import { runCampaign } from "./boxNodeSdk.ts"

const { calls, failures, notCalled, steps } = await runCampaign(installPeers(), process.argv.slice(2))
if (steps === 0) throw new Error("There are no steps of such managers")
for (const line of failures) process.stdout.write(`failed: ${line}\n`)
process.stdout.write(`${calls} calls in ${steps} steps, ${failures.length} steps failed\n`)
if (process.argv.length === 2) process.stdout.write(`not called: ${notCalled.join(", ") || "nothing"}\n`)
process.exitCode = failures.length > 0 ? 1 : 0
