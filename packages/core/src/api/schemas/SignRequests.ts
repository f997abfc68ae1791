// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Sign Requests: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, otherThan, resolve } from "../../internal/schema.ts"
import { FileBase, FileMini, FolderMini } from "./Item.ts"

/** What every form has. */
export interface SignRequestBase {
  readonly is_document_preparation_needed?: boolean | null
  readonly redirect_url?: string | null
  readonly declined_redirect_url?: string | null
  /** Default `true`. */
  readonly are_text_signatures_enabled?: boolean | null
  readonly email_subject?: string | null
  readonly email_message?: string | null
  readonly are_reminders_enabled?: boolean | null
  readonly name?: string | null
  readonly prefill_tags?: ReadonlyArray<SignRequestPrefillTag> | null
  /** Up to 730. */
  readonly days_valid?: number | null
  readonly external_id?: string | null
  readonly template_id?: string | null
  readonly external_system_name?: string | null
  readonly request_flow?: string | null
}

/** @see https://developer.box.com/reference/resources/sign-request/ */
export interface SignRequest extends SignRequestBase {
  readonly type?: Open<"sign-request"> | null
  readonly source_files?: ReadonlyArray<FileBase> | null
  readonly signers?: ReadonlyArray<SignRequestSigner> | null
  readonly signature_color?: string | null
  readonly id: string
  readonly prepare_url?: string | null
  readonly signing_log?: FileMini | null
  readonly status?: Open<
    | "converting"
    | "created"
    | "sent"
    | "viewed"
    | "signed"
    | "cancelled"
    | "declined"
    | "error"
    | "error_converting"
    | "error_sending"
    | "expired"
    | "finalizing"
    | "error_finalizing"
  > | null
  readonly sign_files?: {
    readonly files?: ReadonlyArray<FileMini> | null
    readonly is_ready_for_download?: boolean | null
  } | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly auto_expire_at?: string | null
  readonly parent_folder?: FolderMini | null
  readonly collaborator_level?: string | null
  readonly short_id?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly finished_at?: string | null
  /** Read-only. */
  readonly error_code?: string | null
  readonly sender_email?: string | null
  readonly sender_id?: number | null
}

export interface SignRequestCreateSigner {
  readonly email?: string | null
  /** Default `"signer"`. */
  readonly role?: Open<"signer" | "approver" | "final_copy_reader"> | null
  readonly is_in_person?: boolean | null
  readonly order?: number | null
  readonly embed_url_external_user_id?: string | null
  readonly redirect_url?: string | null
  readonly declined_redirect_url?: string | null
  readonly login_required?: boolean | null
  readonly verification_phone_number?: string | null
  readonly password?: string | null
  readonly signer_group_id?: string | null
  readonly suppress_notifications?: boolean | null
  readonly language?: string | null
}

export interface SignRequestPrefillTag {
  readonly document_tag_id?: string | null
  readonly text_value?: string | null
  readonly checkbox_value?: boolean | null
  /** A date, such as `2030-01-31`. */
  readonly date_value?: string | null
}

export interface SignRequestSigner extends SignRequestCreateSigner {
  /** Read-only. */
  readonly has_viewed_document?: boolean | null
  readonly signer_decision?: {
    readonly type?: Open<"signed" | "declined"> | null
    /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
    readonly finalized_at?: string | null
    readonly additional_info?: string | null
  } | null
  /** Read-only. */
  readonly inputs?: ReadonlyArray<SignRequestSignerInput> | null
  /** Read-only. */
  readonly embed_url?: string | null
  readonly iframeable_embed_url?: string | null
  readonly attachments?: ReadonlyArray<SignRequestSignerAttachment> | null
}

export interface SignRequestSignerAttachment {
  readonly id?: string | null
  readonly name?: string | null
}

export interface SignRequestSignerInput extends SignRequestPrefillTag {
  readonly type?: Open<"signature" | "date" | "text" | "checkbox" | "radio" | "dropdown"> | null
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
  readonly page_index?: number | null
  readonly read_only?: boolean | null
  readonly validation?: SignRequestSignerInputValidation | null
  readonly reason?: string | null
  readonly is_validated?: boolean | null
}

export interface SignRequestSignerInputCustomValidation {
  readonly validation_type: "custom"
  readonly custom_regex?: string | null
  readonly custom_error_message?: string | null
}

export interface SignRequestSignerInputDateAsiaValidation {
  readonly validation_type: "date_asia"
}

export interface SignRequestSignerInputDateEUValidation {
  readonly validation_type: "date_eu"
}

export interface SignRequestSignerInputDateISOValidation {
  readonly validation_type: "date_iso"
}

export interface SignRequestSignerInputDateUSValidation {
  readonly validation_type: "date_us"
}

export interface SignRequestSignerInputEmailValidation {
  readonly validation_type: "email"
}

export interface SignRequestSignerInputNumberWithCommaValidation {
  readonly validation_type: "number_with_comma"
}

export interface SignRequestSignerInputNumberWithPeriodValidation {
  readonly validation_type: "number_with_period"
}

export interface SignRequestSignerInputSSNValidation {
  readonly validation_type: "ssn"
}

export type SignRequestSignerInputValidation =
  | SignRequestSignerInputEmailValidation
  | SignRequestSignerInputCustomValidation
  | SignRequestSignerInputZIPValidation
  | SignRequestSignerInputZIP4Validation
  | SignRequestSignerInputSSNValidation
  | SignRequestSignerInputNumberWithPeriodValidation
  | SignRequestSignerInputNumberWithCommaValidation
  | SignRequestSignerInputDateISOValidation
  | SignRequestSignerInputDateUSValidation
  | SignRequestSignerInputDateEUValidation
  | SignRequestSignerInputDateAsiaValidation

export interface SignRequestSignerInputZIP4Validation {
  readonly validation_type: "zip_4"
}

export interface SignRequestSignerInputZIPValidation {
  readonly validation_type: "zip"
}

/** @see https://developer.box.com/reference/resources/sign-requests/ */
export interface SignRequests {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly entries?: ReadonlyArray<SignRequest> | null
}

export interface SignRequestCreateSignerInput {
  readonly email?: string | null | undefined
  /** Default `"signer"`. */
  readonly role?: "signer" | "approver" | "final_copy_reader" | undefined
  readonly is_in_person?: boolean | undefined
  readonly order?: number | undefined
  readonly embed_url_external_user_id?: string | null | undefined
  readonly redirect_url?: string | null | undefined
  readonly declined_redirect_url?: string | null | undefined
  readonly login_required?: boolean | null | undefined
  readonly verification_phone_number?: string | null | undefined
  readonly password?: string | null | undefined
  readonly signer_group_id?: string | null | undefined
  readonly suppress_notifications?: boolean | null | undefined
  readonly language?: string | null | undefined
}

export interface SignRequestPrefillTagInput {
  readonly document_tag_id?: string | null | undefined
  readonly text_value?: string | null | undefined
  readonly checkbox_value?: boolean | null | undefined
  /** A date, such as `2030-01-31`. */
  readonly date_value?: string | null | undefined
}

const signRequestBaseProperties = () => ({
  is_document_preparation_needed: maybe(Schema.Boolean),
  redirect_url: maybe(Schema.String),
  declined_redirect_url: maybe(Schema.String),
  are_text_signatures_enabled: maybe(Schema.Boolean),
  email_subject: maybe(Schema.String),
  email_message: maybe(Schema.String),
  are_reminders_enabled: maybe(Schema.Boolean),
  name: maybe(Schema.String),
  prefill_tags: maybe(Schema.Array(resolve(SignRequestPrefillTag))),
  days_valid: maybe(Schema.Number),
  external_id: maybe(Schema.String),
  template_id: maybe(Schema.String),
  external_system_name: maybe(Schema.String),
  request_flow: maybe(Schema.String)
})

const signRequestCreateSignerProperties = () => ({
  email: maybe(Schema.String),
  role: maybe(Schema.String),
  is_in_person: maybe(Schema.Boolean),
  order: maybe(Schema.Number),
  embed_url_external_user_id: maybe(Schema.String),
  redirect_url: maybe(Schema.String),
  declined_redirect_url: maybe(Schema.String),
  login_required: maybe(Schema.Boolean),
  verification_phone_number: maybe(Schema.String),
  password: maybe(Schema.String),
  signer_group_id: maybe(Schema.String),
  suppress_notifications: maybe(Schema.Boolean),
  language: maybe(Schema.String)
})

const signRequestPrefillTagProperties = () => ({
  document_tag_id: maybe(Schema.String),
  text_value: maybe(Schema.String),
  checkbox_value: maybe(Schema.Boolean),
  date_value: maybe(Schema.String)
})

export const SignRequestBase: Lazy<SignRequestBase> = /*#__PURE__*/ lazy<SignRequestBase>(() =>
  Schema.Struct(signRequestBaseProperties())
)

export const SignRequest: Lazy<SignRequest> = /*#__PURE__*/ lazy<SignRequest>(() =>
  Schema.Struct({
    ...signRequestBaseProperties(),
    type: maybe(Schema.String),
    source_files: maybe(Schema.Array(resolve(FileBase))),
    signers: maybe(Schema.Array(resolve(SignRequestSigner))),
    signature_color: maybe(Schema.String),
    id: Schema.String,
    prepare_url: maybe(Schema.String),
    signing_log: maybe(resolve(FileMini)),
    status: maybe(Schema.String),
    sign_files: maybe(
      Schema.Struct({ files: maybe(Schema.Array(resolve(FileMini))), is_ready_for_download: maybe(Schema.Boolean) })
    ),
    auto_expire_at: maybe(Schema.String),
    parent_folder: maybe(resolve(FolderMini)),
    collaborator_level: maybe(Schema.String),
    short_id: maybe(Schema.String),
    created_at: maybe(Schema.String),
    finished_at: maybe(Schema.String),
    error_code: maybe(Schema.String),
    sender_email: maybe(Schema.String),
    sender_id: maybe(Schema.Number)
  })
)

export const SignRequestCreateSigner: Lazy<SignRequestCreateSigner> = /*#__PURE__*/ lazy<SignRequestCreateSigner>(() =>
  Schema.Struct(signRequestCreateSignerProperties())
)

export const SignRequestPrefillTag: Lazy<SignRequestPrefillTag> = /*#__PURE__*/ lazy<SignRequestPrefillTag>(() =>
  Schema.Struct(signRequestPrefillTagProperties())
)

export const SignRequestSigner: Lazy<SignRequestSigner> = /*#__PURE__*/ lazy<SignRequestSigner>(() =>
  Schema.Struct({
    ...signRequestCreateSignerProperties(),
    has_viewed_document: maybe(Schema.Boolean),
    signer_decision: maybe(
      Schema.Struct({
        type: maybe(Schema.String),
        finalized_at: maybe(Schema.String),
        additional_info: maybe(Schema.String)
      })
    ),
    inputs: maybe(Schema.Array(resolve(SignRequestSignerInput))),
    embed_url: maybe(Schema.String),
    iframeable_embed_url: maybe(Schema.String),
    attachments: maybe(Schema.Array(resolve(SignRequestSignerAttachment)))
  })
)

export const SignRequestSignerAttachment: Lazy<SignRequestSignerAttachment> =
  /*#__PURE__*/ lazy<SignRequestSignerAttachment>(() =>
    Schema.Struct({ id: maybe(Schema.String), name: maybe(Schema.String) })
  )

export const SignRequestSignerInput: Lazy<SignRequestSignerInput> = /*#__PURE__*/ lazy<SignRequestSignerInput>(() =>
  Schema.Struct({
    ...signRequestPrefillTagProperties(),
    type: maybe(Schema.String),
    content_type: maybe(Schema.String),
    page_index: maybe(Schema.Number),
    read_only: maybe(Schema.Boolean),
    validation: maybe(resolve(SignRequestSignerInputValidation)),
    reason: maybe(Schema.String),
    is_validated: maybe(Schema.Boolean)
  })
)

export const SignRequestSignerInputCustomValidation: Lazy<SignRequestSignerInputCustomValidation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputCustomValidation>(() =>
    Schema.Struct({
      validation_type: Schema.Literal("custom"),
      custom_regex: maybe(Schema.String),
      custom_error_message: maybe(Schema.String)
    })
  )

export const SignRequestSignerInputDateAsiaValidation: Lazy<SignRequestSignerInputDateAsiaValidation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputDateAsiaValidation>(() =>
    Schema.Struct({ validation_type: Schema.Literal("date_asia") })
  )

export const SignRequestSignerInputDateEUValidation: Lazy<SignRequestSignerInputDateEUValidation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputDateEUValidation>(() =>
    Schema.Struct({ validation_type: Schema.Literal("date_eu") })
  )

export const SignRequestSignerInputDateISOValidation: Lazy<SignRequestSignerInputDateISOValidation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputDateISOValidation>(() =>
    Schema.Struct({ validation_type: Schema.Literal("date_iso") })
  )

export const SignRequestSignerInputDateUSValidation: Lazy<SignRequestSignerInputDateUSValidation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputDateUSValidation>(() =>
    Schema.Struct({ validation_type: Schema.Literal("date_us") })
  )

export const SignRequestSignerInputEmailValidation: Lazy<SignRequestSignerInputEmailValidation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputEmailValidation>(() =>
    Schema.Struct({ validation_type: Schema.Literal("email") })
  )

export const SignRequestSignerInputNumberWithCommaValidation: Lazy<SignRequestSignerInputNumberWithCommaValidation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputNumberWithCommaValidation>(() =>
    Schema.Struct({ validation_type: Schema.Literal("number_with_comma") })
  )

export const SignRequestSignerInputNumberWithPeriodValidation: Lazy<SignRequestSignerInputNumberWithPeriodValidation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputNumberWithPeriodValidation>(() =>
    Schema.Struct({ validation_type: Schema.Literal("number_with_period") })
  )

export const SignRequestSignerInputSSNValidation: Lazy<SignRequestSignerInputSSNValidation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputSSNValidation>(() =>
    Schema.Struct({ validation_type: Schema.Literal("ssn") })
  )

export const SignRequestSignerInputValidation: Lazy<SignRequestSignerInputValidation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputValidation>(() =>
    Schema.Union([
      resolve(SignRequestSignerInputEmailValidation),
      resolve(SignRequestSignerInputCustomValidation),
      resolve(SignRequestSignerInputZIPValidation),
      resolve(SignRequestSignerInputZIP4Validation),
      resolve(SignRequestSignerInputSSNValidation),
      resolve(SignRequestSignerInputNumberWithPeriodValidation),
      resolve(SignRequestSignerInputNumberWithCommaValidation),
      resolve(SignRequestSignerInputDateISOValidation),
      resolve(SignRequestSignerInputDateUSValidation),
      resolve(SignRequestSignerInputDateEUValidation),
      resolve(SignRequestSignerInputDateAsiaValidation),
      otherThan(
        "validation_type",
        "email",
        "custom",
        "zip",
        "zip_4",
        "ssn",
        "number_with_period",
        "number_with_comma",
        "date_iso",
        "date_us",
        "date_eu",
        "date_asia"
      )
    ])
  )

export const SignRequestSignerInputZIP4Validation: Lazy<SignRequestSignerInputZIP4Validation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputZIP4Validation>(() =>
    Schema.Struct({ validation_type: Schema.Literal("zip_4") })
  )

export const SignRequestSignerInputZIPValidation: Lazy<SignRequestSignerInputZIPValidation> =
  /*#__PURE__*/ lazy<SignRequestSignerInputZIPValidation>(() =>
    Schema.Struct({ validation_type: Schema.Literal("zip") })
  )

export const SignRequests: Lazy<SignRequests> = /*#__PURE__*/ lazy<SignRequests>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(SignRequest)))
  })
)
