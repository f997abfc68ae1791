/**
 * Several items as one zip archive: made by POST, read once without a token, and watched by its status.
 *
 * @see https://developer.box.com/guides/downloads/zip/
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { type Call, param, type Route, stepRoute } from "../model/Call.ts"
import { readPieces } from "../model/Contents.ts"
import type { File, Folder } from "../model/Item.ts"
import { currentVersion, findFile, findFolder, isTrashed, requireRight } from "../model/Tree.ts"
import type { World, ZipDownload } from "../model/World.ts"
import { largestZip, mostEntries, type ZipEntry, zipSize, zipStream } from "../model/Zip.ts"
import { type Answer, type ConnectionBroken, json } from "../wire/Answer.ts"
import { alphanumerics } from "../wire/Identifiers.ts"
import { optionalArray, optionalObject, optionalString, requiredId, requiredString } from "../wire/Json.ts"
import { badParameter, missingParameter, notFound, transaction } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"
import { disposition } from "./DownloadRoutes.ts"
import { appendEvent } from "../resource/EventLog.ts"
import { triggerWebhooks } from "../resource/Webhooks.ts"
import { single } from "../views/ItemJson.ts"

const mostFiles = 10_000
/** Box says "a few seconds". */
const contentLifetime = 60_000
const lifetime = 3_600_000

type Source = File | Folder

const downloadable = <A extends Source>(call: Call, item: A): A => {
  requireRight(call, item, "download")
  return item
}

const sourcesOf = (call: Call): ReadonlyArray<Source> => {
  const items = optionalArray(call.json, "items")
  if (items === undefined || items.length === 0) throw missingParameter("items")
  return items.map((value) => {
    const item = optionalObject({ value }, "value")
    if (item === undefined) throw badParameter("items", "'items' must be an array of objects")
    const type = requiredString(item, "type")
    const id = requiredId(item, "id")
    if (type === "file") return downloadable(call, findFile(call, id))
    if (type === "folder") return downloadable(call, findFolder(call, id))
    throw badParameter("type", `Invalid value '${type}'. 'type' must be file or folder`)
  })
}

/** `a.txt`, `a (1).txt`, `a (2).txt`. */
const numbered = (name: string, number: number): string =>
  number === 0 ? name : name.replace(/(\.[^.]*)?$/, (extension) => ` (${number})${extension}`)

/** Items of one name, from several folders, get different names in the archive. */
const named = (sources: ReadonlyArray<Source>): ZipDownload["items"] => {
  const taken = new Set<string>()
  return [...new Set(sources)].map((item) => {
    let number = 0
    while (taken.has(numbered(item.name, number).toLowerCase())) number++
    const name = numbered(item.name, number)
    taken.add(name.toLowerCase())
    return { item, name }
  })
}

const conflictsOf = (items: ZipDownload["items"]): ReadonlyArray<unknown> => {
  const groups = new Map<string, Array<ZipDownload["items"][number]>>()
  for (const entry of items) {
    const key = entry.item.name.toLowerCase()
    groups.set(key, [...(groups.get(key) ?? []), entry])
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) =>
      group.map(({ item, name }) => ({
        id: item.id,
        type: item.type,
        original_name: item.name,
        download_name: name
      }))
    )
}

interface Placed {
  readonly item: Source
  readonly path: string
}

/** What becomes an entry: folders before what is in them. Web links have no content and are left out. */
const placed = (item: Source, path: string): ReadonlyArray<Placed> =>
  item.type === "file"
    ? [{ item, path }]
    : [
        { item, path: `${path}/` },
        ...[...item.children.values()].flatMap((child) =>
          child.type === "web_link" ? [] : placed(child, `${path}/${child.name}`)
        )
      ]

const sizeOfEntry = ({ item }: Placed): number => (item.type === "file" ? currentVersion(item).size : 0)

const requireWritable = (all: ReadonlyArray<Placed>): void => {
  const size = zipSize(all.map((placement) => ({ path: placement.path, size: sizeOfEntry(placement) })))
  if (size > largestZip || all.length > mostEntries) {
    throw badParameter("items", `The emulator makes archives of up to 4 GB and ${mostEntries} entries`)
  }
}

const dropExpired = ({ zips }: World, now: number): void => {
  for (const [id, zip] of zips) if (zip.expiresAt <= now) zips.delete(id)
}

const create = (call: Call): Answer => {
  const { now, random, user, world } = call
  const items = named(sourcesOf(call))
  const all = items.flatMap(({ item, name }) => placed(item, name))
  const files = all.filter(({ item }) => item.type === "file")
  if (files.length > mostFiles) throw badParameter("items", `An archive has at most ${mostFiles} files`)
  requireWritable(all)
  dropExpired(world, now)
  const id = alphanumerics(random, 60)
  const name = optionalString(call.json, "download_file_name") ?? "Box Download"
  const expiresAt = now + lifetime
  world.zips.set(id, {
    items,
    name: /\.zip$/i.test(name) ? name : `${name}.zip`,
    user,
    totalFiles: files.length,
    contentExpires: now + contentLifetime,
    expiresAt,
    started: false,
    downloadedFiles: 0,
    skippedFiles: 0,
    skippedFolders: 0,
    state: "in_progress"
  })
  return json(202, {
    download_url: `${world.urls.downloadUrl}/2.0/zip_downloads/${id}/content`,
    status_url: `${world.urls.apiUrl}/2.0/zip_downloads/${id}/status`,
    expires_at: timestamp(expiresAt),
    name_conflicts: conflictsOf(items)
  })
}

const zipOf = (call: Call): ZipDownload => {
  const id = param(call, "zip_download_id")
  const zip = call.world.zips.get(id)
  if (zip === undefined || zip.expiresAt <= call.now) throw notFound("zip_download", id)
  return zip
}

const status = (call: Call): Answer => {
  const zip = zipOf(call)
  if (zip.user !== call.user) throw notFound("zip_download", param(call, "zip_download_id"))
  return json(200, {
    total_file_count: zip.totalFiles,
    downloaded_file_count: zip.downloadedFiles,
    skipped_file_count: zip.skippedFiles,
    skipped_folder_count: zip.skippedFolders,
    state: zip.state
  })
}

const exists = ({ files, folders }: World, item: Source): boolean =>
  (item.id === "0" || (item.type === "file" ? files : folders).get(item.id) === item) && !isTrashed(item)

const entryOf = (world: World, placement: Placed): ZipEntry<ConnectionBroken> => {
  const { item, path } = placement
  const size = sizeOfEntry(placement)
  return {
    path,
    modifiedAt: item.contentModifiedAt,
    size,
    content: item.type === "file" ? readPieces(world.contents, currentVersion(item).pieces, 0, size) : Stream.empty
  }
}

/** The archive of what is still there. */
const content = (call: Call): Answer => {
  const { now, world } = call
  const zip = zipOf(call)
  if (zip.started || zip.contentExpires <= now) throw notFound("zip_download", param(call, "zip_download_id"))
  if (!world.contents.readable) throw notFound("contents", "digest: this emulator keeps no bytes")
  const there = zip.items.filter(({ item }) => exists(world, item))
  const all = there.flatMap(({ item, name }) => placed(item, name))
  requireWritable(all)
  const files = all.flatMap(({ item }) => (item.type === "file" ? [item] : []))
  zip.started = true
  zip.skippedFiles = Math.max(0, zip.totalFiles - files.length)
  zip.skippedFolders = zip.items.filter((entry) => entry.item.type === "folder" && !there.includes(entry)).length
  for (const file of files) appendEvent({ ...call, user: zip.user }, "ITEM_DOWNLOAD", file)
  for (const { item } of there) {
    if (item.type === "folder") {
      triggerWebhooks({ ...call, user: zip.user }, "FOLDER.DOWNLOADED", item, () => single(call, item))
    }
  }
  const entries = all.map((placement) => entryOf(world, placement))
  const bytes = zipStream(entries, ({ path }) => {
    if (!path.endsWith("/")) zip.downloadedFiles++
  })
  const succeed = Stream.suspend(() => {
    zip.state = "succeeded"
    return Stream.empty
  })
  return {
    status: 200,
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": disposition(zip.name),
      "content-length": String(zipSize(entries))
    },
    body: Stream.ensuring(
      Stream.concat(bytes, succeed),
      Effect.sync(() => {
        if (zip.state !== "succeeded") zip.state = "failed"
      })
    )
  }
}

export const zipRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/zip_downloads", create),
  stepRoute("api", "GET", "/zip_downloads/{zip_download_id}/status", status),
  {
    host: "download",
    method: "GET",
    path: "/zip_downloads/{zip_download_id}/content",
    kind: "open",
    handle: (call) => transaction(() => content(call))
  }
]
