/**
 * Search over names and descriptions, and the items of shared links.
 *
 * @see https://developer.box.com/reference/get-search/
 */
import { empty, json } from "../wire/Answer.ts"
import { type Call, fieldsOf, isTrue, type Route, stepRoute } from "../model/Call.ts"
import { single } from "../views/ItemJson.ts"
import { withRepresentations } from "../views/Representations.ts"
import { offsetPage } from "../views/Pagination.ts"
import { metadataFilter } from "./MetadataFilter.ts"
import { badParameter, forbidden, missingParameter, notFound } from "../wire/Refusal.ts"
import { parseTimestamp } from "../wire/Timestamps.ts"
import { may } from "../model/Access.ts"
import { linkOf, sharedLinkOf } from "../model/SharedLink.ts"
import { ancestors, findFolder, isTrashed, notModified, sizeOf } from "../model/Tree.ts"
import type { Item } from "../model/Item.ts"

type Test = (item: Item) => boolean

const searchLimits = { defaultLimit: 30, maxLimit: 200, maxOffset: 10_000 }

const listOf = (call: Call, name: string): ReadonlyArray<string> =>
  (call.url.searchParams.get(name) ?? "")
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "")

/** `from,to`, inclusive; either side may be open. */
const rangeOf = (call: Call, name: string, parse: (text: string) => number | undefined): Test | undefined => {
  const text = call.url.searchParams.get(name)
  if (text === null) return undefined
  const [from = "", to = "", ...more] = text.split(",")
  const least = from === "" ? Number.NEGATIVE_INFINITY : parse(from)
  const most = to === "" ? Number.POSITIVE_INFINITY : parse(to)
  if (more.length > 0 || !text.includes(",") || least === undefined || most === undefined) {
    throw badParameter(name, `Invalid value '${text}'`, "invalid_parameter")
  }
  const measure = measures[name] ?? sizeOf
  return (item) => measure(item) >= least && measure(item) <= most
}

const measures: Readonly<Record<string, (item: Item) => number>> = {
  size_range: sizeOf,
  created_at_range: (item) => item.createdAt,
  updated_at_range: (item) => item.modifiedAt,
  deleted_at_range: (item) => item.trashedAt ?? Number.NaN
}

const bytesOf = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : undefined)

const oneOf = (call: Call, name: string, allowed: ReadonlyArray<string>, fallback: string): string => {
  const value = call.url.searchParams.get(name) ?? fallback
  if (!allowed.includes(value)) throw badParameter(name, `Invalid value '${value}'`, "invalid_parameter")
  return value
}

/** A quoted phrase, or words that must all be prefixes of words. `OR` and `NOT` are supported between words. */
const matcherOf = (query: string): ((text: string) => boolean) => {
  const tokens = query.match(/"[^"]*"|\S+/g) ?? []
  const alternatives: Array<Array<{ readonly text: string; readonly wanted: boolean }>> = [[]]
  let wanted = true
  for (const token of tokens) {
    if (token === "OR") alternatives.push([])
    else if (token === "NOT") wanted = false
    else if (token !== "AND") {
      alternatives.at(-1)?.push({ text: token.replaceAll('"', "").toLowerCase(), wanted })
      wanted = true
    }
  }
  const startsAWord = (haystack: string, needle: string): boolean => {
    for (let at = haystack.indexOf(needle); at !== -1; at = haystack.indexOf(needle, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(haystack.charAt(at - 1))) return true
    }
    return false
  }
  return (text) => {
    const haystack = text.toLowerCase()
    return alternatives.some((terms) => terms.every((term) => startsAWord(haystack, term.text) === term.wanted))
  }
}

const textTest = (call: Call): Test => {
  const query = call.url.searchParams.get("query")
  if (query === null || query.trim() === "") {
    // Metadata alone is enough to search by.
    if (call.url.searchParams.has("mdfilters")) return () => true
    throw missingParameter("query", "missing_parameter")
  }
  const matches = matcherOf(query)
  const asked = listOf(call, "content_types")
  const places = asked.length === 0 ? ["name", "description", "tags"] : asked
  const known = ["name", "description", "file_content", "comments", "tags"]
  const unknown = places.find((place) => !known.includes(place))
  if (unknown !== undefined) throw badParameter("content_types", `Invalid value '${unknown}'`, "invalid_parameter")
  return (item) =>
    (places.includes("name") && matches(item.name)) ||
    (places.includes("description") && matches(item.description)) ||
    (places.includes("tags") && item.tags.some(matches))
}

const testsOf = (call: Call): ReadonlyArray<Test> => {
  const tests: Array<Test> = [(item) => may(call, item, "see"), textTest(call)]
  const filter = call.url.searchParams.get("mdfilters")
  if (filter !== null) tests.push(metadataFilter(filter))
  const trash = oneOf(call, "trash_content", ["non_trashed_only", "trashed_only", "all_items"], "non_trashed_only")
  if (trash !== "all_items") tests.push((item) => isTrashed(item) === (trash === "trashed_only"))
  if (call.url.searchParams.has("type")) {
    const type = oneOf(call, "type", ["file", "folder", "web_link"], "")
    tests.push((item) => item.type === type)
  }
  const folders = listOf(call, "ancestor_folder_ids").map((id) => findFolder(call, id, "ancestor_folder_ids"))
  if (folders.length > 0) tests.push((item) => ancestors(item).some((folder) => folders.includes(folder)))
  const extensions = listOf(call, "file_extensions").map((extension) => `.${extension.toLowerCase()}`)
  if (extensions.length > 0) {
    tests.push((item) => item.type === "file" && extensions.some((end) => item.name.toLowerCase().endsWith(end)))
  }
  for (const name of ["owner_user_ids", "recent_updater_user_ids"]) {
    const ids = listOf(call, name)
    const who = (item: Item) => (name === "owner_user_ids" ? item.owner : item.modifiedBy)
    if (ids.length > 0) tests.push((item) => ids.includes(who(item).id))
  }
  if (call.url.searchParams.has("deleted_at_range") && trash !== "trashed_only") {
    throw badParameter("deleted_at_range", "'deleted_at_range' needs trash_content=trashed_only", "invalid_parameter")
  }
  tests.push(
    ...[
      rangeOf(call, "size_range", bytesOf),
      rangeOf(call, "created_at_range", parseTimestamp),
      rangeOf(call, "updated_at_range", parseTimestamp),
      rangeOf(call, "deleted_at_range", parseTimestamp)
    ].filter((test) => test !== undefined)
  )
  return tests
}

const search = (call: Call) => {
  const { world, url } = call
  if (oneOf(call, "scope", ["user_content", "enterprise_content"], "user_content") === "enterprise_content") {
    throw forbidden("forbidden", "Searching the content of the enterprise is not enabled")
  }
  const tests = testsOf(call)
  const sort = oneOf(call, "sort", ["relevance", "modified_at"], "relevance")
  const direction = oneOf(call, "direction", ["DESC", "ASC"], "DESC")
  const all: ReadonlyArray<Item> = [
    ...world.folders.values(),
    ...world.files.values(),
    ...world.webLinks.values()
  ].filter((item) => tests.every((test) => test(item)))
  const sign = direction === "ASC" ? 1 : -1
  const sorted = sort === "relevance" ? all : all.toSorted((a, b) => sign * (a.modifiedAt - b.modifiedAt))
  const fields = fieldsOf(call)
  const withLinks = isTrue(call, "include_recent_shared_links")
  const entry = (item: Item) => {
    const shown = withRepresentations(call, item, single(call, item, fields))
    // Without the link: everything that is found here belongs to the user.
    return withLinks ? { type: "search_result", item: shown } : shown
  }
  const type = withLinks ? "search_results_with_shared_links" : "search_results_items"
  return json(200, { type, ...offsetPage(url.searchParams, sorted, entry, searchLimits) })
}

/** The item of the shared link in the `BoxApi` header. */
const sharedItem = (call: Call) => {
  const presented = sharedLinkOf(call)
  if (presented === undefined) throw missingParameter("boxapi", "missing_parameter")
  const { files, folders, webLinks } = call.world
  for (const item of [...files.values(), ...folders.values(), ...webLinks.values()]) {
    if (isTrashed(item) || linkOf(call, item, presented) === undefined || !may(call, item, "see")) continue
    return notModified(call, item) ? empty(304) : json(200, single(call, item, fieldsOf(call)))
  }
  throw notFound("shared_link", presented.url)
}

export const searchRoutes: ReadonlyArray<Route> = [
  stepRoute("api", "GET", "/search", search),
  stepRoute("api", "GET", "/shared_items", sharedItem)
]
