/** What the tests of resumable transfers of local files share: a Box in process, a real disk, bytes to move. */
import { createHash } from "node:crypto"
import * as NodeFs from "node:fs"
import { dirname } from "node:path"
import { OAuth, TokenPersistence } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import { Effect, FileSystem, Layer, Redacted } from "effect"
import * as NodeSha1 from "../../src/hashing/NodeSha1.ts"

export const Emulator: typeof BoxEmulator.BoxEmulator = BoxEmulator.BoxEmulator

/** A Box of its own with a login, and native SHA-1. */
export const box = (options: BoxEmulator.Options = {}) =>
  Layer.unwrap(
    Effect.map(Emulator, ({ credentials }) =>
      OAuth.layer({
        clientId: credentials.clientId,
        clientSecret: Redacted.make(credentials.clientSecret),
        tokens: { refreshToken: Redacted.make(credentials.refreshToken) }
      })
    )
  ).pipe(
    Layer.provide(TokenPersistence.layerMemory),
    Layer.provideMerge(BoxEmulator.layerHttpClient(options)),
    Layer.provideMerge(NodeSha1.layer)
  )

export const disk = Layer.merge(NodeFileSystem.layer, NodePath.layer)

/** `length` bytes that differ from place to place. */
export const bytesOf = (length: number, seed = 1): Uint8Array => {
  const bytes = new Uint8Array(length)
  for (let i = 0, state = seed; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0
    bytes[i] = state >>> 16
  }
  return bytes
}

export const sha1Of = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex")

/** A directory of its own. */
export const directory = FileSystem.FileSystem.use((fs) => fs.makeTempDirectoryScoped({ prefix: "effect-box-" }))

export const addFault = (fault: BoxEmulator.Fault) => Emulator.use((emulator) => emulator.addFault(fault))

export const stats = Emulator.use((emulator) => emulator.stats)

/** The `Range` of every request for content so far. */
export const ranges = Emulator.use((emulator) =>
  Effect.map(emulator.requests, (requests) =>
    requests.filter(({ route }) => route === "GET /download").map(({ headers }) => headers["range"])
  )
)

/** Writes a file where its directory need not be there. */
export const plant = (path: string, content: string | Uint8Array): void => {
  NodeFs.mkdirSync(dirname(path), { recursive: true })
  NodeFs.writeFileSync(path, content)
}
