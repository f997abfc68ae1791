import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { ClientCredentials, DeveloperToken, Downscope, Folders, TokenStore, Users } from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/BoxEmulator.ts"
import { fixedToken, inOrder } from "../http/scriptedHttp.ts"
import { accessToken, box, credentials, tokenRequests } from "./emulated.ts"

const issued = {
  json: {
    access_token: "weak",
    expires_in: 3000,
    token_type: "bearer",
    issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
    restricted_to: [{ scope: "item_download", object: { type: "file", id: "12", name: "a" } }]
  }
}

const login = Layer.unwrap(
  Effect.map(credentials, (app) =>
    ClientCredentials.layer({
      clientId: app.clientId,
      clientSecret: Redacted.make(app.clientSecret),
      subject: { enterprise: app.enterpriseId }
    })
  )
)

describe("Downscope.token", () => {
  const forms: ReadonlyArray<readonly [Downscope.Restriction, Readonly<Record<string, string>>]> = [
    [{ scopes: ["base_preview", "item_download"] }, { scope: "base_preview item_download" }],
    [
      { scopes: ["item_download"], resource: { file: "12" } },
      { scope: "item_download", resource: "https://api.box.com/2.0/files/12" }
    ],
    [
      { scopes: ["item_upload"], resource: { folder: "13" } },
      { scope: "item_upload", resource: "https://api.box.com/2.0/folders/13" }
    ],
    [
      { scopes: ["item_preview"], sharedLink: "https://app.box.com/s/abc" },
      { scope: "item_preview", box_shared_link: "https://app.box.com/s/abc" }
    ]
  ]
  it.effect.each(forms.map(([restriction, form]) => ({ restriction, form })))(
    "sends $form and no client secret",
    ({ form, restriction }) => {
      const http = inOrder(issued)
      return Effect.gen(function* () {
        const token = yield* Downscope.token(restriction)
        assert.strictEqual(Redacted.value(token.accessToken), "weak")
        assert.strictEqual(token.expiresAt, 3_000_000)
        assert.deepStrictEqual(token.restrictedTo, [{ scope: "item_download", object: { type: "file", id: "12" } }])
        assert.deepStrictEqual(Object.fromEntries(new URLSearchParams(http.seen[0]?.body)), {
          grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
          subject_token: "fixed-token",
          subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
          ...form
        })
      }).pipe(Effect.provide([http.layer, fixedToken]))
    }
  )

  // The types exclude most of these, JavaScript does not.
  const wrong: ReadonlyArray<readonly [string, Downscope.Restriction]> = [
    ["no scope", { scopes: [] }],
    // @ts-expect-error: scopes are missing
    ["no scopes at all", { resource: { file: "1" } }],
    ["an empty scope", { scopes: ["item_download", ""] }],
    ["two scopes in one", { scopes: ["item_download item_delete"] }],
    // @ts-expect-error: one or the other
    ["resource and shared link", { scopes: ["a"], resource: { file: "1" }, sharedLink: "https://app.box.com/s/a" }],
    // @ts-expect-error: one or the other
    ["file and folder", { scopes: ["a"], resource: { file: "1", folder: "2" } }],
    // @ts-expect-error: one or the other
    ["neither file nor folder", { scopes: ["a"], resource: {} }],
    // @ts-expect-error: no object
    ["a resource that is no object", { scopes: ["a"], resource: 7 }],
    // @ts-expect-error: no object
    ["a resource that is nothing", { scopes: ["a"], resource: null }],
    ["an id that is none", { scopes: ["a"], resource: { file: "../users/1" } }],
    ["a link that is none", { scopes: ["a"], sharedLink: "abc" }]
  ]
  it.effect.each(wrong.map(([name, restriction]) => ({ name, restriction })))("refuses $name", ({ restriction }) => {
    const http = inOrder(issued)
    return Effect.gen(function* () {
      const error = yield* Effect.flip(Downscope.token(restriction))
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.strictEqual(http.seen.length, 0)
    }).pipe(Effect.provide([http.layer, fixedToken]))
  })

  it.effect("a refused login is renewed once and exchanged again", () =>
    Effect.gen(function* () {
      yield* accessToken
      yield* BoxEmulator.use((emulator) => emulator.expireAccessTokens)
      yield* Downscope.token({ scopes: ["item_download"] })
      // Login, refused exchange, login again, exchange.
      assert.strictEqual(yield* tokenRequests, 4)
    }).pipe(Effect.provide(login.pipe(Layer.provideMerge(box()))))
  )

  it.effect("a login that cannot be renewed says so", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Downscope.token({ scopes: ["item_download"] }))
      assert.strictEqual(error._tag, "BoxLoginRequired")
      assert.strictEqual(yield* tokenRequests, 1)
    }).pipe(Effect.provide(DeveloperToken.layer(Redacted.make("unknown")).pipe(Layer.provideMerge(box()))))
  )

  it.effect("what Box refuses is not tried again", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Downscope.token({ scopes: ["make_coffee"] }))
      assert.strictEqual(error._tag, "BoxOAuthError")
      assert.strictEqual(error.code, "invalid_scope")
      assert.strictEqual(yield* tokenRequests, 2)
    }).pipe(Effect.provide(login.pipe(Layer.provideMerge(box()))))
  )
})

describe("Downscope.layer", () => {
  const reader = (folder: string) => Downscope.layer({ scopes: ["base_explorer"], resource: { folder } })

  it.effect("reaches one folder with what is below it, and only reads", () =>
    Effect.gen(function* () {
      const folder = yield* Folders.createFolder({ name: "shared", parent: { id: "0" } })
      const inside = yield* Folders.createFolder({ name: "inside", parent: { id: folder.id } })
      const outside = yield* Folders.createFolder({ name: "outside", parent: { id: "0" } })
      const asReader = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.provide(effect, reader(folder.id))
      assert.strictEqual((yield* asReader(Folders.getFolderById({ folder_id: inside.id }))).name, "inside")
      const refused = [
        Effect.asVoid(Folders.getFolderById({ folder_id: outside.id })),
        Effect.asVoid(Folders.createFolder({ name: "x", parent: { id: folder.id } })),
        Effect.asVoid(Users.getUserMe())
      ]
      for (const effect of refused) {
        assert.strictEqual((yield* Effect.flip(asReader(effect)))._tag, "BoxInsufficientScope")
      }
    }).pipe(Effect.provide(login.pipe(Layer.provideMerge(box()))))
  )

  it.effect("20 cold concurrent calls make 1 exchange, and another one when it ends or is refused", () =>
    Effect.gen(function* () {
      const emulator = yield* BoxEmulator
      yield* Effect.gen(function* () {
        const call = Folders.getFolderById({ folder_id: "0" })
        yield* Effect.all(
          Array.from({ length: 20 }, () => call),
          { concurrency: "unbounded" }
        )
        assert.strictEqual(yield* tokenRequests, 2)
        const weak = yield* accessToken
        yield* emulator.expireAccessTokens
        yield* call
        // Both tokens had ended: a refused exchange, a login, an exchange.
        assert.strictEqual(yield* tokenRequests, 5)
        assert.notStrictEqual(yield* accessToken, weak)
        yield* TestClock.adjust("3600 seconds")
        yield* call
        assert.strictEqual(yield* tokenRequests, 7)
      }).pipe(Effect.provide(reader("0")))
    }).pipe(Effect.provide(login.pipe(Layer.provideMerge(box()))))
  )

  const http = inOrder(issued)
  const environments = [
    [{ BOX_DOWNSCOPE_SCOPES: "a b" }, "scope=a+b"],
    [{ BOX_DOWNSCOPE_SCOPES: "a", BOX_DOWNSCOPE_FILE_ID: "5" }, "files%2F5"],
    [{ BOX_DOWNSCOPE_SCOPES: "a", BOX_DOWNSCOPE_FOLDER_ID: "6" }, "folders%2F6"],
    [{ BOX_DOWNSCOPE_SCOPES: "a", BOX_DOWNSCOPE_SHARED_LINK: "https://app.box.com/s/x" }, "%2Fs%2Fx"],
    [{ BOX_DOWNSCOPE_SCOPES: "a", BOX_DOWNSCOPE_FILE_ID: "5", BOX_DOWNSCOPE_FOLDER_ID: "6" }, "are mutually exclusive"],
    [{}, "BOX_DOWNSCOPE_SCOPES"]
  ] as const
  it.effect.each(environments.map(([env, expected]) => ({ env, expected })))("layerConfig: $env", ({ env, expected }) =>
    Effect.gen(function* () {
      const outcome = yield* Effect.result(
        TokenStore.TokenStore.use((store) => store.accessToken).pipe(
          Effect.provide(Downscope.layerConfig().pipe(Layer.provide([http.layer, fixedToken])))
        )
      )
      const said = outcome._tag === "Success" ? String(http.seen.at(-1)?.body) : String(outcome.failure.message)
      assert.include(said, expected)
    }).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { ...env } }))))
  )
})
