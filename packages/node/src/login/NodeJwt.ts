/**
 * Decrypts passphrase-protected private keys of JWT apps with Node's crypto. Supports every cipher that OpenSSL knows,
 * including 3DES, which Box uses for the keys that it generates.
 *
 * @example
 * ```ts
 * import { Jwt } from "@effect-box/core"
 * import { ConnectionPool, NodeJwt } from "@effect-box/node"
 * import { Layer } from "effect"
 *
 * // `NodeBox.layerPlatform` includes it. This is for layers of your own.
 * const login = (config: Jwt.AppConfig) =>
 *   Jwt.layer({ config }).pipe(Layer.provide(NodeJwt.layer), Layer.provideMerge(ConnectionPool.layer()))
 * ```
 *
 * @see https://developer.box.com/guides/authentication/jwt/
 */
import "../internal/nodeVersion.ts"
import { createPrivateKey } from "node:crypto"
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import { PrivateKeyDecryption } from "@effect-box/core/Jwt"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"

const isBadDecrypt = (error: unknown): boolean =>
  Predicate.isObject(error) && Reflect.get(error, "code") === "ERR_OSSL_BAD_DECRYPT"

/**
 * Lets `Jwt.layer` and its variants decrypt protected private keys. Part of `NodeBox.layerPlatform`. A wrong
 * passphrase, or a damaged key, fails with `BoxInvalidInput`.
 *
 * @example
 * ```ts
 * import { Jwt } from "@effect-box/core"
 * import { NodeJwt } from "@effect-box/node"
 * import { Layer } from "effect"
 *
 * // From BOX_CONFIG_FILE. Still requires an `HttpClient` and a `FileSystem`.
 * const Login = Jwt.layerConfig().pipe(Layer.provide(NodeJwt.layer))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<never> = Layer.succeed(PrivateKeyDecryption, {
  decrypt: (pem, passphrase) =>
    Effect.try({
      try: () => {
        const key = createPrivateKey({ key: Redacted.value(pem), passphrase: Redacted.value(passphrase) })
        return Redacted.make(String(key.export({ type: "pkcs8", format: "pem" })), { label: "private key" })
      },
      // A wrong passphrase can decrypt to valid padding by chance. Then it looks like a damaged key.
      catch: (error) =>
        new BoxInvalidInput({
          operation: "NodeJwt.decrypt",
          message: `The private key cannot be decrypted: the passphrase is wrong${isBadDecrypt(error) ? "" : ", or the key is damaged"}`,
          attempts: 0
        })
    })
})
