import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as FileUpload from "../../src/files/FileUpload.ts"
import * as UploadSession from "../../src/files/UploadSession.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { fixedToken, scripted } from "../http/scriptedHttp.ts"
import { bytesOf, fails, sha1Of, succeeds } from "./transfers.ts"

const upload = FileUpload.uploadChunked(UploadSource.fromBytes(bytesOf(95)), { folder_id: "0", name: "a.bin" })

describe("the addresses of a session", () => {
  const answer = (url: string) => ({
    status: 201,
    json: {
      id: "S",
      part_size: 10,
      total_parts: 10,
      session_endpoints: { upload_part: url, commit: url, abort: url, list_parts: url }
    }
  })
  for (const url of [
    "http://upload.box.com/api/2.0/files/upload_sessions/S",
    "ftp://upload.box.com/S",
    "/files/upload_sessions/S",
    "https://user:password@upload.box.com/S",
    "https://user@upload.box.com/S",
    "https://:password@upload.box.com/S"
  ]) {
    it.effect(`get no token when they are like ${url}`, () =>
      Effect.gen(function* () {
        const { seen, layer } = scripted(() => answer(url))
        const error = yield* fails(upload.pipe(Effect.provide([layer, fixedToken])))
        assert.strictEqual(error._tag, "BoxDecodeError")
        assert.strictEqual(seen.length, 1)
      })
    )
  }

  it.effect("may be of another https host", () =>
    Effect.gen(function* () {
      const { seen, layer } = scripted(({ method }) =>
        method === "POST" ? answer("https://upload-las.app.box.com/S") : { status: 403 }
      )
      yield* fails(upload.pipe(Effect.provide([layer, fixedToken])))
      assert.strictEqual(seen.find(({ method }) => method === "PUT")?.url, "https://upload-las.app.box.com/S")
    })
  )

  it.effect("are refused when their parts do not make the file", () =>
    Effect.gen(function* () {
      const { layer } = scripted(() => ({
        ...answer("https://upload.box.com/S"),
        json: { ...answer("https://upload.box.com/S").json, total_parts: 9 }
      }))
      const error = yield* fails(upload.pipe(Effect.provide([layer, fixedToken])))
      assert.strictEqual(error._tag, "BoxDecodeError")
    })
  )
})

describe("a part", () => {
  const bytes = bytesOf(10)
  const url = "https://upload.box.com/api/2.0/S"
  const session = {
    id: "S",
    part_size: 10,
    total_parts: 10,
    session_endpoints: { upload_part: url, commit: url, abort: url, list_parts: url }
  }
  const stored = { part_id: "P", offset: 20, size: 10, sha1: sha1Of(bytes) }
  const sha1 = new Uint8Array(Buffer.from(stored.sha1, "hex"))
  const put = UploadSession.uploadPart(session, { offset: 20, bytes, sha1, fileSize: 95 })

  it.effect("goes out with its place and its digest", () =>
    Effect.gen(function* () {
      const { seen, layer } = scripted(() => ({ json: { part: { ...stored, sha1: stored.sha1.toUpperCase() } } }))
      const { value } = yield* succeeds(put.pipe(Effect.provide([layer, fixedToken])))
      assert.strictEqual(value.part_id, "P")
      const [request] = seen
      assert.deepInclude(request, { method: "PUT", url })
      assert.deepInclude(request?.headers, {
        "content-range": "bytes 20-29/95",
        digest: `sha=${Buffer.from(sha1).toString("base64")}`
      })
    })
  )

  for (const [property, wrong, tag] of [
    ["size", { size: 9 }, "BoxIntegrityError"],
    ["sha1", { sha1: "0".repeat(40) }, "BoxIntegrityError"],
    ["offset", { offset: 30 }, "BoxDecodeError"]
  ] as const) {
    it.effect(`that Box stored with another ${property} is not accepted`, () =>
      Effect.gen(function* () {
        const { layer } = scripted(() => ({ json: { part: { ...stored, ...wrong } } }))
        assert.strictEqual((yield* fails(put.pipe(Effect.provide([layer, fixedToken]))))._tag, tag)
      })
    )
  }
})
