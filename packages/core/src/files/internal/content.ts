/**
 * Opens the content of a file from some byte on: the API's answer, the hop to the other host, and what came from there.
 */
import * as Arr from "effect/Array"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { BoxConfig } from "../../http/BoxConfig.ts"
import * as BoxError from "../../BoxError.ts"
import * as BoxRequest from "../../http/BoxRequest.ts"
import type { TokenStore } from "../../http/TokenStore.ts"
import { type BoxAnswer, type BoxCall, execute, executeBare, open, openBare } from "../../http/internal/send.ts"
import { isEncoded } from "../../http/internal/contentEncoding.ts"
import { decodeError } from "../../http/internal/jsonAnswer.ts"
import { buildCall } from "../../operation/internal/call.ts"
import { downloadTarget, signedCall } from "../../http/internal/redirect.ts"

/**
 * One version of a file, whose content never changes.
 *
 * @category models
 * @since 0.2.0
 */
export interface PinnedFile {
  readonly file_id: string
  /** `undefined` if Box does not report it. */
  readonly version_id: string | undefined
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** In hex. */
  readonly sha1: string
  /** When the content was last modified, in RFC 3339. `undefined` if Box does not report it, as for an earlier version. */
  readonly content_modified_at?: string | undefined
}

/** Bytes from `start` up to `end` (exclusive). */
interface Span {
  readonly start: number
  readonly end: number
}

export interface Opened {
  /** The bytes of the span, or fewer if it breaks off. More than that fails with `BoxIntegrityError`. */
  readonly stream: Stream.Stream<Uint8Array, BoxError.BoxError>
  /** Something on the way has compressed it: bytes of a range would be those of the compressed content. */
  readonly encoded: boolean
  /** Requests sent so far. */
  readonly attempts: number
}

/** `api`: it has been tried as often as the policy allows. `content`: another address may work. */
export interface OpenFailure {
  readonly from: "api" | "content"
  readonly error: BoxError.BoxError
}

const rangeHeader = ({ start, end }: Span, size: number): string | undefined =>
  start === 0 && end === size ? undefined : `bytes=${start}-${end - 1}`

/** Something that came is not what the pinned file has. */
export const differs = (
  operation: string,
  pinned: PinnedFile,
  property: "size" | "sha1",
  actual: string
): BoxError.BoxIntegrityError => {
  const expected = String(pinned[property])
  const message = `File ${pinned.file_id} should have ${property} ${expected}, but ${actual} came`
  return new BoxError.BoxIntegrityError({ operation, attempts: 1, property, expected, actual, message })
}

/** Whether the answer goes on beyond the span because the host ignored `Range`. */
const isSurplus = ({ status }: BoxAnswer, end: number, size: number): boolean => status !== 206 && end < size

/** The bytes of `content` from `skip` on, `length` of them. What comes after that is `surplus`, or too much. */
const cut = (
  content: Stream.Stream<Uint8Array, BoxError.BoxError>,
  { length, skip, surplus }: { readonly length: number; readonly skip: number; readonly surplus: boolean },
  tooMuch: BoxError.BoxError
): Stream.Stream<Uint8Array, BoxError.BoxError> =>
  Stream.suspend(() => {
    let before = skip
    let left = length
    let passed = 0
    return content.pipe(
      Stream.mapArrayEffect((chunks) => {
        let excess = 0
        const kept = Arr.map(chunks, (chunk) => {
          const bytes = before === 0 ? chunk : chunk.subarray(before)
          before -= chunk.length - bytes.length
          const part = bytes.length <= left ? bytes : bytes.subarray(0, left)
          left -= part.length
          excess += bytes.length - part.length
          return part
        })
        return excess > 0 && !surplus ? Effect.fail(tooMuch) : Effect.succeed(kept)
      }),
      Stream.filter((chunk) => chunk.length > 0),
      // By what was passed on: one batch may hold the rest of the span and more.
      Stream.takeUntil((chunk) => {
        passed += chunk.length
        return surplus && passed === length
      })
    )
  })

/** The span of an answer, whatever the host made of `Range`. */
const understand = /*#__PURE__*/ Effect.fnUntraced(function* (
  call: BoxCall,
  answer: BoxAnswer,
  { start, end }: Span,
  pinned: PinnedFile
): Effect.fn.Return<Opened, BoxError.BoxError> {
  const { attempts } = answer
  const { size } = pinned
  const encoded = isEncoded(answer.headers)
  const isRange = answer.status === 206
  // Nothing of an encoded range can be used; the next attempt asks for the whole.
  if (isRange && encoded) return { stream: Stream.empty, attempts, encoded }
  if (isRange) {
    const header = answer.headers["content-range"] ?? ""
    const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(header) ?? []
    if (Number(first) !== start || Number(last) >= end) {
      const wanted = `bytes ${start}-${end - 1}/${size}`
      return yield* decodeError(call, answer, `The answer holds another range than ${wanted}`)
    }
    if (total !== "*" && Number(total) !== size) return yield* differs(call.operation, pinned, "size", String(total))
  }
  const part = { skip: isRange ? 0 : start, length: end - start, surplus: isSurplus(answer, end, size) }
  const stream = cut(answer.stream(), part, differs(call.operation, pinned, "size", `more than ${size}`))
  return { stream, attempts, encoded }
})

/** Files of at most so many bytes are read at once. Those of a simulation are smaller. */
export const SmallContent: Context.Reference<number> = /*#__PURE__*/ Context.Reference("effect-box/SmallContent", {
  defaultValue: () => 256 * 1024
})

/**
 * The answer with what came of its body, and at its end the failure that cut it off: nothing stays open behind it, which
 * costs more than the bytes of a small file. No more is read than says whether there is too much.
 */
const gathered =
  ({ start, end }: Span, size: number) =>
  (answer: BoxAnswer): Effect.Effect<BoxAnswer> => {
    const expected = answer.status === 206 ? end - start : end
    const enough = isSurplus(answer, end, size) ? expected : expected + 1
    const chunks: Array<Uint8Array> = []
    let came = 0
    const reading = Stream.runForEachWhile(answer.stream(), (chunk) =>
      Effect.sync(() => {
        chunks.push(chunk)
        came += chunk.length
        return came < enough
      })
    )
    return Effect.map(Effect.result(reading), (outcome) => {
      const there = Stream.fromIterable(chunks)
      const stream = outcome._tag === "Success" ? there : Stream.concat(there, Stream.fail(outcome.failure))
      return { ...answer, text: Effect.succeed(""), stream: () => stream }
    })
  }

const contentSpec = {
  method: "GET" as const,
  path: "/files/{file_id}/content",
  query: ["version"],
  headers: { range: "range", encoding: "accept-encoding" },
  accepts: [302],
  pending: true
}

/** The content stays readable until the scope closes. Without `byRange` the whole of it comes, whatever `span` is. */
export const openContent = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  pinned: PinnedFile,
  span: Span,
  attemptsBefore: number,
  byRange: boolean
): Effect.fn.Return<Opened, OpenFailure, HttpClient | TokenStore | Scope.Scope> {
  const final = (error: BoxError.BoxError): OpenFailure => ({ from: "api", error })
  const { file_id, version_id, size } = pinned
  const config = yield* BoxConfig
  const range = byRange ? rangeHeader(span, size) : undefined
  const input = { file_id, version: version_id, range, encoding: "identity" }
  const call: BoxCall = {
    ...(yield* Effect.mapError(buildCall({ ...contentSpec, name: operation }, input, config), final)),
    attemptsBefore
  }
  const small = size <= (yield* SmallContent)
  const gather = gathered(span, size)
  /** A redirect, or the content itself. */
  const settle = (answer: BoxAnswer) =>
    answer.status === 302 ? Effect.as(answer.text, { ...answer, text: Effect.succeed("") }) : gather(answer)
  const answer = yield* Effect.mapError(small ? execute(call, settle) : open(call), final)
  // A transport that follows redirects by itself has the bytes already.
  if (answer.status !== 302) return yield* Effect.mapError(understand(call, answer, span, pinned), final)
  yield* Effect.mapError(answer.text, final)
  const target = downloadTarget(answer.headers["location"], config.apiUrl)
  if (target === undefined) {
    return yield* Effect.fail(final(decodeError(call, answer, "The address of the content is no absolute https URL")))
  }
  const signed = signedCall(operation, target, range, answer.attempts)
  // Its failures are answered with a fresh address, not with another attempt on this one.
  const content = yield* (small ? executeBare(signed, gather) : openBare(signed)).pipe(
    (opening) => BoxRequest.withRetry(opening, { maxAttempts: 1 }),
    Effect.mapError((error): OpenFailure => ({ from: "content", error }))
  )
  return yield* Effect.mapError(understand(signed, content, span, pinned), final)
})
