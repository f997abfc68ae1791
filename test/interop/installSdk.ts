/** Installs one SDK outside of the workspace, once per machine. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { vi } from "vitest"

/** Where its modules are; `undefined` without a network, unless the SDKs are required. */
export const installSdk = (name: string, version: string): string | undefined => {
  const directory = join(tmpdir(), `effect-box-sdk-${name}-${version}`)
  vi.stubEnv("npm_config_fetch_retries", "0") // npm tries for a minute otherwise
  try {
    if (!existsSync(join(directory, "node_modules", name, "package.json"))) {
      mkdirSync(directory, { recursive: true })
      writeFileSync(join(directory, "package.json"), '{ "private": true }')
      const install = ["install", "--no-audit", "--no-fund", "--loglevel=error", `${name}@${version}`]
      const shell = process.platform === "win32"
      execFileSync("npm", install, { cwd: directory, shell, stdio: ["ignore", "pipe", "pipe"] })
    }
    return join(directory, "node_modules")
  } catch (error) {
    if (process.env["EFFECT_BOX_REQUIRE_BOX_SDK"] !== undefined) throw error
    return undefined
  } finally {
    vi.unstubAllEnvs()
  }
}
