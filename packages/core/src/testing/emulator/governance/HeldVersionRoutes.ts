/**
 * The versions of files on legal hold.
 *
 * @see https://developer.box.com/reference/resources/file-version-legal-hold/
 */
import { json } from "../wire/Answer.ts"
import { type Call, fieldsOf, type Route, stepRoute } from "../model/Call.ts"
import { type Hold, holds } from "../model/LegalHold.ts"
import { currentVersion } from "../model/Tree.ts"
import { findRow, forAdministrators, getRoute, listRoute, type Resource } from "../resource/Resource.ts"
import { fileVersion, listEntry } from "../views/ItemJson.ts"
import { markerRows } from "../views/Pagination.ts"
import type { JsonObject } from "../wire/Json.ts"
import { missingParameter } from "../wire/Refusal.ts"
import { holdAssignment, holdPolicy, showAssignment } from "./LegalHoldRoutes.ts"
import { miniVersion } from "./VersionJson.ts"

const show = (call: Call, { assignments, file, id, version }: Hold): JsonObject => ({
  type: "file_version_legal_hold",
  id,
  file_version: miniVersion(call, version),
  file: listEntry(call, file),
  legal_hold_policy_assignments: [...assignments].map((assignment) => showAssignment(call, assignment))
})

const hold: Resource<Hold> = {
  table: holds,
  name: "file_version_legal_hold",
  path: "/file_version_legal_holds/{file_version_legal_hold_id}",
  show
}

const ofPolicy = (call: Call) => {
  const id = call.url.searchParams.get("policy_id")
  if (id === null) throw missingParameter("policy_id")
  const policy = findRow(holdPolicy, call, id)
  return ({ assignments }: Hold) => [...assignments].some((assignment) => assignment.policy === policy)
}

/** What one assignment holds: the current versions as files, the others as versions. */
const listHeld = (isCurrent: boolean) => (call: Call) => {
  const { url, world } = call
  const assignment = findRow(holdAssignment, call)
  const rows = [...holds.rows(world).values()].filter(
    ({ assignments, file, version }) => assignments.has(assignment) && (version === currentVersion(file)) === isCurrent
  )
  const fields = fieldsOf(call)
  const render = ({ file, version }: Hold) =>
    isCurrent ? listEntry(call, file, fields) : fileVersion(call, version, fields)
  return json(
    200,
    markerRows(url.searchParams, rows, (id) => holds.place(world, id), render)
  )
}

export const heldVersionRoutes: ReadonlyArray<Route> = forAdministrators([
  listRoute(hold, "/file_version_legal_holds", { paging: "marker", select: ofPolicy }),
  getRoute(hold),
  stepRoute("api", "GET", `${holdAssignment.path}/files_on_hold`, listHeld(true)),
  stepRoute("api", "GET", `${holdAssignment.path}/file_versions_on_hold`, listHeld(false))
])
