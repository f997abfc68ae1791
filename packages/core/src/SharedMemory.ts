/**
 * Bodies in memory that a thread reads while they are sent, so that the digests of a large upload are made beside the
 * sending and without a copy.
 *
 * Not every `HttpClient` sends from such memory; `fetch`, for example, may send something else than the bytes. So only the
 * client that is named here is given any, and all others are given memory of their own. `ConnectionPool` of
 * `@effect-box/node` names its client; one that is built around that one would have to do so itself, and does without.
 *
 * @example
 * ```ts
 * import { SharedMemory } from "@effect-box/core"
 * import { Context, Effect, Layer } from "effect"
 * import { HttpClient, HttpClientRequest } from "effect/http"
 *
 * // Around a client that sends bytes as they are, and does nothing to them.
 * const Labelled = Layer.effectContext(
 *   Effect.map(HttpClient.HttpClient, (inner) => {
 *     const client = HttpClient.mapRequest(inner, HttpClientRequest.setHeader("x-batch", "night"))
 *     return Context.make(HttpClient.HttpClient, client).pipe(Context.add(SharedMemory.SharedMemoryClient, client))
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
