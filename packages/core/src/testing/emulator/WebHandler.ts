/** The transport of `fetch`: a request of the web platform in, its response out. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { type Answer, ConnectionBroken } from "./wire/Answer.ts"
import type { WireRequest } from "./wire/WireRequest.ts"

const broken = (cause: unknown) => new ConnectionBroken({ code: "ECONNRESET", cause })

const toWire = (request: Request): WireRequest => {
  const { body, headers, method, url } = request
  return {
    method,
    url: new URL(url),
    headers: Object.fromEntries(headers),
    body: body === null ? Stream.empty : Stream.fromReadableStream({ evaluate: () => body, onError: broken })
  }
}

/** An empty body is none: some statuses must not have one. */
const toResponse = ({ body, headers, status }: Answer): Response => {
  const content = body instanceof Uint8Array ? (body.length === 0 ? null : body.slice()) : Stream.toReadableStream(body)
  return new Response(content, { status, headers: { ...headers } })
}

/**
 * An emulator as a function from a `Request` to a `Response`, for programs that do not run in Effect: clients that take a
 * `fetch`, or tests that replace it. A connection that a fault breaks rejects with `TypeError`, as `fetch` does, and so does
 * a URL that is none of `urls`. Redirects are answers: nothing follows them.
 *
 * It runs on the machine's clock. An emulator that is made under `TestClock` needs the option `clock: "real"`.
 *
 * @example
 * ```ts
 * import { BoxEmulator } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const emulator = yield* BoxEmulator.BoxEmulator
 *   const handler = BoxEmulator.toWebHandler(emulator)
 *   const headers = { authorization: `Bearer ${emulator.credentials.accessToken}` }
 *   const answer = yield* Effect.promise(() => handler(new Request("https://api.box.com/2.0/users/me", { headers })))
 *   return answer.status
 * })
 *
 * console.log(await Effect.runPromise(Effect.provide(program, BoxEmulator.layerEmulator({ clock: "real" })))) // 200
 * ```
 *
 * @category testing
 * @since 0.2.0
 */
export const toWebHandler =
  (emulator: {
    readonly execute: (request: WireRequest) => Effect.Effect<Answer, ConnectionBroken>
  }): ((request: Request) => Promise<Response>) =>
  (request) =>
    emulator.execute(toWire(request)).pipe(
      Effect.map(toResponse),
      Effect.mapError(
        ({ cause, code }) =>
          new TypeError("fetch failed", { cause: Object.assign(new Error(code, { cause }), { code }) })
      ),
      (answering) => Effect.runPromise(answering, { signal: request.signal })
    )
