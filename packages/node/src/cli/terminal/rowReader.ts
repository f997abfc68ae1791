/** Rows of a CSV or JSON-lines file as they arrive. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { WrongUse } from "./Shell.ts"

/** The values of a row by the names of the columns. */
export type TextRow = Readonly<Record<string, string>>

/** Splits CSV (RFC 4180) into records. */
class CsvRecords {
  #cells: Array<string> = []
  #cell = ""
  #quoted = false
  /** A quote was seen inside quotes: the end of them, or the first of two. */
  #closing = false
  #started = false

  push(text: string): Array<ReadonlyArray<string>> {
    const records: Array<ReadonlyArray<string>> = []
    for (const character of text) this.#take(character, records)
    return records
  }

  /** The record that no line break ends. */
  end(): ReadonlyArray<ReadonlyArray<string>> {
    return this.#started ? [this.#record()] : []
  }

  #take(character: string, records: Array<ReadonlyArray<string>>): void {
    if (this.#quoted && !this.#closing) {
      if (character === '"') this.#closing = true
      else this.#cell += character
      return
    }
    if (this.#closing && character === '"') {
      this.#cell += '"'
      this.#closing = false
      return
    }
    this.#quoted = false
    this.#closing = false
    if (character === "\n") {
      if (this.#started) records.push(this.#record())
      return
    }
    if (character === "\r") return
    this.#started = true
    if (character === ",") this.#next()
    else if (character === '"' && this.#cell === "") this.#quoted = true
    else this.#cell += character
  }

  #next(): void {
    this.#cells.push(this.#cell)
    this.#cell = ""
  }

  #record(): ReadonlyArray<string> {
    this.#next()
    const record = this.#cells
    this.#cells = []
    this.#started = false
    return record
  }
}

const textOf = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value)

const jsonRow = (line: string, number: number): TextRow | WrongUse => {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, textOf(one)]))
    }
  } catch {
    // Said below: what is not JSON is as wrong as what is no object.
  }
  return new WrongUse({ message: `Line ${number} of the rows is not a JSON object.` })
}

/** Collects lines, and makes rows of them. */
class Rows {
  readonly #csv = new CsvRecords()
  #kind: "json" | "csv" | undefined
  #rest = ""
  #lines = 0
  #header: ReadonlyArray<string> | undefined

  push(text: string): ReadonlyArray<TextRow | WrongUse> {
    const whole = this.#kind === undefined ? (this.#rest + text).replace(/^\ufeff?\s*/, "") : text
    if (whole === "") return []
    if (this.#kind === undefined) {
      this.#rest = ""
      this.#kind = whole.startsWith("{") ? "json" : "csv"
    }
    if (this.#kind === "csv") return this.#named(this.#csv.push(whole))
    const lines = (this.#rest + whole).split("\n")
    this.#rest = lines.pop() ?? ""
    return lines.flatMap((line) => this.#json(line))
  }

  end(): ReadonlyArray<TextRow | WrongUse> {
    return this.#kind === "json" ? this.#json(this.#rest) : this.#named(this.#csv.end())
  }

  #json(line: string): ReadonlyArray<TextRow | WrongUse> {
    this.#lines++
    return line.trim() === "" ? [] : [jsonRow(line, this.#lines)]
  }

  #named(records: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<TextRow | WrongUse> {
    return records.flatMap((record): ReadonlyArray<TextRow | WrongUse> => {
      this.#lines++
      if (this.#header === undefined) {
        this.#header = record.map((name) => name.trim())
        return []
      }
      const header = this.#header
      return record.length > header.length
        ? [new WrongUse({ message: `Row ${this.#lines - 1} has more cells than there are columns.` })]
        : [Object.fromEntries(header.map((name, index) => [name, record[index] ?? ""]))]
    })
  }
}

/** Reads rows from bytes: JSON lines if they begin with a brace, otherwise CSV whose first line names the columns. */
export const rowsOf = <E, R>(bytes: Stream.Stream<Uint8Array, E, R>): Stream.Stream<TextRow, E | WrongUse, R> =>
  Stream.suspend(() => {
    const rows = new Rows()
    const pushed = bytes.pipe(
      Stream.decodeText(),
      Stream.flatMap((text) => Stream.fromIterable(rows.push(text)))
    )
    return Stream.concat(
      pushed,
      Stream.suspend(() => Stream.fromIterable(rows.end()))
    ).pipe(Stream.mapEffect((row) => (row instanceof WrongUse ? Effect.fail(row) : Effect.succeed(row))))
  })
