/**
 * Bodies in memory that a thread can read as well, so that the digests of a large upload are made beside the sending of
 * other parts and without a copy.
 *
 * Not every `HttpClient` sends from such memory; `fetch`, for example, may send something else than the bytes. So parts go
 * out from it only through the client that is named here, and through all others from memory of their own. `ConnectionPool`
 * of `@effect-box/node` names its client; one that is built around that one would have to do so itself, and does without.
 *
 * @example
 * ```ts
 * import * as SharedMemory from "@effect-box/core/unstable/SharedMemory"
 * import { Context, Effect, Layer } from "effect"
 * import { HttpClient, HttpClientRequest } from "effect/http"
 *
 * // A client around another one, which leaves the bodies as they are.
 * const Labelled = Layer.effectContext(
 *   Effect.gen(function* () {
 *     const inner = yield* HttpClient.HttpClient
 *     const client = HttpClient.mapRequest(inner, HttpClientRequest.setHeader("x-batch", "night"))
 *     const shares = inner === (yield* SharedMemory.SharedMemoryClient)
 *     return Context.make(HttpClient.HttpClient, client).pipe(
 *       Context.add(SharedMemory.SharedMemoryClient, shares ? client : undefined)
 *     )
 *   })
 * )
 * ```
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/SharedArrayBuffer
 */
import * as Context from "effect/Context"
import type { HttpClient } from "effect/http/HttpClient"

/** The client that sends what is in a `SharedArrayBuffer` as it is. Default: none. */
export const SharedMemoryClient: Context.Reference<HttpClient | undefined> = /*#__PURE__*/ Context.Reference(
  "effect-box/SharedMemoryClient",
  { defaultValue: (): HttpClient | undefined => undefined }
)
