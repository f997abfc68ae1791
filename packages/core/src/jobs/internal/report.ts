/** A run's items as lines of CSV or JSON. */
import type { ReportedRow } from "./control.ts"
import { toFailure } from "./control.ts"
import { done, failed } from "./ledger.ts"

const stateOf = (state: number): string => (state === done ? "done" : state === failed ? "failed" : "open")

/**
 * A cell of CSV. Text that a spreadsheet would run as a formula gets an apostrophe in front: names of files come from
 * anybody.
 */
export const cell = (value: string): string => {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvHeader = "key,state,attempts,error,message,item,result\r\n"

const result = (row: ReportedRow): string => (row.state === done && row.outcome !== null ? row.outcome : "")

export const csvLine = (row: ReportedRow): string => {
  const failure = row.state === failed ? toFailure("item", row) : undefined
  return `${[
    cell(row.key),
    stateOf(row.state),
    String(row.attempts),
    cell(failure?.tag ?? ""),
    cell(failure?.message ?? ""),
    cell(row.item ?? ""),
    cell(result(row))
  ].join(",")}\r\n`
}

const json = (text: string | null): unknown => (text === null ? undefined : JSON.parse(text))

export const jsonLine = (row: ReportedRow): string =>
  `${JSON.stringify({
    key: row.key,
    state: stateOf(row.state),
    attempts: row.attempts,
    item: json(row.item),
    ...(row.state === failed ? { failure: json(row.outcome) } : { result: json(row.outcome) })
  })}\n`
