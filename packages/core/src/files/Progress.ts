/** How far a transfer is: a value, for logs, bars and metrics. */
import type * as Effect from "effect/Effect"

/**
 * Bytes of content (not of headers or framing). Values of one transfer only grow, also when something is sent again,
 * and the last one comes when Box has confirmed an upload or when a download has been verified.
 */
export interface Progress {
  readonly transferred: number
  /** `undefined` for a one-shot upload, whose size nobody knows. */
  readonly total: number | undefined
}

/** Called for each step, one call at a time; the transfer waits for it, so it should be quick. */
export type OnProgress = (progress: Progress) => Effect.Effect<void>
