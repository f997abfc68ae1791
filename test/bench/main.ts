/** `npm run bench`: measures and writes RESULTS.md. */
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { cpus, totalmem } from "node:os"
import { fileURLToPath } from "node:url"
import { type Measured, measure } from "./largeTransfer.ts"

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const rounds = 3

const spread = (values: ReadonlyArray<number>, digits = 0) => {
  const sorted = [...values].sort((a, b) => a - b)
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
    .map((value) => Number(value).toFixed(digits))
    .join(" / ")
}

const sizes = [64 * 1024 ** 2, 1024 ** 3]
const results: Array<readonly [size: number, measured: ReadonlyArray<Measured>]> = []
for (const size of sizes) results.push([size, await measure(size, rounds)])

const rows = results.map(([size, measured]) => {
  const mebibytes = size / 1024 ** 2
  const column = (f: (m: Measured) => number, digits = 0) => spread(measured.map(f), digits)
  return `| ${mebibytes} MiB | ${column((m) => m.up.idle)} | ${column((m) => m.up.peak)} | ${column((m) => m.up.seconds, 1)} | ${column((m) => m.down.peak)} | ${column((m) => m.down.seconds, 1)} |`
})

const version = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), "utf8")).version

writeFileSync(
  here("RESULTS.md"),
  `# Measurements

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 1024 ** 3)} GiB,
Node ${process.version}, effect ${version("effect")}, @effect/platform-node ${version("@effect/platform-node")}. Each figure is min / median / max of
${rounds} runs, each in a process of its own; the emulator (contents on disk) runs in another process on the same machine.

## A large file up and down

\`LocalFile.upload\` (an upload session, 4 parts in flight) and \`LocalFile.download\` (SHA-1 verified) through loopback HTTP. The
emulator chooses parts of 8 MiB for 64 MiB and of 32 MiB for 1 GiB, as Box was seen to do, so 4 parts are 34 and 134 MB.
Peak resident memory of the client process in MB, as the kernel counts it; wall time in seconds, emulator included.

| file | idle MB | up: peak MB | up: s | down: peak MB | down: s |
|---|---|---|---|---|---|
${rows.join("\n")}

${execFileSync(process.execPath, [here("generated.ts")], { encoding: "utf8" })}`
)
process.stdout.write(readFileSync(here("RESULTS.md"), "utf8"))
