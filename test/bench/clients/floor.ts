/** The floor: node:http, node:crypto and node:fs doing the same work on the wire and nothing else. */
import { createHash, randomBytes } from "node:crypto"
import { createWriteStream } from "node:fs"
import { open, readFile, readdir, stat } from "node:fs/promises"
import * as http from "node:http"
import * as https from "node:https"
import { join } from "node:path"
import { finished } from "node:stream/promises"
import { type Client, expectEqual, inParallel, runTask } from "../clientRun.ts"
import { fileId, pageSize, type Task, token } from "../tasks.ts"

type Body = Uint8Array | string | undefined

/** A client with so many connections that stay open. */
const connect = ({ apiUrl, concurrency }: Task) => {
  const { Agent, request } = apiUrl.startsWith("https:") ? https : http
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  const open = (method: string, url: string, headers: http.OutgoingHttpHeaders, body: Body) =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const outgoing = request(url, { agent, method, headers: { authorization: `Bearer ${token}`, ...headers } })
      outgoing.on("response", resolve).on("error", reject)
      outgoing.end(body)
    })
  const json = async (method: string, url: string, headers: http.OutgoingHttpHeaders = {}, body?: Body) => {
    const response = await open(method, url, headers, body)
    let text = ""
    for await (const chunk of response.setEncoding("utf8")) text += chunk
    if (response.statusCode === undefined || response.statusCode >= 300)
      throw new Error(`${response.statusCode} ${url}`)
    return JSON.parse(text)
  }
  return { open, json, close: () => agent.destroy() }
}

const up = async (task: Task) => {
  const { json, close } = connect(task)
  const { size: file_size } = await stat(task.path)
  const session = await json(
    "POST",
    `${task.uploadUrl}/2.0/files/upload_sessions`,
    { "content-type": "application/json" },
    JSON.stringify({ folder_id: "0", file_name: "large.bin", file_size })
  )
  const memory = Buffer.allocUnsafeSlow(session.part_size)
  const whole = createHash("sha1")
  const parts: Array<unknown> = []
  const file = await open(task.path)
  for (let offset = 0; offset < file_size; offset += session.part_size) {
    const { bytesRead } = await file.read(memory, 0, session.part_size, offset)
    const bytes = memory.subarray(0, bytesRead)
    whole.update(bytes)
    const headers = {
      digest: `sha=${createHash("sha1").update(bytes).digest("base64")}`,
      "content-range": `bytes ${offset}-${offset + bytesRead - 1}/${file_size}`,
      "content-type": "application/octet-stream",
      "content-length": bytesRead
    }
    parts.push((await json("PUT", session.session_endpoints.upload_part, headers, bytes)).part)
  }
  await file.close()
  const sha1 = whole.digest()
  const headers = { digest: `sha=${sha1.toString("base64")}`, "content-type": "application/json" }
  const { entries } = await json("POST", session.session_endpoints.commit, headers, JSON.stringify({ parts }))
  expectEqual("stored digest", entries[0].sha1, sha1.toString("hex"))
  close()
}

const down = async (task: Task) => {
  const { open, json, close } = connect(task)
  const file = await json("GET", `${task.apiUrl}/2.0/files/${fileId}`)
  const redirect = await open("GET", `${task.apiUrl}/2.0/files/${fileId}/content`, {}, undefined)
  redirect.resume()
  const response = await open("GET", String(redirect.headers.location), {}, undefined)
  const hash = createHash("sha1")
  if (task.verify) response.on("data", (chunk) => hash.update(chunk))
  const target = createWriteStream(task.path)
  await finished(response.pipe(target))
  expectEqual("size", target.bytesWritten, file.size)
  if (task.verify) expectEqual("digest", hash.digest("hex"), file.sha1)
  close()
}

const folders = async (task: Task) => {
  const { json, close } = connect(task)
  await inParallel(task.count, task.concurrency, async () => {
    const folder = await json("GET", `${task.apiUrl}/2.0/folders/11446498`)
    expectEqual("folder", folder.id, "11446498")
  })
  close()
}

const listing = async (task: Task) => {
  const { json, close } = connect(task)
  let seen = 0
  for (let marker: string | undefined = ""; marker !== undefined; ) {
    const query: string = marker === "" ? "" : `&marker=${marker}`
    const page = await json("GET", `${task.apiUrl}/2.0/folders/0/items?usemarker=true&limit=${pageSize}${query}`)
    for (const entry of page.entries) if (entry.id !== "") seen++
    marker = page.next_marker
  }
  expectEqual("items", seen, task.count)
  close()
}

const smallFiles = async (task: Task) => {
  const { json, close } = connect(task)
  const names = await readdir(task.path)
  await inParallel(names.length, task.concurrency, async (index) => {
    const name = String(names[index])
    const bytes = await readFile(join(task.path, name))
    const sha1 = createHash("sha1").update(bytes).digest("hex")
    const boundary = randomBytes(24).toString("hex")
    const body = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="attributes"\r\n\r\n` +
          `${JSON.stringify({ name, parent: { id: "0" } })}\r\n` +
          `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
          "Content-Type: application/octet-stream\r\n\r\n"
      ),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`)
    ])
    const headers = {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": body.length,
      "content-md5": sha1
    }
    const { entries } = await json("POST", `${task.uploadUrl}/2.0/files/content`, headers, body)
    expectEqual("stored digest", entries[0].sha1, sha1)
  })
  close()
}

const client: Client = { up, down, folders, listing, smallFiles, firstAnswer: folders }
await runTask(client)
