/**
 * Thumbnails, and the contents of representations.
 *
 * @see https://developer.box.com/guides/representations/
 */
import { type Call, param, type Route, stepRoute } from "../model/Call.ts"
import { readPieces } from "../model/Contents.ts"
import type { File, FileVersion } from "../model/Item.ts"
import { findFile, requireRight } from "../model/Tree.ts"
import { type Answer, empty, json } from "../wire/Answer.ts"
import { type PictureFormat, placeholder, type Size } from "../wire/Placeholder.ts"
import { badParameter, notFound, transaction } from "../wire/Refusal.ts"
import { isPictured, offered, type Representation, representationJson } from "../views/Representations.ts"
import { readableVersion } from "./FileRoutes.ts"

interface Found {
  readonly file: File
  readonly version: FileVersion
  readonly representation: Representation
}

const find = (call: Call): Found => {
  const file = findFile(call, param(call, "file_id"))
  requireRight(call, file, "preview")
  const version = readableVersion(file, param(call, "version_id"))
  const key = param(call, "representation")
  const representation = offered(file).find((candidate) => candidate.key === key)
  if (representation === undefined) throw notFound("representation", key)
  return { file, version, representation }
}

const pictureAnswer = (format: PictureFormat, size: Size): Answer => {
  const body = placeholder(format, size)
  return { status: 200, headers: { "content-type": `image/${format}`, "content-length": String(body.length) }, body }
}

const content = (call: Call): Answer => {
  const { representation, version } = find(call)
  if (representation.picture !== undefined) return pictureAnswer(representation.picture.format, representation.picture)
  if (!call.world.contents.readable) throw notFound("contents", "digest: this emulator keeps no bytes")
  return {
    status: 200,
    headers: { "content-type": representation.type, "content-length": String(version.size) },
    body: readPieces(call.world.contents, version.pieces, 0, version.size)
  }
}

const pixelsOf = (call: Call, name: string): number | undefined => {
  const text = call.url.searchParams.get(name)
  if (text === null) return undefined
  const pixels = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(pixels >= 32 && pixels <= 320)) throw badParameter(name, `'${name}' must be a number from 32 to 320`)
  return pixels
}

const lengthOf = (call: Call, dimension: "width" | "height"): number | undefined => {
  const least = pixelsOf(call, `min_${dimension}`)
  const most = pixelsOf(call, `max_${dimension}`)
  if (least !== undefined && most !== undefined && least > most) {
    throw badParameter(`min_${dimension}`, `'min_${dimension}' must not be more than 'max_${dimension}'`)
  }
  return least ?? most
}

const ordinaryPixels = 256

/** Without a token: it shows nothing of the file. */
const substitute = "/d/thumbnails/substitute.{extension}"

/** A square, unless both lengths are given. A file that has no thumbnail is answered with the address of a substitute. */
const thumbnail = (call: Call) => {
  const format = param(call, "extension")
  if (format !== "png" && format !== "jpg") throw notFound("extension", format)
  const file = findFile(call, param(call, "file_id"))
  requireRight(call, file, "preview")
  const width = lengthOf(call, "width")
  const height = lengthOf(call, "height")
  if (!isPictured(file)) {
    return empty(302, { location: call.world.urls.downloadUrl + substitute.replace("{extension}", format) })
  }
  return pictureAnswer(format, {
    width: width ?? height ?? ordinaryPixels,
    height: height ?? width ?? ordinaryPixels
  })
}

const path = "/internal_files/{file_id}/versions/{version_id}/representations/{representation}"

export const representationRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/files/{file_id}/thumbnail.{extension}", thumbnail),
  {
    host: "download",
    method: "GET",
    path: substitute,
    kind: "open",
    handle: (call) =>
      transaction(() => {
        const format = param(call, "extension") === "jpg" ? "jpg" : "png"
        return pictureAnswer(format, { width: ordinaryPixels, height: ordinaryPixels })
      })
  },
  stepRoute("api", "GET", path, (call) => {
    const { file, representation } = find(call)
    return json(200, representationJson(call, file, representation, true))
  }),
  stepRoute("api", "GET", `${path}/content`, content),
  // Whatever the page: no picture has several.
  stepRoute("api", "GET", `${path}/content/{asset_path}`, content)
]
