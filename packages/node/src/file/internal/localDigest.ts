/** The bytes of local files, hashed. */
import type { BoxInvalidInput } from "@effect-box/core/BoxError"
import { openHasher, type PartHasher } from "@effect-box/core/unstable/Sha1"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import type * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import { openRegular } from "./localOpen.ts"
import type { Known } from "./realPlace.ts"

const mebibyte = 1024 * 1024

/** Hashes `length` bytes of a file from `offset` on, or fewer at the end of the file. */
export const hashFile = Effect.fnUntraced(function* (
  file: Pick<FileSystem.File, "read">,
  offset: number,
  length: number,
  hasher: PartHasher
): Effect.fn.Return<void, PlatformError> {
  const buffer = hasher.allocate(Math.min(mebibyte, length))
  for (let read = 0; read < length; ) {
    const room = buffer.subarray(0, Math.min(buffer.length, length - read))
    const count = yield* file.read(room, { position: BigInt(offset + read) })
    if (count === 0) return
    yield* Effect.flatten(hasher.append(buffer.subarray(0, count)))
    read += count
  }
})

/** The SHA-1 in hex of a local file that has `size` bytes. One that has grown meanwhile has another. */
export const sha1Of = Effect.fnUntraced(function* (
  operation: string,
  path: string,
  size: number,
  expected?: Known
): Effect.fn.Return<string, PlatformError | BoxInvalidInput, FileSystem.FileSystem | Scope.Scope> {
  const hasher = yield* openHasher(size)
  const { file } = yield* openRegular(operation, path, expected)
  yield* hashFile(file, 0, size + 1, hasher)
  return Hex.encode(yield* hasher.digest)
}, Effect.scoped)
