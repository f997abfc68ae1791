/** Builds the function that runs an operation from its description. */
import * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type * as BoxError from "../../BoxError.ts"
import { BoxConfig } from "../../http/BoxConfig.ts"
import { type BoxAnswer, type BoxCall, execute, executeBare, open, openBare } from "../../http/internal/send.ts"
import type { TokenStore } from "../../http/TokenStore.ts"
import { bytesOf, jsonReader } from "./answer.ts"
import { buildCallWithBody } from "./call.ts"
import { FakeAnswers } from "./fakeAnswers.ts"
import { walk } from "./pages.ts"
import { inSpan, inStreamSpan } from "../../http/internal/observation.ts"
import type { Spec } from "./spec.ts"

type Caller = (input?: object) => Effect.Effect<unknown, BoxError.BoxError, HttpClient | TokenStore>

type Reader<A> = (call: BoxCall<BoxError.BoxError>) => (answer: BoxAnswer) => Effect.Effect<A, BoxError.BoxError>

/** One call, answered by a fake or by Box. */
export const caller = <A>(spec: Spec, reader: Reader<A>): Caller => {
  const send = spec.authorization === "none" ? executeBare : execute
  const sent = (input: object): Effect.Effect<unknown, BoxError.BoxError, HttpClient | TokenStore> =>
    Effect.flatMap(BoxConfig, (config) =>
      Effect.flatMap(buildCallWithBody(spec, input, config), (call) => send(call, reader(call)))
    )
  const answered = (input: object) =>
    Effect.flatMap(FakeAnswers, (fake) =>
      fake === undefined
        ? sent(input)
        : Effect.flatMap(fake(spec, input), (answer) =>
            Option.isSome(answer) ? Effect.succeed(answer.value) : sent(input)
          )
    )
  const span = inSpan(spec.name)
  return (input = {}) => span(answered(input))
}

/** A call that returns JSON. */
export const build = (spec: Spec): object => Object.assign(caller(spec, jsonReader(spec)), { spec })

/** A list; a call returns one page. */
export const buildPaged = (spec: Spec): object => {
  const call = caller(spec, jsonReader(spec))
  const pages = walk(spec, call, (page) => [page])
  const items = walk(spec, call, (page) => page.entries ?? [])
  return Object.assign(call, { spec, pages, items })
}

/** A call that returns bytes. Running the stream sends the request. */
export const buildBytes = (spec: Spec): object => {
  const start = Effect.fnUntraced(function* (input: object) {
    const fake = yield* FakeAnswers
    const answered = fake === undefined ? Option.none() : yield* fake(spec, input)
    // A fake of such an operation returns the bytes, according to `Signature`.
    if (Option.isSome(answered)) return Stream.succeed(answered.value as Uint8Array)
    const made = yield* buildCallWithBody(spec, input, yield* BoxConfig)
    const call = { ...made, headers: { ...made.headers, "accept-encoding": "identity" }, content: true }
    const answer = yield* spec.authorization === "none" ? openBare(call) : open(call)
    return yield* bytesOf(call, answer)
  })
  const span = inStreamSpan(spec.name)
  const run = (input: object = {}) => span(Stream.unwrap(start(input)))
  return Object.assign(run, { spec })
}
