/**
 * `HttpClient` right on undici's dispatcher. Effect's own goes through a Node stream and two promises for each answer,
 * which costs more than the rest of a small call and copies the bytes of a large one once more.
 */
import * as NodeStream from "@effect/platform-node/NodeStream"
import * as Undici from "@effect/platform-node/Undici"
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as HttpClient from "effect/http/HttpClient"
import { HttpClientError, TransportError } from "effect/http/HttpClientError"
import type { HttpClientRequest } from "effect/http/HttpClientRequest"
import type { HttpClientResponse } from "effect/http/HttpClientResponse"
import { Incoming, PooledResponse } from "./pooledResponse.ts"

type Body = Exclude<Undici.Dispatcher.DispatchOptions["body"], undefined>

interface Outgoing {
  readonly headers: Headers.Headers
  readonly body: Body
}

const outgoing = ({ body, headers }: HttpClientRequest): Effect.Effect<Outgoing> => {
  switch (body._tag) {
    case "Empty":
      return Effect.succeed({ headers, body: null })
    case "Uint8Array":
      return Effect.succeed({ headers, body: body.body })
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

/** A client that sends through this dispatcher. */
export const make = (dispatcher: Undici.Dispatcher): HttpClient.HttpClient =>
  HttpClient.make((request, url, signal) =>
    Effect.flatMap(outgoing(request), ({ headers, body }) =>
      Effect.callback<HttpClientResponse, HttpClientError>((resume) => {
        const refuse = (cause: unknown) =>
          resume(Effect.fail(new HttpClientError({ reason: new TransportError({ request, cause }) })))
        const incoming = new Incoming(signal, {
          begin: (status, headers) =>
            resume(Effect.succeed(new PooledResponse(request, url, status, headers, incoming))),
          fail: refuse
        })
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
  )
