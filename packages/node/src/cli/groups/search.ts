/** `search`: Box's index. */
import * as Search from "@effect-box/core/api/Search"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type * as catalog from "../catalog/look.ts"
import type { Given } from "../command/Command.ts"
import { sizeOf } from "../command/parse.ts"
import { resolveFolder } from "../items/reference.ts"
import { requestFields } from "../items/walk.ts"
import { asked, list } from "../terminal/output.ts"
import { WrongUse } from "../terminal/Shell.ts"

const sides = (flag: string, text: string): Effect.Effect<readonly [string, string], WrongUse> => {
  const [from = "", to = "", ...more] = text.split(",").map((side) => side.trim())
  return more.length === 0 && text.includes(",") && `${from}${to}` !== ""
    ? Effect.succeed([from, to] as const)
    : Effect.fail(new WrongUse({ message: `--${flag} takes FROM,TO; one side may be empty.` }))
}

/** A day is as good as a time. */
const timeOf = (flag: string, text: string): Effect.Effect<string, WrongUse> => {
  if (text === "") return Effect.succeed("")
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time)
    ? Effect.fail(new WrongUse({ message: `--${flag} takes times such as 2026-01-31, not ${text}.` }))
    : Effect.succeed(new Date(time).toISOString())
}

const timeRange = Effect.fnUntraced(function* (flag: string, text: string | undefined) {
  if (text === undefined) return undefined
  const [from, to] = yield* sides(flag, text)
  return [yield* timeOf(flag, from), yield* timeOf(flag, to)] as const
})

const bytesOf = (text: string): Effect.Effect<number | "", WrongUse> => {
  const size = text === "" ? "" : sizeOf(text)
  return size === undefined
    ? Effect.fail(new WrongUse({ message: `--size takes sizes such as 10MB, not ${text}.` }))
    : Effect.succeed(size)
}

const sizeRange = Effect.fnUntraced(function* (text: string | undefined) {
  if (text === undefined) return undefined
  const [from, to] = yield* sides("size", text)
  return [yield* bytesOf(from), yield* bytesOf(to)] as const
})

/** A value of metadata: a number if it looks like one. */
const filterValue = (text: string): string | number => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text)

const metadataFilter = Effect.fnUntraced(function* (template: string | undefined, filters: ReadonlyArray<string>) {
  if (template === undefined) {
    return filters.length === 0 ? undefined : yield* new WrongUse({ message: "--filter needs a --template." })
  }
  const [scope = "", templateKey = "", ...more] = template.split(".")
  if (templateKey === "" || more.length > 0) {
    return yield* new WrongUse({ message: `--template takes SCOPE.KEY, such as enterprise.contract, not ${template}.` })
  }
  const entries = filters.map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)] as const)
  if (entries.some(([key]) => key === "")) return yield* new WrongUse({ message: "--filter takes KEY=VALUE." })
  return { scope, templateKey, filters: Object.fromEntries(entries.map(([key, text]) => [key, filterValue(text)])) }
})

const some = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> | undefined => (values.length === 0 ? undefined : values)

export const search = Effect.fnUntraced(function* (given: Given<typeof catalog.search>) {
  const filter = yield* metadataFilter(given.template, given.filter)
  if (given.query === undefined && filter === undefined) {
    return yield* new WrongUse({ message: "QUERY is missing, or a --template." })
  }
  const folders = yield* Effect.forEach(given.in, resolveFolder)
  const entries = Search.searchForContent.items({
    query: given.query,
    type: given.type,
    scope: given.scope,
    file_extensions: some(given.extension),
    owner_user_ids: some(given.owner),
    recent_updater_user_ids: some(given.updater),
    deleted_user_ids: some(given["deleted-by"]),
    ancestor_folder_ids: some(folders.map(({ id }) => id)),
    content_types: some(given.content),
    created_at_range: yield* timeRange("created", given.created),
    updated_at_range: yield* timeRange("updated", given.updated),
    deleted_at_range: yield* timeRange("deleted", given.deleted),
    size_range: yield* sizeRange(given.size),
    trash_content: given.trash ? "trashed_only" : undefined,
    // The scope and the values are whatever the template of the enterprise has.
    mdfilters: filter === undefined ? undefined : ([filter] as never),
    sort: given.sort,
    direction: given.direction,
    limit: Math.min(Math.max(given.limit, 1), 200),
    fields: requestFields(["name", "size", "modified_at", "parent"], yield* asked)
  })
  yield* list(Stream.take(entries, given.limit), ["type", "id", "name", "size", "modified_at", "parent"])
})
