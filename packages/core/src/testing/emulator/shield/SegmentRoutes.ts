/**
 * The segments of an information barrier, the users in them, and the restrictions between them.
 *
 * @see https://developer.box.com/reference/resources/shield-information-barrier-segment/
 */
import { type Call, requiredQuery, type Route } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { makeTable, type Row, type Table } from "../model/Table.ts"
import {
  forAdministrators,
  createRoute,
  deleteRoute,
  findRow,
  getRoute,
  listRoute,
  type Resource,
  updateRoute
} from "../resource/Resource.ts"
import { freshStamps, restamp, type Stamps, stampsJson } from "../resource/Stamps.ts"
import { miniUser } from "../views/ItemJson.ts"
import { type JsonObject, optionalString, requiredId, requiredObject, requiredString } from "../wire/Json.ts"
import { badParameter, conflict, notFound } from "../wire/Refusal.ts"
import { type Barrier, barrier, barrierIn, barrierMini } from "./BarrierRoutes.ts"

interface Segment extends Stamps {
  readonly id: string
  readonly barrier: Barrier
  name: string
  description: string
}

interface Member extends Stamps {
  readonly id: string
  readonly segment: Segment
  readonly user: User
}

interface Restriction extends Stamps {
  readonly id: string
  readonly segment: Segment
  readonly restricted: Segment
}

const segments: Table<Segment> = makeTable("shield_information_barrier_segment", 710_001)
const members: Table<Member> = makeTable("shield_information_barrier_segment_member", 720_001)
const restrictions: Table<Restriction> = makeTable("shield_information_barrier_segment_restriction", 730_001)

const rowsOf = <A extends Row>(call: Call, table: Table<A>): ReadonlyArray<A> => [...table.rows(call.world).values()]

const segmentMini = ({ id }: Segment): JsonObject => ({ type: "shield_information_barrier_segment", id })

const segment: Resource<Segment> = {
  table: segments,
  name: "shield_information_barrier_segment",
  path: "/shield_information_barrier_segments/{shield_information_barrier_segment_id}",
  show: (_, row) => ({
    ...segmentMini(row),
    shield_information_barrier: barrierMini(row.barrier),
    name: row.name,
    description: row.description,
    ...stampsJson(row)
  })
}

const nameOf = (call: Call, within: Barrier, name: string, except?: Segment): string => {
  if (name.trim() === "") throw badParameter("name", "'name' must not be empty")
  const taken = rowsOf(call, segments).some(
    (other) => other !== except && other.barrier === within && other.name === name
  )
  if (taken) throw conflict("conflict", `A segment named '${name}' exists in this information barrier`)
  return name
}

const makeSegment = (call: Call): Segment => {
  const name = requiredString(call.json, "name")
  const within = barrierIn(call, call.json)
  return {
    id: segments.freshId(call.world),
    barrier: within,
    name: nameOf(call, within, name),
    description: optionalString(call.json, "description") ?? "",
    ...freshStamps(call)
  }
}

const changeSegment = (call: Call, row: Segment): void => {
  const { json } = call
  const name = nameOf(call, row.barrier, optionalString(json, "name") ?? row.name, row)
  const description = json["description"] === null ? "" : (optionalString(json, "description") ?? row.description)
  Object.assign(row, { name, description })
  restamp(call, row)
}

/** What belongs to a segment goes with it. */
const dropSegment = (call: Call, row: Segment): void => {
  for (const member of rowsOf(call, members)) if (member.segment === row) members.remove(call.world, member)
  for (const restriction of rowsOf(call, restrictions)) {
    if (restriction.segment === row || restriction.restricted === row) restrictions.remove(call.world, restriction)
  }
}

const segmentIn = (call: Call, name: string): Segment =>
  findRow(segment, call, requiredId(requiredObject(call.json, name), "id"))

/** Which rows the segment in the query has. */
const ofSegment = (call: Call) => {
  const wanted = findRow(segment, call, requiredQuery(call, "shield_information_barrier_segment_id"))
  return (row: Member | Restriction): boolean => row.segment === wanted
}

const member: Resource<Member> = {
  table: members,
  name: "shield_information_barrier_segment_member",
  path: "/shield_information_barrier_segment_members/{shield_information_barrier_segment_member_id}",
  show: (_, row) => ({
    type: "shield_information_barrier_segment_member",
    id: row.id,
    user: miniUser(row.user),
    shield_information_barrier: barrierMini(row.segment.barrier),
    shield_information_barrier_segment: segmentMini(row.segment),
    ...stampsJson(row)
  })
}

const makeMember = (call: Call): Member => {
  const within = segmentIn(call, "shield_information_barrier_segment")
  const id = requiredId(requiredObject(call.json, "user"), "id")
  const user = call.world.users.get(id)
  if (user === undefined) throw notFound("user", id)
  if (rowsOf(call, members).some((other) => other.user === user && other.segment.barrier === within.barrier)) {
    throw conflict("conflict", "The user is a member of a segment of this information barrier")
  }
  return { id: members.freshId(call.world), segment: within, user, ...freshStamps(call) }
}

const restriction: Resource<Restriction> = {
  table: restrictions,
  name: "shield_information_barrier_segment_restriction",
  path: "/shield_information_barrier_segment_restrictions/{shield_information_barrier_segment_restriction_id}",
  show: (_, row) => ({
    type: "shield_information_barrier_segment_restriction",
    id: row.id,
    shield_information_barrier: barrierMini(row.segment.barrier),
    shield_information_barrier_segment: segmentMini(row.segment),
    restricted_segment: segmentMini(row.restricted),
    ...stampsJson(row)
  })
}

const makeRestriction = (call: Call): Restriction => {
  const from = segmentIn(call, "shield_information_barrier_segment")
  const restricted = segmentIn(call, "restricted_segment")
  if (restricted === from || restricted.barrier !== from.barrier) {
    throw badParameter("restricted_segment", "'restricted_segment' must be another segment of the same barrier")
  }
  if (rowsOf(call, restrictions).some((other) => other.segment === from && other.restricted === restricted)) {
    throw conflict("conflict", "The segment has this restriction already")
  }
  return { id: restrictions.freshId(call.world), segment: from, restricted, ...freshStamps(call) }
}

export const segmentRoutes: ReadonlyArray<Route> = forAdministrators([
  createRoute(segment, "/shield_information_barrier_segments", makeSegment),
  getRoute(segment),
  updateRoute(segment, changeSegment),
  deleteRoute(segment, dropSegment),
  listRoute(segment, "/shield_information_barrier_segments", {
    paging: "marker",
    select: (call) => {
      const wanted = findRow(barrier, call, requiredQuery(call, "shield_information_barrier_id"))
      return (row) => row.barrier === wanted
    }
  }),
  createRoute(member, "/shield_information_barrier_segment_members", makeMember),
  getRoute(member),
  deleteRoute(member),
  listRoute(member, "/shield_information_barrier_segment_members", { paging: "marker", select: ofSegment }),
  createRoute(restriction, "/shield_information_barrier_segment_restrictions", makeRestriction),
  getRoute(restriction),
  deleteRoute(restriction),
  listRoute(restriction, "/shield_information_barrier_segment_restrictions", { paging: "marker", select: ofSegment })
])
