/** What the transfers and calls must show, and whether they do. */
import type { Sizes } from "./bundles.ts"
import { callRun, type CommandRun, versionRun } from "./command.ts"
import type { DirectoryRun } from "./directories.ts"
import type { Measured } from "./rounds.ts"

export interface Figures {
  /** By workload, then by client. */
  readonly results: ReadonlyMap<string, ReadonlyMap<string, ReadonlyArray<Measured>>>
  readonly sizes: Sizes | undefined
  readonly directories: ReadonlyArray<DirectoryRun>
  readonly command: ReadonlyArray<CommandRun>
}

export interface Requirement {
  readonly what: string
  readonly target: string
  readonly value: string
  readonly met: boolean
}

export const median = (values: ReadonlyArray<number>): number => {
  const all = values.toSorted((a, b) => a - b)
  const [low = Number.NaN, high = low] = [all[(all.length - 1) >> 1], all[all.length >> 1]]
  return (low + high) / 2
}

type Of = (measured: Measured) => number
const wall: Of = (m) => m.wallSeconds
const cpu: Of = (m) => m.cpuSeconds
const rss: Of = (m) => m.peakMegabytes
const start: Of = (m) => m.processSeconds
const late99: Of = (m) => m.delayP99Milliseconds
const lateMax: Of = (m) => m.delayMaxMilliseconds
const connections: Of = (m) => m.connections

const ours = "effect-box"
const official = "official SDK"

/** The table of what was asked for, as far as it was measured. */
export const requirements = ({ command, directories, results, sizes }: Figures): ReadonlyArray<Requirement> => {
  const rows: Array<Requirement> = []
  const of = (workload: string, client: string, figure: Of): number | undefined => {
    const measured = results.get(workload)?.get(client)
    return measured === undefined ? undefined : median(measured.map(figure))
  }
  const atMost = (what: string, target: string, limit: number, actual: number | undefined, digits = 2) => {
    if (actual === undefined) return
    rows.push({ what, target: `<= ${target}`, value: actual.toFixed(digits), met: actual <= limit })
  }
  const against = (what: string, workload: string, figure: Of, other: string, limit: number, client = ours) => {
    const [actual, reference] = [of(workload, client, figure), of(workload, other, figure)]
    if (actual === undefined || reference === undefined) return
    atMost(`${what} : ${other}`, String(limit), limit, actual / reference)
  }
  const absolute = (what: string, workload: string, figure: Of, limit: number, unit: string) =>
    atMost(what, `${limit}${unit}`, limit, of(workload, ours, figure), 1)

  for (const [id, name] of [
    ["up", "up"],
    ["upNoSha", "up, no SHA instructions"]
  ] as const) {
    against(`${name}: wall`, id, wall, "floor", 0.9)
    against(`${name}: CPU`, id, cpu, "floor", 1.25)
    against(`${name}: wall`, id, wall, official, id === "up" ? 0.45 : 0.42)
    against(`${name}: CPU`, id, cpu, official, 0.45)
    absolute(`${name}: event loop late, p99`, id, late99, 10, " ms")
    absolute(`${name}: event loop late, max`, id, lateMax, 25, " ms")
    absolute(`${name}: peak RSS`, id, rss, 150, " MB")
    against(`${name}: peak RSS`, id, rss, official, 0.6)
  }
  against("up, 100 ms before each answer: wall", "upDelayed", wall, "floor", 0.33)
  against("up, 100 ms before each answer: wall", "upDelayed", wall, official, 0.28)
  const [huge, large] = [of("upHuge", ours, rss), of("up", ours, rss)]
  if (huge !== undefined && large !== undefined) {
    atMost("ten times the file: peak RSS : that of the large file", "1.1", 1.1, huge / large)
  }
  against("down: wall", "down", wall, "floor", 1.1)
  against("down: CPU", "down", cpu, "floor", 1.1)
  against("down: wall", "down", wall, official, 0.6)
  against("down: CPU", "down", cpu, official, 0.7)
  absolute("down, TLS: peak RSS", "downTls", rss, 80, " MB")
  for (const [id, name, concurrency, share] of [
    ["folders1", "folder read, 1 at once", 1, 0.5],
    ["folders50", "folder read, 50 at once", 50, 0.5],
    ["folders1tls", "folder read, 1 at once, TLS", 1, 0.25],
    ["folders50tls", "folder read, 50 at once, TLS", 50, 0.25]
  ] as const) {
    against(`${name}: CPU`, id, cpu, "floor", 1.5)
    against(`${name}: CPU`, id, cpu, "HttpClient, undici", 1)
    against(`${name}: CPU`, id, cpu, official, share)
    absolute(`${name}: connections`, id, connections, concurrency, "")
  }
  against("listing: wall", "listing", wall, "floor", 1.2)
  against("listing: wall", "listing", wall, official, 0.8)
  absolute("listing: connections", "listing", connections, 1, "")
  against("small files: wall", "smallFiles", wall, "floor", 1.4)
  against("small files: wall", "smallFiles", wall, official, 0.5)
  against("cold start, not bundled", "firstAnswer", start, `${official}, not bundled`, 0.7, `${ours}, not bundled`)
  against("cold start, bundled", "firstAnswer", start, official, 0.6)
  for (const [name, limit] of [
    [versionRun, 0.15],
    [callRun, 0.35]
  ] as const) {
    const run = command.find((found) => found.name === name)
    atMost(`${name}: start to end`, `${limit} s`, limit, run && median(run.seconds))
  }
  if (sizes !== undefined) {
    atMost("bundle of one operation with fetch, gzip", "60 KB", 60, sizes.oneOperation, 1)
    atMost("bundle of one operation with NodeBox, gzip", "120 KB", 120, sizes.oneWithNodeBox, 1)
    atMost("bundle of all of core, gzip", "100 KB", 100, sizes.allOfCore, 1)
  }
  atMost(
    "token requests for 200 calls with an expired token",
    "1",
    1,
    of("tokens", ours, (m) => m.tokenRequests),
    0
  )
  const [fewest = 0, most = 0] = directories
    .map(({ files }) => files)
    .toSorted((a, b) => a - b)
    .filter((files, i, all) => files !== all[i - 1])
  const directory = (run: string, files: number) =>
    directories.find((found) => found.run === run && found.files === files)
  for (const run of ["up, new", "up, there", "up, noted", "up, resumed", "down, new", "down, there"]) {
    const [few, many] = [directory(run, fewest), directory(run, most)]
    if (few === undefined || many === undefined) continue
    // The names that Box has are kept, up to 100,000 of them.
    if (run !== "up, there") {
      atMost(`${most} files, ${run}: memory in use : that of ${fewest}`, "1.1", 1.1, many.live / few.live)
    }
    atMost(`${most} files, ${run}: peak RSS : that after half of them`, "1.1", 1.1, many.peak / many.peakHalf)
  }
  for (const [way, slower, memory] of [
    ["up", 1.15, 180],
    ["down", 1.4, 200]
  ] as const) {
    const [actual, floor] = [directory(`${way}, new`, most), directory(`floor, ${way}`, most)]
    if (actual === undefined || floor === undefined) continue
    atMost(`${most} files, ${way}, new: wall : floor`, String(slower), slower, actual.seconds / floor.seconds)
    atMost(`${most} files, ${way}, new: peak RSS`, `${memory} MB`, memory, actual.peak, 0)
  }
  return rows
}
