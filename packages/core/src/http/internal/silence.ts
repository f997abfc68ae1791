/** Measures how long nothing was sent or received, which is what time limits depend on. */
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { RequestActivity, Traffic } from "../RequestActivity.ts"
import type { Moves } from "../../internal/adaptiveLimit.ts"
import { elapsedUnsafe } from "../../internal/elapsed.ts"

/** The minimum rate in bytes per second; a slower connection counts as hanging. */
const slowestSend = 16 * 1024
/** How much of a body operating systems and transports may buffer: these bytes may not have been sent yet. */
const transportBuffer = 8 * 1024 * 1024

/** Tracks one request and its answer. */
export class Activity implements RequestActivity {
  readonly #clock: Clock.Clock
  readonly #report: Moves | undefined
  /** The size of the body; `undefined` until its end is known. */
  #size: number | undefined = 0
  #taken = 0
  /** Whether it is known how much of the body was consumed. */
  #measured = false
  #reported = false
  #since = 0
  #traffic: Traffic | undefined
  #moves = 0
  #received = false

  constructor(clock: Clock.Clock, moves: Moves | undefined) {
    this.#clock = clock
    this.#report = moves
  }

  /** Whether the transport reports activity. */
  get isReported(): boolean {
    return this.#reported
  }

  /** Whether the whole answer is there. */
  get isReceived(): boolean {
    return this.#received
  }

  /** The request starts. */
  sends(size: number | undefined): void {
    this.#size = size
    this.#received = false
    this.touch()
  }

  /** The body has ended. */
  readonly sent = (): void => {
    this.#size = this.#taken
    this.touch()
  }

  /** The transport pulled that many bytes of the body. */
  readonly pulled = (bytes: number): void => {
    this.#measured = true
    this.#taken += bytes
    this.touch()
    if (bytes > 0) this.#report?.(bytes, this.#since)
  }

  readonly moved = (bytes: number): void => {
    this.#reported = true
    this.#traffic = undefined
    this.pulled(bytes)
  }

  readonly waits = (traffic: Traffic): void => {
    this.#reported = true
    this.#traffic = traffic
    this.#moves = traffic.moves
  }

  readonly received = (): void => {
    this.#received = true
  }

  readonly touch = (): void => {
    this.#since = elapsedUnsafe(this.#clock)
  }

  /** Milliseconds until the silence is too long: `idle` while the body is sent, `response` after it. */
  untilAnswerIsDue(idle: number, response: number): number {
    // Without reports from the transport, all of the body may still be buffered.
    const held = this.#measured ? Math.min(this.#taken, transportBuffer) : (this.#size ?? 0)
    const leaving = this.#size === undefined || this.#taken < this.#size
    const limit = leaving && this.#taken > 0 ? idle : response
    return this.#left(limit + (held / slowestSend) * 1000)
  }

  /** Milliseconds until nothing has been received for too long. */
  untilBodyIsDue(idle: number): number {
    return this.#left(idle)
  }

  #left(limit: number): number {
    const now = elapsedUnsafe(this.#clock)
    if (this.#traffic !== undefined && this.#traffic.moves !== this.#moves) {
      this.#moves = this.#traffic.moves
      this.#since = now
    }
    return this.#since + limit - now
  }
}

/** Waits until `left` milliseconds have passed, and checks every `step` whether the time has become shorter. */
export const silence = (left: () => number, step: number): Effect.Effect<void> =>
  Effect.suspend(() => {
    const wait = left()
    return wait <= 0 ? Effect.void : Effect.andThen(Effect.sleep(Math.min(wait, step)), silence(left, step))
  })
