/**
 * A backend for several users of an enterprise, each with their own login, against the emulator:
 *
 *     node examples/tenants/main.ts
 */
import { Folders, Users } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { ConfigProvider, Console, Effect, Layer } from "effect"
import { Tenants } from "./Tenants.ts"

/** The work of the backend for one user. It is independent of logins. */
const welcome = Effect.gen(function* () {
  const user = yield* Users.getUserMe()
  const folder = yield* Folders.createFolder({ name: `${user.name}'s inbox`, parent: { id: "0" } })
  yield* Console.log(`${user.login} has the folder ${folder.name}`)
})

const program = Effect.gen(function* () {
  const { credentials, stats } = yield* BoxEmulator.BoxEmulator
  for (const userId of [credentials.userId, credentials.managedUserId]) {
    yield* Effect.provide(welcome, Tenants.get(userId))
  }
  yield* Console.log(`${(yield* stats).tokenRequests} logins`)
})

/** In production, these values come from the environment, and the `HttpClient` from `NodeBox.layerPlatform`. */
const environment = Layer.unwrap(
  Effect.map(BoxEmulator.BoxEmulator, ({ credentials }) =>
    ConfigProvider.layer(
      ConfigProvider.fromEnv({
        env: { BOX_CLIENT_ID: credentials.clientId, BOX_CLIENT_SECRET: credentials.clientSecret }
      })
    )
  )
)

program.pipe(
  Effect.provide(
    Tenants.layer.pipe(Layer.provideMerge(environment), Layer.provideMerge(BoxEmulator.layerHttpClient()))
  ),
  NodeRuntime.runMain
)
