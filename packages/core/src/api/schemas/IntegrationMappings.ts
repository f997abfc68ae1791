// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Integration Mappings: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { FolderMini } from "./Item.ts"
import { FolderReference } from "./Reference.ts"
import { UserIntegrationMapping } from "./User.ts"

/** What every form has. */
export interface IntegrationMappingBase {
  readonly id: string
  readonly type: "integration_mapping"
}

/** @see https://developer.box.com/reference/resources/integration-mapping-slack/ */
export interface IntegrationMapping extends IntegrationMappingBase {
  readonly integration_type?: Open<"slack"> | null
  readonly is_manually_created?: boolean | null
  readonly options?: IntegrationMappingSlackOptions | null
  readonly created_by?: UserIntegrationMapping | null
  readonly modified_by?: UserIntegrationMapping | null
  readonly partner_item?: IntegrationMappingPartnerItemSlack | null
  readonly box_item?: FolderMini | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
}

export interface IntegrationMappingPartnerItemSlack {
  readonly type: "channel"
  readonly id: string
  readonly slack_workspace_id?: string | null
  readonly slack_org_id?: string | null
}

export interface IntegrationMappingPartnerItemTeams {
  readonly type: Open<"channel" | "team">
  readonly id: string
  readonly tenant_id?: string | null
}

export interface IntegrationMappingSlackOptions {
  readonly is_access_management_disabled?: boolean | null
}

/** @see https://developer.box.com/reference/resources/integration-mapping-teams/ */
export interface IntegrationMappingTeams extends IntegrationMappingBase {
  readonly integration_type?: Open<"teams"> | null
  readonly is_overridden_by_manual_mapping?: boolean | null
  readonly partner_item?: IntegrationMappingPartnerItemTeams | null
  readonly box_item?: FolderReference | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
}

/** @see https://developer.box.com/reference/resources/integration-mappings-slack/ */
export interface IntegrationMappings {
  /** The limit that was applied. */
  readonly limit?: number | null
  /** The `marker` of the next page; absent, `null` or empty on the last page. */
  readonly next_marker?: string | null
  readonly entries?: ReadonlyArray<IntegrationMapping> | null
}

/** @see https://developer.box.com/reference/resources/integration-mappings-teams/ */
export interface IntegrationMappingsTeams {
  readonly entries?: ReadonlyArray<IntegrationMappingTeams> | null
}

export interface IntegrationMappingBoxItemSlack {
  readonly type: "folder"
  readonly id: string
}

export interface IntegrationMappingPartnerItemSlackInput {
  readonly type: "channel"
  readonly id: string
  readonly slack_workspace_id?: string | null | undefined
  readonly slack_org_id?: string | null | undefined
}

export interface IntegrationMappingPartnerItemTeamsCreateRequest {
  readonly type: "channel" | "team"
  readonly id: string
  readonly tenant_id: string
  readonly team_id: string
}

export interface IntegrationMappingSlackOptionsInput {
  readonly is_access_management_disabled?: boolean | undefined
}

const integrationMappingBaseProperties = () => ({ id: Schema.String, type: Schema.Literal("integration_mapping") })

export const IntegrationMappingBase: Lazy<IntegrationMappingBase> = /*#__PURE__*/ lazy<IntegrationMappingBase>(() =>
  Schema.Struct(integrationMappingBaseProperties())
)

export const IntegrationMapping: Lazy<IntegrationMapping> = /*#__PURE__*/ lazy<IntegrationMapping>(() =>
  Schema.Struct({
    ...integrationMappingBaseProperties(),
    integration_type: maybe(Schema.String),
    is_manually_created: maybe(Schema.Boolean),
    options: maybe(resolve(IntegrationMappingSlackOptions)),
    created_by: maybe(resolve(UserIntegrationMapping)),
    modified_by: maybe(resolve(UserIntegrationMapping)),
    partner_item: maybe(resolve(IntegrationMappingPartnerItemSlack)),
    box_item: maybe(resolve(FolderMini)),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String)
  })
)

export const IntegrationMappingPartnerItemSlack: Lazy<IntegrationMappingPartnerItemSlack> =
  /*#__PURE__*/ lazy<IntegrationMappingPartnerItemSlack>(() =>
    Schema.Struct({
      type: Schema.Literal("channel"),
      id: Schema.String,
      slack_workspace_id: maybe(Schema.String),
      slack_org_id: maybe(Schema.String)
    })
  )

export const IntegrationMappingPartnerItemTeams: Lazy<IntegrationMappingPartnerItemTeams> =
  /*#__PURE__*/ lazy<IntegrationMappingPartnerItemTeams>(() =>
    Schema.Struct({ type: Schema.String, id: Schema.String, tenant_id: maybe(Schema.String) })
  )

export const IntegrationMappingSlackOptions: Lazy<IntegrationMappingSlackOptions> =
  /*#__PURE__*/ lazy<IntegrationMappingSlackOptions>(() =>
    Schema.Struct({ is_access_management_disabled: maybe(Schema.Boolean) })
  )

export const IntegrationMappingTeams: Lazy<IntegrationMappingTeams> = /*#__PURE__*/ lazy<IntegrationMappingTeams>(() =>
  Schema.Struct({
    ...integrationMappingBaseProperties(),
    integration_type: maybe(Schema.String),
    is_overridden_by_manual_mapping: maybe(Schema.Boolean),
    partner_item: maybe(resolve(IntegrationMappingPartnerItemTeams)),
    box_item: maybe(resolve(FolderReference)),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String)
  })
)

export const IntegrationMappings: Lazy<IntegrationMappings> = /*#__PURE__*/ lazy<IntegrationMappings>(() =>
  Schema.Struct({
    limit: maybe(Schema.Number),
    next_marker: maybe(Schema.String),
    entries: maybe(Schema.Array(resolve(IntegrationMapping)))
  })
)

export const IntegrationMappingsTeams: Lazy<IntegrationMappingsTeams> = /*#__PURE__*/ lazy<IntegrationMappingsTeams>(
  () => Schema.Struct({ entries: maybe(Schema.Array(resolve(IntegrationMappingTeams))) })
)
