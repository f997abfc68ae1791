/**
 * A stand-in for Box with folders of small files in it: plain node:http, no Effect, no state that grows. Folder `1` holds
 * what it is told, and the other folders what is made in them is forgotten at once.
 */
import { createHash } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** What is in folder `1`: this many files, `perFolder` of them in each of its folders, or all in itself. */
export interface Content {
  readonly files: number
  readonly perFolder: number
}

export const fileName = (i: number): string => `document ${i}.txt`
export const fileText = (i: number): string => `content ${i}`
export const folderName = (i: number): string => `folder ${i}`
export const folderCount = ({ files, perFolder }: Content): number => (perFolder < files ? files / perFolder : 0)

const top = "1"
const firstFile = 1_000_000
const firstFolder = 2
const pageSize = 1000

const sha1Of = (bytes: string | Uint8Array): string => createHash("sha1").update(bytes).digest("hex")

const fileEntry = (i: number) => {
  const text = fileText(i)
  const id = String(firstFile + i)
  const file_version = { type: "file_version", id: `9${id}` }
  return { type: "file", id, name: fileName(i), size: text.length, sha1: sha1Of(text), file_version }
}

const folderEntry = (i: number) => ({ type: "folder", id: String(firstFolder + i), name: folderName(i) })

/** The entries of a page, and how many there are in all. */
const entriesOf = (content: Content, id: string, from: number): readonly [entries: Array<object>, total: number] => {
  const { files, perFolder } = content
  const folders = folderCount(content)
  const numbers = (first: number, end: number) =>
    Array.from({ length: Math.max(0, Math.min(pageSize, end - first)) }, (_, n) => first + n)
  if (id === top && folders > 0) return [numbers(from, folders).map(folderEntry), folders]
  if (id === top) return [numbers(from, files).map(fileEntry), files]
  const start = (Number(id) - firstFolder) * perFolder
  return [numbers(start + from, start + perFolder).map(fileEntry), perFolder]
}

const answer = (response: ServerResponse, status: number, body: string, headers: object = {}) => {
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...headers
  })
  response.end(body)
}

const collect = (request: IncomingMessage, then: (body: Buffer) => void) => {
  const chunks: Array<Buffer> = []
  request.on("data", (chunk: Buffer) => chunks.push(chunk))
  request.on("end", () => then(Buffer.concat(chunks)))
}

/** The bytes of the file in a multipart body: what is between the second part's empty line and the last boundary. */
const filePart = (body: Buffer): Buffer => {
  const boundary = body.subarray(0, body.indexOf("\r\n"))
  const second = body.indexOf(boundary, boundary.length)
  return body.subarray(body.indexOf("\r\n\r\n", second) + 4, body.lastIndexOf(boundary) - 2)
}

export interface Server {
  readonly url: string
  readonly setContent: (content: Content) => void
  readonly close: () => void
}

export const startServer = async (): Promise<Server> => {
  let content: Content = { files: 0, perFolder: 1 }
  let sequence = firstFile * 10
  const upload = (body: Buffer, response: ServerResponse) => {
    const bytes = filePart(body)
    const id = String(sequence++)
    const file = { type: "file", id, size: bytes.length, sha1: sha1Of(bytes), name: "stored" }
    answer(response, 201, JSON.stringify({ total_count: 1, entries: [file] }))
  }
  const preflight = (body: Buffer, response: ServerResponse) => {
    const number = Number(/\d+/.exec(JSON.parse(body.toString()).name)?.[0])
    if (!(number < content.files)) return answer(response, 200, "{}")
    const conflict = { status: 409, code: "item_name_in_use", context_info: { conflicts: fileEntry(number) } }
    return answer(response, 409, JSON.stringify(conflict))
  }
  const items = (response: ServerResponse, id: string, query: URLSearchParams) => {
    const from = Number(query.get("marker") ?? 0)
    // A folder that was made by an upload holds nothing that anybody would ask for.
    const [entries, total] = id === top || Number(id) < firstFile ? entriesOf(content, id, from) : [[], 0]
    const end = from + entries.length
    answer(response, 200, JSON.stringify({ entries, limit: pageSize, next_marker: end < total ? String(end) : null }))
  }
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`)
    const [, , kind, id = "", sub] = url.pathname.replace(/^\/api/, "").split("/")
    collect(request, (body) => {
      if (request.method === "OPTIONS") return preflight(body, response)
      if (kind === "files" && id === "content") return upload(body, response)
      if (url.pathname.startsWith("/download/")) return answer(response, 200, fileText(Number(id)))
      if (kind === "files") {
        return answer(response, 302, "", { location: `${url.origin}/download/x/${Number(id) - firstFile}` })
      }
      if (sub === "items") return items(response, id, url.searchParams)
      if (request.method === "POST") {
        const { name } = JSON.parse(body.toString())
        const number = Number(/\d+/.exec(name)?.[0])
        if (number < folderCount(content)) {
          const conflicts = [folderEntry(number)]
          return answer(response, 409, JSON.stringify({ code: "item_name_in_use", context_info: { conflicts } }))
        }
        const made = { type: "folder", id: String(sequence++), name, etag: "0" }
        return answer(response, 201, JSON.stringify(made))
      }
      return answer(response, 200, JSON.stringify({ type: "folder", id, name: "target", etag: "0" }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  // An `AddressInfo`, because it listens on a port.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    setContent: (wanted) => {
      content = wanted
    },
    close: () => server.closeAllConnections()
  }
}
