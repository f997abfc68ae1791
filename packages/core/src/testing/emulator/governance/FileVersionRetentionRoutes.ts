/**
 * The versions under retention, each with the policy that keeps it longest.
 *
 * @see https://developer.box.com/reference/resources/file-version-retention/
 */
import type { Call, Route } from "../model/Call.ts"
import { isRetained, type Retention, retentions, winner } from "../model/Retention.ts"
import { forAdministrators, getRoute, listRoute, type Resource } from "../resource/Resource.ts"
import { listEntry } from "../views/ItemJson.ts"
import type { JsonObject } from "../wire/Json.ts"
import { badParameter } from "../wire/Refusal.ts"
import { parseTimestamp, timestamp } from "../wire/Timestamps.ts"
import { miniPolicy } from "./RetentionPolicyRoutes.ts"
import { miniVersion } from "./VersionJson.ts"

const show = (call: Call, row: Retention): JsonObject => {
  const best = winner(row)
  return {
    type: "file_version_retention",
    id: row.id,
    file_version: miniVersion(call, row.version),
    file: listEntry(call, row.file),
    applied_at: timestamp(Math.min(...row.appliedAt.values())),
    ...(best === undefined || !Number.isFinite(best.until) ? {} : { disposition_at: timestamp(best.until) }),
    ...(best === undefined ? {} : { winning_retention_policy: miniPolicy(best.assignment.policy) })
  }
}

const retention: Resource<Retention> = {
  table: retentions,
  name: "file_version_retention",
  path: "/file_version_retentions/{file_version_retention_id}",
  show,
  sees: ({ now }, row) => isRetained(row, now)
}

const timeOf = ({ url }: Call, name: string): number | undefined => {
  const text = url.searchParams.get(name)
  if (text === null) return undefined
  const at = parseTimestamp(text)
  if (at === undefined) throw badParameter(name, `'${name}' must be an RFC 3339 time`)
  return at
}

const wanted = (call: Call) => {
  const query = call.url.searchParams
  const isAsked = (name: string, value: string | undefined) => !query.has(name) || query.get(name) === value
  const action = query.get("disposition_action")
  if (action !== null && action !== "permanently_delete" && action !== "remove_retention") {
    throw badParameter("disposition_action", `Invalid value '${action}'`)
  }
  const before = timeOf(call, "disposition_before") ?? Number.POSITIVE_INFINITY
  const after = timeOf(call, "disposition_after") ?? Number.NEGATIVE_INFINITY
  return (row: Retention) => {
    const best = winner(row)
    const until = best?.until ?? 0
    return (
      isAsked("file_id", row.file.id) &&
      isAsked("file_version_id", row.version.id) &&
      isAsked("policy_id", best?.assignment.policy.id) &&
      isAsked("disposition_action", best?.assignment.policy.dispositionAction) &&
      until > after &&
      (until < before || before === Number.POSITIVE_INFINITY)
    )
  }
}

export const fileVersionRetentionRoutes: ReadonlyArray<Route> = forAdministrators([
  listRoute(retention, "/file_version_retentions", { paging: "marker", select: wanted }),
  getRoute(retention)
])
