/** Where items come from, against the emulator: searches, queries, rows that come twice, folders that cannot be read. */
import { BoxError, BoxMetrics, Folders, Items, type Operation, Search, TrashedItems } from "@effect-box/core"
import { BoxJob, BoxJobs, ItemJobs, type JobSource } from "@effect-box/core/jobs"
import { BoxEmulator, Fake } from "@effect-box/core/testing"
import { NodeJobs } from "@effect-box/node"
import { assert, describe, expectTypeOf, it } from "@effect/vitest"
import { Effect, Layer, Metric, Schema, Stream, Tracer } from "effect"
import { inTime } from "./virtualTime.ts"

type ItemOf<Source> = Source extends JobSource.JobSource<infer Item, infer _> ? Item : never

/** A job that does nothing with what a source gives, and remembers it. */
const collecting = <Item, R>(items: () => JobSource.JobSource<Item, R>) => {
  const seen: Array<Item> = []
  const job = BoxJob.make("collect", {
    params: Schema.Struct({}),
    items,
    run: (item) => Effect.sync(() => void seen.push(item)),
    lanes: 2,
    batchSize: 100
  })
  return { job, seen }
}

const worker = <R>(job: BoxJob.BoxJob<object, R>) =>
  job.worker.pipe(Layer.provideMerge(NodeJobs.layerMemory), Layer.provideMerge(BoxEmulator.layer))

/** A Box whose first answer to each list has no entries. */
const oddAtFirst = () => {
  const asked = new Set<string>()
  const answer = <A extends object>(list: string, without: A, entries: A): Effect.Effect<A> =>
    Effect.sync(() => {
      if (asked.has(list)) return entries
      asked.add(list)
      return without
    })
  const entries = [{ type: "file" as const, id: "7", name: "report", etag: "0" }]
  const search = { type: "search_results_with_shared_links" as const }
  const found = { ...search, entries }
  return Fake.layer(
    Fake.on(Folders.getFolderItems, () => answer<object>("folder", {}, { entries })),
    Fake.on(Search.searchForContent, () => answer<typeof search>("search", search, found)),
    Fake.on(Search.searchByMetadataQuery, () => answer<object>("query", {}, { entries })),
    Fake.on(TrashedItems.getTrashedItems, () => answer<object>("trash", {}, { entries }))
  )
}

describe("a source", () => {
  it("of a tree of one type gives items of that type, and a tree of all types all of them", () => {
    const files = BoxJob.tree({ folder_id: "0", type: "file" })
    expectTypeOf<ItemOf<typeof files>["type"]>().toEqualTypeOf<"file">()
    const all = BoxJob.tree({ folder_id: "0" })
    expectTypeOf<ItemOf<typeof all>["type"]>().toEqualTypeOf<"file" | "folder" | "web_link">()
    BoxJob.tree({
      folder_id: "0",
      type: "file",
      // @ts-expect-error: it is a file
      where: ({ type }) => type === "folder"
    })
  })

  it.effect("of a search gives what is found, over several pages", () => {
    const { job, seen } = collecting(() => BoxJob.search({ query: "report", type: "folder" }))
    return Effect.gen(function* () {
      yield* Effect.forEach(Array.from({ length: 250 }), (_, index) =>
        Folders.createFolder({ name: `report ${index}`, parent: { id: "0" } })
      )
      yield* Folders.createFolder({ name: "other", parent: { id: "0" } })
      yield* job.start({ name: "one", params: {} })
      assert.deepInclude(yield* inTime(job.wait("one")), { state: "done", total: 250, done: 250 })
      assert.strictEqual(new Set(seen.map(({ name }) => name)).size, 250)
    }).pipe(Effect.provide(worker(job)))
  })

  it.effect("of a search with more than 10,000 results plans these, and says what to do about the others", () => {
    const { job } = collecting(() => BoxJob.search({ query: "report" }))
    const Box = Fake.layer(
      Fake.on(Search.searchForContent, ({ offset = 0 }) =>
        Effect.succeed({
          type: "search_results_with_shared_links" as const,
          total_count: 10_400,
          entries: Array.from({ length: 200 }, (_, index) => ({
            type: "folder" as const,
            id: String(offset + index),
            name: "report"
          }))
        })
      )
    )
    return Effect.gen(function* () {
      yield* job.start({ name: "one", params: {} })
      assert.deepInclude(yield* inTime(job.wait("one")), { state: "done", total: 10_000, done: 10_000, unread: 1 })
      const [failure] = yield* Stream.runCollect(job.failures("one"))
      assert.deepInclude(failure, { phase: "planning", tag: "BoxInvalidInput" })
      assert.match(failure?.message ?? "", /at most 10,000 results of a search: make it narrower/)
    }).pipe(Effect.provide(job.worker.pipe(Layer.provideMerge(NodeJobs.layerMemory), Layer.provideMerge(Box))))
  })

  it.effect("of a search whose answers have no total goes on after a full page", () => {
    const { job } = collecting(() => BoxJob.search({ query: "report" }))
    const Box = Fake.layer(
      Fake.on(Search.searchForContent, ({ offset = 0 }) =>
        Effect.succeed({
          type: "search_results_with_shared_links" as const,
          entries: Array.from({ length: offset < 400 ? 200 : 7 }, (_, index) => ({
            type: "folder" as const,
            id: String(offset + index),
            name: "report"
          }))
        })
      )
    )
    return Effect.gen(function* () {
      yield* job.start({ name: "one", params: {} })
      assert.deepInclude(yield* inTime(job.wait("one")), { state: "done", total: 407, done: 407, unread: 0 })
    }).pipe(Effect.provide(job.worker.pipe(Layer.provideMerge(NodeJobs.layerMemory), Layer.provideMerge(Box))))
  })

  // Taken for a page without entries, such an answer would leave items out, and nobody would know.
  const isReadAgain = <Item extends { readonly id: string }>(
    name: string,
    source: () => JobSource.JobSource<Item, Operation.Requirements>
  ) =>
    it.effect(`of ${name} whose answer is no page is a failure of planning, and read when tried again`, () => {
      const { job, seen } = collecting(source)
      return Effect.gen(function* () {
        yield* job.start({ name: "one", params: {} })
        assert.deepInclude(yield* inTime(job.wait("one")), { state: "done", total: 0, unread: 1 })
        const [failure] = yield* Stream.runCollect(job.failures("one"))
        assert.deepInclude(failure, { phase: "planning", tag: "BoxDecodeError" })
        assert.strictEqual(yield* job.retryFailed("one"), 1)
        assert.deepInclude(yield* inTime(job.wait("one")), { state: "done", total: 1, done: 1, unread: 0 })
        assert.deepStrictEqual(
          seen.map(({ id }) => id),
          ["7"]
        )
      }).pipe(
        Effect.provide(job.worker.pipe(Layer.provideMerge(NodeJobs.layerMemory), Layer.provideMerge(oddAtFirst())))
      )
    })
  isReadAgain("a tree", () => BoxJob.tree({ folder_id: "0" }))
  isReadAgain("a search", () => BoxJob.search({ query: "report" }))
  isReadAgain("a metadata query", () =>
    BoxJob.metadataQuery({ from: "enterprise_1.contract", ancestor_folder_id: "0" })
  )

  it.effect("of the trash whose answer is no page is a failure of planning", () =>
    Effect.gen(function* () {
      yield* ItemJobs.restoreItems.start({ name: "one", params: {} })
      assert.deepInclude(yield* inTime(ItemJobs.restoreItems.wait("one")), { state: "done", total: 0, unread: 1 })
      const [failure] = yield* Stream.runCollect(ItemJobs.restoreItems.failures("one"))
      assert.deepInclude(failure, { phase: "planning", tag: "BoxDecodeError" })
    }).pipe(
      Effect.provide(
        ItemJobs.restoreItems.worker.pipe(Layer.provideMerge(NodeJobs.layerMemory), Layer.provideMerge(oddAtFirst()))
      )
    )
  )

  it.effect("of a metadata query gives what is found, page by page", () => {
    const { job, seen } = collecting(() =>
      BoxJob.metadataQuery({ from: "enterprise_1.contract", ancestor_folder_id: "0" })
    )
    const markers: Array<string | undefined> = []
    const Box = Fake.layer(
      Fake.on(Search.searchByMetadataQuery, ({ marker }) => {
        markers.push(marker ?? undefined)
        const page = Number(marker ?? 0)
        return Effect.succeed({
          entries: [{ type: "file" as const, id: String(page), name: `file ${page}` }],
          ...(page < 2 ? { next_marker: String(page + 1) } : {})
        })
      })
    )
    return Effect.gen(function* () {
      yield* job.start({ name: "one", params: {} })
      assert.deepInclude(yield* inTime(job.wait("one")), { state: "done", total: 3, done: 3 })
      assert.deepStrictEqual(markers, [undefined, "1", "2"])
      assert.deepStrictEqual(seen.map(({ name }) => name).sort(), ["file 0", "file 1", "file 2"])
    }).pipe(Effect.provide(job.worker.pipe(Layer.provideMerge(NodeJobs.layerMemory), Layer.provideMerge(Box))))
  })

  it.effect("of a stream plans a key once", () => {
    const Row = Schema.Struct({ id: Schema.String, n: Schema.Int })
    const { job, seen } = collecting(() =>
      BoxJob.fromStream(
        Stream.map(Stream.range(1, 700), (n) => ({ id: String(n % 300), n })),
        { schema: Row, key: ({ id }) => id }
      )
    )
    return Effect.gen(function* () {
      yield* job.start({ name: "one", params: {} })
      assert.deepInclude(yield* inTime(job.wait("one")), { state: "done", total: 300, done: 300 })
      assert.strictEqual(seen.length, 300)
    }).pipe(Effect.provide(worker(job)))
  })

  it.effect("of a stream with an empty key is a failure of planning", () => {
    const { job } = collecting(() =>
      BoxJob.fromStream(Stream.make("a", ""), { schema: Schema.String, key: (key) => key })
    )
    return Effect.gen(function* () {
      yield* job.start({ name: "one", params: {} })
      assert.deepInclude(yield* inTime(job.wait("one")), { state: "done", total: 0, unread: 1 })
      const [failure] = yield* Stream.runCollect(job.failures("one"))
      assert.deepInclude(failure, { phase: "planning", tag: "BoxInvalidInput" })
    }).pipe(Effect.provide(worker(job)))
  })

  it.effect("of a tree goes on where a folder cannot be read, and reads it when tried again", () => {
    const { job, seen } = collecting(() => BoxJob.tree({ folder_id: "0", type: "folder", keep: [] }))
    return Effect.gen(function* () {
      const emulator = yield* BoxEmulator.BoxEmulator
      for (const path of ["/a/b/c", "/d/e", "/f"]) yield* Items.ensureFolder({ path })
      const broken = yield* Items.resolvePath("/a/b")
      yield* emulator.addFault({
        kind: "status",
        status: 403,
        match: { method: "GET", path: `/folders/${broken.id}/items`, times: 99 }
      })
      yield* job.start({ name: "one", params: {} })
      assert.deepInclude(yield* inTime(job.wait("one")), { state: "done", total: 5, done: 5, failed: 0, unread: 1 })
      const [failure] = yield* Stream.runCollect(job.failures("one"))
      assert.deepInclude(failure, { phase: "planning", tag: "BoxForbidden" })
      assert.instanceOf(failure?.error, BoxError.BoxForbidden)
      yield* emulator.clearFaults
      assert.strictEqual(yield* job.retryFailed("one"), 1)
      assert.deepInclude(yield* inTime(job.wait("one")), { state: "done", total: 6, done: 6, unread: 0 })
      assert.deepStrictEqual(seen.map(({ folder_path, name }) => `${folder_path}/${name}`).sort(), [
        "/a",
        "/d",
        "/f",
        "a/b",
        "a/b/c",
        "d/e"
      ])
    }).pipe(Effect.provide(worker(job)))
  })

  it.effect("of a tree reads each page once", () => {
    const { job, seen } = collecting(() => BoxJob.tree({ folder_id: "0" }))
    return Effect.gen(function* () {
      yield* Effect.forEach(Array.from({ length: 1001 }), (_, index) =>
        Folders.createFolder({ name: `folder ${index}`, parent: { id: "0" } })
      )
      yield* job.start({ name: "one", params: {} })
      assert.deepInclude(yield* inTime(job.wait("one")), { state: "done", total: 1001, done: 1001 })
      assert.strictEqual(seen.length, 1001)
      const emulator = yield* BoxEmulator.BoxEmulator
      const lists = (yield* emulator.requests).filter(({ route }) => /^GET .*\/items$/.test(route ?? ""))
      // Two pages of the root, and one of each folder.
      assert.strictEqual(lists.length, 1003)
    }).pipe(Effect.provide(worker(job)))
  })
})

describe("a worker", () => {
  it.effect("counts items by kind and outcome, and makes one span for each batch and none for statements", () => {
    const job = BoxJob.make("counted", {
      params: Schema.Struct({}),
      items: () =>
        BoxJob.fromStream(Stream.map(Stream.range(1, 30), String), { schema: Schema.String, key: (key) => key }),
      run: (id) => (id === "7" ? Effect.fail(new Error("no")) : Effect.void),
      batchSize: 10,
      lanes: 2
    })
    const names: Array<string> = []
    const tracer = Tracer.make({
      span: (options) => {
        names.push(options.name)
        return new Tracer.NativeSpan(options)
      }
    })
    return Effect.gen(function* () {
      yield* job.start({ name: "one", params: {} })
      yield* inTime(job.wait("one"))
      assert.strictEqual(names.filter((name) => name === "BoxJob.batch").length, 3)
      assert.deepStrictEqual(
        names.filter((name) => name.startsWith("sql")),
        []
      )
      const counted = (yield* Metric.snapshot).flatMap((metric) =>
        metric.id === "box.job.items" && metric.type === "Counter"
          ? [[metric.attributes?.["box.job.kind"], metric.attributes?.["box.outcome"], Number(metric.state.count)]]
          : []
      )
      assert.deepInclude(counted, ["counted", "done", 29])
      assert.deepInclude(counted, ["counted", "failed", 1])
    }).pipe(
      Effect.provide(job.worker.pipe(Layer.provideMerge(NodeJobs.layerMemory))),
      Effect.provide(BoxMetrics.layer),
      Effect.provideService(Tracer.Tracer, tracer)
    )
  })

  it.effect("pauses a run whose params it cannot read, and says so", () => {
    const make = (params: Schema.Codec<{ readonly count: number }, unknown>) =>
      BoxJob.make("kind", {
        params,
        items: () => BoxJob.fromStream(Stream.make("a"), { schema: Schema.String, key: (key) => key }),
        run: () => Effect.void
      })
    const old = make(Schema.Struct({ count: Schema.Number }))
    const strict = make(Schema.Struct({ count: Schema.Int.check(Schema.isGreaterThan(10)) }))
    return Effect.gen(function* () {
      yield* old.start({ name: "one", params: { count: 3 } })
      yield* Effect.gen(function* () {
        yield* inTime(
          Effect.repeat(Effect.delay(BoxJobs.find("one"), "1 second"), { until: ({ state }) => state === "paused" })
        )
        assert.match((yield* BoxJobs.find("one")).note ?? "", /params cannot be read/)
      }).pipe(Effect.provide(strict.worker))
    }).pipe(Effect.provide(NodeJobs.layerMemory))
  })
})
