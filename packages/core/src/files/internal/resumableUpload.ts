/**
 * An upload in parts that another process can finish: its session and its checkpoint are kept unless it has ended for
 * good.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Hex from "effect/encoding/Hex"
import type { HttpClient } from "effect/http/HttpClient"
import * as Option from "effect/Option"
import type { KeyValueStore, KeyValueStoreError } from "effect/persistence/KeyValueStore"
import type { File } from "../../api/schemas/Item.ts"
import * as BoxError from "../../BoxError.ts"
import type { Requirements } from "../../operation/Operation.ts"
import type { OnProgress } from "../Progress.ts"
import type { TokenStore } from "../../http/TokenStore.ts"
import * as protocol from "./sessionProtocol.ts"
import type { Bytes, Positions } from "../UploadSource.ts"
import {
  abandon,
  completeSession,
  createInput,
  createSession,
  type Job,
  openSession,
  type PartDelays,
  type Store,
  storePart
} from "./chunkedUpload.ts"
import { isUnreadable } from "../../http/internal/decide.ts"
import { uploadSized } from "./directUpload.ts"
import { invalidInput } from "../../internal/argument.ts"
import { integrityError } from "../../internal/integrity.ts"
import type { HashedPart } from "./parts.ts"
import { makeReporter } from "./progressReport.ts"
import { digestOf } from "./sourceBytes.ts"
import { type Checkpoint, type Checkpoints, checkpointsOf, onlyOne } from "./uploadCheckpoint.ts"
import { findStored, ownConflict, type Target } from "./uploadTarget.ts"

/** Why the parts of an earlier run were discarded. */
export type StartedOver = "changed" | "gone"

/**
 * The result of a resumable upload, which may have started in another process.
 *
 * @category models
 * @since 0.1.0
 */
export interface Resumed {
  readonly file: File
  /** The number of bytes that Box already had from an earlier run, and that were not sent again. */
  readonly kept: number
  /** Why the parts of an earlier run were discarded: the source has `changed`, or the session was `gone`. */
  readonly startedOver: StartedOver | undefined
  /** Box had this content under this name already, from an earlier run or from somebody else: nothing was stored. */
  readonly unchanged: boolean
}

export interface Resumable<E, R> {
  readonly operation: string
  readonly source: Bytes | Positions<E, R>
  readonly target: Target
  readonly concurrency: number | undefined
  readonly onProgress: OnProgress | undefined
  readonly checkpoint: string
  readonly identity: string
  readonly whenChanged: "fail" | "restart"
}

/** One call of a resumable upload. Its rounds share what Box has asked it to wait for. */
interface ResumableJob<E, R> extends Job<E, R> {
  readonly delays: PartDelays
}

/** The error for a source that has changed since a part of it was sent. */
class PartDiffers {
  readonly known: protocol.StoredPart
  readonly actual: string
  constructor(known: protocol.StoredPart, actual: string) {
    this.known = known
    this.actual = actual
  }
}

const placeOf = (target: Target): Checkpoint["target"] => {
  const { file_size: _, ...place } = createInput(target, 0)
  return place
}

const samePlace = (one: Checkpoint["target"], other: Checkpoint["target"]): boolean =>
  one.folder_id === other.folder_id && one.file_id === other.file_id && one.file_name === other.file_name

const changed = (
  operation: string,
  property: BoxError.BoxIntegrityError["property"],
  expected: string,
  actual: string,
  where = ""
): BoxError.BoxIntegrityError =>
  integrityError({
    operation,
    attempts: 0,
    property,
    expected,
    actual,
    message: `The source has changed since a part of it was sent: ${property} ${expected}${where}, then ${actual}`
  })

/** How the source differs from the checkpoint, as far as that is known without reading it. */
const differenceOf = <E, R>({ operation, source, identity }: Resumable<E, R>, kept: Checkpoint) => {
  if (kept.size !== source.size) return changed(operation, "size", String(kept.size), String(source.size))
  return kept.identity === identity ? undefined : changed(operation, "modified", kept.identity, identity)
}

/** Whether the session no longer exists: it expired, or it was committed and the answer was lost. */
const isGone = (error: unknown): error is BoxError.BoxError =>
  BoxError.isBoxError(error) &&
  error.operation.startsWith("UploadSession.") &&
  (error.status === 404 || error.status === 410)

/**
 * Whether another run may succeed: after an interruption, a temporary failure, one that a new login resolves, an answer
 * that could not be decoded, a failure of the source or the store, a failure before anything was sent (such as a
 * changed source), and for a session that no longer exists.
 */
const mayGoOn = <E>(cause: Cause.Cause<E>): boolean => {
  const error = Option.getOrUndefined(Cause.findErrorOption(cause))
  return (
    !BoxError.isBoxError(error) ||
    error.attempts === 0 ||
    error.isRetryable ||
    isUnreadable(error) ||
    BoxError.isAuthentication(error)
  )
}

const orWarn = (effect: Effect.Effect<void, KeyValueStoreError>): Effect.Effect<void> =>
  Effect.catch(effect, ({ message }) => Effect.logWarning("The checkpoint of an upload could not be removed", message))

/** Completes a session. The checkpoint is removed afterwards, or if no other run can complete the session. */
const complete = <E, R, E2>(
  job: ResumableJob<E, R>,
  checkpoints: Checkpoints,
  session: protocol.UploadSession,
  store: Store<E2>,
  mayBeCommitted: boolean
) => {
  const remove = orWarn(checkpoints.remove(session))
  return completeSession(job, session, { store, mayBeCommitted, committed: Effect.void }).pipe(
    Effect.tap(() => remove),
    Effect.onError((cause) => (mayGoOn(cause) ? Effect.void : Effect.andThen(abandon(session), remove)))
  )
}

/** A run in another process has a session for this upload, and may have deleted ours: both started at the same time. */
class Overtaken {
  readonly error: BoxError.BoxError
  constructor(error: BoxError.BoxError) {
    this.error = error
  }
}

/** How long a run whose session was deleted waits for the other run's checkpoint or file. */
const pauses = [0, 1, 2, 4]

/** Uploads from the first byte. Content that is too small for a session is sent in one request. */
const begin = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  upload: Resumable<E, R>,
  job: ResumableJob<E, R>,
  checkpoints: Checkpoints
) {
  const { operation, source, target, identity } = upload
  const inUse = (session: protocol.UploadSession) =>
    Effect.map(checkpoints.load, (kept) => kept?.session.id === session.id)
  const session = yield* Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const opened = yield* openSession(createSession(target, source.size, inUse), restore)
      const checkpoint = { target: placeOf(target), size: source.size, identity, session: opened }
      yield* Effect.onError(checkpoints.save(checkpoint), () => abandon(opened))
      return opened
    })
  ).pipe(
    Effect.catchTag("BoxBadRequest", (error) =>
      error.code === "file_size_too_small" ? Effect.succeed(undefined) : Effect.fail(error)
    )
  )
  if (session === undefined) return yield* uploadSized(operation, source, target, upload.onProgress)
  const store: Store<BoxError.BoxError> = (part, watch) => storePart(session, part, source.size, job.delays, watch)
  return yield* Effect.mapError(complete(job, checkpoints, session, store, false), (error) =>
    isGone(error) ? new Overtaken(error) : error
  )
})

/** A file with this name and content was uploaded by an earlier run that was killed before it could report. */
const unlessDone = <E, R>(upload: Resumable<E, R>, job: Job<E, R>, conflict: BoxError.BoxItemNameInUse) =>
  Effect.gen(function* () {
    if (!conflict.conflicts.some(({ type, sha1 }) => type === "file" && sha1 !== undefined)) return yield* conflict
    const { operation, source } = upload
    const file = yield* ownConflict(conflict, yield* digestOf(operation, source))
    if (file === undefined) return yield* conflict
    yield* job.reporter.end(source.size)
    return { file, kept: source.size, startedOver: undefined, unchanged: true }
  })

/** The file that a session has become, if the session no longer exists for that reason. */
const findMade = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(upload: Resumable<E, R>, job: Job<E, R>) {
  const { operation, source, target } = upload
  const file = yield* findStored(target, yield* digestOf(operation, source))
  if (file === undefined) return undefined
  yield* job.reporter.end(source.size)
  return { file, kept: source.size, startedOver: undefined, unchanged: true }
})

const isSessionConflict = (error: unknown): error is BoxError.BoxConflict =>
  error instanceof BoxError.BoxConflict && error.code === "session_conflict"

/** Uploads from the first byte, unless another run is uploading it: then there is a checkpoint. */
const start = <E, R>(
  upload: Resumable<E, R>,
  job: ResumableJob<E, R>,
  checkpoints: Checkpoints,
  startedOver: StartedOver | undefined
) =>
  begin(upload, job, checkpoints).pipe(
    Effect.map((file): Resumed | Overtaken => ({ file, kept: 0, startedOver, unchanged: false })),
    Effect.catchIf(
      (error) => error instanceof BoxError.BoxItemNameInUse,
      (conflict) => unlessDone(upload, job, conflict)
    ),
    Effect.catchIf(isSessionConflict, (error) =>
      Effect.flatMap(checkpoints.load, (kept) =>
        kept === undefined ? Effect.fail(error) : Effect.succeed(new Overtaken(error))
      )
    ),
    Effect.catchIf(
      (error) => error instanceof Overtaken,
      Effect.fnUntraced(function* ({ error }) {
        for (const pause of pauses) {
          yield* Effect.sleep(pause * 1000)
          if ((yield* checkpoints.load) !== undefined) return new Overtaken(error)
          const made = yield* findMade(upload, job)
          if (made !== undefined) return made
        }
        return yield* error
      })
    )
  )

/** Keeps the parts that Box has if they match the source. */
const keeping = (
  listed: ReadonlyArray<protocol.StoredPart>,
  send: Store<BoxError.BoxError>,
  onKept: (size: number) => void
): Store<BoxError.BoxError | PartDiffers> => {
  const there = new Map(listed.map((part) => [part.offset, part]))
  return (part: HashedPart, watch) => {
    const known = there.get(part.offset)
    if (known === undefined) return send(part, watch)
    const sha1 = Hex.encode(part.sha1)
    if (known.size !== part.bytes.length || known.sha1.toLowerCase() !== sha1) {
      return Effect.fail(new PartDiffers(known, sha1))
    }
    onKept(known.size)
    return Effect.succeed({ stored: known, firstTry: false })
  }
}

/** Continues where an earlier run stopped. Returns the reason if that is not possible. */
const goOn = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  upload: Resumable<E, R>,
  job: ResumableJob<E, R>,
  checkpoints: Checkpoints,
  { session }: Checkpoint
) {
  const { operation, source, whenChanged } = upload
  let kept = 0
  const listed = protocol.listAllParts(session)
  return yield* listed.pipe(
    Effect.flatMap((parts) => {
      const send: Store<BoxError.BoxError> = (part, watch) => storePart(session, part, source.size, job.delays, watch)
      const store = keeping(parts, send, (size) => {
        kept += size
      })
      return complete(job, checkpoints, session, store, true)
    }),
    Effect.map((file): Resumed | StartedOver => ({ file, kept, startedOver: undefined, unchanged: false })),
    Effect.catchIf(
      (error) => error instanceof PartDiffers,
      ({ known, actual }) =>
        whenChanged === "restart"
          ? Effect.as(abandon(session), "changed" as const)
          : Effect.fail(changed(operation, "sha1", known.sha1.toLowerCase(), actual, ` of the part at ${known.offset}`))
    ),
    Effect.catchIf(isGone, () =>
      // The session may have become the requested file before the process died.
      Effect.map(findMade(upload, job), (made) => made ?? ("gone" as const))
    )
  )
})

/** Continues from the checkpoint, or starts from the beginning. */
const run = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  upload: Resumable<E, R>,
  job: ResumableJob<E, R>,
  checkpoints: Checkpoints
): Effect.fn.Return<Resumed | Overtaken, E | BoxError.BoxError | KeyValueStoreError, HttpClient | TokenStore | R> {
  const { operation, target, checkpoint: key, whenChanged } = upload
  const kept = yield* checkpoints.load
  if (kept === undefined) return yield* start(upload, job, checkpoints, undefined)

  if (!samePlace(kept.target, placeOf(target))) {
    return yield* invalidInput(
      operation,
      `The checkpoint ${JSON.stringify(key)} belongs to an upload to another target: use another key, or forget it`
    )
  }
  const difference = differenceOf(upload, kept)
  if (difference !== undefined && whenChanged === "fail") return yield* difference
  const outcome =
    difference === undefined
      ? yield* goOn(upload, job, checkpoints, kept)
      : yield* Effect.as(abandon(kept.session), "changed" as const)
  if (typeof outcome !== "string") {
    yield* orWarn(checkpoints.remove(kept.session))
    return outcome
  }
  const why = outcome === "changed" ? "the source has changed" : "its session no longer exists"
  yield* Effect.logWarning(`The upload ${JSON.stringify(key)} starts over, because ${why}`)
  yield* checkpoints.remove(kept.session)
  return yield* start(upload, job, checkpoints, outcome)
})

/** How often a run continues with the session of a concurrent run before it fails. */
const mostRounds = 4

/** Uploads a source, or what is missing of it. */
export const uploadResumable = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  upload: Resumable<E, R>
): Effect.fn.Return<Resumed, E | BoxError.BoxError | KeyValueStoreError, HttpClient | TokenStore | KeyValueStore | R> {
  const { operation, source, target, concurrency, checkpoint: key } = upload
  const job: ResumableJob<E, R> = {
    operation,
    source,
    target,
    concurrency,
    reporter: makeReporter(source.size, upload.onProgress),
    delays: new Map()
  }
  const checkpoints = yield* checkpointsOf(key)
  const rounds = Effect.gen(function* () {
    for (let round = 1; ; round++) {
      const outcome = yield* run(upload, job, checkpoints)
      if (!(outcome instanceof Overtaken)) return outcome
      if (round === mostRounds) return yield* outcome.error
    }
  })
  return yield* onlyOne(operation, key, rounds)
})

/** Deletes the session of this checkpoint, and removes the checkpoint. */
export const forgetUpload = /*#__PURE__*/ Effect.fnUntraced(function* (
  key: string
): Effect.fn.Return<void, BoxError.BoxError | KeyValueStoreError, Requirements | KeyValueStore> {
  const checkpoints = yield* checkpointsOf(key)
  const kept = yield* checkpoints.load
  if (kept !== undefined) yield* protocol.abort(kept.session)
  yield* checkpoints.clear
})
