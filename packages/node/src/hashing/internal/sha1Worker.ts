/** Computes the SHA-1 of a large file and of its parts on a worker thread, to keep the event loop free. */
import { Worker } from "node:worker_threads"
import type { PartHasher } from "@effect-box/core/unstable/Sha1"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** The program of the thread, as text, so that a bundle needs no second file. */
const program = `
const { parentPort } = require("node:worker_threads")
const { createHash } = require("node:crypto")
const whole = createHash("sha1")
let part = createHash("sha1")
parentPort.on("message", (message) => {
  if (message === null) return parentPort.postMessage({ sha1: whole.digest() })
  const bytes = new Uint8Array(message.memory, message.offset, message.length)
  whole.update(bytes)
  if (message.part !== "none") part.update(bytes)
  if (message.part !== "ends") return parentPort.postMessage({})
  parentPort.postMessage({ sha1: part.digest() })
  part = createHash("sha1")
})
`

/**
 * Bytes of the file in shared memory, and whether they belong to a part and end it. Not as a `Uint8Array`: Deno looks at each
 * element of one that is sent.
 */
interface Piece {
  readonly memory: SharedArrayBuffer
  readonly offset: number
  readonly length: number
  readonly part: "none" | "continues" | "ends"
}

interface Answer {
  /** The digest, at the end of a part and at the end of the file. */
  readonly sha1?: Uint8Array
}

/** The size in bytes of a copied piece, and how many pieces the thread may have at a time. */
const pieceSize = 1024 * 1024
const mostPieces = 4

const startThread = Effect.acquireRelease(
  Effect.try({
    try: () => new Worker(program, { eval: true, execArgv: [], name: "effect-box SHA-1" }),
    catch: (error) => error
  }),
  (worker) => Effect.promise(() => worker.terminate())
)

/**
 * Copies bytes that are not in shared memory piece by piece. Buffers are not transferred to the thread and back: V8
 * would run a full garbage collection whenever one returns.
 */
const hasherOf = (worker: Worker): PartHasher => {
  // The thread answers in the order of the requests.
  const asked: Array<(answer: Effect.Effect<Answer>) => void> = []
  worker.on("message", (answer: Answer) => asked.shift()?.(Effect.succeed(answer)))
  // The program cannot fail by itself. This happens if the process runs out of memory.
  let defect: Effect.Effect<never> | undefined
  const ends = (error: Error) => {
    defect ??= Effect.die(error)
    for (const resume of asked.splice(0)) resume(defect)
  }
  worker.on("error", ends)
  // Without this, a request after the scope is closed would wait forever.
  worker.on("exit", () => ends(new Error("The scope of the hashing thread is closed")))
  const ask = (piece: Piece | undefined): Effect.Effect<Answer> => {
    if (defect !== undefined) return defect
    const { promise, resolve } = Promise.withResolvers<Effect.Effect<Answer>>()
    asked.push(resolve)
    // Deno makes `null` of `undefined`.
    worker.postMessage(piece ?? null)
    return Effect.flatten(Effect.promise(() => promise))
  }
  const allocate = (length: number) => new Uint8Array(new SharedArrayBuffer(length))
  /** Buffers for pieces, least recently used first, each with an effect that waits until it may be reused. */
  const places: Array<{ readonly memory: Uint8Array<SharedArrayBuffer>; free: Effect.Effect<unknown> }> = []
  const nextPlace = () =>
    (places.length === mostPieces ? places.shift() : undefined) ?? { memory: allocate(pieceSize), free: Effect.void }
  const copy = Effect.fnUntraced(function* (bytes: Uint8Array, part: Piece["part"]) {
    for (let offset = 0; ; offset += pieceSize) {
      const place = nextPlace()
      places.push(place)
      yield* place.free
      const rest = bytes.subarray(offset, offset + pieceSize)
      place.memory.set(rest)
      const last = offset + rest.length >= bytes.length
      const piece = { memory: place.memory.buffer, offset: 0, length: rest.length }
      const answer = ask({ ...piece, part: part === "ends" && !last ? "continues" : part })
      place.free = answer
      if (last) return answer
    }
  })
  const hash = (bytes: Uint8Array, part: Piece["part"]) => {
    const { buffer: memory, byteLength: length, byteOffset: offset } = bytes
    return memory instanceof SharedArrayBuffer
      ? Effect.sync(() => ask({ memory, offset, length, part }))
      : copy(bytes, part)
  }
  // After `ends` and at the end the thread always sends a digest.
  const sha1Of = ({ sha1 }: Answer) => sha1 as Uint8Array
  return {
    allocate,
    append: (bytes) => Effect.map(hash(bytes, "none"), Effect.asVoid),
    update: (bytes) => Effect.map(hash(bytes, "ends"), Effect.map(sha1Of)),
    digest: Effect.suspend(() => Effect.map(ask(undefined), sha1Of))
  }
}

/** A thread that ends with the scope, or `undefined` if Node's permission model does not allow threads. */
export const openParts: Effect.Effect<PartHasher | undefined, never, Scope.Scope> = startThread.pipe(
  Effect.map(hasherOf),
  Effect.catch((error) =>
    Effect.as(
      Effect.logDebug("No worker thread could be started; parts are hashed on the main thread", error),
      undefined
    )
  )
)
