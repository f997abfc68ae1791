/** A process that calls Box as fast as it may, and shares the rate of its login with others by a database. */
import { BoxConfig, DeveloperToken, Users } from "@effect-box/core"
import { BoxJobs, SharedRate } from "@effect-box/core/jobs"
import { NodeBox } from "@effect-box/node"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as PgClient from "@effect/sql-pg/PgClient"
import { Effect, Redacted } from "effect"

/** What it is told, as JSON in its first argument. */
export interface Task {
  readonly baseUrl: string
  readonly accessToken: string
  /** The database. */
  readonly url: string
  /** Names the process in its requests. */
  readonly name: string
}

/** Of all processes together. */
export const callsPerSecond = 10

const call = ({ accessToken, baseUrl, name, url }: Task) =>
  // Alone it would spend the rate of a whole minute before the other one is there.
  Effect.forever(Users.getUserMe({})).pipe(
    Effect.delay("10 seconds"),
    Effect.provide(SharedRate.layer({ login: "one" })),
    Effect.provide(BoxJobs.layerClient),
    Effect.provide(PgClient.layer({ url: Redacted.make(url), maxConnections: 2 })),
    Effect.provide([
      DeveloperToken.layer(Redacted.make(accessToken)),
      BoxConfig.layer({ apiUrl: baseUrl, userAgent: name }),
      NodeBox.layerPlatform({ pacing: { limits: { callsPerMinute: callsPerSecond * 60 } } })
    ])
  )

const argument = process.argv[2]
// The test imports what is above.
if (argument?.startsWith("{") === true) NodeRuntime.runMain(call(JSON.parse(argument)))
