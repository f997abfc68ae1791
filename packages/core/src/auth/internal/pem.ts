/** A private key in PEM as people paste it: with literal `\n`, in one line, in quotes, with a byte order mark. */
import * as Base64 from "effect/encoding/Base64"
import * as Result from "effect/Result"
import { unpasted } from "../../internal/setting.ts"

const whole = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*)-----END \1-----/
/** OpenSSL's older form of a protected key says so in headers. */
const headers = /^\s*Proc-Type:\s*4,ENCRYPTED\s+DEK-Info:\s*(\S+)\s+/

/** Whether these are all bytes of one DER sequence. */
const isWholeSequence = (der: Uint8Array): boolean => {
  const [tag, first = 0] = der
  if (tag !== 0x30) return false
  if (first < 0x80) return der.length === 2 + first
  const size = first - 0x80
  const length = der.subarray(2, 2 + size).reduce((sum, byte) => sum * 256 + byte, 0)
  return der.length === 2 + size + length
}

/** The key in lines of 64 characters; fails with what is wrong with it, without showing any of it. */
export const readPem = (text: string): Result.Result<string, string> => {
  const pasted = unpasted(text).replace(/(?:\\r)?\\n/g, "\n")
  const found = whole.exec(pasted)
  if (found === null) {
    return Result.fail("is not PEM: it has to begin with -----BEGIN and to end with the -----END of the same kind")
  }
  const [, kind = "", inner = ""] = found
  const cipher = headers.exec(inner)
  const body = inner.slice(cipher?.[0].length ?? 0).replace(/\s+/g, "")
  const bytes = Base64.decode(body)
  if (Result.isFailure(bytes)) return Result.fail("is damaged: what is between its first and last line is not Base64")
  if (cipher === null && !isWholeSequence(bytes.success)) return Result.fail("is damaged: a part of it is missing")
  const lines = body.match(/.{1,64}/g) ?? []
  const head = cipher === null ? [] : ["Proc-Type: 4,ENCRYPTED", `DEK-Info: ${cipher[1]}`, ""]
  return Result.succeed([`-----BEGIN ${kind}-----`, ...head, ...lines, `-----END ${kind}-----`, ""].join("\n"))
}
