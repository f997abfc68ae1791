/** A self-signed certificate for loopback, made anew for each run so that no key lies in the repository. */
import { generateKeyPairSync, sign } from "node:crypto"

const tagged = (tag: number, ...contents: ReadonlyArray<Uint8Array>): Buffer => {
  const body = Buffer.concat(contents)
  const length = body.length
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}
const sequence = (...contents: ReadonlyArray<Uint8Array>) => tagged(0x30, ...contents)
const hex = (text: string) => Buffer.from(text, "hex")
const text = (tag: number, value: string) => tagged(tag, Buffer.from(value, "latin1"))

const ecdsaWithSha256 = sequence(tagged(0x06, hex("2a8648ce3d040302")))
const name = sequence(tagged(0x31, sequence(tagged(0x06, hex("550403")), text(0x0c, "localhost"))))
/** The names of Box that a client may know and not let go of. */
export const boxHosts = ["api.box.com", "upload.box.com"]
const names = ["localhost", ...boxHosts].map((host) => text(0x82, host))
const subjectAltName = sequence(
  tagged(0x06, hex("551d11")),
  tagged(0x04, sequence(...names, tagged(0x87, Buffer.from([127, 0, 0, 1]))))
)
const isAuthority = sequence(tagged(0x06, hex("551d13")), tagged(0x04, sequence(tagged(0x01, hex("ff")))))

const pem = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`

/** Key and certificate in PEM, for `localhost`, 127.0.0.1 and {@link boxHosts}, good until 2050. */
export const makeCertificate = (): { readonly key: string; readonly cert: string } => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" })
  const toBeSigned = sequence(
    tagged(0xa0, tagged(0x02, hex("02"))),
    tagged(0x02, hex("01")),
    ecdsaWithSha256,
    name,
    sequence(text(0x17, "200101000000Z"), text(0x17, "491231235959Z")),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(isAuthority, subjectAltName))
  )
  const signature = sign("sha256", toBeSigned, privateKey)
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: pem(sequence(toBeSigned, ecdsaWithSha256, tagged(0x03, hex("00"), signature)))
  }
}
