/**
 * An `HttpClient` directly on undici's dispatcher. Effect's client uses a Node stream and two promises per answer,
 * which costs more than the rest of a small call and copies large bodies once more.
 */
import { RequestActivity } from "@effect-box/core/RequestActivity"
import * as NodeStream from "@effect/platform-node/NodeStream"
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as HttpClient from "effect/http/HttpClient"
import { HttpClientError, InvalidUrlError, TransportError } from "effect/http/HttpClientError"
import type { HttpClientRequest } from "effect/http/HttpClientRequest"
import type { HttpClientResponse } from "effect/http/HttpClientResponse"
import * as Url from "effect/http/Url"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Tracer from "effect/Tracer"
import { Readable } from "node:stream"
import type { ReadableStream } from "node:stream/web"
import type { Dispatcher } from "undici"
import { withProxyCode } from "./proxy.ts"
import { type HostTraffic, Incoming, PooledResponse } from "./pooledResponse.ts"

type Body = Exclude<Dispatcher.DispatchOptions["body"], undefined>

interface Pool {
  readonly dispatcher: Dispatcher
  readonly traffic: (origin: string) => HostTraffic
}

interface Outgoing {
  readonly headers: Headers.Headers
  readonly body: Body
}

/** Larger bodies are sent in pieces, so that their progress is visible. Bytes. */
const slowPiece = 256 * 1024
/** Each piece costs a turn of the event loop. */
const fastPiece = 1024 * 1024
/** Milliseconds in which a piece has left if the line is fast. */
const soon = 60

/** Splits the bytes into pieces, and reports each piece once the next one is requested. */
function* pieces(bytes: Uint8Array, clock: Clock.Clock, left: (bytes: number) => void): Generator<Uint8Array> {
  let size = slowPiece
  for (let at = 0; at < bytes.length; ) {
    const part = bytes.subarray(at, at + size)
    const began = clock.monotonicTimeNanosUnsafe()
    yield part
    size = Number(clock.monotonicTimeNanosUnsafe() - began) < soon * 1e6 ? fastPiece : slowPiece
    left(part.length)
    at += part.length
  }
}

const outgoing = (
  { body, headers }: HttpClientRequest,
  activity: RequestActivity | undefined,
  traffic: HostTraffic
): Effect.Effect<Outgoing> => {
  switch (body._tag) {
    case "Empty":
      return Effect.succeed({ headers, body: null })
    case "Uint8Array":
      if (activity === undefined || body.body.length <= slowPiece) return Effect.succeed({ headers, body: body.body })
      return Effect.clockWith((clock) => {
        const sent = pieces(body.body, clock, (bytes) => {
          traffic.moves++
          activity.moved(bytes)
        })
        // undici accepts any iterable, but its types do not say so.
        return Effect.succeed({ headers, body: sent as Iterable<Uint8Array> as unknown as Body })
      })
    case "Raw":
      // A raw body is passed on to the transport unchanged, so its type is up to the caller.
      return Effect.succeed({ headers, body: body.body as Body })
    case "Stream":
      return Effect.map(NodeStream.toReadable(body.stream), (stream) => ({ headers, body: stream }))
    case "FormData": {
      const encoded = new Response(body.formData)
      return Effect.succeed({
        headers: Headers.set(headers, "content-type", encoded.headers.get("content-type") ?? ""),
        // Node declares the same stream twice, once for the web and once for itself.
        body: Readable.fromWeb(encoded.body as ReadableStream)
      })
    }
  }
}

/** undici ends a connection after a body that its method seldom has. The check before an upload is an OPTIONS with one. */
const keepsConnection = { reset: false }

/** Sends a request and waits for the headers of the answer. `signal` aborts the exchange. */
const send = (
  { dispatcher, traffic }: Pool,
  request: HttpClientRequest,
  url: URL,
  activity: RequestActivity | undefined,
  signal?: AbortSignal
): Effect.Effect<PooledResponse, HttpClientError> => {
  const { origin } = url
  const host = traffic(origin)
  return Effect.flatMap(outgoing(request, activity, host), ({ headers, body }) =>
    Effect.callback<PooledResponse, HttpClientError>((resume) => {
      const refuse = (cause: unknown) =>
        resume(
          Effect.fail(new HttpClientError({ reason: new TransportError({ request, cause: withProxyCode(cause) }) }))
        )
      const incoming = new Incoming({
        begin: (status, headers) => resume(Effect.succeed(new PooledResponse(request, url, status, headers, incoming))),
        fail: refuse,
        activity,
        traffic: host,
        bodySize: body instanceof Uint8Array ? body.length : 0
      })
      activity?.waits(host)
      if (signal !== undefined) incoming.endWith(signal)
      try {
        dispatcher.dispatch(
          {
            method: request.method,
            origin,
            path: url.pathname + url.search,
            headers,
            body,
            ...(request.method === "OPTIONS" ? keepsConnection : {}),
            // The caller limits the time, in Effect.
            headersTimeout: 0,
            bodyTimeout: 0
          },
          incoming
        )
      } catch (cause) {
        // undici rejects an invalid request before sending it.
        refuse(cause)
      }
      return Effect.sync(incoming.abort)
    })
  )
}

/**
 * Lets Effect's client abort the exchange when the scope of the request closes, or when the answer is
 * garbage-collected.
 */
const watched = (response: PooledResponse): Effect.Effect<HttpClientResponse, HttpClientError> =>
  HttpClient.make((_request, _url, signal) =>
    Effect.sync(() => {
      response.endWith(signal)
      return response
    })
  ).execute(response.request)

/**
 * Creates a client that sends through this dispatcher. Effect's handling of a request costs half of a small call. So it
 * is used only for traced requests, and for answers that are incomplete when their headers arrive.
 */
export const make = (dispatcher: Dispatcher): HttpClient.HttpClient => {
  const hosts = new Map<string, HostTraffic>()
  const traffic = (origin: string): HostTraffic => {
    const known = hosts.get(origin)
    if (known !== undefined) return known
    const made = { moves: 0 }
    hosts.set(origin, made)
    return made
  }
  const pool: Pool = { dispatcher, traffic }
  const traced = HttpClient.make((request, url, signal, fiber) =>
    send(pool, request, url, fiber.getRef(RequestActivity), signal)
  )
  const execute = (request: HttpClientRequest): Effect.Effect<HttpClientResponse, HttpClientError> =>
    Effect.withFiber((fiber) => {
      if (!(fiber.getRef(HttpClient.TracerDisabledWhen)(request) || fiber.getRef(Tracer.DisablePropagation))) {
        return traced.execute(request)
      }
      const url = Url.make(request.url, request.urlParams, Option.getOrUndefined(request.hash))
      return Result.isFailure(url)
        ? Effect.fail(new HttpClientError({ reason: new InvalidUrlError({ request, cause: url.failure }) }))
        : Effect.uninterruptibleMask((restore) =>
            Effect.flatMap(
              restore(send(pool, request, url.success, fiber.getRef(RequestActivity))),
              (response): Effect.Effect<HttpClientResponse, HttpClientError> =>
                response.isComplete ? Effect.succeed(response) : watched(response)
            )
          )
    })
  const asItIs: HttpClient.HttpClient.Preprocess<never, never> = Effect.succeed
  return HttpClient.makeWith((request) => Effect.flatMap(request, execute), asItIs)
}
