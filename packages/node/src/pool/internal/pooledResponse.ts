/** An answer from undici. Received chunks are kept as they are until they are read. */
import type { RequestActivity } from "@effect-box/core/RequestActivity"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Cookies from "effect/http/Cookies"
import * as Headers from "effect/http/Headers"
import * as HttpClientError from "effect/http/HttpClientError"
import type { HttpClientRequest } from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import * as UrlParams from "effect/http/UrlParams"
import * as Inspectable from "effect/Inspectable"
import * as Option from "effect/Option"
import { pipeArguments } from "effect/Pipeable"
import type * as Schema from "effect/Schema"
import type * as Socket from "effect/socket/Socket"
import * as Stream from "effect/Stream"
import type { Dispatcher } from "undici"
import { markReceived } from "../../internal/receivedChunk.ts"

/** The number of buffered bytes from which reading from the connection pauses. */
const mayWait = 512 * 1024

type ResponseHeaders = Readonly<Record<string, string | Array<string> | undefined>>
type Chunks = readonly [Uint8Array, ...Array<Uint8Array>]

/** The traffic to and from a host, over all of its connections. */
export interface HostTraffic {
  moves: number
}

/** The callbacks for the start of an answer or its failure, and where activity is reported. */
interface Beginning {
  readonly begin: (status: number, headers: ResponseHeaders) => void
  readonly fail: (cause: unknown) => void
  readonly activity: RequestActivity | undefined
  readonly traffic: HostTraffic
  /** The number of bytes of the request's body that are sent together with its headers. */
  readonly bodySize: number
}

/**
 * Receives the answer to one request. undici calls the methods whose names begin with `on`. Readers are resumed in a
 * microtask: by then a small answer is complete, so its body needs no second wait.
 */
export class Incoming implements Dispatcher.DispatchHandler {
  readonly #beginning: Beginning
  #controller: Dispatcher.DispatchController | undefined
  #begun = false
  #chunks: Array<Uint8Array> = []
  #waiting = 0
  #ended = false
  #failure: { readonly cause: unknown } | undefined
  #wake: (() => void) | undefined
  #signal: AbortSignal | undefined
  #aborted = false

  constructor(beginning: Beginning) {
    this.#beginning = beginning
  }

  /** Whether everything has been received, or the exchange has failed. */
  get isOver(): boolean {
    return this.#ended
  }

  /** Aborts the exchange and its connection, unless it is already over. */
  readonly abort = (): void => {
    this.#aborted = true
    if (!this.#ended) this.#controller?.abort(new Error("The request was interrupted"))
  }

  /** Aborts the exchange when the signal is aborted. */
  endWith(signal: AbortSignal): void {
    this.#signal = signal
    signal.addEventListener("abort", this.abort, { once: true })
    if (signal.aborted) this.abort()
  }

  #end(): void {
    this.#ended = true
    this.#signal?.removeEventListener("abort", this.abort)
    this.#wakeReader()
  }

  #wakeReader(): void {
    if (this.#wake !== undefined) queueMicrotask(this.#wake)
    this.#wake = undefined
  }

  #moved(bytes: number): void {
    const { activity, traffic } = this.#beginning
    traffic.moves++
    activity?.moved(bytes)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.#moved(this.#beginning.bodySize)
    // The request was interrupted while it waited for a connection.
    if (this.#aborted) this.abort()
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
    this.#moved(0)
    if (status < 200) return
    this.#begun = true
    queueMicrotask(() => this.#beginning.begin(status, headers))
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#moved(0)
    this.#chunks.push(chunk)
    this.#waiting += chunk.length
    if (this.#waiting >= mayWait) controller.pause()
    this.#wakeReader()
  }

  onResponseEnd(): void {
    this.#beginning.activity?.received()
    this.#moved(0)
    this.#end()
  }

  onResponseError(_: Dispatcher.DispatchController, cause: Error): void {
    this.#failure = { cause }
    this.#end()
    if (!this.#begun) this.#beginning.fail(cause)
  }

  readonly #next: Effect.Effect<void> = Effect.callback((resume) => {
    this.#wake = () => resume(Effect.void)
    return Effect.sync(() => {
      this.#wake = undefined
    })
  })

  /** Waits for chunks and takes all that have arrived; `undefined` at the end. For one reader at a time. */
  readonly take: Effect.Effect<Chunks | undefined, unknown> = Effect.suspend(() => {
    const chunks = this.#chunks
    if (chunks.length > 0) {
      this.#chunks = []
      this.#waiting = 0
      if (!this.#ended) this.#controller?.resume()
      // Its length was checked above.
      return Effect.succeed(chunks as unknown as Chunks)
    }
    if (this.#failure !== undefined) return Effect.fail(this.#failure.cause)
    return this.#ended ? Effect.succeed(undefined) : Effect.andThen(this.#next, this.take)
  })

  /** Like {@link take}, but takes all chunks that arrive in one turn of the event loop. undici no longer uses them. */
  readonly gather: Effect.Effect<Chunks | undefined, unknown> = Effect.suspend(() =>
    this.#chunks.length > 0 || this.#ended
      ? this.take
      : Effect.andThen(Effect.andThen(this.#next, Effect.yieldNow), this.take)
  )
}

const decoder = new TextDecoder()

const joined = (chunks: ReadonlyArray<Uint8Array>): Uint8Array => {
  const [first] = chunks
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks)
}

/** The answer to one request. */
export class PooledResponse extends Inspectable.Class implements HttpClientResponse.HttpClientResponse {
  readonly [HttpIncomingMessage.TypeId]: typeof HttpIncomingMessage.TypeId = HttpIncomingMessage.TypeId
  readonly [HttpClientResponse.TypeId]: typeof HttpClientResponse.TypeId = HttpClientResponse.TypeId
  readonly request: HttpClientRequest
  readonly status: number
  readonly headers: Headers.Headers
  readonly #url: URL
  readonly #incoming: Incoming
  #whole: Effect.Effect<Uint8Array, HttpClientError.HttpClientError> | undefined

  constructor(request: HttpClientRequest, url: URL, status: number, headers: ResponseHeaders, incoming: Incoming) {
    super()
    this.request = request
    this.status = status
    this.headers = Headers.fromInput(headers)
    this.#url = url
    this.#incoming = incoming
  }

  /** Whether the whole answer has arrived, so that nothing is left to abort. */
  get isComplete(): boolean {
    return this.#incoming.isOver
  }

  /** Aborts the exchange when the signal is aborted. */
  endWith(signal: AbortSignal): void {
    this.#incoming.endWith(signal)
  }

  get url(): string {
    return this.#url.href.split("#", 1).join("")
  }

  get cookies(): Cookies.Cookies {
    const header = this.headers["set-cookie"]
    return header === undefined ? Cookies.empty : Cookies.fromSetCookie(header)
  }

  get remoteAddress(): Option.Option<string> {
    return Option.none()
  }

  readonly #broken = (cause: unknown): HttpClientError.HttpClientError =>
    new HttpClientError.HttpClientError({
      reason: new HttpClientError.DecodeError({ request: this.request, response: this, cause })
    })

  get stream(): Stream.Stream<Uint8Array, HttpClientError.HttpClientError> {
    const pull = Effect.flatMap(
      Effect.mapError(this.#incoming.gather, this.#broken),
      (chunks): Effect.Effect<Chunks, Cause.Done> => {
        if (chunks === undefined) return Cause.done()
        for (const chunk of chunks) markReceived(chunk)
        return Effect.succeed(chunks)
      }
    )
    return Stream.fromPull(Effect.succeed(pull))
  }

  /** The whole body. It is kept, so that it can be read again. */
  get #bytes(): Effect.Effect<Uint8Array, HttpClientError.HttpClientError> {
    if (this.#whole !== undefined) return this.#whole
    const { take } = this.#incoming
    const collect = (before: ReadonlyArray<Uint8Array>): Effect.Effect<Uint8Array, unknown> =>
      Effect.flatMap(take, (chunks) =>
        chunks === undefined
          ? Effect.succeed(joined(before))
          : collect(before.length === 0 ? chunks : [...before, ...chunks])
      )
    return Effect.tap(Effect.mapError(collect([]), this.#broken), (bytes) =>
      Effect.sync(() => {
        this.#whole = Effect.succeed(bytes)
      })
    )
  }

  get text(): Effect.Effect<string, HttpClientError.HttpClientError> {
    return Effect.map(this.#bytes, (bytes) => decoder.decode(bytes))
  }

  get json(): Effect.Effect<Schema.Json, HttpClientError.HttpClientError> {
    return Effect.flatMap(this.text, (text) =>
      Effect.try({ try: () => (text === "" ? null : JSON.parse(text)), catch: this.#broken })
    )
  }

  get arrayBuffer(): Effect.Effect<ArrayBuffer, HttpClientError.HttpClientError> {
    return Effect.map(this.#bytes, (bytes) => new Uint8Array(bytes).buffer)
  }

  get urlParamsBody(): Effect.Effect<UrlParams.UrlParams, HttpClientError.HttpClientError> {
    // A leading "?" belongs to the data, but URLSearchParams would drop it.
    return Effect.map(this.text, (text) => UrlParams.fromInput(new URLSearchParams(text.replace(/^\?/, "%3F"))))
  }

  get formData(): Effect.Effect<FormData, HttpClientError.HttpClientError> {
    return Effect.flatMap(this.arrayBuffer, (bytes) =>
      Effect.tryPromise({
        try: () => new Response(bytes, { headers: this.headers }).formData(),
        catch: this.#broken
      })
    )
  }

  /** Not supported: the connections belong to the pool. */
  get upgrade(): Effect.Effect<Socket.Socket, HttpClientError.HttpClientError> {
    const description = "This client does not support upgrading connections"
    const reason = new HttpClientError.StatusCodeError({ request: this.request, response: this, description })
    return Effect.fail(new HttpClientError.HttpClientError({ reason }))
  }

  toJSON(): unknown {
    return HttpIncomingMessage.inspect(this, {
      _id: "effect/http/HttpClientResponse",
      request: this.request.toJSON(),
      status: this.status
    })
  }

  pipe() {
    // biome-ignore lint/complexity/noArguments: required by Effect's Pipeable
    return pipeArguments(this, arguments)
  }
}
