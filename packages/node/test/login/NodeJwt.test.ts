/** Private keys as Box's developer console and OpenSSL make them, against the emulator's check of the signature. */
import { generateKeyPairSync } from "node:crypto"
import { inspect } from "node:util"
import { BoxConfig, Jwt, Users } from "@effect-box/core"
import { BoxEmulator, layerHttpClient } from "@effect-box/core/testing/BoxEmulator"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { HttpClient } from "effect/http"
import { EmulatorServer, NodeBox, NodeJwt } from "../../src/index.ts"

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 })
const passphrase = "correct horse battery staple"

const pem = (type: "pkcs8" | "pkcs1", cipher?: string) =>
  String(keys.privateKey.export({ type, format: "pem", ...(cipher === undefined ? {} : { cipher, passphrase }) }))

const configOf = (privateKey: string, secret: string = passphrase) =>
  Effect.gen(function* () {
    const { addPublicKey, credentials } = yield* BoxEmulator
    return yield* Jwt.parseConfig(
      JSON.stringify({
        boxAppSettings: {
          clientID: credentials.clientId,
          clientSecret: credentials.clientSecret,
          appAuth: {
            publicKeyID: yield* addPublicKey(String(keys.publicKey.export({ type: "spki", format: "pem" }))),
            privateKey,
            passphrase: secret
          }
        },
        enterpriseID: credentials.enterpriseId
      })
    )
  })

const box = () => Layer.fresh(layerHttpClient())

describe("NodeJwt", () => {
  const usable = [
    ["PKCS#8 under 3DES, as Box makes it", () => pem("pkcs8", "des-ede3-cbc")],
    ["PKCS#8 under AES-256", () => pem("pkcs8", "aes-256-cbc")],
    ["PKCS#1 under AES-128, as older tools make it", () => pem("pkcs1", "aes-128-cbc")],
    ["PKCS#8 without a passphrase", () => pem("pkcs8")],
    ["PKCS#1 without a passphrase", () => pem("pkcs1")]
  ] as const
  it.effect.each(usable.map(([name, key]) => ({ name, key })))("logs in with $name", ({ key }) =>
    Effect.gen(function* () {
      const config = yield* configOf(key())
      const user = yield* Effect.provide(Users.getUserMe(), Jwt.layer({ config }).pipe(Layer.provide(NodeJwt.layer)))
      assert.strictEqual(user.id, (yield* BoxEmulator).credentials.serviceAccountId)
    }).pipe(Effect.provide(box()))
  )

  const asPasted = [
    ["literal line breaks in the key", (key: string) => key.replaceAll("\n", "\\n"), (text: string) => text],
    ["a key in one line", (key: string) => key.replaceAll("\n", " "), (text: string) => text],
    [
      "CRLF and white space around the key",
      (key: string) => ` ${key.replaceAll("\n", "\r\n")} `,
      (text: string) => text
    ],
    ["a byte order mark", (key: string) => key, (text: string) => `\uFEFF${text}\n`],
    ["single quotes around it", (key: string) => key, (text: string) => `'${text}'\n`],
    ["line breaks inside of a string", (key: string) => key, (text: string) => text.replaceAll("\\n", "\n")],
    ["JSON in a JSON string", (key: string) => key, (text: string) => JSON.stringify(text)]
  ] as const
  const protections = [
    ["null", null, () => pem("pkcs8")],
    ["a passphrase and a line break", `${passphrase}\r\n`, () => pem("pkcs8", "aes-256-cbc")],
    ["a passphrase of the older form", passphrase, () => pem("pkcs1", "aes-128-cbc")]
  ] as const
  it.effect.each(
    asPasted.flatMap(([name, key, text]) =>
      protections.map(([protection, secret, make]) => ({ name, protection, key: () => key(make()), secret, text }))
    )
  )("logs in with settings that have $name, and $protection", ({ key, secret, text }) =>
    Effect.gen(function* () {
      const { addPublicKey, credentials } = yield* BoxEmulator
      const config = yield* Jwt.parseConfig(
        text(
          JSON.stringify({
            boxAppSettings: {
              clientID: `${credentials.clientId}\n`,
              clientSecret: `"${credentials.clientSecret}" `,
              appAuth: {
                publicKeyID: yield* addPublicKey(String(keys.publicKey.export({ type: "spki", format: "pem" }))),
                privateKey: key(),
                passphrase: secret
              }
            },
            enterpriseID: Number(credentials.enterpriseId)
          })
        )
      )
      const user = yield* Effect.provide(Users.getUserMe(), Jwt.layer({ config }).pipe(Layer.provide(NodeJwt.layer)))
      assert.strictEqual(user.id, credentials.serviceAccountId)
    }).pipe(Effect.provide(box()))
  )

  const encrypted = pem("pkcs8", "aes-256-cbc")
  const damaged = encrypted.replace(/\n[^-][^\n]{63}\n/, "\n")
  const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey
  const refused = [
    ["a wrong passphrase", encrypted, "wrong passphrase", "the passphrase is wrong"],
    ["a damaged key", damaged, passphrase, "privateKey is damaged: part of it is missing"],
    ["a key that is cut off", encrypted.slice(0, 900), passphrase, "privateKey is not PEM"],
    ["a key with other characters", encrypted.replace(/[A-Z]{2}\n/i, "!!\n"), passphrase, "not Base64"],
    [
      "a protected key that is not RSA",
      String(curve.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase })),
      passphrase,
      "not an RSA private key"
    ]
  ] as const
  it.effect.each(refused.map(([name, key, secret, expected]) => ({ name, key, secret, expected })))(
    "refuses $name before anything is sent, and shows neither",
    ({ expected, key, secret }) =>
      Effect.gen(function* () {
        const config = yield* configOf(key, secret)
        const error = yield* Effect.flip(Layer.build(Jwt.layer({ config }).pipe(Layer.provide(NodeJwt.layer))))
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.include(error.message, expected)
        const printed = inspect(error, { depth: 20, customInspect: false, showHidden: true }) + JSON.stringify(error)
        assert.notInclude(printed, secret)
        assert.notInclude(printed, key.slice(100, 130))
        assert.strictEqual((yield* (yield* BoxEmulator).stats).requests, 0)
      }).pipe(Effect.provide(box()))
  )

  it.effect("the opened key stays hidden", () =>
    Effect.gen(function* () {
      const { decrypt } = yield* Jwt.PrivateKeyDecryption
      const opened = yield* decrypt(Redacted.make(encrypted), Redacted.make(passphrase))
      assert.strictEqual(Redacted.value(opened), pem("pkcs8"))
      assert.notInclude(inspect(opened, { depth: 20, showHidden: true }) + JSON.stringify(opened), "PRIVATE")
    }).pipe(Effect.provide(NodeJwt.layer))
  )

  it.live("a client in another process gets the application's file from the emulator, and logs in over HTTP", () =>
    Effect.gen(function* () {
      const { baseUrl, credentials } = yield* EmulatorServer.EmulatorServer
      const text = yield* HttpClient.get(`${baseUrl}/__emulator/jwt-config`).pipe(
        Effect.flatMap((response) => response.text)
      )
      const config = yield* Jwt.parseConfig(text)
      const user = yield* Users.getUserMe().pipe(
        Effect.provide(Jwt.layer({ config, subject: { user: credentials.managedUserId } })),
        Effect.provide(BoxConfig.layer({ apiUrl: baseUrl }))
      )
      assert.strictEqual(user.id, credentials.managedUserId)
    }).pipe(Effect.provide(Layer.merge(EmulatorServer.layer(), NodeBox.layerPlatform())))
  )
})
