/** `watch`. */
import { watch as watchDirectory } from "node:fs"
import { resolve as resolveLocal } from "node:path"
import * as Items from "@effect-box/core/Items"
import type * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as KeyValueStore from "effect/persistence/KeyValueStore"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/follow.ts"
import type { Given } from "../command/Command.ts"
import * as LocalDirectory from "../../directory/LocalDirectory.ts"
import { layerStore, paced, transfersOf } from "../session/transferState.ts"
import { NotDone, note, Shell } from "../terminal/Shell.ts"
import { globsOf, outcomeOf } from "./transferResults.ts"

/** How long nothing may change before an upload, so that files are not read while they are written. */
const quiet = "1 second"

/** A message for each time that something changes below a directory. Many changes while nobody listens are one. */
const changesIn = Effect.fnUntraced(function* (path: string) {
  const changes = yield* Queue.sliding<"changed", Cause.Done>(1)
  yield* Effect.acquireRelease(
    Effect.try({
      try: () => {
        const watcher = watchDirectory(path, { recursive: true }, () => Queue.offerUnsafe(changes, "changed"))
        watcher.on("error", () => Queue.endUnsafe(changes))
        return watcher
      },
      catch: (error) => new NotDone({ message: `${path} cannot be watched: ${String(error)}` })
    }),
    (watcher) => Effect.sync(() => watcher.close())
  )
  return changes
})

export const watch = Effect.fnUntraced(function* (given: Given<typeof catalog.watch>) {
  const { io } = yield* Shell
  const path = resolveLocal(io.cwd, given.directory)
  // Nothing is created on Box for a directory that is not there.
  yield* (yield* FileSystem.FileSystem).access(path)
  const folder = yield* Items.ensureFolder({ path: given.folder })
  const upload = Effect.gen(function* () {
    const journal = yield* KeyValueStore.KeyValueStore
    yield* LocalDirectory.upload(path, {
      folder_id: folder.id,
      onConflict: "version",
      concurrency: transfersOf(given),
      journal,
      ...globsOf(given)
    }).pipe(
      Stream.map((result) => outcomeOf("", result)),
      Stream.filter(({ result }) => result !== "unchanged"),
      Stream.runForEach(({ error, message, path: name, result }) =>
        note(error === undefined ? `${result}: ${name}` : `${result}: ${name}: ${error}: ${message}`)
      )
    )
  })
  const program = Effect.gen(function* () {
    const changes = yield* changesIn(path)
    yield* upload
    if (given.once) return
    yield* note(`watching ${given.directory}; Ctrl-C ends it`)
    yield* Stream.fromQueue(changes).pipe(
      Stream.debounce(quiet),
      Stream.runForEach(() => upload)
    )
  })
  yield* program.pipe(Effect.provide(layerStore), Effect.provide(paced(given)))
})
