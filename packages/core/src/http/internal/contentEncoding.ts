/** Decompresses answers that a proxy compressed without being asked, if the transport has not already done so. */
import * as Arr from "effect/Array"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Pull from "effect/Pull"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"

/** Whether the header says that the answer is compressed. `fetch` keeps the header although it has decoded the body. */
export const isEncoded = (headers: Readonly<Record<string, string | undefined>>): boolean => {
  const encoding = headers["content-encoding"]
  return encoding !== undefined && encoding !== "" && encoding.toLowerCase() !== "identity"
}

const isGzip = (headers: Readonly<Record<string, string | undefined>>): boolean =>
  /^(x-)?gzip$/i.test(headers["content-encoding"] ?? "")

const unzipped = <E>(
  stream: Stream.Stream<Uint8Array, E>,
  broken: (cause: unknown) => E
): Stream.Stream<Uint8Array, E> => {
  let failure: { readonly error: E } | undefined
  const source = Stream.mapError(stream, (error) => {
    failure = { error }
    return error
  })
  return Stream.fromReadableStream({
    // The decompressor accepts bytes in any kind of memory; its type names only one.
    evaluate: () =>
      Stream.toReadableStream(source).pipeThrough(
        new DecompressionStream("gzip") as unknown as ReadableWritablePair<Uint8Array, Uint8Array>
      ),
    onError: (cause) => failure?.error ?? broken(cause)
  })
}

type Chunks<E> = Pull.Pull<Arr.NonEmptyReadonlyArray<Uint8Array>, E>

/** Reads until it is known whether the bytes are compressed. Also gives a pull of all of them. */
const recognised = /*#__PURE__*/ Effect.fnUntraced(function* <E>(pull: Chunks<E>) {
  let first: ReadonlyArray<Uint8Array> = []
  const beginning: Array<number> = []
  let ended = false
  while (beginning.length < 2 && !ended) {
    const chunks: ReadonlyArray<Uint8Array> = yield* Pull.catchDone(pull, () => {
      ended = true
      return Effect.succeed([])
    })
    first = [...first, ...chunks]
    for (const chunk of chunks) beginning.push(...chunk.subarray(0, 2))
  }
  const whole: Chunks<E> = Effect.suspend(() => {
    const chunks = first
    first = []
    if (Arr.isReadonlyArrayNonEmpty(chunks)) return Effect.succeed(chunks)
    return ended ? Cause.done() : pull
  })
  return { isCompressed: beginning[0] === 0x1f && beginning[1] === 0x8b, whole }
})

/**
 * The decompressed bytes. Since transports differ, the first bytes tell whether they are still compressed. Memory: one
 * chunk. It works on pulls, because joining streams would bring all of Effect's concurrent channels into every bundle.
 */
export const decoded = <E>(
  headers: Readonly<Record<string, string | undefined>>,
  stream: Stream.Stream<Uint8Array, E>,
  broken: (cause: unknown) => E
): Stream.Stream<Uint8Array, E> =>
  isGzip(headers)
    ? Stream.transformPull(stream, (pull, scope) =>
        Effect.flatMap(recognised(pull), ({ isCompressed, whole }) =>
          isCompressed
            ? Scope.provide(Stream.toPull(unzipped(Stream.fromPull(Effect.succeed(whole)), broken)), scope)
            : Effect.succeed(whole)
        )
      )
    : stream
