import { BoxJob, Files, Folders, Items } from "@effect-box/core"
import { BoxEmulator } from "@effect-box/core/testing"
import { NodeJobs } from "@effect-box/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Schema, Stream } from "effect"

const remove = BoxJob.make("remove", {
  params: Schema.Struct({ folder: Schema.String }),
  items: ({ folder }) => BoxJob.tree({ folder_id: folder, type: "folder", where: ({ name }) => name.startsWith("old") }),
  run: (folder) => Folders.deleteFolderById({ folder_id: folder.id, recursive: true }).pipe(BoxJob.gone)
})

describe("NodeJobs", () => {
  it.live("works on a tree", () =>
    Effect.gen(function* () {
      const root = yield* Items.ensureFolder({ path: "/top" })
      yield* Effect.forEach(
        Array.from({ length: 30 }, (_, index) => index),
        (index) => Items.ensureFolder({ path: `/top/${index % 2 === 0 ? "old" : "new"}${index}/old` })
      )
      const run = yield* remove.start({ name: "one", params: { folder: root.id } })
      const end = yield* remove.wait(run)
      console.log(end)
      console.log((yield* Stream.runCollect(remove.report(run, { format: "csv" }))).slice(0, 4))
    }).pipe(
      Effect.provide(
        remove.worker.pipe(
          Layer.provideMerge(NodeJobs.layerEmbedded({ file: ":memory:" })),
          Layer.provideMerge(BoxEmulator.layer)
        )
      )
    )
  )
})
