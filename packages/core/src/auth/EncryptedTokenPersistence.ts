/**
 * Encrypts token pairs before another persistence stores them, with AES-256-GCM and a fresh nonce for each save. The
 * key of the login in that persistence (the row, or the real path of the file) is authenticated as well: a pair that
 * was stored for one login cannot be read as another's.
 *
 * @example
 * ```ts
 * import { EncryptedTokenPersistence } from "@effect-box/core"
 * import { SqlTokenPersistence } from "@effect-box/core/server"
 * import { Layer } from "effect"
 *
 * // BOX_TOKEN_KEY in the environment: 32 random bytes in Base64, such as `openssl rand -base64 32` prints them.
 * const Persistence = EncryptedTokenPersistence.layerConfig.pipe(
 *   Layer.provide(SqlTokenPersistence.layer({ key: "user-42" }))
 * )
 * ```
 *
 * To rotate the key, pass the new one as `key` and the old one in `previousKeys`. Pairs that the old key encrypted can
 * still be read, and the next renewal encrypts with the new key. While the login is in use, that happens within an
 * hour.
 *
 * A pair that an earlier release encrypted without the key of the login is read once and stored again at once, bound
 * to its login. If you move or rename a file, name its login with `login` both before and after, or the person has to
 * log in again.
 *
 * A pair that is stored in plain text is not read: otherwise anyone who can write to the store could plant a login of
 * their own. To keep a login when you start to encrypt, read it once from the plain persistence and `set` it in the
 * encrypted one.
 */
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Aead from "effect/crypto/Aead"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { BoxInvalidInput, BoxTokenPersistenceError } from "../BoxError.ts"
import { readArgument, secretText } from "../internal/argument.ts"
import { requiredSecret, unpasted } from "../internal/setting.ts"
import { decode, encode, type TokenPair, TokenPersistence } from "./TokenPersistence.ts"

/**
 * The options of {@link layer}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** 32 random bytes in Base64. */
  readonly key: Redacted.Redacted<string>
  /** Earlier keys, used only for reading. */
  readonly previousKeys?: ReadonlyArray<Redacted.Redacted<string>> | undefined
  /**
   * Identifies the login. A pair that was stored for one login cannot be read as another's. Default: the `key` of the
   * persistence below. Required for a persistence of your own without a `key`, and for files that are moved.
   */
  readonly login?: string | undefined
}

/** The prefix of an encrypted pair. The rest is Base64 of nonce, ciphertext and tag. */
const prefix = "effect-box-2:"
/** The prefix of earlier releases, which did not authenticate the login. */
const unboundPrefix = "effect-box-1:"
const nonceLength = Aead.aes256Gcm.nonceLength

/** Whether the exclusive section is already held: it is not reentrant. */
const InSection = /*#__PURE__*/ Context.Reference<boolean>("effect-box/EncryptedTokenPersistence/InSection", {
  defaultValue: () => false
})

const failure = (step: string, message: string): BoxTokenPersistenceError =>
  new BoxTokenPersistenceError({ operation: `EncryptedTokenPersistence.${step}`, message, attempts: 0 })

const readKey = /*#__PURE__*/ Effect.fnUntraced(function* (name: string, key: Redacted.Redacted<string>) {
  return yield* Effect.fromResult(Base64.decode((secretText(key) ?? "").trim())).pipe(
    Effect.flatMap((decoded) => Aead.key(Aead.aes256Gcm, decoded)),
    Effect.mapError(
      () =>
        new BoxInvalidInput({
          operation: "EncryptedTokenPersistence.layer",
          message: `${name} must be 32 random bytes in Base64: openssl rand -base64 32 creates such a key`,
          attempts: 0
        })
    )
  )
})

const make = /*#__PURE__*/ Effect.fnUntraced(function* (given: Options) {
  const options = yield* readArgument("EncryptedTokenPersistence.layer", given, "options must be an object with a key")
  const inner = yield* TokenPersistence
  const aead = yield* Aead.Aead
  const random = yield* SecureRandom.SecureRandom
  const key = yield* readKey("key", options.key)
  if (options.previousKeys !== undefined && !Array.isArray(options.previousKeys)) {
    return yield* new BoxInvalidInput({
      operation: "EncryptedTokenPersistence.layer",
      message: "previousKeys must be an array",
      attempts: 0
    })
  }
  const previous = yield* Effect.forEach(options.previousKeys ?? [], (old, at) => readKey(`previousKeys[${at}]`, old))

  const login = options.login ?? inner.key ?? ""
  if (typeof login !== "string" || (options.login !== undefined && login === "")) {
    return yield* new BoxInvalidInput({
      operation: "EncryptedTokenPersistence.layer",
      message: "login must be a non-empty string",
      attempts: 0
    })
  }
  const aad = new TextEncoder().encode(prefix + login)

  const open = Effect.fnUntraced(function* (text: string) {
    const bound = text.startsWith(prefix)
    if (!bound && !text.startsWith(unboundPrefix)) {
      return yield* failure(
        "get",
        "The stored value is not encrypted: store it again through this layer, or log in again"
      )
    }
    const sealed = Base64.decode(text.slice(prefix.length))
    if (Result.isFailure(sealed)) return yield* failure("get", "The stored value is damaged: clear it and log in again")
    const nonce = sealed.success.subarray(0, nonceLength)
    const ciphertext = sealed.success.subarray(nonceLength)
    const opened = yield* Effect.firstSuccessOf(
      [key, ...previous].map((each) => aead.decrypt(each, ciphertext, bound ? { nonce, aad } : { nonce }))
    ).pipe(
      Effect.mapError(() =>
        failure(
          "get",
          "No key decrypts the stored value: it was encrypted with another key, for another login or location, or is damaged"
        )
      )
    )
    return yield* decode(new TextDecoder().decode(opened))
  })

  /** Encrypts the pair as one text, so that no part of it can be replaced. The expiry stays readable. */
  const seal = Effect.fnUntraced(function* (pair: TokenPair) {
    const nonce = yield* random.randomBytes(nonceLength)
    const ciphertext = yield* aead.encrypt(key, new TextEncoder().encode(encode(pair)), { nonce, aad })
    const sealed = new Uint8Array(nonceLength + ciphertext.length)
    sealed.set(nonce)
    sealed.set(ciphertext, nonceLength)
    return { accessToken: Redacted.make(prefix + Base64.encode(sealed)), expiresAt: pair.expiresAt }
  })

  const set = (pair: TokenPair) =>
    seal(pair).pipe(
      Effect.mapError(() => failure("set", "The pair could not be encrypted")),
      Effect.flatMap(inner.set)
    )

  /** Returns the pair, and whether its login is authenticated. */
  const read = Effect.flatMap(inner.get, (stored) => {
    if (Option.isNone(stored)) return Effect.succeed(Option.none())
    const text = Redacted.value(stored.value.accessToken)
    return Effect.asSome(Effect.map(open(text), (pair) => ({ pair, bound: text.startsWith(prefix) })))
  })

  /** Only inside the section: elsewhere, it could overwrite a pair that another process has just saved. */
  const readAndBind = Effect.tap(read, (found) =>
    Option.isNone(found) || found.value.bound
      ? Effect.void
      : Effect.catch(set(found.value.pair), ({ message }) =>
          Effect.logWarning(`EncryptedTokenPersistence: the pair is still stored without its login (${message})`)
        )
  )

  const get = Effect.gen(function* () {
    if (yield* InSection) return yield* readAndBind
    const found = yield* read
    return Option.isNone(found) || found.value.bound ? found : yield* inner.exclusively(readAndBind)
  })

  return TokenPersistence.of({
    get: Effect.map(
      get,
      Option.map(({ pair }) => pair)
    ),
    set,
    clear: inner.clear,
    exclusively: (effect) => inner.exclusively(Effect.provideService(effect, InSection, true)),
    key: login
  })
})

const webCrypto = /*#__PURE__*/ Layer.provideMerge(Aead.layerWebCrypto, SecureRandom.layerWebCrypto)

/**
 * Encrypts what the `TokenPersistence` below it stores. Fails with `BoxInvalidInput` if a key is not 32 bytes in
 * Base64.
 *
 * @example
 * ```ts
 * import { EncryptedTokenPersistence, OAuth } from "@effect-box/core"
 * import { SqlTokenPersistence } from "@effect-box/core/server"
 * import { Layer, Redacted } from "effect"
 *
 * const persistence = (key: Redacted.Redacted<string>, oldKey: Redacted.Redacted<string>) =>
 *   EncryptedTokenPersistence.layer({ key, previousKeys: [oldKey] }).pipe(Layer.provide(SqlTokenPersistence.layer()))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<TokenPersistence, BoxInvalidInput, TokenPersistence> =>
  Layer.effect(TokenPersistence, make(options)).pipe(Layer.provide(webCrypto))

/**
 * As {@link layer}, from `BOX_TOKEN_KEY` and, separated by commas, `BOX_TOKEN_PREVIOUS_KEYS`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig: Layer.Layer<TokenPersistence, BoxInvalidInput | Config.ConfigError, TokenPersistence> =
  Layer.unwrap(
    Effect.gen(function* () {
      const key = yield* requiredSecret("BOX_TOKEN_KEY")
      const previous = yield* requiredSecret("BOX_TOKEN_PREVIOUS_KEYS").pipe(Config.withDefault(undefined))
      const previousKeys =
        previous === undefined
          ? []
          : Redacted.value(previous)
              .split(",")
              .map(unpasted)
              .filter((each) => each !== "")
              .map((each) => Redacted.make(each, { label: "token key" }))
      return layer({ key, previousKeys })
    })
  )
