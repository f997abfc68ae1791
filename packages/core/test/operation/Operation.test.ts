import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Effect, Layer, Redacted, Stream } from "effect"
import { BoxConfig, BoxRequest, Folders, Operation, Search, TrashedItems, Users } from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"
import { fixedToken, inOrder, type Script, scripted } from "../http/scriptedHttp.ts"

const file = (id: number, name = `f${id}`) => ({ type: "file", id: String(id), name })

const collect = (pages: ReadonlyArray<unknown>, input: Folders.GetFolderItemsInput = { folder_id: "0" }) => {
  const http = inOrder(...pages.map((json): Script => ({ json })))
  return Folders.getFolderItems.items(input).pipe(
    Stream.map((item) => item.id),
    Stream.runCollect,
    Effect.map((ids) => ({ ids, seen: http.seen })),
    Effect.provide([http.layer, fixedToken])
  )
}

const queries = (seen: ReadonlyArray<{ readonly url: string }>) =>
  seen.map(({ url }) => Object.fromEntries(new URL(url).searchParams))

describe("paging", () => {
  it.effect("goes by marker, through a short and an empty page, until there is none", () =>
    Effect.gen(function* () {
      const { ids, seen } = yield* collect([
        { entries: [file(1)], limit: 2, next_marker: "m1" },
        { entries: [], limit: 2, next_marker: "m2" },
        { entries: [file(2)], limit: 2, next_marker: "" }
      ])
      assert.deepStrictEqual(ids, ["1", "2"])
      assert.deepStrictEqual(queries(seen), [
        { usemarker: "true" },
        { usemarker: "true", marker: "m1" },
        { usemarker: "true", marker: "m2" }
      ])
    })
  )

  it.effect.each<Folders.GetFolderItemsInput>([
    { folder_id: "0", sort: "date" },
    { folder_id: "0", direction: "DESC" },
    { folder_id: "0", sort: "date", direction: "DESC" }
  ])("sorted by Box goes by offset: $sort $direction", (input) =>
    Effect.gen(function* () {
      const { ids, seen } = yield* collect(
        [
          { entries: [file(2), file(1)], offset: 0, limit: 2, total_count: 3 },
          { entries: [file(3)], offset: 2, limit: 2, total_count: 3 }
        ],
        input
      )
      assert.deepStrictEqual(ids, ["2", "1", "3"])
      assert.deepStrictEqual(
        queries(seen).map(({ offset, usemarker }) => ({ offset, usemarker })),
        [
          { offset: undefined, usemarker: undefined },
          { offset: "2", usemarker: undefined }
        ]
      )
    })
  )

  it.effect("sorts the trash, which Box refuses to do by marker", () =>
    Effect.gen(function* () {
      for (const name of ["a", "b"]) {
        const folder = yield* Folders.createFolder({ name, parent: { id: "0" } })
        yield* Folders.deleteFolderById({ folder_id: folder.id })
      }
      const items = TrashedItems.getTrashedItems.items({ sort: "name", direction: "DESC", limit: 1 })
      const names = yield* Stream.runCollect(Stream.map(items, (item) => ("name" in item ? item.name : undefined)))
      assert.deepStrictEqual(names, ["b", "a"])
    }).pipe(Effect.provide(BoxEmulator.layer))
  )

  it.effect.each([null, "", undefined].map((end) => ({ end })))("ends at the marker $end", ({ end }) =>
    Effect.gen(function* () {
      const { ids, seen } = yield* collect([{ entries: [file(1)], next_marker: end }, { entries: [file(2)] }])
      assert.deepStrictEqual(ids, ["1"])
      assert.strictEqual(seen.length, 1)
    })
  )

  it.effect("a repeated marker fails instead of going round for ever", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        collect([
          { entries: [file(1)], next_marker: "a" },
          { entries: [file(2)], next_marker: "b" },
          { entries: [file(3)], next_marker: "a" }
        ])
      )
      assert.strictEqual(error._tag, "BoxDecodeError")
      assert.include(error.message, "marker")
    })
  )

  it.effect("by offset, advances by the limit in force and not by what is visible", () =>
    Effect.gen(function* () {
      const { ids, seen } = yield* collect(
        [
          { entries: [file(1)], offset: 0, limit: 2, total_count: 5 },
          { entries: [], offset: 2, limit: 2, total_count: 5 },
          { entries: [file(5)], offset: 4, limit: 2, total_count: 5 }
        ],
        { folder_id: "0", offset: 0, limit: 2000 }
      )
      assert.deepStrictEqual(ids, ["1", "5"])
      assert.deepStrictEqual(
        queries(seen).map((query) => query["offset"]),
        ["0", "2", "4"]
      )
    })
  )

  it.effect("by offset, ends although total_count promises more than there is", () =>
    Effect.gen(function* () {
      const { ids, seen } = yield* collect(
        [
          { entries: [file(1)], offset: 0, limit: 100, total_count: 150 },
          { entries: [], offset: 100, limit: 100, total_count: 150 }
        ],
        { folder_id: "0", offset: 0 }
      )
      assert.deepStrictEqual(ids, ["1"])
      assert.strictEqual(seen.length, 2)
    })
  )

  it.effect("by offset, ends although total_count lies without measure", () =>
    Effect.gen(function* () {
      const { ids, seen } = yield* collect(
        [
          { entries: [file(1)], limit: 1, total_count: 1e9 },
          { entries: [], limit: 1, total_count: 1e9 }
        ],
        { folder_id: "0", offset: 0 }
      )
      assert.deepStrictEqual(ids, ["1"])
      assert.strictEqual(seen.length, 4)
    })
  )

  it.effect("fetches only what is consumed", () =>
    Effect.gen(function* () {
      const http = scripted((_, index) => ({
        json: { entries: [file(index * 2), file(index * 2 + 1)], next_marker: `m${index}` }
      }))
      const taken = yield* Folders.getFolderItems
        .items({ folder_id: "0" })
        .pipe(Stream.take(3), Stream.runCollect, Effect.provide([http.layer, fixedToken]))
      assert.strictEqual(taken.length, 3)
      assert.strictEqual(http.seen.length, 2)
    })
  )

  it.effect("the same stream can run twice", () =>
    Effect.gen(function* () {
      const http = scripted((seen) => ({
        json: { entries: [file(1)], next_marker: seen.url.includes("marker=m") ? null : "m" }
      }))
      const items = Folders.getFolderItems.items({ folder_id: "0" })
      const run = Effect.provide(Stream.runCollect(items), [http.layer, fixedToken])
      assert.strictEqual((yield* run).length, 2)
      assert.strictEqual((yield* run).length, 2)
    })
  )

  it.effect("pages come as they are", () =>
    Effect.gen(function* () {
      const http = inOrder({
        json: { entries: [file(1)], total_count: 1, limit: 30, offset: 0, type: "search_results_items" }
      })
      const pages = yield* Search.searchForContent
        .pages({ query: "x" })
        .pipe(Stream.runCollect, Effect.provide([http.layer, fixedToken]))
      assert.strictEqual(pages.length, 1)
      assert.strictEqual(pages[0]?.total_count, 1)
    })
  )
})

describe("requests", () => {
  const requestOf = <A, E>(effect: Effect.Effect<A, E, Operation.Requirements>) => {
    const http = inOrder({ json: { type: "folder", id: "1", entries: [] } })
    return Effect.ignore(Effect.provide(effect, [http.layer, fixedToken])).pipe(Effect.map(() => http.seen[0]))
  }

  it.effect("ids are encoded, arrays joined, the rest is the body", () =>
    Effect.gen(function* () {
      const got = yield* requestOf(Folders.getFolderById({ folder_id: "a/b?c#d é", fields: ["name", "size"] }))
      assert.strictEqual(got?.url, "https://api.box.com/2.0/folders/a%2Fb%3Fc%23d%20%C3%A9?fields=name%2Csize")
      const created = yield* requestOf(Folders.createFolder({ name: "x", parent: { id: "0" }, fields: ["name"] }))
      assert.strictEqual(created?.url, "https://api.box.com/2.0/folders?fields=name")
      assert.strictEqual(created?.body, '{"name":"x","parent":{"id":"0"}}')
      assert.strictEqual(created?.headers["content-type"], "application/json")
      const search = yield* requestOf(
        Search.searchForContent({
          query: "a&b",
          size_range: ["", 10],
          file_extensions: ["pdf", "png"],
          ancestor_folder_ids: []
        })
      )
      assert.strictEqual(
        search?.url,
        "https://api.box.com/2.0/search?query=a%26b&file_extensions=pdf%2Cpng&size_range=%2C10"
      )
    })
  )

  it.effect("headers go where they belong", () =>
    Effect.gen(function* () {
      const got = yield* requestOf(Folders.deleteFolderById({ folder_id: "1", if_match: "3", recursive: true }))
      assert.strictEqual(got?.method, "DELETE")
      assert.strictEqual(got?.url, "https://api.box.com/2.0/folders/1?recursive=true")
      assert.strictEqual(got?.headers["if-match"], "3")
      assert.strictEqual(got?.headers["authorization"], "Bearer fixed-token")
      assert.match(String(got?.headers["user-agent"]), /^effect-box\//)
      assert.notProperty(got?.headers, "traceparent")
      assert.notProperty(got?.headers, "b3")
      assert.strictEqual(got?.body, "")
    })
  )

  it.effect("the context of a stream holds for each of its requests", () => {
    const http = inOrder({ json: { entries: [file(1)], next_marker: "m" } }, { json: { entries: [file(2)] } })
    const theirs = Folders.getFolderItems
      .items({ folder_id: "0" })
      .pipe(BoxRequest.asUser("42"), BoxRequest.withHeaders({ "x-mine": "1" }), Stream.runCount)
    return Effect.gen(function* () {
      assert.strictEqual(yield* Effect.provide(theirs, [http.layer, fixedToken]), 2)
      assert.deepStrictEqual(
        http.seen.map(({ headers }) => [headers["as-user"], headers["x-mine"]]),
        [
          ["42", "1"],
          ["42", "1"]
        ]
      )
    })
  })

  it.effect("headers of an outer context stay, and the inner one wins", () =>
    Effect.gen(function* () {
      const http = inOrder({ json: { type: "user", id: "1" } })
      yield* Users.getUserMe().pipe(
        BoxRequest.withHeaders({ "x-inner": "1", "x-both": "inner" }),
        BoxRequest.withHeaders({ "x-outer": "2", "x-both": "outer" }),
        Effect.provide([http.layer, fixedToken])
      )
      assert.deepInclude(http.seen[0]?.headers, { "x-inner": "1", "x-outer": "2", "x-both": "inner" })
    })
  )

  // What a caller without types may pass.
  const wrong: ReadonlyArray<readonly [string, unknown]> = [
    ["an empty id", { folder_id: "" }],
    ["a number as id", { folder_id: 5 }],
    ["no id", {}],
    ["an id of dots", { folder_id: ".." }],
    ["an id with half a character", { folder_id: "\ud800" }],
    ["no object", "0"],
    ["null", null],
    ["a function in the query", { folder_id: "0", limit: () => 1 }]
  ]
  it.effect.each(wrong.map(([name, input]) => ({ name, input })))(
    "refuses $name before anything is sent",
    ({ input }) =>
      Effect.gen(function* () {
        const http = inOrder({ json: { type: "folder", id: "1" } })
        const error = yield* Effect.flip(
          Effect.provide(Folders.getFolderById(input as Folders.GetFolderByIdInput), [http.layer, fixedToken])
        )
        assert.strictEqual(error._tag, "BoxInvalidInput")
        assert.strictEqual(error.operation, "Folders.getFolderById")
        assert.strictEqual(http.seen.length, 0)
      })
  )

  it.effect("a header cannot smuggle in another, a body must be JSON", () =>
    Effect.gen(function* () {
      const http = inOrder({ status: 204 })
      const header = yield* Effect.flip(
        Effect.provide(Folders.deleteFolderById({ folder_id: "1", if_match: "1\r\nx-evil: 1" }), [
          http.layer,
          fixedToken
        ])
      )
      assert.strictEqual(header._tag, "BoxInvalidInput")
      const cyclic: Record<string, unknown> = { folder_id: "1" }
      cyclic["parent"] = cyclic
      // JSON would make `null` of the first two, and `"<redacted>"` of the third.
      const changed = [Number.NaN, new Date(Number.NaN), Redacted.make("secret")]
      for (const wrong of [cyclic, ...changed.map((description) => ({ folder_id: "1", description }))]) {
        const body = yield* Effect.flip(
          Effect.provide(Folders.updateFolderById(wrong as never), [http.layer, fixedToken])
        )
        assert.strictEqual(body._tag, "BoxInvalidInput")
      }
      assert.strictEqual(http.seen.length, 0)
    })
  )

  it.effect("the context cannot smuggle in a header either", () =>
    Effect.gen(function* () {
      const http = inOrder({ json: { type: "user", id: "1" } })
      for (const call of [
        BoxRequest.asUser(Users.getUserMe(), "1\r\nx-evil: 1"),
        BoxRequest.withHeaders(Users.getUserMe(), { "x-mine": "a\nb" }),
        BoxRequest.withHeaders(Users.getUserMe(), { "x mine": "a" })
      ]) {
        assert.strictEqual((yield* Effect.flip(Effect.provide(call, [http.layer, fixedToken])))._tag, "BoxInvalidInput")
      }
      assert.strictEqual(http.seen.length, 0)
      yield* Effect.provide(BoxRequest.withHeaders(Users.getUserMe(), { authorization: "Basic x", "x-mine": "a" }), [
        http.layer,
        fixedToken
      ])
      assert.strictEqual(http.seen[0]?.headers["authorization"], "Bearer fixed-token")
    })
  )

  it.effect("BoxConfig changes hosts and user agent, and refuses what cannot work", () =>
    Effect.gen(function* () {
      const http = inOrder({ json: { type: "user", id: "1" } })
      const layer = BoxConfig.layer({ apiUrl: "http://127.0.0.1:8080/", userAgent: "mine/1" })
      yield* Effect.provide(Users.getUserMe(), [http.layer, fixedToken, layer])
      assert.strictEqual(http.seen[0]?.url, "http://127.0.0.1:8080/2.0/users/me")
      assert.strictEqual(http.seen[0]?.headers["user-agent"], "mine/1")
      for (const options of [
        { apiUrl: "api.box.com" },
        { uploadUrl: "file:///etc" },
        { retry: { maxAttempts: 0 } },
        { timeouts: { idle: "soon" as "1 second" } },
        { userAgent: "a\r\nb" }
      ]) {
        assert.strictEqual((yield* Effect.flip(BoxConfig.make(options)))._tag, "BoxInvalidInput")
      }
    })
  )

  it.effect("BoxConfig takes hosts from the environment, and the rest from its options", () =>
    Effect.gen(function* () {
      const http = inOrder({ json: { type: "user", id: "1" } })
      const configured = BoxConfig.layerConfig({ userAgent: "mine/1", apiUrl: "https://unused.example" }).pipe(
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { BOX_API_URL: "https://api.example" } })))
      )
      yield* Effect.provide(Users.getUserMe(), [http.layer, fixedToken, configured])
      assert.deepInclude(http.seen[0], { url: "https://api.example/2.0/users/me" })
      assert.strictEqual(http.seen[0]?.headers["user-agent"], "mine/1")
    })
  )
})

describe("answers", () => {
  it.effect("unknown keys, unknown values and null stay as they are", () =>
    Effect.gen(function* () {
      const answer = {
        type: "folder",
        id: "1",
        name: null,
        sync_state: "later",
        brand_new: { a: [1] },
        parent: { type: "folder", id: "0", extra: true }
      }
      const http = inOrder({ json: answer })
      const got = yield* Effect.provide(Folders.getFolderById({ folder_id: "1" }), [http.layer, fixedToken])
      assert.deepStrictEqual(got as unknown, answer)
    })
  )

  it.effect("an item of a type that Box adds tomorrow does not break a listing", () =>
    Effect.gen(function* () {
      const http = inOrder({ json: { entries: [file(1), { type: "hologram", id: "h1", depth: 3 }] } })
      const page = yield* Effect.provide(Folders.getFolderItems({ folder_id: "0" }), [http.layer, fixedToken])
      assert.deepStrictEqual(
        page.entries?.map((item) => item.id),
        ["1", "h1"]
      )
    })
  )

  it.effect("an operation by hand is a few lines", () =>
    Effect.gen(function* () {
      const getThing = Operation.make<{ readonly thing_id: string }, void>({
        name: "Things.getThing",
        method: "GET",
        path: "/things/{thing_id}",
        version: "2025.0"
      })
      const http = inOrder({ status: 204 })
      assert.isUndefined(yield* Effect.provide(getThing({ thing_id: "7" }), [http.layer, fixedToken]))
      assert.strictEqual(http.seen[0]?.headers["box-version"], "2025.0")
    })
  )
})
