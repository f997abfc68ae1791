/** Opens the passphrase of a private key with Node's crypto: any cipher that OpenSSL knows, 3DES of Box's own keys included. */
import { createPrivateKey } from "node:crypto"
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import { PrivateKeyDecryption } from "@effect-box/core/auth/Jwt"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"

const isBadDecrypt = (error: unknown): boolean =>
  Predicate.isObject(error) && Reflect.get(error, "code") === "ERR_OSSL_BAD_DECRYPT"

/** What `Jwt.layer` opens protected keys with on Node. Part of `NodeBox.layerPlatform`. */
export const layer: Layer.Layer<never> = Layer.succeed(PrivateKeyDecryption, {
  decrypt: (pem, passphrase) =>
    Effect.try({
      try: () => {
        const key = createPrivateKey({ key: Redacted.value(pem), passphrase: Redacted.value(passphrase) })
        return Redacted.make(String(key.export({ type: "pkcs8", format: "pem" })), { label: "private key" })
      },
      // With a wrong passphrase, what comes out can look right by chance: only then nobody can tell.
      catch: (error) =>
        new BoxInvalidInput({
          operation: "NodeJwt.decrypt",
          message: `The private key cannot be opened: the passphrase is wrong${isBadDecrypt(error) ? "" : ", or the key is damaged"}`,
          attempts: 0
        })
    })
})
