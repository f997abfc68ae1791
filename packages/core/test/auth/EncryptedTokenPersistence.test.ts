import { createCipheriv } from "node:crypto"
import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer, Option, Redacted } from "effect"
import { KeyValueStore } from "effect/persistence"
import { EncryptedTokenPersistence, TokenPersistence } from "../../src/index.ts"

const keyOf = (byte: number) => Redacted.make(Buffer.alloc(32, byte).toString("base64"))

const pair: TokenPersistence.TokenPair = {
  accessToken: Redacted.make("CANARY-access"),
  refreshToken: Redacted.make("CANARY-refresh"),
  expiresAt: 1234
}

const service = TokenPersistence.TokenPersistence.use(Effect.succeed)

/** One store, seen through persistences with different keys. */
const makeStore = Effect.gen(function* () {
  const built = yield* Layer.build(KeyValueStore.layerMemory)
  const store = yield* Effect.provide(KeyValueStore.KeyValueStore, built)
  const plain = Layer.provide(
    TokenPersistence.layerKeyValueStore("k", { privateAndAtomic: true }),
    Layer.succeed(KeyValueStore.KeyValueStore, store)
  )
  const open = (layer: Layer.Layer<TokenPersistence.TokenPersistence, unknown, TokenPersistence.TokenPersistence>) =>
    Effect.flatMap(Layer.build(Layer.provide(layer, plain)), (context) => Effect.provide(service, context))
  return {
    text: Effect.map(store.get("k"), (text) => text ?? ""),
    write: (text: string) => store.set("k", text),
    plain: Effect.flatMap(Layer.build(plain), (context) => Effect.provide(service, context)),
    open,
    with: (key: Redacted.Redacted<string>, previousKeys: ReadonlyArray<Redacted.Redacted<string>> = []) =>
      open(EncryptedTokenPersistence.layer({ key, previousKeys }))
  }
})

const values = (stored: Option.Option<TokenPersistence.TokenPair>) =>
  Option.map(stored, ({ accessToken, expiresAt, refreshToken }) => [
    Redacted.value(accessToken),
    refreshToken && Redacted.value(refreshToken),
    expiresAt
  ])

const all = Option.some(["CANARY-access", "CANARY-refresh", 1234])

const reads = (error: { readonly message: string }) => {
  const shown = inspect(error, { customInspect: false, depth: 9 }) + JSON.stringify(error)
  assert.notInclude(shown, "CANARY")
  assert.notInclude(shown, Redacted.value(keyOf(1)))
  return error.message
}

describe("EncryptedTokenPersistence", () => {
  it.effect("what is stored shows no token, and never looks the same twice", () =>
    Effect.gen(function* () {
      const store = yield* makeStore
      const persistence = yield* store.with(keyOf(1))
      assert.isTrue(Option.isNone(yield* persistence.get))
      yield* persistence.set(pair)
      const first = yield* store.text
      yield* persistence.set(pair)
      const second = yield* store.text
      for (const text of [first, second]) {
        assert.notInclude(text, "CANARY")
        assert.notInclude(text, Buffer.from("CANARY").toString("base64").slice(0, 6))
      }
      assert.notStrictEqual(first, second)
      assert.deepStrictEqual(values(yield* (yield* store.with(keyOf(1))).get), all)
      yield* persistence.clear
      assert.isTrue(Option.isNone(yield* persistence.get))
    })
  )

  it.effect("another key, a changed byte and a pair in clear are refused without being shown", () =>
    Effect.gen(function* () {
      const store = yield* makeStore
      yield* (yield* store.with(keyOf(1))).set(pair)
      const sealed = yield* store.text
      assert.include(reads(yield* Effect.flip((yield* store.with(keyOf(2))).get)), "No key")
      const persistence = yield* store.with(keyOf(1))
      const at = sealed.indexOf("effect-box-2:") + 30
      yield* store.write(sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1))
      assert.include(reads(yield* Effect.flip(persistence.get)), "No key")
      yield* store.write(sealed.replace(/:[^"]{40}/, ":"))
      reads(yield* Effect.flip(persistence.get))
      yield* store.write(sealed.replace(/effect-box-2:[^"]*/, "effect-box-2:AAAA"))
      reads(yield* Effect.flip(persistence.get))
      yield* (yield* store.plain).set(pair)
      assert.include(reads(yield* Effect.flip(persistence.get)), "not encrypted")
    })
  )

  it.effect("a row that is copied over another login's is refused, in both ways to name a login", () =>
    Effect.gen(function* () {
      const built = yield* Layer.build(KeyValueStore.layerMemory)
      const store = yield* Effect.provide(KeyValueStore.KeyValueStore, built)
      const open = (row: string, login?: string) =>
        Layer.build(
          EncryptedTokenPersistence.layer({ key: keyOf(1), login }).pipe(
            Layer.provide(TokenPersistence.layerKeyValueStore(row, { privateAndAtomic: true })),
            Layer.provide(Layer.succeed(KeyValueStore.KeyValueStore, store))
          )
        ).pipe(Effect.flatMap((context) => Effect.provide(service, context)))
      const alice = yield* open("alice")
      yield* alice.set(pair)
      yield* store.set("bob", (yield* store.get("alice")) ?? "")
      assert.include(reads(yield* Effect.flip((yield* open("bob")).get)), "for another login")
      assert.deepStrictEqual(values(yield* alice.get), all)
      yield* (yield* open("alice", "a")).set(pair)
      yield* store.set("moved", (yield* store.get("alice")) ?? "")
      assert.deepStrictEqual(values(yield* (yield* open("moved", "a")).get), all)
      reads(yield* Effect.flip((yield* open("moved", "b")).get))
    })
  )

  it.effect.each([{ inside: false }, { inside: true }])(
    "what an earlier release encrypted is read once and stored with its login, inside of the section: $inside",
    ({ inside }) =>
      Effect.gen(function* () {
        const store = yield* makeStore
        const cipher = createCipheriv("aes-256-gcm", Buffer.alloc(32, 1), Buffer.alloc(12, 7))
        const text = TokenPersistence.encode(pair)
        const sealed = Buffer.concat([
          Buffer.alloc(12, 7),
          cipher.update(text),
          cipher.final(),
          cipher.getAuthTag()
        ]).toString("base64")
        yield* store.write(JSON.stringify({ access_token: `effect-box-1:${sealed}`, expires_at: 1234 }))
        const persistence = yield* store.with(keyOf(1))
        const found = yield* inside ? persistence.exclusively(persistence.get) : persistence.get
        assert.deepStrictEqual(values(found), all)
        assert.include(yield* store.text, "effect-box-2:")
        assert.deepStrictEqual(values(yield* persistence.get), all)
      })
  )

  it.effect("a key-value store that nobody vouches for is refused, and what to use is named", () =>
    Effect.gen(function* () {
      for (const options of [undefined, {}, { privateAndAtomic: false }]) {
        const layer = TokenPersistence.layerKeyValueStore("k", options as never)
        const error = yield* Effect.flip(Layer.build(Layer.provide(layer, KeyValueStore.layerMemory)))
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.include(error.message, "FileTokenPersistence")
      }
    })
  )

  it.effect("a key-value store needs a name for the pair", () =>
    Effect.gen(function* () {
      for (const key of ["", undefined, 5]) {
        const layer = TokenPersistence.layerKeyValueStore(key as string, { privateAndAtomic: true })
        const error = yield* Effect.flip(Layer.build(Layer.provide(layer, KeyValueStore.layerMemory)))
        assert.strictEqual(error._tag, "BoxInvalidInput")
      }
    })
  )

  it.effect("a new key reads what an old one wrote, and writes what the old one cannot read", () =>
    Effect.gen(function* () {
      const store = yield* makeStore
      yield* (yield* store.with(keyOf(1))).set(pair)
      const changed = yield* store.with(keyOf(2), [keyOf(3), keyOf(1)])
      assert.deepStrictEqual(values(yield* changed.get), all)
      yield* changed.set(pair)
      assert.deepStrictEqual(values(yield* (yield* store.with(keyOf(2))).get), all)
      reads(yield* Effect.flip((yield* store.with(keyOf(1))).get))
    })
  )

  it.effect("a login that was stored in clear is kept by storing it again", () =>
    Effect.gen(function* () {
      const store = yield* makeStore
      const plain = yield* store.plain
      yield* plain.set(pair)
      const encrypted = yield* store.with(keyOf(1))
      yield* encrypted.set(Option.getOrThrow(yield* plain.get))
      assert.notInclude(yield* store.text, "CANARY")
      assert.deepStrictEqual(values(yield* encrypted.get), all)
    })
  )

  const badKeys = [
    "",
    "short",
    Buffer.alloc(16, 1).toString("base64"),
    Buffer.alloc(33, 1).toString("base64"),
    "%".repeat(44)
  ]
  it.effect.each(badKeys.map((key) => ({ key })))("the key $key is refused without being shown", ({ key }) =>
    Effect.gen(function* () {
      const store = yield* makeStore
      for (const options of [
        { key: Redacted.make(key) },
        { key: keyOf(1), previousKeys: [keyOf(2), Redacted.make(key)] }
      ]) {
        const built = Layer.build(Layer.provide(EncryptedTokenPersistence.layer(options), TokenPersistence.layerMemory))
        const error = yield* Effect.flip(built)
        assert.strictEqual(error._tag, "BoxInvalidInput")
        if (key.length > 5) assert.notInclude(inspect(error, { customInspect: false, depth: 9 }), key)
      }
      yield* store.with(keyOf(1))
    })
  )

  it.effect("reads its keys from the environment, as they were pasted", () =>
    Effect.gen(function* () {
      const store = yield* makeStore
      yield* (yield* store.with(keyOf(1))).set(pair)
      const env = {
        BOX_TOKEN_KEY: `\uFEFF"${Redacted.value(keyOf(2))}"\r\n`,
        BOX_TOKEN_PREVIOUS_KEYS: `"${Redacted.value(keyOf(3))}", ${Redacted.value(keyOf(1))}`
      }
      const persistence = yield* store.open(
        Layer.provide(EncryptedTokenPersistence.layerConfig, ConfigProvider.layer(ConfigProvider.fromEnv({ env })))
      )
      assert.deepStrictEqual(values(yield* persistence.get), all)
    })
  )
})
