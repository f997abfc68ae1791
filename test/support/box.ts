/** An emulated Box in the process of the test, with a login. */
import { OAuth, TokenPersistence } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { Effect, Layer, Redacted } from "effect"

type Tokens = NonNullable<OAuth.Options["tokens"]>

const boxWith = (options: BoxEmulator.Options, tokensOf: (credentials: BoxEmulator.Credentials) => Tokens) =>
  Layer.unwrap(
    Effect.map(BoxEmulator.BoxEmulator, ({ credentials }) =>
      OAuth.layer({
        clientId: credentials.clientId,
        clientSecret: Redacted.make(credentials.clientSecret),
        tokens: tokensOf(credentials)
      })
    )
  ).pipe(Layer.provide(TokenPersistence.layerMemory), Layer.provideMerge(BoxEmulator.layerHttpClient(options)))

/** The login has a refresh token, so the first call renews it. */
export const box = (options: BoxEmulator.Options = {}) =>
  boxWith(options, ({ refreshToken }) => ({ refreshToken: Redacted.make(refreshToken) }))

/** The login has an access token for an hour, and renews itself afterwards. */
export const boxWithAccessToken = (options: BoxEmulator.Options = {}) =>
  boxWith(options, ({ accessToken, refreshToken }) => ({
    accessToken: Redacted.make(accessToken),
    refreshToken: Redacted.make(refreshToken),
    expiresAt: 3_600_000
  }))
