/** Versions and their files, as retention and legal holds show them. */
import type { Call } from "../model/Call.ts"
import type { File, FileVersion } from "../model/Item.ts"
import { fileVersion, listEntry } from "../views/ItemJson.ts"
import type { JsonObject } from "../wire/Json.ts"

export const miniVersion = (call: Call, version: FileVersion): JsonObject => fileVersion(call, version, ["sha1"])

/** A file with one of its versions in the place of the current one. */
export const miniFile = (call: Call, file: File, version: FileVersion): JsonObject => ({
  ...listEntry(call, file),
  sha1: version.sha1,
  file_version: miniVersion(call, version)
})
