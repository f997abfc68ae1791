/**
 * Batches of Doc Gen: a template, filled once for each set of values. Every document is a job, which is done at once.
 * The content of a document is the text of the template, whatever its type.
 *
 * @see https://developer.box.com/reference/v2025.0/resources/doc-gen-job/
 */
import * as Effect from "effect/Effect"
import { json } from "../wire/Answer.ts"
import { type Call, param, type Route } from "../model/Call.ts"
import type { File, FileVersion, Folder, User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { checkName, currentVersion, findFolder, requireRight } from "../model/Tree.ts"
import { findRow, getRoute, listRoute, type Resource } from "../resource/Resource.ts"
import { addFile, readText, storeText } from "../resource/Texts.ts"
import { triggerWebhooks } from "../resource/Webhooks.ts"
import { miniUser, single } from "../views/ItemJson.ts"
import {
  type JsonObject,
  optionalObject,
  requiredArray,
  requiredId,
  requiredObject,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, notFound, transaction } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"
import { fill, type Filled } from "./DocgenTemplate.ts"
import { fileIn, template, versionOf } from "./DocgenTemplateRoutes.ts"

interface Batch {
  readonly id: string
  readonly user: User
}

interface Job {
  readonly id: string
  readonly batch: Batch
  readonly template: File
  readonly version: FileVersion
  readonly output: File
  readonly outputType: string
  readonly warnings: ReadonlyArray<string>
  readonly createdAt: number
}

const batches: Table<Batch> = makeTable("docgen_batch", 900_001)
const jobs: Table<Job> = makeTable("docgen_job", 910_001)

const show = (_: Call, row: Job): JsonObject => ({
  type: "docgen_job",
  id: row.id,
  batch: { type: "docgen_batch", id: row.batch.id },
  template_file: { type: "file", id: row.template.id },
  template_file_version: { type: "file_version", id: row.version.id },
  output_file: { type: "file", id: row.output.id },
  output_file_version: { type: "file_version", id: currentVersion(row.output).id },
  status: row.warnings.length === 0 ? "completed" : "completed_with_error",
  output_type: row.outputType,
  failures: row.warnings.length === 0 ? null : { errors: [], warnings: row.warnings }
})

const job: Resource<Job> = {
  table: jobs,
  name: "docgen_job",
  path: "/docgen_jobs/{job_id}",
  sees: (call, { batch }) => batch.user === call.user,
  show
}

/** In the list of all jobs, each also says when and by whom it was made. */
const detailed: Resource<Job> = {
  ...job,
  show: (call, row) => ({
    ...show(call, row),
    created_at: timestamp(row.createdAt),
    created_by: miniUser(row.batch.user),
    enterprise: { type: "enterprise", id: call.world.enterpriseId },
    source: "api"
  })
}

interface Request {
  readonly file: File
  readonly version: FileVersion
  readonly folder: Folder
  readonly outputType: string
  readonly documents: ReadonlyArray<{ readonly name: string; readonly values: JsonObject }>
}

const documentIn =
  (outputType: string) =>
  (value: unknown): Request["documents"][number] => {
    const given = requiredObject({ document: value }, "document")
    const name = checkName(`${requiredString(given, "generated_file_name")}.${outputType}`)
    return { name, values: requiredObject(given, "user_input") }
  }

const read = (call: Call): Request => {
  const { json: body } = call
  const file = fileIn(call)
  findRow(template, call, file.id)
  const given = optionalObject(body, "file_version")
  const destination = requiredObject(body, "destination_folder")
  requiredOneOf(destination, "type", ["folder"])
  const folder = findFolder(call, requiredId(destination, "id"), "destination_folder")
  requireRight(call, folder, "upload")
  requiredOneOf(body, "input_source", ["api"])
  const outputType = requiredOneOf(body, "output_type", ["docx", "pdf"])
  const documents = requiredArray(body, "document_generation_data").map(documentIn(outputType))
  if (documents.length === 0) throw badParameter("document_generation_data", "There must be a document to generate")
  return { file, version: versionOf(file, given && requiredId(given, "id")), folder, outputType, documents }
}

interface Document extends Filled {
  readonly name: string
  readonly content: Pick<FileVersion, "size" | "sha1" | "pieces">
}

const store = (
  call: Call,
  { file, folder, outputType, version }: Request,
  documents: ReadonlyArray<Document>
): Batch => {
  const batch = batches.insert(call.world, { id: batches.freshId(call.world), user: call.user })
  triggerWebhooks(call, "DOCGEN_DOCUMENT_GENERATION_STARTED", file, () => single(call, file))
  for (const { content, name, warnings } of documents) {
    jobs.insert(call.world, {
      id: jobs.freshId(call.world),
      batch,
      template: file,
      version,
      output: addFile(call, folder, name, content),
      outputType,
      warnings,
      createdAt: call.now
    })
  }
  triggerWebhooks(call, "DOCGEN_DOCUMENT_GENERATION_SUCCEEDED", file, () => single(call, file))
  return batch
}

const generate = (call: Call) =>
  Effect.gen(function* () {
    const request = yield* transaction(() => read(call))
    const text = yield* readText(call, request.version)
    const documents = yield* Effect.forEach(request.documents, ({ name, values }) => {
      const filled = fill(text, values)
      return Effect.map(storeText(call, filled.text), (content): Document => ({ ...filled, name, content }))
    })
    // What was checked may have changed while the content was read.
    const { id } = yield* transaction(() => store(call, read(call), documents))
    return json(202, { type: "docgen_batch", id })
  })

export const docgenRoutes: ReadonlyArray<Route> = [
  { host: "api", method: "POST", path: "/docgen_batches", kind: "json", handle: generate },
  getRoute(job),
  listRoute(detailed, "/docgen_jobs", { paging: "marker" }),
  listRoute(job, "/docgen_template_jobs/{template_id}", {
    paging: "marker",
    select: (call) => {
      const { file } = findRow(template, call)
      return (row) => row.template === file
    }
  }),
  listRoute(job, "/docgen_batch_jobs/{batch_id}", {
    paging: "marker",
    select: (call) => {
      const id = param(call, "batch_id")
      const batch = batches.rows(call.world).get(id)
      if (batch?.user !== call.user) throw notFound("docgen_batch", id)
      return (row) => row.batch === batch
    }
  })
]
