/** What Box has accepted is never sent again, whatever its answer holds: every operation that changes something. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Logger, Result, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"
import { isBoxError } from "../../src/BoxError.ts"
import type { Spec } from "../../src/operation/Operation.ts"
import { fixedToken } from "../http/scriptedHttp.ts"
import { thorough } from "../../../../test/support/thorough.ts"
import { type AnyOperation, table } from "./operationTable.ts"

const html = "<!doctype html><title>Working</title>"

/** A body that breaks off after its first bytes. */
const broken = () =>
  new ReadableStream<Uint8Array>({
    pull: (controller) => {
      controller.enqueue(new TextEncoder().encode('{"id'))
      controller.error(Object.assign(new Error("reset"), { code: "ECONNREFUSED" }))
    }
  })

const answers: ReadonlyArray<readonly [string, () => BodyInit | null]> = [
  ["no body", () => null],
  ["{}", () => "{}"],
  ["an array", () => "[]"],
  ["half a body", () => '{"type":"fol'],
  ["a page of HTML", () => html],
  ["a body that breaks off", broken]
]

const statuses = [200, 201, 202, 206] as const

/** Arguments that an operation cannot do without, made of its spec. */
const inputOf = ({ body, host, integers, path }: Spec): object => ({
  ...Object.fromEntries(
    [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, integers?.includes(String(name)) ? 1 : "1"])
  ),
  ...(host === "url" ? { url: "https://upload.box.com/api/2.0/there" } : {}),
  ...(body === "value" || body === "patch" ? { body: [] } : {}),
  ...(typeof body === "object" && body.kind === "bytes" ? { body: new Uint8Array(3) } : {}),
  ...(typeof body === "object" && body.kind === "multipart" ? { file: new Uint8Array(3), pic: new Uint8Array(3) } : {})
})

/** Calls the operation once; gives how often something was sent, and how it ended. */
const sentBy = Effect.fnUntraced(function* (operation: AnyOperation, status: number, body: () => BodyInit | null) {
  let requests = 0
  const client = HttpClient.make((request) =>
    Effect.sync(() => {
      requests++
      const headers = { "retry-after": "1", "content-type": "application/json" }
      return HttpClientResponse.fromWeb(request, new Response(body(), { status, headers }))
    })
  )
  const called = operation(inputOf(operation.spec))
  const calling = Effect.isEffect(called) ? called : Stream.runDrain(called)
  const fiber = yield* Effect.forkChild(
    Effect.result(calling).pipe(
      Effect.provide([Layer.succeed(HttpClient.HttpClient, client), fixedToken, Logger.layer([])])
    )
  )
  for (let i = 0; i < 20 && fiber.pollUnsafe() === undefined; i++) {
    yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
  }
  yield* TestClock.adjust("3 hours")
  return { requests, result: yield* Fiber.join(fiber) }
})

const changing = [...table]
  .filter(([, { spec }]) => spec.method !== "GET" && spec.method !== "OPTIONS")
  .map(([name, operation], index) => [name, operation, index] as const)

/** All in CI. Otherwise each operation gets every status and every answer, and three in a row all pairs of them. */
const met = (operation: number, status: number, answer: number) => thorough || (operation + status + answer) % 3 === 0

const isUnsafe = ({ method, replay }: Spec): boolean =>
  replay === undefined ? method === "POST" || method === "PATCH" : replay === "unsafe"

describe("an operation that Box has accepted", () => {
  it("there are many of them", () => {
    assert.isAtLeast(changing.length, 150)
  })

  it.effect.each(changing)("%s is sent once", ([, operation, index]) =>
    Effect.gen(function* () {
      const { spec } = operation
      for (const [row, status] of statuses.entries()) {
        // The scripted answer says when to come back.
        if (status === 202 && (spec.pending === true || !isUnsafe(spec))) continue
        for (const [column, [what, body]] of answers.entries()) {
          if (!met(index, row, column)) continue
          // Sending it twice does no harm, and after a broken connection the answer is worth it.
          if (!isUnsafe(spec) && what === "a body that breaks off") continue
          const { requests, result } = yield* sentBy(operation, status, body)
          assert.strictEqual(requests, 1, `${status} with ${what}`)
          if (Result.isSuccess(result)) continue
          const error = result.failure
          assert.isTrue(isBoxError(error))
          assert.strictEqual(error.status, status, `${status} with ${what}`)
          assert.include(error.message, "carried out", `${status} with ${what}`)
        }
      }
    })
  )
})
