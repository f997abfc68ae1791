// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** File Watermarks: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { Watermark } from "./schemas/FileWatermarks.ts"

export interface GetFileWatermarkInput {
  readonly file_id: string
}

/**
 * Gets a file watermark. `GET /files/{file_id}/watermark`, safe to repeat. Fails with `BoxNotFound` (404) among
 * others.
 *
 * @see https://developer.box.com/reference/get-files-id-watermark/
 * @category operations
 * @since 0.1.0
 */
export const getFileWatermark: Operation.Operation<GetFileWatermarkInput, Watermark> = /*#__PURE__*/ Operation.make({
  name: "FileWatermarks.getFileWatermark",
  method: "GET",
  path: "/files/{file_id}/watermark",
  output: () => Watermark
})

export interface UpdateFileWatermarkInput {
  readonly file_id: string
  readonly watermark: {
    readonly imprint: "default"
  }
}

/**
 * Updates a file watermark. `PUT /files/{file_id}/watermark`, safe to repeat.
 *
 * @see https://developer.box.com/reference/put-files-id-watermark/
 * @category operations
 * @since 0.1.0
 */
export const updateFileWatermark: Operation.Operation<UpdateFileWatermarkInput, Watermark> =
  /*#__PURE__*/ Operation.make({
    name: "FileWatermarks.updateFileWatermark",
    method: "PUT",
    path: "/files/{file_id}/watermark",
    body: "json",
    output: () => Watermark
  })

export interface DeleteFileWatermarkInput {
  readonly file_id: string
}

/**
 * Deletes a file watermark. `DELETE /files/{file_id}/watermark`, safe to repeat. Fails with `BoxNotFound` (404)
 * among others.
 *
 * @see https://developer.box.com/reference/delete-files-id-watermark/
 * @category operations
 * @since 0.1.0
 */
export const deleteFileWatermark: Operation.Operation<DeleteFileWatermarkInput, void> = /*#__PURE__*/ Operation.make({
  name: "FileWatermarks.deleteFileWatermark",
  method: "DELETE",
  path: "/files/{file_id}/watermark"
})
