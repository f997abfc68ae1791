/** `events`. */
import { join } from "node:path"
import * as Events from "@effect-box/core/api/Events"
import * as EventStream from "@effect-box/core/EventStream"
import * as EventCheckpoints from "@effect-box/core/EventCheckpoints"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/follow.ts"
import type { Given } from "../command/Command.ts"
import * as FileEventCheckpoints from "../../events/FileEventCheckpoints.ts"
import { stateDirectory } from "../session/transferState.ts"
import { list } from "../terminal/output.ts"
import { Shell, WrongUse } from "../terminal/Shell.ts"

type Asked = Given<typeof catalog.events>

/** Lines, unless another form is asked for: a stream has no end that JSON could have. */
const asLines = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.updateService(effect, Shell, (shell) =>
    shell.flags.csv ? shell : { ...shell, flags: { ...shell.flags, json: false, jsonl: true } }
  )

const columns = ["created_at", "event_type", "created_by.login", "source.type", "source.id", "source.name"]

const limited = <A, E, R>(stream: Stream.Stream<A, E, R>, count: number | undefined) =>
  count === undefined ? stream : Stream.take(stream, count)

/** Pages are committed when their events are printed. */
const following = (given: Asked, checkpoint: string) =>
  EventStream.pages({
    checkpoint,
    from: given.since,
    stream_type: given.enterprise ? "admin_logs_streaming" : "all",
    // Box refuses a type that it does not know.
    ...(given.type.length === 0 ? {} : { event_type: given.type as ReadonlyArray<"UPLOAD"> })
  }).pipe(
    Stream.flatMap(({ commit, events }) =>
      Stream.concat(Stream.fromIterable(events), Stream.drain(Stream.fromEffect(commit)))
    )
  )

/** What Box has by now: it ends. */
const soFar = (given: Asked) =>
  Events.getEvents.items({
    stream_type: given.enterprise ? "admin_logs_streaming" : "all",
    stream_position: given.since === "oldest" ? "0" : given.since,
    limit: 500,
    ...(given.type.length === 0 ? {} : { event_type: given.type as ReadonlyArray<"UPLOAD"> }) // as above
  })

const checkpoints = (given: Asked) =>
  given.checkpoint === undefined
    ? EventCheckpoints.layerMemory
    : Layer.unwrap(Effect.map(stateDirectory, (directory) => FileEventCheckpoints.layer(join(directory, "events"))))

export const events = Effect.fnUntraced(function* (given: Asked) {
  if (given.type.length > 0 && !given.enterprise) {
    return yield* new WrongUse({ message: "--type needs --enterprise: Box filters only those events." })
  }
  if (!given.follow && given.checkpoint !== undefined) {
    return yield* new WrongUse({ message: "--checkpoint needs --follow." })
  }
  if (!/^(now|oldest|\d+)$/.test(given.since)) {
    return yield* new WrongUse({
      message: `--since takes now, oldest, or a position, which is a number; not ${given.since}.`
    })
  }
  const rows = given.follow ? following(given, given.checkpoint ?? "effect-box") : soFar(given)
  yield* asLines(list(limited(rows, given.count), columns)).pipe(Effect.provide(checkpoints(given)))
})
