import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema, Stream } from "effect"
import { WebCrypto } from "effect/crypto"
import { Multipart } from "effect/http"
import { makeFrame, quoteFilename } from "../../src/http/internal/multipart.ts"
import { joinBytes } from "../files/transfers.ts"

interface Received {
  readonly attributes: string
  readonly key: string
  readonly filename: string
  readonly content: Uint8Array
}

/** What a parser that is not ours makes of the body. */
const parse = Effect.fnUntraced(function* (contentType: string, body: Uint8Array) {
  let attributes = ""
  let file: Omit<Received, "attributes"> | undefined
  yield* Stream.runForEach(
    Stream.make(body).pipe(Stream.pipeThroughChannel(Multipart.makeChannel({ "content-type": contentType }))),
    (part) =>
      Effect.gen(function* () {
        if (part._tag === "Field") {
          assert.strictEqual(part.key, "attributes")
          assert.isUndefined(file, "attributes come first")
          attributes = part.value
        } else {
          const content = joinBytes(yield* Stream.runCollect(part.content))
          file = { key: part.key, filename: part.name, content }
        }
      })
  )
  if (file === undefined) return assert.fail("There is no file")
  return { attributes, ...file }
})

describe("multipart", () => {
  it.effect.prop(
    "any attributes, name and content come back",
    [Schema.String, Schema.String, Schema.Uint8Array],
    ([text, anything, content]) =>
      Effect.gen(function* () {
        const attributes = JSON.stringify({ name: text })
        // As far as an upload lets it through: neither control characters nor a backslash.
        const name = `${anything.toWellFormed().replace(/[\x00-\x1f\x7f\\]/g, "")}.`
        const frame = yield* makeFrame(attributes, name)
        const received = yield* parse(frame.contentType, joinBytes([frame.head, content, frame.tail]))
        assert.strictEqual(received.attributes, attributes)
        assert.strictEqual(received.key, "file")
        assert.strictEqual(received.filename, name.replaceAll('"', "%22"))
        assert.deepStrictEqual(received.content, content)
      })
  )

  it("quotes a filename as browsers do", () => {
    assert.strictEqual(quoteFilename('a"b\r\nc\\d é.txt'), '"a%22b%0D%0Ac%5Cd é.txt"')
  })

  it.effect("takes another boundary when the attributes hold the first one", () =>
    Effect.gen(function* () {
      let drawn = 0
      const crypto = {
        ...globalThis.crypto,
        getRandomValues: (array: Uint8Array) => array.fill(drawn++)
      } as Crypto
      const first = `effect-box-${"00".repeat(24)}`
      const frame = yield* Effect.provideService(
        makeFrame(JSON.stringify({ name: first }), "a"),
        WebCrypto.WebCrypto,
        crypto
      )
      assert.notInclude(frame.contentType, first)
      assert.strictEqual(drawn, 2)
    })
  )

  it.effect("never uses a boundary twice", () =>
    Effect.gen(function* () {
      const frames = yield* Effect.all(Array.from({ length: 20 }, () => makeFrame("{}", "a")))
      assert.strictEqual(new Set(frames.map(({ contentType }) => contentType)).size, 20)
    })
  )
})
