// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Chunked Uploads: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"

export interface SessionEndpoints {
  readonly upload_part?: string | null
  readonly commit?: string | null
  readonly abort?: string | null
  readonly list_parts?: string | null
  readonly status?: string | null
  readonly log_event?: string | null
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/upload-part--mini/
 */
export interface UploadPartMini {
  readonly part_id?: string | null
  readonly offset?: number | null
  /** In bytes. */
  readonly size?: number | null
}

/** @see https://developer.box.com/reference/resources/upload-part/ */
export interface UploadPart extends UploadPartMini {
  /** The SHA-1 of the content, in hex. */
  readonly sha1?: string | null
}

/** @see https://developer.box.com/reference/resources/upload-parts/ */
export interface UploadParts {
  /** May include entries that are not visible to this user. */
  readonly total_count?: number | null
  /** The limit that was applied. */
  readonly limit?: number | null
  readonly offset?: number | null
  readonly order?: ReadonlyArray<{
    readonly by?: string | null
    readonly direction?: Open<"ASC" | "DESC"> | null
  }> | null
  readonly entries?: ReadonlyArray<UploadPart> | null
}

/** @see https://developer.box.com/reference/resources/upload-session/ */
export interface UploadSession {
  readonly id: string
  readonly type?: Open<"upload_session"> | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly session_expires_at?: string | null
  /** The size in bytes of each part except the last. */
  readonly part_size?: number | null
  readonly total_parts?: number | null
  readonly num_parts_processed?: number | null
  readonly session_endpoints?: SessionEndpoints | null
}

/** @see https://developer.box.com/reference/resources/uploaded-part/ */
export interface UploadedPart {
  readonly part?: UploadPart | null
}

/**
 * The short form inside other answers.
 *
 * @see https://developer.box.com/reference/resources/upload-part--mini/
 */
export interface UploadPartMiniInput {
  readonly part_id?: string | undefined
  /** The index of the first entry. */
  readonly offset?: number | undefined
  readonly size?: number | undefined
}

/** @see https://developer.box.com/reference/resources/upload-part/ */
export interface UploadPartInput extends UploadPartMiniInput {
  readonly sha1?: string | undefined
}

const uploadPartMiniProperties = () => ({
  part_id: maybe(Schema.String),
  offset: maybe(Schema.Number),
  size: maybe(Schema.Number)
})

export const SessionEndpoints: Lazy<SessionEndpoints> = /*#__PURE__*/ lazy<SessionEndpoints>(() =>
  Schema.Struct({
    upload_part: maybe(Schema.String),
    commit: maybe(Schema.String),
    abort: maybe(Schema.String),
    list_parts: maybe(Schema.String),
    status: maybe(Schema.String),
    log_event: maybe(Schema.String)
  })
)

export const UploadPartMini: Lazy<UploadPartMini> = /*#__PURE__*/ lazy<UploadPartMini>(() =>
  Schema.Struct(uploadPartMiniProperties())
)

export const UploadPart: Lazy<UploadPart> = /*#__PURE__*/ lazy<UploadPart>(() =>
  Schema.Struct({ ...uploadPartMiniProperties(), sha1: maybe(Schema.String) })
)

export const UploadParts: Lazy<UploadParts> = /*#__PURE__*/ lazy<UploadParts>(() =>
  Schema.Struct({
    total_count: maybe(Schema.Number),
    limit: maybe(Schema.Number),
    offset: maybe(Schema.Number),
    order: maybe(Schema.Array(Schema.Struct({ by: maybe(Schema.String), direction: maybe(Schema.String) }))),
    entries: maybe(Schema.Array(resolve(UploadPart)))
  })
)

export const UploadSession: Lazy<UploadSession> = /*#__PURE__*/ lazy<UploadSession>(() =>
  Schema.Struct({
    id: Schema.String,
    type: maybe(Schema.String),
    session_expires_at: maybe(Schema.String),
    part_size: maybe(Schema.Number),
    total_parts: maybe(Schema.Number),
    num_parts_processed: maybe(Schema.Number),
    session_endpoints: maybe(resolve(SessionEndpoints))
  })
)

export const UploadedPart: Lazy<UploadedPart> = /*#__PURE__*/ lazy<UploadedPart>(() =>
  Schema.Struct({ part: maybe(resolve(UploadPart)) })
)
