/**
 * The bytes of a file: the API answers with a signed address on another host, which needs no token and expires soon.
 *
 * @see https://developer.box.com/guides/downloads/file/
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { type Answer, empty } from "../wire/Answer.ts"
import { type Call, param, type Route, stepRoute } from "../model/Call.ts"
import { readPieces } from "../model/Contents.ts"
import { appendEvent } from "../resource/EventLog.ts"
import { readableVersion } from "./FileRoutes.ts"
import { alphanumerics } from "../wire/Identifiers.ts"
import { notFound, transaction } from "../wire/Refusal.ts"
import { findFile, requireRight } from "../model/Tree.ts"
import { sharedLinkOf } from "../model/SharedLink.ts"
import type { SignedUrl, World } from "../model/World.ts"

const signedUrlLifetime = 15 * 60_000

const dropExpired = (world: World, now: number): void => {
  for (const [token, signed] of world.signedUrls) if (signed.expiresAt <= now) world.signedUrls.delete(token)
}

const sign = (call: Call): Answer => {
  const { world } = call
  const file = findFile(call, param(call, "file_id"))
  requireRight(call, file, "download")
  const version = readableVersion(file, call.url.searchParams.get("version"))
  dropExpired(world, call.now)
  const token = alphanumerics(call.random, 200)
  world.signedUrls.set(token, { file, version, expiresAt: call.now + signedUrlLifetime })
  if (file.sharedLink !== null && call.user !== file.owner && sharedLinkOf(call) !== undefined)
    file.sharedLink.downloads++
  appendEvent(call, "ITEM_DOWNLOAD", file)
  return empty(302, { location: `${world.urls.downloadUrl}/d/1/${token}/download` })
}

interface Range {
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

/** One range of bytes. For several ranges, or an unknown format, the whole file is returned, as RFC 9110 allows. */
const parseRange = (header: string | undefined, size: number): Range | "whole" | "unsatisfiable" => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "")
  const [, first = "", last = ""] = match ?? []
  if (match === null || (first === "" && last === "")) return "whole"
  if (first === "") {
    const start = Math.max(0, size - Number(last))
    return Number(last) === 0 || size === 0 ? "unsatisfiable" : { start, end: size }
  }
  if (last !== "" && Number(last) < Number(first)) return "whole"
  if (Number(first) >= size) return "unsatisfiable"
  return { start: Number(first), end: last === "" ? size : Math.min(size, Number(last) + 1) }
}

export const disposition = (name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, "_")
  return `attachment;filename="${plain}";filename*=UTF-8''${encodeURIComponent(name)}`
}

const openSigned = (call: Call): SignedUrl => {
  const token = param(call, "token")
  const signed = call.world.signedUrls.get(token)
  if (signed === undefined || signed.expiresAt <= call.now) throw notFound("download", token)
  if (!call.world.files.has(signed.file.id)) throw notFound("file", signed.file.id)
  if (!call.world.contents.readable) throw notFound("contents", "digest: this emulator keeps no bytes")
  return signed
}

const serve = (call: Call, { file, version }: SignedUrl): Answer => {
  const { world } = call
  const range = parseRange(call.headers["range"], version.size)
  if (range === "unsatisfiable") return empty(416, { "content-range": `bytes */${version.size}` })
  const { start, end } = range === "whole" ? { start: 0, end: version.size } : range
  const counted = Stream.suspend(() => {
    world.counts.openDownloads++
    return Stream.ensuring(
      readPieces(world.contents, version.pieces, start, end),
      Effect.sync(() => world.counts.openDownloads--)
    )
  })
  return {
    status: range === "whole" ? 200 : 206,
    headers: {
      "accept-ranges": "bytes",
      "content-type": "application/octet-stream",
      "content-disposition": disposition(file.name),
      "content-length": String(end - start),
      ...(range === "whole" ? {} : { "content-range": `bytes ${start}-${end - 1}/${version.size}` })
    },
    body: counted
  }
}

export const downloadRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/files/{file_id}/content", sign),
  {
    host: "download",
    method: "GET",
    path: "/d/1/{token}/download",
    kind: "open",
    handle: (call) => transaction(() => serve(call, openSigned(call)))
  }
]
