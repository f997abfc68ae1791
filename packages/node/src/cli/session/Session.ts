/** The login of a run: from the environment, or from a profile. */
import { BoxLoginRequired } from "@effect-box/core/BoxError"
import * as BoxRequest from "@effect-box/core/BoxRequest"
import { TokenStore } from "@effect-box/core/TokenStore"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as NodeBox from "../../NodeBox.ts"
import type { Io } from "../terminal/Io.ts"
import { Shell } from "../terminal/Shell.ts"
import * as Profiles from "./Profiles.ts"

/** There is no login; status 4. */
export class NotLoggedIn extends Data.TaggedError("NotLoggedIn")<{ readonly message: string }> {}

const howToLogIn = (profile: string): NotLoggedIn =>
  new NotLoggedIn({
    message: [
      `You are not logged in${profile === "default" ? "" : ` as ${profile}`}.`,
      "Log in with: effect-box login (browser), or --developer-token, --jwt FILE, --client-credentials",
      "or set the environment: BOX_DEVELOPER_TOKEN, BOX_CONFIG_FILE, or BOX_CLIENT_ID and BOX_CLIENT_SECRET."
    ].join("\n")
  })

/** Settings, without variables that are empty. */
const defined = (env: Io["env"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "")
  )

/** The settings of this run as a `ConfigProvider`. */
export const provider = (env: Io["env"]): ConfigProvider.ConfigProvider => ConfigProvider.fromEnv({ env: defined(env) })

/** Where a login comes from. */
export interface Origin {
  /** `undefined`: the environment. */
  readonly profile: string | undefined
  readonly settings: Readonly<Record<string, string>>
}

/** The settings of the login: those of the environment win, unless `--profile` names a profile. */
export const origin = Effect.gen(function* () {
  const { flags, io } = yield* Shell
  const env = defined(io.env)
  if (flags.profile === undefined && Profiles.loginVariables.some((name) => env[name] !== undefined)) {
    return { profile: undefined, settings: env } satisfies Origin
  }
  const all = yield* Profiles.read
  const name = yield* Profiles.chosenName(all)
  const found = Object.hasOwn(all.profiles, name) ? all.profiles[name] : undefined
  if (found === undefined) return yield* howToLogIn(name)
  const own = yield* Profiles.settingsOf(name, found)
  return { profile: name, settings: together(io.env, own) } satisfies Origin
})

/** What belongs to a login, and to no other. */
const ofLogin = [...Profiles.loginVariables, "BOX_CLIENT_SECRET", "BOX_TOKEN_FILE"]

/** The settings of a profile with those of the environment, whose hosts and keys win. */
export const together = (env: Io["env"], own: Readonly<Record<string, string>>): Record<string, string> => ({
  ...own,
  ...Object.fromEntries(Object.entries(defined(env)).filter(([name]) => !ofLogin.includes(name)))
})

/** The client of this run, with its login. */
export const layer = Layer.unwrap(
  Effect.map(origin, ({ settings }) => Layer.provide(NodeBox.layerConfig, ConfigProvider.layer(provider(settings))))
)

/** Sends what an effect sends as the user of `--as-user`. */
export const asChosenUser = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Shell> =>
  Shell.use(({ flags }) => {
    const user = flags["as-user"]
    return user === undefined ? effect : BoxRequest.asUser(effect, user)
  })

/** Whether something that failed is a wrong setting. */
export const isConfigError = (error: unknown): error is Config.ConfigError => error instanceof Config.ConfigError

/** What commands without a login run with: whatever asks for a token is told how to log in. */
export const layerNone = Layer.mergeAll(
  NodeBox.layerPlatform(),
  Layer.succeed(TokenStore, {
    accessToken: Effect.fail(new BoxLoginRequired({ operation: "effect-box", message: "no login", attempts: 0 })),
    refused: () => Effect.void,
    health: Effect.succeed({ unsaved: false, failedSaves: 0 }),
    changes: Stream.empty
  })
)
