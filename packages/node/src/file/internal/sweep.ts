/**
 * Removes the temporary small files that processes left which were killed before the rename. Their age is measured by
 * the file system's own times, relative to a file that was just written, and not by a clock of this machine or program.
 */
import * as NodeFs from "node:fs"
import { join, resolve } from "node:path"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { isPlatform } from "./localOpen.ts"
import { isUnfinished } from "./unfinished.ts"

/** The age from which a temporary small file counts as abandoned. Normally it is renamed within moments. */
export const AbandonedAfter: Context.Reference<Duration.Duration> = Context.Reference(
  "effect-box/node/AbandonedAfter",
  { defaultValue: () => Duration.hours(1) }
)

/** When each directory was last swept. A listing for every file would take longer than the downloads. */
const swept = new Map<string, number>()
const mostRemembered = 1000

const removeOlder = async (directory: string, justWritten: string, age: number): Promise<void> => {
  const { ctimeMs } = await NodeFs.promises.lstat(justWritten)
  for await (const { name } of await NodeFs.promises.opendir(directory, { bufferSize: 256 })) {
    if (!isUnfinished(name)) continue
    const path = join(directory, name)
    const stats = await NodeFs.promises.lstat(path)
    // In both directions: the clock may have been wrong when the file was written.
    if (stats.isFile() && Math.abs(ctimeMs - stats.ctimeMs) > age) await NodeFs.promises.unlink(path)
  }
}

/**
 * Removes abandoned files in `directory`, unless it was swept recently. `at` is a safer path to the same directory,
 * such as its open handle.
 */
export const sweep = Effect.fnUntraced(function* (
  directory: string,
  justWritten: string,
  at: string = directory
): Effect.fn.Return<void, never, FileSystem.FileSystem> {
  if (!isPlatform(yield* FileSystem.FileSystem)) return
  const age = Duration.toMillis(yield* AbandonedAfter)
  const now = yield* Clock.currentTimeMillis
  const key = resolve(directory)
  const last = swept.get(key)
  if (last !== undefined && Math.abs(now - last) <= age) return
  if (swept.size >= mostRemembered) swept.clear()
  swept.set(key, now)
  // Another process may sweep at the same time, and a directory that cannot be listed may still be writable.
  yield* Effect.catch(
    Effect.tryPromise(() => removeOlder(at, justWritten, age)),
    (error) => Effect.logDebug(`${directory} could not be searched for abandoned files`, error.message)
  )
})
