import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as BoxEmulator from "../../src/testing/BoxEmulator.ts"
import { created, del, download, file, folder, fresh, get, type Json, post, put } from "./wire.ts"

const prepare = (path: string, json: Json) =>
  Effect.flatMap(BoxEmulator.BoxEmulator, (emulator): Effect.Effect<Json, Error> => emulator.prepare(path, json))

/** A contract, and the folder that it is in. */
const contract = Effect.gen(function* () {
  const { id: parent } = yield* folder("contracts")
  const { id } = yield* file("contract.pdf", "what we agree on", parent)
  return { id, parent }
})

const one = [{ email: "ishmael@example.test", role: "signer" }]

const bodyFor = ({ id, parent }: Json, changes = {}) => ({
  source_files: [{ type: "file", id }],
  parent_folder: { type: "folder", id: parent },
  signers: one,
  ...changes
})

const ask = (source: Json, changes = {}) => created(post("/sign_requests", bodyFor(source, changes)))

const statusOf = ({ id }: Json) => Effect.map(get(`/sign_requests/${id}`), ({ json }) => json.status)

const act = (request: Json, what: string, email = "ishmael@example.test", more = {}) =>
  prepare(`sign_requests/${request.id}/${what}`, { email, ...more })

const refusal = (...args: Parameters<typeof act>) => Effect.map(Effect.flip(act(...args)), ({ message }) => message)

const converted = TestClock.adjust("1 second")

describe("sign requests", () => {
  it.effect("are converted, sent, viewed and signed, and leave a document and a log in the folder", () =>
    Effect.gen(function* () {
      const source = yield* contract
      const request = yield* ask(source)
      assert.deepInclude(request, { type: "sign-request", status: "converting", name: "contract.pdf" })
      assert.isFalse(request.sign_files.is_ready_for_download)
      assert.deepStrictEqual(
        request.signers.map(({ email, role }: Json) => [email, role]),
        [
          ["ada@example.test", "final_copy_reader"],
          ["ishmael@example.test", "signer"]
        ]
      )
      assert.include(yield* refusal(request, "sign"), "converting")
      yield* converted
      assert.strictEqual(yield* statusOf(request), "sent")
      yield* act(request, "view")
      assert.strictEqual(yield* statusOf(request), "viewed")
      yield* act(request, "sign")
      const { json } = yield* get(`/sign_requests/${request.id}`)
      assert.deepInclude(json, { status: "signed", collaborator_level: "owner" })
      assert.isNotNull(json.finished_at)
      assert.strictEqual(json.signers[1].signer_decision.type, "signed")
      const [signed] = json.sign_files.files
      assert.notStrictEqual(signed.id, source.id)
      assert.strictEqual(new TextDecoder().decode((yield* download(signed.id)).bytes), "what we agree on")
      assert.strictEqual((yield* get(`/files/${signed.id}/versions`)).json.total_count, 1)
      const log = new TextDecoder().decode((yield* download(json.signing_log.id)).bytes)
      assert.include(log, "Nobody has signed")
      assert.include(log, "ishmael@example.test")
      const names = (yield* get(`/folders/${source.parent}/items`)).json.entries.map(({ name }: Json) => name)
      assert.deepStrictEqual(names, ["contract (1).pdf", "contract.pdf", "contract.pdf signing log.txt"])
      assert.include(yield* refusal(request, "sign"), "signed")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are signed in order, with the signer's password, by everybody who has to", () =>
    Effect.gen(function* () {
      const request = yield* ask(yield* contract, {
        signers: [
          { email: "second@example.test", order: 2 },
          { email: "first@example.test", order: 1, role: "approver", password: "whale" },
          { email: "reader@example.test", role: "final_copy_reader" }
        ]
      })
      assert.notInclude(JSON.stringify(request), "whale")
      yield* converted
      assert.include(yield* refusal(request, "sign", "second@example.test"), "turn")
      assert.include(yield* refusal(request, "sign", "reader@example.test"), "no signer")
      assert.include(yield* refusal(request, "sign", "first@example.test"), "password")
      yield* act(request, "sign", "first@example.test", { password: "whale" })
      assert.strictEqual(yield* statusOf(request), "viewed")
      assert.include(yield* refusal(request, "sign", "first@example.test", { password: "whale" }), "decided")
      yield* act(request, "sign", "second@example.test")
      assert.strictEqual(yield* statusOf(request), "signed")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("wait for their preparation, can be declined, and expire", () =>
    Effect.gen(function* () {
      const source = yield* contract
      const waiting = yield* ask(source, { is_document_preparation_needed: true })
      assert.isString(waiting.prepare_url)
      yield* converted
      assert.strictEqual(yield* statusOf(waiting), "created")
      assert.include(yield* refusal(waiting, "sign"), "created")
      yield* act(waiting, "prepare")
      assert.strictEqual(yield* statusOf(waiting), "sent")
      const declined = yield* act(waiting, "decline", undefined, { reason: "no" })
      assert.deepInclude(declined.signers[1].signer_decision, { type: "declined", additional_info: "no" })
      assert.strictEqual(yield* statusOf(waiting), "declined")
      const short = yield* ask(source, { days_valid: 2 })
      assert.isString(short.auto_expire_at)
      yield* TestClock.adjust("2 days")
      assert.include(yield* refusal(short, "sign"), "expired")
      assert.include((yield* Effect.flip(prepare("sign_requests/1/sign", {}))).message, "not found")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are cancelled, and sent again after 10 minutes, until they have ended", () =>
    Effect.gen(function* () {
      const request = yield* ask(yield* contract)
      const resend = Effect.map(post(`/sign_requests/${request.id}/resend`), ({ status }) => status)
      const cancel = post(`/sign_requests/${request.id}/cancel`, { reason: "wrong" })
      assert.strictEqual(yield* resend, 400)
      yield* TestClock.adjust("10 minutes")
      assert.deepStrictEqual([yield* resend, yield* resend], [202, 400])
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual((yield* cancel).json.status, "cancelled")
      assert.strictEqual((yield* cancel).status, 400)
      assert.strictEqual(yield* resend, 400)
      assert.strictEqual((yield* post("/sign_requests/1/cancel")).status, 404)
      assert.strictEqual((yield* post("/sign_requests/1/resend")).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("are listed for their sender and for those who sign, and vanish with their files", () =>
    Effect.gen(function* () {
      const { managedUserId } = (yield* BoxEmulator.BoxEmulator).credentials
      const as = { headers: { "as-user": managedUserId } }
      const source = yield* contract
      const request = yield* ask(source, { signers: [{ email: "grace@example.test" }] })
      yield* ask(source)
      const ids = (query: string, message = {}) =>
        Effect.map(get(`/sign_requests${query}`, message), ({ json }) => json.entries.map(({ id }: Json) => id))
      assert.strictEqual((yield* ids("")).length, 2)
      assert.strictEqual((yield* ids("?limit=1")).length, 1)
      assert.deepStrictEqual(yield* ids("", as), [])
      assert.deepStrictEqual(yield* ids("?shared_requests=true", as), [request.id])
      assert.deepStrictEqual(yield* ids("?shared_requests=true&senders=ada@example.test", as), [request.id])
      assert.deepStrictEqual(yield* ids("?shared_requests=true&senders=eve@example.test", as), [])
      assert.strictEqual((yield* get("/sign_requests?senders=ada@example.test")).status, 400)
      assert.strictEqual((yield* post(`/sign_requests/${request.id}/cancel`, {}, as)).status, 403)
      yield* del(`/files/${request.sign_files.files[0].id}`)
      assert.strictEqual((yield* get(`/sign_requests/${request.id}`)).status, 404)
      assert.strictEqual((yield* ids("")).length, 1)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("vanish with their folder, wherever their files are", () =>
    Effect.gen(function* () {
      const source = yield* contract
      const other = yield* folder("other")
      const request = yield* ask(source)
      yield* put(`/files/${request.sign_files.files[0].id}`, { parent: { id: other.id } })
      assert.strictEqual((yield* get(`/sign_requests/${request.id}`)).status, 200)
      yield* del(`/folders/${source.parent}?recursive=true`)
      assert.strictEqual((yield* get(`/sign_requests/${request.id}`)).status, 404)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("without a folder use that of the source file, or one for requests", () =>
    Effect.gen(function* () {
      const source = yield* contract
      assert.strictEqual((yield* ask(source, { parent_folder: undefined })).parent_folder.id, source.parent)
      const loose = yield* file("loose.txt")
      const request = yield* ask(loose, { parent_folder: undefined })
      assert.strictEqual(request.parent_folder.name, "My Sign Requests")
      const again = yield* ask(loose, { parent_folder: undefined })
      assert.strictEqual(again.parent_folder.id, request.parent_folder.id)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("refuse what is missing or wrong", () =>
    Effect.gen(function* () {
      const source = yield* contract
      const given = (changes: Json) =>
        Effect.map(post("/sign_requests", bodyFor(source, changes)), ({ status }) => status)
      assert.deepStrictEqual(
        yield* Effect.forEach(
          [
            { signers: undefined },
            { signers: [] },
            { signers: [{ email: "nobody" }] },
            { signers: [{ email: "a@b.test", role: "king" }] },
            { signers: [{ email: "a@b.test", role: "final_copy_reader" }] },
            { signers: [{ email: "a@b.test", login_required: true, verification_phone_number: "+1" }] },
            { signers: Array.from({ length: 36 }, (_, index) => ({ email: `${index}@b.test` })) },
            { source_files: [] },
            { source_files: Array.from({ length: 11 }, () => ({ type: "file", id: source.id })) },
            { parent_folder: { type: "folder", id: "0" } },
            { days_valid: 731 },
            { signature_color: "green" }
          ],
          given
        ),
        Array.from({ length: 12 }, () => 400)
      )
      assert.strictEqual(yield* given({ source_files: [{ type: "file", id: "1" }] }), 404)
      assert.strictEqual(yield* given({ parent_folder: { type: "folder", id: "1" } }), 404)
      assert.strictEqual(yield* given({ template_id: "1" }), 404)
      assert.strictEqual((yield* get(`/folders/${source.parent}/items`)).json.total_count, 1)
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("tell webhooks who has signed, and that all have", () =>
    Effect.gen(function* () {
      const source = yield* contract
      const triggers = ["SIGN_SIGNER_SIGNED", "COMPLETED", "DECLINED"].map((what) => `SIGN_REQUEST.${what}`)
      const target = { type: "file", id: source.id }
      yield* created(post("/webhooks", { target, address: "https://example.com/hook", triggers }))
      const request = yield* ask(source)
      const other = yield* ask(source)
      yield* converted
      yield* act(request, "sign")
      yield* act(other, "decline")
      const { webhookDeliveries } = yield* BoxEmulator.BoxEmulator
      assert.deepStrictEqual(
        (yield* webhookDeliveries).map(({ trigger }) => trigger),
        ["SIGN_REQUEST.SIGN_SIGNER_SIGNED", "SIGN_REQUEST.COMPLETED", "SIGN_REQUEST.DECLINED"]
      )
    }).pipe(Effect.provide(fresh()))
  )
})

describe("templates of sign requests", () => {
  it.effect("are prepared, listed, and give their files, folder and signers to a request", () =>
    Effect.gen(function* () {
      const source = yield* contract
      const template = yield* prepare("sign_templates", {
        name: "Contract",
        source_files: [{ type: "file", id: source.id }],
        parent_folder: { type: "folder", id: source.parent },
        signers: one
      })
      const { json } = yield* get("/sign_templates")
      assert.deepStrictEqual(
        json.entries.map(({ id, name }: Json) => [id, name]),
        [[template.id, "Contract"]]
      )
      assert.strictEqual((yield* get(`/sign_templates/${template.id}`)).json.signers[0].email, one[0]?.email)
      assert.strictEqual((yield* get("/sign_templates/1")).status, 404)
      const request = yield* created(post("/sign_requests", { template_id: template.id }))
      assert.deepInclude(request, { template_id: template.id, name: "contract.pdf" })
      assert.strictEqual(request.parent_folder.id, source.parent)
      assert.strictEqual(request.signers[1].email, one[0]?.email)
    }).pipe(Effect.provide(fresh()))
  )
})
