/**
 * How many transfers run at once, found by trying. For `@effect-box/node`; may change in any release.
 *
 * @since 0.2.0
 */
import * as adaptiveLimit from "../internal/adaptiveLimit.ts"

/**
 * Runs transfers, no more at once than pays off.
 *
 * @category models
 * @since 0.2.0
 */
export type AdaptiveLimit = adaptiveLimit.AdaptiveLimit

/**
 * Runs `start` transfers at once, and tries from `least` to `most` while they are slow. Each measurement takes `samples` transfers.
 *
 * @category constructors
 * @since 0.2.0
 */
export const make: (bounds: {
  readonly least: number
  readonly start: number
  readonly most: number
  readonly samples: number
}) => AdaptiveLimit = adaptiveLimit.makeAdaptiveLimit

/**
 * Bytes per millisecond of one transfer from which the line is not what is waited for.
 *
 * @category constants
 * @since 0.2.0
 */
export const fast: number = adaptiveLimit.fast
