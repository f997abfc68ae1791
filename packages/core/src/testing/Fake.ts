/**
 * Operations that answer without Box, for tests that need one or two answers and no state. For a stateful Box use
 * `BoxEmulator`.
 *
 * @example
 * ```ts
 * import { Folders } from "@effect-box/core"
 * import { Fake } from "@effect-box/core/testing"
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
 *
 * console.log(await Effect.runPromise(name)) // reports
 * ```
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Stream from "effect/Stream"
import type { BoxError } from "../BoxError.ts"
import { FakeAnswers } from "../operation/internal/fakeAnswers.ts"
import type { Requirements, Signature, Spec } from "../operation/Operation.ts"
import { TokenStore } from "../http/TokenStore.ts"

/**
 * An operation together with its fake answer.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Answered {
  /** `Folders.getFolderById`. */
  readonly operation: string
  readonly answer: (input: never) => Effect.Effect<unknown, BoxError>
}

/**
 * A call that was made.
 *
 * @category testing
 * @since 0.1.0
 */
export interface Call {
  /** `Folders.getFolderById`. */
  readonly operation: string
  readonly input: unknown
}

/**
 * The calls so far. {@link layer} and {@link over} provide it.
 *
 * @category testing
 * @since 0.1.0
 */
export class Calls extends Context.Service<Calls, Ref.Ref<ReadonlyArray<Call>>>()("effect-box/testing/Fake/Calls") {}

/**
 * Fakes the answer of an operation. The handler's input and result are those of the operation: with `fields`, anything
 * of the full form; for bytes, all of them at once. `.pages` and `.items` call it page by page.
 *
 * @example
 * ```ts
 * import { BoxError, Files } from "@effect-box/core"
 * import { Fake } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const notFound = Fake.on(Files.getFileById, () =>
 *   Effect.fail(new BoxError.BoxNotFound({ operation: "Files.getFileById", message: "gone", status: 404, attempts: 1 }))
 * )
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const on = <Input, Output>(
  operation: Signature<Input, Output>,
  answer: (input: Input) => Effect.Effect<NoInfer<Output>, BoxError>
): Answered => ({ operation: operation.spec.name, answer })

/**
 * Everything that an operation needs, without a network. An operation without a fake answer dies with a message that
 * says so, and so does a request that is no operation, such as those of `FileUpload`: {@link over} has answers for these.
 *
 * @example
 * ```ts
 * import { Users } from "@effect-box/core"
 * import { Fake } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const Box = Fake.layer(Fake.on(Users.getUserMe, () => Effect.succeed({ type: "user", id: "1", name: "Ada" })))
 * const name = Users.getUserMe().pipe(Effect.map((user) => user.name), Effect.provide(Box))
 *
 * console.log(await Effect.runPromise(name)) // Ada
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const layer = (...answered: ReadonlyArray<Answered>): Layer.Layer<Requirements | Calls> =>
  Layer.mergeAll(fakes(answered, unanswered), noNetwork, noTokens)

/**
 * A Box of which some operations are answered by hand. All others are answered by the Box, and so is what is no
 * operation, such as `FileUpload`. {@link calls} has all operations, whoever answered them.
 *
 * @example
 * ```ts
 * import { Folders, Users } from "@effect-box/core"
 * import { BoxEmulator, Fake } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const Box = Fake.over(
 *   BoxEmulator.layer,
 *   Fake.on(Users.getUserMe, () => Effect.succeed({ type: "user", id: "1", name: "Ada" }))
 * )
 *
 * const program = Effect.gen(function* () {
 *   const { name } = yield* Users.getUserMe()
 *   const folder = yield* Folders.createFolder({ name: `Papers of ${name}`, parent: { id: "0" } })
 *   return folder.name
 * })
 *
 * console.log(await Effect.runPromise(Effect.provide(program, Box))) // Papers of Ada
 * ```
 *
 * @category testing
 * @since 0.2.0
 */
export const over = <A, E, R>(
  box: Layer.Layer<A, E, R>,
  ...answered: ReadonlyArray<Answered>
): Layer.Layer<A | Calls, E, R> =>
  Layer.merge(
    box,
    fakes(answered, () => Effect.succeedNone)
  )

const unanswered = ({ name }: Spec): Effect.Effect<Option.Option<unknown>> =>
  Effect.die(new Error(`${name} was called and has no answer: add Fake.on(${name}, ...) to Fake.layer`))

const fakes = (
  answered: ReadonlyArray<Answered>,
  otherwise: (spec: Spec) => Effect.Effect<Option.Option<unknown>>
): Layer.Layer<Calls> => {
  const answers = new Map(answered.map((one) => [one.operation, one.answer]))
  return Layer.effectContext(
    Effect.gen(function* () {
      const calls = yield* Ref.make<ReadonlyArray<Call>>([])
      return Context.make(Calls, calls).pipe(
        Context.add(FakeAnswers, (spec, input) =>
          Effect.gen(function* () {
            yield* Ref.update(calls, (before) => [...before, { operation: spec.name, input }])
            const answer = answers.get(spec.name)
            if (answer === undefined) return yield* otherwise(spec)
            // The types of `on` ensure that the handler accepts the input of its operation.
            return Option.some(yield* answer(input as never))
          })
        )
      )
    })
  )
}

/** What sends a request that is no operation. */
const senderOf = (method: string, path: string): string => {
  if (/\/upload_sessions\b/.test(path)) return "FileUpload.uploadChunked"
  if (!path.endsWith("/content")) return "What sends it"
  if (method === "GET") return "FileDownload.stream"
  return path.endsWith("/files/content") ? "FileUpload.upload" : "FileUpload.uploadVersion"
}

/** Requests that are not operations, such as uploads, have no fake. */
const noNetwork = Layer.succeed(
  HttpClient.HttpClient,
  HttpClient.make((request) => {
    const path = new URL(request.url).pathname
    const sender = senderOf(request.method, path)
    return Effect.die(
      new Error(
        `${request.method} ${path} was sent, and Fake.layer only answers operations. ${sender} is none: fake the function ` +
          "of your program that calls it, or let the emulator answer it with Fake.over(BoxEmulator.layer, ...)"
      )
    )
  })
)

const noTokens = Layer.succeed(TokenStore, {
  accessToken: Effect.succeed(Redacted.make("fake", { label: "access token" })),
  refused: () => Effect.void,
  health: Effect.succeed({ unsaved: false, failedSaves: 0 }),
  changes: Stream.empty
})

/**
 * The calls that were made, in order.
 *
 * @example
 * ```ts
 * import { Users } from "@effect-box/core"
 * import { Fake } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const program = Effect.andThen(Users.getUserMe(), Fake.calls).pipe(
 *   Effect.map((calls) => calls.map((call) => call.operation).join()),
 *   Effect.provide(Fake.layer(Fake.on(Users.getUserMe, () => Effect.succeed({ type: "user", id: "1" }))))
 * )
 *
 * console.log(await Effect.runPromise(program)) // Users.getUserMe
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const calls: Effect.Effect<ReadonlyArray<Call>, never, Calls> = Effect.flatMap(Calls, (made) => Ref.get(made))

/**
 * The inputs of the calls of one operation, in order.
 *
 * @example
 * ```ts
 * import { Folders } from "@effect-box/core"
 * import { Fake } from "@effect-box/core/testing"
 * import { Effect } from "effect"
 *
 * const ids = Effect.map(Fake.inputsOf(Folders.getFolderById), (inputs) => inputs.map((input) => input.folder_id))
 * ```
 *
 * @category testing
 * @since 0.1.0
 */
export const inputsOf = <Input, Output>(
  operation: Signature<Input, Output>
): Effect.Effect<ReadonlyArray<Input>, never, Calls> =>
  Effect.map(calls, (all) =>
    // The calls of this operation have its input type.
    all.filter((call) => call.operation === operation.spec.name).map((call) => call.input as Input)
  )
