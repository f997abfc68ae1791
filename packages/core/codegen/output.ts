/** Formats the generated files, and writes them or compares them with the existing ones. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"
import { compare, header } from "./source.ts"

/** Formats like the rest of the project. Biome needs its configuration next to the files. */
export const format = (root: string, made: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
  const directory = mkdtempSync(join(tmpdir(), "effect-box-codegen-"))
  try {
    const settings: unknown = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"))
    const { formatter, javascript } = Object(settings)
    writeFileSync(join(directory, "biome.json"), JSON.stringify({ root: true, formatter, javascript }))
    for (const [path, text] of made) {
      const target = join(directory, "files", path)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, text)
    }
    const biome = join(root, "node_modules/@biomejs/biome/bin/biome")
    execFileSync(process.execPath, [biome, "format", "--write", "--log-level=error", "files"], {
      cwd: directory,
      stdio: "pipe"
    })
    return new Map([...made.keys()].map((path) => [path, readFileSync(join(directory, "files", path), "utf8")]))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** The generated files below `target`, recognised by their first line. */
const generatedFiles = (target: string): ReadonlyArray<string> =>
  existsSync(target)
    ? readdirSync(target, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(target, join(entry.parentPath, entry.name)))
        .filter((path) => readFileSync(join(target, path), "utf8").startsWith(header))
    : []

/** The files that differ, and the obsolete ones. */
export const differences = (target: string, made: ReadonlyMap<string, string>): ReadonlyArray<string> => {
  const different = [...made].filter(([path, text]) => {
    const file = join(target, path)
    return !existsSync(file) || readFileSync(file, "utf8") !== text
  })
  const stale = generatedFiles(target).filter((path) => !made.has(path))
  return [...different.map(([path]) => path), ...stale].sort(compare)
}

/** Writes the files that differ and removes obsolete ones. */
export const write = (target: string, made: ReadonlyMap<string, string>): ReadonlyArray<string> => {
  const changed = differences(target, made)
  for (const path of changed) {
    const text = made.get(path)
    const file = join(target, path)
    if (text === undefined) rmSync(file)
    else {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
  }
  return changed
}
