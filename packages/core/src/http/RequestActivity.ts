/**
 * What an `HttpClient` tells of a request while it is under way, so that time limits go by silence and not by size.
 *
 * A limit that only sees the beginning and the end of a request has to guess how long its body takes, and whether it waits
 * for a connection. A transport that knows tells it here. `ConnectionPool` of `@effect-box/node` does; with one that does
 * not, the limit grows with the size of the body.
 *
 * @example
 * ```ts
 * import { RequestActivity } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * // Inside a transport, after it has handed 64 KiB of the body to the network.
 * const told = Effect.map(RequestActivity.RequestActivity, (activity) => activity?.moved(64 * 1024))
 * ```
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Messages
 */
import * as Context from "effect/Context"

/** What other requests to the same host do meanwhile. */
export interface Traffic {
  /** Grows whenever something is sent or received. */
  readonly moves: number
}

export interface RequestActivity {
  /** Something moved: `bytes` of the request's body left just now; 0 for anything else. */
  readonly moved: (bytes: number) => void
  /** The request waits for a connection that others use, until something moved. */
  readonly waits: (traffic: Traffic) => void
}

/** Where the transport tells of the request that it was given. `undefined`: nobody asks. */
export const RequestActivity: Context.Reference<RequestActivity | undefined> = /*#__PURE__*/ Context.Reference(
  "effect-box/RequestActivity",
  { defaultValue: (): RequestActivity | undefined => undefined }
)
