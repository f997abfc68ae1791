/** The login of a worker. Its token pair is a row in PostgreSQL, which workers on any number of machines share. */
import { OAuth } from "@effect-box/core"
import { SqlTokenPersistence } from "@effect-box/core/server"
import * as PgClient from "@effect/sql-pg/PgClient"
import { Config, Layer } from "effect"

const Database = PgClient.layerConfig({ url: Config.Redacted("DATABASE_URL") })

/**
 * Reads BOX_CLIENT_ID, BOX_CLIENT_SECRET, and BOX_REFRESH_TOKEN for the very first time. To encrypt the row, put
 * `EncryptedTokenPersistence.layerConfig` between the two.
 */
export const Login = OAuth.layerConfig().pipe(
  Layer.provide(SqlTokenPersistence.layer({ key: "worker" })),
  Layer.provide(Database)
)
