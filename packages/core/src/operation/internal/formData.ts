/** The body of `multipart/form-data`: JSON parts first, as Box requires, then the bytes. */
import { WebCrypto } from "effect/crypto/WebCrypto"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as Stream from "effect/Stream"
import type { BoxError } from "../../BoxError.ts"
import type { Content } from "./spec.ts"
import type { Body } from "../../http/internal/send.ts"
import { quoteFilename } from "../../http/internal/multipart.ts"

/** One part: text, or bytes with their name and type. */
export type FormPart =
  | { readonly _tag: "Json"; readonly name: string; readonly text: string }
  | {
      readonly _tag: "Bytes"
      readonly name: string
      readonly content: Content
      readonly filename: string
      readonly contentType: string
    }

const encoder = new TextEncoder()

const headOf = (boundary: string, part: FormPart): Uint8Array =>
  encoder.encode(
    part._tag === "Json"
      ? `--${boundary}\r\nContent-Disposition: form-data; name=${quoteFilename(part.name)}\r\n` +
          `Content-Type: application/json\r\n\r\n${part.text}\r\n`
      : `--${boundary}\r\nContent-Disposition: form-data; name=${quoteFilename(part.name)}; filename=${quoteFilename(part.filename)}\r\n` +
          `Content-Type: ${part.contentType}\r\n\r\n`
  )

/** Concatenates bytes into one array. */
export const concatenate = (chunks: ReadonlyArray<Uint8Array>): Uint8Array => {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    all.set(chunk, offset)
    offset += chunk.length
  }
  return all
}

/** Whether a value is bytes or a stream of bytes. */
export const isContent = (value: unknown): value is Content => value instanceof Uint8Array || Stream.isStream(value)

/** The body of the parts, in order. If it contains a stream, it can be sent only once. */
export const formData = (parts: ReadonlyArray<FormPart>): Effect.Effect<Body<BoxError>> =>
  Effect.map(WebCrypto, (crypto) => {
    // 192 random bits, which no content can be made to contain.
    const boundary = `effect-box-${Hex.encode(crypto.getRandomValues(new Uint8Array(24)))}`
    const contentType = `multipart/form-data; boundary=${boundary}`
    const pieces: Array<Content> = parts.flatMap((part) =>
      part._tag === "Json" ? [headOf(boundary, part)] : [headOf(boundary, part), part.content, encoder.encode("\r\n")]
    )
    pieces.push(encoder.encode(`--${boundary}--\r\n`))
    const known = pieces.filter((piece) => piece instanceof Uint8Array)
    if (known.length === pieces.length) return { _tag: "Bytes", bytes: concatenate(known), contentType }
    const streams = pieces.map((piece) => (piece instanceof Uint8Array ? Stream.succeed(piece) : piece))
    const stream = Stream.flatten(Stream.fromIterable(streams))
    return { _tag: "Stream", stream, contentType, replayable: false }
  })
