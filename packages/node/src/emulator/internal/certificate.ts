/**
 * A throw-away certificate authority and a certificate of it, written in DER by hand: Node makes keys and signatures, and no
 * certificates. Keys are in memory only.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto"
import { isIP } from "node:net"

const tagged = (tag: number, ...contents: ReadonlyArray<Uint8Array>): Buffer => {
  const body = Buffer.concat(contents)
  const { length } = body
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}
const sequence = (...contents: ReadonlyArray<Uint8Array>): Buffer => tagged(0x30, ...contents)
const hex = (digits: string): Buffer => Buffer.from(digits, "hex")
const objectId = (digits: string): Buffer => tagged(0x06, hex(digits))
const text = (tag: number, value: string): Buffer => tagged(tag, Buffer.from(value, "latin1"))
const octets = (content: Uint8Array): Buffer => tagged(0x04, content)
const truth = tagged(0x01, hex("ff"))

const ecdsaWithSha256 = sequence(objectId("2a8648ce3d040302"))
const nameOf = (commonName: string): Buffer =>
  sequence(tagged(0x31, sequence(objectId("550403"), text(0x0c, commonName))))

const critical = (id: string, value: Uint8Array): Buffer => sequence(objectId(id), truth, octets(value))
const extension = (id: string, value: Uint8Array): Buffer => sequence(objectId(id), octets(value))

const derOf = (key: KeyObject): Buffer => key.export({ type: "spki", format: "der" })
const keyIdOf = (key: KeyObject): Buffer => createHash("sha1").update(derOf(key)).digest()

/** `YYMMDDHHMMSSZ`. */
const utcTime = (millis: number): Buffer =>
  text(0x17, `${new Date(millis).toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`)

const ipv6Bytes = (address: string): Buffer => {
  const [head = "", tail] = address.split("::")
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => group.padStart(4, "0")))
  const left = groups(head)
  const right = tail === undefined ? [] : groups(tail)
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0000")
  return hex([...left, ...zeros, ...right].join(""))
}

/** An entry of `subjectAltName`: an address by its bytes, anything else as a name. */
const alternativeName = (host: string): Buffer => {
  switch (isIP(host)) {
    case 4:
      return tagged(0x87, Buffer.from(host.split(".").map(Number)))
    case 6:
      // URL writes every address in hexadecimal groups.
      return tagged(0x87, ipv6Bytes(new URL(`http://[${host}]`).hostname.slice(1, -1)))
    default:
      return text(0x82, host)
  }
}

interface Subject {
  readonly name: Buffer
  readonly key: KeyObject
  readonly extensions: ReadonlyArray<Buffer>
}

const pemOf = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString("base64")
    .replaceAll(/.{64}(?=.)/g, "$&\n")}\n-----END CERTIFICATE-----\n`

const day = 86_400_000

const certify = (subject: Subject, issuer: Buffer, issuerKey: KeyObject, now: number): string => {
  // Positive, and not too short.
  const serial = Buffer.concat([hex("01"), randomBytes(15)])
  const toBeSigned = sequence(
    tagged(0xa0, tagged(0x02, hex("02"))),
    tagged(0x02, serial),
    ecdsaWithSha256,
    issuer,
    // Clients refuse certificates that live longer than 398 days.
    sequence(utcTime(now - day), utcTime(now + 390 * day)),
    subject.name,
    derOf(subject.key),
    tagged(0xa3, sequence(...subject.extensions))
  )
  return pemOf(sequence(toBeSigned, ecdsaWithSha256, tagged(0x03, hex("00"), sign("sha256", toBeSigned, issuerKey))))
}

export interface Certificate {
  /** The certificate of the authority, which a client has to trust. */
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** A certificate for these names and addresses, in PEM, good for about a year. `now` is in milliseconds since 1970. */
export const makeCertificate = (hosts: ReadonlyArray<string>, now: number): Certificate => {
  const authority = generateKeyPairSync("ec", { namedCurve: "prime256v1" })
  const server = generateKeyPairSync("ec", { namedCurve: "prime256v1" })
  const authorityName = nameOf("effect-box emulator")
  const keyId = keyIdOf(authority.publicKey)
  const ca = certify(
    {
      name: authorityName,
      key: authority.publicKey,
      extensions: [
        critical("551d13", sequence(truth)),
        // It signs certificates, and nothing else.
        critical("551d0f", tagged(0x03, hex("0204"))),
        extension("551d0e", octets(keyId))
      ]
    },
    authorityName,
    authority.privateKey,
    now
  )
  const cert = certify(
    {
      name: nameOf("localhost"),
      key: server.publicKey,
      extensions: [
        critical("551d0f", tagged(0x03, hex("0780"))),
        // For servers.
        extension("551d25", sequence(objectId("2b06010505070301"))),
        extension("551d11", sequence(...[...new Set(hosts)].map(alternativeName))),
        extension("551d0e", octets(keyIdOf(server.publicKey))),
        extension("551d23", sequence(tagged(0x80, keyId)))
      ]
    },
    authorityName,
    authority.privateKey,
    now
  )
  return { ca, cert, key: server.privateKey.export({ type: "pkcs8", format: "pem" }).toString() }
}
