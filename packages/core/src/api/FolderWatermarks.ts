// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Folder Watermarks: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { Watermark } from "./schemas/FileWatermarks.ts"

export interface GetFolderWatermarkInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
}

/**
 * Gets a folder watermark. `GET /folders/{folder_id}/watermark`, safe to repeat. Fails with `BoxNotFound` (404)
 * among others.
 *
 * @see https://developer.box.com/reference/get-folders-id-watermark/
 * @category operations
 * @since 0.1.0
 */
export const getFolderWatermark: Operation.Operation<GetFolderWatermarkInput, Watermark> = /*#__PURE__*/ Operation.make(
  {
    name: "FolderWatermarks.getFolderWatermark",
    method: "GET",
    path: "/folders/{folder_id}/watermark",
    output: () => Watermark
  }
)

export interface UpdateFolderWatermarkInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
  readonly watermark: {
    readonly imprint: "default"
  }
}

/**
 * Updates a folder watermark. `PUT /folders/{folder_id}/watermark`, safe to repeat.
 *
 * @see https://developer.box.com/reference/put-folders-id-watermark/
 * @category operations
 * @since 0.1.0
 */
export const updateFolderWatermark: Operation.Operation<UpdateFolderWatermarkInput, Watermark> =
  /*#__PURE__*/ Operation.make({
    name: "FolderWatermarks.updateFolderWatermark",
    method: "PUT",
    path: "/folders/{folder_id}/watermark",
    body: "json",
    output: () => Watermark
  })

export interface DeleteFolderWatermarkInput {
  /** `"0"` is the root folder. */
  readonly folder_id: string
}

/**
 * Deletes a folder watermark. `DELETE /folders/{folder_id}/watermark`, safe to repeat. Fails with `BoxNotFound`
 * (404) among others.
 *
 * @see https://developer.box.com/reference/delete-folders-id-watermark/
 * @category operations
 * @since 0.1.0
 */
export const deleteFolderWatermark: Operation.Operation<DeleteFolderWatermarkInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "FolderWatermarks.deleteFolderWatermark",
    method: "DELETE",
    path: "/folders/{folder_id}/watermark"
  })
