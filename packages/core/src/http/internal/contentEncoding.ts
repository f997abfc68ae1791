/** Decompresses answers that a proxy compressed without being asked, if the transport has not already done so. */
import * as Effect from "effect/Effect"
import * as Pull from "effect/Pull"
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
  const source = Stream.tapError(stream, (error) =>
    Effect.sync(() => {
      failure = { error }
    })
  )
  return Stream.fromReadableStream({
    // The decompressor accepts bytes in any kind of memory; its type names only one.
    evaluate: () =>
      Stream.toReadableStream(source).pipeThrough(
        new DecompressionStream("gzip") as unknown as ReadableWritablePair<Uint8Array, Uint8Array>
      ),
    onError: (cause) => failure?.error ?? broken(cause)
  })
}

/**
 * The decompressed bytes. Since transports differ, the first bytes tell whether they are still compressed. Memory: one
 * chunk.
 */
export const decoded = <E>(
  headers: Readonly<Record<string, string | undefined>>,
  stream: Stream.Stream<Uint8Array, E>,
  broken: (cause: unknown) => E
): Stream.Stream<Uint8Array, E> =>
  isGzip(headers)
    ? Stream.unwrap(
        Effect.gen(function* () {
          const pull = yield* Stream.toPull(stream)
          const first: Array<Uint8Array> = []
          const beginning: Array<number> = []
          let ended = false
          while (beginning.length < 2 && !ended) {
            const chunks: ReadonlyArray<Uint8Array> = yield* Pull.catchDone(pull, () => {
              ended = true
              return Effect.succeed([])
            })
            first.push(...chunks)
            for (const chunk of chunks) beginning.push(...chunk.subarray(0, 2))
          }
          const rest = ended ? Stream.empty : Stream.fromPull(Effect.succeed(pull))
          const whole = Stream.concat(Stream.fromIterable(first), rest)
          return beginning[0] === 0x1f && beginning[1] === 0x8b ? unzipped(whole, broken) : whole
        })
      )
    : stream
