import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, Layer, Random, Result, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"
import { BoxConfig, type BoxError, BoxRequest, Files, Folders, type Operation, Users } from "../../src/index.ts"
import { parseRetryAfter } from "../../src/http/internal/retryDelay.ts"
import { fixedToken, inOrder, type Script, scripted } from "./scriptedHttp.ts"

const folder = { status: 200, json: { type: "folder", id: "1" } }
const created = { status: 201, json: { type: "folder", id: "1" } }
const file = { status: 200, json: { type: "file", id: "1" } }

/** Runs a call to its end in virtual time; gives the result, the requests and the time that it took. */
const run = <A, E>(effect: Effect.Effect<A, E, never>) =>
  Effect.gen(function* () {
    const before = yield* Clock.currentTimeMillis
    const fiber = yield* Effect.forkChild(
      Effect.gen(function* () {
        const result = yield* Effect.result(effect)
        return { result, took: (yield* Clock.currentTimeMillis) - before }
      })
    )
    yield* TestClock.adjust("3 hours")
    return yield* Fiber.join(fiber)
  })

const get = Folders.getFolderById({ folder_id: "1" })

const calls: Readonly<Record<string, Effect.Effect<unknown, BoxError.BoxError, Operation.Requirements>>> = {
  get,
  create: Folders.createFolder({ name: "a", parent: { id: "0" } }),
  update: Folders.updateFolderById({ folder_id: "1", name: "b" }),
  remove: Folders.deleteFolderById({ folder_id: "1" }),
  copy: Files.copyFile({ file_id: "1", parent: { id: "0" } })
}

interface Case {
  readonly name: string
  readonly call: string
  readonly answers: ReadonlyArray<Script>
  readonly requests: number
  /** The tag of the failure; without it the call succeeds. */
  readonly fails?: string
  readonly atLeast?: string
  readonly atMost?: string
}

const ambiguous: ReadonlyArray<Script> = [
  { status: 500 },
  { status: 502, text: "<html>bad gateway</html>" },
  { status: 504 },
  { reset: "ECONNRESET" }
]

const cases: ReadonlyArray<Case> = [
  ...ambiguous.map(
    (answer): Case => ({
      name: `GET after ${answer.status ?? answer.reset}`,
      call: "get",
      answers: [answer, answer, folder],
      requests: 3
    })
  ),
  ...ambiguous.map(
    (answer): Case => ({
      name: `POST is not repeated after ${answer.status ?? answer.reset}`,
      call: "create",
      answers: [answer, created],
      requests: 1,
      fails: answer.reset === undefined ? "BoxUnavailable" : "BoxTransportError"
    })
  ),
  { name: "PUT after 500", call: "update", answers: [{ status: 500 }, folder], requests: 2 },
  {
    name: "POST after a refused connection",
    call: "create",
    answers: [{ reset: "ECONNREFUSED" }, created],
    requests: 2
  },
  {
    name: "POST after 429",
    call: "copy",
    answers: [{ status: 429, headers: { "retry-after": "7" } }, file],
    requests: 2,
    atLeast: "7 seconds"
  },
  {
    name: "POST after 503 with Retry-After",
    call: "create",
    answers: [{ status: 503, headers: { "Retry-After": "2" } }, created],
    requests: 2,
    atLeast: "2 seconds"
  },
  {
    name: "POST is not repeated after 503 without Retry-After",
    call: "create",
    answers: [{ status: 503 }, created],
    requests: 1,
    fails: "BoxUnavailable"
  },
  {
    name: "POST after name_temporarily_reserved",
    call: "create",
    answers: [{ status: 409, json: { code: "name_temporarily_reserved" } }, created],
    requests: 2
  },
  {
    name: "PUT after operation_blocked_temporary",
    call: "update",
    answers: [{ status: 409, json: { code: "operation_blocked_temporary" } }, folder],
    requests: 2
  },
  {
    name: "a real conflict is final",
    call: "create",
    answers: [{ status: 409, json: { code: "item_name_in_use" } }],
    requests: 1,
    fails: "BoxItemNameInUse"
  },
  {
    name: "Retry-After as a date",
    call: "get",
    answers: [{ status: 429, headers: { "retry-after": "Thu, 01 Jan 1970 00:00:20 GMT" } }, folder],
    requests: 2,
    atLeast: "20 seconds",
    atMost: "21 seconds"
  },
  {
    name: "Retry-After is capped",
    call: "get",
    answers: [{ status: 429, headers: { "retry-after": "36000" } }, folder],
    requests: 2,
    atLeast: "5 minutes",
    atMost: "5 minutes"
  },
  {
    name: "no more than five attempts",
    call: "get",
    answers: [{ status: 500 }],
    requests: 5,
    fails: "BoxUnavailable",
    atMost: "40 seconds"
  },
  {
    name: "a body damaged on the way is sent again",
    call: "create",
    answers: [{ status: 400, json: { code: "bad_digest" } }, created],
    requests: 2
  },
  {
    name: "a lost upload session is not asked again",
    call: "get",
    answers: [{ status: 410, json: { code: "session_expired" } }],
    requests: 1,
    fails: "BoxUploadSessionError"
  },
  { name: "507 is final", call: "get", answers: [{ status: 507 }], requests: 1, fails: "BoxUnavailable" },
  { name: "501 is final", call: "get", answers: [{ status: 501 }], requests: 1, fails: "BoxUnavailable" },
  { name: "403 is final", call: "get", answers: [{ status: 403 }], requests: 1, fails: "BoxForbidden" },
  { name: "404 is final", call: "get", answers: [{ status: 404 }], requests: 1, fails: "BoxNotFound" },
  {
    name: "202 with Retry-After is waited for",
    call: "get",
    answers: [...Array<Script>(20).fill({ status: 202, headers: { "retry-after": "10" } }), folder],
    requests: 21,
    atLeast: "200 seconds"
  },
  {
    name: "202 does not wait for ever",
    call: "get",
    answers: [{ status: 202, headers: { "retry-after": "60" } }],
    requests: 31,
    fails: "BoxUnavailable",
    atMost: "30 minutes"
  },
  {
    name: "an answer that is not JSON is final",
    call: "get",
    answers: [{ text: '{"type":"fol' }, folder],
    requests: 1,
    fails: "BoxDecodeError"
  },
  {
    name: "DELETE that was done although it seemed to fail",
    call: "remove",
    answers: [{ reset: "ECONNRESET" }, { status: 404 }],
    requests: 2
  },
  {
    name: "DELETE of what is not there",
    call: "remove",
    answers: [{ status: 404 }],
    requests: 1,
    fails: "BoxNotFound"
  },
  { name: "no answer", call: "get", answers: [{ hang: true }, folder], requests: 2, atLeast: "60 seconds" },
  {
    name: "no answer to a POST",
    call: "create",
    answers: [{ hang: true }, created],
    requests: 1,
    fails: "BoxTimeout",
    atLeast: "60 seconds"
  }
]

describe("retry", () => {
  it.effect.each(cases)("$name", ({ call, answers, requests, fails, atLeast, atMost }) =>
    Effect.gen(function* () {
      const http = inOrder(...answers)
      const { result, took } = yield* run(Effect.provide(calls[call] ?? Effect.die(call), [http.layer, fixedToken]))
      assert.strictEqual(http.seen.length, requests)
      assert.strictEqual(Result.isFailure(result) ? result.failure._tag : undefined, fails)
      if (atLeast !== undefined) assert.isAtLeast(took, Duration.toMillis(atLeast as "1 second"))
      if (atMost !== undefined) assert.isAtMost(took, Duration.toMillis(atMost as "1 second"))
    })
  )

  it.effect("delays grow, with jitter", () =>
    Effect.gen(function* () {
      const at: Array<number> = []
      const http = scripted(() =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          at.push(now)
          return { status: 500 }
        })
      )
      yield* run(Effect.provide(get, [http.layer, fixedToken]).pipe(Random.withSeed("delays")))
      const delays = at.slice(1).map((time, i) => time - Number(at[i]))
      assert.strictEqual(delays.length, 4)
      delays.forEach((delay, i) => {
        assert.isAtLeast(delay, 1000 * 2 ** i * 0.5)
        assert.isAtMost(delay, 1000 * 2 ** i * 1.5)
      })
      assert.isTrue(delays.some((delay, i) => delay !== 1000 * 2 ** i))
    })
  )

  it.effect("the deadline ends it before the attempts do", () =>
    Effect.gen(function* () {
      const http = inOrder({ status: 500 })
      const { result, took } = yield* run(
        get.pipe(
          Effect.provide([
            http.layer,
            fixedToken,
            BoxConfig.layer({ retry: { deadline: "3 seconds", maxAttempts: 100 } })
          ])
        )
      )
      assert.isTrue(Result.isFailure(result))
      assert.isAtMost(took, 3000)
      assert.isBelow(http.seen.length, 6)
    })
  )

  it.effect("an if_match that our own lost attempt outdated is reported as unknown, not as a conflict", () =>
    Effect.gen(function* () {
      const http = inOrder({ reset: "ECONNRESET" }, { status: 412, json: { code: "precondition_failed" } })
      const { result } = yield* run(
        Effect.provide(Folders.updateFolderById({ folder_id: "1", if_match: "3", name: "x" }), [http.layer, fixedToken])
      )
      assert.strictEqual(Result.isFailure(result) ? result.failure._tag : "", "BoxTransportError")
    })
  )

  it.effect("interruption ends the back-off at once", () =>
    Effect.gen(function* () {
      const http = inOrder({ status: 429, headers: { "retry-after": "60" } })
      const fiber = yield* Effect.forkChild(Effect.provide(get, [http.layer, fixedToken]))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual(http.seen.length, 1)
    })
  )

  it.effect("a call may override the policy", () =>
    Effect.gen(function* () {
      const http = inOrder({ status: 500 })
      yield* run(
        Effect.provide(Users.getUserMe().pipe(BoxRequest.withRetry({ maxAttempts: 1 })), [http.layer, fixedToken])
      )
      assert.strictEqual(http.seen.length, 1)
    })
  )

  it.each([
    ["5", 5000],
    [" 0 ", 0],
    ["1.5", 1500],
    ["Thu, 01 Jan 1970 00:01:40 GMT", 90_000],
    ["Wed, 31 Dec 1969 23:00:00 GMT", 0],
    ["-3", undefined],
    ["soon", undefined],
    ["", undefined],
    [undefined, undefined]
  ])("Retry-After %s", (header, expected) => {
    assert.strictEqual(parseRetryAfter(header, 10_000), expected)
  })
})

describe("what a server cannot do", () => {
  it.effect("it cannot make a call wait longer than maxRetryAfter at a time", () =>
    Effect.gen(function* () {
      const http = inOrder({ status: 429, headers: { "retry-after": "999999999" } }, folder)
      const { result, took } = yield* run(Effect.provide(get, [http.layer, fixedToken]))
      assert.isTrue(Result.isSuccess(result))
      assert.isAtLeast(took, Duration.toMillis("5 minutes"))
      assert.isBelow(took, Duration.toMillis("6 minutes"))
    })
  )

  it.effect("it cannot fill the memory with the explanation of an error: 64 KiB of it are read", () =>
    Effect.gen(function* () {
      let sent = 0
      const endless = Stream.tap(Stream.forever(Stream.succeed(new Uint8Array(1024))), () =>
        Effect.sync(() => {
          sent += 1024
        })
      )
      const client = HttpClient.make((request) =>
        Effect.map(Stream.toReadableStreamEffect(endless), (body) =>
          HttpClientResponse.fromWeb(request, new Response(body, { status: 404 }))
        )
      )
      const layer = Layer.merge(Layer.succeed(HttpClient.HttpClient, client), fixedToken)
      const error = yield* Effect.flip(Effect.provide(get, layer))
      assert.strictEqual(error._tag, "BoxNotFound")
      assert.isAtLeast(sent, 64 * 1024)
      // What the stream's own buffer holds was made before anybody asked for it.
      assert.isBelow(sent, 256 * 1024)
    })
  )
})
