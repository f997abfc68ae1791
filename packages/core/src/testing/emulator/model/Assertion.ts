/**
 * Signed assertions of JWT applications, and the keys that sign them.
 *
 * @see https://developer.box.com/guides/authentication/jwt/without-sdk/
 */
import { WebCrypto } from "effect/crypto/WebCrypto"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Result from "effect/Result"
import type { Call } from "./Call.ts"
import type { JsonObject } from "../wire/Json.ts"
import { parseJsonObject } from "../wire/Json.ts"
import { oauthError, type Refusal, transaction } from "../wire/Refusal.ts"

/** Box accepts only this audience, regardless of the host. */
const audience = "https://api.box.com/oauth2/token"
/** Seconds. */
const longestLife = 60

const hashes: Readonly<Record<string, string>> = { RS256: "SHA-256", RS384: "SHA-384", RS512: "SHA-512" }

const rsa = (hash: string) => ({ name: "RSASSA-PKCS1-v1_5", hash })

const invalid = (message: string): Refusal => oauthError("invalid_grant", message)

interface Parsed {
  readonly hash: string
  /** The key that `kid` names, or all keys of the application. */
  readonly keys: ReadonlyArray<Uint8Array<ArrayBuffer>>
  readonly claims: JsonObject
  readonly signed: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

const malformed = (): Refusal => invalid("The assertion is not a signed JWT")

const bytesOf = (part: string | undefined): Uint8Array<ArrayBuffer> => {
  const decoded = Base64Url.decode(part ?? "")
  if (Result.isFailure(decoded)) throw malformed()
  return new Uint8Array(decoded.success)
}

const objectOf = (part: string | undefined): JsonObject => {
  const text = new TextDecoder().decode(bytesOf(part))
  try {
    return parseJsonObject(text)
  } catch {
    // Errors of the JSON parser have the format of the API; here it only matters that it is not a JWT.
    throw malformed()
  }
}

const parse = (call: Call, assertion: string): Parsed => {
  const parts = assertion.split(".")
  if (parts.length !== 3) throw malformed()
  const header = objectOf(parts[0])
  const claims = objectOf(parts[1])
  const hash = Object.hasOwn(hashes, String(header["alg"])) ? hashes[String(header["alg"])] : undefined
  if (hash === undefined) throw invalid("Please check the 'alg' header. RS256, RS384 and RS512 are supported.")
  const { publicKeys } = call.world.tokens
  const kid = header["kid"]
  const named = publicKeys.get(String(kid))
  const keys = kid === undefined ? [...publicKeys.values()] : named === undefined ? [] : [named]
  if (keys.length === 0) throw invalid("Please check the 'kid' header. The application has no such public key.")
  const signed = new Uint8Array(new TextEncoder().encode(`${parts[0]}.${parts[1]}`))
  return { hash, keys, claims, signed, signature: bytesOf(parts[2]) }
}

const checkTimes = ({ exp, nbf }: JsonObject, now: number): number => {
  const seconds = Math.floor(now / 1000)
  if (!Number.isInteger(exp)) throw invalid("Please check the 'exp' claim. The value must be an integer.")
  if (Number(exp) <= seconds) {
    throw invalid("Current date/time MUST be before the expiration date/time listed in the 'exp' claim")
  }
  if (Number(exp) > seconds + longestLife) {
    throw invalid("Please check the 'exp' claim. It must be no more than 60 seconds in the future.")
  }
  if (nbf !== undefined && !(Number(nbf) <= seconds)) {
    throw invalid("Please check the 'nbf' claim. Its time has not come yet.")
  }
  return Number(exp) * 1000
}

const checkClaims = (call: Call, claims: JsonObject): void => {
  const { tokens } = call.world
  const { aud, iss, jti } = claims
  if (iss !== tokens.clientId) throw invalid("Please check the 'iss' claim. It must be the client id.")
  if (aud !== audience) throw invalid(`Please check the 'aud' claim. It must be ${audience}.`)
  const expires = checkTimes(claims, call.now)
  if (typeof jti !== "string" || jti.length < 16 || jti.length > 128) {
    throw invalid("Please check the 'jti' claim. It must have 16 to 128 characters.")
  }
  for (const [used, end] of tokens.usedAssertions) if (end <= call.now) tokens.usedAssertions.delete(used)
  if (tokens.usedAssertions.has(jti)) throw invalid("Please check the 'jti' claim. A unique 'jti' value is required.")
  tokens.usedAssertions.set(jti, expires)
}

/**
 * Checks the format, key, signature and claims of an assertion, and returns its claims. The subject is not checked
 * here.
 */
export const verifyAssertion = (call: Call, assertion: string): Effect.Effect<JsonObject, Refusal> =>
  Effect.gen(function* () {
    const { subtle } = yield* WebCrypto
    const { claims, hash, keys, signature, signed } = yield* transaction(() => parse(call, assertion))
    const isGenuine = yield* Effect.promise(async () => {
      for (const key of keys) {
        const imported = await subtle.importKey("spki", key, rsa(hash), false, ["verify"])
        if (await subtle.verify(rsa(hash), imported, signature, signed)) return true
      }
      return false
    })
    if (!isGenuine) return yield* Effect.fail(invalid("Please check the signature of the assertion"))
    yield* transaction(() => checkClaims(call, claims))
    return claims
  })

/** A new key pair, the private key as PKCS#8, both in DER. Takes some tenths of a second. */
export const generateKeyPair: Effect.Effect<{
  readonly privateKey: Uint8Array<ArrayBuffer>
  readonly publicKey: Uint8Array<ArrayBuffer>
}> = Effect.flatMap(WebCrypto, ({ subtle }) =>
  Effect.promise(async () => {
    const algorithm = { ...rsa("SHA-256"), modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
    const pair = await subtle.generateKey(algorithm, true, ["sign", "verify"])
    return {
      privateKey: new Uint8Array(await subtle.exportKey("pkcs8", pair.privateKey)),
      publicKey: new Uint8Array(await subtle.exportKey("spki", pair.publicKey))
    }
  })
)

/** The DER of a public key in PEM (`BEGIN PUBLIC KEY`), if it is an RSA key. */
export const readPublicKey = (pem: string): Effect.Effect<Uint8Array<ArrayBuffer> | undefined> =>
  Effect.flatMap(WebCrypto, ({ subtle }) => {
    const body = /-----BEGIN PUBLIC KEY-----([\s\S]+)-----END PUBLIC KEY-----/.exec(pem)?.[1] ?? ""
    const decoded = Base64.decode(body.replace(/\s/g, ""))
    if (Result.isFailure(decoded)) return Effect.succeed(undefined)
    const der = new Uint8Array(decoded.success)
    return Effect.promise(() =>
      subtle.importKey("spki", der, rsa("SHA-256"), false, ["verify"]).then(
        () => der,
        // Not an RSA key; the caller reports it.
        () => undefined
      )
    )
  })
