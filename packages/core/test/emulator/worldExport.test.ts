import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import type { Seed } from "../../src/testing/Seed.ts"
import { anySeed } from "./anySeed.ts"
import { deep, office } from "./seedWorlds.ts"
import { created, del, file, folder, fresh, get, post, put, upload, uploadVersion } from "./wire.ts"

/** The world of a seed, said again after some work in it. */
const saidOf = <E = never, R = never>(seed: Seed | undefined, work: Effect.Effect<unknown, E, R> = Effect.void) =>
  Effect.gen(function* () {
    yield* work
    return yield* (yield* BoxEmulator.BoxEmulator).world
  }).pipe(Effect.provide(fresh(seed === undefined ? {} : { seed })))

const as = (user: string) => ({ headers: { "as-user": user } })

/** A world made by requests, with a lot that no seed can say. */
const busyWork = Effect.gen(function* () {
  const { addFault, credentials } = yield* BoxEmulator.BoxEmulator
  const grace = credentials.managedUserId
  const top = yield* folder("Top")
  const below = yield* folder("7", top.id)
  const one = yield* file("one.txt", "first", below.id)
  yield* uploadVersion(one.id, "second")
  yield* put(`/files/${one.id}?fields=lock`, { lock: { access: "lock" } })
  yield* put(`/folders/${top.id}`, { shared_link: { access: "open", password: "Secret-123" } })
  yield* put(`/folders/${below.id}`, { shared_link: { access: "collaborators" }, collections: [] })
  const other = yield* file("two.bin", new Uint8Array([0, 1, 2, 3]), top.id)
  yield* del(`/files/${(yield* file("gone.txt")).id}`)
  yield* created(post("/tasks", { item: { type: "file", id: other.id }, action: "review" }))
  // Users whose logins begin with the same words.
  const twins = yield* Effect.forEach(["x.test", "y.test"], (domain) =>
    created(post("/users", { name: "Twin", login: `twin@${domain}` }))
  )
  const [first, second] = twins.map(({ id }) => String(id))
  const share = (item: object, id: string | undefined, role: string) =>
    created(post("/collaborations", { item, accessible_by: { type: "user", id }, role }))
  yield* share({ type: "folder", id: top.id }, grace, "editor")
  const left = yield* share({ type: "file", id: other.id }, first, "viewer")
  const say = (message: string, who: string | undefined) =>
    created(post("/comments", { message, item: { type: "file", id: other.id } }, as(who ?? "")))
  yield* say("here", grace)
  yield* say("there", first)
  // Who wrote this may not comment any more.
  yield* del(`/collaborations/${left.id}`)
  yield* put(`/users/${second}`, { status: "inactive" })
  // A folder of somebody else, in which the administrator has put something.
  const hers = yield* created(post("/folders", { name: "Hers", parent: { id: "0" } }, as(grace)))
  const accessible = { type: "user", id: credentials.userId }
  const shared = { item: { type: "folder", id: hers.id }, accessible_by: accessible, role: "editor" }
  yield* created(post("/collaborations", shared, as(grace)))
  yield* created(upload("mine.txt", "by the administrator", hers.id))
  yield* created(
    post("/webhooks", {
      target: { type: "folder", id: hers.id },
      address: "https://a.test/",
      triggers: ["FILE.TRASHED"]
    })
  )
  yield* created(post("/groups", { name: "Team" }))
  // It hits requests, and not what is said of the world.
  yield* addFault({ kind: "status", match: {}, status: 503 })
})

describe("the present world as a seed", () => {
  it.effect.each<readonly [name: string, seed: Seed]>([
    ["an empty one", {}],
    ["an office", office],
    ["a deep tree", deep]
  ])("is the same again when it is loaded: %s", ([, seed]) =>
    Effect.gen(function* () {
      const first = yield* saidOf(seed)
      assert.notProperty(first, "omitted")
      assert.deepStrictEqual(yield* saidOf(first), first)
      // As a file has it.
      assert.deepStrictEqual(yield* saidOf(JSON.parse(JSON.stringify(first))), first)
    })
  )

  it.effect.each(Array.from({ length: 10 }, (_, index) => index))("is the same again, whatever it is: %i", (start) =>
    Effect.gen(function* () {
      const first = yield* saidOf(anySeed(start))
      assert.notProperty(first, "omitted")
      assert.deepStrictEqual(yield* saidOf(JSON.parse(JSON.stringify(first))), first)
    })
  )

  it.effect("says again what the seed said", () =>
    Effect.gen(function* () {
      const said = yield* saidOf(office)
      assert.deepStrictEqual(said.groups, office.groups)
      assert.deepStrictEqual(said.templates, office.templates)
      assert.deepStrictEqual(said.users?.["tom"], office.users?.["tom"])
      assert.deepStrictEqual(said.users?.["rosa"], office.users?.["rosa"])
      const { "2024.txt": report, ...others } = said.items?.["rosa"]?.["Reports"]?.children ?? {}
      const { "2024.txt": given, ...rest } = office.items?.["rosa"]?.["Reports"]?.children ?? {}
      assert.deepStrictEqual(others, rest)
      assert.deepStrictEqual(report?.shared_link, given?.shared_link)
      assert.deepStrictEqual(report?.metadata, given?.metadata)
      assert.deepStrictEqual(report?.comments, [
        { user: "rosa", message: "mine" },
        { user: "managed", tagged_message: "look, @[rosa:Rosa]", replies: [{ user: "rosa", message: "seen" }] }
      ])
      assert.sameDeepMembers([...(said.collaborations ?? [])], [...(office.collaborations ?? [])])
      assert.strictEqual(said.webhooks?.length, 2)
    })
  )

  it.effect("says what requests have made, and counts what it leaves out", () =>
    Effect.gen(function* () {
      const said = yield* saidOf(undefined, busyWork)
      assert.deepStrictEqual(said.omitted, {
        comments: 1,
        file_versions: 1,
        locks: 1,
        shared_link_passwords: 1,
        task: 1,
        trashed_items: 1
      })
      assert.hasAllKeys(said.users, ["admin", "managed", "twin", "twin-2"])
      assert.deepStrictEqual(said.items, {
        admin: {
          Top: {
            shared_link: { access: "open" },
            children: {
              "7": { children: { "one.txt": { text: "second" } }, shared_link: { access: "collaborators" } },
              "two.bin": { base64: "AAECAw==", comments: [{ user: "managed", message: "here" }] }
            }
          }
        },
        managed: { Hers: { children: { "mine.txt": { text: "by the administrator" } } } }
      })
      assert.deepStrictEqual(said.webhooks, [
        { item: "managed/Hers", user: "admin", address: "https://a.test/", triggers: ["FILE.TRASHED"] }
      ])
      const { omitted: _, ...rest } = said
      assert.deepStrictEqual(yield* saidOf(said), rest)
    })
  )

  it.effect("changes nothing: no event, no request, no delivery", () =>
    Effect.gen(function* () {
      const { requests, webhookDeliveries, world } = yield* BoxEmulator.BoxEmulator
      const events = () =>
        Effect.map(get("/events?stream_type=admin_logs&limit=500"), ({ json }) => [
          json.entries.length,
          json.chunk_size
        ])
      const before = yield* events()
      yield* world
      assert.deepStrictEqual(yield* events(), before)
      assert.strictEqual((yield* requests).length, 2)
      assert.deepStrictEqual(yield* webhookDeliveries, [])
    }).pipe(Effect.provide(fresh({ seed: office })))
  )

  it.effect("has sizes only, where contents are not kept", () =>
    Effect.gen(function* () {
      const { world } = yield* BoxEmulator.BoxEmulator
      yield* file("a.txt", "hello")
      const { items, omitted } = yield* world
      assert.deepStrictEqual([items, omitted], [{ admin: { "a.txt": { size: 5 } } }, { contents: 1 }])
    }).pipe(Effect.provide(fresh({ contents: "digest" })))
  )
})
