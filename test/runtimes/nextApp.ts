/** Builds the example for Next in a project where both packages are installed as they are published, and starts it. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const root = fileURLToPath(new URL("../..", import.meta.url))
const example = join(root, "examples", "next")
const packages = ["core", "node"] as const

const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", CI: "1", NODE_ENV: "production" } as const

/** A digest of all that the built application depends on. */
const inputs = (): string => {
  const hash = createHash("sha1")
  for (const directory of [example, ...packages.map((name) => join(root, "packages", name, "src"))]) {
    for (const path of readdirSync(directory, { recursive: true, encoding: "utf8" }).toSorted()) {
      if (path.endsWith(".ts")) hash.update(path).update(readFileSync(join(directory, path)))
    }
  }
  return hash.update(readFileSync(fileURLToPath(import.meta.url))).digest("hex")
}

/** Compiles a package to where it would be installed. Its types are checked elsewhere, so esbuild does: in a tenth of the time. */
const publish = async (name: (typeof packages)[number], target: string): Promise<void> => {
  const source = join(root, "packages", name)
  rmSync(target, { recursive: true, force: true })
  mkdirSync(join(target, "dist"), { recursive: true })
  const { outputFiles } = await build({
    entryPoints: globSync("**/*.ts", { cwd: join(source, "src") }),
    absWorkingDir: join(source, "src"),
    outdir: join(target, "dist"),
    outbase: ".",
    format: "esm",
    target: "es2024",
    write: false
  })
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true })
    // esbuild leaves the names of modules as they are.
    writeFileSync(path, text.replaceAll(/((?:from|import) ?\(?"\.[^"\n]*)\.ts"/g, '$1.js"'))
  }
  const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8"))
  writeFileSync(join(target, "package.json"), JSON.stringify({ ...manifest, ...manifest.publishConfig }))
}

/**
 * The directory of the built application. It is below the one where Next is, because Next reads nothing outside of it. Each
 * clone of the project has its own, with Next's cache, and builds only after changes.
 */
export const builtNext = async (installed: string, command: string): Promise<string> => {
  const directory = join(installed, "apps", createHash("sha1").update(root).digest("hex").slice(0, 12))
  const stamp = join(directory, "built")
  const wanted = inputs()
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return directory
  for (const name of ["built", "app", "next.config.mjs"])
    rmSync(join(directory, name), { recursive: true, force: true })
  cpSync(example, directory, { recursive: true })
  for (const name of packages) await publish(name, join(directory, "node_modules", "@effect-box", name))
  writeFileSync(join(directory, "package.json"), '{ "private": true, "type": "module" }')
  // To write it takes a third of a build, which pays where there are more to come.
  const isAgain = existsSync(join(directory, ".next"))
  const config = {
    turbopack: { root: installed },
    typescript: { ignoreBuildErrors: true },
    // What is not minified is built in half of the time.
    experimental: { turbopackMinify: false, turbopackSourceMaps: false, turbopackFileSystemCacheForBuild: isAgain }
  }
  writeFileSync(join(directory, "next.config.mjs"), `export default ${JSON.stringify(config)}`)
  execFileSync(process.execPath, [command, "build"], { cwd: directory, env: environment, stdio: "pipe" })
  writeFileSync(stamp, wanted)
  return directory
}

export interface RunningNext {
  readonly url: string
  /** Waits for a line of output, and gives it. */
  readonly printed: (text: string) => Promise<string>
  readonly stop: () => Promise<void>
}

export const startNext = async (directory: string, command: string, env: NodeJS.ProcessEnv): Promise<RunningNext> => {
  const args = [command, "start", "--hostname", "127.0.0.1", "--port", "0"]
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: directory,
    env: { ...environment, ...env },
    stdio: ["ignore", "pipe", "pipe"]
  })
  const ended = once(child, "exit")
  if (child.stdout === null || child.stderr === null) throw new Error("Next has no output")
  // It tells of each answer that was broken off.
  let complaints = ""
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaints += text
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const printed = async (text: string): Promise<string> => {
    for (;;) {
      const { done, value } = await lines.next()
      if (done === true) throw new Error(`Next ended without "${text}": ${complaints}`)
      if (value.includes(text)) return value
    }
  }
  const address = await printed("Local:")
  await printed("Ready")
  const stop = async () => {
    child.kill("SIGTERM")
    await ended
  }
  return { url: address.replace(/.*Local:\s*/, "").trim(), printed, stop }
}
