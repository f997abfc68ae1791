/** What one side has and the other has not: how much of it may be deleted. */
import { BoxInvalidInput } from "@effect-box/core/BoxError"
import { countFault } from "@effect-box/core/unstable/Checks"
import * as Effect from "effect/Effect"
import type { DeleteExtraneous } from "./options.ts"

export interface Extraneous {
  readonly path: ReadonlyArray<string>
  readonly type: "file" | "folder"
}

/** Whether everything in a directory or folder is to be deleted. */
export interface Emptying {
  /** Something in it stays. */
  stays: boolean
  /** Something in it is to be deleted. */
  shrinks: boolean
}

/** What is wrong with the options of a run that is to delete, as a sentence. */
export const deletionFault = (
  options: {
    readonly deleteExtraneous?: DeleteExtraneous | undefined
    readonly onConflict: string
    readonly journal?: unknown
  },
  byJournal: boolean
): string | undefined => {
  const { deleteExtraneous: given, journal, onConflict } = options
  if (given === undefined) return undefined
  if (typeof given !== "object" || given === null)
    return "deleteExtraneous must be an object such as { maxDelete: 100 }"
  const { maxDelete } = given
  const fault = maxDelete === 0 ? undefined : countFault("deleteExtraneous.maxDelete", maxDelete)
  if (fault !== undefined) return fault
  // A file with another name looks like one that the source does not have.
  if (onConflict === "rename") return 'deleteExtraneous cannot be used with onConflict: "rename"'
  if (byJournal && journal === undefined) {
    return "deleteExtraneous needs a journal, which knows the files that were brought from Box"
  }
  return undefined
}

/** Adds to what is to be deleted, as long as that is allowed. */
export const noteExtraneous = <Entry extends Extraneous>(
  operation: string,
  { maxDelete }: DeleteExtraneous,
  found: Array<Entry>,
  entry: Entry
): Effect.Effect<void, BoxInvalidInput> => {
  found.push(entry)
  if (found.length <= maxDelete) return Effect.void
  const first = found.slice(0, 3).map(({ path }) => path.join("/"))
  return Effect.fail(
    new BoxInvalidInput({
      operation,
      message: `more than ${maxDelete} entries would be deleted (maxDelete), among them ${first.join(", ")}: nothing was changed`,
      attempts: 0
    })
  )
}
