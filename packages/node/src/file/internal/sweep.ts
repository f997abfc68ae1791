/**
 * What processes left that were killed between writing a small file and giving it its name. Their age is told by the disk
 * itself, beside a file that was written just now: clocks of machines and of programs do not count.
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

/** A small file has its name within moments; one that has been unfinished for so long belongs to nobody. */
export const AbandonedAfter: Context.Reference<Duration.Duration> = Context.Reference(
  "effect-box/node/AbandonedAfter",
  { defaultValue: () => Duration.hours(1) }
)

/** When each directory was swept. Listing one for each file in it would take longer than the files. */
const swept = new Map<string, number>()
const mostRemembered = 1000

const removeOlder = async (directory: string, justWritten: string, age: number): Promise<void> => {
  const { ctimeMs } = await NodeFs.promises.lstat(justWritten)
  for await (const { name } of await NodeFs.promises.opendir(directory, { bufferSize: 256 })) {
    if (!isUnfinished(name)) continue
    const path = join(directory, name)
    const stats = await NodeFs.promises.lstat(path)
    // In both directions: the machine's clock may have been wrong.
    if (stats.isFile() && Math.abs(ctimeMs - stats.ctimeMs) > age) await NodeFs.promises.unlink(path)
  }
}

/** Removes what is abandoned in `directory`, unless that was done a while ago. `at` is a surer way to it. */
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
  // Another process may sweep as well, and a directory that cannot be listed can be written to all the same.
  yield* Effect.catch(
    Effect.tryPromise(() => removeOlder(at, justWritten, age)),
    (error) => Effect.logDebug(`${directory} could not be searched for abandoned files`, error.message)
  )
})
