/** The page of the emulator, in a real browser: one test for each thing that it does. */
import { readFile } from "node:fs/promises"
import type { Page } from "playwright-core"
import { assert, describe, it } from "vitest"
import type { RunningEmulator } from "../../src/emulator/EmulatorServer.ts"
import { missing, withBrowser } from "./browser.ts"

const redDot =
  "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAGElEQVR4nGP8z8BAEmAiTfmohlENw1UDAC2mAh9nMxiuAAAAAElFTkSuQmCC"

const seed = {
  users: { rosa: { name: "Rosa Example", login: "rosa@example.test" } },
  items: {
    admin: {
      Reports: { children: { "2024.txt": { text: "All is well" }, "logo.png": { base64: redDot } } },
      "film.mp4": { size: 3000 }
    },
    rosa: { Mine: { children: {} } }
  }
} as const

if (missing !== undefined) process.stderr.write(`The tests of the emulator's page are skipped: ${missing}\n`)

const call = async (
  { credentials, url, uploadUrl }: RunningEmulator,
  path: string,
  init: { readonly method?: string; readonly json?: unknown; readonly host?: "upload" } = {}
): Promise<Response> => {
  const answer = await fetch(`${init.host === "upload" ? uploadUrl : url}/2.0${path}`, {
    method: init.method ?? "GET",
    headers: { authorization: `Bearer ${credentials.accessToken}`, "content-type": "application/json" },
    ...(init.json === undefined ? {} : { body: JSON.stringify(init.json) })
  })
  await answer.clone().arrayBuffer()
  return answer
}

const namesIn = async (box: RunningEmulator, folder: string): Promise<ReadonlyArray<string>> => {
  const { entries } = await (await call(box, `/folders/${folder}/items`)).json()
  return entries.map(({ name }: { readonly name: string }) => name)
}

const inTree = (page: Page, name: string) => page.locator("#tree").getByRole("button", { name, exact: true })
const tab = (page: Page, name: string) => page.getByRole("tab", { name })
const row = (page: Page, text: string) => page.locator("#requests > tr").filter({ hasText: text })

describe.skipIf(missing !== undefined)("the page", () => {
  const visit = withBrowser()

  it("shows the tree of each user, and what is new in it", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await inTree(page, "Reports").click()
    await inTree(page, "2024.txt").waitFor()
    const parent = { id: box.ids.items["admin/Reports"] }
    await call(box, "/folders", { method: "POST", json: { name: "Later", parent } })
    await inTree(page, "Later").waitFor()
    await page.getByRole("combobox", { name: /^User/ }).selectOption({ label: "Rosa Example (rosa@example.test)" })
    await inTree(page, "Mine").waitFor()
    assert.strictEqual(await inTree(page, "Reports").count(), 0)
    await inTree(page, "Mine").click()
    await page.locator("#tree").getByText("empty").waitFor()
  })

  it("shows large folders in parts", async () => {
    const many = Object.fromEntries(Array.from({ length: 230 }, (_, index) => [`f${1000 + index}.txt`, { text: "x" }]))
    const { box, page } = await visit({ seed: { items: { admin: many } } })
    await page.goto(box.pageUrl)
    await inTree(page, "f1199.txt").waitFor()
    assert.strictEqual(await inTree(page, "f1200.txt").count(), 0)
    await inTree(page, "Show more").click()
    await inTree(page, "f1229.txt").waitFor()
  })

  it("previews text and pictures, and says what it cannot preview", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await inTree(page, "Reports").click()
    await inTree(page, "2024.txt").click()
    await page.locator("#preview pre").getByText("All is well").waitFor()
    await inTree(page, "logo.png").click()
    const picture = page.locator("#preview img")
    await picture.waitFor()
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>("#preview img")?.naturalWidth === 16)
    assert.strictEqual(await picture.getAttribute("alt"), "logo.png")
    await page.locator("#preview").getByRole("button", { name: "Close" }).click()
    await picture.waitFor({ state: "hidden" })
  })

  it("uploads by the button, into the chosen folder", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await inTree(page, "Reports").click()
    const choosing = page.waitForEvent("filechooser")
    await page.getByRole("button", { name: "Upload" }).click()
    const files = ["one.txt", "two.txt"].map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from(name) }))
    await (await choosing).setFiles(files)
    await inTree(page, "two.txt").waitFor()
    assert.includeMembers([...(await namesIn(box, box.ids.items["admin/Reports"] ?? ""))], ["one.txt", "two.txt"])
    // What Box refuses is said.
    const again = page.waitForEvent("filechooser")
    await page.getByRole("button", { name: "Upload" }).click()
    await (await again).setFiles(files.slice(0, 1))
    await page.getByRole("status").getByText("Item with the same name already exists").waitFor()
  })

  it("takes files that are dropped on a folder", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await inTree(page, "Reports").waitFor()
    const dataTransfer = await page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(["dropped"], "dropped.txt"))
      return transfer
    })
    await inTree(page, "Reports").dispatchEvent("drop", { dataTransfer })
    await page.getByRole("status").getByText("1 file is in Reports now").waitFor()
    assert.include(await namesIn(box, box.ids.items["admin/Reports"] ?? ""), "dropped.txt")
  })

  it("makes folders", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await inTree(page, "Reports").waitFor()
    page.on("dialog", (dialog) => void dialog.accept("New one"))
    await page.getByRole("button", { name: "New folder" }).click()
    await inTree(page, "New one").waitFor()
    assert.include(await namesIn(box, "0"), "New one")
  })

  it("downloads a file", async () => {
    const { box, page } = await visit({ seed, contents: "memory" })
    await page.goto(box.pageUrl)
    await inTree(page, "Reports").click()
    await inTree(page, "logo.png").click()
    const downloading = page.waitForEvent("download")
    await page.getByRole("link", { name: "Download" }).click()
    const download = await downloading
    assert.strictEqual(download.suggestedFilename(), "logo.png")
    assert.strictEqual((await readFile(await download.path())).toString("base64"), redDot)
  })

  it("logs requests as they come, with bodies on a click and without secrets", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await page.getByText("No request yet").waitFor()
    await call(box, "/folders", { method: "POST", json: { name: "Logged", parent: { id: "0" } } })
    await call(box, "/files/99")
    const cells = row(page, "/2.0/folders").locator("td")
    await cells.getByText("201", { exact: true }).waitFor()
    const texts = await cells.allTextContents()
    assert.deepStrictEqual(texts.slice(1, 6), ["201", "POST", "/2.0/folders", "Folders.createFolder", "Ada Example"])
    assert.match(texts[0] ?? "", /^\d\d:\d\d:\d\d\.\d{3}$/)
    assert.match(texts[6] ?? "", /^\d+$/)
    await row(page, "/2.0/files/99").getByText("404", { exact: true }).waitFor()
    await page.getByRole("button", { name: "/2.0/folders" }).click()
    const details = page.locator(".details")
    await details.getByText('"name": "Logged"').first().waitFor()
    const text = String(await details.textContent())
    assert.include(text, '"etag": "0"')
    assert.notInclude(text, box.credentials.accessToken)
    const { clientId, clientSecret, refreshToken } = box.credentials
    const form = { grant_type: "refresh_token", refresh_token: refreshToken }
    const login = await fetch(`${box.url}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret })
    })
    const { access_token } = await login.json()
    await page.getByRole("button", { name: "/oauth2/token" }).click()
    await page.getByText("grant_type=refresh_token").waitFor()
    const shown = String(await page.locator("body").textContent())
    for (const secret of [refreshToken, clientSecret, access_token]) assert.notInclude(shown, secret)
    await page.getByLabel("Only").fill("files/99")
    await row(page, "/oauth2/token").waitFor({ state: "hidden" })
    assert.isTrue(await row(page, "/2.0/files/99").isVisible())
  })

  it("arms faults by a click, says which have fired, and disarms them", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await tab(page, "Faults").click()
    await page.getByLabel("What happens").selectOption({ label: "429, too many requests" })
    await page.getByLabel("Retry-After, seconds").fill("7")
    await page.getByLabel("Path").fill("/folders/{folder_id}")
    await page.getByLabel("For the next").fill("3")
    await page.getByRole("button", { name: "Arm", exact: true }).click()
    await page.getByText("0 of 3 fired").waitFor()
    const answer = await call(box, "/folders/0")
    assert.deepStrictEqual([answer.status, answer.headers.get("retry-after")], [429, "7"])
    await page.getByText("1 of 3 fired").waitFor()
    assert.include(String(await tab(page, "Faults").textContent()), "1")
    await tab(page, "Requests").click()
    await row(page, "/2.0/folders/0").getByText("status", { exact: true }).waitFor()
    await tab(page, "Faults").click()
    await page.getByRole("button", { name: "Disarm", exact: true }).click()
    await page.getByText("1 of 3 fired").waitFor({ state: "detached" })
    assert.strictEqual((await call(box, "/folders/0")).status, 200)
    await page.getByLabel("What happens").selectOption({ label: "503, unavailable" })
    await page.getByLabel("For the next").fill("1")
    await page.getByRole("button", { name: "Arm", exact: true }).click()
    await page.getByText("0 of 1 fired").waitFor()
    assert.strictEqual((await call(box, "/folders/0")).status, 503)
    await page.locator(".spent").getByText("1 of 1 fired").waitFor()
  })

  it.each([
    ["connection reset before the work", undefined],
    ["answer cut off", "after bytes"],
    ["slow", "milliseconds"]
  ])("arms: %s", async (label, amount) => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await tab(page, "Faults").click()
    await page.getByLabel("What happens").selectOption({ label })
    if (amount !== undefined) await page.getByLabel(amount).fill("1")
    await page.getByRole("button", { name: "Arm", exact: true }).click()
    await page.getByText("0 of 1 fired").waitFor()
    const outcome = await call(box, "/folders/0").then(
      ({ status }) => status,
      () => "broken"
    )
    assert.strictEqual(outcome, label === "slow" ? 200 : "broken")
    await page.locator(".spent").waitFor()
  })

  it("makes the route of a request fail", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await call(box, "/folders/0/items")
    await page.getByRole("button", { name: "/2.0/folders/0/items" }).click()
    await page.getByRole("button", { name: "Make this route fail" }).click()
    assert.strictEqual(await page.getByLabel("Path").inputValue(), "/folders/{folder_id}/items")
    assert.strictEqual(await page.getByLabel("Method").inputValue(), "GET")
    await page.getByRole("button", { name: "Arm", exact: true }).click()
    await page.getByText("0 of 1 fired").waitFor()
    assert.deepStrictEqual(
      [(await call(box, "/folders/0")).status, (await call(box, "/folders/0/items")).status],
      [200, 429]
    )
    await call(box, "/folders/0/items")
    await call(box, "/folders/0/items")
    await page.getByRole("button", { name: "Disarm all" }).click()
  })

  it("shows tokens and upload sessions, and ends tokens", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await call(box, "/files/upload_sessions", {
      method: "POST",
      host: "upload",
      json: { folder_id: "0", file_size: 30_000_000, file_name: "big.bin" }
    })
    await tab(page, "Tokens and sessions").click()
    await page.locator("#sessions").getByText("big.bin").waitFor()
    await page.locator("#sessions").getByText("0 bytes of 30.0 MB").waitFor()
    await page
      .locator("#tokens")
      .getByText(/in (59|60) min/)
      .waitFor()
    assert.notInclude(String(await page.locator("#tokens").textContent()), box.credentials.accessToken)
    await page.getByRole("button", { name: "Expire all access tokens" }).click()
    await page.locator("#tokens").getByText("expired").waitFor()
    assert.strictEqual((await call(box, "/users/me")).status, 401)
    // The page itself needs no token.
    await inTree(page, "Reports").click()
    await inTree(page, "2024.txt").waitFor()
  })

  it("shows the events of the enterprise and of a user", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await tab(page, "Events").click()
    await page.locator("#events").getByText("NEW_USER").waitFor()
    await page.getByLabel("Stream").selectOption({ label: "Ada Example" })
    await page.locator("#events").getByText("ITEM_CREATE").first().waitFor()
    await page.locator("#events").getByText("NEW_USER").waitFor({ state: "detached" })
    await call(box, "/folders", { method: "POST", json: { name: "Fresh", parent: { id: "0" } } })
    const first = page.locator("#events summary").first()
    await first.getByText("Fresh").waitFor()
    await first.click()
    await page.locator("#events pre").getByText('"event_type": "ITEM_CREATE"').waitFor()
  })

  it("shows what webhooks had to deliver", async () => {
    const address = "https://example.test/hook"
    const webhooks = [{ item: "admin/Reports", address, triggers: ["FOLDER.RENAMED"] }]
    const { box, page } = await visit({ seed: { ...seed, webhooks } })
    await page.goto(box.pageUrl)
    await tab(page, "Webhooks").click()
    await page.getByText("No webhook had anything to deliver").waitFor()
    await call(box, `/folders/${box.ids.items["admin/Reports"]}`, { method: "PUT", json: { name: "Other" } })
    const delivery = page.locator("#deliveries summary")
    await delivery.getByText("FOLDER.RENAMED").waitFor()
    await delivery.getByText("kept").waitFor()
    await delivery.click()
    await page.locator("#deliveries pre").getByText('"name": "Other"').waitFor()
  })

  it("moves the clock ahead", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await page.getByLabel("Advance by").fill("2 days")
    await page.getByRole("button", { name: "Advance" }).click()
    await page.getByText("2 days ahead").waitFor()
    assert.strictEqual((await call(box, "/users/me")).status, 401)
    await page.getByLabel("Advance by").fill("soon")
    await page.getByRole("button", { name: "Advance" }).click()
    await page.getByRole("status").getByText("duration").waitFor()
  })

  it("downloads the world as a seed", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    const downloading = page.waitForEvent("download")
    await page.getByRole("button", { name: "Download the world" }).click()
    const download = await downloading
    assert.strictEqual(download.suggestedFilename(), "world.json")
    const world = await (await fetch(`${box.url}/__emulator/world`)).json()
    assert.deepStrictEqual(JSON.parse(await readFile(await download.path(), "utf8")), world)
  })

  it("can be used by keyboard, with a focus that is seen", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await inTree(page, "Reports").waitFor()
    await tab(page, "Requests").focus()
    await page.keyboard.press("ArrowRight")
    await page.getByLabel("What happens").waitFor()
    assert.strictEqual(await tab(page, "Faults").getAttribute("aria-selected"), "true")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowLeft")
    assert.strictEqual(await tab(page, "Webhooks").getAttribute("aria-selected"), "true")
    await page.getByRole("button", { name: "New folder" }).focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    const style = await inTree(page, "Reports").evaluate((element) => getComputedStyle(element).outlineStyle)
    assert.strictEqual(style, "solid")
    await page.keyboard.press("Enter")
    await inTree(page, "2024.txt").waitFor()
    assert.strictEqual(await inTree(page, "Reports").getAttribute("aria-expanded"), "true")
  })

  it("is dark where the system is", async () => {
    const { box, page } = await visit()
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await page.emulateMedia({ colorScheme: "light" })
    await page.goto(box.pageUrl)
    const light = await ground()
    await page.emulateMedia({ colorScheme: "dark" })
    assert.notStrictEqual(await ground(), light)
  })

  it("says that the emulator is gone, and keeps what it shows", async () => {
    const { box, page } = await visit({ seed })
    await page.goto(box.pageUrl)
    await inTree(page, "Reports").waitFor()
    await box.stop()
    await page.getByRole("status").getByText("does not answer").waitFor()
    assert.isTrue(await inTree(page, "Reports").isVisible())
  })

  it("takes nothing from names and contents for markup, and asks no other host", async () => {
    const hostile = `<img src=x onerror="document.title='hacked'">`
    const { asked, box, errors, page } = await visit({
      seed: {
        users: { rosa: { name: hostile, login: "rosa@example.test" } },
        items: {
          admin: {
            [`${hostile}.txt`.replaceAll("/", "")]: { text: `<script>document.title='hacked'</script>` },
            "page.html": { text: `<script>document.title='hacked'</script>` },
            "pic.svg": {
              text: `<svg xmlns="http://www.w3.org/2000/svg"><script>document.title='hacked'</script></svg>`
            }
          }
        },
        groups: { [hostile]: {} }
      }
    })
    await page.goto(box.pageUrl)
    await fetch(`${box.url}/2.0/${hostile}?q=${hostile}`, { headers: { [`x-h`]: hostile } })
    await inTree(page, `${hostile}.txt`).click()
    await page.locator("#preview pre").waitFor()
    await inTree(page, "page.html").click()
    await page.locator("#preview pre").getByText("script").waitFor()
    await inTree(page, "pic.svg").click()
    await page.locator("#preview img").waitFor()
    for (const name of ["Faults", "Tokens and sessions", "Events", "Webhooks", "Requests"])
      await tab(page, name).click()
    await page.locator("#requests button").first().click()
    await page.locator(".details").waitFor()
    assert.strictEqual(await page.title(), "Box emulator")
    assert.strictEqual(await page.locator("img[src=x]").count(), 0)
    assert.deepStrictEqual(errors, [])
    const others = asked.filter((url) => !url.startsWith(box.url) && !/^(blob|data):/.test(url))
    assert.deepStrictEqual(others, [])
    // Even a mistake could not make markup of text.
    const refused = await page.evaluate(() => {
      try {
        document.body.innerHTML = "<b>x</b>"
        return false
      } catch {
        return true
      }
    })
    assert.isTrue(refused)
    // A file that is opened as a page is none.
    const id = await (await call(box, "/search?query=page&type=file")).json()
    const direct = await page.request.get(
      `${box.pageUrl}as/${box.credentials.userId}/2.0/files/${id.entries[0]?.id}/content`
    )
    assert.include(direct.headers()["content-security-policy"], "sandbox")
    assert.include(direct.headers()["content-disposition"], "attachment")
  })
})
