/**
 * What the scopes of a token permit. Application scopes permit everything, or all reading; the scopes of a downscoped
 * token permit single routes. Box documents the purpose of each scope only in prose; the routes here are derived from
 * that.
 *
 * @see https://developer.box.com/guides/api-calls/permissions-and-errors/scopes/
 */
import type { Route } from "./Call.ts"
import type { JsonObject } from "../wire/Json.ts"
import { insufficientScope } from "../wire/Refusal.ts"

/** Scopes that a token can be downscoped to. */
export const downscopes: ReadonlySet<string> = new Set([
  "annotation_edit",
  "annotation_view_all",
  "annotation_view_self",
  "base_explorer",
  "base_picker",
  "base_preview",
  "base_sidebar",
  "base_upload",
  "item_delete",
  "item_download",
  "item_preview",
  "item_read",
  "item_rename",
  "item_share",
  "item_upload"
])

const folderReading = ["base_explorer", "base_picker", "item_read"]
const fileReading = [...folderReading, "base_preview", "base_sidebar", "item_preview"]
const changing = ["item_rename", "item_share"]
const uploading = ["base_upload", "item_upload"]

/** By method and route: a downscoped token needs one of these scopes. */
const opening: Readonly<Record<string, ReadonlyArray<string>>> = {
  "GET /folders/{folder_id}": folderReading,
  "GET /folders/{folder_id}/items": folderReading,
  "GET /files/{file_id}": fileReading,
  "GET /files/{file_id}/versions": fileReading,
  "GET /files/{file_id}/versions/{version_id}": fileReading,
  "GET /web_links/{web_link_id}": folderReading,
  "GET /files/{file_id}/content": ["item_download"],
  "GET /files/{file_id}/thumbnail.{extension}": fileReading,
  "POST /zip_downloads": ["item_download"],
  "GET /zip_downloads/{zip_download_id}/status": ["item_download"],
  "PUT /files/{file_id}": changing,
  "PUT /folders/{folder_id}": changing,
  "PUT /web_links/{web_link_id}": changing,
  "DELETE /files/{file_id}": ["item_delete"],
  "DELETE /folders/{folder_id}": ["item_delete"],
  "DELETE /web_links/{web_link_id}": ["item_delete"],
  "OPTIONS /files/content": uploading,
  "OPTIONS /files/{file_id}/content": uploading
}

const isRead = ({ method, path }: Route): boolean => method === "GET" || (method === "OPTIONS" && path === "/events")

/** A downscoped token needs one of these scopes for a route. */
export const openedBy = ({ host, method, path }: Pick<Route, "host" | "method" | "path">): ReadonlyArray<string> =>
  host === "upload" ? uploading : (opening[`${method} ${path}`] ?? [])

/** What an application scope is for that the right to read and write does not include. */
const managing: ReadonlyArray<readonly [path: RegExp, scope: string]> = [
  [/^\/users(?!\/me$|\/\{user_id\}\/avatar$)/, "manage_managed_users"],
  [/^\/(groups|group_memberships)\b/, "manage_groups"]
]

export const requireScope = (scopes: ReadonlySet<string>, route: Route): void => {
  for (const [path, scope] of managing) if (path.test(route.path) && !scopes.has(scope)) throw insufficientScope()
  if (scopes.has("root_readwrite") || (isRead(route) && scopes.has("root_readonly"))) return
  if (!openedBy(route).some((scope) => scopes.has(scope))) throw insufficientScope()
}

/** A `PUT` can do several things, each of which needs its scope. */
export const requireScopeForChanges = (scopes: ReadonlySet<string>, route: Route, json: JsonObject): void => {
  if (scopes.has("root_readwrite") || openedBy(route) !== changing) return
  const needed: Readonly<Record<string, string>> = { name: "item_rename", shared_link: "item_share" }
  for (const property of Object.keys(json)) {
    const scope = Object.hasOwn(needed, property) ? needed[property] : undefined
    if (scope === undefined || !scopes.has(scope)) throw insufficientScope()
  }
}
