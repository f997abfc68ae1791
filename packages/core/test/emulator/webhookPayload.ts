/** What the emulator delivers, as a receiver that uses our own schema has to be able to read it. */
import { assert } from "@effect/vitest"
import { Schema } from "effect"
import { WebhookPayload } from "../../src/server.ts"
import type { Json } from "./wire.ts"

const isPayload = Schema.is(WebhookPayload.WebhookPayload)

export const readable = (body: Json): Json => {
  assert.isTrue(isPayload(body), `a payload of ${body.trigger} is not readable`)
  return body
}
