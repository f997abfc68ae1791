/** `effect-box emulator` as a process: what it prints where, and how it ends. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { version } from "@effect-box/core/unstable/Version"
import { Effect } from "effect"
import { readOptions } from "../../src/cli/options.ts"
import { bundled } from "../../../../test/support/program.ts"
import { ask } from "../emulator/ask.ts"

const bin = bundled(new URL("../../src/cli/bin.ts", import.meta.url))

interface Process {
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  /** The status with which it ends. */
  readonly ended: Effect.Effect<number | null>
}

const start = (args: ReadonlyArray<string>, script = bin()) =>
  Effect.acquireRelease(
    Effect.sync((): Process => {
      const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] })
      let [out, error] = ["", ""]
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        out += chunk
      })
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
        error += chunk
      })
      // Its streams are read to the end before this.
      const closed = once(child, "close").then(([code]): number | null => code)
      return { child, stdout: () => out, stderr: () => error, ended: Effect.promise(() => closed) }
    }),
    ({ child }) => Effect.sync(() => child.kill("SIGKILL"))
  )

/** Waits for the line that says where it is. */
const announced = ({ child, stdout }: Process) =>
  Effect.callback<Readonly<Record<string, string>>, Error>((resume) => {
    const look = (): void => {
      if (stdout().includes("\n")) resume(Effect.sync(() => JSON.parse(stdout())))
    }
    child.stdout?.on("data", look)
    child.once("exit", (code) => resume(Effect.fail(new Error(`it ended with ${code}`))))
    look()
  })

const emulator = (...args: ReadonlyArray<string>) => start(["emulator", "--port", "0", "--contents", "memory", ...args])

describe("effect-box emulator", () => {
  it.live("keeps stdout for its one line; what it refuses is said on stderr", () =>
    Effect.gen(function* () {
      const process = yield* emulator()
      const { accessToken, baseUrl, downloadUrl } = yield* announced(process)
      assert.strictEqual(downloadUrl, baseUrl)
      const headers = { authorization: `Bearer ${accessToken}`, host: "elsewhere.example" }
      const refused = yield* ask(`${baseUrl}/2.0/users/me`, { headers })
      assert.strictEqual(refused.status, 403)
      process.child.kill("SIGTERM")
      assert.strictEqual(yield* process.ended, 0)
      assert.strictEqual(process.stdout().trim().split("\n").length, 1)
      const [line, ...more] = process.stderr().trim().split("\n")
      assert.deepStrictEqual([line, more], [JSON.parse(refused.text).message, []])
    })
  )

  it.live("takes all options about its place", () =>
    Effect.gen(function* () {
      const page = "http://localhost:5173"
      const process = yield* emulator(
        ...["--host", "127.0.0.1", "--host", "box", "--download-port", "0", "--tls", "--cors", page]
      )
      const { baseUrl = "", caFile = "", downloadUrl = "" } = yield* announced(process)
      assert.match(baseUrl, /^https:\/\/127\.0\.0\.1:\d+$/)
      assert.notStrictEqual(downloadUrl, baseUrl)
      const ca = readFileSync(caFile, "utf8")
      const { headers, status } = yield* ask(`${baseUrl}/__emulator/stats`, {
        ca,
        headers: { host: "box", origin: page }
      })
      assert.deepStrictEqual([status, headers["access-control-allow-origin"]], [200, page])
      process.child.kill("SIGINT")
      assert.strictEqual(yield* process.ended, 0)
      assert.isFalse(existsSync(caFile))
      assert.strictEqual(process.stderr(), "")
    })
  )

  it.live("says in one line on stderr what is wrong with its seed, and ends with 2", () =>
    Effect.gen(function* () {
      const process = yield* emulator("--seed", "/nowhere/world.json")
      assert.strictEqual(yield* process.ended, 2)
      assert.strictEqual(process.stdout(), "")
      assert.strictEqual(process.stderr(), "effect-box emulator: /nowhere/world.json: there is no such file\n")
    })
  )

  it.live("says in one line on stderr that its port is taken, and ends with 1", () =>
    Effect.gen(function* () {
      const other = createServer().listen(0, "127.0.0.1")
      yield* Effect.addFinalizer(() => Effect.sync(() => other.close()))
      yield* Effect.promise(() => once(other, "listening"))
      const { port } = Object(other.address())
      const process = yield* start(["emulator", "--port", String(port)])
      assert.strictEqual(yield* process.ended, 1)
      assert.strictEqual(process.stdout(), "")
      assert.strictEqual(
        process.stderr(),
        `effect-box emulator: The emulator cannot listen on port ${port} of 127.0.0.1: the port is taken\n`
      )
    })
  )

  it.live.each([
    [["--colour"], "Unknown option '--colour'"],
    [["--port", "high"], '--port takes a number from 0 to 65535, not "high"']
  ] as const)("%j is wrong: one line on stderr, and 2", ([args, message]) =>
    Effect.gen(function* () {
      const process = yield* start(["emulator", ...args])
      assert.strictEqual(yield* process.ended, 2)
      assert.strictEqual(process.stdout(), "")
      const [line = "", ...more] = process.stderr().split("\n")
      assert.deepStrictEqual(more, [""])
      assert.isTrue(line.startsWith(`effect-box emulator: ${message}`), line)
    })
  )

  it.each([
    [["--port", "65536"], '--port takes a number from 0 to 65535, not "65536"'],
    [["--port", ""], "--port takes"],
    [["--download-port", "1.5"], "--download-port takes"],
    [["--download-port=-1"], "--download-port takes"],
    [["--contents", "paper"], '--contents takes disk, memory, digest, not "paper"'],
    [["--webhook-keys", "one"], "--webhook-keys takes two keys with a comma between them"],
    [["--refresh-tokens", "never"], '--refresh-tokens takes grace, strict, not "never"'],
    [["--url", "here"], "--url must be an origin such as http://box:8080"],
    [["--cors", "here"], "--cors must be an origin such as http://localhost:5173, a list of them, or *"],
    [["--host", ""], "--host must be an address or a name, or a list of them"],
    [["--tls=maybe"], "Option '--tls' does not take an argument"],
    [["--port"], "Option '--port <value>' argument missing"],
    [["now"], "Unexpected argument 'now'"]
  ] as const)("%j is told from what makes sense", (args, message) => {
    const asked = readOptions(args)
    assert.strictEqual(asked.kind, "wrong")
    const said = "message" in asked ? asked.message : ""
    assert.isTrue(said.startsWith(message), said)
    assert.notInclude(said, "\n")
  })

  it("takes the keys of webhooks", () => {
    const asked = readOptions(["--webhook-keys", "one,other"])
    const options = asked.kind === "serve" ? asked.options : {}
    assert.deepStrictEqual(options.webhookKeys, { primary: "one", secondary: "other" })
  })

  it.live("explains itself", () =>
    Effect.gen(function* () {
      for (const [args, wanted] of [
        [["emulator", "--help"], "--download-port PORT"],
        [["emulator", "--version"], version],
        [["--help"], "emulator"]
      ] as const) {
        const process = yield* start(args)
        assert.strictEqual(yield* process.ended, 0)
        assert.include(process.stdout(), wanted)
        assert.strictEqual(process.stderr(), "")
      }
    })
  )
})

describe("effect-box", () => {
  it.live.each([
    [[], "Usage: effect-box <command>"],
    [["emulate"], 'effect-box: there is no command "emulate"']
  ] as const)("%j ends with 2 and says why", ([args, message]) =>
    Effect.gen(function* () {
      const process = yield* start(args)
      assert.strictEqual(yield* process.ended, 2)
      assert.strictEqual(process.stdout(), "")
      assert.isTrue(process.stderr().startsWith(message))
    })
  )

  it.live("starts through a link, as npm makes one, and does nothing where it is imported", () =>
    Effect.gen(function* () {
      const directory = mkdtempSync(join(tmpdir(), "effect-box-bin-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(directory, { recursive: true })))
      const link = join(directory, "effect-box")
      symlinkSync(bin(), link)
      const linked = yield* start(["--version"], link)
      assert.strictEqual(yield* linked.ended, 0)
      assert.strictEqual(linked.stdout().trim(), version)
      const importing = `import(${JSON.stringify(pathToFileURL(bin()).href)})`
      const imported = yield* start(["-e", importing, "emulator", "--help"], "--no-warnings")
      assert.strictEqual(yield* imported.ended, 0)
      assert.strictEqual(imported.stdout() + imported.stderr(), "")
    })
  )
})
