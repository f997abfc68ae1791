/** The consent page in a real browser, and what programs get at the same address. */
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { startEmulator } from "../../src/emulator/EmulatorServer.ts"
import type { RunningEmulator } from "../../src/emulator/EmulatorServer.ts"
import { missing, withBrowser } from "./browser.ts"

if (missing !== undefined) process.stderr.write(`The tests of the consent page are skipped: ${missing}\n`)

const seed = { users: { rosa: { name: `Rosa <b>"Example"</b>`, login: "rosa@example.test" } } } as const

/** An application that a browser comes back to. */
let application: Server
let redirectUri = ""
beforeAll(async () => {
  application = createServer((_, response) => response.end("The application"))
  await new Promise<void>((resolve) => application.listen(0, "127.0.0.1", resolve))
  redirectUri = `http://localhost:${(application.address() as AddressInfo).port}/callback`
})
afterAll(() => new Promise((resolve) => application.close(resolve)))

const authorizationUrl = (
  { authorizeUrl, credentials }: RunningEmulator,
  others: Record<string, string> = {}
): string =>
  `${authorizeUrl}?${new URLSearchParams({
    response_type: "code",
    client_id: credentials.clientId,
    redirect_uri: redirectUri,
    state: "s1",
    ...others
  })}`

/** Whose token a code gives. */
const userOf = async ({ credentials, url }: RunningEmulator, code: string): Promise<string> => {
  const { clientId, clientSecret } = credentials
  const form = { grant_type: "authorization_code", code, client_id: clientId, client_secret: clientSecret }
  const { access_token } = await (
    await fetch(`${url}/oauth2/token`, { method: "POST", body: new URLSearchParams(form) })
  ).json()
  const me = await fetch(`${url}/2.0/users/me`, { headers: { authorization: `Bearer ${access_token}` } })
  return (await me.json()).login
}

const browserAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

describe.skipIf(missing !== undefined)("the consent page", () => {
  const visit = withBrowser()

  it("asks who logs in and what for, and lets the application in", async () => {
    const { box, errors, page } = await visit({ seed })
    await page.goto(authorizationUrl(box, { scope: "root_readonly manage_groups" }))
    const text = String(await page.locator("main").textContent())
    for (const word of [box.credentials.clientId, "root_readonly", "manage_groups", new URL(redirectUri).origin]) {
      assert.include(text, word)
    }
    assert.notInclude(text, "manage_webhook")
    assert.notInclude(text, "AutomationUser")
    assert.strictEqual(await page.locator("b").count(), 0)
    const user = page.getByLabel("Log in as")
    await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "user_id")
    await user.selectOption({ label: `Rosa <b>"Example"</b> (rosa@example.test)` })
    await page.getByRole("button", { name: "Allow" }).click()
    await page.waitForURL(`${redirectUri}**`)
    const { searchParams } = new URL(page.url())
    assert.strictEqual(searchParams.get("state"), "s1")
    assert.strictEqual(await userOf(box, searchParams.get("code") ?? ""), "rosa@example.test")
    assert.deepStrictEqual(errors, [])
  })

  it("tells the application that the user denied", async () => {
    const { box, page } = await visit()
    await page.goto(authorizationUrl(box))
    await page.getByRole("button", { name: "Deny" }).click()
    await page.waitForURL(`${redirectUri}**`)
    const { searchParams } = new URL(page.url())
    assert.deepStrictEqual(
      ["error", "state", "code"].map((name) => searchParams.get(name)),
      ["access_denied", "s1", null]
    )
  })

  it("does not appear with consent: grant", async () => {
    const { box, page } = await visit({ consent: "grant" })
    await page.goto(authorizationUrl(box))
    await page.waitForURL(`${redirectUri}**`)
    assert.strictEqual(await userOf(box, new URL(page.url()).searchParams.get("code") ?? ""), "ada@example.test")
  })

  it("is not shown for a wrong address: the application or the user is told", async () => {
    const { box, page } = await visit()
    await page.goto(authorizationUrl(box, { scope: "everything" }))
    assert.strictEqual(new URL(page.url()).searchParams.get("error"), "invalid_scope")
    const answer = await page.goto(authorizationUrl(box, { client_id: "other" }))
    assert.strictEqual(answer?.status(), 400)
  })
})

describe("programs", () => {
  const running = async (work: (box: RunningEmulator) => Promise<void>): Promise<void> => {
    const box = await startEmulator()
    try {
      await work(box)
    } finally {
      await box.stop()
    }
  }

  it.each([undefined, "*/*", "application/json"])("that accept %s are redirected at once", (accept) =>
    running(async (box) => {
      const answer = await fetch(authorizationUrl(box), { redirect: "manual", headers: accept ? { accept } : {} })
      assert.strictEqual(answer.status, 302)
      const code = new URL(answer.headers.get("location") ?? "").searchParams.get("code")
      assert.strictEqual(await userOf(box, code ?? ""), "ada@example.test")
    })
  )

  it("can decide as the form of the page does", () =>
    running(async (box) => {
      const decide = async (form: Record<string, string>) => {
        const answer = await fetch(authorizationUrl(box), {
          method: "POST",
          redirect: "manual",
          body: new URLSearchParams(form)
        })
        const location = answer.headers.get("location")
        return { status: answer.status, query: new URL(location ?? "http://none").searchParams }
      }
      const { credentials } = box
      const denied = await decide({ decision: "deny" })
      assert.deepStrictEqual([denied.status, denied.query.get("error")], [302, "access_denied"])
      const other = await decide({ decision: "allow", user_id: credentials.managedUserId })
      assert.strictEqual(await userOf(box, other.query.get("code") ?? ""), "grace@example.test")
      for (const user_id of ["12", credentials.serviceAccountId]) {
        assert.strictEqual((await decide({ decision: "allow", user_id })).status, 400)
      }
    }))

  it("get a page that no other page can frame, without a script", () =>
    running(async (box) => {
      const answer = await fetch(authorizationUrl(box, { scope: "root_readonly" }), {
        headers: { accept: browserAccept }
      })
      assert.strictEqual(answer.status, 200)
      const policy = answer.headers.get("content-security-policy") ?? ""
      for (const part of ["default-src 'none'", "frame-ancestors 'none'"]) assert.include(policy, part)
      assert.notInclude(await answer.text(), "<script")
    }))
})
