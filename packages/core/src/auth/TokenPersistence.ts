/**
 * Where a token pair is stored between runs.
 *
 * A refresh token works only once, so the stored pair is what keeps a login alive. A pair is saved before it is used.
 *
 * @example
 * ```ts
 * import { TokenPersistence } from "@effect-box/core"
 * import { Effect, Option } from "effect"
 *
 * const isLoggedIn = TokenPersistence.TokenPersistence.use(({ get }) => get).pipe(
 *   Effect.map(Option.isSome),
 *   Effect.provide(TokenPersistence.layerMemory)
 * )
 *
 * console.log(await Effect.runPromise(isLoggedIn)) // false
 * ```
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as KeyValueStore from "effect/persistence/KeyValueStore"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import { BoxInvalidInput, BoxTokenPersistenceError } from "../BoxError.ts"
import { readArgument } from "../internal/argument.ts"

/**
 * An access token and the refresh token that renews it. Logins that renew without one (client credentials, JWT) have
 * no refresh token. Secrets are `Redacted`: printing or serialising a pair reveals nothing.
 *
 * @category models
 * @since 0.1.0
 */
export interface TokenPair {
  readonly accessToken: Redacted.Redacted<string>
  readonly refreshToken?: Redacted.Redacted<string> | undefined
  /** When the access token ends, in milliseconds since 1970. */
  readonly expiresAt: number
}

/**
 * The storage of one login's token pair.
 *
 * @category services
 * @since 0.1.0
 */
export class TokenPersistence extends Context.Service<
  TokenPersistence,
  {
    readonly get: Effect.Effect<Option.Option<TokenPair>, BoxTokenPersistenceError>
    readonly set: (pair: TokenPair) => Effect.Effect<void, BoxTokenPersistenceError>
    readonly clear: Effect.Effect<void, BoxTokenPersistenceError>
    /**
     * Runs an effect in mutual exclusion with everything that shares this persistence. A renewal reads, exchanges and
     * saves inside. It may fail although the effect succeeded, if the section could not be ended properly; what was set
     * inside may then be lost. Waiting to enter can be interrupted at once, and fails after a bounded time.
     */
    readonly exclusively: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | BoxTokenPersistenceError, R>
    /**
     * Identifies this login among those in the same storage, such as the key of a row or the path of a file. It never
     * changes: `EncryptedTokenPersistence` binds the encrypted pair to it.
     */
    readonly key?: string | undefined
  }
>()("effect-box/TokenPersistence") {}

/**
 * Keeps the pair in memory, for tests and for logins that can be repeated without a person. Effect builds the same
 * layer once, so several logins in one program each need their own: `Layer.fresh(TokenPersistence.layerMemory)`.
 *
 * @example
 * ```ts
 * import { OAuth, TokenPersistence } from "@effect-box/core"
 * import { Layer } from "effect"
 *
 * const First = OAuth.layerConfig().pipe(Layer.provide(Layer.fresh(TokenPersistence.layerMemory)))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerMemory: Layer.Layer<TokenPersistence> = /*#__PURE__*/ Layer.effect(
  TokenPersistence,
  Effect.gen(function* () {
    const stored = yield* Ref.make(Option.none<TokenPair>())
    const section = yield* Semaphore.make(1)
    return TokenPersistence.of({
      get: Ref.get(stored),
      set: (pair) => Ref.set(stored, Option.some(pair)),
      clear: Ref.set(stored, Option.none()),
      exclusively: section.withPermits(1)
    })
  })
)

/** The stored form: JSON with the secrets in plain text. Anyone who can read it can use the login. */
const Stored = /*#__PURE__*/ Schema.fromJsonString(
  Schema.Struct({
    // Empty, or valid as a header value.
    access_token: Schema.String.check(Schema.isPattern(/^[\x21-\x7e]*$/)),
    refresh_token: Schema.optionalKey(Schema.String),
    expires_at: Schema.Number
  })
)
const decodeStored = /*#__PURE__*/ Schema.decodeUnknownEffect(Stored)

/**
 * Encodes a pair as the JSON text that {@link decode} reads. The text contains the secrets in plain text.
 *
 * @example
 * ```ts
 * import { TokenPersistence } from "@effect-box/core"
 * import { Effect, Redacted } from "effect"
 *
 * const text = TokenPersistence.encode({ accessToken: Redacted.make("token"), expiresAt: 1_900_000_000_000 })
 * const pair = await Effect.runPromise(TokenPersistence.decode(text))
 *
 * console.log(pair.expiresAt) // 1900000000000
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const encode = (pair: TokenPair): string =>
  JSON.stringify({
    access_token: Redacted.value(pair.accessToken),
    ...(pair.refreshToken === undefined ? {} : { refresh_token: Redacted.value(pair.refreshToken) }),
    // JSON has only finite numbers. A pair whose expiry is unknown is renewed before it is used.
    expires_at: Number.isFinite(pair.expiresAt) ? pair.expiresAt : 0
  })

/**
 * Decodes the text of {@link encode}. The error never contains the text.
 *
 * @example
 * ```ts
 * import { TokenPersistence } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * const message = TokenPersistence.decode("{}").pipe(Effect.flip, Effect.map((error) => error._tag))
 *
 * console.log(await Effect.runPromise(message)) // BoxTokenPersistenceError
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const decode = (text: string): Effect.Effect<TokenPair, BoxTokenPersistenceError> =>
  decodeStored(text).pipe(
    Effect.map((stored) => ({
      accessToken: Redacted.make(stored.access_token, { label: "access token" }),
      ...(stored.refresh_token === undefined
        ? {}
        : { refreshToken: Redacted.make(stored.refresh_token, { label: "refresh token" }) }),
      expiresAt: stored.expires_at
    })),
    Effect.mapError(() => failure("decode", "The stored value is not a token pair: clear it and log in again"))
  )

const failure = (step: string, message: string): BoxTokenPersistenceError =>
  new BoxTokenPersistenceError({ operation: `TokenPersistence.${step}`, message, attempts: 0 })

/**
 * The options of {@link layerKeyValueStore}.
 *
 * @category models
 * @since 0.2.0
 */
export interface KeyValueStoreOptions {
  /**
   * Confirms that only the owner of the login can read the store, and that a write replaces a value atomically, even if
   * the process is killed. A `KeyValueStore` itself does not say so.
   */
  readonly privateAndAtomic: true
}

const unsafeStore =
  "A KeyValueStore does not say who can read it, nor whether a write survives a crash. For files use " +
  "FileTokenPersistence of @effect-box/node: KeyValueStore.layerFileSystem writes in place, readable by everyone. " +
  "For a store that is private and replaces values atomically, pass { privateAndAtomic: true }"

/**
 * Keeps the pair in a `KeyValueStore` under `key`, in plain text. Fails with `BoxInvalidInput` unless the caller
 * vouches for the store with `privateAndAtomic`. `KeyValueStore.layerFileSystem` is neither private nor atomic: use
 * `FileTokenPersistence` for files.
 *
 * For one process only. The exclusive section covers only this process: two processes that share the store can renew
 * at the same time and lose the login. Share a login with `FileTokenPersistence` (one machine) or
 * `SqlTokenPersistence`.
 *
 * @example
 * ```ts
 * import { OAuth, TokenPersistence } from "@effect-box/core"
 * import { Layer } from "effect"
 *
 * // Any KeyValueStore that only this login's owner can read, and that replaces values atomically.
 * const Login = OAuth.layerConfig().pipe(
 *   Layer.provide(TokenPersistence.layerKeyValueStore("box-login", { privateAndAtomic: true }))
 * )
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerKeyValueStore = (
  key: string,
  options: KeyValueStoreOptions
): Layer.Layer<TokenPersistence, BoxInvalidInput, KeyValueStore.KeyValueStore> =>
  Layer.effect(
    TokenPersistence,
    Effect.gen(function* () {
      const operation = "TokenPersistence.layerKeyValueStore"
      const { privateAndAtomic } = yield* readArgument(operation, options, unsafeStore)
      if (privateAndAtomic !== true) return yield* new BoxInvalidInput({ operation, message: unsafeStore, attempts: 0 })
      if (typeof key !== "string" || key === "") {
        return yield* new BoxInvalidInput({ operation, message: "key must be a non-empty string", attempts: 0 })
      }
      const store = yield* KeyValueStore.KeyValueStore
      const section = yield* Semaphore.make(1)
      const refuse = (step: string) =>
        Effect.mapError((error: KeyValueStore.KeyValueStoreError) =>
          failure(step, `The key-value store failed (${error.method})`)
        )
      return TokenPersistence.of({
        get: store.get(key).pipe(
          refuse("get"),
          Effect.flatMap((text) =>
            text === undefined ? Effect.succeed(Option.none()) : Effect.map(decode(text), Option.some)
          )
        ),
        set: (pair) => store.set(key, encode(pair)).pipe(refuse("set"), Effect.asVoid),
        clear: store.remove(key).pipe(refuse("clear"), Effect.asVoid),
        exclusively: section.withPermits(1),
        key
      })
    })
  )
