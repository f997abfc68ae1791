/**
 * Everything that a Node backend wants, in one layer: a pool of connections, native SHA-1, the file system, and a login that
 * is kept in a file.
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
import { join } from "node:path"
import * as BoxConfig from "@effect-box/core/BoxConfig"
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import * as ClientCredentials from "@effect-box/core/auth/ClientCredentials"
import * as DeveloperToken from "@effect-box/core/auth/DeveloperToken"
import * as Jwt from "@effect-box/core/auth/Jwt"
import * as OAuth from "@effect-box/core/auth/OAuth"
import * as EncryptedTokenPersistence from "@effect-box/core/EncryptedTokenPersistence"
import * as Pacing from "@effect-box/core/Pacing"
import type { TokenStore } from "@effect-box/core/TokenStore"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
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
import * as NodeJwt from "./login/NodeJwt.ts"
import * as NodeSha1 from "./hashing/NodeSha1.ts"

/** How connections are pooled. */
export type PoolOptions = ConnectionPool.Options

/** {@link ConnectionPool.layer}. */
export const layerHttpClient: (options?: PoolOptions) => Layer.Layer<HttpClient, BoxInvalidInput> = ConnectionPool.layer

/** What all needs beside a login: connections, native SHA-1, files and paths, and the opening of protected private keys. */
export const layerPlatform = (
  options: PoolOptions = {}
): Layer.Layer<HttpClient | FileSystem.FileSystem | Path.Path, BoxInvalidInput> =>
  Layer.mergeAll(layerHttpClient(options), NodeSha1.layer, NodeJwt.layer, NodeFileSystem.layer, NodePath.layer)

export interface Options extends OAuth.Options, PoolOptions {
  /** Where the token pair is kept; the file holds it in clear and only its owner can read it. */
  readonly tokenFile: string
  /** How fast to go. Default: Box's published request limits, towards Box's own hosts; see `Pacing`. */
  readonly pacing?: Pacing.Options | undefined
}

/** A person's login, kept in a file and renewed by itself. */
export const layer = (
  options: Options
): Layer.Layer<OAuth.OAuth | TokenStore | HttpClient | FileSystem.FileSystem | Path.Path, BoxInvalidInput> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const given = yield* readOptions("NodeBox.layer", options)
      yield* checkPath("NodeBox.layer", given.tokenFile)
      return OAuth.layer(given).pipe(
        Layer.provide(FileTokenPersistence.layer(given.tokenFile)),
        Layer.provideMerge(Layer.merge(layerPlatform(given), Pacing.layer(given.pacing)))
      )
    })
  )

/** Where this user's settings are kept on this platform. */
const defaultTokenFile = UserDirectories.make()
  .config("effect-box")
  .pipe(
    Effect.map((directory) => join(directory, "tokens.json")),
    Effect.mapError(
      () =>
        new BoxInvalidInput({
          operation: "NodeBox.layerConfig",
          message: "There is no home directory to keep the token pair in: set BOX_TOKEN_FILE",
          attempts: 0
        })
    )
  )

/** What tells the ways to log in apart. Each group of variables belongs to one of them. */
const ways = {
  developerToken: ["BOX_DEVELOPER_TOKEN"],
  jwt: ["BOX_CONFIG_FILE"],
  clientCredentials: ["BOX_ENTERPRISE_ID", "BOX_USER_ID"],
  oauth: ["BOX_REFRESH_TOKEN"]
} as const

type Way = keyof typeof ways

const namesOf = (way: Way): ReadonlyArray<string> => ways[way]

/** The way that the environment asks for; a person's login when it names none. */
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
  // Together with a configuration file, these say whom to log in as.
  const asked = found.filter((way) => !(way === "clientCredentials" && found.includes("jwt")))
  if (asked.length > 1) {
    const names = asked.flatMap((way) => namesOf(way).filter(isSet))
    return yield* new BoxInvalidInput({
      operation: "NodeBox.layerConfig",
      message: `${names.join(" and ")} are set, and each asks for another way to log in: leave all but one of them out`,
      attempts: 0
    })
  }
  return asked[0] ?? "oauth"
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
 * Everything from the environment. Which variables are set decides how to log in:
 *
 * | login | variables |
 * |---|---|
 * | developer token, for a first try | `BOX_DEVELOPER_TOKEN` |
 * | JWT | `BOX_CONFIG_FILE`: the path of the app's JSON file. The service account of its enterprise, or who `BOX_USER_ID` or `BOX_ENTERPRISE_ID` names |
 * | client credentials | `BOX_CLIENT_ID`, `BOX_CLIENT_SECRET`, and either `BOX_ENTERPRISE_ID` or `BOX_USER_ID` |
 * | a person (OAuth) | `BOX_CLIENT_ID`, `BOX_CLIENT_SECRET` and, for a login from elsewhere, `BOX_REFRESH_TOKEN` |
 *
 * Variables of two logins at once fail with `BoxInvalidInput`, which names them. Of a person's login, the token pair is kept
 * in `BOX_TOKEN_FILE`, by default `effect-box/tokens.json` among the user's settings (`~/.config` on Linux); the others can
 * be repeated and are kept in memory. `BOX_TOKEN_KEY`, 32 random bytes in Base64, encrypts the file; after a change of key,
 * `BOX_TOKEN_PREVIOUS_KEYS` still reads what an older one encrypted. `BOX_API_URL`, `BOX_UPLOAD_URL` and
 * `BOX_AUTHORIZE_URL` point elsewhere, such as at the emulator. Calls keep to Box's published request limits; a
 * `Pacing.layer` nearer to the program replaces that.
 */
export const layerConfig: Layer.Layer<
  TokenStore | HttpClient | FileSystem.FileSystem | Path.Path,
  BoxInvalidInput | Config.ConfigError
> = Layer.unwrap(Effect.flatMap(chosenWay, layerLogin)).pipe(
  Layer.provideMerge(Layer.merge(layerPlatform(), Pacing.layer())),
  Layer.provideMerge(BoxConfig.layerConfig())
)
