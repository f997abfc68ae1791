/**
 * Which requests of browsers are answered. A web page can send requests to loopback, by its own name (DNS rebinding) or from
 * its own origin (CORS). Programs other than browsers are not affected.
 */
import type * as Http from "node:http"
import { isIP } from "node:net"

export interface Access {
  /** The names under which the server may be called, besides loopback's and addresses. */
  readonly names: ReadonlySet<string>
  /** The origins of pages that may read answers; `*` stands for all. */
  readonly origins: ReadonlySet<string>
}

/** The name in a `Host` header or an address, without brackets. */
export const hostNameOf = (host: string): string | undefined =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^\[(.*)\]$/, "$1") : undefined

/** An address is nobody's to rebind. */
const isKnownHost = ({ names }: Access, host: string): boolean => {
  const name = hostNameOf(host)
  if (name === undefined) return false
  return isIP(name) !== 0 || name === "localhost" || name.endsWith(".localhost") || names.has(name)
}

/** What a page may read of an answer, besides what every page may. */
const exposed = "age, allow, box-request-id, content-disposition, content-range, date, etag, location, retry-after"

const isPreflight = ({ headers, method }: Http.IncomingMessage): boolean =>
  method === "OPTIONS" && headers["access-control-request-method"] !== undefined

const allowPreflight = ({ headers }: Http.IncomingMessage, response: Http.ServerResponse): void => {
  const asked = headers["access-control-request-headers"]
  response.setHeader("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS")
  if (asked !== undefined) response.setHeader("access-control-allow-headers", asked)
  if (headers["access-control-request-private-network"] === "true") {
    response.setHeader("access-control-allow-private-network", "true")
  }
  response.setHeader("access-control-max-age", "600")
}

/** `answered`: nothing is left to do; `refused`: with the reason. */
export type Admission = "admitted" | "answered" | { readonly refused: string }

/**
 * Whether another page makes a browser send this, such as by `<img>`: those requests have no `Origin`. A link to the emulator's
 * own page may be anywhere.
 */
const isForeign = ({ headers, method, url }: Http.IncomingMessage): boolean => {
  const site = headers["sec-fetch-site"]
  if (site === undefined || site === "same-origin" || site === "none") return false
  const isLink =
    method === "GET" && headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document"
  return !(isLink && url === "/__emulator/")
}

/**
 * Whether a browser has followed a redirect from the API to the other origin of downloads. It then no longer says whose page
 * asks (`Origin: null`), and the address, which is signed, is all that protects the bytes.
 */
const isRedirected = ({ origins }: Access, { headers, url }: Http.IncomingMessage): boolean =>
  headers.origin === "null" && origins.size > 0 && url?.startsWith("/d/1/") === true

/** Looks at `Host` and `Origin`, and adds the headers that let a page read the answer if it may. */
export const admit = (
  access: Access,
  request: Http.IncomingMessage,
  response: Http.ServerResponse,
  isControl: boolean
): Admission => {
  const { host, origin } = request.headers
  if (host !== undefined && !isKnownHost(access, host)) {
    return { refused: `Host ${JSON.stringify(host)} is not allowed; to allow it, start the emulator with --host` }
  }
  if (origin === undefined) {
    return isControl && isForeign(request) ? { refused: "A page of another origin may not ask this" } : "admitted"
  }
  const isOwn = URL.canParse(origin) && new URL(origin).host === host
  if (isOwn) return "admitted"
  response.setHeader("vary", "Origin")
  if (access.origins.has(origin) || access.origins.has("*") || isRedirected(access, request)) {
    response.setHeader("access-control-allow-origin", origin)
    response.setHeader("access-control-expose-headers", exposed)
    if (!isPreflight(request)) return "admitted"
    allowPreflight(request, response)
    response.writeHead(204).end()
    return "answered"
  }
  // Everywhere else a token protects. The page cannot read what it gets.
  return isControl || isPreflight(request)
    ? { refused: `Origin ${JSON.stringify(origin)} is not allowed; to allow it, start the emulator with --cors` }
    : "admitted"
}
