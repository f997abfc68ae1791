/**
 * Everything that a Node backend needs, in one layer: pooled connections, native SHA-1, the file system, and a login
 * that is stored in a file.
 *
 * @example
 * ```ts
 * import { Users } from "@effect-box/core"
 * import { NodeBox } from "@effect-box/node"
 * import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
 * import { Effect } from "effect"
 *
 * // BOX_CLIENT_ID, BOX_CLIENT_SECRET, ... from the environment
 * Users.getUserMe().pipe(
 *   Effect.flatMap((user) => Effect.log(user.login)),
 *   Effect.provide(NodeBox.layerConfig),
 *   NodeRuntime.runMain
 * )
 * ```
 */
import "./internal/nodeVersion.ts"
import { join } from "node:path"
import * as BoxConfig from "@effect-box/core/BoxConfig"
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as ClientCredentials from "@effect-box/core/ClientCredentials"
import * as DeveloperToken from "@effect-box/core/DeveloperToken"
import * as Jwt from "@effect-box/core/Jwt"
import * as OAuth from "@effect-box/core/OAuth"
import * as EncryptedTokenPersistence from "@effect-box/core/EncryptedTokenPersistence"
import * as Pacing from "@effect-box/core/Pacing"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as NodePath from "@effect/platform-node/NodePath"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Path from "effect/Path"
import * as Redacted from "effect/Redacted"
import * as UserDirectories from "effect/persistence/UserDirectories"
import * as FileTokenPersistence from "./login/FileTokenPersistence.ts"
import * as ConnectionPool from "./pool/ConnectionPool.ts"
import { checkPath, readOptions } from "./internal/argument.ts"
import { layer as localFileSystem } from "./internal/fileSystem.ts"
import * as NodeJwt from "./login/NodeJwt.ts"
import * as NodeSha1 from "./hashing/NodeSha1.ts"

/**
 * The options of the connection pool.
 *
 * @category models
 * @since 0.1.0
 */
export type PoolOptions = ConnectionPool.Options

/**
 * An `HttpClient` with pooled connections: `ConnectionPool.layer`.
 *
 * @example
 * ```ts
 * import { DeveloperToken, Users } from "@effect-box/core"
 * import { NodeBox } from "@effect-box/node"
 * import { Effect } from "effect"
 *
 * const me = Users.getUserMe().pipe(
 *   Effect.provide([NodeBox.layerHttpClient({ connections: 4 }), DeveloperToken.layerConfig])
 * )
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerHttpClient: (options?: PoolOptions) => Layer.Layer<HttpClient, BoxInvalidInput> = ConnectionPool.layer

/**
 * The options of {@link layerPlatform}: those of the connection pool, and rate limits.
 *
 * @category models
 * @since 0.2.0
 */
export interface PlatformOptions extends PoolOptions {
  /** Rate limits; see `Pacing`. Default: Box's published request limits, for Box's own hosts. */
  readonly pacing?: Pacing.Options | undefined
}

/**
 * Everything that a backend needs except a login: pooled connections, native SHA-1, `FileSystem` and `Path`, the
 * decryption of protected private keys, and `Pacing` with Box's published limits. Combine it with a login of core.
 *
 * @example
 * ```ts
 * import { ClientCredentials } from "@effect-box/core"
 * import { NodeBox } from "@effect-box/node"
 * import { Layer, Redacted } from "effect"
 *
 * const Box = ClientCredentials.layer({
 *   clientId: "id",
 *   clientSecret: Redacted.make("secret"),
 *   subject: { enterprise: "12345" }
 * }).pipe(Layer.provideMerge(NodeBox.layerPlatform({ connections: 32 })))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerPlatform = (
  options: PlatformOptions = {}
): Layer.Layer<HttpClient | FileSystem.FileSystem | Path.Path, BoxInvalidInput> =>
  Layer.unwrap(
    Effect.map(readOptions("NodeBox.layerPlatform", options), ({ pacing, ...pool }) =>
      Layer.mergeAll(
        layerHttpClient(pool),
        Pacing.layer(pacing),
        NodeSha1.layer,
        NodeJwt.layer,
        localFileSystem,
        NodePath.layer
      )
    )
  )

/**
 * The options of {@link layer}: those of `OAuth.layer`, and those of {@link layerPlatform}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options extends OAuth.Options, PlatformOptions {
  /** The path of the file for the token pair. It is not encrypted, but only its owner can read it. */
  readonly tokenFile: string
}

/**
 * Everything that a backend needs, with the login of one user (OAuth). The token pair is stored in `tokenFile` and
 * renewed automatically. To log the user in for the first time, use `OAuthLogin.login` or the functions of `OAuth`.
 * Invalid options fail with `BoxInvalidInput`.
 *
 * @example
 * ```ts
 * import { Users } from "@effect-box/core"
 * import { NodeBox } from "@effect-box/node"
 * import { Effect, Redacted } from "effect"
 *
 * const Box = NodeBox.layer({
 *   clientId: "id",
 *   clientSecret: Redacted.make("secret"),
 *   tokenFile: "/var/lib/reports/tokens.json"
 * })
 *
 * const me = Users.getUserMe().pipe(Effect.provide(Box))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options
): Layer.Layer<OAuth.OAuth | TokenStore | HttpClient | FileSystem.FileSystem | Path.Path, BoxInvalidInput> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const given = yield* readOptions("NodeBox.layer", options)
      yield* checkPath("NodeBox.layer", given.tokenFile)
      return OAuth.layer(given).pipe(
        Layer.provide(FileTokenPersistence.layer(given.tokenFile)),
        Layer.provideMerge(layerPlatform(given))
      )
    })
  )

/** The default token file, in the directory for user settings of this platform. */
const defaultTokenFile = UserDirectories.make()
  .config("effect-box")
  .pipe(
    Effect.map((directory) => join(directory, "tokens.json")),
    Effect.mapError(
      () =>
        new BoxInvalidInput({
          operation: "NodeBox.layerConfig",
          message: "There is no home directory for the token pair: set BOX_TOKEN_FILE",
          attempts: 0
        })
    )
  )

/** The kinds of login, with the environment variables that select each of them. */
const ways = {
  developerToken: ["BOX_DEVELOPER_TOKEN"],
  jwt: ["BOX_CONFIG_FILE"],
  clientCredentials: ["BOX_ENTERPRISE_ID", "BOX_USER_ID"],
  oauth: ["BOX_REFRESH_TOKEN"]
} as const

type Way = keyof typeof ways

const namesOf = (way: Way): ReadonlyArray<string> => ways[way]

const noLogin = new BoxInvalidInput({
  operation: "NodeBox.layerConfig",
  message:
    "No login is set. Set BOX_DEVELOPER_TOKEN (from the developer console, works for an hour); or BOX_CONFIG_FILE (the file " +
    "of a JWT app); or BOX_CLIENT_ID and BOX_CLIENT_SECRET, for a service account together with BOX_ENTERPRISE_ID, for a " +
    "user without it",
  attempts: 0
})

/** The kind of login that the environment selects. An application alone means a user's login. */
const chosenWay = Effect.gen(function* () {
  const set = yield* Effect.filter([...new Set(Object.values(ways).flat())], (name) =>
    Effect.map(
      Config.option(Config.Redacted(name)),
      (value) => Option.isSome(value) && Redacted.value(value.value) !== ""
    )
  )
  const isSet = (name: string) => set.some((found) => found === name)
  const found = (["developerToken", "jwt", "clientCredentials", "oauth"] as const).filter((way) =>
    namesOf(way).some(isSet)
  )
  // Together with a configuration file, these select the account to log in as.
  const asked = found.filter((way) => !(way === "clientCredentials" && found.includes("jwt")))
  if (asked.length > 1) {
    const names = asked.flatMap((way) => namesOf(way).filter(isSet))
    return yield* new BoxInvalidInput({
      operation: "NodeBox.layerConfig",
      message: `${names.join(" and ")} are set, but they select different logins: unset all but one`,
      attempts: 0
    })
  }
  if (asked[0] !== undefined) return asked[0]
  const application = yield* Config.option(Config.String("BOX_CLIENT_ID"))
  return Option.getOrElse(application, () => "") === "" ? yield* noLogin : "oauth"
})

const layerLogin = Effect.fnUntraced(function* (way: Way) {
  switch (way) {
    case "developerToken":
      return DeveloperToken.layerConfig
    case "jwt":
      return Jwt.layerConfig()
    case "clientCredentials":
      return ClientCredentials.layerConfig()
    case "oauth": {
      const tokenFile = Option.getOrElse(yield* Config.option(Config.String("BOX_TOKEN_FILE")), () => "")
      const file = tokenFile === "" ? yield* defaultTokenFile : tokenFile
      const encrypted = Option.isSome(yield* Config.option(Config.Redacted("BOX_TOKEN_KEY")))
      const persistence = FileTokenPersistence.layer(file)
      return Layer.provide(
        OAuth.layerConfig(),
        encrypted ? Layer.provide(EncryptedTokenPersistence.layerConfig, persistence) : persistence
      )
    }
  }
})

/**
 * Everything that a backend needs, configured from the environment. The variables that are set select the login:
 *
 * | login | variables |
 * |---|---|
 * | developer token, for first experiments | `BOX_DEVELOPER_TOKEN` |
 * | JWT | `BOX_CONFIG_FILE`: the path of the app's JSON file. Logs in as the service account of its enterprise, or as `BOX_USER_ID` or `BOX_ENTERPRISE_ID` |
 * | client credentials | `BOX_CLIENT_ID`, `BOX_CLIENT_SECRET`, and either `BOX_ENTERPRISE_ID` or `BOX_USER_ID` |
 * | user (OAuth) | `BOX_CLIENT_ID`, `BOX_CLIENT_SECRET` and, for a login that was made elsewhere, `BOX_REFRESH_TOKEN` |
 *
 * Variables of more than one login fail with `BoxInvalidInput`, which names them, and so do none, with what to set. The token pair of a user's login is
 * stored in `BOX_TOKEN_FILE`, by default `effect-box/tokens.json` in the user's settings (`~/.config` on Linux). The
 * other logins can be repeated, so their tokens are kept in memory. `BOX_TOKEN_KEY`, 32 random bytes in Base64,
 * encrypts the file. After a change of key, `BOX_TOKEN_PREVIOUS_KEYS` still decrypts what an older key has encrypted.
 * `BOX_API_URL`, `BOX_UPLOAD_URL` and `BOX_AUTHORIZE_URL` select another server, such as the emulator. Box's published
 * request limits are enforced; to change them, provide your own `Pacing.layer` to the program before this layer.
 *
 * @example
 * ```ts
 * import { Pacing, Users } from "@effect-box/core"
 * import { NodeBox } from "@effect-box/node"
 * import { Effect } from "effect"
 *
 * // With a limit of 8 concurrent transfers.
 * const me = Users.getUserMe().pipe(
 *   Effect.provide(Pacing.layer({ transfers: 8 })),
 *   Effect.provide(NodeBox.layerConfig)
 * )
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig: Layer.Layer<
  TokenStore | HttpClient | FileSystem.FileSystem | Path.Path,
  BoxInvalidInput | Config.ConfigError
> = Layer.unwrap(Effect.flatMap(chosenWay, layerLogin)).pipe(
  Layer.provideMerge(layerPlatform()),
  Layer.provideMerge(BoxConfig.layerConfig())
)
