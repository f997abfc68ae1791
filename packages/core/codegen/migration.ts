/** The migration table from Box's own SDK: each of its calls and its equivalent here. */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Library } from "./library.ts"
import type { Operation } from "./operations.ts"
import { compare } from "./source.ts"

const lowerFirst = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1)

const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Operations of Box's documents that are missing in its SDK. */
const missingThere = new Set([
  "LegalHoldPolicyAssignments.getFileVersionsOnHoldByLegalHoldPolicyAssignmentId",
  "RetentionPolicyAssignments.getFileVersionsUnderRetentionByRetentionPolicyAssignmentId"
])

/** Calls of its own that the SDK adds to the operations, by module, and what does the same here. */
const additions: Readonly<Record<string, ReadonlyArray<readonly [string, string]>>> = {
  ChunkedUploads: [
    [
      "uploadBigFile(file, fileName, fileSize, parentFolderId)",
      "`FileUpload.upload(source, { folder_id, name })`, or `LocalFile.upload(path, { folder_id })`: from 20 MB on in an upload session"
    ],
    ["getFileUploadSessionByUrl(url)", "`ChunkedUploads.getFileUploadSessionById({ url })`"],
    ["getFileUploadSessionPartsByUrl(url)", "`ChunkedUploads.getFileUploadSessionParts({ url })`"],
    [
      "uploadFilePartByUrl(url, requestBody, headers)",
      "`ChunkedUploads.uploadFilePart({ url, digest, content_range, body })`"
    ],
    [
      "createFileUploadSessionCommitByUrl(url, requestBody, headers)",
      "`ChunkedUploads.createFileUploadSessionCommit({ url, digest, parts })`"
    ],
    ["deleteFileUploadSessionByUrl(url)", "`ChunkedUploads.deleteFileUploadSessionById({ url })`"],
    ["reducer(acc, chunk)", "(a step of its `uploadBigFile`; nothing to call)"]
  ],
  Downloads: [["getDownloadFileUrl(fileId)", "`FileDownload.url({ file_id })`"]],
  Events: [
    [
      "getEventStream(queryParams)",
      "`EventStream.live()`, or `EventStream.run({ checkpoint }, handler)`, which goes on after a restart"
    ]
  ],
  Files: [
    [
      "getFileThumbnailUrl(fileId, extension)",
      "`Files.getFileThumbnailById({ file_id, extension })`: the bytes, or `placeholder`, the address that Box answers with until they are there"
    ]
  ],
  Uploads: [
    [
      "uploadWithPreflightCheck(requestBody)",
      "`FileUpload.upload(source, { folder_id, name })`: files of 20 MB and more are checked when the session is created; before smaller ones call `Uploads.preflightFileUploadCheck`"
    ]
  ],
  ZipDownloads: [["downloadZip(requestBody)", "`FileDownload.zip({ items })`"]]
}

/** The official SDK takes path parameters as separate arguments, then the body, then the rest. */
const theirs = ({ module, method, arguments: given }: Operation): string => {
  const path = given.filter(({ place }) => place === "path").map(({ name }) => camelCase(name))
  const body = given.some(({ place }) => place === "body") ? ["requestBody"] : []
  return `client.${lowerFirst(module)}.${method}(${[...path, ...body].join(", ")})`
}

/** Here there is one object, with the names of Box's documentation. */
const ours = ({ module, method, arguments: given }: Operation): string => {
  const required = given.filter(({ required: isRequired }) => isRequired).map(({ name }) => name)
  return `${module}.${method}(${required.length === 0 ? "" : `{ ${required.join(", ")} }`})`
}

/** What is written by hand: the differences, the logins and options, and two whole programs. */
const introduction = readFileSync(fileURLToPath(new URL("migration.md", import.meta.url)), "utf8")

/** The whole page. */
export const emitMigration = ({ operations }: Library): string => {
  const modules = [...new Set(operations.map(({ module }) => module))].sort(compare)
  const sections = modules.map((module) => {
    const rows = operations
      .filter((operation) => operation.module === module)
      .map((operation) => {
        const missing = missingThere.has(`${operation.module}.${operation.method}`)
        return `| ${missing ? "(none)" : `\`${theirs(operation)}\``} | \`${ours(operation)}\` |`
      })
      .concat((additions[module] ?? []).map(([call, here]) => `| \`client.${lowerFirst(module)}.${call}\` | ${here} |`))
      .sort(compare)
    return `## ${module}\n\n| box-node-sdk | effect-box |\n|---|---|\n${rows.join("\n")}\n`
  })
  return introduction + sections.join("\n")
}
