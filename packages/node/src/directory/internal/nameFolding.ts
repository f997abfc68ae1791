/** Which names a file system treats as one. */
import { basename, dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import type { PlatformError } from "effect/PlatformError"
import { look } from "../../file/internal/localEntry.ts"

/** The same for all paths that a file system may treat as one. */
export const pathKey = (path: string): string => path.normalize("NFC").toLowerCase()

const swapped = (name: string): string => (name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase())

/**
 * How the file system at a path compares names. It is asked with the name of a directory in the other case, and it is
 * taken for one that tells cases apart where no name has two.
 */
export const foldOf: (path: string) => Effect.Effect<(name: string) => string, PlatformError> = Effect.fnUntraced(
  function* (path: string) {
    for (let here = path; dirname(here) !== here; here = dirname(here)) {
      const name = basename(here)
      const there = yield* look(here)
      if (there === undefined || swapped(name) === name) continue
      const other = yield* look(join(dirname(here), swapped(name)))
      return other?.identity === there.identity ? pathKey : (exact: string) => exact
    }
    return (exact: string) => exact
  }
)
