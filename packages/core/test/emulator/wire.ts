/** Raw requests to the emulator: no client of ours takes part in these tests. */
import { Effect, Layer } from "effect"
import { HttpBody, HttpClient, HttpClientRequest } from "effect/http"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { Sha1 } from "../../src/unstable/Sha1.ts"
import { undocumented } from "./documentedAnswers.ts"

/** A decoded JSON answer: tests reach into it and fail loudly where it is not what they think. */
// biome-ignore lint/suspicious/noExplicitAny: the shapes under test are what the assertions are about.
export type Json = any

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly bytes: Uint8Array
  readonly json: Json
}

export interface Message {
  readonly headers?: Record<string, string>
  readonly json?: unknown
  readonly form?: Record<string, string>
  readonly body?: HttpBody.HttpBody
  /** The bearer token; `null` for none. By default the emulator's own. */
  readonly token?: string | null
}

export const api = "https://api.box.com/2.0"
export const uploads = "https://upload.box.com/api/2.0"
export const tokenUrl = "https://api.box.com/oauth2/token"
export const revokeUrl = "https://api.box.com/oauth2/revoke"

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS"

export const send = (method: Method, url: string, message: Message = {}) =>
  Effect.gen(function* () {
    const { credentials } = yield* BoxEmulator.BoxEmulator
    const client = yield* HttpClient.HttpClient
    const token = message.token === undefined ? credentials.accessToken : message.token
    let request = HttpClientRequest.make(method)(url.startsWith("/") ? api + url : url)
    if (token !== null) request = HttpClientRequest.setHeader(request, "authorization", `Bearer ${token}`)
    if (message.json !== undefined) request = HttpClientRequest.bodyJsonUnsafe(request, message.json)
    if (message.form !== undefined) request = HttpClientRequest.bodyUrlParams(request, message.form)
    if (message.body !== undefined) request = HttpClientRequest.setBody(request, message.body)
    request = HttpClientRequest.setHeaders(request, message.headers ?? {})
    const response = yield* client.execute(request)
    const bytes = new Uint8Array(yield* response.arrayBuffer)
    const isJson = response.headers["content-type"] === "application/json"
    const json: Json = isJson ? JSON.parse(new TextDecoder().decode(bytes)) : undefined
    if (isJson && response.status < 400) {
      const address = url.startsWith("/") ? api + url : url
      const fault = undocumented(method, new URL(address), message.headers?.["box-version"], response.status, json)
      if (fault !== undefined) throw new Error(`the answer contradicts Box's documents: ${fault}`)
    }
    return { status: response.status, headers: response.headers, bytes, json } satisfies Reply
  })

export const get = (url: string, message?: Message) => send("GET", url, message)
export const post = (url: string, json?: unknown, message?: Message) => send("POST", url, { json, ...message })
export const put = (url: string, json?: unknown, message?: Message) => send("PUT", url, { json, ...message })
export const patch = (url: string, json?: unknown, message?: Message) => send("PATCH", url, { json, ...message })
export const del = (url: string, message?: Message) => send("DELETE", url, message)

export const text = (value: string): Uint8Array => new TextEncoder().encode(value)

const digest = (bytes: Uint8Array): Uint8Array => {
  const hasher = Sha1.defaultValue().create()
  hasher.update(bytes)
  return hasher.digest()
}

export const sha1Hex = (bytes: Uint8Array): string => Buffer.from(digest(bytes)).toString("hex")
export const sha1Header = (bytes: Uint8Array): string => `sha=${Buffer.from(digest(bytes)).toString("base64")}`

export interface Piece {
  readonly name: string
  readonly filename?: string
  readonly content: string | Uint8Array
}

const boundary = "----emulator-test"

export const multipart = (pieces: ReadonlyArray<Piece>): HttpBody.HttpBody => {
  const chunks = pieces.flatMap(({ content, filename, name }) => {
    const file = filename === undefined ? "" : `; filename="${filename}"\r\nContent-Type: application/octet-stream`
    return [
      text(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`),
      typeof content === "string" ? text(content) : content,
      text("\r\n")
    ]
  })
  const body = Buffer.concat([...chunks, text(`--${boundary}--\r\n`)])
  return HttpBody.uint8Array(new Uint8Array(body), `multipart/form-data; boundary=${boundary}`)
}

export const fileBody = (attributes: unknown, content: string | Uint8Array): HttpBody.HttpBody =>
  multipart([
    { name: "attributes", content: JSON.stringify(attributes) },
    { name: "file", filename: "file", content }
  ])

export const upload = (name: string, content: string | Uint8Array, parent = "0", message: Message = {}) =>
  send("POST", `${uploads}/files/content`, { ...message, body: fileBody({ name, parent: { id: parent } }, content) })

export const uploadVersion = (id: string, content: string | Uint8Array, message: Message = {}, attributes = {}) =>
  send("POST", `${uploads}/files/${id}/content`, { ...message, body: fileBody(attributes, content) })

/** A list of operations, as metadata takes it. */
export const jsonPatch = (url: string, operations: unknown) =>
  put(url, operations, { headers: { "content-type": "application/json-patch+json" } })

/** The created item, or a failed test. */
export const created = <E, R>(reply: Effect.Effect<Reply, E, R>) =>
  Effect.map(reply, ({ json, status }) => {
    if (status !== 201) throw new Error(`expected 201, got ${status} ${JSON.stringify(json)}`)
    return json.entries === undefined ? json : json.entries[0]
  })

export const folder = (name: string, parent = "0") => created(post("/folders", { name, parent: { id: parent } }))

export const file = (name: string, content: string | Uint8Array = name, parent = "0") =>
  created(upload(name, content, parent))

/** Follows the redirect of a download by hand. */
export const download = (id: string, headers: Record<string, string> = {}, query = "") =>
  Effect.gen(function* () {
    const signed = yield* get(`/files/${id}/content${query}`)
    if (signed.status !== 302) return signed
    return yield* get(signed.headers["location"] ?? "", { token: null, headers })
  })

/** A fresh emulator for every test that provides it. */
export const fresh = (options?: BoxEmulator.Options) => Layer.fresh(BoxEmulator.layerHttpClient(options))
