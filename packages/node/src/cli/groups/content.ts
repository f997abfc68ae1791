/** `versions`, `metadata`, `zip`. */
import { resolve as resolveLocal } from "node:path"
import * as FileMetadata from "@effect-box/core/api/FileMetadata"
import * as FileVersions from "@effect-box/core/api/FileVersions"
import * as FolderMetadata from "@effect-box/core/api/FolderMetadata"
import * as Search from "@effect-box/core/api/Search"
import * as FileDownload from "@effect-box/core/FileDownload"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { zip as zipCommand } from "../catalog/change.ts"
import type * as catalog from "../catalog/content.ts"
import type { Given } from "../command/Command.ts"
import * as LocalFile from "../../file/LocalFile.ts"
import { type Found, resolve, resolveFile, resolveFolder } from "../items/reference.ts"
import { done, list, one } from "../terminal/output.ts"
import { Shell, write, WrongUse } from "../terminal/Shell.ts"

export const versionsList = Effect.fnUntraced(function* ({ file }: Given<typeof catalog.versionsList>) {
  const found = yield* resolveFile(file)
  const rows = FileVersions.getFileVersions.items({ file_id: found.id, limit: 1000 })
  yield* list(rows, ["id", "name", "size", "modified_at", "modified_by", "sha1"])
})

export const versionsGet = Effect.fnUntraced(function* (given: Given<typeof catalog.versionsGet>) {
  const { io } = yield* Shell
  const found = yield* resolveFile(given.file)
  if (given.to === undefined || given.to === "-") {
    return yield* Stream.runForEach(FileDownload.stream({ file_id: found.id, version: given.version }), write)
  }
  const saved = yield* LocalFile.download(resolveLocal(io.cwd, given.to), {
    file_id: found.id,
    version: given.version,
    overwrite: given.overwrite
  })
  yield* done(`${found.name} is in ${given.to}`, saved)
})

export const versionsPromote = Effect.fnUntraced(function* ({ file, version }: Given<typeof catalog.versionsPromote>) {
  const found = yield* resolveFile(file)
  const now = yield* FileVersions.promoteFileVersion({ file_id: found.id, id: version, type: "file_version" })
  yield* done(`${found.name} is what it was in version ${version}`, now)
})

export const versionsDelete = Effect.fnUntraced(function* ({ file, version }: Given<typeof catalog.versionsDelete>) {
  const found = yield* resolveFile(file)
  yield* FileVersions.deleteFileVersionById({ file_id: found.id, file_version_id: version })
  yield* done(`Version ${version} of ${found.name} is deleted`, { type: "file_version", id: version })
})

/** Box says which scopes there are. */
type Scope = "enterprise"

const templateOf = (
  text: string
): Effect.Effect<{ readonly scope: Scope; readonly template_key: string }, WrongUse> => {
  const [scope = "", template_key = "", ...more] = text.split(".")
  return template_key !== "" && more.length === 0
    ? Effect.succeed({ scope: scope as Scope, template_key })
    : Effect.fail(new WrongUse({ message: `A template is SCOPE.KEY, such as enterprise.contract, not ${text}.` }))
}

const onItem = Effect.fnUntraced(function* (reference: string) {
  const found = yield* resolve(reference)
  return found.type === "web_link" ? yield* new WrongUse({ message: "Web links have no metadata." }) : found
})

const instance = (found: Found, place: { readonly scope: Scope; readonly template_key: string }) =>
  found.type === "file"
    ? FileMetadata.getFileMetadataById({ file_id: found.id, ...place })
    : FolderMetadata.getFolderMetadataById({ folder_id: found.id, ...place })

export const metadataGet = Effect.fnUntraced(function* ({ item, template }: Given<typeof catalog.metadataGet>) {
  const found = yield* onItem(item)
  if (template !== undefined) {
    const values = yield* instance(found, yield* templateOf(template))
    return yield* one(
      values,
      Object.keys(values).filter((name) => !name.startsWith("$"))
    )
  }
  const { entries } =
    found.type === "file"
      ? yield* FileMetadata.getFileMetadata({ file_id: found.id })
      : yield* FolderMetadata.getFolderMetadata({ folder_id: found.id })
  yield* list(Stream.fromIterable(entries ?? []), ["$scope", "$template", "$id"])
})

const valueOf = Effect.fnUntraced(function* (word: string) {
  const [, key, mark, text = ""] = /^([^=:]+)(:?=)(.*)$/s.exec(word) ?? []
  if (key === undefined) return yield* new WrongUse({ message: `${JSON.stringify(word)} is not key=value.` })
  if (mark === ":=") {
    const value = yield* Effect.try({
      try: (): Schema.Json => JSON.parse(text),
      catch: () => new WrongUse({ message: `${key} takes JSON, not ${text}.` })
    })
    return [key, value] as const
  }
  const value: Schema.Json | undefined = text === "" ? undefined : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  return [key, value] as const
})

const escaped = (key: string): string => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`

export const metadataSet = Effect.fnUntraced(function* (given: Given<typeof catalog.metadataSet>) {
  const found = yield* onItem(given.item)
  const place = yield* templateOf(given.template)
  const values = yield* Effect.forEach(given.values, valueOf)
  const body = Object.fromEntries(values.filter((pair): pair is [string, Schema.Json] => pair[1] !== undefined))
  const before = yield* instance(found, place).pipe(
    Effect.map((known): Readonly<Record<string, unknown>> | undefined => ({ ...known })),
    Effect.catchTag("BoxNotFound", () => Effect.succeed(undefined))
  )
  const file = { file_id: found.id, ...place }
  const folder = { folder_id: found.id, ...place }
  if (before === undefined) {
    const made =
      found.type === "file"
        ? yield* FileMetadata.createFileMetadataById({ ...file, body })
        : yield* FolderMetadata.createFolderMetadataById({ ...folder, body })
    return yield* done(`${found.name} has ${given.template}`, made)
  }
  type Change = FileMetadata.UpdateFileMetadataByIdInput["body"][number]
  const changes = values.flatMap(
    ([key, value]): ReadonlyArray<Change> =>
      value === undefined
        ? Object.hasOwn(before, key)
          ? [{ op: "remove" as const, path: escaped(key) }]
          : []
        : // Which values a template takes is Box's to say.
          [
            {
              op: Object.hasOwn(before, key) ? ("replace" as const) : ("add" as const),
              path: escaped(key),
              value: value as string
            }
          ]
  )
  const after =
    found.type === "file"
      ? yield* FileMetadata.updateFileMetadataById({ ...file, body: changes })
      : yield* FolderMetadata.updateFolderMetadataById({ ...folder, body: changes })
  yield* done(`${found.name}: ${given.template} is changed`, after)
})

export const metadataDelete = Effect.fnUntraced(function* ({ item, template }: Given<typeof catalog.metadataDelete>) {
  const found = yield* onItem(item)
  const place = yield* templateOf(template)
  yield* found.type === "file"
    ? FileMetadata.deleteFileMetadataById({ file_id: found.id, ...place })
    : FolderMetadata.deleteFolderMetadataById({ folder_id: found.id, ...place })
  yield* done(`${found.name} has no ${template} any more`, found)
})

export const metadataQuery = Effect.fnUntraced(function* (given: Given<typeof catalog.metadataQuery>) {
  const folder = yield* resolveFolder(given.in)
  const values = yield* Effect.forEach(given.value, valueOf)
  const rows = Search.searchByMetadataQuery.items({
    from: given.template,
    ancestor_folder_id: folder.id,
    fields: ["name", "size"],
    ...(given.condition === undefined ? {} : { query: given.condition }),
    ...(values.length === 0
      ? {}
      : { query_params: Object.fromEntries(values.map(([key, value]) => [key, value ?? ""])) })
  })
  yield* list(rows, ["type", "id", "name", "size"])
})

export const zip = Effect.fnUntraced(function* ({ items, output }: Given<typeof zipCommand>) {
  const { io } = yield* Shell
  const found = yield* Effect.forEach(items, resolve)
  const zipped = found.flatMap(({ id, type }) => (type === "web_link" ? [] : [{ type, id }]))
  const bytes = FileDownload.zip({ items: zipped })
  if (output === "-") {
    if (io.stdout.isTerminal) return yield* new WrongUse({ message: "A zip is bytes: give --output FILE." })
    return yield* Stream.runForEach(bytes, write)
  }
  const fs = yield* FileSystem.FileSystem
  const path = resolveLocal(io.cwd, output)
  // It appears under its name only when it is complete.
  yield* Stream.run(bytes, fs.sink(`${path}.part`)).pipe(
    Effect.andThen(fs.rename(`${path}.part`, path)),
    Effect.onError(() => Effect.ignore(fs.remove(`${path}.part`)))
  )
  yield* done(`${output} has ${found.map(({ name }) => name).join(", ")}`, { file: path })
})
