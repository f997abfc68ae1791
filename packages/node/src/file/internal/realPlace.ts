/** The real path of an open file, as the kernel reports it. Links on the path cannot hide it. */
import * as NodeFs from "node:fs"

/** An entry as a directory walk listed it. */
export interface Known {
  readonly identity: string
  /** Whether the entry may be reached through a link. */
  readonly linked: boolean
  /** The real path that it must have. `undefined` if links may lead anywhere, or if the system cannot report it. */
  readonly place?: string | undefined
}

/** The real path of an open file or directory. `undefined` on every system but Linux. */
export const realPlace = (descriptor: number): string | undefined => {
  if (process.platform !== "linux") return undefined
  try {
    return NodeFs.readlinkSync(`/proc/self/fd/${descriptor}`)
  } catch {
    // There may be no `/proc`.
    return undefined
  }
}

/** A file system that treats two spellings as one name may report the other spelling. */
const fold = (path: string): string => path.normalize("NFC").toLowerCase()

/** Whether an open file is known to be outside the place where it must be. */
export const foreign = ({ place }: Known, descriptor: number): boolean => {
  if (place === undefined) return false
  const real = realPlace(descriptor)
  return real !== undefined && real !== place && fold(real) !== fold(place)
}
