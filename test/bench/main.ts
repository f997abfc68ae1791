/**
 * `npm run bench`: measures effect-box beside what it competes with and writes RESULTS.md and results.svg. `--quick`: smaller and once, printed
 * and not written. `--only id,id`: these workloads, printed and not written. `--rounds n`.
 */
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { bundleClients, installPeers, measureSizes } from "./bundles.ts"
import { makeCertificate } from "./certificate.ts"
import { measureCommand } from "./command.ts"
import { measureDirectories } from "./directories.ts"
import { rcloneVersion } from "./clients/rclone.ts"
import { installAll } from "./installed.ts"
import { plotOf } from "./plot.ts"
import { writeResults } from "./results.ts"
import { type Bench, interleave, type Measured, startServer } from "./rounds.ts"
import { fullScale, makeWorkloads, quickScale, type Workload } from "./workloads.ts"

const { values } = parseArgs({
  options: { quick: { type: "boolean" }, only: { type: "string" }, rounds: { type: "string" } }
})
const standard = values.quick === true ? quickScale : fullScale
const scale = { ...standard, rounds: values.rounds === undefined ? standard.rounds : Number(values.rounds) }
const only = values.only?.split(",")

if (values.only === "command") {
  // It needs neither the clients nor what they are compared with.
  execFileSync(process.execPath, [fileURLToPath(new URL("command.ts", import.meta.url))], { stdio: "inherit" })
  process.exit()
}

const began = performance.now()
// Memory in the shape of a disk, where there is one: the disk is not what is measured.
const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "effect-box-bench-"))
const certificate = makeCertificate()
const rclone = rcloneVersion()
const server = await startServer({ ...certificate, front: rclone !== undefined })
try {
  const peers = installPeers()
  const authority = join(directory, "authority.pem")
  writeFileSync(authority, certificate.ca)
  const bench: Bench = {
    server,
    authority,
    rclone: rclone !== undefined,
    bundles: await bundleClients(join(directory, "bundles"), peers),
    installed:
      only === undefined || only.includes("firstAnswer") ? await installAll(join(directory, "installed"), peers) : []
  }
  const measured: Array<readonly [Workload, ReadonlyMap<string, ReadonlyArray<Measured>>]> = []
  for (const workload of makeWorkloads(bench, directory, scale)) {
    if (only !== undefined && !only.includes(workload.id)) continue
    process.stderr.write(`${workload.title}\n`)
    measured.push([workload, await interleave(bench, workload.rounds ?? scale.rounds, workload.entries)])
  }
  const sizes = only === undefined || only.includes("sizes") ? await measureSizes(peers) : undefined
  const directories =
    only === undefined || only.includes("directories") ? measureDirectories(scale.directories) : undefined
  const command =
    only === undefined || only.includes("command")
      ? await measureCommand(server, join(directory, "installed"), authority)
      : undefined
  const script = fileURLToPath(new URL("generated.ts", import.meta.url))
  const generated = only === undefined ? execFileSync(process.execPath, [script], { encoding: "utf8" }) : ""
  const jobsScript = fileURLToPath(new URL("jobs.ts", import.meta.url))
  const jobs = only === undefined ? execFileSync(process.execPath, [jobsScript], { encoding: "utf8" }) : ""
  const telemetryScript = fileURLToPath(new URL("telemetry.ts", import.meta.url))
  const telemetry = only === undefined ? execFileSync(process.execPath, [telemetryScript], { encoding: "utf8" }) : ""
  const text =
    writeResults(scale, (performance.now() - began) / 60_000, { measured, sizes, directories, command }, rclone) +
    generated +
    jobs +
    telemetry
  if (only === undefined && values.quick !== true) {
    writeFileSync(fileURLToPath(new URL("RESULTS.md", import.meta.url)), text)
    writeFileSync(fileURLToPath(new URL("results.svg", import.meta.url)), plotOf(measured))
  }
  process.stdout.write(text)
} finally {
  server.close()
  rmSync(directory, { recursive: true, force: true })
}
