// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Docgen: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FileVersionBase } from "./Item.ts"
import { EnterpriseReference, FileReference } from "./Reference.ts"
import { UserBase } from "./User.ts"

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/docgen-batch-v2025.0--base/
 */
export interface DocGenBatchBase {
  readonly id: string
  readonly type: "docgen_batch"
}

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/docgen-job-v2025.0--base/
 */
export interface DocGenJobBase {
  readonly id: string
  readonly type: "docgen_job"
}

/**
 * What comes without `fields`.
 *
 * @see https://developer.box.com/reference/resources/docgen-job-v2025.0/
 */
export interface DocGenJob extends DocGenJobBase {
  readonly batch?: DocGenBatchBase | null
  readonly template_file?: FileReference | null
  readonly template_file_version?: FileVersionBase | null
  readonly output_file?: FileReference | null
  readonly output_file_version?: FileVersionBase | null
  readonly status?: Open<"submitted" | "completed" | "failed" | "completed_with_error" | "pending"> | null
  readonly output_type?: string | null
  readonly failures?: {
    readonly errors?: ReadonlyArray<string> | null
    readonly warnings?: ReadonlyArray<string> | null
  } | null
}

/**
 * What `fields` can ask for.
 *
 * @see https://developer.box.com/reference/resources/docgen-job-v2025.0--full/
 */
export interface DocGenJobFull extends DocGenJob {
  /** Read-only. */
  readonly created_at?: string | null
  readonly created_by?: UserBase | null
  readonly enterprise?: EnterpriseReference | null
  /** Read-only. */
  readonly source?: string | null
}

/**
 * What comes without `fields`.
 *
 * @see https://developer.box.com/reference/resources/docgen-jobs-v2025.0/
 */
export interface DocGenJobs {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<DocGenJob> | null
}

/**
 * What `fields` can ask for.
 *
 * @see https://developer.box.com/reference/resources/docgen-jobs-v2025.0--full/
 */
export interface DocGenJobsFull {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<DocGenJobFull> | null
}

export interface DocGenDocumentGenerationData {
  readonly generated_file_name: string
  readonly user_input: Readonly<Record<string, Schema.Json>>
}

const docGenJobBaseProperties = () => ({ id: Schema.String, type: Schema.Literal("docgen_job") })

const docGenJobProperties = () => ({
  ...docGenJobBaseProperties(),
  batch: maybe(resolve(DocGenBatchBase)),
  template_file: maybe(resolve(FileReference)),
  template_file_version: maybe(resolve(FileVersionBase)),
  output_file: maybe(resolve(FileReference)),
  output_file_version: maybe(resolve(FileVersionBase)),
  status: maybe(Schema.String),
  output_type: maybe(Schema.String),
  failures: maybe(
    Schema.Struct({ errors: maybe(Schema.Array(Schema.String)), warnings: maybe(Schema.Array(Schema.String)) })
  )
})

export const DocGenBatchBase: Lazy<DocGenBatchBase> = /*#__PURE__*/ lazy<DocGenBatchBase>(() =>
  Schema.Struct({ id: Schema.String, type: Schema.Literal("docgen_batch") })
)

export const DocGenJobBase: Lazy<DocGenJobBase> = /*#__PURE__*/ lazy<DocGenJobBase>(() =>
  Schema.Struct(docGenJobBaseProperties())
)

export const DocGenJob: Lazy<DocGenJob> = /*#__PURE__*/ lazy<DocGenJob>(() => Schema.Struct(docGenJobProperties()))

export const DocGenJobFull: Lazy<DocGenJobFull> = /*#__PURE__*/ lazy<DocGenJobFull>(() =>
  Schema.Struct({
    ...docGenJobProperties(),
    created_at: maybe(Schema.String),
    created_by: maybe(resolve(UserBase)),
    enterprise: maybe(resolve(EnterpriseReference)),
    source: maybe(Schema.String)
  })
)

export const DocGenJobs: Lazy<DocGenJobs> = /*#__PURE__*/ lazy<DocGenJobs>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(DocGenJob)))
  })
)

export const DocGenJobsFull: Lazy<DocGenJobsFull> = /*#__PURE__*/ lazy<DocGenJobsFull>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(DocGenJobFull)))
  })
)
