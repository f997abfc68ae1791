/**
 * Pictures of users.
 *
 * @see https://developer.box.com/reference/resources/user-avatar/
 */
import * as Effect from "effect/Effect"
import * as Multipart from "effect/http/Multipart"
import * as Stream from "effect/Stream"
import { type Answer, type ConnectionBroken, empty, json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { administers } from "../model/World.ts"
import { avatarUrl, findUser } from "./UserJson.ts"
import { badRequest, noPermission, notFound, type Refusal, transaction } from "../wire/Refusal.ts"

/** The picture of a user, by the user's id. */
export interface Avatar {
  readonly id: string
  readonly bytes: Uint8Array
  readonly type: "image/png" | "image/jpeg"
}

export const avatars: Table<Avatar> = makeTable("avatar", 140_001)

const maxBytes = 1024 * 1024
const maxPixels = 1024

const ownUser = (call: Call): User => {
  const user = findUser(call)
  if (user !== call.user && !administers(call.world, call.user)) throw noPermission()
  return user
}

const avatarOf = (call: Call, user: User): Avatar => {
  const avatar = avatars.rows(call.world).get(user.id)
  if (avatar === undefined) throw notFound("avatar", user.id)
  return avatar
}

/** Width and height, from the header of a PNG file. */
const pngSize = (bytes: Uint8Array): readonly [number, number] | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return bytes.length < 24 || view.getUint32(0) !== 0x89504e47 ? undefined : [view.getUint32(16), view.getUint32(20)]
}

/** Width and height, from the first frame of a JPEG file. */
const jpegSize = (bytes: Uint8Array): readonly [number, number] | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined
  for (let at = 2; at + 9 <= bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at)
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)]
  }
  return undefined
}

const pictureOf = (bytes: Uint8Array): Pick<Avatar, "bytes" | "type"> => {
  if (bytes.length === 0) throw badRequest("The picture is empty")
  if (bytes.length > maxBytes) throw badRequest("The picture must not be larger than 1 MB")
  const png = pngSize(bytes)
  const size = png ?? jpegSize(bytes)
  if (size === undefined) throw badRequest("The picture must be a JPEG or a PNG file")
  if (size.some((pixels) => pixels > maxPixels)) throw badRequest("The picture must not exceed 1024 x 1024 pixels")
  return { bytes, type: png === undefined ? "image/jpeg" : "image/png" }
}

const joined = (chunks: ReadonlyArray<Uint8Array>): Uint8Array => {
  const bytes = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** The bytes of the part `pic`. */
const readPicture = (call: Call): Effect.Effect<Uint8Array | undefined, Refusal | ConnectionBroken> =>
  Effect.suspend(() => {
    let picture: Uint8Array | undefined
    const onPart = (part: Multipart.Part) =>
      part._tag === "Field" || part.key !== "pic"
        ? Effect.void
        : Effect.map(Stream.runCollect(part.content), (chunks) => {
            picture = joined(Array.from(chunks))
          })
    return call.body.pipe(
      Stream.pipeThroughChannel(Multipart.makeChannel<ConnectionBroken>(call.headers)),
      Stream.runForEach(onPart),
      Effect.mapError((error) =>
        error._tag === "ConnectionBroken" ? error : badRequest(`The multipart body cannot be read: ${error.message}`)
      ),
      Effect.map(() => picture)
    )
  })

const store = (call: Call, user: User, bytes: Uint8Array | undefined): Answer => {
  if (bytes === undefined) throw badRequest("A picture named 'pic' is required")
  const known = avatars.rows(call.world).has(user.id)
  avatars.insert(call.world, { id: user.id, ...pictureOf(bytes) })
  const urls = Object.fromEntries(["small", "large", "preview"].map((size) => [size, avatarUrl(user, size)]))
  return json(known ? 200 : 201, { pic_urls: urls })
}

const uploadAvatar = (call: Call) =>
  Effect.gen(function* () {
    const user = yield* transaction(() => ownUser(call))
    const bytes = yield* readPicture(call)
    return yield* transaction(() => store(call, user, bytes))
  })

const getAvatar = (call: Call): Answer => {
  const { bytes, type } = avatarOf(call, findUser(call))
  return { status: 200, headers: { "content-type": type, "content-length": String(bytes.length) }, body: bytes }
}

const deleteAvatar = (call: Call): Answer => {
  avatars.remove(call.world, avatarOf(call, ownUser(call)))
  return empty(204)
}

export const avatarRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/users/{user_id}/avatar", getAvatar),
  { host: "api", method: "POST", path: "/users/{user_id}/avatar", kind: "stream", handle: uploadAvatar },
  stepRoute("api", "DELETE", "/users/{user_id}/avatar", deleteAvatar)
]
