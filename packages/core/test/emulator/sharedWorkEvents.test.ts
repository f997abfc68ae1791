import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { created, del, file, folder, fresh, get, type Json, post, put } from "./wire.ts"

const grace = "7002"
const asGrace = { headers: { "as-user": grace } }

const userEvents = (message = {}) =>
  Effect.map(
    get("/events?stream_position=0&limit=500", message),
    ({ json }): ReadonlyArray<string> =>
      json.entries.map((event: Json) => event.event_type).filter((type: string) => /^(COLLAB|TASK)_/.test(type))
  )

const enterpriseEvents = Effect.map(get("/events?stream_type=admin_logs&limit=500"), ({ json }) =>
  json.entries
    .filter((event: Json) => /COLLABORATION|^TASK_/.test(event.event_type))
    .map((event: Json) => [event.event_type, event.source.item_id])
)

describe("events of collaborations", () => {
  it.effect("are in the streams of those who share the item, and of the enterprise", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const item = { type: "folder", id: top.id }
      const path = `/collaborations/${
        (yield* created(post("/collaborations", { item, accessible_by: { type: "user", id: grace }, role: "viewer" })))
          .id
      }`
      yield* put(path, { role: "editor" })
      yield* put(path, { expires_at: "2100-01-01T00:00:00Z" })
      yield* del(path)
      const all = ["COLLAB_ADD_COLLABORATOR", "COLLAB_ROLE_CHANGE", "COLLAB_REMOVE_COLLABORATOR"]
      assert.deepStrictEqual(yield* userEvents(), all)
      assert.deepStrictEqual(yield* userEvents(asGrace), all)
      assert.deepStrictEqual(yield* enterpriseEvents, [
        ["COLLABORATION_INVITE", top.id],
        ["COLLABORATION_ROLE_CHANGE", top.id],
        ["UPDATE_COLLABORATION_EXPIRATION", top.id],
        ["COLLABORATION_REMOVE", top.id]
      ])
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("tell the members of a group that their collaboration went with it", () =>
    Effect.gen(function* () {
      const top = yield* folder("top")
      const { id } = yield* created(post("/groups", { name: "g" }))
      yield* created(post("/group_memberships", { user: { id: grace }, group: { id } }))
      const item = { type: "folder", id: top.id }
      yield* created(post("/collaborations", { item, accessible_by: { type: "group", id }, role: "viewer" }))
      yield* del(`/groups/${id}`)
      assert.deepStrictEqual(yield* userEvents(asGrace), ["COLLAB_ADD_COLLABORATOR", "COLLAB_REMOVE_COLLABORATOR"])
      assert.deepInclude(yield* enterpriseEvents, ["COLLABORATION_REMOVE", top.id])
    }).pipe(Effect.provide(fresh()))
  )
})

describe("events of tasks", () => {
  it.effect("are all in the stream of the enterprise, and their creation in those of the users", () =>
    Effect.gen(function* () {
      const { id } = yield* file("paper")
      const item = { type: "file", id }
      yield* created(post("/collaborations", { item, accessible_by: { type: "user", id: grace }, role: "viewer" }))
      const task = yield* created(post("/tasks", { item }))
      yield* put(`/tasks/${task.id}`, { message: "Now" })
      const assign = { task: { type: "task", id: task.id }, assign_to: { id: grace } }
      const row = yield* created(post("/task_assignments", assign))
      yield* put(`/task_assignments/${row.id}`, { resolution_state: "approved" }, asGrace)
      yield* del(`/task_assignments/${row.id}`)
      assert.deepStrictEqual(
        (yield* enterpriseEvents).filter(([type]: Json) => type.startsWith("TASK")),
        [
          ["TASK_CREATE", id],
          ["TASK_UPDATE", id],
          ["TASK_ASSIGNMENT_CREATE", id],
          ["TASK_ASSIGNMENT_UPDATE", id],
          ["TASK_ASSIGNMENT_DELETE", id]
        ]
      )
      const own = ["COLLAB_ADD_COLLABORATOR", "TASK_CREATE", "TASK_ASSIGNMENT_CREATE"]
      assert.deepStrictEqual(yield* userEvents(asGrace), own)
    }).pipe(Effect.provide(fresh()))
  )
})
