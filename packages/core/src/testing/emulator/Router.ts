/** Maps a URL to a host, a path and a route. Only the route table contains the paths. */
import type { Host, Route } from "./model/Call.ts"
import { appItemRoutes } from "./automation/AppItemRoutes.ts"
import { externalUserRoutes } from "./people/ExternalUserRoutes.ts"
import { integrationMappingRoutes } from "./automation/IntegrationMappingRoutes.ts"
import { skillRoutes } from "./automation/SkillRoutes.ts"
import { webhookRoutes } from "./automation/WebhookRoutes.ts"
import { workflowRoutes } from "./automation/WorkflowRoutes.ts"
import { commentRoutes } from "./conversations/CommentRoutes.ts"
import { aiAgentRoutes } from "./documents/AiAgentRoutes.ts"
import { aiRoutes } from "./documents/AiRoutes.ts"
import { docgenRoutes } from "./documents/DocgenRoutes.ts"
import { docgenTemplateRoutes } from "./documents/DocgenTemplateRoutes.ts"
import { hubCollaborationRoutes } from "./documents/HubCollaborationRoutes.ts"
import { hubItemRoutes } from "./documents/HubItemRoutes.ts"
import { hubRoutes } from "./documents/HubRoutes.ts"
import { noteRoutes } from "./documents/NoteRoutes.ts"
import { signRequestRoutes } from "./documents/SignRequestRoutes.ts"
import { signTemplateRoutes } from "./documents/SignTemplateRoutes.ts"
import { archiveRoutes } from "./governance/ArchiveRoutes.ts"
import { enterpriseConfigurationRoutes } from "./governance/EnterpriseConfigurationRoutes.ts"
import { fileVersionRetentionRoutes } from "./governance/FileVersionRetentionRoutes.ts"
import { heldVersionRoutes } from "./governance/HeldVersionRoutes.ts"
import { legalHoldRoutes } from "./governance/LegalHoldRoutes.ts"
import { retentionAssignmentRoutes } from "./governance/RetentionAssignmentRoutes.ts"
import { retentionPolicyRoutes } from "./governance/RetentionPolicyRoutes.ts"
import { termsOfServiceRoutes } from "./governance/TermsOfServiceRoutes.ts"
import { cascadePolicyRoutes } from "./metadata/CascadePolicies.ts"
import { instanceRoutes } from "./metadata/InstanceRoutes.ts"
import { queryRoutes } from "./metadata/QueryRoutes.ts"
import { taxonomyNodeRoutes } from "./metadata/TaxonomyNodeRoutes.ts"
import { taxonomyRoutes } from "./metadata/TaxonomyRoutes.ts"
import { templateRoutes } from "./metadata/TemplateRoutes.ts"
import { taskAssignmentRoutes } from "./conversations/TaskAssignmentRoutes.ts"
import { taskRoutes } from "./conversations/TaskRoutes.ts"
import { markRoutes } from "./marks/MarkRoutes.ts"
import { downloadRoutes } from "./routes/DownloadRoutes.ts"
import { eventRoutes } from "./routes/EventRoutes.ts"
import { fileRoutes } from "./routes/FileRoutes.ts"
import { folderRoutes } from "./routes/FolderRoutes.ts"
import { oauthRoutes } from "./routes/OAuthRoutes.ts"
import { representationRoutes } from "./routes/RepresentationRoutes.ts"
import { searchRoutes } from "./routes/SearchRoutes.ts"
import { barrierRoutes } from "./shield/BarrierRoutes.ts"
import { reportRoutes } from "./shield/ReportRoutes.ts"
import { segmentRoutes } from "./shield/SegmentRoutes.ts"
import { shieldListRoutes } from "./shield/ShieldListRoutes.ts"
import { trashRoutes } from "./routes/TrashRoutes.ts"
import { uploadRoutes } from "./routes/UploadRoutes.ts"
import { uploadSessionRoutes } from "./routes/UploadSessionRoutes.ts"
import { peopleRoutes } from "./people/PeopleRoutes.ts"
import { webLinkRoutes } from "./routes/WebLinkRoutes.ts"
import { zipRoutes } from "./routes/ZipRoutes.ts"
import { type Documented, documented } from "./Reference.ts"
import type { Urls } from "./model/World.ts"

/** Fixed paths precede those with parameters that would also match. */
const routes: ReadonlyArray<Route> = [
  ...oauthRoutes,
  ...peopleRoutes,
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
  ...zipRoutes,
  ...commentRoutes,
  ...barrierRoutes,
  ...segmentRoutes,
  ...reportRoutes,
  ...shieldListRoutes,
  ...webhookRoutes,
  ...skillRoutes,
  ...workflowRoutes,
  ...integrationMappingRoutes,
  ...appItemRoutes,
  ...externalUserRoutes,
  ...hubRoutes,
  ...hubCollaborationRoutes,
  ...hubItemRoutes,
  ...aiRoutes,
  ...aiAgentRoutes,
  ...noteRoutes,
  ...docgenTemplateRoutes,
  ...docgenRoutes,
  ...signRequestRoutes,
  ...signTemplateRoutes,
  ...templateRoutes,
  ...instanceRoutes,
  ...cascadePolicyRoutes,
  ...taxonomyRoutes,
  ...taxonomyNodeRoutes,
  ...queryRoutes,
  ...archiveRoutes,
  ...enterpriseConfigurationRoutes,
  ...fileVersionRetentionRoutes,
  ...heldVersionRoutes,
  ...legalHoldRoutes,
  ...retentionAssignmentRoutes,
  ...retentionPolicyRoutes,
  ...termsOfServiceRoutes,
  ...taskRoutes,
  ...taskAssignmentRoutes,
  ...markRoutes
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
  const realtime = after(url, urls.realtimeUrl)
  if (realtime !== undefined) return { host: "realtime", path: `/realtime${realtime}` }
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

/** The URL of a path that {@link locate} found, with its query. */
export const addressOf = (urls: Urls, host: string, path: string): string => {
  switch (host) {
    case "upload":
      return `${urls.uploadUrl}/2.0${path}`
    case "oauth":
      return `${urls.apiUrl}${path}`
    case "realtime":
      return urls.realtimeUrl + path.replace(/^\/realtime/, "")
    case "authorize":
      return `${urls.authorizeUrl}${path.replace(/^\/authorize/, "")}`
    default:
      return `${urls.apiUrl}/2.0${path}`
  }
}

export interface Matched {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** Why a request has no handler. */
export type Unmatched =
  /** Box has no such path. */
  | { readonly kind: "unknown" }
  /** Box has the operation, and the emulator has not. */
  | { readonly kind: "notImplemented"; readonly operation: Documented }
  /** Box has the path, but not with this method, or with another kind of id. */
  | { readonly kind: "methodNotAllowed"; readonly methods: ReadonlyArray<string> }

/** Ids of these are digits. Those of sessions and signed tokens have other formats, and Box has more kinds. */
const numbered = new Set([
  "file_id",
  "folder_id",
  "web_link_id",
  "user_id",
  "version_id",
  "file_version_id",
  "file_request_id"
])

/** A representation with one file has that at an empty path. */
const isAcceptable = (name: string, value: string): boolean =>
  numbered.has(name) ? /^\d+$/.test(value) : value !== "" || name === "asset_path"

/** The value of a segment with a parameter, such as `{file_id}` or `thumbnail.{extension}`. */
const valueIn = (segment: string, actual: string): { readonly name: string; readonly value: string } | undefined => {
  const open = segment.indexOf("{")
  if (open < 0 || !segment.endsWith("}") || !actual.startsWith(segment.slice(0, open))) return undefined
  return { name: segment.slice(open + 1, -1), value: actual.slice(open) }
}

const paramsOf = (
  segments: ReadonlyArray<string>,
  actual: ReadonlyArray<string>
): { readonly params: Readonly<Record<string, string>>; readonly acceptable: boolean } | undefined => {
  if (segments.length !== actual.length) return undefined
  const params: Record<string, string> = {}
  let acceptable = true
  for (const [index, segment] of segments.entries()) {
    const given = actual[index] ?? ""
    if (segment === given) continue
    const found = valueIn(segment, given)
    if (found === undefined) return undefined
    params[found.name] = found.value
    acceptable &&= isAcceptable(found.name, found.value)
  }
  return { params, acceptable }
}

/** Orders paths: text before a parameter, in the first segment where they differ. */
const bySpecificity = (one: string, other: string): number => {
  const others = segmentsOf(other)
  for (const [index, segment] of segmentsOf(one).entries()) {
    const difference = Number(segment.includes("{")) - Number(others[index]?.includes("{"))
    if (difference !== 0) return difference
  }
  return 0
}

interface Candidate {
  readonly method: string
  readonly path: string
  readonly acceptable: boolean
  readonly operation: Documented | undefined
}

interface Entry extends Pick<Route, "host" | "method" | "path"> {
  readonly segments: ReadonlyArray<string>
  readonly operation: Documented | undefined
}

/** No path begins with a parameter, so its first segment and its length say where to look. */
const indexKey = (host: Host, segments: ReadonlyArray<string>): string => `${host} ${segments.length} ${segments[1]}`

const makeIndex = (): ReadonlyMap<string, ReadonlyArray<Entry>> => {
  const known = table.map(({ route, segments }): Entry => ({ ...route, segments, operation: undefined }))
  const others = documented().map(
    (operation): Entry => ({ ...operation, segments: segmentsOf(operation.path), operation })
  )
  return Map.groupBy([...known, ...others], ({ host, segments }) => indexKey(host, segments))
}

/** Made when a request has no handler for the first time: a test that stays within the handlers does not pay for it. */
let index: ReadonlyMap<string, ReadonlyArray<Entry>> | undefined

/** Everything at an address, by Box's documents or by the emulator itself; the most specific path first. */
const candidates = (host: Host, actual: ReadonlyArray<string>): ReadonlyArray<Candidate> => {
  index ??= makeIndex()
  return (index.get(indexKey(host, actual)) ?? [])
    .flatMap(({ method, operation, path, segments }): ReadonlyArray<Candidate> => {
      const found = paramsOf(segments, actual)
      return found === undefined ? [] : [{ method, path, operation, acceptable: found.acceptable }]
    })
    .toSorted((one, other) => bySpecificity(one.path, other.path))
}

/** What the most specific path takes. Where no id is well-formed, paths with malformed ones count. */
const methodsOf = (found: ReadonlyArray<Candidate>): ReadonlyArray<string> => {
  const acceptable = found.filter((one) => one.acceptable)
  const [first, ...others] = acceptable.length > 0 ? acceptable : found
  if (first === undefined) return []
  // Two paths may differ in the names of their parameters alone.
  const same = others.filter(({ path }) => bySpecificity(path, first.path) === 0)
  return [...new Set([first, ...same].map(({ method }) => method))].toSorted()
}

/** Where to look for a handler. The order of the routes is kept. */
const handlers: ReadonlyMap<string, typeof table> = Map.groupBy(
  table,
  ({ route: { host, method }, segments }) => `${method} ${indexKey(host, segments)}`
)

/** The route with a handler. */
const routeOf = (method: string, host: Host, actual: ReadonlyArray<string>): Matched | undefined => {
  for (const { route, segments } of handlers.get(`${method} ${indexKey(host, actual)}`) ?? []) {
    const found = paramsOf(segments, actual)
    if (found?.acceptable === true) return { route, params: found.params }
  }
  return undefined
}

/** The route, or why there is none. Box answers 405 both for a wrong method and for a malformed id. */
export const match = (method: string, { host, path }: Located): Matched | Unmatched => {
  const actual = segmentsOf(path)
  const route = routeOf(method, host, actual)
  if (route !== undefined) return route
  const found = candidates(host, actual)
  const operation = found.find((one) => one.method === method && one.acceptable)?.operation
  if (operation !== undefined) return { kind: "notImplemented", operation }
  if (found.length > 0) return { kind: "methodNotAllowed", methods: methodsOf(found) }
  // rclone sends a trailing slash.
  return path.length > 1 && path.endsWith("/") ? match(method, { host, path: path.slice(0, -1) }) : { kind: "unknown" }
}

/** Paths are the same if they differ in the names of their parameters alone. */
const shapeOf = (method: string, path: string): string => `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`

/**
 * An operation of Box's documents, and whether the emulator has it.
 *
 * @category testing
 * @since 0.2.0
 */
export interface Coverage {
  /** Such as `Users.createUser`. */
  readonly operation: string
  readonly method: string
  /** The path after `/2.0`, with parameters in braces. */
  readonly path: string
  /** The version of Box's API, such as `2024.0`. */
  readonly version: string
  /** Whether there is a handler for its method and path. Otherwise the emulator answers 501 `not_implemented`. */
  readonly implemented: boolean
}

/** All operations of Box's documents, by name. */
export const coverage = (): ReadonlyArray<Coverage> => {
  const served = new Set(routes.map(({ method, path }) => shapeOf(method, path)))
  return documented().map(({ method, name, path, version }) => ({
    operation: name,
    method,
    path,
    version,
    implemented: served.has(shapeOf(method, path))
  }))
}

/** Shared links have names of their own for the operations on items that they are part of. */
const makeByShape = (): ReadonlyMap<string, Documented> =>
  new Map(
    documented()
      .toSorted(
        (one, other) => Number(other.name.startsWith("SharedLinks")) - Number(one.name.startsWith("SharedLinks"))
      )
      .map((operation) => [shapeOf(operation.method, operation.path), operation])
  )

let byShape: ReadonlyMap<string, Documented> | undefined

/** The operation of Box's documents that a route is. */
const documentedAs = ({ method, path }: Pick<Route, "method" | "path">): Documented | undefined => {
  byShape ??= makeByShape()
  return byShape.get(shapeOf(method, path))
}

/** The version of Box's API that a route belongs to: the oldest one for those that Box's documents do not have. */
export const versionOf = (route: Pick<Route, "method" | "path">): string => documentedAs(route)?.version ?? "2024.0"

/** The name of the operation, such as `Folders.getFolderById`. */
export const operationOf = (route: Pick<Route, "method" | "path">): string | undefined => documentedAs(route)?.name

/** The key of a route in the statistics, such as `GET /folders/{folder_id}`. */
export const routeKey = ({ method, host, path }: Pick<Route, "method" | "host" | "path">): string =>
  `${method} ${host === "download" && path.startsWith("/d/1/") ? "/download" : path}`
