/** What an operation is on the wire, and the shapes that its answers share. */
import type * as Effect from "effect/Effect"
import type { HttpClient } from "effect/http/HttpClient"
import type * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import type * as BoxError from "../../BoxError.ts"
import type { Body } from "../../http/internal/send.ts"
import type { TokenStore } from "../../http/TokenStore.ts"

/**
 * How the answers of a list follow each other. `marker` is used wherever Box offers both; `position` is the event stream's
 * way.
 */
export type Paging = "marker" | "offset" | "markerOrOffset" | "position"

/** Bytes to send. A stream is read once: what fails after that is not sent again, and ends with `BoxBodyConsumed`. */
export type Content = Uint8Array | Stream.Stream<Uint8Array, BoxError.BoxError>

/** A file in a multipart body, with what Box is told about it. */
export interface FilePart {
  readonly content: Content
  /** Default: the name in `attributes`, otherwise `file`. */
  readonly filename?: string | undefined
  /** Default `application/octet-stream`. */
  readonly contentType?: string | undefined
}

/** What an operation is on the wire. */
export interface Spec {
  /** Module and method, as in `Folders.getFolderById`: the name in errors and spans. */
  readonly name: string
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "OPTIONS" | "PATCH"
  /** Below `/2.0`, with `{parameters}`. */
  readonly path: string
  /**
   * Which host answers. Default `api`. `root` is the API's host without `/2.0`; `url` takes the whole address from the
   * argument `url`, which an earlier answer gave.
   */
  readonly host?: "api" | "upload" | "root" | "authorize" | "url"
  /** Names of query parameters on the wire (their arguments have `_` for `-`); arrays are joined with commas. */
  readonly query?: ReadonlyArray<string>
  /**
   * Where its arguments hold times, such as `shared_link.unshared_at`; `*` stands for every entry of an array. They may be
   * any `Operation.Time` and are sent in whole seconds.
   */
  readonly times?: ReadonlyArray<string>
  /** Names of path parameters that are whole numbers; all others are strings. */
  readonly integers?: ReadonlyArray<string>
  /** Argument name -> header name. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * `json`: every argument that is sent nowhere else is a property of the body. `value`, `patch`: the argument `body` is
   * the whole body, as JSON or as a JSON Patch. Otherwise `formBody`, `multipartBody` or `bytesBody` of `Operation`.
   */
  readonly body?: "json" | "value" | "patch" | BodyEncoder
  /** `none`: no access token is sent. */
  readonly authorization?: "none"
  /** The `box-version` header of operations outside 2024.0. */
  readonly version?: string
  /** Whether sending it twice does no harm. Default: yes for all but POST and PATCH. */
  readonly replay?: "safe" | "unsafe"
  /** Statuses outside 2xx that are answers; their body is not decoded and the result is `undefined`. */
  readonly accepts?: ReadonlyArray<number>
  /** 202 means that the answer is not ready: the operation waits and asks again. */
  readonly pending?: boolean
  /** Properties of the answer whose integers may be too large for a number; those stay text. */
  readonly exact?: ReadonlyArray<string>
  /** The shape of the answer; without it the answer has no body. */
  readonly output?: () => Schema.Codec<unknown>
  readonly paging?: Paging
}

/** A form of body that is not JSON. */
export interface BodyEncoder {
  readonly kind: "form" | "multipart" | "bytes"
  /** The body made of the arguments that are sent nowhere else. */
  readonly encode: (
    spec: Spec,
    properties: Readonly<Record<string, unknown>>
  ) => Effect.Effect<Body<BoxError.BoxError>, BoxError.BoxInvalidInput>
}

/** What every operation needs. */
export type Requirements = HttpClient | TokenStore

/** A thumbnail, or why there is none; `placeholder` is the address of a general picture for the type of file. */
export type Thumbnail =
  | { readonly _tag: "Ready"; readonly bytes: Uint8Array; readonly contentType: string | undefined }
  /** Box is making it. */
  | {
      readonly _tag: "Pending"
      readonly placeholder: string | undefined
      readonly retryAfterMillis: number | undefined
    }
  /** Box cannot make one. */
  | { readonly _tag: "Unavailable"; readonly placeholder: string | undefined }

/** One page of a list, whatever its paging. */
export interface Page<out Item> {
  readonly entries?: ReadonlyArray<Item> | null
  readonly limit?: number | null
  readonly next_marker?: string | number | null
  readonly offset?: number | null
  readonly total_count?: number | null
}
