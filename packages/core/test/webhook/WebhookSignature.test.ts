import { createHmac } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer, Logger, Redacted } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { TestClock } from "effect/testing"
import { WebhookSignature } from "../../src/server.ts"
import * as WebhookRoute from "../../src/webhook/WebhookRoute.ts"

const primaryKey = Redacted.make("effect-box-primary")
const secondaryKey = Redacted.make("effect-box-secondary")
const time = "2020-06-01T10:30:00-07:00"
const at = Date.parse(time)

const plain =
  '{"type":"webhook_event","id":"ev-1","trigger":"FILE.UPLOADED","source":{"type":"file","id":"5001","name":"a.txt"}}'
const unicode =
  '{"type":"webhook_event","id":"ev-2","trigger":"FILE.RENAMED","source":{"type":"file","id":"5001","name":"h\u00e9llo.txt"}}'

const sign = (key: Redacted.Redacted<string>, body: string, timestamp = time) =>
  createHmac("sha256", Redacted.value(key)).update(body).update(timestamp).digest("base64")

const headersOf = (primary: string | undefined, secondary?: string, more: Record<string, string> = {}) => ({
  "BOX-DELIVERY-ID": "delivery-1",
  "BOX-DELIVERY-TIMESTAMP": time,
  "BOX-SIGNATURE-VERSION": "1",
  "BOX-SIGNATURE-ALGORITHM": "HmacSHA256",
  ...(primary === undefined ? {} : { "BOX-SIGNATURE-PRIMARY": primary }),
  ...(secondary === undefined ? {} : { "BOX-SIGNATURE-SECONDARY": secondary }),
  ...more
})

const bytes = (text: string) => new TextEncoder().encode(text)

const verify = (body: string, headers: Record<string, string>, keys: WebhookSignature.Keys = { primaryKey }) =>
  Effect.andThen(TestClock.setTime(at), WebhookSignature.verify({ headers, body: bytes(body), ...keys }))

const reason = (effect: ReturnType<typeof verify>) =>
  Effect.map(Effect.flip(effect), (error) => (error._tag === "BoxWebhookError" ? error.reason : error._tag))

describe("WebhookSignature", () => {
  const vectors = [
    [plain, "mSGMvUMSPiv8ClyIbp6qn1NqP99ogvedkY9clpp6NwU=", "opKqCbSXZzNNkv4EEYjYB+V7q88oyobOiOSqxmLn2ZA="],
    [unicode, "DajOnFxQZ5B82ZefYb8x/2uXJhTsiYF5KakV1eaDXj4=", "50AzovA05i1zYi2d97qOHMbfiQmO8y1vk3xEJqzG60o="],
    // Signed with the character escaped, sent with the character itself.
    [unicode, "T99vhsisKAAYRWm+c+zMQFYHxJM+IjCctAH2egT1HrQ=", "l+t9AbwP6zb6w4vxWyHKlEFZahzK5iBf8mh5snkF2xs="]
  ] as const
  it.effect.each(vectors.map((vector) => ({ vector })))("takes $vector", ({ vector: [body, primary, secondary] }) =>
    Effect.gen(function* () {
      for (const keys of [{ primaryKey }, { secondaryKey }, { primaryKey, secondaryKey }]) {
        const { payload, deliveryId, sentAt } = yield* verify(body, headersOf(primary, secondary), keys)
        assert.deepStrictEqual(payload, JSON.parse(body))
        assert.strictEqual(deliveryId, "delivery-1")
        assert.strictEqual(sentAt, at)
      }
    })
  )

  it.effect("takes escaped slashes, and characters beyond the first plane, as they were sent", () =>
    Effect.gen(function* () {
      const slashes = '{"type":"webhook_event","id":"1","trigger":"T","source":{"type":"file","id":"1","path":"a\\/b"}}'
      yield* verify(slashes, headersOf(sign(primaryKey, slashes)))
      assert.strictEqual(
        yield* reason(verify(slashes.replace("\\/", "/"), headersOf(sign(primaryKey, slashes)))),
        "signature"
      )
      const astral = '{"type":"webhook_event","id":"1","trigger":"T","name":"\u{1f600}"}'
      yield* verify(astral, headersOf(sign(primaryKey, astral)))
      yield* verify(astral, headersOf(sign(primaryKey, astral.replace("\u{1f600}", "\\ud83d\\ude00"))))
    })
  )

  it.effect("keys change one at a time", () =>
    Effect.gen(function* () {
      const changed = Redacted.make("changed")
      const both = { primaryKey, secondaryKey }
      yield* verify(plain, headersOf(sign(changed, plain), sign(secondaryKey, plain)), both)
      yield* verify(plain, headersOf(sign(primaryKey, plain), sign(changed, plain)), both)
      const neither = headersOf(sign(changed, plain), sign(changed, plain))
      assert.strictEqual(yield* reason(verify(plain, neither, both)), "signature")
      // The primary key's signature is no secondary one.
      const swapped = headersOf(sign(secondaryKey, plain), sign(primaryKey, plain))
      assert.strictEqual(yield* reason(verify(plain, swapped, both)), "signature")
    })
  )

  it.effect("headers come in any case and any form", () =>
    Effect.gen(function* () {
      const given = headersOf(sign(primaryKey, plain))
      const lower = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]))
      yield* verify(plain, lower)
      yield* TestClock.setTime(at)
      yield* WebhookSignature.verify({ headers: new Headers(given), body: bytes(plain), primaryKey })
      yield* WebhookSignature.verify({ headers: Object.entries(given), body: bytes(plain), primaryKey })
    })
  )

  const refusals: ReadonlyArray<readonly [string, Record<string, string>, string]> = [
    ["no headers", {}, "missing_header"],
    ["no signature", headersOf(undefined), "missing_header"],
    ["only a signature whose key is not known", headersOf(undefined, sign(secondaryKey, plain)), "missing_header"],
    ["another version", headersOf(sign(primaryKey, plain), undefined, { "BOX-SIGNATURE-VERSION": "2" }), "unsupported"],
    [
      "another algorithm",
      headersOf(sign(primaryKey, plain), undefined, { "BOX-SIGNATURE-ALGORITHM": "none" }),
      "unsupported"
    ],
    ["an empty signature", headersOf(""), "signature"],
    ["a signature that is not Base64", headersOf("%%%"), "signature"],
    ["the beginning of the signature", headersOf(sign(primaryKey, plain).slice(0, 8)), "signature"],
    ["another body's signature", headersOf(sign(primaryKey, unicode)), "signature"],
    ["another time's signature", headersOf(sign(primaryKey, plain, "2020-06-01T10:30:01-07:00")), "signature"],
    [
      "a time without an offset",
      headersOf("x", undefined, { "BOX-DELIVERY-TIMESTAMP": "2020-06-01T17:30:00" }),
      "timestamp"
    ],
    [
      "a time that is none",
      headersOf("x", undefined, { "BOX-DELIVERY-TIMESTAMP": "2020-13-01T17:30:00Z" }),
      "timestamp"
    ]
  ]
  it.effect.each(refusals.map(([name, headers, expected]) => ({ name, headers, expected })))(
    "refuses $name",
    ({ headers, expected }) =>
      Effect.gen(function* () {
        assert.strictEqual(yield* reason(verify(plain, headers)), expected)
      })
  )

  it.effect("a refusal says which delivery it was", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(verify(plain, headersOf("another")))
      assert.deepInclude(error, { _tag: "BoxWebhookError", deliveryId: "delivery-1" })
      const { "BOX-DELIVERY-ID": _, ...nameless } = headersOf("another")
      assert.notProperty(yield* Effect.flip(verify(plain, nameless)), "deliveryId")
    })
  )

  const moments: ReadonlyArray<readonly [number, string | undefined, boolean]> = [
    [600_000, undefined, true],
    [600_001, undefined, false],
    [-600_000, undefined, true],
    [-600_001, undefined, false],
    [61_000, "1 minute", false],
    [-61_000, "1 minute", false],
    [3_600_000, "1 hour", true]
  ]
  it.effect.each(moments.map(([late, maxAge, good]) => ({ late, maxAge, good })))(
    "$late ms after it was sent, with maxAge $maxAge: $good",
    ({ late, maxAge, good }) =>
      Effect.gen(function* () {
        yield* TestClock.setTime(at + late)
        const outcome = yield* Effect.result(
          WebhookSignature.verify({
            headers: headersOf(sign(primaryKey, plain)),
            body: bytes(plain),
            primaryKey,
            // The table holds durations as they are written.
            ...(maxAge === undefined ? {} : { maxAge: maxAge as "1 minute" })
          })
        )
        assert.strictEqual(outcome._tag, good ? "Success" : "Failure")
        if (outcome._tag === "Failure") assert.include(outcome.failure.message, late > 0 ? "ago" : "future")
      })
  )

  it.effect("what Box signed but is no event is told apart", () =>
    Effect.gen(function* () {
      for (const body of ["{", "[]", '{"type":"webhook_event","id":"1"}', '{"type":"file","id":"1","trigger":"T"}']) {
        assert.strictEqual(yield* reason(verify(body, headersOf(sign(primaryKey, body)))), "payload")
      }
    })
  )

  it.effect("without a key nothing is verified", () =>
    Effect.gen(function* () {
      const headers = headersOf(sign(primaryKey, plain))
      for (const keys of [{}, { primaryKey: Redacted.make("") }, { primaryKey, secondaryKey: Redacted.make("") }]) {
        assert.strictEqual(yield* reason(verify(plain, headers, keys)), "BoxInvalidInput")
      }
    })
  )
})

describe("WebhookRoute", () => {
  const seen: Array<string> = []
  const hook = HttpRouter.add(
    "POST",
    "/hook",
    Effect.gen(function* () {
      const { payload } = yield* WebhookRoute.Webhook
      seen.push(payload.id)
      return HttpServerResponse.empty()
    })
  )

  const post = (layer: WebhookRoute.Verified<unknown>, body: BodyInit, headers: Record<string, string>) =>
    Effect.acquireUseRelease(
      Effect.sync(() =>
        HttpRouter.toWebHandler(Layer.provide(hook, layer).pipe(Layer.provideMerge(Logger.layer([]))), {
          disableLogger: true
        })
      ),
      ({ handler }) =>
        Effect.promise(() => handler(new Request("http://localhost/hook", { method: "POST", body, headers }))),
      ({ dispose }) => Effect.promise(dispose)
    )

  /** The handler of the web runs on the real clock. */
  const fresh = (body: string) => {
    const timestamp = new Date().toISOString()
    return headersOf(sign(primaryKey, body, timestamp), undefined, { "BOX-DELIVERY-TIMESTAMP": timestamp })
  }

  it.effect("calls the handler for what Box sent, and for nothing else", () =>
    Effect.gen(function* () {
      const layer = WebhookRoute.layer({ primaryKey })
      seen.length = 0
      assert.strictEqual((yield* post(layer, plain, fresh(plain))).status, 204)
      assert.deepStrictEqual(seen, ["ev-1"])
      const forged = yield* post(layer, plain.replace("ev-1", "ev-9"), fresh(plain))
      assert.strictEqual(forged.status, 403)
      assert.strictEqual(yield* Effect.promise(() => forged.text()), "")
      assert.strictEqual((yield* post(layer, plain, {})).status, 403)
      const huge = `${plain.slice(0, -1)},"x":"${"y".repeat(2 ** 20)}"}`
      assert.strictEqual((yield* post(layer, huge, fresh(huge))).status, 400)
      assert.deepStrictEqual(seen, ["ev-1"])
    })
  )

  it.effect("reads its keys from the environment, and does not start without one", () =>
    Effect.gen(function* () {
      const from = (env: Record<string, string>) =>
        Layer.provide(WebhookRoute.layerConfig, ConfigProvider.layer(ConfigProvider.fromEnv({ env })))
      const layer = from({ BOX_WEBHOOK_PRIMARY_KEY: Redacted.value(primaryKey) })
      assert.strictEqual((yield* post(layer, plain, fresh(plain))).status, 204)
      const error = yield* Effect.flip(Layer.build(from({})))
      assert.strictEqual(error._tag, "BoxInvalidInput")
    })
  )
})
