/** Walks a list page by page. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import * as BoxError from "../../BoxError.ts"
import type { Page, Requirements, Spec } from "./spec.ts"
import { readArgument } from "../../internal/argument.ts"

const numberOr = (value: unknown, fallback: number): number => (typeof value === "number" ? value : fallback)

type Arguments = Readonly<Record<string, unknown>>

/** A page of any list, including the event stream. */
interface AnyPage extends Page<unknown> {
  readonly next_stream_position?: string | number | null
}

const contradiction = (spec: Spec, message: string): BoxError.BoxDecodeError =>
  new BoxError.BoxDecodeError({ operation: spec.name, method: spec.method, path: spec.path, attempts: 1, message })

const repeated = (spec: Spec): BoxError.BoxDecodeError =>
  contradiction(spec, "Box repeated a marker: the list would never end")

const isPage = (value: unknown): value is AnyPage =>
  Predicate.hasProperty(value, "entries") && Array.isArray(value.entries)

const noPage = (spec: Spec): BoxError.BoxDecodeError =>
  contradiction(spec, "The answer is not a page of a list: it has no entries")

/** A page without `entries` is an error. If it counted as empty, it would silently end the list. */
const pageOf = (spec: Spec, value: unknown): Effect.Effect<AnyPage, BoxError.BoxDecodeError> =>
  isPage(value) ? Effect.succeed(value) : Effect.fail(noPage(spec))

/** The entries of one page of an operation, for callers that walk a list themselves. */
export const entriesOf = <Item>(
  { spec }: { readonly spec: Spec },
  { entries }: Page<Item>
): Effect.Effect<ReadonlyArray<Item>, BoxError.BoxDecodeError> =>
  entries === undefined || entries === null ? Effect.fail(noPage(spec)) : Effect.succeed(entries)

/** The state of one walk through the pages. */
interface Progress {
  readonly markers: Set<string>
  emptyPages: number
}

/** Events continue from a position until a page is empty, which means that there are no more so far. */
const followingPosition = (
  spec: Spec,
  input: Arguments,
  page: AnyPage,
  { markers }: Progress
): Effect.Effect<Option.Option<Arguments>, BoxError.BoxError> => {
  const position = page.next_stream_position
  if (position === undefined || position === null || (page.entries?.length ?? 0) === 0) {
    return Effect.succeed(Option.none())
  }
  const next = String(position)
  if (next === input["stream_position"]) return Effect.succeed(Option.none())
  if (markers.has(next)) return Effect.fail(repeated(spec))
  markers.add(next)
  return Effect.succeed(Option.some({ ...input, stream_position: next }))
}

/**
 * The arguments of the page after `page`, or nothing. An empty page with a marker is not the end. A repeated marker
 * fails, because the list would never end. Offsets advance by the active limit, because Box omits items that the user
 * may not see, and end at `total_count`. Since that count can be far too high, three consecutive empty pages end the
 * list as well.
 */
const following = (
  spec: Spec,
  input: Arguments,
  page: AnyPage,
  progress: Progress
): Effect.Effect<Option.Option<Arguments>, BoxError.BoxError> => {
  if (spec.paging === "position") return followingPosition(spec, input, page, progress)
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
  const asked = numberOr(input["offset"], 0)
  const offset = numberOr(page.offset, asked) + step
  if (!(offset > asked))
    return Effect.fail(contradiction(spec, "Box returned a smaller offset: the list would never end"))
  const ended =
    progress.emptyPages === 3 || (typeof page.total_count === "number" ? offset >= page.total_count : count < step)
  return Effect.succeed(ended ? Option.none() : Option.some({ ...input, offset }))
}

/** Box sorts a list only with an offset: with a marker it keeps its own order, and rejects the trash entirely. */
const goesByMarker = (input: Arguments): boolean =>
  ["usemarker", "offset", "sort", "direction"].every((name) => input[name] === undefined)

/** Walks a list page by page. `emit` selects from each page what the stream emits. */
export const walk = <A>(
  spec: Spec,
  call: (input: object) => Effect.Effect<unknown, BoxError.BoxError, Requirements>,
  emit: (page: Page<unknown>) => ReadonlyArray<A>
): ((input?: object) => Stream.Stream<A, BoxError.BoxError, Requirements>) => {
  const next = (progress: Progress) =>
    Effect.fnUntraced(function* (input: Arguments) {
      const page = yield* pageOf(spec, yield* call(input))
      return [emit(page), yield* following(spec, input, page, progress)] as const
    })
  return (input = {}) =>
    Stream.unwrap(
      Effect.gen(function* () {
        const first: Record<string, unknown> = { ...(yield* readArgument(spec.name, input)) }
        if (spec.paging === "markerOrOffset" && goesByMarker(first)) {
          first["usemarker"] = true
        }
        return Stream.paginate<Arguments, A, BoxError.BoxError, Requirements>(
          first,
          next({ markers: new Set(), emptyPages: 0 })
        )
      })
    )
}
