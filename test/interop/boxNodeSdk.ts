/** The campaign: Box's own SDK for Node against the emulator, step by step. */
import { createRequire } from "node:module"
import { join } from "node:path"
import { startEmulator } from "@effect-box/node"
import { authSteps, lastSteps } from "./authSteps.ts"
import { classOf, connect } from "./connect.ts"
import { Conversation, messageOf, type Sdk, type SdkClient, type Step } from "./Conversation.ts"
import { contentSteps } from "./contentSteps.ts"
import { detailSteps } from "./detailSteps.ts"
import { documentSteps } from "./documentSteps.ts"
import { governanceSteps } from "./governanceSteps.ts"
import { markSteps } from "./markSteps.ts"
import { peopleSteps } from "./peopleSteps.ts"

/** Documents come last: their steps move the clock, and JWT assertions and webhooks are judged by that of this machine. */
export const steps: ReadonlyArray<Step> = [
  ...authSteps,
  ...contentSteps,
  ...peopleSteps,
  ...markSteps,
  ...governanceSteps,
  ...detailSteps,
  ...documentSteps,
  ...lastSteps
]

export interface Outcome {
  readonly steps: number
  readonly calls: number
  /** A line for each step that failed. */
  readonly failures: ReadonlyArray<string>
  /** Methods of the SDK that no step calls. */
  readonly notCalled: ReadonlyArray<string>
}

/** Every method of every manager that asks Box something. */
const methodsOf = (client: SdkClient): ReadonlyArray<string> =>
  Object.entries(client).flatMap(([manager, value]) =>
    manager === "auth" || manager === "networkSession"
      ? []
      : Object.getOwnPropertyNames(Object.getPrototypeOf(value))
          .filter((name) => name !== "constructor")
          .map((name) => `${manager}.${name}`)
  )

/** The modules of an SDK that is made like this one. */
const boxNodeSdk = ["", "/networking", "/managers", "/internal/utils"].map((part) => `box-node-sdk${part}`)

/** Runs all steps, or those whose manager is in the list, with the SDK that is installed in `modules`. */
export const runCampaign = async (
  modules: string,
  managers: ReadonlyArray<string> = [],
  names: ReadonlyArray<string> = boxNodeSdk
): Promise<Outcome> => {
  const require = createRequire(join(modules, "of-the-sdk.js"))
  const parts = names.map((name) => require(name))
  const sdk: Sdk = Object.assign({}, ...parts)
  const emulator = await startEmulator({ contents: "memory" })
  try {
    const DeveloperToken = classOf(sdk, "BoxDeveloperTokenAuth")
    const client = connect(sdk, emulator, new DeveloperToken({ token: emulator.credentials.accessToken }))
    const failures: Array<string> = []
    const called: Array<string> = []
    const chosen = steps.filter(({ manager }) => managers.length === 0 || managers.includes(manager))
    for (const { manager, name, run } of chosen) {
      const box = new Conversation({ emulator, sdk, client })
      await run(box).catch((error) => box.faults.push(messageOf(error)))
      called.push(...box.called)
      if (box.faults.length > 0) failures.push(`${manager}: ${name}: ${box.faults.join("; ")}`)
    }
    const known = new Set(called)
    const notCalled = methodsOf(client).filter((method) => !known.has(method))
    return { steps: chosen.length, calls: called.length, failures, notCalled }
  } finally {
    await emulator.stop()
  }
}
