/** One of several processes that share a login. The parent says when to go, and may kill it at a chosen point. */
// Dozens of these are started, so only what is used is imported.
import * as BoxConfig from "@effect-box/core/BoxConfig"
import * as Folders from "@effect-box/core/api/Folders"
import * as OAuth from "@effect-box/core/OAuth"
import * as TokenPersistence from "@effect-box/core/TokenPersistence"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as FileTokenPersistence from "../../src/login/FileTokenPersistence.ts"
import * as NodeBox from "../../src/NodeBox.ts"

/** Where a worker stops and waits to be killed. */
export type Point = "locked" | "answered" | "saved"

export interface Work {
  readonly apiUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly store: { readonly file: string } | { readonly url: string; readonly key: string }
  readonly fibers: number
  readonly stopAt?: Point | undefined
  /** How much faster than the real one its clock goes, so that nobody else is waited for in vain for long. Default 1. */
  readonly haste?: number | undefined
}

export type Report =
  | { readonly type: "ready" }
  | { readonly type: "at"; readonly point: Point }
  | { readonly type: "done"; readonly succeeded: number; readonly failures: ReadonlyArray<string> }

const sqlPersistence = (url: string, key: string) =>
  Layer.unwrap(
    Effect.promise(async () => {
      const PgClient = await import("@effect/sql-pg/PgClient")
      const SqlTokenPersistence = await import("@effect-box/core/SqlTokenPersistence")
      return SqlTokenPersistence.layer({ key }).pipe(
        Layer.provide(PgClient.layer({ url: Redacted.make(url), maxConnections: 2 }))
      )
    })
  )

export const persistenceOf = (store: Work["store"]) =>
  "file" in store ? FileTokenPersistence.layer(store.file) : sqlPersistence(store.url, store.key)

export const loginOf = (work: Omit<Work, "fibers" | "stopAt">) =>
  OAuth.layer({ clientId: work.clientId, clientSecret: Redacted.make(work.clientSecret) }).pipe(
    Layer.provide(BoxConfig.layer({ apiUrl: work.apiUrl, retry: { baseDelay: "50 millis" } }))
  )

/** Calls of that many fibers at once; how many succeeded, and why the others did not. */
export const callAtOnce = Effect.fnUntraced(function* (apiUrl: string, fibers: number) {
  const call = Effect.result(Folders.getFolderById({ folder_id: "0" }))
  const results = yield* Effect.forEach(Array.from({ length: fibers }), () => call, { concurrency: "unbounded" }).pipe(
    Effect.provide(BoxConfig.layer({ apiUrl }))
  )
  return {
    succeeded: results.filter((result) => result._tag === "Success").length,
    failures: results.flatMap((result) => (result._tag === "Failure" ? [result.failure._tag] : []))
  }
})

const clockOf = (haste: number) =>
  Layer.effect(
    Clock.Clock,
    Effect.map(Clock.Clock, (clock) => {
      const began = clock.currentTimeMillisUnsafe()
      const currentTimeMillisUnsafe = () => began + (clock.currentTimeMillisUnsafe() - began) * haste
      const currentTimeMillis = Effect.sync(currentTimeMillisUnsafe)
      const sleep = (duration: Duration.Duration) => clock.sleep(Duration.millis(Duration.toMillis(duration) / haste))
      const monotonicTimeNanosUnsafe = () => clock.monotonicTimeNanosUnsafe() * BigInt(haste)
      const monotonicTimeNanos = Effect.sync(monotonicTimeNanosUnsafe)
      const monotonic = { monotonicTimeNanos, monotonicTimeNanosUnsafe }
      return Object.assign(Object.create(clock), { currentTimeMillisUnsafe, currentTimeMillis, sleep, ...monotonic })
    })
  )

const send = (report: Report) =>
  Effect.callback<void>((resume) => {
    process.send?.(report, () => resume(Effect.void))
  })

const told = Effect.callback<void>((resume) => {
  process.once("message", () => resume(Effect.void))
})

const main = (work: Work) => {
  const stop = (point: Point) =>
    work.stopAt === point ? Effect.andThen(send({ type: "at", point }), Effect.never) : Effect.void
  const stopping = Layer.effect(
    TokenPersistence.TokenPersistence,
    TokenPersistence.TokenPersistence.use((inner) =>
      Effect.succeed(
        TokenPersistence.TokenPersistence.of({
          ...inner,
          set: (pair) => Effect.andThen(stop("answered"), inner.set(pair)),
          exclusively: (effect) =>
            inner.exclusively(Effect.andThen(stop("locked"), effect)).pipe(Effect.tap(() => stop("saved")))
        })
      )
    )
  ).pipe(Layer.provide(persistenceOf(work.store)))
  return Effect.gen(function* () {
    yield* send({ type: "ready" })
    yield* told
    yield* send({ type: "done", ...(yield* callAtOnce(work.apiUrl, work.fibers)) })
  }).pipe(
    Effect.provide(loginOf(work).pipe(Layer.provide(stopping), Layer.provideMerge(NodeBox.layerPlatform()))),
    Effect.provide(clockOf(work.haste ?? 1))
  )
}

if (process.send !== undefined && process.argv[2] !== undefined) {
  const work: Work = JSON.parse(process.argv[2])
  // It listens for this all the time, which keeps the channel open; an orphan ends.
  process.on("disconnect", () => process.exit())
  // The channel to the parent keeps the process alive until it is killed, so that no report is lost with it.
  void Effect.runPromise(main(work))
}
