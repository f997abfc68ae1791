// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Comments: the operations of Box as they are. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import { type Comment, CommentFull, Comments } from "./schemas/Comments.ts"

export interface GetFileCommentsInput {
  readonly file_id: string
  /** Entries of a page. Up to 1,000. */
  readonly limit?: number | undefined
  /** Index of the first entry. Default `0`. */
  readonly offset?: number | undefined
}

/**
 * Lists file comments. `GET /files/{file_id}/comments`, safe to repeat. Pages by offset.
 *
 * @see https://developer.box.com/reference/get-files-id-comments/
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
 * Creates a comment. `POST /comments`. Not sent again when the outcome of an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-comments/
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
