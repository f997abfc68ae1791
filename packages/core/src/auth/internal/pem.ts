/** Reads a private key in PEM as people paste it: with literal `\n`, on one line, in quotes, with a byte order mark. */
import * as Base64 from "effect/encoding/Base64"
import * as Result from "effect/Result"
import { unpasted } from "../../internal/setting.ts"

const whole = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*)-----END \1-----/
/** OpenSSL's older format marks an encrypted key with these headers. */
const headers = /^\s*Proc-Type:\s*4,ENCRYPTED\s+DEK-Info:\s*(\S+)\s+/

/** Whether the bytes are exactly one complete DER sequence. */
const isWholeSequence = (der: Uint8Array): boolean => {
  const [tag, first = 0] = der
  if (tag !== 0x30) return false
  if (first < 0x80) return der.length === 2 + first
  const size = first - 0x80
  const length = der.subarray(2, 2 + size).reduce((sum, byte) => sum * 256 + byte, 0)
  return der.length === 2 + size + length
}

/** The key in lines of 64 characters. Fails with what is wrong with it, without revealing any of it. */
export const readPem = (text: string): Result.Result<string, string> => {
  const pasted = unpasted(text).replace(/(?:\\r)?\\n/g, "\n")
  const found = whole.exec(pasted)
  if (found === null) {
    return Result.fail("is not PEM: it must begin with a -----BEGIN line and end with the matching -----END line")
  }
  const [, kind = "", inner = ""] = found
  const cipher = headers.exec(inner)
  const body = inner.slice(cipher?.[0].length ?? 0).replace(/\s+/g, "")
  const bytes = Base64.decode(body)
  if (Result.isFailure(bytes)) return Result.fail("is damaged: the text between its first and last line is not Base64")
  if (cipher === null && !isWholeSequence(bytes.success)) return Result.fail("is damaged: part of it is missing")
  const lines = body.match(/.{1,64}/g) ?? []
  const head = cipher === null ? [] : ["Proc-Type: 4,ENCRYPTED", `DEK-Info: ${cipher[1]}`, ""]
  return Result.succeed([`-----BEGIN ${kind}-----`, ...head, ...lines, `-----END ${kind}-----`, ""].join("\n"))
}
