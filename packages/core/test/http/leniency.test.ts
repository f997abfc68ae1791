/** Answers that contradict Box's documentation, from a server that answers as Box has been seen to. */
import { assert, beforeAll, describe, it } from "@effect/vitest"
import { Effect, Logger, Metric, Result, Schema, Stream } from "effect"
import {
  type BoxError,
  BoxMetrics,
  FileUpload,
  Files,
  Folders,
  Operation,
  ResponseCheck,
  UploadSource,
  Users
} from "../../src/index.ts"
import { reportUnknownTypes } from "../../src/internal/schema.ts"
import { fixedToken, inOrder, type Script } from "./scriptedHttp.ts"

// What a file before this one in the same thread has seen would be logged by the first call.
beforeAll(() => Effect.runPromise(Effect.provide(reportUnknownTypes, Logger.layer([]))))

/** The outcome of a call, the requests that it took, and what was logged. */
const against = <A>(call: Effect.Effect<A, BoxError.BoxError, Operation.Requirements>, script: Script) => {
  const http = inOrder(script)
  const warnings: Array<string> = []
  const logger = Logger.make(({ message }) => warnings.push(String(message)))
  return Effect.result(call).pipe(
    Effect.provide([http.layer, fixedToken, Logger.layer([logger])]),
    Effect.map((outcome) => ({ outcome, requests: http.seen.length, warnings }))
  )
}

const succeeds = <A>(call: Effect.Effect<A, BoxError.BoxError, Operation.Requirements>, script: Script) =>
  Effect.flatMap(against(call, script), ({ outcome, ...rest }) =>
    Effect.map(Effect.fromResult(outcome), (value) => ({ value, ...rest }))
  )

const create = Users.createUser({ name: "canary" })

const counted = Effect.map(Metric.snapshot, (metrics) =>
  metrics
    .filter(
      ({ id, attributes }) => id === "box.decode.warnings" && attributes?.["box.operation"] === "Users.createUser"
    )
    .map(({ state }) => ("count" in state ? Number(state.count) : 0))
    .reduce((sum, count) => sum + count, 0)
)

describe("an optional property that does not fit its type", () => {
  it.effect("is left out: the user was created, once", () =>
    Effect.gen(function* () {
      const before = yield* counted
      const json = { type: "user", id: "7", name: "canary", notification_email: [], space_amount: "canary", phone: 5 }
      const { value, requests, warnings } = yield* succeeds(create, { status: 201, json })
      assert.deepStrictEqual({ ...value }, { type: "user", id: "7", name: "canary" })
      assert.strictEqual(requests, 1)
      assert.strictEqual(warnings.length, 1)
      assert.match(warnings[0] ?? "", /^Users\.createUser: .*notification_email/)
      assert.include(warnings[0], "space_amount")
      assert.notInclude(warnings[0], "canary")
      assert.strictEqual((yield* counted) - before, 1)
    }).pipe(Effect.provide(BoxMetrics.layer))
  )

  it.effect("fails where answers are checked strictly", () =>
    Effect.gen(function* () {
      const json = { type: "user", id: "7", notification_email: [] }
      const strictly = Effect.provideService(create, ResponseCheck.ResponseCheck, "strict")
      const { outcome } = yield* against(strictly, { status: 201, json })
      assert.isTrue(Result.isFailure(outcome) && outcome.failure._tag === "BoxDecodeError")
    })
  )

  it.effect("takes nothing else with it, what Box has not documented included", () =>
    Effect.gen(function* () {
      const kept = { type: "file", id: "1", etag: "3", name: "a", of_tomorrow: { deep: [1] } }
      const json = { ...kept, size: "12", parent: { type: "folder", id: "0", name: 5, of_tomorrow: true } }
      const { value } = yield* succeeds(Files.getFileById({ file_id: "1" }), { json })
      assert.deepStrictEqual<unknown>(value, { ...kept, parent: { type: "folder", id: "0", of_tomorrow: true } })
    })
  )
})

describe("a nested item whose id is null", () => {
  const ghost = { type: "user", id: null, name: null, login: null }

  it.effect("is absent", () =>
    Effect.gen(function* () {
      const json = { type: "file", id: "1", created_by: ghost, owned_by: { type: "user", id: "2" } }
      const { value, warnings } = yield* succeeds(Files.getFileById({ file_id: "1" }), { json })
      assert.deepStrictEqual<unknown>(value, { type: "file", id: "1", owned_by: { type: "user", id: "2" } })
      assert.strictEqual(warnings.length, 1)
      assert.include(warnings[0], "created_by")
    })
  )

  it.effect("is null where the type demands the property", () =>
    Effect.gen(function* () {
      const user = Schema.Struct({ type: Schema.Literal("user"), id: Schema.String })
      const getThing = Operation.make<{}, { readonly id: string; readonly owner: typeof user.Type | null }>({
        name: "Things.getThing",
        method: "GET",
        path: "/thing",
        output: () => Schema.Struct({ id: Schema.String, owner: Schema.NullOr(user) })
      })
      const { value } = yield* succeeds(getThing(), { json: { id: "1", owner: ghost } })
      assert.deepStrictEqual(value, { id: "1", owner: null })
    })
  )
})

describe("an odd entry of a list", () => {
  const file = (id: number) => ({ type: "file", id: String(id), name: `f${id}` })
  const rest = Array.from({ length: 999 }, (_, index) => file(index))

  it.effect("does not hide the others", () =>
    Effect.gen(function* () {
      const odd = { type: "file", id: null, name: "canary" }
      const json = { entries: [odd, null, 7, ...rest], next_marker: null }
      const items = Stream.runCollect(Folders.getFolderItems.items({ folder_id: "0" }))
      const { value, warnings } = yield* succeeds(items, { json })
      assert.deepStrictEqual<unknown>(value, [odd, ...rest])
      assert.deepStrictEqual(warnings.length, 1)
      assert.include(warnings[0], "entries[]")
      assert.notInclude(warnings[0], "canary")
    })
  )

  it.effect("is read without what does not fit, a thousand times with one warning", () =>
    Effect.gen(function* () {
      const json = { entries: rest.map((entry) => ({ ...entry, etag: 5 })), next_marker: null }
      const items = Stream.runCollect(Folders.getFolderItems.items({ folder_id: "0" }))
      const { value, warnings } = yield* succeeds(items, { json })
      assert.deepStrictEqual<unknown>(value, rest)
      assert.strictEqual(warnings.length, 1)
    })
  )
})

describe("what an operation cannot do without", () => {
  const folder = Folders.getFolderById({ folder_id: "0" })
  const items = Folders.getFolderItems({ folder_id: "0" })
  const upload = FileUpload.upload(UploadSource.fromBytes(new TextEncoder().encode("abc")), {
    folder_id: "0",
    name: "a"
  })
  const sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d"
  const stored = { type: "file", id: "1", name: "a", size: 3, sha1 }

  it.effect.each<{ readonly what: string; readonly call: typeof folder | typeof items; readonly json: unknown }>([
    { what: "an id", call: folder, json: { type: "folder", id: 5 } },
    { what: "a type", call: folder, json: { type: 1, id: "0" } },
    { what: "the entries", call: items, json: { entries: { 0: "a" } } },
    { what: "the next marker", call: items, json: { entries: [], next_marker: ["a"] } },
    { what: "an object", call: folder, json: [] }
  ])("fails when it does not fit: $what", ({ call, json }) =>
    Effect.gen(function* () {
      const { outcome } = yield* against<unknown>(call, { json })
      assert.isTrue(Result.isFailure(outcome) && outcome.failure._tag === "BoxDecodeError")
    })
  )

  it.effect("of an upload is the file; the rest of it may be odd", () =>
    Effect.gen(function* () {
      const odd = { ...stored, owned_by: { type: "user", id: null }, description: [] }
      const { value } = yield* succeeds(upload, { status: 201, json: { total_count: 1, entries: [odd] } })
      assert.deepStrictEqual<unknown>(value, stored)
    })
  )
})
