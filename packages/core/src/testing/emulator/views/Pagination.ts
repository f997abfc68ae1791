/** Both kinds of paging that Box uses. */
import * as Base64Url from "effect/encoding/Base64Url"
import * as Result from "effect/Result"
import { badParameter } from "../wire/Refusal.ts"
import type { Item } from "../model/Item.ts"
import { currentVersion, sizeOf } from "../model/Tree.ts"

export interface PageLimits {
  readonly defaultLimit: number
  readonly maxLimit: number
  /** Default 1. */
  readonly minLimit?: number
  /** Larger offsets are rejected; `undefined` for the one list that only warns. */
  readonly maxOffset: number | undefined
}

export const ordinaryLimits: PageLimits = { defaultLimit: 100, maxLimit: 1000, maxOffset: 10_000 }

const wholeNumber = (text: string, name: string, code: string, least: number): number => {
  if (!/^\d{1,15}$/.test(text) || Number(text) < least) {
    throw badParameter(name, `Invalid value '${text}'. '${name}' must be a whole number from ${least}`, code)
  }
  return Number(text)
}

/** Values above the maximum are silently capped; too small and invalid values are rejected. */
export const limitOf = (query: URLSearchParams, { defaultLimit, maxLimit, minLimit = 1 }: PageLimits): number => {
  const text = query.get("limit")
  return text === null ? defaultLimit : Math.min(wholeNumber(text, "limit", "invalid_limit", minLimit), maxLimit)
}

const offsetOf = (query: URLSearchParams, { maxOffset }: PageLimits): number => {
  const text = query.get("offset")
  const offset = text === null ? 0 : wholeNumber(text, "offset", "invalid_offset", 0)
  if (maxOffset !== undefined && offset > maxOffset) {
    throw badParameter(
      "offset",
      `Invalid value '${offset}'. The offset must not exceed the maximum offset of ${maxOffset}`
    )
  }
  return offset
}

export interface OffsetPage<A> {
  readonly total_count: number
  readonly entries: ReadonlyArray<A>
  readonly offset: number
  readonly limit: number
}

export const offsetPage = <A, B>(
  query: URLSearchParams,
  all: ReadonlyArray<A>,
  render: (entry: A) => B,
  limits: PageLimits = ordinaryLimits
): OffsetPage<B> => {
  const offset = offsetOf(query, limits)
  const limit = limitOf(query, limits)
  return { total_count: all.length, entries: all.slice(offset, offset + limit).map(render), offset, limit }
}

const typeRank = { folder: 0, file: 1, web_link: 2 } as const

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Folders, files, web links; within each group by name or by `sort`; the id makes the order total. */
const sortKeys = {
  name: (a: Item, b: Item) => byText(a.name.toLowerCase(), b.name.toLowerCase()),
  id: (a: Item, b: Item) => Number(a.id) - Number(b.id),
  date: (a: Item, b: Item) => a.modifiedAt - b.modifiedAt,
  size: (a: Item, b: Item) =>
    (a.type === "file" ? currentVersion(a).size : sizeOf(a)) - (b.type === "file" ? currentVersion(b).size : sizeOf(b))
}

export interface Order {
  readonly compare: (a: Item, b: Item) => number
  readonly described: ReadonlyArray<{ readonly by: string; readonly direction: string }>
}

const isSortKey = (key: string): key is keyof typeof sortKeys => Object.hasOwn(sortKeys, key)

export const orderOf = (query: URLSearchParams): Order => {
  const by = query.get("sort") ?? "name"
  const direction = query.get("direction")?.toUpperCase() ?? "ASC"
  if (!isSortKey(by)) throw badParameter("sort", `Invalid value '${by}'. 'sort' must be id, name, date or size`)
  if (direction !== "ASC" && direction !== "DESC") {
    throw badParameter("direction", `Invalid value '${direction}'. 'direction' must be ASC or DESC`)
  }
  const second = sortKeys[by]
  const sign = direction === "ASC" ? 1 : -1
  return {
    compare: (a, b) => typeRank[a.type] - typeRank[b.type] || sign * second(a, b) || Number(a.id) - Number(b.id),
    described: [
      { by: "type", direction: "ASC" },
      { by, direction }
    ]
  }
}

/** The default order, which marker pages follow. */
const markerOrder: Order = orderOf(new URLSearchParams())

/** A marker contains the last returned entry, so that a page neither repeats nor skips unchanged entries. */
const encodeMarker = (last: Item): string =>
  Base64Url.encode(JSON.stringify([typeRank[last.type], last.name.toLowerCase(), last.id]))

const badMarker = (marker: string) =>
  badParameter("marker", `Invalid value '${marker}'. 'marker' is not valid`, "invalid_parameter")

const decodeMarker = (marker: string): readonly [number, string, string] => {
  const text = Base64Url.decodeString(marker)
  const match = Result.isSuccess(text) ? /^\[([012]),("(?:[^"\\]|\\.)*"),"(\d+)"\]$/.exec(text.success) : null
  const [, rank, name, id] = match ?? []
  if (rank === undefined || name === undefined || id === undefined) throw badMarker(marker)
  return [Number(rank), String(JSON.parse(name)), id]
}

const isAfter = (item: Item, [rank, name, id]: readonly [number, string, string]): boolean =>
  (typeRank[item.type] - rank || byText(item.name.toLowerCase(), name) || Number(item.id) - Number(id)) > 0

export interface MarkerPage<A> {
  readonly entries: ReadonlyArray<A>
  readonly limit: number
  readonly next_marker: string | null
}

export const markerPage = <A>(
  query: URLSearchParams,
  all: ReadonlyArray<Item>,
  render: (entry: Item) => A,
  limits: PageLimits = ordinaryLimits
): MarkerPage<A> => {
  const limit = limitOf(query, limits)
  const marker = query.get("marker")
  const sorted = all.toSorted(markerOrder.compare)
  const start = marker === null || marker === "" || marker === "0" ? undefined : decodeMarker(marker)
  const rest = start === undefined ? sorted : sorted.filter((item) => isAfter(item, start))
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return {
    entries: page.map(render),
    limit,
    next_marker: last === undefined || rest.length <= limit ? null : encodeMarker(last)
  }
}

const startOf = (marker: string, place: (id: string) => number | undefined): number => {
  const id = Base64Url.decodeString(marker)
  const found = Result.isSuccess(id) ? place(id.success) : undefined
  if (found === undefined) throw badMarker(marker)
  return found
}

/** Like {@link markerPage}, for rows of a table in their order. `place` knows deleted rows as well. */
export const markerRows = <A extends { readonly id: string }, B>(
  query: URLSearchParams,
  rows: ReadonlyArray<A>,
  place: (id: string) => number | undefined,
  render: (row: A) => B,
  limits: PageLimits = ordinaryLimits
): MarkerPage<B> => {
  const limit = limitOf(query, limits)
  const marker = query.get("marker")
  const start = marker === null || marker === "" ? Number.NEGATIVE_INFINITY : startOf(marker, place)
  const rest = rows.filter(({ id }) => (place(id) ?? start) > start)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return {
    entries: page.map(render),
    limit,
    next_marker: last === undefined || rest.length <= limit ? null : Base64Url.encode(last.id)
  }
}

/** Like {@link markerRows}, for rows in an order of their own, which a marker is valid for as long as its row is there. */
export const markerList = <A extends { readonly id: string }, B>(
  query: URLSearchParams,
  rows: ReadonlyArray<A>,
  render: (row: A) => B,
  limits: PageLimits = ordinaryLimits
): MarkerPage<B> => {
  const places = new Map(rows.map(({ id }, index) => [id, index]))
  return markerRows(query, rows, (id) => places.get(id), render, limits)
}
