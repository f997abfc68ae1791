/** What all errors have in common, and the message that is made from it. */
import * as Schema from "effect/Schema"

/** The class of an error before {@link placed}. */
export const tagged = Schema.TaggedError

export const facts = {
  /** The name of the operation, such as `Folders.getFolderById`. */
  operation: Schema.String,
  /** The place and the `detail`. The constructors take the `detail` as `message` and add the place. */
  message: Schema.String,
  /** What is wrong, without the place: Box's own words where it gives some. */
  detail: Schema.optionalKey(Schema.String),
  method: Schema.optionalKey(Schema.String),
  /** The path of the request, without host and query. */
  path: Schema.optionalKey(Schema.String),
  /** The host that the request was for, with its port unless that is the usual one. */
  host: Schema.optionalKey(Schema.String),
  status: Schema.optionalKey(Schema.Int),
  /**
   * Box's machine-readable code (`item_name_in_use`), an OAuth error (`invalid_grant`), a network error (`ECONNRESET`), or
   * `local_file_differs` where a download would replace a file.
   */
  code: Schema.optionalKey(Schema.String),
  /** Box's `request_id`, or the `BOX-REQUEST-ID` header if the body has none. Box's support asks for it. */
  requestId: Schema.optionalKey(Schema.String),
  contextInfo: Schema.optionalKey(Schema.Json),
  helpUrl: Schema.optionalKey(Schema.String),
  /** The number of requests that were sent; 0 if nothing was sent. */
  attempts: Schema.Int
}

/** What a message is made of. */
interface Place {
  readonly operation: string
  readonly message: string
  readonly detail?: string
  readonly method?: string
  readonly path?: string
  readonly host?: string
  readonly status?: number
  readonly code?: string
  readonly requestId?: string
}

const messageOf = ({ code, host, message, method, operation, path, requestId, status }: Place): string => {
  const request = method === undefined || path === undefined ? "" : ` ${method} ${path}`
  const at = request === "" || host === undefined ? "" : ` at ${host}`
  const answer = status === undefined ? "" : ` ${status}${code === undefined ? "" : ` ${code}`}`
  const id = requestId === undefined ? "" : ` (request id ${requestId})`
  const place = [request + at, answer + id].filter((part) => part !== "").map((part) => `${part}:`)
  return `${operation}:${place.join("")} ${message}`
}

/** With a `detail`, as another error has it, the message is made anew. */
const withPlace = (props: Place): Place => {
  const detail = props.detail ?? props.message
  return { ...props, detail, message: messageOf({ ...props, message: detail }) }
}

/** Errors whose message names the place. When one is decoded, Effect keeps the message that it had. */
export const placed = <Class extends new (...args: never) => object>(Error: Class): Class => {
  // The arguments are those of the class itself, which the cast back to `Class` says.
  const Base = Error as unknown as new (props: Place, options?: unknown) => object
  const Placed = class extends Base {
    constructor(props: Place, options?: unknown) {
      super(withPlace(props), options)
    }
  }
  return Placed as unknown as Class
}
