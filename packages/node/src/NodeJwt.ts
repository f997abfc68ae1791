/** Opens the passphrase of a private key with Node's crypto: any cipher that OpenSSL knows, 3DES of Box's own keys included. */
import { createPrivateKey } from "node:crypto"
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import { PrivateKeyDecryption } from "@effect-box/core/auth/Jwt"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

/** What `Jwt.layer` opens protected keys with on Node. Part of `NodeBox.layerPlatform`. */
export const layer: Layer.Layer<never> = Layer.succeed(PrivateKeyDecryption, {
  decrypt: (pem, passphrase) =>
    Effect.try({
      try: () => {
        const key = createPrivateKey({ key: Redacted.value(pem), passphrase: Redacted.value(passphrase) })
        return Redacted.make(String(key.export({ type: "pkcs8", format: "pem" })), { label: "private key" })
      },
      // OpenSSL cannot always tell a wrong passphrase from a damaged key, and neither can we.
      catch: () =>
        new BoxInvalidInput({
          operation: "NodeJwt.decrypt",
          message: "The private key cannot be opened: the passphrase is wrong, or the key is damaged",
          attempts: 0
        })
    })
})
