/** What the hostile tests throw at the library, and how they look at what comes of it. */
import { inspect } from "node:util"
import { BoxConfig, BoxError, TokenPersistence, TokenStore } from "@effect-box/core"
import { Cause, ConfigProvider, Effect, Exit, Fiber, Layer, Redacted, Stream } from "effect"
import { TestClock } from "effect/testing"
import { KeyValueStore } from "effect/persistence"
import { PlatformError } from "effect/PlatformError"
import { type Script, scripted } from "../../packages/core/test/http/scriptedHttp.ts"

const trap = (): never => {
  throw new Error("CANARY-trap")
}

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

/** One for all calls, because it takes milliseconds to make. */
const veryDeep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)

/** What no string, number, object, function or bytes is in the eyes of the types; by name. */
export const values: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  "a number": () => 42,
  NaN: () => Number.NaN,
  "an infinite number": () => Number.POSITIVE_INFINITY,
  "a negative number": () => -1,
  "a fraction": () => 0.5,
  "a number beyond 2^53": () => 2 ** 53,
  "a bigint": () => 1n,
  "an empty string": () => "",
  text: () => "text",
  "a symbol": () => Symbol("s"),
  "a function": () => () => undefined,
  "an empty array": () => [],
  "an array": () => [1, "a"],
  "an empty object": () => ({}),
  "an object without prototype": () => Object.create(null),
  "a date": () => new Date(Number.NaN),
  "a redacted number": () => Redacted.make(1),
  "a wiped secret": () => {
    const secret = Redacted.make("CANARY-wiped")
    Redacted.wipeUnsafe(secret)
    return secret
  },
  "an object whose properties throw": () =>
    new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap }),
  "a getter that throws": () => Object.defineProperty({}, "toString", { get: trap, enumerable: true }),
  "a revoked proxy": revoked,
  "a cycle": () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    return cycle
  },
  "something very deep": () => veryDeep,
  "a polluting object": () =>
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')
}

const objects = [
  "an empty object",
  "an object without prototype",
  "a date",
  "a redacted number",
  "a wiped secret",
  "a cycle",
  "a polluting object"
]

/** For each kind of argument the values that are none of it. */
const allowed = {
  text: ["text"],
  /** Text or nothing. */
  "text?": ["text", "undefined"],
  /** Text; without it there is a default. */
  setting: ["text", "undefined", "null"],
  note: ["text", "an empty string", "undefined"],
  header: ["text", "an empty string"],
  count: ["a number"],
  "count?": ["a number", "undefined"],
  object: objects,
  "object?": [...objects, "undefined"],
  "function?": ["a function", "undefined"],
  secret: [] as ReadonlyArray<string>,
  nothing: ["undefined", "null"],
  "secret?": ["undefined"],
  bytes: [] as ReadonlyArray<string>,
  array: ["an empty array", "an array", "something very deep"],
  "array?": ["an empty array", "an array", "something very deep", "undefined"],
  /** Only what reading it does matters. */
  anything: Object.keys(values)
} as const

export type Kind = keyof typeof allowed

/** The names of the values that must be refused where this kind of argument is expected. */
export const wrong = (kind: Kind): ReadonlyArray<string> => {
  const fine: ReadonlyArray<string> = allowed[kind]
  return Object.keys(values).filter((name) => !fine.includes(name))
}

export const valueOf = (name: string): unknown => (values[name] ?? trap)()

/** How a call ended. */
export interface Verdict {
  readonly ended: "answered" | "failed" | "died" | "hung" | "threw"
  readonly error: unknown
  readonly requests: ReadonlyArray<{ readonly method: string; readonly url: string; readonly body: string }>
}

export const token = Layer.succeed(
  TokenStore.TokenStore,
  // Only what the tests use of it; other members may come.
  {
    accessToken: Effect.succeed(Redacted.make("CANARY-token")),
    refused: () => Effect.void,
    health: Effect.succeed({ unsaved: false, failedSaves: 0 })
  } as unknown as TokenStore.TokenStore["Service"]
)

/** A call in any of the forms that the library has: an Effect, a Stream or a Layer. */
const asEffect = (call: unknown): Effect.Effect<unknown, unknown, never> => {
  const effect = Layer.isLayer(call)
    ? Effect.scoped(Layer.build(call))
    : Stream.isStream(call)
      ? Stream.runDrain(call)
      : call
  // The rows of the tables make one of these; what it needs is provided below.
  return effect as Effect.Effect<unknown, unknown, never>
}

/** Lets what does not wait for virtual time go on: 50 turns of the event loop, or fewer if the call is over by then. */
const settle = (fiber: Fiber.Fiber<unknown>) =>
  Effect.callback<void>((resume) => {
    let left = 50
    const turn = () => {
      if (left-- === 0 || fiber.pollUnsafe() !== undefined) resume(Effect.void)
      else setImmediate(turn)
    }
    turn()
  })

const pause = Effect.promise(() => new Promise<void>((resolve) => setTimeout(resolve, 5)))

/** Lets virtual time pass while the call waits for it: an hour and a half, which no call here takes. */
const finished = <A, R>(call: Effect.Effect<A, never, R>): Effect.Effect<A | undefined, never, R> =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(call, { startImmediately: true })
    for (let minutes = 0; minutes < 90; minutes++) {
      yield* settle(fiber)
      if (fiber.pollUnsafe() !== undefined) return yield* Fiber.join(fiber)
      yield* TestClock.adjust("1 minute")
    }
    // Cryptography takes real time, and much of it on a busy machine.
    for (let turns = 0; turns < 2_000 && fiber.pollUnsafe() === undefined; turns++) yield* pause
    if (fiber.pollUnsafe() !== undefined) return yield* Fiber.join(fiber)
    yield* Fiber.interrupt(fiber)
    return undefined
  })

/** What is the same for every call and keeps no state, made once. */
const same = Effect.runSync(
  Effect.scoped(
    Layer.build(
      Layer.mergeAll(
        token,
        Layer.orDie(BoxConfig.layer({ retry: { maxAttempts: 1, notReadyDeadline: "10 seconds" } })),
        ConfigProvider.layer(ConfigProvider.fromEnv({ env: {} }))
      )
    )
  )
)

/** Errors by the thousand, of which none has a place that says something: one line is enough of each stack. */
const withShortStacks = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const before = Error.stackTraceLimit
      Error.stackTraceLimit = 1
      return before
    }),
    () => effect,
    (before) =>
      Effect.sync(() => {
        Error.stackTraceLimit = before
      })
  )

/** Runs a call against a Box that gives this answer to everything. */
export const judge = (
  make: () => unknown,
  answer: Script | ((url: string, index: number) => Script) = { json: {} },
  layers: Layer.Layer<never, never, never> = Layer.empty
): Effect.Effect<Verdict> =>
  Effect.gen(function* () {
    const http = scripted(({ url }, index) => (typeof answer === "function" ? answer(url, index) : answer))
    let call: unknown
    try {
      call = make()
    } catch (error) {
      return { ended: "threw", error, requests: [] } satisfies Verdict
    }
    const exit = yield* asEffect(call).pipe(
      Effect.provide([http.layer, TokenPersistence.layerMemory, KeyValueStore.layerMemory, layers]),
      Effect.provideContext(same),
      Effect.exit,
      finished,
      withShortStacks
    )
    const verdict = (ended: Verdict["ended"], error: unknown): Verdict => ({ ended, error, requests: http.seen })
    if (exit === undefined) return verdict("hung", undefined)
    if (Exit.isSuccess(exit)) return verdict("answered", undefined)
    const died = exit.cause.reasons.some((reason) => reason._tag !== "Fail")
    return verdict(died ? "died" : "failed", Cause.squash(exit.cause))
  })

const isTyped = (error: unknown): boolean =>
  BoxError.isBoxError(error) ||
  error instanceof PlatformError ||
  [
    "BoxCheckpointError",
    "BoxWebhookError",
    "ConfigError",
    "EmulatorServerError",
    "BoxJobRunNotFound",
    "BoxJobStateError",
    "BoxJobStoreError"
  ].includes(String((error as { readonly _tag?: unknown })._tag))

/** Everything that a print of a value can show. */
export const prints = (value: unknown): string =>
  [
    inspect(value, { depth: 20, showHidden: true }),
    inspect(value, { depth: 20, customInspect: false, showHidden: true }),
    String(value),
    JSON.stringify(value)
  ].join("\n")

/** What is wrong with how a call ended, whatever it was given; `undefined` when nothing is. */
export const fault = ({ ended, error }: Verdict): string | undefined => {
  if (ended === "died" || ended === "hung" || ended === "threw") return `${ended}: ${inspect(error)}`
  if (ended === "failed" && !isTyped(error)) return `an untyped error: ${inspect(error)}`
  if (ended === "failed" && prints(error).includes("CANARY")) return `a secret in ${prints(error)}`
  return Object.hasOwn(Object.prototype, "polluted") ? "Object.prototype was changed" : undefined
}

/** As {@link fault}, for what must be refused before anything is sent. */
export const faultOfRefusal = (verdict: Verdict): string | undefined => {
  const found = fault(verdict)
  if (found !== undefined) return found
  if (verdict.requests.length > 0) return `${verdict.requests[0]?.method} ${verdict.requests[0]?.url} was sent`
  return verdict.ended === "answered" ? "it was accepted" : undefined
}
