/** The description of an operation on the wire, and the shapes that answers share. */
import type * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import type * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import type * as BoxError from "../../BoxError.ts"
import type { Body } from "../../http/internal/send.ts"
import type { TokenStore } from "../../http/TokenStore.ts"

/**
 * How the pages of a list follow each other. `marker` is used wherever Box offers both. `position` is for the event
 * stream.
 *
 * @category models
 * @since 0.2.0
 */
export type Paging = "marker" | "offset" | "markerOrOffset" | "position"

/**
 * Bytes to send. A stream can be read only once: a failed request is not sent again, and ends with `BoxBodyConsumed`.
 *
 * @category models
 * @since 0.2.0
 */
export type Content = Uint8Array | Stream.Stream<Uint8Array, BoxError.BoxError>

/**
 * A file in a multipart body, with its metadata.
 *
 * @category models
 * @since 0.2.0
 */
export interface FilePart {
  readonly content: Content
  /** Default: the name in `attributes`, otherwise `file`. */
  readonly filename?: string | undefined
  /** Default `application/octet-stream`. */
  readonly contentType?: string | undefined
}

/**
 * The description of an operation on the wire.
 *
 * @category models
 * @since 0.2.0
 */
export interface Spec {
  /** The name in errors and spans: module and method, such as `Folders.getFolderById`. */
  readonly name: string
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "OPTIONS" | "PATCH"
  /** The path below `/2.0`, with `{parameters}`. */
  readonly path: string
  /**
   * The host. Default `api`. `root` is the API's host without `/2.0`. `url` takes the whole address from the argument
   * `url`, which must come from an earlier answer.
   */
  readonly host?: "api" | "upload" | "root" | "authorize" | "url"
  /** Names of query parameters on the wire (their arguments have `_` instead of `-`). Arrays are joined with commas. */
  readonly query?: ReadonlyArray<string>
  /**
   * The paths of times in the arguments, such as `shared_link.unshared_at`. `*` stands for every entry of an array. A
   * time may be any `Operation.Time` and is sent in whole seconds.
   */
  readonly times?: ReadonlyArray<string>
  /** Names of path parameters that are integers. All others are strings. */
  readonly integers?: ReadonlyArray<string>
  /** Maps the names of arguments to the names of headers. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * `json`: the body is an object of all arguments that are not sent elsewhere. `value`, `patch`: the argument `body`
   * is the whole body, as JSON or as a JSON Patch. For other bodies use `formBody`, `multipartBody` or `bytesBody` of
   * `Operation`.
   */
  readonly body?: "json" | "value" | "patch" | BodyEncoder
  /** `none`: no access token is sent. */
  readonly authorization?: "none"
  /** The `box-version` header of operations outside 2024.0. */
  readonly version?: string
  /** Whether the request is idempotent. Default: `safe` for all methods except POST and PATCH. */
  readonly replay?: "safe" | "unsafe"
  /** Statuses outside 2xx that are not errors. Their body is not decoded, and the result is `undefined`. */
  readonly accepts?: ReadonlyArray<number>
  /** 202 means that the answer is not ready: the operation waits and polls again. */
  readonly pending?: boolean
  /** Properties of the answer whose integers may be too large for a number. Those are kept as strings. */
  readonly exact?: ReadonlyArray<string>
  /** The schema of the answer. Without it, the answer has no body. */
  readonly output?: () => Schema.Codec<unknown>
  readonly paging?: Paging
}

/**
 * Encodes a body that is not JSON.
 *
 * @category models
 * @since 0.2.0
 */
export interface BodyEncoder {
  readonly kind: "form" | "multipart" | "bytes"
  /** Encodes the arguments that are not sent elsewhere. */
  readonly encode: (
    spec: Spec,
    properties: Readonly<Record<string, unknown>>
  ) => Effect.Effect<Body<BoxError.BoxError>, BoxError.BoxInvalidInput>
}

/**
 * The services that every operation needs.
 *
 * @category models
 * @since 0.2.0
 */
export type Requirements = HttpClient | TokenStore

/**
 * A thumbnail, or the reason why there is none. `placeholder` is the address of a generic image for the type of file.
 *
 * @category models
 * @since 0.2.0
 */
export type Thumbnail =
  | { readonly _tag: "Ready"; readonly bytes: Uint8Array; readonly contentType: string | undefined }
  /** Box is still creating it. */
  | {
      readonly _tag: "Pending"
      readonly placeholder: string | undefined
      readonly retryAfterMillis: number | undefined
    }
  /** Box cannot create one. */
  | { readonly _tag: "Unavailable"; readonly placeholder: string | undefined }

/**
 * One page of a list, for any kind of paging.
 *
 * @category models
 * @since 0.2.0
 */
export interface Page<out Item> {
  readonly entries?: ReadonlyArray<Item> | null
  readonly limit?: number | null
  readonly next_marker?: string | number | null
  readonly offset?: number | null
  readonly total_count?: number | null
}
