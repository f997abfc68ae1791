// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Ai Studio: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import * as Makers from "../operation/internal/makers.ts"
import {
  type AiAgentAllowedEntityInput,
  AiMultipleAgentResponse,
  type AiSingleAgentResponse,
  AiSingleAgentResponseFull,
  type AiStudioAgentAsk,
  type AiStudioAgentExtract,
  type AiStudioAgentTextGen
} from "./schemas/AiStudio.ts"

export interface GetAiAgentsInput {
  readonly mode?: ReadonlyArray<string> | undefined
  readonly agent_state?: ReadonlyArray<string> | undefined
  /** Default `false`. */
  readonly include_box_default?: boolean | undefined
  /** The `next_marker` of the previous page. */
  readonly marker?: string | undefined
  /** The number of entries per page. Up to 1,000. */
  readonly limit?: number | undefined
}

/**
 * Lists AI agents. `GET /ai_agents`, safe to repeat. Pages by marker. Fails with `BoxBadRequest` (400) among
 * others.
 *
 * @see https://developer.box.com/reference/get-ai-agents/
 * @category operations
 * @since 0.1.0
 */
export const getAiAgents: Operation.PagedFieldsOperation<
  GetAiAgentsInput,
  AiSingleAgentResponseFull,
  AiSingleAgentResponse,
  AiMultipleAgentResponse
> = /*#__PURE__*/ Makers.makePagedWithFields({
  name: "AiStudio.getAiAgents",
  method: "GET",
  path: "/ai_agents",
  query: ["fields", "mode", "agent_state", "include_box_default", "marker", "limit"],
  paging: "marker",
  output: () => AiMultipleAgentResponse
})

export interface CreateAiAgentInput {
  readonly type: "ai_agent"
  readonly name: string
  readonly access_state: string
  /** Not empty. */
  readonly icon_reference?: string | undefined
  readonly allowed_entities?: ReadonlyArray<AiAgentAllowedEntityInput> | undefined
  readonly ask?: AiStudioAgentAsk | undefined
  readonly text_gen?: AiStudioAgentTextGen | undefined
  readonly extract?: AiStudioAgentExtract | undefined
}

/**
 * Creates an AI agent. `POST /ai_agents`. Not retried if the outcome of an attempt is unknown. Fails with
 * `BoxBadRequest` (400) among others.
 *
 * @see https://developer.box.com/reference/post-ai-agents/
 * @category operations
 * @since 0.1.0
 */
export const createAiAgent: Operation.Operation<CreateAiAgentInput, AiSingleAgentResponseFull> =
  /*#__PURE__*/ Operation.make({
    name: "AiStudio.createAiAgent",
    method: "POST",
    path: "/ai_agents",
    body: "json",
    output: () => AiSingleAgentResponseFull
  })

export interface UpdateAiAgentByIdInput {
  readonly agent_id: string
  readonly type: "ai_agent"
  readonly name: string
  readonly access_state: string
  /** Not empty. */
  readonly icon_reference?: string | undefined
  readonly allowed_entities?: ReadonlyArray<AiAgentAllowedEntityInput> | undefined
  readonly ask?: AiStudioAgentAsk | undefined
  readonly text_gen?: AiStudioAgentTextGen | undefined
  readonly extract?: AiStudioAgentExtract | undefined
}

/**
 * Updates an AI agent by id. `PUT /ai_agents/{agent_id}`, safe to repeat. Fails with `BoxBadRequest` (400) among
 * others.
 *
 * @see https://developer.box.com/reference/put-ai-agents-id/
 * @category operations
 * @since 0.1.0
 */
export const updateAiAgentById: Operation.Operation<UpdateAiAgentByIdInput, AiSingleAgentResponseFull> =
  /*#__PURE__*/ Operation.make({
    name: "AiStudio.updateAiAgentById",
    method: "PUT",
    path: "/ai_agents/{agent_id}",
    body: "json",
    output: () => AiSingleAgentResponseFull
  })

export interface GetAiAgentByIdInput {
  readonly agent_id: string
}

/**
 * Gets an AI agent by id. `GET /ai_agents/{agent_id}`, safe to repeat. Fails with `BoxBadRequest` (400) among
 * others.
 *
 * @see https://developer.box.com/reference/get-ai-agents-id/
 * @category operations
 * @since 0.1.0
 */
export const getAiAgentById: Operation.FieldsOperation<
  GetAiAgentByIdInput,
  AiSingleAgentResponseFull,
  AiSingleAgentResponse
> = /*#__PURE__*/ Makers.makeWithFields({
  name: "AiStudio.getAiAgentById",
  method: "GET",
  path: "/ai_agents/{agent_id}",
  query: ["fields"],
  output: () => AiSingleAgentResponseFull
})

export interface DeleteAiAgentByIdInput {
  readonly agent_id: string
}

/**
 * Deletes an AI agent by id. `DELETE /ai_agents/{agent_id}`, safe to repeat. Fails with `BoxBadRequest` (400),
 * `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/delete-ai-agents-id/
 * @category operations
 * @since 0.1.0
 */
export const deleteAiAgentById: Operation.Operation<DeleteAiAgentByIdInput, void> = /*#__PURE__*/ Operation.make({
  name: "AiStudio.deleteAiAgentById",
  method: "DELETE",
  path: "/ai_agents/{agent_id}"
})
