/**
 * Creates, lists, cancels and sends again sign requests. Nobody gets mail.
 *
 * @see https://developer.box.com/reference/resources/sign-request/
 */
import { empty, json } from "../wire/Answer.ts"
import { type Call, isTrue, type Route, stepRoute } from "../model/Call.ts"
import type { File, Folder } from "../model/Item.ts"
import { createFolder, findFile, findFolder, requireRight } from "../model/Tree.ts"
import { appendEvent } from "../resource/EventLog.ts"
import { createRoute, findRow, getRoute, listRoute } from "../resource/Resource.ts"
import { addFile } from "../resource/Texts.ts"
import { alphanumerics, uuid } from "../wire/Identifiers.ts"
import {
  type JsonObject,
  optionalArray,
  optionalBoolean,
  optionalId,
  optionalObject,
  optionalOneOf,
  optionalString,
  requiredArray,
  requiredId,
  requiredObject
} from "../wire/Json.ts"
import { badParameter, badRequest, missingParameter, noPermission } from "../wire/Refusal.ts"
import { contentOf, isShared, signRequest, type SignRequest, type Signer, statusOf } from "./SignRequest.ts"
import { type SignTemplate, signTemplate } from "./SignTemplateRoutes.ts"

const day = 24 * 3_600_000

const wholeNumber = (body: JsonObject, name: string, most: number): number | undefined => {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most) {
    throw badParameter(name, `'${name}' must be a whole number from 0 to ${most}`)
  }
  return value
}

const signerTexts = [
  "embed_url_external_user_id",
  "redirect_url",
  "declined_redirect_url",
  "verification_phone_number",
  "signer_group_id",
  "language"
]

const signerSwitches = ["is_in_person", "login_required", "suppress_notifications"]

const signerOf =
  (call: Call) =>
  (value: unknown, index: number): Signer => {
    const body = requiredObject({ signer: value }, "signer")
    const email = optionalString(body, "email")
    if (email === undefined || !email.includes("@"))
      throw badParameter("email", "Every signer needs an address of mail")
    const given: JsonObject = Object.fromEntries([
      ...signerTexts.map((name) => [name, optionalString(body, name) ?? null]),
      ...signerSwitches.map((name) => [name, optionalBoolean(body, name) ?? false])
    ])
    if (given["login_required"] === true && given["verification_phone_number"] !== null) {
      throw badParameter("verification_phone_number", "A phone number cannot be combined with 'login_required'")
    }
    const isEmbedded = given["embed_url_external_user_id"] !== null
    return {
      email,
      role: optionalOneOf(body, "role", ["signer", "approver", "final_copy_reader"]) ?? "signer",
      order: wholeNumber(body, "order", Number.MAX_SAFE_INTEGER) ?? index,
      password: optionalString(body, "password"),
      given,
      embedUrl: isEmbedded ? `https://app.box.com/sign/document/${uuid(call.random)}` : null,
      hasViewed: false,
      decision: undefined
    }
  }

/** Who sends a request gets a copy, unless the sender signs. */
const withSender = ({ user }: Call, signers: ReadonlyArray<Signer>): ReadonlyArray<Signer> => {
  if (signers.some(({ email }) => email === user.login)) return signers
  const given = Object.fromEntries(signerSwitches.map((name) => [name, false]))
  const copy = { email: user.login, role: "final_copy_reader", order: 0, password: undefined, given } as const
  return [{ ...copy, embedUrl: null, hasViewed: false, decision: undefined }, ...signers]
}

const signersOf = (call: Call, template: SignTemplate | undefined): ReadonlyArray<Signer> => {
  const asked = template === undefined ? requiredArray(call.json, "signers") : optionalArray(call.json, "signers")
  const signers = (asked === undefined || asked.length === 0 ? (template?.signers ?? []) : asked).map(signerOf(call))
  if (!signers.some(({ role }) => role !== "final_copy_reader")) {
    throw badParameter("signers", "There must be somebody who signs or approves")
  }
  if (signers.length > 35) throw badParameter("signers", "There must be at most 35 signers")
  return withSender(call, signers)
}

const sourcesOf = (call: Call, template: SignTemplate | undefined): ReadonlyArray<File> => {
  const asked = optionalArray(call.json, "source_files")
  if (asked === undefined && template !== undefined) return template.sources
  if (asked === undefined || asked.length === 0) throw missingParameter("source_files")
  if (asked.length > 10) throw badParameter("source_files", "There must be at most 10 source files")
  return asked.map((file) => findFile(call, requiredId(requiredObject({ file }, "file"), "id")))
}

/** The folder of the request, or that of the first source file. The root folder will not do. */
const folderOf = (call: Call, sources: ReadonlyArray<File>, template: SignTemplate | undefined): Folder | undefined => {
  const given = optionalObject(call.json, "parent_folder")
  if (given === undefined) {
    const parent = template?.folder ?? sources[0]?.parent ?? undefined
    return parent === undefined || parent.id === "0" || parent.owner !== call.user ? undefined : parent
  }
  const id = requiredId(given, "id")
  if (id === "0") throw badParameter("parent_folder", "'parent_folder' must not be the root folder")
  const folder = findFolder(call, id, "parent_folder")
  requireRight(call, folder, "upload")
  return folder
}

const myRequests = "My Sign Requests"

/** The folder for requests that have none. */
const defaultFolder = (call: Call): Folder => {
  const known = call.user.root.children.get(myRequests.toLowerCase())
  if (known?.type === "folder") return known
  const made = createFolder(call, call.user.root, myRequests)
  appendEvent(call, "ITEM_CREATE", made)
  return made
}

const texts = ["redirect_url", "declined_redirect_url", "email_message", "external_id", "external_system_name"]

const templateOf = (call: Call): SignTemplate | undefined => {
  const id = optionalId(call.json, "template_id")
  return id === undefined ? undefined : findRow(signTemplate, call, id)
}

/** The properties that are kept as they are. */
const givenIn = ({ json: body, user }: Call, sources: ReadonlyArray<File>): JsonObject => ({
  ...Object.fromEntries(texts.map((name) => [name, optionalString(body, name) ?? null])),
  name: optionalString(body, "name") ?? sources[0]?.name ?? "",
  email_subject: optionalString(body, "email_subject") ?? `${user.name} has requested your signature`,
  is_document_preparation_needed: optionalBoolean(body, "is_document_preparation_needed") ?? false,
  are_text_signatures_enabled: optionalBoolean(body, "are_text_signatures_enabled") ?? true,
  are_reminders_enabled: optionalBoolean(body, "are_reminders_enabled") ?? false,
  signature_color: optionalOneOf(body, "signature_color", ["blue", "black", "red"]) ?? null,
  prefill_tags: optionalArray(body, "prefill_tags") ?? [],
  days_valid: wholeNumber(body, "days_valid", 730) ?? 0,
  template_id: optionalId(body, "template_id") ?? null,
  request_flow: optionalString(body, "request_flow") ?? "standard"
})

const make = (call: Call): SignRequest => {
  const template = templateOf(call)
  const sources = sourcesOf(call, template)
  const signers = signersOf(call, template)
  const given = givenIn(call, sources)
  const days = Number(given["days_valid"])
  const folder = folderOf(call, sources, template) ?? defaultFolder(call)
  return {
    id: uuid(call.random),
    shortId: alphanumerics(call.random, 8).toUpperCase(),
    sender: call.user,
    createdAt: call.now,
    given,
    sources,
    files: sources.map((source) => addFile(call, folder, source.name, contentOf(source))),
    folder,
    signers,
    expiresAt: days === 0 ? undefined : call.now + days * day,
    state: given["is_document_preparation_needed"] === true ? "created" : "prepared",
    sentAt: call.now,
    finishedAt: undefined,
    log: undefined,
    isExpiryTold: false
  }
}

const ownRow = (call: Call): SignRequest => {
  const row = findRow(signRequest, call)
  if (row.sender !== call.user) throw noPermission()
  return row
}

const ended = ["signed", "cancelled", "declined", "expired"]

const requireOpen = (call: Call, row: SignRequest): void => {
  const status = statusOf(row, call.now)
  if (ended.includes(status)) throw badRequest(`The sign request is ${status}`)
}

const cancel = (call: Call) => {
  const row = ownRow(call)
  requireOpen(call, row)
  optionalString(call.json, "reason")
  row.state = "cancelled"
  row.finishedAt = call.now
  return json(200, signRequest.show(call, row))
}

/** How long Box waits until it sends the same mail again. */
const pause = 10 * 60_000

const resend = (call: Call) => {
  const row = ownRow(call)
  requireOpen(call, row)
  if (call.now < row.sentAt + pause) throw badRequest("The sign request was sent less than 10 minutes ago")
  row.sentAt = call.now
  return empty(202)
}

/** Those that the user has sent, or those that others have sent. */
const wanted = (call: Call): ((row: SignRequest) => boolean) => {
  const shared = isTrue(call, "shared_requests")
  const senders = call.url.searchParams.getAll("senders").flatMap((value) => value.split(","))
  if (senders.length > 0 && !shared) throw badParameter("senders", "'senders' requires 'shared_requests'")
  return (row) => isShared(call, row) === shared && (senders.length === 0 || senders.includes(row.sender.login))
}

export const signRequestRoutes: ReadonlyArray<Route> = [
  createRoute(signRequest, "/sign_requests", make),
  getRoute(signRequest),
  listRoute(signRequest, "/sign_requests", { paging: "marker", select: wanted }),
  stepRoute("api", "POST", "/sign_requests/{sign_request_id}/cancel", cancel),
  stepRoute("api", "POST", "/sign_requests/{sign_request_id}/resend", resend)
]
