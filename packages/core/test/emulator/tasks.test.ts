import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { created, del, file, fresh, get, type Json, post, put } from "./wire.ts"

const grace = "7002"
const asGrace = { headers: { "as-user": grace } }

const task = (id: string, more: object = {}) => created(post("/tasks", { item: { type: "file", id }, ...more }))
const assign = (id: string, assign_to: object, message?: object) =>
  post("/task_assignments", { task: { type: "task", id }, assign_to }, message)

/** A file that Grace may read. */
const paper = Effect.gen(function* () {
  const made = yield* file("paper")
  const item = { type: "file", id: made.id }
  yield* created(post("/collaborations", { item, accessible_by: { type: "user", id: grace }, role: "viewer" }))
  return made
})

describe("tasks", () => {
  it.effect("are created on a file, found, listed, changed and deleted", () =>
    Effect.gen(function* () {
      const { id } = yield* paper
      const made = yield* task(id, { message: "Look at it", due_at: "2030-01-01T00:00:00Z" })
      assert.deepInclude(made, {
        type: "task",
        action: "review",
        completion_rule: "all_assignees",
        message: "Look at it",
        is_completed: false,
        task_assignment_collection: { total_count: 0, entries: [] }
      })
      assert.strictEqual(made.item.id, id)
      const second = yield* task(id, { action: "complete", completion_rule: "any_assignee" })
      const { json } = yield* get(`/files/${id}/tasks`, asGrace)
      assert.deepStrictEqual([json.total_count, json.entries], [2, [made, second]])
      const changed = yield* put(`/tasks/${made.id}`, { message: "Now", due_at: null })
      assert.deepInclude(changed.json, { message: "Now", due_at: null, action: "review" })
      assert.strictEqual((yield* put(`/tasks/${made.id}`, { message: "x" }, asGrace)).status, 403)
      assert.strictEqual((yield* del(`/tasks/${made.id}`, asGrace)).status, 403)
      assert.strictEqual((yield* del(`/tasks/${made.id}`)).status, 204)
      assert.strictEqual((yield* get(`/tasks/${made.id}`)).status, 404)
      assert.strictEqual((yield* get(`/files/${id}/tasks`)).json.total_count, 1)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are refused with other actions, rules and items", () =>
    Effect.gen(function* () {
      const { id } = yield* file("a")
      const item = { type: "file", id }
      const refused = [
        [yield* post("/tasks", {}), 400],
        [yield* post("/tasks", { item: { type: "folder", id: "0" } }), 400],
        [yield* post("/tasks", { item, action: "sing" }), 400],
        [yield* post("/tasks", { item, completion_rule: "nobody" }), 400],
        [yield* post("/tasks", { item, due_at: "tomorrow" }), 400],
        [yield* post("/tasks", { item: { type: "file", id: "1" } }), 404],
        [yield* post("/tasks", { item }, asGrace), 404],
        [yield* get("/tasks/1"), 404],
        [yield* get("/files/1/tasks"), 404]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) assert.strictEqual(reply.status, status, String(index))
    }).pipe(Effect.provide(fresh()))
  )
})

describe("assignments", () => {
  it.effect("are made, found, listed, resolved and deleted, and complete their task", () =>
    Effect.gen(function* () {
      const { id } = yield* paper
      const { id: taskId } = yield* task(id, { message: "Look" })
      const isCompleted = Effect.map(get(`/tasks/${taskId}`), ({ json }) => json.is_completed)
      const hers = yield* created(assign(taskId, { id: grace }))
      assert.deepInclude(hers, { type: "task_assignment", resolution_state: "incomplete", completed_at: null })
      assert.deepStrictEqual([hers.assigned_to.id, hers.assigned_by.id, hers.item.id], [grace, "7001", id])
      const mine = yield* created(assign(taskId, { login: "ada@example.test" }))
      const { json } = yield* get(`/tasks/${taskId}/assignments`)
      assert.deepStrictEqual([json.total_count, json.entries], [2, [hers, mine]])
      const approved = yield* put(`/task_assignments/${hers.id}`, { resolution_state: "approved" }, asGrace)
      assert.strictEqual(approved.json.resolution_state, "approved")
      assert.isNotNull(approved.json.completed_at)
      assert.isFalse(yield* isCompleted)
      yield* put(`/tasks/${taskId}`, { completion_rule: "any_assignee" })
      assert.isTrue(yield* isCompleted)
      yield* put(`/tasks/${taskId}`, { completion_rule: "all_assignees" })
      yield* put(`/task_assignments/${mine.id}`, { resolution_state: "rejected" })
      assert.isTrue(yield* isCompleted)
      assert.strictEqual(
        (yield* put(`/task_assignments/${mine.id}`, { resolution_state: "incomplete" })).json.completed_at,
        null
      )
      assert.strictEqual((yield* del(`/task_assignments/${mine.id}`)).status, 204)
      assert.strictEqual((yield* get(`/task_assignments/${mine.id}`)).status, 404)
      assert.strictEqual((yield* del(`/tasks/${taskId}`)).status, 204)
      assert.strictEqual((yield* get(`/task_assignments/${hers.id}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are refused twice, to strangers, and with states that do not fit", () =>
    Effect.gen(function* () {
      const { id } = yield* paper
      const lin = yield* created(post("/users", { name: "Lin", login: "lin@example.test" }))
      const { id: taskId } = yield* task(id)
      const made = yield* created(assign(taskId, { id: grace }))
      const path = `/task_assignments/${made.id}`
      const refused = [
        [yield* assign(taskId, { id: grace }), 409],
        [yield* assign(taskId, { id: lin.id }), 400],
        [yield* assign(taskId, { id: "1" }), 404],
        [yield* assign(taskId, {}), 400],
        [yield* assign("1", { id: grace }), 404],
        [yield* put(path, { resolution_state: "completed" }, asGrace), 400],
        [yield* put(path, { resolution_state: "later" }, asGrace), 400],
        [yield* get(path, { headers: { "as-user": lin.id } }), 404]
      ] as const
      for (const [index, [reply, status]] of refused.entries()) assert.strictEqual(reply.status, status, String(index))
      assert.strictEqual(refused[1][0].json.code, "task_assignee_not_allowed")
      yield* put(path, { resolution_state: "approved" }, asGrace)
      assert.strictEqual((yield* assign(taskId, { id: "7001" })).status, 403)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("and tasks are events", () =>
    Effect.gen(function* () {
      const { id } = yield* paper
      const { id: taskId } = yield* task(id)
      yield* assign(taskId, { id: grace })
      const types = (query: string) =>
        Effect.map(get(`/events${query}`, asGrace), ({ json }) => json.entries.map((one: Json) => one.event_type))
      assert.deepStrictEqual((yield* types("")).slice(-2), ["TASK_CREATE", "TASK_ASSIGNMENT_CREATE"])
      assert.notInclude(yield* types("?stream_type=changes"), "TASK_CREATE")
    }).pipe(Effect.provide(fresh()))
  )
})
