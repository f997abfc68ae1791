/** Writes what was measured as Markdown. */
import { cpus, totalmem } from "node:os"
import { readFileSync } from "node:fs"
import { officialVersion, type Sizes } from "./bundles.ts"
import { commandSection, type CommandStart } from "./command.ts"
import type { Measured } from "./rounds.ts"
import type { Directories } from "./directories.ts"
import { explanations } from "./misses.ts"
import { type Figures, median, type Requirement, requirements } from "./targets.ts"
import type { Scale, Workload } from "./workloads.ts"

const sorted = (values: ReadonlyArray<number>) => values.toSorted((a, b) => a - b)

/** Smallest, median and largest, or the one value there is. */
const spread = (values: ReadonlyArray<number>, digits: number): string => {
  const all = sorted(values)
  const shown = all.length === 1 ? all : [all[0], median(all), all.at(-1)]
  return shown.map((value) => Number(value).toFixed(digits)).join(" / ")
}

type Column = readonly [title: string, digits: number, of: (measured: Measured) => number]

const columns = (workload: Workload): ReadonlyArray<Column> => {
  const cold = workload.id === "firstAnswer"
  return [
    cold ? ["start to answer, s", 3, (m) => m.processSeconds] : ["wall, s", 3, (m) => m.wallSeconds],
    ["CPU, s", 3, (m) => m.cpuSeconds],
    ["peak RSS, MB", 0, (m) => m.peakMegabytes],
    ["late p99, ms", 1, (m) => m.delayP99Milliseconds],
    ["late max, ms", 1, (m) => m.delayMaxMilliseconds],
    ["connections", 0, (m) => m.connections],
    ["requests", 0, (m) => m.requests],
    ...(workload.id === "tokens" ? [["token requests", 0, (m) => m.tokenRequests] satisfies Column] : [])
  ]
}

const row = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`

const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n")

const ratio = (numerator: number, denominator: number) => (denominator > 0 ? (numerator / denominator).toFixed(2) : "-")

/** One workload: each client's figures, and their ratio to the floor's. */
const section = (workload: Workload, results: ReadonlyMap<string, ReadonlyArray<Measured>>): string => {
  const shown = columns(workload)
  const floor = results.get("floor")
  const rows = [...results].map(([name, measured]) => {
    const against = (of: (measured: Measured) => number) =>
      floor === undefined ? "-" : ratio(median(measured.map(of)), median(floor.map(of)))
    const time = shown[0]?.[2] ?? ((m: Measured) => m.wallSeconds)
    return [
      name,
      ...shown.map(([, digits, of]) => spread(measured.map(of), digits)),
      [against(time), against((m) => m.cpuSeconds), against((m) => m.peakMegabytes)].join(" / ")
    ]
  })
  const head = ["client", ...shown.map(([title]) => title), "wall / CPU / RSS : floor"]
  const about = [`\`npm run bench -- --only ${workload.id}\``, workload.note].filter((text) => text !== undefined)
  return `## ${workload.title}\n\n${about.join("\n\n")}\n\n${table(head, rows)}`
}

const version = (name: string): string =>
  JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), "utf8")).version

const sizesSection = (sizes: Sizes): string => {
  const rows = [
    ["Effect alone: one request and one schema, with fetch", sizes.effectAlone],
    ["effect-box: one operation, with fetch", sizes.oneOperation],
    ["effect-box: one operation, with NodeBox", sizes.oneWithNodeBox],
    ["effect-box: all of core", sizes.allOfCore],
    ["effect-box: all of core and its emulator", sizes.withEmulator],
    ["official SDK: one operation", sizes.official]
  ].map(([what, size]) => [String(what), Number(size).toFixed(1)])
  return `## Size of a bundle\n\nesbuild, minified, gzip, in KB.\n\n${table(["program", "KB"], rows)}`
}

const about = (scale: Scale, minutes: number, rclone: string | undefined): string =>
  `Written by \`npm run bench${scale.name === "quick" ? " -- --quick" : ""}\` on ${new Date().toISOString().slice(0, 10)} in ${minutes.toFixed(0)} minutes.

- Machine: ${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${process.platform} ${process.arch}
- Node ${process.version}, OpenSSL ${process.versions.openssl}, effect ${version("effect")}, @effect/platform-node ${version("@effect/platform-node")}, box-node-sdk ${officialVersion}${rclone === undefined ? "" : `, ${rclone}`}
- ${scale.rounds} interleaved rounds; a figure is min / median / max, a ratio that of the medians.

Each run is a process of its own, from an esbuild bundle, against a plain stand-in server in another process of the same machine. The
floor is node:http, node:crypto and node:fs doing the same work in sequence. Files are kept in memory where the platform has a
place for that. CPU is that of the client process, all its threads, over the workload. "Late" is how much a timer of 1 ms fired
after its time. Peak RSS is the kernel's figure for the whole process.`

const shown = ({ what, target, value }: Requirement) => `**${what}** is ${value} instead of ${target}`

/** Each miss with its explanation. Nothing was missed: nothing is said. */
const missesSection = (rows: ReadonlyArray<Requirement>): ReadonlyArray<string> => {
  const missed = rows.filter(({ met }) => !met)
  const explained = explanations.map(({ targets, why }) => ({
    misses: missed.filter(({ what }) => targets.includes(what)),
    why
  }))
  const known = new Set(explained.flatMap(({ misses }) => misses))
  const items = [
    ...explained.flatMap(({ misses, why }) =>
      misses.length === 0 ? [] : [`- ${misses.map(shown).join("; ")}. ${why}`]
    ),
    ...missed.filter((row) => !known.has(row)).map((row) => `- ${shown(row)}. Not explained yet.`)
  ]
  return items.length === 0 ? [] : [`## What was missed, and why\n\n${items.join("\n")}`]
}

const directoriesSection = ({ command, table: rows }: Directories): string =>
  `## Memory of directories\n\n\`${command}\`

Small files in one directory, 16 at once. **new**: nothing is on the other side; **there**: everything is, and is compared by
SHA-1; **noted**: new, with a journal in a directory; **resumed**: all is in the journal of a run that was killed at its end;
**floor**: node:http, node:crypto and node:fs asking the same of the server and the disk. "Live" is what is in use as the last result
comes, after a full garbage collection: it does not grow, but for the names that Box has already, of which up to 100,000 are kept.
The peaks are the kernel's figure for the whole process, so far. Their rise at the beginning is V8's young generation, which
doubles each time that as much has survived in it, until it has its full size: within the first 20,000 files in most runs,
later where little survives, and in the floor as well.\n\n${rows}`

/** What was asked for and is not there. */
const notMeasured = `## Not measured

- \`rclone\`: it is not installed here, or may not have a hosts file of its own (\`unshare -m\`, as root). Where it can run it takes
  part in \`upTls\` and \`downTls\`, beside the floor over TLS.`

/** What was measured, as far as it was asked for. */
export interface Outcome {
  readonly measured: ReadonlyArray<readonly [Workload, ReadonlyMap<string, ReadonlyArray<Measured>>]>
  readonly sizes: Sizes | undefined
  readonly directories: Directories | undefined
  readonly command: CommandStart | undefined
}

/** Everything, as one document. */
export const writeResults = (
  scale: Scale,
  minutes: number,
  { command, directories, measured, sizes }: Outcome,
  rclone: string | undefined
): string => {
  const figures: Figures = {
    sizes,
    command: command?.runs ?? [],
    directories: directories?.runs ?? [],
    results: new Map(measured.map(([{ id }, results]) => [id, results]))
  }
  const required = requirements(figures)
  const rows = required.map(({ what, target, value, met }) => [what, target, value, met ? "met" : "**missed**"])
  return [
    "# Measurements",
    about(scale, minutes, rclone),
    "![Wall time of each workload](results.svg)",
    `## What was asked for\n\n${table(["workload", "target", "measured", ""], rows)}`,
    ...missesSection(required),
    ...measured.map(([workload, results]) => section(workload, results)),
    ...(directories === undefined ? [] : [directoriesSection(directories)]),
    ...(sizes === undefined ? [] : [sizesSection(sizes)]),
    ...(command === undefined ? [] : [commandSection(command)]),
    ...(rclone === undefined ? [notMeasured] : [])
  ]
    .join("\n\n")
    .concat("\n\n")
}
