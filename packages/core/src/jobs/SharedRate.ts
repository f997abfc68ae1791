/**
 * One rate for all processes that use the same login, on however many machines: each has the same part of Box's limits,
 * and `Pacing` keeps to it. The processes know each other by rows in the database of the jobs.
 *
 * @example
 * ```ts
 * import { SharedRate } from "@effect-box/core/jobs"
 * import { NodeBox, NodeJobs } from "@effect-box/node"
 * import { Layer } from "effect"
 *
 * const Shared = SharedRate.layer({ login: "archive" }).pipe(
 *   Layer.provideMerge(NodeJobs.layerCluster({ host: "worker-1.internal" })),
 *   Layer.provideMerge(NodeBox.layerConfig)
 * )
 * ```
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import type { BoxInvalidInput } from "../BoxError.ts"
import { Pacing } from "../http/Pacing.ts"
import { invalidInput, readArgument } from "../internal/argument.ts"
import { BoxJobs } from "./BoxJobs.ts"
import { patiently, persistently, type SqlClient } from "./internal/database.ts"

/**
 * The options of {@link layer}.
 *
 * @category models
 * @since 0.2.0
 */
export interface Options {
  /**
   * Names the login: processes with the same name share its limits. Two logins have limits of their own, so give them two
   * names. At most 200 characters. Default `default`.
   */
  readonly login?: string | undefined
}

/** How often a process says that it is there, and counts the others. */
const beat = Duration.seconds(5)
/** A process that was silent for so long is gone. */
const silence = Duration.seconds(15)

interface Member {
  readonly login: string
  readonly id: string
}

/** The time of the database where many machines use it, and that of this process where only it does. */
const currentTime = (sql: SqlClient) =>
  Effect.map(Clock.currentTimeMillis, (now) =>
    sql.onDialectOrElse({
      pg: () => sql.literal("(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint"),
      orElse: () => sql.literal(String(now))
    })
  )

/** Says that this process is there. Gives the number of those that are. */
const appear = /*#__PURE__*/ Effect.fnUntraced(function* (sql: SqlClient, { id, login }: Member) {
  const now = yield* currentTime(sql)
  yield* sql`INSERT INTO effect_box_job_members (login, id, seen_at) VALUES (${login}, ${id}, ${now})
    ON CONFLICT (login, id) DO UPDATE SET seen_at = excluded.seen_at`
  yield* sql`DELETE FROM effect_box_job_members
    WHERE login = ${login} AND seen_at < ${now} - ${sql.literal(String(Duration.toMillis(silence)))}`
  const members = yield* sql`SELECT id FROM effect_box_job_members WHERE login = ${login}`
  return Math.max(1, members.length)
})

const leave = (sql: SqlClient, { id, login }: Member) =>
  Effect.ignore(patiently(sql`DELETE FROM effect_box_job_members WHERE login = ${login} AND id = ${id}`, () => false))

const keepUp = /*#__PURE__*/ Effect.fnUntraced(function* (
  sql: SqlClient,
  pacing: Pacing,
  member: Member,
  others: boolean
) {
  // The others hear of this process with their next beat. Until then they use the whole rate.
  if (others) yield* pacing.share(0)
  yield* Effect.sleep(beat)
  while (true) {
    yield* pacing.share(1 / (yield* persistently(appear(sql, member))))
    yield* Effect.sleep(beat)
  }
})

const make = /*#__PURE__*/ Effect.fnUntraced(function* (options: Options) {
  const operation = "SharedRate.layer"
  const { login = "default" } = yield* readArgument(operation, options, "options must be an object")
  if (typeof login !== "string" || login === "" || login.length > 200 || login.includes("\0")) {
    return yield* invalidInput(operation, "login must be a text of 1 to 200 characters")
  }
  const { sql } = yield* BoxJobs
  const pacing = yield* Pacing
  const member: Member = { login, id: `${yield* Random.nextInt}${yield* Random.nextInt}` }
  const members = yield* persistently(appear(sql, member))
  yield* Effect.addFinalizer(() => Effect.andThen(leave(sql, member), pacing.share(1)))
  yield* Effect.forkScoped(keepUp(sql, pacing, member, members > 1))
})

/**
 * Gives this process its part of the limits that `Pacing` enforces: all of them divided by the number of processes that
 * have this layer with the same `login`. Counts them every 5 seconds. One that joins makes no calls for its first 5
 * seconds, until the others know; one that died counts for 15 more. In any minute all together stay within the limits.
 * While the database is away, the part stays as it is. Where Box refuses nevertheless, `Pacing` slows down.
 *
 * Provide it and the workers with the same `Pacing`, as in the example of this module.
 *
 * @category layers
 * @since 0.2.0
 */
export const layer = (options: Options = {}): Layer.Layer<never, BoxInvalidInput, BoxJobs> =>
  Layer.effectDiscard(make(options))
