/**
 * Verifies that a webhook delivery comes from Box, and decodes its payload.
 *
 * Box signs the raw bytes of the body and the time of the delivery with both keys of the app, so that keys can be
 * rotated one at a time. A delivery is valid if one signature matches and if it was sent at most 10 minutes ago (or
 * ahead: clocks differ). Box repeats a delivery that was not answered with 2xx within 30 seconds. `payload.id` stays
 * the same, so remember the ids that you have processed.
 *
 * With effect's `HttpRouter` use `WebhookRoute`, which verifies a delivery before the handler runs.
 *
 * @example
 * ```ts
 * import { WebhookSignature } from "@effect-box/core/server"
 * import { Config, Effect } from "effect"
 *
 * const receive = Effect.fn("receive")(function* (request: Request) {
 *   const { payload } = yield* WebhookSignature.verify({
 *     headers: request.headers,
 *     body: new Uint8Array(yield* Effect.promise(() => request.arrayBuffer())),
 *     primaryKey: yield* Config.Redacted("BOX_WEBHOOK_PRIMARY_KEY"),
 *     secondaryKey: yield* Config.Redacted("BOX_WEBHOOK_SECONDARY_KEY")
 *   })
 *   yield* Effect.log(payload.trigger, payload.source?.id)
 * })
 * ```
 *
 * @see https://developer.box.com/guides/webhooks/v2/signatures-v2/
 */
import * as Clock from "effect/Clock"
import * as Mac from "effect/crypto/Mac"
import * as SecureRandom from "effect/crypto/SecureRandom"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Headers from "effect/http/Headers"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { BoxInvalidInput } from "../BoxError.ts"
import { readArgument, secretText, tryRead } from "../internal/argument.ts"
import { is } from "../internal/guard.ts"
import { parseTimestamp } from "../internal/timestamp.ts"
import { WebhookPayload } from "./WebhookPayload.ts"

/**
 * The reason why a delivery is not valid. It contains no key, no signature and no body.
 *
 * @category errors
 * @since 0.1.0
 */
export class BoxWebhookError extends Schema.TaggedError<BoxWebhookError>()("BoxWebhookError", {
  /**
   * `missing_header`, `unsupported` (unknown signature version or algorithm), `timestamp` (not a time, or outside the
   * window), `signature` (none matches), `payload` (signed by Box, but not a webhook event).
   */
  reason: Schema.Literals(["missing_header", "unsupported", "timestamp", "signature", "payload"]),
  message: Schema.String,
  /** Box's id of this delivery attempt, if the header is present. Not verified. */
  deliveryId: Schema.optionalKey(Schema.String)
}) {}

/**
 * A delivery that comes from Box.
 *
 * @category models
 * @since 0.1.0
 */
export interface Delivery {
  readonly payload: WebhookPayload
  /** Box's id of this delivery attempt. */
  readonly deliveryId: string | undefined
  /** When Box sent it, in milliseconds since 1970. */
  readonly sentAt: number
}

/**
 * The keys of the app, from its page in Box's developer console. One is sufficient; both allow you to rotate them one
 * by one.
 *
 * @category models
 * @since 0.1.0
 */
export interface Keys {
  readonly primaryKey?: Redacted.Redacted<string> | undefined
  readonly secondaryKey?: Redacted.Redacted<string> | undefined
  /** The maximum difference between the time of a delivery and now. Default 10 minutes. */
  readonly maxAge?: Duration.Input | undefined
}

/**
 * A delivery as it was received.
 *
 * @category models
 * @since 0.1.0
 */
export interface Received {
  /** In any form and case: a record, pairs, or the platform's `Headers`. */
  readonly headers: Headers.Input
  /** The raw bytes. A body that was parsed and serialised again has another signature. */
  readonly body: Uint8Array
}

/**
 * The argument of {@link verify}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options extends Keys, Received {}

const encoder = new TextEncoder()

const concat = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}

/** Some payloads are signed with escapes such as `\u00e9` although the body contains the character itself. */
const escaped = (body: Uint8Array): Uint8Array => {
  const text = new TextDecoder().decode(body)
  return encoder.encode(
    text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
  )
}

/** A timestamp without an offset is ambiguous. */
const deliveredAt = (text: string): number | undefined =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/i.test(text) ? parseTimestamp(text) : undefined

const webCrypto = /*#__PURE__*/ Layer.provide(Mac.layerWebCrypto, SecureRandom.layerWebCrypto)

/** Whether the signature matches one of the messages. All of them are checked, so that the timing reveals nothing. */
const isSigned = /*#__PURE__*/ Effect.fnUntraced(function* (
  key: Redacted.Redacted<string>,
  signature: string,
  messages: ReadonlyArray<Uint8Array>
) {
  const tag = Base64.decode(signature)
  const mac = yield* Mac.Mac
  const hmac = yield* Mac.key(Mac.hmacSha256, encoder.encode(Redacted.value(key)))
  const results = yield* Effect.forEach(messages, (message) =>
    mac.verify(hmac, Result.isSuccess(tag) ? tag.success : new Uint8Array(0), message)
  )
  return results.includes(true)
})

const invalid = (message: string): BoxInvalidInput =>
  new BoxInvalidInput({ operation: "WebhookSignature.verify", message, attempts: 0 })

/**
 * Checks the keys once, and returns a function that verifies any number of deliveries. Fails with `BoxInvalidInput` if
 * there is no key, or an empty one. The function fails with `BoxWebhookError`, or with `BoxInvalidInput` if its
 * argument is invalid.
 *
 * @example
 * ```ts
 * import { WebhookSignature } from "@effect-box/core/server"
 * import { Effect, Redacted } from "effect"
 *
 * const tag = Effect.gen(function* () {
 *   const verify = yield* WebhookSignature.verifier({ primaryKey: Redacted.make("the primary key") })
 *   const error = yield* Effect.flip(verify({ headers: {}, body: new Uint8Array() }))
 *   return error._tag
 * })
 *
 * console.log(await Effect.runPromise(tag)) // BoxWebhookError
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const verifier: (
  keys: Keys
) => Effect.Effect<
  (received: Received) => Effect.Effect<Delivery, BoxWebhookError | BoxInvalidInput>,
  BoxInvalidInput
> = Effect.fnUntraced(function* (given: Keys) {
  const expected = "The argument must be an object such as { primaryKey }"
  const read = yield* readArgument("WebhookSignature.verify", given, expected)
  const { primaryKey, secondaryKey, maxAge: age = "10 minutes" } = read
  const maxAge = Option.getOrUndefined(Duration.fromInput(age))
  if (maxAge === undefined) return yield* invalid("maxAge is not a duration")
  const keys = [
    { key: primaryKey, header: "box-signature-primary" },
    { key: secondaryKey, header: "box-signature-secondary" }
  ].flatMap(({ key, header }) => (key === undefined ? [] : [{ key, header }]))
  if (keys.length === 0 || keys.some(({ key }) => (secretText(key) ?? "") === "")) {
    return yield* invalid("primaryKey or secondaryKey is required, and each must be a non-empty Redacted")
  }

  const isPayload = is(WebhookPayload)
  return Effect.fn("WebhookSignature.verify")(function* (received: Received) {
    const expected = "The delivery must be an object with headers and the body's bytes"
    const { body, headers: raw } = yield* readArgument("WebhookSignature.verify", received, expected)
    const headers = tryRead(() => Headers.fromInput(raw))
    if (!(body instanceof Uint8Array) || headers === undefined) return yield* invalid(expected)
    const deliveryId = headers["box-delivery-id"]
    const refuse = (reason: BoxWebhookError["reason"], message: string) =>
      new BoxWebhookError({ reason, message, ...(deliveryId === undefined ? {} : { deliveryId }) })

    const timestamp = headers["box-delivery-timestamp"]
    if (timestamp === undefined) return yield* refuse("missing_header", "There is no BOX-DELIVERY-TIMESTAMP")
    if (headers["box-signature-version"] !== "1") {
      return yield* refuse("unsupported", "BOX-SIGNATURE-VERSION is not 1")
    }
    if (headers["box-signature-algorithm"] !== "HmacSHA256") {
      return yield* refuse("unsupported", "BOX-SIGNATURE-ALGORITHM is not HmacSHA256")
    }
    const signed = keys.flatMap(({ key, header }) => {
      const signature = headers[header]
      return signature === undefined ? [] : [{ key, signature }]
    })
    if (signed.length === 0) return yield* refuse("missing_header", "There is no signature for any of the keys")

    const sentAt = deliveredAt(timestamp)
    if (sentAt === undefined) return yield* refuse("timestamp", "BOX-DELIVERY-TIMESTAMP is not a time")
    const now = yield* Clock.currentTimeMillis
    if (Math.abs(now - sentAt) > Duration.toMillis(maxAge)) {
      return yield* refuse("timestamp", sentAt < now ? "It was sent too long ago" : "It was sent in the future")
    }

    const time = encoder.encode(timestamp)
    const messages = [concat(body, time), concat(escaped(body), time)]
    const results = yield* Effect.forEach(signed, ({ key, signature }) => isSigned(key, signature, messages)).pipe(
      Effect.provide(webCrypto),
      Effect.mapError(() => refuse("signature", "The signature could not be computed"))
    )
    if (!results.includes(true)) return yield* refuse("signature", "No signature matches: Box did not send this")

    const payload = yield* Effect.try({
      try: (): unknown => JSON.parse(new TextDecoder().decode(body)),
      catch: () => refuse("payload", "The body is not JSON")
    })
    if (!isPayload(payload)) return yield* refuse("payload", "The body is not a webhook event")
    return { payload, deliveryId, sentAt }
  })
})

/**
 * Verifies the signature and the time of a delivery and decodes its payload. Fails with `BoxWebhookError`, or with
 * `BoxInvalidInput` if there is no key.
 *
 * @example
 * ```ts
 * import { WebhookSignature } from "@effect-box/core/server"
 * import type { Redacted } from "effect"
 *
 * const receive = (headers: Headers, body: Uint8Array, primaryKey: Redacted.Redacted<string>) =>
 *   WebhookSignature.verify({ headers, body, primaryKey })
 * ```
 *
 * @see https://developer.box.com/guides/webhooks/v2/signatures-v2/
 * @category operations
 * @since 0.1.0
 */
export const verify = (options: Options): Effect.Effect<Delivery, BoxWebhookError | BoxInvalidInput> =>
  Effect.flatMap(verifier(options), (check) => check(options))
