/** SHA-1 of the parts of an upload in a thread of its own: what takes most of an upload's time stays off the event loop. */
import { Worker } from "node:worker_threads"
import type { PartHasher } from "@effect-box/core/Sha1"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** The whole program of the thread, as text: a bundle or a single file then needs nothing beside it. */
const program = `
const { parentPort } = require("node:worker_threads")
const { createHash } = require("node:crypto")
const whole = createHash("sha1")
parentPort.on("message", (bytes) => {
  if (bytes === undefined) return parentPort.postMessage(whole.digest())
  whole.update(bytes)
  parentPort.postMessage(createHash("sha1").update(bytes).digest())
})
`

const startThread = Effect.acquireRelease(
  Effect.try({
    try: () => new Worker(program, { eval: true, execArgv: [], name: "effect-box SHA-1" }),
    catch: (error) => error
  }),
  (worker) => Effect.promise(() => worker.terminate())
)

/** Memory of `allocate` is shared with the thread; other bytes are copied to it. */
const hasherOf = (worker: Worker): PartHasher => {
  // The thread answers in the order in which it was asked.
  const asked: Array<(answer: Effect.Effect<Uint8Array>) => void> = []
  worker.on("message", (digest: Uint8Array) => asked.shift()?.(Effect.succeed(digest)))
  // It does nothing that can fail; only the end of all memory gets here.
  worker.on("error", (defect) => {
    for (const resume of asked.splice(0)) resume(Effect.die(defect))
  })
  const ask = (bytes: Uint8Array | undefined) => {
    const { promise, resolve } = Promise.withResolvers<Effect.Effect<Uint8Array>>()
    asked.push(resolve)
    worker.postMessage(bytes)
    return Effect.flatten(Effect.promise(() => promise))
  }
  return {
    allocate: (length) => new Uint8Array(new SharedArrayBuffer(length)),
    update: (bytes) => Effect.sync(() => ask(bytes)),
    digest: Effect.suspend(() => ask(undefined))
  }
}

/** A thread that ends with the scope, or `undefined` where Node may start none (its permission model). */
export const openParts: Effect.Effect<PartHasher | undefined, never, Scope.Scope> = startThread.pipe(
  Effect.map(hasherOf),
  Effect.catch((error) =>
    Effect.as(Effect.logDebug("Parts are hashed without a thread of their own", error), undefined)
  )
)
