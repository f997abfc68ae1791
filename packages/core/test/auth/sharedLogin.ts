/** A Box that hands out tokens, a store that several processes share, and the login that uses both. */
import { Effect, Layer, Logger, Option, Redacted, Semaphore } from "effect"
import { BoxTokenPersistenceError } from "../../src/BoxError.ts"
import { Folders, OAuth, TokenPersistence } from "../../src/index.ts"
import { type Script, scripted } from "../http/scriptedHttp.ts"

export const pair = (n: number | string, expiresAt: number): TokenPersistence.TokenPair => ({
  accessToken: Redacted.make(`a${n}`),
  refreshToken: Redacted.make(`r${n}`),
  expiresAt
})

export const refreshTokenOf = (stored: TokenPersistence.TokenPair | undefined) =>
  stored?.refreshToken === undefined ? undefined : Redacted.value(stored.refreshToken)

const broken = (message: string) => new BoxTokenPersistenceError({ operation: "test", message, attempts: 0 })

/** A store that several processes could share, and that can be made to fail as it closes a section. */
export const makeShared = (initial?: TokenPersistence.TokenPair) => {
  const state = {
    stored: initial,
    failingCommits: 0,
    failingSets: 0,
    failingGets: 0,
    slowGets: 0,
    entered: 0,
    inside: false,
    rollsBack: false
  }
  const section = Semaphore.makeUnsafe(1)
  const service = TokenPersistence.TokenPersistence.of({
    get: Effect.suspend(() => {
      if (state.failingGets > 0) {
        state.failingGets--
        return Effect.fail(broken("cannot be read"))
      }
      const found = Effect.succeed(Option.fromUndefinedOr(state.stored))
      if (state.slowGets === 0) return found
      state.slowGets--
      return Effect.delay(found, "2 seconds")
    }),
    set: (given) =>
      Effect.suspend(() => {
        if (state.failingSets > 0) {
          state.failingSets--
          return Effect.fail(broken("disk full"))
        }
        state.stored = given
        return Effect.void
      }),
    clear: Effect.sync(() => {
      state.stored = undefined
    }),
    exclusively: (effect) =>
      section.withPermits(1)(
        Effect.gen(function* () {
          const before = state.stored
          state.entered++
          state.inside = true
          const exit = yield* Effect.exit(effect)
          state.inside = false
          if (state.failingCommits > 0 && state.stored !== before) {
            state.failingCommits--
            state.stored = before
            return yield* broken("the commit failed")
          }
          return yield* exit
        }).pipe(
          Effect.onInterrupt(() =>
            Effect.sync(() => {
              if (state.rollsBack) state.stored = initial
            })
          )
        )
      )
  })
  return { state, service, layer: Layer.succeed(TokenPersistence.TokenPersistence, service) }
}

/** Hands out a1/r1, a2/r2, ...; the n-th token request can be scripted otherwise. */
export const makeBox = (token: (index: number) => Script | undefined = () => undefined) => {
  let asked = 0
  let issued = 0
  const http = scripted((seen) => {
    if (!seen.url.includes("/oauth2/")) return { json: { type: "folder", id: "0" } }
    const scripting = token(asked++)
    if (scripting !== undefined) return scripting
    if (seen.url.endsWith("/revoke")) return { status: 200 }
    issued++
    return { json: { access_token: `a${issued}`, refresh_token: `r${issued}`, expires_in: 3600 } }
  })
  const sent = (path: string, field: string) =>
    http.seen.filter((seen) => seen.url.endsWith(path)).map((seen) => new URLSearchParams(seen.body).get(field))
  return { http, sent }
}

export const login = (
  box: ReturnType<typeof makeBox>,
  shared: ReturnType<typeof makeShared>,
  onTokensChanged?: OAuth.Options["onTokensChanged"]
) =>
  OAuth.layer({ clientId: "id", clientSecret: Redacted.make("secret"), onTokensChanged }).pipe(
    Layer.provideMerge(Layer.merge(box.http.layer, shared.layer))
  )

export const call = Folders.getFolderById({ folder_id: "0" })
export const quiet = Logger.layer([])
