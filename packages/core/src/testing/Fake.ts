/**
 * Operations that answer without Box: for tests of code that needs one or two answers and no state. For a Box that
 * remembers what was done to it there is `BoxEmulator`.
 *
 * @example
 * ```ts
 * import { Folders } from "@effect-box/core"
 * import * as Fake from "@effect-box/core/testing/Fake"
 * import { Effect } from "effect"
 *
 * const Box = Fake.layer(
 *   Fake.on(Folders.getFolderById, ({ folder_id }) => Effect.succeed({ type: "folder", id: folder_id, name: "reports" }))
 * )
 *
 * const name = Folders.getFolderById({ folder_id: "1" }).pipe(
 *   Effect.map((folder) => folder.name),
 *   Effect.provide(Box)
 * )
 * ```
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import type { BoxError } from "../BoxError.ts"
import { FakeAnswers } from "../operation/internal/fakeAnswers.ts"
import type { Requirements, Signature } from "../operation/Operation.ts"
import { TokenStore } from "../http/TokenStore.ts"

/** An operation together with what answers it. */
export interface Answered {
  /** `Folders.getFolderById`. */
  readonly operation: string
  readonly answer: (input: never) => Effect.Effect<unknown, BoxError>
}

/** One call that was made. */
export interface Call {
  /** `Folders.getFolderById`. */
  readonly operation: string
  readonly input: unknown
}

/** The calls so far; {@link layer} provides it. */
export class Calls extends Context.Service<Calls, Ref.Ref<ReadonlyArray<Call>>>()("effect-box/testing/Fake/Calls") {}

/**
 * Answers an operation. What the handler takes and gives is what the operation takes and gives: with `fields`, anything of
 * the full form; for bytes, all of them at once. `.pages` and `.items` ask it page by page.
 */
export const on = <Input, Output>(
  operation: Signature<Input, Output>,
  answer: (input: Input) => Effect.Effect<NoInfer<Output>, BoxError>
): Answered => ({ operation: operation.spec.name, answer })

/**
 * Everything that an operation needs, without a network. An operation that is not among `answered` dies with a message that
 * says so.
 */
export const layer = (...answered: ReadonlyArray<Answered>): Layer.Layer<Requirements | Calls> => {
  const answers = new Map(answered.map((one) => [one.operation, one.answer]))
  const fakes = Layer.effectContext(
    Effect.gen(function* () {
      const calls = yield* Ref.make<ReadonlyArray<Call>>([])
      return Context.make(Calls, calls).pipe(
        Context.add(FakeAnswers, (spec, input) =>
          Effect.gen(function* () {
            yield* Ref.update(calls, (before) => [...before, { operation: spec.name, input }])
            const answer = answers.get(spec.name)
            if (answer === undefined) {
              return yield* Effect.die(
                new Error(`${spec.name} was called and has no answer: add Fake.on(${spec.name}, ...) to Fake.layer`)
              )
            }
            // `on` took the handler together with the operation, so it takes the operation's input.
            return yield* answer(input as never)
          })
        )
      )
    })
  )
  return Layer.mergeAll(fakes, noNetwork, noTokens)
}

/** What does not go through an operation, such as an upload, has no fake. */
const noNetwork = Layer.succeed(
  HttpClient.HttpClient,
  HttpClient.make((request) =>
    Effect.die(new Error(`${request.method} ${new URL(request.url).pathname} was sent: Fake answers operations only`))
  )
)

const noTokens = Layer.succeed(TokenStore, {
  accessToken: Effect.succeed(Redacted.make("fake", { label: "access token" })),
  refused: () => Effect.void,
  health: Effect.succeed({ unsaved: false, failedSaves: 0 }),
  changes: Stream.empty
})

/** What was asked, in order. */
export const calls: Effect.Effect<ReadonlyArray<Call>, never, Calls> = Effect.flatMap(Calls, (made) => Ref.get(made))

/** The inputs of the calls of one operation, in order. */
export const inputsOf = <Input, Output>(
  operation: Signature<Input, Output>
): Effect.Effect<ReadonlyArray<Input>, never, Calls> =>
  Effect.map(calls, (all) =>
    // A call of this operation was made with its input.
    all.filter((call) => call.operation === operation.spec.name).map((call) => call.input as Input)
  )
