/** Each login from the environment goes to the servers that the environment names, whatever sends its requests. */
import { generateKeyPairSync } from "node:crypto"
import * as NodeFs from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  BoxConfig,
  ClientCredentials,
  DeveloperToken,
  Downscope,
  FileUpload,
  Jwt,
  OAuth,
  TokenPersistence,
  type TokenStore,
  Users
} from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { type Config, ConfigProvider, Effect, FileSystem, Layer } from "effect"
import type { BoxInvalidInput } from "@effect-box/core/BoxError"
import { HttpClient, HttpClientResponse } from "effect/http"
import * as NodeBox from "../src/NodeBox.ts"

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" }
})

const application = {
  boxAppSettings: {
    clientID: "id",
    clientSecret: "secret",
    appAuth: { publicKeyID: "key", privateKey, passphrase: "" }
  },
  enterpriseID: "1"
}

const files = FileSystem.layerNoop({ readFileString: () => Effect.succeed(JSON.stringify(application)) })

type Login = Layer.Layer<
  TokenStore.TokenStore,
  BoxInvalidInput | Config.ConfigError,
  HttpClient.HttpClient | FileSystem.FileSystem
>

const inMemory = Layer.provide(TokenPersistence.layerMemory)

const logins: ReadonlyArray<readonly [string, Login]> = [
  ["DeveloperToken", DeveloperToken.layerConfig],
  ["ClientCredentials", ClientCredentials.layerConfig()],
  ["Jwt", Jwt.layerConfig()],
  ["OAuth", inMemory(OAuth.layerConfig())],
  ["Downscope", Layer.provide(Downscope.layerConfig(), DeveloperToken.layerConfig)]
]

const environment = {
  BOX_DEVELOPER_TOKEN: "token",
  BOX_CLIENT_ID: "id",
  BOX_CLIENT_SECRET: "secret",
  BOX_REFRESH_TOKEN: "refresh",
  BOX_ENTERPRISE_ID: "1",
  BOX_CONFIG_FILE: "/app.json",
  BOX_DOWNSCOPE_SCOPES: "base_explorer"
}

/** Remembers where requests go. */
const answering = () => {
  const origins = new Set<string>()
  const client = HttpClient.make((request, url) =>
    Effect.sync(() => {
      origins.add(url.origin)
      const token = { access_token: "a", refresh_token: "r", expires_in: 3600 }
      const file = { type: "file", id: "1", size: 1, sha1: "5ba93c9db0cff93f52b521d7420e43f6eda2784f" }
      const json = url.pathname.endsWith("/token")
        ? token
        : url.pathname.endsWith("/content")
          ? { total_count: 1, entries: [file] }
          : { type: "user", id: "1" }
      return HttpClientResponse.fromWeb(request, Response.json(json))
    })
  )
  return { origins, layer: Layer.succeed(HttpClient.HttpClient, client) }
}

const variables = [
  ["BOX_API_URL", "apiUrl", "https://api.box.com"],
  ["BOX_UPLOAD_URL", "uploadUrl", "https://upload.box.com/api"],
  ["BOX_AUTHORIZE_URL", "authorizeUrl", "https://account.box.com/api/oauth2/authorize"]
] as const

const observed = Effect.gen(function* () {
  yield* Users.getUserMe()
  yield* FileUpload.upload(new Uint8Array(1), { folder_id: "0", name: "a" })
  return yield* BoxConfig.BoxConfig
})

describe("layerConfig", () => {
  for (const [name, login] of logins) {
    for (const [variable, property] of variables) {
      for (const withOptions of [false, true]) {
        const also = withOptions ? ", beside a BoxConfig.layerConfig" : ""
        it.effect(`of ${name} reads ${variable}${also}`, () =>
          Effect.gen(function* () {
            const other = "http://127.0.0.1:1234"
            const http = answering()
            const base = Layer.merge(http.layer, files)
            const options = BoxConfig.layerConfig({ retry: { maxAttempts: 2 } })
            const layer = login.pipe(Layer.provideMerge(withOptions ? Layer.merge(base, options) : base))
            const config = yield* observed.pipe(
              Effect.provide(Layer.fresh(layer)),
              Effect.provide(
                ConfigProvider.layer(ConfigProvider.fromEnv({ env: { ...environment, [variable]: other } }))
              )
            )
            for (const [one, each, usual] of variables) {
              assert.strictEqual(config[each], each === property ? other : usual, one)
            }
            assert.strictEqual(config.retry.maxAttempts, withOptions ? 2 : 5)
            const api = variable === "BOX_API_URL" ? other : "https://api.box.com"
            const upload = variable === "BOX_UPLOAD_URL" ? other : "https://upload.box.com"
            assert.sameMembers([...http.origins], [api, upload])
          })
        )
      }
    }

    it.effect(`of ${name} leaves a configuration alone if the environment names no server`, () =>
      Effect.gen(function* () {
        const http = answering()
        const mine = BoxConfig.layer({ apiUrl: "http://127.0.0.1:1", uploadUrl: "http://127.0.0.1:2" })
        yield* observed.pipe(
          Effect.provide(Layer.fresh(login.pipe(Layer.provideMerge(Layer.mergeAll(http.layer, files, mine))))),
          Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { ...environment, BOX_API_URL: "" } })))
        )
        assert.sameMembers([...http.origins], ["http://127.0.0.1:1", "http://127.0.0.1:2"])
      })
    )
  }

  it.effect("refuses a server that is none, before anything is sent", () =>
    Effect.gen(function* () {
      const http = answering()
      const error = yield* Users.getUserMe().pipe(
        Effect.provide(DeveloperToken.layerConfig.pipe(Layer.provideMerge(http.layer))),
        Effect.provide(
          ConfigProvider.layer(ConfigProvider.fromEnv({ env: { ...environment, BOX_API_URL: "localhost:4010" } }))
        ),
        Effect.flip
      )
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.strictEqual(http.origins.size, 0)
    })
  )
})

/** What selects each login of `NodeBox.layerConfig`, as docs/login.md lists it. */
const ways = (directory: string): Readonly<Record<string, Readonly<Record<string, string>>>> => {
  const file = join(directory, "app.json")
  NodeFs.writeFileSync(file, JSON.stringify(application))
  const app = { BOX_CLIENT_ID: "id", BOX_CLIENT_SECRET: "secret" }
  return {
    "a developer token": { BOX_DEVELOPER_TOKEN: "token" },
    "a JWT": { BOX_CONFIG_FILE: file },
    "a JWT of a user": { BOX_CONFIG_FILE: file, BOX_USER_ID: "2" },
    "client credentials": { ...app, BOX_ENTERPRISE_ID: "1" },
    "client credentials of a user": { ...app, BOX_USER_ID: "2" },
    "a person": { ...app, BOX_REFRESH_TOKEN: "refresh", BOX_TOKEN_FILE: join(directory, "tokens.json") }
  }
}

/** A server that answers as a Box would, and remembers what it was asked. */
const listening = Effect.acquireRelease(
  Effect.callback<{ readonly origin: string; readonly asked: Array<string>; readonly close: () => void }>((resume) => {
    const asked: Array<string> = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? "")
      request.resume().on("end", () => {
        const token = { access_token: "a", refresh_token: "r", expires_in: 3600 }
        const file = { type: "file", id: "1", size: 1, sha1: "5ba93c9db0cff93f52b521d7420e43f6eda2784f" }
        const json = request.url?.endsWith("/token")
          ? token
          : request.url?.includes("/content")
            ? { total_count: 1, entries: [file] }
            : { type: "user", id: "1" }
        response.setHeader("content-type", "application/json")
        response.end(JSON.stringify(json))
      })
    }).listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      const close = () => {
        server.close()
        server.closeAllConnections()
      }
      resume(Effect.succeed({ origin: `http://127.0.0.1:${port}`, asked, close }))
    })
  }),
  ({ close }) => Effect.sync(close)
)

describe("NodeBox.layerConfig", () => {
  it.live("logs in with each set of variables at the server that is named, and sends everything there", () =>
    Effect.gen(function* () {
      const directory = yield* Effect.acquireRelease(
        Effect.sync(() => NodeFs.mkdtempSync(join(tmpdir(), "effect-box-"))),
        (path) => Effect.sync(() => NodeFs.rmSync(path, { recursive: true, force: true }))
      )
      for (const [way, login] of Object.entries(ways(directory))) {
        const [api, upload] = [yield* listening, yield* listening]
        const env = {
          ...login,
          BOX_API_URL: api.origin,
          BOX_UPLOAD_URL: upload.origin,
          BOX_AUTHORIZE_URL: "http://127.0.0.1:1/authorize"
        }
        const config = yield* observed.pipe(
          Effect.provide(Layer.fresh(NodeBox.layerConfig)),
          Effect.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env })))
        )
        assert.strictEqual(config.authorizeUrl, env.BOX_AUTHORIZE_URL, way)
        const needsToken = way !== "a developer token"
        assert.deepStrictEqual(api.asked, [...(needsToken ? ["/oauth2/token"] : []), "/2.0/users/me"], way)
        assert.deepStrictEqual(
          upload.asked.map((path) => path.replace(/\?.*/, "")),
          ["/2.0/files/content"],
          way
        )
      }
    })
  )
})
