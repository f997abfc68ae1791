/** Other and older SDKs of Box against the emulator, for what everybody does: nothing but their base URLs is changed. */
import { createRequire } from "node:module"
import { readFileSync } from "node:fs"
import { request } from "node:https"
import { join } from "node:path"
import { type EmulatorServer, startEmulator } from "@effect-box/node"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { runCampaign } from "./boxNodeSdk.ts"
import { contentOf } from "./Conversation.ts"
import { installSdk } from "./installSdk.ts"

/** The managers whose steps are written as this older SDK has its methods, too. */
const everyday = [
  "client",
  "folders",
  "files",
  "webLinks",
  "trashedFiles",
  "trashedFolders",
  "fileVersions",
  "uploads",
  "chunkedUploads",
  "zipDownloads",
  "sharedLinksFiles",
  "sharedLinksFolders",
  "users",
  "groups",
  "memberships",
  "listCollaborations",
  "comments",
  "tasks",
  "events",
  "fileMetadata",
  "metadataTemplates",
  "search",
  "webhooks",
  "retries",
  "pages"
]

describe("box-typescript-sdk-gen 1.19.1", () => {
  it("works against the emulator", { timeout: 300_000 }, async (test) => {
    const modules = installSdk("box-typescript-sdk-gen", "1.19.1")
    if (modules === undefined) return test.skip("it cannot be installed: is there a network?")
    const parts = [
      "",
      "/lib/networking/network.generated",
      "/lib/networking/baseUrls.generated",
      "/lib/managers/index",
      "/lib/internal/utils"
    ]
    const names = parts.map((part) => `box-typescript-sdk-gen${part}`)
    const { calls, failures } = await runCampaign(modules, everyday, names)
    assert.deepStrictEqual(failures, [])
    assert.isAtLeast(calls, 200)
  })
})

/** The SDK of before: its answers are Box's JSON. It is not in this workspace, and so are its types not. */
// biome-ignore lint/suspicious/noExplicitAny: what it answers is what the assertions are about.
type Classic = any

describe("box-node-sdk 3.7.0", { timeout: 300_000 }, () => {
  const modules = installSdk("box-node-sdk", "3.7.0")
  let box: EmulatorServer.RunningEmulator
  let client: Classic
  beforeAll(async () => {
    if (modules === undefined) return
    box = await startEmulator({ contents: "memory", minimumSessionSize: 1000, partSize: 400, tls: true })
    const { accessToken, clientId, clientSecret } = box.credentials
    const Sdk = createRequire(join(modules, "of-the-sdk.js"))("box-node-sdk")
    const urls = { apiRootURL: box.url, uploadAPIRootURL: box.uploadUrl, authorizeRootURL: `${box.url}/api` }
    // It speaks HTTPS only.
    const agentOptions = { ca: readFileSync(String(box.caFile)) }
    const patience = { numMaxRetries: 2, retryIntervalMS: 10 }
    const settings = { clientID: clientId, clientSecret, request: { agentOptions }, ...urls, ...patience }
    client = new Sdk(settings).getBasicClient(accessToken)
  })
  afterAll(() => box?.stop())

  const refusal = (work: Promise<unknown>): Promise<number> =>
    work.then(
      () => 0,
      (error) => error.statusCode
    )

  const works = (what: string, run: () => Promise<void>): void => {
    it(what, async (test) => {
      if (modules === undefined) return test.skip("it cannot be installed: is there a network?")
      await run()
    })
  }

  works("makes, finds, renames, copies and deletes folders", async () => {
    const made = await client.folders.create("0", "Classic")
    assert.strictEqual((await client.folders.get(made.id)).name, "Classic")
    assert.strictEqual(await refusal(client.folders.create("0", "Classic")), 409)
    await client.folders.update(made.id, { name: "Renamed", description: "about" })
    const inner = await client.folders.create(made.id, "Inner")
    const copy = await client.folders.copy(made.id, "0", { name: "Copy" })
    const items = await client.folders.getItems(copy.id, { limit: 10, fields: "name" })
    assert.deepStrictEqual(
      items.entries.map(({ name }: { readonly name: string }) => name),
      ["Inner"]
    )
    await client.folders.delete(inner.id)
    assert.strictEqual(await refusal(client.folders.get(inner.id)), 404)
    await client.folders.delete(copy.id, { recursive: true })
  })

  works("uploads, replaces and downloads files", async () => {
    const uploaded = await client.files.uploadFile("0", "classic.txt", Buffer.from("first"))
    const [{ id }] = uploaded.entries
    assert.strictEqual(await contentOf(await client.files.getReadStream(id)), "first")
    await client.files.uploadNewFileVersion(id, Buffer.from("second"))
    assert.strictEqual(await contentOf(await client.files.getReadStream(id)), "second")
    assert.strictEqual((await client.files.getVersions(id)).total_count, 1)
    const { url } = await client.files
      .update(id, { shared_link: { access: "open" } })
      .then((file: { readonly shared_link: { readonly url: string } }) => file.shared_link)
    assert.match(url, /^http/)
    await client.files.delete(id)
    assert.strictEqual((await client.files.get(id)).item_status, "trashed")
  })

  works("uploads in parts", async () => {
    const content = Buffer.from("0123456789".repeat(150))
    const uploader = await client.files.getChunkedUploader("0", content.length, "parts.bin", content)
    const { entries } = await uploader.start()
    assert.strictEqual(await contentOf(await client.files.getReadStream(entries[0].id)), content.toString())
  })

  works("makes users, and acts as them", async () => {
    const me = await client.users.get(client.CURRENT_USER_ID)
    assert.strictEqual(me.id, box.credentials.userId)
    const made = await client.enterprise.addUser("classic@example.test", "Classic User")
    assert.strictEqual((await client.users.update(made.id, { name: "Other" })).name, "Other")
    const { entries } = await client.enterprise.getUsers({ filter_term: "Other" })
    assert.strictEqual(entries[0].id, made.id)
    client.asUser(made.id)
    try {
      assert.strictEqual((await client.folders.getItems("0")).total_count, 0)
    } finally {
      client.asSelf()
    }
    await client.users.delete(made.id, { force: true })
  })

  works("shares folders with users and groups", async () => {
    const { id } = await client.folders.create("0", "Shared")
    const { managedUserId } = box.credentials
    const roles = client.collaborationRoles
    const one = await client.collaborations.createWithUserID(managedUserId, id, roles.VIEWER)
    assert.strictEqual((await client.collaborations.update(one.id, { role: roles.EDITOR })).role, "editor")
    assert.strictEqual((await client.folders.getCollaborations(id)).entries.length, 1)
    const group = await client.groups.create("Classic Group")
    await client.groups.addUser(group.id, managedUserId)
    await client.collaborations.createWithGroupID(group.id, id, roles.PREVIEWER)
    await client.collaborations.delete(one.id)
    assert.strictEqual((await client.folders.getCollaborations(id)).entries.length, 1)
  })

  works("searches", async () => {
    await client.files.uploadFile("0", "needle in the hay.txt", Buffer.from("x"))
    const { entries } = await client.search.query("needle", { fields: "name", type: "file" })
    assert.strictEqual(entries[0].name, "needle in the hay.txt")
  })

  works("comments and assigns tasks", async () => {
    const [{ id }] = (await client.files.uploadFile("0", "talk.txt", Buffer.from("x"))).entries
    const comment = await client.comments.create(id, "hello")
    assert.strictEqual((await client.files.getComments(id)).entries[0].id, comment.id)
    const task = await client.tasks.create(id, { message: "look" })
    await client.tasks.assignByUserID(task.id, box.credentials.userId)
    assert.strictEqual((await client.tasks.getAssignments(task.id)).total_count, 1)
  })

  works("tries again after 429", async () => {
    const fault = { kind: "status", status: 429, retryAfter: 1, match: { path: "/users/me" } }
    await new Promise((resolve, reject) => {
      const options = { method: "POST", ca: readFileSync(String(box.caFile)) }
      request(`${box.url}/__emulator/faults`, options, resolve).on("error", reject).end(JSON.stringify(fault))
    })
    assert.strictEqual((await client.users.get(client.CURRENT_USER_ID)).id, box.credentials.userId)
  })
})
