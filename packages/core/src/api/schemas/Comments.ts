// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Comments: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { UserMini } from "./User.ts"

/**
 * What every form has.
 *
 * @see https://developer.box.com/reference/resources/comment--base/
 */
export interface CommentBase {
  readonly id: string
  readonly type?: Open<"comment"> | null
}

/**
 * What comes without `fields`.
 *
 * @see https://developer.box.com/reference/resources/comment/
 */
export interface Comment extends CommentBase {
  readonly is_reply_comment?: boolean | null
  readonly message?: string | null
  readonly created_by?: UserMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  readonly item?: {
    readonly id?: string | null
    readonly type?: string | null
  } | null
}

/**
 * What `fields` can ask for.
 *
 * @see https://developer.box.com/reference/resources/comment--full/
 */
export interface CommentFull extends Comment {
  readonly tagged_message?: string | null
}

/** @see https://developer.box.com/reference/resources/comments/ */
export interface Comments {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  /** The limit that was applied. */
  readonly limit?: number | null
  readonly offset?: number | null
  readonly order?: ReadonlyArray<{
    readonly by?: string | null
    readonly direction?: Open<"ASC" | "DESC"> | null
  }> | null
  readonly entries?: ReadonlyArray<Comment> | null
}

const commentBaseProperties = () => ({ id: Schema.String, type: maybe(Schema.String) })

const commentProperties = () => ({
  ...commentBaseProperties(),
  is_reply_comment: maybe(Schema.Boolean),
  message: maybe(Schema.String),
  created_by: maybe(resolve(UserMini)),
  created_at: maybe(Schema.String),
  modified_at: maybe(Schema.String),
  item: maybe(Schema.Struct({ id: maybe(Schema.String), type: maybe(Schema.String) }))
})

export const CommentBase: Lazy<CommentBase> = /*#__PURE__*/ lazy<CommentBase>(() =>
  Schema.Struct(commentBaseProperties())
)

export const Comment: Lazy<Comment> = /*#__PURE__*/ lazy<Comment>(() => Schema.Struct(commentProperties()))

export const CommentFull: Lazy<CommentFull> = /*#__PURE__*/ lazy<CommentFull>(() =>
  Schema.Struct({ ...commentProperties(), tagged_message: maybe(Schema.String) })
)

export const Comments: Lazy<Comments> = /*#__PURE__*/ lazy<Comments>(() =>
  Schema.Struct({
    total_count: maybe(Schema.Number),
    limit: maybe(Schema.Number),
    offset: maybe(Schema.Number),
    order: maybe(Schema.Array(Schema.Struct({ by: maybe(Schema.String), direction: maybe(Schema.String) }))),
    entries: maybe(Schema.Array(resolve(CommentFull)))
  })
)
