// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Ai Studio: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, otherThan, resolve } from "../../internal/schema.ts"
import {
  type AiStudioAgentBasicGenToolInput,
  AiStudioAgentBasicGenToolResponse,
  type AiStudioAgentBasicTextToolInput,
  AiStudioAgentBasicTextToolResponse,
  type AiStudioAgentLongTextToolInput,
  AiStudioAgentLongTextToolResponse,
  type AiStudioAgentSpreadsheetToolInput,
  AiStudioAgentSpreadsheetToolResponse
} from "./Ai.ts"
import { GroupBase, type GroupBaseInput } from "./Group.ts"
import { UserBase, type UserBaseInput } from "./User.ts"

/** @see https://developer.box.com/reference/resources/ai-agent-allowed-entity/ */
export type AiAgentAllowedEntity = UserBase | GroupBase

/** @see https://developer.box.com/reference/resources/ai-multiple-agent-response/ */
export interface AiMultipleAgentResponse {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly prev_marker?: string | null
  readonly entries?: ReadonlyArray<AiSingleAgentResponse> | null
}

/**
 * What comes without `fields`.
 *
 * @see https://developer.box.com/reference/resources/ai-single-agent-response/
 */
export interface AiSingleAgentResponse {
  readonly id: string
  readonly type?: Open<"ai_agent"> | null
  readonly origin?: string | null
  readonly name?: string | null
  readonly access_state?: string | null
  readonly created_by?: UserBase | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly modified_by?: UserBase | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
  /** Not empty. */
  readonly icon_reference?: string | null
  readonly allowed_entities?: ReadonlyArray<AiAgentAllowedEntity> | null
}

/**
 * What `fields` can ask for.
 *
 * @see https://developer.box.com/reference/resources/ai-single-agent-response--full/
 */
export interface AiSingleAgentResponseFull extends AiSingleAgentResponse {
  readonly ask?: AiStudioAgentAskResponse | null
  readonly text_gen?: AiStudioAgentTextGenResponse | null
  readonly extract?: AiStudioAgentExtractResponse | null
}

/** @see https://developer.box.com/reference/resources/ai-studio-agent-ask-response/ */
export interface AiStudioAgentAskResponse {
  readonly type: "ai_agent_ask"
  readonly access_state?: string | null
  readonly description?: string | null
  readonly custom_instructions?: string | null
  /** Up to 4 entries. */
  readonly suggested_questions?: ReadonlyArray<string> | null
  readonly long_text?: AiStudioAgentLongTextToolResponse | null
  readonly basic_text?: AiStudioAgentBasicTextToolResponse | null
  readonly basic_image?: AiStudioAgentBasicTextToolResponse | null
  readonly spreadsheet?: AiStudioAgentSpreadsheetToolResponse | null
  readonly long_text_multi?: AiStudioAgentLongTextToolResponse | null
  readonly basic_text_multi?: AiStudioAgentBasicTextToolResponse | null
  readonly basic_image_multi?: AiStudioAgentBasicTextToolResponse | null
}

/** @see https://developer.box.com/reference/resources/ai-studio-agent-extract-response/ */
export interface AiStudioAgentExtractResponse {
  readonly type: "ai_agent_extract"
  readonly access_state?: string | null
  readonly description?: string | null
  readonly custom_instructions?: string | null
  readonly long_text?: AiStudioAgentLongTextToolResponse | null
  readonly basic_text?: AiStudioAgentBasicTextToolResponse | null
  readonly basic_image?: AiStudioAgentBasicTextToolResponse | null
}

/** @see https://developer.box.com/reference/resources/ai-studio-agent-text-gen-response/ */
export interface AiStudioAgentTextGenResponse {
  readonly type: "ai_agent_text_gen"
  readonly access_state?: string | null
  readonly description?: string | null
  readonly custom_instructions?: string | null
  /** Up to 4 entries. */
  readonly suggested_questions?: ReadonlyArray<string> | null
  readonly basic_gen?: AiStudioAgentBasicGenToolResponse | null
}

/** @see https://developer.box.com/reference/resources/ai-agent-allowed-entity/ */
export type AiAgentAllowedEntityInput = UserBaseInput | GroupBaseInput

/** @see https://developer.box.com/reference/resources/ai-studio-agent-ask/ */
export interface AiStudioAgentAsk {
  readonly type: "ai_agent_ask"
  readonly access_state: string
  readonly description: string
  readonly custom_instructions?: string | null | undefined
  /** Up to 4 entries. */
  readonly suggested_questions?: ReadonlyArray<string> | undefined
  readonly long_text?: AiStudioAgentLongTextToolInput | undefined
  readonly basic_text?: AiStudioAgentBasicTextToolInput | undefined
  readonly basic_image?: AiStudioAgentBasicTextToolInput | undefined
  readonly spreadsheet?: AiStudioAgentSpreadsheetToolInput | undefined
  readonly long_text_multi?: AiStudioAgentLongTextToolInput | undefined
  readonly basic_text_multi?: AiStudioAgentBasicTextToolInput | undefined
  readonly basic_image_multi?: AiStudioAgentBasicTextToolInput | undefined
}

/** @see https://developer.box.com/reference/resources/ai-studio-agent-extract/ */
export interface AiStudioAgentExtract {
  readonly type: "ai_agent_extract"
  readonly access_state: string
  readonly description: string
  readonly custom_instructions?: string | null | undefined
  readonly long_text?: AiStudioAgentLongTextToolInput | undefined
  readonly basic_text?: AiStudioAgentBasicTextToolInput | undefined
  readonly basic_image?: AiStudioAgentBasicTextToolInput | undefined
}

/** @see https://developer.box.com/reference/resources/ai-studio-agent-text-gen/ */
export interface AiStudioAgentTextGen {
  readonly type: "ai_agent_text_gen"
  readonly access_state: string
  readonly description: string
  readonly custom_instructions?: string | null | undefined
  /** Up to 4 entries. */
  readonly suggested_questions?: ReadonlyArray<string> | undefined
  readonly basic_gen?: AiStudioAgentBasicGenToolInput | undefined
}

const aiSingleAgentResponseProperties = () => ({
  id: Schema.String,
  type: maybe(Schema.String),
  origin: maybe(Schema.String),
  name: maybe(Schema.String),
  access_state: maybe(Schema.String),
  created_by: maybe(resolve(UserBase)),
  created_at: maybe(Schema.String),
  modified_by: maybe(resolve(UserBase)),
  modified_at: maybe(Schema.String),
  icon_reference: maybe(Schema.String),
  allowed_entities: maybe(Schema.Array(resolve(AiAgentAllowedEntity)))
})

export const AiAgentAllowedEntity: Lazy<AiAgentAllowedEntity> = /*#__PURE__*/ lazy<AiAgentAllowedEntity>(() =>
  Schema.Union([resolve(UserBase), resolve(GroupBase), otherThan("type", "user", "group")])
)

export const AiMultipleAgentResponse: Lazy<AiMultipleAgentResponse> = /*#__PURE__*/ lazy<AiMultipleAgentResponse>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    prev_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(AiSingleAgentResponseFull)))
  })
)

export const AiSingleAgentResponse: Lazy<AiSingleAgentResponse> = /*#__PURE__*/ lazy<AiSingleAgentResponse>(() =>
  Schema.Struct(aiSingleAgentResponseProperties())
)

export const AiSingleAgentResponseFull: Lazy<AiSingleAgentResponseFull> = /*#__PURE__*/ lazy<AiSingleAgentResponseFull>(
  () =>
    Schema.Struct({
      ...aiSingleAgentResponseProperties(),
      ask: maybe(resolve(AiStudioAgentAskResponse)),
      text_gen: maybe(resolve(AiStudioAgentTextGenResponse)),
      extract: maybe(resolve(AiStudioAgentExtractResponse))
    })
)

export const AiStudioAgentAskResponse: Lazy<AiStudioAgentAskResponse> = /*#__PURE__*/ lazy<AiStudioAgentAskResponse>(
  () =>
    Schema.Struct({
      type: Schema.Literal("ai_agent_ask"),
      access_state: maybe(Schema.String),
      description: maybe(Schema.String),
      custom_instructions: maybe(Schema.String),
      suggested_questions: maybe(Schema.Array(Schema.String)),
      long_text: maybe(resolve(AiStudioAgentLongTextToolResponse)),
      basic_text: maybe(resolve(AiStudioAgentBasicTextToolResponse)),
      basic_image: maybe(resolve(AiStudioAgentBasicTextToolResponse)),
      spreadsheet: maybe(resolve(AiStudioAgentSpreadsheetToolResponse)),
      long_text_multi: maybe(resolve(AiStudioAgentLongTextToolResponse)),
      basic_text_multi: maybe(resolve(AiStudioAgentBasicTextToolResponse)),
      basic_image_multi: maybe(resolve(AiStudioAgentBasicTextToolResponse))
    })
)

export const AiStudioAgentExtractResponse: Lazy<AiStudioAgentExtractResponse> =
  /*#__PURE__*/ lazy<AiStudioAgentExtractResponse>(() =>
    Schema.Struct({
      type: Schema.Literal("ai_agent_extract"),
      access_state: maybe(Schema.String),
      description: maybe(Schema.String),
      custom_instructions: maybe(Schema.String),
      long_text: maybe(resolve(AiStudioAgentLongTextToolResponse)),
      basic_text: maybe(resolve(AiStudioAgentBasicTextToolResponse)),
      basic_image: maybe(resolve(AiStudioAgentBasicTextToolResponse))
    })
  )

export const AiStudioAgentTextGenResponse: Lazy<AiStudioAgentTextGenResponse> =
  /*#__PURE__*/ lazy<AiStudioAgentTextGenResponse>(() =>
    Schema.Struct({
      type: Schema.Literal("ai_agent_text_gen"),
      access_state: maybe(Schema.String),
      description: maybe(Schema.String),
      custom_instructions: maybe(Schema.String),
      suggested_questions: maybe(Schema.Array(Schema.String)),
      basic_gen: maybe(resolve(AiStudioAgentBasicGenToolResponse))
    })
  )
