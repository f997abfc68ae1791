/** The memory of directories: what `directoryMemory.ts` prints, as it is and as figures. */
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"

export interface DirectoryRun {
  readonly files: number
  readonly run: string
  /** MB in use as the last result comes, after a full garbage collection. */
  readonly live: number
  /** MB, the most that was resident after half of the results, and at the end. */
  readonly peakHalf: number
  readonly peak: number
  readonly seconds: number
}

export interface Directories {
  readonly command: string
  /** In Markdown. */
  readonly table: string
  readonly runs: ReadonlyArray<DirectoryRun>
}

const script = "test/bench/directoryMemory.ts"

/** Runs over directories with so many files each. */
export const measureDirectories = (counts: ReadonlyArray<number>): Directories => {
  const given = counts.join(",")
  const path = fileURLToPath(new URL(`../../${script}`, import.meta.url))
  const table = execFileSync(process.execPath, [path, given], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"]
  }).trim()
  const [head = [], , ...rows] = table
    .split("\n")
    .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| /, "")))
  const runs = rows.map((cells): DirectoryRun => {
    const figure = (column: string) => Number(cells[head.indexOf(column)])
    const [live, peakHalf, peak] = [figure("live MB"), figure("half"), figure("all")]
    return { files: Number(cells[0]), run: String(cells[1]), live, peakHalf, peak, seconds: figure("s") }
  })
  return { command: `node ${script} ${given}`, table, runs }
}
