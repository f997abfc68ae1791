/** What the tests of uploads and downloads share: an emulated Box with a login, virtual time, and bytes to move. */
import { createHash } from "node:crypto"
import { type Duration, Effect, Fiber, Layer, Redacted, Stream } from "effect"
import * as OAuth from "../../src/auth/OAuth.ts"
import * as FileDownload from "../../src/files/FileDownload.ts"
import { Sha1 } from "../../src/unstable/Sha1.ts"
import { BoxEmulator, type Fault, layerHttpClient, type Options } from "../../src/testing/BoxEmulator.ts"
import * as TokenPersistence from "../../src/auth/TokenPersistence.ts"
import { inTime, pass } from "../virtualTime.ts"

export { inTime, pass } from "../virtualTime.ts"

/** A Box of its own, logged in with a pair of tokens that renews itself. */
export const box = (options: Options = {}) =>
  Layer.unwrap(
    Effect.map(BoxEmulator, ({ credentials }) =>
      OAuth.layer({
        clientId: credentials.clientId,
        clientSecret: Redacted.make(credentials.clientSecret),
        tokens: {
          accessToken: Redacted.make(credentials.accessToken),
          refreshToken: Redacted.make(credentials.refreshToken),
          expiresAt: 3_600_000
        }
      })
    )
  ).pipe(Layer.provide(TokenPersistence.layerMemory), Layer.provideMerge(layerHttpClient(options)))

/** For tests that move many bytes. */
export const nativeSha1 = Layer.succeed(Sha1, {
  create: () => {
    const hash = createHash("sha1")
    return { update: (bytes) => void hash.update(bytes), digest: () => new Uint8Array(hash.digest()) }
  }
})

/** Sessions for anything, with parts of ten bytes. */
export const smallParts = box({ partSize: 10, minimumSessionSize: 1 })

/** As `inTime`, for what must succeed. */
export const succeeds = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.flatMap(inTime(effect), ({ result, took }) =>
    Effect.map(Effect.fromResult(result), (value) => ({ value, took }))
  )

/** As `inTime`, for what must fail; gives the error. */
export const fails = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(succeeds(Effect.flip(effect)), ({ value }) => value)

/** `length` bytes that differ from place to place. */
export const bytesOf = (length: number, seed = 1): Uint8Array => {
  const bytes = new Uint8Array(length)
  let state = seed
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0
    bytes[i] = state >>> 16
  }
  return bytes
}

export const sha1Of = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex")

export const joinBytes = (chunks: ReadonlyArray<Uint8Array>): Uint8Array => new Uint8Array(Buffer.concat(chunks))

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
    yield* pass("2 minutes")
    return { ended, after: (yield* routes).slice(before) }
  })
