// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Sign Templates: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FileMini, FolderMini } from "./Item.ts"
import { type SignRequestPrefillTag, SignRequestSignerInputValidation } from "./SignRequests.ts"

/** @see https://developer.box.com/reference/resources/sign-template/ */
export interface SignTemplate {
  readonly type?: Open<"sign-template"> | null
  readonly id: string
  readonly name?: string | null
  readonly email_subject?: string | null
  readonly email_message?: string | null
  /** Up to 730. */
  readonly days_valid?: number | null
  readonly parent_folder?: FolderMini | null
  readonly source_files?: ReadonlyArray<FileMini> | null
  readonly are_fields_locked?: boolean | null
  readonly are_options_locked?: boolean | null
  readonly are_recipients_locked?: boolean | null
  readonly are_email_settings_locked?: boolean | null
  readonly are_files_locked?: boolean | null
  readonly signers?: ReadonlyArray<TemplateSigner> | null
  readonly additional_info?: {
    readonly non_editable?: ReadonlyArray<
      Open<"email_subject" | "email_message" | "name" | "days_valid" | "signers" | "source_files">
    > | null
    readonly required?: {
      readonly signers?: ReadonlyArray<ReadonlyArray<Open<"email">>> | null
    } | null
  } | null
  readonly ready_sign_link?: {
    readonly url?: string | null
    readonly name?: string | null
    readonly instructions?: string | null
    readonly folder_id?: string | null
    readonly is_notification_disabled?: boolean | null
    readonly is_active?: boolean | null
  } | null
  readonly custom_branding?: {
    readonly company_name?: string | null
    readonly logo_uri?: string | null
    readonly branding_color?: string | null
    readonly email_footer_text?: string | null
  } | null
  readonly request_flow?: string | null
}

/** @see https://developer.box.com/reference/resources/sign-templates/ */
export interface SignTemplates {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<SignTemplate> | null
}

export interface TemplateSigner {
  /** Read-only. */
  readonly inputs?: ReadonlyArray<TemplateSignerInput> | null
  readonly email?: string | null
  /** Default `"signer"`. */
  readonly role?: Open<"signer" | "approver" | "final_copy_reader"> | null
  readonly is_in_person?: boolean | null
  readonly order?: number | null
  readonly signer_group_id?: string | null
  readonly label?: string | null
  readonly public_id?: string | null
  readonly is_password_required?: boolean | null
  readonly is_phone_number_required?: boolean | null
  readonly login_required?: boolean | null
}

export interface TemplateSignerInput extends SignRequestPrefillTag {
  readonly type?: Open<"signature" | "date" | "text" | "checkbox" | "attachment" | "radio" | "dropdown"> | null
  readonly content_type?: Open<
    | "signature"
    | "initial"
    | "stamp"
    | "date"
    | "checkbox"
    | "text"
    | "full_name"
    | "first_name"
    | "last_name"
    | "company"
    | "title"
    | "email"
    | "attachment"
    | "radio"
    | "dropdown"
  > | null
  readonly is_required?: boolean | null
  readonly page_index?: number | null
  readonly document_id?: string | null
  readonly dropdown_choices?: ReadonlyArray<string> | null
  readonly group_id?: string | null
  readonly coordinates?: {
    readonly x?: number | null
    readonly y?: number | null
  } | null
  readonly dimensions?: {
    readonly width?: number | null
    readonly height?: number | null
  } | null
  readonly label?: string | null
  readonly read_only?: boolean | null
  readonly validation?: SignRequestSignerInputValidation | null
}

export const SignTemplate: Lazy<SignTemplate> = /*#__PURE__*/ lazy<SignTemplate>(() =>
  Schema.Struct({
    type: maybe(Schema.String),
    id: Schema.String,
    name: maybe(Schema.String),
    email_subject: maybe(Schema.String),
    email_message: maybe(Schema.String),
    days_valid: maybe(Schema.Number),
    parent_folder: maybe(resolve(FolderMini)),
    source_files: maybe(Schema.Array(resolve(FileMini))),
    are_fields_locked: maybe(Schema.Boolean),
    are_options_locked: maybe(Schema.Boolean),
    are_recipients_locked: maybe(Schema.Boolean),
    are_email_settings_locked: maybe(Schema.Boolean),
    are_files_locked: maybe(Schema.Boolean),
    signers: maybe(Schema.Array(resolve(TemplateSigner))),
    additional_info: maybe(
      Schema.Struct({
        non_editable: maybe(Schema.Array(Schema.String)),
        required: maybe(Schema.Struct({ signers: maybe(Schema.Array(Schema.Array(Schema.String))) }))
      })
    ),
    ready_sign_link: maybe(
      Schema.Struct({
        url: maybe(Schema.String),
        name: maybe(Schema.String),
        instructions: maybe(Schema.String),
        folder_id: maybe(Schema.String),
        is_notification_disabled: maybe(Schema.Boolean),
        is_active: maybe(Schema.Boolean)
      })
    ),
    custom_branding: maybe(
      Schema.Struct({
        company_name: maybe(Schema.String),
        logo_uri: maybe(Schema.String),
        branding_color: maybe(Schema.String),
        email_footer_text: maybe(Schema.String)
      })
    ),
    request_flow: maybe(Schema.String)
  })
)

export const SignTemplates: Lazy<SignTemplates> = /*#__PURE__*/ lazy<SignTemplates>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(SignTemplate)))
  })
)

export const TemplateSigner: Lazy<TemplateSigner> = /*#__PURE__*/ lazy<TemplateSigner>(() =>
  Schema.Struct({
    inputs: maybe(Schema.Array(resolve(TemplateSignerInput))),
    email: maybe(Schema.String),
    role: maybe(Schema.String),
    is_in_person: maybe(Schema.Boolean),
    order: maybe(Schema.Number),
    signer_group_id: maybe(Schema.String),
    label: maybe(Schema.String),
    public_id: maybe(Schema.String),
    is_password_required: maybe(Schema.Boolean),
    is_phone_number_required: maybe(Schema.Boolean),
    login_required: maybe(Schema.Boolean)
  })
)

export const TemplateSignerInput: Lazy<TemplateSignerInput> = /*#__PURE__*/ lazy<TemplateSignerInput>(() =>
  Schema.Struct({
    ...{
      document_tag_id: maybe(Schema.String),
      text_value: maybe(Schema.String),
      checkbox_value: maybe(Schema.Boolean),
      date_value: maybe(Schema.String)
    },
    type: maybe(Schema.String),
    content_type: maybe(Schema.String),
    is_required: maybe(Schema.Boolean),
    page_index: maybe(Schema.Number),
    document_id: maybe(Schema.String),
    dropdown_choices: maybe(Schema.Array(Schema.String)),
    group_id: maybe(Schema.String),
    coordinates: maybe(Schema.Struct({ x: maybe(Schema.Number), y: maybe(Schema.Number) })),
    dimensions: maybe(Schema.Struct({ width: maybe(Schema.Number), height: maybe(Schema.Number) })),
    label: maybe(Schema.String),
    read_only: maybe(Schema.Boolean),
    validation: maybe(resolve(SignRequestSignerInputValidation))
  })
)
