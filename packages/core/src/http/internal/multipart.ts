/** The multipart framing of a file: `attributes` first, as Box requires, then the bytes. */
import * as Effect from "effect/Effect"
import { WebCrypto } from "effect/crypto/WebCrypto"
import * as Hex from "effect/encoding/Hex"

export interface Frame {
  readonly contentType: string
  /** What precedes the bytes of the file. */
  readonly head: Uint8Array
  /** What follows them. */
  readonly tail: Uint8Array
}

/**
 * A name in `Content-Disposition`, as browsers write it, without the control characters and escapes that confuse
 * parsers.
 */
export const quoteFilename = (name: string): string => {
  const hex = (character: string) => character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")
  return `"${name.replace(/["\\\x00-\x1f\x7f]/g, (character) => `%${hex(character)}`)}"`
}

/**
 * 192 random bits, which no content can be made to contain. The attributes are known beforehand, so they are checked
 * nevertheless.
 */
const boundaryFor = (attributes: string): Effect.Effect<string> =>
  Effect.flatMap(WebCrypto, (crypto) => {
    const boundary = `effect-box-${Hex.encode(crypto.getRandomValues(new Uint8Array(24)))}`
    return attributes.includes(boundary) ? boundaryFor(attributes) : Effect.succeed(boundary)
  })

/** The framing of one file. `attributes` is the JSON that Box expects first. */
export const makeFrame = (attributes: string, filename: string): Effect.Effect<Frame> =>
  Effect.map(boundaryFor(attributes), (boundary) => {
    const encoder = new TextEncoder()
    const head =
      `--${boundary}\r\n` +
      'Content-Disposition: form-data; name="attributes"\r\n' +
      "Content-Type: application/json\r\n\r\n" +
      `${attributes}\r\n` +
      `--${boundary}\r\n` +
      `Content-Disposition: form-data; name="file"; filename=${quoteFilename(filename)}\r\n` +
      "Content-Type: application/octet-stream\r\n\r\n"
    return {
      contentType: `multipart/form-data; boundary=${boundary}`,
      head: encoder.encode(head),
      tail: encoder.encode(`\r\n--${boundary}--\r\n`)
    }
  })
