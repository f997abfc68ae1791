/**
 * Lets an `HttpClient` report the progress of a request, so that time limits depend on silence and not on size.
 *
 * A limit that only sees the start and the end of a request has to guess how long the body takes, and whether the
 * request is waiting for a connection. A transport that knows can report it here, as `ConnectionPool` of
 * `@effect-box/node` does. With other transports the limit grows with the size of the body. An upload in parts also learns
 * from it, before a part has ended, how many parts at once a slow line is best used with.
 *
 * @example
 * ```ts
 * import { RequestActivity } from "@effect-box/core"
 * import { Effect } from "effect"
 *
 * // Inside a transport, after it has handed 64 KiB of the body to the network.
 * const report = Effect.map(RequestActivity.RequestActivity, (activity) => activity?.moved(64 * 1024))
 * ```
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Messages
 */
import * as Context from "effect/Context"

/**
 * The activity of other requests to the same host.
 *
 * @category models
 * @since 0.2.0
 */
export interface Traffic {
  /** Increases whenever something is sent or received. */
  readonly moves: number
}

/**
 * How a transport reports the progress of one request.
 *
 * @category models
 * @since 0.2.0
 */
export interface RequestActivity {
  /** Reports activity: `bytes` of the request's body were sent, or 0 for any other activity. */
  readonly moved: (bytes: number) => void
  /** Reports that the request waits for a connection that other requests use, until the next activity. */
  readonly waits: (traffic: Traffic) => void
  /** Reports that the whole answer has been received, so that reading it takes no time. */
  readonly received: () => void
}

/**
 * Where the transport reports the progress of the current request. `undefined` if nobody is interested.
 *
 * @category references
 * @since 0.2.0
 */
export const RequestActivity: Context.Reference<RequestActivity | undefined> = /*#__PURE__*/ Context.Reference(
  "effect-box/RequestActivity",
  { defaultValue: (): RequestActivity | undefined => undefined }
)
