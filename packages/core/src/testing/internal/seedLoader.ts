/**
 * Makes the world of a seed by requests of the users in it, so that Box's checks hold and Box's events are written: people
 * first, then what they have, then what is shared, and at the end what would have stood in the way.
 */
import * as Effect from "effect/Effect"
import type { World } from "../emulator/model/World.ts"
import type { JsonObject } from "../emulator/wire/Json.ts"
import { type Comment, type Ids, type Item, type Items, place, type Seed, SeedError } from "../Seed.ts"
import { contentOf } from "./seedContent.ts"
import { itemAt, mention } from "./seedNames.ts"
import type { Refused, WorldRequests } from "./worldRequests.ts"

type Path = ReadonlyArray<PropertyKey>

/** The ids of the users that every world has. */
export const presentIds = ({
  admin,
  managed,
  serviceAccount
}: Pick<World, "admin" | "managed" | "serviceAccount">) => ({
  admin: admin.id,
  managed: managed.id,
  service: serviceAccount.id
})

const idIn = ({ id }: JsonObject): string => String(id)

const at = <A>(path: Path, work: Effect.Effect<A, Refused>): Effect.Effect<A, SeedError> =>
  Effect.mapError(work, ({ reason }) => new SeedError({ path: place(path), reason }))

/** The given properties, without those that are not there. */
const only = <A extends object, K extends keyof A>(value: A, keys: ReadonlyArray<K>): JsonObject =>
  Object.fromEntries(keys.flatMap((key) => (value[key] === undefined ? [] : [[key, value[key]]])))

const isEmpty = (value: object): boolean => Object.keys(value).length === 0

const entriesOf = <A>(record: Readonly<Record<string, A>> | undefined): ReadonlyArray<readonly [string, A]> =>
  Object.entries(record ?? {})

/** What would refuse the rest of the seed, and so is set at the end. */
const lateOfUsers = ["status", "is_external_collab_restricted", "space_amount"] as const
const lateOfFolders = [
  "can_non_owners_invite",
  "can_non_owners_view_collaborators",
  "is_collaboration_restricted_to_enterprise"
] as const

const paths = { folder: "folders", file: "files", web_link: "web_links" } as const

const kindOf = ({ children, url }: Item): keyof typeof paths =>
  children !== undefined ? "folder" : url !== undefined ? "web_link" : "file"

/** Box's address of an item. */
const addressOf = (item: Item, id: string): string => `/${paths[kindOf(item)]}/${id}`

/** What is known of the names so far. */
interface Known {
  readonly users: Map<string, string>
  readonly groups: Map<string, string>
  readonly templates: Map<string, string>
  readonly items: Map<string, string>
}

/** The names were checked before. */
const found = (names: ReadonlyMap<string, string>, name: string): string => names.get(name) ?? ""

const ownerOf = (path: string): string => path.split("/")[0] ?? ""

const loadUsers = ({ ask }: WorldRequests, seed: Seed, known: Known, admin: string) =>
  Effect.forEach(
    entriesOf(seed.users),
    ([name, user]) => {
      const early = Object.fromEntries(
        Object.entries(user).filter(([key]) => !lateOfUsers.some((late) => late === key))
      )
      const id = known.users.get(name)
      const work = id === undefined ? ask(admin, "POST", "/users", early) : ask(admin, "PUT", `/users/${id}`, early)
      return Effect.map(at(["users", name], work), (made) => {
        known.users.set(name, idIn(made))
      })
    },
    { discard: true }
  )

/** A group that gets a collaboration can be invited by everybody until the end. */
const isInvited = (seed: Seed, name: string): boolean => (seed.collaborations ?? []).some(({ group }) => group === name)

const loadGroups = ({ ask }: WorldRequests, seed: Seed, known: Known, admin: string) =>
  Effect.forEach(
    entriesOf(seed.groups),
    ([name, { members, ...settings }]) =>
      Effect.gen(function* () {
        const invitable = isInvited(seed, name) ? { invitability_level: "all_managed_users" } : {}
        const path = ["groups", name]
        const group = { id: idIn(yield* at(path, ask(admin, "POST", "/groups", { name, ...settings, ...invitable }))) }
        known.groups.set(name, group.id)
        for (const [member, role] of entriesOf(members)) {
          const body = { user: { id: found(known.users, member) }, group, role }
          yield* at([...path, "members", member], ask(admin, "POST", "/group_memberships", body))
        }
      }),
    { discard: true }
  )

const loadTemplates = ({ ask }: WorldRequests, seed: Seed, known: Known, admin: string) =>
  Effect.forEach(
    entriesOf(seed.templates),
    ([templateKey, template]) => {
      const body = { scope: "enterprise", templateKey, ...template }
      const work = ask(admin, "POST", "/metadata_templates/schema", body)
      return Effect.map(at(["templates", templateKey], work), (made) => {
        known.templates.set(templateKey, idIn(made))
      })
    },
    { discard: true }
  )

const scopeAndKey = (name: string): string => {
  const [scope, key] = name.startsWith("global.") ? ["global", name.slice("global.".length)] : ["enterprise", name]
  return `${scope}/${encodeURIComponent(key)}`
}

const make = ({ ask, upload }: WorldRequests, user: string, parentId: string, name: string, item: Item) => {
  const content = contentOf(item)
  if (content !== undefined) return upload(user, parentId, name, content)
  const body = { name, parent: { id: parentId } }
  return item.url === undefined
    ? ask(user, "POST", "/folders", body)
    : ask(user, "POST", "/web_links", { ...body, url: item.url })
}

const loadItems = (
  requests: WorldRequests,
  known: Known,
  user: string,
  parent: { readonly id: string; readonly name: string },
  items: Items,
  path: Path
): Effect.Effect<void, SeedError> =>
  Effect.forEach(
    Object.entries(items),
    ([name, item]) =>
      Effect.gen(function* () {
        const here = [...path, name]
        const id = idIn(yield* at(here, make(requests, user, parent.id, name, item)))
        const fullName = `${parent.name}/${name}`
        known.items.set(fullName, id)
        const settings = only(item, ["description", "tags", "shared_link"])
        if (!isEmpty(settings)) yield* at(here, requests.ask(user, "PUT", addressOf(item, id), settings))
        for (const [key, values] of entriesOf(item.metadata)) {
          const address = `${addressOf(item, id)}/metadata/${scopeAndKey(key)}`
          yield* at([...here, "metadata", key], requests.ask(user, "POST", address, values))
        }
        if (item.children !== undefined) {
          const into = { id, name: fullName }
          yield* loadItems(requests, known, user, into, item.children, [...here, "children"])
        }
      }),
    { discard: true }
  )

/** An item as Box wants it in a body: its type and id. */
const itemRef = (seed: Seed, known: Known, path: string): JsonObject => ({
  type: kindOf(itemAt(seed, path) ?? {}),
  id: found(known.items, path)
})

const loadCollaborations = ({ ask }: WorldRequests, seed: Seed, known: Known) =>
  Effect.forEach(
    (seed.collaborations ?? []).entries(),
    ([index, { group, item, login, user, ...rest }]) => {
      const who =
        group !== undefined
          ? { type: "group", id: found(known.groups, group) }
          : { type: "user", ...(user === undefined ? { login } : { id: found(known.users, user) }) }
      const body = { item: itemRef(seed, known, item), accessible_by: who, ...rest }
      const owner = found(known.users, ownerOf(item))
      return at(["collaborations", index], ask(owner, "POST", "/collaborations", body))
    },
    { discard: true }
  )

const loadWebhooks = ({ ask }: WorldRequests, seed: Seed, known: Known) =>
  Effect.forEach(
    (seed.webhooks ?? []).entries(),
    ([index, { address, item, triggers, user }]) => {
      const by = found(known.users, user ?? ownerOf(item))
      const body = { target: itemRef(seed, known, item), address, triggers }
      return at(["webhooks", index], ask(by, "POST", "/webhooks", body))
    },
    { discard: true }
  )

const loadComment = (
  requests: WorldRequests,
  known: Known,
  owner: string,
  target: JsonObject,
  comment: Comment,
  path: Path
): Effect.Effect<void, SeedError> =>
  Effect.gen(function* () {
    const { message, replies, tagged_message, user } = comment
    const tagged = tagged_message?.replaceAll(mention, (name) => found(known.users, name))
    const body = {
      item: target,
      ...(message === undefined ? {} : { message }),
      ...(tagged === undefined ? {} : { tagged_message: tagged })
    }
    const made = yield* at(path, requests.ask(found(known.users, user ?? owner), "POST", "/comments", body))
    for (const [index, reply] of (replies ?? []).entries()) {
      yield* loadComment(requests, known, owner, { type: "comment", id: idIn(made) }, reply, [
        ...path,
        "replies",
        index
      ])
    }
  })

interface Placed {
  readonly item: Item
  readonly id: string
  readonly owner: string
  readonly path: Path
}

/** All items of a seed, with their ids. */
const placed = (seed: Seed, known: Known): ReadonlyArray<Placed> => {
  const walk = (owner: string, above: string, items: Items, path: Path): ReadonlyArray<Placed> =>
    Object.entries(items).flatMap(([name, item]) => {
      const [fullName, here] = [`${above}/${name}`, [...path, name]]
      const below = walk(owner, fullName, item.children ?? {}, [...here, "children"])
      return [{ item, id: found(known.items, fullName), owner, path: here }, ...below]
    })
  return entriesOf(seed.items).flatMap(([owner, items]) => walk(owner, owner, items, ["items", owner]))
}

const loadComments = (requests: WorldRequests, known: Known, all: ReadonlyArray<Placed>) =>
  Effect.forEach(
    all,
    ({ id, item, owner, path }) =>
      Effect.forEach(
        (item.comments ?? []).entries(),
        ([index, comment]) =>
          loadComment(requests, known, owner, { type: kindOf(item), id }, comment, [...path, "comments", index]),
        { discard: true }
      ),
    { discard: true }
  )

const settle = (requests: WorldRequests, seed: Seed, known: Known, all: ReadonlyArray<Placed>, admin: string) =>
  Effect.gen(function* () {
    for (const { id, item, owner, path } of all) {
      const settings = only(item, lateOfFolders)
      if (isEmpty(settings)) continue
      yield* at(path, requests.ask(found(known.users, owner), "PUT", addressOf(item, id), settings))
    }
    for (const [name, { invitability_level }] of entriesOf(seed.groups)) {
      if (!isInvited(seed, name)) continue
      const body = { invitability_level: invitability_level ?? "admins_and_members" }
      yield* at(["groups", name], requests.ask(admin, "PUT", `/groups/${found(known.groups, name)}`, body))
    }
    for (const [name, user] of entriesOf(seed.users)) {
      const settings = only(user, lateOfUsers)
      if (isEmpty(settings)) continue
      yield* at(["users", name], requests.ask(admin, "PUT", `/users/${found(known.users, name)}`, settings))
    }
  })

/** Makes the world of a seed whose names are checked in an empty one, and says which ids everything has got. */
export const loadSeed = (
  requests: WorldRequests,
  seed: Seed,
  present: Readonly<Record<"admin" | "managed" | "service", string>>
): Effect.Effect<Ids, SeedError> =>
  Effect.gen(function* () {
    const known: Known = {
      users: new Map(Object.entries(present)),
      groups: new Map(),
      templates: new Map(),
      items: new Map()
    }
    const { admin } = present
    yield* loadUsers(requests, seed, known, admin)
    yield* loadGroups(requests, seed, known, admin)
    yield* loadTemplates(requests, seed, known, admin)
    for (const [owner, items] of entriesOf(seed.items)) {
      const root = { id: "0", name: owner }
      yield* loadItems(requests, known, found(known.users, owner), root, items, ["items", owner])
    }
    const all = placed(seed, known)
    yield* loadCollaborations(requests, seed, known)
    yield* loadComments(requests, known, all)
    yield* loadWebhooks(requests, seed, known)
    yield* settle(requests, seed, known, all, admin)
    return {
      users: Object.fromEntries(known.users),
      groups: Object.fromEntries(known.groups),
      templates: Object.fromEntries(known.templates),
      items: Object.fromEntries(known.items)
    }
  })
