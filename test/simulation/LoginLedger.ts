/**
 * What happens to the refresh tokens of a run, seen from outside: which pair was issued to whom, who got it, where it was
 * saved. From this it follows whether a token request was needed, and whether a lost login is one of the documented ones.
 */
import type { TokenPersistence } from "@effect-box/core"
import { Redacted } from "effect"
import type { Process } from "./Kernel.ts"
import type { Watch } from "./Watch.ts"

interface Pair {
  readonly access: string
  readonly refresh: string
  expiresAt: number
  /** Half of its life: a pair that was just issued is renewed then at the earliest. */
  halfLife: number
  readonly order: number
  refused: boolean
  saved: boolean
  saveFailed: boolean
  /** From a person's consent: the pairs before it stay alive, so nothing is lost with it. */
  readonly brought: boolean
  /** The consent that it goes back to. */
  readonly line: number
}

/** One token request. */
export interface Exchange {
  readonly process: Process
  readonly from: Pair | undefined
  readonly troubled: boolean
  issued: Pair | undefined
  state: "open" | "delivered" | "over"
}

export interface LedgerOptions {
  readonly strict: boolean
  /** Whether nobody else can renew while one does. */
  readonly exclusive: boolean
  readonly workers: number
}

/** Renewal may begin this long before the end of an access token. */
const margin = 3 * 60_000 + 1_000

export class LoginLedger {
  /** Why a login may be lost, if it may. */
  excuse: string | undefined
  readonly secrets = new Set<string>()
  readonly #pairs = new Map<string, Pair>()
  readonly #byAccess = new Map<string, Pair>()
  readonly #exchanges: Array<Exchange> = []
  #stored: Pair | undefined
  /** How many pairs had been issued when it was stored. */
  #storedAfter = 0
  #lines = 0
  /** How many pairs Box has issued. */
  #issued = 0
  /** When a pair was issued whose answer nobody could read, by the pair that it was exchanged for: Box repeats it. */
  readonly #unread = new Map<Pair, number>()
  /** Processes that Box has told that their login is dead: they may try the one that they were given. */
  readonly #told = new Set<Process>()
  /** The last login of each process. */
  readonly #logins = new Map<Process, { readonly order: number; readonly at: number }>()
  readonly #options: LedgerOptions
  readonly #watch: Watch

  constructor(watch: Watch, options: LedgerOptions) {
    this.#watch = watch
    this.#options = options
  }

  /** The pair that the run begins with. */
  begin(pair: TokenPersistence.TokenPair, expiresAt: number): void {
    this.#stored = this.#known(pair, expiresAt)
    this.#stored.saved = true
  }

  /** A pair that a person brings, from outside. It counts as saved when it is. */
  brought(pair: TokenPersistence.TokenPair): void {
    this.#known(pair, pair.expiresAt)
  }

  #known({ accessToken, refreshToken = accessToken }: TokenPersistence.TokenPair, expiresAt: number): Pair {
    const [access, refresh] = [Redacted.value(accessToken), Redacted.value(refreshToken)]
    return this.#add({ access, refresh, expiresAt, halfLife: expiresAt, brought: true, line: this.#lines++ })
  }

  #add(
    given: Pick<Pair, "access" | "refresh" | "expiresAt" | "halfLife" | "brought" | "line">,
    order = this.#issued++
  ): Pair {
    const known = this.#pairs.get(given.refresh)
    if (known !== undefined) {
      // Box gives a pair that nobody has used a second time; meanwhile it may have ended.
      known.expiresAt = Math.min(known.expiresAt, given.expiresAt)
      known.halfLife = Math.min(known.halfLife, given.halfLife)
      return known
    }
    const pair: Pair = { ...given, order, refused: false, saved: false, saveFailed: false }
    this.#pairs.set(pair.refresh, pair)
    this.#byAccess.set(pair.access, pair)
    this.secrets.add(pair.access)
    this.secrets.add(pair.refresh)
    return pair
  }

  /** `refresh`: `undefined` when a code is exchanged. */
  request(process: Process, refresh: string | undefined, now: number, troubled: boolean): Exchange {
    const from = refresh === undefined ? undefined : this.#pairs.get(refresh)
    const exchange: Exchange = { process, from, troubled, issued: undefined, state: "open" }
    if (refresh === undefined) this.#watch.note(`${process.name} exchanges a code`)
    else if (from === undefined) this.#watch.violated("unknown refresh token", "a token that was never issued was sent")
    else this.#judge(process, from, now)
    this.#exchanges.push(exchange)
    return exchange
  }

  /** A token request of this process was refused. */
  loginRefused(process: Process): void {
    this.#told.add(process)
  }

  #judge(process: Process, from: Pair, now: number): void {
    if (from.order === 0 && this.#told.has(process)) return
    const before = this.#exchanges.filter((exchange) => exchange.from === from)
    const rival = before.find(
      (other) => other.process.alive && (other.state === "open" || (other.state === "delivered" && other.issued))
    )
    const foreign = !this.#options.exclusive && rival?.process !== process
    if (rival !== undefined && !foreign && !(rival.issued?.saveFailed === true && rival.process !== process)) {
      this.#watch.violated(
        "one renewal at a time",
        `${process.name} exchanges pair ${from.order}, which ${rival.process.name} has ${rival.state === "open" ? "under way" : "exchanged"}`
      )
    }
    const due = now >= Math.min(from.expiresAt - margin, from.halfLife)
    if (!due && !from.refused && before.length === 0) {
      this.#watch.violated("needless token request", `pair ${from.order} is good for ${from.expiresAt - now} ms more`)
    }
  }

  /** Box has issued a pair, and its answer breaks off on the way. */
  issuedUnread({ from }: Exchange): void {
    if (from !== undefined && !this.#unread.has(from)) this.#unread.set(from, this.#issued++)
  }

  /** Box has issued a pair; nobody has it yet. */
  issued(exchange: Exchange, access: string, refresh: string, now: number, lifetime: number): void {
    const brought = exchange.from === undefined
    const line = exchange.from?.line ?? this.#lines++
    const [expiresAt, halfLife] = [now + lifetime, now + lifetime / 2]
    const order = exchange.from === undefined ? undefined : this.#unread.get(exchange.from)
    exchange.issued = this.#add({ access, refresh, expiresAt, halfLife, brought, line }, order)
  }

  delivered(exchange: Exchange): void {
    if (exchange.state === "open") exchange.state = "delivered"
  }

  /** The answer will not be read. */
  over(exchange: Exchange): void {
    if (exchange.state !== "open") return
    exchange.state = "over"
    if (exchange.issued !== undefined) this.lost(exchange)
  }

  /** A pair was issued and nobody will get it. A client that left by itself has no excuse. */
  lost({ process, troubled, from }: Exchange): void {
    if (from !== undefined && this.#options.strict && (troubled || process.killed))
      this.#excuse("strict: the answer with a new pair was lost")
  }

  /** Someone has logged in through a process and heard that it worked. */
  loggedIn(process: Process, { accessToken }: TokenPersistence.TokenPair, now: number): void {
    const pair = this.#byAccess.get(Redacted.value(accessToken))
    if (pair !== undefined) this.#logins.set(process, { order: pair.order, at: now })
  }

  /** Any request with an access token. */
  used(process: Process, access: string, now: number): void {
    const pair = this.#byAccess.get(access)
    const login = this.#logins.get(process)
    if (
      this.#options.exclusive &&
      pair !== undefined &&
      login !== undefined &&
      pair.order < login.order &&
      now > login.at
    ) {
      this.#watch.violated(
        "a login is used from then on",
        `${process.name} uses pair ${pair.order} after ${login.order}`
      )
    }
    if (pair !== undefined && !pair.saved && !pair.saveFailed) {
      this.#watch.violated("saved before it is used", `${process.name} uses pair ${pair.order}, which was not saved`)
    }
  }

  refused(access: string): void {
    const pair = this.#byAccess.get(access)
    if (pair !== undefined) pair.refused = true
  }

  saving(pair: TokenPersistence.TokenPair, outcome: "saved" | "failed"): void {
    const known = this.#byAccess.get(Redacted.value(pair.accessToken))
    if (known === undefined) return
    if (outcome === "failed") {
      known.saveFailed = true
      if (this.#options.workers > 1 && !known.brought)
        this.#excuse("a pair could not be saved while others share the login")
      return
    }
    known.saved = true
    this.#stored = known
    this.#storedAfter = this.#issued
    // What a person has consented to later takes the place of any renewal of an earlier login.
    const newest = this.#newestSavedSince(known.line)
    if (known.order < newest) {
      if (this.#options.exclusive) {
        this.#watch.violated("newest pair stays saved", `pair ${known.order} was saved over pair ${newest}`)
      } else this.#excuse("no exclusive section: an older pair was saved over a newer one")
    }
  }

  /** The newest saved pair that goes back to this consent or a later one. */
  #newestSavedSince(line: number): number {
    const saved = [...this.#pairs.values()].filter((pair) => pair.saved && pair.line >= line)
    return Math.max(...saved.map(({ order }) => order))
  }

  killed(process: Process): void {
    for (const { process: owner, issued, state } of this.#exchanges) {
      if (owner !== process || issued === undefined || issued.saved || issued.brought) continue
      if (this.#options.strict) this.#excuse(`strict: killed between issue and save (${state})`)
      else if (issued.saveFailed) this.#excuse("killed with a pair that could not be saved")
    }
  }

  /** Its layers were closed: what it had is saved, or saving it has failed to the last. */
  stopped(process: Process, reliable: boolean): void {
    const newest = this.#newestSavedSince(0)
    for (const { process: owner, issued, state } of this.#exchanges) {
      if (owner !== process) continue
      if (state === "open")
        this.#watch.violated("no login lost", `${process.name} stopped in the middle of an exchange`)
      if (issued === undefined || state !== "delivered" || issued.order <= newest) continue
      // Where another login was stored meanwhile, that is the one to keep.
      if (issued.line !== this.#stored?.line && issued.order < this.#storedAfter) continue
      if (issued.saveFailed && !reliable) {
        if (!issued.brought) this.#excuse("stopped with a pair that could not be saved")
      } else this.#watch.violated("no login lost", `${process.name} stopped and did not save pair ${issued.order}`)
    }
  }

  /** Whether an error that asks for a login is one of the documented ones. */
  get maySeeLoginRequired(): boolean {
    return this.excuse !== undefined || (this.#options.strict && !this.#options.exclusive)
  }

  #excuse(reason: string): void {
    if (this.excuse === undefined) this.#watch.note(`from here on the login may be lost: ${reason}`)
    this.excuse ??= reason
  }
}
