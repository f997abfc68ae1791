/**
 * Writes a private key as an encrypted PKCS#8 file: PBES2 with PBKDF2 (HMAC-SHA256) and AES-256 in CBC mode.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8018
 */
import { WebCrypto } from "effect/crypto/WebCrypto"
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import type * as Random from "effect/Random"
import { bigEndian, concat } from "../wire/Bytes.ts"

type Bytes = Uint8Array<ArrayBuffer>

const iterations = 2048

/** One element of DER: its tag, its length and its content. */
const element = (tag: number, ...parts: ReadonlyArray<Bytes>): Bytes => {
  const content = concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, ...bigEndian(length, 2)]
  return concat([new Uint8Array([tag, ...size]), content])
}

const sequence = (...parts: ReadonlyArray<Bytes>): Bytes => element(0x30, ...parts)
const octets = (bytes: Bytes): Bytes => element(0x04, bytes)
const oid = (...encoded: ReadonlyArray<number>): Bytes => element(0x06, new Uint8Array(encoded))

const pkcs5 = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05]
const pbes2 = oid(...pkcs5, 0x0d)
const pbkdf2 = oid(...pkcs5, 0x0c)
const hmacWithSha256 = oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x09)
const aes256Cbc = oid(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a)

const randomBytes = (random: Random.Random, length: number): Bytes =>
  Uint8Array.from({ length }, () => Math.floor(random.nextDoubleUnsafe() * 256))

const toPem = (label: string, der: Bytes): string => {
  const lines = Base64.encode(der).match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`
}

/** The PEM (`BEGIN ENCRYPTED PRIVATE KEY`) of a private key in PKCS#8. */
export const encryptKey = (pkcs8: Bytes, passphrase: string, random: Random.Random): Effect.Effect<string> =>
  Effect.flatMap(WebCrypto, ({ subtle }) =>
    Effect.promise(async () => {
      const salt = randomBytes(random, 16)
      const iv = randomBytes(random, 16)
      const secret = await subtle.importKey("raw", new TextEncoder().encode(passphrase), "PBKDF2", false, ["deriveKey"])
      const derivation = { name: "PBKDF2", hash: "SHA-256", salt, iterations }
      const cipher = { name: "AES-CBC", length: 256 }
      const key = await subtle.deriveKey(derivation, secret, cipher, false, ["encrypt"])
      const encrypted = new Uint8Array(await subtle.encrypt({ name: "AES-CBC", iv }, key, pkcs8))
      const rounds = element(0x02, Uint8Array.from(bigEndian(iterations, 2)))
      const prf = sequence(hmacWithSha256, element(0x05))
      const parameters = sequence(
        sequence(pbkdf2, sequence(octets(salt), rounds, prf)),
        sequence(aes256Cbc, octets(iv))
      )
      return toPem("ENCRYPTED PRIVATE KEY", sequence(sequence(pbes2, parameters), octets(encrypted)))
    })
  )
