/** `effect-box emulator --data`, killed by SIGKILL in the middle of work and started again on the same directory. */
import { type ChildProcess, spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { bundled } from "../support/program.ts"
import { numbers, title, wanted } from "./points.ts"

const bin = bundled(new URL("../../packages/node/src/cli/bin.ts", import.meta.url))

interface Where {
  readonly baseUrl: string
  readonly uploadUrl: string
  readonly accessToken: string
}

const started = async (data: string): Promise<{ readonly child: ChildProcess; readonly where: Where }> => {
  const child = spawn(process.execPath, [bin(), "emulator", "--port", "0", "--data", data], {
    stdio: ["ignore", "pipe", "pipe"]
  })
  let problems = ""
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    problems += chunk
  })
  let line = ""
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    line += chunk
    if (line.includes("\n")) break
  }
  if (line === "") throw new Error(`the emulator did not start: ${problems}`)
  // A request that cannot be repeated is a warning there.
  assert.strictEqual(problems, "")
  return { child, where: JSON.parse(line) }
}

/** What Box has acknowledged: the name, and the digest of a file or nothing for a folder. */
type Acknowledged = Map<string, { readonly name: string; readonly sha1?: string }>

const ask = async ({ accessToken }: Where, url: string, init: RequestInit = {}) => {
  const response = await fetch(url, { ...init, headers: { authorization: `Bearer ${accessToken}` } })
  const text = await response.text()
  return { status: response.status, json: text === "" ? {} : JSON.parse(text) }
}

const createFolder = async (where: Where, name: string, known: Acknowledged) => {
  const body = JSON.stringify({ name, parent: { id: "0" } })
  const { json, status } = await ask(where, `${where.baseUrl}/2.0/folders`, { method: "POST", body })
  if (status === 201) known.set(`folders/${json.id}`, { name })
  return status
}

const uploadFile = async (where: Where, name: string, size: number, known: Acknowledged) => {
  const bytes = Buffer.alloc(size, name)
  const body = new FormData()
  body.append("attributes", JSON.stringify({ name, parent: { id: "0" } }))
  body.append("file", new Blob([bytes]), name)
  const { json, status } = await ask(where, `${where.uploadUrl}/2.0/files/content`, { method: "POST", body })
  if (status === 201)
    known.set(`files/${json.entries[0].id}`, { name, sha1: createHash("sha1").update(bytes).digest("hex") })
  return status
}

/** Works until the process is gone: four at once, and the process is killed as soon as so much is acknowledged. */
const work = async (
  child: ChildProcess,
  where: Where,
  round: number,
  known: Acknowledged,
  random: (limit: number) => number
) => {
  const last = known.size + 3 + random(12)
  const ended = once(child, "close")
  const worker = async (number: number) => {
    for (let at = 0; ; at++) {
      const name = `${round} ${number} ${at}`
      try {
        const status =
          at % 2 === 0 ? await createFolder(where, name, known) : await uploadFile(where, name, random(60_000), known)
        assert.strictEqual(status, 201)
      } catch (error) {
        // The connection ends with the process.
        if (!(error instanceof TypeError)) throw error
        return
      }
      if (known.size >= last) child.kill("SIGKILL")
    }
  }
  await Promise.all([0, 1, 2, 3].map(worker))
  await ended
}

const check = async (where: Where, known: Acknowledged) => {
  for (const [path, { name, sha1 }] of known) {
    const { json, status } = await ask(where, `${where.baseUrl}/2.0/${path}`)
    assert.deepStrictEqual([status, json.name, json.sha1], [200, name, sha1], path)
  }
}

describe(`the emulator with --data, ${title}`, () => {
  it("has everything that it acknowledged", { timeout: 240_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), "emulator-kill-"))
    const known: Acknowledged = new Map()
    const random = numbers(17)
    const tokens = new Set<string>()
    try {
      for (let round = 0; round < wanted; round++) {
        const { child, where } = await started(join(directory, "data"))
        try {
          tokens.add(where.accessToken)
          await check(where, known)
          await work(child, where, round, known, random)
        } finally {
          child.kill("SIGKILL")
        }
      }
      const { child, where } = await started(join(directory, "data"))
      await check(where, known).finally(() => child.kill("SIGKILL"))
      assert.isAtLeast(known.size, wanted * 3)
      assert.strictEqual(tokens.size, 1)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })

  it("is refused while another process uses the directory", { timeout: 60_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), "emulator-kill-"))
    const { child } = await started(directory)
    try {
      const second = spawn(process.execPath, [bin(), "emulator", "--port", "0", "--data", directory])
      let said = ""
      second.stderr.setEncoding("utf8").on("data", (chunk: string) => {
        said += chunk
      })
      const [code] = await once(second, "close")
      assert.deepStrictEqual(
        [code, said],
        [1, `effect-box emulator: The emulator cannot use the data directory ${directory}: another process uses it\n`]
      )
    } finally {
      child.kill("SIGKILL")
      rmSync(directory, { recursive: true, force: true })
    }
  })
})
