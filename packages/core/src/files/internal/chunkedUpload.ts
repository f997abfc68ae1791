/**
 * An upload in parts: creates a session, workers read and send parts, the commit creates the file. `uploadInSession`
 * always ends its session; `resumableUpload.ts` keeps its own.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { HttpClient } from "effect/http/HttpClient"
import * as Result from "effect/Result"
import * as Semaphore from "effect/Semaphore"
import type { File } from "../../api/schemas/Item.ts"
import * as Hex from "effect/encoding/Hex"
import type { BoxError } from "../../BoxError.ts"
import * as BoxRequest from "../../http/BoxRequest.ts"
import type { Requirements } from "../../operation/Operation.ts"
import type { OnProgress } from "../Progress.ts"
import { SharedMemoryClient } from "../../unstable/SharedMemory.ts"
import type { TokenStore } from "../../http/TokenStore.ts"
import * as protocol from "./sessionProtocol.ts"
import type { Sized } from "../UploadSource.ts"
import { isUnknown } from "../../http/internal/decide.ts"
import { type HashedPart, readParts, type Room } from "./parts.ts"
import { underWay } from "../../telemetry/internal/recorder.ts"
import { committing, currentPolicy, retryStep } from "../../http/internal/retryStep.ts"
import { acceptedPause } from "../../http/internal/retryDelay.ts"
import { type AdaptiveLimit, type Bounds, makeAdaptiveLimit } from "../../internal/adaptiveLimit.ts"
import { elapsed } from "../../internal/elapsed.ts"
import { makeReporter, type Reporter } from "./progressReport.ts"
import { checkStored, type Digest, findStored, type Target } from "./uploadTarget.ts"

/** The time limit for deleting the session at the end of an upload. */
const farewell = /*#__PURE__*/ Duration.seconds(5)
/** How long an interruption waits for the answer to a running `create`, in order to end that session as well. */
const lastMoment = /*#__PURE__*/ Duration.millis(300)

export const createInput = (target: Target, size: number): protocol.CreateInput =>
  target._tag === "NewFile"
    ? { folder_id: target.folder_id, file_name: target.name, file_size: size }
    : { file_id: target.file_id, ...(target.name === undefined ? {} : { file_name: target.name }), file_size: size }

/**
 * Deletes the session that an earlier upload to the same target left behind, because its parts may come from other
 * bytes. Also deletes a session that only Box knows of, because the answer that named it was lost: one for each lost
 * answer. A session that is `inUse` is kept, and this fails with the conflict.
 */
export const createSession = /*#__PURE__*/ Effect.fnUntraced(function* <E = never>(
  target: Target,
  size: number,
  inUse: (session: protocol.UploadSession) => Effect.Effect<boolean, E> = () => Effect.succeed(false)
): Effect.fn.Return<protocol.UploadSession, BoxError | E, Requirements> {
  let mayBeLeft = true
  return yield* retryStep(({ attempts }) =>
    Effect.gen(function* () {
      for (let attemptsBefore = attempts; ; ) {
        const create = protocol.create({ ...createInput(target, size), attemptsBefore })
        const outcome = yield* Effect.result(BoxRequest.withRetry(create, { maxAttempts: 1 }))
        if (Result.isSuccess(outcome)) return outcome.success
        const error = outcome.failure
        if (isUnknown(error)) mayBeLeft = true
        if (error._tag !== "BoxConflict" || !mayBeLeft) return yield* error
        const stale = yield* protocol.conflicting(error)
        if (stale === undefined || (yield* inUse(stale))) return yield* error
        mayBeLeft = false
        yield* protocol.abort(stale)
        attemptsBefore = error.attempts
      }
    })
  )
})

export const abandon = (session: protocol.UploadSession): Effect.Effect<void, never, Requirements> =>
  protocol.abort(session).pipe(
    Effect.timeout(farewell),
    Effect.catch((error) =>
      Effect.logDebug(
        `The upload session ${session.id} could not be deleted; Box deletes it after seven days`,
        error._tag
      )
    )
  )

type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/** Opens a session in an uninterruptible region. A session that is opened during an interruption is ended. */
export const openSession = /*#__PURE__*/ Effect.fnUntraced(function* <E>(
  create: Effect.Effect<protocol.UploadSession, E, Requirements>,
  restore: Restore
): Effect.fn.Return<protocol.UploadSession, E, Requirements> {
  const creating = yield* Effect.forkChild(create, { startImmediately: true })
  return yield* restore(Fiber.join(creating)).pipe(
    Effect.onInterrupt(() =>
      Fiber.join(creating).pipe(
        Effect.timeoutOption(lastMoment),
        Effect.flatMap((late) => (late._tag === "Some" ? abandon(late.value) : Fiber.interrupt(creating))),
        // It failed, so there is nothing to end, and the caller was interrupted.
        Effect.ignore
      )
    )
  )
})

/** Runs `use` with a session that is deleted unless `use` has committed it. */
const withSession = <A, E, R>(
  create: Effect.Effect<protocol.UploadSession, BoxError, Requirements>,
  use: (session: protocol.UploadSession, committed: Effect.Effect<void>) => Effect.Effect<A, E, R>
): Effect.Effect<A, E | BoxError, R | Requirements> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const session = yield* openSession(create, restore)
      let done = false
      const committed = Effect.sync(() => {
        done = true
      })
      return yield* restore(use(session, committed)).pipe(
        Effect.onExit((exit) => (done || Exit.isSuccess(exit) ? Effect.void : abandon(session)))
      )
    })
  )

/** The earliest time at which Box wants each part again, in milliseconds of `elapsed`. */
export type PartDelays = Map<string, number>

const delayKey = (session: protocol.UploadSession, { offset }: HashedPart): string => `${session.id} ${offset}`

const waitForDelay = /*#__PURE__*/ Effect.fnUntraced(function* (delays: PartDelays, key: string) {
  const until = delays.get(key)
  if (until !== undefined) yield* Effect.sleep(Math.max(0, until - (yield* elapsed)))
})

const noteDelay = /*#__PURE__*/ Effect.fnUntraced(function* (delays: PartDelays, key: string, error: BoxError) {
  const pause = acceptedPause(error, yield* currentPolicy)
  if (pause !== undefined) delays.set(key, (yield* elapsed) + pause)
})

/** Learns from the bytes of a part while they leave. */
type Watch = AdaptiveLimit["watch"]

/** A part that Box has, and whether it went through at the first attempt. */
interface Sent {
  readonly stored: protocol.StoredPart
  readonly firstTry: boolean
}

/**
 * Sends a part until Box has it. If the outcome is unknown, the list of parts decides. A part that was interrupted while
 * it waited, because another one failed, waits for the rest of that time when it is sent with the same `delays`.
 */
export const storePart = /*#__PURE__*/ Effect.fnUntraced(function* (
  session: protocol.UploadSession,
  part: HashedPart,
  fileSize: number,
  delays: PartDelays,
  watch: Watch
): Effect.fn.Return<Sent, BoxError, Requirements> {
  const key = delayKey(session, part)
  yield* waitForDelay(delays, key)
  return yield* retryStep(({ attempts, mayBeDone }) =>
    Effect.gen(function* () {
      if (mayBeDone) {
        const stored = yield* protocol.findPart(session, part)
        if (stored !== undefined) return { stored, firstTry: false }
      }
      const input = { ...part, fileSize, attemptsBefore: attempts }
      const put = protocol.uploadPart(session, input, attempts === 0 ? watch : undefined)
      return yield* BoxRequest.withRetry(put, { maxAttempts: 1 }).pipe(
        Effect.tapError((error) => noteDelay(delays, key, error)),
        Effect.map((stored) => ({ stored, firstTry: attempts === 0 })),
        Effect.catchIf(
          ({ status }) => status === 409 || status === 416,
          (error) =>
            Effect.flatMap(protocol.findPart(session, part), (stored) =>
              stored === undefined ? Effect.fail(error) : Effect.succeed({ stored, firstTry: false })
            )
        )
      )
    })
  )
})

/** The source, the target and the options of an upload. */
export interface Job<E, R> {
  readonly operation: string
  readonly source: Sized<E, R>
  readonly target: Target
  /** The number of parts that are sent at the same time; `undefined` lets the upload find it. */
  readonly concurrency: number | undefined
  readonly reporter: Reporter
}

/** Parts that are in flight take as much memory at most, unless they are so large that four of them take more. Bytes. */
const mostMemory = 128 * 1024 * 1024

const boundsOf = (concurrency: number | undefined, partSize: number): Bounds =>
  concurrency === undefined
    ? { least: 1, start: 4, most: Math.max(4, Math.min(16, Math.floor(mostMemory / partSize))), samples: 4 }
    : { least: concurrency, start: concurrency, most: concurrency, samples: 4 }

/** Ensures that Box has a part. */
export type Store<E> = (part: HashedPart, watch: Watch) => Effect.Effect<Sent, E, Requirements>

/** Parts are read in turn, so that the bytes are hashed in order, and sent at the same time. */
const sendParts = /*#__PURE__*/ Effect.fnUntraced(function* <E, R, E2>(
  { operation, source, concurrency, reporter }: Job<E, R>,
  session: protocol.UploadSession,
  store: Store<E2>
) {
  const shared = (yield* SharedMemoryClient) === (yield* HttpClient)
  const reader = yield* readParts(operation, source, session.part_size, shared)
  const reading = yield* Semaphore.make(1)
  const bounds = boundsOf(concurrency, session.part_size)
  const limit = makeAdaptiveLimit(bounds)
  // As many as parts were in flight at once.
  const rooms: Array<Room> = []
  const stored: Array<protocol.StoredPart> = new Array(session.total_parts)
  let sent = 0
  let hasMore = true
  /** The number of bytes that were sent at the first attempt: a part that had to wait says nothing about the line. */
  const sendNext = Effect.gen(function* () {
    const room = rooms.pop() ?? reader.makeRoom()
    const hashed = yield* reading.withPermits(1)(reader.next(room))
    if (hashed === undefined) {
      hasMore = false
      return undefined
    }
    const part = yield* hashed
    const outcome = yield* store(part, limit.watch)
    stored[part.index] = outcome.stored
    rooms.push(room)
    const { length } = part.bytes
    sent += length
    yield* reporter.during(sent)
    return outcome.firstTry ? length : undefined
  })
  const sendOne = limit.run(sendNext, (bytes) => bytes)
  const worker = Effect.gen(function* () {
    while (hasMore) yield* sendOne
  })
  const workers = Array.from({ length: Math.min(bounds.most, session.total_parts) }, () => worker)
  yield* Effect.all(workers, { concurrency: "unbounded", discard: true })
  return { parts: stored, sha1: yield* reader.digest }
}, Effect.scoped)

/** Commits, and waits for parts that Box has acknowledged but that are not visible to it yet. */
const commit = (
  session: protocol.UploadSession,
  input: Omit<protocol.Commit, "attemptsBefore">
): Effect.Effect<{ readonly entries: ReadonlyArray<File>; readonly attempts: number }, BoxError, Requirements> =>
  retryStep(({ attempts }) => protocol.commit(session, { ...input, attemptsBefore: attempts }), committing)

/** Whether a commit with this result, or one `before` it, may have created the file nevertheless. */
const mayBeCommitted = (error: BoxError, before: boolean): boolean =>
  isUnknown(error) ||
  error._tag === "BoxDecodeError" ||
  ((before || error.attempts > 1) && (error.status === 404 || error.status === 409 || error.status === 410))

export interface Completion<E> {
  readonly store: Store<E>
  /** Another run may already have sent a commit for this session. */
  readonly mayBeCommitted: boolean
  /** Runs as soon as the session can no longer be used. */
  readonly committed: Effect.Effect<void>
}

const asOpenSession = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => underWay("session", self)

/** Sends the parts and assembles the file. */
export const completeSession = /*#__PURE__*/ Effect.fnUntraced(function* <E, R, E2>(
  job: Job<E, R>,
  session: protocol.UploadSession,
  completion: Completion<E2>
) {
  const { operation, source, target, reporter } = job
  const { store, committed } = completion
  const { parts, sha1 } = yield* sendParts(job, session, store)
  const content: Digest = { size: source.size, sha1: Hex.encode(sha1) }
  const input = {
    body: JSON.stringify({ parts, attributes: target.attributes }),
    sha1,
    if_match: target._tag === "NewVersion" ? target.if_match : undefined
  }
  const file = yield* commit(session, input).pipe(
    Effect.tap(() => committed),
    Effect.flatMap((answer) => checkStored(operation, answer, content)),
    Effect.catchIf(
      (error) => mayBeCommitted(error, completion.mayBeCommitted),
      (error) =>
        Effect.gen(function* () {
          // Report the failure of the commit, not a failure of checking its outcome.
          const stored = yield* Effect.catch(findStored(target, content), () => Effect.fail(error))
          if (stored === undefined) return yield* error
          yield* committed
          return stored
        })
    )
  )
  yield* reporter.end(source.size)
  return file
}, asOpenSession)

/** A complete upload through a session. */
export const uploadInSession = <E, R>(
  operation: string,
  source: Sized<E, R>,
  target: Target,
  concurrency: number | undefined,
  onProgress: OnProgress | undefined
): Effect.Effect<File, E | BoxError, HttpClient | TokenStore | R> =>
  withSession(createSession(target, source.size), (session, committed) => {
    const reporter = makeReporter(source.size, onProgress)
    const job: Job<E, R> = { operation, source, target, concurrency, reporter }
    const delays: PartDelays = new Map()
    const store: Store<BoxError> = (part, watch) => storePart(session, part, source.size, delays, watch)
    return completeSession(job, session, { store, mayBeCommitted: false, committed })
  })
