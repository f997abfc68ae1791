/** Walks a list page by page. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as BoxError from "../BoxError.ts"
import type { Page, Requirements, Spec } from "../Operation.ts"

const numberOr = (value: unknown, fallback: number): number => (typeof value === "number" ? value : fallback)

type Arguments = Readonly<Record<string, unknown>>

/** A page of any list, the event stream's included. */
interface AnyPage extends Page<unknown> {
  readonly next_stream_position?: string | number | null
}

const repeated = (spec: Spec): BoxError.BoxDecodeError =>
  new BoxError.BoxDecodeError({
    operation: spec.name,
    method: spec.method,
    path: spec.path,
    attempts: 1,
    message: "Box repeated a marker: following it would never end"
  })

/** Events go on from a position until a page is empty: that is all that has happened so far. */
const followingPosition = (input: Arguments, page: AnyPage): Option.Option<Arguments> => {
  const position = page.next_stream_position
  if (position === undefined || position === null || (page.entries?.length ?? 0) === 0) return Option.none()
  const next = String(position)
  return next === input["stream_position"] ? Option.none() : Option.some({ ...input, stream_position: next })
}

/** What one walk remembers of its pages. */
interface Progress {
  readonly markers: Set<string>
  emptyPages: number
}

/**
 * The arguments of the page after `page`, or nothing. An empty page with a marker goes on; a marker that was seen before
 * would go round for ever and fails. Offsets advance by the limit in force, because Box leaves out what the user may not
 * see, and end at `total_count`; as that can promise far more than there is, three empty pages in a row end it as well.
 */
const following = (
  spec: Spec,
  input: Arguments,
  page: AnyPage,
  progress: Progress
): Effect.Effect<Option.Option<Arguments>, BoxError.BoxError> => {
  if (spec.paging === "position") return Effect.succeed(followingPosition(input, page))
  const marker = typeof page.next_marker === "number" ? String(page.next_marker) : page.next_marker
  if (typeof marker === "string" && marker !== "") {
    if (progress.markers.has(marker)) return Effect.fail(repeated(spec))
    progress.markers.add(marker)
    const { offset: _, ...rest } = input
    return Effect.succeed(Option.some({ ...rest, marker }))
  }
  if (spec.paging === "marker" || input["usemarker"] === true) return Effect.succeed(Option.none())
  const count = page.entries?.length ?? 0
  progress.emptyPages = count === 0 ? progress.emptyPages + 1 : 0
  const step = Math.max(numberOr(page.limit, count), 1)
  const offset = numberOr(page.offset, numberOr(input["offset"], 0)) + step
  const ended =
    progress.emptyPages === 3 || (typeof page.total_count === "number" ? offset >= page.total_count : count < step)
  return Effect.succeed(ended ? Option.none() : Option.some({ ...input, offset }))
}

/** Walks a list page by page; `emit` takes from each page what the stream gives. */
export const walk = <A>(
  spec: Spec,
  call: (input: object) => Effect.Effect<unknown, BoxError.BoxError, Requirements>,
  emit: (page: Page<unknown>) => ReadonlyArray<A>
): ((input?: object) => Stream.Stream<A, BoxError.BoxError, Requirements>) => {
  const next = (progress: Progress) =>
    Effect.fnUntraced(function* (input: Arguments) {
      // The output of a paged operation is a page.
      const page = (yield* call(input)) as AnyPage
      return [emit(page), yield* following(spec, input, page, progress)] as const
    })
  return (input = {}) =>
    Stream.suspend(() => {
      const first: Record<string, unknown> = { ...input }
      if (spec.paging === "markerOrOffset" && first["usemarker"] === undefined && first["offset"] === undefined) {
        first["usemarker"] = true
      }
      return Stream.paginate<Arguments, A, BoxError.BoxError, Requirements>(
        first,
        next({ markers: new Set(), emptyPages: 0 })
      )
    })
}
