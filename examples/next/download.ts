/** A file from Box as the answer of a route handler, whole or in the range that the client asks for. */
import { BoxError, FileDownload, type TokenStore } from "@effect-box/core"
import { Effect, type ManagedRuntime, Stream } from "effect"
import type { HttpClient } from "effect/http"

/** What Next hands to a route handler beside the request. */
export interface Route {
  readonly params: Promise<{ readonly id: string }>
}

export const failed = (error: BoxError.BoxError): Effect.Effect<Response> =>
  error._tag === "BoxNotFound"
    ? Effect.succeed(new Response("There is no such item", { status: 404 }))
    : Effect.as(Effect.logError(error.message), new Response("Box could not do it", { status: 502 }))

/** One range with a beginning, as players and resumed downloads send it; anything else means the whole file. */
const rangeOf = (header: string | null) => {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? "") ?? []
  if (first === undefined) return undefined
  const offset = Number(first)
  return last === "" ? { offset } : { offset, length: Number(last) - offset + 1 }
}

/**
 * The bytes come as fast as the client takes them. If it goes away, Next cancels the stream, and with it the download; if the
 * download fails, Next breaks the answer off. Next sends no `content-length`, whatever the headers say.
 */
const download = Effect.fnUntraced(
  function* (request: Request, file_id: string) {
    const pinned = yield* FileDownload.pin({ file_id })
    const { size } = pinned
    const range = rangeOf(request.headers.get("range"))
    if (range !== undefined && (range.offset >= size || (range.length ?? 1) < 1)) {
      return new Response(null, { status: 416, headers: { "content-range": `bytes */${size}` } })
    }
    const { offset, length = size } = range ?? { offset: 0 }
    const end = Math.min(size, offset + length)
    const body = yield* FileDownload.streamPinned(pinned, range === undefined ? {} : { range }).pipe(
      Stream.onExit((exit) => Effect.logInfo(`file ${file_id}: ${exit._tag === "Success" ? "sent" : "not sent"}`)),
      Stream.toReadableStreamEffect()
    )
    return new Response(body, {
      status: range === undefined ? 200 : 206,
      headers: {
        "accept-ranges": "bytes",
        "content-type": "application/octet-stream",
        ...(range === undefined ? {} : { "content-range": `bytes ${offset}-${end - 1}/${size}` })
      }
    })
  },
  Effect.catchIf(BoxError.isBoxError, failed)
)

/** A route handler. `request.signal` ends the calls before the answer; after it, the stream is cancelled. */
export const downloadWith =
  <E>(box: ManagedRuntime.ManagedRuntime<HttpClient.HttpClient | TokenStore.TokenStore, E>) =>
  async (request: Request, { params }: Route): Promise<Response> =>
    box.runPromise(download(request, (await params).id), { signal: request.signal })
