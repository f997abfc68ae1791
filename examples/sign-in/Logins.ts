/** One Box login per user of the backend. The token pair of each is a row of its own. */
import { OAuth, TokenPersistence } from "@effect-box/core"
import { SqlTokenPersistence } from "@effect-box/core/server"
import type { BoxError } from "@effect-box/core"
import { Config, Context, Effect, Layer, LayerMap } from "effect"
import { KeyValueStore } from "effect/persistence"
import { SqlClient } from "effect/sql"

/** Where the token pairs of all users are. */
export class TokenRows extends Context.Service<
  TokenRows,
  { readonly of: (user: string) => Layer.Layer<TokenPersistence.TokenPersistence, BoxError.BoxError> }
>()("examples/TokenRows") {
  /** In PostgreSQL, for any number of processes. */
  static readonly layerSql = Layer.effect(
    TokenRows,
    SqlClient.SqlClient.useSync((sql) => ({
      of: (user: string) =>
        SqlTokenPersistence.layer({ key: user }).pipe(Layer.provide(Layer.succeed(SqlClient.SqlClient, sql)))
    }))
  )

  /** In memory, for one process and for tests. */
  static readonly layerMemory = Layer.effect(
    TokenRows,
    KeyValueStore.KeyValueStore.useSync((store) => ({
      of: (user: string) =>
        TokenPersistence.layerKeyValueStore(user, { privateAndAtomic: true }).pipe(
          Layer.provide(Layer.succeed(KeyValueStore.KeyValueStore, store))
        )
    }))
  ).pipe(Layer.provide(KeyValueStore.layerMemory))
}

/** A login is opened when its user is first seen, renewed once for all requests, and closed after 10 idle minutes. */
export class Logins extends LayerMap.Service<Logins>()("examples/Logins", {
  lookup: (user: string) =>
    Layer.unwrap(
      Effect.gen(function* () {
        const clientId = yield* Config.String("BOX_CLIENT_ID")
        const clientSecret = yield* Config.Redacted("BOX_CLIENT_SECRET")
        const rows = yield* TokenRows
        return OAuth.layer({ clientId, clientSecret }).pipe(Layer.provide(rows.of(user)))
      })
    ),
  idleTimeToLive: "10 minutes"
}) {}
