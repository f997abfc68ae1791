/** How the emulated Box gives events: what a client meets rarely on the real Box, and has to stand. */
import * as Duration from "effect/Duration"

/**
 * How the emulated Box gives events.
 *
 * @category testing
 * @since 0.2.0
 */
export interface EventOptions {
  /**
   * The form of positions: `number`, the default, is exact in every language. `largeNumber` is beyond 2^53, where
   * JavaScript's numbers lose digits, and `largeText` is the same as a string.
   */
  readonly positions?: "number" | "largeNumber" | "largeText"
  /** Whether a page has a third of `limit` at most, although there is more. Default `false`. */
  readonly shortPages?: boolean
  /** How long `admin_logs` does not show an event yet. Default: not at all. */
  readonly historyDelay?: Duration.Input
  /** The share of events, 0 to 1, that `admin_logs_streaming` shows up to ten seconds too late. Default 0. */
  readonly disorder?: number
  /** The share of events, 0 to 1, that `admin_logs_streaming` shows a second time, up to ten seconds later. Default 0. */
  readonly duplicates?: number
  /**
   * What a position of a user's stream leads to whose next events were forgotten: on to the `oldest` events that are kept,
   * the default, or `refused` with 400. Box does not say.
   */
  readonly expiredPositions?: "oldest" | "refused"
  /** Whether a long poll with a token is refused. Box's address needs none. Default `false`. */
  readonly refuseRealtimeTokens?: boolean
}

/** The options with their defaults. */
export interface EventRules {
  readonly positions: "number" | "largeNumber" | "largeText"
  readonly shortPages: boolean
  /** Milliseconds. */
  readonly historyDelay: number
  readonly disorder: number
  readonly duplicates: number
  readonly expiredPositions: "oldest" | "refused"
  readonly refuseRealtimeTokens: boolean
}

export const eventRules = (options: EventOptions = {}): EventRules => ({
  positions: options.positions ?? "number",
  shortPages: options.shortPages ?? false,
  historyDelay: Duration.toMillis(Duration.fromInputUnsafe(options.historyDelay ?? 0)),
  disorder: options.disorder ?? 0,
  duplicates: options.duplicates ?? 0,
  expiredPositions: options.expiredPositions ?? "oldest",
  refuseRealtimeTokens: options.refuseRealtimeTokens ?? false
})
