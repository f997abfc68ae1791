/**
 * `node test/simulation/defects.ts [name]`: whether the simulation finds bugs. Each defect below is put into a copy of the
 * sources, and the simulation runs there until a seed fails. `--write` brings the table in README.md up to date.
 */
import { execFile } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { type Defect, defects } from "./defectTable.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const mostSeeds = 3_000

/** A workspace with sources of its own and everybody's dependencies. */
const copyWorkspace = (): string => {
  const copy = mkdtempSync(join(tmpdir(), "effect-box-defect-"))
  const packages = ["core", "node"].flatMap((name) => [`packages/${name}/src`, `packages/${name}/package.json`])
  for (const path of ["package.json", "test/simulation", ...packages]) {
    cpSync(join(root, path), join(copy, path), { recursive: true })
  }
  // What the packages need is found in the workspace's own folder above them.
  mkdirSync(join(copy, "node_modules/@effect-box"), { recursive: true })
  const shared = new Map<string, string>()
  for (const directory of ["packages/core/node_modules", "packages/node/node_modules", "node_modules"]) {
    for (const name of readdirSync(join(root, directory))) shared.set(name, join(root, directory, name))
  }
  shared.delete("@effect-box")
  for (const [name, path] of shared) symlinkSync(path, join(copy, "node_modules", name))
  for (const name of ["core", "node"]) {
    symlinkSync(join(copy, "packages", name), join(copy, "node_modules/@effect-box", name))
  }
  return copy
}

const patch = (copy: string, { name, edits }: Defect): void => {
  for (const { file, search, replace } of edits) {
    const path = join(copy, "packages/core/src", file)
    const text = readFileSync(path, "utf8")
    const pieces = text.split(search)
    if (pieces.length !== 2) {
      throw new Error(
        `"${name}" no longer applies: ${pieces.length - 1} places in ${file} read ${JSON.stringify(search)}`
      )
    }
    writeFileSync(path, pieces.join(replace))
  }
}

interface Caught {
  readonly seed: number
  readonly invariant: string
}

/** The first seed that fails with the sources in `copy`. */
const hunt = (copy: string): Promise<Caught | undefined> =>
  new Promise((resolve, reject) => {
    const args = ["test/simulation/main.ts", "--seeds", String(mostSeeds), "--stop-after", "1"]
    execFile(process.execPath, args, { cwd: copy, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      const [, seed, invariant] = /^seed (\d+): ([^:]+): /m.exec(stdout) ?? []
      // An edit that does not make sense any more is caught at once, and proves nothing.
      if (/ReferenceError|SyntaxError/.test(`${stdout}${stderr}`)) reject(new Error(`The edit is broken: ${stdout}`))
      else if (seed !== undefined && invariant !== undefined) resolve({ seed: Number(seed), invariant })
      else if (error === null) resolve(undefined)
      else reject(new Error(`${stdout}${stderr}`))
    })
  })

const tried = async (defect: Defect | undefined): Promise<Caught | undefined> => {
  const copy = copyWorkspace()
  try {
    if (defect !== undefined) patch(copy, defect)
    return await hunt(copy)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const { values, positionals } = parseArgs({ options: { write: { type: "boolean" } }, allowPositionals: true })
const rows: Array<string> = []
let missed = 0
for (const defect of defects.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const caught = await tried(defect)
  if (caught === undefined) missed++
  rows.push(
    caught === undefined
      ? `| ${defect.name} | NOT CAUGHT | - |`
      : `| ${defect.name} | ${caught.invariant} | ${caught.seed} |`
  )
  process.stdout.write(`${rows.at(-1)}\n`)
}

if (values.write === true && positionals.length === 0 && missed === 0) {
  const readme = join(root, "test/simulation/README.md")
  const [before = "", , after = ""] = readFileSync(readme, "utf8").split(/<!-- \/?defects -->\n?/)
  const table = ["| defect | invariant that catches it | first seed |", "|---|---|---|", ...rows].join("\n")
  writeFileSync(readme, `${before}<!-- defects -->\n${table}\n<!-- /defects -->\n${after}`)
}
process.exitCode = missed === 0 ? 0 : 1
