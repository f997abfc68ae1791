/** What tests make of the sources once, and keep for as long as those stay as they are. */
import { createHash } from "node:crypto"
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** A digest of these files of the project, and of what else it depends on. */
export const digestOf = (patterns: ReadonlyArray<string>, ...others: ReadonlyArray<string>): string => {
  const hash = createHash("sha1").update(JSON.stringify(others))
  for (const path of globSync([...patterns, "pnpm-lock.yaml"], { cwd: root }).toSorted()) {
    if (statSync(join(root, path)).isFile()) hash.update(path).update(readFileSync(join(root, path)))
  }
  return hash.digest("hex").slice(0, 12)
}

/** Only against what a run that was killed has left. */
export const patience = 120_000

/** Removes what was made of other sources, but for what another run may be using. */
const clear = (place: string): void => {
  for (const name of readdirSync(place)) {
    const made = statSync(join(place, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - made > 24 * 3_600_000) rmSync(join(place, name), { recursive: true, force: true })
  }
}

/** The directory in `place` for this digest, which `make` fills. Of several workers that need it at once one makes it. */
export const kept = async (
  place: string,
  digest: string,
  make: (directory: string) => void | Promise<void>
): Promise<string> => {
  const directory = join(place, digest)
  const unfinished = `${directory}.unfinished`
  mkdirSync(place, { recursive: true })
  while (!existsSync(directory)) {
    try {
      mkdirSync(unfinished)
    } catch {
      // Another worker is at it.
      const begun = statSync(unfinished, { throwIfNoEntry: false })?.mtimeMs
      if (begun !== undefined && Date.now() - begun > patience) rmSync(unfinished, { recursive: true, force: true })
      await setTimeout(50)
      continue
    }
    try {
      clear(place)
      await make(unfinished)
      renameSync(unfinished, directory)
    } finally {
      rmSync(unfinished, { recursive: true, force: true })
    }
  }
  return directory
}
