/**
 * The file system of this runtime. Bun ignores the position of a write that does not name the length as well, and that is
 * how platform-node writes: after a `seek`, the bytes would land at the wrong place.
 */
import * as NFS from "node:fs"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import { type PlatformError, systemError } from "effect/PlatformError"

const writeAt = (
  fd: number,
  bytes: Uint8Array,
  position: bigint,
  method: string
): Effect.Effect<number, PlatformError> =>
  Effect.callback((resume) =>
    NFS.write(fd, bytes, 0, bytes.length, Number(position), (cause, written) =>
      resume(
        cause === null
          ? Effect.succeed(written)
          : Effect.fail(systemError({ module: "FileSystem", method, _tag: "Unknown", pathOrDescriptor: fd, cause }))
      )
    )
  )

/** The file, whose writes name their position. */
const positioned = (file: FileSystem.File): FileSystem.File => {
  const fd: unknown = Object(file).fd // platform-node's files have one, which the type does not say
  if (typeof fd !== "number") return file
  const put = (bytes: Uint8Array, method: string): Effect.Effect<number, PlatformError> =>
    Effect.flatMap(file.seek(0n, "current"), (position) =>
      Effect.tap(writeAt(fd, bytes, position, method), (written) => file.seek(BigInt(written), "current"))
    )
  const putAll = (bytes: Uint8Array): Effect.Effect<void, PlatformError> =>
    bytes.length === 0
      ? Effect.void
      : Effect.flatMap(put(bytes, "writeAll"), (written) =>
          written === 0
            ? Effect.fail(
                systemError({ module: "FileSystem", method: "writeAll", _tag: "WriteZero", pathOrDescriptor: fd })
              )
            : putAll(bytes.subarray(written))
        )
  return {
    [FileSystem.FileTypeId]: FileSystem.FileTypeId,
    stat: file.stat,
    sync: file.sync,
    seek: (offset, from) => file.seek(offset, from),
    read: (buffer, options) => file.read(buffer, options),
    readAlloc: (size, options) => file.readAlloc(size, options),
    truncate: (length) => file.truncate(length),
    write: (bytes) => put(bytes, "write"),
    writeAll: putAll
  }
}

const isAppending = (flag: FileSystem.OpenFlag | undefined): boolean => flag?.startsWith("a") === true

const layerBun: Layer.Layer<FileSystem.FileSystem> = Layer.effect(
  FileSystem.FileSystem,
  Effect.map(FileSystem.FileSystem, (fs) =>
    FileSystem.make({
      ...fs,
      open: (path, options) =>
        isAppending(options?.flag) ? fs.open(path, options) : Effect.map(fs.open(path, options), positioned)
    })
  )
).pipe(Layer.provide(NodeFileSystem.layer))

/** `NodeFileSystem.layer`, with writes that Bun carries out as well. */
export const layer: Layer.Layer<FileSystem.FileSystem> =
  process.versions["bun"] === undefined ? NodeFileSystem.layer : layerBun
