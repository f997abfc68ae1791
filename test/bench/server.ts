/**
 * A stand-in for Box that costs as little as possible: plain node:http and node:https, no Effect, in a process of its own.
 * It counts what comes, can verify digests, delay its answers and fail. One line of JSON says where it listens.
 */
import { createHash } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { createServer as createSecureServer } from "node:https"
import type { AddressInfo, Server } from "node:net"
import { contentBlock, fileJson, folderJson, listingPage, setListing } from "./serverContent.ts"
import { type Counts, expiredToken, fileId, partSize } from "./tasks.ts"

/** How the server behaves; `POST /control` sets it and starts counting anew. */
export interface Control {
  /** Milliseconds before each answer. Default 0. */
  readonly delay?: number
  /** Every so many requests are answered with 503. Default never. */
  readonly failEvery?: number
  /** Compares digests with the bytes. Default `false`: then whatever the client claims is believed. */
  readonly verify?: boolean
  /** Bytes of the file that is downloaded. */
  readonly size?: number
  /** Items of the listing. */
  readonly items?: number
  /** The file under this name is the only item of the listing. */
  readonly fileName?: string
}

interface Session {
  readonly id: string
  readonly size: number
  readonly parts: Array<{ part_id: string; offset: number; size: number; sha1: string }>
}

let control: Control = {}
let counts: { -readonly [K in keyof Counts]: Counts[K] }
const startCounting = () => {
  counts = { connections: 0, requests: 0, tokenRequests: 0, bytesReceived: 0, wrongDigests: 0 }
}
startCounting()
const sessions = new Map<string, Session>()
const digests = new Map<number, string>()
let sequence = 100

/** SHA-1 of a file of that size, which is one block again and again. */
const contentDigest = (size: number): string => {
  let digest = digests.get(size)
  if (digest === undefined) {
    const hash = createHash("sha1")
    for (let left = size; left > 0; left -= contentBlock.length) hash.update(contentBlock.subarray(0, left))
    digest = hash.digest("hex")
    digests.set(size, digest)
  }
  return digest
}

const answer = (response: ServerResponse, status: number, body: string | Buffer, headers: object = {}) => {
  const send = () => {
    response.writeHead(status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      ...headers
    })
    response.end(body)
  }
  if (control.delay === undefined || control.delay === 0) send()
  else setTimeout(send, control.delay)
}

/** Takes a body without keeping it; gives its size and, if wanted, its digest. */
const swallow = (request: IncomingMessage, then: (size: number, sha1: string | undefined) => void) => {
  const hash = control.verify === true ? createHash("sha1") : undefined
  let size = 0
  request.on("data", (chunk: Buffer) => {
    size += chunk.length
    hash?.update(chunk)
  })
  request.on("end", () => {
    counts.bytesReceived += size
    then(size, hash?.digest("hex"))
  })
}

const collect = (request: IncomingMessage, then: (body: Buffer) => void) => {
  const chunks: Array<Buffer> = []
  request.on("data", (chunk: Buffer) => chunks.push(chunk))
  request.on("end", () => {
    const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
    counts.bytesReceived += body.length
    then(body)
  })
}

const claimed = (request: IncomingMessage): string =>
  Buffer.from(String(request.headers["digest"] ?? "").replace(/^sha=/, ""), "base64").toString("hex")

const check = (expected: string | undefined, actual: string | undefined) => {
  if (actual !== undefined && expected !== actual) counts.wrongDigests++
}

const createSession = (request: IncomingMessage, response: ServerResponse, origin: string) =>
  collect(request, (body) => {
    const { file_size: size } = JSON.parse(body.toString())
    const id = String(sequence++)
    sessions.set(id, { id, size, parts: [] })
    const url = `${origin}/api/2.0/files/upload_sessions/${id}`
    const endpoints = {
      upload_part: url,
      commit: `${url}/commit`,
      abort: url,
      list_parts: `${url}/parts`,
      status: url,
      log_event: `${url}/log`
    }
    const session = {
      id,
      type: "upload_session",
      num_parts_processed: 0,
      part_size: partSize,
      total_parts: Math.ceil(size / partSize),
      session_expires_at: "2049-12-31T00:00:00Z",
      session_endpoints: endpoints
    }
    answer(response, 201, JSON.stringify(session))
  })

const session = (request: IncomingMessage, response: ServerResponse, id: string, rest: string | undefined) => {
  const found = sessions.get(id)
  if (found === undefined) return answer(response, 404, "{}")
  if (request.method === "PUT") {
    return swallow(request, (size, actual) => {
      const offset = Number(/^bytes (\d+)-/.exec(String(request.headers["content-range"]))?.[1])
      const sha1 = claimed(request)
      check(sha1, actual)
      const part = { part_id: offset.toString(16).padStart(8, "0").toUpperCase(), offset, size, sha1 }
      found.parts.push(part)
      answer(response, 200, JSON.stringify({ part }))
    })
  }
  if (rest === "parts") {
    const entries = found.parts.toSorted((a, b) => a.offset - b.offset)
    return answer(response, 200, JSON.stringify({ entries, total_count: entries.length, offset: 0, limit: 1000 }))
  }
  return collect(request, () => {
    if (request.method === "DELETE") return answer(response, 204, "")
    const stored = found.parts.reduce((sum, part) => sum + part.size, 0)
    if (stored !== found.size) return answer(response, 400, JSON.stringify({ code: "parts_mismatch" }))
    const file = fileJson(String(sequence++), found.size, claimed(request))
    answer(response, 201, JSON.stringify({ total_count: 1, entries: [file] }))
  })
}

/** The bytes of the file in a multipart body: what is between the second part's empty line and the last boundary. */
const filePart = (body: Buffer): Buffer => {
  const boundary = body.subarray(0, body.indexOf("\r\n"))
  const second = body.indexOf(boundary, boundary.length)
  return body.subarray(body.indexOf("\r\n\r\n", second) + 4, body.lastIndexOf(boundary) - 2)
}

const smallUpload = (request: IncomingMessage, response: ServerResponse) =>
  collect(request, (body) => {
    const bytes = filePart(body)
    const sha1 = createHash("sha1").update(bytes).digest("hex")
    check(String(request.headers["content-md5"] ?? sha1), sha1)
    const file = fileJson(String(sequence++), bytes.length, sha1)
    answer(response, 201, JSON.stringify({ total_count: 1, entries: [file] }))
  })

/** The bytes of a file, or a range of them, written as fast as they are taken. */
const content = (response: ServerResponse, size: number, range: string | undefined) => {
  const [, first = "0", last = ""] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? []
  let position = Number(first)
  const end = last === "" ? size : Math.min(Number(last) + 1, size)
  response.writeHead(range === undefined ? 200 : 206, {
    "content-type": "application/octet-stream",
    "content-length": end - position,
    ...(range === undefined ? {} : { "content-range": `bytes ${position}-${end - 1}/${size}` })
  })
  const more = () => {
    while (position < end) {
      const begin = position % contentBlock.length
      const block = contentBlock.subarray(begin, begin + end - position)
      position += block.length
      if (!response.write(block)) return response.once("drain", more)
    }
    return response.end()
  }
  more()
}

const download = (response: ServerResponse, origin: string) =>
  answer(response, 302, "", { location: `${origin}/download/${fileId}` })

const handle = (secure: boolean) => (request: IncomingMessage, response: ServerResponse) => {
  const origin = `${secure ? "https" : "http"}://${request.headers.host}`
  const url = new URL(request.url ?? "/", origin)
  const path = url.pathname.replace(/^\/api/, "")
  if (path === "/control") {
    return collect(request, (body) => {
      const wanted: Control = JSON.parse(body.toString())
      if (wanted.size !== undefined) contentDigest(wanted.size)
      if (wanted.items !== undefined) setListing(wanted.items)
      control = wanted
      const before = counts
      startCounting()
      response.end(JSON.stringify(before))
    })
  }
  counts.requests++
  if (control.failEvery !== undefined && counts.requests % control.failEvery === 0) {
    return swallow(request, () => answer(response, 503, "{}", { "retry-after": "1" }))
  }
  if (path === "/oauth2/token") {
    counts.tokenRequests++
    return collect(request, () =>
      answer(
        response,
        200,
        JSON.stringify({
          access_token: `t${sequence++}`,
          refresh_token: `r${sequence++}`,
          expires_in: 3600,
          token_type: "bearer"
        })
      )
    )
  }
  if (request.headers.authorization === `Bearer ${expiredToken}`) {
    return swallow(request, () => answer(response, 401, "", { "www-authenticate": 'Bearer error="invalid_token"' }))
  }
  const [, , kind, id, sub, rest] = path.split("/")
  if (path.startsWith("/download/")) return content(response, control.size ?? 0, request.headers.range)
  if (kind === "folders" && sub === "items") {
    const { fileName, size = 0 } = control
    if (fileName === undefined) return answer(response, 200, listingPage(url.searchParams.get("marker")))
    const file = { ...fileJson(fileId, size, contentDigest(size)), name: fileName }
    return answer(response, 200, JSON.stringify({ total_count: 1, entries: [file], offset: 0, limit: 1000 }))
  }
  if (kind === "folders") return answer(response, 200, folderJson)
  if (kind === "files" && id === "upload_sessions") {
    return sub === undefined ? createSession(request, response, origin) : session(request, response, sub, rest)
  }
  if (request.method === "OPTIONS") return collect(request, () => answer(response, 200, "{}"))
  if (kind === "files" && id === "content") return smallUpload(request, response)
  if (kind === "files" && sub === "content") return download(response, origin)
  if (kind === "files") {
    const size = control.size ?? 0
    return answer(response, 200, JSON.stringify(fileJson(fileId, size, contentDigest(size))))
  }
  return answer(response, 404, "{}")
}

const { key, cert, front } = JSON.parse(String(process.argv[2]))
const listen = (server: Server, event: string, port = 0) =>
  new Promise<number>((resolve) => {
    server.on(event, () => {
      counts.connections++
    })
    // An `AddressInfo`, because it listens on a port.
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port))
  })
const options = { keepAliveTimeout: 60_000, requestTimeout: 0 }
const http = await listen(createServer(options, handle(false)), "connection")
const https = await listen(createSecureServer({ ...options, key, cert }, handle(true)), "secureConnection")
// For clients that know Box's hosts and no others.
if (front) await listen(createSecureServer({ ...options, key, cert }, handle(true)), "secureConnection", 443)
process.stdout.write(`${JSON.stringify({ http, https })}\n`)
process.stdin.on("end", () => process.exit(0)).resume()
