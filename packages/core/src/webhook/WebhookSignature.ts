/**
 * Tells whether a webhook delivery comes from Box, and what it says.
 *
 * Box signs the raw bytes of the body and the time of the delivery with both keys of the app, so that keys can be changed one
 * at a time. A delivery counts when one signature is right, and when it was sent at most 10 minutes ago (or ahead: clocks
 * differ). Box repeats a delivery that was not answered with 2xx within 30 seconds: `payload.id` stays the same, so remember
 * the ids that were dealt with.
 *
 * With effect's `HttpRouter` use `WebhookRoute`, which calls {@link verify} before a handler sees anything.
 *
 * @example
 * ```ts
 * import { WebhookSignature } from "@effect-box/core"
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

/** Why a delivery is not to be believed. It holds neither a key nor a signature nor the body. */
export class BoxWebhookError extends Schema.TaggedError<BoxWebhookError>()("BoxWebhookError", {
  /**
   * `missing_header`, `unsupported` (a signature version or algorithm that is not known), `timestamp` (no time, or one outside
   * of the window), `signature` (neither is right), `payload` (signed by Box, but no webhook event).
   */
  reason: Schema.Literals(["missing_header", "unsupported", "timestamp", "signature", "payload"]),
  message: Schema.String,
  /** Box's id of this attempt to deliver, if the header is there. Not to be trusted. */
  deliveryId: Schema.optionalKey(Schema.String)
}) {}

/** A delivery that comes from Box. */
export interface Delivery {
  readonly payload: WebhookPayload
  /** Box's id of this attempt to deliver. */
  readonly deliveryId: string | undefined
  /** When Box sent it, in milliseconds since 1970. */
  readonly sentAt: number
}

/** The keys of the app, from its page in Box's developer console. One is enough, both allow to change them one by one. */
export interface Keys {
  readonly primaryKey?: Redacted.Redacted<string> | undefined
  readonly secondaryKey?: Redacted.Redacted<string> | undefined
  /** How long ago, or ahead, a delivery may have been sent. Default 10 minutes. */
  readonly maxAge?: Duration.Input | undefined
}

/** What came in. */
export interface Received {
  /** In any form and case: a record, pairs, or the `Headers` of the platform. */
  readonly headers: Headers.Input
  /** The bytes as they came. A body that was parsed and written again has another signature. */
  readonly body: Uint8Array
}

export interface Options extends Keys, Received {}

const encoder = new TextEncoder()

const concat = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}

/** Some payloads are signed with `\u00e9` where the body has the character itself. */
const escaped = (body: Uint8Array): Uint8Array => {
  const text = new TextDecoder().decode(body)
  return encoder.encode(
    text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
  )
}

/** Only with an offset is it a moment. */
const deliveredAt = (text: string): number | undefined =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/i.test(text) ? parseTimestamp(text) : undefined

const webCrypto = /*#__PURE__*/ Layer.provide(Mac.layerWebCrypto, SecureRandom.layerWebCrypto)

/** Whether the signature is the one of any of the messages; all of them are looked at, whichever is right. */
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
 * Checks the keys once, for any number of deliveries. Fails with `BoxInvalidInput` when there is no key, or an empty one; what
 * it gives fails with `BoxWebhookError`, and with `BoxInvalidInput` where it is given something else than bytes and headers.
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
    return yield* invalid("primaryKey or secondaryKey is needed, and each must be a Redacted that is not empty")
  }

  const isPayload = is(WebhookPayload)
  return Effect.fn("WebhookSignature.verify")(function* (received: Received) {
    const expected = "What was received must be an object with headers and the body's bytes"
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
    if (signed.length === 0) return yield* refuse("missing_header", "There is no signature for a key that is known")

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
    if (!results.includes(true)) return yield* refuse("signature", "No signature is right: Box did not send this")

    const payload = yield* Effect.try({
      try: (): unknown => JSON.parse(new TextDecoder().decode(body)),
      catch: () => refuse("payload", "The body is not JSON")
    })
    if (!isPayload(payload)) return yield* refuse("payload", "The body is no webhook event")
    return { payload, deliveryId, sentAt }
  })
})

/**
 * Checks signature and time of a delivery and reads its payload. Fails with `BoxWebhookError`, and with `BoxInvalidInput`
 * when there is no key to check with.
 *
 * @see https://developer.box.com/guides/webhooks/v2/signatures-v2/
 */
export const verify = (options: Options): Effect.Effect<Delivery, BoxWebhookError | BoxInvalidInput> =>
  Effect.flatMap(verifier(options), (check) => check(options))
