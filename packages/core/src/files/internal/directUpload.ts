/** An upload in one multipart request. The digest is sent first if the source can be read beforehand. */
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import * as Stream from "effect/Stream"
import { type File, Files } from "../../api/schemas/Item.ts"
import { BoxConfig } from "../../http/BoxConfig.ts"
import * as BoxError from "../../BoxError.ts"
import { integrityError } from "../../internal/integrity.ts"
import * as BoxRequest from "../../http/BoxRequest.ts"
import type { OnProgress } from "../Progress.ts"
import type { TokenStore } from "../../http/TokenStore.ts"
import type { OneShot, Sized } from "../UploadSource.ts"
import { isAnswered } from "../../http/internal/decide.ts"
import { type Body, type BoxCall, execute } from "../../http/internal/send.ts"
import { readJson } from "../../http/internal/jsonAnswer.ts"
import { type Frame, makeFrame } from "../../http/internal/multipart.ts"
import { buildCall } from "../../operation/internal/call.ts"
import { retryStep, type Turn } from "../../http/internal/retryStep.ts"
import { makeReporter, type Reporter } from "./progressReport.ts"
import { digestOf, measured, readInto, smallSize, sizeDiffers, streamOf } from "./sourceBytes.ts"
import { checkStored, type Digest, findStored, ownConflict, type StoredAnswer, type Target } from "./uploadTarget.ts"

/** A failure of the source inside the body of a request. It is never retried. */
class SourceFailed<E> {
  readonly error: E
  constructor(error: E) {
    this.error = error
  }
}

const unwrapped = <E>(error: E | SourceFailed<E>): E => (error instanceof SourceFailed ? error.error : error)

/** The request without its body. */
const bare = /*#__PURE__*/ Effect.fnUntraced(function* (operation: string, target: Target) {
  const version = target._tag === "NewVersion"
  const spec = {
    name: operation,
    method: "POST" as const,
    host: "upload" as const,
    path: version ? "/files/{file_id}/content" : "/files/content",
    headers: { if_match: "if-match" },
    // Retried only if our own success can be distinguished from another file.
    replay: "safe" as const
  }
  const input = version ? { file_id: target.file_id, if_match: target.if_match } : {}
  return yield* buildCall(spec, input, yield* BoxConfig)
})

const frameOf = (target: Target): Effect.Effect<Frame> => {
  const attributes =
    target._tag === "NewFile"
      ? { name: target.name, parent: { id: target.folder_id }, ...target.attributes }
      : { ...(target.name === undefined ? {} : { name: target.name }), ...target.attributes }
  return makeFrame(JSON.stringify(attributes), target.name ?? "file")
}

const framed = <E>(frame: Frame, stream: Stream.Stream<Uint8Array, E>): Stream.Stream<Uint8Array, E> =>
  Stream.make(frame.head).pipe(Stream.concat(stream), Stream.concat(Stream.make(frame.tail)))

const post = <E>(call: BoxCall<E>): Effect.Effect<StoredAnswer, BoxError.BoxError | E, HttpClient | TokenStore> =>
  execute(call, (answer) =>
    Effect.map(readJson(call, Files)(answer), ({ entries }) => ({
      entries,
      attempts: answer.attempts,
      status: answer.status
    }))
  )

/** The body and its content. A small source is read once, a larger one once more for each attempt. */
const prepare = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  operation: string,
  source: Sized<E, R>,
  frame: Frame,
  reporter: Reporter
): Effect.fn.Return<
  { readonly content: Digest; readonly body: Body<SourceFailed<E | BoxError.BoxError>> },
  E | BoxError.BoxError,
  R
> {
  const { contentType } = frame
  if (source.size <= smallSize) {
    const begin = frame.head.length
    const end = begin + source.size
    const bytes = new Uint8Array(end + frame.tail.length)
    bytes.set(frame.head)
    bytes.set(frame.tail, end)
    const content = yield* readInto(operation, source, bytes.subarray(begin, end))
    return { content, body: { _tag: "Bytes", bytes, contentType } }
  }
  const content = yield* digestOf(operation, source)
  const changed = (seen: Digest): Effect.Effect<void, BoxError.BoxIntegrityError> => {
    if (seen.size !== content.size) return Effect.fail(sizeDiffers(operation, content.size, seen.size))
    if (seen.sha1 === content.sha1) return Effect.void
    const message = "The source yielded different bytes when it was read again"
    const [expected, actual] = [content.sha1, seen.sha1]
    return Effect.fail(integrityError({ operation, attempts: 0, property: "sha1", expected, actual, message }))
  }
  const stream = measured(operation, streamOf(operation, source), {
    atMost: source.size,
    onBytes: reporter.during,
    onEnd: changed
  })
  const body: Body<SourceFailed<E | BoxError.BoxError>> = {
    _tag: "Stream",
    stream: framed(
      frame,
      Stream.mapError(Stream.provideContext(stream, yield* Effect.context<R>()), (error) => new SourceFailed(error))
    ),
    contentType,
    contentLength: frame.head.length + content.size + frame.tail.length,
    replayable: true
  }
  return { content, body }
})

/** One attempt, after checking what an earlier one may have stored. */
const sendOnce = /*#__PURE__*/ Effect.fnUntraced(function* <E>(
  operation: string,
  call: BoxCall<E>,
  target: Target,
  content: Digest,
  { answered, mayBeDone }: Turn
): Effect.fn.Return<File, E | BoxError.BoxError, HttpClient | TokenStore> {
  // A repeated version causes no conflict, so the file itself is checked before another version is stored. For a new file
  // whose upload Box has accepted, the name is checked, so that the bytes need not be sent again.
  if (mayBeDone && (answered || target._tag === "NewVersion")) {
    const stored = yield* findStored(target, content)
    if (stored !== undefined) return stored
  }
  const answer = yield* BoxRequest.withRetry(post(call), { maxAttempts: 1 })
  return yield* checkStored(operation, answer, content)
})

export const uploadSized = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  operation: string,
  source: Sized<E, R>,
  target: Target,
  onProgress: OnProgress | undefined
): Effect.fn.Return<File, E | BoxError.BoxError, HttpClient | TokenStore | R> {
  const reporter = makeReporter(source.size, onProgress)
  const base = yield* bare(operation, target)
  const { content, body } = yield* prepare(operation, source, yield* frameOf(target), reporter)
  const call = { ...base, headers: { ...base.headers, "content-md5": content.sha1 }, body }

  const file = yield* retryStep((turn) =>
    sendOnce(operation, { ...call, attemptsBefore: turn.attempts }, target, content, turn).pipe(
      Effect.catchIf(
        (error): error is BoxError.BoxItemNameInUse => turn.mayBeDone && error instanceof BoxError.BoxItemNameInUse,
        (conflict) =>
          Effect.flatMap(ownConflict(conflict, content), (own) =>
            own === undefined ? Effect.fail(conflict) : Effect.succeed(own)
          )
      )
    )
  ).pipe(Effect.mapError(unwrapped<E | BoxError.BoxError>))
  yield* reporter.end(content.size)
  return file
})

/** Opens a one-shot source, which nobody may have done before. */
export const takeOnce = <E, R>(
  operation: string,
  source: OneShot<E, R>
): Effect.Effect<() => Stream.Stream<Uint8Array, E, R>, BoxError.BoxBodyConsumed> =>
  Effect.suspend(() => {
    const stream = source.take()
    const message = "The one-shot source was already read by an earlier upload"
    return stream === undefined
      ? Effect.fail(new BoxError.BoxBodyConsumed({ operation, attempts: 0, message }))
      : Effect.succeed(() => stream)
  })

export const uploadOneShot = /*#__PURE__*/ Effect.fnUntraced(function* <E, R>(
  operation: string,
  source: OneShot<E, R>,
  target: Target,
  onProgress: OnProgress | undefined
): Effect.fn.Return<File, E | BoxError.BoxError, HttpClient | TokenStore | R> {
  const base = yield* bare(operation, target)
  const frame = yield* frameOf(target)
  const stream = (yield* takeOnce(operation, source))()
  const reporter = makeReporter(undefined, onProgress)
  let content: Digest = { size: 0, sha1: "" }
  let sent = false
  const bytes = measured(operation, stream, {
    onBytes: reporter.during,
    onEnd: (seen) =>
      Effect.sync(() => {
        content = seen
        sent = true
      })
  })
  const body: Body<SourceFailed<E | BoxError.BoxError>> = {
    _tag: "Stream",
    stream: framed(
      frame,
      Stream.mapError(Stream.provideContext(bytes, yield* Effect.context<R>()), (error) => new SourceFailed(error))
    ),
    contentType: frame.contentType,
    replayable: false
  }
  const file = yield* Effect.mapError(post({ ...base, body }), unwrapped<E | BoxError.BoxError>).pipe(
    Effect.flatMap((answer) => checkStored(operation, answer, content)),
    Effect.catchIf(
      (error) => sent && BoxError.isBoxError(error) && isAnswered(error),
      (error) =>
        Effect.gen(function* () {
          // Report the failure of the upload, not a failure of checking its outcome.
          const stored = yield* Effect.orElseSucceed(findStored(target, content), () => undefined)
          return stored ?? (yield* Effect.fail(error))
        })
    )
  )
  yield* reporter.end(content.size)
  return file
})
