/** Metrics: each counts what it says, with bounded attributes, and the page of the docs lists all of them. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Metric, Redacted, Stream } from "effect"
import { TestClock } from "effect/testing"
import {
  BoxMetrics,
  BoxRequest,
  FileDownload,
  FileUpload,
  Folders,
  OAuth,
  Pacing,
  TokenPersistence,
  UploadSource
} from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"
import { nativeSha1 } from "../files/transfers.ts"
import { fixedToken, inOrder } from "./scriptedHttp.ts"

/** A registry of its own for each test. */
const inOwnRegistry = <A, E, R>(self: Effect.Effect<A, E, R>) =>
  Effect.suspend(() => Effect.provideService(self, Metric.MetricRegistry, new Map()))

const alone = <A, E, R>(self: Effect.Effect<A, E, R>) => inOwnRegistry(Effect.provide(self, BoxMetrics.layer))

/** The values of a metric: counts, or for a histogram the number of values and their sum. */
const values = (metric: BoxMetrics.Definition) =>
  Effect.map(BoxMetrics.snapshot, (all) =>
    all
      .filter(({ id }) => id === metric.name)
      .map(({ attributes, state }): Record<string, unknown> => {
        const { unit, ...rest } = attributes ?? {}
        assert.strictEqual(unit, metric.unit)
        for (const name of Object.keys(rest)) assert.include(metric.attributes, name)
        return {
          ...rest,
          ...("sum" in state ? { count: state.count, sum: state.sum } : "count" in state ? { count: state.count } : {})
        }
      })
  )

const folder = { json: { type: "folder", id: "0" } }

describe("metrics", () => {
  it.effect("count requests by operation, status and outcome, and how long they and the call took", () => {
    const http = inOrder({ status: 503, delay: "2 seconds" }, { ...folder, delay: "3 seconds" })
    return Effect.gen(function* () {
      const call = yield* Effect.forkChild(
        BoxRequest.withRetry(Folders.getFolderById({ folder_id: "0" }), { maxAttempts: 2 })
      )
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(call)
      const operation = { "box.operation": "Folders.getFolderById" }
      assert.sameDeepMembers(yield* values(BoxMetrics.requests), [
        { ...operation, "http.response.status_code": "503", "box.outcome": "retry", count: 1 },
        { ...operation, "http.response.status_code": "200", "box.outcome": "success", count: 1 }
      ])
      const request = {
        "http.request.method": "GET",
        "server.address": "api.box.com",
        "server.port": "443",
        "url.template": "/2.0/folders/{folder_id}"
      }
      assert.sameDeepMembers(yield* values(BoxMetrics.requestDuration), [
        { ...request, "http.response.status_code": "503", "error.type": "BoxUnavailable", count: 1, sum: 2 },
        { ...request, "http.response.status_code": "200", count: 1, sum: 3 }
      ])
      assert.deepStrictEqual(yield* values(BoxMetrics.retries), [
        { ...operation, "box.retry.reason": "BoxUnavailable", count: 1 }
      ])
      const [whole] = yield* values(BoxMetrics.callDuration)
      assert.deepInclude(whole, { ...operation, count: 1 })
      assert.isAtLeast(Number(whole?.["sum"]), 5.5)
    }).pipe(Effect.provide([http.layer, fixedToken]), alone)
  })

  it.effect("say what a failure was", () => {
    const http = inOrder({ status: 404, json: { code: "not_found" } })
    return Effect.gen(function* () {
      yield* Effect.flip(Folders.getFolderById({ folder_id: "1" }))
      assert.deepInclude((yield* values(BoxMetrics.requests))[0], { "box.outcome": "failure", count: 1 })
      assert.deepInclude((yield* values(BoxMetrics.callDuration))[0], { "error.type": "BoxNotFound" })
    }).pipe(Effect.provide([http.layer, fixedToken]), alone)
  })

  it.effect("know renewals by their outcome", () => {
    const token = { json: { access_token: "a", refresh_token: "r", expires_in: 3600 } }
    const http = inOrder(token, folder, { status: 401 }, { status: 400, json: { error: "invalid_grant" } })
    const login = OAuth.layer({
      clientId: "id",
      clientSecret: Redacted.make("secret"),
      tokens: { refreshToken: Redacted.make("refresh") }
    }).pipe(Layer.provide(TokenPersistence.layerMemory), Layer.provideMerge(http.layer))
    return Effect.gen(function* () {
      yield* Folders.getFolderById({ folder_id: "0" })
      yield* Effect.flip(Folders.getFolderById({ folder_id: "0" }))
      assert.sameDeepMembers(yield* values(BoxMetrics.renewals), [
        { "box.login": "OAuth", "box.outcome": "issued", count: 1 },
        { "box.login": "OAuth", "box.outcome": "failure", count: 1 }
      ])
    }).pipe(Effect.provide(login), alone)
  })

  it.effect("count the bytes of files in both directions, and what is under way", () =>
    Effect.gen(function* () {
      const size = FileUpload.chunkThreshold
      const during: Array<unknown> = []
      const note = Effect.gen(function* () {
        during.push([yield* values(BoxMetrics.activeTransfers), yield* values(BoxMetrics.openSessions)])
      })
      const file = yield* FileUpload.upload(UploadSource.fromBytes(new Uint8Array(size)), {
        folder_id: "0",
        name: "large",
        onProgress: () => note
      })
      assert.deepStrictEqual(during[0], [[{ count: 1 }], [{ count: 1 }]])
      yield* Stream.runDrain(FileDownload.stream({ file_id: file.id }))
      yield* Stream.runDrain(FileDownload.stream({ file_id: file.id, range: { offset: 0, length: 1000 } }))
      assert.sameDeepMembers(yield* values(BoxMetrics.transferBytes), [
        { "box.direction": "up", count: size },
        { "box.direction": "down", count: size + 1000 }
      ])
      during.length = 0
      yield* note
      assert.deepStrictEqual(during, [[[{ count: 0 }], [{ count: 0 }]]])
    }).pipe(Effect.provide(Layer.provideMerge(BoxEmulator.layer, nativeSha1)), alone)
  )

  it.effect("end what is under way with an interruption", () =>
    Effect.gen(function* () {
      const transfer = yield* Effect.forkChild(Pacing.asTransfer(Pacing.asTransfer(Effect.never)))
      const stream = yield* Effect.forkChild(Stream.runDrain(Pacing.asTransferStream(Stream.never)))
      yield* TestClock.adjust(0)
      assert.deepStrictEqual(yield* values(BoxMetrics.activeTransfers), [{ count: 2 }])
      yield* Fiber.interruptAll([transfer, stream])
      assert.deepStrictEqual(yield* values(BoxMetrics.activeTransfers), [{ count: 0 }])
    }).pipe(alone)
  )

  it.effect("know how long calls waited for their turn", () => {
    const http = inOrder(folder)
    return Effect.gen(function* () {
      const twice = Effect.forEach([1, 2, 3], () => Folders.getFolderById({ folder_id: "0" }))
      const calls = yield* Effect.forkChild(twice)
      yield* TestClock.adjust("5 minutes")
      yield* Fiber.join(calls)
      const [waits] = yield* values(BoxMetrics.pacingWait)
      assert.deepInclude(waits, { "box.operation": "Folders.getFolderById", count: 2 })
      assert.isAbove(Number(waits?.["sum"]), 60)
    }).pipe(Effect.provide([http.layer, fixedToken, Pacing.layer({ limits: { callsPerMinute: 1 } })]), alone)
  })

  it.effect("have no host of an address that Box made up", () =>
    Effect.gen(function* () {
      const file = yield* FileUpload.upload(new Uint8Array(10), { folder_id: "0", name: "a" })
      yield* Stream.runDrain(FileDownload.stream({ file_id: file.id }))
      const hosts = new Set((yield* values(BoxMetrics.requestDuration)).map((series) => series["server.address"]))
      assert.sameMembers([...hosts], ["api.box.com", "upload.box.com", "boxcloud.com"])
    }).pipe(Effect.provide(BoxEmulator.layer), alone)
  )

  it.effect("are not counted without their layer", () =>
    Effect.gen(function* () {
      const file = yield* FileUpload.upload(new Uint8Array(10), { folder_id: "0", name: "a" })
      yield* Stream.runDrain(Pacing.asTransferStream(FileDownload.stream({ file_id: file.id })))
      yield* Effect.flip(Folders.getFolderById({ folder_id: "1" }))
      assert.deepStrictEqual(yield* BoxMetrics.snapshot, [])
    }).pipe(Effect.provide(BoxEmulator.layer), inOwnRegistry)
  )

  it("are all in the table of docs/observability.md, as they are", () => {
    const page = readFileSync(new URL("../../../../docs/observability.md", import.meta.url), "utf8")
    const rows = BoxMetrics.all.map(({ attributes, description, kind, name, unit }) => {
      const kinds = { counter: "counter", upDownCounter: "up-down counter", histogram: "histogram" }
      const names = attributes.map((attribute) => `\`${attribute}\``).join(", ")
      return `| \`${name}\` | ${kinds[kind]} | \`${unit}\` | ${description} | ${names === "" ? "none" : names} |`
    })
    const table = page
      .split("\n")
      .filter((line) => /^\| `(box|http)\.[\w.]+` \| (counter|up-down|histogram)/.test(line))
    assert.deepStrictEqual(table, rows)
    const bounds = BoxMetrics.all.flatMap(({ boundaries }) => (boundaries === undefined ? [] : [boundaries.join(", ")]))
    for (const each of bounds) assert.include(page, each)
  })
})
