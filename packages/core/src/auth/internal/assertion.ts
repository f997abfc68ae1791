/** JWT assertions: reading the private key, and signing claims with it. */
import type * as CryptoError from "effect/crypto/CryptoError"
import * as KeyFormat from "effect/crypto/KeyFormat"
import * as Signature from "effect/crypto/Signature"
import { WebCrypto } from "effect/crypto/WebCrypto"
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Redacted from "effect/Redacted"
import type { SubjectFields } from "./subject.ts"

const algorithms = {
  RS256: Signature.rsaPkcs1v15Sha256,
  RS384: Signature.rsaPkcs1v15Sha384,
  RS512: Signature.rsaPkcs1v15Sha512
}

/**
 * The signature algorithms that Box accepts.
 *
 * @category models
 * @since 0.1.0
 */
export type Algorithm = keyof typeof algorithms

export const isAlgorithm = (name: unknown): name is Algorithm =>
  typeof name === "string" && Object.hasOwn(algorithms, name)

/** The key that signs, and its id. */
export interface Signer {
  readonly algorithm: Algorithm
  readonly keyId: string
  readonly key: Signature.PrivateKey
}

export const isProtected = (pem: string): boolean => /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem)

/** Reads an RSA key in PEM without a passphrase: PKCS#8, or the older PKCS#1. */
export const readKey = (
  algorithm: Algorithm,
  pem: string
): Effect.Effect<Signature.PrivateKey, CryptoError.CryptoError> =>
  KeyFormat.decodePrivate(
    KeyFormat.pem(pem.includes("BEGIN RSA PRIVATE KEY") ? KeyFormat.pkcs1 : KeyFormat.pkcs8),
    algorithms[algorithm],
    pem
  )

/** Box accepts only this audience, even if requests go through another host. */
const audience = "https://api.box.com/oauth2/token"
/** The lifetime of an assertion in seconds. Box allows 60; the difference tolerates clock skew. */
const lifetime = 45

const encodeJson = (value: unknown): string => Base64Url.encode(JSON.stringify(value))

/** A compact JWT with a unique `jti` of 256 random bits. `now` is Box's time in milliseconds. */
export const sign = /*#__PURE__*/ Effect.fnUntraced(function* (
  signer: Signer,
  clientId: string,
  subject: SubjectFields,
  now: number
) {
  const crypto = yield* WebCrypto
  const signature = yield* Signature.Signature
  const issued = Math.floor(now / 1000)
  const header = { alg: signer.algorithm, typ: "JWT", kid: signer.keyId }
  const claims = {
    iss: clientId,
    sub: subject.id,
    box_sub_type: subject.type,
    aud: audience,
    jti: Base64Url.encode(crypto.getRandomValues(new Uint8Array(32))),
    iat: issued,
    exp: issued + lifetime
  }
  const signed = `${encodeJson(header)}.${encodeJson(claims)}`
  const bytes = yield* signature.sign(signer.key, new TextEncoder().encode(signed))
  return Redacted.make(`${signed}.${Base64Url.encode(bytes)}`, { label: "assertion" })
})
