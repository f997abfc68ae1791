/** Answers, before a transport sends them. */
import * as Data from "effect/Data"
import type * as Random from "effect/Random"
import type * as Stream from "effect/Stream"
import { alphanumerics, hex } from "./Identifiers.ts"
import type { Refusal } from "./Refusal.ts"

/**
 * The connection ended without the answer, or in the middle of it.
 *
 * @category testing
 * @since 0.1.0
 */
export class ConnectionBroken extends Data.TaggedError("ConnectionBroken")<{
  readonly code: "ECONNRESET" | "ENOTFOUND"
  readonly cause?: unknown
}> {}

/**
 * An answer on the wire. Its body is bytes in memory, or a stream of the length that the `content-length` header
 * announces.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | Stream.Stream<Uint8Array, ConnectionBroken>
}

const noBytes: Uint8Array = new Uint8Array(0)
const encoder = new TextEncoder()

/** A body of text with its type and length. */
export const text = (
  status: number,
  type: string,
  content: string,
  headers: Readonly<Record<string, string>> = {}
): Answer => {
  const body = encoder.encode(content)
  return { status, headers: { "content-type": type, "content-length": String(body.length), ...headers }, body }
}

export const json = (status: number, value: unknown, headers?: Readonly<Record<string, string>>): Answer =>
  text(status, "application/json", JSON.stringify(value), headers)

/** No body at all. 204 and 304 have no length either. */
export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: status === 204 || status === 304 ? headers : { "content-length": "0", ...headers },
  body: noBytes
})

/** The list with one entry that uploads and commits return. */
export const uploaded = (status: number, entry: unknown): Answer => json(status, { total_count: 1, entries: [entry] })

const helpUrl = "https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/"

/** The JSON error object of the API. The upload host formats its request ids differently. */
export const errorBody = (
  error: { readonly status: number; readonly code: string; readonly message: string; readonly contextInfo?: unknown },
  host: string,
  random: Random.Random
): unknown => ({
  type: "error",
  status: error.status,
  code: error.code,
  ...(error.contextInfo === undefined ? {} : { context_info: error.contextInfo }),
  help_url: helpUrl,
  message: error.message,
  request_id: host === "upload" ? hex(random, 32).toLowerCase() : alphanumerics(random, 16).toLowerCase()
})

/** Converts a refusal to Box's answer. */
export const fromRefusal = (refusal: Refusal, host: string, random: Random.Random): Answer => {
  switch (refusal.shape) {
    case "empty":
      return empty(refusal.status, refusal.headers)
    case "oauth":
      return json(
        refusal.status,
        { error: refusal.code, error_description: refusal.message },
        { "cache-control": "no-store" }
      )
    case "api":
      return json(refusal.status, errorBody(refusal, host, random), refusal.headers)
  }
}
