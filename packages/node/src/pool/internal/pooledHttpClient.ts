/**
 * `HttpClient` right on undici's dispatcher. Effect's own goes through a Node stream and two promises for each answer,
 * which costs more than the rest of a small call and copies the bytes of a large one once more.
 */
import { RequestActivity } from "@effect-box/core/RequestActivity"
import * as NodeStream from "@effect/platform-node/NodeStream"
import * as Undici from "@effect/platform-node/Undici"
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
import { withProxyCode } from "./proxy.ts"
import { type HostTraffic, Incoming, PooledResponse } from "./pooledResponse.ts"

type Body = Exclude<Undici.Dispatcher.DispatchOptions["body"], undefined>

interface Pool {
  readonly dispatcher: Undici.Dispatcher
  readonly traffic: (origin: string) => HostTraffic
}

interface Outgoing {
  readonly headers: Headers.Headers
  readonly body: Body
}

/** Larger bodies leave in pieces of this size, so that it shows how far they are. */
const piece = 256 * 1024

/** The same bytes; tells of each piece when the next one is asked for. */
function* pieces(bytes: Uint8Array, left: (bytes: number) => void): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) {
    const part = bytes.subarray(at, at + piece)
    yield part
    left(part.length)
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
      if (activity === undefined || body.body.length <= piece) return Effect.succeed({ headers, body: body.body })
      return Effect.succeed({
        headers,
        // undici takes whatever can be iterated, which its types do not say.
        body: pieces(body.body, (bytes) => {
          traffic.moves++
          activity.moved(bytes)
        }) as Iterable<Uint8Array> as unknown as Body
      })
    case "Raw":
      // What a caller of this transport gives as it is, is what the transport takes.
      return Effect.succeed({ headers, body: body.body as Body })
    case "Stream":
      return Effect.map(NodeStream.toReadable(body.stream), (stream) => ({ headers, body: stream }))
    case "FormData": {
      const form = new Undici.FormData()
      for (const [name, value] of body.formData) form.append(name, value)
      return Effect.succeed({ headers: Headers.remove(headers, "content-type"), body: form })
    }
  }
}

/** Sends a request and waits for the headers of its answer. `signal` ends the exchange from outside. */
const send = (
  { dispatcher, traffic }: Pool,
  request: HttpClientRequest,
  url: URL,
  activity: RequestActivity | undefined,
  signal?: AbortSignal
): Effect.Effect<PooledResponse, HttpClientError> =>
  Effect.flatMap(outgoing(request, activity, traffic(url.origin)), ({ headers, body }) =>
    Effect.callback<PooledResponse, HttpClientError>((resume) => {
      const refuse = (cause: unknown) =>
        resume(
          Effect.fail(new HttpClientError({ reason: new TransportError({ request, cause: withProxyCode(cause) }) }))
        )
      const incoming = new Incoming({
        begin: (status, headers) => resume(Effect.succeed(new PooledResponse(request, url, status, headers, incoming))),
        fail: refuse,
        activity,
        traffic: traffic(url.origin),
        bodySize: body instanceof Uint8Array ? body.length : 0
      })
      activity?.waits(traffic(url.origin))
      if (signal !== undefined) incoming.endWith(signal)
      try {
        dispatcher.dispatch(
          {
            method: request.method,
            origin: url.origin,
            path: url.pathname + url.search,
            headers,
            body,
            // How long is too long is for the caller to say, in Effect.
            headersTimeout: 0,
            bodyTimeout: 0
          },
          incoming
        )
      } catch (cause) {
        // What undici finds wrong with a request before it is sent.
        refuse(cause)
      }
      return Effect.sync(incoming.abort)
    })
  )

/** Has Effect's client end the exchange when the scope of the request closes, or when the answer is forgotten. */
const watched = (response: PooledResponse): Effect.Effect<HttpClientResponse, HttpClientError> =>
  HttpClient.make((_request, _url, signal) =>
    Effect.sync(() => {
      response.endWith(signal)
      return response
    })
  ).execute(response.request)

/**
 * A client that sends through this dispatcher. What Effect's own does for each request is done for those that are traced,
 * and otherwise for answers that are not complete when their headers are: for a small call it is half of the cost.
 */
export const make = (dispatcher: Undici.Dispatcher): HttpClient.HttpClient => {
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
