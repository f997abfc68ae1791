import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { mkdtemp, readdir, rm } from "node:fs/promises"
import * as Http from "node:http"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { createInterface } from "node:readline"
import { assert, describe, it, vi } from "@effect/vitest"
import { BoxEmulator } from "@effect-box/core/testing/BoxEmulator"
import { Context, Effect, Exit, Layer, Scope } from "effect"
import * as EmulatorServer from "../../src/emulator/EmulatorServer.ts"

/** A decoded JSON answer: tests reach into it and fail loudly where it is not what they think. */
// biome-ignore lint/suspicious/noExplicitAny: the shapes under test are what the assertions are about.
type Json = any

interface Reply {
  readonly status: number
  readonly headers: Http.IncomingHttpHeaders
  readonly body: Buffer
}

interface Call {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: Uint8Array | string
}

const agent = new Http.Agent({ keepAlive: true })

/** Node's own client, because it shows exactly what happens on the socket. */
const request = (url: string, { body, headers, method = "GET" }: Call = {}): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const sent = Http.request(url, { method, headers, agent }, (response) => {
      const chunks: Array<Buffer> = []
      response.on("data", (chunk: Buffer) => chunks.push(chunk))
      response.on("error", reject)
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
      )
    })
    sent.on("error", reject)
    sent.end(body)
  })

const call = (url: string, options?: Call) => Effect.promise(() => request(url, options))

const jsonOf = (reply: Reply): Json => JSON.parse(reply.body.toString())

/** The failure of a request; Node's errors of sockets carry a code. */
const attempt = (url: string, options?: Call) =>
  Effect.flip(Effect.tryPromise({ try: () => request(url, options), catch: (error) => error as NodeJS.ErrnoException }))

const server = Effect.map(EmulatorServer.EmulatorServer, (service) => ({
  ...service,
  authorization: { authorization: `Bearer ${service.credentials.accessToken}` }
}))

const multipart = (attributes: object, content: Uint8Array): { headers: Record<string, string>; body: Buffer } => {
  const head = `--b\r\nContent-Disposition: form-data; name="attributes"\r\n\r\n${JSON.stringify(attributes)}\r\n`
  const file = `--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n`
  return {
    headers: { "content-type": "multipart/form-data; boundary=b" },
    body: Buffer.concat([Buffer.from(head + file), content, Buffer.from("\r\n--b--\r\n")])
  }
}

const upload = (name: string, content: Uint8Array) =>
  Effect.gen(function* () {
    const { authorization, uploadUrl } = yield* server
    const { body, headers } = multipart({ name, parent: { id: "0" } }, content)
    const url = `${uploadUrl}/2.0/files/content`
    const reply = yield* call(url, { method: "POST", headers: { ...authorization, ...headers }, body })
    return jsonOf(reply).entries[0]
  })

const signedUrl = (id: string) =>
  Effect.gen(function* () {
    const { authorization, baseUrl } = yield* server
    return (yield* call(`${baseUrl}/2.0/files/${id}/content`, { headers: authorization })).headers.location ?? ""
  })

const control = (method: string, name: string, body?: unknown) =>
  Effect.gen(function* () {
    const { baseUrl } = yield* server
    const json = body === undefined ? {} : { body: JSON.stringify(body) }
    return yield* call(`${baseUrl}/__emulator/${name}`, { method, ...json })
  })

const running = Layer.fresh(EmulatorServer.layer())

const isOutOfTime = Symbol("out of time")

/** Whether a promise is still open after a real moment. */
const staysOpen = (promise: Promise<unknown>, millis: number) =>
  Effect.map(
    Effect.promise(() => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, millis, isOutOfTime))])),
    (first) => first === isOutOfTime
  )

describe("EmulatorServer", () => {
  it.live("serves all hosts of Box, downloads from another origin", () =>
    Effect.gen(function* () {
      const { authorization, authorizeUrl, baseUrl, credentials, downloadUrl, uploadUrl } = yield* server
      assert.strictEqual(uploadUrl, `${baseUrl}/api`)
      assert.strictEqual(authorizeUrl, `${baseUrl}/api/oauth2/authorize`)
      assert.notStrictEqual(new URL(downloadUrl).origin, new URL(baseUrl).origin)

      const made = yield* upload("a.txt", Buffer.from("hello"))
      const location = yield* signedUrl(made.id)
      assert.isTrue(location.startsWith(`${downloadUrl}/d/1/`))
      const part = yield* call(location, { headers: { range: "bytes=1-3" } })
      assert.deepStrictEqual([part.status, part.body.toString()], [206, "ell"])

      const query = new URLSearchParams({
        response_type: "code",
        client_id: credentials.clientId,
        redirect_uri: "http://localhost:1/cb",
        state: "s"
      })
      const consent = yield* call(`${authorizeUrl}?${query}`)
      const code = new URL(consent.headers.location ?? "").searchParams.get("code") ?? ""
      const { clientId: client_id, clientSecret: client_secret } = credentials
      const token = yield* call(`${baseUrl}/oauth2/token`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ grant_type: "authorization_code", code, client_id, client_secret }).toString()
      })
      assert.strictEqual(token.status, 200)
      const me = yield* call(`${baseUrl}/2.0/users/me`, {
        headers: { authorization: `Bearer ${jsonOf(token).access_token}` }
      })
      assert.strictEqual(jsonOf(me).id, credentials.userId)
      const removed = yield* call(`${baseUrl}/2.0/files/${made.id}`, { method: "DELETE", headers: authorization })
      assert.deepStrictEqual([removed.status, removed.headers["content-length"]], [204, undefined])
      assert.strictEqual((yield* call(`${baseUrl}/2.0/users/me`)).headers["www-authenticate"], 'Bearer realm="Service"')
    }).pipe(Effect.provide(Layer.fresh(EmulatorServer.layer({ downloadPort: 0 }))))
  )

  it.live("is steered over HTTP, by the same faults", () =>
    Effect.gen(function* () {
      const { authorization, baseUrl } = yield* server
      const me = `${baseUrl}/2.0/users/me`
      const busy = { kind: "status", status: 503, match: { path: "/users/me" } }
      assert.strictEqual((yield* control("POST", "faults", [busy, busy])).status, 200)
      assert.strictEqual((yield* call(me, { headers: authorization })).status, 503)
      assert.strictEqual((yield* control("DELETE", "faults")).status, 200)
      assert.strictEqual((yield* call(me, { headers: authorization })).status, 200)
      assert.strictEqual((yield* control("POST", "faults", { kind: "fire" })).status, 400)
      assert.strictEqual((yield* control("POST", "faults", busy)).status, 200)
      assert.strictEqual((yield* call(me, { headers: authorization })).status, 503)
      assert.strictEqual((yield* control("POST", "expire-tokens")).status, 200)
      assert.strictEqual((yield* call(me, { headers: authorization })).status, 401)
      const stats = jsonOf(yield* control("GET", "stats"))
      assert.strictEqual(stats.byRoute["GET /users/me"], 4)
      const { stats: same } = yield* BoxEmulator
      assert.deepStrictEqual(yield* same, stats)
      assert.strictEqual((yield* control("GET", "nonsense")).status, 404)
    }).pipe(Effect.provide(running))
  )

  it.live("reset and lost answers are resets of the socket", () =>
    Effect.gen(function* () {
      const { authorization, baseUrl } = yield* server
      const create = (name: string): Call => ({
        method: "POST",
        headers: authorization,
        body: JSON.stringify({ name, parent: { id: "0" } })
      })
      for (const [kind, count] of [
        ["reset", 0],
        ["lostAnswer", 1]
      ] as const) {
        yield* control("POST", "faults", { kind, match: {} })
        assert.strictEqual((yield* attempt(`${baseUrl}/2.0/folders`, create(kind))).code, "ECONNRESET")
        const items = yield* call(`${baseUrl}/2.0/folders/0/items`, { headers: authorization })
        assert.strictEqual(jsonOf(items).total_count, count)
      }
    }).pipe(Effect.provide(running))
  )

  it.live("a truncated body arrives up to the cut, and then the connection is gone", () =>
    Effect.gen(function* () {
      const made = yield* upload("a", Buffer.alloc(300_000, "x"))
      for (const afterBytes of [0, 70_000]) {
        yield* control("POST", "faults", { kind: "truncate", afterBytes, match: { path: "/download" } })
        const location = yield* signedUrl(made.id)
        let received = 0
        const error = yield* Effect.promise(
          () =>
            new Promise<NodeJS.ErrnoException>((resolve, reject) => {
              Http.get(location, { agent }, (response) => {
                assert.strictEqual(response.headers["content-length"], "300000")
                response.on("data", (chunk: Buffer) => {
                  received += chunk.length
                })
                response.on("error", resolve)
                response.on("end", () => reject(new Error("the body ended as if it were whole")))
              }).on("error", reject)
            })
        )
        assert.strictEqual(error.code, "ECONNRESET")
        assert.strictEqual(received, afterBytes)
      }
    }).pipe(Effect.provide(running))
  )

  it.live("a stalled body stays open until the client gives up", () =>
    Effect.gen(function* () {
      const made = yield* upload("a", Buffer.alloc(300_000, "x"))
      yield* control("POST", "faults", { kind: "stall", afterBytes: 1000, match: { path: "/download" } })
      const location = yield* signedUrl(made.id)
      let received = 0
      const sent = Http.get(location)
      sent.on("error", () => undefined)
      const closed = once(sent, "close")
      const arrived = new Promise<void>((resolve) =>
        sent.on("response", (response) =>
          response.on("data", (chunk: Buffer) => {
            received += chunk.length
            if (received >= 1000) resolve()
          })
        )
      )
      yield* Effect.promise(() => arrived)
      assert.isTrue(yield* staysOpen(closed, 100))
      assert.strictEqual(received, 1000)
      sent.destroy()
      yield* Effect.promise(() => closed)
      const { stats } = yield* BoxEmulator
      yield* Effect.andThen(Effect.sleep(10), stats).pipe(
        Effect.repeat({ until: ({ openDownloads }) => openDownloads === 0 })
      )
    }).pipe(Effect.provide(running))
  )

  it.live("an upload that the client breaks off leaves nothing behind", () =>
    Effect.gen(function* () {
      const { authorization, baseUrl, uploadUrl } = yield* server
      const { body, headers } = multipart({ name: "a", parent: { id: "0" } }, Buffer.alloc(100_000))
      const sent = Http.request(`${uploadUrl}/2.0/files/content`, {
        method: "POST",
        headers: { ...authorization, ...headers, "content-length": String(body.length) }
      })
      sent.on("error", () => undefined)
      sent.write(body.subarray(0, 50_000))
      const { requests } = yield* BoxEmulator
      yield* Effect.andThen(Effect.sleep(10), requests).pipe(Effect.repeat({ until: (log) => log.length === 1 }))
      sent.destroy()
      const items = yield* call(`${baseUrl}/2.0/folders/0/items`, { headers: authorization })
      assert.strictEqual(jsonOf(items).total_count, 0)
      const again = yield* upload("a", Buffer.from("whole"))
      assert.strictEqual(again.size, 5)
    }).pipe(Effect.provide(running))
  )

  it.live("keeps contents on disk, streams them both ways, and removes the directory at the end", () =>
    Effect.gen(function* () {
      // A temporary directory of this test's own: other emulators come and go in the machine's.
      const temporary = yield* Effect.promise(() => mkdtemp(join(tmpdir(), "effect-box-test-")))
      for (const name of ["TMPDIR", "TEMP", "TMP"]) vi.stubEnv(name, temporary)
      yield* Effect.addFinalizer(() =>
        Effect.promise(() => {
          vi.unstubAllEnvs()
          return rm(temporary, { recursive: true })
        })
      )
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(
        Layer.fresh(EmulatorServer.layer({ contents: "disk", minimumSessionSize: 1, partSize: 1_000_000 })),
        scope
      )
      const directories = Effect.promise(() => readdir(temporary))
      yield* Effect.gen(function* () {
        const { authorization, uploadUrl } = yield* server
        const bytes = Buffer.from(Uint8Array.from({ length: 2_500_000 }, (_, index) => (index * 7) % 253))
        const sha1 = createHash("sha1").update(bytes).digest()
        const direct = yield* upload("direct", bytes)
        assert.strictEqual(direct.sha1, sha1.toString("hex"))

        const created = yield* call(`${uploadUrl}/2.0/files/upload_sessions`, {
          method: "POST",
          headers: authorization,
          body: JSON.stringify({ folder_id: "0", file_name: "chunked", file_size: bytes.length })
        })
        const { session_endpoints } = jsonOf(created)
        const parts: Array<Json> = []
        for (const offset of [1_000_000, 0, 2_000_000]) {
          const part = bytes.subarray(offset, offset + 1_000_000)
          const digest = createHash("sha1").update(part).digest("base64")
          const range = `bytes ${offset}-${offset + part.length - 1}/${bytes.length}`
          const headers = { ...authorization, digest: `sha=${digest}`, "content-range": range }
          const reply = yield* call(session_endpoints.upload_part, { method: "PUT", headers, body: part })
          parts.push(jsonOf(reply).part)
        }
        const committed = yield* call(session_endpoints.commit, {
          method: "POST",
          headers: { ...authorization, digest: `sha=${sha1.toString("base64")}` },
          body: JSON.stringify({ parts: parts.toSorted((a, b) => a.offset - b.offset) })
        })
        assert.strictEqual(committed.status, 201)
        for (const id of [direct.id, jsonOf(committed).entries[0].id]) {
          const { body } = yield* call(yield* signedUrl(id))
          assert.isTrue(body.equals(bytes))
          const middle = yield* call(yield* signedUrl(id), { headers: { range: "bytes=999990-1000009" } })
          assert.isTrue(middle.body.equals(bytes.subarray(999_990, 1_000_010)))
        }
        assert.strictEqual((yield* directories).length, 1)
      }).pipe(Effect.provide(context))
      yield* Scope.close(scope, Exit.void)
      assert.deepStrictEqual(yield* directories, [])
    })
  )

  it.live("closing closes every socket at once, also one that stalls", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(Layer.fresh(EmulatorServer.layer()), scope)
      const { baseUrl } = Context.get(context, EmulatorServer.EmulatorServer)
      const { addFault } = Context.get(context, BoxEmulator)
      yield* addFault({ kind: "stall", afterBytes: 0, match: {} })
      const { hostname, port } = new URL(baseUrl)
      const idle = connect(Number(port), hostname)
      const stalled = Http.get(`${baseUrl}/2.0/users/me`, { agent: false })
      stalled.on("error", () => undefined)
      yield* Effect.promise(() => Promise.all([once(idle, "connect"), once(stalled, "response")]))
      const closed = Promise.all([once(idle, "close"), once(stalled, "close")])
      const start = performance.now()
      yield* Scope.close(scope, Exit.void)
      yield* Effect.promise(() => closed)
      assert.isBelow(performance.now() - start, 20_000)
      assert.strictEqual((yield* attempt(`${baseUrl}/2.0/users/me`)).code, "ECONNREFUSED")
    })
  )

  it.live("says when its port is taken", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* server
      const port = Number(new URL(baseUrl).port)
      const error = yield* Effect.flip(Effect.scoped(Layer.build(Layer.fresh(EmulatorServer.layer({ port })))))
      assert.strictEqual(error._tag, "EmulatorServerError")
      assert.strictEqual(error.message, `The emulator cannot listen on port ${port} of 127.0.0.1: the port is taken`)
    }).pipe(Effect.provide(running))
  )
})

describe("the emulator command", () => {
  it.live("prints where it is on one line of JSON, and stops with 0 when told to", () =>
    Effect.gen(function* () {
      const script = fileURLToPath(new URL("../../src/cli/bin.ts", import.meta.url))
      const child = spawn(process.execPath, [script, "emulator", "--port", "0", "--contents", "memory"], {
        stdio: ["ignore", "pipe", "inherit"]
      })
      yield* Effect.addFinalizer(() => Effect.sync(() => child.kill("SIGKILL")))
      const lines: Array<string> = []
      const output = createInterface({ input: child.stdout }).on("line", (line) => lines.push(line))
      yield* Effect.promise(() => once(output, "line"))
      const where = JSON.parse(lines[0] ?? "")
      assert.deepStrictEqual(Object.keys(where), [
        "baseUrl",
        "uploadUrl",
        "authorizeUrl",
        "downloadUrl",
        "realtimeUrl",
        "clientId",
        "clientSecret",
        "accessToken",
        "refreshToken",
        "userId",
        "serviceAccountId",
        "managedUserId",
        "enterpriseId",
        "webhookPrimaryKey",
        "webhookSecondaryKey"
      ])
      const headers = { authorization: `Bearer ${where.accessToken}` }
      assert.strictEqual((yield* call(`${where.baseUrl}/2.0/users/me`, { headers })).status, 200)
      const exited = once(child, "exit")
      child.kill("SIGTERM")
      assert.deepStrictEqual(yield* Effect.promise(() => exited), [0, null])
      assert.strictEqual(lines.length, 1)
    }).pipe(Effect.scoped)
  )
})
