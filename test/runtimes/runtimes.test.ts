/** The same programs on other runtimes than the project's own Node. */
import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import type { EmulatorServer } from "@effect-box/node"
import { startEmulator } from "@effect-box/node"
import { type BuildOptions, build } from "esbuild"
import { afterAll, afterEach, assert, beforeAll, beforeEach, describe, it, type TestContext } from "vitest"
import { digestOf, kept, patience } from "../support/kept.ts"
import { commandOf, type Runtime } from "./installRuntimes.ts"

const run = promisify(execFile)
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const directory = mkdtempSync(join(tmpdir(), "effect-box-runtimes-"))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** What the runtimes that take no TypeScript are given. */
const bundle = async (outdir: string): Promise<void> => {
  const source = (path: string) => fileURLToPath(new URL(`../../packages/node/src/${path}`, import.meta.url))
  const out = (name: string) => join(outdir, name)
  const node: BuildOptions = { bundle: true, platform: "node", format: "esm" }
  const banner = {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);'
  }
  await build({ ...node, entryPoints: [here("program.ts")], outfile: out("program.mjs"), banner })
  const worker: BuildOptions = { bundle: true, format: "esm", conditions: ["workerd"], platform: "neutral" }
  await build({ ...worker, entryPoints: [here("worker.ts")], outfile: out("worker.js") })
  const old: BuildOptions = { ...node, external: ["undici*"] }
  await build({ ...old, entryPoints: [source("internal/nodeVersion.ts")], outfile: out("library.mjs") })
  // As it is published: in pieces, so that the first one can say it.
  const pieces = { splitting: true, outdir: out("command"), outExtension: { ".js": ".mjs" } }
  await build({ ...old, ...pieces, entryPoints: [source("cli/bin.ts")] })
}

let bundles = ""
beforeAll(async () => {
  const digest = digestOf(["packages/*/src/**/*.ts", "test/runtimes/*.ts"])
  bundles = await kept(fileURLToPath(new URL("../../.tmp/runtimes", import.meta.url)), digest, bundle)
}, 2 * patience)

let box: EmulatorServer.RunningEmulator
beforeEach(async () => {
  box = await startEmulator()
})
afterEach(() => box.stop())

const installed = (test: TestContext, runtime: Runtime): string =>
  commandOf(runtime) ?? test.skip(`${runtime} cannot be installed: is there a network, and is this Linux?`)

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  BOX_DEVELOPER_TOKEN: box.credentials.accessToken,
  BOX_API_URL: box.url,
  BOX_UPLOAD_URL: box.uploadUrl
})

const all = [
  "bytes: hello",
  "upload in parts: true",
  "download: true",
  "download over three connections: true",
  "directory: Downloaded Downloaded",
  "released"
]

describe("other runtimes", { timeout: 300_000 }, () => {
  for (const [runtime, args] of [
    ["bun", ["run"]],
    ["deno", ["run", "--allow-all", "--no-lock"]]
  ] as const) {
    it(`${runtime} transfers files with NodeBox`, async (test) => {
      const command = installed(test, runtime)
      const { stdout } = await run(command, [...args, here("program.ts")], { env: environment() })
      assert.deepStrictEqual(stdout.trim().split("\n"), all)
    })
  }

  it("Node 22 does so from a bundle", async (test) => {
    const command = installed(test, "node22")
    const { stdout } = await run(command, [join(bundles, "program.mjs")], { env: environment() })
    assert.deepStrictEqual(stdout.trim().split("\n"), all)
  })

  it("workerd transfers bytes with fetch", async (test) => {
    const command = installed(test, "workerd")
    const bindings = { apiUrl: box.url, uploadUrl: box.uploadUrl, accessToken: box.credentials.accessToken }
    const texts = Object.entries(bindings).map(([name, text]) => `(name = "${name}", text = "${text}")`)
    copyFileSync(join(bundles, "worker.js"), join(directory, "worker.js"))
    writeFileSync(
      join(directory, "config.capnp"),
      `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      bindings = [${texts.join(", ")}],
      compatibilityDate = "2026-01-01"
    )),
    (name = "internet", network = (allow = ["private"]))
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);`
    )
    const child = spawn(command, ["serve", "--control-fd=1", join(directory, "config.capnp")], {
      stdio: ["ignore", "pipe", "inherit"]
    })
    try {
      const [line] = await once(createInterface({ input: child.stdout }), "line")
      const answer = await fetch(`http://127.0.0.1:${JSON.parse(String(line)).port}/`)
      assert.strictEqual(await answer.text(), "worker.txt: hello")
    } finally {
      child.kill("SIGKILL")
    }
  })

  it("Node 20 is told in one sentence which version is needed", async (test) => {
    const command = installed(test, "node20")
    const [library, effectBox] = [join(bundles, "library.mjs"), join(bundles, "command", "bin.mjs")]
    const sentence = /@effect-box\/node needs Node 22\.19 or newer; this is Node 20\.\d+\.\d+/
    for (const script of [library, effectBox]) {
      const failure = await run(command, [script]).catch(({ stderr }) => stderr)
      assert.match(String(failure), sentence)
    }
    assert.match(String(await run(command, [effectBox]).catch(({ stderr }) => stderr)), /^@effect-box[^\n]*\n$/)
  })
})

describe("an old version of Node", () => {
  const entries = ["@effect-box/node", "@effect-box/node/LocalFile", "@effect-box/node/NodeSha1"]
  let said: Readonly<Record<string, string>> = {}

  beforeAll(async () => {
    const script = `
      Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.18.0" } })
      const said = {}
      for (const entry of ${JSON.stringify(entries)})
        said[entry] = await import(entry).then(() => "imported", (error) => String(error))
      console.log(JSON.stringify(said))`
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { cwd: here(".") })
    said = JSON.parse(stdout)
  })

  it.each(entries)("cannot import %s, and is told which one is needed", (entry) => {
    assert.strictEqual(said[entry], "Error: @effect-box/node needs Node 22.19 or newer; this is Node 22.18.0")
  })
})
