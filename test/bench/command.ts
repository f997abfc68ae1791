/**
 * How long the command takes to start, as npm installs it: `npm run bench -- --only command`, or this file alone. Beside Box's own
 * command, `@box/cli`, where a registry has it.
 */
import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { boxHosts, makeCertificate } from "./certificate.ts"
import { installPackages } from "./installed.ts"
import { type Server, startServer } from "./rounds.ts"
import { token } from "./tasks.ts"

const rounds = 11

/** Seconds from the start of the process to its end, one for each round. */
export interface CommandRun {
  readonly name: string
  readonly seconds: ReadonlyArray<number>
}

export interface CommandStart {
  readonly runs: ReadonlyArray<CommandRun>
  /** Why Box's own command is not among them. */
  readonly missing: string | undefined
}

/** What the targets are for. */
export const versionRun = "effect-box --version"
export const callRun = "effect-box call Folders.getFolderById folder_id=0"

interface Peer {
  readonly bin: string
  readonly version: string
}

/** Installs Box's own command outside of the workspace, once per machine. A string says why there is none. */
const installPeer = (): Peer | string => {
  const directory = join(tmpdir(), "effect-box-bench-boxcli")
  const manifest = join(directory, "node_modules", "@box", "cli", "package.json")
  if (!existsSync(manifest)) {
    mkdirSync(directory, { recursive: true })
    writeFileSync(join(directory, "package.json"), '{ "private": true }')
    try {
      const install = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts", "@box/cli"]
      execFileSync("npm", install, { cwd: directory, stdio: ["ignore", "ignore", "pipe"] })
    } catch (error) {
      rmSync(directory, { recursive: true, force: true })
      const code = /npm error code (\w+)/.exec(String(Object(error).stderr))?.[1] ?? "unknown"
      return `\`npm install @box/cli\` failed with ${code}`
    }
  }
  const { bin, version } = JSON.parse(readFileSync(manifest, "utf8"))
  return { bin: join(manifest, "..", typeof bin === "string" ? bin : bin.box), version }
}

/** Box's command knows Box's hosts and no others: its connections to them go to the stand-in server. */
const redirection = (port: number): string => `
const tls = require("node:tls")
const connect = tls.connect
tls.connect = (options, ...rest) =>
  connect(${JSON.stringify(boxHosts)}.includes(options.host) ? { ...options, servername: options.host, host: "127.0.0.1", port: ${port} } : options, ...rest)
`

const first = ", nothing compiled before"

interface Start {
  readonly name: string
  readonly words: ReadonlyArray<string>
  readonly environment: NodeJS.ProcessEnv
}

const startsOf = (server: Server, directory: string, authority: string, bin: string, peer: Peer | undefined) => {
  const own = { HOME: directory, BOX_API_URL: server.http, BOX_DEVELOPER_TOKEN: token }
  const cold = { ...own, NODE_DISABLE_COMPILE_CACHE: "1" }
  const call = ["call", "Folders.getFolderById", "folder_id=0"]
  const starts: Array<Start> = [
    { name: "node -e 0", words: ["-e", "0"], environment: {} },
    { name: versionRun, words: [bin, "--version"], environment: own },
    { name: callRun, words: [bin, ...call], environment: own },
    { name: versionRun + first, words: [bin, "--version"], environment: cold },
    { name: callRun + first, words: [bin, ...call], environment: cold }
  ]
  if (peer === undefined) return starts
  const preload = join(directory, "redirect.cjs")
  writeFileSync(preload, redirection(Number(new URL(server.https).port)))
  const theirs = { HOME: directory, NODE_EXTRA_CA_CERTS: authority, NODE_NO_WARNINGS: "1" }
  const name = `box ${peer.version}`
  return [
    ...starts,
    { name: `${name} --version`, words: [peer.bin, "--version"], environment: theirs },
    {
      name: `${name} folders:get 0`,
      words: ["--require", preload, peer.bin, "folders:get", "0", `--token=${token}`, "--json"],
      environment: theirs
    }
  ]
}

const timed = async ({ environment, name, words }: Start): Promise<number> => {
  const began = performance.now()
  const child = spawn(process.execPath, words, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: process.env["PATH"], TMPDIR: process.env["TMPDIR"], ...environment }
  })
  let told = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    told += text
  })
  const [status] = await once(child, "close")
  const seconds = (performance.now() - began) / 1000
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${told}`)
  return seconds
}

/** Measures all of them, round by round, after a round that is not counted: it fills Node's cache of compiled code. */
export const measureCommand = async (server: Server, directory: string, authority: string): Promise<CommandStart> => {
  const bin = join(installPackages(directory), "@effect-box", "node", "dist", "cli", "bin.js")
  const peer = installPeer()
  const starts = startsOf(server, directory, authority, bin, typeof peer === "string" ? undefined : peer)
  const runs = starts.map(({ name }) => ({ name, seconds: [] as number[] }))
  for (let round = 0; round <= rounds; round++) {
    for (const [i, start] of starts.entries()) {
      const seconds = await timed(start)
      if (round === 0) continue
      runs[i]?.seconds.push(seconds)
      process.stderr.write(`  ${start.name}: ${seconds.toFixed(3)} s\n`)
    }
  }
  return { runs, missing: typeof peer === "string" ? peer : undefined }
}

const spread = (seconds: ReadonlyArray<number>): string => {
  const all = seconds.toSorted((a, b) => a - b)
  return [all[0], all[(all.length - 1) >> 1], all.at(-1)].map((value) => Number(value).toFixed(3)).join(" / ")
}

/** The section of RESULTS.md. */
export const commandSection = ({ missing, runs }: CommandStart): string =>
  `## Start of the command

\`npm run bench -- --only command\`

From the start of the process to its end, ${rounds} interleaved rounds, from what npm installs. "Nothing compiled before" is the first
start on a machine: Node keeps what it has compiled for the next ones.${missing === undefined ? "" : ` Box's own command is not here: ${missing}.`}

| command | s, min / median / max |
| --- | --- |
${runs.map(({ name, seconds }) => `| \`${name.replace(first, "")}\`${name.endsWith(first) ? first : ""} | ${spread(seconds)} |`).join("\n")}
`

if (import.meta.url === pathToFileURL(String(process.argv[1])).href) {
  const directory = mkdtempSync(join(tmpdir(), "effect-box-bench-command-"))
  const certificate = makeCertificate()
  const server = await startServer({ ...certificate, front: false })
  try {
    const authority = join(directory, "authority.pem")
    writeFileSync(authority, certificate.ca)
    process.stdout.write(commandSection(await measureCommand(server, directory, authority)))
  } finally {
    server.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
