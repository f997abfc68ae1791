/** A real browser for the emulator's page, where one is installed, and an emulator for it to look at. */
import { existsSync } from "node:fs"
import { type Browser, chromium, type Page } from "playwright-core"
import { afterAll, afterEach, beforeAll } from "vitest"
import type { Options, RunningEmulator } from "../../src/emulator/EmulatorServer.ts"
import { startEmulator } from "../../src/emulator/EmulatorServer.ts"

const places = [
  process.env["CHROMIUM_PATH"],
  // The same without the windows, tabs and menus of Chromium, which take more than half of the CPU time otherwise.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable"
]

const found = places.find((place) => place !== undefined && existsSync(place))

const isRequired = process.env["EFFECT_BOX_REQUIRE_BROWSER"] !== undefined

/** What to say in a skipped test; `undefined` when there is a browser, or when there must be one. */
export const missing: string | undefined =
  found === undefined && !isRequired
    ? "Chromium is not installed (Debian: apt-get install chromium-headless-shell)"
    : undefined

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]

export interface Visit {
  readonly box: RunningEmulator
  readonly page: Page
  /** The addresses that the page has asked for. */
  readonly asked: ReadonlyArray<string>
  /** What went wrong in the page, and what its policy has blocked. */
  readonly errors: ReadonlyArray<string>
}

/** A browser for the tests of a file. Each visit has an emulator and a profile of its own, until the test ends. */
export const withBrowser = (): ((options?: Options) => Promise<Visit>) => {
  let browser: Browser
  let endings: Array<() => Promise<unknown>> = []
  beforeAll(async () => {
    if (missing !== undefined) return
    if (found === undefined) throw new Error("A browser is required and not installed")
    browser = await chromium.launch({ executablePath: found, args: flags })
  })
  afterEach(async () => {
    for (const end of endings.toReversed()) await end()
    endings = []
  })
  afterAll(() => browser?.close())
  return async (options = {}) => {
    const box = await startEmulator(options)
    endings.push(() => box.stop())
    const context = await browser.newContext({ acceptDownloads: true })
    endings.push(() => context.close())
    const page = await context.newPage()
    const asked: Array<string> = []
    const errors: Array<string> = []
    page.on("request", (request) => asked.push(request.url()))
    page.on("pageerror", (error) => errors.push(error.message))
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text())
    })
    return { box, page, asked, errors }
  }
}
