/**
 * The routes of a plain resource: create, get, update, delete and list, with the answers that Box has in common for all
 * of them. A resource says what it looks like, who sees it and what its changes check; the rest is here.
 */
import * as Effect from "effect/Effect"
import { empty, json } from "../wire/Answer.ts"
import { type Call, fieldsOf, param, type Route, stepRoute } from "../model/Call.ts"
import type { Row, Table } from "../model/Table.ts"
import { administers } from "../model/World.ts"
import { markerRows, offsetPage, type PageLimits } from "../views/Pagination.ts"
import type { JsonObject } from "../wire/Json.ts"
import { noPermission, notFound } from "../wire/Refusal.ts"

export interface Resource<A extends Row> {
  readonly table: Table<A>
  /** What Box calls one of them in its errors. */
  readonly name: string
  /** The path of one of them. Its last parameter is the id: `/comments/{comment_id}`. */
  readonly path: string
  /** All properties. With `fields`, an answer has only the ones named there, the id and the type. */
  readonly show: (call: Call, row: A) => JsonObject
  /** To everybody else there is none. Default: everybody sees it. */
  readonly sees?: (call: Call, row: A) => boolean
}

/** What an answer contains of a resource: everything, or the id, the type and what `fields` names. */
export const shown = (call: Call, all: JsonObject): JsonObject => {
  const fields = fieldsOf(call)
  if (fields === undefined) return all
  const wanted = new Set(["type", "id", ...fields])
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)))
}

const idIn = (path: string): string => /\{(\w+)\}[^{]*$/.exec(path)?.[1] ?? ""

/** The row with this id, or 404. Default: the id in the path. */
export const findRow = <A extends Row>(resource: Resource<A>, call: Call, id?: string): A => {
  const wanted = id ?? param(call, idIn(resource.path))
  const row = resource.table.rows(call.world).get(wanted)
  if (row === undefined || resource.sees?.(call, row) === false) throw notFound(resource.name, wanted)
  return row
}

const answer = <A extends Row>(status: number, resource: Resource<A>, call: Call, row: A) =>
  json(status, shown(call, resource.show(call, row)))

export const getRoute = <A extends Row>(resource: Resource<A>): Route =>
  stepRoute("api", "GET", resource.path, (call) => answer(200, resource, call, findRow(resource, call)))

/** Everybody else is refused with 403. */
export const forAdministrators = (routes: ReadonlyArray<Route>): ReadonlyArray<Route> =>
  routes.map((route) => ({
    ...route,
    handle: (call) => (administers(call.world, call.user) ? route.handle(call) : Effect.fail(noPermission()))
  }))

/**
 * `make` checks the request and gives the new row, which is stored then. `after` sees it stored. A few resources answer
 * with 200.
 */
export const createRoute = <A extends Row>(
  resource: Resource<A>,
  path: string,
  make: (call: Call) => A,
  after: (call: Call, row: A) => void = () => undefined,
  status: 200 | 201 = 201
): Route =>
  stepRoute("api", "POST", path, (call) => {
    const row = resource.table.insert(call.world, make(call))
    after(call, row)
    return answer(status, resource, call, row)
  })

/** `change` checks the whole request before it changes anything. */
export const updateRoute = <A extends Row>(resource: Resource<A>, change: (call: Call, row: A) => void): Route =>
  stepRoute("api", "PUT", resource.path, (call) => {
    const row = findRow(resource, call)
    change(call, row)
    return answer(200, resource, call, row)
  })

/** `before` checks who may do it, and undoes what depends on the row. */
export const deleteRoute = <A extends Row>(
  resource: Resource<A>,
  before: (call: Call, row: A) => void = () => undefined
): Route =>
  stepRoute("api", "DELETE", resource.path, (call) => {
    const row = findRow(resource, call)
    before(call, row)
    resource.table.remove(call.world, row)
    return empty(204)
  })

/** `offset` and `marker` are Box's two kinds of paging; `all` is a list without pages. */
export type Paging = "offset" | "marker" | "all"

export interface ListOptions<A> {
  readonly paging: Paging
  readonly limits?: PageLimits
  /** Which rows, of those that the caller sees. It may refuse the request. Default: all. */
  readonly select?: (call: Call) => (row: A) => boolean
}

export const listRoute = <A extends Row>(
  resource: Resource<A>,
  path: string,
  { limits, paging, select }: ListOptions<A>
): Route =>
  stepRoute("api", "GET", path, (call) => {
    const { url, world } = call
    const wanted = select?.(call) ?? (() => true)
    const rows = [...resource.table.rows(world).values()].filter(
      (row) => resource.sees?.(call, row) !== false && wanted(row)
    )
    const render = (row: A) => shown(call, resource.show(call, row))
    switch (paging) {
      case "offset":
        return json(200, offsetPage(url.searchParams, rows, render, limits))
      case "marker":
        return json(
          200,
          markerRows(url.searchParams, rows, (id) => resource.table.place(world, id), render, limits)
        )
      case "all":
        return json(200, { total_count: rows.length, entries: rows.map(render) })
    }
  })
