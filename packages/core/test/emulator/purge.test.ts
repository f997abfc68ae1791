import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { created, del, file, folder, fresh, get, type Json, post, put } from "./wire.ts"

const grace = "7002"

const v25 = { headers: { "box-version": "2025.0" } }

/** A file in a folder, with everything that can belong to either, and the addresses at which all that is found. */
const furnished = Effect.gen(function* () {
  const top = yield* folder("top")
  const { id } = yield* file("paper", "x", top.id)
  const item = { type: "file", id }
  const comment = yield* created(post("/comments", { message: "hi", item }))
  const share = { item: { type: "folder", id: top.id }, accessible_by: { type: "user", id: grace }, role: "viewer" }
  const collaboration = yield* created(post("/collaborations", share))
  const task = yield* created(post("/tasks", { item }))
  const assignment = yield* created(
    post("/task_assignments", { task: { type: "task", id: task.id }, assign_to: { id: grace } })
  )
  const webhook = yield* created(
    post("/webhooks", { target: item, address: "https://example.test/hook", triggers: ["FILE.TRASHED"] })
  )
  const policy = yield* created(
    post("/metadata_cascade_policies", { folder_id: top.id, scope: "global", templateKey: "properties" })
  )
  yield* put(`/files/${id}/watermark`, { watermark: { imprint: "default" } })
  yield* post("/docgen_templates", { file: item }, v25)
  const favorites: string = (yield* get("/collections")).json.entries[0].id
  yield* put(`/files/${id}`, { collections: [{ id: favorites }] })
  const paths = [
    `/comments/${comment.id}`,
    `/collaborations/${collaboration.id}`,
    `/tasks/${task.id}`,
    `/task_assignments/${assignment.id}`,
    `/webhooks/${webhook.id}`,
    `/metadata_cascade_policies/${policy.id}`
  ]
  return { id, top: top.id, favorites, paths }
})

const statuses = (paths: ReadonlyArray<string>) =>
  Effect.forEach(paths, (path) => Effect.map(get(path), ({ status }) => status))

const rowsIn = Effect.fnUntraced(function* (favorites: string) {
  return (yield* get(`/collections/${favorites}/items`)).json.total_count
})

describe("what belongs to an item", () => {
  it.effect("is gone when the item above it is deleted for good", () =>
    Effect.gen(function* () {
      const { favorites, paths, top } = yield* furnished
      assert.deepStrictEqual([...new Set(yield* statuses(paths))], [200])
      assert.strictEqual(yield* rowsIn(favorites), 1)
      yield* del(`/folders/${top}?recursive=true`)
      yield* del(`/folders/${top}/trash`)
      assert.deepStrictEqual([...new Set(yield* statuses(paths))], [404])
      assert.strictEqual(yield* rowsIn(favorites), 0)
      assert.deepStrictEqual((yield* get("/webhooks")).json.entries, [])
      const { json } = yield* get("/docgen_templates", v25)
      assert.deepStrictEqual(json.entries, [])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is gone after thirty days in the trash, and stays if the item comes back", () =>
    Effect.gen(function* () {
      const { id, paths, top } = yield* furnished
      yield* del(`/files/${id}`)
      yield* created(post(`/files/${id}`, {}))
      assert.deepStrictEqual([...new Set(yield* statuses(paths))], [200])
      assert.strictEqual((yield* get(`/files/${id}/watermark`)).status, 200)
      yield* del(`/folders/${top}?recursive=true`)
      yield* TestClock.adjust("30 days")
      assert.deepStrictEqual([...new Set(yield* statuses(paths))], [404])
    }).pipe(Effect.provide(fresh({ accessTokenLifetime: "90 days" })))
  )

  it.effect("does not keep what belongs to others from staying", () =>
    Effect.gen(function* () {
      const { id } = yield* furnished
      const other = yield* file("other")
      const item = { type: "file", id: other.id }
      const comment = yield* created(post("/comments", { message: "hello", item }))
      yield* put(`/files/${other.id}/watermark`, { watermark: { imprint: "default" } })
      yield* del(`/files/${id}`)
      yield* del(`/files/${id}/trash`)
      assert.deepStrictEqual(yield* statuses([`/comments/${comment.id}`, `/files/${other.id}/watermark`]), [200, 200])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("a hold goes with its file once that may be deleted", () =>
    Effect.gen(function* () {
      const { id } = yield* file("held")
      const policy = yield* created(post("/legal_hold_policies", { policy_name: "p", is_ongoing: true }))
      const assign = { policy_id: policy.id, assign_to: { type: "file", id } }
      const assignment = yield* created(post("/legal_hold_policy_assignments", assign))
      const list = `/file_version_legal_holds?policy_id=${policy.id}`
      assert.strictEqual((yield* get(list)).json.entries.length, 1)
      yield* del(`/files/${id}`)
      assert.strictEqual((yield* del(`/files/${id}/trash`)).status, 403)
      yield* del(`/legal_hold_policy_assignments/${assignment.id}`)
      assert.strictEqual((yield* del(`/files/${id}/trash`)).status, 204)
      assert.strictEqual((yield* get(list)).json.entries.length, 0)
    }).pipe(Effect.provide(fresh()))
  )
})

describe("comment_count", () => {
  it.effect("counts comments and replies, alone and in lists", () =>
    Effect.gen(function* () {
      const { id } = yield* file("paper")
      const count = Effect.map(get(`/files/${id}?fields=comment_count`), ({ json }): Json => json.comment_count)
      assert.strictEqual(yield* count, 0)
      const first = yield* created(post("/comments", { message: "hi", item: { type: "file", id } }))
      yield* created(post("/comments", { message: "ho", item: { type: "comment", id: first.id } }))
      yield* created(post("/comments", { message: "hi", item: { type: "file", id: (yield* file("other")).id } }))
      assert.strictEqual(yield* count, 2)
      const { entries } = (yield* get("/folders/0/items?fields=comment_count")).json
      assert.deepStrictEqual(
        entries.map((entry: Json) => entry.comment_count),
        [1, 2]
      )
      yield* del(`/comments/${first.id}`)
      assert.strictEqual(yield* count, 1)
    }).pipe(Effect.provide(fresh()))
  )
})
