/** The floor of a run over a directory: node:http, node:crypto and node:fs asking the same of the server and of the disk. */
import { createHash, randomBytes } from "node:crypto"
import { lstat, mkdir, open, opendir, rename } from "node:fs/promises"
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http"
import { join } from "node:path"
import { report, type Task } from "./directoryReport.ts"

const concurrency = 16
const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
const authorization = "Bearer token"

interface Answer {
  readonly headers: IncomingMessage["headers"]
  readonly body: Buffer
}

const send = (method: string, url: string, headers: OutgoingHttpHeaders = {}, body?: Buffer) =>
  new Promise<Answer>((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": body.length }
    const outgoing = request(url, { agent, method, headers: { authorization, ...length, ...headers } })
    outgoing.on("error", reject).on("response", (response) => {
      const chunks: Array<Buffer> = []
      response.on("error", reject).on("data", (chunk: Buffer) => chunks.push(chunk))
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }))
    })
    outgoing.end(body)
  })

const missing = () => undefined

/** So many at once, in order. */
const forEach = async <A>(items: AsyncIterable<A>, work: (item: A) => Promise<void>) => {
  const iterator = items[Symbol.asyncIterator]()
  const worker = async () => {
    for (;;) {
      const { done, value } = await iterator.next()
      if (done === true) return
      await work(value)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
}

const up = async ({ path, url }: Task, note: (tag: string) => void) =>
  forEach(await opendir(path), async ({ name }) => {
    const file = await open(join(path, name))
    const { mtimeMs, size } = await file.stat()
    const bytes = await file.readFile()
    if ((await file.stat()).mtimeMs !== mtimeMs) throw new Error(`${name} has changed`)
    await file.close()
    const asked = Buffer.from(JSON.stringify({ name, size, parent: { id: "1" } }))
    await send("OPTIONS", `${url}/2.0/files/content`, { "content-type": "application/json" }, asked)
    const boundary = randomBytes(24).toString("hex")
    const attributes = JSON.stringify({ name, parent: { id: "1" } })
    const headers = {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-md5": createHash("sha1").update(bytes).digest("hex")
    }
    const head =
      `--${boundary}\r\nContent-Disposition: form-data; name="attributes"\r\n\r\n${attributes}\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
    await send("POST", `${url}/api/2.0/files/content`, headers, body)
    note("Uploaded")
  })

interface Item {
  readonly id: string
  readonly name: string
  readonly sha1: string
}

async function* itemsOf(url: string): AsyncGenerator<Item> {
  for (let marker: string | undefined = ""; marker !== undefined; ) {
    const query: string = marker === "" ? "" : `&marker=${marker}`
    const { body } = await send("GET", `${url}/2.0/folders/1/items?usemarker=true&limit=1000${query}`)
    const page = JSON.parse(body.toString())
    yield* page.entries
    marker = page.next_marker ?? undefined
  }
}

const down = async ({ path, url }: Task, note: (tag: string) => void) => {
  const unfinished = join(path, ".unfinished")
  await mkdir(unfinished, { recursive: true })
  await forEach(itemsOf(url), async ({ id, name, sha1 }) => {
    const target = join(path, name)
    const redirect = await send("GET", `${url}/2.0/files/${id}/content`)
    const { body } = await send("GET", String(redirect.headers.location))
    if (createHash("sha1").update(body).digest("hex") !== sha1) throw new Error(`${name} has another SHA-1`)
    const part = join(unfinished, id)
    const file = await open(part, "wx")
    await file.writeFile(body)
    await file.sync()
    await file.close()
    if ((await lstat(target).catch(missing)) !== undefined) throw new Error(`${name} is there`)
    await rename(part, target)
    note("Downloaded")
  })
}

await report(async (task, note) => {
  await (task.direction === "up" ? up(task, note) : down(task, note))
  agent.destroy()
})
