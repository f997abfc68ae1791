/**
 * Receives webhooks with effect's `HttpRouter`. A handler runs only for deliveries that come from Box.
 *
 * @example
 * ```ts
 * import { WebhookRoute } from "@effect-box/core/server"
 * import { Effect, Layer } from "effect"
 * import { HttpRouter, HttpServerResponse } from "effect/http"
 *
 * const Hook = HttpRouter.add(
 *   "POST",
 *   "/box/webhooks",
 *   Effect.gen(function* () {
 *     const { payload } = yield* WebhookRoute.Webhook
 *     yield* Effect.log(payload.trigger, payload.source?.id)
 *     return HttpServerResponse.empty()
 *   })
 * ).pipe(Layer.provide(WebhookRoute.layerConfig))
 * ```
 */
import * as ByteSize from "effect/ByteSize"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type { BoxInvalidInput } from "../BoxError.ts"
import { requiredSecret } from "../internal/setting.ts"
import * as WebhookSignature from "./WebhookSignature.ts"

/**
 * The verified delivery. Verifying it consumes the body of the request, so take the payload from here.
 *
 * @category services
 * @since 0.1.0
 */
export class Webhook extends Context.Service<Webhook, WebhookSignature.Delivery>()("effect-box/WebhookRoute/Webhook") {}

/** Far more than any event of Box. */
const maxBodySize = /*#__PURE__*/ ByteSize.mebibytes(1)

const make = <E>(verifier: Effect.Effect<Verifier, E>) =>
  HttpRouter.middleware<{ provides: Webhook }>()(
    Effect.map(
      verifier,
      (verify) => (handler) =>
        Effect.gen(function* () {
          const request = yield* HttpServerRequest.HttpServerRequest
          const delivery = yield* request.arrayBuffer.pipe(
            Effect.provideService(HttpServerRequest.MaxBodySize, maxBodySize),
            Effect.flatMap((body) => verify({ headers: request.headers, body: new Uint8Array(body) })),
            Effect.result
          )
          if (Result.isSuccess(delivery)) return yield* Effect.provideService(handler, Webhook, delivery.success)
          const unread = delivery.failure._tag === "HttpServerError"
          const why = unread ? "its body could not be read" : delivery.failure.message
          yield* Effect.logWarning(`A webhook delivery was rejected: ${why}`)
          return HttpServerResponse.empty({ status: unread ? 400 : 403 })
        })
    )
  ).layer

type Verifier = Effect.Success<ReturnType<typeof WebhookSignature.verifier>>

/**
 * The layer that a route needs if its handler uses {@link Webhook}.
 *
 * @category models
 * @since 0.1.0
 */
export type Verified<E> = Layer.Layer<HttpRouter.Request<"Requires", Webhook>, E>

/**
 * Verifies each delivery before the handler runs. All others are answered with 403 and an empty body, and logged.
 * Fails with `BoxInvalidInput` if there is no key, or an empty one.
 *
 * @example
 * ```ts
 * import { WebhookRoute } from "@effect-box/core/server"
 * import { Redacted } from "effect"
 *
 * const Verify = WebhookRoute.layer({ primaryKey: Redacted.make("the primary key of the app") })
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (keys: WebhookSignature.Keys): Verified<BoxInvalidInput> => make(WebhookSignature.verifier(keys))

/**
 * As {@link layer}, from `BOX_WEBHOOK_PRIMARY_KEY` and `BOX_WEBHOOK_SECONDARY_KEY`. One of them is sufficient.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig: Verified<BoxInvalidInput | Config.ConfigError> = make(
  Effect.gen(function* () {
    const primaryKey = yield* requiredSecret("BOX_WEBHOOK_PRIMARY_KEY").pipe(Config.withDefault(undefined))
    const secondaryKey = yield* requiredSecret("BOX_WEBHOOK_SECONDARY_KEY").pipe(Config.withDefault(undefined))
    return yield* WebhookSignature.verifier({ primaryKey, secondaryKey })
  })
)
