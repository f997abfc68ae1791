/** The process that the kill test of events kills: it follows the user's stream, and tells the name of each item. */
import { BoxConfig, DeveloperToken, EventStream } from "@effect-box/core"
import { FileEventCheckpoints, NodeBox } from "@effect-box/node"
import { Effect, Layer, Redacted, Schema } from "effect"
import { report } from "./report.ts"

/** What it is told, as JSON in its first argument. */
export interface Task {
  readonly baseUrl: string
  readonly accessToken: string
  /** The directory of the checkpoint. */
  readonly directory: string
}

/** Events in a page, which is what a kill may repeat. */
export const limit = 20

const isNamed = Schema.is(Schema.Struct({ name: Schema.String }))

const follow = ({ accessToken, baseUrl, directory }: Task) =>
  EventStream.run({ checkpoint: "kill", stream_type: "changes", from: "oldest", limit }, ({ source }) =>
    // As long as a row takes to be written.
    Effect.andThen(
      Effect.sync(() => report(isNamed(source) ? source.name : "")),
      Effect.sleep("1 millis")
    )
  ).pipe(
    Effect.provide(
      Layer.mergeAll(
        FileEventCheckpoints.layer(directory),
        DeveloperToken.layer(Redacted.make(accessToken)),
        BoxConfig.layer({ apiUrl: baseUrl })
      ).pipe(Layer.provideMerge(NodeBox.layerPlatform()))
    )
  )

const argument = process.argv[2]
// The test imports what is above.
if (argument?.startsWith("{") === true) await Effect.runPromise(follow(JSON.parse(argument)))
