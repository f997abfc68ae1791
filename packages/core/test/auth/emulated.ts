/** Logins against the emulator, in process: what the tests of all of them need. */
import { createPrivateKey } from "node:crypto"
import { Clock, Effect, Layer, Redacted } from "effect"
import { HttpClient } from "effect/http"
import { Jwt, TokenStore } from "../../src/index.ts"
import type { BoxEmulator } from "../../src/testing/index.ts"
import * as Emulator from "../../src/testing/BoxEmulator.ts"

/** A fresh emulator and its client. */
export const box = (options?: BoxEmulator.Options) => Layer.fresh(Emulator.layerHttpClient(options))

export const credentials = Effect.map(Emulator.BoxEmulator, (emulator) => emulator.credentials)

/** The file of the emulator's application with its key opened, because core cannot decrypt keys. */
export const jwtConfigText = Effect.map(
  Emulator.BoxEmulator.use((emulator) => emulator.jwtConfig),
  (text) => {
    const { boxAppSettings, ...others } = JSON.parse(text)
    const { passphrase, privateKey, ...appAuth } = boxAppSettings.appAuth
    const opened = createPrivateKey({ key: privateKey, passphrase }).export({ type: "pkcs8", format: "pem" })
    return JSON.stringify({
      ...others,
      boxAppSettings: { ...boxAppSettings, appAuth: { ...appAuth, privateKey: opened, passphrase: "" } }
    })
  }
)

/** The emulator's application, as `Jwt` takes it. */
export const jwtConfig = Effect.flatMap(jwtConfigText, Jwt.parseConfig)

export const tokenRequests = Effect.flatMap(Emulator.BoxEmulator, (emulator) =>
  Effect.map(emulator.stats, (stats) => stats.tokenRequests)
)

export const accessToken = Effect.flatMap(TokenStore.TokenStore, (store) =>
  Effect.map(store.accessToken, Redacted.value)
)

/** The emulator lives by a clock that differs from the client's by `offset` milliseconds. */
export const withBoxClockAhead = (offset: number): Layer.Layer<HttpClient.HttpClient, never, HttpClient.HttpClient> =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (client) =>
      HttpClient.transform(client, (effect) =>
        Effect.updateService(effect, Clock.Clock, (clock) => {
          const shifted: Clock.Clock = Object.create(clock)
          return Object.assign(shifted, {
            currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() + offset,
            currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now + offset)
          })
        })
      )
    )
  )
