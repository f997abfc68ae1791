/** Environments, files and stores that hold anything but what they should. */
import {
  BoxConfig,
  BoxRequest,
  ClientCredentials,
  DeveloperToken,
  Downscope,
  Folders,
  Jwt,
  OAuth,
  TokenPersistence,
  TokenStore
} from "@effect-box/core"
import { WebhookSignature } from "@effect-box/core/server"
import { SqlTokenPersistence } from "@effect-box/core/server"
import { FileTokenPersistence, LocalFile } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer, Option, Redacted } from "effect"
import { KeyValueStore } from "effect/persistence"
import { scripted } from "../../packages/core/test/http/scriptedHttp.ts"
import { fault, faultOfRefusal, judge, prints, token, valueOf, values } from "./campaign.ts"

const root = Folders.getFolderById({ folder_id: "0" })

/** Text where a setting is expected. */
const settings = [
  "",
  " ",
  "CANARY",
  "CANARY\r\nx: y",
  "a\0b",
  "\ud800",
  "../../etc/passwd",
  "x".repeat(100_000),
  "{",
  "[]",
  "null"
]

const deep = "[".repeat(100_000)

/** What a file or a store may hold instead of a token pair. */
const noPairs = [
  "",
  "CANARY",
  "null",
  "[]",
  '"CANARY"',
  `${deep}${"]".repeat(100_000)}`,
  deep,
  '{"access_token":"CANARY"',
  '{"access_token":"CANARY"}',
  '{"access_token":"CANARY","expires_at":"soon"}',
  '{"access_token":"CANARY","expires_at":null}',
  '{"access_token":["CANARY"],"expires_at":1}',
  '{"access_token":"CANARY","refresh_token":null,"expires_at":1}',
  '{"access_token":"CANARY\\r\\nx-evil: 1","expires_at":1}',
  '{"access_token":"CANARY\\u20ac","expires_at":1}',
  '{"__proto__":{"access_token":"CANARY","expires_at":1}}',
  "\ufeff{}"
]

describe("hostile configuration", () => {
  it.effect("a URL of the configuration is plain", () =>
    Effect.gen(function* () {
      const bad = [
        "https://user:CANARY@box.example",
        "https://CANARY@box.example",
        "ftp://user:CANARY@box.example",
        "https://box.example?CANARY",
        "https://box.example/?",
        "https://box.example/#CANARY",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//box.example",
        "box.example",
        "https://",
        "https://box example"
      ]
      for (const name of ["apiUrl", "uploadUrl", "authorizeUrl"] as const) {
        for (const url of bad) {
          assert.isUndefined(faultOfRefusal(yield* judge(() => BoxConfig.make({ [name]: url }))), `${name} ${url}`)
        }
      }
    })
  )

  it.effect("a duration is one, a count is one", () =>
    Effect.gen(function* () {
      for (const given of [Number.NaN, -1, "soon", "-1 second"]) {
        // On purpose no duration.
        const duration = given as "1 second"
        assert.isUndefined(faultOfRefusal(yield* judge(() => BoxConfig.make({ timeouts: { idle: duration } }))))
        assert.isUndefined(faultOfRefusal(yield* judge(() => BoxConfig.make({ retry: { deadline: duration } }))))
      }
      for (const maxAttempts of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        assert.isUndefined(faultOfRefusal(yield* judge(() => BoxConfig.make({ retry: { maxAttempts } }))))
        assert.isUndefined(faultOfRefusal(yield* judge(() => BoxRequest.withRetry(root, { maxAttempts }))))
      }
    })
  )

  it.effect("nobody is acted as by mistake, and no header is smuggled in", () =>
    Effect.gen(function* () {
      for (const id of ["", " ", "1\r\nx: y", "1 2", "é", "\ud800"]) {
        assert.isUndefined(faultOfRefusal(yield* judge(() => BoxRequest.asUser(root, id))), JSON.stringify(id))
      }
      for (const headers of [{ "a b": "c" }, { "": "c" }, { a: "b\nc" }, { "a\r\n": "b" }, { a: "\0" }, { é: "a" }]) {
        assert.isUndefined(faultOfRefusal(yield* judge(() => BoxRequest.withHeaders(root, headers))), prints(headers))
      }
      for (const link of ["", "https://a/\ud800"]) {
        assert.isUndefined(faultOfRefusal(yield* judge(() => BoxRequest.withSharedLink(link)(root))))
      }
      const password = Redacted.make("\udfff")
      assert.isUndefined(faultOfRefusal(yield* judge(() => BoxRequest.withSharedLink("https://a", password)(root))))
    })
  )

  it.effect("headers of the caller replace none of ours", () =>
    Effect.gen(function* () {
      const http = scripted(() => ({ json: { type: "folder", id: "0" } }))
      const theirs = { Authorization: "Bearer evil", "USER-AGENT": "evil", Accept: "evil", "As-User": "evil" }
      yield* root.pipe(BoxRequest.withHeaders(theirs), BoxRequest.asUser("1"), Effect.provide([http.layer, token]))
      assert.deepInclude(http.seen[0]?.headers, { authorization: "Bearer CANARY-token", "as-user": "1" })
      assert.notInclude(JSON.stringify(http.seen[0]?.headers), "evil")
    })
  )

  it.effect("a token with a line break is refused before a transport sees it", () =>
    Effect.gen(function* () {
      for (const text of ["CANARY\n", "CANARY\r\nx: y", " CANARY", "CANARY\0", "CANARY€", ""]) {
        for (const layer of [
          DeveloperToken.layer(Redacted.make(text)),
          Layer.succeed(TokenStore.TokenStore, DeveloperToken.make(Redacted.make(text)))
        ]) {
          const verdict = yield* judge(() => Effect.provide(root, layer))
          assert.isUndefined(faultOfRefusal(verdict), JSON.stringify(text))
        }
      }
      for (const name of Object.keys(values)) {
        // On purpose no secret.
        const layer = DeveloperToken.layer(valueOf(name) as Redacted.Redacted<string>)
        assert.isUndefined(faultOfRefusal(yield* judge(() => Effect.provide(root, layer))), name)
      }
    })
  )

  const variables = {
    BOX_API_URL: BoxConfig.layerConfig(),
    BOX_UPLOAD_URL: BoxConfig.layerConfig(),
    BOX_AUTHORIZE_URL: BoxConfig.layerConfig(),
    BOX_ENTERPRISE_ID: ClientCredentials.layerConfig(),
    BOX_USER_ID: ClientCredentials.layerConfig(),
    BOX_DEVELOPER_TOKEN: DeveloperToken.layerConfig,
    BOX_DOWNSCOPE_SCOPES: Downscope.layerConfig(),
    BOX_DOWNSCOPE_FILE_ID: Downscope.layerConfig(),
    BOX_DOWNSCOPE_SHARED_LINK: Downscope.layerConfig(),
    BOX_CONFIG_FILE: Layer.provide(Jwt.layerConfig(), LocalFile.layerTest({ CANARY: "CANARY" })),
    BOX_CLIENT_ID: OAuth.layerConfig(),
    BOX_CLIENT_SECRET: OAuth.layerConfig(),
    BOX_REFRESH_TOKEN: OAuth.layerConfig()
  }

  it.effect("a variable may hold anything", () =>
    Effect.gen(function* () {
      for (const [name, layer] of Object.entries(variables)) {
        for (const text of settings) {
          const env = {
            BOX_CLIENT_ID: "id",
            BOX_CLIENT_SECRET: "secret",
            BOX_DOWNSCOPE_SCOPES: "item_read",
            [name]: text
          }
          const provider = ConfigProvider.layer(ConfigProvider.fromEnv({ env }))
          const built = Effect.scoped(Layer.build(layer as Layer.Layer<unknown, unknown>)).pipe(
            Effect.provide(provider)
          )
          const verdict = yield* judge(() => built)
          // A name of a file is not a secret, and the message says which one cannot be read.
          if (name !== "BOX_CONFIG_FILE")
            assert.isUndefined(fault(verdict), `${name} is ${JSON.stringify(text).slice(0, 40)}`)
          else assert.include(["failed"], verdict.ended)
        }
      }
    })
  )

  it.effect("the file of a JWT application may hold anything", () =>
    Effect.gen(function* () {
      const whole = {
        boxAppSettings: { clientID: "a", clientSecret: "CANARY", appAuth: { publicKeyID: "k", privateKey: "CANARY" } }
      }
      const texts = [
        ...noPairs,
        JSON.stringify({ ...whole, boxAppSettings: { ...whole.boxAppSettings, clientID: { CANARY: 1 } } }),
        JSON.stringify({ ...whole, enterpriseID: ["CANARY"] }),
        JSON.stringify({ boxAppSettings: { ...whole.boxAppSettings, appAuth: "CANARY" } })
      ]
      for (const text of texts) {
        const read = Effect.flatMap(Jwt.parseConfig(text), (config) => Layer.build(Jwt.layer({ config })))
        assert.isUndefined(faultOfRefusal(yield* judge(() => Effect.scoped(read))), text.slice(0, 60))
      }
      const noKey = Effect.flatMap(Jwt.parseConfig(JSON.stringify({ ...whole, enterpriseID: "1" })), (config) =>
        Effect.scoped(Layer.build(Jwt.layer({ config })))
      )
      assert.isUndefined(faultOfRefusal(yield* judge(() => noKey)))
    })
  )
})

describe("hostile stores of tokens", () => {
  const get = TokenPersistence.TokenPersistence.use((persistence) => persistence.get)

  it.effect("a file that holds no token pair", () =>
    Effect.gen(function* () {
      // An empty file is a place for a login that nobody has put there yet.
      for (const text of noPairs.filter((text) => text !== "")) {
        const layer = Layer.provide(FileTokenPersistence.layer("t.json"), LocalFile.layerTest({ "t.json": text }))
        const verdict = yield* judge(() => Effect.provide(get, layer))
        assert.isUndefined(faultOfRefusal(verdict), text.slice(0, 60))
        assert.include(prints(verdict.error), "BoxTokenPersistenceError")
      }
    })
  )

  it.effect("a key-value store that holds no token pair", () =>
    Effect.gen(function* () {
      const store = yield* KeyValueStore.KeyValueStore
      const layer = TokenPersistence.layerKeyValueStore("k", { privateAndAtomic: true }).pipe(
        Layer.provide(Layer.succeed(KeyValueStore.KeyValueStore, store))
      )
      for (const text of noPairs) {
        yield* store.set("k", text)
        assert.isUndefined(faultOfRefusal(yield* judge(() => Effect.provide(get, layer))), text.slice(0, 60))
      }
    }).pipe(Effect.provide(KeyValueStore.layerMemory))
  )

  it.effect("a path that is none touches nothing", () =>
    Effect.gen(function* () {
      const uses = [
        get,
        TokenPersistence.TokenPersistence.use((persistence) => persistence.clear),
        TokenPersistence.TokenPersistence.use((persistence) => persistence.exclusively(Effect.void))
      ]
      for (const name of Object.keys(values).filter((given) => given !== "text")) {
        for (const use of uses) {
          // On purpose no path.
          const layer = FileTokenPersistence.layer(valueOf(name) as string)
          const verdict = yield* judge(() => Effect.provide(use, Layer.provide(layer, LocalFile.layerTest())))
          assert.isUndefined(faultOfRefusal(verdict), name)
        }
      }
    })
  )

  it.effect("a login without an end, or with none that is a number, is saved so that it can be read again", () =>
    Effect.gen(function* () {
      for (const expiresAt of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const pair = { accessToken: Redacted.make("a"), refreshToken: Redacted.make("r"), expiresAt }
        const read = yield* TokenPersistence.decode(TokenPersistence.encode(pair))
        assert.strictEqual(read.expiresAt, 0)
        assert.strictEqual(read.refreshToken && Redacted.value(read.refreshToken), "r")
      }
    })
  )

  it.effect("a row is named by text", () =>
    Effect.gen(function* () {
      for (const key of ["", "a\0b", 1, null, {}]) {
        // On purpose no key; it is refused before there has to be a database.
        const layer = SqlTokenPersistence.layer({ key: key as string }) as Layer.Layer<unknown, unknown>
        assert.isUndefined(faultOfRefusal(yield* judge(() => layer)), String(key))
      }
    })
  )

  it.effect("a callback that is none, throws or gives nothing costs no login", () =>
    Effect.gen(function* () {
      const thrown = () => {
        throw new Error("a bug of the caller")
      }
      for (const callback of [42, thrown, () => undefined, () => Promise.resolve()]) {
        const http = scripted(() => ({ json: { access_token: "new", expires_in: 3600, refresh_token: "next" } }))
        const login = OAuth.layer({
          clientId: "a",
          clientSecret: Redacted.make("s"),
          tokens: { refreshToken: Redacted.make("r") },
          // On purpose no callback.
          onTokensChanged: callback as unknown as NonNullable<OAuth.Options["onTokensChanged"]>
        })
        const persistence = yield* TokenPersistence.TokenPersistence
        const used = yield* TokenStore.TokenStore.use(({ accessToken }) => accessToken).pipe(
          Effect.provide(Layer.provide(login, http.layer))
        )
        assert.strictEqual(Redacted.value(used), "new")
        assert.isTrue(Option.isSome(yield* persistence.get))
        yield* persistence.clear
      }
    }).pipe(Effect.provide(TokenPersistence.layerMemory))
  )

  it.effect("a login is not finished without the state it was begun with", () =>
    Effect.gen(function* () {
      const oauth = Layer.provide(
        OAuth.layer({ clientId: "a", clientSecret: Redacted.make("s") }),
        TokenPersistence.layerMemory
      )
      for (const state of [null, undefined, "", 0, "null", "undefined"]) {
        for (const url of ["https://app.example/cb?code=stolen", "/?code=stolen", "?code=stolen&state=other"]) {
          // A session that was lost gives null or undefined.
          const finish = OAuth.exchangeRedirect({ url, state: state as string })
          assert.isUndefined(faultOfRefusal(yield* judge(() => Effect.provide(finish, oauth))), `${state} ${url}`)
        }
      }
    })
  )
})

describe("hostile deliveries of webhooks", () => {
  it.effect("are refused whatever they hold", () =>
    Effect.gen(function* () {
      const check = yield* WebhookSignature.verifier({ primaryKey: Redacted.make("CANARY-key") })
      const text = new TextEncoder()
      const bodies = ["", "{", `${deep}${"]".repeat(100_000)}`, "\ud800", "x".repeat(2_000_000)].map((body) =>
        text.encode(body)
      )
      const signature = {
        "box-delivery-timestamp": "1970-01-01T00:00:00Z",
        "box-signature-version": "1",
        "box-signature-algorithm": "HmacSHA256"
      }
      const headerSets: ReadonlyArray<Record<string, string>> = [
        {},
        { ...signature, "box-signature-primary": "" },
        { ...signature, "box-signature-primary": "\0not base64" },
        { ...signature, "box-signature-primary": "A".repeat(1_000_000) },
        { ...signature, "box-signature-primary": "AAAA", "box-delivery-timestamp": "275760-09-13T00:00:00Z" },
        { ...signature, __proto__: "x", constructor: "y" } as Record<string, string>
      ]
      for (const body of bodies) {
        for (const headers of headerSets)
          assert.isUndefined(faultOfRefusal(yield* judge(() => check({ headers, body }))))
      }
    })
  )
})
