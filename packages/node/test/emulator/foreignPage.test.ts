/** A web page of somebody else, in a real browser, that tries to reach the emulator. */
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { startEmulator } from "../../src/emulator/EmulatorServer.ts"
import { ask } from "./ask.ts"
import { missing, withBrowser } from "./browser.ts"

let server: Server
let foreign = ""
beforeAll(async () => {
  server = createServer((_, response) => response.setHeader("content-type", "text/html").end("<p>Somebody else</p>"))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  // Another port of the same host: another origin, and for cookies the same site.
  foreign = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

if (missing !== undefined) process.stderr.write(`The tests of foreign pages are skipped: ${missing}\n`)

describe.skipIf(missing !== undefined)("a page of another origin", () => {
  const visit = withBrowser()

  it("reaches no control, whatever it sends", async () => {
    const { box, page } = await visit({ seed: { items: { admin: { "pic.svg": { text: "<svg/>" } } } } })
    await page.goto(foreign)
    const control = `${box.url}/__emulator`
    const content = `${control}/as/${box.credentials.userId}/2.0/files/${box.ids.items["admin/pic.svg"]}/content`
    const seen = await page.evaluate(
      async ({ content, control, userId }) => {
        const outcome = (request: Promise<Response>) =>
          request.then(
            async (answer) => `${answer.type} ${await answer.text()}`,
            () => "failed"
          )
        const loaded = (name: "img" | "script", url: string) =>
          new Promise<string>((resolve) => {
            const element = document.createElement(name)
            element.onload = () => resolve("loaded")
            element.onerror = () => resolve("failed")
            element.src = url
            document.body.append(element)
          })
        const folder = JSON.stringify({ name: "Evil", parent: { id: "0" } })
        const noCors = { method: "POST", mode: "no-cors", body: folder } as const
        return {
          read: await outcome(fetch(`${control}/state`)),
          blindRead: await outcome(fetch(`${control}/state`, { mode: "no-cors" })),
          expire: await outcome(fetch(`${control}/expire-tokens`, { method: "POST", mode: "no-cors" })),
          change: await outcome(fetch(`${control}/as/${userId}/2.0/folders`, noCors)),
          picture: await loaded("img", content),
          script: await loaded("script", `${control}/page.js`)
        }
      },
      { content, control, userId: box.credentials.userId }
    )
    assert.deepStrictEqual([seen.read, seen.picture, seen.script], ["failed", "failed", "failed"])
    for (const blind of [seen.blindRead, seen.expire, seen.change]) assert.include(["failed", "opaque "], blind)
    const headers = { authorization: `Bearer ${box.credentials.accessToken}` }
    const items = await fetch(`${box.url}/2.0/folders/0/items`, { headers })
    assert.strictEqual(items.status, 200)
    assert.strictEqual((await items.json()).total_count, 1)
    const { requests } = await (await fetch(`${control}/stats`)).json()
    assert.strictEqual(requests, 1)
  })

  it("cannot send a form or show the page in a frame, and may link to it", async () => {
    const { box, page } = await visit()
    await page.goto(foreign)
    await page.evaluate((url) => {
      const form = document.createElement("form")
      form.method = "post"
      form.action = `${url}/__emulator/expire-tokens`
      document.body.append(form)
      form.submit()
    }, box.url)
    await page.waitForURL(`${box.url}/**`)
    assert.include(String(await page.locator("body").textContent()), "is not allowed")
    const headers = { authorization: `Bearer ${box.credentials.accessToken}` }
    assert.strictEqual((await fetch(`${box.url}/2.0/users/me`, { headers })).status, 200)

    await page.goto(foreign)
    await page.evaluate((url) => {
      const frame = document.createElement("iframe")
      frame.src = url
      document.body.append(frame)
      const link = document.createElement("a")
      link.href = url
      link.textContent = "there"
      document.body.append(link)
    }, box.pageUrl)
    const frame = page.frames().find((one) => one !== page.mainFrame())
    await frame?.waitForLoadState()
    assert.strictEqual(await frame?.locator("h1").count(), 0)
    await page.getByRole("link", { name: "there" }).click()
    await page.getByRole("heading", { name: "Box emulator" }).waitFor()
  })
})

it("no page may show the emulator's page in a frame, whatever its browser says of the request", async () => {
  const box = await startEmulator()
  try {
    const { headers } = await fetch(box.pageUrl)
    const policy = headers.get("content-security-policy") ?? ""
    for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      assert.include(policy.split("; "), part)
    }
    assert.strictEqual(headers.get("cross-origin-resource-policy"), "same-origin")
    assert.strictEqual(headers.get("x-content-type-options"), "nosniff")
  } finally {
    await box.stop()
  }
})

describe("what a browser says of a request", () => {
  const statusFor = async (path: string, headers: Record<string, string>): Promise<number> => {
    const box = await startEmulator()
    try {
      return (await Effect.runPromise(ask(`${box.url}/__emulator/${path}`, { headers }))).status
    } finally {
      await box.stop()
    }
  }
  const document = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" }

  it.each([
    ["", { "sec-fetch-site": "cross-site", ...document }, 200],
    ["", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" }, 403],
    ["world", { "sec-fetch-site": "cross-site", ...document }, 403],
    ["state", { "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" }, 403],
    ["state", { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" }, 200],
    ["state", { "sec-fetch-site": "none", ...document }, 200],
    ["state", {}, 200]
  ])("decides whether /__emulator/%s is answered: %j", async (path, headers, status) => {
    assert.strictEqual(await statusFor(path, headers), status)
  })
})
