// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Skills: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { type SkillCardInput, SkillCardsMetadata } from "./schemas/Skills.ts"

export interface GetBoxSkillCardsOnFileInput {
  readonly file_id: string
}

/**
 * Lists Box skill cards on a file. `GET /files/{file_id}/metadata/global/boxSkillsCards`, safe to repeat.
 *
 * @see https://developer.box.com/reference/get-files-id-metadata-global-boxSkillsCards/
 * @category operations
 * @since 0.1.0
 */
export const getBoxSkillCardsOnFile: Operation.Operation<GetBoxSkillCardsOnFileInput, SkillCardsMetadata> =
  /*#__PURE__*/ Operation.make({
    name: "Skills.getBoxSkillCardsOnFile",
    method: "GET",
    path: "/files/{file_id}/metadata/global/boxSkillsCards",
    output: () => SkillCardsMetadata
  })

export interface CreateBoxSkillCardsOnFileInput {
  readonly file_id: string
  readonly cards: ReadonlyArray<SkillCardInput>
}

/**
 * Creates Box skill cards on a file. `POST /files/{file_id}/metadata/global/boxSkillsCards`. Not retried if the
 * outcome of an attempt is unknown. Fails with `BoxBadRequest` (400), `BoxNotFound` (404), `BoxConflict` (409)
 * among others.
 *
 * @see https://developer.box.com/reference/post-files-id-metadata-global-boxSkillsCards/
 * @category operations
 * @since 0.1.0
 */
export const createBoxSkillCardsOnFile: Operation.Operation<CreateBoxSkillCardsOnFileInput, SkillCardsMetadata> =
  /*#__PURE__*/ Operation.make({
    name: "Skills.createBoxSkillCardsOnFile",
    method: "POST",
    path: "/files/{file_id}/metadata/global/boxSkillsCards",
    times: ["cards.*.created_at"],
    body: "json",
    output: () => SkillCardsMetadata
  })

export interface UpdateBoxSkillCardsOnFileInput {
  readonly file_id: string
  /** The whole body. */
  readonly body: ReadonlyArray<{
    readonly op?: "replace" | undefined
    readonly path?: string | undefined
    readonly value?: SkillCardInput | undefined
  }>
}

/**
 * Updates Box skill cards on a file. `PUT /files/{file_id}/metadata/global/boxSkillsCards`, safe to repeat. Fails
 * with `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/put-files-id-metadata-global-boxSkillsCards/
 * @category operations
 * @since 0.1.0
 */
export const updateBoxSkillCardsOnFile: Operation.Operation<UpdateBoxSkillCardsOnFileInput, SkillCardsMetadata> =
  /*#__PURE__*/ Operation.make({
    name: "Skills.updateBoxSkillCardsOnFile",
    method: "PUT",
    path: "/files/{file_id}/metadata/global/boxSkillsCards",
    times: ["body.*.value.created_at"],
    body: "patch",
    output: () => SkillCardsMetadata
  })

export interface DeleteBoxSkillCardsFromFileInput {
  readonly file_id: string
}

/**
 * Deletes Box skill cards from a file. `DELETE /files/{file_id}/metadata/global/boxSkillsCards`, safe to repeat.
 * Fails with `BoxNotFound` (404), `BoxBadRequest` (405) among others.
 *
 * @see https://developer.box.com/reference/delete-files-id-metadata-global-boxSkillsCards/
 * @category operations
 * @since 0.1.0
 */
export const deleteBoxSkillCardsFromFile: Operation.Operation<DeleteBoxSkillCardsFromFileInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "Skills.deleteBoxSkillCardsFromFile",
    method: "DELETE",
    path: "/files/{file_id}/metadata/global/boxSkillsCards"
  })

export interface UpdateAllSkillCardsOnFileInput {
  readonly skill_id: string
  readonly status: "invoked" | "processing" | "success" | "transient_failure" | "permanent_failure"
  readonly metadata: {
    readonly cards?: ReadonlyArray<SkillCardInput> | undefined
  }
  readonly file: {
    readonly type?: "file" | undefined
    readonly id?: string | undefined
  }
  readonly file_version?:
    | {
        readonly type?: "file_version" | undefined
        readonly id?: string | undefined
      }
    | undefined
  readonly usage?:
    | {
        readonly unit?: string | undefined
        readonly value?: number | undefined
      }
    | undefined
}

/**
 * Updates all skill cards on a file. `PUT /skill_invocations/{skill_id}`, safe to repeat. Fails with
 * `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/put-skill-invocations-id/
 * @category operations
 * @since 0.1.0
 */
export const updateAllSkillCardsOnFile: Operation.Operation<UpdateAllSkillCardsOnFileInput, void> =
  /*#__PURE__*/ Operation.make({
    name: "Skills.updateAllSkillCardsOnFile",
    method: "PUT",
    path: "/skill_invocations/{skill_id}",
    times: ["metadata.cards.*.created_at"],
    body: "json"
  })
