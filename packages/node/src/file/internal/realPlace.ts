/** Where something that is open really is, as the kernel tells it: no link that was on the way can hide that. */
import * as NodeFs from "node:fs"

/** What a walk has seen. */
export interface Known {
  readonly identity: string
  /** Whether a link may lead to it. */
  readonly linked: boolean
  /** The real path where it has to be; `undefined` where links may lead anywhere, or the system cannot tell. */
  readonly place?: string | undefined
}

/** The real path of an open file or directory; only Linux tells it. */
export const realPlace = (descriptor: number): string | undefined => {
  if (process.platform !== "linux") return undefined
  try {
    return NodeFs.readlinkSync(`/proc/self/fd/${descriptor}`)
  } catch {
    // Without `/proc` nobody can tell.
    return undefined
  }
}

/** A file system that takes two names for the same may show the other one. */
const fold = (path: string): string => path.normalize("NFC").toLowerCase()

/** Whether what is open is somewhere else than it has to be. */
export const foreign = ({ place }: Known, descriptor: number): boolean => {
  if (place === undefined) return false
  const real = realPlace(descriptor)
  return real !== undefined && real !== place && fold(real) !== fold(place)
}
