/** Times as callers give them, and as a Box that refuses fractions of a second wants them. */
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Redacted, Result, type Schema } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import {
  Ai,
  type BoxError,
  Events,
  Files,
  FileUpload,
  type Operation,
  Search,
  Tasks,
  TokenStore,
  Uploads,
  UploadSession,
  UploadSource
} from "../../src/index.ts"
import { BoxEmulator } from "../../src/testing/index.ts"
import type { Time } from "../../src/operation/Operation.ts"
import { fixedToken, inOrder } from "./scriptedHttp.ts"

const seconds = "2024-02-29T23:59:58Z"
const given: Readonly<Record<string, { readonly time: Time; readonly sent: string }>> = {
  "toISOString()": { time: "2024-02-29T23:59:58.999Z", sent: seconds },
  "whole seconds": { time: seconds, sent: seconds },
  "an offset": { time: "2024-02-29T23:59:58.5+05:30", sent: "2024-02-29T23:59:58+05:30" },
  Date: { time: new Date("2024-02-29T23:59:58.999Z"), sent: seconds },
  "DateTime in UTC": { time: DateTime.makeUnsafe("2024-02-29T23:59:58.999Z"), sent: seconds },
  "DateTime in a zone": {
    time: DateTime.makeZonedUnsafe("2024-02-29T23:59:58.999Z", { timeZone: "Europe/Berlin" }),
    sent: seconds
  },
  "before 1970": { time: new Date(-1500), sent: "1969-12-31T23:59:58Z" }
}

const refused: ReadonlyArray<unknown> = [
  "yesterday",
  "2024",
  "2024-02-30T00:00:61Z",
  "2024-01-01",
  "2024-01-01T00:00:00",
  1_700_000_000,
  new Date(Number.NaN),
  { epochMilliseconds: Number.POSITIVE_INFINITY },
  new Date(253_402_300_800_000),
  {}
]

/** Calls with one time each, in every place that an operation may have one. */
const calls = {
  "a property": (due_at: Time) => Tasks.createTask({ item: { id: "1", type: "file" }, due_at }),
  "a nested property": (unshared_at: Time) => Files.updateFileById({ file_id: "1", shared_link: { unshared_at } }),
  "a lock": (expires_at: Time) => Files.updateFileById({ file_id: "1", lock: { type: "lock", expires_at } }),
  "a query": (created_after: Time) => Events.getEvents({ created_after }),
  "a range": (to: Time) => Search.searchForContent({ query: "q", created_at_range: ["", to] }),
  "an entry of a list": (created_at: Time) =>
    Ai.createAiAsk({
      mode: "single_item_qa",
      prompt: "?",
      items: [{ id: "1", type: "file" }],
      dialogue_history: [{ prompt: "?", answer: "!", created_at }]
    }),
  "a multipart body": (content_modified_at: Time) =>
    Uploads.uploadFile({
      attributes: { name: "a", parent: { id: "0" }, content_modified_at },
      file: new Uint8Array(1)
    }),
  "FileUpload.upload": (content_modified_at: Time) =>
    FileUpload.upload(UploadSource.fromBytes(new Uint8Array(1)), { folder_id: "0", name: "a", content_modified_at }),
  "FileUpload.uploadVersion": (content_modified_at: Time) =>
    FileUpload.uploadVersion(UploadSource.fromBytes(new Uint8Array(1)), { file_id: "1", content_modified_at }),
  "UploadSession.commit": (content_modified_at: Time) =>
    UploadSession.commit(session, { parts: [], sha1: new Uint8Array(20), attributes: { content_modified_at } })
}

const session: UploadSession.UploadSession = {
  id: "1",
  part_size: 1,
  total_parts: 1,
  session_endpoints: {
    upload_part: "https://upload.box.com/1",
    commit: "https://upload.box.com/1/commit",
    abort: "https://upload.box.com/1",
    list_parts: "https://upload.box.com/1/parts"
  }
}

const places = Object.entries(calls).map(([place, call]) => ({ place, call }))

const fraction = /:\d\d(%2E|\.)\d/

/** What went over the wire, readable. */
const sentBy = (call: Effect.Effect<unknown, BoxError.BoxError, Operation.Requirements>) => {
  const http = inOrder({ status: 404, json: { code: "not_found" } })
  return Effect.map(Effect.result(Effect.provide(call, [http.layer, fixedToken])), (outcome) => ({
    outcome,
    requests: http.seen.map(({ url, body }) => decodeURIComponent(url) + body)
  }))
}

describe("a time", () => {
  it.effect.each(places)("goes to Box in whole seconds: $place", ({ call }) =>
    Effect.gen(function* () {
      for (const { time, sent } of Object.values(given)) {
        const [request = "", ...more] = (yield* sentBy(call(time))).requests
        assert.deepStrictEqual(more, [])
        assert.include(request, sent)
        assert.notMatch(request, fraction)
      }
    })
  )

  it.effect.each(places)("is refused before anything is sent when it is none: $place", ({ call }) =>
    Effect.gen(function* () {
      for (const time of refused) {
        // What a caller without types may pass.
        const { outcome, requests } = yield* sentBy(call(time as Time))
        assert.deepStrictEqual(requests, [])
        assert.isTrue(Result.isFailure(outcome))
        if (Result.isFailure(outcome)) {
          assert.strictEqual(outcome.failure._tag, "BoxInvalidInput")
          assert.match(outcome.failure.message, /must be a time/)
        }
      }
    })
  )

  it.effect("may be left out or taken away", () =>
    Effect.gen(function* () {
      const lock = { type: "lock", expires_at: undefined } as const
      const { requests } = yield* sentBy(Files.updateFileById({ file_id: "1", shared_link: null, lock }))
      assert.deepStrictEqual(
        requests.map((request) => request.slice(request.indexOf("{"))),
        ['{"shared_link":null,"lock":{"type":"lock"}}']
      )
    })
  )

  it.effect("leaves the caller's argument as it is", () =>
    Effect.gen(function* () {
      const shared_link = Object.freeze({ unshared_at: new Date(0) })
      const input = Object.freeze({ file_id: "1", shared_link })
      yield* sentBy(Files.updateFileById(input))
      assert.deepStrictEqual(shared_link.unshared_at, new Date(0))
    })
  )

  it.effect("with a fraction is refused by the emulator, wherever a client sends one", () =>
    Effect.gen(function* () {
      const http = yield* HttpClient.HttpClient
      const { accessToken } = yield* TokenStore.TokenStore
      const token = Redacted.value(yield* accessToken)
      const file = yield* FileUpload.upload(UploadSource.fromBytes(new Uint8Array(1)), { folder_id: "0", name: "a" })
      const put = (body: Schema.Json) =>
        HttpClientRequest.put(`https://api.box.com/2.0/files/${file.id}`).pipe(
          HttpClientRequest.bearerToken(token),
          HttpClientRequest.bodyJsonUnsafe(body),
          http.execute,
          Effect.map(({ status }) => status)
        )
      const at = "2030-01-01T00:00:00.5Z"
      assert.strictEqual(yield* put({ shared_link: { unshared_at: at } }), 400)
      assert.strictEqual(yield* put({ lock: { access: "lock", expires_at: at } }), 400)
      assert.strictEqual(yield* put({ lock: { access: "lock", expires_at: "2030-01-01T00:00:00Z" } }), 200)
    }).pipe(Effect.provide(BoxEmulator.layer))
  )
})
