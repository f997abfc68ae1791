/**
 * Logs a server in with a signed assertion (JWT), using the JSON file of the app from Box's developer console.
 *
 * Such a login can be repeated at any time, so {@link layer} keeps the token in memory. {@link layerPersisted} shares
 * it through `TokenPersistence`, which must then belong to this login alone: any pair that it contains is used.
 *
 * The private key in the file is protected by a passphrase. Decrypting it needs the platform: `NodeJwt.layer` of
 * `@effect-box/node`, which is part of `NodeBox.layerPlatform`. A key without a passphrase needs nothing.
 *
 * A wrong clock does no harm: if Box complains about a time, the next attempt uses Box's clock.
 *
 * @example
 * ```ts
 * import { Jwt } from "@effect-box/core"
 * import { Effect, FileSystem, Layer } from "effect"
 *
 * const Login = Layer.unwrap(
 *   Effect.gen(function* () {
 *     const fs = yield* FileSystem.FileSystem
 *     const config = yield* Jwt.parseConfig(yield* fs.readFileString("box_config.json"))
 *     return Jwt.layer({ config, subject: { user: "12345" } })
 *   })
 * )
 * ```
 *
 * @see https://developer.box.com/guides/authentication/jwt/
 */
import * as Clock from "effect/Clock"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Signature from "effect/crypto/Signature"
import { WebCrypto } from "effect/crypto/WebCrypto"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { BoxConfig, layerHosts } from "../http/BoxConfig.ts"
import { detailOf } from "../http/internal/answerError.ts"
import type * as BoxError from "../BoxError.ts"
import { type Algorithm, isAlgorithm, isProtected, readKey, type Signer, sign } from "./internal/assertion.ts"
import { invalidInput, readArgument, secretText, tryRead } from "../internal/argument.ts"
import { inOwnMemory } from "./internal/loginMemory.ts"
import * as Renewal from "./internal/renewal.ts"
import { readPem } from "./internal/pem.ts"
import { required, unpasted } from "../internal/setting.ts"
import { parseTimestamp } from "../internal/timestamp.ts"
import { type Subject, subjectFields, subjectSetting } from "./internal/subject.ts"
import { requestPair } from "./internal/tokenRequest.ts"
import { type TokenPair, TokenPersistence } from "./TokenPersistence.ts"
import { TokenStore } from "../http/TokenStore.ts"

export type { Algorithm, Subject }

const secret = (label: string) => Schema.RedactedFromValue(Schema.NonEmptyString, { label })

/**
 * The JSON file of the app, with Box's names. Secrets are `Redacted`.
 *
 * @category models
 * @since 0.1.0
 */
export interface AppConfig {
  readonly boxAppSettings: {
    readonly clientID: string
    readonly clientSecret: Redacted.Redacted<string>
    readonly appAuth: {
      /** The id of the public key that belongs to the private key. */
      readonly publicKeyID: string
      /** RSA, in PEM. */
      readonly privateKey: Redacted.Redacted<string>
      readonly passphrase?: Redacted.Redacted<string> | undefined
    }
  }
  /** The enterprise whose service account is the default subject. */
  readonly enterpriseID?: string | undefined
}

/**
 * Decodes the parsed JSON of the file, exactly as Box writes it. Prefer {@link parseConfig}, which also accepts pasted
 * text and explains what is wrong.
 *
 * @category schemas
 * @since 0.1.0
 */
export const AppConfig: Schema.Decoder<AppConfig> = /*#__PURE__*/ Schema.Struct({
  boxAppSettings: Schema.Struct({
    clientID: Schema.NonEmptyString,
    clientSecret: secret("client secret"),
    appAuth: Schema.Struct({
      publicKeyID: Schema.NonEmptyString,
      privateKey: secret("private key"),
      passphrase: Schema.optionalKey(Schema.RedactedFromValue(Schema.String, { label: "passphrase" }))
    })
  }),
  enterpriseID: Schema.optionalKey(Schema.String)
})

const decodeConfig = /*#__PURE__*/ Schema.decodeUnknownEffect(AppConfig, { errors: "all" })

/** The paths of the issues, without their messages: a message shows the value, which may be a secret. */
const placesOf = (issue: SchemaIssue.Issue): string =>
  SchemaIssue.makeFormatterStandardSchemaV1()(issue)
    .issues.map(({ path = [] }) => path.map(String).join("."))
    .map((path) => (path === "" ? "the whole" : path))
    .join(", ")

/**
 * Parses JSON, even with line breaks inside strings (some tools insert them for `\\n`), or as a JSON string of JSON.
 */
const readJson = (text: string): unknown => {
  const trimmed = text.trim()
  const bare = trimmed.startsWith("'") && trimmed.endsWith("'") ? trimmed.slice(1, -1) : trimmed
  const json: unknown = JSON.parse(bare.replace(/"(?:[^"\\]|\\.)*"/gs, (string) => string.replace(/\r?\n/g, "\\n")))
  return typeof json === "string" ? JSON.parse(json) : json
}

/** Normalises settings that tools and people write differently from Box. */
const readSetting = (name: string, value: unknown): unknown => {
  if (name === "boxAppSettings" || name === "appAuth") return readSettings(value)
  if (name === "passphrase") return typeof value === "string" ? value.replace(/[\r\n]+$/, "") : (value ?? undefined)
  if (typeof value === "string") return unpasted(value)
  if (name !== "enterpriseID") return value
  return Number.isSafeInteger(value) ? String(value) : (value ?? undefined)
}

const readSettings = (settings: unknown): unknown =>
  Predicate.isObject(settings)
    ? Object.fromEntries(
        Object.entries(settings)
          .map(([name, value]) => [name, readSetting(name, value)] as const)
          .filter(([, value]) => value !== undefined)
      )
    : settings

/**
 * Parses the text of the JSON file. It also accepts text from an environment variable: with a byte order mark, quotes
 * or line breaks around it, `null` for missing values, or the enterprise id as a number. Fails with `BoxInvalidInput`,
 * which names what is missing or has the wrong type, and never contains a value.
 *
 * @example
 * ```ts
 * import { Jwt } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const tag = Jwt.parseConfig('{ "enterpriseID": "12345" }').pipe(Effect.flip, Effect.map((error) => error._tag))
 *
 * console.log(await Effect.runPromise(tag)) // BoxInvalidInput
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const parseConfig = /*#__PURE__*/ Effect.fnUntraced(function* (
  text: string
): Effect.fn.Return<AppConfig, BoxError.BoxInvalidInput> {
  const again = "Download it again from the app's configuration page in Box's developer console."
  const json = yield* Effect.try({
    try: () => readSettings(readJson(text)),
    catch: () => invalidInput("Jwt.parseConfig", `The app's configuration is not JSON. ${again}`)
  })
  return yield* Effect.mapError(decodeConfig(json), ({ issue }) =>
    invalidInput(
      "Jwt.parseConfig",
      `The app's configuration is incomplete; missing, empty or of the wrong type: ${placesOf(issue)}. ${again}`
    )
  )
})

/**
 * Decrypts private keys that are protected by a passphrase. It returns the key as PEM without one (`BEGIN PRIVATE
 * KEY`).
 *
 * @category models
 * @since 0.1.0
 */
export interface PrivateKeyDecryption {
  readonly decrypt: (
    pem: Redacted.Redacted<string>,
    passphrase: Redacted.Redacted<string>
  ) => Effect.Effect<Redacted.Redacted<string>, BoxError.BoxInvalidInput>
}

/**
 * The active decryption. By default it fails; `NodeJwt.layer` uses Node's crypto.
 *
 * @category references
 * @since 0.1.0
 */
export const PrivateKeyDecryption: Context.Reference<PrivateKeyDecryption> = /*#__PURE__*/ Context.Reference(
  "effect-box/auth/PrivateKeyDecryption",
  {
    defaultValue: (): PrivateKeyDecryption => ({
      decrypt: () =>
        Effect.fail(
          invalidInput(
            "Jwt.layer",
            "The private key is protected by a passphrase and cannot be decrypted here: provide NodeJwt.layer of @effect-box/node, or use a key without a passphrase"
          )
        )
    })
  }
)

/**
 * The options of {@link layer}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  readonly config: AppConfig
  /** Whom to log in as. Default: the service account of the configuration's enterprise. */
  readonly subject?: Subject | undefined
  /** Default `RS256`. */
  readonly algorithm?: Algorithm | undefined
  /** Called with each new token, before it is used. */
  readonly onTokensChanged?: ((pair: TokenPair) => Effect.Effect<void>) | undefined
}

/** Checks a configuration that did not come from parseConfig. */
const isAppConfig = ({ boxAppSettings, enterpriseID = "" }: AppConfig): boolean => {
  const { appAuth, clientID, clientSecret } = boxAppSettings
  const secrets = [clientSecret, appAuth.privateKey, appAuth.passphrase ?? clientSecret]
  return (
    [clientID, appAuth.publicKeyID, enterpriseID].every((text) => typeof text === "string") &&
    secrets.every((secret) => secretText(secret) !== undefined)
  )
}

const signerOf = /*#__PURE__*/ Effect.fnUntraced(function* ({ config, algorithm = "RS256" }: Options) {
  const { passphrase, privateKey, publicKeyID } = config.boxAppSettings.appAuth
  if (!isAlgorithm(algorithm)) return yield* invalidInput("Jwt.layer", "algorithm must be RS256, RS384 or RS512")
  const readable = readPem(Redacted.value(privateKey))
  if (Result.isFailure(readable)) return yield* invalidInput("Jwt.layer", `privateKey ${readable.failure}`)
  let pem = Redacted.make(readable.success, { label: "private key" })
  if (isProtected(Redacted.value(pem))) {
    if (passphrase === undefined || Redacted.value(passphrase) === "") {
      return yield* invalidInput("Jwt.layer", "privateKey is protected by a passphrase, and passphrase is missing")
    }
    pem = yield* (yield* PrivateKeyDecryption).decrypt(pem, passphrase)
  }
  // The cause is omitted, because it may reveal details of the key.
  const key = yield* Effect.mapError(readKey(algorithm, Redacted.value(pem)), () =>
    invalidInput("Jwt.layer", "privateKey is not an RSA private key in PEM (BEGIN PRIVATE KEY)")
  )
  return { algorithm, keyId: publicKeyID, key } satisfies Signer
})

/** Whether Box rejects a time or the `jti`. Another assertion, made with Box's clock, may help. */
const isAboutTime = (error: BoxError.BoxError): boolean =>
  error._tag === "BoxOAuthError" && error.code === "invalid_grant" && /\b(exp|iat|nbf|jti)\b/i.test(detailOf(error))

const make = /*#__PURE__*/ Effect.fnUntraced(function* (given: Options) {
  const options = yield* readArgument("Jwt.layer", given, "options must be an object with a config")
  if (tryRead(() => isAppConfig(options.config)) !== true) {
    return yield* invalidInput("Jwt.layer", "config must be the result of Jwt.parseConfig for the app's JSON file")
  }
  const { boxAppSettings, enterpriseID = "" } = options.config
  const { clientID, clientSecret } = boxAppSettings
  if (options.subject === undefined && enterpriseID === "") {
    return yield* invalidInput(
      "Jwt.layer",
      "The app's configuration has no enterpriseID: set subject to choose whom to log in as"
    )
  }
  const subject = yield* subjectFields("Jwt.layer", options.subject ?? { enterprise: enterpriseID })
  const signer = yield* signerOf(options)
  const signature = yield* Signature.Signature
  const crypto = yield* WebCrypto
  const config = yield* BoxConfig

  /**
   * How far Box's clock is ahead of ours, in milliseconds: according to the last answer, and as used for assertions.
   */
  const seenOffset = yield* Ref.make<number | undefined>(undefined)
  const usedOffset = yield* Ref.make(0)
  const client = HttpClient.tap(yield* HttpClient.HttpClient, ({ headers }) =>
    Effect.gen(function* () {
      const date = parseTimestamp(headers["date"] ?? "")
      const now = yield* Clock.currentTimeMillis
      yield* Ref.set(seenOffset, date === undefined ? undefined : date - now)
    })
  )

  const attempt = Effect.gen(function* () {
    const now = (yield* Clock.currentTimeMillis) + (yield* Ref.get(usedOffset))
    const assertion = yield* Effect.mapError(sign(signer, clientID, subject, now), () =>
      invalidInput("Jwt.exchange", "The private key cannot sign")
    )
    return yield* requestPair({
      operation: "Jwt.exchange",
      form: {
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        client_id: clientID,
        client_secret: clientSecret,
        assertion
      }
    })
  }).pipe(
    Effect.provideService(HttpClient.HttpClient, client),
    Effect.provideService(Signature.Signature, signature),
    Effect.provideService(WebCrypto, crypto),
    Effect.provideService(BoxConfig, config)
  )

  const exchange = Effect.catchIf(attempt, isAboutTime, (error) =>
    Effect.gen(function* () {
      const offset = yield* Ref.get(seenOffset)
      if (offset !== undefined) yield* Ref.set(usedOffset, offset)
      const clock =
        offset === undefined
          ? ""
          : ` with Box's clock, which differs from this one by ${Duration.format(Duration.millis(Math.abs(offset)))}`
      yield* Effect.logWarning(`Jwt: Box rejected the assertion (${detailOf(error)}). Trying once more${clock}`)
      return yield* attempt
    })
  )

  const { store } = yield* Renewal.make({
    name: "Jwt",
    persistence: yield* TokenPersistence,
    exchange: () => exchange,
    onTokensChanged: options.onTokensChanged
  })
  return store
})

const layerSignature = /*#__PURE__*/ Layer.provide(Signature.layerWebCrypto, SecureRandom.layerWebCrypto)

/**
 * The login of a server whose token is shared through `TokenPersistence`, between all processes that share it.
 *
 * @example
 * ```ts
 * import { Jwt } from "@effect-box/core"
 * import { SqlTokenPersistence } from "@effect-box/core/server"
 * import { Layer } from "effect"
 *
 * const login = (config: Jwt.AppConfig) =>
 *   Jwt.layerPersisted({ config }).pipe(Layer.provide(SqlTokenPersistence.layer({ key: "box-service-account" })))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerPersisted = (
  options: Options
): Layer.Layer<TokenStore, BoxError.BoxInvalidInput, HttpClient.HttpClient | TokenPersistence> =>
  Layer.provide(Layer.effect(TokenStore, make(options)), layerSignature)

/**
 * The login of a server. Fails with `BoxInvalidInput`, before anything is sent, without exactly one subject, with an
 * invalid key, or with a passphrase that does not decrypt it.
 *
 * @example
 * ```ts
 * import { Jwt } from "@effect-box/core"
 *
 * const serviceAccount = (config: Jwt.AppConfig) => Jwt.layer({ config })
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<TokenStore, BoxError.BoxInvalidInput, HttpClient.HttpClient> =>
  inOwnMemory(layerPersisted(options))

/**
 * As {@link layer}, from `BOX_CONFIG_FILE`, the path of the app's JSON file. `BOX_USER_ID` or `BOX_ENTERPRISE_ID`
 * selects another subject than the enterprise in the file.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig = (
  options: Pick<Options, "algorithm" | "onTokensChanged"> = {}
): Layer.Layer<
  TokenStore,
  BoxError.BoxInvalidInput | Config.ConfigError,
  HttpClient.HttpClient | FileSystem.FileSystem
> =>
  Layer.unwrap(
    Effect.gen(function* () {
      const path = yield* required("BOX_CONFIG_FILE")
      const text = yield* Effect.mapError((yield* FileSystem.FileSystem).readFileString(path), ({ reason }) =>
        invalidInput("Jwt.layerConfig", `BOX_CONFIG_FILE, ${path}, cannot be read: ${reason._tag}`)
      )
      const config = yield* parseConfig(text)
      const subject = yield* subjectSetting("Jwt.layerConfig")
      return layer({ ...options, config, subject })
    })
  ).pipe(Layer.provideMerge(layerHosts()))
