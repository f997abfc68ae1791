/** What `fetch` of a browser does differently, by a client that behaves like it; `test/runtimes` has the real one. */
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer, Stream } from "effect"
import { FetchHttpClient, HttpClient, HttpClientResponse } from "effect/http"
import { vi } from "vitest"
import { BoxRequest, Downloads, FileUpload, Folders, UploadSource } from "../../src/index.ts"
import { fixedToken } from "./scriptedHttp.ts"

/** A client that hides redirects, unless it may follow them. */
const hiding = (bodies: Array<string> = []) => {
  const modes: Array<string | undefined> = []
  const agents: Array<string | undefined> = []
  const client = HttpClient.make((request, url, _, fiber) =>
    Effect.sync(() => {
      const mode = Context.getOrUndefined(fiber.context, FetchHttpClient.RequestInit)?.redirect
      modes.push(mode)
      agents.push(request.headers["user-agent"])
      bodies.push(request.body._tag)
      const isHidden = mode === "manual" && request.method === "GET"
      const json = { entries: [{ type: "file", id: "1" }], total_count: 1 }
      const answer = url.pathname.endsWith("/files/content") ? Response.json(json) : new Response("content")
      return HttpClientResponse.fromWeb(request, isHidden ? Response.error() : answer)
    })
  )
  return { modes, agents, layer: Layer.merge(Layer.succeed(HttpClient.HttpClient, client), fixedToken) }
}

const read = Stream.mkString(Stream.decodeText(Downloads.downloadFile({ file_id: "1" })))

const inBrowser = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0" })),
    () => effect,
    () => Effect.sync(() => vi.unstubAllGlobals())
  )

describe("a redirect that is hidden", () => {
  it.effect("is followed by the client, after a second request", () =>
    Effect.gen(function* () {
      const { layer, modes } = hiding()
      assert.strictEqual(yield* Effect.provide(read, layer), "content")
      assert.deepStrictEqual(modes, ["manual", "follow"])
    })
  )

  it.effect("is followed at once in a browser, which names itself", () =>
    Effect.gen(function* () {
      const { agents, layer, modes } = hiding()
      assert.strictEqual(yield* inBrowser(Effect.provide(read, layer)), "content")
      assert.deepStrictEqual(modes, ["follow"])
      assert.deepStrictEqual(agents, [undefined])
    })
  )

  it.effect("is an error where it is not that of a content", () =>
    Effect.gen(function* () {
      const { layer, modes } = hiding()
      const error = yield* Effect.flip(Effect.provide(Folders.getFolderById({ folder_id: "0" }), layer))
      assert.deepInclude(error, { _tag: "BoxUnexpectedStatus", status: 0 })
      assert.include(error.message, "Box redirects to another address, which a browser does not show")
      assert.deepStrictEqual(modes, ["manual"])
    })
  )
})

describe("a body from a stream", () => {
  const upload = (content: Stream.Stream<Uint8Array, string>) =>
    FileUpload.upload(UploadSource.fromStream({ size: 4_000_000, stream: () => content }), {
      folder_id: "0",
      name: "a"
    }).pipe(BoxRequest.withRetry({ maxAttempts: 1 }), Effect.flip)

  it.effect("is sent whole in a browser, and as a stream elsewhere", () =>
    Effect.gen(function* () {
      const [here, there]: [Array<string>, Array<string>] = [[], []]
      const content = Stream.make(new Uint8Array(4_000_000))
      yield* Effect.provide(upload(content), hiding(here).layer)
      yield* inBrowser(Effect.provide(upload(content), hiding(there).layer))
      assert.deepStrictEqual([here.includes("Stream"), there.includes("Stream")], [true, false])
      assert.include(there, "Uint8Array")
    })
  )

  it.effect("fails with its own error in a browser", () =>
    Effect.gen(function* () {
      const failed = yield* inBrowser(Effect.provide(upload(Stream.fail("disk")), hiding().layer))
      assert.strictEqual(failed, "disk")
    })
  )
})
