/**
 * rclone as one of the clients. Its hosts of Box are fixed, so it runs with a hosts file of its own that calls loopback by their
 * names; the stand-in server has a certificate for them and listens on their port.
 */
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { pathToFileURL } from "node:url"
import { boxHosts } from "../certificate.ts"
import { type Report, type Task, token } from "../tasks.ts"

/** Its version, or `undefined` where it is not installed or may not have a hosts file of its own. */
export const rcloneVersion = (): string | undefined => {
  const { status, stdout } = spawnSync("unshare", ["-m", "rclone", "version"], { encoding: "utf8" })
  return status === 0 ? /^rclone \S+/.exec(stdout)?.[0] : undefined
}

const config = `[box]
type = box
token = ${JSON.stringify({ access_token: token, token_type: "bearer", refresh_token: "r", expiry: "2049-12-31T00:00:00Z" })}
`

/** A figure of /proc, until the process has ended. */
const proc = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1")
  } catch {
    // It has ended; what was read last counts.
    return ""
  }
}

/** User and system time in hundredths of a second are the 14th and 15th field; the second one may hold spaces. */
const ticks = (stat: string): number => {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return Number(fields[11]) + Number(fields[12])
}

const run = async ({ path, workload }: Task): Promise<Report> => {
  const directory = mkdtempSync(join(tmpdir(), "effect-box-rclone-"))
  try {
    const [hosts, configFile] = [join(directory, "hosts"), join(directory, "rclone.conf")]
    writeFileSync(hosts, `127.0.0.1 localhost ${boxHosts.join(" ")}\n`)
    writeFileSync(configFile, config)
    const remote = `box:${basename(path)}`
    const copy = workload === "up" ? [path, remote] : [remote, path]
    const script = 'mount --bind "$1" /etc/hosts && shift && exec rclone "$@"'
    const began = performance.now()
    const child = spawn("unshare", ["-m", "sh", "-c", script, "sh", hosts, "--config", configFile, "copyto", ...copy], {
      stdio: "inherit",
      env: { ...process.env, SSL_CERT_FILE: process.env["NODE_EXTRA_CA_CERTS"] }
    })
    const pid = child.pid ?? 0
    let [hundredths, kilobytes] = [0, 0]
    const look = setInterval(() => {
      hundredths = ticks(proc(pid, "stat")) || hundredths
      kilobytes = Number(/VmHWM:\s+(\d+)/.exec(proc(pid, "status"))?.[1] ?? kilobytes)
    }, 10)
    const [status] = await once(child, "exit")
    clearInterval(look)
    if (status !== 0) throw new Error(`rclone ended with ${status}`)
    const wallSeconds = (performance.now() - began) / 1000
    const late = { delayP99Milliseconds: 0, delayMaxMilliseconds: 0 }
    return { wallSeconds, cpuSeconds: hundredths / 100, peakMegabytes: kilobytes / 1000, ...late }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(String(process.argv[1])).href) {
  process.stdout.write(JSON.stringify(await run(JSON.parse(String(process.argv[2])))))
}
