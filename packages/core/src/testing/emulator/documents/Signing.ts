/**
 * What signers do on Box's pages: they look at a sign request, and sign or decline it. These are preparations:
 * `sign_requests/ID/sign` with the address of a signer.
 */
import * as Effect from "effect/Effect"
import type { Call } from "../model/Call.ts"
import type { File } from "../model/Item.ts"
import { addVersion, touch } from "../model/Tree.ts"
import { appendAdminEvent, appendEvent } from "../resource/EventLog.ts"
import { type Preparation, stepPreparation } from "../resource/Preparation.ts"
import { addFile, storeText } from "../resource/Texts.ts"
import { placesOf, triggerAt } from "../resource/Webhooks.ts"
import { single } from "../views/ItemJson.ts"
import { type JsonObject, optionalString, requiredString } from "../wire/Json.ts"
import { badParameter, badRequest, notFound, transaction } from "../wire/Refusal.ts"
import { timestamp } from "../wire/Timestamps.ts"
import {
  contentOf,
  deciding,
  newlyExpired,
  signRequest,
  type SignRequest,
  signRequests,
  type Signer,
  statusOf
} from "./SignRequest.ts"

/** Tells the webhooks on the files, on their sources, and above them. */
const trigger = (call: Call, what: string, { files, sources }: SignRequest): void => {
  const places = () => new Set([...files, ...sources].flatMap((file) => [...placesOf(file)]))
  const [file] = files
  if (file !== undefined) triggerAt(call, `SIGN_REQUEST.${what}`, places, () => single(call, file))
}

/** The request, whoever has sent it. What happens to it happens for its sender. */
const found = (call: Call): SignRequest => {
  const id = call.params["sign_request_id"] ?? ""
  const row = signRequests.rows(call.world).get(id)
  if (row === undefined) throw notFound("sign_request", id)
  return row
}

const forSender = (call: Call, row: SignRequest): Call => ({ ...call, user: row.sender })

/** The signer that the address names, whose turn it is. */
const signerIn = (call: Call, row: SignRequest): Signer => {
  const status = statusOf(row, call.now)
  if (status !== "sent" && status !== "viewed") throw badRequest(`The sign request is ${status}`)
  const email = requiredString(call.json, "email")
  const signer = deciding(row).find((one) => one.email === email)
  if (signer === undefined) throw badParameter("email", `'${email}' is no signer of this request`)
  if (signer.decision !== undefined) throw badRequest(`'${email}' has decided already`)
  if (deciding(row).some(({ decision, order }) => order < signer.order && decision === undefined)) {
    throw badRequest(`It is not yet the turn of '${email}'`)
  }
  if (signer.password !== undefined && signer.password !== optionalString(call.json, "password")) {
    throw badParameter("password", `The password of '${email}' is another one`)
  }
  return signer
}

/** Tells of the requests that have expired. The event makes it a change of the world, which lasts as others do. */
export const expireSignRequests = (call: Call): void => {
  for (const row of newlyExpired(call.world, call.now)) {
    row.isExpiryTold = true
    const own = forSender(call, row)
    const [file] = row.files
    const about = file === undefined ? null : { item_type: "file", item_id: file.id, item_name: file.name }
    appendAdminEvent(own, "SIGN_DOCUMENT_EXPIRED", about)
    trigger(own, "EXPIRED", row)
  }
}

const prepareDocument = (call: Call): JsonObject => {
  const row = found(call)
  if (statusOf(row, call.now) !== "created") throw badRequest("The sign request does not wait for its preparation")
  Object.assign(row, { state: "prepared", sentAt: call.now })
  return signRequest.show(forSender(call, row), row)
}

const view = (call: Call): JsonObject => {
  const row = found(call)
  signerIn(call, row).hasViewed = true
  return signRequest.show(forSender(call, row), row)
}

const decline = (call: Call): JsonObject => {
  const row = found(call)
  const signer = signerIn(call, row)
  const reason = optionalString(call.json, "reason") ?? null
  Object.assign(signer, { hasViewed: true, decision: { type: "declined", at: call.now, reason } })
  Object.assign(row, { state: "declined", finishedAt: call.now })
  trigger(forSender(call, row), "DECLINED", row)
  return signRequest.show(forSender(call, row), row)
}

/** A version with the same content: the emulator writes no signature into a document. */
const addSignedVersion = (call: Call, file: File): void => {
  addVersion(call, file, contentOf(file))
  touch(call, file)
  appendEvent(call, "ITEM_UPLOAD", file)
}

const logOf = (row: SignRequest): string => {
  const lines = deciding(row).map(({ decision, email, role }) => {
    const when = decision === undefined ? "not yet" : timestamp(decision.at)
    return `${email} (${role}): ${when}`
  })
  return ["Signing log of the emulator of Box. Nobody has signed anything.", ...lines, ""].join("\n")
}

const complete = (call: Call, row: SignRequest, log: Parameters<typeof addFile>[3]): void => {
  Object.assign(row, { state: "signed", finishedAt: call.now })
  row.log = addFile(call, row.folder, `${String(row.given["name"])} signing log.txt`, log)
  trigger(call, "SIGN_DOCUMENT_CREATED", row)
  trigger(call, "COMPLETED", row)
}

const sign = (call: Call) =>
  Effect.gen(function* () {
    const row = yield* transaction(() => {
      const row = found(call)
      const signer = signerIn(call, row)
      Object.assign(signer, { hasViewed: true, decision: { type: "signed", at: call.now, reason: null } })
      for (const file of row.files) addSignedVersion(forSender(call, row), file)
      trigger(forSender(call, row), "SIGN_SIGNER_SIGNED", row)
      return row
    })
    if (deciding(row).every(({ decision }) => decision !== undefined)) {
      const log = yield* storeText(call, logOf(row))
      yield* transaction(() => complete(forSender(call, row), row, log))
    }
    return signRequest.show(forSender(call, row), row)
  })

const path = "sign_requests/{sign_request_id}"

export const signingPreparations: ReadonlyArray<Preparation> = [
  stepPreparation(`${path}/prepare`, prepareDocument),
  stepPreparation(`${path}/view`, view),
  stepPreparation(`${path}/decline`, decline),
  { path: `${path}/sign`, run: sign }
]
