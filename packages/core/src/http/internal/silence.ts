/** How long nothing has moved: what time limits go by. */
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { RequestActivity, Traffic } from "../RequestActivity.ts"
import { elapsedUnsafe } from "../../internal/elapsed.ts"

/** Bytes per second; what is slower is taken for a connection that hangs. */
const slowestSend = 16 * 1024
/** What operating systems and transports hold back of a body that was handed to them: it has not left yet. */
const transportBuffer = 8 * 1024 * 1024

/** What happens to one request and its answer. */
export class Activity implements RequestActivity {
  readonly #clock: Clock.Clock
  /** Bytes of the body; `undefined` until its end is known. */
  #size: number | undefined = 0
  #taken = 0
  /** It is known how much of the body was taken. */
  #measured = false
  #reported = false
  #since: number
  #traffic: Traffic | undefined
  #moves = 0

  constructor(clock: Clock.Clock) {
    this.#clock = clock
    this.#since = elapsedUnsafe(clock)
  }

  /** Whether the transport tells what moves. */
  get isReported(): boolean {
    return this.#reported
  }

  /** The request begins. */
  sends(size: number | undefined): void {
    this.#size = size
    this.touch()
  }

  /** The end of the body is reached. */
  readonly sent = (): void => {
    this.#size = this.#taken
    this.touch()
  }

  /** The transport pulled so many bytes of the body. */
  readonly pulled = (bytes: number): void => {
    this.#measured = true
    this.#taken += bytes
    this.touch()
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

  readonly touch = (): void => {
    this.#since = elapsedUnsafe(this.#clock)
  }

  /** Milliseconds until the silence is too long, which is `idle` while the body leaves and `response` after it. */
  untilAnswerIsDue(idle: number, response: number): number {
    // What the transport does not tell of may all be on its way still.
    const held = this.#measured ? Math.min(this.#taken, transportBuffer) : (this.#size ?? 0)
    const leaving = this.#size === undefined || this.#taken < this.#size
    const limit = leaving && this.#taken > 0 ? idle : response
    return this.#left(limit + (held / slowestSend) * 1000)
  }

  /** Milliseconds until nothing has come for too long. */
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

/** Ends when the time is over that `left` tells in milliseconds, and looks every `step` whether it has become less. */
export const silence = (left: () => number, step: number): Effect.Effect<void> =>
  Effect.suspend(() => {
    const wait = left()
    return wait <= 0 ? Effect.void : Effect.andThen(Effect.sleep(Math.min(wait, step)), silence(left, step))
  })
