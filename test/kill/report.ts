/** What a child process reports to its parent, apart from everything that it logs. */
import { writeSync } from "node:fs"

/** The descriptor of the pipe to the parent. */
export const reportDescriptor = 3

/** One line of the report. */
export const report = (line: string): void => {
  writeSync(reportDescriptor, `${line}\n`)
}
