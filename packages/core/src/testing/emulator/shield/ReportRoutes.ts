/**
 * Reports of information barriers. Nobody computes one here: a minute later it is done, and its folder is empty and says
 * in its name where it comes from.
 *
 * @see https://developer.box.com/reference/resources/shield-information-barrier-report/
 */
import { type Call, requiredQuery, type Route } from "../model/Call.ts"
import type { Folder } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { createFolder } from "../model/Tree.ts"
import { appendEvent } from "../resource/EventLog.ts"
import { forAdministrators, createRoute, findRow, getRoute, listRoute, type Resource } from "../resource/Resource.ts"
import { freshStamps, type Stamps, stampsJson } from "../resource/Stamps.ts"
import type { JsonObject } from "../wire/Json.ts"
import { conflict } from "../wire/Refusal.ts"
import { type Barrier, barrier, barrierIn, barrierMini } from "./BarrierRoutes.ts"

interface Report extends Stamps {
  readonly id: string
  readonly barrier: Barrier
  readonly folder: Folder
}

const reports: Table<Report> = makeTable("shield_information_barrier_report", 740_001)

/** How long Box works on a report. */
const working = 60_000

const isDone = (call: Call, { createdAt }: Report): boolean => createdAt + working <= call.now

const show = (call: Call, row: Report): JsonObject => {
  const { updated_by: _, ...stamps } = stampsJson(row)
  return {
    type: "shield_information_barrier_report",
    id: row.id,
    // Box's documents have both of these names twice.
    shield_information_barrier: { shield_information_barrier: barrierMini(row.barrier) },
    status: isDone(call, row) ? "done" : "pending",
    ...(isDone(call, row) ? { details: { details: { folder_id: row.folder.id } } } : {}),
    ...stamps
  }
}

const report: Resource<Report> = {
  table: reports,
  name: "shield_information_barrier_report",
  path: "/shield_information_barrier_reports/{shield_information_barrier_report_id}",
  show
}

const make = (call: Call): Report => {
  const wanted = barrierIn(call, call.json)
  for (const other of reports.rows(call.world).values()) {
    if (other.barrier === wanted && !isDone(call, other)) {
      throw conflict("conflict", "A report of this information barrier is being created")
    }
  }
  const id = reports.freshId(call.world)
  const folder = createFolder(call, call.user.root, `Information barrier report ${id} of the emulator`)
  appendEvent(call, "ITEM_CREATE", folder)
  return { id, barrier: wanted, folder, ...freshStamps(call) }
}

export const reportRoutes: ReadonlyArray<Route> = forAdministrators([
  createRoute(report, "/shield_information_barrier_reports", make),
  getRoute(report),
  listRoute(report, "/shield_information_barrier_reports", {
    paging: "marker",
    select: (call) => {
      const wanted = findRow(barrier, call, requiredQuery(call, "shield_information_barrier_id"))
      return (row) => row.barrier === wanted
    }
  })
])
