/** A request before the emulator reads it. */
import type * as Stream from "effect/Stream"
import type { ConnectionBroken } from "./Answer.ts"

/**
 * A request on the wire, independent of the transport.
 *
 * @category testing
 * @since 0.1.0
 */
export interface WireRequest {
  readonly method: string
  readonly url: URL
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Stream.Stream<Uint8Array, ConnectionBroken>
}
