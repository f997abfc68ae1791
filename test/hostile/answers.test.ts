/** A Box that answers with anything: nothing dies, hangs or goes round, and the token stays with Box. */
import {
  BoxConfig,
  BoxError,
  BoxRequest,
  Downloads,
  Events,
  FileDownload,
  FileMetadata,
  Files,
  FileUpload,
  Folders,
  Items,
  OAuth,
  TokenPersistence,
  TokenStore,
  UploadSession,
  UploadSource
} from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Option, Redacted, Stream } from "effect"
import { KeyValueStore } from "effect/persistence"
import { type Script, scripted } from "../../packages/core/test/http/scriptedHttp.ts"
import { thorough } from "../support/thorough.ts"
import { inVirtualTime } from "../support/time.ts"
import { fault, judge, prints, token } from "./campaign.ts"

const nested = (open: string, close: string, levels: number): string => open.repeat(levels) + close.repeat(levels)
const deepArray = nested("[", "]", 100_000)
const deepObject = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`
const shallowerObject = `${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)}`

const bodies: Readonly<Record<string, string>> = {
  nothing: "",
  "no JSON": "<html>CANARY-token</html>",
  "half of it": '{"type":"folder","id":"0"',
  null: "null",
  "a number": "1e999",
  "an empty array": "[]",
  "a deep array": deepArray,
  "a deep object": deepObject,
  "a deep property": `{"type":"folder","id":"0","entries":${deepArray},"context_info":${deepArray}}`,
  "a deep context": `{"code":"x","context_info":${shallowerObject}}`,
  "a deep parent": `{"type":"folder","id":"0","parent":${deepObject}}`,
  "a huge text": `{"type":"folder","id":"0","name":"${"x".repeat(5_000_000)}"}`,
  "a huge list": `{"entries":[${'{"type":"file","id":"1"},'.repeat(50_000)}{"type":"file","id":"1"}],"total_count":1}`,
  pollution: '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"type":"folder","id":"0"}',
  "pollution in the context": '{"code":"x","context_info":{"__proto__":{"polluted":true}}}',
  "other types":
    '{"type":1,"id":{},"name":[],"size":"CANARY-token","entries":{},"code":{},"message":[],"context_info":"x"}',
  "a conflict of other types":
    '{"code":"item_name_in_use","context_info":{"conflicts":[null,1,{"id":1,"type":{}},[[]]]}}',
  "a lone surrogate": '{"type":"folder","id":"\\ud800","name":"\\u0000\\u202e"}',
  "huge numbers":
    '{"type":"folder","id":"0","size":1e999,"total_count":9007199254740993,"offset":1e300,"limit":-1e300}',
  "a token of other types": '{"access_token":"a\\r\\nx: y","expires_in":1e999,"refresh_token":{}}'
}

const headerSets: ReadonlyArray<Readonly<Record<string, string>>> = [
  {},
  { "content-type": "text/html; charset=\u00ff", "retry-after": "9".repeat(400), "box-request-id": "x".repeat(10_000) },
  { "content-encoding": "gzip", "content-length": "1", "retry-after": "-1", date: "Sat, 13 Sep 275760 00:00:00 GMT" },
  { "www-authenticate": `Bearer error="${"(".repeat(5000)}`, "content-range": "bytes 0-99999999999999999999/*" }
]

/** All four in CI. Otherwise one, so that each goes with every status and every body. */
const headersFor = (index: number, text: string) =>
  text.length > 20_000
    ? headerSets.slice(0, 1)
    : thorough
      ? headerSets
      : headerSets.slice(index % headerSets.length).slice(0, 1)

const statuses = [
  200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 400, 401, 403, 404, 408, 409, 410, 412, 416, 429, 500, 503, 599
]

/**
 * All in CI. Otherwise every body as an answer and as a refusal, every status with some bodies, and in three calls that follow
 * each other every status with every body.
 */
const met = (call: number, row: number, column: number, status: number) =>
  thorough || status === 200 || status === 400 || (call + row + column) % 3 === 0

const login = (tokens: OAuth.Options["tokens"]) =>
  OAuth.layer({ clientId: "a", clientSecret: Redacted.make("CANARY-secret"), tokens }).pipe(
    Layer.provide(Layer.fresh(TokenPersistence.layerMemory))
  )
const renewing = TokenStore.TokenStore.use(({ accessToken }) => accessToken).pipe(
  Effect.provide(login({ refreshToken: Redacted.make("CANARY-refresh") }))
)

const small = UploadSource.fromBytes(new Uint8Array(3))
const large = UploadSource.fromBytes(new Uint8Array(20_000_000))
const place = { folder_id: "0", name: "a" }

const calls: Readonly<Record<string, () => unknown>> = {
  "one item": () => Folders.getFolderById({ folder_id: "0" }),
  "no answer": () => Files.deleteFileById({ file_id: "1" }),
  "a list": () => Stream.take(Folders.getFolderItems.items({ folder_id: "0" }), 10),
  "a list by offset": () => Stream.take(Folders.getFolderItems.items({ folder_id: "0", usemarker: false }), 10),
  "free metadata": () => FileMetadata.getFileMetadataById({ file_id: "1", scope: "global", template_key: "a" }),
  events: () => Stream.take(Events.getEvents.items(), 10),
  "bytes from elsewhere": () => Downloads.downloadFile({ file_id: "1" }),
  "a thumbnail": () => Files.getFileThumbnailById({ file_id: "1", extension: "png" }),
  "a download": () => FileDownload.stream({ file_id: "1" }),
  "an upload": () => FileUpload.upload(small, place),
  "an upload in parts": () => FileUpload.upload(large, place),
  "a tree": () => Stream.take(Items.walk(), 10),
  "a path": () => Items.resolvePath("/a/b"),
  "a renewal": () => renewing
}

describe("hostile answers", () => {
  for (const [at, [call, make]] of Object.entries(calls).entries()) {
    it.effect(
      `to ${call}`,
      () =>
        Effect.gen(function* () {
          for (const [row, status] of statuses.entries()) {
            for (const [column, [name, text]] of Object.entries(bodies).entries()) {
              // The longest ones are the same work whatever the status.
              if (text.length > 150_000 && status !== 200 && status !== 400) continue
              if (!met(at, row, column, status)) continue
              for (const headers of headersFor(row + column, text)) {
                const verdict = yield* judge(make, { status, text, headers: { ...headers } })
                assert.isUndefined(fault(verdict), `${status} with ${name}`)
                assert.isBelow(verdict.requests.length, 30, `${status} with ${name}`)
              }
            }
          }
        }),
      60_000
    )
  }
})

const failing = <A>(call: Effect.Effect<A, unknown, never>) => Effect.flip(call)

/** Runs against scripted answers; gives the failure and what was sent. */
const failureOf = (
  make: () => unknown,
  answer: Script | ((url: string, index: number) => Script)
): Effect.Effect<{ readonly error: BoxError.BoxError; readonly urls: ReadonlyArray<string> }> =>
  Effect.map(judge(make, answer), (verdict) => {
    assert.isUndefined(fault(verdict))
    assert.strictEqual(verdict.ended, "failed")
    if (!BoxError.isBoxError(verdict.error)) return assert.fail("no error of ours")
    return { error: verdict.error, urls: verdict.requests.map(({ url }) => url) }
  })

describe("what a hostile answer says is not believed", () => {
  it.effect("an echoed secret is redacted however JSON spells it", () =>
    Effect.gen(function* () {
      const link = "https://app.box.com/s/CANARY-link?a=b c"
      const guarded = Folders.getFolderById({ folder_id: "0" }).pipe(
        BoxRequest.withSharedLink(link, Redacted.make("CANARY/password"))
      )
      const spellings = [
        JSON.stringify(link),
        JSON.stringify(link).replaceAll("/", "\\/"),
        JSON.stringify(link).replaceAll("C", "\\u0043"),
        JSON.stringify(encodeURIComponent(link)),
        JSON.stringify(new URLSearchParams({ shared_link: link }).toString()),
        '"CANARY\\/password"',
        '"CANARY%2Fpassword"'
      ]
      for (const spelling of spellings) {
        const text = `{"code":${spelling},"message":${spelling},"help_url":${spelling},"request_id":${spelling},"context_info":{"a":[${spelling}],${spelling}:1}}`
        const { error } = yield* failureOf(() => guarded, { status: 403, text })
        assert.strictEqual(error._tag, "BoxForbidden")
      }
      const headers = { "box-request-id": "CANARY-token", "content-type": "CANARY-token" }
      yield* failureOf(() => guarded, { status: 403, text: "no", headers })
    })
  )

  it.effect("an error that is nested deeply can be printed, cut off", () =>
    Effect.gen(function* () {
      const { error } = yield* failureOf(() => Folders.getFolderById({ folder_id: "0" }), {
        status: 400,
        text: bodies["a deep context"] ?? ""
      })
      assert.strictEqual(error.code, "x")
      assert.isBelow(JSON.stringify(error).length, 2000)
    })
  )

  const endpoint = (url: string) => ({ upload_part: url, commit: url, abort: url, list_parts: url })
  const session = (url: string) => ({ id: "1", part_size: 8_388_608, total_parts: 3, session_endpoints: endpoint(url) })
  const foreign = [
    "https://evil.example/1",
    "https://box.com.evil.example/1",
    "http://upload.box.com/1",
    "https://a:b@upload.box.com/1",
    "javascript:alert(1)",
    "/relative",
    ""
  ]

  it.effect("a session elsewhere gets no part and no token", () =>
    Effect.gen(function* () {
      for (const url of foreign) {
        const created = yield* failureOf(() => FileUpload.upload(large, place), { status: 201, json: session(url) })
        assert.strictEqual(created.error._tag, "BoxDecodeError")
        assert.deepStrictEqual(created.urls, ["https://upload.box.com/api/2.0/files/upload_sessions"])
        const conflict = { code: "session_conflict", context_info: { session: session(url) } }
        const taken = yield* failureOf(() => FileUpload.upload(large, place), { status: 409, json: conflict })
        assert.isTrue(taken.urls.every((sent) => sent.startsWith("https://upload.box.com/api/")))
      }
    })
  )

  it.effect("a session that was stored elsewhere is checked again at each step", () =>
    Effect.gen(function* () {
      const sha1 = new Uint8Array(20)
      for (const url of foreign) {
        const stored = session(url)
        const part = { offset: 0, bytes: new Uint8Array(1), sha1, fileSize: 1 }
        for (const step of [
          () => UploadSession.uploadPart(stored, part),
          () => UploadSession.listParts(stored),
          () => UploadSession.findPart(stored, part),
          () => UploadSession.commit(stored, { parts: [], sha1 }),
          () => UploadSession.abort(stored)
        ]) {
          const { error, urls } = yield* failureOf(step, { json: {} })
          assert.strictEqual(error._tag, "BoxInvalidInput")
          assert.deepStrictEqual(urls, [])
        }
      }
    })
  )

  it.effect("a checkpoint that names another host is ignored", () =>
    Effect.gen(function* () {
      const store = yield* KeyValueStore.KeyValueStore
      const http = scripted(() => ({ status: 500 }))
      const target = { folder_id: "0", file_name: "a" }
      const checkpoint = { target, size: 20_000_000, identity: "", session: session("https://evil.example/1") }
      for (const text of [JSON.stringify(checkpoint), "{", "null", deepArray, '{"__proto__":{"polluted":true}}']) {
        yield* store.set("c", text)
        yield* FileUpload.resumable(large, { ...place, checkpoint: "c" }).pipe(
          Effect.flip,
          Effect.provide([http.layer, token, BoxConfig.layer({ retry: { maxAttempts: 1 } })])
        )
      }
      assert.isTrue(http.seen.length > 0 && http.seen.every(({ url }) => new URL(url).host === "upload.box.com"))
    }).pipe(Effect.provide(KeyValueStore.layerMemory))
  )

  const file = (size: string, sha1 = "0".repeat(40)) =>
    `{"type":"file","id":"1","name":"../../a","size":${size},"sha1":"${sha1}","file_version":{"type":"file_version","id":"1"}}`

  it.effect("a file has a size that a file can have, and a SHA-1", () =>
    Effect.gen(function* () {
      const answers = [
        ...["-1", "1.5", "1e999", "9007199254740992", '"5"', "null"].map((size) => file(size)),
        ...["", "x", "0".repeat(39), "../".repeat(20)].map((sha1) => file("5", sha1))
      ]
      for (const text of answers) {
        const { error, urls } = yield* failureOf(() => FileDownload.stream({ file_id: "1" }), { text })
        assert.strictEqual(error._tag, "BoxDecodeError")
        assert.strictEqual(urls.length, 1)
      }
    })
  )

  it.effect("a redirect leads to https without credentials, once, and without the token", () =>
    Effect.gen(function* () {
      const bad = [
        "http://a.example/",
        "ftp://a.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//a.example",
        "/a",
        ""
      ]
      const calls = [() => FileDownload.stream({ file_id: "1" }), () => Downloads.downloadFile({ file_id: "1" })]
      for (const location of [...bad, "https://a:b@dl.boxcloud.com/"]) {
        for (const call of calls) {
          const answer = (url: string): Script =>
            url.includes("/content") ? { status: 302, headers: { location } } : { text: file("5") }
          const { error, urls } = yield* failureOf(call, answer)
          assert.strictEqual(error._tag, "BoxDecodeError")
          assert.isTrue(urls.every((url) => url.startsWith("https://api.box.com/2.0/files/1")))
        }
      }
      const loop = "https://dl.example/again"
      for (const call of calls) {
        const http = scripted(({ url }) =>
          url.includes("?fields") ? { text: file("5") } : { status: 302, headers: { location: loop } }
        )
        const guarded = Stream.runDrain(call()).pipe(
          BoxRequest.asUser("1"),
          BoxRequest.withHeaders({ "x-mine": "CANARY" }),
          BoxRequest.withSharedLink("https://app.box.com/s/CANARY")
        )
        const error = yield* failing(Effect.provide(guarded, [http.layer, token]))
        assert.strictEqual(error instanceof BoxError.BoxUnexpectedStatus, true, prints(error))
        const elsewhere = http.seen.filter(({ url }) => url === loop)
        assert.strictEqual(elsewhere.length, 1)
        assert.deepStrictEqual(Object.keys(elsewhere[0]?.headers ?? {}).sort(), ["accept-encoding", "user-agent"])
      }
    })
  )

  it.effect("lists that go round end", () =>
    Effect.gen(function* () {
      const entries = [{ type: "file", id: "1" }]
      const rounds: ReadonlyArray<readonly [() => unknown, object]> = [
        [() => Folders.getFolderItems.items({ folder_id: "0" }), { entries, next_marker: "m" }],
        [
          () => Folders.getFolderItems.items({ folder_id: "0", usemarker: false, offset: 5 }),
          { entries, offset: 0, limit: 1, total_count: 1e9 }
        ]
      ]
      for (const [make, json] of rounds) {
        const { error, urls } = yield* failureOf(make, { json })
        assert.strictEqual(error._tag, "BoxDecodeError")
        assert.isBelow(urls.length, 5)
      }
      const twoPositions = (_: string, index: number): Script => ({
        json: { chunk_size: 1, next_stream_position: index % 2, entries: [{ type: "event", event_id: "1" }] }
      })
      const events = yield* failureOf(() => Events.getEvents.items(), twoPositions)
      assert.strictEqual(events.error._tag, "BoxDecodeError")
      const selfish = { entries: [{ type: "folder", id: "7", name: "a" }] }
      const tree = yield* failureOf(() => Items.walk(), { json: selfish })
      assert.include(tree.error.message, "below itself")
      assert.strictEqual(tree.urls.length, 2)
    })
  )

  it.effect("a page that is none, or does not tell where the list goes on, fails", () =>
    Effect.gen(function* () {
      for (const text of [
        "null",
        "[]",
        '"a"',
        '{"entries":{}}',
        '{"entries":"abc"}',
        '{"entries":[],"next_marker":{}}'
      ]) {
        const items = Folders.getFolderItems.items({ folder_id: "0" })
        const { error } = yield* failureOf(() => items, { text })
        assert.strictEqual(error._tag, "BoxDecodeError")
      }
    })
  )

  it.effect("nothing is no answer to a GET", () =>
    Effect.gen(function* () {
      const { error } = yield* failureOf(() => Folders.getFolderById({ folder_id: "0" }), { status: 204 })
      assert.strictEqual(error._tag, "BoxDecodeError")
    })
  )

  it.effect("a token that no header can carry, or without an end, is none; what was stored stays", () =>
    Effect.gen(function* () {
      const persistence = yield* TokenPersistence.TokenPersistence
      const old = { accessToken: Redacted.make("old"), refreshToken: Redacted.make("r"), expiresAt: 0 }
      yield* persistence.set(old)
      const answers = [
        '{"access_token":"a\\r\\nx: y","expires_in":3600,"refresh_token":"n"}',
        '{"access_token":"","expires_in":3600,"refresh_token":"n"}',
        '{"access_token":"a","expires_in":1e999,"refresh_token":"n"}',
        '{"access_token":"a","expires_in":"3600","refresh_token":"n"}'
      ]
      for (const text of answers) {
        const login = OAuth.layer({ clientId: "a", clientSecret: Redacted.make("s") })
        const http = scripted(() => ({ text }))
        const error = yield* TokenStore.TokenStore.use(({ accessToken }) => accessToken).pipe(
          Effect.flip,
          Effect.provide(Layer.provide(login, http.layer)),
          inVirtualTime
        )
        assert.strictEqual(error._tag, "BoxDecodeError", text)
        assert.deepStrictEqual(Option.getOrUndefined(yield* persistence.get), old)
      }
    }).pipe(Effect.provide(TokenPersistence.layerMemory))
  )

  it.effect("what comes as part of a file is the range that was asked for", () =>
    Effect.gen(function* () {
      const ranges = [
        "bytes 0-3/5",
        "bytes 1-9007199254740993/5",
        "bytes 1-4/99999999999999999999",
        "CANARY-token",
        "bytes -1-4/5"
      ]
      for (const range of ranges) {
        const answer = (url: string): Script =>
          url.includes("/content")
            ? { status: 206, text: "abcd", headers: { "content-range": range } }
            : { text: file("5") }
        const download = FileDownload.stream({ file_id: "1", range: { offset: 1 } })
        const { error } = yield* failureOf(() => download, answer)
        assert.include(["BoxDecodeError", "BoxIntegrityError"], error._tag, range)
      }
    })
  )
})
