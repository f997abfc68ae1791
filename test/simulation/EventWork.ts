/** Following what happens on Box: a consumer of a user's stream or the enterprise's, and what it must have handled. */
import { EventStream } from "@effect-box/core"
import { Clock, Effect } from "effect"
import type { Watch } from "./Watch.ts"
import type { Planned, Workbench } from "./Workload.ts"

const minute = 60_000

/** How long a consumer follows after its last start. */
const following = 30 * minute
/** After this time every event has come, whatever the long poll and the network do: a silence, and failures. */
const lateness = 15 * minute

export interface Follower {
  readonly id: string
  readonly stream_type: "all" | "admin_logs_streaming"
  readonly limit: number
  readonly handled: Array<string>
  lives: number
  /** When it ended in order, in milliseconds since 1970. */
  ended: number | undefined
}

export const followEvents = ({ id, choices, model }: Workbench): Planned => {
  const stream_type = choices.fork("stream").chance(0.4) ? "admin_logs_streaming" : "all"
  const follower: Follower = { id, stream_type, limit: choices.int(1, 4), handled: [], lives: 0, ended: undefined }
  model.followers.push(follower)
  const pause = choices.pick([0, 0, 20, 500])
  const follow = EventStream.run({ checkpoint: id, stream_type, from: "oldest", limit: follower.limit }, (event) =>
    Effect.delay(
      Effect.sync(() => follower.handled.push(event.event_id)),
      pause
    )
  ).pipe(
    // Nobody else has this checkpoint, and the store of the simulation does not fail.
    Effect.catchTag("BoxCheckpointError", Effect.die)
  )
  return {
    effect: Effect.suspend(() => {
      follower.lives++
      return Effect.andThen(Effect.raceFirst(follow, Effect.sleep(following)), Clock.currentTimeMillis)
    }),
    // Once a second at most, in either stream; it can begin four times.
    budget: (4 * following) / 1000,
    resumes: true,
    keepsCheckpoint: true,
    settle: (outcome) => {
      if (outcome._tag === "Success") follower.ended = Number(outcome.value)
    }
  }
}

/** Compares what a consumer has handled with what happened. */
export const auditFollower = (
  { ended, handled, id, limit, lives }: Follower,
  events: ReadonlyArray<{ readonly id: string; readonly at: number }>,
  watch: Watch
): void => {
  const distinct = new Set(handled)
  const repeats = handled.length - distinct.size
  if (repeats > limit * Math.max(0, lives - 1)) {
    watch.violated("an end repeats a page at most", `${id} had ${repeats} repeats of ${limit} a page in ${lives} lives`)
  }
  const strange = handled.find((event) => !events.some((known) => known.id === event))
  if (strange !== undefined) watch.violated("each event is handled", `${id} had an event that did not happen`)
  if (ended === undefined) return
  const missing = events.filter((event) => event.at < ended - lateness && !distinct.has(event.id)).length
  if (missing > 0) watch.violated("each event is handled", `${id} did not get ${missing} of ${events.length} events`)
}
