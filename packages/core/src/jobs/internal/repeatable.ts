/** What makes the work on an item repeatable: doing it twice ends like doing it once. */
import * as Effect from "effect/Effect"
import { type BoxError, isBoxError } from "../../BoxError.ts"

type Tag = BoxError["_tag"]

/** Turns failures with one of the tags into success. */
const succeedOn =
  (holds: (error: BoxError) => boolean) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A | undefined, E, R> =>
    Effect.catchIf(
      effect,
      (error) => isBoxError(error) && holds(error),
      () => Effect.succeed(undefined)
    )

/**
 * Takes a failure with this tag for success: an earlier attempt has done it. By default `BoxItemNameInUse`, for what
 * creates, copies or moves under a fixed name.
 *
 * @example
 * ```ts
 * import { Files } from "@effect-box/core"
 * import { BoxJob } from "@effect-box/core/jobs"
 *
 * const copy = Files.copyFile({ file_id: "17", parent: { id: "18" } }).pipe(BoxJob.alreadyThere())
 * ```
 *
 * @category combinators
 * @since 0.2.0
 */
export const alreadyThere = (...tags: ReadonlyArray<Tag>) => {
  const wanted: ReadonlyArray<Tag> = tags.length === 0 ? ["BoxItemNameInUse"] : tags
  return succeedOn((error) => wanted.includes(error._tag))
}

/**
 * Takes `BoxNotFound` for success, for what deletes or removes: an earlier attempt has done it.
 *
 * @example
 * ```ts
 * import { Files } from "@effect-box/core"
 * import { BoxJob } from "@effect-box/core/jobs"
 *
 * const remove = Files.deleteFileById({ file_id: "17" }).pipe(BoxJob.gone)
 * ```
 *
 * @category combinators
 * @since 0.2.0
 */
export const gone: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A | undefined, E, R> =
  /*#__PURE__*/ succeedOn((error) => error._tag === "BoxNotFound")

/**
 * Does something only if it is not done yet, for what cannot tell by its failure. `check` says whether it is done.
 *
 * @example
 * ```ts
 * import { Files } from "@effect-box/core"
 * import { BoxJob } from "@effect-box/core/jobs"
 * import { Effect } from "effect"
 *
 * const describe = Files.updateFileById({ file_id: "17", description: "checked" }).pipe(
 *   BoxJob.unchanged(
 *     Effect.map(Files.getFileById({ file_id: "17", fields: ["description"] }), (file) => file.description === "checked")
 *   )
 * )
 * ```
 *
 * @category combinators
 * @since 0.2.0
 */
export const unchanged =
  <E2, R2>(check: Effect.Effect<boolean, E2, R2>) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A | undefined, E | E2, R | R2> =>
    Effect.flatMap(check, (done): Effect.Effect<A | undefined, E, R> => (done ? Effect.succeed(undefined) : effect))
