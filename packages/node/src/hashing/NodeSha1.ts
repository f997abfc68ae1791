/**
 * SHA-1 with Node's crypto, an order of magnitude faster than the portable implementation of core. Files of 16 MiB and
 * more are hashed on a worker thread that lives as long as the transfer.
 *
 * @example
 * ```ts
 * import { DeveloperToken, FileUpload } from "@effect-box/core"
 * import { ConnectionPool, NodeSha1 } from "@effect-box/node"
 * import { Effect } from "effect"
 *
 * // `NodeBox` includes it. With layers of your own, provide it as well.
 * const upload = (bytes: Uint8Array) =>
 *   FileUpload.upload(bytes, { folder_id: "0", name: "report.pdf" }).pipe(
 *     Effect.provide([ConnectionPool.layer(), DeveloperToken.layerConfig, NodeSha1.layer])
 *   )
 * ```
 */
import "../internal/nodeVersion.ts"
import { createHash } from "node:crypto"
import { Sha1 } from "@effect-box/core/unstable/Sha1"
import * as Layer from "effect/Layer"
import { openParts } from "./internal/sha1Worker.ts"

/**
 * Replaces the portable SHA-1 of core. Part of `NodeBox.layerPlatform`.
 *
 * @example
 * ```ts
 * import { NodeSha1 } from "@effect-box/node"
 * import { Sha1 } from "@effect-box/core/unstable/Sha1"
 * import { Effect } from "effect"
 * import { Hex } from "effect/encoding"
 *
 * const digest = Effect.gen(function* () {
 *   const hasher = (yield* Sha1).create()
 *   hasher.update(new TextEncoder().encode("hello"))
 *   return Hex.encode(hasher.digest())
 * }).pipe(Effect.provide(NodeSha1.layer))
 *
 * console.log(await Effect.runPromise(digest)) // aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<never> = Layer.succeed(Sha1, {
  create: () => {
    const hash = createHash("sha1")
    return {
      update: (bytes) => {
        hash.update(bytes)
      },
      digest: () => new Uint8Array(hash.digest())
    }
  },
  openParts
})
