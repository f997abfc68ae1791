/**
 * A lock between processes: a directory that contains one file, named after its owner.
 *
 * It is acquired by renaming a prepared directory, which fails while the lock directory contains another owner's file.
 * A dead owner's file is removed by its name, which is unique, so two processes that take over at the same time cannot
 * remove each other's lock. The owner touches its file every 2 seconds. Waiting processes measure the time between
 * changes with their own clocks, so clocks need not agree.
 */
import * as NodeFs from "node:fs"
import { hostname } from "node:os"
import { dirname, join } from "node:path"
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"

const beat = Duration.seconds(2)
/** An owner that has not touched its file for this long counts as dead. */
const deadAfter = Duration.toMillis(Duration.seconds(15))
/** The default for how long to wait for a live owner. */
const usualPatience = Duration.seconds(30)
const longestPause = 100

/** Why the lock could not be acquired: the platform's code, or `lock_timeout`. */
export class FileLockError extends Data.TaggedError("FileLockError")<{
  readonly code: string
  readonly message: string
}> {}

/** An acquired lock. */
export interface Held {
  /** Whether this process still owns it. An owner that was suspended for long enough counts as dead. */
  readonly isMine: Effect.Effect<boolean, FileLockError>
}

export interface Options {
  readonly patience?: Duration.Duration
  /** Logs no warning if the lock is taken over from a dead process. */
  readonly deathIsUsual?: boolean
}

const Owner = Schema.fromJsonString(Schema.Struct({ pid: Schema.Int, host: Schema.String }))
const decodeOwner = Schema.decodeUnknownOption(Owner)

/** Two containers can have the same host name without seeing each other's processes. */
const processSpace = (): string => {
  try {
    return NodeFs.readlinkSync("/proc/self/ns/pid")
  } catch {
    // Only Linux has this.
    return process.platform
  }
}

/** Monotonic milliseconds: an owner must not count as dead because the clock was set. */
const elapsed = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos / 1_000_000n))

const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "Unknown"

const attempt = <A>(run: () => Promise<A>): Effect.Effect<A, FileLockError> =>
  Effect.tryPromise({
    try: run,
    catch: (error) => new FileLockError({ code: codeOf(error), message: codeOf(error) })
  })

const absent = (error: FileLockError): boolean => error.code === "ENOENT"

const ifAbsent =
  <B>(value: B) =>
  <A>(effect: Effect.Effect<A, FileLockError>): Effect.Effect<A | B, FileLockError> =>
    Effect.catchIf(effect, absent, () => Effect.succeed(value))

/** The codes of a rename that failed because another owner holds the lock. */
const occupied = new Set(
  process.platform === "win32" ? ["EPERM", "EACCES", "EBUSY", "EEXIST", "ENOTEMPTY"] : ["ENOTEMPTY", "EEXIST"]
)

/** The process that holds a lock, as it says of itself. `isHere` is false for another machine or container. */
export interface LockOwner {
  readonly pid: number
  readonly isHere: boolean
}

const thisHost = () => `${hostname()} ${processSpace()}`

/** The current owner of the lock at `path`, if there is one and it can be read. */
export const ownerOf = (path: string): Effect.Effect<LockOwner | undefined> =>
  Effect.gen(function* () {
    const [name] = yield* attempt(() => NodeFs.promises.readdir(path))
    if (name === undefined) return undefined
    const owner = decodeOwner(yield* attempt(() => NodeFs.promises.readFile(join(path, name), "utf8")))
    return owner._tag === "None" ? undefined : { pid: owner.value.pid, isHere: owner.value.host === thisHost() }
  }).pipe(Effect.catch(() => Effect.succeed(undefined)))

interface Holder {
  readonly file: string
  readonly touched: number
  readonly text: string
}

const isGone = (holder: Holder, host: string): boolean => {
  const owner = decodeOwner(holder.text)
  if (owner._tag === "None" || owner.value.host !== host) return false
  try {
    process.kill(owner.value.pid, 0)
    return false
  } catch (error) {
    return codeOf(error) === "ESRCH"
  }
}

/**
 * Acquires the lock at `path` and releases it with the scope. Waiting can be interrupted. Fails with `lock_timeout` if
 * a live owner keeps the lock for longer than `patience`, by default 30 seconds.
 */
export const acquire = Effect.fnUntraced(function* (
  path: string,
  { patience = usualPatience, deathIsUsual = false }: Options = {}
): Effect.fn.Return<Held, FileLockError, Scope.Scope> {
  const owner = { pid: process.pid, host: thisHost() }
  const [a, b] = [yield* Random.nextInt, yield* Random.nextInt]
  const id = `${process.pid}-${Math.abs(a).toString(36)}${Math.abs(b).toString(36)}`
  const mine = join(path, id)
  const prepared = `${path}.${id}.tmp`

  const isMine = attempt(() => NodeFs.promises.stat(mine)).pipe(Effect.as(true), ifAbsent(false))

  const leave = attempt(() => NodeFs.promises.unlink(mine)).pipe(
    // If the next owner already has its file in it, the directory stays.
    Effect.andThen(attempt(() => NodeFs.promises.rmdir(path))),
    Effect.ignore
  )

  const discard = Effect.ignore(attempt(() => NodeFs.promises.rm(prepared, { recursive: true, force: true })))

  const prepare = Effect.gen(function* () {
    yield* attempt(() => NodeFs.promises.mkdir(dirname(path), { recursive: true, mode: 0o700 }))
    yield* attempt(() => NodeFs.promises.mkdir(prepared, { mode: 0o700 }))
    yield* attempt(() => NodeFs.promises.writeFile(join(prepared, id), JSON.stringify(owner), { mode: 0o600 }))
  })

  const putInPlace = Effect.gen(function* () {
    // Windows cannot rename onto an existing directory, so an empty one is removed first.
    yield* Effect.ignore(attempt(() => NodeFs.promises.rmdir(path)))
    yield* attempt(() => NodeFs.promises.rename(prepared, path))
    return yield* isMine
  }).pipe(
    Effect.catchIf(
      (error) => occupied.has(error.code),
      () => Effect.succeed(false)
    )
  )

  /**
   * One attempt; false if another process was faster. An owner may also have swept the directory being prepared here.
   */
  const take = Effect.andThen(prepare, putInPlace).pipe(ifAbsent(false), Effect.ensuring(discard))

  /** The current owner, if there is one. */
  const look = Effect.gen(function* () {
    const [name] = yield* attempt(() => NodeFs.promises.readdir(path)).pipe(ifAbsent([]))
    if (name === undefined) return undefined
    const file = join(path, name)
    const stat = yield* attempt(() => NodeFs.promises.stat(file)).pipe(ifAbsent(undefined))
    if (stat === undefined) return undefined
    const text = yield* attempt(() => NodeFs.promises.readFile(file, "utf8")).pipe(ifAbsent(""))
    return { file, touched: stat.mtimeMs, text }
  })

  const wait = Effect.fnUntraced(function* (sleep: (millis: number) => Effect.Effect<void>) {
    const start = yield* elapsed
    let seen: (Holder & { readonly since: number }) | undefined
    for (let pause = 2; ; pause = Math.min(pause * 2, longestPause)) {
      const holder: Holder | undefined = yield* look
      if (holder === undefined && (yield* take)) return
      const now = yield* elapsed
      if (holder !== undefined) {
        if (seen === undefined || seen.file !== holder.file || seen.touched !== holder.touched) {
          seen = { ...holder, since: now }
        }
        if (isGone(holder, owner.host) || now - seen.since >= deadAfter) {
          yield* attempt(() => NodeFs.promises.unlink(holder.file)).pipe(ifAbsent(undefined))
          if (!deathIsUsual) yield* Effect.logWarning(`${path}: the owner of this lock is dead; taking over`)
          continue
        }
      }
      if (now - start >= Duration.toMillis(patience)) {
        const message = `another process held it for ${Duration.format(patience)}`
        return yield* new FileLockError({ code: "lock_timeout", message })
      }
      yield* sleep(pause * (0.5 + (yield* Random.next)))
    }
  })

  // Only the pauses can be interrupted: a rename would complete even if its fiber were interrupted.
  yield* Effect.uninterruptibleMask((restore) =>
    Effect.acquireRelease(
      wait((millis) => restore(Effect.sleep(millis))),
      () => leave
    )
  )

  yield* Effect.gen(function* () {
    const now = (yield* Clock.currentTimeMillis) / 1000
    yield* attempt(() => NodeFs.promises.utimes(mine, now, now))
  }).pipe(Effect.ignore, Effect.repeat(Schedule.spaced(beat)), Effect.forkScoped)

  return { isMine }
})
