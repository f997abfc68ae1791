/** Box did the work, and its answer cannot be read: the outcome is unknown, and is found out. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Logger, Redacted, Stream } from "effect"
import { KeyValueStore } from "effect/persistence"
import * as ClientCredentials from "../../src/auth/ClientCredentials.ts"
import * as FileUpload from "../../src/files/FileUpload.ts"
import * as TokenPersistence from "../../src/auth/TokenPersistence.ts"
import type { Fault } from "../../src/testing/BoxEmulator.ts"
import * as UploadSource from "../../src/files/UploadSource.ts"
import { call, login, makeBox, makeShared, pair, quiet, refreshTokenOf } from "../auth/sharedLogin.ts"
import type { Script } from "../http/scriptedHttp.ts"
import { box, bytesOf, contentOf, fails, fault, routes, sha1Of, smallParts, stats, succeeds } from "./transfers.ts"
import { commit, create, part } from "./uploadFaults.ts"
import { inVirtualTime } from "../../../../test/support/time.ts"

const bytes = bytesOf(95)
const source = UploadSource.fromBytes(bytes)
const target = { folder_id: "0", name: "a.bin" }
const direct = { method: "POST", path: "/files/content" }
const version = { method: "POST", path: "/files/*/content" }

/** The work is done, and the answer is a success that says nothing. */
const unreadable = (match: Fault["match"], status: number): ReadonlyArray<readonly [string, Fault]> => [
  ["is empty", { kind: "status", match, status, body: "empty", when: "after" }],
  ["is a page of HTML", { kind: "status", match, status, body: "html", when: "after" }],
  ["is cut off", { kind: "truncate", match, afterBytes: 10 }]
]

const sent = (route: string) => Effect.map(routes, (all) => all.filter((one) => one === route).length)

describe("an upload whose answer", () => {
  for (const status of [200, 201, 202]) {
    for (const [name, given] of unreadable(direct, status)) {
      it.effect(`${name} (${status}) is looked for, and its bytes are not sent again`, () =>
        Effect.gen(function* () {
          yield* fault(given)
          const { value: file } = yield* succeeds(FileUpload.upload(source, target))
          assert.strictEqual(file.sha1, sha1Of(bytes))
          assert.strictEqual(yield* sent("POST /files/content"), 1)
        }).pipe(Effect.provide(box()))
      )
    }
  }

  for (const [name, given] of unreadable(version, 201)) {
    it.effect(`${name} makes no second version`, () =>
      Effect.gen(function* () {
        const { value: first } = yield* succeeds(FileUpload.upload(source, target))
        yield* fault(given)
        const next = bytesOf(80, 7)
        const upload = FileUpload.uploadVersion(UploadSource.fromBytes(next), { file_id: first.id })
        const { value: file } = yield* succeeds(upload)
        assert.strictEqual(file.sha1, sha1Of(next))
        assert.strictEqual(yield* sent("POST /files/{file_id}/content"), 1)
      }).pipe(Effect.provide(box()))
    )
  }

  for (const [name, given] of unreadable(direct, 201)) {
    it.effect(`${name} is looked for even when its source cannot be read again`, () =>
      Effect.gen(function* () {
        yield* fault(given)
        const once = UploadSource.fromOneShot(Stream.make(bytes.slice(0, 50), bytes.slice(50)))
        const { value: file } = yield* succeeds(FileUpload.upload(once, target))
        assert.strictEqual(file.sha1, sha1Of(bytes))
      }).pipe(Effect.provide(box()))
    )
  }

  it.effect("is empty although nothing was stored is sent again", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "status", match: direct, status: 200, body: "empty" })
      const { value: file } = yield* succeeds(FileUpload.upload(source, target))
      assert.deepStrictEqual((yield* succeeds(contentOf(file.id))).value, bytes)
      assert.strictEqual(yield* sent("POST /files/content"), 2)
    }).pipe(Effect.provide(box()))
  )
})

describe("an upload in parts where the answer", () => {
  const steps = [
    ["to its creation", create, 201],
    ["to a part", { ...part, nth: 4 }, 200],
    ["to two parts in a row", { ...part, nth: 4, times: 2 }, 200],
    ["to its commit", commit, 201]
  ] as const
  for (const [step, match, status] of steps) {
    for (const [name, given] of unreadable(match, status)) {
      for (const kind of ["uploadChunked", "resumable"] as const) {
        it.effect(`${step} ${name}: ${kind}`, () =>
          Effect.gen(function* () {
            yield* fault(given)
            const upload =
              kind === "uploadChunked"
                ? FileUpload.uploadChunked(source, target)
                : Effect.map(FileUpload.resumable(source, { ...target, checkpoint: "a" }), ({ file }) => file)
            const { value: file } = yield* succeeds(upload)
            assert.strictEqual(file.sha1, sha1Of(bytes))
            const { committedSessions, openSessions, rejectedParts, storedParts } = yield* stats
            assert.deepStrictEqual(
              { committedSessions, openSessions, rejectedParts, storedParts },
              { committedSessions: 1, openSessions: 0, rejectedParts: 0, storedParts: 10 }
            )
          }).pipe(Effect.provide([smallParts, KeyValueStore.layerMemory]))
        )
      }
    }
  }

  for (const losses of [1, 2, 3, 4]) {
    it.effect(`to its creation is lost ${losses} times in a row leaves no session open`, () =>
      Effect.gen(function* () {
        // Between two losses Box tells of the session that is in the way.
        for (let n = 0; n < losses; n++) yield* fault({ kind: "lostAnswer", match: { ...create, nth: 2 * n + 1 } })
        const { value: file } = yield* succeeds(FileUpload.uploadChunked(source, target))
        assert.strictEqual(file.sha1, sha1Of(bytes))
        const { abortedSessions, committedSessions, openSessions } = yield* stats
        assert.deepStrictEqual(
          { abortedSessions, committedSessions, openSessions },
          { abortedSessions: losses, committedSessions: 1, openSessions: 0 }
        )
      }).pipe(Effect.provide(smallParts))
    )
  }

  it.effect("to its creation never names its session ends with an error that counts the requests", () =>
    Effect.gen(function* () {
      yield* fault({ kind: "status", match: { ...create, times: 100 }, status: 500 })
      const error = yield* fails(FileUpload.uploadChunked(source, target))
      assert.strictEqual(error._tag, "BoxUnavailable")
      assert.strictEqual(error.attempts, 5)
      assert.strictEqual(yield* sent("POST /files/upload_sessions"), 5)
    }).pipe(Effect.provide(smallParts))
  )
})

describe("a token request whose answer", () => {
  const scripts: ReadonlyArray<readonly [string, Script]> = [
    ["is empty", { status: 200 }],
    ["is a page of HTML", { status: 200, text: "<html>" }],
    ["holds no token", { status: 200, json: {} }]
  ]
  for (const [name, script] of scripts) {
    it.effect(`${name} is repeated with the same refresh token`, () => {
      const server = makeBox((index) => (index < 2 ? script : undefined))
      const shared = makeShared(pair(0, 0))
      return Effect.gen(function* () {
        yield* inVirtualTime(call)
        assert.deepStrictEqual(server.sent("/token", "refresh_token"), ["r0", "r0", "r0"])
        assert.strictEqual(refreshTokenOf(shared.state.stored), "r1")
      }).pipe(Effect.provide([login(server, shared), quiet]))
    })

    it.effect(`${name} is repeated where a server logs in`, () => {
      const server = makeBox((index) => (index === 0 ? script : undefined))
      const credentials = ClientCredentials.layer({
        clientId: "id",
        clientSecret: Redacted.make("secret"),
        subject: { enterprise: "1" }
      }).pipe(Layer.provide(TokenPersistence.layerMemory), Layer.provideMerge(server.http.layer))
      return Effect.gen(function* () {
        yield* inVirtualTime(call)
        assert.strictEqual(server.sent("/token", "grant_type").length, 2)
      }).pipe(Effect.provide([credentials, Logger.layer([])]))
    })
  }
})
