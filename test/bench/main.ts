/** `npm run bench`: runs each measurement in a process of its own and writes RESULTS.md. */
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { cpus, totalmem } from "node:os"
import { fileURLToPath } from "node:url"
import type { Measured } from "./largeTransfer.ts"

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const rounds = 3

const measureOnce = (size: number): Measured =>
  JSON.parse(execFileSync(process.execPath, [here("largeTransfer.ts"), String(size)], { encoding: "utf8" }))

const spread = (values: ReadonlyArray<number>, digits = 0) => {
  const sorted = [...values].sort((a, b) => a - b)
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
    .map((value) => Number(value).toFixed(digits))
    .join(" / ")
}

const sizes = [64 * 1024 ** 2, 1024 ** 3]
const results = sizes.map((size) => Array.from({ length: rounds }, () => measureOnce(size)))

const rows = results.map((measured) => {
  const mebibytes = Number(measured[0]?.size) / 1024 ** 2
  const column = (f: (m: Measured) => number, digits = 0) => spread(measured.map(f), digits)
  return `| ${mebibytes} MiB | ${column((m) => m.idle)} | ${column((m) => m.up.peak)} | ${column((m) => m.up.seconds, 1)} | ${column((m) => m.down.peak)} | ${column((m) => m.down.seconds, 1)} |`
})

const version = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), "utf8")).version

writeFileSync(
  here("RESULTS.md"),
  `# Measurements

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 1024 ** 3)} GiB,
Node ${process.version}, effect ${version("effect")}, @effect/platform-node ${version("@effect/platform-node")}. Each figure is min / median / max of
${rounds} runs, each in a process of its own; the emulator (contents on disk) runs in another process on the same machine.

## A large file up and down: \`node test/bench/largeTransfer.ts [bytes]\`

\`LocalFile.upload\` (an upload session, 4 parts in flight) and \`LocalFile.download\` (SHA-1 verified) through loopback HTTP.
Peak resident memory of the client process in MB, sampled every 20 ms; wall time in seconds, emulator included.

| file | idle MB | up: peak MB | up: s | down: peak MB | down: s |
|---|---|---|---|---|---|
${rows.join("\n")}
`
)
process.stdout.write(readFileSync(here("RESULTS.md"), "utf8"))
