/** The connections of the pool, with servers on loopback that behave as servers do on bad days. */
import * as Http from "node:http"
import * as Net from "node:net"
import { BoxConfig, type BoxError, DeveloperToken, Folders, Uploads, Users } from "@effect-box/core"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Layer, Redacted, Scope, Stream } from "effect"
import { HttpBody, HttpClient, HttpClientRequest } from "effect/http"
import { ConnectionPool } from "../../src/index.ts"

const user = '{"type":"user","id":"7"}'

interface Listening {
  readonly url: string
  readonly connections: () => number
  readonly open: Set<Net.Socket>
}

/** A server, whose connections are counted. */
const listening = <S extends Net.Server>(server: S) => {
  const sockets = new Set<Net.Socket>()
  let connections = 0
  server.on("connection", (socket: Net.Socket) => {
    connections++
    sockets.add(socket)
    socket.on("error", () => {}).once("close", () => sockets.delete(socket))
  })
  return Effect.acquireRelease(
    Effect.callback<Listening>((resume) => {
      server.listen(0, "127.0.0.1", () => {
        // A server on a port has an address of this kind.
        const { port } = server.address() as Net.AddressInfo
        const url = `127.0.0.1:${port}`
        resume(Effect.succeed({ url, connections: () => connections, open: sockets }))
      })
    }),
    () =>
      Effect.callback<void>((resume) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resume(Effect.void))
      })
  )
}

const answering = (listener: Http.RequestListener) => listening(Http.createServer(listener))

const boxAt = (apiUrl: string, options: ConnectionPool.Options = {}, maxAttempts = 1) =>
  Layer.mergeAll(
    ConnectionPool.layer(options),
    DeveloperToken.layer(Redacted.make("token")),
    BoxConfig.layer({ apiUrl, uploadUrl: apiUrl, retry: { maxAttempts, baseDelay: "1 millis" } })
  )

const failure = <A, R>(call: Effect.Effect<A, BoxError.BoxError, R>) =>
  Effect.map(Effect.flip(call), (error) => ({
    tag: error._tag,
    code: error.code,
    ...(error._tag === "BoxTimeout" ? { phase: error.phase } : {})
  }))

const turn = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))
const until = (holds: () => boolean): Effect.Effect<void> =>
  Effect.suspend(() => (holds() ? Effect.void : Effect.andThen(turn, until(holds))))

describe("connecting", () => {
  it.live("takes limited time, the handshake of TLS included", () =>
    Effect.gen(function* () {
      const silent = yield* listening(Net.createServer((socket) => socket.resume()))
      const box = boxAt(`https://${silent.url}`, { connectTimeout: "50 millis" })
      const error = yield* failure(Effect.provide(Users.getUserMe(), box))
      assert.deepStrictEqual(error, { tag: "BoxTimeout", code: "UND_ERR_CONNECT_TIMEOUT", phase: "connect" })
      yield* until(() => silent.open.size === 0)
    })
  )

  it.live("that is refused is known as such, so that even a creation is tried again", () =>
    Effect.gen(function* () {
      const gone = yield* Effect.scoped(Effect.map(listening(Net.createServer()), ({ url }) => url))
      const create = Folders.createFolder({ name: "a", parent: { id: "0" } })
      const error = yield* Effect.flip(Effect.provide(create, boxAt(`http://${gone}`, {}, 3)))
      assert.strictEqual(error.code, "ECONNREFUSED")
      assert.strictEqual(error.attempts, 3)
    })
  )

  it.live("to a host that ends the handshake fails at once", () =>
    Effect.gen(function* () {
      const rude = yield* listening(Net.createServer((socket) => socket.end()))
      const error = yield* Effect.flip(Effect.provide(Users.getUserMe(), boxAt(`https://${rude.url}`)))
      assert.strictEqual(error._tag, "BoxTransportError")
    })
  )
})

describe("a connection that nobody uses", () => {
  it.live("is used again by the next request", () =>
    Effect.gen(function* () {
      const server = yield* answering((_, response) => response.end(user))
      yield* Effect.provide(Effect.repeat(Users.getUserMe(), { times: 9 }), boxAt(`http://${server.url}`))
      assert.strictEqual(server.connections(), 1)
    })
  )

  it.live("is used again after the check before an upload, an OPTIONS with a body", () =>
    Effect.gen(function* () {
      const server = yield* answering((request, response) => request.resume().on("end", () => response.end("{}")))
      const check = Uploads.preflightFileUploadCheck({ name: "a.txt", size: 1, parent: { id: "0" } })
      yield* Effect.provide(Effect.repeat(check, { times: 9 }), boxAt(`http://${server.url}`))
      // The next one may begin while undici is still putting the last one away.
      assert.isAtMost(server.connections(), 2)
    })
  )

  it.live("and that the server has closed is not used again, so that a creation succeeds", () =>
    Effect.gen(function* () {
      const server = yield* answering((_, response) =>
        response.writeHead(201).end('{"type":"folder","id":"1","name":"a"}')
      )
      const create = Folders.createFolder({ name: "a", parent: { id: "0" } })
      yield* Effect.gen(function* () {
        for (let i = 0; i < 5; i++) {
          yield* create
          for (const socket of server.open) socket.end()
          yield* until(() => server.open.size === 0)
        }
      }).pipe(Effect.provide(boxAt(`http://${server.url}`)))
      assert.strictEqual(server.connections(), 5)
    })
  )

  it.live("is not used again if the server says that it keeps it for a second only", () =>
    Effect.gen(function* () {
      const server = yield* answering((_, response) =>
        response.writeHead(200, { "keep-alive": "timeout=1", connection: "keep-alive" }).end(user)
      )
      yield* Effect.provide(Effect.repeat(Users.getUserMe(), { times: 2 }), boxAt(`http://${server.url}`))
      assert.strictEqual(server.connections(), 3)
    })
  )

  it.live("and on which the server says something is not used again", () =>
    Effect.gen(function* () {
      const server = yield* answering((request, response) => {
        response.end(user)
        response.once("finish", () => setImmediate(() => request.socket.write("HTTP/1.1 200 OK\r\n\r\n")))
      })
      yield* Effect.gen(function* () {
        for (let i = 0; i < 3; i++) {
          assert.strictEqual((yield* Users.getUserMe()).id, "7")
          yield* until(() => server.open.size === 0)
        }
      }).pipe(Effect.provide(boxAt(`http://${server.url}`)))
      assert.strictEqual(server.connections(), 3)
    })
  )

  it.live("does not keep the process running, and is closed with the layer", () =>
    Effect.gen(function* () {
      const server = yield* answering((_, response) => response.end(user))
      yield* Effect.provide(Users.getUserMe(), boxAt(`http://${server.url}`))
      yield* until(() => server.open.size === 0)
    })
  )
})

describe("more requests than connections", () => {
  it.live("wait, in their order, and one that is interrupted meanwhile is never sent", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const held: Array<Http.ServerResponse> = []
      const server = yield* answering((request, response) => {
        seen.push(request.url?.replace(/.*\/folders\/(\d+).*/, "$1") ?? "")
        held.push(response)
      })
      yield* Effect.gen(function* () {
        const calls: Array<Fiber.Fiber<unknown, unknown>> = []
        for (let id = 1; id <= 6; id++) {
          calls.push(yield* Effect.forkChild(Folders.getFolderById({ folder_id: String(id) })))
          yield* turn
        }
        yield* until(() => held.length === 2)
        yield* Effect.forEach(calls.slice(2, 4), Fiber.interrupt)
        for (let answered = 0; answered < 4; answered++) {
          yield* until(() => held.length > answered)
          held[answered]?.end(`{"type":"folder","id":"${seen[answered]}"}`)
        }
        yield* Effect.forEach([0, 1, 4, 5], (index) => Fiber.join(calls[index] ?? assert.fail()))
      }).pipe(Effect.provide(boxAt(`http://${server.url}`, { connections: 2 })))
      assert.deepStrictEqual([...seen].sort(), ["1", "2", "5", "6"])
    })
  )

  it.live("go on after one of them was interrupted while its answer was awaited", () =>
    Effect.gen(function* () {
      let count = 0
      const server = yield* answering((_, response) => {
        if (count++ > 0) response.end(user)
      })
      yield* Effect.gen(function* () {
        const first = yield* Effect.forkChild(Users.getUserMe())
        yield* until(() => count === 1)
        const second = yield* Effect.forkChild(Users.getUserMe())
        yield* turn
        yield* Fiber.interrupt(first)
        assert.strictEqual((yield* Fiber.join(second)).id, "7")
      }).pipe(Effect.provide(boxAt(`http://${server.url}`, { connections: 1 })))
    })
  )
})

describe("a pool that is closed", () => {
  it.live("fails what is under way, what waits and what comes later, without another attempt", () =>
    Effect.gen(function* () {
      let count = 0
      const server = yield* answering(() => void count++)
      const scope = yield* Scope.make()
      const box = yield* Layer.buildWithScope(boxAt(`http://${server.url}`, { connections: 1 }, 5), scope)
      const call = Effect.provide(failure(Users.getUserMe()), box)
      const open = yield* Effect.forkChild(call)
      yield* until(() => count === 1)
      const waiting = yield* Effect.forkChild(call)
      yield* turn
      yield* Scope.close(scope, Exit.void)
      const closed = { tag: "BoxTransportError" as const, code: "UND_ERR_DESTROYED" }
      for (const error of [yield* Fiber.join(open), yield* Fiber.join(waiting), yield* call]) {
        assert.deepStrictEqual(error, closed)
      }
      assert.strictEqual(count, 1)
    })
  )
})

describe("a body", () => {
  /** Gives back what it got, and its length and type. */
  const echo = answering((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const { "content-length": length, "content-type": type, "transfer-encoding": encoding } = request.headers
      response.end(JSON.stringify({ text: Buffer.concat(chunks).toString(), length, type, encoding }))
    })
  })
  const text = "Grüße"
  const length = String(Buffer.byteLength(text))
  const sent = async function* () {
    yield Buffer.from(text.slice(0, 3))
    yield Buffer.from(text.slice(3))
  }
  const readable = () => new Response(text).body

  it.live.each<readonly [string, () => HttpBody.HttpBody, Record<string, string>]>([
    ["none", () => HttpBody.empty, { text: "", length: "0" }],
    ["text", () => HttpBody.text(text), { text, length, type: "text/plain" }],
    ["bytes", () => HttpBody.uint8Array(Buffer.from(text), "a/b"), { text, length, type: "a/b" }],
    ["a stream", () => HttpBody.stream(Stream.make(Buffer.from(text))), { text }],
    ["raw text", () => HttpBody.raw(text), { text, length }],
    ["raw bytes", () => HttpBody.raw(Buffer.from(text)), { text, length }],
    ["a raw iterator", () => HttpBody.raw(sent()), { text }],
    ["a raw stream of the web", () => HttpBody.raw(readable()), { text }]
  ])("of the kind: %s", ([, body, expected]) =>
    Effect.gen(function* () {
      const server = yield* echo
      const response = yield* HttpClient.execute(
        HttpClientRequest.setBody(HttpClientRequest.post(`http://${server.url}/`), body())
      )
      const answer = yield* response.json
      for (const [name, value] of Object.entries(expected)) assert.propertyVal(answer, name, value)
    }).pipe(Effect.provide(ConnectionPool.layer()))
  )

  it.live("of a form has its boundary", () =>
    Effect.gen(function* () {
      const server = yield* echo
      const form = new FormData()
      form.append("a", text)
      const response = yield* HttpClient.execute(
        HttpClientRequest.post(`http://${server.url}/`).pipe(HttpClientRequest.bodyFormData(form))
      )
      const answer = JSON.stringify(yield* response.json)
      assert.match(answer, /multipart\/form-data; boundary=/)
      assert.include(answer, text)
    }).pipe(Effect.provide(ConnectionPool.layer()))
  )

  it.live.each<readonly [string, HttpClientRequest.HttpClientRequest]>([
    ["a raw body of no known kind", HttpClientRequest.setBody(HttpClientRequest.post("/"), HttpBody.raw(7))],
    ["a header with a line feed", HttpClientRequest.get("/", { headers: { a: "b\r\nhost: evil" } })],
    ["a method that is none", HttpClientRequest.make("GET / HTTP/1.1\r\n" as "GET")("/")]
  ])("or a request that cannot be sent is an error, and the pool goes on: %s", ([, request]) =>
    Effect.gen(function* () {
      const server = yield* answering((_, response) => response.end("fine"))
      const at = HttpClientRequest.prependUrl(request, `http://${server.url}`)
      for (let i = 0; i < 3; i++) {
        const error = yield* Effect.flip(HttpClient.execute(at))
        assert.strictEqual(error.reason._tag, "TransportError")
      }
      const response = yield* HttpClient.execute(HttpClientRequest.get(`http://${server.url}/`))
      assert.strictEqual(yield* response.text, "fine")
    }).pipe(Effect.provide(ConnectionPool.layer({ connections: 1 })))
  )

  it.live("that the server does not want to read to its end is not sent to its end", () =>
    Effect.gen(function* () {
      const server = yield* answering((_, response) => response.writeHead(413).end("no"))
      const pulled = { pieces: 0 }
      const piece = new Uint8Array(256 * 1024)
      const released = yield* Deferred.make<void>()
      const endless = Stream.fromEffectRepeat(
        Effect.sync(() => {
          pulled.pieces++
          return piece
        })
      ).pipe(Stream.ensuring(Deferred.succeed(released, undefined)))
      const response = yield* HttpClient.execute(
        HttpClientRequest.setBody(HttpClientRequest.post(`http://${server.url}/`), HttpBody.stream(endless))
      )
      assert.strictEqual(response.status, 413)
      assert.strictEqual(yield* response.text, "no")
      yield* Deferred.await(released)
      const again = yield* HttpClient.execute(HttpClientRequest.get(`http://${server.url}/`))
      assert.strictEqual(again.status, 413)
      assert.strictEqual(server.connections(), 2)
    }).pipe(Effect.provide(ConnectionPool.layer({ connections: 1 })))
  )

  it.live("that fails ends its request with that error", () =>
    Effect.gen(function* () {
      const server = yield* answering((request, response) => void request.resume().on("end", () => response.end()))
      const body = Stream.concat(Stream.make(new Uint8Array(10)), Stream.fail(new Error("the disk is gone")))
      const error = yield* Effect.flip(
        HttpClient.execute(
          HttpClientRequest.setBody(HttpClientRequest.post(`http://${server.url}/`), HttpBody.stream(body))
        )
      )
      assert.include(String(error.cause ?? error.reason.cause), "the disk is gone")
      yield* until(() => server.open.size === 0)
    }).pipe(Effect.provide(ConnectionPool.layer()))
  )
})

describe("an answer", () => {
  it.live("after any number of provisional ones is the last one", () =>
    Effect.gen(function* () {
      const server = yield* answering((_, response) => {
        response.writeEarlyHints({ link: "</a>; rel=preload" })
        response.writeProcessing()
        response.end(user)
      })
      assert.strictEqual((yield* Effect.provide(Users.getUserMe(), boxAt(`http://${server.url}`))).id, "7")
    })
  )

  it.live.each<readonly [string, string]>([
    ["no HTTP", "SSH-2.0-OpenSSH\r\n"],
    ["a length that is none", "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n"],
    ["two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}"],
    ["a length and chunks", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}"],
    ["headers without end", `HTTP/1.1 200 OK\r\na: ${"b".repeat(100_000)}`],
    ["less than its length", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}"],
    ["a chunk without end", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{}"],
    ["another protocol", "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"]
  ])("that is %s is a failure of the transport", ([, bytes]) =>
    Effect.gen(function* () {
      const server = yield* listening(Net.createServer((socket) => socket.once("data", () => socket.end(bytes))))
      const error = yield* failure(Effect.provide(Users.getUserMe(), boxAt(`http://${server.url}`)))
      assert.strictEqual(error.tag, "BoxTransportError")
      yield* until(() => server.open.size === 0)
    })
  )
})
