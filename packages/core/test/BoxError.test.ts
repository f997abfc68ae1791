import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { BoxError, BoxRequest, Folders, ResponseCheck, Users } from "../src/index.ts"
import { table } from "../src/http/internal/answerError.ts"
import { fixedToken, inOrder, type Script } from "./http/scriptedHttp.ts"

/** The failure that an answer causes, with no second try. */
const failureOf = (answer: Script) => {
  const http = inOrder(answer)
  return Folders.createFolder({ name: "a", parent: { id: "0" } }).pipe(
    BoxRequest.withRetry({ maxAttempts: 1 }),
    Effect.flip,
    Effect.provide([http.layer, fixedToken])
  )
}

const rows: ReadonlyArray<readonly [status: number, code: string | undefined, tag: string]> = [
  [400, "bad_request", "BoxBadRequest"],
  [400, "item_name_invalid", "BoxBadRequest"],
  [400, "folder_not_empty", "BoxBadRequest"],
  [400, "parts_mismatch", "BoxUploadSessionError"],
  [400, "invalid_upload_session_id", "BoxUploadSessionError"],
  [403, "access_denied_insufficient_permissions", "BoxForbidden"],
  [403, "storage_limit_exceeded", "BoxForbidden"],
  [404, "not_found", "BoxNotFound"],
  [404, "trashed", "BoxNotFound"],
  [405, "method_not_allowed", "BoxBadRequest"],
  [408, undefined, "BoxTimeout"],
  [409, "item_name_in_use", "BoxItemNameInUse"],
  [409, "conflict", "BoxConflict"],
  [409, "operation_blocked_temporary", "BoxConflict"],
  [409, "session_conflict", "BoxConflict"],
  [409, "range_overlaps_existing_part", "BoxUploadSessionError"],
  [410, "session_expired", "BoxUploadSessionError"],
  [410, "upload_failed", "BoxUploadSessionError"],
  [410, undefined, "BoxNotFound"],
  [411, "length_required", "BoxBadRequest"],
  [414, undefined, "BoxBadRequest"],
  [422, undefined, "BoxBadRequest"],
  [428, undefined, "BoxPreconditionFailed"],
  [412, "precondition_failed", "BoxPreconditionFailed"],
  [413, "request_entity_too_large", "BoxBadRequest"],
  [415, "unsupported_media_type", "BoxBadRequest"],
  [416, undefined, "BoxBadRequest"],
  [429, "rate_limit_exceeded", "BoxRateLimited"],
  [500, "internal_server_error", "BoxUnavailable"],
  [502, "bad_gateway", "BoxUnavailable"],
  [503, "unavailable", "BoxUnavailable"],
  [504, undefined, "BoxUnavailable"],
  [501, undefined, "BoxUnavailable"],
  [507, undefined, "BoxUnavailable"],
  [418, "teapot", "BoxUnexpectedStatus"],
  [302, undefined, "BoxUnexpectedStatus"]
]

const bodies: ReadonlyArray<readonly [name: string, answer: Script]> = [
  ["an empty body", {}],
  ["an HTML page", { text: "<html><body>Bad Gateway</body></html>", headers: { "content-type": "text/html" } }],
  ["JSON that is no object", { json: ["no"] }],
  ["JSON null", { json: null }],
  [
    "fields of wrong types",
    { json: { code: 7, message: { a: 1 }, request_id: [], context_info: "x", status: "many" } }
  ],
  ["a cut-off body", { text: '{"code":"item_na' }]
]

describe("BoxError", () => {
  it.effect.each(rows.map((row) => ({ row })))("$row", ({ row: [status, code, tag] }) =>
    Effect.gen(function* () {
      const error = yield* failureOf({
        status,
        json: { type: "error", status, code, message: "said so", request_id: "req1", help_url: "https://help" }
      })
      assert.strictEqual(error._tag, tag)
      assert.strictEqual(error.status, status)
      assert.strictEqual(error.code, code)
      assert.strictEqual(error.detail, "said so")
      const place = "Folders.createFolder: POST /folders at api.box.com"
      assert.strictEqual(
        error.message,
        `${place}: ${status}${code === undefined ? "" : ` ${code}`} (request id req1): said so`
      )
      assert.strictEqual(error.host, "api.box.com")
      assert.strictEqual(error.requestId, "req1")
      assert.strictEqual(error.helpUrl, "https://help")
      assert.strictEqual(error.operation, "Folders.createFolder")
      assert.strictEqual(error.method, "POST")
      assert.strictEqual(error.path, "/folders")
      assert.strictEqual(error.attempts, 1)
    })
  )

  it("the rows above cover the whole table; the other three have tests of their own", () => {
    const covered = new Set(rows.flatMap(([status, code]) => [`${status}`, `${status} ${code}`]))
    const uncovered = Object.keys(table).filter((key) => !covered.has(key))
    assert.deepStrictEqual(uncovered, ["202", "401", "403 insufficient_scope"])
  })

  it.effect.each(bodies.map(([name, answer]) => ({ name, answer })))("tolerates $name", ({ answer }) =>
    Effect.gen(function* () {
      const error = yield* failureOf({ status: 409, ...answer })
      assert.strictEqual(error._tag, "BoxConflict")
      assert.strictEqual(error.status, 409)
      assert.include(error.message, "409")
    })
  )

  it.effect("an empty 401 and an empty 403 are told apart by WWW-Authenticate", () =>
    Effect.gen(function* () {
      const expired = yield* failureOf({
        status: 401,
        headers: {
          "www-authenticate":
            'Bearer realm="Service", error="invalid_token", error_description="The access token provided is invalid."'
        }
      })
      assert.strictEqual(expired._tag, "BoxUnauthorized")
      assert.strictEqual(expired.code, "invalid_token")
      const scope = yield* failureOf({
        status: 403,
        headers: {
          "WWW-Authenticate": 'Bearer realm="Service", error="insufficient_scope", error_description="needs more"',
          "box-request-id": "header-id"
        }
      })
      assert.strictEqual(scope._tag, "BoxInsufficientScope")
      assert.strictEqual(scope.detail, "needs more")
      assert.strictEqual(scope.requestId, "header-id")
    })
  )

  it.effect("an explanation without end is read in part", () =>
    Effect.gen(function* () {
      const error = yield* failureOf({ status: 500, text: `{"message":"${"x".repeat(1_000_000)}"}` })
      assert.strictEqual(error._tag, "BoxUnavailable")
      assert.isBelow(error.message.length, 100)
    })
  )

  it.effect("a connection that was never made in time is a timeout of its own", () =>
    Effect.gen(function* () {
      const error = yield* failureOf({ reset: "UND_ERR_CONNECT_TIMEOUT" })
      assert.strictEqual(error._tag, "BoxTimeout")
      if (error._tag === "BoxTimeout") assert.strictEqual(error.phase, "connect")
    })
  )

  const existing = { type: "folder", id: "17", sequence_id: "0", etag: "0", name: "A" }
  const shapes = [
    ["an array", [existing], ["17"]],
    ["one object", existing, ["17"]],
    ["null", null, []],
    ["nothing", undefined, []],
    ["an object without an id", { type: "file", name: "A" }, []],
    ["a mixed array", [null, existing, "x"], ["17"]]
  ] as const
  it.effect.each(shapes.map((shape) => ({ shape })))("conflicts from $shape.0", ({ shape: [, conflicts, ids] }) =>
    Effect.gen(function* () {
      const error = yield* failureOf({ status: 409, json: { code: "item_name_in_use", context_info: { conflicts } } })
      assert.strictEqual(error._tag, "BoxItemNameInUse")
      if (error._tag !== "BoxItemNameInUse") return
      assert.deepStrictEqual(
        error.conflicts.map((item) => item.id),
        [...ids]
      )
    })
  )

  it.effect("encodes and decodes without loss", () =>
    Effect.gen(function* () {
      const error = yield* failureOf({
        status: 409,
        json: { code: "item_name_in_use", context_info: { conflicts: [existing] } }
      })
      const encoded = yield* Schema.encodeEffect(BoxError.BoxError)(error)
      const back = yield* Schema.decodeUnknownEffect(BoxError.BoxError)(JSON.parse(JSON.stringify(encoded)))
      assert.strictEqual(back._tag, "BoxItemNameInUse")
      assert.deepStrictEqual(JSON.stringify(back), JSON.stringify(error))
      assert.isTrue(BoxError.isBoxError(back))
    })
  )

  it("is sorted by what a program does about it", () => {
    const facts = { operation: "Users.getUserMe", message: "No", attempts: 1 }
    const login = [
      BoxError.BoxUnauthorized,
      BoxError.BoxInsufficientScope,
      BoxError.BoxLoginRequired,
      BoxError.BoxOAuthError
    ]
    for (const Refused of login) assert.isTrue(BoxError.isAuthentication(new Refused(facts)), Refused.name)
    const others = [BoxError.BoxForbidden, BoxError.BoxNotFound, BoxError.BoxTransportError, BoxError.BoxRateLimited]
    for (const Other of others) assert.isFalse(BoxError.isAuthentication(new Other(facts)), Other.name)
    const dropped = new BoxError.BoxUploadSessionError({ ...facts, status: 410 })
    const refused = new BoxError.BoxUploadSessionError({ ...facts, status: 400 })
    assert.deepStrictEqual([dropped.isRetryable, refused.isRetryable], [true, false])
    assert.isTrue(BoxError.isThrottled(new BoxError.BoxRateLimited(facts)))
    assert.isFalse(BoxError.isThrottled(new BoxError.BoxUnavailable(facts)))
  })

  it.effect("an answer that contradicts its schema names the path, not the value", () =>
    Effect.gen(function* () {
      const http = inOrder({ json: { type: "user", id: "1", login: 4711_4711 } })
      const strictly = Effect.provideService(Users.getUserMe(), ResponseCheck.ResponseCheck, "strict")
      const error = yield* Effect.flip(Effect.provide(strictly, [http.layer, fixedToken]))
      assert.strictEqual(error._tag, "BoxDecodeError")
      assert.include(error.message, "login")
      assert.notInclude(error.message, "47114711")
      assert.strictEqual(error.operation, "Users.getUserMe")
    })
  )
})
