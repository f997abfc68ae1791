/** Core in a real browser: the example page, and where a token goes when the browser follows a redirect itself. */
import { type ChildProcess, spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { createInterface } from "node:readline"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { afterEach, assert, describe, it } from "vitest"
import { missing, withBrowser } from "../../packages/node/test/emulator/browser.ts"

const visit = withBrowser()
const endings: Array<() => unknown> = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const serve = async (listener: RequestListener) => {
  const server = createServer(listener).listen(0, "127.0.0.1")
  await once(server, "listening")
  endings.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server has such an address
}

const startExample = async () => {
  const child: ChildProcess = spawn(process.execPath, [here("../../examples/browser/main.ts")], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  endings.push(async () => {
    const ended = once(child, "exit")
    if (child.exitCode === null && child.kill("SIGTERM")) await ended
  })
  if (child.stdout === null) throw new Error("no output")
  const [line] = await once(createInterface({ input: child.stdout }), "line")
  return String(line).replace("Open ", "")
}

describe.skipIf(missing !== undefined)("in a browser", () => {
  it("the example page lists, uploads in one request and in parts, and downloads", async () => {
    const { page, errors } = await visit()
    const address = await startExample()
    const asked: Array<{ url: string; authorization: string | undefined }> = []
    page.on("request", async (request) => {
      const { authorization } = await request.allHeaders()
      asked.push({ url: request.url(), authorization })
    })
    await page.goto(address)
    await page.waitForSelector("#items", { state: "attached" })
    const small = Buffer.from("Q1: fine")
    await page.setInputFiles("#file", { name: "q1.txt", mimeType: "text/plain", buffer: small })
    await page.waitForSelector("li:has-text('q1.txt')")
    // From 20 MB on in an upload session.
    const large = Buffer.alloc(21_000_000, "0123456789abcdef")
    await page.setInputFiles("#file", { name: "large.bin", mimeType: "application/octet-stream", buffer: large })
    await page.waitForSelector("li:has-text('large.bin')")
    for (const [name, content] of [
      ["q1.txt", small],
      ["large.bin", large]
    ] as const) {
      const started = page.waitForEvent("download")
      await page.click(`li:has-text('${name}') button`)
      const path = await (await started).path()
      const sha1 = (bytes: Uint8Array) => createHash("sha1").update(bytes).digest("hex")
      assert.strictEqual(sha1(readFileSync(path)), sha1(content))
    }
    assert.strictEqual(await page.textContent("#problem"), "")
    // The page's own icon is nobody's.
    assert.deepStrictEqual(
      errors.filter((error) => !error.includes("404")),
      []
    )
    const downloads = asked.filter(({ url }) => new URL(url).pathname.startsWith("/d/1/"))
    assert.isAtLeast(downloads.length, 2)
    for (const { authorization } of downloads) assert.isUndefined(authorization)
  })

  it("a redirect to another host takes the range along, but no token", async () => {
    const content = "0123456789"
    const seen: Array<{ readonly url: string; readonly headers: IncomingHttpHeaders }> = []
    const shared = { "access-control-allow-origin": "*", "access-control-allow-headers": "authorization,range" }
    const other = await serve((request, response) => {
      seen.push({ url: `other ${request.method} ${request.url}`, headers: request.headers })
      // Without `Access-Control-Expose-Headers`, the page does not see `Content-Range`.
      response.writeHead(request.method === "OPTIONS" ? 204 : 206, { ...shared, "content-range": "bytes 2-5/10" })
      response.end(request.method === "OPTIONS" ? "" : content.slice(2, 6))
    })
    const api = await serve((request, response) => {
      if (request.method === "OPTIONS") return response.writeHead(204, shared).end()
      seen.push({ url: `api ${request.method} ${request.url}`, headers: request.headers })
      if (/\/(content|thumbnail)/.test(request.url ?? "")) {
        return response.writeHead(302, { ...shared, location: `${other}/signed` }).end()
      }
      const sha1 = createHash("sha1").update(content).digest("hex")
      const file = { type: "file", id: "1", name: "a", size: 10, sha1, file_version: { type: "file_version", id: "2" } }
      return response.writeHead(200, { ...shared, "content-type": "application/json" }).end(JSON.stringify(file))
    })
    const { outputFiles } = await build({
      entryPoints: [here("browserPage.ts")],
      bundle: true,
      write: false,
      format: "esm",
      define: { API: JSON.stringify(api) }
    })
    const script = outputFiles[0]?.text ?? ""
    const own = await serve((request, response) => {
      const isScript = request.url === "/page.js"
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html")
      response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>')
    })
    const { page } = await visit()
    await page.goto(own)
    await page.waitForFunction(() => document.title !== "")
    assert.strictEqual(await page.title(), "2345; Box redirects to another address, which a browser does not show")
    const signed = seen.filter(({ url }) => url === "other GET /signed")
    assert.strictEqual(signed.length, 1)
    assert.strictEqual(signed[0]?.headers["range"], "bytes=2-5")
    assert.isUndefined(signed[0]?.headers["authorization"])
    const contents = seen.filter(({ url }) => url.startsWith("api") && url.includes("/files/1/content"))
    assert.deepStrictEqual(
      contents.map(({ headers }) => headers["authorization"]),
      ["Bearer secret-token"]
    )
    assert.isTrue(contents[0]?.headers["user-agent"]?.startsWith("Mozilla/"))
  })
})
