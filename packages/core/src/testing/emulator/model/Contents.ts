/**
 * Stores the bytes. A piece is the content of one request: a whole file or one part of an upload session. A file
 * version is a list of pieces, so that committing a session copies nothing.
 */
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import * as FileSystem from "effect/FileSystem"
import type * as PlatformError from "effect/PlatformError"
import * as Stream from "effect/Stream"
import { Sha1 } from "../../../unstable/Sha1.ts"
import { ConnectionBroken } from "../wire/Answer.ts"
import { internalServerError, type Refusal } from "../wire/Refusal.ts"

/** The maximum file size in bytes. */
export const maxUploadSize: number = 500 * 1024 ** 3

export interface Piece {
  readonly key: number
  readonly size: number
  /** 40 lower-case hexadecimal digits. */
  readonly sha1: string
}

export interface Contents {
  /** Reads the stream to its end. Nothing is kept if it fails or is interrupted. */
  readonly store: <E>(bytes: Stream.Stream<Uint8Array, E>, kind: "whole" | "part") => Effect.Effect<Piece, E | Refusal>
  /** The bytes from `start` up to `end` (exclusive). */
  readonly read: (piece: Piece, start: number, end: number) => Stream.Stream<Uint8Array, ConnectionBroken>
  /**
   * Reports that the digest of the whole file includes this part, so that its bytes can be dropped if files cannot be
   * downloaded.
   */
  readonly partHashed: (piece: Piece) => void
  readonly remove: (piece: Piece) => Effect.Effect<void>
  /** Whether files can be downloaded. */
  readonly readable: boolean
}

const chunkSize = 64 * 1024

/** Passes the bytes through, counted and hashed. */
const measured = <E>(sha1: typeof Sha1.Service, bytes: Stream.Stream<Uint8Array, E>) => {
  const hasher = sha1.create()
  let size = 0
  return {
    bytes: Stream.map(bytes, (chunk) => {
      hasher.update(chunk)
      size += chunk.length
      return chunk
    }),
    finish: (key: number): Piece => ({ key, size, sha1: Hex.encode(hasher.digest()) })
  }
}

/**
 * Chunks in arrays. `keep: "parts"` keeps the bytes of a part only until they are hashed, and those of a whole file
 * never.
 */
const makeInMemory = (keep: "everything" | "parts"): Effect.Effect<Contents> =>
  Effect.map(Sha1, (sha1) => {
    const stored = new Map<number, ReadonlyArray<Uint8Array>>()
    let lastKey = 0
    return {
      readable: keep === "everything",
      store: (bytes, kind) =>
        Effect.suspend(() => {
          const chunks: Array<Uint8Array> = []
          const kept = keep === "everything" || kind === "part"
          const { bytes: passing, finish } = measured(sha1, bytes)
          return Stream.runForEach(passing, (chunk) =>
            Effect.sync(() => {
              // A copy, because a caller in the same process may reuse its buffer.
              if (kept) chunks.push(chunk.slice())
            })
          ).pipe(
            Effect.map(() => {
              const piece = finish(++lastKey)
              if (kept) stored.set(piece.key, chunks)
              return piece
            })
          )
        }),
      read: (piece, start, end) =>
        Stream.suspend(() => {
          const views: Array<Uint8Array> = []
          let offset = 0
          for (const chunk of stored.get(piece.key) ?? []) {
            const view = chunk.subarray(Math.max(0, start - offset), Math.max(0, end - offset))
            if (view.length > 0) views.push(view)
            offset += chunk.length
          }
          // Copied chunk by chunk, because a reader may modify the bytes.
          return Stream.map(Stream.rechunk(Stream.fromArray(views), 1), (view) => view.slice())
        }),
      partHashed: (piece) => {
        if (keep === "parts") stored.delete(piece.key)
      },
      remove: (piece) =>
        Effect.sync(() => {
          stored.delete(piece.key)
        })
    }
  })

export const makeMemory: Effect.Effect<Contents> = makeInMemory("everything")

/** Sizes and digests only: uploads of any size cost nothing, and nothing can be downloaded. */
export const makeDigest: Effect.Effect<Contents> = makeInMemory("parts")

/** One file per piece in a directory that exists. */
export const makeDirectory = Effect.fnUntraced(function* (
  directory: string
): Effect.fn.Return<Contents, never, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const sha1 = yield* Sha1
  let lastKey = 0
  const pathOf = (key: number) => `${directory}/piece-${key}`
  const storageFailed = (error: PlatformError.PlatformError) =>
    internalServerError(`The emulator cannot write to its directory: ${error.message}`)
  const removeFile = (path: string) =>
    Effect.catch(fs.remove(path, { force: true }), (error) =>
      Effect.logWarning("The emulator could not remove a file", error)
    )
  return {
    readable: true,
    store: (bytes, _kind) =>
      Effect.suspend(() => {
        const key = ++lastKey
        const { bytes: passing, finish } = measured(sha1, bytes)
        // Errors of the sink are ours, those of the stream are the caller's, so each is mapped separately.
        return Effect.scoped(
          Effect.gen(function* () {
            const file = yield* Effect.mapError(fs.open(pathOf(key), { flag: "w" }), storageFailed)
            yield* Stream.runForEach(passing, (chunk) => Effect.mapError(file.writeAll(chunk), storageFailed))
            return finish(key)
          })
        ).pipe(Effect.onError(() => removeFile(pathOf(key))))
      }),
    read: (piece, start, end) =>
      fs
        .stream(pathOf(piece.key), { offset: start, bytesToRead: end - start, chunkSize })
        .pipe(Stream.mapError((cause) => new ConnectionBroken({ code: "ECONNRESET", cause }))),
    partHashed: () => undefined,
    remove: (piece) => removeFile(pathOf(piece.key))
  }
})

/** The bytes of a list of pieces from `start` up to `end` (exclusive), piece by piece. */
export const readPieces = (
  contents: Contents,
  pieces: ReadonlyArray<Piece>,
  start: number,
  end: number
): Stream.Stream<Uint8Array, ConnectionBroken> => {
  const slices: Array<Stream.Stream<Uint8Array, ConnectionBroken>> = []
  let offset = 0
  for (const piece of pieces) {
    const from = Math.max(0, start - offset)
    const to = Math.min(piece.size, end - offset)
    if (from < to) slices.push(contents.read(piece, from, to))
    offset += piece.size
  }
  return Stream.flatMap(Stream.fromIterable(slices), (slice) => slice)
}
