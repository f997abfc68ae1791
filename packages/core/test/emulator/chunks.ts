/** A small upload session, its parts and its commit. */
import { Effect } from "effect"
import { HttpBody } from "effect/http"
import type { Options } from "../../src/testing/BoxEmulator.ts"
import { type Json, type Message, post, send, sha1Header, text, uploads } from "./wire.ts"

export const small: Options = { minimumSessionSize: 20, partSize: 10, accessTokenLifetime: "30 days" }

export const bytes = text("0123456789abcdefghijXYZ")

export const open = (name = "big.bin", size = bytes.length) =>
  Effect.map(
    post(`${uploads}/files/upload_sessions`, { folder_id: "0", file_name: name, file_size: size }),
    (reply) => {
      if (reply.status !== 201) throw new Error(`no session: ${JSON.stringify(reply.json)}`)
      return reply.json
    }
  )

export interface PartOptions {
  readonly range?: string
  readonly digest?: string
  readonly message?: Message
  readonly content?: Uint8Array
}

export const putPart = (session: Json, offset: number, options: PartOptions = {}) => {
  const content = options.content ?? bytes.slice(offset, offset + 10)
  const range = options.range ?? `bytes ${offset}-${offset + content.length - 1}/${bytes.length}`
  return send("PUT", session.session_endpoints.upload_part, {
    ...options.message,
    headers: { "content-range": range, digest: options.digest ?? sha1Header(content), ...options.message?.headers },
    body: options.message?.body ?? HttpBody.uint8Array(content, "application/octet-stream")
  })
}

export const putAll = (session: Json) =>
  Effect.map(
    Effect.forEach([20, 0, 10], (offset) => putPart(session, offset)),
    (replies) => replies.map(({ json }) => json.part).toSorted((a: Json, b: Json) => a.offset - b.offset)
  )

export const commit = (session: Json, parts: Json, message: Message = {}, body: object = {}) =>
  post(
    session.session_endpoints.commit,
    { parts, ...body },
    {
      ...message,
      headers: { digest: sha1Header(bytes), ...message.headers }
    }
  )
