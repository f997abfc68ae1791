/** What goes out and what comes back, for any text: addresses, headers, multipart bodies, and errors. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema, Stream } from "effect"
import { Multipart } from "effect/http"
import * as Files from "../../src/api/Files.ts"
import * as Folders from "../../src/api/Folders.ts"
import * as BoxError from "../../src/BoxError.ts"
import { fromRefusal } from "../../src/http/internal/answerError.ts"
import { formData } from "../../src/operation/internal/formData.ts"
import { parseRetryAfter } from "../../src/http/internal/retryDelay.ts"
import { fixedToken, scripted } from "../http/scriptedHttp.ts"
import { joinBytes } from "../files/transfers.ts"

/** What was sent, and whether the call was refused before. */
const sentBy = (call: ReturnType<typeof Files.deleteFileById>) =>
  Effect.gen(function* () {
    const http = scripted(() => ({ status: 204 }))
    const refused = yield* call.pipe(
      Effect.provide([http.layer, fixedToken]),
      Effect.as(false),
      Effect.catchTag("BoxInvalidInput", () => Effect.succeed(true))
    )
    assert.strictEqual(http.seen.length, refused ? 0 : 1)
    return http.seen[0]
  })

/** Text that tests reach more often by chance than by luck. */
const Awkward = Schema.Union([
  Schema.String,
  Schema.Literals(["..", ".", "%2e", "a/b", "\\", "\r\n", "\0", "\ud800", "é€😀", "?a=b", "#a", "\u202e"])
])

describe("an address", () => {
  it.effect.prop("holds any id as one step of its path, or is not sent to", [Awkward], ([id]) =>
    Effect.gen(function* () {
      const sent = yield* sentBy(Files.deleteFileById({ file_id: id }))
      if (sent === undefined) return assert.isTrue(["", ".", ".."].includes(id) || !id.isWellFormed())
      const { hash, host, pathname, search } = new URL(sent.url)
      const steps = pathname.split("/").map(decodeURIComponent)
      assert.deepStrictEqual([host, hash, search, steps], ["api.box.com", "", "", ["", "2.0", "files", id]])
    })
  )

  it.effect.prop("holds any value of a query, or is not sent to", [Awkward, Schema.Number], ([marker, limit]) =>
    Effect.gen(function* () {
      const http = scripted(() => ({ json: { entries: [] } }))
      yield* Folders.getFolderItems({ folder_id: "0", marker, limit }).pipe(
        Effect.provide([http.layer, fixedToken]),
        Effect.catchTag("BoxInvalidInput", () => Effect.void)
      )
      const [sent] = http.seen
      if (sent === undefined) return assert.isFalse(marker.isWellFormed() && Number.isFinite(limit))
      const query = new URL(sent.url).searchParams
      assert.deepStrictEqual([...query].sort(), [
        ["limit", String(limit)],
        ["marker", marker]
      ])
    })
  )
})

describe("a header", () => {
  it.effect.prop("holds any value on its one line, or is not sent", [Awkward], ([etag]) =>
    Effect.gen(function* () {
      const sent = yield* sentBy(Files.deleteFileById({ file_id: "1", if_match: etag }))
      if (sent === undefined) return assert.match(etag, /[^\t\x20-\x7e\x80-\xff]/)
      assert.strictEqual(sent.headers["if-match"], etag)
      assert.notMatch(Object.values(sent.headers).join(""), /[\r\n\0]/)
    })
  )
})

describe("a multipart body", () => {
  it.effect.prop(
    "has the parts that were given, in their order, whatever is in them",
    [Awkward, Schema.Json, Awkward, Schema.Uint8Array],
    ([name, json, filename, content]) =>
      Effect.gen(function* () {
        const text = JSON.stringify(json)
        const contentType = "application/octet-stream"
        const body = yield* formData([
          { _tag: "Json", name, text },
          { _tag: "Bytes", name: "file", content, filename, contentType }
        ])
        if (body._tag !== "Bytes") return assert.fail("bytes make a body of bytes")
        const seen: Array<unknown> = []
        yield* Stream.runForEach(
          Stream.make(body.bytes).pipe(
            Stream.pipeThroughChannel(Multipart.makeChannel({ "content-type": body.contentType }))
          ),
          (part) =>
            Effect.gen(function* () {
              seen.push(part._tag === "Field" ? part.value : joinBytes(yield* Stream.runCollect(part.content)))
            })
        )
        assert.deepStrictEqual(seen, [text, content])
      })
  )
})

/** Spellings of a text that JSON parses to the same. */
const escapedIn = (json: string): string => json.replaceAll("/", "\\/").replaceAll("C", "\\u0043")

describe("an error", () => {
  const sent = {
    operation: "Folders.getFolderById",
    method: "GET",
    path: "/folders/0",
    host: "api.box.com",
    attempts: 1
  }
  const Status = Schema.Int.check(Schema.isBetween({ minimum: 100, maximum: 599 }))
  const Text = Schema.UndefinedOr(Awkward)

  it.prop("is made of any answer, and can be written as JSON", [Status, Awkward, Text, Text, Text], (given) => {
    const [status, body, id, challenge, wait] = given
    const headers = { "box-request-id": id, "www-authenticate": challenge, "retry-after": wait }
    const error = fromRefusal(sent, { status, headers, body, now: 0 })
    assert.isTrue(BoxError.isBoxError(error))
    assert.strictEqual(error.status, status)
    assert.deepStrictEqual(
      JSON.parse(JSON.stringify(Schema.encodeSync(BoxError.BoxError)(error))),
      JSON.parse(JSON.stringify(error))
    )
  })

  it.prop(
    "never repeats a secret, wherever and however the answer spells it",
    [Status, Schema.Json, Schema.Int],
    (given) => {
      const [status, json, seed] = given
      const secret = `https://app.box.com/s/CANARY+ ${seed}é`
      const spelled = [secret, encodeURIComponent(secret), new URLSearchParams({ a: secret }).toString()]
      for (const each of spelled) {
        const body = {
          code: each,
          message: each,
          request_id: each,
          help_url: each,
          context_info: { [each]: [each, json] }
        }
        for (const text of [JSON.stringify(body), escapedIn(JSON.stringify(body))]) {
          const headers = { "box-request-id": each, "content-type": each, "www-authenticate": `Bearer error="${each}"` }
          for (const refusal of [text, "{}", ""]) {
            const error = fromRefusal(sent, { status, headers, body: refusal, now: 0 }, [secret])
            assert.notInclude(JSON.stringify(error) + error.message, "CANARY")
          }
        }
      }
    }
  )

  it.prop("has a wait that is a time to come, or none", [Text, Schema.Finite], ([header, now]) => {
    const wait = parseRetryAfter(header, now)
    assert.isTrue(wait === undefined || wait >= 0)
  })
})
