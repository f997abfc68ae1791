/** Checks that the names in a seed name something: before anything is made, and with what there is instead. */
import * as Effect from "effect/Effect"
import { type Comment, type Item, place, type Seed, SeedError } from "../Seed.ts"

type Path = ReadonlyArray<PropertyKey>

/** The users that every world has. */
export const presentUsers = ["admin", "managed", "service"] as const

const listed = (names: ReadonlyArray<string>): string => {
  if (names.length === 0) return "there is none at all"
  const shown = names.slice(0, 10).join(", ")
  return names.length > 10 ? `there are ${shown} and ${names.length - 10} more` : `there are ${shown}`
}

const wrong = (path: Path, reason: string) => new SeedError({ path: place(path), reason })

const unknown = (what: string, name: string, path: Path, names: ReadonlyArray<string>): SeedError =>
  wrong(path, `there is no ${what} ${JSON.stringify(name)}; ${listed(names)}`)

/** The item at a path such as `ada/Reports/2024.txt`. */
export const itemAt = (seed: Seed, path: string): Item | undefined => {
  const [owner = "", ...names] = path.split("/")
  let item: Item | undefined
  let children = own(seed.items ?? {}, owner)
  for (const name of names) {
    item = own(children ?? {}, name)
    children = item?.children
    if (item === undefined) return undefined
  }
  return item
}

const own = <A>(record: Readonly<Record<string, A>>, name: string): A | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined

/** The error for a path that leads nowhere: it names what there is where the path leaves the tree. */
const noItem = (seed: Seed, path: string, at: Path): SeedError => {
  const names = path.split("/")
  for (let length = names.length - 1; length > 0; length--) {
    const above = names.slice(0, length).join("/")
    const children = length === 1 ? own(seed.items ?? {}, above) : itemAt(seed, above)?.children
    if (children === undefined) continue
    const name = names[length] ?? ""
    return wrong(
      at,
      `there is no ${JSON.stringify(name)} in ${JSON.stringify(above)}; ${listed(Object.keys(children))}`
    )
  }
  const owners = Object.keys(seed.items ?? {})
  return wrong(
    at,
    `${JSON.stringify(path)} is no owner and path, such as ada/Reports/2024.txt; for owners ${listed(owners)}`
  )
}

/** Everything in a seed that names something else. */
const findWrongName = (seed: Seed): SeedError | undefined => {
  const users = [...new Set([...presentUsers, ...Object.keys(seed.users ?? {})])]
  const groups = Object.keys(seed.groups ?? {})
  const templates = Object.keys(seed.templates ?? {})

  const user = (name: string | undefined, path: Path) =>
    name === undefined || users.includes(name) ? undefined : unknown("user", name, path, users)
  const item = (path: string, at: Path) => (itemAt(seed, path) === undefined ? noItem(seed, path, at) : undefined)
  const first = <A>(values: Iterable<A>, check: (value: A) => SeedError | undefined): SeedError | undefined => {
    for (const value of values) {
      const found = check(value)
      if (found !== undefined) return found
    }
    return undefined
  }
  const entries = <A>(record: Readonly<Record<string, A>> | undefined) => Object.entries(record ?? {})

  const comment = (given: Comment, path: Path): SeedError | undefined =>
    user(given.user, [...path, "user"]) ??
    first((given.tagged_message ?? "").matchAll(mention), ([, name]) => user(name, [...path, "tagged_message"])) ??
    first((given.replies ?? []).entries(), ([index, reply]) => comment(reply, [...path, "replies", index]))

  const tree = (given: Item, path: Path): SeedError | undefined =>
    first(Object.keys(given.metadata ?? {}), (key) =>
      key.startsWith("global.") || templates.includes(key)
        ? undefined
        : unknown("template", key, [...path, "metadata", key], [...templates, "global.properties"])
    ) ??
    first((given.comments ?? []).entries(), ([index, each]) => comment(each, [...path, "comments", index])) ??
    first(entries(given.children), ([name, child]) => tree(child, [...path, "children", name]))

  return (
    first(Object.keys(seed.users ?? {}), (name) =>
      name === "service"
        ? wrong(["users", name], "nobody can change the service account")
        : !/^[^/:\]]+$/.test(name)
          ? wrong(["users", name], "a name must not be empty, and must not contain any of / : ]")
          : undefined
    ) ??
    first(entries(seed.groups), ([group, { members }]) =>
      first(Object.keys(members ?? {}), (name) => user(name, ["groups", group, "members", name]))
    ) ??
    first(
      entries(seed.items),
      ([owner, items]) =>
        user(owner, ["items", owner]) ??
        first(Object.entries(items), ([name, given]) => tree(given, ["items", owner, name]))
    ) ??
    first((seed.collaborations ?? []).entries(), ([index, given]) => {
      const path = ["collaborations", index]
      return (
        item(given.item, [...path, "item"]) ??
        user(given.user, [...path, "user"]) ??
        (given.group === undefined || groups.includes(given.group)
          ? undefined
          : unknown("group", given.group, [...path, "group"], groups))
      )
    }) ??
    first((seed.webhooks ?? []).entries(), ([index, given]) => {
      const path = ["webhooks", index]
      return item(given.item, [...path, "item"]) ?? user(given.user, [...path, "user"])
    })
  )
}

/** A mention of a user in a comment. */
export const mention: RegExp = /(?<=@\[)([^:\]]+)(?=:)/g

/** Fails if a name in the seed names nothing. */
export const checkNames = (seed: Seed): Effect.Effect<void, SeedError> =>
  Effect.suspend(() => {
    const found = findWrongName(seed)
    return found === undefined ? Effect.void : Effect.fail(found)
  })
