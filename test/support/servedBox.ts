/** An emulated Box over loopback HTTP, for tests with processes, and a login for the test itself. */
import { BoxConfig, DeveloperToken } from "@effect-box/core"
import { EmulatorServer, NodeBox } from "@effect-box/node"
import { Effect, Layer, Redacted } from "effect"

export const servedBox = (options: EmulatorServer.Options = {}) =>
  Layer.unwrap(
    Effect.map(EmulatorServer.EmulatorServer, ({ baseUrl, credentials, uploadUrl }) =>
      Layer.mergeAll(
        BoxConfig.layer({ apiUrl: baseUrl, uploadUrl }),
        DeveloperToken.layer(Redacted.make(credentials.accessToken))
      )
    )
  ).pipe(Layer.provideMerge(Layer.mergeAll(EmulatorServer.layer(options), NodeBox.layerPlatform())))
