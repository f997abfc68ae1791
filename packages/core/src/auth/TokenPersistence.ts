/**
 * Where a token pair lives between runs.
 *
 * A refresh token works once, so what is stored here is what keeps a login alive. A pair is saved before it is used.
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
 * An access token and what renews it. Logins that renew without a refresh token (client credentials, JWT) have none.
 * Secrets are `Redacted`: printing or serialising a pair shows nothing.
 */
export interface TokenPair {
  readonly accessToken: Redacted.Redacted<string>
  readonly refreshToken?: Redacted.Redacted<string> | undefined
  /** When the access token ends, in milliseconds since 1970. */
  readonly expiresAt: number
}

export class TokenPersistence extends Context.Service<
  TokenPersistence,
  {
    readonly get: Effect.Effect<Option.Option<TokenPair>, BoxTokenPersistenceError>
    readonly set: (pair: TokenPair) => Effect.Effect<void, BoxTokenPersistenceError>
    readonly clear: Effect.Effect<void, BoxTokenPersistenceError>
    /**
     * Runs an effect while nobody else who shares this persistence runs one. A renewal reads, exchanges and saves inside.
     * It may fail although the effect succeeded, when the section could not be ended well: what was set inside may then be
     * lost. Waiting to enter ends at once when it is interrupted, and fails in bounded time.
     */
    readonly exclusively: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | BoxTokenPersistenceError, R>
    /**
     * Which login this is among all that are kept in the same place, such as the key of a row or the path of a file. It never
     * changes: `EncryptedTokenPersistence` binds it to what it encrypts.
     */
    readonly key?: string | undefined
  }
>()("effect-box/TokenPersistence") {}

/**
 * Keeps the pair in memory: for tests, and for logins that can be repeated without a person. Several logins in one program
 * each need a memory of their own, `Layer.fresh(TokenPersistence.layerMemory)`: Effect builds the same layer once.
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

/** The stored form: JSON with the secrets in clear. Whoever can read it can use the login. */
const Stored = /*#__PURE__*/ Schema.fromJsonString(
  Schema.Struct({
    // Empty, or text for a header.
    access_token: Schema.String.check(Schema.isPattern(/^[\x21-\x7e]*$/)),
    refresh_token: Schema.optionalKey(Schema.String),
    expires_at: Schema.Number
  })
)
const decodeStored = /*#__PURE__*/ Schema.decodeUnknownEffect(Stored)

/** Writes a pair as the JSON text that {@link decode} reads. The text holds the secrets in clear. */
export const encode = (pair: TokenPair): string =>
  JSON.stringify({
    access_token: Redacted.value(pair.accessToken),
    ...(pair.refreshToken === undefined ? {} : { refresh_token: Redacted.value(pair.refreshToken) }),
    // JSON has no other numbers; a pair whose end nobody knows is renewed before it is used.
    expires_at: Number.isFinite(pair.expiresAt) ? pair.expiresAt : 0
  })

/** Reads what {@link encode} wrote; the error never shows the text. */
export const decode = (text: string): Effect.Effect<TokenPair, BoxTokenPersistenceError> =>
  decodeStored(text).pipe(
    Effect.map((stored) => ({
      accessToken: Redacted.make(stored.access_token, { label: "access token" }),
      ...(stored.refresh_token === undefined
        ? {}
        : { refreshToken: Redacted.make(stored.refresh_token, { label: "refresh token" }) }),
      expiresAt: stored.expires_at
    })),
    Effect.mapError(() => failure("decode", "What is stored is not a token pair: clear it and log in again"))
  )

const failure = (step: string, message: string): BoxTokenPersistenceError =>
  new BoxTokenPersistenceError({ operation: `TokenPersistence.${step}`, message, attempts: 0 })

export interface KeyValueStoreOptions {
  /**
   * You know that only the owner of the login can read the store, and that a write replaces a value as a whole, also when the
   * process is killed. A `KeyValueStore` does not tell.
   */
  readonly privateAndAtomic: true
}

const unsafeStore =
  "A KeyValueStore does not tell who can read it, nor whether a write survives a crash. For files use " +
  "FileTokenPersistence of @effect-box/node: KeyValueStore.layerFileSystem writes in place what everybody can read. " +
  "For a store that is private and replaces a value as a whole, pass { privateAndAtomic: true }"

/**
 * Keeps the pair in a `KeyValueStore` under `key`, in clear. Fails with `BoxInvalidInput` unless the caller vouches for the
 * store with `privateAndAtomic`. `KeyValueStore.layerFileSystem` is neither: use `FileTokenPersistence` for files.
 *
 * For one process: the exclusive section holds within it only, and two that share the store can renew at the same time and
 * lose the login. Several processes share one through `FileTokenPersistence` (on one machine) or `SqlTokenPersistence`.
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
        return yield* new BoxInvalidInput({ operation, message: "key must be a string and not empty", attempts: 0 })
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
