// Runs a task of this workspace on a machine that has only some Node (18 or newer) and npm: installs what is missing,
// then goes on with the project's own Node. Plain JavaScript, because the Node that starts it may be old.
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const windows = process.platform === "win32"
const [task = "", ...args] = process.argv.slice(2)

if (Number(process.versions.node.split(".")[0]) < 18) {
  console.error(
    `effect-box needs Node 18 or newer to start (it brings its own for the rest); this is ${process.version}.`
  )
  process.exit(1)
}

const own = {
  node: join(root, "node_modules", "node", "bin", windows ? "node.exe" : "node"),
  tsc: join(root, "node_modules", "typescript", "bin", "tsc"),
  vitest: join(root, "node_modules", "vitest", "vitest.mjs"),
  biome: join(root, "node_modules", "@biomejs", "biome", "bin", "biome")
}

/** What an installation depends on: when none of it changed since the last one, nothing is to be installed. */
const fingerprint = () => {
  const hash = createHash("sha256")
  const packages = readdirSync(join(root, "packages")).map((name) => join("packages", name, "package.json"))
  for (const file of ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "examples/package.json", ...packages]) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)))
  }
  return hash.digest("hex")
}

const install = () => {
  const stamp = join(root, "node_modules", ".effect-box-installed")
  const wanted = fingerprint()
  if (existsSync(own.node) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return
  console.error("Installing dependencies with pnpm 12 ...")
  const result = spawnSync("npx", ["--yes", "pnpm@12", "install", "--frozen-lockfile", "--reporter=append-only"], {
    cwd: root,
    encoding: "utf8",
    shell: windows,
    env: { ...process.env, npm_config_update_notifier: "false" }
  })
  if (result.status !== 0) {
    console.error(`${result.stdout ?? ""}${result.stderr ?? ""}`)
    console.error("The installation failed; the lines above say why. It needs npm, npx and a package registry.")
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

/**
 * Tests start many processes from the sources. Node keeps what it has compiled, which is half of what each start takes. Not for
 * measurements, which include it. Everything else takes files from where npm was called.
 */
const environment =
  task === "test"
    ? { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, ".tmp", "compiled") }
    : { EFFECT_BOX_CWD: process.env.INIT_CWD ?? process.cwd() }

/**
 * Runs a program on the project's own Node and passes signals on; gives its exit status. `take` gets what it prints, which is
 * otherwise printed as it comes.
 */
const run = (script, scriptArgs = [], take) =>
  new Promise((resolve) => {
    const path = `${join(root, "node_modules", ".bin")}${windows ? ";" : ":"}${process.env.PATH ?? ""}`
    const child = spawn(own.node, [script, ...scriptArgs], {
      cwd: root,
      stdio: take === undefined ? "inherit" : ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment, PATH: path }
    })
    child.stdout?.setEncoding("utf8").on("data", take)
    child.stderr?.setEncoding("utf8").on("data", take)
    const pass = (signal) => child.kill(signal)
    process.on("SIGTERM", pass)
    process.on("SIGINT", pass)
    // npm starts this through a shell that dies of a signal without passing it on.
    const parent = process.ppid
    const orphaned = setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 250)
    // Its streams are read to the end before this.
    child.on("close", (code, signal) => {
      process.off("SIGTERM", pass)
      process.off("SIGINT", pass)
      clearInterval(orphaned)
      resolve(code ?? (signal === null ? 1 : 128))
    })
  })

const secondsSince = (started) => ((Date.now() - started) / 1000).toFixed(1)

const ended = (title, status, started) => {
  if (status === 0) console.log(`--- ${title}: ok (${secondsSince(started)} s)`)
  else console.error(`--- ${title}: failed`)
  return status
}

/** Runs steps one after the other; the first that fails ends it. */
const steps = async (list) => {
  for (const [title, script, scriptArgs] of list) {
    const started = Date.now()
    console.log(`\n--- ${title}`)
    const status = ended(title, await run(script, scriptArgs), started)
    if (status !== 0) return status
  }
  return 0
}

/** Runs steps at the same time: what each prints comes in one piece, when it is over. Gives the first status that is not 0. */
const together = async (list) => {
  const statuses = await Promise.all(
    list.map(async ([title, script, scriptArgs]) => {
      const started = Date.now()
      let printed = ""
      const status = await run(script, scriptArgs, (text) => {
        printed += text
      })
      process.stdout.write(`\n--- ${title}\n${printed}`)
      return ended(title, status, started)
    })
  )
  return statuses.find((status) => status !== 0) ?? 0
}

const pretty = process.stdout.isTTY ? ["--pretty"] : []

/** A type check that goes on from what the last one has found out: it takes a tenth of the time if nothing has changed. */
const typeCheck = (title, project, name) => {
  const known = ["--incremental", "--tsBuildInfoFile", join(root, ".tmp", "types", `${name}.tsbuildinfo`)]
  return [title, own.tsc, ["--noEmit", ...pretty, ...known, "-p", project]]
}

const checks = [
  // Alone, because nothing of Node may be in scope there.
  typeCheck("type check of core", "packages/core", "core"),
  typeCheck("type check of the emulator's page", "packages/node/page", "page"),
  typeCheck("type check of node, tests and examples", ".", "all")
]
/** What the one above does not say of node: that its declarations can be written. The test of the packages writes them. */
const declarations = [typeCheck("type check of the declarations of node", "packages/node", "node")]
const colors = process.stdout.isTTY ? ["--colors=force"] : ["--colors=off"]
const lint = [["lint and format", own.biome, ["ci", "--error-on-warnings", ...colors, "."]]]

const generator = "packages/core/codegen/main.ts"
const page = "packages/node/page/generate.ts"

const tasks = {
  generate: async () => (await run(generator, args)) || run(page),
  demo: () => run("examples/demo/main.ts", args),
  emulator: () => run("packages/node/src/cli/bin.ts", ["emulator", ...args]),
  "effect-box": () => run("packages/node/src/cli/bin.ts", args),
  "test:box": () => run("test/box/main.ts", args),
  bench: () => run("test/bench/main.ts", args),
  interop: () => run("test/interop/main.ts", args),
  simulate: () => run("test/simulation/main.ts", args),
  docs: () => run("scripts/site/build.ts", args),
  check: () => together([...checks, ...declarations]),
  lint: () => steps(lint),
  format: () => run(own.biome, ["check", "--write", "."]),
  build: () =>
    steps([
      ["build core", own.tsc, ["-p", "packages/core/tsconfig.build.json"]],
      ["build node", own.tsc, ["-p", "packages/node/tsconfig.build.json"]],
      ["bundle the command of node", "scripts/bundleCommand.mjs"]
    ]),
  test: async () =>
    (await together([
      ...checks,
      ...lint,
      ["generated code is up to date", generator, ["--check"]],
      ["the emulator's page is up to date", page, ["--check"]]
    ])) ||
    // Whoever names files wants to see their tests.
    steps([
      ["tests", own.vitest, ["run", ...(args.length === 0 ? ["--reporter=./test/support/screenReporter.ts"] : args)]]
    ])
}

if (!Object.hasOwn(tasks, task)) {
  console.error(`Unknown task ${JSON.stringify(task)}. There are: ${Object.keys(tasks).join(", ")}.`)
  process.exit(2)
}
install()
process.exitCode = await tasks[task]()
