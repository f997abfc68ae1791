/** The progress of a transfer, as a value for logs, progress bars and metrics. */
import type * as Effect from "effect/Effect"

/**
 * Counts bytes of content (not of headers or framing). The values of one transfer never decrease, even if something is
 * sent again. The last value follows once Box has confirmed an upload, or once a download has been verified.
 *
 * @example
 * ```ts
 * import type { Progress } from "@effect-box/core/Progress"
 *
 * const percent = ({ transferred, total }: Progress) => (total === undefined ? undefined : (100 * transferred) / total)
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export interface Progress {
  readonly transferred: number
  /** `undefined` for a one-shot upload, whose size is unknown. */
  readonly total: number | undefined
}

/**
 * Called after each step, one call at a time. The transfer waits for it, so it should be fast.
 *
 * @category models
 * @since 0.1.0
 */
export type OnProgress = (progress: Progress) => Effect.Effect<void>
