/** What is measured: for each workload the clients that take part and what they are told. */
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import type { ClientName } from "./bundles.ts"
import type { Bench, Entry } from "./rounds.ts"
import type { Control } from "./server.ts"
import type { Task } from "./tasks.ts"

/** How much is measured. */
export interface Scale {
  readonly name: string
  readonly rounds: number
  /** Bytes of the large file and of the very large one. */
  readonly large: number
  readonly huge: number
  /** Bytes of the file whose digests the server compares. */
  readonly checked: number
  /** Folder reads, items of the listing, small files. */
  readonly reads: number
  readonly items: number
  readonly smallFiles: number
  /** Files in a directory, few and many. */
  readonly directories: readonly [number, number]
}

const mebibyte = 1024 * 1024

export const fullScale: Scale = {
  name: "full",
  rounds: 5,
  large: 1024 * mebibyte,
  huge: 10 * 1024 * mebibyte,
  checked: 256 * mebibyte,
  reads: 5000,
  items: 100_000,
  smallFiles: 5000,
  directories: [10_000, 100_000]
}

/** Everything once and smaller: shows that it works, and next to nothing about speed. */
export const quickScale: Scale = {
  name: "quick",
  rounds: 1,
  large: 64 * mebibyte,
  huge: 128 * mebibyte,
  checked: 64 * mebibyte,
  reads: 500,
  items: 10_000,
  smallFiles: 200,
  directories: [300, 3000]
}

export interface Workload {
  readonly id: string
  readonly title: string
  readonly entries: ReadonlyArray<Entry>
  /** What there is to know beside the title. */
  readonly note?: string
  /** Default: as the scale says. */
  readonly rounds?: number
}

/** A file of that size whose blocks differ from each other, mostly holes: the disk is not what is measured. */
const makeFile = (path: string, size: number) => {
  const file = openSync(path, "w")
  ftruncateSync(file, size)
  for (let offset = 0; offset < size; offset += mebibyte) writeSync(file, `block ${offset}`, offset)
  closeSync(file)
}

const makeSmallFiles = (directory: string, count: number) => {
  mkdirSync(directory)
  for (let index = 0; index < count; index++) {
    writeFileSync(join(directory, `file ${index}.bin`), Buffer.alloc(4096, `file ${index}`))
  }
}

const names: Record<ClientName, string> = {
  floor: "floor",
  effectBox: "effect-box",
  effectBoxFirst: "effect-box",
  official: "official SDK",
  bareUndici: "HttpClient, undici",
  bareFetch: "HttpClient, fetch"
}

/** Node's OpenSSL without the SHA extensions of the processor, which the peers' figures were taken without. */
const withoutShaInstructions = { OPENSSL_ia32cap: ":~0x20000000" }

/** Runs as it is, from its source. */
const rcloneClient = fileURLToPath(new URL("clients/rclone.ts", import.meta.url))

/** All workloads, with their files in `directory`. */
export const makeWorkloads = (bench: Bench, directory: string, scale: Scale): ReadonlyArray<Workload> => {
  const largeFile = join(directory, "large.bin")
  const hugeFile = join(directory, "huge.bin")
  const checkedFile = join(directory, "checked.bin")
  const smallFiles = join(directory, "small")
  makeFile(largeFile, scale.large)
  makeFile(checkedFile, scale.checked)
  makeFile(hugeFile, scale.huge)
  makeSmallFiles(smallFiles, scale.smallFiles)

  const base: Omit<Task, "workload"> = {
    apiUrl: bench.server.http,
    uploadUrl: `${bench.server.http}/api`,
    path: largeFile,
    size: scale.large,
    count: scale.reads,
    concurrency: 1,
    verify: true
  }
  const secure = { apiUrl: bench.server.https, uploadUrl: `${bench.server.https}/api` }
  const entry = (client: ClientName, task: Task, control: Control = {}, name = names[client]): Entry => ({
    name,
    command: [bench.bundles[client]],
    task,
    control: { size: scale.large, items: scale.items, ...control }
  })
  const each = (clients: ReadonlyArray<ClientName>, task: Task, control: Control = {}) =>
    clients.map((client) => entry(client, task, control))
  const all: ReadonlyArray<ClientName> = ["floor", "effectBox", "official", "bareUndici", "bareFetch"]
  const main: ReadonlyArray<ClientName> = ["floor", "effectBox", "official"]

  const up: Task = { ...base, workload: "up", concurrency: 4 }
  const checked: Task = { ...up, path: checkedFile, size: scale.checked }
  const down: Task = { ...base, workload: "down", path: join(directory, "copy.bin") }
  const folders: Task = { ...base, workload: "folders" }
  const readsAt = (concurrency: number, tls: boolean): Workload => ({
    id: `folders${concurrency}${tls ? "tls" : ""}`,
    title: `${scale.reads} folder reads, ${concurrency} at once${tls ? ", TLS" : ""}`,
    entries: each(tls ? main : all, { ...folders, concurrency, ...(tls ? secure : {}) })
  })
  const besideRclone = (id: string, what: string, task: Task): Workload => ({
    id,
    title: `${scale.large / mebibyte} MiB ${what}, over TLS, beside rclone`,
    note: "rclone's wall time is that of its whole process; how late its timers fire cannot be seen from outside.",
    entries: [
      ...each(["floor", "effectBox"], { ...task, ...secure }),
      {
        ...entry("floor", task, task.workload === "down" ? { fileName: basename(task.path) } : { items: 0 }, "rclone"),
        command: [rcloneClient]
      }
    ]
  })
  return [
    { id: "up", title: `${scale.large / mebibyte} MiB up`, entries: each(all, up) },
    {
      id: "upNoSha",
      title: `${scale.large / mebibyte} MiB up, without the processor's SHA instructions`,
      entries: each(main, up).map((plain) => ({ ...plain, environment: withoutShaInstructions }))
    },
    {
      id: "upDelayed",
      title: `${scale.large / mebibyte} MiB up, 100 ms before each answer`,
      entries: each(main, up, { delay: 100 }),
      rounds: Math.min(3, scale.rounds)
    },
    {
      id: "upHuge",
      title: `${scale.huge / mebibyte} MiB up`,
      entries: [entry("effectBox", { ...up, path: hugeFile, size: scale.huge })],
      rounds: 1
    },
    {
      id: "upChecked",
      title: `${scale.checked / mebibyte} MiB up, each digest compared with the bytes`,
      note: "The server hashes what it gets, so this says that all clients do the same work, and nothing about their speed.",
      entries: each(all, checked, { verify: true }),
      rounds: 1
    },
    {
      id: "upFailing",
      title: `${scale.checked / mebibyte} MiB up, each fifth request answered with 503 and \`Retry-After: 1\``,
      note: "Digests are compared here as well. The floor and the bare clients do not try again.",
      entries: each(["effectBox", "official"], checked, { verify: true, failEvery: 5 }),
      rounds: 1
    },
    {
      id: "down",
      title: `${scale.large / mebibyte} MiB down, SHA-1 compared`,
      entries: [...each(all, down), entry("floor", { ...down, verify: false }, {}, "floor without SHA-1")]
    },
    ...(bench.rclone ? [besideRclone("upTls", "up", up), besideRclone("downTls", "down, SHA-1 compared", down)] : []),
    readsAt(1, false),
    readsAt(50, false),
    readsAt(1, true),
    readsAt(50, true),
    {
      id: "listing",
      title: `A listing of ${scale.items} items`,
      entries: each(all, { ...base, workload: "listing", count: scale.items })
    },
    {
      id: "smallFiles",
      title: `${scale.smallFiles} files of 4 KiB up, 16 at once`,
      entries: each(main, { ...base, workload: "smallFiles", path: smallFiles, concurrency: 16 })
    },
    {
      id: "firstAnswer",
      title: "Cold start to the first answer",
      entries: [
        ...each(["floor", "effectBoxFirst", "official"], { ...base, workload: "firstAnswer", count: 1 }),
        ...bench.installed.map(({ name, path }) => ({
          ...entry("floor", { ...base, workload: "firstAnswer", count: 1 }, {}, name),
          command: [path]
        }))
      ],
      rounds: scale.rounds * 2
    },
    {
      id: "tokens",
      title: "200 calls with an expired token, 50 at once",
      entries: each(["effectBox", "official"], { ...base, workload: "tokens", count: 200, concurrency: 50 }),
      rounds: 1
    }
  ]
}
