/** One request of Node's server as the emulator reads it, and the answer on its way back. */
import type * as Http from "node:http"
import * as Emulator from "@effect-box/core/testing/BoxEmulator"
import * as NodeStream from "@effect/platform-node/NodeStream"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

const headersOf = (request: Http.IncomingMessage): Readonly<Record<string, string>> => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value
  }
  return headers
}

const connectionReset = (cause: unknown) => new Emulator.ConnectionBroken({ code: "ECONNRESET", cause })

export const toWire = (url: URL, request: Http.IncomingMessage): Emulator.WireRequest => ({
  method: request.method ?? "GET",
  url,
  headers: headersOf(request),
  body: NodeStream.fromReadable<Uint8Array, Emulator.ConnectionBroken>({
    evaluate: () => request,
    onError: connectionReset,
    // The answer still has to go out over the socket.
    closeOnDone: false
  })
})

/** Writes a chunk and waits while the client reads more slowly than the emulator writes. */
const write = (response: Http.ServerResponse, chunk: Uint8Array): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (response.write(chunk)) return resume(Effect.void)
    const drained = () => resume(Effect.void)
    response.once("drain", drained)
    return Effect.sync(() => response.off("drain", drained))
  })

/** An answer that breaks off: what was written still arrives, then the connection is gone. */
const breakOff = (response: Http.ServerResponse): Effect.Effect<void> =>
  Effect.sync(() => {
    response.socket?.destroySoon()
  })

/** Sends an answer of the emulator. */
export const respond = (
  response: Http.ServerResponse,
  { status, headers, body }: Emulator.Answer
): Effect.Effect<void> =>
  Effect.suspend(() => {
    response.writeHead(status, headers)
    if (body instanceof Uint8Array) {
      response.end(body)
      return Effect.void
    }
    response.flushHeaders()
    return Stream.runForEach(body, (chunk) => write(response, chunk)).pipe(
      Effect.andThen(
        Effect.sync(() => {
          response.end()
        })
      ),
      Effect.catch(() => breakOff(response))
    )
  })

/** A connection that breaks before the answer is reset, as by a network that lost it. */
export const resetConnection = (response: Http.ServerResponse): Effect.Effect<void> =>
  Effect.sync(() => {
    response.socket?.resetAndDestroy()
  })

/** What no page of another origin may show, run or take for something else. */
export const forNoOtherPage = { "cross-origin-resource-policy": "same-origin", "x-content-type-options": "nosniff" }

export const answerJson = (response: Http.ServerResponse, status: number, value: unknown): Effect.Effect<void> =>
  Effect.sync(() => {
    const headers = { "content-type": "application/json", "cache-control": "no-store", ...forNoOtherPage }
    response.writeHead(status, headers).end(JSON.stringify(value))
  })
