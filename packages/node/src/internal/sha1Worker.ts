/** SHA-1 of a large file and of its parts in a thread of its own: what takes most of a transfer's time stays off the event loop. */
import { Worker } from "node:worker_threads"
import type { PartHasher } from "@effect-box/core/Sha1"
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
  const { bytes, moved } = message
  whole.update(bytes)
  if (message.part !== "none") part.update(bytes)
  if (message.part !== "ends") return parentPort.postMessage({})
  const sha1 = part.digest()
  part = createHash("sha1")
  if (moved) parentPort.postMessage({ sha1, bytes }, [bytes.buffer])
  else parentPort.postMessage({ sha1 })
})
`

/** Some bytes of the file, and what they are to a part of it. */
interface Piece {
  readonly bytes: Uint8Array
  readonly part: "none" | "goes on" | "ends"
  /** They are to come back. */
  readonly moved?: boolean
}

interface Answer {
  /** At the end of a part, and of everything. */
  readonly sha1?: Uint8Array
  /** What was moved. */
  readonly bytes?: Uint8Array
}

/** Bytes that are copied at once. */
const copiedAtOnce = 1024 * 1024

const startThread = Effect.acquireRelease(
  Effect.try({
    try: () => new Worker(program, { eval: true, execArgv: [], name: "effect-box SHA-1" }),
    catch: (error) => error
  }),
  (worker) => Effect.promise(() => worker.terminate())
)

/**
 * Parts move to the thread and back, since not every transport sends from memory that is shared with one. What cannot move
 * and is not shared is copied, a piece at a time.
 */
const hasherOf = (worker: Worker): PartHasher => {
  // The thread answers in the order in which it was asked.
  const asked: Array<(answer: Effect.Effect<Answer>) => void> = []
  worker.on("message", (answer: Answer) => asked.shift()?.(Effect.succeed(answer)))
  // It does nothing that can fail; only the end of all memory gets here.
  let defect: Effect.Effect<never> | undefined
  worker.on("error", (error) => {
    defect = Effect.die(error)
    for (const resume of asked.splice(0)) resume(defect)
  })
  const ask = (piece: Piece | undefined, transfer: ReadonlyArray<ArrayBuffer> = []): Effect.Effect<Answer> => {
    if (defect !== undefined) return defect
    const { promise, resolve } = Promise.withResolvers<Effect.Effect<Answer>>()
    asked.push(resolve)
    worker.postMessage(piece, transfer)
    return Effect.flatten(Effect.promise(() => promise))
  }
  const copy = Effect.fnUntraced(function* (bytes: Uint8Array, part: Piece["part"]) {
    for (let offset = 0; ; offset += copiedAtOnce) {
      // `slice` of a Buffer would not copy.
      const piece = new Uint8Array(bytes.subarray(offset, offset + copiedAtOnce))
      const last = offset + piece.length >= bytes.length
      const answer = ask({ bytes: piece, part: part === "ends" && !last ? "goes on" : part }, [piece.buffer])
      if (last) return answer
      yield* answer
    }
  })
  const hash = (bytes: Uint8Array, part: Piece["part"]) =>
    bytes.buffer instanceof SharedArrayBuffer ? Effect.sync(() => ask({ bytes, part })) : copy(bytes, part)
  // At these points the thread always gives one.
  const sha1Of = ({ sha1 }: Answer) => sha1 as Uint8Array
  return {
    allocate: (length) => new Uint8Array(new SharedArrayBuffer(length)),
    append: (bytes) => Effect.map(hash(bytes, "none"), Effect.asVoid),
    update: (bytes, movable) => {
      const { buffer } = bytes
      const hashing =
        movable && buffer instanceof ArrayBuffer
          ? Effect.sync(() => ask({ bytes, part: "ends", moved: true }, [buffer]))
          : hash(bytes, "ends")
      return Effect.map(hashing, (wait) =>
        Effect.map(wait, (answer) => ({ bytes: answer.bytes ?? bytes, sha1: sha1Of(answer) }))
      )
    },
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
