/** Points Box's own SDK at the emulator. */
import type { EmulatorServer } from "@effect-box/node"
import type { Sdk, SdkClient } from "./Conversation.ts"

/** A class of the SDK; without it the guide of the SDK would be wrong. */
export const classOf = (sdk: Sdk, name: string): Sdk[string] => {
  const found = sdk[name]
  if (found === undefined) throw new Error(`The SDK has no ${name}`)
  return found
}

/** The emulator as the SDK's `NetworkSession`. */
export const sessionOf = (sdk: Sdk, { url, uploadUrl }: EmulatorServer.RunningEmulator): object => {
  const [NetworkSession, BaseUrls] = [classOf(sdk, "NetworkSession"), classOf(sdk, "BaseUrls")]
  return new NetworkSession({ baseUrls: new BaseUrls({ baseUrl: url, uploadUrl, oauth2Url: `${url}/oauth2` }) })
}

export const connect = (sdk: Sdk, emulator: EmulatorServer.RunningEmulator, auth: object): SdkClient =>
  new sdk.BoxClient({ auth, networkSession: sessionOf(sdk, emulator) })
