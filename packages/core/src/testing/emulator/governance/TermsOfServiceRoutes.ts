/**
 * Terms of service, and who has accepted them. Nobody is kept out here who has not.
 *
 * @see https://developer.box.com/reference/resources/terms-of-service/
 * @see https://developer.box.com/reference/resources/terms-of-service-user-status/
 */
import { json } from "../wire/Answer.ts"
import { type Call, type Route, stepRoute } from "../model/Call.ts"
import type { User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { administers } from "../model/World.ts"
import { appendAdminEvent } from "../resource/EventLog.ts"
import {
  createRoute,
  findRow,
  forAdministrators,
  getRoute,
  listRoute,
  type Resource,
  updateRoute
} from "../resource/Resource.ts"
import { miniUser } from "../views/ItemJson.ts"
import {
  type JsonObject,
  optionalBoolean,
  optionalOneOf,
  requiredId,
  requiredObject,
  requiredOneOf,
  requiredString
} from "../wire/Json.ts"
import { badParameter, conflict, missingParameter, noPermission, notFound } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"

interface TermsOfService {
  readonly id: string
  readonly type: "managed" | "external"
  status: "enabled" | "disabled"
  text: string
  readonly createdAt: number
  modifiedAt: number
}

interface UserStatus {
  readonly id: string
  readonly terms: TermsOfService
  readonly user: User
  isAccepted: boolean
  readonly createdAt: number
  modifiedAt: number
}

const termsOfServices: Table<TermsOfService> = makeTable("terms_of_service", 560_001)
const userStatuses: Table<UserStatus> = makeTable("terms_of_service_user_status", 570_001)

const showTerms = ({ world }: Call, row: TermsOfService): JsonObject => ({
  type: "terms_of_service",
  id: row.id,
  status: row.status,
  enterprise: { type: "enterprise", id: world.enterpriseId, name: "Example Enterprise" },
  tos_type: row.type,
  text: row.text,
  created_at: timestamp(row.createdAt),
  modified_at: timestamp(row.modifiedAt)
})

const terms: Resource<TermsOfService> = {
  table: termsOfServices,
  name: "terms_of_service",
  path: "/terms_of_services/{terms_of_service_id}",
  show: showTerms
}

const termsIn = (call: Call): Pick<TermsOfService, "status" | "text"> => {
  const status = requiredOneOf(call.json, "status", ["enabled", "disabled"])
  const text = requiredString(call.json, "text")
  if (status === "enabled" && text === "") throw badParameter("text", "Terms that are enabled have a text")
  return { status, text }
}

const types = ["managed", "external"] as const

/** The documents have 200 here. */
const createTerms = (call: Call) => {
  const { now, world } = call
  const type = optionalOneOf(call.json, "tos_type", types) ?? "managed"
  const given = termsIn(call)
  for (const row of termsOfServices.rows(world).values()) {
    if (row.type === type) throw conflict("conflict", `There are terms of service for ${type} users already`)
  }
  const row = { id: termsOfServices.freshId(world), type, ...given, createdAt: now, modifiedAt: now }
  return json(200, showTerms(call, termsOfServices.insert(world, row)))
}

const wantedTerms = (call: Call) => {
  const type = call.url.searchParams.get("tos_type")
  if (type !== null && !types.some((known) => known === type)) throw badParameter("tos_type", `Invalid value '${type}'`)
  return (row: TermsOfService) => type === null || row.type === type
}

const showStatus = (_: Call, row: UserStatus): JsonObject => ({
  type: "terms_of_service_user_status",
  id: row.id,
  tos: { type: "terms_of_service", id: row.terms.id },
  user: miniUser(row.user),
  is_accepted: row.isAccepted,
  created_at: timestamp(row.createdAt),
  modified_at: timestamp(row.modifiedAt)
})

const mayAnswerFor = (call: Call, user: User): boolean => user === call.user || administers(call.world, call.user)

const status: Resource<UserStatus> = {
  table: userStatuses,
  name: "terms_of_service_user_status",
  path: "/terms_of_service_user_statuses/{terms_of_service_user_status_id}",
  show: showStatus,
  sees: (call, { user }) => mayAnswerFor(call, user)
}

const acceptedIn = (call: Call): boolean => {
  const isAccepted = optionalBoolean(call.json, "is_accepted")
  if (isAccepted === undefined) throw missingParameter("is_accepted")
  return isAccepted
}

const makeStatus = (call: Call): UserStatus => {
  const { now, world } = call
  const tos = requiredObject(call.json, "tos")
  const person = requiredObject(call.json, "user")
  requiredOneOf(tos, "type", ["terms_of_service"])
  requiredOneOf(person, "type", ["user"])
  const found = findRow(terms, call, requiredId(tos, "id"))
  const id = requiredId(person, "id")
  const user = world.users.get(id)
  if (user === undefined) throw notFound("user", id)
  if (!mayAnswerFor(call, user)) throw noPermission()
  const isAccepted = acceptedIn(call)
  for (const row of userStatuses.rows(world).values()) {
    if (row.terms === found && row.user === user)
      throw conflict("conflict", "The user has a status for these terms already")
  }
  return { id: userStatuses.freshId(world), terms: found, user, isAccepted, createdAt: now, modifiedAt: now }
}

const record = (call: Call, row: UserStatus): void =>
  appendAdminEvent(call, row.isAccepted ? "TERMS_OF_SERVICE_ACCEPT" : "TERMS_OF_SERVICE_REJECT", showStatus(call, row))

const wantedStatuses = (call: Call) => {
  const id = call.url.searchParams.get("tos_id")
  if (id === null) throw missingParameter("tos_id")
  const found = findRow(terms, call, id)
  const userId = call.url.searchParams.get("user_id")
  return (row: UserStatus) => row.terms === found && (userId === null || row.user.id === userId)
}

export const termsOfServiceRoutes: ReadonlyArray<Route> = [
  ...forAdministrators([
    stepRoute("api", "POST", "/terms_of_services", createTerms),
    updateRoute(terms, (call, row) => {
      Object.assign(row, termsIn(call), { modifiedAt: call.now })
    })
  ]),
  listRoute(terms, "/terms_of_services", { paging: "all", select: wantedTerms }),
  getRoute(terms),
  createRoute(status, "/terms_of_service_user_statuses", makeStatus, record),
  listRoute(status, "/terms_of_service_user_statuses", { paging: "all", select: wantedStatuses }),
  updateRoute(status, (call, row) => {
    Object.assign(row, { isAccepted: acceptedIn(call), modifiedAt: call.now })
    record(call, row)
  })
]
