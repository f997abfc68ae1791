/** Requests to an emulated Box from inside, in the name of its users. They are in no log and no statistics. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { WireRequest } from "../emulator/wire/WireRequest.ts"
import type { Urls } from "../emulator/model/World.ts"
import type { Answer, ConnectionBroken } from "../emulator/wire/Answer.ts"
import { concat } from "../emulator/wire/Bytes.ts"
import { isObject, type JsonObject } from "../emulator/wire/Json.ts"

/** The emulated Box has refused a request, in its own words. */
export class Refused extends Data.TaggedError("Refused")<{ readonly status: number; readonly reason: string }> {}

/** The bytes of a file, as they are or as a stream, and how many they are. */
export interface Content {
  readonly size: number
  readonly bytes: Uint8Array | Stream.Stream<Uint8Array>
}

export interface WorldRequests {
  readonly ask: (
    userId: string,
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    json?: JsonObject
  ) => Effect.Effect<JsonObject, Refused>
  readonly upload: (
    userId: string,
    parentId: string,
    name: string,
    content: Content
  ) => Effect.Effect<JsonObject, Refused>
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

const objectIn = (text: string): JsonObject => {
  const value: unknown = text === "" ? {} : JSON.parse(text)
  return isObject(value) ? value : {}
}

/** What is wrong, with the reason of the first parameter that Box names. */
const reasonIn = (status: number, { code, context_info, message }: JsonObject): string => {
  const errors = isObject(context_info) ? context_info["errors"] : undefined
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  const detail = isObject(first) ? first["message"] : undefined
  return `Box answers ${status} ${String(code)}: ${String(detail ?? message)}`
}

const read = ({ body, status }: Answer): Effect.Effect<JsonObject, Refused | ConnectionBroken> =>
  Effect.gen(function* () {
    const bytes = body instanceof Uint8Array ? body : concat(yield* Stream.runCollect(body))
    const json = objectIn(decoder.decode(bytes))
    return status < 400 ? json : yield* new Refused({ status, reason: reasonIn(status, json) })
  })

const boundary = "effect-box-seed-6c1d7e0f2b"

const disposition = (rest: string) => `--${boundary}\r\nContent-Disposition: form-data; ${rest}\r\n\r\n`

/** The form of an upload. */
const formOf = (attributes: JsonObject, { bytes, size }: Content) => {
  const before = encoder.encode(
    `${disposition('name="attributes"')}${JSON.stringify(attributes)}\r\n${disposition('name="file"; filename="file"\r\nContent-Type: application/octet-stream')}`
  )
  const after = encoder.encode(`\r\n--${boundary}--\r\n`)
  return {
    length: before.length + size + after.length,
    body:
      bytes instanceof Uint8Array
        ? Stream.make(concat([before, bytes, after]))
        : Stream.concat(Stream.make(before), Stream.concat(bytes, Stream.make(after)))
  }
}

/** `token` is one of the administrator, who acts as the others. */
export const makeWorldRequests = (
  execute: (request: WireRequest) => Effect.Effect<Answer, ConnectionBroken>,
  { apiUrl, uploadUrl }: Urls,
  token: string
): WorldRequests => {
  const send = (request: WireRequest): Effect.Effect<JsonObject, Refused> =>
    Effect.flatMap(execute(request), read).pipe(
      Effect.catchTag(
        "ConnectionBroken",
        ({ code }) => new Refused({ status: 0, reason: `the content could not be read: ${code}` })
      )
    )
  const headersOf = (userId: string, type: string, length: number) => ({
    authorization: `Bearer ${token}`,
    "as-user": userId,
    "content-type": type,
    "content-length": String(length)
  })
  return {
    ask: (userId, method, path, json) => {
      const bytes = encoder.encode(json === undefined ? "" : JSON.stringify(json))
      const headers = headersOf(userId, "application/json", bytes.length)
      return send({ method, url: new URL(`${apiUrl}/2.0${path}`), headers, body: Stream.make(bytes) })
    },
    upload: (userId, parentId, name, content) => {
      const { body, length } = formOf({ name, parent: { id: parentId } }, content)
      const headers = headersOf(userId, `multipart/form-data; boundary=${boundary}`, length)
      const url = new URL(`${uploadUrl}/2.0/files/content`)
      return Effect.map(send({ method: "POST", url, headers, body }), ({ entries }) => {
        const first: unknown = Array.isArray(entries) ? entries[0] : undefined
        return isObject(first) ? first : {}
      })
    }
  }
}
