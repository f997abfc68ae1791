/** What the tests of uploads and downloads share: an emulated Box with a login, virtual time, and bytes to move. */
import { createHash } from "node:crypto"
import { type Duration, Effect, Fiber, Layer, Stream } from "effect"
import * as FileDownload from "../../src/files/FileDownload.ts"
import { Sha1 } from "../../src/unstable/Sha1.ts"
import { BoxEmulator, type Fault, type Options } from "../../src/testing/BoxEmulator.ts"
import { boxWithAccessToken } from "../../../../test/support/box.ts"
import { joinBytes } from "../../../../test/support/bytes.ts"
import { inTime, pass } from "../../../../test/support/time.ts"

export { assertSameBytes, bytesOf, joinBytes, sha1Of } from "../../../../test/support/bytes.ts"
export { inTime, pass } from "../../../../test/support/time.ts"

/** An order of magnitude faster than the portable one, which has tests of its own. */
export const nativeSha1 = Layer.succeed(Sha1, {
  create: () => {
    const hash = createHash("sha1")
    return { update: (bytes) => void hash.update(bytes), digest: () => new Uint8Array(hash.digest()) }
  }
})

/** A Box of its own, with a login. */
export const box = (options: Options = {}) => Layer.provideMerge(boxWithAccessToken(options), nativeSha1)

/** Sessions for anything, with parts of ten bytes. */
export const smallParts = box({ partSize: 10, minimumSessionSize: 1 })

/** As `inTime`, for what must succeed. */
export const succeeds = <A, E, R>(effect: Effect.Effect<A, E, R>, step?: number) =>
  Effect.flatMap(inTime(effect, step), ({ result, took }) =>
    Effect.map(Effect.fromResult(result), (value) => ({ value, took }))
  )

/** As `inTime`, for what must fail; gives the error. */
export const fails = <A, E, R>(effect: Effect.Effect<A, E, R>, step?: number) =>
  Effect.map(succeeds(Effect.flip(effect), step), ({ value }) => value)

/** What Box has. */
export const contentOf = (file_id: string) => Effect.map(Stream.runCollect(FileDownload.stream({ file_id })), joinBytes)

export const fault = (given: Fault) => BoxEmulator.use((emulator) => emulator.addFault(given))

export const stats = BoxEmulator.use((emulator) => emulator.stats)

/** Methods and routes of the requests so far, in order. */
export const routes = BoxEmulator.use((emulator) =>
  Effect.map(emulator.requests, (requests) => requests.map(({ route }) => route ?? "(none)"))
)

/**
 * Interrupts `effect` after a while; gives the requests that came after that, and whether it ended within half a
 * second.
 */
export const interruptedAfter = <A, E, R>(wait: Duration.Input, effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect)
    yield* pass(wait)
    const before = (yield* routes).length
    const stopping = yield* Effect.forkChild(Fiber.interrupt(fiber))
    yield* pass("500 millis")
    const ended = stopping.pollUnsafe() !== undefined
    yield* pass("2 minutes", 5000)
    return { ended, after: (yield* routes).slice(before) }
  })
