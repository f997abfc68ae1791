/**
 * Templates of sign requests. They are made by a preparation, as Box has only pages for that.
 *
 * @see https://developer.box.com/reference/resources/sign-template/
 */
import type { Call, Route } from "../model/Call.ts"
import type { File, Folder, User } from "../model/Item.ts"
import { makeTable, type Table } from "../model/Table.ts"
import { findFile, findFolder } from "../model/Tree.ts"
import { type Preparation, stepPreparation } from "../resource/Preparation.ts"
import { getRoute, listRoute, type Resource } from "../resource/Resource.ts"
import { listEntry } from "../views/ItemJson.ts"
import { uuid } from "../wire/Identifiers.ts"
import {
  type JsonObject,
  optionalArray,
  optionalId,
  optionalString,
  requiredArray,
  requiredId,
  requiredObject,
  requiredString
} from "../wire/Json.ts"
import { badParameter } from "../wire/Refusal.ts"

export interface SignTemplate {
  readonly id: string
  readonly owner: User
  readonly name: string
  readonly emailSubject: string | null
  readonly emailMessage: string | null
  readonly folder: Folder
  readonly sources: ReadonlyArray<File>
  readonly signers: ReadonlyArray<JsonObject>
}

const templates: Table<SignTemplate> = makeTable("sign_template", 930_001)

const show = (call: Call, row: SignTemplate): JsonObject => ({
  type: "sign-template",
  id: row.id,
  name: row.name,
  email_subject: row.emailSubject,
  email_message: row.emailMessage,
  days_valid: 0,
  parent_folder: listEntry(call, row.folder),
  source_files: row.sources.map((file) => listEntry(call, file)),
  are_fields_locked: false,
  are_options_locked: false,
  are_recipients_locked: false,
  are_email_settings_locked: false,
  are_files_locked: false,
  signers: row.signers.map((signer, order) => ({ role: "signer", is_in_person: false, order, ...signer, inputs: [] })),
  additional_info: { non_editable: [], required: { signers: [] } },
  ready_sign_link: null,
  custom_branding: null,
  request_flow: "standard"
})

export const signTemplate: Resource<SignTemplate> = {
  table: templates,
  name: "sign_template",
  path: "/sign_templates/{template_id}",
  show,
  sees: ({ user }, { owner }) => owner === user
}

const add = (call: Call): JsonObject => {
  const { json } = call
  const sources = requiredArray(json, "source_files").map((file) =>
    findFile(call, requiredId(requiredObject({ file }, "file"), "id"))
  )
  if (sources.length === 0) throw badParameter("source_files", "'source_files' must not be empty")
  const row = templates.insert(call.world, {
    id: uuid(call.random),
    owner: call.user,
    name: requiredString(json, "name"),
    emailSubject: optionalString(json, "email_subject") ?? null,
    emailMessage: optionalString(json, "email_message") ?? null,
    folder: findFolder(call, optionalId(requiredObject(json, "parent_folder"), "id") ?? ""),
    sources,
    signers: (optionalArray(json, "signers") ?? []).map((signer) => requiredObject({ signer }, "signer"))
  })
  return show(call, row)
}

export const signTemplatePreparations: ReadonlyArray<Preparation> = [stepPreparation("sign_templates", add)]

export const signTemplateRoutes: ReadonlyArray<Route> = [
  listRoute(signTemplate, "/sign_templates", { paging: "marker" }),
  getRoute(signTemplate)
]
