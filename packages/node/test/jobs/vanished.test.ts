/** Items that are gone by the time that it is their turn. */
import { Files, FileUpload, type Operation, UploadSource } from "@effect-box/core"
import { BoxJob } from "@effect-box/core/jobs"
import { BoxEmulator } from "@effect-box/core/testing"
import { NodeJobs } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Schema } from "effect"
import { inTime } from "./virtualTime.ts"

describe("an item that somebody removes between planning and work", () => {
  /** Removes another file than its own before it begins, once. */
  const jobOf = (run: (id: string) => Effect.Effect<unknown, unknown, Operation.Requirements>) => {
    let left = 1
    return BoxJob.make("vanishing", {
      params: Schema.Struct({ folder: Schema.String, victim: Schema.String }),
      items: ({ folder }) => BoxJob.tree({ folder_id: folder, type: "file" }),
      run: (file, { victim }) =>
        left-- > 0 && file.id !== victim
          ? Effect.andThen(Files.deleteFileById({ file_id: victim }), run(file.id))
          : run(file.id),
      lanes: 1,
      concurrency: 1
    })
  }

  const ran = (job: ReturnType<typeof jobOf>) =>
    Effect.gen(function* () {
      const upload = (name: string) =>
        FileUpload.upload(UploadSource.fromBytes(new TextEncoder().encode(name)), { name, folder_id: "0" })
      yield* upload("a.txt")
      const victim = yield* upload("b.txt")
      const run = yield* job.start({ name: "one", params: { folder: "0", victim: victim.id } })
      const { done, failed, failuresByTag } = yield* inTime(job.wait(run))
      return { done, failed, failuresByTag }
    }).pipe(
      Effect.provide(job.worker.pipe(Layer.provideMerge(NodeJobs.layerMemory), Layer.provideMerge(BoxEmulator.layer)))
    )

  it.effect("is deleted, for a job that deletes", () =>
    Effect.gen(function* () {
      const end = yield* ran(jobOf((id) => Files.deleteFileById({ file_id: id }).pipe(BoxJob.gone)))
      assert.deepStrictEqual(end, { done: 2, failed: 0, failuresByTag: {} })
    })
  )

  it.effect("is a failure of a job that needs it", () =>
    Effect.gen(function* () {
      const end = yield* ran(jobOf((id) => Files.updateFileById({ file_id: id, description: "seen" })))
      assert.deepStrictEqual(end, { done: 1, failed: 1, failuresByTag: { BoxNotFound: 1 } })
    })
  )
})
