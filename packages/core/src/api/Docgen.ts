// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Docgen: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import {
  DocGenBatchBase,
  type DocGenDocumentGenerationData,
  DocGenJob,
  type DocGenJobFull,
  DocGenJobs,
  DocGenJobsFull
} from "./schemas/Docgen.ts"
import type { FileVersionBaseInput } from "./schemas/Item.ts"
import type { FileReferenceInput } from "./schemas/Reference.ts"

export interface GetDocgenJobByIdV2025R0Input {
  readonly job_id: string
}

/**
 * Gets a docgen job by id. `GET /docgen_jobs/{job_id}`, safe to repeat. Fails with `BoxForbidden` (403),
 * `BoxNotFound` (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-docgen-jobs-id/
 * @category operations
 * @since 0.1.0
 */
export const getDocgenJobByIdV2025R0: Operation.Operation<GetDocgenJobByIdV2025R0Input, DocGenJob> =
  /*#__PURE__*/ Operation.make({
    name: "Docgen.getDocgenJobByIdV2025R0",
    method: "GET",
    path: "/docgen_jobs/{job_id}",
    version: "2025.0",
    output: () => DocGenJob
  })

export interface GetDocgenJobsV2025R0Input {
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists docgen jobs. `GET /docgen_jobs`, safe to repeat. Pages by marker. Fails with `BoxBadRequest` (400),
 * `BoxForbidden` (403) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-docgen-jobs/
 * @category operations
 * @since 0.1.0
 */
export const getDocgenJobsV2025R0: Operation.PagedOperation<GetDocgenJobsV2025R0Input, DocGenJobFull, DocGenJobsFull> =
  /*#__PURE__*/ Operation.makePaged({
    name: "Docgen.getDocgenJobsV2025R0",
    method: "GET",
    path: "/docgen_jobs",
    query: ["marker", "limit"],
    version: "2025.0",
    paging: "marker",
    output: () => DocGenJobsFull
  })

export interface GetDocgenBatchJobByIdV2025R0Input {
  readonly batch_id: string
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Gets a docgen batch job by id. `GET /docgen_batch_jobs/{batch_id}`, safe to repeat. Pages by marker. Fails with
 * `BoxBadRequest` (400), `BoxForbidden` (403), `BoxNotFound` (404) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/get-docgen-batch-jobs-id/
 * @category operations
 * @since 0.1.0
 */
export const getDocgenBatchJobByIdV2025R0: Operation.PagedOperation<
  GetDocgenBatchJobByIdV2025R0Input,
  DocGenJob,
  DocGenJobs
> = /*#__PURE__*/ Operation.makePaged({
  name: "Docgen.getDocgenBatchJobByIdV2025R0",
  method: "GET",
  path: "/docgen_batch_jobs/{batch_id}",
  query: ["marker", "limit"],
  version: "2025.0",
  paging: "marker",
  output: () => DocGenJobs
})

export interface CreateDocgenBatchV2025R0Input {
  readonly file: FileReferenceInput
  readonly file_version?: FileVersionBaseInput | undefined
  readonly input_source: string
  readonly destination_folder: {
    readonly type: "folder"
    readonly id: string
  }
  readonly output_type: string
  readonly document_generation_data: ReadonlyArray<DocGenDocumentGenerationData>
}

/**
 * Creates a docgen batch. `POST /docgen_batches`. Not retried if the outcome of an attempt is unknown. Fails with
 * `BoxForbidden` (403) among others. API version 2025.0.
 *
 * @see https://developer.box.com/reference/v2025.0/post-docgen-batches/
 * @category operations
 * @since 0.1.0
 */
export const createDocgenBatchV2025R0: Operation.Operation<CreateDocgenBatchV2025R0Input, DocGenBatchBase> =
  /*#__PURE__*/ Operation.make({
    name: "Docgen.createDocgenBatchV2025R0",
    method: "POST",
    path: "/docgen_batches",
    body: "json",
    version: "2025.0",
    output: () => DocGenBatchBase
  })
