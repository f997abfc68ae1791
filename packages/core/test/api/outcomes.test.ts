import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Stream } from "effect"
import { HttpClient } from "effect/http"
import {
  Authorization,
  Avatars,
  BoxConfig,
  ChunkedUploads,
  Collections,
  DocgenTemplate,
  Downloads,
  Events,
  FileMetadata,
  Files,
  Folders,
  MetadataTaxonomies,
  ResponseCheck,
  Search,
  Uploads,
  UserCollaborations,
  ZipDownloads
} from "../../src/index.ts"
import { fixedToken, inOrder, type Script } from "../http/scriptedHttp.ts"
import { inVirtualTime } from "../../../../test/support/time.ts"

/** Runs an effect against scripted answers and gives its result with what was sent. */
const against = <A, E, R>(effect: Effect.Effect<A, E, R>, ...scripts: ReadonlyArray<Script>) => {
  const http = inOrder(...scripts)
  return effect.pipe(
    Effect.map((result) => ({ result, seen: http.seen })),
    Effect.provide([http.layer, fixedToken])
  )
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe("statuses that are answers", () => {
  it.effect("304 is undefined, and only if_none_match asks for it", () =>
    Effect.gen(function* () {
      const { result, seen } = yield* against(Folders.getFolderById({ folder_id: "1", if_none_match: "3" }), {
        status: 304
      })
      assert.isUndefined(result)
      assert.strictEqual(seen[0]?.headers["if-none-match"], "3")
      const unasked = yield* Effect.flip(against(Folders.getFolderById({ folder_id: "1" }), { status: 304 }))
      assert.strictEqual(unasked.status, 304)
    })
  )

  it.effect("204 is undefined where Box may send nothing", () =>
    Effect.gen(function* () {
      const give = UserCollaborations.updateCollaborationById({ collaboration_id: "1", role: "owner" })
      assert.isUndefined((yield* against(give, { status: 204 })).result)
      const kept = yield* against(give, { json: { type: "collaboration", id: "1" } })
      assert.strictEqual(kept.result?.id, "1")
    })
  )

  it.effect("a precondition that fails after a 202 was not broken by the call itself", () =>
    Effect.gen(function* () {
      const commit = ChunkedUploads.createFileUploadSessionCommit({
        url: "https://upload.box.com/api/2.0/files/upload_sessions/S/commit",
        digest: "sha=x",
        parts: [],
        if_match: "3"
      })
      const error = yield* inVirtualTime(Effect.flip(against(commit, { status: 202 }, { status: 412 })))
      assert.strictEqual(error._tag, "BoxPreconditionFailed")
    })
  )

  it.effect("202 is waited for where it means not ready, with and without Retry-After", () =>
    Effect.gen(function* () {
      const url = "https://upload.box.com/api/2.0/files/upload_sessions/S/commit"
      const commit = ChunkedUploads.createFileUploadSessionCommit({ url, digest: "sha=x", parts: [] })
      const scripts: ReadonlyArray<Script> = [
        { status: 202 },
        { status: 202, headers: { "retry-after": "3" } },
        { status: 201, json: { entries: [{ type: "file", id: "7" }] } }
      ]
      const { result, seen } = yield* inVirtualTime(against(commit, ...scripts))
      assert.strictEqual(result.entries[0]?.id, "7")
      assert.deepStrictEqual(new Set(seen.map((sent) => sent.url)), new Set([url]))
      assert.strictEqual(seen.length, 3)
      const tags = DocgenTemplate.getDocgenTemplateTagsV2025R0.items({ template_id: "1" })
      const processed = yield* inVirtualTime(
        against(
          Stream.runCollect(tags),
          { status: 202, json: { message: "later" } },
          { json: { entries: [{ tag_content: "{{x}}" }] } }
        )
      )
      assert.strictEqual(processed.result[0]?.tag_content, "{{x}}")
    })
  )

  it.effect("202 with a body is an answer where that is what the operation gives", () =>
    Effect.gen(function* () {
      const create = ZipDownloads.createZipDownload({ items: [{ type: "file", id: "1" }] })
      const json = {
        download_url: "https://dl.boxcloud.com/2.0/zip_downloads/1/content",
        status_url: "https://api.box.com/2.0/zip_downloads/1/status"
      }
      assert.strictEqual((yield* against(create, { status: 202, json })).result.download_url, json.download_url)
    })
  )

  it.effect("a thumbnail says what it is", () =>
    Effect.gen(function* () {
      const ask = Files.getFileThumbnailById({ file_id: "1", extension: "png" })
      const ready = yield* against(ask, { text: "png", headers: { "content-type": "image/png" } })
      assert.deepStrictEqual(ready.result, { _tag: "Ready", bytes: bytes("png"), contentType: "image/png" })
      const pending = yield* against(ask, { status: 202, headers: { location: "https://x/p.png", "retry-after": "5" } })
      assert.deepStrictEqual(pending.result, {
        _tag: "Pending",
        placeholder: "https://x/p.png",
        retryAfterMillis: 5000
      })
      const none = yield* against(ask, { status: 302, headers: { location: "https://x/p.png" } })
      assert.deepStrictEqual(none.result, { _tag: "Unavailable", placeholder: "https://x/p.png" })
    })
  )
})

describe("bytes", () => {
  it.effect("follow the redirect with the range and without token, link or anything else", () =>
    Effect.gen(function* () {
      const content = Downloads.downloadFile({
        file_id: "1",
        range: "bytes=0-3",
        boxapi: Redacted.make("shared_link=x")
      })
      const { result, seen } = yield* against(
        Stream.mkString(Stream.decodeText(content)),
        { status: 302, headers: { location: "https://dl.boxcloud.com/d/1/secret/download" } },
        { text: "abcd" }
      )
      assert.strictEqual(result, "abcd")
      assert.strictEqual(seen[0]?.headers["authorization"], "Bearer fixed-token")
      assert.strictEqual(seen[0]?.headers["boxapi"], "shared_link=x")
      const [, second] = seen
      assert.strictEqual(second?.url, "https://dl.boxcloud.com/d/1/secret/download")
      assert.deepStrictEqual(Object.keys(second?.headers ?? {}).sort(), ["accept-encoding", "range", "user-agent"])
    })
  )

  it.effect("a redirect to plain http is refused", () =>
    Effect.gen(function* () {
      const content = Stream.runDrain(Downloads.downloadFile({ file_id: "1" }))
      const error = yield* Effect.flip(
        against(content, { status: 302, headers: { location: "http://evil.example/x" } })
      )
      assert.strictEqual(error._tag, "BoxDecodeError")
    })
  )

  it.effect("of a zip are read without a token from the URL that came with it", () =>
    Effect.gen(function* () {
      const url = "https://dl.boxcloud.com/2.0/zip_downloads/abc/content?x=1"
      const { result, seen } = yield* against(
        Stream.mkString(Stream.decodeText(ZipDownloads.getZipDownloadContent({ url }))),
        { text: "PK" }
      )
      assert.strictEqual(result, "PK")
      assert.strictEqual(seen[0]?.url, url)
      assert.isUndefined(seen[0]?.headers["authorization"])
    })
  )

  it.effect.each(
    [
      "https://evil.example/2.0/zip_downloads/1/status",
      "https://api.box.com.evil.example/",
      "http://api.box.com/x",
      "https://user@api.box.com/",
      "/zip_downloads/1"
    ].map((url) => ({ url }))
  )("the token is not sent to $url", ({ url }) =>
    Effect.gen(function* () {
      const http = inOrder({ json: {} })
      const error = yield* Effect.flip(
        ZipDownloads.getZipDownloadStatus({ url }).pipe(Effect.provide([http.layer, fixedToken]))
      )
      assert.strictEqual(error._tag, "BoxInvalidInput")
      assert.strictEqual(http.seen.length, 0)
    })
  )

  it.effect("the token is sent to the host of the configuration", () =>
    Effect.gen(function* () {
      const url = "http://127.0.0.1:8080/2.0/zip_downloads/1/status"
      const status = ZipDownloads.getZipDownloadStatus({ url }).pipe(
        Effect.provide(BoxConfig.layer({ apiUrl: "http://127.0.0.1:8080" }))
      )
      const { seen } = yield* against(status, { json: { state: "succeeded" } })
      assert.strictEqual(seen[0]?.headers["authorization"], "Bearer fixed-token")
    })
  )
})

describe("bodies", () => {
  it.effect("a multipart upload holds the attributes, then the file under its name", () =>
    Effect.gen(function* () {
      const upload = Uploads.uploadFile({
        file: bytes("hello"),
        attributes: { name: 'a "b".txt', parent: { id: "0" } },
        fields: ["name"]
      })
      const { result, seen } = yield* against(upload, {
        status: 201,
        json: { entries: [{ type: "file", id: "1", name: "n" }] }
      })
      assert.strictEqual(result.entries[0]?.name, "n")
      const [sent] = seen
      assert.strictEqual(sent?.url, "https://upload.box.com/api/2.0/files/content?fields=name")
      const parts = sent?.body.split(/--effect-box-[0-9a-f]{48}(?:--)?\r\n/) ?? []
      assert.deepStrictEqual(parts, [
        "",
        'Content-Disposition: form-data; name="attributes"\r\nContent-Type: application/json\r\n\r\n' +
          '{"name":"a \\"b\\".txt","parent":{"id":"0"}}\r\n',
        'Content-Disposition: form-data; name="file"; filename="a %22b%22.txt"\r\n' +
          "Content-Type: application/octet-stream\r\n\r\nhello\r\n",
        ""
      ])
    })
  )

  it.effect("a streamed part is sent once: after a failure it is not sent again", () =>
    Effect.gen(function* () {
      const http = inOrder({ status: 503, headers: { "retry-after": "1" } }, { json: { pic_urls: {} } })
      const pic = { content: Stream.make(bytes("abc")), filename: "me.png", contentType: "image/png" }
      const error = yield* Avatars.createUserAvatar({ user_id: "1", pic }).pipe(
        Effect.provide([http.layer, fixedToken]),
        Effect.flip
      )
      assert.strictEqual(error._tag, "BoxBodyConsumed")
      assert.strictEqual(http.seen.length, 1)
      assert.include(http.seen[0]?.body, 'name="pic"; filename="me.png"\r\nContent-Type: image/png\r\n\r\nabc\r\n')
    })
  )

  it.effect("a refused attempt is let go before the next answer is read", () => {
    const signals: Array<AbortSignal> = []
    const http = inOrder({ status: 503, headers: { "retry-after": "1" } }, { text: "abc" })
    const watched = Layer.effect(
      HttpClient.HttpClient,
      Effect.map(HttpClient.HttpClient, (inner) =>
        HttpClient.make((request, _, signal) => {
          signals.push(signal)
          return inner.execute(request)
        })
      )
    ).pipe(Layer.provide(http.layer))
    return Effect.gen(function* () {
      const seen: Array<ReadonlyArray<boolean>> = []
      const reading = Stream.runForEach(Downloads.downloadFile({ file_id: "1" }), () =>
        Effect.sync(() => void seen.push(signals.map(({ aborted }) => aborted)))
      )
      yield* inVirtualTime(Effect.provide(reading, [watched, fixedToken]))
      assert.deepStrictEqual(seen, [[true, false]])
    })
  })

  it.effect("a streamed body is sent once as well", () =>
    Effect.gen(function* () {
      const http = inOrder({ status: 503, headers: { "retry-after": "1" } }, { json: { part: { part_id: "1" } } })
      const error = yield* ChunkedUploads.uploadFilePart({
        url: "https://upload.box.com/api/2.0/files/upload_sessions/S",
        body: Stream.make(bytes("abc")),
        digest: "sha=x",
        content_range: "bytes 0-2/3"
      }).pipe(Effect.provide([http.layer, fixedToken]), Effect.flip)
      assert.strictEqual(error._tag, "BoxBodyConsumed")
      assert.deepStrictEqual(
        http.seen.map(({ body }) => body),
        ["abc"]
      )
    })
  )

  it.effect("a JSON Patch is the whole body", () =>
    Effect.gen(function* () {
      const body = [{ op: "replace", path: "/status", value: "done" }] as const
      const update = FileMetadata.updateFileMetadataById({
        file_id: "1",
        scope: "enterprise_42",
        template_key: "t",
        body
      })
      const { result, seen } = yield* against(update, { json: { $template: "t", status: "done" } })
      assert.strictEqual(result["status"], "done")
      assert.strictEqual(seen[0]?.body, JSON.stringify(body))
      assert.include(seen[0]?.url, "/metadata/enterprise_42/t")
    })
  )

  it.effect("a form goes to the root of the API without a token, and no error repeats its secrets", () =>
    Effect.gen(function* () {
      const http = inOrder({ status: 400, json: { error: "invalid_grant", error_description: "bad canary-refresh" } })
      const error = yield* Authorization.refreshAccessToken({
        grant_type: "refresh_token",
        client_id: "id",
        client_secret: Redacted.make("canary-secret"),
        refresh_token: Redacted.make("canary-refresh")
      }).pipe(Effect.provide(http.layer), Effect.flip)
      assert.strictEqual(http.seen[0]?.url, "https://api.box.com/oauth2/token")
      assert.isUndefined(http.seen[0]?.headers["authorization"])
      assert.strictEqual(
        http.seen[0]?.body,
        "grant_type=refresh_token&client_id=id&client_secret=canary-secret&refresh_token=canary-refresh"
      )
      assert.notInclude(JSON.stringify(error), "canary")
    })
  )

  it.effect("a path parameter that is a number is one, and an id is not", () =>
    Effect.gen(function* () {
      const input = { namespace: "enterprise_1", taxonomy_key: "k", level_index: 2, displayName: "x" }
      const { seen } = yield* against(MetadataTaxonomies.updateMetadataTaxonomyLevelById(input), { json: {} })
      assert.include(seen[0]?.url, "/levels/2")
      // What JavaScript may do, and TypeScript does not allow.
      const wrong = { folder_id: 0 } as unknown as { folder_id: string }
      const error = yield* Effect.flip(against(Folders.getFolderById(wrong), { json: {} }))
      assert.strictEqual(error._tag, "BoxInvalidInput")
    })
  )

  it.effect("names with a hyphen are arguments with an underscore", () =>
    Effect.gen(function* () {
      const nodes = MetadataTaxonomies.getMetadataTaxonomyNodes({
        namespace: "n",
        taxonomy_key: "k",
        include_total_result_count: true,
        level: [1, 2]
      })
      const { seen } = yield* against(nodes, { json: { entries: [] } })
      const query = Object.fromEntries(new URL(seen[0]?.url ?? "").searchParams)
      assert.deepStrictEqual(query, { "include-total-result-count": "true", level: "1,2" })
    })
  )
})

describe("paging", () => {
  it.effect("a metadata query puts its marker into the body", () =>
    Effect.gen(function* () {
      const query = Search.searchByMetadataQuery.items({
        from: "enterprise_1.t",
        ancestor_folder_id: "0",
        marker: "m0"
      })
      const { result, seen } = yield* against(
        Stream.runCollect(query),
        { json: { entries: [{ type: "file", id: "1" }], next_marker: "m1" } },
        { json: { entries: [{ type: "folder", id: "2" }], next_marker: null } }
      )
      assert.deepStrictEqual(
        result.map(({ id }) => id),
        ["1", "2"]
      )
      assert.deepStrictEqual(
        seen.map((sent) => JSON.parse(sent.body).marker),
        ["m0", "m1"]
      )
    })
  )

  it.effect("events go on from a position that no number can hold, until nothing is new", () =>
    Effect.gen(function* () {
      const page = (position: string, entries: string) => ({
        text: `{"chunk_size":1,"next_stream_position":${position},"entries":[${entries}]}`
      })
      const event = '{"type":"event","event_id":"e1","source":{"item_type":"file","item_id":"1"}}'
      const { result, seen } = yield* against(
        Stream.runCollect(Events.getEvents.pages({ stream_position: "0" })),
        page("1152922976252290887", event),
        page("1152922976252290889", "")
      )
      assert.deepStrictEqual(
        result.map((one) => one.next_stream_position),
        ["1152922976252290887", "1152922976252290889"]
      )
      assert.deepStrictEqual(
        seen.map(({ url }) => new URL(url).searchParams.get("stream_position")),
        ["0", "1152922976252290887"]
      )
    })
  )

  it.effect("a position that fits stays a number", () =>
    Effect.gen(function* () {
      const json = { next_stream_position: 42, entries: [] }
      assert.strictEqual((yield* against(Events.getEvents(), { json })).result.next_stream_position, 42)
    })
  )

  it.effect("of a search with shared links gives the other form", () =>
    Effect.gen(function* () {
      const entry = { type: "search_result", accessible_via_shared_link: "https://x", item: { type: "file", id: "1" } }
      const { result } = yield* against(
        Stream.runCollect(Search.searchForContent.items({ query: "x", include_recent_shared_links: true })),
        { json: { type: "search_results_with_shared_links", entries: [entry], limit: 30, offset: 0, total_count: 1 } }
      )
      assert.strictEqual(result[0]?.accessible_via_shared_link, "https://x")
    })
  )
})

describe("an answer that contradicts the documents", () => {
  const wrong: Script = { json: { entries: [{ type: "collection", id: ["canary"] }] } }
  const strictly = Effect.provideService(ResponseCheck.ResponseCheck, "strict")

  it.effect("fails with the operation and the path, never the value, where answers are checked strictly", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(against(strictly(Collections.getCollections()), wrong))
      assert.strictEqual(error._tag, "BoxDecodeError")
      assert.strictEqual(error.operation, "Collections.getCollections")
      assert.include(error.message, '["entries"][0]["id"]')
      assert.notInclude(JSON.stringify(error), "canary")
    })
  )

  it.effect("is not hidden by the tolerance for unknown types", () =>
    Effect.gen(function* () {
      const items = { entries: [{ type: "file" }, { type: "app_item_of_tomorrow", anything: 1 }] }
      const error = yield* Effect.flip(against(strictly(Folders.getFolderItems({ folder_id: "0" })), { json: items }))
      assert.include(error.message, '["entries"][0]["id"]')
    })
  )
})
