/** Files in and out of Box through a backend that holds a few parts of them and no more. */
import { BoxError, FileDownload, FileUpload, type TokenStore, UploadSource } from "@effect-box/core"
import { Effect, Layer, Stream } from "effect"
import { type HttpClient, HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"

const refused = (status: number, reason: string) => HttpServerResponse.text(reason, { status })

/** What a client of this backend is told of a failure. Everything else is for the log. */
const answerTo = (error: BoxError.BoxError) =>
  error._tag === "BoxNotFound"
    ? Effect.succeed(refused(404, "There is no such file"))
    : error._tag === "BoxItemNameInUse"
      ? Effect.succeed(refused(409, "There is a file with this name"))
      : Effect.as(Effect.logError(error.message), refused(502, "Box could not do it"))

/**
 * The body goes on to Box as it comes. From 20 MB on it is sent in parts, and a part that fails is sent again; at most
 * `concurrency` parts are in memory.
 */
const Upload = HttpRouter.add(
  "PUT",
  "/files/:name",
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const { name = "" } = yield* HttpRouter.params
    const size = Number(request.headers["content-length"])
    if (!Number.isSafeInteger(size)) return refused(411, "content-length is missing")
    const body = UploadSource.fromOneShot(request.stream, { size })
    const file = yield* FileUpload.upload(body, { folder_id: "0", name, concurrency: 2 })
    return yield* HttpServerResponse.json({ id: file.id, size: file.size }, { status: 201 })
  }).pipe(Effect.catchIf(BoxError.isBoxError, answerTo))
)

interface Range {
  readonly offset: number
  readonly length?: number
}

/** One range with a beginning, as players and resumed downloads send it; anything else means the whole file. */
const rangeOf = (header: string | undefined): Range | undefined => {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? "") ?? []
  if (first === undefined) return undefined
  const offset = Number(first)
  return last === "" ? { offset } : { offset, length: Number(last) - offset + 1 }
}

/**
 * The bytes come as fast as the client takes them. If it goes away, the stream is interrupted, and with it the download
 * from Box. A connection to Box that breaks is resumed, which the client does not notice.
 */
const Download = HttpRouter.add(
  "GET",
  "/files/:id",
  Effect.gen(function* () {
    const { headers } = yield* HttpServerRequest.HttpServerRequest
    const { id = "" } = yield* HttpRouter.params
    const pinned = yield* FileDownload.pin({ file_id: id })
    const { size } = pinned
    const range = rangeOf(headers["range"])
    if (range !== undefined && (range.offset >= size || (range.length ?? 1) < 1)) {
      return HttpServerResponse.empty({ status: 416, headers: { "content-range": `bytes */${size}` } })
    }
    const { offset, length = size } = range ?? { offset: 0 }
    const end = Math.min(size, offset + length)
    const bytes = FileDownload.streamPinned(pinned, range === undefined ? {} : { range })
    const services = yield* Effect.context<HttpClient.HttpClient | TokenStore.TokenStore>()
    return HttpServerResponse.stream(Stream.provideContext(bytes, services), {
      status: range === undefined ? 200 : 206,
      contentType: "application/octet-stream",
      contentLength: end - offset,
      headers: {
        "accept-ranges": "bytes",
        ...(range === undefined ? {} : { "content-range": `bytes ${offset}-${end - 1}/${size}` })
      }
    })
  }).pipe(Effect.catchIf(BoxError.isBoxError, answerTo))
)

export const Routes = Layer.merge(Upload, Download)
