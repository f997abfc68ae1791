/** The job: every approved invoice is copied into a folder of the night. */
import { Files } from "@effect-box/core"
import { BoxJob } from "@effect-box/core/jobs"
import { Effect, Schema } from "effect"

/** The run of a night is named after it, so a night that is started twice is one run. */
export const nameOf = (night: string): string => `archive-${night}`

export const archive = BoxJob.make("archive", {
  params: Schema.Struct({ enterprise: Schema.String, from: Schema.String, to: Schema.String }),
  items: ({ enterprise, from }) =>
    BoxJob.metadataQuery({
      from: `enterprise_${enterprise}.invoice`,
      query: "state = :state",
      query_params: { state: "approved" },
      ancestor_folder_id: from
    }),
  // The folder belongs to this run alone: what is there already was copied by it.
  run: (file, { to }) =>
    Files.copyFile({ file_id: file.id, parent: { id: to }, fields: ["id"] }).pipe(BoxJob.alreadyThere(), Effect.asVoid),
  batchSize: 200
})
