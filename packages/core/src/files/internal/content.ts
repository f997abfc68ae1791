/**
 * Opens the content of a file at some byte: the API's answer, the redirect to the other host, and the bytes from there.
 */
import * as Arr from "effect/Array"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { BoxConfig } from "../../http/BoxConfig.ts"
import type * as BoxError from "../../BoxError.ts"
import { integrityError } from "../../internal/integrity.ts"
import * as BoxRequest from "../../http/BoxRequest.ts"
import type { TokenStore } from "../../http/TokenStore.ts"
import { type BoxAnswer, type BoxCall, execute, executeBare, open, openBare } from "../../http/internal/send.ts"
import { isBrowser } from "../../http/internal/browser.ts"
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
  /**
   * When the content was last modified, in RFC 3339. `undefined` if Box does not report it, as for an earlier version.
   */
  readonly content_modified_at?: string | undefined
}

/** Bytes from `start` up to `end` (exclusive). */
interface Span {
  readonly start: number
  readonly end: number
}

export interface Opened {
  /** The bytes of the span, or fewer if the connection breaks. More bytes fail with `BoxIntegrityError`. */
  readonly stream: Stream.Stream<Uint8Array, BoxError.BoxError>
  /** An intermediary has compressed it, so a range would be one of the compressed content. */
  readonly encoded: boolean
  /** The number of requests sent so far. */
  readonly attempts: number
}

/** What has been sent for a download so far. */
export interface Counts {
  readonly attempts: number
  redirects: number
}

/** `api`: the retries of the policy are exhausted. `content`: another address may work. */
export interface OpenFailure {
  readonly from: "api" | "content"
  readonly error: BoxError.BoxError
}

const rangeHeader = ({ start, end }: Span, size: number): string | undefined =>
  start === 0 && end === size ? undefined : `bytes=${start}-${end - 1}`

/** The error for content that differs from the pinned file. */
export const differs = (
  operation: string,
  pinned: PinnedFile,
  property: "size" | "sha1",
  actual: string
): BoxError.BoxIntegrityError => {
  const expected = pinned[property]
  const message = `File ${pinned.file_id} should have ${property} ${expected}, but ${actual} was received`
  return integrityError({ operation, attempts: 1, property, expected, actual, message })
}

/** Whether the answer continues beyond the span because the host ignored `Range`. */
const isSurplus = ({ status }: BoxAnswer, end: number, size: number): boolean => status !== 206 && end < size

/**
 * `length` bytes of `content`, starting at `skip`. Further bytes are dropped if they are a `surplus`; otherwise they
 * fail.
 */
const cut = (
  content: Stream.Stream<Uint8Array, BoxError.BoxError>,
  { length, skip, surplus }: { readonly length: number; readonly skip: number; readonly surplus: boolean },
  tooMuch: () => BoxError.BoxError
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
        return excess > 0 && !surplus ? Effect.fail(tooMuch()) : Effect.succeed(kept)
      }),
      Stream.filter((chunk) => chunk.length > 0),
      // Counts the bytes that were emitted: one batch may contain the rest of the span and more.
      Stream.takeUntil((chunk) => {
        passed += chunk.length
        return surplus && passed === length
      })
    )
  })

/** Extracts the span from an answer, whether or not the host honoured `Range`. */
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
  // An encoded range is unusable; the next attempt requests the whole file.
  if (isRange && encoded) return { stream: Stream.empty, attempts, encoded }
  // A page may not read `Content-Range` unless the host allows it, but always the length.
  const isHidden = isBrowser() && answer.headers["content-range"] === undefined
  if (isRange && !(isHidden && Number(answer.headers["content-length"]) === end - start)) {
    const header = answer.headers["content-range"] ?? ""
    const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(header) ?? []
    if (Number(first) !== start || Number(last) >= end) {
      const wanted = `bytes ${start}-${end - 1}/${size}`
      return yield* decodeError(call, answer, `The answer contains another range than ${wanted}`)
    }
    if (total !== "*" && Number(total) !== size) return yield* differs(call.operation, pinned, "size", String(total))
  }
  const part = { skip: isRange ? 0 : start, length: end - start, surplus: isSurplus(answer, end, size) }
  const stream = cut(answer.stream(), part, () => differs(call.operation, pinned, "size", `more than ${size}`))
  return { stream, attempts, encoded }
})

/** Files of at most this many bytes are read at once. Those of a simulation are smaller. */
export const SmallContent: Context.Reference<number> = /*#__PURE__*/ Context.Reference("effect-box/SmallContent", {
  defaultValue: () => 256 * 1024
})

/**
 * Reads a small body at once and returns it as a stream, which ends with the failure that cut it off, if any. So
 * nothing stays open, which would cost more than the bytes of a small file. It reads only enough to detect surplus
 * bytes.
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

/**
 * The content can be read until the scope closes. Without `byRange`, the whole file is requested, regardless of `span`.
 */
export const openContent = /*#__PURE__*/ Effect.fnUntraced(function* (
  operation: string,
  pinned: PinnedFile,
  span: Span,
  counts: Counts,
  byRange: boolean
): Effect.fn.Return<Opened, OpenFailure, HttpClient | TokenStore | Scope.Scope> {
  const final = (error: BoxError.BoxError): OpenFailure => ({ from: "api", error })
  const { file_id, version_id, size } = pinned
  const config = yield* BoxConfig
  const range = byRange ? rangeHeader(span, size) : undefined
  const input = { file_id, version: version_id, range, encoding: "identity" }
  const call: BoxCall = {
    ...(yield* Effect.mapError(buildCall({ ...contentSpec, name: operation }, input, config), final)),
    attemptsBefore: counts.attempts,
    redirectsBefore: counts.redirects,
    content: true
  }
  const small = size <= (yield* SmallContent)
  const gather = gathered(span, size)
  /** A redirect, or the content itself. */
  const settle = (answer: BoxAnswer) =>
    answer.status === 302 ? Effect.as(answer.text, { ...answer, text: Effect.succeed("") }) : gather(answer)
  const answer = yield* Effect.mapError(small ? execute(call, settle) : open(call), final)
  // A transport that follows redirects itself already has the bytes.
  if (answer.status !== 302) return yield* Effect.mapError(understand(call, answer, span, pinned), final)
  yield* Effect.mapError(answer.text, final)
  const target = downloadTarget(answer.headers["location"], config.apiUrl)
  if (target === undefined) {
    return yield* Effect.fail(
      final(decodeError(call, answer, "The address of the content is not an absolute https URL"))
    )
  }
  const signed = signedCall(operation, target, range, answer.attempts, counts.redirects++)
  // After a failure a new address is requested; this one is not tried again.
  const content = yield* (small ? executeBare(signed, gather) : openBare(signed)).pipe(
    (opening) => BoxRequest.withRetry(opening, { maxAttempts: 1 }),
    Effect.mapError((error): OpenFailure => ({ from: "content", error }))
  )
  return yield* Effect.mapError(understand(signed, content, span, pinned), final)
})
