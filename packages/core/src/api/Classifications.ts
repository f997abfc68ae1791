// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Classifications: operations of Box's API. */
import * as Operation from "../operation/Operation.ts"
import { ClassificationTemplate } from "./schemas/Classifications.ts"

/** Has no arguments of its own. */
export type GetClassificationTemplateInput = {}

/**
 * Gets a classification template. `GET /metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema`,
 * safe to repeat. Fails with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/get-metadata-templates-enterprise-securityClassification-6VMVochwUWo-schema/
 * @category operations
 * @since 0.1.0
 */
export const getClassificationTemplate: Operation.Operation<GetClassificationTemplateInput, ClassificationTemplate> =
  /*#__PURE__*/ Operation.make({
    name: "Classifications.getClassificationTemplate",
    method: "GET",
    path: "/metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema",
    output: () => ClassificationTemplate
  })

export interface AddClassificationInput {
  /** The whole body. */
  readonly body: ReadonlyArray<{
    readonly op: "addEnumOption"
    readonly fieldKey: "Box__Security__Classification__Key"
    readonly data: {
      readonly key: string
      readonly staticConfig?:
        | {
            readonly classification?:
              | {
                  readonly classificationDefinition?: string | undefined
                  readonly colorID?: number | undefined
                }
              | undefined
          }
        | undefined
    }
  }>
}

/**
 * Adds a classification. `PUT /metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema`, safe to
 * repeat. Fails with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/put-metadata-templates-enterprise-securityClassification-6VMVochwUWo-schema--add/
 * @category operations
 * @since 0.1.0
 */
export const addClassification: Operation.Operation<AddClassificationInput, ClassificationTemplate> =
  /*#__PURE__*/ Operation.make({
    name: "Classifications.addClassification",
    method: "PUT",
    path: "/metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema",
    body: "value",
    output: () => ClassificationTemplate
  })

export interface UpdateClassificationInput {
  /** The whole body. */
  readonly body: ReadonlyArray<{
    readonly op: "editEnumOption"
    readonly fieldKey: "Box__Security__Classification__Key"
    readonly enumOptionKey: string
    readonly data: {
      readonly key: string
      readonly staticConfig?:
        | {
            readonly classification?:
              | {
                  readonly classificationDefinition?: string | undefined
                  readonly colorID?: number | undefined
                }
              | undefined
          }
        | undefined
    }
  }>
}

/**
 * Updates a classification. `PUT /metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema`, safe
 * to repeat. Fails with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/put-metadata-templates-enterprise-securityClassification-6VMVochwUWo-schema--update/
 * @category operations
 * @since 0.1.0
 */
export const updateClassification: Operation.Operation<UpdateClassificationInput, ClassificationTemplate> =
  /*#__PURE__*/ Operation.make({
    name: "Classifications.updateClassification",
    method: "PUT",
    path: "/metadata_templates/enterprise/securityClassification-6VMVochwUWo/schema",
    body: "patch",
    output: () => ClassificationTemplate
  })

export interface CreateClassificationTemplateInput {
  readonly scope: "enterprise"
  readonly templateKey: "securityClassification-6VMVochwUWo"
  readonly displayName: "Classification"
  readonly hidden?: boolean | undefined
  readonly copyInstanceOnItemCopy?: boolean | undefined
  readonly fields: ReadonlyArray<{
    readonly type: "enum"
    readonly key: "Box__Security__Classification__Key"
    readonly displayName: "Classification"
    readonly hidden?: boolean | undefined
    readonly options: ReadonlyArray<{
      readonly key: string
      readonly staticConfig?:
        | {
            readonly classification?:
              | {
                  readonly classificationDefinition?: string | undefined
                  readonly colorID?: number | undefined
                }
              | undefined
          }
        | undefined
    }>
  }>
}

/**
 * Creates a classification template. `POST /metadata_templates/schema`. Not retried if the outcome of an attempt
 * is unknown. Fails with `BoxBadRequest` (400), `BoxNotFound` (404) among others.
 *
 * @see https://developer.box.com/reference/post-metadata-templates-schema--classifications/
 * @category operations
 * @since 0.1.0
 */
export const createClassificationTemplate: Operation.Operation<
  CreateClassificationTemplateInput,
  ClassificationTemplate
> = /*#__PURE__*/ Operation.make({
  name: "Classifications.createClassificationTemplate",
  method: "POST",
  path: "/metadata_templates/schema",
  body: "json",
  output: () => ClassificationTemplate
})
