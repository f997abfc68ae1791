/** How a client must behave towards Box, whatever happens to it: patience, moderation, and nothing left lying around. */
import type { Process } from "./Kernel.ts"
import type { Watch } from "./Watch.ts"

interface Session {
  readonly operation: string
  readonly process: Process
  /** The client knows of it. */
  delivered: boolean
  /** How often the client tried to delete it. */
  deletes: number
}

/** The longest `Retry-After` that is obeyed. */
const longestWait = 5 * 60_000

export class Conduct {
  readonly sessions = new Map<string, Session>()
  /** Requests by operation. */
  readonly requests = new Map<string, number>()
  /** Answers that say "not ready", by operation: each allows one more request. */
  readonly notReady = new Map<string, number>()
  /** Operations whose download was damaged on the way. */
  readonly damaged = new Set<string>()
  /** Operations that got an answer which does not say what became of the request. */
  readonly unheard = new Set<string>()
  /** The same happened to a token request, which may be for any operation. */
  tokenUnheard = false
  /** Operations that were told, and not by their first answer, that a file is not there although it is. */
  readonly denied = new Set<string>()
  /** Parts that arrived when whoever had sent them was killed, or had stopped waiting. */
  lateParts = 0
  readonly #resumable = new Map<string, boolean>()
  readonly #notBefore = new Map<string, number>()
  readonly #watch: Watch

  constructor(watch: Watch) {
    this.#watch = watch
  }

  /** Another run of an operation knows nothing of what was asked of the one before. */
  begins(operation: string): void {
    for (const key of this.#notBefore.keys()) if (key.split(" ")[1] === operation) this.#notBefore.delete(key)
  }

  request(operation: string): void {
    this.requests.set(operation, (this.requests.get(operation) ?? 0) + 1)
  }

  /** `key` tells one request from another; a request that is sent again has the key that it had before. */
  sent(key: string, now: number): void {
    const notBefore = this.#notBefore.get(key)
    if (notBefore !== undefined && now < notBefore) {
      this.#watch.violated("Retry-After is obeyed", `${key} comes ${notBefore - now} ms too early`)
    }
    this.#notBefore.delete(key)
  }

  answered(operation: string, key: string, status: number, retryAfter: string | undefined, now: number): void {
    if (status === 202) this.notReady.set(operation, (this.notReady.get(operation) ?? 0) + 1)
    if (retryAfter === undefined || !/^\d+$/.test(retryAfter)) return
    this.#notBefore.set(key, now + Math.min(Number(retryAfter) * 1000, longestWait))
  }

  /** Whether an operation had an answer that it could not read. */
  mayBeUnreadable(operation: string): boolean {
    return this.tokenUnheard || this.unheard.has(operation) || this.notReady.has(operation)
  }

  /** An operation that goes on in another process has ended: for good, or for now. */
  resumable(operation: string, ended: boolean): void {
    this.#resumable.set(operation, ended)
  }

  /** The sessions that must be over when everything has ended. */
  get dutiful(): ReadonlyArray<string> {
    return [...this.sessions].flatMap(([id, { operation, process, delivered, deletes }]) =>
      delivered && deletes === 0 && (this.#resumable.get(operation) ?? !process.killed) ? [id] : []
    )
  }
}
