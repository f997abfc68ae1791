/**
 * Sends what webhooks have to deliver: signed with both keys of the application, again after an answer other than 2xx,
 * and only to this machine.
 *
 * @see https://developer.box.com/guides/webhooks/v2/signatures-v2/
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import { deliveries, type Delivery, type WebhookAttempt } from "../resource/Webhooks.ts"
import type { World } from "../model/World.ts"
import { hmacSha256 } from "../wire/HmacSha256.ts"
import { uuid } from "../wire/Identifiers.ts"
import { isLoopback } from "../wire/Loopback.ts"
import { timestamp } from "../wire/Timestamps.ts"

/** How long Box waits for an answer, in milliseconds. */
const patience = 30_000

/** Box gives up after 12 attempts within two hours. The pauses between them double. */
const attempts = 12
const firstPause = 3_500

const signature = (key: string, message: Uint8Array): string =>
  Base64.encode(hmacSha256(new TextEncoder().encode(key), message))

type Outcome = Omit<WebhookAttempt, "deliveryId" | "at">

/** One attempt, with an id, a time and signatures of its own. */
const attempt = Effect.fnUntraced(function* (
  keys: World["webhookKeys"],
  client: HttpClient.HttpClient,
  { address, body }: Delivery
) {
  const at = yield* Clock.currentTimeMillis
  const deliveryId = uuid(yield* Random.Random)
  const signed = new TextEncoder().encode(body + timestamp(at))
  const request = HttpClientRequest.post(address).pipe(
    HttpClientRequest.bodyText(body, "application/json"),
    HttpClientRequest.setHeaders({
      "user-agent": "Box-WH-Client/0.1",
      "box-delivery-id": deliveryId,
      "box-delivery-timestamp": timestamp(at),
      "box-signature-version": "1",
      "box-signature-algorithm": "HmacSHA256",
      "box-signature-primary": signature(keys.primary, signed),
      "box-signature-secondary": signature(keys.secondary, signed)
    })
  )
  const outcome = client.execute(request).pipe(
    Effect.map(({ status }): Outcome => ({ status })),
    Effect.catch(({ message }) => Effect.succeed<Outcome>({ error: message })),
    Effect.scoped,
    Effect.timeoutOption(patience)
  )
  const answered = Option.getOrElse(yield* outcome, () => ({ error: "no answer within 30 seconds" }))
  const made: WebhookAttempt = { deliveryId, at, ...answered }
  return made
})

/** Sends one delivery until it has arrived, or for the last time. */
const send = Effect.fnUntraced(function* (
  keys: World["webhookKeys"],
  client: HttpClient.HttpClient,
  delivery: Delivery
) {
  for (let pause = firstPause; delivery.state === "waiting"; pause *= 2) {
    const made = yield* attempt(keys, client, delivery)
    delivery.attempts = [...delivery.attempts, made]
    if (made.status !== undefined && made.status >= 200 && made.status < 300) delivery.state = "delivered"
    else if (delivery.attempts.length === attempts) delivery.state = "failed"
    else yield* Effect.sleep(pause)
  }
})

/**
 * Gives the work for what has come since the last time. Without a client, and for the addresses of other machines, there
 * is none.
 */
export const makeSender = (
  world: World,
  client: HttpClient.HttpClient | undefined
): (() => ReadonlyArray<Effect.Effect<void>>) => {
  // What an earlier run of the world had to deliver is not sent twice.
  for (const earlier of deliveries.rows(world).values()) earlier.state = "kept"
  let begun = deliveries.rows(world).size
  return () => {
    const rows = deliveries.rows(world)
    if (rows.size === begun) return []
    const fresh = [...rows.values()].slice(begun)
    begun = rows.size
    return fresh.flatMap((delivery) => {
      if (client !== undefined && isLoopback(new URL(delivery.address))) {
        return [send(world.webhookKeys, client, delivery)]
      }
      delivery.state = "kept"
      return []
    })
  }
}
