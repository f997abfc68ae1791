import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import * as Seed from "../../src/testing/Seed.ts"
import { deep, office } from "./seedWorlds.ts"
import { download, fresh, get, text } from "./wire.ts"

const idOf = (ids: Readonly<Record<string, string>>, name: string): string => {
  const id = ids[name]
  if (id === undefined) throw new Error(`no id for ${name}; there are ${Object.keys(ids).join(", ")}`)
  return id
}

const as = (user: string) => ({ headers: { "as-user": user } })

describe("a world from a seed", () => {
  it.effect("has its users, groups, items, shared links, metadata, collaborations, comments and webhooks", () =>
    Effect.gen(function* () {
      const { credentials, ids } = yield* BoxEmulator.BoxEmulator
      const rosa = idOf(ids.users, "rosa")
      assert.strictEqual(ids.users["admin"], credentials.userId)
      assert.strictEqual(ids.users["managed"], credentials.managedUserId)
      const { json: user } = yield* get(`/users/${rosa}?fields=name,login,role,space_amount`)
      assert.deepInclude(user, { name: "Rosa", login: "rosa@example.test", role: "coadmin", space_amount: 5_000_000 })
      assert.deepInclude((yield* get("/users/me")).json, { name: "Ada Root", job_title: "Chief" })
      assert.deepInclude((yield* get(`/users/${idOf(ids.users, "tom")}`)).json, { status: "inactive" })
      const members = yield* get(`/groups/${idOf(ids.groups, "Editors")}/memberships`)
      assert.deepStrictEqual(
        members.json.entries.map((entry: { user: { id: string }; role: string }) => [entry.user.id, entry.role]),
        [
          [rosa, "admin"],
          [idOf(ids.users, "tom"), "member"]
        ]
      )

      const reports = idOf(ids.items, "rosa/Reports")
      const fields = "description,tags,owned_by,can_non_owners_invite,is_collaboration_restricted_to_enterprise"
      const { json: folder } = yield* get(`/folders/${reports}?fields=${fields}`, as(rosa))
      assert.deepInclude(folder, {
        description: "All of them",
        tags: ["year"],
        can_non_owners_invite: false,
        is_collaboration_restricted_to_enterprise: true
      })
      assert.strictEqual(folder.owned_by.id, rosa)
      const contract = yield* get(`/folders/${reports}/metadata/enterprise/contract`, as(rosa))
      assert.deepInclude(contract.json, { party: "Example", state: "open" })
      const file = idOf(ids.items, "rosa/Reports/2024.txt")
      // The collaboration lets the managed user in.
      const { json: shared } = yield* get(`/files/${file}`, as(credentials.managedUserId))
      assert.deepInclude(shared.shared_link, { access: "company", is_password_enabled: false })
      const comments = yield* get(`/files/${file}/comments`, as(rosa))
      assert.deepStrictEqual(
        comments.json.entries.map((entry: { message: string }) => entry.message),
        ["mine", "look, @Rosa", "seen"]
      )
      assert.strictEqual(comments.json.entries[1].tagged_message, `look, @[${rosa}:Rosa]`)
      const hooks = yield* get("/webhooks", as(credentials.managedUserId))
      assert.deepStrictEqual(hooks.json.entries[0].target, { type: "file", id: file })
      const link = yield* get(`/web_links/${idOf(ids.items, "rosa/Reports/Site")}`, as(rosa))
      assert.deepInclude(link.json, { url: "https://example.test/", description: "Ours" })
      const app = yield* get(`/files/${idOf(ids.items, "service/app.json")}`, as(credentials.serviceAccountId))
      assert.strictEqual(app.json.size, 2)
    }).pipe(Effect.provide(fresh({ seed: office })))
  )

  it.effect("has files by text, by bytes and by size", () =>
    Effect.gen(function* () {
      const { ids } = yield* BoxEmulator.BoxEmulator
      const bytesOf = (name: string) => Effect.map(download(idOf(ids.items, `admin/${name}`)), ({ bytes }) => bytes)
      assert.deepStrictEqual(yield* bytesOf("a.txt"), text("größer"))
      assert.deepStrictEqual(yield* bytesOf("b.bin"), new Uint8Array([0, 1, 2, 255]))
      const big = yield* bytesOf("c.bin")
      assert.deepStrictEqual([big.length, big.subarray(0, 3)], [200_000, new Uint8Array([0, 1, 2])])
      assert.deepStrictEqual(yield* bytesOf("d.bin"), big)
    }).pipe(
      Effect.provide(
        fresh({
          seed: {
            items: {
              admin: {
                "a.txt": { text: "größer" },
                "b.bin": { base64: "AAEC/w==" },
                "c.bin": { size: 200_000 },
                "d.bin": { size: 200_000 }
              }
            }
          }
        })
      )
    )
  )

  it.effect("was made by requests that no statistics count, and that wrote Box's events", () =>
    Effect.gen(function* () {
      const { ids, requests, stats } = yield* BoxEmulator.BoxEmulator
      assert.strictEqual((yield* stats).requests, 0)
      assert.deepStrictEqual(yield* requests, [])
      const { json } = yield* get("/events?stream_position=0", as(idOf(ids.users, "managed")))
      const folders = json.entries.filter((entry: { event_type: string }) => entry.event_type === "ITEM_CREATE")
      assert.deepStrictEqual(
        folders.map((entry: { source: { name: string } }) => entry.source.name),
        ["a", "b", "c"]
      )
    }).pipe(Effect.provide(fresh({ seed: deep })))
  )

  it.live("is complete even where a token lives for less time than its loading takes", () =>
    Effect.gen(function* () {
      const { ids } = yield* BoxEmulator.BoxEmulator
      assert.property(ids.items, "rosa/Reports/Site")
      assert.strictEqual((yield* get("/users/me")).status, 401)
    }).pipe(Effect.provide(fresh({ seed: office, accessTokenLifetime: "1 millis" })))
  )

  it.effect("without a seed, has ids of the users that are always there", () =>
    Effect.gen(function* () {
      const { credentials, ids } = yield* BoxEmulator.BoxEmulator
      assert.deepStrictEqual(ids, {
        users: {
          admin: credentials.userId,
          managed: credentials.managedUserId,
          service: credentials.serviceAccountId
        },
        groups: {},
        templates: {},
        items: {}
      })
    }).pipe(Effect.provide(fresh()))
  )
})

const failureOf = (seed: unknown) =>
  BoxEmulator.BoxEmulator.pipe(
    // What JavaScript may pass.
    Effect.provide(BoxEmulator.layerEmulator({ seed: seed as Seed.Seed })),
    Effect.flip,
    Effect.map((error) => error.message)
  )

const file = { text: "x" }
const rosa = { name: "Rosa", login: "rosa@example.test" }

describe("a wrong seed", () => {
  it.effect.each<readonly [seed: unknown, message: string]>([
    [
      { user: {} },
      "seed: user: there is no such key; there are users, groups, templates, items, collaborations, webhooks, omitted"
    ],
    [{ users: { rosa: { login: "rosa@example.test" } } }, "seed: users.rosa.name: it is missing"],
    [
      { items: { admin: { "a.txt": { text: "x", size: 3 } } } },
      'seed: items.admin["a.txt"]: an item has exactly one of children, text, size, base64, url'
    ],
    [
      { items: { admin: { "a.txt": {} } } },
      'seed: items.admin["a.txt"]: an item has exactly one of children, text, size, base64, url'
    ],
    [{ items: { rosa: {} } }, 'seed: items.rosa: there is no user "rosa"; there are admin, managed, service'],
    [
      { groups: { Team: { members: { rosa: "member" } } } },
      'seed: groups.Team.members.rosa: there is no user "rosa"; there are admin, managed, service'
    ],
    [
      {
        items: { admin: { Reports: { children: { "2024.txt": file, "2025.txt": file } } } },
        collaborations: [{ item: "admin/Reports/2023.txt", user: "managed", role: "editor" }]
      },
      'seed: collaborations[0].item: there is no "2023.txt" in "admin/Reports"; there are 2024.txt, 2025.txt'
    ],
    [
      { collaborations: [{ item: "Reports", user: "managed", role: "editor" }] },
      'seed: collaborations[0].item: "Reports" is no owner and path, such as ada/Reports/2024.txt; for owners there is none at all'
    ],
    [
      { items: { admin: { a: file } }, collaborations: [{ item: "admin/a", group: "Team", role: "editor" }] },
      'seed: collaborations[0].group: there is no group "Team"; there is none at all'
    ],
    [
      { items: { admin: { a: file } }, collaborations: [{ item: "admin/a", role: "editor" }] },
      "seed: collaborations[0]: a collaboration has exactly one of user, group, login"
    ],
    [
      { items: { admin: { a: { ...file, metadata: { contract: {} } } } } },
      'seed: items.admin.a.metadata.contract: there is no template "contract"; there are global.properties'
    ],
    [
      { items: { admin: { a: { ...file, comments: [{ tagged_message: "@[rosa:R]" }] } } } },
      'seed: items.admin.a.comments[0].tagged_message: there is no user "rosa"; there are admin, managed, service'
    ],
    [{ users: { service: rosa } }, "seed: users.service: nobody can change the service account"],
    [
      { users: { rosa, rose: rosa } },
      "seed: users.rose: Box answers 409 user_login_already_used: User with the specified login already exists"
    ],
    [
      { items: { admin: { a: file, A: file } } },
      "seed: items.admin.A: Box answers 409 item_name_in_use: Item with the same name already exists"
    ]
  ])("says where it is wrong, and what there is instead: %j", ([seed, message]) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* failureOf(seed), message)
    })
  )

  it.effect("is an error with its place", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Seed.decode({ groups: { Team: { members: { admin: "boss" } } } }))
      assert.deepInclude(error, { _tag: "SeedError", path: "groups.Team.members.admin" })
      assert.include(error.reason, "boss")
    })
  )
})
