/**
 * What the night starts, and what is started again if it was killed. The login and the server come from the environment:
 * see `NodeBox.layerConfig`.
 *
 *     node examples/nightly-job/night.ts 2026-11-30 --enterprise 12345 --from 11 --jobs jobs.db --report archive.csv
 */
import { Items } from "@effect-box/core"
import { BoxJob } from "@effect-box/core/jobs"
import { NodeBox, NodeJobs } from "@effect-box/node"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Console, Effect, FileSystem, Layer, Stream } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { archive, nameOf } from "./Archive.ts"
import * as ProgressBar from "./ProgressBar.ts"

interface Night {
  readonly night: string
  readonly enterprise: string
  readonly from: string
  readonly report: string
}

const program = Effect.fnUntraced(function* ({ enterprise, from, night, report }: Night) {
  const folder = yield* Items.ensureFolder({ path: ["Archive", night] })
  const run = yield* archive.start({
    name: nameOf(night),
    params: { enterprise, from, to: folder.id },
    login: yield* BoxJob.currentLogin
  })
  const last = yield* archive
    .progress(run)
    .pipe(Stream.tap(ProgressBar.make()), Stream.runLast, Effect.flatMap(Effect.fromOption))
  const fs = yield* FileSystem.FileSystem
  yield* archive.report(run, { format: "csv" }).pipe(Stream.encodeText, Stream.run(fs.sink(report)))
  yield* Console.log(`${run.name}: ${last.state}, ${last.done} copied, ${last.failed} failed`)
})

const night = Command.make(
  "night",
  {
    night: Argument.String("night"),
    enterprise: Flag.String("enterprise"),
    from: Flag.String("from"),
    jobs: Flag.String("jobs").pipe(Flag.withDefault("jobs.db")),
    report: Flag.String("report")
  },
  ({ jobs, ...given }) =>
    program(given).pipe(
      Effect.provide(
        archive.worker.pipe(
          Layer.provideMerge(NodeJobs.layerEmbedded({ file: jobs })),
          Layer.provideMerge(NodeBox.layerConfig)
        )
      )
    )
)

night.pipe(Command.run({ version: "1.0.0" }), Effect.provide(NodeServices.layer), NodeRuntime.runMain)
