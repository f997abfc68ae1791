import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { BoxEmulator } from "../../src/testing/BoxEmulator.ts"
import { del, download, file, fresh, get, uploadVersion } from "./wire.ts"

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe("downloads", () => {
  it.effect("go through a signed address on another host, without a token", () =>
    Effect.gen(function* () {
      const { id } = yield* file('ä "b".txt', "0123456789")
      const signed = yield* get(`/files/${id}/content`)
      assert.strictEqual(signed.status, 302)
      assert.strictEqual(signed.bytes.length, 0)
      const location = signed.headers["location"] ?? ""
      assert.match(location, /^https:\/\/dl\.boxcloud\.com\/d\/1\/\w{100,}\/download$/)
      const reply = yield* get(location, { token: null })
      assert.strictEqual(reply.status, 200)
      assert.strictEqual(decode(reply.bytes), "0123456789")
      assert.strictEqual(reply.headers["content-length"], "10")
      assert.strictEqual(
        reply.headers["content-disposition"],
        `attachment;filename="_ _b_.txt";filename*=UTF-8''%C3%A4%20%22b%22.txt`
      )
      assert.strictEqual((yield* get(`${location.replace("/download", "x/download")}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("the address dies after 15 minutes", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const location = (yield* get(`/files/${id}/content`)).headers["location"] ?? ""
      yield* TestClock.adjust("899 seconds")
      assert.strictEqual((yield* get(location)).status, 200)
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* get(location)).status, 404)
      assert.strictEqual((yield* download(id)).status, 200)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("the address keeps to the version that was asked for", () =>
    Effect.gen(function* () {
      const { file_version, id } = yield* file("a", "old")
      const location = (yield* get(`/files/${id}/content`)).headers["location"] ?? ""
      yield* uploadVersion(id, "newer")
      assert.strictEqual(decode((yield* get(location)).bytes), "old")
      assert.strictEqual(decode((yield* download(id)).bytes), "newer")
      assert.strictEqual(decode((yield* download(id, {}, `?version=${file_version.id}`)).bytes), "old")
      assert.strictEqual((yield* get(`/files/${id}/content?version=1`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a purged file is gone for open addresses too", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const location = (yield* get(`/files/${id}/content`)).headers["location"] ?? ""
      yield* del(`/files/${id}`)
      yield* del(`/files/${id}/trash`)
      assert.strictEqual((yield* get(location)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("take the token in the query, too", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const { credentials } = yield* BoxEmulator
      const query = `?access_token=${credentials.accessToken}`
      assert.strictEqual((yield* get(`/files/${id}/content${query}`, { token: null })).status, 302)
      assert.strictEqual((yield* get(`/files/${id}${query}`, { token: null })).status, 401)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect.each([
    ["bytes=0-3", 206, "0123", "bytes 0-3/10"],
    ["bytes=4-", 206, "456789", "bytes 4-9/10"],
    ["bytes=8-99", 206, "89", "bytes 8-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=9-9", 206, "9", "bytes 9-9/10"],
    ["bytes=10-", 416, "", "bytes */10"],
    ["bytes=10-12", 416, "", "bytes */10"],
    ["bytes=5-4", 200, "0123456789", undefined],
    ["bytes=0-1,4-5", 200, "0123456789", undefined],
    ["lines=1-2", 200, "0123456789", undefined]
  ] as const)("Range: %s is %d %j", ([range, status, content, contentRange]) =>
    Effect.gen(function* () {
      const { id } = yield* file("a", "0123456789")
      const reply = yield* download(id, { range })
      assert.strictEqual(reply.status, status)
      assert.strictEqual(decode(reply.bytes), content)
      assert.strictEqual(reply.headers["content-range"], contentRange)
      assert.strictEqual(reply.headers["content-length"], String(content.length))
    }).pipe(Effect.provide(fresh()))
  )
})
