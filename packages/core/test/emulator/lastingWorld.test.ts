/** A world in a directory: what was acknowledged is there in the next run, whatever ended the last one. */
import { generateKeyPairSync } from "node:crypto"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Layer, Logger, Stream } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, download, file, folder, get, post, put, send, text, tokenUrl, upload } from "./wire.ts"

const directory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "emulator-data-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

/** One run on a directory. The hosts differ from run to run, as ports do. */
const run = <A, E, R>(path: string, self: Effect.Effect<A, E, R>, options: BoxEmulator.Options = {}) =>
  self.pipe(
    Effect.provide(
      Layer.fresh(Layer.provideMerge(BoxEmulator.layerClient, BoxEmulator.layerData(path, options))).pipe(
        Layer.provide(NodeFileSystem.layer)
      )
    )
  )

const world = Effect.gen(function* () {
  const { json: top } = yield* get("/folders/0/items?fields=name,size,etag,sha1,created_at,modified_at")
  const { json: trash } = yield* get("/folders/trash/items")
  const { json: events } = yield* get("/events?limit=500")
  const { credentials } = yield* BoxEmulator.BoxEmulator
  return { top, trash, events, credentials }
})

describe("a world in a directory", () => {
  it.effect("is the same in the next run: items, bytes, trash, events, credentials", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const big = "x".repeat(100_000)
      const before = yield* run(
        path,
        Effect.gen(function* () {
          const there = yield* folder("reports")
          const { id } = yield* file("a", "small", there.id)
          yield* TestClock.adjust("3 minutes")
          yield* file("b", big)
          yield* put(`/files/${id}`, { name: "renamed" })
          const gone = yield* file("gone")
          yield* del(`/files/${gone.id}`)
          yield* created(post("/comments", { message: "hello", item: { type: "file", id } }))
          yield* download(id)
          return { id, ...(yield* world) }
        })
      )
      yield* TestClock.adjust("5 minutes")
      yield* run(
        path,
        Effect.gen(function* () {
          const { id, ...expected } = before
          assert.deepStrictEqual(yield* world, expected)
          assert.strictEqual((yield* get(`/files/${id}/comments`)).json.entries[0].message, "hello")
          assert.strictEqual(new TextDecoder().decode((yield* download(id)).bytes), "small")
          const [, entry] = expected.top.entries
          assert.strictEqual((yield* download(entry.id)).bytes.length, big.length)
          // And it goes on: no id is given twice.
          assert.notStrictEqual((yield* file("c")).id, entry.id)
        })
      )
    }).pipe(Effect.scoped)
  )

  it.effect("keeps logins: tokens, keys of the application, and what the clock was moved by", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const [config, access] = yield* run(
        path,
        Effect.gen(function* () {
          const { adjustClock, credentials, jwtConfig } = yield* BoxEmulator.BoxEmulator
          const refreshed = yield* send("POST", tokenUrl, {
            token: null,
            form: {
              grant_type: "refresh_token",
              refresh_token: credentials.refreshToken,
              client_id: credentials.clientId,
              client_secret: credentials.clientSecret
            }
          })
          yield* adjustClock("30 minutes")
          return [yield* jwtConfig, String(refreshed.json.access_token)] as const
        })
      )
      yield* run(
        path,
        Effect.gen(function* () {
          const { adjustClock, jwtConfig } = yield* BoxEmulator.BoxEmulator
          assert.strictEqual(yield* jwtConfig, config)
          const token = { token: access }
          assert.strictEqual((yield* get("/users/me", token)).status, 200)
          yield* adjustClock("31 minutes")
          assert.strictEqual((yield* get("/users/me", token)).status, 401)
        })
      )
    }).pipe(Effect.scoped)
  )

  it.effect.each(["by the page", "in the process"])("keeps a login that began with a consent %s", (how) =>
    Effect.gen(function* () {
      const path = yield* directory
      const refreshed = (form: Record<string, string>) =>
        Effect.gen(function* () {
          const { credentials } = yield* BoxEmulator.BoxEmulator
          const { clientId: client_id, clientSecret: client_secret } = credentials
          return yield* send("POST", tokenUrl, { token: null, form: { client_id, client_secret, ...form } })
        })
      const login = yield* run(
        path,
        Effect.gen(function* () {
          const { authorize, credentials, urls } = yield* BoxEmulator.BoxEmulator
          const redirect = encodeURIComponent("http://localhost:3000/callback")
          const query = `response_type=code&client_id=${credentials.clientId}&redirect_uri=${redirect}&state=s`
          const url = `${urls.authorizeUrl}?${query}`
          const back =
            how === "in the process" ? yield* authorize(url) : (yield* get(url, { token: null })).headers["location"]
          const code = new URL(String(back)).searchParams.get("code")
          return (yield* refreshed({ grant_type: "authorization_code", code: String(code) })).json
        })
      )
      const again = yield* run(
        path,
        Effect.gen(function* () {
          assert.strictEqual((yield* get("/users/me", { token: login.access_token })).status, 200)
          return yield* refreshed({ grant_type: "refresh_token", refresh_token: login.refresh_token })
        })
      )
      assert.strictEqual(again.status, 200)
    }).pipe(Effect.scoped)
  )

  it.effect("keeps the decisions of others, and what was done in the name of users", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const { access_token, folderId } = yield* run(
        path,
        Effect.gen(function* () {
          const { authorize, credentials, executeAs, urls } = yield* BoxEmulator.BoxEmulator
          const { clientId: client_id, clientSecret: client_secret, managedUserId } = credentials
          const redirect = encodeURIComponent("http://localhost:3000/callback")
          const url = `${urls.authorizeUrl}?response_type=code&client_id=${client_id}&redirect_uri=${redirect}`
          yield* authorize(url, { deny: true })
          const back = yield* authorize(url, { userId: managedUserId })
          const code = new URL(back).searchParams.get("code") ?? ""
          const form = { grant_type: "authorization_code", code, client_id, client_secret }
          const { json } = yield* send("POST", tokenUrl, { token: null, form })
          const made = yield* executeAs(managedUserId, {
            method: "POST",
            url: new URL(`${urls.apiUrl}/2.0/folders`),
            headers: {},
            body: Stream.make(text(JSON.stringify({ name: "by hand", parent: { id: "0" } })))
          })
          assert.instanceOf(made.body, Uint8Array)
          return { ...json, folderId: JSON.parse(new TextDecoder().decode(made.body)).id }
        })
      )
      yield* run(
        path,
        Effect.gen(function* () {
          const { credentials } = yield* BoxEmulator.BoxEmulator
          const me = yield* get("/users/me", { token: access_token })
          assert.strictEqual(me.json.id, credentials.managedUserId)
          assert.strictEqual((yield* get(`/folders/${folderId}`, { token: access_token })).json.name, "by hand")
        })
      )
    }).pipe(Effect.scoped)
  )

  it.effect("has the keys of every run, each with an id of its own", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const pem = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" })
      const add = BoxEmulator.BoxEmulator.use(({ addPublicKey }) => addPublicKey(pem.toString()))
      const ids = [yield* run(path, add), yield* run(path, add), yield* run(path, add)]
      assert.strictEqual(new Set(ids).size, 3)
    }).pipe(Effect.scoped)
  )

  it.effect("has what was prepared, and delivers nothing twice", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const sent: Array<string> = []
      const webhookClient = HttpClient.make((request) =>
        Effect.sync(() => {
          sent.push(request.url)
          return HttpClientResponse.fromWeb(request, new Response(null, { status: 204 }))
        })
      )
      const id = yield* run(
        path,
        Effect.gen(function* () {
          const { prepare } = yield* BoxEmulator.BoxEmulator
          const there = yield* folder("watched")
          const target = { type: "folder", id: there.id }
          yield* created(post("/webhooks", { target, address: "http://127.0.0.1:1/", triggers: ["FILE.UPLOADED"] }))
          yield* file("a", "x", there.id)
          for (let turn = 0; turn < 20; turn++) yield* Effect.yieldNow
          yield* prepare("app_item_associations", { item: target, application_type: "hubs" })
          return there.id
        }),
        { webhookClient }
      )
      assert.lengthOf(sent, 1)
      yield* run(
        path,
        Effect.gen(function* () {
          const { webhookDeliveries } = yield* BoxEmulator.BoxEmulator
          const { json } = yield* get(`/folders/${id}/app_item_associations`)
          assert.lengthOf(json.entries, 1)
          for (let turn = 0; turn < 20; turn++) yield* Effect.yieldNow
          assert.lengthOf(sent, 1)
          yield* file("b", "y", id)
          for (let turn = 0; turn < 20; turn++) yield* Effect.yieldNow
          assert.lengthOf(sent, 2)
          assert.deepStrictEqual(
            (yield* webhookDeliveries).map(({ state }) => state),
            ["kept", "delivered"]
          )
        }),
        { webhookClient }
      )
    }).pipe(Effect.scoped)
  )

  it.effect("is on other addresses in another run", () =>
    Effect.gen(function* () {
      const path = yield* directory
      const made = yield* run(path, folder("a"))
      const hosts = { apiUrl: "http://localhost:1", uploadUrl: "http://localhost:1/api" }
      const reply = yield* run(path, get(`http://localhost:1/2.0/folders/${made.id}`), hosts)
      assert.strictEqual(reply.json.name, "a")
    }).pipe(Effect.scoped)
  )

  it.effect("forgets the request that a kill cut off, and its bytes, and nothing else", () =>
    Effect.gen(function* () {
      const path = yield* directory
      yield* run(path, Effect.andThen(folder("a"), file("b", "y".repeat(50_000))))
      const log = join(path, "requests.jsonl")
      const text = readFileSync(log, "utf8")
      writeFileSync(log, `${text}{"kind":"request","at":1,"se`)
      writeFileSync(join(path, "bodies", "99"), "half a body")
      const names = yield* run(path, Effect.andThen(folder("c"), get("/folders/0/items")))
      assert.deepStrictEqual(
        names.json.entries.map((entry: { readonly name: string }) => entry.name),
        ["a", "c", "b"]
      )
      assert.deepStrictEqual(readdirSync(join(path, "bodies")), ["1"])
      // The cut line is gone, so that the next one is whole.
      assert.isTrue(readFileSync(log, "utf8").startsWith(text))
      assert.strictEqual((yield* run(path, get("/folders/0/items"))).json.entries.length, 3)
    }).pipe(Effect.scoped)
  )

  it.effect("writes nothing for what was refused or changed nothing", () =>
    Effect.gen(function* () {
      const path = yield* directory
      yield* run(
        path,
        Effect.gen(function* () {
          yield* upload("a", "z".repeat(50_000), "1")
          yield* post("/folders", { name: "", parent: { id: "0" } })
          yield* get("/folders/0")
        })
      )
      assert.strictEqual(readFileSync(join(path, "requests.jsonl"), "utf8").trim().split("\n").length, 1)
      assert.deepStrictEqual(readdirSync(join(path, "bodies")), [])
    }).pipe(Effect.scoped)
  )

  it.effect("says so when the disk is full, and takes nothing more that it could not keep", () =>
    Effect.gen(function* () {
      const path = yield* directory
      let full = false
      const failing = Layer.effect(
        FileSystem.FileSystem,
        Effect.map(FileSystem.FileSystem, (fs) =>
          FileSystem.FileSystem.of({
            ...fs,
            open: (name, options) =>
              Effect.map(fs.open(name, options), (opened) =>
                Object.assign(Object.create(opened), {
                  writeAll: (bytes: Uint8Array) =>
                    full ? Effect.flatMap(fs.readFile("/nowhere"), () => Effect.void) : opened.writeAll(bytes)
                })
              )
          })
        )
      ).pipe(Layer.provide(NodeFileSystem.layer))
      yield* Effect.gen(function* () {
        yield* folder("a")
        full = true
        assert.strictEqual((yield* post("/folders", { name: "b", parent: { id: "0" } })).status, 500)
        full = false
        assert.strictEqual((yield* post("/folders", { name: "c", parent: { id: "0" } })).status, 500)
      }).pipe(
        Effect.provide(
          Layer.provideMerge(BoxEmulator.layerClient, BoxEmulator.layerData(path)).pipe(Layer.provide(failing))
        )
      )
      const { json } = yield* run(path, get("/folders/0/items"))
      assert.deepStrictEqual(
        json.entries.map((entry: { readonly name: string }) => entry.name),
        ["a"]
      )
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )

  it.effect("refuses a directory with something else", () =>
    Effect.gen(function* () {
      const path = yield* directory
      writeFileSync(join(path, "requests.jsonl"), "hello\n")
      const error = yield* Effect.flip(run(path, Effect.void))
      assert.strictEqual(error._tag, "SchemaError")
    }).pipe(Effect.scoped)
  )
})

describe("the emulator's clock", () => {
  it.effect("is moved ahead, never back", () =>
    Effect.gen(function* () {
      const { adjustClock } = yield* BoxEmulator.BoxEmulator
      assert.strictEqual((yield* get("/users/me")).status, 200)
      yield* adjustClock("61 minutes")
      assert.strictEqual((yield* get("/users/me")).status, 401)
      for (const wrong of [-1, "Infinity"] as const) {
        assert.strictEqual((yield* Effect.flip(adjustClock(wrong)))._tag, "BoxInvalidInput")
      }
    }).pipe(Effect.provide(Layer.fresh(BoxEmulator.layerHttpClient())))
  )
})
