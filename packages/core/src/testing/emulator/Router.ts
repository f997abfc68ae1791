/** Maps a URL to a host, a path and a route. Only the route table contains the paths. */
import type { Host, Route } from "./model/Call.ts"
import { downloadRoutes } from "./routes/DownloadRoutes.ts"
import { eventRoutes } from "./routes/EventRoutes.ts"
import { fileRoutes } from "./routes/FileRoutes.ts"
import { folderRoutes } from "./routes/FolderRoutes.ts"
import { oauthRoutes } from "./routes/OAuthRoutes.ts"
import { representationRoutes } from "./routes/RepresentationRoutes.ts"
import { searchRoutes } from "./routes/SearchRoutes.ts"
import { trashRoutes } from "./routes/TrashRoutes.ts"
import { uploadRoutes } from "./routes/UploadRoutes.ts"
import { uploadSessionRoutes } from "./routes/UploadSessionRoutes.ts"
import { userRoutes } from "./routes/UserRoutes.ts"
import { webLinkRoutes } from "./routes/WebLinkRoutes.ts"
import { zipRoutes } from "./routes/ZipRoutes.ts"
import type { Urls } from "./model/World.ts"

/** Fixed paths precede those with parameters that would also match. */
const routes: ReadonlyArray<Route> = [
  ...oauthRoutes,
  ...userRoutes,
  ...uploadSessionRoutes,
  ...uploadRoutes,
  ...downloadRoutes,
  ...fileRoutes,
  ...folderRoutes,
  ...trashRoutes,
  ...webLinkRoutes,
  ...searchRoutes,
  ...eventRoutes,
  ...representationRoutes,
  ...zipRoutes
]

const segmentsOf = (path: string): ReadonlyArray<string> => path.split("/")

const table: ReadonlyArray<{ readonly route: Route; readonly segments: ReadonlyArray<string> }> = routes.map(
  (route) => ({ route, segments: segmentsOf(route.path) })
)

export interface Located {
  readonly host: Host
  /** Without the host and without `/2.0`. */
  readonly path: string
}

const after = (url: URL, prefix: string): string | undefined => {
  const base = new URL(prefix)
  const start = base.pathname.replace(/\/$/, "")
  const { pathname } = url
  if (url.origin !== base.origin || !(pathname === start || pathname.startsWith(`${start}/`))) return undefined
  return pathname.slice(start.length)
}

const isZipContent = (path: string): boolean => /^\/2\.0\/zip_downloads\/[^/]+\/content$/.test(path)

/** The host of Box that a URL belongs to; `undefined` if it is none of them. */
export const locate = (urls: Urls, url: URL): Located | undefined => {
  if (after(url, urls.authorizeUrl) === "") return { host: "authorize", path: "/authorize" }
  const signed = after(url, urls.downloadUrl)
  if (signed?.startsWith("/d/")) return { host: "download", path: signed }
  if (signed !== undefined && isZipContent(signed)) return { host: "download", path: signed.slice("/2.0".length) }
  const upload = after(url, `${urls.uploadUrl}/2.0`)
  if (upload !== undefined) return { host: "upload", path: upload }
  const api = after(url, `${urls.apiUrl}/2.0`)
  if (api !== undefined) return { host: "api", path: api }
  const rest = after(url, urls.apiUrl)
  if (rest !== undefined) return { host: "oauth", path: rest }
  return signed === undefined && after(url, urls.uploadUrl) === undefined ? undefined : { host: "api", path: "" }
}

export interface Matched {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** Ids of items are digits. These have other formats. */
const otherwise = new Set(["token", "upload_session_id", "zip_download_id", "representation", "asset_path"])

const isAcceptable = (name: string, value: string): boolean => otherwise.has(name) || /^\d+$/.test(value)

const paramsOf = (
  segments: ReadonlyArray<string>,
  actual: ReadonlyArray<string>
): { readonly params: Readonly<Record<string, string>>; readonly acceptable: boolean } | undefined => {
  if (segments.length !== actual.length) return undefined
  const params: Record<string, string> = {}
  let acceptable = true
  for (const [index, segment] of segments.entries()) {
    const value = actual[index] ?? ""
    if (segment.startsWith("{")) {
      const name = segment.slice(1, -1)
      params[name] = value
      acceptable &&= isAcceptable(name, value)
    } else if (segment !== value) return undefined
  }
  return { params, acceptable }
}

/** The route, or why there is none. Box answers 405 both for a wrong method and for a malformed id. */
export const match = (method: string, { host, path }: Located): Matched | "unknown" | "method_not_allowed" => {
  const actual = segmentsOf(path)
  let known = false
  for (const { route, segments } of table) {
    if (route.host !== host) continue
    const found = paramsOf(segments, actual)
    if (found === undefined) continue
    known = true
    if (found.acceptable && route.method === method) return { route, params: found.params }
  }
  if (known) return "method_not_allowed"
  // rclone sends a trailing slash.
  return path.length > 1 && path.endsWith("/") ? match(method, { host, path: path.slice(0, -1) }) : "unknown"
}

/** The key of a route in the statistics, such as `GET /folders/{folder_id}`. */
export const routeKey = ({ method, host, path }: Route): string =>
  `${method} ${host === "download" && path.startsWith("/d/") ? "/download" : path}`
