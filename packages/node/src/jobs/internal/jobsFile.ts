/** The right of one process to work on a file of jobs. */
import { resolve } from "node:path"
import { BoxJobStoreError } from "@effect-box/core/jobs/JobError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { acquire, ownerOf } from "../../internal/fileLock.ts"

/** A live process of this machine is not waited for, beyond the moment that it may need to end. */
const moment = Duration.millis(500)
/** A process of another machine or container counts as dead after 15 seconds of silence. */
const silence = Duration.seconds(20)

const refusal = (file: string, code: string, message: string) =>
  new BoxJobStoreError({ operation: "NodeJobs.layerEmbedded", code, message: `${file}: ${message}` })

const takenBy = (file: string, pid: number | undefined) =>
  refusal(
    file,
    "file_in_use",
    `${pid === undefined ? "another process" : `process ${pid}`} works on it already; many processes need PostgreSQL`
  )

/** Fails with the code `file_in_use` if another process works on the file, and says which. */
export const acquireJobsFile = /*#__PURE__*/ Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<void, BoxJobStoreError, Scope.Scope> {
  const lock = `${resolve(file)}.lock`
  for (const patience of [moment, silence]) {
    const code = yield* acquire(lock, { patience, deathIsUsual: true }).pipe(
      Effect.as(undefined),
      Effect.catch((error) => Effect.succeed(error.code))
    )
    if (code === undefined) return
    if (code !== "lock_timeout") return yield* refusal(file, code, `its lock cannot be taken: ${code}`)
    const owner = yield* ownerOf(lock)
    if (owner?.isHere === true || patience === silence) return yield* takenBy(file, owner?.pid)
  }
})
