/** Seeds made by chance, for what must hold for all of them. */
import type { Comment, Item, Items, Seed } from "../../src/testing/Seed.ts"

/** Numbers below `limit`, the same for the same start. */
const dice = (start: number) => {
  let state = start * 2_654_435_761 + 1
  return (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % limit
  }
}

const names = ["7", "a.b c", "constructor", "ünï", "Reports", "x".repeat(60), "toString", "12"]
const texts = ["", "plain\r\n", "größer", "\u0000binary", "{}"]
const logins = ["constructor", "rosa", "tom.j", "12"]

/** A seed that is right in itself. */
export const anySeed = (start: number): Seed => {
  const below = dice(start)
  const maybe = <A extends object>(value: () => A): Partial<A> => (below(3) === 0 ? value() : {})
  const some = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> => values.filter(() => below(2) === 0)
  const users = some(logins)
  const everybody = ["admin", "managed", ...users]
  const collaborations: Array<NonNullable<Seed["collaborations"]>[number]> = []
  const webhooks: Array<NonNullable<Seed["webhooks"]>[number]> = []
  const groups = some(["Team", "12", "valueOf"])

  const comments = (owner: string, depth: number): ReadonlyArray<Comment> =>
    some(["one", "two", "three"]).map((word) => {
      const message = `${word} ${below(1_000_000)}`
      const replies = depth > 0 ? comments(owner, depth - 1) : []
      const words = below(2) === 0 ? { message } : { tagged_message: `${message} @[${everybody[0]}:Somebody]` }
      return { user: owner, ...words, ...(replies.length === 0 ? {} : { replies }) }
    })

  const share = (owner: string, item: string, isFile: boolean): void => {
    const roles = isFile ? (["editor", "viewer"] as const) : (["editor", "viewer uploader", "co-owner"] as const)
    const role = () => roles[below(roles.length)] ?? "editor"
    for (const user of some(everybody)) if (user !== owner) collaborations.push({ item, user, role: role() })
    for (const group of some(groups)) collaborations.push({ item, group, role: "viewer" })
    for (const login of some(["guest@elsewhere.test"])) collaborations.push({ item, login, role: role() })
    if (below(2) === 0) webhooks.push({ item, user: owner, address: "https://a.test/", triggers: ["FILE.DOWNLOADED"] })
  }

  const item = (owner: string, path: string, depth: number): Item => {
    const settings = {
      ...maybe(() => ({ description: `about ${path}`.slice(0, 200) })),
      ...maybe(() => ({ tags: ["one", "two"] })),
      ...maybe(() => ({ shared_link: { access: (["open", "company", "collaborators"] as const)[below(3)] ?? "open" } }))
    }
    const kind = below(6)
    if (kind === 0) return { url: "https://example.test/", ...settings }
    const metadata = maybe(() => ({
      metadata: { kind: { size: below(100), state: "b" }, "global.properties": { a: "1" } }
    }))
    if (below(3) === 0) share(owner, path, kind > 2)
    if (kind <= 2) return { children: tree(owner, path, depth - 1), ...settings, ...metadata }
    const said = comments(owner, 1)
    const content = kind === 3 ? { size: below(20_000) } : { text: texts[below(texts.length)] ?? "" }
    return { ...content, ...settings, ...metadata, ...(said.length === 0 ? {} : { comments: said }) }
  }

  const tree = (owner: string, path: string, depth: number): Items =>
    Object.fromEntries((depth < 0 ? [] : some(names)).map((name) => [name, item(owner, `${path}/${name}`, depth)]))

  const items = Object.fromEntries(everybody.map((owner) => [owner, tree(owner, owner, 2)]))
  return {
    users: Object.fromEntries(
      users.map((name) => [
        name,
        {
          name: `User ${name}`,
          login: `${name}@example.test`,
          ...maybe(() => ({ status: "inactive" as const })),
          ...maybe(() => ({ role: "coadmin" as const })),
          ...maybe(() => ({ is_external_collab_restricted: true }))
        }
      ])
    ),
    groups: Object.fromEntries(
      groups.map((name) => [name, { members: Object.fromEntries(some(everybody).map((user) => [user, "member"])) }])
    ),
    templates: {
      kind: {
        displayName: "Kind",
        fields: [
          { type: "float", key: "size", displayName: "Size" },
          { type: "enum", key: "state", displayName: "State", options: [{ key: "a" }, { key: "b" }] }
        ]
      }
    },
    items,
    collaborations,
    webhooks
  }
}
