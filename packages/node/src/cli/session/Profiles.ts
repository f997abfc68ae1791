/**
 * Logins that have a name. A profile is the settings that `NodeBox.layerConfig` reads, so a login from a profile and one
 * from the environment are the same thing. Secrets lie in files of their own, as `FileTokenPersistence` keeps tokens:
 * readable by their owner only, and encrypted if `BOX_TOKEN_KEY` is set.
 */
import * as EncryptedTokenPersistence from "@effect-box/core/EncryptedTokenPersistence"
import { TokenPersistence } from "@effect-box/core/TokenPersistence"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as UserDirectories from "effect/persistence/UserDirectories"
import * as FileTokenPersistence from "../../login/FileTokenPersistence.ts"
import { NotDone, Shell, WrongUse } from "../terminal/Shell.ts"

const Profile = Schema.Struct({
  login: Schema.Literals(["developer-token", "client-credentials", "jwt", "browser"]),
  /** Without the secret. */
  settings: Schema.Record(Schema.String, Schema.String)
})

/** One login. */
export type Profile = typeof Profile.Type

const Profiles = Schema.Struct({
  current: Schema.String,
  profiles: Schema.Record(Schema.String, Profile)
})

/** All logins, and the one in use. */
export type Profiles = typeof Profiles.Type

const none: Profiles = { current: "default", profiles: {} }

/** The variables that select a login; `NodeBox.layerConfig` reads them. */
export const loginVariables = [
  "BOX_DEVELOPER_TOKEN",
  "BOX_CONFIG_FILE",
  "BOX_CLIENT_ID",
  "BOX_ENTERPRISE_ID",
  "BOX_USER_ID",
  "BOX_REFRESH_TOKEN"
]

/** The variable of the secret that a login has. */
export const secretOf: Readonly<Record<Profile["login"], string | undefined>> = {
  "developer-token": "BOX_DEVELOPER_TOKEN",
  "client-credentials": "BOX_CLIENT_SECRET",
  jwt: undefined,
  browser: "BOX_CLIENT_SECRET"
}

/** Where profiles and their tokens lie: `effect-box` in the user's settings. */
export const directory = UserDirectories.make()
  .config("effect-box")
  .pipe(Effect.mapError(() => new NotDone({ message: "There is no home directory for logins: set XDG_CONFIG_HOME." })))

const parts = Effect.gen(function* () {
  return { fs: yield* FileSystem.FileSystem, path: yield* Path.Path, home: yield* directory }
})

const decode = Schema.decodeUnknownEffect(Schema.fromJsonString(Profiles))

/** Reads all logins. */
export const read = Effect.gen(function* () {
  const { fs, home, path } = yield* parts
  const file = path.join(home, "profiles.json")
  if (!(yield* fs.exists(file))) return none
  return yield* Effect.mapError(
    decode(yield* fs.readFileString(file)),
    () => new NotDone({ message: `${file} is not what effect-box login wrote: mend it or delete it.` })
  )
})

/** Replaces the file of all logins as a whole. */
export const save = Effect.fnUntraced(function* (profiles: Profiles) {
  const { fs, home, path } = yield* parts
  yield* fs.makeDirectory(home, { recursive: true, mode: 0o700 })
  const file = path.join(home, "profiles.json")
  yield* fs.writeFileString(`${file}.next`, `${JSON.stringify(profiles, undefined, 2)}\n`, { mode: 0o600 })
  yield* fs.rename(`${file}.next`, file)
})

/** A profile's name is a part of a file's name. */
export const checkName = (name: string): Effect.Effect<string, WrongUse> =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)
    ? Effect.succeed(name)
    : Effect.fail(
        new WrongUse({ message: `A profile is called by letters, digits, . _ and -, not ${JSON.stringify(name)}.` })
      )

/** The profile to use: `--profile`, `BOX_PROFILE`, or the one in use. */
export const chosenName = Effect.fnUntraced(function* (profiles: Profiles) {
  const { flags, io } = yield* Shell
  const variable = io.env["BOX_PROFILE"]
  return yield* checkName(flags.profile ?? (variable === undefined || variable === "" ? profiles.current : variable))
})

const encrypted = (layer: Layer.Layer<TokenPersistence, never, FileSystem.FileSystem | Path.Path>) =>
  Layer.unwrap(
    Effect.map(Config.option(Config.Redacted("BOX_TOKEN_KEY")), (key) =>
      Option.isSome(key) && Redacted.value(key.value) !== ""
        ? Layer.provide(EncryptedTokenPersistence.layerConfig, layer)
        : layer
    )
  )

/** The tokens of the first profile are where `NodeBox.layerConfig` looks for them: the app may be in the environment. */
const fileOf = (name: string, what: "tokens" | "secret"): string =>
  what === "tokens" && name === "default" ? "tokens.json" : `${what}-${name}.json`

/** The token pair of a browser login, or the secret of a profile. */
export const persistence = (name: string, what: "tokens" | "secret") =>
  Layer.unwrap(
    Effect.map(parts, ({ home, path }) => encrypted(FileTokenPersistence.layer(path.join(home, fileOf(name, what)))))
  )

/** Keeps the secret of a profile. It has the form of a token pair that never ends. */
export const saveSecret = (name: string, secret: Redacted.Redacted<string>) =>
  TokenPersistence.use((kept) => kept.set({ accessToken: secret, expiresAt: Number.MAX_SAFE_INTEGER })).pipe(
    Effect.provide(persistence(name, "secret"))
  )

const readSecret = (name: string) =>
  TokenPersistence.use((kept) => kept.get).pipe(Effect.provide(persistence(name, "secret")))

/** Forgets what a profile kept. */
export const forget = Effect.fnUntraced(function* (name: string) {
  for (const what of ["tokens", "secret"] as const) {
    yield* TokenPersistence.use((kept) => kept.clear).pipe(Effect.provide(persistence(name, what)))
  }
})

/** The settings of a profile with its secret, as the environment would have them. */
export const settingsOf = Effect.fnUntraced(function* (name: string, profile: Profile) {
  const { home, path } = yield* parts
  const variable = secretOf[profile.login]
  const secret = variable === undefined ? Option.none() : yield* readSecret(name)
  return {
    ...profile.settings,
    ...(variable === undefined || Option.isNone(secret)
      ? {}
      : { [variable]: Redacted.value(secret.value.accessToken) }),
    ...(profile.login === "browser" ? { BOX_TOKEN_FILE: path.join(home, fileOf(name, "tokens")) } : {})
  }
})
