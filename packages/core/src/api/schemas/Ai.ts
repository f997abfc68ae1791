// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Ai: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, otherThan, resolve } from "../../internal/schema.ts"
import type * as Operation from "../../operation/Operation.ts"

export type AiAgent = AiAgentAsk | AiAgentTextGen | AiAgentExtract | AiAgentExtractStructured

/** @see https://developer.box.com/reference/resources/ai-agent-ask/ */
export interface AiAgentAsk {
  readonly type: "ai_agent_ask"
  readonly long_text?: AiAgentLongTextTool | null
  readonly basic_text?: AiAgentBasicTextTool | null
  readonly spreadsheet?: AiAgentSpreadsheetTool | null
  readonly long_text_multi?: AiAgentLongTextTool | null
  readonly basic_text_multi?: AiAgentBasicTextTool | null
  readonly basic_image?: AiAgentBasicTextTool | null
  readonly basic_image_multi?: AiAgentBasicTextTool | null
}

/** What every form has. */
export interface AiAgentBasicTextToolBase {
  readonly model?: string | null
  /** At least 1. */
  readonly num_tokens_for_completion?: number | null
  readonly llm_endpoint_params?: AiLlmEndpointParams | null
}

export interface AiAgentBasicTextToolTextGen extends AiAgentBasicTextToolBase {
  readonly system_message?: string | null
  /** Up to 10,000 characters. */
  readonly prompt_template?: string | null
}

export interface AiAgentLongTextToolTextGen extends AiAgentBasicTextToolTextGen {
  readonly embeddings?: {
    readonly model?: string | null
    readonly strategy?: {
      readonly id?: string | null
      /** 1 to 512. */
      readonly num_tokens_per_chunk?: number | null
    } | null
  } | null
}

export interface AiAgentBasicGenTool extends AiAgentLongTextToolTextGen {
  readonly content_template?: string | null
}

export interface AiAgentBasicTextTool extends AiAgentBasicTextToolBase {
  readonly system_message?: string | null
  /** Up to 10,000 characters. */
  readonly prompt_template?: string | null
}

/** @see https://developer.box.com/reference/resources/ai-agent-extract/ */
export interface AiAgentExtract {
  readonly type: "ai_agent_extract"
  readonly long_text?: AiAgentLongTextTool | null
  readonly basic_text?: AiAgentBasicTextTool | null
  readonly basic_image?: AiAgentBasicTextTool | null
}

/** @see https://developer.box.com/reference/resources/ai-agent-extract-structured/ */
export interface AiAgentExtractStructured {
  readonly type: "ai_agent_extract_structured"
  readonly long_text?: AiAgentLongTextTool | null
  readonly basic_text?: AiAgentBasicTextTool | null
  readonly basic_image?: AiAgentBasicTextTool | null
}

export interface AiAgentInfo {
  readonly models?: ReadonlyArray<{
    readonly name?: string | null
    readonly provider?: string | null
    readonly supported_purpose?: string | null
  }> | null
  readonly processor?: string | null
}

export interface AiAgentLongTextTool extends AiAgentBasicTextTool {
  readonly embeddings?: {
    readonly model?: string | null
    readonly strategy?: {
      readonly id?: string | null
      /** 1 to 512. */
      readonly num_tokens_per_chunk?: number | null
    } | null
  } | null
}

export interface AiAgentSpreadsheetTool {
  readonly model?: string | null
  /** At least 1. */
  readonly num_tokens_for_completion?: number | null
  readonly llm_endpoint_params?: AiLlmEndpointParams | null
}

/** @see https://developer.box.com/reference/resources/ai-agent-text-gen/ */
export interface AiAgentTextGen {
  readonly type: "ai_agent_text_gen"
  readonly basic_gen?: AiAgentBasicGenTool | null
}

export interface AiCitation {
  readonly content?: string | null
  readonly id?: string | null
  readonly type?: Open<"file"> | null
  readonly name?: string | null
}

/** @see https://developer.box.com/reference/resources/ai-extract-response/ */
export type AiExtractResponse = Readonly<Record<string, Schema.Json>>

/** @see https://developer.box.com/reference/resources/ai-extract-structured-response/ */
export interface AiExtractStructuredResponse {
  readonly answer?: AiExtractResponse | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly completion_reason?: string | null
  readonly confidence_score?: Readonly<Record<string, Schema.Json>> | null
  readonly reference?: Readonly<Record<string, Schema.Json>> | null
  readonly ai_agent_info?: AiAgentInfo | null
}

export type AiLlmEndpointParams =
  | AiLlmEndpointParamsOpenAi
  | AiLlmEndpointParamsGoogle
  | AiLlmEndpointParamsAWS
  | AiLlmEndpointParamsIBM

/** @see https://developer.box.com/reference/resources/ai-llm-endpoint-params-aws/ */
export interface AiLlmEndpointParamsAWS {
  readonly type: "aws_params"
  /** Up to 1. */
  readonly temperature?: number | null
  /** Up to 1. */
  readonly top_p?: number | null
}

/** @see https://developer.box.com/reference/resources/ai-llm-endpoint-params-google/ */
export interface AiLlmEndpointParamsGoogle {
  readonly type: "google_params"
  /** Up to 2. */
  readonly temperature?: number | null
  /** 0.1 to 2. */
  readonly top_p?: number | null
  /** 0.1 to 2. */
  readonly top_k?: number | null
}

/** @see https://developer.box.com/reference/resources/ai-llm-endpoint-params-ibm/ */
export interface AiLlmEndpointParamsIBM {
  readonly type: "ibm_params"
  readonly temperature?: number | null
  /** 0.1 to 1. */
  readonly top_p?: number | null
  readonly top_k?: number | null
}

/** @see https://developer.box.com/reference/resources/ai-llm-endpoint-params-openai/ */
export interface AiLlmEndpointParamsOpenAi {
  readonly type: "openai_params"
  /** Up to 2. */
  readonly temperature?: number | null
  /** 0.1 to 1. */
  readonly top_p?: number | null
  /** Up to 2. */
  readonly frequency_penalty?: number | null
  /** Up to 2. */
  readonly presence_penalty?: number | null
  readonly stop?: string | null
}

/**
 * What comes without `fields`.
 *
 * @see https://developer.box.com/reference/resources/ai-response/
 */
export interface AiResponse {
  readonly answer?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  readonly completion_reason?: string | null
  readonly ai_agent_info?: AiAgentInfo | null
}

/**
 * What `fields` can ask for.
 *
 * @see https://developer.box.com/reference/resources/ai-response--full/
 */
export interface AiResponseFull extends AiResponse {
  readonly citations?: ReadonlyArray<AiCitation> | null
}

export interface AiStudioAgentBasicGenTool extends AiAgentBasicGenTool {
  readonly is_custom_instructions_included?: boolean | null
}

export interface AiStudioAgentBasicGenToolResponse extends AiStudioAgentBasicGenTool {
  readonly warnings?: ReadonlyArray<string> | null
}

export interface AiStudioAgentBasicTextTool extends AiAgentBasicTextTool {
  readonly is_custom_instructions_included?: boolean | null
}

export interface AiStudioAgentBasicTextToolResponse extends AiStudioAgentBasicTextTool {
  readonly warnings?: ReadonlyArray<string> | null
}

export interface AiStudioAgentLongTextTool extends AiAgentLongTextTool {
  readonly is_custom_instructions_included?: boolean | null
}

export interface AiStudioAgentLongTextToolResponse extends AiStudioAgentLongTextTool {
  readonly warnings?: ReadonlyArray<string> | null
}

export interface AiStudioAgentSpreadsheetTool extends AiAgentSpreadsheetTool {}

export interface AiStudioAgentSpreadsheetToolResponse extends AiStudioAgentSpreadsheetTool {
  readonly warnings?: ReadonlyArray<string> | null
}

/** @see https://developer.box.com/reference/resources/ai-agent-ask/ */
export interface AiAgentAskInput {
  readonly type: "ai_agent_ask"
  readonly long_text?: AiAgentLongTextToolInput | undefined
  readonly basic_text?: AiAgentBasicTextToolInput | undefined
  readonly spreadsheet?: AiAgentSpreadsheetToolInput | undefined
  readonly long_text_multi?: AiAgentLongTextToolInput | undefined
  readonly basic_text_multi?: AiAgentBasicTextToolInput | undefined
  readonly basic_image?: AiAgentBasicTextToolInput | undefined
  readonly basic_image_multi?: AiAgentBasicTextToolInput | undefined
}

/** What every form has. */
export interface AiAgentBasicTextToolBaseInput {
  readonly model?: string | undefined
  /** At least 1. */
  readonly num_tokens_for_completion?: number | undefined
  readonly llm_endpoint_params?: AiLlmEndpointParamsInput | undefined
}

export interface AiAgentBasicTextToolTextGenInput extends AiAgentBasicTextToolBaseInput {
  readonly system_message?: string | undefined
  /** Up to 10,000 characters. */
  readonly prompt_template?: string | undefined
}

export interface AiAgentLongTextToolTextGenInput extends AiAgentBasicTextToolTextGenInput {
  readonly embeddings?:
    | {
        readonly model?: string | undefined
        readonly strategy?:
          | {
              readonly id?: string | undefined
              /** 1 to 512. */
              readonly num_tokens_per_chunk?: number | undefined
            }
          | undefined
      }
    | undefined
}

export interface AiAgentBasicGenToolInput extends AiAgentLongTextToolTextGenInput {
  readonly content_template?: string | undefined
}

export interface AiAgentBasicTextToolInput extends AiAgentBasicTextToolBaseInput {
  readonly system_message?: string | undefined
  /** Up to 10,000 characters. */
  readonly prompt_template?: string | undefined
}

/** @see https://developer.box.com/reference/resources/ai-agent-extract/ */
export interface AiAgentExtractInput {
  readonly type: "ai_agent_extract"
  readonly long_text?: AiAgentLongTextToolInput | undefined
  readonly basic_text?: AiAgentBasicTextToolInput | undefined
  readonly basic_image?: AiAgentBasicTextToolInput | undefined
}

/** @see https://developer.box.com/reference/resources/ai-agent-extract-structured/ */
export interface AiAgentExtractStructuredInput {
  readonly type: "ai_agent_extract_structured"
  readonly long_text?: AiAgentLongTextToolInput | undefined
  readonly basic_text?: AiAgentBasicTextToolInput | undefined
  readonly basic_image?: AiAgentBasicTextToolInput | undefined
}

export interface AiAgentLongTextToolInput extends AiAgentBasicTextToolInput {
  readonly embeddings?:
    | {
        readonly model?: string | undefined
        readonly strategy?:
          | {
              readonly id?: string | undefined
              /** 1 to 512. */
              readonly num_tokens_per_chunk?: number | undefined
            }
          | undefined
      }
    | undefined
}

/** @see https://developer.box.com/reference/resources/ai-agent-reference/ */
export interface AiAgentReference {
  readonly type: "ai_agent_id"
  readonly id: string
}

export interface AiAgentSpreadsheetToolInput {
  readonly model?: string | undefined
  /** At least 1. */
  readonly num_tokens_for_completion?: number | undefined
  readonly llm_endpoint_params?: AiLlmEndpointParamsInput | undefined
}

/** @see https://developer.box.com/reference/resources/ai-agent-text-gen/ */
export interface AiAgentTextGenInput {
  readonly type: "ai_agent_text_gen"
  readonly basic_gen?: AiAgentBasicGenToolInput | undefined
}

export type AiAskAgent = AiAgentReference | AiAgentAskInput

export interface AiDialogueHistory {
  readonly prompt?: string | undefined
  readonly answer?: string | undefined
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: Operation.Time | undefined
}

export type AiExtractAgent = AiAgentReference | AiAgentExtractInput

export interface AiExtractFieldOption {
  readonly key: string
}

export type AiExtractStructuredAgent = AiAgentReference | AiAgentExtractStructuredInput

export interface AiExtractSubField {
  readonly key: string
  readonly description?: string | undefined
  readonly displayName?: string | undefined
  readonly prompt?: string | undefined
  readonly type?: string | undefined
  readonly options?: ReadonlyArray<AiExtractFieldOption> | undefined
}

export interface AiItemAsk {
  readonly id: string
  readonly type: "file" | "hubs"
  readonly content?: string | undefined
}

/** What every form has. */
export interface AiItemBase {
  readonly id: string
  readonly type: "file"
  readonly content?: string | undefined
}

export type AiLlmEndpointParamsInput =
  | AiLlmEndpointParamsOpenAiInput
  | AiLlmEndpointParamsGoogleInput
  | AiLlmEndpointParamsAWSInput
  | AiLlmEndpointParamsIBMInput

/** @see https://developer.box.com/reference/resources/ai-llm-endpoint-params-aws/ */
export interface AiLlmEndpointParamsAWSInput {
  readonly type: "aws_params"
  /** Up to 1. */
  readonly temperature?: number | null | undefined
  /** Up to 1. */
  readonly top_p?: number | null | undefined
}

/** @see https://developer.box.com/reference/resources/ai-llm-endpoint-params-google/ */
export interface AiLlmEndpointParamsGoogleInput {
  readonly type: "google_params"
  /** Up to 2. */
  readonly temperature?: number | null | undefined
  /** 0.1 to 2. */
  readonly top_p?: number | null | undefined
  /** 0.1 to 2. */
  readonly top_k?: number | null | undefined
}

/** @see https://developer.box.com/reference/resources/ai-llm-endpoint-params-ibm/ */
export interface AiLlmEndpointParamsIBMInput {
  readonly type: "ibm_params"
  readonly temperature?: number | null | undefined
  /** 0.1 to 1. */
  readonly top_p?: number | null | undefined
  readonly top_k?: number | null | undefined
}

/** @see https://developer.box.com/reference/resources/ai-llm-endpoint-params-openai/ */
export interface AiLlmEndpointParamsOpenAiInput {
  readonly type: "openai_params"
  /** Up to 2. */
  readonly temperature?: number | null | undefined
  /** 0.1 to 1. */
  readonly top_p?: number | null | undefined
  /** Up to 2. */
  readonly frequency_penalty?: number | null | undefined
  /** Up to 2. */
  readonly presence_penalty?: number | null | undefined
  readonly stop?: string | null | undefined
}

export interface AiOptionsRules {
  readonly multi_select?: boolean | undefined
  readonly selectable_levels?: ReadonlyArray<number> | undefined
}

export interface AiStudioAgentBasicGenToolInput extends AiAgentBasicGenToolInput {
  readonly is_custom_instructions_included?: boolean | undefined
}

export interface AiStudioAgentBasicTextToolInput extends AiAgentBasicTextToolInput {
  readonly is_custom_instructions_included?: boolean | undefined
}

export interface AiStudioAgentLongTextToolInput extends AiAgentLongTextToolInput {
  readonly is_custom_instructions_included?: boolean | undefined
}

export interface AiStudioAgentSpreadsheetToolInput extends AiAgentSpreadsheetToolInput {}

export interface AiTaxonomyFileReference {
  readonly type?: "file" | undefined
  readonly taxonomy_key?: string | undefined
  readonly id?: string | undefined
}

export interface AiTaxonomyReference {
  readonly type?: "taxonomy" | undefined
  readonly taxonomy_key?: string | undefined
  readonly namespace?: string | undefined
}

export type AiTaxonomySource = AiTaxonomyReference | AiTaxonomyFileReference

export type AiTextGenAgent = AiAgentReference | AiAgentTextGenInput

const aiAgentBasicTextToolBaseProperties = () => ({
  model: maybe(Schema.String),
  num_tokens_for_completion: maybe(Schema.Number),
  llm_endpoint_params: maybe(resolve(AiLlmEndpointParams))
})

const aiAgentBasicTextToolTextGenProperties = () => ({
  ...aiAgentBasicTextToolBaseProperties(),
  system_message: maybe(Schema.String),
  prompt_template: maybe(Schema.String)
})

const aiAgentLongTextToolTextGenProperties = () => ({
  ...aiAgentBasicTextToolTextGenProperties(),
  embeddings: maybe(
    Schema.Struct({
      model: maybe(Schema.String),
      strategy: maybe(Schema.Struct({ id: maybe(Schema.String), num_tokens_per_chunk: maybe(Schema.Number) }))
    })
  )
})

const aiAgentBasicGenToolProperties = () => ({
  ...aiAgentLongTextToolTextGenProperties(),
  content_template: maybe(Schema.String)
})

const aiAgentBasicTextToolProperties = () => ({
  ...aiAgentBasicTextToolBaseProperties(),
  system_message: maybe(Schema.String),
  prompt_template: maybe(Schema.String)
})

const aiAgentLongTextToolProperties = () => ({
  ...aiAgentBasicTextToolProperties(),
  embeddings: maybe(
    Schema.Struct({
      model: maybe(Schema.String),
      strategy: maybe(Schema.Struct({ id: maybe(Schema.String), num_tokens_per_chunk: maybe(Schema.Number) }))
    })
  )
})

const aiAgentSpreadsheetToolProperties = () => ({
  model: maybe(Schema.String),
  num_tokens_for_completion: maybe(Schema.Number),
  llm_endpoint_params: maybe(resolve(AiLlmEndpointParams))
})

const aiResponseProperties = () => ({
  answer: maybe(Schema.String),
  created_at: maybe(Schema.String),
  completion_reason: maybe(Schema.String),
  ai_agent_info: maybe(resolve(AiAgentInfo))
})

const aiStudioAgentBasicGenToolProperties = () => ({
  ...aiAgentBasicGenToolProperties(),
  is_custom_instructions_included: maybe(Schema.Boolean)
})

const aiStudioAgentBasicTextToolProperties = () => ({
  ...aiAgentBasicTextToolProperties(),
  is_custom_instructions_included: maybe(Schema.Boolean)
})

const aiStudioAgentLongTextToolProperties = () => ({
  ...aiAgentLongTextToolProperties(),
  is_custom_instructions_included: maybe(Schema.Boolean)
})

const aiStudioAgentSpreadsheetToolProperties = () => ({ ...aiAgentSpreadsheetToolProperties() })

export const AiAgent: Lazy<AiAgent> = /*#__PURE__*/ lazy<AiAgent>(() =>
  Schema.Union([
    resolve(AiAgentAsk),
    resolve(AiAgentTextGen),
    resolve(AiAgentExtract),
    resolve(AiAgentExtractStructured),
    otherThan("type", "ai_agent_ask", "ai_agent_text_gen", "ai_agent_extract", "ai_agent_extract_structured")
  ])
)

export const AiAgentAsk: Lazy<AiAgentAsk> = /*#__PURE__*/ lazy<AiAgentAsk>(() =>
  Schema.Struct({
    type: Schema.Literal("ai_agent_ask"),
    long_text: maybe(resolve(AiAgentLongTextTool)),
    basic_text: maybe(resolve(AiAgentBasicTextTool)),
    spreadsheet: maybe(resolve(AiAgentSpreadsheetTool)),
    long_text_multi: maybe(resolve(AiAgentLongTextTool)),
    basic_text_multi: maybe(resolve(AiAgentBasicTextTool)),
    basic_image: maybe(resolve(AiAgentBasicTextTool)),
    basic_image_multi: maybe(resolve(AiAgentBasicTextTool))
  })
)

export const AiAgentBasicTextToolBase: Lazy<AiAgentBasicTextToolBase> = /*#__PURE__*/ lazy<AiAgentBasicTextToolBase>(
  () => Schema.Struct(aiAgentBasicTextToolBaseProperties())
)

export const AiAgentBasicTextToolTextGen: Lazy<AiAgentBasicTextToolTextGen> =
  /*#__PURE__*/ lazy<AiAgentBasicTextToolTextGen>(() => Schema.Struct(aiAgentBasicTextToolTextGenProperties()))

export const AiAgentLongTextToolTextGen: Lazy<AiAgentLongTextToolTextGen> =
  /*#__PURE__*/ lazy<AiAgentLongTextToolTextGen>(() => Schema.Struct(aiAgentLongTextToolTextGenProperties()))

export const AiAgentBasicGenTool: Lazy<AiAgentBasicGenTool> = /*#__PURE__*/ lazy<AiAgentBasicGenTool>(() =>
  Schema.Struct(aiAgentBasicGenToolProperties())
)

export const AiAgentBasicTextTool: Lazy<AiAgentBasicTextTool> = /*#__PURE__*/ lazy<AiAgentBasicTextTool>(() =>
  Schema.Struct(aiAgentBasicTextToolProperties())
)

export const AiAgentExtract: Lazy<AiAgentExtract> = /*#__PURE__*/ lazy<AiAgentExtract>(() =>
  Schema.Struct({
    type: Schema.Literal("ai_agent_extract"),
    long_text: maybe(resolve(AiAgentLongTextTool)),
    basic_text: maybe(resolve(AiAgentBasicTextTool)),
    basic_image: maybe(resolve(AiAgentBasicTextTool))
  })
)

export const AiAgentExtractStructured: Lazy<AiAgentExtractStructured> = /*#__PURE__*/ lazy<AiAgentExtractStructured>(
  () =>
    Schema.Struct({
      type: Schema.Literal("ai_agent_extract_structured"),
      long_text: maybe(resolve(AiAgentLongTextTool)),
      basic_text: maybe(resolve(AiAgentBasicTextTool)),
      basic_image: maybe(resolve(AiAgentBasicTextTool))
    })
)

export const AiAgentInfo: Lazy<AiAgentInfo> = /*#__PURE__*/ lazy<AiAgentInfo>(() =>
  Schema.Struct({
    models: maybe(
      Schema.Array(
        Schema.Struct({
          name: maybe(Schema.String),
          provider: maybe(Schema.String),
          supported_purpose: maybe(Schema.String)
        })
      )
    ),
    processor: maybe(Schema.String)
  })
)

export const AiAgentLongTextTool: Lazy<AiAgentLongTextTool> = /*#__PURE__*/ lazy<AiAgentLongTextTool>(() =>
  Schema.Struct(aiAgentLongTextToolProperties())
)

export const AiAgentSpreadsheetTool: Lazy<AiAgentSpreadsheetTool> = /*#__PURE__*/ lazy<AiAgentSpreadsheetTool>(() =>
  Schema.Struct(aiAgentSpreadsheetToolProperties())
)

export const AiAgentTextGen: Lazy<AiAgentTextGen> = /*#__PURE__*/ lazy<AiAgentTextGen>(() =>
  Schema.Struct({ type: Schema.Literal("ai_agent_text_gen"), basic_gen: maybe(resolve(AiAgentBasicGenTool)) })
)

export const AiCitation: Lazy<AiCitation> = /*#__PURE__*/ lazy<AiCitation>(() =>
  Schema.Struct({
    content: maybe(Schema.String),
    id: maybe(Schema.String),
    type: maybe(Schema.String),
    name: maybe(Schema.String)
  })
)

export const AiExtractResponse: Lazy<AiExtractResponse> = /*#__PURE__*/ lazy<AiExtractResponse>(() =>
  Schema.Record(Schema.String, Schema.Json)
)

export const AiExtractStructuredResponse: Lazy<AiExtractStructuredResponse> =
  /*#__PURE__*/ lazy<AiExtractStructuredResponse>(() =>
    Schema.Struct({
      answer: maybe(resolve(AiExtractResponse)),
      created_at: maybe(Schema.String),
      completion_reason: maybe(Schema.String),
      confidence_score: maybe(Schema.Record(Schema.String, Schema.Json)),
      reference: maybe(Schema.Record(Schema.String, Schema.Json)),
      ai_agent_info: maybe(resolve(AiAgentInfo))
    })
  )

export const AiLlmEndpointParams: Lazy<AiLlmEndpointParams> = /*#__PURE__*/ lazy<AiLlmEndpointParams>(() =>
  Schema.Union([
    resolve(AiLlmEndpointParamsOpenAi),
    resolve(AiLlmEndpointParamsGoogle),
    resolve(AiLlmEndpointParamsAWS),
    resolve(AiLlmEndpointParamsIBM),
    otherThan("type", "openai_params", "google_params", "aws_params", "ibm_params")
  ])
)

export const AiLlmEndpointParamsAWS: Lazy<AiLlmEndpointParamsAWS> = /*#__PURE__*/ lazy<AiLlmEndpointParamsAWS>(() =>
  Schema.Struct({ type: Schema.Literal("aws_params"), temperature: maybe(Schema.Number), top_p: maybe(Schema.Number) })
)

export const AiLlmEndpointParamsGoogle: Lazy<AiLlmEndpointParamsGoogle> = /*#__PURE__*/ lazy<AiLlmEndpointParamsGoogle>(
  () =>
    Schema.Struct({
      type: Schema.Literal("google_params"),
      temperature: maybe(Schema.Number),
      top_p: maybe(Schema.Number),
      top_k: maybe(Schema.Number)
    })
)

export const AiLlmEndpointParamsIBM: Lazy<AiLlmEndpointParamsIBM> = /*#__PURE__*/ lazy<AiLlmEndpointParamsIBM>(() =>
  Schema.Struct({
    type: Schema.Literal("ibm_params"),
    temperature: maybe(Schema.Number),
    top_p: maybe(Schema.Number),
    top_k: maybe(Schema.Number)
  })
)

export const AiLlmEndpointParamsOpenAi: Lazy<AiLlmEndpointParamsOpenAi> = /*#__PURE__*/ lazy<AiLlmEndpointParamsOpenAi>(
  () =>
    Schema.Struct({
      type: Schema.Literal("openai_params"),
      temperature: maybe(Schema.Number),
      top_p: maybe(Schema.Number),
      frequency_penalty: maybe(Schema.Number),
      presence_penalty: maybe(Schema.Number),
      stop: maybe(Schema.String)
    })
)

export const AiResponse: Lazy<AiResponse> = /*#__PURE__*/ lazy<AiResponse>(() => Schema.Struct(aiResponseProperties()))

export const AiResponseFull: Lazy<AiResponseFull> = /*#__PURE__*/ lazy<AiResponseFull>(() =>
  Schema.Struct({ ...aiResponseProperties(), citations: maybe(Schema.Array(resolve(AiCitation))) })
)

export const AiStudioAgentBasicGenTool: Lazy<AiStudioAgentBasicGenTool> = /*#__PURE__*/ lazy<AiStudioAgentBasicGenTool>(
  () => Schema.Struct(aiStudioAgentBasicGenToolProperties())
)

export const AiStudioAgentBasicGenToolResponse: Lazy<AiStudioAgentBasicGenToolResponse> =
  /*#__PURE__*/ lazy<AiStudioAgentBasicGenToolResponse>(() =>
    Schema.Struct({ ...aiStudioAgentBasicGenToolProperties(), warnings: maybe(Schema.Array(Schema.String)) })
  )

export const AiStudioAgentBasicTextTool: Lazy<AiStudioAgentBasicTextTool> =
  /*#__PURE__*/ lazy<AiStudioAgentBasicTextTool>(() => Schema.Struct(aiStudioAgentBasicTextToolProperties()))

export const AiStudioAgentBasicTextToolResponse: Lazy<AiStudioAgentBasicTextToolResponse> =
  /*#__PURE__*/ lazy<AiStudioAgentBasicTextToolResponse>(() =>
    Schema.Struct({ ...aiStudioAgentBasicTextToolProperties(), warnings: maybe(Schema.Array(Schema.String)) })
  )

export const AiStudioAgentLongTextTool: Lazy<AiStudioAgentLongTextTool> = /*#__PURE__*/ lazy<AiStudioAgentLongTextTool>(
  () => Schema.Struct(aiStudioAgentLongTextToolProperties())
)

export const AiStudioAgentLongTextToolResponse: Lazy<AiStudioAgentLongTextToolResponse> =
  /*#__PURE__*/ lazy<AiStudioAgentLongTextToolResponse>(() =>
    Schema.Struct({ ...aiStudioAgentLongTextToolProperties(), warnings: maybe(Schema.Array(Schema.String)) })
  )

export const AiStudioAgentSpreadsheetTool: Lazy<AiStudioAgentSpreadsheetTool> =
  /*#__PURE__*/ lazy<AiStudioAgentSpreadsheetTool>(() => Schema.Struct(aiStudioAgentSpreadsheetToolProperties()))

export const AiStudioAgentSpreadsheetToolResponse: Lazy<AiStudioAgentSpreadsheetToolResponse> =
  /*#__PURE__*/ lazy<AiStudioAgentSpreadsheetToolResponse>(() =>
    Schema.Struct({ ...aiStudioAgentSpreadsheetToolProperties(), warnings: maybe(Schema.Array(Schema.String)) })
  )
