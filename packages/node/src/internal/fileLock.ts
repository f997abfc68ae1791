/**
 * A lock between processes: a directory that holds one file, named after its owner.
 *
 * Taking it is one rename of a prepared directory, which fails as long as somebody's file is in the way. A dead owner's file
 * is removed by its name, which no other owner ever has, so two who take over at once cannot remove each other's lock. The
 * owner touches its file every 2 seconds; who waits watches it with its own clock, so clocks need not agree.
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
/** An owner that has not touched its file for this long is taken for dead. */
const deadAfter = Duration.toMillis(Duration.seconds(15))
/** Nobody waits longer than this for an owner that is alive, unless they say so. */
const usualPatience = Duration.seconds(30)
const longestPause = 100

/** Why the lock could not be taken: the platform's code, or `lock_timeout`. */
export class FileLockError extends Data.TaggedError("FileLockError")<{
  readonly code: string
  readonly message: string
}> {}

/** A lock that is held. */
export interface Held {
  /** Whether it still is: an owner that was stopped for long enough is taken for dead. */
  readonly isMine: Effect.Effect<boolean, FileLockError>
}

export interface Options {
  readonly patience?: Duration.Duration
  /** Nobody is told when it is taken over from a process that was killed. */
  readonly deathIsUsual?: boolean
}

const Owner = Schema.fromJsonString(Schema.Struct({ pid: Schema.Int, host: Schema.String }))
const decodeOwner = Schema.decodeUnknownOption(Owner)

/** Two containers can bear one host name and still not see each other's processes. */
const processSpace = (): string => {
  try {
    return NodeFs.readlinkSync("/proc/self/ns/pid")
  } catch {
    // Only Linux has this.
    return process.platform
  }
}

/** Milliseconds that pass whatever the clock is set to: nobody is dead because somebody has set it. */
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

/** How the platforms say that somebody's lock is in the way of a rename. */
const occupied = new Set(
  process.platform === "win32" ? ["EPERM", "EACCES", "EBUSY", "EEXIST", "ENOTEMPTY"] : ["ENOTEMPTY", "EEXIST"]
)

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
 * Takes the lock at `path`, for as long as the scope is open. Waiting can be interrupted; it fails with `lock_timeout` when
 * an owner that is alive keeps the lock for longer than the patience, which is 30 seconds.
 */
export const acquire = Effect.fnUntraced(function* (
  path: string,
  { patience = usualPatience, deathIsUsual = false }: Options = {}
): Effect.fn.Return<Held, FileLockError, Scope.Scope> {
  const owner = { pid: process.pid, host: `${hostname()} ${processSpace()}` }
  const [a, b] = [yield* Random.nextInt, yield* Random.nextInt]
  const id = `${process.pid}-${Math.abs(a).toString(36)}${Math.abs(b).toString(36)}`
  const mine = join(path, id)
  const prepared = `${path}.${id}.tmp`

  const isMine = attempt(() => NodeFs.promises.stat(mine)).pipe(Effect.as(true), ifAbsent(false))

  const leave = attempt(() => NodeFs.promises.unlink(mine)).pipe(
    // Whoever came next has a file in it by now, and then it stays.
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
    // Windows renames onto nothing only, so an empty directory must go first.
    yield* Effect.ignore(attempt(() => NodeFs.promises.rmdir(path)))
    yield* attempt(() => NodeFs.promises.rename(prepared, path))
    return yield* isMine
  }).pipe(
    Effect.catchIf(
      (error) => occupied.has(error.code),
      () => Effect.succeed(false)
    )
  )

  /** One try; false when somebody was faster. An owner sweeps what it finds, which can be what was being prepared here. */
  const take = Effect.andThen(prepare, putInPlace).pipe(ifAbsent(false), Effect.ensuring(discard))

  /** Who holds it, if anybody does. */
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
          if (!deathIsUsual) yield* Effect.logWarning(`${path}: its owner is dead, taking over`)
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

  // Only the pauses can be interrupted: a rename goes on when nobody waits for it any more.
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
