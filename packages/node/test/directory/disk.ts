import * as NodeFs from "node:fs"
import { dirname } from "node:path"
import { BoxEmulator } from "@effect-box/core/testing"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import { Effect, FileSystem, Layer } from "effect"
import { box as emulated } from "../../../../test/support/box.ts"
import * as NodeSha1 from "../../src/hashing/NodeSha1.ts"

export { bytesOf, sha1Of } from "../../../../test/support/bytes.ts"

export const Emulator: typeof BoxEmulator.BoxEmulator = BoxEmulator.BoxEmulator

/** A Box of its own with a login, and native SHA-1. */
export const box = (options: BoxEmulator.Options = {}) => Layer.provideMerge(emulated(options), NodeSha1.layer)

export const disk = Layer.merge(NodeFileSystem.layer, NodePath.layer)

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
