// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Comments: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type Comment, CommentFull, Comments } from "./schemas/Comments.ts"

export interface GetFileCommentsInput {
  readonly file_id: string
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
  /** The index of the first entry. Default `0`. */
  readonly offset?: number | undefined
}

/**
 * Lists file comments. `GET /files/{file_id}/comments`, safe to repeat. Pages by offset.
 *
 * @see https://developer.box.com/reference/get-files-id-comments/
 * @category operations
 * @since 0.1.0
 */
export const getFileComments: Operation.PagedFieldsOperation<GetFileCommentsInput, CommentFull, Comment, Comments> =
  /*#__PURE__*/ Makers.makePagedWithFields({
    name: "Comments.getFileComments",
    method: "GET",
    path: "/files/{file_id}/comments",
    query: ["fields", "limit", "offset"],
    paging: "offset",
    output: () => Comments
  })

export interface GetCommentByIdInput {
  readonly comment_id: string
}

/**
 * Gets a comment by id. `GET /comments/{comment_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-comments-id/
 * @category operations
 * @since 0.1.0
 */
export const getCommentById: Operation.FieldsOperation<GetCommentByIdInput, CommentFull, Comment> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Comments.getCommentById",
    method: "GET",
    path: "/comments/{comment_id}",
    query: ["fields"],
    output: () => CommentFull
  })

export interface UpdateCommentByIdInput {
  readonly comment_id: string
  readonly message?: string | undefined
}

/**
 * Updates a comment by id. `PUT /comments/{comment_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/put-comments-id/
 * @category operations
 * @since 0.1.0
 */
export const updateCommentById: Operation.FieldsOperation<UpdateCommentByIdInput, CommentFull, Comment> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Comments.updateCommentById",
    method: "PUT",
    path: "/comments/{comment_id}",
    query: ["fields"],
    body: "json",
    output: () => CommentFull
  })

export interface DeleteCommentByIdInput {
  readonly comment_id: string
}

/**
 * Deletes a comment by id. `DELETE /comments/{comment_id}`, safe to repeat.
 *
 * @see https://developer.box.com/reference/delete-comments-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteCommentById: Operation.Operation<DeleteCommentByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "Comments.deleteCommentById",
  method: "DELETE",
  path: "/comments/{comment_id}"
})

export interface CreateCommentInput {
  readonly message: string
  readonly tagged_message?: string | undefined
  readonly item: {
    readonly id: string
    readonly type: "file" | "comment"
  }
}

/**
 * Creates a comment. `POST /comments`. Not retried if the outcome of an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-comments/
 * @category operations
 * @since 0.1.0
 */
export const createComment: Operation.FieldsOperation<CreateCommentInput, CommentFull, Comment> =
  /*#__PURE__*/ Makers.makeWithFields({
    name: "Comments.createComment",
    method: "POST",
    path: "/comments",
    query: ["fields"],
    body: "json",
    output: () => CommentFull
  })
