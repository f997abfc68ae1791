/** Undoes a compression that proxies add although nobody asked for it, where the transport has not done so by itself. */
import * as Effect from "effect/Effect"
import * as Pull from "effect/Pull"
import * as Stream from "effect/Stream"

/** Whether the bytes on the wire are not the bytes that are meant. `fetch` leaves the header although it has decoded them. */
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
    // The decompressor takes bytes in any kind of memory; its type names one kind.
    evaluate: () =>
      Stream.toReadableStream(source).pipeThrough(
        new DecompressionStream("gzip") as unknown as ReadableWritablePair<Uint8Array, Uint8Array>
      ),
    onError: (cause) => failure?.error ?? broken(cause)
  })
}

/**
 * The bytes that are meant. Whether they are still compressed is told by how they begin, since transports differ. Memory:
 * one chunk.
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
