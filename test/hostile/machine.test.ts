/** What is hostile on a machine: names from Box, bytes on a port, options of what listens and connects. */
import { Socket } from "node:net"
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { OAuth, TokenPersistence } from "@effect-box/core"
import { EmulatorServer, LocalDirectory, LocalFile, NodeBox, OAuthLogin } from "@effect-box/node"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import { unfinishedFor } from "../../packages/node/src/file/internal/unfinished.ts"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Layer, Redacted, Stream } from "effect"
import { createHash } from "node:crypto"
import { scripted } from "../../packages/core/test/http/scriptedHttp.ts"
import { fault, faultOfRefusal, judge, token, valueOf, values } from "./campaign.ts"

const content = "abc"
const sha1 = createHash("sha1").update(content).digest("hex")
const version = { type: "file_version", id: "1" }

/** A Box with one folder of items with these names, all of the same content. */
const boxOf = (names: ReadonlyArray<string>) =>
  scripted(({ url }) => {
    const entries = names.map((name, at) => ({
      type: "file",
      id: String(at + 1),
      name,
      size: content.length,
      sha1,
      file_version: version
    }))
    if (url.includes("/items")) return { json: { entries } }
    if (url.includes("/content")) return { text: content }
    if (url.includes("/folders/")) return { json: { type: "folder", id: "0", name: "a" } }
    return { json: { type: "file", id: "1", name: names[0], size: content.length, sha1, file_version: version } }
  })

const withDirectory = <A, E, R>(use: (directory: string) => Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "hostile-"))),
    use,
    (directory) => Effect.promise(() => rm(directory, { recursive: true, force: true }))
  )

const files = (directory: string) => Effect.promise(async () => (await readdir(directory, { recursive: true })).sort())

const evilNames = [
  "..",
  ".",
  "",
  "../outside",
  "../../etc/passwd",
  "/etc/outside",
  "a/../../outside",
  "..\\outside",
  "C:\\outside",
  "a\0b",
  "a\nb",
  "\ud800",
  "x".repeat(300),
  unfinishedFor("directory")
]

describe("names from Box", () => {
  it.effect("never decide where a download goes", () =>
    Effect.gen(function* () {
      for (const name of evilNames) {
        const fs = yield* FileSystem.FileSystem
        yield* LocalFile.download("here.txt", { file_id: "1", overwrite: true }).pipe(
          Effect.provide([boxOf([name]).layer, token])
        )
        assert.strictEqual(yield* fs.readFileString("here.txt"), content)
        for (const elsewhere of ["outside", "../outside", "/etc/outside"]) assert.isFalse(yield* fs.exists(elsewhere))
      }
    }).pipe(Effect.provide(LocalFile.layerTest()))
  )

  it.effect("that lead outside of a tree are refused, each for itself", () =>
    withDirectory((directory) =>
      Effect.gen(function* () {
        const inside = join(directory, "a", "inside")
        yield* Effect.promise(() => mkdir(inside, { recursive: true }))
        const download = LocalDirectory.download(inside, { folder_id: "0", onConflict: "overwrite" })
        const results = yield* Stream.runCollect(download).pipe(
          Effect.provide([boxOf([...evilNames, "good.txt"]).layer, token, NodeFileSystem.layer])
        )
        const refused = results.filter(({ _tag }) => _tag === "Refused")
        assert.strictEqual(refused.length, evilNames.length)
        assert.deepStrictEqual(yield* files(directory), ["a", "a/inside", "a/inside/good.txt"])
      })
    )
  )

  it.effect("are not written through a link that is there", () =>
    withDirectory((directory) =>
      Effect.gen(function* () {
        const [inside, outside] = [join(directory, "inside"), join(directory, "outside")]
        yield* Effect.promise(async () => {
          await mkdir(inside)
          await mkdir(outside)
          await writeFile(join(outside, "kept.txt"), "kept")
          await symlink(join(outside, "kept.txt"), join(inside, "link.txt"))
        })
        yield* Stream.runDrain(LocalDirectory.download(inside, { folder_id: "0", onConflict: "overwrite" })).pipe(
          Effect.provide([boxOf(["link.txt"]).layer, token, NodeFileSystem.layer])
        )
        assert.strictEqual(yield* Effect.promise(() => readFile(join(outside, "kept.txt"), "utf8")), "kept")
      })
    )
  )
})

/** Sends bytes as they are; gives what comes until the connection ends. */
const raw = (port: number, bytes: string): Effect.Effect<string> =>
  Effect.callback<string>((resume) => {
    const socket = new Socket()
    let answer = ""
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1")
    })
    socket.on("error", () => undefined)
    socket.on("close", () => resume(Effect.succeed(answer)))
    socket.connect(port, "127.0.0.1", () => socket.end(bytes, "latin1"))
  })

const post = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
const get = (path: string, headers = ""): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`

const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`

describe("the emulator's port", () => {
  it.live("answers whatever was sent to it before", () =>
    Effect.gen(function* () {
      const { baseUrl, credentials } = yield* EmulatorServer.EmulatorServer
      const port = Number(new URL(baseUrl).port)
      const authorized = `Authorization: Bearer ${credentials.accessToken}\r\n`
      const requests = [
        "",
        "\0\0\0",
        "GET / HTTP/9.9\r\n\r\n",
        get("http://evil.example/"),
        get("http://[::1"),
        get("*"),
        get("//evil.example/2.0/folders/0"),
        get("/../../etc/passwd"),
        get("/2.0/folders/%ff%00", authorized),
        get(`/2.0/folders/${"a".repeat(10_000)}`, authorized),
        get("/2.0/folders/__proto__", authorized),
        get("/2.0/folders/0/items?limit=1e999&offset=-1&marker=%00", authorized),
        get("/2.0/files/1/content", `${authorized}Range: bytes=99999999999999999999-\r\n`),
        post("/__emulator/faults", deep),
        post("/__emulator/faults", '{"__proto__":{"kind":"x"}}'),
        post("/oauth2/token", "grant_type=%ff&%=&&="),
        post("/2.0/folders", deep)
      ]
      for (const request of requests) {
        yield* raw(port, request)
        const alive = yield* raw(port, get("/2.0/folders/0", authorized))
        assert.include(alive, "HTTP/1.1 200", request.slice(0, 60))
      }
    }).pipe(Effect.provide(EmulatorServer.layer()))
  )

  it.effect("is a port, its host a host", () =>
    Effect.gen(function* () {
      for (const port of [-1, 65_536, 1.5, Number.NaN, "", {}]) {
        // On purpose no port.
        const verdict = yield* judge(() => EmulatorServer.layer({ port: port as number }))
        assert.isUndefined(faultOfRefusal(verdict), String(port))
      }
      assert.isUndefined(faultOfRefusal(yield* judge(() => EmulatorServer.layer({ host: "a\0b" }))))
    })
  )
})

describe("the options of the emulator", () => {
  // A promise of our own that was not refused is a server that has to end.
  const start = (options: unknown) =>
    Effect.tryPromise({
      try: () => EmulatorServer.startEmulator(options as EmulatorServer.Options),
      catch: (error) => error
    }).pipe(Effect.flatMap(({ stop }) => Effect.promise(stop)))

  const calls = [
    ["layer", (options: unknown) => EmulatorServer.layer(options as EmulatorServer.Options)],
    ["startEmulator", start]
  ] as const

  it.live.each(calls)("%s refuses what is no place to be, in words", ([, call]) =>
    Effect.gen(function* () {
      for (const name of [
        ...["null", "true", "a number", "a bigint", "text", "a symbol"],
        ...["an object whose properties throw", "a revoked proxy"]
      ]) {
        assert.isUndefined(faultOfRefusal(yield* judge(() => call(valueOf(name)))), name)
      }
      for (const [field, fine] of [
        ["host", ["text", "undefined"]],
        ["url", ["undefined"]],
        ["tls", ["true", "undefined"]],
        ["cors", ["an empty array", "undefined"]],
        ["consent", ["undefined"]]
      ] as const) {
        for (const name of Object.keys(values)) {
          if ((fine as ReadonlyArray<string>).includes(name)) continue
          const verdict = yield* judge(() => call({ [field]: valueOf(name) }))
          assert.isUndefined(faultOfRefusal(verdict), `${field} is ${name}`)
        }
      }
    })
  )
})

describe("what connects and listens", () => {
  it.effect("takes a duration for a time limit", () =>
    Effect.gen(function* () {
      for (const connectTimeout of ["soon", -1, 0, Number.NaN]) {
        // On purpose no duration.
        const verdict = yield* judge(() => NodeBox.layerHttpClient({ connectTimeout: connectTimeout as "1 second" }))
        assert.isUndefined(faultOfRefusal(verdict), String(connectTimeout))
      }
    })
  )

  it.effect("the login in a browser refuses what is not loopback, before it listens", () =>
    Effect.gen(function* () {
      const oauth = Layer.provide(
        OAuth.layer({ clientId: "a", clientSecret: Redacted.make("s") }),
        TokenPersistence.layerMemory
      )
      const login = (options: unknown) =>
        // On purpose no options.
        Effect.provide(OAuthLogin.login(options as OAuthLogin.Options), oauth)
      const uris = [
        "https://127.0.0.1/",
        "http://evil.example/",
        "http://127.0.0.1.evil.example/",
        "http://0.0.0.0/",
        "x",
        ""
      ]
      for (const redirectUri of uris) {
        assert.isUndefined(faultOfRefusal(yield* judge(() => login({ redirectUri, open: "print" }))), redirectUri)
      }
      for (const name of Object.keys(values).filter((given) => given !== "undefined" && given !== "text")) {
        const redirected = yield* judge(() => login({ redirectUri: valueOf(name), open: "print" }))
        assert.isUndefined(faultOfRefusal(redirected), `redirectUri is ${name}`)
        if (name === "a number") continue
        const listening = yield* judge(() => login({ port: valueOf(name), open: "print", timeout: "1 second" }))
        assert.isUndefined(fault(listening), `port is ${name}`)
      }
    })
  )
})
