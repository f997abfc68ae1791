/** The job: each file of a tree gets a description. To set the same one again changes nothing. */
import { Files } from "@effect-box/core"
import { BoxJob } from "@effect-box/core/jobs"
import { Effect, Schema } from "effect"

/** `told` hears of each file that is done by this process. */
export const describe = (told: Effect.Effect<void> = Effect.void) =>
  BoxJob.make("describe", {
    params: Schema.Struct({ folder: Schema.String, description: Schema.String }),
    items: ({ folder }) => BoxJob.tree({ folder_id: folder, type: "file" }),
    run: (file, { description }) =>
      Files.updateFileById({ file_id: file.id, description, fields: ["id"] }).pipe(Effect.andThen(told)),
    lanes: 12,
    batchSize: 50,
    concurrency: 4
  })
