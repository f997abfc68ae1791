/**
 * SHA-1 by Node's own crypto: an order of magnitude faster than the portable one of core. Files of 16 MiB and more are
 * hashed in a thread of their own, which lives as long as the transfer.
 */
import { createHash } from "node:crypto"
import { Sha1 } from "@effect-box/core/unstable/Sha1"
import * as Layer from "effect/Layer"
import { openParts } from "./internal/sha1Worker.ts"

/** Replaces core's portable SHA-1 for everything below it. */
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
