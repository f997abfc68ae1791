/** Versions and their files, as retention and legal holds show them. */
import type { File, FileVersion } from "../model/Item.ts"
import { fileVersion, listEntry } from "../views/ItemJson.ts"
import type { JsonObject } from "../wire/Json.ts"

export const miniVersion = (version: FileVersion): JsonObject => fileVersion(version, ["sha1"])

/** A file with one of its versions in the place of the current one. */
export const miniFile = (file: File, version: FileVersion): JsonObject => ({
  ...listEntry(file),
  sha1: version.sha1,
  file_version: miniVersion(version)
})
