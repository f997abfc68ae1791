/**
 * Web links (bookmarks).
 *
 * @see https://developer.box.com/reference/resources/web-link/
 */
import { empty, json } from "../wire/Answer.ts"
import { type Call, fieldsOf, param, type Route, stepRoute } from "../model/Call.ts"
import { optionalParentId, optionalString, requiredString } from "../wire/Json.ts"
import { appendEvent } from "../resource/EventLog.ts"
import { single } from "../views/ItemJson.ts"
import { updateItem } from "./ItemUpdate.ts"
import { badParameter, missingParameter } from "../wire/Refusal.ts"
import {
  checkName,
  createWebLink,
  findFolder,
  findWebLink,
  notModified,
  putIntoTrash,
  requireFreeName,
  requireMatch,
  requireRight
} from "../model/Tree.ts"

const checkUrl = (url: string): string => {
  if (!/^https?:\/\/./i.test(url)) throw badParameter("url", "'url' must start with http:// or https://")
  return url
}

const create = (call: Call) => {
  const url = checkUrl(requiredString(call.json, "url"))
  const parentId = optionalParentId(call.json)
  if (parentId === undefined) throw missingParameter("parent")
  const parent = findFolder(call, parentId, "parent")
  requireRight(call, parent, "upload")
  // Without a name, the link is named after its address, with slashes replaced.
  const name = checkName(optionalString(call.json, "name") ?? url.replaceAll("/", "_").slice(0, 255))
  requireFreeName(parent, name)
  const description = optionalString(call.json, "description") ?? ""
  const link = createWebLink(call, parent, name, url)
  link.description = description
  appendEvent(call, "ITEM_CREATE", link)
  return json(201, single(call, link, fieldsOf(call)))
}

const get = (call: Call) => {
  const link = findWebLink(call, param(call, "web_link_id"), "shown")
  return notModified(call, link) ? empty(304) : json(200, single(call, link, fieldsOf(call)))
}

const update = (call: Call) => {
  const link = findWebLink(call, param(call, "web_link_id"))
  updateItem(call, link, () => {
    const url = checkUrl(optionalString(call.json, "url") ?? link.url)
    return () => {
      link.url = url
      return []
    }
  })
  return json(200, single(call, link, fieldsOf(call)))
}

const remove = (call: Call) => {
  const link = findWebLink(call, param(call, "web_link_id"))
  requireRight(call, link, "delete")
  requireMatch(call, link)
  putIntoTrash(call, link)
  appendEvent(call, "ITEM_TRASH", link)
  return empty(204)
}

export const webLinkRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "POST", "/web_links", create),
  stepRoute("api", "GET", "/web_links/{web_link_id}", get),
  stepRoute("api", "PUT", "/web_links/{web_link_id}", update),
  stepRoute("api", "DELETE", "/web_links/{web_link_id}", remove)
]
