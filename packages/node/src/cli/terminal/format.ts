/** Values as people read them, tables, and CSV. */
import { columnsOf, fitted, safeText } from "./safeText.ts"

/** One row of output: an object from Box, or one of ours. */
export type Row = Readonly<Record<string, unknown>>

/** `1.5 MB`; a thousand bytes are a kilobyte, as on Box. */
export const sizeText = (bytes: number): string => {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"]
  let [size, unit] = [bytes, 0]
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit++
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`
}

/** `2:05`, `1:02:05`. */
export const durationText = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds))
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const two = (part: number) => String(part).padStart(2, "0")
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** What lies at `a.b` of a row. */
export const at = (row: Row, path: string): unknown => {
  if (Object.hasOwn(row, path)) return row[path]
  let here: unknown = row
  for (const name of path.split(".")) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, name)) return undefined
    here = Object.getOwnPropertyDescriptor(here, name)?.value
  }
  return here
}

/** A row with these fields only. */
export const chosen = (row: Row, fields: ReadonlyArray<string> | undefined): Row =>
  fields === undefined ? row : Object.fromEntries(fields.map((name) => [name, at(row, name) ?? null]))

const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)

/** A time of Box to the minute, in the time zone of the terminal. */
export const timeText = (time: string): string => {
  const date = new Date(time)
  const two = (part: number) => String(part).padStart(2, "0")
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-")
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

const isNamed = (
  value: object
): value is { readonly name?: unknown; readonly login?: unknown; readonly id?: unknown } =>
  "name" in value || "login" in value || "id" in value

/** A value in a cell, for people: sizes, minutes of times, names of users and items. */
export const cellText = (name: string, value: unknown): string => {
  if (value === undefined || value === null) return ""
  if (typeof value === "number") {
    const last = name.split(".").at(-1) ?? ""
    return ["size", "space_used", "space_amount", "transferred"].includes(last) && value >= 0
      ? sizeText(value)
      : String(value)
  }
  if (typeof value === "string") return isTime(value) ? timeText(value) : safeText(value)
  if (Array.isArray(value)) return value.map((one: unknown) => cellText("", one)).join(", ")
  if (typeof value === "object" && isNamed(value)) return cellText("", value.name ?? value.login ?? value.id)
  return typeof value === "object" ? safeText(JSON.stringify(value)) : String(value)
}

const rightAligned = (name: string, rows: ReadonlyArray<Row>): boolean =>
  rows.every((row) => ["number", "undefined"].includes(typeof (at(row, name) ?? undefined)))

const padded = (text: string, width: number, right: boolean): string => {
  const space = " ".repeat(Math.max(0, width - columnsOf(text)))
  return right ? space + text : text + space
}

/** An aligned table. The widest column gives way if it is wider than the terminal. */
export const tableText = (rows: ReadonlyArray<Row>, fields: ReadonlyArray<string>, columns: number): string => {
  const header = fields.map((name) => name.toUpperCase())
  const cells = rows.map((row) => fields.map((name) => cellText(name, at(row, name))))
  const widths = fields.map((_, index) => Math.max(...[header, ...cells].map((line) => columnsOf(line[index] ?? ""))))
  for (;;) {
    const total = widths.reduce((sum, width) => sum + width, 2 * (fields.length - 1))
    const widest = widths.indexOf(Math.max(...widths))
    if (total <= columns || (widths[widest] ?? 0) <= 8) break
    widths[widest] = Math.max(8, (widths[widest] ?? 0) - (total - columns))
  }
  const right = fields.map((name) => rightAligned(name, rows))
  const line = (texts: ReadonlyArray<string>) =>
    texts
      .map((text, index) => padded(fitted(text, widths[index] ?? 0), widths[index] ?? 0, right[index] === true))
      .join("  ")
      .trimEnd()
  return [header, ...cells].map((texts) => `${line(texts)}\n`).join("")
}

/** The properties of one thing, one a line. */
export const detailText = (row: Row, fields: ReadonlyArray<string>): string => {
  const shown = fields.filter((name) => at(row, name) !== undefined && at(row, name) !== null)
  const width = Math.max(0, ...shown.map((name) => name.length))
  return shown.map((name) => `${name.padEnd(width)}  ${cellText(name, at(row, name))}\n`).join("")
}

const csvCell = (value: unknown): string => {
  const text =
    value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line of CSV (RFC 4180), without its end. */
export const csvLine = (values: ReadonlyArray<unknown>): string => values.map(csvCell).join(",")
