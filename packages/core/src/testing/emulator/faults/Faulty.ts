/** Applies a fault to a request and its answer. */
import * as Effect from "effect/Effect"
import type * as Random from "effect/Random"
import * as Stream from "effect/Stream"
import { type Answer, ConnectionBroken, empty, errorBody, json, text } from "../wire/Answer.ts"
import type { Fault } from "./Fault.ts"

const reset = new ConnectionBroken({ code: "ECONNRESET" })

const codes: Readonly<Record<number, string>> = {
  400: "bad_request",
  401: "unauthorized",
  403: "access_denied_insufficient_permissions",
  404: "not_found",
  405: "method_not_allowed",
  409: "operation_blocked_temporary",
  410: "session_expired",
  412: "precondition_failed",
  429: "rate_limit_exceeded",
  500: "internal_server_error",
  502: "bad_gateway",
  503: "unavailable"
}

const statusAnswer = (fault: Extract<Fault, { kind: "status" }>, host: string, random: Random.Random): Answer => {
  const { status, body, retryAfter } = fault
  const headers = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }
  switch (body ?? "json") {
    case "html":
      return text(status, "text/html", `<html><body><h1>${status}</h1></body></html>`, headers)
    case "empty":
      return empty(status, headers)
    case "json": {
      const code = fault.code ?? codes[status] ?? "internal_server_error"
      if (host === "oauth") return json(status, { error: code, error_description: `Injected: ${code}` }, headers)
      return json(status, errorBody({ status, code, message: `Injected: ${code}` }, host, random), headers)
    }
  }
}

const streamOf = ({ body }: Answer): Stream.Stream<Uint8Array, ConnectionBroken> =>
  body instanceof Uint8Array ? Stream.succeed(body) : body

/** The first bytes of a body. */
const firstBytes = (answer: Answer, count: number): Stream.Stream<Uint8Array, ConnectionBroken> =>
  Stream.suspend(() => {
    let left = count
    return streamOf(answer).pipe(
      Stream.map((chunk) => {
        const kept = chunk.subarray(0, left)
        left -= kept.length
        return kept
      }),
      Stream.takeUntil(() => left === 0),
      Stream.filter((chunk) => chunk.length > 0)
    )
  })

const cutAfter = (answer: Answer, count: number, end: Stream.Stream<never, ConnectionBroken>): Answer => ({
  ...answer,
  body: count === 0 ? end : Stream.concat(firstBytes(answer, count), end)
})

const flipMiddle = (answer: Answer): Answer => {
  const target = Math.floor(Number(answer.headers["content-length"] ?? 0) / 2)
  const body = Stream.suspend(() => {
    let offset = 0
    return Stream.map(streamOf(answer), (chunk) => {
      const at = target - offset
      offset += chunk.length
      return at < 0 || at >= chunk.length ? chunk : chunk.map((byte, index) => (index === at ? byte ^ 1 : byte))
    })
  })
  return { ...answer, body }
}

/** Runs `work` under the fault. */
export const withFault = (
  fault: Fault | undefined,
  work: Effect.Effect<Answer, ConnectionBroken>,
  host: string,
  random: Random.Random
): Effect.Effect<Answer, ConnectionBroken> => {
  if (fault === undefined) return work
  switch (fault.kind) {
    case "status": {
      const answer = Effect.sync(() => statusAnswer(fault, host, random))
      return fault.when === "after" ? Effect.andThen(work, answer) : answer
    }
    case "delay":
      return Effect.delay(work, fault.delay)
    case "reset":
      return Effect.fail(reset)
    case "lostAnswer":
      return Effect.andThen(work, Effect.fail(reset))
    case "stall":
      return Effect.map(work, (answer) => cutAfter(answer, fault.afterBytes, Stream.never))
    case "truncate":
      return Effect.map(work, (answer) => cutAfter(answer, fault.afterBytes, Stream.fail(reset)))
    case "corrupt":
      return Effect.map(work, flipMiddle)
    case "answer":
      return Effect.succeed(json(fault.status ?? 200, fault.json))
    case "silence":
      return Effect.never
    case "notReady":
      return Effect.succeed(empty(202, { "retry-after": String(fault.retryAfter) }))
  }
}
