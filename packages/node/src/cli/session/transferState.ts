/** Where transfers keep what they need to go on, and how fast they may be. */
import * as Pacing from "@effect-box/core/Pacing"
import * as Effect from "effect/Effect"
import * as KeyValueStore from "effect/persistence/KeyValueStore"
import * as UserDirectories from "effect/persistence/UserDirectories"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import { NotDone } from "../terminal/Shell.ts"

/** `effect-box` where this platform keeps the state of programs. */
export const stateDirectory = UserDirectories.make()
  .state("effect-box")
  .pipe(Effect.mapError(() => new NotDone({ message: "There is no home directory for journals: set XDG_STATE_HOME." })))

/** The journals and checkpoints of all transfers; each has keys of its own. */
export const layerStore = Layer.unwrap(
  Effect.gen(function* () {
    const path = yield* Path.Path
    return KeyValueStore.layerFileSystem(path.join(yield* stateDirectory, "transfers"))
  })
)

interface Paced {
  readonly transfers: number | undefined
  readonly "limit-rate": number | undefined
}

/** How many files at the same time; `undefined` lets a directory find the number that moves the most. */
export const transfersOf = ({ transfers }: Pick<Paced, "transfers">): number | undefined =>
  transfers === undefined ? undefined : Math.max(1, transfers)

/** The limits of `--transfers` and `--limit-rate`. */
export const paced = (given: Paced) => {
  const rate =
    given["limit-rate"] === undefined ? {} : { uploadRate: given["limit-rate"], downloadRate: given["limit-rate"] }
  return Pacing.layer({ ...rate, transfers: transfersOf(given) })
}
