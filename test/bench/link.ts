/**
 * A bad link: 150 ms there and back and one packet of a hundred lost. effect-box beside the official SDK and, where it is
 * installed, rclone: a file up and down, and 2,000 files of 4 KiB up. Over TLS. The link is that of `slowLink.ts`: a model of TCP,
 * because the machine that this was written on has no `tc netem`. Takes an hour with the sizes that are the default.
 *
 *     node test/bench/link.ts [--up MiB] [--down MiB] [--files n] [--delay ms] [--loss n] [--only up,down,files]
 *       [--clients "effect-box;official SDK"]
 */
import { mkdirSync, mkdtempSync, existsSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { bundleClients, installPeers } from "./bundles.ts"
import { makeCertificate } from "./certificate.ts"
import { rcloneVersion } from "./clients/rclone.ts"
import { type Bench, type Entry, interleave, startServer } from "./rounds.ts"
import { startLink } from "./slowLink.ts"
import type { Task } from "./tasks.ts"

const { values } = parseArgs({
  options: {
    up: { type: "string", default: "256" },
    down: { type: "string", default: "64" },
    files: { type: "string", default: "2000" },
    delay: { type: "string", default: "150" },
    loss: { type: "string", default: "0.01" },
    only: { type: "string", default: "up,down,files" },
    clients: { type: "string", default: "" }
  }
})
const mebibyte = 1024 * 1024
const only = values.only.split(",")
const link = { roundTrip: Number(values.delay), loss: Number(values.loss) }

const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "effect-box-link-"))
const certificate = makeCertificate()
const rclone = rcloneVersion()
const server = await startServer({ ...certificate, front: false })
// rclone knows the hosts of Box and their port, and no others.
const front = await startLink(link, 1, Number(new URL(server.https).port), rclone === undefined ? 0 : 443)
const url = `https://localhost:${front.port}`

/** Whole, unlike those of the other benchmarks: holes would be no less to send, but nobody should have to wonder. */
const file = (name: string, megabytes: string) => {
  const path = join(directory, name)
  writeFileSync(path, Buffer.alloc(Number(megabytes) * mebibyte, "effect-box "))
  return path
}

const entriesOf = (bench: Bench): Record<string, ReadonlyArray<Entry>> => {
  const base: Omit<Task, "workload" | "path" | "size" | "concurrency"> = {
    apiUrl: url,
    uploadUrl: `${url}/api`,
    count: Number(values.files),
    verify: true
  }
  const small = join(directory, "small")
  mkdirSync(small)
  for (let n = 0; n < base.count; n++) writeFileSync(join(small, `file ${n}.bin`), Buffer.alloc(4096, `file ${n}`))
  const up: Task = {
    ...base,
    workload: "up",
    path: file("up.bin", values.up),
    size: Number(values.up) * mebibyte,
    concurrency: 4
  }
  const down: Task = {
    ...up,
    workload: "down",
    path: join(directory, "down.bin"),
    size: Number(values.down) * mebibyte
  }
  const files: Task = { ...base, workload: "smallFiles", path: small, size: 4096, concurrency: 16 }
  const at = (task: Task, concurrency: number): Entry => ({
    name: concurrency === 0 ? "effect-box" : `effect-box, ${concurrency} at once`,
    command: [bench.bundles.effectBox],
    task: { ...task, concurrency },
    control: { size: task.size }
  })
  const official = (task: Task): Entry => ({
    ...at(task, task.concurrency),
    name: "official SDK",
    command: [bench.bundles.official]
  })
  const byRclone = (task: Task): ReadonlyArray<Entry> => {
    const control =
      task.workload === "down" ? { size: task.size, fileName: basename(task.path) } : { size: task.size, items: 0 }
    const command = [fileURLToPath(new URL("clients/rclone.ts", import.meta.url))]
    return rclone === undefined ? [] : [{ name: rclone, command, task, control }]
  }
  return {
    up: [at(up, 0), at(up, 4), at(up, 1), at(up, 8), at(up, 16), official(up), ...byRclone(up)],
    down: [at(down, 0), at(down, 4), at(down, 1), official(down), ...byRclone(down)],
    files: [at(files, 0), at(files, 16), at(files, 4), at(files, 64), official(files)]
  }
}

try {
  const authority = join(directory, "authority.pem")
  writeFileSync(authority, certificate.ca)
  const bundles = await bundleClients(join(directory, "bundles"), installPeers())
  const bench: Bench = { server, authority, bundles, installed: [], rclone: rclone !== undefined }
  const what = {
    up: `${values.up} MiB up`,
    down: `${values.down} MiB down`,
    files: `${values.files} files of 4 KiB up`
  }
  process.stdout.write(
    `${link.roundTrip} ms, ${link.loss * 100} % lost\n\n| what | client | wall, s | CPU, s | peak RSS, MB | connections | requests |\n` +
      "| --- | --- | --- | --- | --- | --- | --- |\n"
  )
  for (const [id, entries] of Object.entries(entriesOf(bench)).filter(([name]) => only.includes(name))) {
    for (const entry of entries.filter(
      ({ name }) => values.clients === "" || values.clients.split(";").includes(name)
    )) {
      const [measured] = (await interleave(bench, 1, [entry])).get(entry.name) ?? []
      if (measured === undefined) continue
      const { connections, cpuSeconds, peakMegabytes, requests, wallSeconds } = measured
      const figures = [wallSeconds.toFixed(1), cpuSeconds.toFixed(2), peakMegabytes.toFixed(0), connections, requests]
      // The keys are those of the entries.
      process.stdout.write(`| ${[what[id as keyof typeof what], entry.name, ...figures].join(" | ")} |\n`)
    }
  }
} finally {
  front.close()
  server.close()
  rmSync(directory, { recursive: true, force: true })
}
process.exit(0)
