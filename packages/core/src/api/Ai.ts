// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Ai: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import {
  AiAgent,
  type AiAskAgent,
  type AiDialogueHistory,
  type AiExtractAgent,
  type AiExtractStructuredAgent,
  AiExtractStructuredResponse,
  type AiExtractSubField,
  type AiItemAsk,
  type AiItemBase,
  type AiOptionsRules,
  AiResponse,
  AiResponseFull,
  type AiTaxonomySource,
  type AiTextGenAgent
} from "./schemas/Ai.ts"

export interface CreateAiAskInput {
  readonly mode: "multiple_item_qa" | "single_item_qa"
  readonly prompt: string
  /** 1 to 25 entries. */
  readonly items: ReadonlyArray<AiItemAsk>
  readonly dialogue_history?: ReadonlyArray<AiDialogueHistory> | undefined
  readonly include_citations?: boolean | undefined
  readonly ai_agent?: AiAskAgent | undefined
}

/**
 * Asks an AI model about items. `POST /ai/ask`. Not retried if the outcome of an attempt is unknown. Returns
 * `undefined` if Box sends no body (204).
 *
 * @see https://developer.box.com/reference/post-ai-ask/
 * @category operations
 * @since 0.1.0
 */
export const createAiAsk: Operation.Operation<CreateAiAskInput, AiResponseFull | undefined> =
  /*#__PURE__*/ Operation.make({
    name: "Ai.createAiAsk",
    method: "POST",
    path: "/ai/ask",
    times: ["dialogue_history.*.created_at"],
    body: "json",
    output: () => AiResponseFull
  })

export interface CreateAiTextGenInput {
  readonly prompt: string
  /** Exactly one entry. */
  readonly items: ReadonlyArray<{
    readonly id: string
    readonly type: "file"
    readonly content?: string | undefined
  }>
  readonly dialogue_history?: ReadonlyArray<AiDialogueHistory> | undefined
  readonly ai_agent?: AiTextGenAgent | undefined
}

/**
 * Generates text about an item with an AI model. `POST /ai/text_gen`. Not retried if the outcome of an attempt is
 * unknown.
 *
 * @see https://developer.box.com/reference/post-ai-text-gen/
 * @category operations
 * @since 0.1.0
 */
export const createAiTextGen: Operation.Operation<CreateAiTextGenInput, AiResponse> = /*#__PURE__*/ Operation.make({
  name: "Ai.createAiTextGen",
  method: "POST",
  path: "/ai/text_gen",
  times: ["dialogue_history.*.created_at"],
  body: "json",
  output: () => AiResponse
})

export interface GetAiAgentDefaultConfigInput {
  readonly mode: "ask" | "text_gen" | "extract" | "extract_structured"
  readonly language?: string | undefined
  readonly model?: string | undefined
}

/**
 * Gets the default configuration of an AI agent. `GET /ai_agent_default`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-ai-agent-default/
 * @category operations
 * @since 0.1.0
 */
export const getAiAgentDefaultConfig: Operation.Operation<GetAiAgentDefaultConfigInput, AiAgent> =
  /*#__PURE__*/ Operation.make({
    name: "Ai.getAiAgentDefaultConfig",
    method: "GET",
    path: "/ai_agent_default",
    query: ["mode", "language", "model"],
    output: () => AiAgent
  })

export interface CreateAiExtractInput {
  readonly prompt: string
  /** 1 to 25 entries. */
  readonly items: ReadonlyArray<AiItemBase>
  readonly ai_agent?: AiExtractAgent | undefined
}

/**
 * Extracts values from items with an AI model, described in words. `POST /ai/extract`. Not retried if the outcome
 * of an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-ai-extract/
 * @category operations
 * @since 0.1.0
 */
export const createAiExtract: Operation.Operation<CreateAiExtractInput, AiResponse> = /*#__PURE__*/ Operation.make({
  name: "Ai.createAiExtract",
  method: "POST",
  path: "/ai/extract",
  body: "json",
  output: () => AiResponse
})

export interface CreateAiExtractStructuredInput {
  /** 1 to 25 entries. */
  readonly items: ReadonlyArray<AiItemBase>
  readonly metadata_template?:
    | {
        readonly template_key?: string | undefined
        readonly type?: "metadata_template" | undefined
        /** Up to 40 characters. */
        readonly scope?: string | undefined
      }
    | undefined
  /** Not empty. */
  readonly fields?:
    | ReadonlyArray<{
        readonly key: string
        readonly description?: string | undefined
        readonly displayName?: string | undefined
        readonly prompt?: string | undefined
        readonly type?: string | undefined
        readonly options?:
          | ReadonlyArray<{
              readonly key: string
            }>
          | undefined
        readonly fields?: ReadonlyArray<AiExtractSubField> | undefined
        readonly taxonomy_key?: string | undefined
        readonly namespace?: string | undefined
        readonly options_rules?: AiOptionsRules | undefined
      }>
    | undefined
  readonly ai_agent?: AiExtractStructuredAgent | undefined
  readonly include_confidence_score?: boolean | undefined
  readonly include_reference?: boolean | undefined
  readonly taxonomy_sources?: ReadonlyArray<AiTaxonomySource> | undefined
}

/**
 * Extracts the values of given fields from items with an AI model. `POST /ai/extract_structured`. Not retried if
 * the outcome of an attempt is unknown.
 *
 * @see https://developer.box.com/reference/post-ai-extract-structured/
 * @category operations
 * @since 0.1.0
 */
export const createAiExtractStructured: Operation.Operation<
  CreateAiExtractStructuredInput,
  AiExtractStructuredResponse
> = /*#__PURE__*/ Operation.make({
  name: "Ai.createAiExtractStructured",
  method: "POST",
  path: "/ai/extract_structured",
  body: "json",
  output: () => AiExtractStructuredResponse
})
