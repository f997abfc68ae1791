/**
 * Opens the content of a file from some byte on: the API's answer, the hop to the other host, and what came from there.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { BoxConfig } from "../../http/BoxConfig.ts"
import type * as BoxError from "../../BoxError.ts"
import * as BoxRequest from "../../http/BoxRequest.ts"
import type { TokenStore } from "../../http/TokenStore.ts"
import { type Answer, type Call, execute, executeBare, open, openBare } from "../../http/internal/send.ts"
import { isEncoded } from "../../http/internal/contentEncoding.ts"
import { decodeError } from "../../http/internal/jsonAnswer.ts"
import { buildCall } from "../../operation/internal/call.ts"
import { downloadTarget, signedCall } from "../../http/internal/redirect.ts"

/** One version of a file: bytes that never change. */
export interface PinnedFile {
  readonly file_id: string
  /** `undefined` where Box does not say. */
  readonly version_id: string | undefined
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** In hex. */
  readonly sha1: string
  /** When the content was last modified, RFC 3339; `undefined` where Box does not say, as of a version that is not current. */
  readonly content_modified_at?: string | undefined
}

/** Bytes from `start` up to `end` (exclusive). */
interface Span {
  readonly start: number
  readonly end: number
}

export interface Opened {
  readonly stream: Stream.Stream<Uint8Array, BoxError.BoxError>
  /** Bytes at the beginning of the stream that were not asked for: the host ignored `Range`. */
  readonly skip: number
  /** The stream may go on behind what was asked for. */
  readonly surplus: boolean
  /** Bytes of the whole content, where the answer says so. */
  readonly total: number | undefined
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

/** Whether the answer goes on behind what was asked for, as the host ignored `Range`. */
const isSurplus = ({ status }: Answer, end: number, size: number): boolean => status !== 206 && end < size

/** What the answer holds, compared with what was asked for. */
const understand = /*#__PURE__*/ Effect.fnUntraced(function* (
  call: Call,
  answer: Answer,
  { start, end }: Span,
  size: number
): Effect.fn.Return<Opened, BoxError.BoxError> {
  const { attempts } = answer
  const stream = answer.stream()
  const encoded = isEncoded(answer.headers)
  if (answer.status !== 206)
    return { stream, attempts, skip: start, surplus: isSurplus(answer, end, size), total: undefined, encoded }
  // Nothing of it can be used; the next attempt asks for the whole.
  if (encoded) return { stream: Stream.empty, attempts, skip: 0, surplus: false, total: undefined, encoded }
  const header = answer.headers["content-range"] ?? ""
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(header) ?? []
  if (Number(first) !== start || Number(last) >= end) {
    const wanted = `bytes ${start}-${end - 1}/${size}`
    return yield* decodeError(call, answer, `The answer holds another range than ${wanted}`)
  }
  return { stream, attempts, skip: 0, surplus: false, total: total === "*" ? undefined : Number(total), encoded }
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
  (answer: Answer): Effect.Effect<Answer> => {
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
  { file_id, version_id, size }: PinnedFile,
  span: Span,
  attemptsBefore: number,
  byRange: boolean
): Effect.fn.Return<Opened, OpenFailure, HttpClient | TokenStore | Scope.Scope> {
  const final = (error: BoxError.BoxError): OpenFailure => ({ from: "api", error })
  const config = yield* BoxConfig
  const range = byRange ? rangeHeader(span, size) : undefined
  const input = { file_id, version: version_id, range, encoding: "identity" }
  const call: Call = {
    ...(yield* Effect.mapError(buildCall({ ...contentSpec, name: operation }, input, config), final)),
    attemptsBefore
  }
  const small = size <= (yield* SmallContent)
  const gather = gathered(span, size)
  /** A redirect, or the content itself. */
  const settle = (answer: Answer) =>
    answer.status === 302 ? Effect.as(answer.text, { ...answer, text: Effect.succeed("") }) : gather(answer)
  const answer = yield* Effect.mapError(small ? execute(call, settle) : open(call), final)
  // A transport that follows redirects by itself has the bytes already.
  if (answer.status !== 302) return yield* Effect.mapError(understand(call, answer, span, size), final)
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
  return yield* Effect.mapError(understand(signed, content, span, size), final)
})
