/** What the stand-in server has: one file, one folder and one long listing, written as Box writes them. */
import { createHash } from "node:crypto"
import { pageSize } from "./tasks.ts"

const mebibyte = 1024 * 1024

/** A mebibyte without a pattern; a file is this again and again. */
export const contentBlock: Buffer = Buffer.concat(
  Array.from({ length: mebibyte / 64 }, (_, index) => createHash("sha512").update(String(index)).digest())
)

const user = { type: "user", id: "2001", name: "Ada Lovelace", login: "ada@example.com" }
const root = { type: "folder", id: "0", sequence_id: null, etag: null, name: "All Files" }
const time = "2026-01-31T12:00:00-08:00"
const common = {
  sequence_id: "3",
  etag: "3",
  description: "",
  path_collection: { total_count: 1, entries: [root] },
  created_at: time,
  modified_at: time,
  trashed_at: null,
  purged_at: null,
  content_created_at: time,
  content_modified_at: time,
  created_by: user,
  modified_by: user,
  owned_by: user,
  shared_link: null,
  parent: root,
  item_status: "active"
}

/** The standard form of a file. */
export const fileJson = (id: string, size: number, sha1: string): object => ({
  type: "file",
  id,
  file_version: { type: "file_version", id: `9${id}`, sha1 },
  sha1,
  name: `report ${id}.pdf`,
  size,
  ...common
})

const miniFile = (index: number) => ({
  type: "file",
  id: String(1_000_000 + index),
  file_version: {
    type: "file_version",
    id: String(9_000_000 + index),
    sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709"
  },
  sequence_id: "0",
  etag: "0",
  sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  name: `report ${index}.pdf`
})

const miniFolder = (index: number) => ({
  type: "folder",
  id: String(1_000_000 + index),
  sequence_id: "0",
  etag: "0",
  name: `folder ${index}`
})

const entry = (index: number) => (index % 10 === 0 ? miniFolder(index) : miniFile(index))

/** The standard form of a folder with its first 10 items. */
export const folderJson: string = JSON.stringify({
  type: "folder",
  id: "11446498",
  name: "Reports",
  size: 629644,
  ...common,
  folder_upload_email: null,
  item_collection: {
    total_count: 10,
    entries: Array.from({ length: 10 }, (_, index) => entry(index)),
    offset: 0,
    limit: 100,
    order: [
      { by: "type", direction: "ASC" },
      { by: "name", direction: "ASC" }
    ]
  }
})

let items = 0
const pages = new Map<string, Buffer>()

/** Makes the listing that many items long. */
export const setListing = (count: number): void => {
  if (count === items) return
  items = count
  pages.clear()
  for (let offset = 0; offset < count; offset += pageSize) {
    const length = Math.min(pageSize, count - offset)
    const last = offset + length >= count
    const page = {
      entries: Array.from({ length }, (_, index) => entry(offset + index)),
      limit: pageSize,
      ...(last ? {} : { next_marker: `m${offset + length}` })
    }
    pages.set(offset === 0 ? "" : `m${offset}`, Buffer.from(JSON.stringify(page)))
  }
}

/** The page behind a marker, as the bytes that are sent. */
export const listingPage = (marker: string | null): Buffer => pages.get(marker ?? "") ?? Buffer.from('{"entries":[]}')
