/**
 * The transport without a network: converts the requests of `HttpClient` to those of the emulator, and the answers
 * back.
 */
import * as Effect from "effect/Effect"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Stream from "effect/Stream"
import { type Answer, ConnectionBroken } from "./wire/Answer.ts"
import type { WireRequest } from "./wire/WireRequest.ts"

/** The boundary of a form is chosen while it is encoded, so the content type must come from the encoded form. */
const encodedForm = (request: HttpClientRequest.HttpClientRequest): Response | undefined =>
  request.body._tag === "FormData" ? new Response(request.body.formData) : undefined

const toWire = (request: HttpClientRequest.HttpClientRequest, url: URL): WireRequest => {
  const broken = (cause: unknown) => new ConnectionBroken({ code: "ECONNRESET", cause })
  const form = encodedForm(request)
  const formType = form?.headers.get("content-type")
  const formBody = form?.body
  return {
    method: request.method,
    url,
    headers: formType ? { ...request.headers, "content-type": formType } : { ...request.headers },
    body: formBody
      ? Stream.fromReadableStream({ evaluate: () => formBody, onError: broken })
      : Stream.mapError(HttpServerRequest.fromClientRequest(request).stream, broken)
  }
}

/** The cause has a `code`, like the errors of Node. */
const transportError = (
  request: HttpClientRequest.HttpClientRequest,
  { code, cause }: ConnectionBroken
): HttpClientError.HttpClientError => {
  const description = code === "ECONNRESET" ? "read ECONNRESET" : `getaddrinfo ${code}`
  const nodeLike = Object.assign(new Error(description, { cause }), { code })
  return new HttpClientError.HttpClientError({
    reason: new HttpClientError.TransportError({ request, cause: nodeLike, description })
  })
}

const toResponse = (
  request: HttpClientRequest.HttpClientRequest,
  { status, headers, body }: Answer
): HttpClientResponse.HttpClientResponse => {
  const response = !(body instanceof Uint8Array)
    ? HttpServerResponse.stream(body, { status, headers })
    : body.length > 0
      ? HttpServerResponse.uint8Array(body, { status, headers })
      : HttpServerResponse.empty({ status, headers })
  return HttpServerResponse.toClientResponse(response, { request })
}

export const execute = (
  serve: (request: WireRequest) => Effect.Effect<Answer, ConnectionBroken>,
  request: HttpClientRequest.HttpClientRequest,
  url: URL
): Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.HttpClientError> =>
  serve(toWire(request, url)).pipe(
    Effect.mapError((broken) => transportError(request, broken)),
    Effect.map((answer) => toResponse(request, answer))
  )
