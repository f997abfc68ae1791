// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Classifications: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open } from "../../internal/schema.ts"

/** @see https://developer.box.com/reference/resources/classification/ */
export interface Classification {
  readonly Box__Security__Classification__Key?: string | null
  readonly $parent?: string | null
  readonly $template?: Open<"securityClassification-6VMVochwUWo"> | null
  readonly $scope?: string | null
  readonly $version?: number | null
  readonly $type?: string | null
  readonly $typeVersion?: number | null
  readonly $canEdit?: boolean | null
}

/** @see https://developer.box.com/reference/resources/classification-template/ */
export interface ClassificationTemplate {
  readonly id: string
  readonly type: "metadata_template"
  readonly scope?: string | null
  readonly templateKey?: Open<"securityClassification-6VMVochwUWo"> | null
  readonly displayName?: Open<"Classification"> | null
  readonly hidden?: boolean | null
  readonly copyInstanceOnItemCopy?: boolean | null
  /** Exactly one entry. */
  readonly fields?: ReadonlyArray<{
    readonly id: string
    readonly type: "enum"
    readonly key?: Open<"Box__Security__Classification__Key"> | null
    readonly displayName?: Open<"Classification"> | null
    readonly hidden?: boolean | null
    /** Not empty. */
    readonly options?: ReadonlyArray<{
      readonly id: string
      readonly key?: string | null
      readonly staticConfig?: {
        readonly classification?: {
          readonly classificationDefinition?: string | null
          readonly colorID?: number | null
        } | null
      } | null
    }> | null
  }> | null
}

export const Classification: Lazy<Classification> = /*#__PURE__*/ lazy<Classification>(() =>
  Schema.Struct({
    Box__Security__Classification__Key: maybe(Schema.String),
    $parent: maybe(Schema.String),
    $template: maybe(Schema.String),
    $scope: maybe(Schema.String),
    $version: maybe(Schema.Number),
    $type: maybe(Schema.String),
    $typeVersion: maybe(Schema.Number),
    $canEdit: maybe(Schema.Boolean)
  })
)

export const ClassificationTemplate: Lazy<ClassificationTemplate> = /*#__PURE__*/ lazy<ClassificationTemplate>(() =>
  Schema.Struct({
    id: Schema.String,
    type: Schema.Literal("metadata_template"),
    scope: maybe(Schema.String),
    templateKey: maybe(Schema.String),
    displayName: maybe(Schema.String),
    hidden: maybe(Schema.Boolean),
    copyInstanceOnItemCopy: maybe(Schema.Boolean),
    fields: maybe(
      Schema.Array(
        Schema.Struct({
          id: Schema.String,
          type: Schema.Literal("enum"),
          key: maybe(Schema.String),
          displayName: maybe(Schema.String),
          hidden: maybe(Schema.Boolean),
          options: maybe(
            Schema.Array(
              Schema.Struct({
                id: Schema.String,
                key: maybe(Schema.String),
                staticConfig: maybe(
                  Schema.Struct({
                    classification: maybe(
                      Schema.Struct({ classificationDefinition: maybe(Schema.String), colorID: maybe(Schema.Number) })
                    )
                  })
                )
              })
            )
          )
        })
      )
    )
  })
)
