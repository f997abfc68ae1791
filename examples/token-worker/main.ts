/**
 * Two workers that share one login through PostgreSQL, against the emulator:
 *
 *     DATABASE_URL=postgres://user@localhost/database node examples/token-worker/main.ts
 */
import { OAuth, Users } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { ConfigProvider, Console, Effect, Layer } from "effect"
import { Login } from "./Login.ts"

/** What a worker does. Each has connections of its own, as on a machine of its own. */
const worker = (name: string) =>
  Effect.forEach(Array.from({ length: 20 }), () => Users.getUserMe(), { concurrency: 5 }).pipe(
    Effect.tap((users) => Console.log(`${name}: ${users.length} calls as ${users[0]?.login}`)),
    Effect.provide(Layer.fresh(Login), { local: true })
  )

const program = Effect.gen(function* () {
  const { expireAccessTokens, stats } = yield* BoxEmulator.BoxEmulator
  const both = Effect.all([worker("one"), worker("two")], { concurrency: 2, discard: true })
  yield* both
  yield* expireAccessTokens
  yield* both
  // The first pair, and one renewal, which one worker did and the other found in the row.
  yield* Console.log(`${(yield* stats).tokenRequests} token requests`)
  yield* Effect.provide(OAuth.logout, Login)
})

/** In production these come from the environment, and the `HttpClient` from `NodeBox.layerPlatform`. */
const Settings = Layer.unwrap(
  BoxEmulator.BoxEmulator.useSync(({ credentials }) => {
    const { clientId, clientSecret, refreshToken } = credentials
    const env = {
      ...process.env,
      BOX_CLIENT_ID: clientId,
      BOX_CLIENT_SECRET: clientSecret,
      BOX_REFRESH_TOKEN: refreshToken
    }
    return ConfigProvider.layer(ConfigProvider.fromEnv({ env }))
  })
)

const needsPostgres = Effect.andThen(
  Console.error("This example needs PostgreSQL: set DATABASE_URL to one that can be reached."),
  Effect.sync(() => {
    process.exitCode = 1
  })
)

program.pipe(
  Effect.provide(Layer.provideMerge(Settings, BoxEmulator.layerHttpClient())),
  Effect.catchTag(["ConfigError", "SqlError"], () => needsPostgres),
  Effect.catchTag("BoxTokenPersistenceError", (error) =>
    error.code === "ConnectionError" ? needsPostgres : Effect.fail(error)
  ),
  NodeRuntime.runMain
)
