/**
 * Bodies in shared memory, so that a thread can compute the digests of a large upload while other parts are sent,
 * without a copy. For `@effect-box/node`; may change in any release.
 *
 * Not every `HttpClient` can send such memory; `fetch`, for example, may send wrong bytes. So parts are sent from
 * shared memory only through the client that is named here, and copied for all others. `ConnectionPool` of
 * `@effect-box/node` names its client. A client that wraps it has to name itself; otherwise parts are copied.
 *
 * @example
 * ```ts
 * import { SharedMemoryClient } from "@effect-box/core/unstable/SharedMemory"
 * import { Context, Effect, Layer } from "effect"
 * import { HttpClient, HttpClientRequest } from "effect/http"
 *
 * // A client that wraps another one and leaves the bodies unchanged.
 * const Labelled = Layer.effectContext(
 *   Effect.gen(function* () {
 *     const inner = yield* HttpClient.HttpClient
 *     const client = HttpClient.mapRequest(inner, HttpClientRequest.setHeader("x-batch", "night"))
 *     const shares = inner === (yield* SharedMemoryClient)
 *     return Context.make(HttpClient.HttpClient, client).pipe(
 *       Context.add(SharedMemoryClient, shares ? client : undefined)
 *     )
 *   })
 * )
 * ```
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/SharedArrayBuffer
 */
import * as Context from "effect/Context"
import type { HttpClient } from "effect/http/HttpClient"

/**
 * The client that can send the contents of a `SharedArrayBuffer`. Default: none.
 *
 * @category references
 * @since 0.1.0
 */
export const SharedMemoryClient: Context.Reference<HttpClient | undefined> = /*#__PURE__*/ Context.Reference(
  "effect-box/SharedMemoryClient",
  { defaultValue: (): HttpClient | undefined => undefined }
)
