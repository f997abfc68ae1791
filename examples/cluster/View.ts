/** Who does what: a table that is drawn again on a terminal, and a line now and then elsewhere. */
import { Effect } from "effect"

export interface Row {
  readonly name: string
  readonly state: "starts" | "works" | "killed"
  readonly done: number
}

const width = 40

const table = (rows: ReadonlyArray<Row>, total: number): ReadonlyArray<string> =>
  rows.map(({ done, name, state }) => {
    const filled = total === 0 ? 0 : Math.min(width, Math.round((done / total) * width))
    return `${name}  ${state.padEnd(6)}  ${String(done).padStart(5)}  ${"#".repeat(filled)}${".".repeat(width - filled)}`
  })

export const make = () => {
  let drawn = 0
  let calls = 0
  return (rows: ReadonlyArray<Row>, done: number, total: number): Effect.Effect<void> =>
    Effect.sync(() => {
      const sum = `${done} of ${total} files are recorded`
      if (process.stderr.isTTY) {
        const lines = [...table(rows, total), sum]
        const up = drawn === 0 ? "" : `\x1b[${drawn}A`
        process.stderr.write(`${up}${lines.map((line) => `${line}\x1b[K\n`).join("")}`)
        drawn = lines.length
        return
      }
      if (calls++ % 10 === 0) {
        process.stderr.write(`${rows.map((row) => `${row.name} ${row.state} ${row.done}`).join(", ")}; ${sum}\n`)
      }
    })
}
