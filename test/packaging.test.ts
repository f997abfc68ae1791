/**
 * Packs both packages, installs the tarballs in an empty project and uses every entry point there. The project is kept for as long as
 * what goes into it stays as it is.
 */
import { execFileSync, spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { commandOf } from "./runtimes/installRuntimes.ts"
import { digestOf, kept, patience } from "./support/kept.ts"
import { thorough } from "./support/thorough.ts"
import { afterAll, assert, beforeAll, describe, it } from "vitest"

const root = fileURLToPath(new URL("..", import.meta.url))

/** All that goes into the tarballs, and what makes them. */
const inputs = [
  ...["src/**", "*.json", "*.md", "LICENSE"].map((files) => `packages/*/${files}`),
  "tsconfig.base.json",
  "scripts/*",
  "test/packaging.test.ts"
]

// Outside of this project, whose packages would be found otherwise. Each clone has its own.
const place = join(tmpdir(), `effect-box-packaging-${createHash("sha1").update(root).digest("hex").slice(0, 12)}`)
let project = ""
/** For the files of this run alone. */
let own = ""

interface Manifest {
  readonly exports: Readonly<Record<string, string>>
  readonly publishConfig: {
    readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string }>>
  }
}

const manifestOf = (name: "core" | "node"): Manifest =>
  JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"))

const sourcesOf = (name: "core" | "node") =>
  readdirSync(join(root, "packages", name, "src"), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts"))

/** The module names that a package offers; a pattern stands for every file that it matches. */
const entries = (name: "core" | "node"): ReadonlyArray<string> =>
  Object.entries(manifestOf(name).exports).flatMap(([entry, path]) => {
    const module = `@effect-box/${name}${entry.slice(1)}`
    if (!entry.includes("*")) return [module]
    const [before = "", after = ""] = path.slice("./src/".length).split("*")
    return sourcesOf(name)
      .filter((source) => source.startsWith(before) && source.endsWith(after))
      .map((source) => module.replace("*", source.slice(before.length, source.length - after.length)))
  })

const pnpm = (args: ReadonlyArray<string>, cwd: string) =>
  execFileSync("npx", ["--yes", "pnpm@12", ...args], {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
    stdio: ["ignore", "pipe", "pipe"]
  })

const versionOf = (name: string) =>
  JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version

const run = (script: string) => {
  writeFileSync(join(own, "run.mjs"), script)
  return execFileSync(process.execPath, ["run.mjs"], { cwd: own, encoding: "utf8" })
}

const tarballOf = (name: "core" | "node") => {
  const { version } = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"))
  return `effect-box-${name}-${version}.tgz`
}

/** Does what depends on the tarballs alone, and need not be done again once it has succeeded. */
const onceFor = async (what: string, check: () => void | Promise<void>): Promise<void> => {
  const stamp = join(project, `${what}.ok`)
  if (existsSync(stamp)) return
  await check()
  writeFileSync(stamp, "")
}

const makeProject = (directory: string): void => {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc")
  for (const name of ["core", "node"] as const) {
    const sources = join(root, "packages", name)
    rmSync(join(sources, "dist"), { recursive: true, force: true })
    // The types have been checked before; declarations that cannot be written fail here in any case.
    const check = thorough ? [] : ["--noCheck"]
    const args = [tsc, "-p", join(sources, "tsconfig.build.json"), ...check]
    execFileSync(process.execPath, args, { cwd: root, stdio: "pipe" })
    if (name === "node") execFileSync(process.execPath, [join(root, "scripts", "bundleCommand.mjs")], { stdio: "pipe" })
    pnpm(["pack", "--pack-destination", directory], sources)
  }
  const [core, node] = [`file:./${tarballOf("core")}`, `file:./${tarballOf("node")}`]
  writeFileSync(
    join(directory, "package.json"),
    JSON.stringify({
      name: "empty",
      private: true,
      type: "module",
      dependencies: {
        "@effect-box/core": core,
        "@effect-box/node": node,
        "@effect/platform-node": versionOf("@effect/platform-node"),
        effect: versionOf("effect")
      }
    })
  )
  writeFileSync(
    join(directory, "pnpm-workspace.yaml"),
    `packages: []\nautoInstallPeers: false\noverrides:\n  "@effect-box/core": "${core}"\n`
  )
  pnpm(["install", "--prefer-offline"], directory)
}

beforeAll(async () => {
  const digest = digestOf(inputs, String(thorough), process.version)
  project = await kept(place, digest, makeProject)
  own = mkdtempSync(join(project, "run-"))
}, 2 * patience)

afterAll(() => {
  if (own !== "") rmSync(own, { recursive: true, force: true })
})

describe("packages", () => {
  it("every entry point can be imported under Node", () => {
    const all = [...entries("core"), ...entries("node")]
    assert.isAbove(all.length, 15)
    const out = run(`
      for (const entry of ${JSON.stringify(all)}) {
        const module = await import(entry)
        if (Object.keys(module).length === 0 && !/\\/(Progress|JobRun)$/.test(entry)) throw new Error(entry + " exports nothing")
      }
      console.log("imported", ${all.length})`)
    assert.strictEqual(out.trim(), `imported ${all.length}`)
  })

  it.each(["core", "node"] as const)(
    "%s offers every module that is not internal, once, and publishes the same",
    (name) => {
      const { exports, publishConfig } = manifestOf(name)
      const offered = Object.values(exports).map((path) => path.slice("./src/".length))
      const inside = /(^|\/)(internal|cli|emulator\/(wire|model|routes|views|faults))\//
      const open = sourcesOf(name).filter((path) => !inside.test(path) && !/^(api|testing\/emulator)\//.test(path))
      assert.deepStrictEqual(offered.filter((path) => !path.includes("*")).toSorted(), open.toSorted())
      assert.deepStrictEqual(
        publishConfig.exports,
        Object.fromEntries(
          Object.entries(exports).map(([entry, path]) => {
            const built = path.replace("./src/", "./dist/").replace(/\.ts$/, "")
            return [entry, { types: `${built}.d.ts`, default: `${built}.js` }]
          })
        )
      )
    }
  )

  it("effect-box is a command of node, and the emulator starts where the package is installed", async () => {
    const bin = (path: string) => JSON.parse(readFileSync(path, "utf8")).bin
    const installed = join(project, "node_modules", "@effect-box", "node")
    assert.deepStrictEqual(bin(join(root, "packages/node/package.json")), { "effect-box": "./src/cli/bin.ts" })
    assert.deepStrictEqual(bin(join(installed, "package.json")), { "effect-box": "./dist/cli/bin.js" })
    assert.match(readFileSync(join(installed, "dist/cli/bin.js"), "utf8"), /^#!\/usr\/bin\/env node\n/)

    // A bundle: what it starts with is beside it, and the licences of what is in it.
    const files = readdirSync(join(installed, "dist/cli"))
    assert.notInclude(files, "main.js")
    assert.match(readFileSync(join(installed, "dist/cli/LICENSES.txt"), "utf8"), /^effect \d.*\n\nMIT License/m)

    const windows = process.platform === "win32"
    const command = join(project, "node_modules", ".bin", windows ? "effect-box.cmd" : "effect-box")
    const version = execFileSync(command, ["--version"], { encoding: "utf8", shell: windows })
    assert.strictEqual(version.trim(), JSON.parse(readFileSync(join(installed, "package.json"), "utf8")).version)

    // Without the shell script of the package manager, so that the signal reaches the emulator itself.
    const child = spawn(process.execPath, [join(installed, "dist/cli/bin.js"), "emulator", "--port", "0"], {
      cwd: project,
      stdio: ["ignore", "pipe", "inherit"]
    })
    try {
      const [line] = await once(createInterface({ input: child.stdout }), "line")
      const { accessToken, baseUrl } = JSON.parse(String(line))
      // A command that sends something, from the bundle. In a process beside this one, which has to read meanwhile.
      const env = { ...process.env, BOX_API_URL: baseUrl, BOX_UPLOAD_URL: baseUrl, BOX_DEVELOPER_TOKEN: accessToken }
      const asking = [join(installed, "dist/cli/bin.js"), "whoami", "--json", "--fields", "login"]
      const who = execFileSync(process.execPath, asking, { encoding: "utf8", cwd: project, env })
      assert.deepStrictEqual(JSON.parse(who), { login: "ada@example.test" })
      const me = await fetch(`${baseUrl}/2.0/users/me`, { headers: { authorization: `Bearer ${accessToken}` } })
      assert.strictEqual(me.status, 200)
      const page = await fetch(`${baseUrl}/__emulator/page.js`)
      assert.include(await page.text(), "requests?after=")
      const ended = once(child, "exit")
      child.kill("SIGTERM")
      if (!windows) assert.deepStrictEqual(await ended, [0, null])
    } finally {
      child.kill("SIGKILL")
    }
  })

  it("CommonJS requires both packages", () => {
    writeFileSync(
      join(own, "required.cjs"),
      `const { Users } = require("@effect-box/core")
       const { getFolderById } = require("@effect-box/core/api/Folders")
       const { NodeBox } = require("@effect-box/node")
       console.log(typeof Users.getUserMe, typeof getFolderById, typeof NodeBox.layer)`
    )
    // Node 24, and Node 22 where it can be installed.
    for (const node of [process.execPath, commandOf("node22") ?? process.execPath]) {
      const out = execFileSync(node, ["required.cjs"], { cwd: own, encoding: "utf8" })
      assert.strictEqual(out.trim(), "function function function")
    }
  })

  it.each(["core", "node"] as const)("publint and arethetypeswrong find nothing in the tarball of %s", (name) => {
    const tarball = join(project, tarballOf(name))
    const check = (script: string, ...args: ReadonlyArray<string>) =>
      execFileSync(process.execPath, [join(root, "node_modules", script), ...args], { encoding: "utf8", stdio: "pipe" })
    return onceFor(`linted-${name}`, () => {
      assert.include(check("publint/src/cli.js", "run", tarball, "--strict"), "All good!")
      // Its exit status says what it found. The lookup of @types would need a network.
      check("@arethetypeswrong/cli/dist/index.js", tarball, "--profile", "esm-only", "--no-definitely-typed")
    })
  })

  it("internal modules cannot be imported", () => {
    for (const entry of [
      "@effect-box/core/http/internal/send",
      "@effect-box/core/testing/emulator/model/Tree",
      "@effect-box/node/internal/x"
    ]) {
      const out = run(
        `try { await import(${JSON.stringify(entry)}); console.log("imported") } catch (error) { console.log(error.code) }`
      )
      assert.strictEqual(out.trim(), "ERR_PACKAGE_PATH_NOT_EXPORTED")
    }
  })

  it("every entry point of core goes through a bundler for a platform without Node", () => {
    const all = entries("core")
    const imports = all.map((entry, index) => `import * as m${index} from ${JSON.stringify(entry)}`)
    return onceFor("bundled", async () => {
      const result = await build({
        stdin: {
          contents: `${imports.join("\n")}\nglobalThis.all = [${all.map((_, index) => `m${index}`).join(", ")}]`,
          resolveDir: project
        },
        bundle: true,
        write: false,
        format: "esm",
        platform: "browser",
        logLevel: "silent"
      })
      assert.isAbove(result.outputFiles[0]?.contents.length ?? 0, 0)
    })
  })

  it("types resolve for a program that uses both packages", () => {
    writeFileSync(
      join(own, "program.ts"),
      `import { Users } from "@effect-box/core"
       import { NodeBox } from "@effect-box/node"
       import { Effect } from "effect"
       export const login: Effect.Effect<string | null | undefined, unknown> =
         Users.getUserMe().pipe(Effect.map((user) => user.login), Effect.provide(NodeBox.layerConfig))`
    )
    writeFileSync(
      join(own, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          module: "NodeNext",
          strict: true,
          exactOptionalPropertyTypes: true,
          noEmit: true,
          skipLibCheck: true,
          lib: ["ES2024", "DOM"],
          types: []
        },
        files: ["program.ts"]
      })
    )
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc")
    execFileSync(process.execPath, [tsc, "-p", own], { encoding: "utf8", stdio: "pipe" })
  })

  it("the tarballs hold the build, the sources, the licence and a README, and neither tests nor the facts", () => {
    for (const name of ["core", "node"]) {
      const files = readdirSync(join(project, "node_modules", "@effect-box", name))
      assert.includeMembers(files, ["dist", "src", "LICENSE", "README.md", "AGENTS.md", "package.json"])
      assert.notInclude(files, "test")
      assert.notInclude(files, "codegen")
    }
  })
})
