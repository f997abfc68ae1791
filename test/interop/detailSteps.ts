/** What every manager has in common: times, pages, conditions, retries, rights of others, and webhooks that arrive. */
import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"
import { classOf } from "./connect.ts"
import {
  contentOf,
  type Conversation,
  given,
  includes,
  matches,
  nothing,
  type SdkClient,
  type Step,
  step,
  streamOf
} from "./Conversation.ts"

const day = 86_400_000

/** A time in the form of the SDK. Box keeps seconds. */
const timeIn = (box: Conversation, days: number): { readonly value: Date } => {
  const DateTime = classOf(box.sdk, "DateTime")
  return new DateTime(new Date(Math.trunc((Date.now() + days * day) / 1000) * 1000)) as { readonly value: Date } // a wrapper
}

/** Holds for the same time, as the SDK reads it. */
const isTime =
  ({ value }: { readonly value: Date }) =>
  (actual: unknown): boolean =>
    Object(Object(actual).value).getTime?.() === value.getTime()

const addFault = async (box: Conversation, fault: object): Promise<void> => {
  await fetch(`${box.emulator.url}/__emulator/faults`, { method: "POST", body: JSON.stringify(fault) })
}

const asUser = (box: Conversation, id: string): SdkClient => Object(box.client)["withAsUserHeader"](id)

const valueSteps: ReadonlyArray<Step> = [
  step("times", "are written and read", async (box) => {
    const [past, soon, later] = [timeIn(box, -30), timeIn(box, 10), timeIn(box, 20)]
    const attributes = {
      name: `${box.name("dated")}.txt`,
      parent: { id: "0" },
      contentCreatedAt: past,
      contentModifiedAt: past
    }
    const stored = await box.call("uploads.uploadFile", [{ attributes, file: streamOf("text") }], {
      entries: [{ contentCreatedAt: isTime(past), contentModifiedAt: isTime(past), createdAt: given }]
    })
    const id = stored.entries[0]?.id
    const lock = { requestBody: { lock: { access: "lock", expiresAt: soon } }, queryParams: { fields: ["lock"] } }
    await box.call("files.updateFileById", [id, lock], { lock: { expiredAt: isTime(soon) } })
    const link = { sharedLink: { access: "open", unsharedAt: later } }
    await box.call("sharedLinksFiles.addShareLinkToFile", [id, link, { fields: "shared_link" }], {
      sharedLink: { unsharedAt: isTime(later) }
    })
    const task = { item: { type: "file", id }, action: "review", dueAt: soon }
    await box.call("tasks.createTask", [task], { dueAt: isTime(soon) })
    const user = await box.user()
    const grant = {
      item: { type: "file", id },
      accessibleBy: { type: "user", id: user.id },
      role: "viewer",
      expiresAt: later
    }
    await box.call("userCollaborations.createCollaboration", [grant], { expiresAt: isTime(later) })
    const hold = { policyName: box.name("hold"), filterStartedAt: past, filterEndedAt: soon }
    await box.call("legalHoldPolicies.createLegalHoldPolicy", [hold], {
      filterStartedAt: isTime(past),
      filterEndedAt: isTime(soon)
    })
    const since = {
      streamType: "admin_logs",
      createdAfter: timeIn(box, -1),
      createdBefore: soon,
      eventType: ["UPLOAD"],
      limit: 500
    }
    await box.call("events.getEvents", [since], { entries: includes({ eventType: "UPLOAD", source: given }) })
  }),
  step("metadata", "has values of every type", async (box) => {
    const displayName = box.name("typed")
    const templateKey = displayName.replace(" ", "")
    const options = [{ key: "one" }, { key: "two" }]
    const fields = [
      { type: "string", key: "words", displayName: "Words" },
      { type: "float", key: "number", displayName: "Number" },
      { type: "date", key: "day", displayName: "Day" },
      { type: "enum", key: "choice", displayName: "Choice", options },
      { type: "multiSelect", key: "choices", displayName: "Choices", options }
    ]
    await box.call(
      "metadataTemplates.createMetadataTemplate",
      [{ scope: "enterprise", templateKey, displayName, fields }],
      {}
    )
    const { id } = await box.file()
    const values = {
      words: "text",
      number: -1.5,
      day: "2026-01-02T03:04:05.000Z",
      choice: "one",
      choices: ["one", "two"]
    }
    await box.call("fileMetadata.createFileMetadataById", [id, "enterprise", templateKey, values], {
      extraData: values
    })
    const bare = await box.file()
    const wrong = { ...values, choice: "three" }
    await box.refused("fileMetadata.createFileMetadataById", [bare.id, "enterprise", templateKey, wrong], 400)
    const free = { anything: "goes" }
    await box.call("fileMetadata.createFileMetadataById", [id, "global", "properties", free], { extraData: free })
    await box.call("fileMetadata.getFileMetadata", [id], {
      entries: includes({ template: "properties", scope: "global" })
    })
    const metadata = { queryParams: { fields: [`metadata.enterprise.${templateKey}`] } }
    await box.call("files.getFileById", [id, metadata], { metadata: { extraData: given } })
  }),
  step("representations", "are listed and read", async (box) => {
    const { id } = await box.file("the text")
    const asked = { queryParams: { fields: ["representations"] }, headers: { xRepHints: "[extracted_text]" } }
    const file = await box.call("files.getFileById", [id, asked], {
      representations: { entries: [{ representation: "extracted_text", status: { state: "success" } }] }
    })
    const [{ content }] = Object(file.representations).entries
    const url = content.urlTemplate.replace("{+asset_path}", "")
    const plain = { client: box.client } as unknown as SdkClient // a client has `makeRequest` as managers have methods
    const answer = await box.call(
      "client.makeRequest",
      [{ url, method: "GET", responseFormat: "binary" }],
      { status: 200 },
      plain
    )
    box.check("extracted text", await contentOf(answer.content), "the text")
  })
]

const protocolSteps: ReadonlyArray<Step> = [
  step("pages", "follow each other", async (box) => {
    const folder = await box.folder()
    const wanted: Array<string> = []
    for (let count = 0; count < 5; count++) wanted.push((await box.file("text", folder.id)).id)
    const byMarker: Array<string> = []
    for (let marker: unknown = "", asked = 0; given(marker) && asked < 9; asked++) {
      const queryParams = { usemarker: true, limit: 2, ...(marker === "" ? {} : { marker }) }
      const page = await box.call("folders.getFolderItems", [folder.id, { queryParams }], { limit: 2 })
      byMarker.push(...page.entries.map(({ id }) => id))
      marker = page.nextMarker === "" ? undefined : page.nextMarker
    }
    box.check("by marker", byMarker.sort(), wanted.sort())
    const byOffset: Array<string> = []
    for (const offset of [0, 2, 4]) {
      const queryParams = { limit: 2, offset, sort: "name", direction: "DESC", fields: ["id", "name"] }
      const page = await box.call("folders.getFolderItems", [folder.id, { queryParams }], { totalCount: 5, offset })
      byOffset.push(...page.entries.map(({ id }) => id))
    }
    box.check("by offset", byOffset.sort(), wanted.sort())
  }),
  step("conditions", "are checked", async (box) => {
    const file = await box.file()
    const rename = (etag: string) => ({ requestBody: { name: `${box.name("new")}.txt` }, headers: { ifMatch: etag } })
    await box.call("files.updateFileById", [file.id, rename("0")], { etag: "1" })
    await box.refused("files.updateFileById", [file.id, rename("0")], 412, "precondition_failed")
    await box.refused("files.deleteFileById", [file.id, { headers: { ifMatch: "0" } }], 412)
    await box.call("files.deleteFileById", [file.id, { headers: { ifMatch: "1" } }], nothing)
  }),
  step("retries", "are answered in the end", async (box) => {
    const failing = { match: { path: "/folders/{folder_id}", times: 1 } }
    await addFault(box, { kind: "status", status: 429, retryAfter: 1, ...failing })
    await box.call("folders.getFolderById", ["0"], { id: "0" })
    await addFault(box, { kind: "status", status: 502, body: "html", ...failing })
    await box.call("folders.getFolderById", ["0"], { id: "0" })
    await addFault(box, { kind: "reset", ...failing })
    await box.call("folders.getFolderById", ["0"], { id: "0" })
    const file = await box.file("not ready yet")
    await addFault(box, { kind: "notReady", retryAfter: 1, match: { path: "/files/{file_id}/content", times: 1 } })
    // This SDK reads `Retry-After` under a name that its fetch has put into lower case, and so it does not wait.
    await box.call("downloads.downloadFile", [file.id], nothing)
    const content = await box.call("downloads.downloadFile", [file.id], given)
    box.check("content", await contentOf(content), "not ready yet")
  })
]

const accessSteps: ReadonlyArray<Step> = [
  step("rights", "depend on roles", async (box) => {
    const folder = await box.folder()
    const file = await box.file("text", folder.id)
    const user = await box.user()
    const client = asUser(box, user.id)
    await box.refused("files.getFileById", [file.id], 404, undefined, client)
    const grant = {
      item: { type: "folder", id: folder.id },
      accessibleBy: { type: "user", id: user.id },
      role: "viewer"
    }
    const made = await box.call("userCollaborations.createCollaboration", [grant], { role: "viewer" })
    await box.call("files.getFileById", [file.id], { id: file.id, ownedBy: given }, client)
    await box.refused("files.updateFileById", [file.id, { requestBody: { name: "no.txt" } }], 403, undefined, client)
    await box.call("userCollaborations.updateCollaborationById", [made.id, { requestBody: { role: "editor" } }], {
      role: "editor"
    })
    await box.call("files.updateFileById", [file.id, { requestBody: { name: "yes.txt" } }], { name: "yes.txt" }, client)
    await box.call("folders.getFolderItems", ["0"], { entries: includes({ id: folder.id }) }, client)
    await box.refused("groups.createGroup", [{ name: box.name("group") }], 403, undefined, client)
  }),
  step("webhooks", "arrive with a signature that the SDK accepts", async (box) => {
    const arrivals: Array<{ readonly body: string; readonly headers: IncomingHttpHeaders }> = []
    let arrived = (): void => {}
    const arrival = new Promise<void>((resolve) => (arrived = resolve))
    const server = createServer(async (request, response) => {
      const body = await contentOf(request)
      arrivals.push({ body, headers: request.headers })
      response.end()
      arrived()
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    try {
      const { port } = server.address() as AddressInfo // it listens on a port
      const folder = await box.folder()
      const target = { id: folder.id, type: "folder" }
      const made = { target, address: `http://127.0.0.1:${port}/hook`, triggers: ["FILE.UPLOADED"] }
      const webhook = await box.call("webhooks.createWebhook", [made], { type: "webhook" })
      const file = await box.file("text", folder.id)
      await Promise.race([arrival, new Promise((resolve) => setTimeout(resolve, 10_000))])
      const [{ body, headers } = { body: "{}", headers: {} }] = arrivals
      box.check("delivery", JSON.parse(body), {
        trigger: "FILE.UPLOADED",
        webhook: { id: webhook.id },
        source: { id: file.id }
      })
      const { webhookPrimaryKey, webhookSecondaryKey } = box.emulator.credentials
      const manager = { WebhooksManager: classOf(box.sdk, "WebhooksManager") } as unknown as SdkClient // its method is static
      const keys = [webhookPrimaryKey, { secondaryKey: webhookSecondaryKey, maxAge: day }]
      const isTrue = (value: unknown) => value === true
      await box.call("WebhooksManager.validateMessage", [body, headers, ...keys], isTrue, manager)
      await box.call(
        "WebhooksManager.validateMessage",
        [`${body} `, headers, ...keys],
        (value: unknown) => value === false,
        manager
      )
      box.check("delivery id", headers["box-delivery-id"], matches(/./))
    } finally {
      server.close()
    }
  })
]

export const detailSteps: ReadonlyArray<Step> = [...valueSteps, ...protocolSteps, ...accessSteps]
