// Generated from Box's OpenAPI documents. Do not edit: run `node packages/core/codegen/main.ts`.
/** Enterprise Configurations: what Box answers and takes. */
import * as Schema from "effect/Schema"
import { lazy, type Lazy, maybe, type Open, resolve } from "../../internal/schema.ts"
import { UserOrGroupReference } from "./Reference.ts"

export interface CollaborationPermissions {
  readonly is_co_owner_role_enabled?: boolean | null
  readonly is_editor_role_enabled?: boolean | null
  readonly is_previewer_role_enabled?: boolean | null
  readonly is_previewer_uploader_role_enabled?: boolean | null
  readonly is_uploader_role_enabled?: boolean | null
  readonly is_viewer_role_enabled?: boolean | null
  readonly is_viewer_uploader_role_enabled?: boolean | null
}

export interface CustomSessionDurationGroupItem {
  readonly id?: string | null
  readonly name?: string | null
}

/** @see https://developer.box.com/reference/resources/enterprise-configuration-v2025.0/ */
export interface EnterpriseConfiguration {
  readonly id: string
  readonly type?: Open<"enterprise_configuration"> | null
  readonly security?: EnterpriseConfigurationSecurity | null
  readonly content_and_sharing?: EnterpriseConfigurationContentAndSharing | null
  readonly user_settings?: EnterpriseConfigurationUserSettings | null
  readonly shield?: EnterpriseConfigurationShield | null
}

/** @see https://developer.box.com/reference/resources/enterprise-configuration-content-and-sharing-v2025.0/ */
export interface EnterpriseConfigurationContentAndSharing {
  readonly enterprise_feature_settings?: ReadonlyArray<EnterpriseFeatureSettingsItem> | null
  readonly sharing_item_type?: EnterpriseConfigurationItemString | null
  readonly shared_link_company_definition?: EnterpriseConfigurationItemString | null
  readonly shared_link_access?: EnterpriseConfigurationItemString | null
  readonly shared_link_default_access?: EnterpriseConfigurationItemString | null
  readonly shared_link_default_permissions_selected?:
    | (EnterpriseConfigurationItem & {
        readonly value?: SharedLinkPermissions | null
      })
    | null
  readonly is_open_custom_urls_disabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_custom_domain_hidden_in_shared_link?: EnterpriseConfigurationItemBoolean | null
  readonly collaboration_permissions?:
    | (EnterpriseConfigurationItem & {
        readonly value?: CollaborationPermissions | null
      })
    | null
  readonly default_collaboration_role?: EnterpriseConfigurationItemString | null
  readonly is_invite_privilege_restricted?: EnterpriseConfigurationItemBoolean | null
  readonly collaboration_restrictions?:
    | (EnterpriseConfigurationItem & {
        readonly value?: ReadonlyArray<string> | null
      })
    | null
  readonly is_collaborator_invite_links_disabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_invite_group_collaborator_disabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_ownership_transfer_restricted?: EnterpriseConfigurationItemBoolean | null
  readonly external_collaboration_status?:
    | (EnterpriseConfigurationItem & {
        readonly value?: string | null
      })
    | null
  readonly external_collaboration_allowlist_users?:
    | (EnterpriseConfigurationItem & {
        readonly value?: ReadonlyArray<ListUser> | null
      })
    | null
  readonly is_watermarking_enterprise_feature_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_root_content_creation_restricted?: EnterpriseConfigurationItemBoolean | null
  readonly is_tag_creation_restricted?: EnterpriseConfigurationItemBoolean | null
  readonly tag_creation_restriction?: EnterpriseConfigurationItemString | null
  readonly is_email_uploads_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_custom_settings_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_forms_login_required?: EnterpriseConfigurationItemBoolean | null
  readonly is_forms_branding_default_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_cc_free_trial_active?: EnterpriseConfigurationItemBoolean | null
  readonly is_file_request_editors_allowed?: EnterpriseConfigurationItemBoolean | null
  readonly is_file_request_branding_default_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_file_request_login_required?: EnterpriseConfigurationItemBoolean | null
  readonly is_shared_links_expiration_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly shared_links_expiration_days?: EnterpriseConfigurationItemInteger | null
  readonly is_public_shared_links_expiration_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly public_shared_links_expiration_days?: EnterpriseConfigurationItemInteger | null
  readonly shared_expiration_target?: EnterpriseConfigurationItemString | null
  readonly is_shared_links_expiration_notification_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly shared_links_expiration_notification_days?: EnterpriseConfigurationItemInteger | null
  readonly is_shared_links_expiration_notification_prevented?: EnterpriseConfigurationItemBoolean | null
  readonly is_auto_delete_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly auto_delete_days?: EnterpriseConfigurationItemInteger | null
  readonly is_auto_delete_expiration_modification_prevented?: EnterpriseConfigurationItemBoolean | null
  readonly auto_delete_target?: EnterpriseConfigurationItemString | null
  readonly is_collaboration_expiration_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly collaboration_expiration_days?: EnterpriseConfigurationItemInteger | null
  readonly is_collaboration_expiration_modification_prevented?: EnterpriseConfigurationItemBoolean | null
  readonly is_collaboration_expiration_notification_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly collaboration_expiration_target?: EnterpriseConfigurationItemString | null
  readonly trash_auto_clear_time?: EnterpriseConfigurationItemInteger | null
  readonly permanent_deletion_access?: EnterpriseConfigurationItemString | null
  readonly permanent_deletion_allowlist_users?:
    | (EnterpriseConfigurationItem & {
        readonly value?: ReadonlyArray<ListUser> | null
      })
    | null
}

export interface EnterpriseConfigurationItem {
  readonly is_used?: boolean | null
}

export interface EnterpriseConfigurationItemBoolean extends EnterpriseConfigurationItem {
  readonly value?: boolean | null
}

export interface EnterpriseConfigurationItemInteger extends EnterpriseConfigurationItem {
  readonly value?: number | null
}

export interface EnterpriseConfigurationItemString extends EnterpriseConfigurationItem {
  readonly value?: string | null
}

/** @see https://developer.box.com/reference/resources/enterprise-configuration-security-v2025.0/ */
export interface EnterpriseConfigurationSecurity {
  readonly is_managed_user_signup_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_managed_user_signup_notification_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_managed_user_signup_corporate_email_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_new_user_notification_daily_digest_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_managed_user_email_change_disabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_multi_factor_auth_required?: EnterpriseConfigurationItemBoolean | null
  readonly is_weak_password_prevention_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_password_leak_detection_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly last_password_reset_at?:
    | (EnterpriseConfigurationItem & {
        /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
        readonly value?: string | null
      })
    | null
  readonly is_password_request_notification_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_password_change_notification_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_strong_password_for_ext_collab_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_managed_user_migration_disabled?: EnterpriseConfigurationItemBoolean | null
  readonly join_link?: EnterpriseConfigurationItemString | null
  readonly join_url?: EnterpriseConfigurationItemString | null
  readonly failed_login_attempts_to_trigger_admin_notification?: EnterpriseConfigurationItemInteger | null
  readonly password_min_length?: EnterpriseConfigurationItemInteger | null
  readonly password_min_uppercase_characters?: EnterpriseConfigurationItemInteger | null
  readonly password_min_numeric_characters?: EnterpriseConfigurationItemInteger | null
  readonly password_min_special_characters?: EnterpriseConfigurationItemInteger | null
  readonly password_reset_frequency?: EnterpriseConfigurationItemString | null
  readonly previous_password_reuse_limit?: EnterpriseConfigurationItemString | null
  readonly session_duration?: EnterpriseConfigurationItemString | null
  readonly external_collab_multi_factor_auth_settings?:
    | (EnterpriseConfigurationItem & {
        readonly value?: ExternalCollabSecuritySettings | null
      })
    | null
  readonly keysafe?:
    | (EnterpriseConfigurationItem & {
        readonly value?: KeysafeSettings | null
      })
    | null
  readonly is_custom_session_duration_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly custom_session_duration_value?: EnterpriseConfigurationItemString | null
  readonly custom_session_duration_groups?:
    | (EnterpriseConfigurationItem & {
        readonly value?: ReadonlyArray<CustomSessionDurationGroupItem> | null
      })
    | null
  readonly multi_factor_auth_type?: EnterpriseConfigurationItemString | null
  readonly enforced_mfa_frequency?:
    | (EnterpriseConfigurationItem & {
        readonly value?: {
          readonly days?: number | null
          readonly hours?: number | null
        } | null
      })
    | null
}

/** @see https://developer.box.com/reference/resources/enterprise-configuration-shield-v2025.0/ */
export interface EnterpriseConfigurationShield {
  readonly shield_rules?: ReadonlyArray<ShieldRuleItem> | null
}

/** @see https://developer.box.com/reference/resources/enterprise-configuration-user-settings-v2025.0/ */
export interface EnterpriseConfigurationUserSettings {
  readonly enterprise_feature_settings?: ReadonlyArray<EnterpriseFeatureSettingsItem> | null
  readonly user_invites_expiration_time_frame?: EnterpriseConfigurationItemString | null
  readonly is_username_change_restricted?: EnterpriseConfigurationItemBoolean | null
  readonly is_box_sync_restricted_for_new_users?: EnterpriseConfigurationItemBoolean | null
  readonly is_view_all_users_enabled_for_new_users?: EnterpriseConfigurationItemBoolean | null
  readonly is_device_limit_exemption_enabled_for_new_users?: EnterpriseConfigurationItemBoolean | null
  readonly is_external_collaboration_restricted_for_new_users?: EnterpriseConfigurationItemBoolean | null
  readonly is_unlimited_storage_enabled_for_new_users?: EnterpriseConfigurationItemBoolean | null
  readonly new_user_default_storage_limit?: EnterpriseConfigurationItemInteger | null
  readonly new_user_default_timezone?: EnterpriseConfigurationItemString | null
  readonly new_user_default_language?: EnterpriseConfigurationItemString | null
  readonly is_enterprise_sso_required?: EnterpriseConfigurationItemBoolean | null
  readonly is_enterprise_sso_in_testing?: EnterpriseConfigurationItemBoolean | null
  readonly is_sso_auto_add_groups_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_sso_auto_add_user_to_groups_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly is_sso_auto_remove_user_from_groups_enabled?: EnterpriseConfigurationItemBoolean | null
  readonly user_tracking_codes?:
    | (EnterpriseConfigurationItem & {
        readonly value?: ReadonlyArray<UserTrackingCode> | null
      })
    | null
  readonly number_of_user_tracking_codes_remaining?: EnterpriseConfigurationItemInteger | null
  readonly is_instant_login_restricted?: EnterpriseConfigurationItemBoolean | null
}

export interface EnterpriseFeatureSetting {
  readonly id?: string | null
  readonly feature?: {
    readonly id?: string | null
  } | null
  readonly state?: string | null
  readonly can_configure?: boolean | null
  readonly is_configured?: boolean | null
  readonly allowlist?: ReadonlyArray<UserOrGroupReference> | null
  readonly denylist?: ReadonlyArray<UserOrGroupReference> | null
}

export interface EnterpriseFeatureSettingsItem extends EnterpriseConfigurationItem {
  readonly value?: EnterpriseFeatureSetting | null
}

export interface ExternalCollabSecuritySettings {
  readonly denylist_domains?: ReadonlyArray<string> | null
  readonly denylist_emails?: ReadonlyArray<string> | null
  readonly allowlist_domains?: ReadonlyArray<string> | null
  readonly allowlist_emails?: ReadonlyArray<string> | null
  readonly state?: string | null
  readonly scheduled_status?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly scheduled_at?: string | null
  readonly factor_type_settings?: string | null
}

export interface KeysafeSettings {
  readonly keysafe_enabled?: boolean | null
  readonly cloud_provider?: string | null
  readonly key_id?: string | null
  readonly account_id?: string | null
  readonly location_id?: string | null
  readonly project_id?: string | null
  readonly keyring_id?: string | null
}

export interface ListUser {
  readonly id?: number | null
  readonly name?: string | null
  readonly email?: string | null
}

export interface SharedLinkPermissions {
  readonly shared_links_option?: string | null
  readonly default_shared_link_type?: string | null
  readonly notes_shared_link_option?: string | null
  readonly default_notes_shared_link_type?: string | null
}

export interface ShieldRuleItem {
  readonly id?: string | null
  readonly type?: Open<"shield_rule"> | null
  readonly rule_category?: string | null
  readonly name?: string | null
  readonly description?: string | null
  readonly priority?: Open<"informational" | "low" | "medium" | "high" | "critical"> | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly created_at?: string | null
  /** RFC 3339, such as `2030-01-31T12:00:00+00:00`. */
  readonly modified_at?: string | null
}

export interface UserTrackingCode {
  readonly id?: number | null
  readonly name?: string | null
}

const enterpriseConfigurationItemProperties = () => ({ is_used: maybe(Schema.Boolean) })

export const CollaborationPermissions: Lazy<CollaborationPermissions> = /*#__PURE__*/ lazy<CollaborationPermissions>(
  () =>
    Schema.Struct({
      is_co_owner_role_enabled: maybe(Schema.Boolean),
      is_editor_role_enabled: maybe(Schema.Boolean),
      is_previewer_role_enabled: maybe(Schema.Boolean),
      is_previewer_uploader_role_enabled: maybe(Schema.Boolean),
      is_uploader_role_enabled: maybe(Schema.Boolean),
      is_viewer_role_enabled: maybe(Schema.Boolean),
      is_viewer_uploader_role_enabled: maybe(Schema.Boolean)
    })
)

export const CustomSessionDurationGroupItem: Lazy<CustomSessionDurationGroupItem> =
  /*#__PURE__*/ lazy<CustomSessionDurationGroupItem>(() =>
    Schema.Struct({ id: maybe(Schema.String), name: maybe(Schema.String) })
  )

export const EnterpriseConfiguration: Lazy<EnterpriseConfiguration> = /*#__PURE__*/ lazy<EnterpriseConfiguration>(() =>
  Schema.Struct({
    id: Schema.String,
    type: maybe(Schema.String),
    security: maybe(resolve(EnterpriseConfigurationSecurity)),
    content_and_sharing: maybe(resolve(EnterpriseConfigurationContentAndSharing)),
    user_settings: maybe(resolve(EnterpriseConfigurationUserSettings)),
    shield: maybe(resolve(EnterpriseConfigurationShield))
  })
)

export const EnterpriseConfigurationContentAndSharing: Lazy<EnterpriseConfigurationContentAndSharing> =
  /*#__PURE__*/ lazy<EnterpriseConfigurationContentAndSharing>(() =>
    Schema.Struct({
      enterprise_feature_settings: maybe(Schema.Array(resolve(EnterpriseFeatureSettingsItem))),
      sharing_item_type: maybe(resolve(EnterpriseConfigurationItemString)),
      shared_link_company_definition: maybe(resolve(EnterpriseConfigurationItemString)),
      shared_link_access: maybe(resolve(EnterpriseConfigurationItemString)),
      shared_link_default_access: maybe(resolve(EnterpriseConfigurationItemString)),
      shared_link_default_permissions_selected: maybe(
        Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(resolve(SharedLinkPermissions)) })
      ),
      is_open_custom_urls_disabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_custom_domain_hidden_in_shared_link: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      collaboration_permissions: maybe(
        Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(resolve(CollaborationPermissions)) })
      ),
      default_collaboration_role: maybe(resolve(EnterpriseConfigurationItemString)),
      is_invite_privilege_restricted: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      collaboration_restrictions: maybe(
        Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(Schema.Array(Schema.String)) })
      ),
      is_collaborator_invite_links_disabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_invite_group_collaborator_disabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_ownership_transfer_restricted: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      external_collaboration_status: maybe(
        Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(Schema.String) })
      ),
      external_collaboration_allowlist_users: maybe(
        Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(Schema.Array(resolve(ListUser))) })
      ),
      is_watermarking_enterprise_feature_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_root_content_creation_restricted: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_tag_creation_restricted: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      tag_creation_restriction: maybe(resolve(EnterpriseConfigurationItemString)),
      is_email_uploads_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_custom_settings_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_forms_login_required: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_forms_branding_default_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_cc_free_trial_active: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_file_request_editors_allowed: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_file_request_branding_default_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_file_request_login_required: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_shared_links_expiration_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      shared_links_expiration_days: maybe(resolve(EnterpriseConfigurationItemInteger)),
      is_public_shared_links_expiration_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      public_shared_links_expiration_days: maybe(resolve(EnterpriseConfigurationItemInteger)),
      shared_expiration_target: maybe(resolve(EnterpriseConfigurationItemString)),
      is_shared_links_expiration_notification_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      shared_links_expiration_notification_days: maybe(resolve(EnterpriseConfigurationItemInteger)),
      is_shared_links_expiration_notification_prevented: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_auto_delete_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      auto_delete_days: maybe(resolve(EnterpriseConfigurationItemInteger)),
      is_auto_delete_expiration_modification_prevented: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      auto_delete_target: maybe(resolve(EnterpriseConfigurationItemString)),
      is_collaboration_expiration_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      collaboration_expiration_days: maybe(resolve(EnterpriseConfigurationItemInteger)),
      is_collaboration_expiration_modification_prevented: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_collaboration_expiration_notification_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      collaboration_expiration_target: maybe(resolve(EnterpriseConfigurationItemString)),
      trash_auto_clear_time: maybe(resolve(EnterpriseConfigurationItemInteger)),
      permanent_deletion_access: maybe(resolve(EnterpriseConfigurationItemString)),
      permanent_deletion_allowlist_users: maybe(
        Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(Schema.Array(resolve(ListUser))) })
      )
    })
  )

export const EnterpriseConfigurationItem: Lazy<EnterpriseConfigurationItem> =
  /*#__PURE__*/ lazy<EnterpriseConfigurationItem>(() => Schema.Struct(enterpriseConfigurationItemProperties()))

export const EnterpriseConfigurationItemBoolean: Lazy<EnterpriseConfigurationItemBoolean> =
  /*#__PURE__*/ lazy<EnterpriseConfigurationItemBoolean>(() =>
    Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(Schema.Boolean) })
  )

export const EnterpriseConfigurationItemInteger: Lazy<EnterpriseConfigurationItemInteger> =
  /*#__PURE__*/ lazy<EnterpriseConfigurationItemInteger>(() =>
    Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(Schema.Number) })
  )

export const EnterpriseConfigurationItemString: Lazy<EnterpriseConfigurationItemString> =
  /*#__PURE__*/ lazy<EnterpriseConfigurationItemString>(() =>
    Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(Schema.String) })
  )

export const EnterpriseConfigurationSecurity: Lazy<EnterpriseConfigurationSecurity> =
  /*#__PURE__*/ lazy<EnterpriseConfigurationSecurity>(() =>
    Schema.Struct({
      is_managed_user_signup_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_managed_user_signup_notification_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_managed_user_signup_corporate_email_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_new_user_notification_daily_digest_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_managed_user_email_change_disabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_multi_factor_auth_required: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_weak_password_prevention_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_password_leak_detection_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      last_password_reset_at: maybe(
        Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(Schema.String) })
      ),
      is_password_request_notification_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_password_change_notification_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_strong_password_for_ext_collab_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_managed_user_migration_disabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      join_link: maybe(resolve(EnterpriseConfigurationItemString)),
      join_url: maybe(resolve(EnterpriseConfigurationItemString)),
      failed_login_attempts_to_trigger_admin_notification: maybe(resolve(EnterpriseConfigurationItemInteger)),
      password_min_length: maybe(resolve(EnterpriseConfigurationItemInteger)),
      password_min_uppercase_characters: maybe(resolve(EnterpriseConfigurationItemInteger)),
      password_min_numeric_characters: maybe(resolve(EnterpriseConfigurationItemInteger)),
      password_min_special_characters: maybe(resolve(EnterpriseConfigurationItemInteger)),
      password_reset_frequency: maybe(resolve(EnterpriseConfigurationItemString)),
      previous_password_reuse_limit: maybe(resolve(EnterpriseConfigurationItemString)),
      session_duration: maybe(resolve(EnterpriseConfigurationItemString)),
      external_collab_multi_factor_auth_settings: maybe(
        Schema.Struct({
          ...enterpriseConfigurationItemProperties(),
          value: maybe(resolve(ExternalCollabSecuritySettings))
        })
      ),
      keysafe: maybe(
        Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(resolve(KeysafeSettings)) })
      ),
      is_custom_session_duration_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      custom_session_duration_value: maybe(resolve(EnterpriseConfigurationItemString)),
      custom_session_duration_groups: maybe(
        Schema.Struct({
          ...enterpriseConfigurationItemProperties(),
          value: maybe(Schema.Array(resolve(CustomSessionDurationGroupItem)))
        })
      ),
      multi_factor_auth_type: maybe(resolve(EnterpriseConfigurationItemString)),
      enforced_mfa_frequency: maybe(
        Schema.Struct({
          ...enterpriseConfigurationItemProperties(),
          value: maybe(Schema.Struct({ days: maybe(Schema.Number), hours: maybe(Schema.Number) }))
        })
      )
    })
  )

export const EnterpriseConfigurationShield: Lazy<EnterpriseConfigurationShield> =
  /*#__PURE__*/ lazy<EnterpriseConfigurationShield>(() =>
    Schema.Struct({ shield_rules: maybe(Schema.Array(resolve(ShieldRuleItem))) })
  )

export const EnterpriseConfigurationUserSettings: Lazy<EnterpriseConfigurationUserSettings> =
  /*#__PURE__*/ lazy<EnterpriseConfigurationUserSettings>(() =>
    Schema.Struct({
      enterprise_feature_settings: maybe(Schema.Array(resolve(EnterpriseFeatureSettingsItem))),
      user_invites_expiration_time_frame: maybe(resolve(EnterpriseConfigurationItemString)),
      is_username_change_restricted: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_box_sync_restricted_for_new_users: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_view_all_users_enabled_for_new_users: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_device_limit_exemption_enabled_for_new_users: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_external_collaboration_restricted_for_new_users: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_unlimited_storage_enabled_for_new_users: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      new_user_default_storage_limit: maybe(resolve(EnterpriseConfigurationItemInteger)),
      new_user_default_timezone: maybe(resolve(EnterpriseConfigurationItemString)),
      new_user_default_language: maybe(resolve(EnterpriseConfigurationItemString)),
      is_enterprise_sso_required: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_enterprise_sso_in_testing: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_sso_auto_add_groups_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_sso_auto_add_user_to_groups_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      is_sso_auto_remove_user_from_groups_enabled: maybe(resolve(EnterpriseConfigurationItemBoolean)),
      user_tracking_codes: maybe(
        Schema.Struct({
          ...enterpriseConfigurationItemProperties(),
          value: maybe(Schema.Array(resolve(UserTrackingCode)))
        })
      ),
      number_of_user_tracking_codes_remaining: maybe(resolve(EnterpriseConfigurationItemInteger)),
      is_instant_login_restricted: maybe(resolve(EnterpriseConfigurationItemBoolean))
    })
  )

export const EnterpriseFeatureSetting: Lazy<EnterpriseFeatureSetting> = /*#__PURE__*/ lazy<EnterpriseFeatureSetting>(
  () =>
    Schema.Struct({
      id: maybe(Schema.String),
      feature: maybe(Schema.Struct({ id: maybe(Schema.String) })),
      state: maybe(Schema.String),
      can_configure: maybe(Schema.Boolean),
      is_configured: maybe(Schema.Boolean),
      allowlist: maybe(Schema.Array(resolve(UserOrGroupReference))),
      denylist: maybe(Schema.Array(resolve(UserOrGroupReference)))
    })
)

export const EnterpriseFeatureSettingsItem: Lazy<EnterpriseFeatureSettingsItem> =
  /*#__PURE__*/ lazy<EnterpriseFeatureSettingsItem>(() =>
    Schema.Struct({ ...enterpriseConfigurationItemProperties(), value: maybe(resolve(EnterpriseFeatureSetting)) })
  )

export const ExternalCollabSecuritySettings: Lazy<ExternalCollabSecuritySettings> =
  /*#__PURE__*/ lazy<ExternalCollabSecuritySettings>(() =>
    Schema.Struct({
      denylist_domains: maybe(Schema.Array(Schema.String)),
      denylist_emails: maybe(Schema.Array(Schema.String)),
      allowlist_domains: maybe(Schema.Array(Schema.String)),
      allowlist_emails: maybe(Schema.Array(Schema.String)),
      state: maybe(Schema.String),
      scheduled_status: maybe(Schema.String),
      scheduled_at: maybe(Schema.String),
      factor_type_settings: maybe(Schema.String)
    })
  )

export const KeysafeSettings: Lazy<KeysafeSettings> = /*#__PURE__*/ lazy<KeysafeSettings>(() =>
  Schema.Struct({
    keysafe_enabled: maybe(Schema.Boolean),
    cloud_provider: maybe(Schema.String),
    key_id: maybe(Schema.String),
    account_id: maybe(Schema.String),
    location_id: maybe(Schema.String),
    project_id: maybe(Schema.String),
    keyring_id: maybe(Schema.String)
  })
)

export const ListUser: Lazy<ListUser> = /*#__PURE__*/ lazy<ListUser>(() =>
  Schema.Struct({ id: maybe(Schema.Number), name: maybe(Schema.String), email: maybe(Schema.String) })
)

export const SharedLinkPermissions: Lazy<SharedLinkPermissions> = /*#__PURE__*/ lazy<SharedLinkPermissions>(() =>
  Schema.Struct({
    shared_links_option: maybe(Schema.String),
    default_shared_link_type: maybe(Schema.String),
    notes_shared_link_option: maybe(Schema.String),
    default_notes_shared_link_type: maybe(Schema.String)
  })
)

export const ShieldRuleItem: Lazy<ShieldRuleItem> = /*#__PURE__*/ lazy<ShieldRuleItem>(() =>
  Schema.Struct({
    id: maybe(Schema.String),
    type: maybe(Schema.String),
    rule_category: maybe(Schema.String),
    name: maybe(Schema.String),
    description: maybe(Schema.String),
    priority: maybe(Schema.String),
    created_at: maybe(Schema.String),
    modified_at: maybe(Schema.String)
  })
)

export const UserTrackingCode: Lazy<UserTrackingCode> = /*#__PURE__*/ lazy<UserTrackingCode>(() =>
  Schema.Struct({ id: maybe(Schema.Number), name: maybe(Schema.String) })
)
