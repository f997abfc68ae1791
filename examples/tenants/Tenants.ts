/**
 * One login per user (or per enterprise: then the key is its id and the subject `{ enterprise }`), made when it is first
 * needed, shared by everything that acts for this user, and released when nothing has for a while.
 */
import { ClientCredentials } from "@effect-box/core"
import { Config, Effect, Layer, LayerMap } from "effect"

export class Tenants extends LayerMap.Service<Tenants>()("examples/Tenants", {
  lookup: (userId: string) =>
    Layer.unwrap(
      Effect.gen(function* () {
        const clientId = yield* Config.String("BOX_CLIENT_ID")
        const clientSecret = yield* Config.Redacted("BOX_CLIENT_SECRET")
        return ClientCredentials.layer({ clientId, clientSecret, subject: { user: userId } })
      })
    ),
  idleTimeToLive: "10 minutes"
}) {}
