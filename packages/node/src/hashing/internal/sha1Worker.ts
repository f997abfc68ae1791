/** SHA-1 of a large file and of its parts in a thread of its own: what takes most of a transfer's time stays off the event loop. */
import { Worker } from "node:worker_threads"
import type { PartHasher } from "@effect-box/core/unstable/Sha1"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** The whole program of the thread, as text: a bundle or a single file then needs nothing beside it. */
const program = `
const { parentPort } = require("node:worker_threads")
const { createHash } = require("node:crypto")
const whole = createHash("sha1")
let part = createHash("sha1")
parentPort.on("message", (message) => {
  if (message === undefined) return parentPort.postMessage({ sha1: whole.digest() })
  whole.update(message.bytes)
  if (message.part !== "none") part.update(message.bytes)
  if (message.part !== "ends") return parentPort.postMessage({})
  parentPort.postMessage({ sha1: part.digest() })
  part = createHash("sha1")
})
`

/** Some bytes of the file in shared memory, and what they are to a part of it. */
interface Piece {
  readonly bytes: Uint8Array
  readonly part: "none" | "goes on" | "ends"
}

interface Answer {
  /** At the end of a part, and of everything. */
  readonly sha1?: Uint8Array
}

/** Bytes that are copied at once, and how many of those may be on their way to the thread. */
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
 * What is not in shared memory is copied there, a piece at a time. It does not move to the thread and back: V8 would collect
 * all garbage each time that it returns.
 */
const hasherOf = (worker: Worker): PartHasher => {
  // The thread answers in the order in which it was asked.
  const asked: Array<(answer: Effect.Effect<Answer>) => void> = []
  worker.on("message", (answer: Answer) => asked.shift()?.(Effect.succeed(answer)))
  // It does nothing that can fail; only the end of all memory gets here.
  let defect: Effect.Effect<never> | undefined
  const ends = (error: Error) => {
    defect ??= Effect.die(error)
    for (const resume of asked.splice(0)) resume(defect)
  }
  worker.on("error", ends)
  // Whoever still asks when the scope is closed would wait for ever.
  worker.on("exit", () => ends(new Error("The thread that hashes has ended with its scope")))
  const ask = (piece: Piece | undefined): Effect.Effect<Answer> => {
    if (defect !== undefined) return defect
    const { promise, resolve } = Promise.withResolvers<Effect.Effect<Answer>>()
    asked.push(resolve)
    worker.postMessage(piece)
    return Effect.flatten(Effect.promise(() => promise))
  }
  const allocate = (length: number) => new Uint8Array(new SharedArrayBuffer(length))
  /** Memory for pieces, the one that was used longest ago first, and the wait until it may be used again. */
  const places: Array<{ readonly memory: Uint8Array; free: Effect.Effect<unknown> }> = []
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
      const piece = place.memory.subarray(0, rest.length)
      const answer = ask({ bytes: piece, part: part === "ends" && !last ? "goes on" : part })
      place.free = answer
      if (last) return answer
    }
  })
  const hash = (bytes: Uint8Array, part: Piece["part"]) =>
    bytes.buffer instanceof SharedArrayBuffer ? Effect.sync(() => ask({ bytes, part })) : copy(bytes, part)
  // At these points the thread always gives one.
  const sha1Of = ({ sha1 }: Answer) => sha1 as Uint8Array
  return {
    allocate,
    append: (bytes) => Effect.map(hash(bytes, "none"), Effect.asVoid),
    update: (bytes) => Effect.map(hash(bytes, "ends"), Effect.map(sha1Of)),
    digest: Effect.suspend(() => Effect.map(ask(undefined), sha1Of))
  }
}

/** A thread that ends with the scope, or `undefined` where Node may start none (its permission model). */
export const openParts: Effect.Effect<PartHasher | undefined, never, Scope.Scope> = startThread.pipe(
  Effect.map(hasherOf),
  Effect.catch((error) =>
    Effect.as(Effect.logDebug("Parts are hashed without a thread of their own", error), undefined)
  )
)
