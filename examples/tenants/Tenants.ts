/**
 * One login per user. It is created on first use, shared by everything that acts for this user, and released after it has
 * been idle for a while. For one login per enterprise, use its id as the key and `{ enterprise }` as the subject.
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
